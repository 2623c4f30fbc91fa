"""Writes an e-invoice as a Cross Industry Invoice file (UN/CEFACT CII, D16B, EN 16931 profile).

The order of elements is the schema's. Nothing is computed here; texts lose what XML cannot
hold, and figures are written in full.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from lxml import etree

from templates.cii_parties import write_buyer, write_seller, write_ship_to
from templates.cii_tree import add, add_amount, add_date, document
from templates.einvoice import EInvoice, EInvoiceLine, TaxGroup
from templates.fact_words import FACTS, corrected
from templates.wording import Wording, wording

PROFILE = "urn:cen.eu:en16931:2017"

_TRANSFER, _SEPA_TRANSFER = "30", "58"


def cii(bill: EInvoice) -> bytes:
    """Write the file, indented, in UTF-8."""
    facts = bill.facts
    words = wording(facts.language, facts.seller.country)
    root, context, head, trade = document()
    add(context, "GuidelineSpecifiedDocumentContextParameter/ID", PROFILE)
    add(head, "ID", facts.number)
    add(head, "TypeCode", bill.type_code)
    add_date(head, "IssueDateTime", facts.issued)
    for note in _notes(bill, words):
        add(head, "IncludedNote/Content", note)
    for line in bill.lines:
        _line(trade, line, words)
    _agreement(trade, bill)
    _delivery(trade, bill)
    _settlement(trade, bill, words)
    etree.indent(root)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)


def _notes(bill: EInvoice, words: Wording) -> Iterator[str]:
    facts = bill.facts
    seller = facts.seller
    yield ", ".join(part for part in (seller.name, seller.register, seller.directors) if part)
    if facts.reason:
        yield f"{corrected(facts, words)}: {facts.reason}".removeprefix(": ")
    yield from (line.description for line in facts.lines if not line.position and line.description)
    yield from (note for note in facts.notes if note.strip())


def _line(trade: etree._Element, line: EInvoiceLine, words: Wording) -> None:
    item = add(trade, "IncludedSupplyChainTradeLineItem")
    add(item, "AssociatedDocumentLineDocument/LineID", line.number)
    product = add(item, "SpecifiedTradeProduct")
    add(product, "SellerAssignedID", line.item_no)
    add(product, "Name", line.name or "–")
    add(product, "Description", line.details)
    price = add(item, "SpecifiedLineTradeAgreement/NetPriceProductTradePrice")
    add(price, "ChargeAmount", _plain(line.price))
    delivery = add(item, "SpecifiedLineTradeDelivery")
    add(delivery, "BilledQuantity", _plain(line.quantity), unitCode=line.unit)
    settlement = add(item, "SpecifiedLineTradeSettlement")
    _category(add(settlement, "ApplicableTradeTax"), line.category, line.rate)
    if line.less:
        _allowance(settlement, line.less, words.say("total.discount_amount"))
    sums = add(settlement, "SpecifiedTradeSettlementLineMonetarySummation")
    add_amount(sums, "LineTotalAmount", line.amount)


def _agreement(trade: etree._Element, bill: EInvoice) -> None:
    facts = bill.facts
    agreement = add(trade, "ApplicableHeaderTradeAgreement")
    write_seller(agreement, facts)
    write_buyer(agreement, facts)
    if facts.order_no:
        add(agreement, "SellerOrderReferencedDocument/IssuerAssignedID", facts.order_no)
    if facts.your_reference:
        add(agreement, "BuyerOrderReferencedDocument/IssuerAssignedID", facts.your_reference)


def _delivery(trade: etree._Element, bill: EInvoice) -> None:
    delivery = add(trade, "ApplicableHeaderTradeDelivery")
    if bill.facts.ship_to or any(group.category == "K" for group in bill.groups):
        write_ship_to(delivery, bill.facts)
    if bill.supplied:
        event = add(delivery, "ActualDeliverySupplyChainEvent")
        add_date(event, "OccurrenceDateTime", bill.supplied)
    if len(bill.facts.shipment_nos) == 1:
        add(
            delivery,
            "DespatchAdviceReferencedDocument/IssuerAssignedID",
            bill.facts.shipment_nos[0],
        )


def _settlement(trade: etree._Element, bill: EInvoice, words: Wording) -> None:
    facts = bill.facts
    settlement = add(trade, "ApplicableHeaderTradeSettlement")
    add(settlement, "PaymentReference", facts.number)
    if _foreign(bill):
        add(settlement, "TaxCurrencyCode", facts.local_currency)
    add(settlement, "InvoiceCurrencyCode", facts.currency)
    _payment_means(settlement, bill)
    for group in bill.groups:
        _tax(settlement, group, words)
    for group in bill.groups:
        if group.less:
            label = "total.discount_amount" if facts.invoice_discount else "total.rounding"
            _allowance(settlement, group.less, words.say(label), group=group)
    terms = add(settlement, "SpecifiedTradePaymentTerms")
    add(terms, "Description", _terms(bill, words))
    if facts.due_date:
        add_date(terms, "DueDateDateTime", facts.due_date)
    _sums(settlement, bill)
    if facts.corrects_no:
        _preceding(settlement, facts.corrects_no, facts.corrects_date)


def _payment_means(settlement: etree._Element, bill: EInvoice) -> None:
    facts = bill.facts
    seller = facts.seller
    if bill.type_code == "381" or not seller.iban:
        return
    means = add(settlement, "SpecifiedTradeSettlementPaymentMeans")
    add(means, "TypeCode", _SEPA_TRANSFER if facts.currency == "EUR" else _TRANSFER)
    account = add(means, "PayeePartyCreditorFinancialAccount")
    add(account, "IBANID", seller.iban.replace(" ", ""))
    add(account, "AccountName", seller.name)
    if seller.bic:
        add(means, "PayeeSpecifiedCreditorFinancialInstitution/BICID", seller.bic.replace(" ", ""))


def _tax(settlement: etree._Element, group: TaxGroup, words: Wording) -> None:
    tax = add(settlement, "ApplicableTradeTax")
    add_amount(tax, "CalculatedAmount", group.amount)
    add(tax, "TypeCode", "VAT")
    if group.clause and group.category not in ("S", "Z"):
        add(tax, "ExemptionReason", words.code("clause", group.clause))
    add_amount(tax, "BasisAmount", group.base)
    add(tax, "CategoryCode", group.category)
    if group.vatex:
        add(tax, "ExemptionReasonCode", group.vatex)
    if group.category != "O":
        add(tax, "RateApplicablePercent", _plain(group.rate))


def _allowance(
    parent: etree._Element, less: Decimal, reason: str, *, group: TaxGroup | None = None
) -> None:
    """Write what is taken off, or where `less` is negative, what is put on."""
    allowance = add(parent, "SpecifiedTradeAllowanceCharge")
    add(allowance, "ChargeIndicator/udt:Indicator", "false" if less > 0 else "true")
    add_amount(allowance, "ActualAmount", abs(less))
    add(allowance, "Reason", reason)
    if group is not None:
        _category(add(allowance, "CategoryTradeTax"), group.category, group.rate)


def _category(tax: etree._Element, category: str, rate: Decimal) -> None:
    add(tax, "TypeCode", "VAT")
    add(tax, "CategoryCode", category)
    if category != "O":
        add(tax, "RateApplicablePercent", _plain(rate))


def _terms(bill: EInvoice, words: Wording) -> str:
    if bill.type_code == "381":
        return words.say("credit-memo.ask")
    keys = ("terms", "discount", "instalments", "due")
    parts = [FACTS[key](bill.facts, words).replace("\n", "; ") for key in keys]
    return "; ".join(part for part in parts if part) or words.say("terms.at-once")


def _sums(settlement: etree._Element, bill: EInvoice) -> None:
    facts = bill.facts
    sums = add(settlement, "SpecifiedTradeSettlementHeaderMonetarySummation")
    add_amount(sums, "LineTotalAmount", bill.lines_total)
    add_amount(sums, "ChargeTotalAmount", bill.charges)
    add_amount(sums, "AllowanceTotalAmount", bill.allowances)
    add_amount(sums, "TaxBasisTotalAmount", facts.net)
    add_amount(sums, "TaxTotalAmount", bill.tax, currencyID=facts.currency)
    if _foreign(bill):
        add_amount(sums, "TaxTotalAmount", facts.local_vat, currencyID=facts.local_currency)
    if facts.rounding:
        add_amount(sums, "RoundingAmount", facts.rounding)
    add_amount(sums, "GrandTotalAmount", facts.net + bill.tax)
    paid = facts.payment_state == "paid"
    if paid:
        add_amount(sums, "TotalPrepaidAmount", facts.total)
    add_amount(sums, "DuePayableAmount", Decimal(0) if paid else facts.total)


def _preceding(settlement: etree._Element, number: str, issued: date | None) -> None:
    reference = add(settlement, "InvoiceReferencedDocument")
    add(reference, "IssuerAssignedID", number)
    if issued:
        add_date(reference, "FormattedIssueDateTime", issued, kind="qdt")


def _foreign(bill: EInvoice) -> bool:
    return bill.facts.local_currency not in ("", bill.facts.currency)


def _plain(value: Decimal) -> str:
    """Write a figure without idle zeros and never as a power of ten."""
    return f"{value:f}".rstrip("0").rstrip(".") if "." in f"{value:f}" else f"{value:f}"
