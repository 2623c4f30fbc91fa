"""Stock and prices: what is free, what it costs."""

from bot.handlers.handling import handles
from bot.reply import Reply, Table
from domain.sales.asking import AskPrice, PriceRow, PricesTold, ask_price
from domain.stock.availability import CheckAvailability, LineAvailability, check_availability
from domain.work import Work
from templates.pages import day, figure, money, percent, quantity


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
        return Reply(text=_price_sentence(told, told.rows[0]), notes=told.notices)
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


def _price_sentence(told: PricesTold, row: PriceRow) -> str:
    """One price in one sentence: "1520-F Floor lamp: 129.00 EUR per pcs, without VAT"."""
    whom = f" for {told.customer_name}" if told.customer_name else ""
    vat = "with" if told.prices_include_vat else "without"
    less = f", less {percent(row.discount_pct)}" if row.discount_pct else ""
    text = (
        f"{row.item_no} {row.description}: {money(row.unit_price, told.currency)} per "
        f"{row.unit}{whom}{less}, {vat} VAT"
    )
    source = f" ({row.explanation})" if row.explanation else ""
    if row.quantity == 1:
        return f"{text}{source}."
    together = money(row.amount, told.currency)
    return f"{text}{source}; {quantity(row.quantity)} {row.unit} are {together}."


def _sentence(line: LineAvailability) -> str:
    free = line.free
    if not line.stocked:
        return f"{line.description} is a service: it needs no stock."
    have = f"{quantity(free.available)} {line.base_unit} of {line.description}"
    if not free.short:
        # who asks how many there are names no number, and gets no "yes"
        return f"Yes: {have} are free." if line.quantity != 1 else f"{have} are free."
    less = f"Only {have} are free" if free.available > 0 else f"No {line.description} is free now"
    if free.earliest:
        wanted = f"{quantity(line.quantity)} {line.unit}"
        return f"{less}; {wanted} from {day(free.earliest)}."
    return f"{less}, and no supply that covers the rest is on its way."


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
