"""Settling a document: the amounts of its lines, discounts, VAT and totals, and its paper.

Called once at the end of every command that changes content. Prices and discounts stand on
the lines already; here they are only added up and written back to the rows.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import ClassVar

from domain.errors import Refusal
from domain.money import ZERO
from domain.papers import PaperFacts
from domain.sales.amending import amendment
from domain.sales.conditions import Conditions
from domain.sales.documents import DiscountKind, Kind, SalesDocument
from domain.sales.invoice_discount import (
    InvoiceDiscount,
    discount_from_amount,
    discount_from_pct,
    discount_from_rows,
    spread,
)
from domain.sales.issued import freeze
from domain.sales.line_amounts import InvalidLineAmount, changed_after_billing
from domain.sales.lines import MOST_AMOUNT, PrepaymentInvoiced, SalesLine, goods, write_alike
from domain.sales.paper_facts import paper_facts
from domain.sales.rounding import InvoiceRounding
from domain.sales.service_charge import keep_service_charge, without_charge
from domain.sales.standing import standing_of
from domain.sales.totals import DocumentLine, DocumentTotals, document_totals
from domain.sales.vat_differences import with_typed_vat
from domain.work import Work


@dataclass(kw_only=True, eq=False)
class NegativeInvoiceTotal(Refusal):
    """More comes back than goes out: that is a return, not an order."""

    code: ClassVar[str] = "negative_invoice_total"

    document_no: str
    total: Decimal
    currency: str

    def sentence(self) -> str:
        return (
            f"The total would be {self.total:,.2f} {self.currency}. A document below zero is a "
            "return; please enter it as one."
        )


def settle(
    work: Work, document: SalesDocument, lines: list[SalesLine], *, terms: Conditions
) -> PaperFacts:
    """Compute every amount of the document and freeze the paper of its present version.

    The service charge is put onto `lines`, or taken off them.

    Raises:
        InvalidLineAmount, InvoiceDiscountTooHigh, NegativeInvoiceTotal: an amount that
            cannot be.
        PrepaymentInvoiced: a line falls below what was invoiced of it in advance.
    """
    computed = [_amounts(line, terms=terms) for line in without_charge(goods(lines))]
    discount = _invoice_discount(document, computed, terms=terms)
    keep_service_charge(work.session, document, lines, discount.service_charge, terms=terms)
    sold = goods(lines)
    computed += [_amounts(line, terms=terms) for line in sold if line.system]
    computed = list(spread(computed, discount.amount, step=terms.step))
    rounding = work.setup.invoice_rounding
    totals = with_typed_vat(
        work.session,
        work.setup,
        document.number,
        lambda typed: document_totals(
            computed,
            prices_include_vat=document.prices_include_vat,
            step=terms.step,
            rounding=InvoiceRounding(precision=rounding) if rounding else None,
            vat_differences=typed,
        ),
    )
    if totals.total < ZERO:
        raise NegativeInvoiceTotal(
            document_no=document.number, total=totals.total, currency=document.currency
        )
    _write_back(document, sold, totals=totals, terms=terms)
    for line in sold:
        if line.prepaid and line.net_amount < line.prepaid:
            raise PrepaymentInvoiced(item_no=line.item_no, prepaid=line.prepaid)
    write_alike(sold)
    facts = paper_facts(work, document, lines, totals=totals, discount_pct=discount.pct)
    if document.kind == Kind.ORDER:
        facts = replace(facts, **amendment(work, document, lines))
    return freeze(work, facts)


def _amounts(line: SalesLine, *, terms: Conditions) -> DocumentLine:
    found = changed_after_billing(
        standing_of(line),
        line.quantity,
        line.unit_price,
        discount_pct=line.discount_pct,
        step=terms.step,
    )
    if abs(found.gross) > MOST_AMOUNT:
        raise InvalidLineAmount(
            field=f"amount of {line.item_no}", given=found.gross, lowest=ZERO, highest=MOST_AMOUNT
        )
    line.discount_amount = found.discount_amount
    line.line_amount = found.line_amount
    return DocumentLine(
        line_no=line.line_no,
        quantity=line.quantity,
        gross=found.gross,
        line_amount=found.line_amount,
        vat=terms.vat[line.vat_group],
        quantity_base=line.quantity_base,
        allow_invoice_disc=line.allow_invoice_disc,
    )


def _invoice_discount(
    document: SalesDocument, lines: Sequence[DocumentLine], *, terms: Conditions
) -> InvoiceDiscount:
    """What somebody typed on the header replaces what the customer's code gives."""
    if document.discount_kind == DiscountKind.PERCENT:
        return discount_from_pct(lines, document.discount_value, step=terms.step)
    if document.discount_kind == DiscountKind.AMOUNT:
        return discount_from_amount(lines, document.discount_value, step=terms.step)
    foreign = document.currency != terms.local
    return discount_from_rows(
        lines,
        terms.discounts,
        currency=document.currency if foreign else "",
        rate=terms.rate if foreign else None,
        step=terms.step,
    )


def _write_back(
    document: SalesDocument,
    lines: Sequence[SalesLine],
    *,
    totals: DocumentTotals,
    terms: Conditions,
) -> None:
    for line, found in zip(lines, totals.lines, strict=True):
        line.inv_discount_amount = found.inv_discount_amount
        line.net_amount = found.amount
        line.vat_amount = found.vat_amount
    document.subtotal = totals.subtotal
    document.invoice_discount = totals.invoice_discount
    document.net_amount = totals.net
    document.total = totals.total
    document.net_lcy = terms.rate.to_lcy(totals.net)
    document.total_lcy = terms.rate.to_lcy(totals.total)
