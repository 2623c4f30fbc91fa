"""Document numbers: every way of writing one leads to the canonical number."""

import pytest

from bot.intents.documents import find_documents


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("S-QUO1001", "S-QUO1001"),
        ("quo 1001", "S-QUO1001"),
        ("quote #1001", "S-QUO1001"),
        ("Q1001", "S-QUO1001"),
        ("SQUO-1001", "S-QUO1001"),
        ("order 1001", "S-ORD1001"),
        ("ord1001", "S-ORD1001"),
        ("SO 1001", "S-ORD1001"),
        ("1070 (the order)", "S-ORD1070"),
        ("draft invoice 1001", "S-INV1001"),
        ("invoice 103001", "PS-INV103001"),
        ("INV#103001", "PS-INV103001"),
        ("against 103052", "PS-INV103052"),
        ("credit memo 104001", "PS-CR104001"),
        ("shipment 102001", "PS-SHP102001"),
        ("delivery 102001", "PS-SHP102001"),
        ("RMA 1001", "S-RET1001"),
        ("frame contract S-BLK1006", "S-BLK1006"),
        ("blanket 1003", "S-BLK1003"),
    ],
)
def test_a_number_is_canonical_however_it_is_written(text: str, number: str) -> None:
    assert [mention.number for mention in find_documents(text)] == [number]


def test_a_list_of_numbers_shares_its_word() -> None:
    found = find_documents("put shipments 102011, 102014 and 102019 on a single invoice")

    assert [m.number for m in found] == ["PS-SHP102011", "PS-SHP102014", "PS-SHP102019"]


def test_a_bare_number_of_four_digits_has_no_series() -> None:
    (mention,) = find_documents("cancel 1020")

    assert mention.series == ""


@pytest.mark.parametrize("text", ["1310-4", "invoice total 1,200.00", "call 0113 496 0000"])
def test_other_numbers_are_no_documents(text: str) -> None:
    assert find_documents(text) == ()
