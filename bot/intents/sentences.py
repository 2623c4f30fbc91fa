"""The sentence of a saying as grammar sees it: marks for what was found, the verb by its form."""

from collections.abc import Mapping

from bot.intents.clauses import COMMANDS, Clause
from bot.intents.languages import ENGLISH
from bot.intents.lexicon import FUNCTION, everyday
from bot.intents.mood import DENIALS
from bot.intents.sayings import Hit
from bot.intents.scene import Scene
from bot.intents.stance import Saying, quoted_spans, spelled, verb_mark
from bot.intents.tokens import fold, stem, word_set

_NO_VERBS = frozenset(
    map(stem, word_set("need only when where what whats how do please can could"))
)
_VERBS = (COMMANDS - _NO_VERBS) | frozenset(
    stem(word)
    for word in word_set(
        "accept decline sign pay receive buy take want go proceed refuse pass withdraw scrap kill "
        "void bin fold raise redo credit issue call draw set sell offer arrive come leave return "
        "bring found merge join unite forward pull push move close reopen load dispatch pick pack "
        "settle transfer wire remit reject deny authorise sign lose win commit contract subscribe "
        "assign pass hand escalate copy duplicate reorder dropship build assemble forecast expect"
    )
)
_DETERMINERS = word_set("the a an our my his her their this that another new last first next no")
_MARKS = (
    ("DOC", frozenset({"document"})),
    ("CUST", frozenset({"customer"})),
    ("DATE", frozenset({"date"})),
    ("MONEY", frozenset({"money"})),
    ("ITEM", frozenset({"item", "lines", "head"})),
    ("TERM", frozenset({"percent", "terms", "po", "mail", "address"})),
    ("NAME", frozenset({"person"})),
)
LONGEST = 120  # tokens of one sentence that are looked at
Things = Mapping[int, tuple[int, frozenset[str]]]


def saying_of(hit: Hit, clause: Clause, *, scene: Scene, things: Things) -> Saying:
    """The saying of a hit, for `stance`."""
    verb = _verb_of(hit, clause, scene=scene)
    span = clause.span(scene.tokens)
    first = scene.tokens[clause.pieces[hit.first].start]
    last = scene.tokens[clause.pieces[hit.last].end - 1]
    inside = any(
        span.start + one <= first.start and last.end <= span.start + other
        for one, other in quoted_spans(scene.text[span.start : span.end])
    )
    return Saying(
        sentence=sentence_of(clause, scene=scene, things=things, verb=verb),
        intent=hit.intent,
        verb=scene.tokens[verb].word if verb >= 0 else "",
        denies=bool(DENIALS & set(hit.sentence.replace("(", " ").replace("|", " ").split())),
        quoted=inside,
        english=_english(scene),
    )


def sentence_of(clause: Clause, *, scene: Scene, things: Things, verb: int = -1) -> str:
    """The sentence of a clause with its marks. `verb` is the token that is marked by its form."""
    begin, end = _around(clause)
    words = []
    at = begin
    while at < end:
        if at == verb:
            words.append(verb_mark(fold(scene.tokens[at].text)) if _english(scene) else "VB")
        elif at in things:
            after, kinds = things[at]
            words.append(next((name for name, kind in _MARKS if kind & kinds), "NUM"))
            at = max(after, at + 1)
            continue
        else:
            words.append(_word(scene, at, begin=begin))
        at += 1
    return " ".join(word for word in words if word)


def _around(clause: Clause) -> tuple[int, int]:
    """The sentence, or the part of a very long one around the clause."""
    begin, end = clause.sentence
    if end - begin <= LONGEST:
        return begin, end
    return max(begin, clause.start - LONGEST // 2), min(end, clause.end + LONGEST // 2)


def _verb_of(hit: Hit, clause: Clause, *, scene: Scene) -> int:
    """The token of the saying's verb; -1 when it has none ("pick list for …")."""
    for piece in clause.pieces[hit.first : hit.last + 1]:
        if piece.kinds or scene.stems[piece.start] not in _VERBS:
            continue
        before = scene.tokens[piece.start - 1].word if piece.start else ""
        if before not in _DETERMINERS or before == "no":
            return piece.start
    return -1


def _english(scene: Scene) -> bool:
    return scene.language == ENGLISH


def _word(scene: Scene, at: int, *, begin: int) -> str:
    token = scene.tokens[at]
    if token.text == "\n":
        return ""
    if token.is_number:
        return "NUM"
    if not token.is_word:
        return token.text
    if not _english(scene):
        return token.word
    named = token.text[0].isupper() and not token.text.isupper()
    word = fold(token.text)
    if named and word not in FUNCTION and token.word not in everyday():
        return "NAME" if at > begin or len(word) < 10 else spelled(word)
    return spelled(word)
