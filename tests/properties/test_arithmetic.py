"""What always holds of amounts: nothing is lost, nothing is invented, whatever the figures."""

from datetime import date
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.calendar import NO_TIME, DateFormula
from domain.money import CENT, ZERO, round_to, split
from domain.sales.invoice_discount import discount_base, spread, spread_on_net
from domain.sales.line_amounts import line_amounts
from domain.sales.part_billing import (
    NOTHING_BILLED,
    BillableLine,
    bill_part,
    billed_lines,
    billed_vat,
)
from domain.sales.rounding import Direction, InvoiceRounding, cumulative_part
from domain.sales.taxes import CalcType, TaxComponent, TaxKind, VatSetup
from domain.sales.terms import InstalmentRow, PaymentTerms, Portion, instalments
from domain.sales.totals import DocumentLine, DocumentTotals, document_totals

D = Decimal
ECO = TaxComponent(code="ECO", kind=TaxKind.PER_UNIT, value=D("0.37"), raises_base=True)
AFTER_ECO = TaxComponent(code="VAT25", kind=TaxKind.PERCENT, value=D(25))
CITY = TaxComponent(code="CITY", kind=TaxKind.PERCENT, value=D("7.25"))
SETUPS = [
    VatSetup(identifier="VAT25", pct=D(25)),
    VatSetup(identifier="VAT12", pct=D(12)),
    VatSetup(identifier="VAT55", pct=D("5.5")),
    VatSetup(identifier="EXPORT"),
    VatSetup(identifier="RC", pct=D(25), calc_type=CalcType.REVERSE_CHARGE),
    VatSetup(identifier="FULL", pct=D(100), calc_type=CalcType.FULL),
    VatSetup(identifier="ECO", components=(ECO, AFTER_ECO)),
    VatSetup(identifier="TWO", components=(AFTER_ECO, CITY)),
]
cents = st.decimals("-99999.99", "99999.99", places=2)
positive_cents = st.decimals("0.01", "99999.99", places=2)
prices = st.decimals("0.00001", "9999", places=5)
percentages = st.decimals("0", "100", places=2)
whole_quantities = st.integers(1, 60).map(Decimal)
steps = st.sampled_from([CENT, D("0.05"), D(1), D("0.001")])
MARCH_2 = date(2026, 3, 2)
quick = settings(max_examples=60, deadline=None)


@st.composite
def document_lines(
    draw: st.DrawFn, *, negative: bool = True, setups: list[VatSetup] = SETUPS
) -> list[DocumentLine]:
    """One to six lines with discounts, of any sign and VAT."""
    lines = []
    for no in range(1, draw(st.integers(1, 6)) + 1):
        quantity = draw(whole_quantities)
        if negative and draw(st.booleans()):
            quantity = -quantity
        amounts = line_amounts(quantity, draw(prices), discount_pct=draw(percentages))
        lines.append(
            DocumentLine(
                line_no=no,
                quantity=quantity,
                gross=amounts.gross,
                line_amount=amounts.line_amount,
                vat=draw(st.sampled_from(setups)),
                allow_invoice_disc=draw(st.booleans()),
            )
        )
    return lines


def total_of(parts: list[Decimal]) -> Decimal:
    return sum(parts, ZERO)


@quick
@given(total=cents, weights=st.lists(cents, min_size=1, max_size=12))
def test_a_split_never_loses_a_cent(total: Decimal, weights: list[Decimal]) -> None:
    parts = split(total, weights)

    assert total_of(parts) == (total if total_of(weights) else 0)


@quick
@given(value=st.decimals("-9999", "9999", places=6), step=steps)
def test_rounding_is_symmetric_and_never_further_than_half_a_step(
    value: Decimal, step: Decimal
) -> None:
    rounded = round_to(value, step)

    assert round_to(-value, step) == -rounded
    assert abs(rounded - value) <= step / 2
    assert rounded % step == 0


@quick
@given(quantity=whole_quantities, price=prices, pct=percentages, step=steps)
def test_a_line_is_its_gross_less_its_discount(
    quantity: Decimal, price: Decimal, pct: Decimal, step: Decimal
) -> None:
    line = line_amounts(quantity, price, discount_pct=pct, step=step)
    back = line_amounts(-quantity, price, discount_pct=pct, step=step)

    assert line.gross - line.discount_amount == line.line_amount
    assert 0 <= line.line_amount <= line.gross
    assert back.line_amount == -line.line_amount


@quick
@given(lines=document_lines(), included=st.booleans(), step=steps)
def test_lines_groups_and_totals_tell_the_same_story(
    lines: list[DocumentLine], included: bool, step: Decimal
) -> None:
    totals = document_totals(_in_steps(lines, step), prices_include_vat=included, step=step)

    assert total_of([group.amount for group in totals.groups]) == totals.vat
    assert total_of([line.vat_amount for line in totals.lines]) == totals.vat
    assert total_of([line.amount for line in totals.lines]) == totals.net
    assert total_of([line.amount_incl_vat for line in totals.lines]) == totals.total
    assert totals.net + totals.vat == totals.total
    if included:
        assert totals.total == totals.subtotal
    assert totals.subtotal_net == totals.net


@quick
@given(lines=document_lines(setups=SETUPS[:4]), included=st.booleans())
def test_the_vat_of_a_group_is_what_its_rate_says(
    lines: list[DocumentLine], included: bool
) -> None:
    totals = document_totals(lines, prices_include_vat=included)

    for group in totals.groups:
        exact = group.base * group.key.value / 100
        if included:
            assert abs(group.amount - exact) <= CENT
        else:
            assert group.amount == round_to(exact)


@quick
@given(lines=document_lines(), included=st.booleans())
def test_a_document_with_all_signs_turned_has_all_totals_turned(
    lines: list[DocumentLine], included: bool
) -> None:
    lines = [line for line in lines if line.line_amount]
    turned = [_turned(line) for line in lines]

    totals = document_totals(lines, prices_include_vat=included)
    mirror = document_totals(turned, prices_include_vat=included)

    assert mirror.total == -totals.total
    assert [line.vat_amount for line in mirror.lines] == [-line.vat_amount for line in totals.lines]


@quick
@given(lines=document_lines(), pct=percentages, step=steps)
def test_an_invoice_discount_is_spread_exactly_over_the_lines_that_allow_it(
    lines: list[DocumentLine], pct: Decimal, step: Decimal
) -> None:
    base = discount_base(lines)
    amount = round_to(base * pct / 100, step)

    discounted = spread(lines, amount, step=step)

    assert total_of([line.inv_discount for line in discounted]) == (amount if base else 0)
    assert all(line.allow_invoice_disc or not line.inv_discount for line in discounted)


@quick
@given(lines=document_lines(negative=False), share=st.integers(0, 100))
def test_a_discount_on_net_lowers_the_net_by_exactly_itself(
    lines: list[DocumentLine], share: int
) -> None:
    plain = document_totals(lines, prices_include_vat=True)
    allowed = {line.line_no for line in lines if line.allow_invoice_disc and line.line_amount}
    net = total_of([line.amount for line in plain.lines if line.line_no in allowed])
    # Fees can eat up a small price; then there is no net to take anything off.
    amount = round_to(max(net - 10, ZERO) * share / 100)

    given_discount = spread_on_net(lines, amount)
    totals = document_totals(
        given_discount.lines, prices_include_vat=True, fixed_vat=given_discount.fixed_vat
    )

    assert plain.net - totals.net == amount
    assert total_of([group.amount for group in totals.groups]) == totals.vat
    assert totals.net + totals.vat == totals.total


@quick
@given(total=cents, whole=whole_quantities, cuts=st.lists(st.integers(0, 60), max_size=6))
def test_cumulative_parts_make_the_whole_however_it_is_cut(
    total: Decimal, whole: Decimal, cuts: list[int]
) -> None:
    stations = [*sorted(min(Decimal(cut), whole) for cut in cuts), whole]

    billed = ZERO
    for station in stations:
        billed += cumulative_part(total, upto=station, whole=whole, already=billed)

    assert billed == total


@settings(max_examples=60, deadline=None)
@given(data=st.data(), lines=document_lines(), included=st.booleans())
def test_part_invoices_add_up_to_the_order_in_every_figure(
    data: st.DataObject, lines: list[DocumentLine], included: bool
) -> None:
    base = discount_base(lines)
    whole = spread(lines, round_to(base * data.draw(percentages) / 100) if base > 0 else ZERO)
    order = document_totals(whole, prices_include_vat=included)

    invoices = _bill_in_parts(data, whole, included)

    assert total_of([invoice.net for invoice in invoices]) == order.net
    assert total_of([invoice.vat for invoice in invoices]) == order.vat
    assert total_of([invoice.total for invoice in invoices]) == order.total
    assert total_of([i.invoice_discount for i in invoices]) == order.invoice_discount
    billed = billed_vat(invoices)
    for group in order.groups:
        assert billed[group.key].amount == group.amount
        assert billed[group.key].base == group.base
    for invoice in invoices:
        assert total_of([line.vat_amount for line in invoice.lines]) == invoice.vat
        assert total_of([group.amount for group in invoice.groups]) == invoice.vat


@settings(max_examples=40, deadline=None)
@given(data=st.data(), lines=document_lines(setups=SETUPS[:4]), included=st.booleans())
def test_credit_memos_of_a_part_invoice_reach_exactly_its_totals(
    data: st.DataObject, lines: list[DocumentLine], included: bool
) -> None:
    paper = _bill_in_parts(data, lines, included)[-1]
    by_no = {line.line_no: line for line in lines}
    whole = [
        DocumentLine(
            line_no=line.line_no,
            quantity=line.quantity,
            gross=line.gross,
            line_amount=line.line_amount,
            vat=by_no[line.line_no].vat,
            negative=by_no[line.line_no].line_amount < 0,
        )
        for line in paper.lines
    ]

    memos = _bill_in_parts(data, whole, included, paper=paper)

    assert total_of([credit.net for credit in memos]) == paper.net
    assert total_of([credit.vat for credit in memos]) == paper.vat


@quick
@given(
    net=cents,
    vat=cents,
    pcts=st.lists(st.integers(1, 30).map(Decimal), max_size=3),
    fixed=st.lists(positive_cents, max_size=2),
    portions=st.lists(st.sampled_from([Portion.NET, Portion.VAT]), max_size=2),
)
def test_instalments_make_the_total_and_never_change_its_sign(
    net: Decimal, vat: Decimal, pcts: list[Decimal], fixed: list[Decimal], portions: list[Portion]
) -> None:
    rows = [
        *(InstalmentRow(portion=Portion.PERCENT, value=pct, due_formula=NO_TIME) for pct in pcts),
        *(InstalmentRow(portion=Portion.FIXED, value=part, due_formula=NO_TIME) for part in fixed),
        *(InstalmentRow(portion=portion, due_formula=NO_TIME) for portion in portions),
        InstalmentRow(portion=Portion.REST, due_formula=DateFormula.parse("1M")),
    ]
    terms = PaymentTerms(code="PARTS", instalments=tuple(rows))

    parts = [part.amount for part in instalments(terms, MARCH_2, net=net, vat=vat)]

    assert total_of(parts) == net + vat
    assert all(part * (net + vat) > 0 for part in parts) or net + vat == 0


@quick
@given(total=cents, step=st.sampled_from([D("0.05"), D("0.10"), D(1)]))
def test_invoice_rounding_ends_on_a_multiple_and_in_its_direction(
    total: Decimal, step: Decimal
) -> None:
    def rounded(direction: Direction) -> Decimal:
        return total + InvoiceRounding(precision=step, direction=direction).rounding_of(total)

    assert all(rounded(direction) % step == 0 for direction in Direction)
    assert abs(rounded(Direction.NEAREST) - total) <= step / 2
    assert abs(rounded(Direction.DOWN)) <= abs(total) <= abs(rounded(Direction.UP))


def _turned(line: DocumentLine) -> DocumentLine:
    return DocumentLine(
        line_no=line.line_no,
        quantity=-line.quantity,
        gross=-line.gross,
        line_amount=-line.line_amount,
        vat=line.vat,
    )


def _in_steps(lines: list[DocumentLine], step: Decimal) -> list[DocumentLine]:
    return [
        DocumentLine(
            line_no=line.line_no,
            quantity=line.quantity,
            gross=round_to(line.gross, step),
            line_amount=round_to(line.line_amount, step),
            vat=line.vat,
        )
        for line in lines
    ]


def _bill_in_parts(
    data: st.DataObject,
    whole: list[DocumentLine] | tuple[DocumentLine, ...],
    included: bool,
    *,
    paper: DocumentTotals | None = None,
) -> list[DocumentTotals]:
    """Up to three invoices that together bill everything, cut at random."""
    invoices: list[DocumentTotals] = []
    for last in (False, False, True):
        billed = billed_lines(invoices)
        parts = []
        for line in whole:
            before = billed.get(line.line_no, NOTHING_BILLED)
            left = line.quantity - before.quantity
            share = left if last else Decimal(data.draw(st.integers(0, int(abs(left)))))
            now = share.copy_sign(left) if left else ZERO
            parts.append(BillableLine(line=line, quantity=now, billed=before))
        invoices.append(
            bill_part(
                parts,
                prices_include_vat=included,
                billed_vat=billed_vat(invoices),
                whole=paper,
            )
        )
    return invoices
