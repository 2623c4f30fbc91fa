"""Properties of promising and of comparing names, for any stock and any text."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from domain.naming import folded, name_key
from domain.stock.promising import WINDOW, Movement, Outlook, atp_qty, earliest_date, projected

TODAY = date(2026, 3, 2)
DAYS = st.integers(min_value=-5, max_value=120).map(lambda days: TODAY + timedelta(days=days))
QUANTITIES = st.integers(min_value=-20, max_value=20).map(Decimal)
MOVEMENTS = st.lists(st.builds(Movement, day=DAYS, quantity=QUANTITIES), max_size=8)
OUTLOOKS = st.builds(
    Outlook,
    today=st.just(TODAY),
    stock=st.integers(min_value=0, max_value=40).map(Decimal),
    movements=MOVEMENTS.map(tuple),
)
WANTED = st.integers(min_value=1, max_value=30).map(Decimal)
NEEDED = st.integers(min_value=0, max_value=60).map(lambda days: TODAY + timedelta(days=days))


@given(OUTLOOKS, WANTED, NEEDED)
def test_goods_are_promised_for_the_day_asked_exactly_when_they_are_free_then(
    outlook: Outlook, quantity: Decimal, needed: date
) -> None:
    on_the_day = earliest_date(outlook, quantity, needed) == needed

    assert on_the_day == (atp_qty(outlook, needed) >= quantity)


@given(OUTLOOKS, WANTED, NEEDED)
def test_a_promise_lies_in_the_window_and_the_goods_are_there(
    outlook: Outlook, quantity: Decimal, needed: date
) -> None:
    promised = earliest_date(outlook, quantity, needed)

    if promised is not None:
        assert needed <= promised <= needed + WINDOW
        assert projected(outlook, promised) >= quantity


@given(OUTLOOKS, WANTED, NEEDED)
def test_asking_for_less_is_never_promised_later(
    outlook: Outlook, quantity: Decimal, needed: date
) -> None:
    promised = earliest_date(outlook, quantity, needed)
    less = earliest_date(outlook, quantity - 1, needed) if quantity > 1 else promised

    if promised is not None:
        assert less is not None
        assert less <= promised


@given(st.text(max_size=60))
def test_a_folded_name_stays_as_it_is_when_folded_again(text: str) -> None:
    assert folded(folded(text)) == folded(text)


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyzäöüß &.-", min_size=1, max_size=40))
def test_case_and_punctuation_do_not_part_a_name(text: str) -> None:
    assert name_key(text.upper()) == name_key(text)
    assert name_key(f" {text}, ") == name_key(text)
