"""Writing a bill into the books: invoices, credit memos and prepayment invoices alike.

What is billed and why is decided by whoever calls; here it becomes entries: the customer owes,
sales and VAT are credited per VAT group and sign, cost follows the goods, and every amount is
converted on its own (specification, section 7.2). A credit memo writes the opposite.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from domain.catalog.exchange import ExchangeRate
from domain.ledger.accounts import Role
from domain.ledger.customers import EntryKind, NewEntry, Standing, apply, post_entry
from domain.ledger.journal import Journal, VatEntry
from domain.ledger.setup import ALL, INVOICE, LINE, PostingSetup
from domain.money import ZERO, round_to
from domain.posting.invoice_rows import (
    CREDIT_MEMO,
    PREPAYMENT_CREDIT_MEMO,
    PREPAYMENT_INVOICE,
    PostedInvoice,
    PostedInvoiceLine,
)
from domain.posting.invoice_rows import INVOICE as INVOICE_KIND
from domain.sales.taxes import VatGroup
from domain.sales.terms import Instalment
from domain.sales.totals import DocumentTotals, LineTotals

SERIES = {
    INVOICE_KIND: "posted_invoice",
    CREDIT_MEMO: "posted_credit_memo",
    PREPAYMENT_INVOICE: "prepayment_invoice",
    PREPAYMENT_CREDIT_MEMO: "posted_credit_memo",
}
_CREDITS = (CREDIT_MEMO, PREPAYMENT_CREDIT_MEMO)
_HUNDRED = Decimal(100)


@dataclass(frozen=True, kw_only=True)
class BillHeader:
    """Who owes, when and in what. `discount_amount` is what may be taken off in time."""

    source_no: str
    order_no: str
    customer_no: str
    customer_name: str
    bill_to_no: str
    document_date: date
    vat_date: date
    due_date: date
    currency: str
    rate: ExchangeRate
    prices_include_vat: bool
    vat_group: str
    gen_bus_group: str
    posting_group: str
    discount_date: date | None = None
    discount_pct: Decimal = ZERO
    discount_amount: Decimal = ZERO
    tolerance: Decimal = ZERO
    payment_terms: str = ""
    payment_method: str = ""
    balancing_account: str = ""
    external_no: str = ""
    salesperson_no: str = ""
    corrects_no: str = ""


@dataclass(frozen=True, kw_only=True)
class BillLine:
    """One line to be written; its amounts are in the totals under the same `line_no`.

    `gen_key` and `stock_key` find its accounts, `account_role` replaces SALES. `cost` is the
    cost of goods sold in local currency, negative when goods come back; `expected` says that
    it stands on interim accounts. The rest is copied onto the posted line.
    """

    line_no: int
    gen_key: str = ""
    stock_key: str = ""
    cost: Decimal = ZERO
    type: str = "item"
    order_no: str = ""
    order_line_no: int = 0
    order_sign: int = 0
    shipment_no: str = ""
    corrects_line_no: int = 0
    item_no: str = ""
    variant: str = ""
    description: str = ""
    details: str = ""
    unit: str = ""
    base_unit: str = ""
    qty_per_unit: Decimal = Decimal(1)
    quantity: Decimal = ZERO
    quantity_base: Decimal = ZERO
    unit_price: Decimal = ZERO
    discount_pct: Decimal = ZERO
    allow_invoice_disc: bool = True
    vat_group: str = ""
    vat_identifier: str = ""
    vat_pct: Decimal = ZERO
    vat_calc_type: str = "normal"
    gen_prod_group: str = ""
    account_role: str = ""
    location: str = ""
    stocked: bool = False
    prepayment: bool = False
    return_reason: str = ""


@dataclass(frozen=True, kw_only=True)
class Posted:
    """A bill that stands in the books under its number, with the customer's entries it made."""

    number: str
    entries: list[Standing] = field(default_factory=list)
    total_lcy: Decimal = ZERO

    @property
    def paid(self) -> bool:
        return not any(entry.open for entry in self.entries)


_ON_ROW = tuple(
    name for name in BillLine.__dataclass_fields__ if name in PostedInvoiceLine.__table__.columns
)


def post_bill(
    journal: Journal,
    header: BillHeader,
    lines: Sequence[BillLine],
    *,
    totals: DocumentTotals,
    kind: str,
    setup: PostingSetup,
    parts: Sequence[Instalment],
) -> Posted:
    """Gather all entries of a bill, draw its number last and write everything.

    `parts` are its instalments; they sum to the total. `lines` without a row in the totals
    (comments) carry no amounts. More entries may have been gathered in the journal before.

    Raises:
        MissingAccount: a role has no account.
    """
    sign = -1 if kind in _CREDITS else 1
    entries = _receivables(journal, header, parts, sign=sign)
    amounts = {line.line_no: line for line in totals.lines}
    _sales(journal, header, lines, amounts, sign=sign, posting=setup.discount_posting)
    counting = {line.line_no for line in lines if line.order_sign}
    for group in totals.groups:
        _vat(journal, header, group, sign=sign, counts=bool(counting.intersection(group.line_nos)))
    journal.book(
        Role.INV_ROUNDING, -sign * header.rate.to_lcy(totals.rounding), key=header.posting_group
    )
    _cost(journal, lines, expected=setup.expected_cost_posting)
    if header.rate.foreign_amount != header.rate.lcy_amount:
        journal.round_currency(header.currency)
    total_lcy = header.rate.to_lcy(totals.total)
    _rows(journal, header, lines, totals=totals, amounts=amounts, total_lcy=total_lcy)
    number = journal.work.next_number(SERIES[kind])
    for entry in entries:
        entry.document_no = number
    journal.write(kind, number)
    return Posted(number=number, entries=entries, total_lcy=total_lcy)


def _receivables(
    journal: Journal, header: BillHeader, parts: Sequence[Instalment], *, sign: int
) -> list[Standing]:
    journal.accounts.check_currency(Role.RECEIVABLES, header.posting_group, header.currency)
    entries = []
    for part in parts:
        amount = sign * part.amount
        lcy = header.rate.to_lcy(amount)
        label = str(part.instalment_no) if len(parts) > 1 else ""
        journal.book(Role.RECEIVABLES, lcy, key=header.posting_group, label=label)
        new = NewEntry(
            customer_no=header.bill_to_no,
            posting_group=header.posting_group,
            currency=header.currency,
            amount=amount,
            amount_lcy=lcy,
            document_date=header.document_date,
            due_date=part.due_date,
            description=header.customer_name,
            external_no=header.external_no,
            discount_date=header.discount_date,
            discount=sign * header.discount_amount,
            tolerance=sign * header.tolerance,
            instalment_no=part.instalment_no,
            salesperson_no=header.salesperson_no,
        )
        kind = EntryKind.INVOICE if sign > 0 else EntryKind.CREDIT_MEMO
        entries.append(post_entry(journal, new, kind=kind))
    if header.balancing_account and sign > 0:
        _pay_at_once(journal, header, entries)
    return entries


def _pay_at_once(journal: Journal, header: BillHeader, entries: Sequence[Standing]) -> None:
    """A way to pay with an account of its own: the money is posted with the bill."""
    for entry in entries:
        if not entry.amount:
            continue
        new = NewEntry(
            customer_no=entry.customer_no,
            posting_group=entry.posting_group,
            currency=entry.currency,
            amount=-entry.amount,
            amount_lcy=-entry.amount_lcy,
            document_date=header.document_date,
            due_date=header.document_date,
            description=header.payment_method,
        )
        money = post_entry(journal, new, kind=EntryKind.PAYMENT)
        named = header.balancing_account
        is_role = named in Role.__members__
        lcy = -money.amount_lcy
        role = Role(named) if is_role else Role.BANK
        journal.book(role, lcy, key=header.payment_method, account="" if is_role else named)
        journal.book(Role.RECEIVABLES, -lcy, key=entry.posting_group, label="paid")
        apply(journal, entry, money, amount=entry.remaining)


def _sales(
    journal: Journal,
    header: BillHeader,
    lines: Sequence[BillLine],
    amounts: dict[int, LineTotals],
    *,
    sign: int,
    posting: str,
) -> None:
    """Net per account key, VAT group and sign; discounts on accounts of their own if set up so."""
    sums: dict[tuple[Role, str, str], Decimal] = defaultdict(lambda: ZERO)
    usual = Role.SALES if sign > 0 else Role.SALES_CREDIT
    for line in lines:
        found = amounts.get(line.line_no)
        if found is None:
            continue
        role = Role(line.account_role) if line.account_role else usual
        label = f"{line.vat_identifier}{'-' if found.line_amount < 0 else ''}"
        sums[(role, line.gen_key, label)] += found.amount
        if line.account_role:
            continue
        factor = 1 + line.vat_pct / _HUNDRED if header.prices_include_vat else Decimal(1)
        given = (
            (Role.LINE_DISC, found.line_discount_amount, posting in (LINE, ALL)),
            (Role.INV_DISC, found.inv_discount_amount, posting in (INVOICE, ALL)),
        )
        for discount_role, discount, separate in given:
            if separate and discount:
                net = round_to(discount / factor)
                sums[(role, line.gen_key, label)] += net
                sums[(discount_role, line.gen_key, label)] -= net
    for (role, key, label), net in sums.items():
        journal.book(role, -sign * header.rate.to_lcy(net), key=key, label=label)


def _vat(journal: Journal, header: BillHeader, group: VatGroup, *, sign: int, counts: bool) -> None:
    amount_lcy = sign * header.rate.to_lcy(group.amount)
    label = f"{group.key.code}{'-' if group.key.negative else ''}"
    key = f"{header.vat_group}|{group.key.code}"
    if amount_lcy:
        journal.book(Role.SALES_VAT, -amount_lcy, key=key, label=label, account=group.account)
    journal.add(
        VatEntry,
        vat_date=header.vat_date,
        customer_no=header.bill_to_no,
        order_no=header.order_no if counts else "",
        code=group.key.code,
        calc_type=group.key.calc_type.value,
        negative=group.key.negative,
        component=group.key.kind.value,
        value=group.key.value,
        base=sign * group.base,
        amount=sign * group.amount,
        base_lcy=sign * header.rate.to_lcy(group.base),
        amount_lcy=amount_lcy,
        clause=group.clause,
        account_no=group.account,
    )


def _cost(journal: Journal, lines: Sequence[BillLine], *, expected: bool) -> None:
    """Cost of goods against stock, out of the interim accounts where the shipment used them."""
    for line in lines:
        if not line.cost:
            continue
        journal.book(Role.COGS, line.cost, key=line.gen_key)
        journal.book(Role.INVENTORY, -line.cost, key=line.stock_key)
        if expected:
            journal.book(Role.COGS_INTERIM, -line.cost, key=line.gen_key)
            journal.book(Role.INVENTORY_INTERIM, line.cost, key=line.stock_key)


def _rows(
    journal: Journal,
    header: BillHeader,
    lines: Sequence[BillLine],
    *,
    totals: DocumentTotals,
    amounts: dict[int, LineTotals],
    total_lcy: Decimal,
) -> None:
    work = journal.work
    copied = {
        name: getattr(header, name)
        for name in BillHeader.__dataclass_fields__
        if name in PostedInvoice.__table__.columns
    }
    sums = {name: getattr(totals, name) for name in ("subtotal", "invoice_discount", "net", "vat")}
    journal.add(
        PostedInvoice,
        **copied,
        **sums,
        rounding=totals.rounding,
        total=totals.total,
        total_lcy=total_lcy,
        rate_foreign=header.rate.foreign_amount,
        rate_lcy=header.rate.lcy_amount,
        posted_at=work.now,
        posted_by=work.actor.id,
    )
    for line in lines:
        found = amounts.get(line.line_no)
        journal.add(
            PostedInvoiceLine,
            **{name: getattr(line, name) for name in _ON_ROW},
            gross=found.gross if found else ZERO,
            discount_amount=found.line_discount_amount if found else ZERO,
            line_amount=found.line_amount if found else ZERO,
            inv_discount_amount=found.inv_discount_amount if found else ZERO,
            net_amount=found.amount if found else ZERO,
            vat_amount=found.vat_amount if found else ZERO,
        )
