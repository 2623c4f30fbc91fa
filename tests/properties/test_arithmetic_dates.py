"""What always holds of dates: time runs forwards, and counting back finds the way home."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.calendar import (
    DateFormula,
    FormulaPart,
    WorkingCalendar,
    is_working_day,
    nearest_working_day,
    working_date,
)
from domain.sales.line_dates import DeliveryRoute, dates_from_delivery, dates_from_shipment

days = st.dates(date(2020, 1, 1), date(2035, 12, 31))
day_counts = st.integers(0, 30).map(lambda n: DateFormula.parse(f"{n}D"))
parts = st.one_of(
    st.builds(
        FormulaPart,
        count=st.integers(0, 24),
        unit=st.sampled_from("DWMQY"),
        backward=st.booleans(),
    ),
    st.builds(
        FormulaPart,
        count=st.just(0),
        unit=st.sampled_from("DWMQY"),
        current=st.just(True),
        backward=st.booleans(),
    ),
    st.builds(FormulaPart, count=st.integers(1, 31), unit=st.just("day"), backward=st.booleans()),
)
formulas = st.lists(parts, max_size=4).map(lambda each: DateFormula(parts=tuple(each)))
calendars = st.builds(
    WorkingCalendar,
    code=st.just("ANY"),
    weekdays_off=st.frozensets(st.integers(0, 6), max_size=3),
    annual_off=st.frozensets(st.tuples(st.integers(1, 12), st.integers(1, 28)), max_size=10),
)
quick = settings(max_examples=60, deadline=None)


def forwards(formula: DateFormula) -> bool:
    return all(not part.backward for part in formula.parts)


@quick
@given(formula=formulas)
def test_the_stored_spelling_means_the_same_formula(formula: DateFormula) -> None:
    assert DateFormula.parse(str(formula)) == formula


@quick
@given(day=days, formula=formulas)
def test_a_formula_without_minus_never_leads_into_the_past(day: date, formula: DateFormula) -> None:
    if forwards(formula):
        assert formula.before(day) <= day <= formula.after(day)


@quick
@given(day=days, months=st.integers(0, 60), extra=st.integers(0, 40))
def test_counting_back_is_off_by_no_more_than_a_clamped_month(
    day: date, months: int, extra: int
) -> None:
    formula = DateFormula.parse(f"{months}M+{extra}D")

    home = formula.before(formula.after(day))

    assert timedelta(0) <= day - home <= timedelta(3)


@quick
@given(day=days, more=st.integers(0, 40), formula=formulas)
def test_a_later_start_never_ends_earlier(day: date, more: int, formula: DateFormula) -> None:
    if forwards(formula):
        assert formula.after(day) <= formula.after(day + timedelta(more))


@quick
@given(day=days, formula=formulas, each=st.lists(calendars, max_size=2), backward=st.booleans())
def test_a_working_date_is_a_working_day(
    day: date, formula: DateFormula, each: list[WorkingCalendar], backward: bool
) -> None:
    result = working_date(day, formula, calendars=each, backward=backward)

    assert is_working_day(result, each)


@quick
@given(day=days, formula=day_counts, each=st.lists(calendars, max_size=2))
def test_working_days_counted_forwards_and_back_lead_home(
    day: date, formula: DateFormula, each: list[WorkingCalendar]
) -> None:
    start = nearest_working_day(day, each)

    arrival = working_date(start, formula, calendars=each)

    assert working_date(arrival, formula, calendars=each, backward=True) == start


@quick
@given(
    delivery=days,
    handling=day_counts,
    shipping=day_counts,
    location=calendars,
    agent=calendars,
    customer=calendars,
)
def test_goods_that_leave_on_the_computed_day_arrive_in_time(
    delivery: date,
    handling: DateFormula,
    shipping: DateFormula,
    location: WorkingCalendar,
    agent: WorkingCalendar,
    customer: WorkingCalendar,
) -> None:
    route = DeliveryRoute(
        outbound_handling=handling,
        shipping_time=shipping,
        location_calendars=(location,),
        agent_calendars=(agent,),
        customer_calendars=(customer,),
    )

    back = dates_from_delivery(delivery, route)
    forth = dates_from_shipment(back.shipment, route)

    assert back.shipment <= back.planned_shipment <= back.planned_delivery <= delivery
    assert forth.planned_shipment <= back.planned_shipment
    assert forth.planned_delivery <= back.planned_delivery
