"""A frozen paper as a reply shows it: facts, lines and totals, the same figures as the PDF."""

from bot.reply import Paper, Table
from domain.papers import PaperFacts
from templates.pages import day, figure, money, percent, quantity

_MOST_ROWS = 40


def paper_of(facts: PaperFacts) -> Paper:
    return Paper(kind=facts.kind, number=facts.number, version=facts.version)


def facts_of(facts: PaperFacts) -> tuple[tuple[str, str], ...]:
    """What stands in the head of the paper: customer, dates, references, terms."""
    said = [("Customer", f"{facts.buyer.name} ({facts.buyer.customer_no})")]
    if facts.your_reference:
        said.append(("Your reference", facts.your_reference))
    if facts.valid_until:
        said.append(("Valid until", day(facts.valid_until)))
    if facts.requested_delivery:
        said.append(("Requested delivery", day(facts.requested_delivery)))
    if facts.planned_delivery:
        said.append(("Planned delivery", day(facts.planned_delivery)))
    if facts.ship_to:
        said.append(("Ship to", ", ".join(facts.ship_to)))
    if facts.terms:
        said.append(("Payment terms", facts.terms.code))
    return tuple(said)


def lines_of(facts: PaperFacts) -> Table:
    """The lines as ready-made text; long documents are cut, the PDF has them all."""
    goods = [line for line in facts.lines if line.position]
    discounted = any(line.discount_pct for line in goods)
    head = [
        "Item",
        "Description",
        "Quantity",
        "Price",
        *(["Disc."] if discounted else []),
        "Amount",
    ]
    rows = []
    for line in goods[:_MOST_ROWS]:
        row = [
            line.item_no,
            line.description,
            f"{quantity(line.quantity)} {line.unit}",
            figure(line.unit_price, facts.currency),
        ]
        if discounted:
            row.append(percent(line.discount_pct) if line.discount_pct else "–")
        rows.append((*row, figure(line.amount, facts.currency)))
    if len(goods) > _MOST_ROWS:
        more = ("", f"{len(goods) - _MOST_ROWS} more lines in the PDF")
        rows.append((*more, *[""] * (len(head) - 2)))
    return Table(head=tuple(head), rows=tuple(rows), numeric=tuple(range(2, len(head))))


def totals_of(facts: PaperFacts) -> tuple[tuple[str, str], ...]:
    """Discount, net, VAT by rate, rounding and the total, in the paper's currency."""
    said = []
    if facts.invoice_discount:
        rate = f" {percent(facts.invoice_discount_pct)}" if facts.invoice_discount_pct else ""
        said.append((f"Discount{rate}", money(-facts.invoice_discount, facts.currency)))
    said.append(("Net", money(facts.net, facts.currency)))
    for row in facts.vat:
        on = f" on {figure(row.base, facts.currency)}" if len(facts.vat) > 1 else ""
        said.append((f"VAT {percent(row.percent)}{on}", money(row.amount, facts.currency)))
    if facts.rounding:
        said.append(("Rounding", money(facts.rounding, facts.currency)))
    said.append(("Total", money(facts.total, facts.currency)))
    return tuple(said)
