"""The tree of a CII file: elements in their namespaces, dates and amounts in their forms."""

from datetime import date
from decimal import Decimal

from lxml import etree

from templates.xml_tree import Vocabulary, plain_amount

_URN = "urn:un:unece:uncefact:data:standard:"
_SPACES = {
    "rsm": f"{_URN}CrossIndustryInvoice:100",
    "ram": f"{_URN}ReusableAggregateBusinessInformationEntity:100",
    "udt": f"{_URN}UnqualifiedDataType:100",
    "qdt": f"{_URN}QualifiedDataType:100",
}
_CII = Vocabulary(_SPACES, branch="ram", leaf="ram")

add = _CII.add


def document() -> tuple[etree._Element, etree._Element, etree._Element, etree._Element]:
    """Make the root and its three parts: context, document head, transaction."""
    root = _CII.root(_SPACES["rsm"], "CrossIndustryInvoice")
    parts = ("ExchangedDocumentContext", "ExchangedDocument", "SupplyChainTradeTransaction")
    context, head, trade = (etree.SubElement(root, _CII.name(part, "rsm")) for part in parts)
    return root, context, head, trade


def add_amount(parent: etree._Element, path: str, amount: Decimal, **attributes: str) -> None:
    """Append an amount."""
    add(parent, path, plain_amount(amount), **attributes)


def add_date(parent: etree._Element, path: str, day: date, *, kind: str = "udt") -> None:
    """Append a day in the form 20261231 (code 102)."""
    add(parent, f"{path}/{kind}:DateTimeString", f"{day:%Y%m%d}", format="102")
