"""Writes an e-invoice as a UBL 2.1 file in the dialect of Peppol BIS Billing 3.0.

Same figures and words as the CII file, another syntax: credits are documents of their own kind.
The order of elements is the schema's. Nothing is computed here.
"""

from decimal import Decimal

from lxml import etree

from templates.einvoice import EInvoice, EInvoiceLine, TaxGroup
from templates.einvoice_parties import buyer_reference
from templates.einvoice_words import notes, terms
from templates.ubl_parties import write_buyer, write_seller, write_ship_to
from templates.ubl_tree import add, add_amount, document
from templates.wording import Wording, wording
from templates.xml_tree import plain_figure, written

CUSTOMIZATION = "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0"
PROCESS = "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0"

_NO_ORDER = "NA"  # the guide's word where the seller knows an order and the buyer named none


def ubl(bill: EInvoice) -> bytes:
    """Write the file, indented, in UTF-8."""
    words = wording(bill.facts.language, bill.facts.seller.country)
    root = document("CreditNote" if bill.is_credit else "Invoice")
    _head(root, bill, words)
    _references(root, bill)
    write_seller(root, bill.facts)
    write_buyer(root, bill.facts)
    _delivery(root, bill)
    _payment(root, bill, words)
    for group in bill.groups:
        if group.less:
            discount = bill.facts.invoice_discount
            label = words.say("total.discount_amount" if discount else "total.rounding")
            allowance = _allowance(root, group.less, label, currency=bill.facts.currency)
            _category(allowance, "TaxCategory", group.category, rate=group.rate)
    _taxes(root, bill, words)
    _sums(root, bill)
    for line in bill.lines:
        _line(root, line, bill, words=words)
    return written(root)


def _head(root: etree._Element, bill: EInvoice, words: Wording) -> None:
    facts = bill.facts
    add(root, "CustomizationID", CUSTOMIZATION)
    add(root, "ProfileID", PROCESS)
    add(root, "ID", facts.number)
    add(root, "IssueDate", facts.issued.isoformat())
    if facts.due_date and not bill.is_credit:
        add(root, "DueDate", facts.due_date.isoformat())
    add(root, "CreditNoteTypeCode" if bill.is_credit else "InvoiceTypeCode", bill.type_code)
    add(root, "Note", "\n".join(notes(bill, words)))  # the guide allows one
    add(root, "DocumentCurrencyCode", facts.currency)
    if bill.taxed_in_local:
        add(root, "TaxCurrencyCode", facts.local_currency)
    add(root, "BuyerReference", buyer_reference(facts) or facts.buyer.customer_no)


def _references(root: etree._Element, bill: EInvoice) -> None:
    facts = bill.facts
    if facts.your_reference or facts.order_no:
        order = add(root, "OrderReference")
        add(order, "ID", facts.your_reference or _NO_ORDER)
        add(order, "SalesOrderID", facts.order_no)
    if facts.corrects_no:
        corrected = add(root, "BillingReference/InvoiceDocumentReference")
        add(corrected, "ID", facts.corrects_no)
        if facts.corrects_date:
            add(corrected, "IssueDate", facts.corrects_date.isoformat())
    if len(facts.shipment_nos) == 1:
        add(root, "DespatchDocumentReference/ID", facts.shipment_nos[0])


def _delivery(root: etree._Element, bill: EInvoice) -> None:
    elsewhere = bill.facts.ship_to or any(group.category == "K" for group in bill.groups)
    if not (elsewhere or bill.supplied):
        return
    delivery = add(root, "Delivery")
    if bill.supplied:
        add(delivery, "ActualDeliveryDate", bill.supplied.isoformat())
    if elsewhere:
        write_ship_to(delivery, bill.facts)


def _payment(root: etree._Element, bill: EInvoice, words: Wording) -> None:
    seller = bill.facts.seller
    means = add(root, "PaymentMeans")
    add(means, "PaymentMeansCode", bill.means)
    add(means, "PaymentID", bill.facts.number)
    if bill.by_transfer:
        account = add(means, "PayeeFinancialAccount")
        add(account, "ID", seller.iban.replace(" ", ""))
        add(account, "Name", seller.name)
        if seller.bic:
            add(account, "FinancialInstitutionBranch/ID", seller.bic.replace(" ", ""))
    add(root, "PaymentTerms/Note", terms(bill, words))


def _taxes(root: etree._Element, bill: EInvoice, words: Wording) -> None:
    facts = bill.facts
    total = add(root, "TaxTotal")
    add_amount(total, "TaxAmount", bill.tax, currency=facts.currency)
    for group in bill.groups:
        _tax(total, group, words, currency=facts.currency)
    if bill.taxed_in_local:
        add_amount(root, "TaxTotal/TaxAmount", facts.local_vat, currency=facts.local_currency)


def _tax(total: etree._Element, group: TaxGroup, words: Wording, *, currency: str) -> None:
    part = add(total, "TaxSubtotal")
    add_amount(part, "TaxableAmount", group.base, currency=currency)
    add_amount(part, "TaxAmount", group.amount, currency=currency)
    reason = ""
    if group.clause and group.category not in ("S", "Z"):
        reason = words.code("clause", group.clause)
    _category(part, "TaxCategory", group.category, rate=group.rate, reasons=(group.vatex, reason))


def _category(
    parent: etree._Element,
    path: str,
    category: str,
    *,
    rate: Decimal,
    reasons: tuple[str, str] = ("", ""),
) -> None:
    """Write a VAT category; `reasons` are the code and the text of why there is no VAT."""
    tax = add(parent, path)
    add(tax, "ID", category)
    if category != "O":
        add(tax, "Percent", plain_figure(rate))
    add(tax, "TaxExemptionReasonCode", reasons[0])
    add(tax, "TaxExemptionReason", reasons[1])
    add(tax, "TaxScheme/ID", "VAT")


def _allowance(
    parent: etree._Element, less: Decimal, reason: str, *, currency: str
) -> etree._Element:
    """Write what is taken off, or where `less` is negative, what is put on."""
    allowance = add(parent, "AllowanceCharge")
    add(allowance, "ChargeIndicator", "false" if less > 0 else "true")
    add(allowance, "AllowanceChargeReason", reason)
    add_amount(allowance, "Amount", abs(less), currency=currency)
    return allowance


def _sums(root: etree._Element, bill: EInvoice) -> None:
    facts = bill.facts
    sums = {
        "LineExtensionAmount": bill.lines_total,
        "TaxExclusiveAmount": facts.net,
        "TaxInclusiveAmount": facts.net + bill.tax,
        "AllowanceTotalAmount": bill.allowances,
        "ChargeTotalAmount": bill.charges,
        "PrepaidAmount": facts.total if bill.paid else None,
        "PayableRoundingAmount": facts.rounding or None,
        "PayableAmount": bill.payable,
    }
    total = add(root, "LegalMonetaryTotal")
    for name, amount in sums.items():
        if amount is not None:
            add_amount(total, name, amount, currency=facts.currency)


def _line(root: etree._Element, line: EInvoiceLine, bill: EInvoice, *, words: Wording) -> None:
    currency = bill.facts.currency
    item_line = add(root, "CreditNoteLine" if bill.is_credit else "InvoiceLine")
    add(item_line, "ID", line.number)
    counted = "CreditedQuantity" if bill.is_credit else "InvoicedQuantity"
    add(item_line, counted, plain_figure(line.quantity), unitCode=line.unit)
    add_amount(item_line, "LineExtensionAmount", line.amount, currency=currency)
    if line.less:
        _allowance(item_line, line.less, words.say("total.discount_amount"), currency=currency)
    item = add(item_line, "Item")
    add(item, "Description", line.details)
    add(item, "Name", line.name or "–")
    if line.item_no:
        add(item, "SellersItemIdentification/ID", line.item_no)
    _category(item, "ClassifiedTaxCategory", line.category, rate=line.rate)
    add(item_line, "Price/PriceAmount", plain_figure(line.price), currencyID=currency)
