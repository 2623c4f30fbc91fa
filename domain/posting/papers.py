"""Papers of postings: the delivery note and the invoice, frozen with what they said.

Figures come from the posting; header and addresses from the document that was posted.
Nothing is worded here.
"""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from domain.catalog.exchange import ExchangeRate
from domain.money import ZERO
from domain.papers import Addressee, PaperFacts, PaperLine
from domain.parties.customer_rows import Customer
from domain.sales.documents import SalesDocument
from domain.sales.issued import freeze
from domain.sales.lines import SalesLine
from domain.sales.paper_facts import paper_facts
from domain.sales.sending import NoEmailAddress, recipient_of
from domain.sales.totals import DocumentTotals
from domain.work import Work

DELIVERY_NOTE, INVOICE_PAPER = "delivery-note", "invoice"
CREDIT_MEMO_PAPER, RETURN_RECEIPT_PAPER = "credit-memo", "return-receipt"
NO_TOTALS = DocumentTotals(
    prices_include_vat=False,
    lines=(),
    groups=(),
    subtotal=ZERO,
    invoice_discount=ZERO,
    subtotal_net=ZERO,
    invoice_discount_net=ZERO,
    net=ZERO,
    vat=ZERO,
    rounding=ZERO,
    total=ZERO,
)


def delivery_paper(
    work: Work,
    document: SalesDocument,
    lines: Sequence[tuple[SalesLine, Decimal]],
    *,
    kind: str,
    number: str,
) -> PaperFacts:
    """Freeze a delivery note (or return receipt): lines with the quantity that moved."""
    base = paper_facts(work, document, (), totals=NO_TOTALS)
    shown = [
        _delivered(line, quantity, position=position)
        for position, (line, quantity) in enumerate(lines, start=1)
    ]
    return freeze(
        work,
        replace(
            base,
            kind=kind,
            number=number,
            version=1,
            issued=work.today,
            lines=tuple(shown),
            terms=None,
            valid_until=None,
            planned_delivery=None,
            shipping_agent=document.shipping_agent,
        ),
    )


def bill_base(
    work: Work,
    document: SalesDocument,
    *,
    totals: DocumentTotals,
    bill_to: Customer,
    discount_pct: Decimal = ZERO,
) -> PaperFacts:
    """What an invoice or credit memo takes from its document, addressed to whoever pays."""
    base = paper_facts(work, document, (), totals=totals, discount_pct=discount_pct)
    buyer = base.buyer
    if document.bill_to_no != document.customer_no:
        buyer = Addressee(
            customer_no=bill_to.no,
            name=document.bill_to_name,
            address_lines=tuple(document.bill_to_address.split("\n")),
            country=document.bill_to_country,
            vat_id=document.vat_id,
        )
    buyer = replace(
        buyer,
        einvoice=bill_to.einvoice,
        buyer_reference=bill_to.buyer_reference,
        einvoice_address=bill_to.einvoice_address,
    )
    return replace(base, buyer=buyer, version=1, valid_until=None, planned_delivery=None)


def with_local_vat(facts: PaperFacts, *, local: str, rate: ExchangeRate) -> PaperFacts:
    """Add the VAT in our own currency where the paper is in another, as the ledger has it:
    converted per group (VAT directive, articles 91 and 230)."""
    if facts.currency == local:
        return facts
    return replace(
        facts,
        local_currency=local,
        local_vat=sum((rate.to_lcy(row.amount) for row in facts.vat), ZERO),
        rate_foreign=rate.foreign_amount,
        rate_local=rate.lcy_amount,
    )


def mail_posted(
    work: Work, document: SalesDocument, paper: PaperFacts, *, occasion: str, notices: list[str]
) -> str:
    """Queue the letter that carries a posted paper; return its recipient, empty for none."""
    if work.actor.is_contact:
        return ""
    try:
        recipient = recipient_of(work, document)
    except NoEmailAddress:
        notices.append(f"There is no mail address, so {paper.number} was not sent.")
        return ""
    work.send(
        "paper-letter",
        {
            "paper": paper.kind,
            "number": paper.number,
            "version": paper.version,
            "customer": document.customer_no,
            "recipient": recipient,
            "occasion": occasion,
        },
        key=f"paper:{paper.kind}:{paper.number}:{paper.version}:{occasion}:{recipient}",
        lane=f"customer:{document.customer_no}",
    )
    return recipient


def _delivered(line: SalesLine, quantity: Decimal, *, position: int) -> PaperLine:
    """`line` is already counted up by what moved."""
    return PaperLine(
        position=position,
        item_no=line.item_no,
        description=line.description,
        details=line.details,
        quantity=abs(quantity),
        unit=line.unit,
        base_quantity=abs(quantity * line.qty_per_unit),
        base_unit=line.base_unit,
        ordered=abs(line.quantity),
        outstanding=abs(line.outstanding),
    )
