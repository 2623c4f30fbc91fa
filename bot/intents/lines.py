"""Order lines in running text and lists: how many, of what, in which packing.

What the catalogue cannot settle stays a line with candidates; it is never dropped, because an
order that silently misses a line is worse than a question.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.intents.catalogue import Catalogue, Match
from bot.intents.lexicon import FUNCTION, QUALITIES, everyday
from bot.intents.numbers import number_at
from bot.intents.tokens import Token, stem
from bot.intents.understanding import Line, Span
from bot.intents.wordings import Wording, WordingFinder

_JOINS = frozenset({"and", ",", "&", "+", "plus", "und", "/"})
_VARIANTS = frozenset(map(stem, QUALITIES)) | frozenset({"s", "m", "l", "xl", "xs", "xxl"})


class LineReader:
    """Finds wordings in a tokenised text with the help of one catalogue."""

    def __init__(self, catalogue: Catalogue, *, familiar: frozenset[str] = frozenset()) -> None:
        """`familiar` are stems that are no article's name, such as the words of commands."""
        self._catalogue = catalogue
        self._familiar = familiar | everyday() | FUNCTION

    def read(
        self,
        tokens: Sequence[Token],
        stems: Sequence[str],
        *,
        blocked: Sequence[bool],
        skus: dict[int, tuple[int, str]],
    ) -> tuple[Wording, ...]:
        """`stems` are the spelling-corrected stems of the tokens, `skus` the article numbers by
        the token where they start: (token after, SKU; an empty SKU is a number we do not know)."""
        run = WordingFinder(
            self._catalogue,
            self._familiar,
            tokens=tokens,
            stems=stems,
            blocked=blocked,
            skus=skus,
        )
        return tuple(self._with_left_out(run))

    def _with_left_out(self, run: WordingFinder) -> Iterator[Wording]:
        """The wordings, and behind each "… and 8 large" what is left out: the same thing."""
        found = run.all()
        known = {wording.start for wording in found if wording.match.sku is not None}
        told = 0
        for at, wording in enumerate(found):
            if wording.start < told:
                continue
            if at and self._is_ones(wording, run):
                wording = self._of_these(wording, found[at - 1])
            yield wording
            sibling = self._sibling(wording, run)
            if sibling is not None and known.isdisjoint(range(sibling.start, sibling.end)):
                yield sibling
                told = sibling.end

    def _is_ones(self, wording: Wording, run: WordingFinder) -> bool:
        """ "10 large ones": a quality alone, of the thing named before."""
        after = {token.word for token in run.tokens[wording.end - 1 : wording.end + 1]}
        kinds = [word for word in wording.words if not word.startswith("one")]
        return bool(after & {"ones", "one"}) and all(word in _VARIANTS for word in kinds)

    def _of_these(self, wording: Wording, before: Wording) -> Wording:
        words = tuple(word for word in wording.words if not word.startswith("one"))
        item = before.match.sku or ""
        found = variant(before.words, words, item=item, catalogue=self._catalogue)
        return replace(wording, match=found or Match(sku=None, score=0.0))

    def _sibling(self, wording: Wording, run: WordingFinder) -> Wording | None:
        tokens, at = run.tokens, wording.end
        while at < len(tokens) and tokens[at].word in _JOINS and at < wording.end + 2:
            at += 1
        item, counted = wording.match.sku, number_at(tokens, at) if at < len(tokens) else None
        if at == wording.end or item is None or counted is None or run.blocked[at]:
            return None
        end = counted.after + (counted.after < len(tokens) and tokens[counted.after].word == "x")
        begin = end
        while end < len(tokens) and end < begin + 2 and run.stems[end] in _VARIANTS:
            end += 1
        after = tokens[end].word if end < len(tokens) else ""
        if end == begin or (after and after[0].isalnum() and after not in FUNCTION):
            return None
        other = tuple(run.stems[begin:end])
        match = variant(wording.words, other, item=item, catalogue=self._catalogue)
        if match is None:
            return None
        return Wording(
            start=at,
            end=end,
            words=other,
            quantity=counted.value,
            unit=wording.unit,
            match=match,
        )


def variant(
    words: tuple[str, ...], other: tuple[str, ...], *, item: str, catalogue: Catalogue
) -> Match | None:
    """The article of the same name in the other size or colour; None when there is not just one."""
    same = tuple(word for word in words if word not in _VARIANTS)
    match = catalogue.find((*same, *other))
    return match if match.sku is not None and match.sku != item else None


def plain_line(
    wording: Wording, tokens: Sequence[Token], *, text: str, catalogue: Catalogue
) -> Line:
    """The line as far as it is told. Spelled packings the article does not have are left out."""
    sku = wording.sku or wording.match.sku
    unit = wording.unit
    if sku and unit:
        article = catalogue.article(sku)
        if unit == article.base_unit or (
            unit not in article.units and _alike(unit, article.base_unit)
        ):
            unit = None
    span = Span(start=tokens[wording.start].start, end=tokens[wording.end - 1].end)
    return Line(
        item=sku,
        quantity=wording.quantity,
        unit=unit,
        asked=text[span.start : span.end],
        candidates=wording.match.candidates,
        span=span,
    )


_PACKS = (
    {"sack", "bag"},
    {"pack", "packet", "package", "ream"},
    {"box", "case", "carton", "crate"},
)


def _alike(said: str, base: str) -> bool:
    """Two words for the same packing: a sack is a bag."""
    return any({said, base} <= kin for kin in _PACKS)


__all__ = ["LineReader", "Wording", "plain_line"]
