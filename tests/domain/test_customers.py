"""Registering customers: what a salesperson may rely on."""

from dataclasses import replace
from decimal import Decimal

import pytest
from sqlalchemy import func, select

from domain.catalog.items import fingerprint
from domain.errors import InvalidField, NotFound, NotPermitted, Several
from domain.parties.blocking import Action, CustomerBlocked, check_not_blocked
from domain.parties.contact_rows import Contact
from domain.parties.contacts import identify_sender
from domain.parties.customer_rows import Customer, CustomerTemplate
from domain.parties.customers import (
    BlockCustomer,
    CreateCustomer,
    PossibleDuplicate,
    ShowCustomer,
    TemplateRequired,
    block_customer,
    clients,
    create_customer,
    customer_of,
    show_customer,
)
from domain.people import Actor, Employee, Role
from domain.work import Work

FIR = CreateCustomer(name="Fir Ltd", template="DOMESTIC")


def customers(work: Work) -> int:
    return work.session.scalar(select(func.count()).select_from(Customer)) or 0


def as_person(work: Work, no: str) -> Work:
    return work.on_behalf_of(work.session.get_one(Employee, no).actor())


def contact_of(customer_no: str) -> Actor:
    return Actor(
        id="contact:x", name="Ann", roles=frozenset({Role.CONTACT}), customer_no=customer_no
    )


def test_a_new_customer_takes_groups_and_terms_from_the_template(work: Work) -> None:
    created = create_customer(FIR, work)

    fir = work.session.get_one(Customer, created.customer_no)
    assert (created.customer_no, fir.payment_terms, fir.vat_bus_posting_group) == (
        "C10001",
        "14D",
        "DOMESTIC",
    )
    assert fir.salesperson == "gina"
    assert work.session.get_one(Contact, fir.contact_no).type == "company"


@pytest.mark.parametrize("name", ["ALDER & CO", "alder and co.", "Alder und Co GmbH", "Älder"])
def test_a_name_that_reads_the_same_is_not_registered_twice(work: Work, name: str) -> None:
    before = customers(work)

    with pytest.raises(PossibleDuplicate) as refused:
        create_customer(replace(FIR, name=name), work)

    assert [found.customer_no for found in refused.value.candidates] == ["C10000"]
    assert customers(work) == before


def test_another_firm_of_the_same_name_is_registered_when_somebody_says_so(work: Work) -> None:
    with pytest.raises(PossibleDuplicate) as refused:
        create_customer(replace(FIR, name="alder & co"), work)

    (another,) = refused.value.remedies()
    assert isinstance(another, CreateCustomer)
    created = create_customer(another, work)

    assert created.customer_no == "C10001"
    assert [found.customer_no for found in created.looks_like] == ["C10000"]


@pytest.mark.parametrize("email", ["orders@birch.example", "Ann@Birch.example"])
def test_an_address_that_is_known_names_its_customer(work: Work, email: str) -> None:
    with pytest.raises(PossibleDuplicate, match=r"C20000 Birch Retail, Bremen \(same e-mail\)"):
        create_customer(replace(FIR, email=email), work)


def test_several_templates_and_none_chosen_is_asked_back(work: Work) -> None:
    before = customers(work)

    with pytest.raises(TemplateRequired, match="DOMESTIC, EXPORT") as refused:
        create_customer(replace(FIR, template=""), work)

    assert len(refused.value.remedies()) == 2
    assert customers(work) == before


def test_the_only_template_is_used_silently(work: Work) -> None:
    work.session.delete(work.session.get_one(CustomerTemplate, "EXPORT"))
    work.session.flush()

    assert create_customer(replace(FIR, template=""), work).template == "DOMESTIC"


def test_a_template_meant_for_the_country_is_used_silently(work: Work) -> None:
    work.session.get_one(CustomerTemplate, "DOMESTIC").countries = "DE"
    work.session.get_one(CustomerTemplate, "EXPORT").countries = "*"
    work.session.flush()

    abroad = create_customer(replace(FIR, template="", country="Norway"), work)

    assert (abroad.template, abroad.country) == ("EXPORT", "NO")


def test_everything_that_cannot_be_right_is_told_at_once(work: Work) -> None:
    before = customers(work)
    wrong = CreateCustomer(
        name="  ",
        email="nobody@nowhere",
        vat_no="DE111111111",
        country="Atlantis",
        language="Elvish",
        currency="BTC",
        payment_terms="15D",
        credit_limit=Decimal(-1),
    )

    with pytest.raises(Several) as refused:
        create_customer(wrong, work)

    fields = [r.field for r in refused.value.refusals if isinstance(r, InvalidField)]
    assert fields == [
        *("Country", "Name", "E-mail", "VAT number", "Language", "Currency", "Credit limit")
    ]
    assert "Did you mean 14D" in str(refused.value)
    assert customers(work) == before


@pytest.mark.parametrize("number", ["DE 136 695 976", "DE136695976"])
def test_a_vat_number_with_right_check_digits_is_kept_without_blanks(
    work: Work, number: str
) -> None:
    created = create_customer(replace(FIR, vat_no=number), work)

    assert work.session.get_one(Customer, created.customer_no).vat_registration_no == "DE136695976"


def test_country_and_language_may_be_written_out(work: Work) -> None:
    created = create_customer(replace(FIR, country="Österreich", language="German"), work)

    fir = work.session.get_one(Customer, created.customer_no)
    assert (fir.country, fir.language) == ("AT", "de")


def test_a_credit_limit_is_left_to_those_who_may_set_it(work: Work) -> None:
    asked = replace(FIR, credit_limit=Decimal(10_000))

    by_sally = create_customer(asked, as_person(work, "sally"))
    by_gina = create_customer(replace(asked, name="Larch"), work)

    assert by_sally.credit_limit == 0
    assert "10,000.00 EUR is not set" in by_sally.notices[0]
    assert by_gina.credit_limit == Decimal(10_000)


def test_the_named_person_is_known_by_address_and_colleagues_by_domain(work: Work) -> None:
    created = create_customer(replace(FIR, contact="Flo Fir", email="flo@fir.example"), work)

    flo = identify_sender(work.session, "FLO@fir.example")
    colleague = identify_sender(work.session, "max@fir.example")

    assert flo is not None
    assert colleague is not None
    assert (flo.name, flo.customer_no) == ("Flo Fir", created.customer_no)
    assert (colleague.name, colleague.customer_no) == ("", created.customer_no)


def test_a_public_mail_service_makes_nobody_a_customer(work: Work) -> None:
    create_customer(replace(FIR, email="fir.ltd@gmail.com"), work)

    assert identify_sender(work.session, "somebody@gmail.com") is None


def test_a_warehouse_clerk_registers_nobody(work: Work) -> None:
    with pytest.raises(NotPermitted):
        create_customer(FIR, as_person(work, "wes"))


def test_a_new_customer_makes_kept_copies_stale(work: Work) -> None:
    before = fingerprint(work.session)

    create_customer(FIR, work)

    assert fingerprint(work.session) != before
    assert "Fir Ltd" in [client.name for client in clients(work.session)]


def test_a_customer_number_that_is_nearly_right_is_suggested(work: Work) -> None:
    with pytest.raises(NotFound, match="C20000 Birch Retail"):
        show_customer(ShowCustomer(customer_no="birch"), work)


def test_a_contact_sees_its_own_customer_and_no_other(work: Work) -> None:
    ann = work.on_behalf_of(contact_of("C10000"))

    assert show_customer(ShowCustomer(customer_no="c10000"), ann).name == "Alder & Co"
    with pytest.raises(NotFound) as refused:
        show_customer(ShowCustomer(customer_no="C20000"), ann)

    assert str(refused.value) == "I know no customer C20000. Please check it."


def test_a_merged_number_leads_to_the_customer_that_was_kept(work: Work) -> None:
    work.session.get_one(Customer, "C50000").merged_into = "C20000"

    assert customer_of(work.session, "C50000", actor=work.actor).no == "C20000"
    assert "C50000" not in [client.no for client in clients(work.session)]


def test_a_block_needs_a_reason_and_somebody_who_may(work: Work) -> None:
    block = BlockCustomer(customer_no="C10000", kind="ship", reason="insolvent")

    with pytest.raises(InvalidField, match="please say why"):
        block_customer(replace(block, reason=""), work)
    with pytest.raises(NotPermitted, match="You may not block customers"):
        block_customer(block, as_person(work, "sally"))
    done = block_customer(block, as_person(work, "ada"))

    assert (done.kind, done.before) == ("ship", "")
    assert work.session.get_one(Customer, "C10000").blocked == "ship"


_MATRIX = {
    "": set(),
    "ship": {Action.NEW_QUOTE, Action.NEW_ORDER, Action.NEW_INVOICE_AND_SHIP, Action.SHIP},
    "invoice": {
        *(Action.NEW_QUOTE, Action.NEW_ORDER, Action.NEW_INVOICE, Action.NEW_INVOICE_AND_SHIP),
        *(Action.SHIP, Action.INVOICE_SHIPMENT),
    },
    "all": set(Action) - {Action.PAYMENT},
}


@pytest.mark.parametrize("kind", _MATRIX)
def test_a_block_stands_in_the_way_of_what_the_matrix_says(work: Work, kind: str) -> None:
    alder = work.session.get_one(Customer, "C10000")
    alder.blocked = kind
    refused = set()

    for action in Action:
        try:
            check_not_blocked(alder, action)
        except CustomerBlocked:
            refused.add(action)

    assert refused == _MATRIX[kind]


def test_after_a_privacy_block_nothing_is_done(work: Work) -> None:
    alder = work.session.get_one(Customer, "C10000")
    alder.privacy_blocked = True

    with pytest.raises(CustomerBlocked, match="blocked for privacy"):
        check_not_blocked(alder, Action.PAYMENT)
