"""Bank statements as files: CAMT.053 of any version, and tables with the usual heads.

Only booked entries count. A bundle is told by its single transactions where the bank names
their amounts. The XML is parsed without entities, document types, network or huge trees.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from lxml import etree

from domain.receivables.movements import BankLine
from mail.attachments.papers import UnreadableEnclosure

_MAX_FILE = 5 * 1024 * 1024
_MOST_LINES = 5000
_BOOKED = ("BOOK", "")
_CREDIT = "CRDT"
# What heads of columns are called, folded to letters: field of a line <- names.
_HEADS = {
    "on": ("date", "bookingdate", "bookeddate", "buchungstag", "buchungsdatum", "valuedate"),
    "amount": ("amount", "betrag", "umsatz", "betrageur", "amounteur"),
    "currency": ("currency", "wahrung", "waehrung"),
    "party_name": (
        "name", "partyname", "counterparty", "payer", "auftraggeber", "zahlungspflichtiger",
        "beguenstigterzahlungspflichtiger", "begunstigterzahlungspflichtiger",
        "auftraggeberempfanger", "nameofpartner",
    ),
    "party_account": ("iban", "account", "partyaccount", "kontonummeriban", "kontonummer"),
    "text": ("text", "purpose", "description", "details", "verwendungszweck", "remittance"),
    "payment_reference": ("paymentreference", "endtoendreference", "kundenreferenzendtoend"),
    "bank_reference": ("reference", "bankreference", "transactionid", "referenz"),
}  # fmt: skip
# Heads that no bank writes: with one of them a table is somebody's order.
_OF_ORDERS = frozenset(
    {"item", "itemno", "article", "articleno", "sku", "qty", "quantity", "menge", "artikel"}
)
_DAYS = ("%Y-%m-%d", "%d.%m.%Y", "%d.%m.%y", "%d/%m/%Y")
_LETTERS = re.compile(r"[^a-z]")


@dataclass(frozen=True, kw_only=True)
class BankFile:
    """The movements of one of our accounts, in the order of the file."""

    account: str
    currency: str
    lines: tuple[BankLine, ...]


def is_camt(content: bytes) -> bool:
    """Whether a file says early on that it is a bank-to-customer statement."""
    return b"camt.053" in content[:4000]


def read_camt(content: bytes) -> BankFile:
    """Read the booked entries of a CAMT.053 file.

    Raises:
        UnreadableEnclosure: damaged, too large, with a document type, or of several accounts.
    """
    if len(content) > _MAX_FILE:
        raise UnreadableEnclosure(reason="It is larger than 5 MB.")
    root = _parsed(content)
    statements = list(_all(root, "BkToCstmrStmt", "Stmt"))
    accounts = {_text(one, "Acct", "Id", "IBAN") for one in statements}
    if not statements or len(accounts) > 1:
        raise UnreadableEnclosure(reason="It is not the statement of one account.")
    lines = [line for one in statements for entry in _all(one, "Ntry") for line in _lines(entry)]
    if len(lines) > _MOST_LINES:
        raise UnreadableEnclosure(reason=f"It has more than {_MOST_LINES:,} lines.")
    currency = _text(statements[0], "Acct", "Ccy") or (lines[0].currency if lines else "")
    return BankFile(account=accounts.pop(), currency=currency, lines=tuple(lines))


def read_bank_table(rows: Sequence[Sequence[str]]) -> BankFile | None:
    """Read a table whose heads name date, amount and who or what for; None for another table."""
    for at, row in enumerate(rows[:20]):
        columns = _columns(row)
        if {"on", "amount"} <= set(columns) and {"text", "party_name"} & set(columns):
            lines = tuple(_of_rows(rows[at + 1 :], columns))
            return BankFile(account="", currency="", lines=lines) if lines else None
    return None


def _columns(row: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for at, cell in enumerate(row):
        head = _LETTERS.sub("", cell.casefold().replace("ä", "a").replace("ü", "u"))
        if head in _OF_ORDERS:
            return {}
        for name, heads in _HEADS.items():
            if head in heads:
                found.setdefault(name, at)
    return found


def _of_rows(rows: Sequence[Sequence[str]], columns: dict[str, int]) -> Iterator[BankLine]:
    def cell(row: Sequence[str], name: str) -> str:
        at = columns.get(name)
        return row[at].strip() if at is not None and at < len(row) else ""

    for row in rows[:_MOST_LINES]:
        on, amount = _day(cell(row, "on")), _amount(cell(row, "amount"))
        if on is None or amount is None or not amount:
            continue
        yield BankLine(
            on=on,
            amount=amount,
            currency=cell(row, "currency").upper(),
            party_name=cell(row, "party_name"),
            party_account=cell(row, "party_account"),
            text=cell(row, "text"),
            payment_reference=cell(row, "payment_reference"),
            bank_reference=cell(row, "bank_reference"),
        )


def _day(text: str) -> date | None:
    for form in _DAYS:
        try:
            return datetime.strptime(text[:10].strip(), form).date()  # noqa: DTZ007 - a day alone
        except ValueError:
            continue
    return None


def _amount(text: str) -> Decimal | None:
    """An amount as banks write it: 1,234.56, 1.234,56, 1234.56-, +450."""
    bare = re.sub(r"[^0-9,.+-]", "", text.replace("\N{MINUS SIGN}", "-"))
    sign = -1 if "-" in bare else 1
    bare = bare.strip("+-")
    decimal = max(bare.rfind(","), bare.rfind("."))
    if decimal >= 0 and len(bare) - decimal - 1 <= 2:
        bare = re.sub(r"[.,]", "", bare[:decimal]) + "." + bare[decimal + 1 :]
    else:
        bare = re.sub(r"[.,]", "", bare)
    try:
        return sign * Decimal(bare)
    except InvalidOperation:
        return None


def _lines(entry: etree._Element) -> Iterator[BankLine]:
    status = _text(entry, "Sts", "Cd") or _text(entry, "Sts")
    if status not in _BOOKED:
        return
    parts = list(_all(entry, "NtryDtls", "TxDtls"))
    amounts = [_money(one, "AmtDtls", "TxAmt", "Amt") or _money(one, "Amt") for one in parts]
    if len(parts) > 1 and all(amounts):
        for part, amount in zip(parts, amounts, strict=True):
            assert amount is not None
            yield _line(entry, part, amount)
        return
    amount = _money(entry, "Amt")
    if amount is None:
        raise UnreadableEnclosure(reason="An entry has no amount.")
    yield _line(entry, parts[0] if parts else entry, amount)


def _line(entry: etree._Element, part: etree._Element, amount: tuple[Decimal, str]) -> BankLine:
    came_in = _text(entry, "CdtDbtInd") == _CREDIT
    who = "Dbtr" if came_in else "Cdtr"
    on = _day(_text(entry, "BookgDt", "Dt") or _text(entry, "BookgDt", "DtTm"))
    if on is None:
        raise UnreadableEnclosure(reason="An entry has no booking date.")
    texts = [one.text or "" for one in _all(part, "RmtInf", "Ustrd")]
    end_to_end = _text(part, "Refs", "EndToEndId")
    party = ("RltdPties", who)
    return BankLine(
        on=on,
        amount=amount[0] if came_in else -amount[0],
        currency=amount[1],
        party_name=_text(part, *party, "Nm") or _text(part, *party, "Pty", "Nm"),
        party_address=_text(part, *party, "PstlAdr", "StrtNm")
        or _text(part, *party, "Pty", "PstlAdr", "StrtNm"),
        party_city=_text(part, *party, "PstlAdr", "TwnNm")
        or _text(part, *party, "Pty", "PstlAdr", "TwnNm"),
        party_account=_text(part, "RltdPties", f"{who}Acct", "Id", "IBAN"),
        text=" ".join(" ".join(texts).split()) or _text(entry, "AddtlNtryInf"),
        payment_reference=_text(part, "RmtInf", "Strd", "CdtrRefInf", "Ref"),
        bank_reference=_text(entry, "AcctSvcrRef")
        or ("" if end_to_end == "NOTPROVIDED" else end_to_end),
    )


def _money(element: etree._Element, *path: str) -> tuple[Decimal, str] | None:
    found = next(_all(element, *path), None)
    if found is None or not found.text:
        return None
    try:
        return Decimal(found.text.strip()), str(found.get("Ccy") or "")
    except InvalidOperation as error:
        raise UnreadableEnclosure(reason="An amount cannot be read.") from error


def _all(element: etree._Element, *path: str) -> Iterator[etree._Element]:
    """Elements below, by their names whatever the version's namespace."""
    return iter(element.findall("/".join(f"{{*}}{name}" for name in path)))


def _text(element: etree._Element, *path: str) -> str:
    found = next(_all(element, *path), None)
    return " ".join((found.text or "").split()) if found is not None else ""


def _parsed(content: bytes) -> etree._Element:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise UnreadableEnclosure(reason="It is damaged.") from error
    if root.getroottree().docinfo.doctype:  # type: ignore[union-attr]
        raise UnreadableEnclosure(reason="It has a document type.")
    return root
