"""From a sales document to what its paper says. Everything is copied, nothing is worded here."""

from collections.abc import Sequence
from decimal import Decimal

from domain import papers
from domain.money import ZERO
from domain.papers import Addressee, PaperFacts, PaperLine, Seller, VatRow
from domain.parties.terms import PaymentTerms
from domain.people import Employee
from domain.sales.documents import Kind, SalesDocument
from domain.sales.lines import SalesLine
from domain.sales.taxes import TaxKind, VatGroup
from domain.sales.totals import DocumentTotals
from domain.setup import CompanySetup
from domain.work import Work

PAPER_KINDS = {
    Kind.QUOTE.value: "quote",
    Kind.ORDER.value: "order-confirmation",
    Kind.INVOICE.value: "pro-forma",  # a draft is no invoice yet
    Kind.CREDIT_MEMO.value: "draft-credit-memo",
    Kind.RETURN.value: "return-confirmation",
}


def paper_facts(
    work: Work,
    document: SalesDocument,
    lines: Sequence[SalesLine],
    *,
    totals: DocumentTotals,
    discount_pct: Decimal = ZERO,
) -> PaperFacts:
    """The paper of a document in its present version: a quote, or an order's confirmation."""
    salesperson = work.session.get(Employee, document.salesperson_no)
    deliveries = [line.planned_delivery for line in lines if line.planned_delivery]
    is_order = document.kind == Kind.ORDER
    return PaperFacts(
        kind=PAPER_KINDS[document.kind],
        number=document.number,
        version=document.version,
        issued=document.document_date,
        language=document.language,
        locale=document.locale,
        currency=document.currency,
        prices_include_vat=document.prices_include_vat,
        seller=seller(work.setup),
        buyer=_addressee(document),
        ship_to=tuple(document.ship_to_address.split("\n")) if document.ship_to_address else (),
        salesperson=salesperson.name if salesperson else "",
        salesperson_email=salesperson.email if salesperson else "",
        lines=_lines(lines),
        subtotal=totals.subtotal,
        invoice_discount=totals.invoice_discount,
        invoice_discount_pct=discount_pct if totals.invoice_discount else ZERO,
        net=totals.net,
        vat=tuple(_vat_row(group) for group in totals.groups),
        rounding=totals.rounding,
        total=totals.total,
        terms=_terms(work, document),
        valid_until=document.valid_until,
        requested_delivery=document.requested_delivery,
        planned_delivery=max(deliveries) if deliveries and is_order else None,
        your_reference=document.external_document_no or document.your_reference,
        quote_no=document.quote_no,
        order_no=document.number if is_order else "",
    )


def seller(setup: CompanySetup) -> Seller:
    """Our letterhead."""
    return Seller(
        name=setup.name,
        address_lines=tuple(setup.address.split("\n")),
        country=setup.country,
        email=setup.email,
        phone=setup.phone,
        web=setup.web,
        register=setup.register_entry,
        directors=setup.directors,
        vat_id=setup.vat_id,
        tax_no=setup.tax_no,
        bank=setup.bank,
        iban=setup.iban,
        bic=setup.bic,
        tagline=setup.tagline,
        accent=setup.accent,
    )


def _addressee(document: SalesDocument) -> Addressee:
    return Addressee(
        customer_no=document.customer_no,
        name=document.sell_to_name,
        address_lines=tuple(document.sell_to_address.split("\n")),
        country=document.sell_to_country,
        contact=document.contact,
        email=document.contact_email,
        vat_id=document.vat_id,
    )


def _lines(lines: Sequence[SalesLine]) -> tuple[PaperLine, ...]:
    shown: list[PaperLine] = []
    running, position = ZERO, 0
    for line in lines:
        if line.is_comment:
            shown.append(PaperLine(position=0, description=line.description))
            continue
        position += 1
        running += line.line_amount
        shown.append(_line(line, position=position, running=running))
    return tuple(shown)


def _line(line: SalesLine, *, position: int, running: Decimal) -> PaperLine:
    return PaperLine(
        position=position,
        item_no=line.item_no,
        description=line.description,
        details=line.details,
        quantity=line.quantity,
        unit=line.unit,
        base_quantity=line.quantity_base,
        base_unit=line.base_unit,
        unit_price=line.unit_price,
        discount_pct=line.discount_pct,
        amount=line.line_amount,
        vat_pct=line.vat_pct,
        running_total=running,
        delivery=line.planned_delivery or line.requested_delivery,
    )


def _vat_row(group: VatGroup) -> VatRow:
    return VatRow(
        identifier=group.key.code,
        percent=group.key.value if group.key.kind is TaxKind.PERCENT else ZERO,
        base=group.base,
        amount=group.amount,
        clause=group.clause,
    )


def _terms(work: Work, document: SalesDocument) -> papers.Terms | None:
    row = work.session.get(PaymentTerms, document.payment_terms) if document.payment_terms else None
    if row is None:
        return None
    return papers.Terms(
        code=row.code,
        due_formula=row.due_formula,
        discount_pct=row.discount_pct,
        discount_formula=row.discount_formula,
    )
