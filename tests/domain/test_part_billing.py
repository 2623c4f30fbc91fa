"""Part invoices and credit memos add up to their whole (specification, sections 4, 5, 8.11)."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from domain.sales.invoice_discount import spread
from domain.sales.line_amounts import changed_after_billing, line_amounts
from domain.sales.part_billing import (
    NOTHING_BILLED,
    BillableLine,
    Billed,
    bill_part,
    billed_lines,
    billed_vat,
    part_of_line,
)
from domain.sales.taxes import TaxComponent, TaxKind, VatSetup
from domain.sales.totals import DocumentLine, DocumentTotals, document_totals

D = Decimal
VAT25 = VatSetup(identifier="VAT25", pct=D(25))
VAT12 = VatSetup(identifier="VAT12", pct=D(12))


def line(
    quantity: str, unit_price: str, *, no: int = 1, pct: str = "0", vat: VatSetup = VAT25
) -> DocumentLine:
    amounts = line_amounts(D(quantity), D(unit_price), discount_pct=D(pct))
    return DocumentLine(
        line_no=no,
        quantity=D(quantity),
        gross=amounts.gross,
        line_amount=amounts.line_amount,
        vat=vat,
    )


def bill(
    whole: Sequence[DocumentLine],
    now: Mapping[int, str],
    *,
    before: Sequence[DocumentTotals] = (),
    prices_include_vat: bool = False,
    paper: DocumentTotals | None = None,
    standing: Mapping[int, Billed] | None = None,
) -> DocumentTotals:
    """Bill these quantities by line number, after the invoices `before`."""
    billed = billed_lines(before)
    return bill_part(
        [
            BillableLine(
                line=item,
                quantity=D(now.get(item.line_no, "0")),
                billed=billed.get(item.line_no, NOTHING_BILLED),
                standing=(standing or {}).get(item.line_no, NOTHING_BILLED),
            )
            for item in whole
        ],
        prices_include_vat=prices_include_vat,
        billed_vat=billed_vat(before),
        whole=paper,
    )


def one_by_one(
    whole: Sequence[DocumentLine], cuts: Sequence[Mapping[int, str]]
) -> list[DocumentTotals]:
    invoices: list[DocumentTotals] = []
    for cut in cuts:
        invoices.append(bill(whole, cut, before=invoices))
    return invoices


def test_three_pieces_billed_one_by_one_cost_what_they_cost_together() -> None:
    invoices = one_by_one([line("3", "33.33", pct="10")], [{1: "1"}] * 3)

    amounts = [invoice.lines[0].line_amount for invoice in invoices]
    assert amounts == [D("30.00"), D("29.99"), D("30.00")]
    assert [invoice.lines[0].gross for invoice in invoices] == [D("33.33")] * 3


def test_vat_of_part_invoices_adds_up_to_the_orders_vat() -> None:
    invoices = one_by_one([line("3", "10.01")], [{1: "1"}] * 3)

    assert [invoice.vat for invoice in invoices] == [D("2.50"), D("2.51"), D("2.50")]
    assert sum(invoice.total for invoice in invoices) == D("37.54")


def test_the_invoiced_part_stands_when_the_price_changes() -> None:
    first = bill([line("10", "100.00")], {1: "4"})
    standing = billed_lines([first])
    changed = changed_after_billing(standing[1], D(10), D("90.00"))
    whole = [
        DocumentLine(
            line_no=1,
            quantity=D(10),
            gross=changed.gross,
            line_amount=changed.line_amount,
            vat=VAT25,
        )
    ]

    final = bill(whole, {1: "6"}, before=[first], standing=standing)
    third = bill(whole, {1: "3"}, before=[first], standing=standing)

    assert first.net == D("400.00")
    assert final.net == D("540.00")
    assert final.vat == D("135.00")
    assert third.net == D("270.00")


def test_old_terms_return_when_the_invoice_at_old_terms_is_cancelled() -> None:
    standing = Billed(quantity=D(4), gross=D("400.00"), line_amount=D("400.00"))
    whole = line("10", "94.00")  # 400.00 and six at 90.00

    part = part_of_line(BillableLine(line=whole, quantity=D(2), standing=standing))
    all_of_it = part_of_line(BillableLine(line=whole, quantity=D(10), standing=standing))

    assert part.line_amount == D("200.00")
    assert all_of_it.line_amount == D("940.00")


def test_each_invoice_takes_its_part_of_the_invoice_discount() -> None:
    whole = spread([line("3", "100.00", no=1), line("1", "33.33", no=2)], D("10.00"))

    invoices = one_by_one(whole, [{1: "1"}, {1: "1", 2: "1"}, {1: "1"}])

    assert sum(invoice.invoice_discount for invoice in invoices) == D("10.00")
    assert sum(invoice.total for invoice in invoices) == document_totals(whole).total
    assert invoices[0].invoice_discount == D("3.00")


def test_a_line_that_is_not_billed_now_does_not_appear() -> None:
    first = bill([line("3", "10.01", no=1), line("5", "7.00", no=2, vat=VAT12)], {1: "1"})

    assert [item.line_no for item in first.lines] == [1]
    assert [group.key.code for group in first.groups] == ["VAT25"]


def test_a_cancelled_invoice_counts_as_never_billed() -> None:
    whole = [line("3", "10.01")]
    first = bill(whole, {1: "1"})

    again = bill(whole, {1: "3"})

    assert first.total + D("25.03") == again.total


def test_a_credit_memo_for_all_that_is_left_reaches_the_invoices_totals() -> None:
    whole = [line("8", "24.50")]
    invoice = document_totals(whole)

    first = bill(whole, {1: "3"}, paper=invoice)
    second = bill(whole, {1: "5"}, before=[first], paper=invoice)

    assert (first.net, first.vat, first.total) == (D("73.50"), D("18.38"), D("91.88"))
    assert (second.net, second.vat, second.total) == (D("122.50"), D("30.62"), D("153.12"))


def test_a_credit_memo_meets_the_billed_cent_of_a_part_invoice() -> None:
    order = [line("3", "10.01")]
    second = one_by_one(order, [{1: "1"}, {1: "1"}])[1]

    credit = bill([line("1", "10.01")], {1: "1"}, paper=second)

    assert second.vat == D("2.51")  # by itself it would be 2.50
    assert credit.vat == D("2.51")


def test_lines_of_an_invoice_with_vat_in_its_prices_are_credited_one_after_the_other() -> None:
    whole = [line("1", "99.99", no=1), line("1", "49.95", no=2)]
    invoice = document_totals(whole, prices_include_vat=True)

    first = bill(whole, {1: "1"}, prices_include_vat=True, paper=invoice)
    second = bill(whole, {2: "1"}, before=[first], prices_include_vat=True, paper=invoice)

    assert (first.total, first.vat, first.net) == (D("99.99"), D("20.00"), D("79.99"))
    assert (second.total, second.vat, second.net) == (D("49.95"), D("9.99"), D("39.96"))
    assert [group.base for group in second.groups] == [D("39.96")]


def test_fees_per_piece_are_billed_with_the_pieces() -> None:
    eco = TaxComponent(code="ECO", kind=TaxKind.PER_UNIT, value=D("0.50"), raises_base=True)
    vat = TaxComponent(code="VAT", kind=TaxKind.PERCENT, value=D(25))
    whole = [line("40", "12.00", vat=VatSetup(identifier="E", components=(eco, vat)))]

    invoices = one_by_one(whole, [{1: "13"}, {1: "13"}, {1: "14"}])

    assert [invoice.groups[0].amount for invoice in invoices] == [D("6.50"), D("6.50"), D("7.00")]
    assert sum(invoice.total for invoice in invoices) == D("625.00")


def test_ten_chairs_with_ten_percent_in_two_invoices() -> None:
    invoices = one_by_one([line("10", "100.00", pct="10")], [{1: "4"}, {1: "6"}])

    assert [invoice.total for invoice in invoices] == [D("450.00"), D("675.00")]
