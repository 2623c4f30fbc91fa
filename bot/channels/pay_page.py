"""What the page behind a payment link says: the bill as it stands today, and how to pay it."""

from dataclasses import dataclass, replace
from decimal import Decimal

from sqlalchemy.orm import Session

from domain.papers import PaperFacts
from domain.receivables.asked import Asked, BillState
from domain.sales.issued import paper as issued_paper
from domain.sales.paper_facts import seller
from domain.setup import setup
from templates.fact_words import FACTS
from templates.letterhead import accent
from templates.pages import day, fill, money
from templates.payment import giro_code
from templates.wording import Wording, wording


@dataclass(frozen=True, kw_only=True)
class PayView:
    """A payment page as text in its places."""

    language: str
    direction: str
    company: str
    accent: str
    title: str
    number: str
    headline: str
    amount: str = ""
    said: tuple[str, ...] = ()
    button: str = ""
    bank_title: str = ""
    bank: tuple[tuple[str, str], ...] = ()
    code: str = ""
    code_text: str = ""
    code_label: str = ""
    paid: bool = False


def pay_page(
    session: Session, asked: Asked, *, provider: str, back: bool = False, away: bool = False
) -> str:
    """Draw the page of a bill. `provider` is the name on the button, empty for none.

    `back` says that the payer comes back from the provider, `away` that the provider did not
    answer.
    """
    facts = issued_paper(session, asked.paper, number=asked.number, version=1)
    # the account may have changed since the paper was printed
    facts = replace(facts, seller=seller(setup(session)))
    words = wording(facts.language, facts.seller.country)
    view = PayView(
        language=words.language,
        direction=words.direction,
        company=facts.seller.name,
        accent=accent(facts.seller.accent),
        title=words.say(f"{asked.paper}.title"),
        number=asked.number,
        headline=words.say(_headline(asked, back=back)),
        paid=asked.state is BillState.PAID,
    )
    if asked.payable and not back:
        view = _asking(view, asked, facts, words=words, provider=provider, away=away)
    return fill("web/pay.html", {"page": view})


def unknown_page(session: Session) -> str:
    """What is shown for a link that is not ours; it says nothing about any bill."""
    company = setup(session)
    words = wording(company.language)
    view = PayView(
        language=words.language,
        direction=words.direction,
        company=company.name,
        accent=accent(company.accent),
        title=words.say("web.unknown_title"),
        number="",
        headline=words.say("web.unknown"),
    )
    return fill("web/pay.html", {"page": view})


def _headline(asked: Asked, *, back: bool) -> str:
    if asked.state is BillState.PAID:
        return "web.paid"
    if asked.state is BillState.CANCELLED:
        return "web.cancelled"
    return "web.back" if back else "web.to_pay"


def _asking(
    view: PayView,
    asked: Asked,
    facts: PaperFacts,
    *,
    words: Wording,
    provider: str,
    away: bool,
) -> PayView:
    labels = ("bank", "iban", "bic", "payment_reference")
    bank = tuple((words.say(f"fact.{name}"), FACTS[name](facts, words)) for name in labels)
    held = bool(facts.seller.iban)
    amount = money(asked.amount, asked.currency, facts.locale)
    return replace(
        view,
        amount=amount,
        said=(*((words.say("web.away"),) if away else ()), *_remarks(asked, facts, words)),
        button=words.say("web.pay_with", provider=provider) if provider else "",
        bank_title=words.say("web.or_bank" if provider else "web.bank") if held else "",
        bank=tuple((label, value) for label, value in bank if value) if held else (),
        code=giro_code(facts, asked.amount),
        code_text=words.say("pay.code_text", amount=amount),
        code_label=words.say("pay.code"),
    )


def _remarks(asked: Asked, facts: PaperFacts, words: Wording) -> tuple[str, ...]:
    """When it is due, what is paid already, what may be taken off."""

    def shown(amount: Decimal) -> str:
        return money(amount, asked.currency, facts.locale)

    said = [words.say("web.due", day=day(asked.due, facts.locale))]
    if asked.discount and asked.discount_until:
        until = day(asked.discount_until, facts.locale)
        said.append(words.say("web.discount", amount=shown(asked.discount), day=until))
    if asked.state is BillState.PARTLY_PAID:
        said.append(words.say("web.partly", open=shown(asked.open), total=shown(asked.total)))
    elif asked.amount + asked.discount < asked.open:
        said.append(words.say("web.instalment", open=shown(asked.open)))
    return tuple(said)
