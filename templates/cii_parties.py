"""Seller, buyer and place of delivery in a CII file."""

from lxml import etree

from domain.papers import PaperFacts
from templates.cii_tree import add
from templates.einvoice_parties import (
    Place,
    buyer_mailbox,
    buyer_name,
    buyer_place,
    compact_vat_id,
    delivered_to,
    seller_mailbox,
    seller_place,
)

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
    _address(party, seller_place(facts))
    _mailbox(party, seller_mailbox(facts))
    if seller.tax_no:
        add(party, "SpecifiedTaxRegistration/ID", seller.tax_no, schemeID="FC")
    _vat_id(party, seller.vat_id)


def write_buyer(agreement: etree._Element, facts: PaperFacts) -> None:
    buyer = facts.buyer
    party = add(agreement, "BuyerTradeParty")
    add(party, "ID", buyer.customer_no)
    add(party, "Name", buyer_name(facts))
    if buyer.contact:
        add(party, "DefinedTradeContact/PersonName", buyer.contact)
    _address(party, buyer_place(facts))
    _mailbox(party, buyer_mailbox(facts))
    _vat_id(party, buyer.vat_id)


def write_ship_to(delivery: etree._Element, facts: PaperFacts) -> None:
    name, there = delivered_to(facts)
    party = add(delivery, "ShipToTradeParty")
    add(party, "Name", name)
    _address(party, there)


def _address(party: etree._Element, there: Place) -> None:
    address = add(party, "PostalTradeAddress")
    add(address, "PostcodeCode", there.code)
    for name, line in zip(_LINES, there.streets, strict=False):
        add(address, name, line)
    add(address, "CityName", there.town)
    add(address, "CountryID", there.country)


def _mailbox(party: etree._Element, box: tuple[str, str]) -> None:
    scheme, address = box
    if address:
        add(party, "URIUniversalCommunication/URIID", address, schemeID=scheme)


def _vat_id(party: etree._Element, number: str) -> None:
    if compact := compact_vat_id(number):
        add(party, "SpecifiedTaxRegistration/ID", compact, schemeID="VA")
