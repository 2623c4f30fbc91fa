"""The table of a paper: its columns, its rows and the totals under it, as ready-made text.

Which columns a paper has depends on its kind and on what its lines say: the tax rate stands
beside each line only if the paper has more than one. Sums arrive with the facts; nothing is
added up here.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from math import ceil

from domain.papers import PaperFacts, PaperLine
from templates.letterhead import shortened
from templates.pages import day, figure, money, percent, quantity
from templates.wording import Wording

LONGEST = 3000  # signs of any one text; more is no description but an attempt to choke us
_TALL = 900  # signs; a row of so much text may be broken between two pages
_SIGN = 1.9  # mm, the width of a digit in 9 pt type
_WIDEST = 40  # mm, for a numeric column


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One cell: its text and, in smaller type below, what explains it."""

    text: str
    below: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Column:
    """A column: `width` in mm, or None for the one that takes the rest."""

    name: str
    head: str
    width: int | None = None
    numeric: bool = False


@dataclass(frozen=True, kw_only=True)
class Row:
    """A line of goods, or with `remark` a line of text across all columns.

    `carried` and `brought` are what the page says if it ends, or begins, at this row.
    """

    cells: tuple[Cell, ...]
    carried: str
    brought: str
    remark: str = ""
    tall: bool = False


@dataclass(frozen=True, kw_only=True)
class Totals:
    """What stands under the table: steps to the total, the total, what it includes."""

    steps: tuple[tuple[str, str], ...]
    total: tuple[str, str]
    included: tuple[tuple[str, str], ...]


def columns(facts: PaperFacts, wanted: tuple[str, ...], words: Wording) -> tuple[Column, ...]:
    """Choose the columns, of those wanted, that this paper has something to say in."""
    worth = {
        "vat": len({row.percent for row in facts.vat}) > 1,
        "delivery": any(line.delivery for line in facts.lines),
        "bin": any(line.bin for line in facts.lines),
        "ordered": any(line.ordered for line in facts.lines),
        "outstanding": any(line.ordered for line in facts.lines),
    }
    head = words.say(
        "head.gross" if facts.prices_include_vat else "head.net", currency=facts.currency
    )
    every = (
        Column(name="position", head=words.say("head.position"), width=9),
        Column(name="bin", head=words.say("head.bin"), width=26),
        Column(name="item", head=words.say("head.item")),
        Column(name="delivery", head=words.say("head.delivery"), width=24),
        Column(name="quantity", head=words.say("head.quantity"), width=19, numeric=True),
        Column(name="shipped", head=words.say("head.shipped"), width=24, numeric=True),
        Column(name="ordered", head=words.say("head.ordered"), width=22, numeric=True),
        Column(name="outstanding", head=words.say("head.outstanding"), width=24, numeric=True),
        Column(name="picked", head=words.say("head.picked"), width=20, numeric=True),
        Column(name="price", head=words.say("head.price"), width=20, numeric=True),
        Column(name="vat", head=words.say("head.vat"), width=13, numeric=True),
        Column(name="amount", head=head, width=24, numeric=True),
    )
    return tuple(one for one in every if one.name in wanted and worth.get(one.name, True))


def rows(facts: PaperFacts, shown: tuple[Column, ...], words: Wording) -> tuple[Row, ...]:
    """Write every line of the paper, in its order."""
    return tuple(_row(line, facts, shown=shown, words=words) for line in facts.lines)


def fitted(shown: tuple[Column, ...], written: tuple[Row, ...]) -> tuple[Column, ...]:
    """Widen numeric columns whose longest number would run into its neighbour."""
    return tuple(
        replace(column, width=_width(column.width, [row.cells[at].text for row in written]))
        if column.numeric and column.width
        else column
        for at, column in enumerate(shown)
    )


def totals(facts: PaperFacts, words: Wording) -> Totals:
    """Lay out the totals: net, tax and total, or the gross total and the tax in it."""
    key = "total.vat_included" if facts.prices_include_vat else "total.vat"
    tax = tuple(
        (
            words.say(key, rate=percent(row.percent, facts.locale), base=_money(row.base, facts)),
            _money(row.amount, facts),
        )
        for row in facts.vat
    )
    if facts.prices_include_vat:
        return Totals(
            steps=(*_discount_steps(facts, words), *_rounding_step(facts, words)),
            total=(words.say("total.total_gross"), _money(facts.total, facts)),
            included=(
                (words.say("total.net_included"), _money(facts.net, facts)),
                *tax,
                *_beside(facts, words),
            ),
        )
    net = ((words.say("total.net"), _money(facts.net, facts)),)
    return Totals(
        steps=(*_discount_steps(facts, words), *net, *tax, *_rounding_step(facts, words)),
        total=(words.say("total.total"), _money(facts.total, facts)),
        included=_beside(facts, words),
    )


def _row(line: PaperLine, facts: PaperFacts, *, shown: tuple[Column, ...], words: Wording) -> Row:
    carries = any(column.name == "amount" for column in shown)
    reached = _money(line.running_total, facts)
    remark = "" if line.position else "\n".join(filter(None, (line.description, line.details)))
    return Row(
        cells=tuple(_CELLS[column.name](line, facts, words) for column in shown),
        carried=f"{words.say('page.carried')}  {reached}" if carries else "",
        brought=f"{words.say('page.brought')}  {reached}" if carries else "",
        remark=shortened(remark, LONGEST),
        tall=len(line.description) + len(line.details) > _TALL,
    )


def _width(usual: int, texts: list[str]) -> int:
    longest = max((len(text) for text in texts), default=0)
    return min(max(usual, ceil(longest * _SIGN) + 2), _WIDEST)


def _position(line: PaperLine, facts: PaperFacts, words: Wording) -> Cell:
    return Cell(text=str(line.position))


def _item(line: PaperLine, facts: PaperFacts, words: Wording) -> Cell:
    number = words.say("line.item_no", number=line.item_no) if line.item_no else ""
    source = ""
    if line.shipment_no and len(facts.shipment_nos) > 1:
        source = words.say("line.shipment", number=line.shipment_no)
    below = " · ".join(text for text in (number, source, line.details) if text)
    return Cell(
        text=shortened(line.description or line.item_no, LONGEST),
        below=(shortened(below, LONGEST),) if below else (),
    )


def _delivery(line: PaperLine, facts: PaperFacts, words: Wording) -> Cell:
    return Cell(text=day(line.delivery, facts.locale) if line.delivery else "–")


def _quantity(line: PaperLine, facts: PaperFacts, words: Wording) -> Cell:
    unit = words.unit(line.unit, line.quantity)
    base = ""
    if line.base_unit and line.base_unit != line.unit:
        base = words.say(
            "line.base",
            quantity=quantity(line.base_quantity, facts.locale),
            unit=words.unit(line.base_unit, line.base_quantity),
        )
    return Cell(
        text=f"{quantity(line.quantity, facts.locale)} {unit}".rstrip(),
        below=(base,) if base else (),
    )


def _part(value: Decimal, line: PaperLine, facts: PaperFacts, words: Wording) -> Cell:
    """A quantity beside the one that moved, in the line's own unit; a dash for none left."""
    if not value:
        return Cell(text="–")
    return Cell(text=f"{quantity(value, facts.locale)} {words.unit(line.unit, value)}".rstrip())


def _ordered(line: PaperLine, facts: PaperFacts, words: Wording) -> Cell:
    return _part(line.ordered, line, facts, words)


def _outstanding(line: PaperLine, facts: PaperFacts, words: Wording) -> Cell:
    return _part(line.outstanding, line, facts, words)


def _price(line: PaperLine, facts: PaperFacts, words: Wording) -> Cell:
    rate = percent(line.discount_pct, facts.locale)
    return Cell(
        text=figure(line.unit_price, facts.currency, facts.locale),
        below=(words.say("line.discount", rate=rate),) if line.discount_pct else (),
    )


def _vat(line: PaperLine, facts: PaperFacts, words: Wording) -> Cell:
    return Cell(text=percent(line.vat_pct, facts.locale))


def _amount(line: PaperLine, facts: PaperFacts, words: Wording) -> Cell:
    return Cell(text=figure(line.amount, facts.currency, facts.locale))


_CELLS: dict[str, Callable[[PaperLine, PaperFacts, Wording], Cell]] = {
    "position": _position,
    "item": _item,
    "delivery": _delivery,
    "bin": lambda line, facts, words: Cell(text=line.bin or "–"),
    # The box to tick is drawn by the stylesheet: our fonts have no sign for it.
    "picked": lambda line, facts, words: Cell(text=""),
    "quantity": _quantity,
    "shipped": _quantity,
    "ordered": _ordered,
    "outstanding": _outstanding,
    "price": _price,
    "vat": _vat,
    "amount": _amount,
}


def _discount_steps(facts: PaperFacts, words: Wording) -> tuple[tuple[str, str], ...]:
    if not facts.invoice_discount:
        return ()
    label = words.say("total.discount_amount")
    if facts.invoice_discount_pct:
        label = words.say("total.discount", rate=percent(facts.invoice_discount_pct, facts.locale))
    return (
        (words.say("total.subtotal"), _money(facts.subtotal, facts)),
        (label, _money(-abs(facts.invoice_discount), facts)),
    )


def _rounding_step(facts: PaperFacts, words: Wording) -> tuple[tuple[str, str], ...]:
    if not facts.rounding:
        return ()
    return ((words.say("total.rounding"), _money(facts.rounding, facts)),)


def _beside(facts: PaperFacts, words: Wording) -> tuple[tuple[str, str], ...]:
    """What explains the total: prepayments in it, and its VAT in the seller's own currency."""
    said = []
    if facts.prepaid:
        said.append((words.say("total.prepaid"), _money(abs(facts.prepaid), facts)))
    if facts.local_currency and facts.local_currency != facts.currency:
        local = money(facts.local_vat, facts.local_currency, facts.locale)
        said.append((_local_label(facts, words), local))
    return tuple(said)


def _local_label(facts: PaperFacts, words: Wording) -> str:
    if not (facts.rate_foreign and facts.rate_local):
        return words.say("total.vat_local", currency=facts.local_currency)
    return words.say(
        "total.vat_local_at",
        currency=facts.local_currency,
        foreign=f"{quantity(facts.rate_foreign, facts.locale)} {facts.currency}",
        local=f"{quantity(facts.rate_local, facts.locale)} {facts.local_currency}",
    )


def _money(amount: Decimal, facts: PaperFacts) -> str:
    return money(amount, facts.currency, facts.locale)
