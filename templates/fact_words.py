"""Single facts of a paper in words: dates, references, addresses, when and how to pay.

Every function takes the facts and the words and gives the text, or "" for a fact with nothing
to say, which is then left out of the paper. Money that is to be paid arrives computed.
"""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from domain.papers import Changed, PaperChange, PaperFacts
from templates.pages import day, figure, money, percent, quantity
from templates.wording import Wording, terms_text

Fact = Callable[[PaperFacts, Wording], str]

_IBAN_GROUP = 4  # signs; how banks print it


def shown_day(value: date | None, facts: PaperFacts) -> str:
    """Write a date in the paper's locale; "" for none."""
    return day(value, facts.locale) if value else ""


def shown_money(amount: Decimal, facts: PaperFacts) -> str:
    """Write an amount in the paper's currency and locale."""
    return money(amount, facts.currency, facts.locale)


def due_now(facts: PaperFacts) -> Decimal:
    """What the payment box asks for: the first instalment, or all; nothing once it is paid."""
    if facts.payment_state == "paid":
        return Decimal(0)
    return facts.instalments[0][1] if facts.instalments else facts.total


def corrected(facts: PaperFacts, words: Wording) -> str:
    """Name the invoice a credit memo takes back, with its date: the law asks for both."""
    if not facts.corrects_no:
        return ""
    if facts.corrects_date is None:
        return facts.corrects_no
    return words.say(
        "credit.of", number=facts.corrects_no, day=shown_day(facts.corrects_date, facts)
    )


def change_text(change: PaperChange, facts: PaperFacts, words: Wording) -> str:
    """Say what an amendment changes, in one line."""
    priced = change.what == "price"
    at = shown_price(change.at, facts) if change.at is not None else ""
    return words.say(
        f"change.{change.what}",
        item=f"{change.item} {change.description}".strip(),
        was=_changed(change.was, facts, words, priced=priced),
        now=_changed(change.now, facts, words, priced=priced),
        at=at,
    )


def _changed(value: Changed, facts: PaperFacts, words: Wording, *, priced: bool) -> str:
    """A value as it was or is: a day, money, a percentage, a quantity, or a text as it stands."""
    if value.day is not None:
        return shown_day(value.day, facts)
    if value.number is None:
        return words.code("answer", value.text) if value.text else words.say("change.none")
    if priced:
        return shown_price(value.number, facts)
    if value.unit == "%":
        return percent(value.number, facts.locale)
    unit = words.unit(value.unit, value.number)
    return f"{quantity(value.number, facts.locale)} {unit}"


def shown_price(price: Decimal, facts: PaperFacts) -> str:
    """Write a unit price in the paper's currency and locale."""
    return figure(price, facts.currency, facts.locale)


def _delivery(facts: PaperFacts, words: Wording) -> str:
    return shown_day(facts.planned_delivery or facts.requested_delivery, facts)


def _contact(facts: PaperFacts, words: Wording) -> str:
    return "\n".join(part for part in (facts.salesperson, facts.salesperson_email) if part)


def _ship_to(facts: PaperFacts, words: Wording) -> str:
    return ", ".join(line for line in facts.ship_to if line)


def _delivery_address(facts: PaperFacts, words: Wording) -> str:
    home = dict.fromkeys((facts.buyer.name, *facts.buyer.address_lines))
    return _ship_to(facts, words) or ", ".join(line for line in home if line)


def _return_address(facts: PaperFacts, words: Wording) -> str:
    return ", ".join((facts.seller.name, *facts.seller.address_lines))


def _supplied(facts: PaperFacts, words: Wording) -> str:
    """Say when goods were supplied; where only delivery notes know, they are referred to."""
    if facts.supplied:
        return shown_day(facts.supplied, facts)
    return words.say("invoice.as_shipped" if facts.shipment_nos else "invoice.as_dated")


def _period(facts: PaperFacts, words: Wording) -> str:
    if facts.period_from is None:
        return ""
    return f"{shown_day(facts.period_from, facts)} –\n{shown_day(facts.issued, facts)}"


def _due(facts: PaperFacts, words: Wording) -> str:
    return "" if facts.instalments else shown_day(facts.due_date, facts)


def _discount(facts: PaperFacts, words: Wording) -> str:
    if not (facts.discount_date and facts.discount_amount):
        return ""
    return words.say(
        "pay.discount",
        day=shown_day(facts.discount_date, facts),
        rate=percent(facts.discount_pct, facts.locale),
        amount=shown_money(facts.discount_amount, facts),
    )


def _instalments(facts: PaperFacts, words: Wording) -> str:
    return "\n".join(
        words.say("pay.instalment", day=shown_day(due, facts), amount=shown_money(amount, facts))
        for due, amount in facts.instalments
    )


def _iban(facts: PaperFacts, words: Wording) -> str:
    iban = facts.seller.iban.replace(" ", "")
    return " ".join(iban[at : at + _IBAN_GROUP] for at in range(0, len(iban), _IBAN_GROUP))


FACTS: dict[str, Fact] = {
    "date": lambda facts, words: shown_day(facts.issued, facts),
    "invoice_date": lambda facts, words: shown_day(facts.issued, facts),
    "valid_until": lambda facts, words: shown_day(facts.valid_until, facts),
    "requested": lambda facts, words: shown_day(facts.requested_delivery, facts),
    "planned": lambda facts, words: shown_day(facts.planned_delivery, facts),
    "delivery": _delivery,
    "order_no": lambda facts, words: facts.order_no if facts.order_no != facts.number else "",
    "quote_no": lambda facts, words: facts.quote_no if facts.quote_no != facts.number else "",
    "customer_no": lambda facts, words: facts.buyer.customer_no,
    "your_reference": lambda facts, words: facts.your_reference,
    "your_order": lambda facts, words: facts.your_reference,
    "your_vat_id": lambda facts, words: facts.buyer.vat_id,
    "contact": _contact,
    "ship_to": _ship_to,
    "delivery_address": _delivery_address,
    "return_address": _return_address,
    "terms": lambda facts, words: (
        terms_text(facts.terms, words, facts.locale) if facts.terms else ""
    ),
    "carrier": lambda facts, words: facts.shipping_agent,
    "supplied": _supplied,
    "corrects": lambda facts, words: facts.corrects_no,
    "corrects_in_full": corrected,
    "reason": lambda facts, words: facts.reason,
    "mark": lambda facts, words: facts.number,
    "period": _period,
    "due": _due,
    "discount": _discount,
    "instalments": _instalments,
    "bank": lambda facts, words: facts.seller.bank,
    "iban": _iban,
    "bic": lambda facts, words: facts.seller.bic,
    "payment_reference": lambda facts, words: facts.number,
    "account_reference": lambda facts, words: facts.buyer.customer_no,
}
# Facts that share a label with another.
LABELS = {
    "account_reference": "payment_reference",
    "delivery_address": "ship_to",
    "corrects_in_full": "corrects",
}
