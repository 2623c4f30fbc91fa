"""Posting a credit memo against a posted invoice: the customer is owed what he was billed.

Amounts, accounts, tax and exchange rate are the invoice's own, so a whole invoice is taken
back by exact opposites. The credit is set against what is open of the invoice; the rest stays
on account. Orders that were billed get their quantities back where the caller says so.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from domain.ledger.customers import Standing, apply, standings
from domain.ledger.goods import Charged, add_value, invoice_goods, item_states
from domain.ledger.goods_rows import CostKind
from domain.ledger.journal import Journal
from domain.ledger.setup import posting_setup
from domain.money import ZERO, split
from domain.papers import PaperFacts, VatRow
from domain.posting.bill import BillHeader, BillLine, post_bill
from domain.posting.charging import take_charges_back
from domain.posting.credit_figures import EXTRA_FROM, Extra
from domain.posting.goods_back import without_amounts
from domain.posting.invoice_paper import paper_lines
from domain.posting.invoice_rows import CREDIT_MEMO, PostedInvoiceLine
from domain.posting.papers import CREDIT_MEMO_PAPER, with_local_vat
from domain.posting.posted_bills import Bill
from domain.posting.subject import ItemCard, item_cards
from domain.sales.issued import freeze
from domain.sales.taxes import TaxKind, VatGroup
from domain.sales.terms import Instalment
from domain.sales.totals import DocumentTotals
from domain.work import Work

Entries = Mapping[int, Sequence[tuple[int, Decimal]]]
NO_GOODS: Entries = {}


@dataclass(frozen=True, kw_only=True)
class Memo:
    """What is to be credited. `takes_back` are the invoice lines whose orders are reopened.

    `entries` are the item entries of goods that came back, per invoice line; an allowance
    names in `allowances` the deliveries it lowers the earnings of.
    """

    source_no: str
    on: date
    quantities: Mapping[int, Decimal]
    extras: Sequence[Extra] = ()
    takes_back: frozenset[int] = frozenset()
    entries: Entries = field(default_factory=dict)
    allowances: Mapping[int, Sequence[int]] = field(default_factory=dict)
    reasons: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Credited:
    """A credit memo that stands. `applied` went against the invoice, `on_account` is open."""

    number: str
    totals: DocumentTotals
    paper: PaperFacts
    applied: Decimal
    on_account: Decimal


def post_credit(work: Work, bill: Bill, memo: Memo, *, totals: DocumentTotals) -> Credited:
    """Post a credit memo. The customer must be locked; quantities and totals are checked."""
    setup = posting_setup(work.session)
    journal = Journal(work, kind="credit", source_no=memo.source_no, posting_date=memo.on)
    costs = _charge_goods(journal, bill, memo, totals=totals)
    _allow(journal, bill, memo)
    take_charges_back(journal, bill, totals=totals)
    cards = item_cards(work, sorted({line.item_no for line in bill.lines if line.item_no}))
    lines = memo_lines(bill, memo, cards=cards, costs=costs)
    posted = post_bill(
        journal,
        bill_header(bill, memo),
        lines,
        totals=totals,
        kind=CREDIT_MEMO,
        setup=setup,
        parts=(Instalment(instalment_no=1, due_date=memo.on, amount=totals.total),),
    )
    credit = posted.entries[0]
    _set_against(work, bill, credit, on=memo.on)
    paper = freeze(
        work,
        replace(memo_paper(work, bill, memo, lines=lines, totals=totals), number=posted.number),
    )
    return Credited(
        number=posted.number,
        totals=totals,
        paper=paper,
        applied=totals.total + credit.remaining,
        on_account=-credit.remaining,
    )


def bill_header(bill: Bill, memo: Memo) -> BillHeader:
    """The header of a paper that corrects an invoice, in its currency and at its rate."""
    head = bill.head
    same = {
        name: getattr(head, name)
        for name in (
            "order_no",
            "customer_no",
            "customer_name",
            "bill_to_no",
            "currency",
            "prices_include_vat",
            "vat_group",
            "gen_bus_group",
            "posting_group",
            "external_no",
            "salesperson_no",
        )
    }
    return BillHeader(
        **same,
        source_no=memo.source_no,
        document_date=memo.on,
        vat_date=memo.on,
        due_date=memo.on,
        rate=bill.rate,
        corrects_no=bill.number,
    )


def memo_lines(
    bill: Bill, memo: Memo, *, cards: Mapping[str, ItemCard], costs: Mapping[int, Decimal]
) -> list[BillLine]:
    """The lines of a correcting paper: parts of the invoice's own, then what is beside them."""
    lines = [
        _line(bill, line, memo, cards=cards, cost=-costs.get(line.line_no, ZERO))
        for line in bill.charged
        if memo.quantities.get(line.line_no)
    ]
    for position, extra in enumerate(memo.extras):
        like = _line(bill, bill.line(extra.like_line_no), memo, cards=cards, cost=ZERO)
        lines.append(
            replace(
                like,
                line_no=EXTRA_FROM + position,
                type="charge_item",
                description=extra.description,
                details="",
                quantity=extra.quantity,
                quantity_base=extra.quantity,
                unit=extra.unit,
                base_unit=extra.unit,
                qty_per_unit=Decimal(1),
                unit_price=extra.amount if extra.unit_price is None else extra.unit_price,
                discount_pct=extra.discount_pct,
                order_sign=0,
                corrects_line_no=0,
                stocked=False,
                return_reason="",
            )
        )
    return lines


def _line(
    bill: Bill,
    line: PostedInvoiceLine,
    memo: Memo,
    *,
    cards: Mapping[str, ItemCard],
    cost: Decimal,
) -> BillLine:
    same = {
        name: getattr(line, name)
        for name in BillLine.__dataclass_fields__
        if name in PostedInvoiceLine.__table__.columns
    }
    quantity = memo.quantities.get(line.line_no, ZERO)
    card = cards.get(line.item_no)
    whole = quantity == line.quantity
    part = quantity * line.qty_per_unit
    same.update(
        quantity=quantity,
        quantity_base=line.quantity_base if whole else part,
        order_sign=-1 if line.order_no and line.line_no in memo.takes_back else 0,
        corrects_line_no=line.line_no,
        return_reason=memo.reasons.get(line.line_no, ""),
    )
    return BillLine(
        **same,
        gen_key=f"{bill.head.gen_bus_group}|{line.gen_prod_group}",
        stock_key=f"{card.inventory_group if card else ''}|{line.location}",
        cost=cost,
    )


def _charge_goods(
    journal: Journal, bill: Bill, memo: Memo, *, totals: DocumentTotals
) -> dict[int, Decimal]:
    """Make the cost of goods that came back actual and take back what they earned; per line."""
    nets = {line.line_no: bill.rate.to_lcy(line.amount) for line in totals.lines}
    charged: dict[int, list[Charged]] = {}
    for line_no, entries in memo.entries.items():
        shares = split(nets.get(line_no, ZERO), [quantity for _, quantity in entries])
        charged[line_no] = [
            Charged(entry_id=entry_id, quantity=quantity, sales_amount=-share)
            for (entry_id, quantity), share in zip(entries, shares, strict=True)
        ]
    flat = [each for some in charged.values() for each in some]
    states = item_states(journal.work.session, [each.entry_id for each in flat])
    costs = invoice_goods(journal, flat, states)
    return {
        line_no: sum((costs[entry] for entry in {each.entry_id for each in some}), ZERO)
        for line_no, some in charged.items()
    }


def _allow(journal: Journal, bill: Bill, memo: Memo) -> None:
    """An allowance lowers what deliveries earned, not what they cost nor how many they were."""
    for position, extra in enumerate(memo.extras):
        entries = list(memo.allowances.get(position, ()))
        shares = split(bill.rate.to_lcy(extra.amount), [Decimal(1) for _ in entries])
        states = item_states(journal.work.session, entries)
        for entry_id, share in zip(entries, shares, strict=True):
            add_value(journal, states[entry_id], kind=CostKind.CHARGE, sales_amount=-share)


def _set_against(work: Work, bill: Bill, credit: Standing, *, on: date) -> None:
    """Let the credit settle what is open of the invoice, the oldest instalment first."""
    opened = [
        entry
        for entry in standings(work.session, document_no=bill.number)
        if entry.remaining > ZERO
    ]
    if not opened or not credit.open:
        return
    journal = Journal(work, kind="application", source_no=bill.number, posting_date=on)
    for entry in opened:
        part = min(entry.remaining, -credit.remaining)
        if part:
            apply(journal, entry, credit, amount=part)
    journal.write(CREDIT_MEMO, credit.document_no)


def memo_paper(
    work: Work, bill: Bill, memo: Memo, *, lines: list[BillLine], totals: DocumentTotals
) -> PaperFacts:
    """What a credit memo says; its number is the caller's to give."""
    reasons = dict.fromkeys(reason for reason in memo.reasons.values() if reason)
    facts = replace(
        without_amounts(bill.paper),
        kind=CREDIT_MEMO_PAPER,
        version=1,
        issued=memo.on,
        lines=paper_lines(lines, totals),
        subtotal=totals.subtotal,
        invoice_discount=totals.invoice_discount,
        net=totals.net,
        vat=tuple(vat_row(group) for group in totals.groups),
        rounding=totals.rounding,
        total=totals.total,
        corrects_no=bill.number,
        corrects_date=bill.paper.issued,
        reason="; ".join(reasons),
    )
    return with_local_vat(facts, local=work.setup.currency, rate=bill.rate)


def vat_row(group: VatGroup) -> VatRow:
    """A VAT group as papers show it."""
    return VatRow(
        identifier=group.key.code,
        percent=group.key.value if group.key.kind is TaxKind.PERCENT else ZERO,
        base=group.base,
        amount=group.amount,
        clause=group.clause,
    )
