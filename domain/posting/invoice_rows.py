"""Posted invoices and credit memos, and their lines: written once, never changed.

Amounts are positive on credit memos too; their ledger entries are negative. What becomes of a
paper (paid, cancelled) is told by the customer's entries and by rows beside it.
"""

from datetime import date

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from domain.database import Base, Moment
from domain.ledger.entries import Entry
from domain.money import Amount, Percent, Quantity, Rate, UnitPrice

INVOICE, CREDIT_MEMO = "invoice", "credit_memo"
PREPAYMENT_INVOICE, PREPAYMENT_CREDIT_MEMO = "prepayment_invoice", "prepayment_credit_memo"


class PostedInvoice(Entry, Base):
    """A bill, or a credit memo (`document_kind` says which).

    `source_no` is the document that was posted, `order_no` the one order it bills (empty: none
    or several). One unit of `currency` is rate_lcy / rate_foreign of ours.
    """

    __tablename__ = "posted_invoice"
    __table_args__ = (UniqueConstraint("document_no"),)

    source_no: Mapped[str]
    order_no: Mapped[str] = mapped_column(index=True)
    corrects_no: Mapped[str] = mapped_column(index=True)
    customer_no: Mapped[str] = mapped_column(index=True)
    customer_name: Mapped[str]
    bill_to_no: Mapped[str]
    document_date: Mapped[date]
    vat_date: Mapped[date]
    due_date: Mapped[date]
    discount_date: Mapped[date | None]
    discount_pct: Mapped[Percent]
    discount_amount: Mapped[Amount]
    currency: Mapped[str]
    rate_foreign: Mapped[Rate]
    rate_lcy: Mapped[Rate]
    prices_include_vat: Mapped[bool]
    vat_group: Mapped[str]
    gen_bus_group: Mapped[str]
    posting_group: Mapped[str]
    payment_terms: Mapped[str]
    payment_method: Mapped[str]
    external_no: Mapped[str]
    salesperson_no: Mapped[str]
    subtotal: Mapped[Amount]
    invoice_discount: Mapped[Amount]
    net: Mapped[Amount]
    vat: Mapped[Amount]
    rounding: Mapped[Amount]
    total: Mapped[Amount]
    total_lcy: Mapped[Amount]
    posted_at: Mapped[Moment]
    posted_by: Mapped[str]


class PostedInvoiceLine(Entry, Base):
    """One line. `order_sign` says how it counts for the billing of `order_no`.

    1 bills a part of the order line, -1 takes that back, 0 leaves the order alone. `type` is
    item, comment, or gl_account (then `account_role` and a description only). Deductions of a
    prepayment have `prepayment` set and negative amounts.
    """

    __tablename__ = "posted_invoice_line"
    __table_args__ = (Index("ix_posted_invoice_line_order", "order_no", "order_line_no"),)

    line_no: Mapped[int]
    type: Mapped[str]
    order_no: Mapped[str]
    order_line_no: Mapped[int]
    order_sign: Mapped[int]
    shipment_no: Mapped[str]
    corrects_line_no: Mapped[int]
    item_no: Mapped[str]
    variant: Mapped[str]
    description: Mapped[str]
    details: Mapped[str]
    unit: Mapped[str]
    base_unit: Mapped[str]
    qty_per_unit: Mapped[Quantity]
    quantity: Mapped[Quantity]
    quantity_base: Mapped[Quantity]
    unit_price: Mapped[UnitPrice]
    discount_pct: Mapped[Percent]
    gross: Mapped[Amount]
    discount_amount: Mapped[Amount]
    line_amount: Mapped[Amount]
    allow_invoice_disc: Mapped[bool]
    inv_discount_amount: Mapped[Amount]
    net_amount: Mapped[Amount]
    vat_amount: Mapped[Amount]
    vat_group: Mapped[str]  # of the article
    vat_identifier: Mapped[str]
    vat_pct: Mapped[Percent]
    vat_calc_type: Mapped[str]
    gen_prod_group: Mapped[str]
    account_role: Mapped[str]
    location: Mapped[str]
    stocked: Mapped[bool]
    prepayment: Mapped[bool]
    return_reason: Mapped[str]
