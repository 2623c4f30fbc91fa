"""E-invoices as files, in the format the receiver wants: Factur-X, XRechnung or Peppol BIS.

A guide may ask for more than the standard: `lack` says what a bill would need for it.
"""

from collections.abc import Callable
from dataclasses import dataclass

from domain.papers import PaperFacts
from templates.cii import XRECHNUNG, cii
from templates.einvoice import EInvoice, einvoice, hindrance
from templates.einvoice_parties import (
    buyer_mailbox,
    buyer_place,
    buyer_reference,
    delivered_to,
    seller_mailbox,
    seller_place,
)
from templates.ubl import ubl


class NoEInvoice(ValueError):
    """This bill cannot be told in this format; the sentence says why."""


@dataclass(frozen=True, kw_only=True)
class EInvoiceFile:
    """One file to hand over."""

    name: str
    content: bytes


@dataclass(frozen=True, kw_only=True)
class _Format:
    write: Callable[[EInvoice], bytes]
    name: str
    lack: Callable[[PaperFacts], str]


def lack(facts: PaperFacts, form: str) -> str:
    """Say why this paper has no e-invoice in this format; "" where it has one.

    Raises:
        KeyError: no such format; they are `FORMATS`.
    """
    return hindrance(facts) or _FORMATS[form].lack(facts)


def einvoice_file(facts: PaperFacts, form: str) -> EInvoiceFile:
    """Write a posted bill as a file of the format, one of `FORMATS`.

    Raises:
        NoEInvoice: it cannot be told truthfully, or the format wants what the bill does not have.
    """
    why = lack(facts, form)
    bill = einvoice(facts)
    if why or bill is None:
        raise NoEInvoice(f"{facts.number} has no e-invoice ({form}): {why}.")
    chosen = _FORMATS[form]
    return EInvoiceFile(name=chosen.name.format(number=facts.number), content=chosen.write(bill))


def _xrechnung_lacks(facts: PaperFacts) -> str:
    """What the German guide (3.0) asks for beyond the standard: BR-DE-2 to -15, R010, R020."""
    wanted = {
        "the buyer's reference (Leitweg-ID or order number) is missing": buyer_reference(facts),
        "our phone number is missing": facts.seller.phone,
        "our mail address is missing": facts.salesperson_email or facts.seller.email,
        "our post code is missing": seller_place(facts).code,
        "the buyer's post code is missing": buyer_place(facts).code,
        "our electronic address is missing": seller_mailbox(facts)[1],
        "the buyer's electronic address is missing": buyer_mailbox(facts)[1],
    }
    if facts.ship_to:
        wanted["the post code of the delivery address is missing"] = delivered_to(facts)[1].code
    return _first_missing(wanted)


def _peppol_lacks(facts: PaperFacts) -> str:
    """What Peppol BIS Billing asks for beyond the standard: R010 and R020."""
    return _first_missing(
        {
            "our electronic address is missing": seller_mailbox(facts, peppol=True)[1],
            "the buyer's electronic address is missing": buyer_mailbox(facts, peppol=True)[1],
        }
    )


def _first_missing(wanted: dict[str, str]) -> str:
    return next((said for said, value in wanted.items() if not value.strip()), "")


_FORMATS = {
    "facturx": _Format(write=cii, name="factur-x.xml", lack=lambda facts: ""),
    "xrechnung": _Format(
        write=lambda bill: cii(bill, XRECHNUNG),
        name="xrechnung_{number}.xml",
        lack=_xrechnung_lacks,
    ),
    "ubl": _Format(write=ubl, name="peppol_{number}.xml", lack=_peppol_lacks),
}
FORMATS = tuple(_FORMATS)
