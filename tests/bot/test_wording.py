"""Words that belong to no capability: refusals with their ways out, faults, several replies."""

from dataclasses import dataclass

import pytest

from bot import wording
from bot.reply import Button, Option, Paper, Reply, Table, Tone
from domain.commands import FUNCTIONS
from domain.errors import Command, Refusal
from domain.people import Actor, Role
from domain.sales.orders import CancelOrder, ConfirmOrder
from domain.sales.quotes import AcceptQuote, RenewQuote

PRIYA = Actor(id="E02", name="Priya", roles=frozenset({Role.SALESPERSON}))
JONAS = Actor(id="contact:1", name="Jonas", roles=frozenset({Role.CONTACT}), customer_no="C001")
STOREMAN = Actor(id="E05", name="Olaf", roles=frozenset({Role.WAREHOUSE}))


@dataclass(kw_only=True, eq=False)
class Stands(Refusal):
    """A refusal with a code and remedies of the test's choice."""

    code = "stands"
    ways_out: tuple[Command, ...] = ()

    def sentence(self) -> str:
        return "S-QUO1001 has expired."

    def remedies(self) -> tuple[Command, ...]:
        return self.ways_out


@dataclass(kw_only=True, eq=False)
class Waits(Stands):
    """What only concerns ourselves."""

    code = "pending_approval_locked"


RENEW, CANCEL = RenewQuote(quote_no="S-QUO1001"), CancelOrder(order_no="S-ORD1001", reason="")


def test_a_refusal_says_its_sentence_and_offers_its_remedies() -> None:
    reply = wording.refusal(Stands(ways_out=(RENEW, CANCEL)), PRIYA)

    assert reply.text == "S-QUO1001 has expired."
    assert reply.refused
    assert [(one.label, one.command, one.tone) for one in reply.buttons] == [
        ("Renew the quote", RENEW, Tone.PLAIN),
        ("Cancel the order", CANCEL, Tone.DANGER),
    ]


def test_remedies_that_are_not_open_to_the_actor_are_no_buttons() -> None:
    offered = [wording.refusal(Stands(ways_out=(RENEW,)), who).buttons for who in (JONAS, STOREMAN)]

    assert offered == [(), ()]


def test_customers_hear_nothing_of_our_own_affairs() -> None:
    for_them = wording.refusal(Waits(ways_out=(RENEW,)), JONAS)
    for_us = wording.refusal(Waits(), PRIYA)

    assert "still being looked at" in for_them.text
    assert for_them.buttons == ()
    assert for_us.text == "S-QUO1001 has expired."


def test_every_command_says_who_may_give_it() -> None:
    silent = [kind.__name__ for kind in FUNCTIONS if not hasattr(kind, "may")]

    assert silent == []


@pytest.mark.parametrize(
    ("remedy", "label"),
    [
        (AcceptQuote(quote_no="S-QUO1001"), "Accept"),
        (AcceptQuote(quote_no="S-QUO1001", issue=True), "Issue and accept"),
        (AcceptQuote(quote_no="S-QUO1001", override_expiry=True), "Accept it all the same"),
        (ConfirmOrder(order_no="S-ORD1001"), "Confirm the order"),
    ],
)
def test_a_remedy_is_labelled_by_what_it_does(remedy: Command, label: str) -> None:
    assert wording.command_button(remedy).label == label


def test_a_fault_names_a_reference_and_no_detail() -> None:
    reference = wording.reference_of("slack:message:T1:D1:1.2")

    told = wording.fault(reference)

    assert reference.startswith("F-")
    assert len(reference) == 8
    assert reference in told.text
    assert "nothing was changed" in told.text


def test_one_reply_stays_as_it_is() -> None:
    reply = Reply(text="Yes.", notes=("n",))

    assert wording.together([reply]) is reply


def test_no_reply_is_silence() -> None:
    assert wording.together([]).silent


def test_several_replies_keep_everything_in_their_order() -> None:
    first = Reply(
        text="First.",
        facts=(("A", "1"),),
        buttons=(Button(label="One", command=RENEW),),
        papers=(Paper(kind="quote", number="S-QUO1001"),),
        notes=("first note",),
        document_no="S-QUO1001",
    )
    second = Reply(
        text="Second.",
        facts=(("B", "2"),),
        buttons=(Button(label="Two", command=CANCEL),),
        options=(Option(label="o", says="o"),),
        document_no="S-ORD1001",
        refused=True,
    )

    both = wording.together([first, second])

    assert both.text == "First.\nSecond."
    assert both.facts == (("A", "1"), ("B", "2"))
    assert [one.label for one in both.buttons] == ["One", "Two"]
    assert both.papers == first.papers
    assert both.options == second.options
    assert (both.document_no, both.refused, both.silent) == ("S-ORD1001", True, False)


def test_rows_of_earlier_tables_become_notes_and_none_is_lost() -> None:
    tables = [Table(head=("Item",), rows=((name,),)) for name in ("chair", "desk", "lamp")]
    replies = [
        Reply(text="", lines=table, totals=(("Total", str(n)),)) for n, table in enumerate(tables)
    ]

    both = wording.together([*replies, Reply(text="Done.")])

    assert both.lines == tables[-1]
    assert both.totals == (("Total", "2"),)
    assert both.notes == ("chair", "desk")


def test_silence_beside_words_is_not_silent() -> None:
    both = wording.together([Reply(text="", silent=True), Reply(text="Done.")])

    assert both.text == "Done."
    assert not both.silent
