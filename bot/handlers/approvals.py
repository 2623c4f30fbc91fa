"""Approvals: the card an approver gets, and what is said when a decision was made."""

from bot.handlers.extract import facts_of, lines_of, paper_of, totals_of
from bot.handlers.handling import handles
from bot.reply import Blank, Button, Reply, Table, Tone
from domain.approvals.requests import (
    ApproveRequest,
    CancelRequest,
    RejectRequest,
    SendForApproval,
    ShowRequests,
    approve_request,
    cancel_request,
    reject_request,
    show_requests,
)
from domain.approvals.story import RequestStory
from domain.approvals.telling import RequestFacts
from domain.papers import PaperFacts
from domain.sales.approving import send_for_approval
from domain.work import Work
from templates.pages import day, money


@handles(SendForApproval)
def sent_for_approval(command: SendForApproval, work: Work) -> Reply:
    asked = send_for_approval(command, work)
    return Reply(
        text=f"{asked.number} waits for the approval of {' and '.join(asked.approvers)}.",
        facts=(
            ("Net amount", money(asked.net_amount, asked.currency)),
            *((("Why it waits", asked.reason),) if asked.reason else ()),
        ),
        document_no=asked.number,
    )


@handles(ApproveRequest)
def request_approved(command: ApproveRequest, work: Work) -> Reply:
    approved = approve_request(command, work)
    if approved.waiting_for:
        text = (
            f"Approved. {approved.document_no} now waits for {' and '.join(approved.waiting_for)}."
        )
    else:
        asker = approved.request.asked_by
        text = f"{approved.document_no} is approved, and what {asker} asked is done."
    return Reply(text=text, notes=approved.notices, document_no=approved.document_no)


@handles(RejectRequest)
def request_rejected(command: RejectRequest, work: Work) -> Reply:
    rejected = reject_request(command, work)
    return Reply(
        text=f"You have said no to {rejected.request.asked_by} about {rejected.document_no}.",
        facts=(("Reason", rejected.reason),),
        document_no=rejected.document_no,
    )


@handles(CancelRequest)
def request_cancelled(command: CancelRequest, work: Work) -> Reply:
    cancelled = cancel_request(command, work)
    return Reply(
        text=f"The request about {cancelled.document_no} is taken back; it can be changed again.",
        document_no=cancelled.document_no,
    )


@handles(ShowRequests)
def requests_shown(command: ShowRequests, work: Work) -> Reply:
    shown = show_requests(command, work)
    if not shown.to_decide and not shown.waiting:
        return Reply(text="Nothing waits for a decision.")
    rows = [_row(request, "you") for request in shown.to_decide]
    rows += [_row(request, ", ".join(request.waiting_for)) for request in shown.waiting]
    head = ("Document", "Customer", "Asked by", "Since", "Net", "Waits for")
    return Reply(
        text=f"{len(shown.to_decide)} wait for you, {len(shown.waiting)} of yours for others.",
        lines=Table(head=head, rows=tuple(rows), numeric=(4,)),
    )


def approval_card(request: RequestFacts, paper: PaperFacts | None, *, state: str = "") -> Reply:
    """The card an approver decides on; with `state` the same card after the decision."""
    what = "order" if request.document_kind == "order" else request.document_kind
    facts = [
        ("Asked by", request.asked_by),
        ("Net amount", money(request.net_amount, request.currency)),
    ]
    if request.reason:
        facts.append(("Why it waits", request.reason))
    return Reply(
        text=state or f"{request.asked_by} asks for your approval of {what} {request.document_no}.",
        facts=(*facts, *(facts_of(paper) if paper else ())),
        lines=lines_of(paper) if paper else None,
        totals=totals_of(paper) if paper else (),
        buttons=() if state else _decisions(request, paper),
        document_no=request.document_no,
        customer_no=request.customer_no,
    )


def _decisions(request: RequestFacts, paper: PaperFacts | None) -> tuple[Button, ...]:
    number = request.document_no
    buttons = [
        Button(
            label="Approve",
            command=ApproveRequest(document_no=number, version=request.version),
            tone=Tone.PRIMARY,
            confirm=f"Approve {number} over {money(request.net_amount, request.currency)}?",
        ),
        Button(
            label="Reject",
            command=RejectRequest(document_no=number, reason=""),
            tone=Tone.DANGER,
            blank=Blank(field="reason", label="Reason (the asker will read it)"),
        ),
    ]
    if paper:
        buttons.append(Button(label="Show PDF", paper=paper_of(paper)))
    return tuple(buttons)


def _row(request: RequestFacts, waits_for: str) -> tuple[str, ...]:
    return (
        request.document_no,
        request.customer_name,
        request.asked_by,
        day(request.asked_at.date()),
        money(request.net_amount, request.currency),
        waits_for,
    )


def decision_reply(story: RequestStory, paper: PaperFacts | None) -> Reply:
    """What the asker hears, and what every copy of the card says from now on."""
    number = story.request.document_no
    if story.waits:
        return Reply(text=f"{number} still waits for {' and '.join(story.request.waiting_for)}.")
    if not story.decided_by:
        return Reply(text=f"The request about {number} is closed.", document_no=number)
    text = f"{number} was {story.state} by {story.decided_by}."
    if story.comment:
        return Reply(text=text, facts=(("Reason", story.comment),), document_no=number)
    return Reply(text=text, papers=(paper_of(paper),) if paper else (), document_no=number)
