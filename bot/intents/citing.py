"""Which of our papers a request is about, when a number, "the last order" or the thread tells."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.intents import BY_NAME
from bot.intents.documents import ORDER, QUOTE, DocumentMention, series_of
from bot.intents.scene import Scene
from bot.intents.tokens import fold
from bot.intents.understanding import Slot

_LAST = re.compile(
    r"\b(?:last|latest|previous|most recent|letzte[nr]?|derniere?)\s+(quote|offer|order|"
    r"invoice|shipment|delivery|one)\b|\bsame (?:again|thing)|\blast time\b|\bas before\b|\bas "
    r"usual\b|\busual order\b|\bsame (?:order )?as (?:last|before|usual)|\border the same|"
    r"\bagain\b"
)
_LAST_KIND = {"offer": "quote", "delivery": "shipment", "one": "order"}


def cited(
    intent: str,
    text: str,
    *,
    mine: Sequence[DocumentMention],
    scene: Scene,
    subject: Scene | None,
    thread: str | None,
) -> Iterator[Slot]:
    """The paper of a request: named in it, elsewhere in the text, in the subject or the thread.

    `mine` are the papers named within the request itself; `text` are its words.
    """
    series = BY_NAME[intent].series
    fitting = [d for d in mine if not d.series or d.series in series or not series]
    others = [d for d in scene.documents if d.series in series]
    for mention in [d for d in fitting if d.series] or others[:1] or fitting:
        if mention.series:
            yield Slot(name="document", value=mention.number, span=mention.span, rule=mention.rule)
        else:
            yield _bare(mention, series, thread=thread)
        return
    if subject:
        for mention in subject.documents:
            if mention.series in series:
                yield Slot(name="document", value=mention.number, rule="subject")
                return
    last = _LAST.search(fold(text))
    if (
        last
        and (last[1] or intent == "repeat_order")
        and not (thread and series_of(thread) in series and not last[1])
    ):
        kind = _LAST_KIND.get(last[1] or "order", last[1] or "order")
        yield Slot(name="document", value=f"@last:{kind}", rule="last")
    elif thread and (series_of(thread) in series or not series):
        yield Slot(name="document", value=thread, rule="thread")


def _bare(mention: DocumentMention, series: Sequence[str], *, thread: str | None) -> Slot:
    possible = tuple(f"{one}{mention.digits}" for one in series if not one.startswith("PS-"))
    if len(possible) == 1:
        return Slot(
            name="document",
            value=possible[0],
            span=mention.span,
            rule="bare-number",
            confidence=0.7,
        )
    if thread and thread.endswith(mention.digits):
        return Slot(name="document", value=thread, span=mention.span, rule="thread")
    return Slot(
        name="document",
        value=None,
        span=mention.span,
        rule="bare-number",
        confidence=0.3,
        alternatives=possible,
    )


_SERIES_OF_PAPER = {"order_confirmation": ORDER, "quote": QUOTE}


def with_series(found: list[Slot]) -> list[Slot]:
    """ "The confirmation of 1203": the kind of paper asked for tells whose number it is."""
    told = {slot.name: slot.value for slot in found}
    series = _SERIES_OF_PAPER.get(str(told.get("doc_type", "")))
    if told.get("about") == "shipment":
        series = ORDER
    done = []
    for slot in found:
        fits = [one for one in slot.alternatives if series and series_of(str(one)) == series]
        if slot.name == "document" and slot.value is None and len(fits) == 1:
            slot = replace(slot, value=fits[0], rule="kind-of-paper", confidence=0.7)
        done.append(slot)
    return done
