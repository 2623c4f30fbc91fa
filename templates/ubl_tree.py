"""The tree of a UBL file: elements in their namespaces, amounts with their currency."""

from decimal import Decimal

from lxml import etree

from templates.xml_tree import Vocabulary, plain_amount

_URN = "urn:oasis:names:specification:ubl:schema:xsd:"
# Elements that hold others are aggregates, those that hold a text are basic.
_UBL = Vocabulary(
    {"cac": f"{_URN}CommonAggregateComponents-2", "cbc": f"{_URN}CommonBasicComponents-2"},
    branch="cac",
    leaf="cbc",
)

add = _UBL.add


def document(kind: str) -> etree._Element:
    """Begin an "Invoice" or a "CreditNote"."""
    return _UBL.root(f"{_URN}{kind}-2", kind)


def add_amount(parent: etree._Element, path: str, amount: Decimal, *, currency: str) -> None:
    """Append an amount."""
    add(parent, path, plain_amount(amount), currencyID=currency)
