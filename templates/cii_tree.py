"""The tree of a CII file: elements in their namespaces, dates and amounts in their forms."""

import unicodedata
from datetime import date
from decimal import Decimal

from lxml import etree

_URN = "urn:un:unece:uncefact:data:standard:"
_SPACES = {
    "rsm": f"{_URN}CrossIndustryInvoice:100",
    "ram": f"{_URN}ReusableAggregateBusinessInformationEntity:100",
    "udt": f"{_URN}UnqualifiedDataType:100",
    "qdt": f"{_URN}QualifiedDataType:100",
}
_CENT = Decimal("0.01")
_LONGEST = 3000  # signs of any one text


def document() -> tuple[etree._Element, etree._Element, etree._Element, etree._Element]:
    """Make the root and its three parts: context, document head, transaction."""
    root = etree.Element(_name("CrossIndustryInvoice", "rsm"), nsmap=_SPACES)
    parts = ("ExchangedDocumentContext", "ExchangedDocument", "SupplyChainTradeTransaction")
    context, head, trade = (etree.SubElement(root, _name(part, "rsm")) for part in parts)
    return root, context, head, trade


def add(
    parent: etree._Element, path: str, text: str | None = None, **attributes: str
) -> etree._Element:
    """Append elements named by a path ("PostalTradeAddress/CityName") and give the innermost.

    With a text that is empty nothing is appended: the schema knows no empty values.
    """
    kept = None if text is None else _clean(text)
    if kept == "":
        return parent
    for step in path.split("/"):
        space, _, local = step.rpartition(":")
        parent = etree.SubElement(parent, _name(local, space or "ram"))
    parent.text = kept
    for name, value in attributes.items():
        parent.set(name, value)
    return parent


def add_amount(parent: etree._Element, path: str, amount: Decimal, **attributes: str) -> None:
    """Append an amount; amounts have two decimals whatever the currency."""
    exact = amount.quantize(_CENT) if amount == amount.quantize(_CENT) else amount
    add(parent, path, f"{exact:f}", **attributes)


def add_date(parent: etree._Element, path: str, day: date, *, kind: str = "udt") -> None:
    """Append a day in the form 20261231 (code 102)."""
    add(parent, f"{path}/{kind}:DateTimeString", f"{day:%Y%m%d}", format="102")


def _name(local: str, space: str) -> str:
    return f"{{{_SPACES[space]}}}{local}"


def _clean(text: str) -> str:
    """Take out what XML cannot hold, and empty ends."""
    held = "".join(sign for sign in text if sign in "\n\t" or _held(sign))
    return held.strip()[:_LONGEST]


def _held(sign: str) -> bool:
    return unicodedata.category(sign) not in ("Cc", "Cs", "Cn")
