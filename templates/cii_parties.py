"""Seller, buyer and place of delivery in a CII file.

Addresses are kept as printed lines; the last line is taken for post code and town, as it is
on envelopes in most of Europe. Where it does not look like that it is the town as it stands.
"""

import re

from lxml import etree

from domain.papers import PaperFacts
from templates.cii_tree import add
from templates.einvoice_codes import VAT_ID

_CODE_AND_TOWN = re.compile(r"((?:[A-Z]{1,2}-?)?\d{2,3}(?:[ -]?\d{1,3})?(?: ?[A-Z]{2})?)\s+(\D.*)")
_LINES = ("LineOne", "LineTwo", "LineThree")


def write_seller(agreement: etree._Element, facts: PaperFacts) -> None:
    seller = facts.seller
    party = add(agreement, "SellerTradeParty")
    add(party, "Name", seller.name)
    if seller.register:
        add(party, "SpecifiedLegalOrganization/ID", seller.register)
    contact = add(party, "DefinedTradeContact")
    add(contact, "PersonName", facts.salesperson or seller.name)
    if seller.phone:
        add(contact, "TelephoneUniversalCommunication/CompleteNumber", seller.phone)
    if email := facts.salesperson_email or seller.email:
        add(contact, "EmailURIUniversalCommunication/URIID", email)
    _address(party, seller.address_lines, seller.country)
    _mailbox(party, seller.email)
    if seller.tax_no:
        add(party, "SpecifiedTaxRegistration/ID", seller.tax_no, schemeID="FC")
    _vat_id(party, seller.vat_id)


def write_buyer(agreement: etree._Element, facts: PaperFacts) -> None:
    buyer = facts.buyer
    party = add(agreement, "BuyerTradeParty")
    add(party, "ID", buyer.customer_no)
    add(party, "Name", buyer.name.strip() or buyer.customer_no)
    if buyer.contact:
        add(party, "DefinedTradeContact/PersonName", buyer.contact)
    lines = tuple(line for line in buyer.address_lines if line not in (buyer.name, buyer.contact))
    _address(party, lines, buyer.country)
    _mailbox(party, buyer.email)
    _vat_id(party, buyer.vat_id)


def write_ship_to(delivery: etree._Element, facts: PaperFacts) -> None:
    """Write where the goods went: the delivery address, else the buyer's."""
    name, *lines = facts.ship_to or (facts.buyer.name, *facts.buyer.address_lines)
    party = add(delivery, "ShipToTradeParty")
    add(party, "Name", name)
    country = (facts.ship_to and facts.ship_to_country) or facts.buyer.country
    _address(party, tuple(line for line in lines if line != name), country)


def _address(party: etree._Element, lines: tuple[str, ...], country: str) -> None:
    *streets, last = [line for line in lines if line.strip()] or [""]
    found = _CODE_AND_TOWN.fullmatch(last)
    address = add(party, "PostalTradeAddress")
    if found:
        add(address, "PostcodeCode", found[1])
    if len(streets) > len(_LINES):
        streets = [*streets[:2], ", ".join(streets[2:])]
    for name, line in zip(_LINES, streets, strict=False):
        add(address, name, line)
    add(address, "CityName", found[2] if found else last)
    add(address, "CountryID", country.upper())


def _mailbox(party: etree._Element, address: str) -> None:
    if address:
        add(party, "URIUniversalCommunication/URIID", address, schemeID="EM")


def _vat_id(party: etree._Element, number: str) -> None:
    compact = number.replace(" ", "").upper()
    if VAT_ID.match(compact):
        add(party, "SpecifiedTaxRegistration/ID", compact, schemeID="VA")
