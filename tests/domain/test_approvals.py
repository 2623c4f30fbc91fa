"""Approvals (specification, section 9.5): sally up to 1,000, mark up to 5,000, gina without end."""

from datetime import date
from decimal import Decimal

import pytest

from domain.approvals.requests import (
    AlreadyDecided,
    ApproveRequest,
    CancelRequest,
    NotYourRequest,
    RejectRequest,
    RequestApproved,
    RequestCancelled,
    RequestRejected,
    RequestsShown,
    SendForApproval,
    ShowRequests,
)
from domain.approvals.rows import ApprovalEntry, ApprovalRequest
from domain.approvals.rules import (
    LimitType,
    NoQualifiedApprover,
    NoSubstitute,
    Person,
    Step,
    UserNotInSetup,
    steps,
)
from domain.parties.customer_rows import Customer
from domain.parties.customers import BlockCustomer, CustomerBlockSet
from domain.people import CLERK, Employee
from domain.sales.approving import SentForApproval
from domain.sales.changes import ChangeDocument, DocumentChanged
from domain.sales.lines import LineChange
from domain.sales.orders import (
    CancelOrder,
    ConfirmOrder,
    CreateOrder,
    OrderAwaitsApproval,
    OrderConfirmed,
    OrderReopened,
    ReopenOrder,
)
from domain.sales.quotes import (
    AcceptQuote,
    CreateQuote,
    DeclineQuote,
    IssueQuote,
    QuoteAccepted,
    QuoteAwaitsApproval,
    SendQuote,
)
from domain.sales.showing import DocumentShown, ShowDocument
from tests.domain.desk import Desk, want

PEOPLE = {
    "sally": Person(no="sally", name="Sally", limit=Decimal(1000), approver="mark"),
    "mark": Person(no="mark", name="Mark", limit=Decimal(5000), approver="gina", substitute="nora"),
    "nora": Person(no="nora", name="Nora", limit=Decimal(5000), approver="gina"),
    "gina": Person(no="gina", name="Gina", limit=None, approver="gina"),
    "olga": Person(no="olga", name="Olga", administrator=True),
}


def deciders(
    amount: str, limit_type: LimitType = LimitType.CHAIN, *, asker: str = "sally"
) -> list[str]:
    found = steps(asker, PEOPLE, amount=Decimal(amount), limit_type=limit_type)
    assert found[0] == Step(sequence=1, person=asker, approved=True)
    return [step.person for step in found[1:]]


def entries(desk: Desk) -> list[tuple[str, str]]:
    """Who must say yes and where that stands, of the newest request."""
    with desk.work() as work:
        newest = work.session.query(ApprovalRequest).order_by(ApprovalRequest.id.desc()).first()
        assert newest is not None
        rows = work.session.query(ApprovalEntry).filter_by(request_id=newest.id)
        return [(row.approver_no, str(row.state)) for row in rows.order_by("sequence")]


def asked(desk: Desk, chairs: int = 45) -> str:
    """Sally's order of so many chairs at 100.00, waiting to be confirmed."""
    order = desk.order(want("CHAIR", chairs), by="sally")
    desk.give(ConfirmOrder(order_no=order.number), OrderAwaitsApproval, by="sally")
    return order.number


def shown(desk: Desk, number: str) -> DocumentShown:
    return desk.give(ShowDocument(document_no=number), DocumentShown)


def test_ones_own_limit_is_enough_up_to_the_cent() -> None:
    assert deciders("900") == []
    assert deciders("1000.00") == []
    assert deciders("1000.01") == ["mark"]
    assert deciders("5000.00") == ["mark"]
    assert deciders("5000.01") == ["mark", "gina"]


def test_first_qualified_and_direct_ask_one_person_only() -> None:
    assert deciders("12000", LimitType.FIRST_QUALIFIED) == ["gina"]
    assert deciders("12000", LimitType.DIRECT) == ["mark"]
    assert deciders("5000.00", LimitType.FIRST_QUALIFIED) == ["mark"]
    assert deciders("5000.01", LimitType.FIRST_QUALIFIED) == ["gina"]


def test_a_specific_person_decides_whatever_the_amount() -> None:
    found = steps(
        "sally", PEOPLE, amount=Decimal(1), limit_type=LimitType.SPECIFIC, specific="olga"
    )

    assert [step.person for step in found] == ["sally", "olga"]


def test_a_chain_without_end_or_with_strangers_asks_nobody() -> None:
    circle = PEOPLE | {"gina": Person(no="gina", name="Gina", limit=Decimal(9), approver="sally")}
    stranger = PEOPLE | {"mark": Person(no="mark", name="Mark", approver="ghost")}

    with pytest.raises(NoQualifiedApprover):
        steps("sally", circle, amount=Decimal(12000))
    with pytest.raises(UserNotInSetup):
        steps("sally", stranger, amount=Decimal(12000))
    with pytest.raises(UserNotInSetup):
        steps("ghost", PEOPLE, amount=Decimal(1))


def test_the_substitute_decides_while_the_approver_is_away() -> None:
    away = Person(**{**vars(PEOPLE["mark"]), "away": True})
    lonely = Person(no="mark", name="Mark", limit=Decimal(5000), away=True)

    found = steps("sally", PEOPLE | {"mark": away}, amount=Decimal(4500))
    by_nora = steps("nora", PEOPLE | {"mark": away}, amount=Decimal(4500))

    assert found[1] == Step(sequence=2, person="nora", stands_in_for="mark")
    assert by_nora[1:] == ()
    with pytest.raises(NoSubstitute):
        steps("sally", {"sally": PEOPLE["sally"], "mark": lonely}, amount=Decimal(4500))


def test_within_ones_limit_the_order_is_confirmed_at_once(desk: Desk) -> None:
    order = desk.order(want("CHAIR", 9), by="sally")

    confirmed = desk.give(ConfirmOrder(order_no=order.number), OrderConfirmed, by="sally")

    assert confirmed.status == "released"
    assert entries(desk) == [("sally", "approved")]
    assert desk.sent("notice") == []


def test_above_it_the_approver_is_told_and_his_yes_confirms_the_order(desk: Desk) -> None:
    order = desk.order(want("CHAIR", 45), by="sally")
    waits = desk.give(ConfirmOrder(order_no=order.number), OrderAwaitsApproval, by="sally")
    before = entries(desk)

    approved = desk.give(
        ApproveRequest(document_no=order.number, version=1), RequestApproved, by="mark"
    )

    assert waits.approvers == ("Mark Mole",)
    assert waits.status == "pending_approval"
    assert before == [("sally", "approved"), ("mark", "open")]
    assert (approved.obeyed, approved.status) == ("OrderConfirmed", "released")
    assert approved.request.asked_by == "Sally Sand"
    assert [letter["occasion"] for letter in desk.sent()] == ["order-confirmed"]
    assert desk.sent("notice") == [
        {"person": "mark", "topic": "approval", "subject": order.number},
        {"person": "sally", "topic": "approval-decided", "subject": order.number},
    ]


def test_the_confirmation_is_written_in_the_askers_name(desk: Desk) -> None:
    number = asked(desk)
    desk.give(ApproveRequest(document_no=number), RequestApproved, by="mark")

    names = {row[6]: row[3] for row in desk.everything()["history"]}

    assert names["OrderConfirmed"] == "Sally Sand"
    assert names["RequestApproved"] == "Mark Mole"


def test_large_orders_climb_the_chain_and_one_no_ends_it(desk: Desk) -> None:
    number = asked(desk, 120)
    first = desk.give(ApproveRequest(document_no=number), RequestApproved, by="mark")
    climbing = entries(desk)

    rejected = desk.give(
        RejectRequest(document_no=number, reason="discount"), RequestRejected, by="gina"
    )

    assert first.waiting_for == ("Gina Grund",)
    assert first.obeyed == ""
    assert climbing == [("sally", "approved"), ("mark", "approved"), ("gina", "open")]
    assert rejected.reason == "discount"
    assert [state for _, state in entries(desk)] == ["rejected"] * 3
    assert shown(desk, number).status == "open"
    assert desk.sent() == []


def test_a_no_needs_a_reason(desk: Desk) -> None:
    number = asked(desk)

    assert desk.codes(RejectRequest(document_no=number, reason=" "), by="mark") == ["invalid_field"]


def test_a_second_yes_is_told_who_was_first(desk: Desk) -> None:
    number = asked(desk)
    desk.give(ApproveRequest(document_no=number), RequestApproved, by="mark")

    again = desk.refused(ApproveRequest(document_no=number), by="mark")
    other = desk.refused(RejectRequest(document_no=number, reason="no"), by="gina")

    assert isinstance(again, AlreadyDecided)
    assert str(again) == (
        f"{number} was already approved by Mark Mole on 02 Mar 2026 at 12:00 UTC. Nothing is left "
        "to decide."
    )
    assert str(other) == str(again)


def test_only_the_person_asked_decides(desk: Desk) -> None:
    number = asked(desk, 120)
    approve = ApproveRequest(document_no=number)

    assert desk.codes(approve, by="nora") == ["not_your_request"]
    assert desk.codes(approve, by="sally") == ["not_your_request"]
    assert desk.codes(approve, by="wes") == ["not_your_request"]
    assert desk.codes(approve, by="gina") == ["only_open_requests"]
    assert desk.codes(approve, by="C10000") == ["not_permitted"]
    assert not CLERK.roles & ApproveRequest.may
    refusal = desk.refused(approve, by="nora")
    assert isinstance(refusal, NotYourRequest)
    assert str(refusal) == f"{number} waits for Mark Mole, not for you. Please ask there."


def test_an_administrator_may_stand_in_but_not_for_himself(desk: Desk) -> None:
    number = asked(desk)
    approved = desk.give(ApproveRequest(document_no=number), RequestApproved, by="olga")

    with desk.work() as work:
        work.session.get_one(Employee, "olga").approver_no = "mark"
    own = desk.order(want("CHAIR", 1), by="olga")
    desk.give(ConfirmOrder(order_no=own.number), OrderAwaitsApproval, by="olga")

    assert approved.obeyed == "OrderConfirmed"
    assert desk.codes(ApproveRequest(document_no=own.number), by="olga") == ["not_your_request"]


def test_a_pending_document_is_locked_until_it_is_taken_back(desk: Desk) -> None:
    number = asked(desk)
    ten = ChangeDocument(
        document_no=number,
        lines=(LineChange(op="set", item_no="CHAIR", quantity=Decimal(50)),),
    )

    locked = [
        desk.codes(command, by="sally")
        for command in (
            ten,
            ConfirmOrder(order_no=number),
            CancelOrder(order_no=number),
            SendForApproval(document_no=number),
        )
    ]
    reopening = desk.codes(ReopenOrder(order_no=number), by="sally")
    desk.give(CancelRequest(document_no=number), RequestCancelled, by="sally")
    desk.give(ten, DocumentChanged, by="sally")
    again = desk.give(ConfirmOrder(order_no=number), OrderAwaitsApproval, by="sally")

    assert locked == [["pending_approval_locked"]] * 4
    assert reopening == ["approval_in_progress"]
    assert again.approvers == ("Mark Mole",)
    assert len(desk.everything()["approval_request"]) == 2
    topics = [(notice["person"], notice["topic"]) for notice in desk.sent("notice")]
    assert topics == [("mark", "approval"), ("mark", "approval-decided"), ("mark", "approval")]


def test_only_the_asker_takes_a_request_back(desk: Desk) -> None:
    number = asked(desk)

    assert desk.codes(CancelRequest(document_no=number), by="nora") == ["not_your_request"]
    desk.give(CancelRequest(document_no=number), RequestCancelled, by="olga")


def test_an_old_button_does_nothing_after_a_reopening(desk: Desk) -> None:
    number = asked(desk)
    desk.give(ApproveRequest(document_no=number), RequestApproved, by="mark")
    desk.give(ReopenOrder(order_no=number), OrderReopened, by="sally")

    refusal = desk.refused(ApproveRequest(document_no=number, version=1), by="mark")
    again = desk.give(ConfirmOrder(order_no=number), OrderAwaitsApproval, by="sally")

    assert refusal.code == "only_open_requests"
    assert "reopened after its approval" in refusal.sentence()
    assert again.approvers == ("Mark Mole",)


def test_a_button_of_an_older_version_is_refused(desk: Desk) -> None:
    number = asked(desk)
    desk.give(CancelRequest(document_no=number), RequestCancelled, by="sally")
    change = ChangeDocument(document_no=number, discount_pct=Decimal(1))
    desk.give(change, DocumentChanged, by="sally")
    desk.give(ConfirmOrder(order_no=number), OrderAwaitsApproval, by="sally")

    stale = ApproveRequest(document_no=number, version=1)

    assert desk.codes(stale, by="mark") == ["changed_meanwhile"]


def test_a_customer_blocked_while_waiting_keeps_the_request_open(desk: Desk) -> None:
    number = asked(desk)
    desk.give(
        BlockCustomer(customer_no="C10000", kind="all", reason="unpaid"),
        CustomerBlockSet,
        by="olga",
    )

    assert desk.codes(ApproveRequest(document_no=number), by="mark") == ["customer_blocked"]
    assert entries(desk) == [("sally", "approved"), ("mark", "open")]


def test_an_approval_id_from_elsewhere_opens_nothing(desk: Desk) -> None:
    small = desk.order(want("CHAIR", 1), by="sally")
    desk.give(ConfirmOrder(order_no=small.number), OrderConfirmed, by="sally")
    large = desk.order(want("CHAIR", 45), by="sally")

    forged = ConfirmOrder(order_no=large.number, approval=1)

    assert desk.give(forged, OrderAwaitsApproval, by="sally").approvers == ("Mark Mole",)


def test_vat_is_not_counted(desk: Desk) -> None:
    order = desk.order(want("CHAIR", 50), by="mark")

    confirmed = desk.give(ConfirmOrder(order_no=order.number), OrderConfirmed, by="mark")

    assert (confirmed.net_amount, confirmed.total) == (Decimal("5000.00"), Decimal("6250.00"))


def test_foreign_amounts_are_compared_in_our_currency(desk: Desk) -> None:
    with desk.work() as work:
        work.session.get_one(Customer, "C30000").currency = "USD"
    order = desk.order(want("CHAIR", 10), customer="C30000", by="sally")

    confirmed = desk.give(ConfirmOrder(order_no=order.number), OrderConfirmed, by="sally")

    assert (confirmed.net_amount, confirmed.currency) == (Decimal("1250.00"), "USD")


def test_an_approver_on_holiday_is_replaced_by_his_substitute(
    desk: Desk,
) -> None:
    with desk.work() as work:
        mark = work.session.get_one(Employee, "mark")
        mark.away_from, mark.away_until = date(2026, 3, 1), date(2026, 3, 2)
    order = desk.order(want("CHAIR", 45), by="sally")

    waits = desk.give(ConfirmOrder(order_no=order.number), OrderAwaitsApproval, by="sally")
    desk.today = date(2026, 3, 3)
    number = asked(desk)

    assert waits.approvers == ("Nora Nord",)
    assert shown(desk, number).waiting_for == ("Mark Mole",)


def test_quotes_wait_before_they_are_sent_and_cannot_be_taken_meanwhile(desk: Desk) -> None:
    quote = desk.quote(want("CHAIR", 45), issued=False, by="sally")
    send = SendQuote(quote_no=quote.number, recipient="Buyer@alder.example")
    waits = desk.give(send, QuoteAwaitsApproval, by="sally")

    taken = desk.codes(AcceptQuote(quote_no=quote.number, issue=True), by="sally")
    declined = desk.codes(DeclineQuote(quote_no=quote.number), by="sally")
    approved = desk.give(ApproveRequest(document_no=quote.number), RequestApproved, by="mark")

    assert waits.approvers == ("Mark Mole",)
    assert taken == ["must_be_approved_first"]
    assert declined == ["pending_approval_locked"]
    assert approved.obeyed == "QuoteSent"
    assert desk.sent()[0]["recipient"] == "buyer@alder.example"
    state = shown(desk, quote.number)
    assert (state.status, state.quote_state) == ("open", "sent")


def test_issue_and_accept_in_one_step_only_if_nobody_must_approve(desk: Desk) -> None:
    quote = desk.quote(want("CHAIR", 45), issued=False, by="sally")

    refusal = desk.refused(AcceptQuote(quote_no=quote.number, issue=True), by="sally")

    assert refusal.code == "must_be_approved_first"
    assert refusal.remedies() == (IssueQuote(quote_no=quote.number),)


def test_an_approved_quote_needs_no_second_approval_as_an_order(desk: Desk) -> None:
    quote = desk.quote(want("CHAIR", 45), issued=False, by="sally")
    desk.give(IssueQuote(quote_no=quote.number), QuoteAwaitsApproval, by="sally")
    desk.give(ApproveRequest(document_no=quote.number), RequestApproved, by="mark")

    accepted = desk.give(AcceptQuote(quote_no=quote.number), QuoteAccepted, by="sally")
    confirmed = desk.give(ConfirmOrder(order_no=accepted.order_no), OrderConfirmed, by="sally")

    assert confirmed.status == "released"
    assert entries(desk) == [("sally", "approved"), ("mark", "approved")]


def test_a_changed_order_loses_the_quotes_approval(desk: Desk) -> None:
    quote = desk.quote(want("CHAIR", 45), issued=False, by="sally")
    desk.give(IssueQuote(quote_no=quote.number), QuoteAwaitsApproval, by="sally")
    desk.give(ApproveRequest(document_no=quote.number), RequestApproved, by="mark")
    accepted = desk.give(AcceptQuote(quote_no=quote.number), QuoteAccepted, by="sally")
    more = LineChange(op="set", item_no="CHAIR", quantity=Decimal(46))
    desk.give(
        ChangeDocument(document_no=accepted.order_no, lines=(more,)), DocumentChanged, by="sally"
    )

    desk.give(ConfirmOrder(order_no=accepted.order_no), OrderAwaitsApproval, by="sally")


def test_a_customers_order_counts_against_his_salespersons_limit(desk: Desk) -> None:
    with desk.work() as work:
        work.session.get_one(Customer, "C10000").salesperson = "sally"
    command = CreateOrder(customer_no="C10000", lines=(want("CHAIR", 11),), then_confirm=True)

    waits = desk.give(command, OrderAwaitsApproval, by="C10000")
    approved = desk.give(ApproveRequest(document_no=waits.number), RequestApproved, by="mark")

    assert waits.approvers == ("Mark Mole",)
    assert approved.request.asked_by == "Ann"
    assert approved.status == "released"
    assert desk.sent()[0]["recipient"] == "ann@alder.example"


def test_without_a_salesperson_the_lowest_limit_counts(desk: Desk) -> None:
    with desk.work() as work:
        work.session.get_one(Customer, "C10000").salesperson = None
    command = CreateQuote(customer_no="C10000", lines=(want("CHAIR", 11),))

    waits = desk.give(command, QuoteAwaitsApproval, by="C10000")

    assert waits.approvers == ("Mark Mole",)
    assert (waits.quote_state, waits.status) == ("draft", "pending_approval")


def test_asking_on_purpose(desk: Desk) -> None:
    large = desk.order(want("CHAIR", 45), by="sally")
    small = desk.order(want("CHAIR", 5), by="sally")

    waits = desk.give(SendForApproval(document_no=large.number), SentForApproval, by="sally")
    refusal = desk.refused(SendForApproval(document_no=small.number), by="sally")

    assert waits.approvers == ("Mark Mole",)
    assert refusal.code == "nothing_to_approve"
    assert refusal.remedies() == (ConfirmOrder(order_no=small.number, version=1),)
    approved = desk.give(ApproveRequest(document_no=large.number), RequestApproved, by="mark")
    assert approved.obeyed == "OrderConfirmed"


def test_everybody_sees_what_waits_for_whom(desk: Desk) -> None:
    number = asked(desk)

    sally = desk.give(ShowRequests(), RequestsShown, by="sally")
    mark = desk.give(ShowRequests(), RequestsShown, by="mark")
    nora = desk.give(ShowRequests(), RequestsShown, by="nora")

    assert [request.document_no for request in sally.waiting] == [number]
    assert sally.waiting[0].waiting_for == ("Mark Mole",)
    assert [request.document_no for request in mark.to_decide] == [number]
    assert (nora.to_decide, nora.waiting) == ((), ())


def test_nobody_above_who_suffices_means_nothing_is_asked(desk: Desk) -> None:
    with desk.work() as work:
        work.session.get_one(Employee, "mark").approver_no = None
    order = desk.order(want("CHAIR", 120), by="sally")

    assert desk.codes(ConfirmOrder(order_no=order.number), by="sally") == ["no_qualified_approver"]
