"""Who writes to us, and what becomes of letters from strangers."""

import pytest
from sqlalchemy import func, select

from domain.errors import InvalidField, NotFound, NotPermitted
from domain.outbox import OutboxRow
from domain.parties.contact_rows import Contact, Interaction, Quarantine
from domain.parties.contacts import (
    AdoptSender,
    IgnoreSender,
    adopt_sender,
    identify_sender,
    ignore_sender,
    log_interaction,
    quarantine,
    sender_ignored,
)
from domain.parties.customer_rows import Customer, CustomerDomain
from domain.people import Actor, Employee, Role
from domain.work import Work

STRANGER = "joe@pine.example"


def strange_letter(work: Work, *, letter_id: str = "m1", address: str = STRANGER) -> None:
    quarantine(work, address=address, name="Joe", letter_id=letter_id, subject="20 chairs", text="")


def known(work: Work, address: str) -> Actor:
    actor = identify_sender(work.session, address)
    assert actor is not None
    return actor


def people(work: Work) -> int:
    return work.session.scalar(select(func.count()).select_from(Contact)) or 0


def test_a_contact_is_known_by_either_address(work: Work) -> None:
    work.session.get_one(Contact, "CT10011").email2 = "ann.alder@home.example"
    work.session.flush()

    for address in (" Ann@Alder.example", "ann.alder@home.example"):
        ann = known(work, address)
        assert (ann.name, ann.customer_no, ann.roles) == (
            "Ann Alder",
            "C10000",
            frozenset({Role.CONTACT}),
        )


def test_a_colleague_is_known_by_the_firms_domain(work: Work) -> None:
    assert known(work, "new.person@birch.example").customer_no == "C20000"


@pytest.mark.parametrize(
    "address",
    [
        "ann@a1der.example",
        "ann@mail.alder.example",
        "ann@alder.example.net",
        "alder.example",
        "x@y@alder.example",
        "",
    ],
)
def test_a_domain_that_only_resembles_a_customers_is_unknown(work: Work, address: str) -> None:
    assert identify_sender(work.session, address) is None


def test_an_address_of_two_customers_identifies_nobody(work: Work) -> None:
    work.session.add(CustomerDomain(customer_no="C20000", domain="alder.example"))
    work.session.get_one(Contact, "CT10021").email = "ann@alder.example"
    work.session.flush()

    assert identify_sender(work.session, "ann@alder.example") is None
    assert identify_sender(work.session, "max@alder.example") is None


def test_a_merged_customers_people_write_for_the_one_that_was_kept(work: Work) -> None:
    work.session.get_one(Customer, "C20000").merged_into = "C10000"
    work.session.flush()

    assert known(work, "ann@birch.example").customer_no == "C10000"


def test_a_strangers_letter_waits_and_the_managers_are_told_once(work: Work) -> None:
    strange_letter(work)
    strange_letter(work)

    assert work.session.scalar(select(func.count()).select_from(Quarantine)) == 1
    told = work.session.scalars(select(OutboxRow.payload)).all()
    assert sorted(str(payload["person"]) for payload in told) == ["gina", "mark", "nora"]
    assert identify_sender(work.session, STRANGER) is None


def test_a_strangers_letter_names_customers_it_may_be_from(work: Work) -> None:
    told = quarantine(
        work, address="ann@a1der.example", name="Ann", letter_id="m2", subject="order", text=""
    )

    assert told.near[0] == "C10000"


def test_an_adopted_sender_is_known_from_then_on(work: Work) -> None:
    strange_letter(work, letter_id="m1")
    strange_letter(work, letter_id="m2")

    adopted = adopt_sender(AdoptSender(address=STRANGER, customer_no="C20000", name="Joe"), work)

    assert adopted.letter_ids == ("m1", "m2")
    assert known(work, STRANGER).customer_no == "C20000"
    assert known(work, STRANGER).name == "Joe"


def test_adopting_twice_makes_one_contact(work: Work) -> None:
    strange_letter(work)
    command = AdoptSender(address=STRANGER, customer_no="C20000")

    first = adopt_sender(command, work)
    count = people(work)
    second = adopt_sender(command, work)

    assert first.contact_no == second.contact_no
    assert second.letter_ids == ()
    assert people(work) == count


def test_one_of_our_own_people_is_nobodys_contact(work: Work) -> None:
    before = people(work)

    with pytest.raises(InvalidField, match="one of our own people"):
        adopt_sender(AdoptSender(address="sally@harbor.example", customer_no="C20000"), work)

    assert people(work) == before


def test_an_ignored_sender_stays_unknown(work: Work) -> None:
    strange_letter(work)

    ignored = ignore_sender(IgnoreSender(address=STRANGER), work)

    assert ignored.letter_ids == ("m1",)
    assert sender_ignored(work.session, STRANGER)
    assert identify_sender(work.session, STRANGER) is None


def test_only_an_address_whose_letter_waits_can_be_ignored(work: Work) -> None:
    with pytest.raises(NotFound, match="waiting letter from nobody@x"):
        ignore_sender(IgnoreSender(address="nobody@x.example"), work)


def test_the_warehouse_does_not_decide_whose_a_sender_is(work: Work) -> None:
    wes = work.on_behalf_of(work.session.get_one(Employee, "wes").actor())

    with pytest.raises(NotPermitted):
        adopt_sender(AdoptSender(address=STRANGER, customer_no="C20000"), wes)


def test_what_passed_is_kept_with_the_person_or_else_the_firm(work: Work) -> None:
    alder = work.session.get_one(Customer, "C10000")
    ann = work.on_behalf_of(known(work, "ann@alder.example"))

    log_interaction(work, alder, template="quote-sent", description="Quote", outgoing=True)
    log_interaction(ann, alder, template="mail-in", description="Re:\n Quote", outgoing=False)
    work.session.flush()

    rows = work.session.scalars(select(Interaction).order_by(Interaction.id)).all()
    assert [(row.contact_no, row.description, row.salesperson) for row in rows] == [
        ("CT10010", "Quote", "gina"),
        ("CT10011", "Re: Quote", "gina"),
    ]
