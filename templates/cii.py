"""Writes an e-invoice as a Cross Industry Invoice file (UN/CEFACT CII, D16B).

Two dialects: the EN 16931 profile, which is what a Factur-X file holds, and XRechnung, the German
one. The order of elements is the schema's. Nothing is computed here; texts lose what XML cannot
hold, and figures are written in full.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from lxml import etree

from templates.cii_parties import write_buyer, write_seller, write_ship_to
from templates.cii_tree import add, add_amount, add_date, document
from templates.einvoice import EInvoice, EInvoiceLine, TaxGroup
from templates.einvoice_parties import buyer_reference
from templates.einvoice_words import notes, terms
from templates.wording import Wording, wording
from templates.xml_tree import plain_figure, written


@dataclass(frozen=True, kw_only=True)
class Dialect:
    """What one user's guide changes: its name and process, and how early payment is worded."""

    guideline: str
    process: str = ""
    coded_discount: bool = False


PROFILE = "urn:cen.eu:en16931:2017"
EN16931 = Dialect(guideline=PROFILE)
XRECHNUNG = Dialect(
    guideline=f"{PROFILE}#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0",
    process="urn:fdc:peppol.eu:2017:poacc:billing:01:1.0",
    coded_discount=True,
)


def cii(bill: EInvoice, dialect: Dialect = EN16931) -> bytes:
    """Write the file, indented, in UTF-8."""
    facts = bill.facts
    words = wording(facts.language, facts.seller.country)
    root, context, head, trade = document()
    add(context, "BusinessProcessSpecifiedDocumentContextParameter/ID", dialect.process)
    add(context, "GuidelineSpecifiedDocumentContextParameter/ID", dialect.guideline)
    add(head, "ID", facts.number)
    add(head, "TypeCode", bill.type_code)
    add_date(head, "IssueDateTime", facts.issued)
    for note in notes(bill, words):
        add(head, "IncludedNote/Content", note)
    for line in bill.lines:
        _line(trade, line, words)
    _agreement(trade, bill)
    _delivery(trade, bill)
    _settlement(trade, bill, words, said=terms(bill, words, coded=dialect.coded_discount))
    return written(root)


def _line(trade: etree._Element, line: EInvoiceLine, words: Wording) -> None:
    item = add(trade, "IncludedSupplyChainTradeLineItem")
    add(item, "AssociatedDocumentLineDocument/LineID", line.number)
    product = add(item, "SpecifiedTradeProduct")
    add(product, "SellerAssignedID", line.item_no)
    add(product, "Name", line.name or "–")
    add(product, "Description", line.details)
    price = add(item, "SpecifiedLineTradeAgreement/NetPriceProductTradePrice")
    add(price, "ChargeAmount", plain_figure(line.price))
    delivery = add(item, "SpecifiedLineTradeDelivery")
    add(delivery, "BilledQuantity", plain_figure(line.quantity), unitCode=line.unit)
    settlement = add(item, "SpecifiedLineTradeSettlement")
    _category(add(settlement, "ApplicableTradeTax"), line.category, line.rate)
    if line.less:
        _allowance(settlement, line.less, words.say("total.discount_amount"))
    sums = add(settlement, "SpecifiedTradeSettlementLineMonetarySummation")
    add_amount(sums, "LineTotalAmount", line.amount)


def _agreement(trade: etree._Element, bill: EInvoice) -> None:
    facts = bill.facts
    agreement = add(trade, "ApplicableHeaderTradeAgreement")
    add(agreement, "BuyerReference", buyer_reference(facts))
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


def _settlement(trade: etree._Element, bill: EInvoice, words: Wording, *, said: str) -> None:
    facts = bill.facts
    settlement = add(trade, "ApplicableHeaderTradeSettlement")
    add(settlement, "PaymentReference", facts.number)
    if bill.taxed_in_local:
        add(settlement, "TaxCurrencyCode", facts.local_currency)
    add(settlement, "InvoiceCurrencyCode", facts.currency)
    _payment_means(settlement, bill)
    for group in bill.groups:
        _tax(settlement, group, words)
    for group in bill.groups:
        if group.less:
            label = "total.discount_amount" if facts.invoice_discount else "total.rounding"
            _allowance(settlement, group.less, words.say(label), group=group)
    payment = add(settlement, "SpecifiedTradePaymentTerms")
    add(payment, "Description", said)
    if facts.due_date:
        add_date(payment, "DueDateDateTime", facts.due_date)
    _sums(settlement, bill)
    if facts.corrects_no:
        _preceding(settlement, facts.corrects_no, facts.corrects_date)


def _payment_means(settlement: etree._Element, bill: EInvoice) -> None:
    seller = bill.facts.seller
    means = add(settlement, "SpecifiedTradeSettlementPaymentMeans")
    add(means, "TypeCode", bill.means)
    if not bill.by_transfer:
        return
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
        add(tax, "RateApplicablePercent", plain_figure(group.rate))


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
        add(tax, "RateApplicablePercent", plain_figure(rate))


def _sums(settlement: etree._Element, bill: EInvoice) -> None:
    facts = bill.facts
    sums = add(settlement, "SpecifiedTradeSettlementHeaderMonetarySummation")
    add_amount(sums, "LineTotalAmount", bill.lines_total)
    add_amount(sums, "ChargeTotalAmount", bill.charges)
    add_amount(sums, "AllowanceTotalAmount", bill.allowances)
    add_amount(sums, "TaxBasisTotalAmount", facts.net)
    add_amount(sums, "TaxTotalAmount", bill.tax, currencyID=facts.currency)
    if bill.taxed_in_local:
        add_amount(sums, "TaxTotalAmount", facts.local_vat, currencyID=facts.local_currency)
    if facts.rounding:
        add_amount(sums, "RoundingAmount", facts.rounding)
    add_amount(sums, "GrandTotalAmount", facts.net + bill.tax)
    if bill.paid:
        add_amount(sums, "TotalPrepaidAmount", facts.total)
    add_amount(sums, "DuePayableAmount", bill.payable)


def _preceding(settlement: etree._Element, number: str, issued: date | None) -> None:
    reference = add(settlement, "InvoiceReferencedDocument")
    add(reference, "IssuerAssignedID", number)
    if issued:
        add_date(reference, "FormattedIssueDateTime", issued, kind="qdt")
