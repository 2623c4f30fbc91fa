"""Enclosed orders: read with their place, and bombs refused."""

import io
import time
import zipfile
from datetime import date
from decimal import Decimal

import pytest

from mail.attachments.edifact import read_edifact
from mail.attachments.papers import Row, UnreadableEnclosure
from mail.attachments.pdf import read_pdf
from mail.attachments.sheets import read_csv, read_workbook
from mail.attachments.ubl import read_ubl

_SHEET = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_PACKAGE = "http://schemas.openxmlformats.org"


def sheet_of(rows: str) -> str:
    return f"<worksheet {_SHEET}><sheetData>{rows}</sheetData></worksheet>"


def workbook(rows: str, *, hidden: str = "") -> bytes:
    """A workbook with a visible sheet "Order" and a hidden one; rows as sheet XML."""
    relation = f"{_PACKAGE}/officeDocument/2006/relationships"
    package = f"{_PACKAGE}/package/2006"
    files = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"/>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="r1" Type="{relation}/officeDocument" Target="xl/workbook.xml"/>'
        "</Relationships>",
        "xl/workbook.xml": f'<workbook {_SHEET} xmlns:r="{relation}"><sheets>'
        '<sheet name="Order" sheetId="1" r:id="r1"/>'
        '<sheet name="Secret" sheetId="2" state="hidden" r:id="r2"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="r1" Type="{relation}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="r2" Type="{relation}/worksheet" Target="worksheets/sheet2.xml"/>'
        "</Relationships>",
        "xl/worksheets/sheet1.xml": sheet_of(rows),
        "xl/worksheets/sheet2.xml": sheet_of(hidden),
    }  # fmt: skip
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return packed.getvalue()


def text_cell(place: str, text: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


def test_a_workbook_is_read_row_by_row_with_places() -> None:
    content = workbook(
        f'<row r="1">{text_cell("A1", "Item")}{text_cell("B1", "Qty")}</row>'
        f'<row r="3">{text_cell("A3", "1210-B")}<c r="B3"><v>20</v></c></row>',
        hidden=f'<row r="1">{text_cell("A1", "900 desks")}</row>',
    )

    assert read_workbook(content) == (
        Row(cells=("Item", "Qty"), place="Order, row 1"),
        Row(cells=("1210-B", "20"), place="Order, row 3"),
    )


def test_a_workbook_that_begins_lower_keeps_its_row_numbers() -> None:
    content = workbook(f'<row r="5">{text_cell("C5", "1210-B")}</row>')

    assert [row.place for row in read_workbook(content)] == ["Order, row 5"]


def test_a_workbook_of_a_thousand_lines_is_read() -> None:
    rows = "".join(
        f'<row r="{at}">{text_cell(f"A{at}", f"item {at}")}<c r="B{at}"><v>{at}.5</v></c></row>'
        for at in range(1, 1_001)
    )

    assert read_workbook(workbook(rows))[999].cells == ("item 1000", "1000.5")


@pytest.mark.slow
def test_a_workbook_that_unpacks_to_too_much_is_refused() -> None:
    bomb = workbook(f'<row r="1">{text_cell("A1", "x" * 60_000_000)}</row>')

    with pytest.raises(UnreadableEnclosure, match="unpacks to more than"):
        read_workbook(bomb)


@pytest.mark.parametrize(
    "content", [b"", b"PK\x03\x04 broken", b"\xd0\xcf\x11\xe0 broken", b"x" * 99]
)
def test_a_broken_workbook_is_refused(content: bytes) -> None:
    with pytest.raises(UnreadableEnclosure):
        read_workbook(content)


@pytest.mark.parametrize(
    ("content", "cells"),
    [
        ("Artikel;Menge;Preis\nStühle;20;12,50\n".encode("cp1252"), ("Stühle", "20", "12,50")),
        (b'item,qty\n"chair, black",20\n', ("chair, black", "20")),
        (b"item\tqty\nchair, black\t20\n", ("chair, black", "20")),
        ("item|qty\nStühle|20\n".encode("utf-16"), ("Stühle", "20")),
        ("\ufeffitem;qty\r\nchair;20\r\n".encode(), ("chair", "20")),
    ],
)
def test_csv_files_of_many_manners_are_read(content: bytes, cells: tuple[str, ...]) -> None:
    rows = read_csv(content)

    assert rows[1] == Row(cells=cells, place="line 2")


@pytest.mark.parametrize(
    "content", [b"\x00\x01\x02" * 50, b"a\n" * 6_000, b'"' + b"x" * 300_000, b"x" * 3_000_000]
)
def test_a_csv_file_that_is_none_is_refused(content: bytes) -> None:
    with pytest.raises(UnreadableEnclosure):
        read_csv(content)


def page_of(text: str) -> bytes:
    """A PDF file of one page with one line of text."""
    stream = f"BT /F1 12 Tf 50 700 Td ({text}) Tj ET".encode()
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R"
        b"/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    body = b"".join(b"%d 0 obj%sendobj\n" % (at, one) for at, one in enumerate(objects, start=1))
    return b"%PDF-1.4\n" + body + b"trailer<</Root 1 0 R/Size 6>>\n%%EOF"


def test_a_pdf_is_read_line_by_line() -> None:
    assert read_pdf(page_of("20 x 1210-B")) == (
        Row(cells=("20 x 1210-B",), place="page 1, line 1"),
    )


@pytest.mark.parametrize("content", [b"", b"hello", b"%PDF-1.7 broken", page_of("")])
def test_a_pdf_without_text_is_refused(content: bytes) -> None:
    with pytest.raises(UnreadableEnclosure):
        read_pdf(content)


UBL = """<?xml version="1.0" encoding="UTF-8"?>
<Order xmlns="urn:oasis:names:specification:ubl:schema:xsd:Order-2"
 xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"
 xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2">
<cbc:ID>PO-77</cbc:ID><cbc:IssueDate>2026-11-16</cbc:IssueDate>
<cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>
<cac:BuyerCustomerParty><cac:Party><cbc:EndpointID>7300010000001</cbc:EndpointID>
<cac:PartyName><cbc:Name>Brandt</cbc:Name></cac:PartyName></cac:Party></cac:BuyerCustomerParty>
<cac:Delivery><cac:RequestedDeliveryPeriod><cbc:StartDate>2026-12-01</cbc:StartDate>
</cac:RequestedDeliveryPeriod></cac:Delivery>
<cac:OrderLine><cac:LineItem><cbc:ID>1</cbc:ID>
<cbc:Quantity unitCode="C62">20</cbc:Quantity>
<cac:Price><cbc:PriceAmount currencyID="EUR">250.00</cbc:PriceAmount>
<cbc:BaseQuantity>10</cbc:BaseQuantity></cac:Price>
<cac:Item><cbc:Name>Nova chair</cbc:Name>
<cac:BuyersItemIdentification><cbc:ID>B-1</cbc:ID></cac:BuyersItemIdentification>
<cac:SellersItemIdentification><cbc:ID>1210-B</cbc:ID></cac:SellersItemIdentification>
</cac:Item></cac:LineItem></cac:OrderLine></Order>"""


def test_a_ubl_order_is_read() -> None:
    order = read_ubl(UBL.encode())

    assert (order.kind, order.number, order.buyer, order.currency) == (
        "order", "PO-77", "Brandt", "EUR",
    )  # fmt: skip
    assert order.wanted_on == date(2026, 12, 1)
    assert order.lines[0].quantity == Decimal("20")
    assert order.lines[0].price == Decimal("25")
    assert (order.lines[0].seller_item, order.lines[0].buyer_item) == ("1210-B", "B-1")
    assert order.lines[0].place == "order line 1"


def test_a_ubl_file_that_names_another_file_is_refused() -> None:
    evil = UBL.replace(
        "<Order ", '<!DOCTYPE Order [<!ENTITY x SYSTEM "file:///etc/passwd">]><Order ', 1
    ).replace("Nova chair", "&x;")

    with pytest.raises(UnreadableEnclosure):
        read_ubl(evil.encode())


@pytest.mark.parametrize(
    "content", [b"", b"<a/>", b"<Order/>", UBL.encode()[:-9], UBL.encode("utf-16")[:50]]
)
def test_xml_that_is_no_order_is_refused(content: bytes) -> None:
    with pytest.raises(UnreadableEnclosure):
        read_ubl(content)


EDIFACT = (
    "UNA:+.? 'UNB+UNOC:3+A:14+B:14+261116:0912+1'UNH+1+ORDERS:D:96A:UN'BGM+220+PO?+77+9'"
    "DTM+137:20261116:102'DTM+2:20261201:102'FTX+AAI+++Leave at the gate'"
    "NAD+BY+7300010000001::9++Brandt & Söhne'CUX+2:EUR:9'"
    "LIN+1++4000862141404:EN'PIA+5+1210-B:SA+B-1:IN'IMD+F++:::Nova chair?: black'"
    "QTY+21:20:PCE'PRI+AAA:12,5'DTM+2:20261210:102'"
    "LIN+2++B-2:IN'QTY+21:3.5'UNS+S'CNT+2:2'UNT+15+1'UNZ+1+1'"
)


def test_an_edifact_order_is_read() -> None:
    order = read_edifact(EDIFACT.encode("latin-1"))

    assert (order.kind, order.number, order.buyer, order.currency) == (
        "order", "PO+77", "Brandt & Söhne", "EUR",
    )  # fmt: skip
    assert (order.issued_on, order.wanted_on) == (date(2026, 11, 16), date(2026, 12, 1))
    assert order.note == "Leave at the gate"
    first, second = order.lines
    assert (first.standard_item, first.seller_item, first.buyer_item) == (
        "4000862141404", "1210-B", "B-1",
    )  # fmt: skip
    assert first.description == "Nova chair: black"
    assert (first.quantity, first.unit, first.price) == (Decimal("20"), "PCE", Decimal("12.5"))
    assert first.wanted_on == date(2026, 12, 10)
    assert (second.buyer_item, second.quantity) == ("B-2", Decimal("3.5"))


@pytest.mark.slow
def test_a_long_edifact_file_takes_time_in_step_with_its_length() -> None:
    def seconds(lines: int) -> float:
        head, _, tail = EDIFACT.partition("LIN+1")
        text = head + "LIN+1++B-2:IN'PIA+5+a:SA'IMD+F++:::x?'y'QTY+21:3.5'" * lines
        started = time.process_time()
        read_edifact((text + "UNS+S'UNT+1+1'").encode("latin-1"))
        del tail
        return time.process_time() - started

    seconds(500)
    short = min(seconds(2_000) for _ in range(3))
    twice = min(seconds(4_000) for _ in range(3))

    assert twice < 2.5 * short + 0.05


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"hello",
        b"UNB+",
        b"UNH+1+INVOIC:D:96A:UN'BGM+380+1'",
        EDIFACT.encode("latin-1") * 20_000,
        b"UNH+1+ORDERS'" + b"LIN+1'" * 6_000,
    ],
)
def test_what_is_no_edifact_order_is_refused(content: bytes) -> None:
    with pytest.raises(UnreadableEnclosure):
        read_edifact(content)
