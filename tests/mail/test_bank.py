"""Bank statements as files: CAMT.053 of two versions, tables of banks, and what is no statement."""

from datetime import date
from decimal import Decimal

import pytest

from mail.attachments.bank import is_camt, read_bank_table, read_camt
from mail.attachments.papers import UnreadableEnclosure

ENTRY = """
  <Ntry><Amt Ccy="EUR">450.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>{status}</Sts>
   <BookgDt><Dt>2026-03-20</Dt></BookgDt><AcctSvcrRef>B-1</AcctSvcrRef>
   <NtryDtls><TxDtls><Refs><EndToEndId>NOTPROVIDED</EndToEndId></Refs>
    <RltdPties><Dbtr>{name}</Dbtr><DbtrAcct><Id><IBAN>DE02100500000054540402</IBAN></Id></DbtrAcct>
    </RltdPties><RmtInf><Ustrd>PSI-1</Ustrd><Ustrd>thank you</Ustrd></RmtInf></TxDtls></NtryDtls>
  </Ntry>"""
BATCH = """
  <Ntry><Amt Ccy="EUR">30.00</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>
   <BookgDt><Dt>2026-03-21</Dt></BookgDt><NtryDtls>
    <TxDtls><Amt Ccy="EUR">10.00</Amt><RmtInf><Ustrd>one</Ustrd></RmtInf></TxDtls>
    <TxDtls><Amt Ccy="EUR">20.00</Amt><RmtInf><Ustrd>two</Ustrd></RmtInf></TxDtls>
   </NtryDtls></Ntry>"""
NAMES = {
    "001.02": "<Nm>ALDER &amp; CO</Nm><PstlAdr><TwnNm>Hamburg</TwnNm></PstlAdr>",
    "001.08": "<Pty><Nm>ALDER &amp; CO</Nm><PstlAdr><TwnNm>Hamburg</TwnNm></PstlAdr></Pty>",
}


def camt(*entries: str, version: str = "001.08", head: str = "") -> bytes:
    space = f"urn:iso:std:iso:20022:tech:xsd:camt.053.{version}"
    account = "<Acct><Id><IBAN>DE48290500990001234567</IBAN></Id><Ccy>EUR</Ccy></Acct>"
    body = f"<BkToCstmrStmt><Stmt>{account}{''.join(entries)}</Stmt></BkToCstmrStmt>"
    return f'<?xml version="1.0"?>{head}<Document xmlns="{space}">{body}</Document>'.encode()


@pytest.mark.parametrize("version", sorted(NAMES))
def test_an_entry_says_who_paid_what_and_for_what(version: str) -> None:
    content = camt(ENTRY.format(status="BOOK", name=NAMES[version]), version=version)

    file = read_camt(content)

    assert is_camt(content)
    assert (file.account, file.currency) == ("DE48290500990001234567", "EUR")
    [line] = file.lines
    assert (line.on, line.amount) == (date(2026, 3, 20), Decimal("450.00"))
    assert (line.party_name, line.party_city) == ("ALDER & CO", "Hamburg")
    assert line.party_account == "DE02100500000054540402"
    assert (line.text, line.bank_reference) == ("PSI-1 thank you", "B-1")


def test_a_bundle_is_told_one_by_one_and_money_out_is_below_zero() -> None:
    file = read_camt(camt(BATCH))

    assert [(line.amount, line.text) for line in file.lines] == [
        (Decimal("-10.00"), "one"),
        (Decimal("-20.00"), "two"),
    ]


def test_what_is_not_booked_yet_does_not_count() -> None:
    pending = ENTRY.format(status="<Cd>PDNG</Cd>", name=NAMES["001.08"])

    assert read_camt(camt(pending)).lines == ()


@pytest.mark.parametrize(
    "content",
    [
        b"<Document",
        camt(head='<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'),
        b'<Document xmlns="urn:camt.053"/>',
        camt(BATCH.replace("10.00", "ten").replace("30.00", "thirty")),
    ],
)
def test_what_cannot_be_trusted_is_not_read(content: bytes) -> None:
    with pytest.raises(UnreadableEnclosure):
        read_camt(content)


def test_a_bank_table_is_read_by_its_heads() -> None:
    rows = (
        ("Account", "DE48 2905", ""),
        ("Buchungstag", "Auftraggeber/Empfänger", "Verwendungszweck", "Betrag", "Währung"),
        ("20.03.2026", "Alder & Co", "PSI-1", "1.450,00", "EUR"),
        ("21.03.26", "Bank", "Entgelt", "-4,50", "EUR"),
        ("", "", "Saldo", "1.445,50", ""),
    )

    file = read_bank_table(rows)

    assert file is not None
    assert [(line.on, line.amount, line.party_name) for line in file.lines] == [
        (date(2026, 3, 20), Decimal("1450.00"), "Alder & Co"),
        (date(2026, 3, 21), Decimal("-4.50"), "Bank"),
    ]


@pytest.mark.parametrize(
    "head",
    [
        ("Item", "Description", "Quantity", "Date", "Amount"),
        ("Article", "Qty"),
        ("Name", "City"),
    ],
)
def test_an_order_or_an_address_list_is_no_statement(head: tuple[str, ...]) -> None:
    assert read_bank_table((head, ("1", "2", "3", "2026-03-20", "5.00"))) is None
