"""What statements, reminders and finance charge memos have alike on paper."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from domain.money import ZERO
from domain.papers import AccountEntry, Addressee, PaperFacts
from domain.parties.contact_rows import Contact
from domain.parties.customer_rows import Customer
from domain.people import Employee
from domain.sales.drafting import locale_of
from domain.sales.issued import freeze
from domain.sales.paper_facts import seller
from domain.work import Work

PAPER_KIND = {"reminder": "reminder", "finance_charge": "finance-charge"}


def account_paper(
    work: Work,
    customer: Customer,
    *,
    kind: str,
    number: str,
    currency: str,
    entries: Sequence[AccountEntry],
    total: Decimal,
    **more: Any,
) -> PaperFacts:
    """Freeze a paper about a customer's account; `more` are facts of its kind."""
    salesperson = work.session.get(Employee, customer.salesperson) if customer.salesperson else None
    facts = PaperFacts(
        kind=kind,
        number=number,
        version=1,
        issued=work.today,
        language=customer.language or work.setup.language,
        locale=locale_of(customer, work),
        currency=currency,
        prices_include_vat=False,
        seller=seller(work.setup),
        buyer=_addressee(work, customer),
        ship_to=(),
        salesperson=salesperson.name if salesperson else "",
        salesperson_email=salesperson.email if salesperson else "",
        lines=(),
        subtotal=total,
        invoice_discount=ZERO,
        invoice_discount_pct=ZERO,
        net=total,
        vat=(),
        rounding=ZERO,
        total=total,
        entries=tuple(entries),
    )
    return freeze(work, replace(facts, **more))


def paper_kind(kind: str) -> str:
    """A ledger's word for an entry as papers write it: "credit_memo" is "credit-memo"."""
    return kind.replace("_", "-")


def _addressee(work: Work, customer: Customer) -> Addressee:
    contact = work.session.get(Contact, customer.contact_no) if customer.contact_no else None
    person = contact is not None and contact.type == "person"
    return Addressee(
        customer_no=customer.no,
        name=customer.name,
        address_lines=customer.address_lines,
        country=customer.country,
        contact=contact.name if contact and person else "",
        email=contact.email if contact else customer.email.partition(";")[0],
        vat_id=customer.vat_registration_no,
    )
