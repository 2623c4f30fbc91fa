"""UBL orders (Peppol BIS 3: Order, OrderChange, OrderCancellation, OrderResponse).

The file is parsed without entities, document types, network or huge trees. Which of
the item numbers is ours is for the catalogue to say.
"""

from decimal import Decimal

from lxml import etree

from mail.attachments.papers import (
    MAX_ROWS,
    OrderPaper,
    PaperLine,
    UnreadableEnclosure,
    cell,
    iso_date,
    number,
)

_KINDS = {
    "Order": "order",
    "OrderChange": "change",
    "OrderCancellation": "cancellation",
    "OrderResponse": "response",
    "OrderResponseSimple": "response",
}
_MAX_FILE = 5 * 1024 * 1024
_SPACES = {
    "c": "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2",
    "a": "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2",
}


def read_ubl(content: bytes) -> OrderPaper:
    """The order as the customer's system wrote it.

    Raises:
        UnreadableEnclosure: no UBL order, damaged, too large, or with a document type.
    """
    if len(content) > _MAX_FILE:
        raise UnreadableEnclosure(reason="It is larger than 5 MB.")
    root = _parsed(content)
    kind = _KINDS.get(etree.QName(root).localname)
    if kind is None or "ubl" not in (etree.QName(root).namespace or ""):
        raise UnreadableEnclosure(reason="It is no UBL order.")
    items = root.findall("a:OrderLine/a:LineItem", _SPACES)
    if len(items) > MAX_ROWS:
        raise UnreadableEnclosure(reason=f"It has more than {MAX_ROWS:,} lines.")
    return OrderPaper(
        kind=kind,
        number=_text(root, "c:ID"),
        of_order=_text(root, "a:OrderReference/c:ID"),
        issued_on=iso_date(_text(root, "c:IssueDate")),
        currency=_text(root, "c:DocumentCurrencyCode"),
        buyer=_text(root, "a:BuyerCustomerParty/a:Party/a:PartyName/c:Name")
        or _text(root, "a:BuyerCustomerParty/a:Party/a:PartyLegalEntity/c:RegistrationName"),
        buyer_id=_text(root, "a:BuyerCustomerParty/a:Party/c:EndpointID"),
        wanted_on=iso_date(
            _text(root, "a:Delivery/a:RequestedDeliveryPeriod/c:EndDate")
            or _text(root, "a:Delivery/a:RequestedDeliveryPeriod/c:StartDate")
        ),
        note=_text(root, "c:Note") or _text(root, "c:CancellationNote"),
        lines=tuple(_line(item, at=at) for at, item in enumerate(items, start=1)),
    )


def _parsed(content: bytes) -> etree._Element:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as fault:
        raise UnreadableEnclosure(reason="It is damaged XML.") from fault
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise UnreadableEnclosure(reason="It has a document type, which no order needs.")
    return root


def _text(element: etree._Element, path: str) -> str:
    return cell(element.findtext(path, default="", namespaces=_SPACES))


def _line(item: etree._Element, *, at: int) -> PaperLine:
    quantity = item.find("c:Quantity", _SPACES)
    return PaperLine(
        line_no=_text(item, "c:ID"),
        place=f"order line {at}",
        quantity=None if quantity is None else number(quantity.text or ""),
        unit="" if quantity is None else cell(str(quantity.get("unitCode", ""))),
        seller_item=_text(item, "a:Item/a:SellersItemIdentification/c:ID"),
        buyer_item=_text(item, "a:Item/a:BuyersItemIdentification/c:ID"),
        standard_item=_text(item, "a:Item/a:StandardItemIdentification/c:ID"),
        description=_text(item, "a:Item/c:Name") or _text(item, "a:Item/c:Description"),
        price=_price(item),
        wanted_on=iso_date(
            _text(item, "a:Delivery/a:RequestedDeliveryPeriod/c:EndDate")
            or _text(item, "a:Delivery/a:RequestedDeliveryPeriod/c:StartDate")
        ),
        action=_text(item, "c:LineStatusCode"),
    )


def _price(item: etree._Element) -> Decimal | None:
    """The price of one unit: UBL may state it for a base quantity of several."""
    price = number(_text(item, "a:Price/c:PriceAmount"))
    base = number(_text(item, "a:Price/c:BaseQuantity"))
    return price / base if price is not None and base else price
