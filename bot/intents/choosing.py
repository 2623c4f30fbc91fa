"""An answer among choices that were shown: "the second one", "2", "the grey one", "both"."""

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from bot.intents import BY_NAME
from bot.intents.documents import series_of
from bot.intents.following import Answer
from bot.intents.references import position
from bot.intents.scene import Knowledge, Scene
from bot.intents.tokens import fold, stems
from bot.intents.understanding import Choices, Line, Proposal, Slot
from bot.intents.utterance import Utterance

_ALL = re.compile(
    r"\b(?:both|all(?: of (?:them|those))?|them all|one of each|each of them|alle|beide)\b"
)
_EACH = re.compile(
    r"\b(?P<count>\d{1,6}|one|two|three|four|five|six|ten|twelve|a dozen)(?: of| pcs| pieces)? "
    r"(?:each|apiece)\b|\bje(?:weils)? (?P<je>\d{1,6})\b"
)
_WORDS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "ten": 10, "twelve": 12}


def contradicts(scene: Scene, utterance: Utterance, *, knowledge: Knowledge) -> bool:
    """ "The second one, with four drawers", where those are the first: we ask again."""
    for choices in utterance.context.choices:
        at = position(scene.text, len(choices.options))
        says = _by_words(scene.text, choices, knowledge=knowledge)
        if at is not None and says is not None and choices.options[at].says != says:
            return True
    return False


def every_choice(scene: Scene, utterance: Utterance) -> Answer | None:
    """ "Both, 2 each", "I want them all": a line for every article that was shown."""
    pending, said = utterance.context.pending, fold(scene.text)
    shown = [one for one in utterance.context.choices if one.target == "item"]
    if pending is None or len(shown) != 1 or not _ALL.search(said) or "not" in said.split():
        return None
    at = next((at for at, line in enumerate(pending.lines) if line.item is None), None)
    if at is None:
        return None
    told = _EACH.search(said)
    count = pending.lines[at].quantity
    if told:
        word = told["count"] or told["je"]
        count = Decimal(_WORDS.get(word) or (12 if word == "a dozen" else word))
    wanted = tuple(
        replace(pending.lines[at], item=option.says, quantity=count, candidates=(option.says,))
        for option in shown[0].options
    )
    lines = (*pending.lines[:at], *wanted, *pending.lines[at + 1 :])
    return Answer(proposals=(lined(pending, lines),), reason="chosen")


def chosen(scene: Scene, utterance: Utterance, *, knowledge: Knowledge) -> Answer | None:
    """One of the choices we showed: by its place, its number or words of its label."""
    pending = utterance.context.pending
    for choices in utterance.context.choices:
        options = choices.options
        text = scene.text.strip()
        if not options or pending is None:
            continue
        bare = re.fullmatch(r"\W*(?:option |number |no\.? ?)?(\d{1,2})\W*", fold(text))
        at = int(bare[1]) - 1 if bare else position(text, len(options))
        quantity_asked = "quantity" in utterance.context.asked and choices.target != "quantity"
        if (
            at is not None
            and 0 <= at < len(options)
            and not (bare and quantity_asked and at >= len(options))
        ):
            return picked(pending, choices, says=options[at].says)
        named = [option.says for option in options if fold(option.says) in fold(text)]
        if len(named) == 1:
            return picked(pending, choices, says=named[0])
        says = _by_words(text, choices, knowledge=knowledge)
        if says is not None:
            return picked(pending, choices, says=says)
    return None


def _by_words(text: str, choices: Choices, *, knowledge: Knowledge) -> str | None:
    """ "The grey one": the one option whose label has the most of these words."""
    words = set(stems(text)) - {"the", "on", "a", "pleas", "one", "of", "i", "mean", "want", "tak"}
    scores: dict[str, int] = {}
    for option in choices.options:
        known = set(stems(option.label))
        if option.says in knowledge.catalogue:
            known |= {
                w for name in knowledge.catalogue.article(option.says).synonyms for w in stems(name)
            }
        scores[option.says] = len(words & known)
    best = max(scores.values(), default=0)
    winners = [says for says, score in scores.items() if score == best]
    return winners[0] if best and len(winners) == 1 else None


def picked(pending: Proposal, choices: Choices, *, says: str) -> Answer | None:
    if choices.target == "item":
        lines = with_item(pending.lines, says, mention=choices.mention)
        return Answer(proposals=(lined(pending, lines),), reason="chosen")
    if choices.target == "intent" and says in BY_NAME:
        return Answer(proposals=(reintended(pending, says),), reason="chosen")
    slot = Slot(name=choices.target, value=says, rule="chosen")
    return Answer(proposals=(pending.with_slot(slot),), reason="chosen")


def reintended(pending: Proposal, intent: str) -> Proposal:
    """The same request under another intent; a bare number now belongs to that one's series."""
    changed = replace(pending, intent=intent)
    number, series = str(pending.value("document") or ""), BY_NAME[intent].series
    if not number or not series or series_of(number) in series:
        return changed
    digits = number.removeprefix(series_of(number))
    return changed.with_slot(Slot(name="document", value=series[0] + digits, rule="chosen"))


def with_item(lines: Sequence[Line], sku: str, *, mention: str) -> tuple[Line, ...]:
    """The first open line, the one with this wording if there is one, now has its article."""
    open_at = [at for at, line in enumerate(lines) if line.item is None]
    named = [at for at in open_at if line_said(lines[at]) == mention]
    at = next(iter(named or open_at), None)
    if at is None:
        return (*lines, Line(item=sku))
    return tuple(
        replace(line, item=sku, candidates=(sku,)) if i == at else line
        for i, line in enumerate(lines)
    )


def line_said(line: Line) -> str:
    """How the message put a line."""
    return line.asked


def lined(pending: Proposal, lines: tuple[Line, ...]) -> Proposal:
    return pending.with_slot(Slot(name="lines", value=lines, rule="answer"))
