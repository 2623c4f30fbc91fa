"""One message about several papers: each listed one is a command, those left alone are not."""

import pytest

from tests.intents.conftest import Ask, commands


def papers(understood: object) -> list[tuple[str, object]]:
    return [(intent, slots.get("document")) for intent, slots in commands(understood)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "role", "expected"),
    [
        (
            "ship S-ORD1203 and S-ORD1204",
            "warehouse",
            [("post_shipment", "S-ORD1203"), ("post_shipment", "S-ORD1204")],
        ),
        (
            "approve quotes 1210, 1211 and 1212",
            "manager",
            [("approve", "S-QUO1210"), ("approve", "S-QUO1211"), ("approve", "S-QUO1212")],
        ),
        (
            "please cancel S-ORD1203 and S-QUO1204",
            "salesperson",
            [("cancel_order", "S-ORD1203"), ("cancel_quote", "S-QUO1204")],
        ),
        (
            "please don't touch S-ORD1203, but cancel S-ORD1204",
            "salesperson",
            [("cancel_order", "S-ORD1204")],
        ),
        (
            "cancel S-ORD1203, it is a duplicate of S-ORD1204",
            "salesperson",
            [("cancel_order", "S-ORD1203")],
        ),
    ],
)
def test_each_listed_paper_is_a_command_of_its_own(
    ask: Ask, text: str, role: str, expected: list[tuple[str, str]]
) -> None:
    understood = ask(text, sender_role=role)

    assert understood.expect == "act"
    assert papers(understood) == expected


def test_a_statement_beside_a_copy_is_two_papers(ask: Ask) -> None:
    understood = ask(
        "Could you forward a statement of account and a copy of invoice 103710?",
        channel="mail", sender_role="customer", sender_customer="C002",
    )  # fmt: skip

    told = [(slots["doc_type"], slots.get("document")) for _, slots in commands(understood)]
    assert told == [("statement", None), ("invoice", "PS-INV103710")]
