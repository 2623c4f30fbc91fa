"""Who an e-invoice is between, in the standard's terms: addresses in parts, mailboxes, tax numbers.

Addresses are kept as printed lines; the last line is taken for post code and town, as it is
on envelopes in most of Europe, or for town, state and ZIP code. Where it looks like neither
it is the town as it stands.
"""

import re
from dataclasses import dataclass

from domain.papers import PaperFacts
from templates.einvoice_codes import VAT_ID, peppol_id

_CODE_AND_TOWN = re.compile(r"((?:[A-Z]{1,2}-?)?\d{2,3}(?:[ -]?\d{1,3})?(?: ?[A-Z]{2})?)\s+(\D.*)")
_TOWN_AND_CODE = re.compile(
    r"(\D+?),?\s+((?:[A-Z]{2}\s+)?\d{5}(?:-\d{4})?|[A-Z]{1,2}\d[\dA-Z]? \d[A-Z]{2})"
)
_STREETS = 3
_LEITWEG = re.compile(r"\d{2,12}(-[0-9A-Z]{1,30})?-\d{2}")
_GIVEN = re.compile(r"(\d{4}|EM):(.+)")


@dataclass(frozen=True, kw_only=True)
class Place:
    """A postal address. `streets` are at most three lines; `code` is "" where none is seen."""

    streets: tuple[str, ...]
    code: str
    town: str
    country: str


def place(lines: tuple[str, ...], country: str) -> Place:
    """Take an address apart that was kept as lines."""
    *streets, last = [line for line in lines if line.strip()] or [""]
    code, town = "", last
    if found := _CODE_AND_TOWN.fullmatch(last):
        code, town = found[1], found[2]
    elif found := _TOWN_AND_CODE.fullmatch(last):
        code, town = found[2], found[1]
    if len(streets) > _STREETS:
        streets = [*streets[: _STREETS - 1], ", ".join(streets[_STREETS - 1 :])]
    return Place(streets=tuple(streets), code=code, town=town, country=country.upper())


def seller_place(facts: PaperFacts) -> Place:
    """Where we are."""
    return place(facts.seller.address_lines, facts.seller.country)


def buyer_place(facts: PaperFacts) -> Place:
    """Where the buyer is, without his name and contact."""
    buyer = facts.buyer
    lines = tuple(line for line in buyer.address_lines if line not in (buyer.name, buyer.contact))
    return place(lines, buyer.country)


def delivered_to(facts: PaperFacts) -> tuple[str, Place]:
    """Where the goods went, by name and address: the delivery address, else the buyer's."""
    name, *lines = facts.ship_to or (facts.buyer.name, *facts.buyer.address_lines)
    country = (facts.ship_to and facts.ship_to_country) or facts.buyer.country
    return name, place(tuple(line for line in lines if line != name), country)


def buyer_name(facts: PaperFacts) -> str:
    """The buyer's name, or his number where he has none."""
    return facts.buyer.name.strip() or facts.buyer.customer_no


def buyer_reference(facts: PaperFacts) -> str:
    """BT-10: what the buyer wants to see; the Leitweg-ID of a German authority."""
    buyer = facts.buyer
    return buyer.buyer_reference or facts.your_reference or buyer.contact


def compact_vat_id(number: str) -> str:
    """A VAT number as the standard wants it, "" for one that bears no country."""
    compact = number.replace(" ", "").upper()
    return compact if VAT_ID.match(compact) else ""


def seller_mailbox(facts: PaperFacts, *, peppol: bool = False) -> tuple[str, str]:
    """Our electronic address: its scheme and itself, ("", "") where we have none.

    In Peppol nobody is reached by mail: a participant is a registered number.
    """
    if peppol:
        return peppol_id(compact_vat_id(facts.seller.vat_id))
    return _mail(facts.seller.email)


def buyer_mailbox(facts: PaperFacts, *, peppol: bool = False) -> tuple[str, str]:
    """The buyer's electronic address: as it was given to us, else what follows from his data."""
    buyer = facts.buyer
    if given := _GIVEN.fullmatch(buyer.einvoice_address):
        return given[1], given[2]
    if _LEITWEG.fullmatch(buyer.buyer_reference):
        return "0204", buyer.buyer_reference
    return peppol_id(compact_vat_id(buyer.vat_id)) if peppol else _mail(buyer.email)


def _mail(addresses: str) -> tuple[str, str]:
    first = addresses.split(";")[0].strip()
    return ("EM", first) if first else ("", "")
