"""What cannot be right on a customer's card, whatever else is on it.

Values are cleaned and checked one by one; the caller tells all faults together. Whether a
mail address exists, or a VAT number is really given to that firm, nobody asks here.
"""

import re
from functools import cache

from babel import Locale
from sqlalchemy import select
from sqlalchemy.orm import Session
from stdnum import get_cc_module
from stdnum.exceptions import ValidationError

from domain.currencies import CurrencyRow
from domain.errors import InvalidField, NotFound
from domain.naming import folded, nearest
from domain.parties.terms import PaymentTerms

_ADDRESS = re.compile(r"[^\s@<>()\[\],;:\"\\]{1,64}@(?:[\w-]{1,63}\.)+[^\W\d_]{2,63}")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]+")
_EAS_ADDRESS = re.compile(r"(\d{4}:[0-9A-Za-z.:_-]+|EM:[^\s@]+@[^\s@]+)")
_EINVOICE_NAMES = {
    "": "",
    "none": "",
    "pdf": "",
    "facturx": "",
    "zugferd": "",
    "xrechnung": "xrechnung",
    "ubl": "ubl",
    "peppol": "ubl",
    "peppolbis": "ubl",
}
LONGEST_NAME = 200
_COMMON_NAMES = {"uk": "GB", "england": "GB", "scotland": "GB", "usa": "US", "holland": "NL"}
_PREFIX = {"EL": "GR", "XI": "GB"}


def clean_line(text: str, *, field: str, longest: int = LONGEST_NAME) -> str:
    """One line of text from anywhere: control characters and double blanks removed.

    Raises:
        InvalidField: longer than `longest`.
    """
    line = " ".join(_CONTROL.sub(" ", text).split())
    if len(line) > longest:
        why = f"it is longer than {longest} characters"
        raise InvalidField(field=field, text=f"{line[:40]}...", why=why)
    return line


def clean_name(text: str) -> str:
    """A customer's name.

    Raises:
        InvalidField: empty, too long, or without any letter or digit.
    """
    name = clean_line(text, field="Name")
    if not folded(name):
        raise InvalidField(field="Name", text=name or "(empty)", why="please give the firm's name")
    return name


def clean_email(text: str) -> str:
    """Mail addresses parted by ";", in lower case.

    Raises:
        InvalidField: one of them is no address.
    """
    addresses = [part.strip().lower() for part in text.split(";") if part.strip()]
    for address in addresses:
        if len(address) > 254 or not _ADDRESS.fullmatch(address):
            why = "that is not a mail address"
            raise InvalidField(field="E-mail", text=address[:80], why=why)
    return ";".join(addresses)


def clean_country(text: str) -> str:
    """ISO code of a country given as a code or by its English or German name.

    Raises:
        InvalidField: no such country.
    """
    given = text.strip()
    if not given:
        return ""
    names = _country_names()
    code = given.upper() if given.upper() in names.values() else names.get(folded(given), "")
    if not code:
        why = "I know no such country; a code like DE is best"
        raise InvalidField(field="Country", text=given[:40], why=why)
    return code


def clean_language(text: str) -> str:
    """Code of a language given as a code or by its English or German name.

    Raises:
        InvalidField: no such language.
    """
    given = text.strip()
    names = _language_names()
    code = given.lower() if given.lower() in names.values() else names.get(folded(given), "")
    if given and not code:
        why = "I know no such language; a code like en is best"
        raise InvalidField(field="Language", text=given[:40], why=why)
    return code


def clean_vat_no(text: str, *, country: str) -> str:
    """A VAT number without blanks, its check digits tested where the country has any.

    A number that begins with a country's letters belongs to that country, else to `country`.

    Raises:
        InvalidField: it cannot be right.
    """
    number = re.sub(r"[\s.\-/]", "", text).upper()
    if not number:
        return ""
    prefix = number[:2]
    prefixed = prefix.isalpha() and (prefix in _PREFIX or prefix in _country_names().values())
    owner = _PREFIX.get(prefix, prefix) if prefixed else country
    module = get_cc_module(owner.lower(), "vat") if owner else None
    if module is None:
        return clean_line(text, field="VAT number", longest=30)
    try:
        module.validate(number)
    except ValidationError:
        why = f"its check digits are wrong for {owner}, please look again"
        raise InvalidField(field="VAT number", text=text[:40], why=why) from None
    return number


def clean_einvoice(text: str) -> str:
    """The e-invoice format a customer wants beside the PDF; "none" and "facturx" are no file more.

    Raises:
        InvalidField: we write no such format.
    """
    given = folded(text).replace(" ", "").replace("-", "")
    if given in _EINVOICE_NAMES:
        return _EINVOICE_NAMES[given]
    why = "we write XRechnung and Peppol (UBL); every invoice's PDF holds Factur-X"
    raise InvalidField(field="E-invoice format", text=text[:40], why=why)


def clean_einvoice_address(text: str) -> str:
    """Where e-invoices are received: "SCHEME:ADDRESS", with a code of the EAS list or "EM".

    Raises:
        InvalidField: it has no such form.
    """
    line = clean_line(text, field="E-invoice address", longest=100)
    if line and not _EAS_ADDRESS.fullmatch(line):
        why = "please write it as 0088:4012345000009, or EM:invoices@firm.example"
        raise InvalidField(field="E-invoice address", text=text[:40], why=why)
    return line


def clean_currency(session: Session, text: str) -> str:
    """A currency we trade in.

    Raises:
        InvalidField: we do not.
    """
    code = text.strip().upper()
    if code and session.get(CurrencyRow, code) is None:
        known = ", ".join(session.scalars(select(CurrencyRow.code).order_by(CurrencyRow.code)))
        raise InvalidField(field="Currency", text=text[:20], why=f"we trade in {known}")
    return code


def clean_terms(session: Session, text: str) -> str:
    """The code of payment terms, written in any case.

    Raises:
        NotFound: there are none like it.
    """
    code = text.replace(" ", "").upper()
    if code and session.get(PaymentTerms, code) is None:
        known = session.scalars(select(PaymentTerms.code).order_by(PaymentTerms.code)).all()
        near = nearest(text, known) or tuple(known[:3])
        raise NotFound(kind="payment terms", text=text[:40], near=near)
    return code


@cache
def _country_names() -> dict[str, str]:
    """Folded English and German names to codes of two letters."""
    names = {
        folded(name): code
        for language in ("de", "en")
        for code, name in Locale(language).territories.items()
        if len(code) == 2 and code.isalpha() and code not in ("EU", "EZ", "UN", "ZZ", "XA", "XB")
    }
    return names | {folded(name): code for name, code in _COMMON_NAMES.items()}


@cache
def _language_names() -> dict[str, str]:
    """Folded English and German names to codes of two letters."""
    return {
        folded(name): code
        for language in ("de", "en")
        for code, name in Locale(language).languages.items()
        if len(code) == 2
    }
