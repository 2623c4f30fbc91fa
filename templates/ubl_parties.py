"""Seller, buyer and place of delivery in a UBL file."""

from lxml import etree

from domain.papers import PaperFacts
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
from templates.ubl_tree import add

_NOT_VAT = "TAX"  # what a tax number is registered for that is no VAT number


def write_seller(root: etree._Element, facts: PaperFacts) -> None:
    seller = facts.seller
    party = add(root, "AccountingSupplierParty/Party")
    _mailbox(party, seller_mailbox(facts, peppol=True))
    add(party, "PartyName/Name", seller.name)
    _address(party, "PostalAddress", seller_place(facts))
    _registered(party, compact_vat_id(seller.vat_id), "VAT")
    _registered(party, seller.tax_no, _NOT_VAT)
    legal = add(party, "PartyLegalEntity")
    add(legal, "RegistrationName", seller.name)
    add(legal, "CompanyID", seller.register)
    contact = add(party, "Contact")
    add(contact, "Name", facts.salesperson or seller.name)
    add(contact, "Telephone", seller.phone)
    add(contact, "ElectronicMail", facts.salesperson_email or seller.email)


def write_buyer(root: etree._Element, facts: PaperFacts) -> None:
    buyer = facts.buyer
    party = add(root, "AccountingCustomerParty/Party")
    _mailbox(party, buyer_mailbox(facts, peppol=True))
    if buyer.customer_no:
        add(party, "PartyIdentification/ID", buyer.customer_no)
    add(party, "PartyName/Name", buyer_name(facts))
    _address(party, "PostalAddress", buyer_place(facts))
    _registered(party, compact_vat_id(buyer.vat_id), "VAT")
    add(party, "PartyLegalEntity/RegistrationName", buyer_name(facts))
    if buyer.contact:
        add(party, "Contact/Name", buyer.contact)


def write_ship_to(delivery: etree._Element, facts: PaperFacts) -> None:
    name, there = delivered_to(facts)
    _address(delivery, "DeliveryLocation/Address", there)
    add(delivery, "DeliveryParty/PartyName/Name", name)


def _mailbox(party: etree._Element, box: tuple[str, str]) -> None:
    scheme, address = box
    if address:
        add(party, "EndpointID", address, schemeID=scheme)


def _address(party: etree._Element, path: str, there: Place) -> None:
    address = add(party, path)
    streets = dict(zip(("StreetName", "AdditionalStreetName"), there.streets, strict=False))
    for name, line in streets.items():
        add(address, name, line)
    add(address, "CityName", there.town)
    add(address, "PostalZone", there.code)
    for line in there.streets[len(streets) :]:
        add(address, "AddressLine/Line", line)
    add(address, "Country/IdentificationCode", there.country)


def _registered(party: etree._Element, number: str, scheme: str) -> None:
    if number.strip():
        tax = add(party, "PartyTaxScheme")
        add(tax, "CompanyID", number)
        add(tax, "TaxScheme/ID", scheme)
