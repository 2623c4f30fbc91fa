"""Stock and prices: what is free, what it costs."""

from bot.handlers.handling import handles
from bot.reply import Reply, Table
from bot.retelling import sum_of
from domain.said import said
from domain.sales.asking import AskPrice, PriceRow, PricesTold, ask_price
from domain.stock.availability import CheckAvailability, LineAvailability, check_availability
from domain.work import Work
from templates.pages import day, figure, percent, quantity


@handles(CheckAvailability)
def availability_told(command: CheckAvailability, work: Work) -> Reply:
    told = check_availability(command, work)
    head = ("Item", "Description", "Wanted", "In stock", "Free", "Earliest")
    rows = tuple(_row(line) for line in told.lines)
    if len(told.lines) == 1:
        return Reply(text=_sentence(told.lines[0]))
    short = sum(1 for line in told.lines if line.free.short)
    text = f"{short} of {len(rows)} items are short." if short else "Everything is in stock."
    return Reply(text=text, lines=Table(head=head, rows=rows, numeric=(2, 3, 4)))


@handles(AskPrice)
def prices_told(command: AskPrice, work: Work) -> Reply:
    told = ask_price(command, work)
    if len(told.rows) == 1:
        sentence = _price_sentence(told, told.rows[0], asked_by_customer=work.actor.is_contact)
        return Reply(text=sentence, notes=told.notices)
    head = ("Item", "Description", "Quantity", "Price", "Disc.", f"Amount {told.currency}")
    rows = tuple(
        (
            row.item_no,
            row.description,
            f"{quantity(row.quantity)} {row.unit}",
            figure(row.unit_price, told.currency),
            percent(row.discount_pct) if row.discount_pct else "–",
            figure(row.amount, told.currency),
        )
        for row in told.rows
    )
    whom = f" for {told.customer_name}" if told.customer_name else ""
    return Reply(
        text=f"Prices{whom}, without VAT:" if not told.prices_include_vat else f"Prices{whom}:",
        lines=Table(head=head, rows=rows, numeric=(2, 3, 4, 5)),
        notes=(
            *told.notices,
            *(f"{row.item_no}: {row.explanation}" for row in told.rows if row.explanation),
        ),
    )


def _price_sentence(told: PricesTold, row: PriceRow, *, asked_by_customer: bool) -> str:
    """One price in one sentence: "1520-F Floor lamp: 129.00 EUR per pcs, without VAT".

    How we came to it is for our own people.
    """
    whom = " for {customer}" if told.customer_name else ""
    vat = "with" if told.prices_include_vat else "without"
    less = ", less {discount} %" if row.discount_pct else ""
    source = " ({why})" if row.explanation and not asked_by_customer else ""
    text = "{number} {item}: {price} per {unit}" + f"{whom}{less}, {vat} VAT{source}"
    text += "." if row.quantity == 1 else "; {count} {unit} are {amount}."
    return said(
        text,
        number=row.item_no,
        item=row.description,
        price=sum_of(row.unit_price, told.currency),
        unit=row.unit,
        customer=told.customer_name,
        discount=row.discount_pct,
        why=row.explanation,
        count=row.quantity,
        amount=sum_of(row.amount, told.currency),
    )


def _sentence(line: LineAvailability) -> str:
    free = line.free
    if not line.stocked:
        return said("{item} is a service: it needs no stock.", item=line.description)
    have = {"free": free.available, "base": line.base_unit, "item": line.description}
    if not free.short:
        # who asks how many there are names no number, and gets no "yes"
        some = "{free} {base} of {item} are free."
        return said(some if line.quantity == 1 else f"Yes: {some}", **have)
    less = (
        "Only {free} {base} of {item} are free" if free.available > 0 else "No {item} is free now"
    )
    if free.earliest:
        wanted = {"wanted": line.quantity, "unit": line.unit, "day": free.earliest}
        return said(less + "; {wanted} {unit} from {day}.", **have, **wanted)
    return said(less + ", and no supply that covers the rest is on its way.", **have)


def _row(line: LineAvailability) -> tuple[str, ...]:
    if not line.stocked:
        return (line.item_no, line.description, "", "service", "", "")
    free = line.free
    return (
        line.item_no,
        line.description,
        f"{quantity(line.quantity)} {line.unit}",
        quantity(free.on_hand),
        quantity(free.available),
        day(free.earliest) if free.earliest else "–",
    )
