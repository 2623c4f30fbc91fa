"""Money that a payment provider took: what our people are told about it."""

from bot.handlers.handling import handles
from bot.reply import Button, Reply, Tone
from domain.ledger.customers import CustomerEntry
from domain.receivables.asked import Asked, asked_for
from domain.receivables.online import (
    Doubt,
    OnlinePayment,
    TakeOnlinePayment,
    booking_of,
    take_online_payment,
)
from domain.receivables.refunds import Refund
from domain.work import Work
from templates.pages import day, money

_TITLES = {"paypal": "PayPal"}


@handles(TakeOnlinePayment)
def online_payment_taken(command: TakeOnlinePayment, work: Work) -> Reply:
    taken = take_online_payment(command, work)
    if taken.repeated:
        return Reply(text=f"Payment {taken.payment_id} was told before.")
    booked = f" is booked as {taken.payment_no}" if taken.payment_no else " waits for a person"
    return Reply(text=f"Payment {taken.payment_id} for {taken.invoice_no}{booked}.")


def money_came(work: Work, entry: CustomerEntry, name: str, *, papers: tuple[str, ...]) -> Reply:
    """Tell that a customer has paid, and what is left of the papers he paid."""
    paid = money(-entry.amount, entry.currency)
    what = f" for {' and '.join(papers)}" if papers else ", on account"
    asked = [asked_for(work.session, number, on=work.today) for number in papers]
    return Reply(
        text=f"{name} has paid {paid}{what}: {entry.document_no}.",
        facts=tuple((f"Open of {one.number}", _left(one)) for one in asked if one),
        document_no=papers[0] if papers else "",
        customer_no=entry.customer_no,
    )


def doubtful_money(work: Work, told: OnlinePayment) -> Reply:
    """Tell an accountant why money was not booked, or not as it was meant, and the ways out."""
    by = _TITLES.get(told.provider, told.provider.capitalize())
    amount = money(told.amount, told.currency)
    asked = asked_for(work.session, told.document_no, on=work.today)
    said = {
        Doubt.UNKNOWN: (
            f"{by} took {amount} for “{told.document_no or 'nothing named'}”, which is no "
            "invoice of ours. Nothing is booked: find out whose it is, and enter the payment."
        ),
        Doubt.CURRENCY: (
            f"{by} took {amount} for {told.document_no}, which is in "
            f"{asked.currency if asked else 'another currency'}. Nothing is booked: book it on "
            "account, and apply it at the rate that you agree on."
        ),
        Doubt.NOTHING_OPEN: (
            f"{by} took {amount} for {told.document_no}, of which nothing was open any more. It "
            f"stands on account as {told.payment_no}: pay it back, or apply it to another invoice."
        ),
        Doubt.MORE: (
            f"{by} took {amount} for {told.document_no}, more than was open. The rest of "
            f"{told.payment_no} stands on account: pay it back, or apply it to another invoice."
        ),
        Doubt.REFUND: (
            f"{by} gave {amount} back for {told.document_no or 'a payment'}. Nothing is booked: "
            "take the application of that payment back, and enter the refund."
        ),
        Doubt.REFUSED: (
            f"{by} took {amount} for {told.document_no}, but I could not book it: {told.why}"
        ),
    }
    return Reply(
        text=said[Doubt(told.doubt)],
        facts=(("At the provider", told.payment_id), ("Told", day(told.told_at.date()))),
        buttons=_ways_out(told, asked),
    )


def _ways_out(told: OnlinePayment, asked: Asked | None) -> tuple[Button, ...]:
    if told.doubt in (Doubt.CURRENCY, Doubt.REFUSED) and asked is not None:
        booking = booking_of(told, asked, paid_on=told.told_at.date())
        return (Button(label="Book the payment", command=booking, tone=Tone.PRIMARY),)
    if told.doubt in (Doubt.NOTHING_OPEN, Doubt.MORE):
        label = "Pay it back" if told.doubt == Doubt.NOTHING_OPEN else "Pay the rest back"
        refund = Refund(document_no=told.payment_no, account=told.provider.upper())
        return (Button(label=label, command=refund, tone=Tone.DANGER, confirm=f"{label}?"),)
    return ()


def _left(asked: Asked) -> str:
    return money(asked.open, asked.currency) if asked.open else "nothing, it is paid"
