"""Order lines in running text and lists: how many, of what, in which packing.

What the catalogue cannot settle stays a line with candidates; it is never dropped, because an
order that silently misses a line is worse than a question.
"""

from collections.abc import Sequence

from bot.intents.catalogue import Catalogue
from bot.intents.lexicon import FUNCTION, everyday
from bot.intents.tokens import Token
from bot.intents.understanding import Line, Span
from bot.intents.wordings import Wording, WordingFinder


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
        return run.all()


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
