"""Code lists of the e-invoice: VAT categories, reasons for no VAT, units of measure.

Sources: EN 16931 code lists (UNTDID 5305, VATEX) and UN/ECE recommendations 20 and 21.
"""

import re
from decimal import Decimal

from domain.papers import VatRow

VAT_ID = re.compile(r"(?:[A-Z]{2}|1A)[0-9A-Z+*.]{2,}")

_CATEGORIES = {
    "REVERSE": "AE",
    "REVERSE-CHARGE": "AE",
    "EU": "K",
    "INTRA-EU": "K",
    "EXPORT": "G",
    "EXEMPT": "E",
}
_VATEX = {"AE": "VATEX-EU-AE", "K": "VATEX-EU-IC", "G": "VATEX-EU-G", "O": "VATEX-EU-O"}
_UNITS = {
    "PCS": "C62",
    "PC": "C62",
    "PIECE": "C62",
    "EA": "C62",
    "HOUR": "HUR",
    "H": "HUR",
    "MINUTE": "MIN",
    "DAY": "DAY",
    "WEEK": "WEE",
    "MONTH": "MON",
    "YEAR": "ANN",
    "BOX": "XBX",
    "CARTON": "XCT",
    "PALLET": "XPX",
    "PACK": "XPK",
    "PAIR": "PR",
    "SET": "SET",
    "ROLL": "XRO",
    "CAN": "XCX",
    "KG": "KGM",
    "G": "GRM",
    "L": "LTR",
    "M": "MTR",
    "M2": "MTK",
    "M3": "MTQ",
}
_STANDARD = ("C62", "HUR", "KGM", "GRM", "LTR", "MTR", "MTK", "MTQ", "MIN", "WEE", "MON", "ANN")
_OTHER = "ZZ"  # agreed between buyer and seller
# Electronic address schemes (EAS) that take a VAT number, by the country in it.
_VAT_SCHEMES = {
    "AT": "9914",
    "BG": "9926",
    "CY": "9928",
    "CZ": "9929",
    "DE": "9930",
    "EE": "9931",
    "EL": "9933",
    "ES": "9920",
    "FR": "9957",
    "GB": "9932",
    "HR": "9934",
    "HU": "9910",
    "IE": "9935",
    "IT": "0211",
    "LT": "9937",
    "LU": "9938",
    "LV": "9939",
    "MT": "9943",
    "NL": "9944",
    "PL": "9945",
    "PT": "9946",
    "RO": "9947",
    "SI": "9949",
    "SK": "9950",
}
_BELGIAN_ENTERPRISE = "0208"  # ten digits: the VAT number without its letters


def category_of(row: VatRow) -> str:
    """Name the VAT category of a row: what was settled with it, else by its rate and clause."""
    if row.category:
        return row.category
    named = _CATEGORIES.get(row.clause.upper())
    if row.percent and (row.amount or named is None):
        return "S"
    return named or ("E" if row.clause else "Z")


def rate_of(row: VatRow) -> Decimal:
    """Give the rate the standard wants: where no VAT is charged it is 0, whatever it might be."""
    return row.percent if category_of(row) == "S" else Decimal(0)


def vatex(category: str) -> str:
    """Give the code of the reason why there is no VAT; "" where a text alone says it."""
    return _VATEX.get(category, "")


def unit_code(unit: str) -> str:
    """Translate a unit of measure; one we do not know is called agreed, never something else."""
    known = unit.upper()
    return known if known in _STANDARD else _UNITS.get(known, _OTHER)


def peppol_id(vat_id: str) -> tuple[str, str]:
    """The Peppol participant that a VAT number names: scheme and identifier, ("", "") for none."""
    country, number = vat_id[:2], vat_id[2:]
    if country == "BE" and len(number) == 10:
        return _BELGIAN_ENTERPRISE, number
    scheme = _VAT_SCHEMES.get(country)
    return (scheme, vat_id) if scheme else ("", "")
