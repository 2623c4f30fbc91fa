"""Statements, reminders and interest: what went out, to whom, and what is asked."""

from collections.abc import Sequence

from bot.handlers.handling import handles
from bot.reply import Button, Paper, Reply, Table
from domain.receivables.charges import ChargeInterest, charge_interest
from domain.receivables.disputes import (
    DisputeInvoice,
    SettleDispute,
    dispute_invoice,
    settle_dispute,
)
from domain.receivables.issuing import (
    IssuedMemo,
    IssueReminders,
    RemindersIssued,
    SendReminders,
    issue_reminders,
    send_reminders,
)
from domain.receivables.owing import ShowDebtors, show_debtors
from domain.receivables.reminders import CreateReminders, create_reminders
from domain.receivables.statements import SendStatement, send_statement
from domain.work import Work
from templates.pages import day, money

_KINDS = {"reminder": "reminder", "finance_charge": "finance-charge"}
_MOST_PAPERS = 10


@handles(SendStatement)
def statement_sent(command: SendStatement, work: Work) -> Reply:
    sent = send_statement(command, work)
    own = work.actor.is_contact
    whose = "your account" if own else f"the account of {sent.customer_name}"
    facts = [("Balance", money(one.balance, one.currency)) for one in sent.statements]
    facts += [
        ("Overdue", money(one.overdue, one.currency)) for one in sent.statements if one.overdue
    ]
    return Reply(
        text=f"Here is the statement of {whose}, {day(sent.start)} to {day(sent.end)}.",
        facts=tuple(facts),
        notes=(f"It goes to {sent.recipient}.",) if sent.recipient else (),
        papers=tuple(Paper(kind="statement", number=one.number) for one in sent.statements),
        customer_no=sent.customer_no,
    )


@handles(ShowDebtors)
def debtors_shown(command: ShowDebtors, work: Work) -> Reply:
    shown = show_debtors(command, work)
    if not shown.debtors:
        return Reply(text="Nobody is overdue." if command.overdue_only else "Nobody owes us money.")
    rows = tuple(
        (
            f"{one.name} ({one.customer_no})",
            money(one.balance, shown.currency),
            money(one.overdue, shown.currency) if one.overdue else "–",
            f"{one.days_overdue} days" if one.days_overdue else "–",
            f"level {one.reminded}" if one.reminded else "–",
        )
        for one in shown.debtors
    )
    overdue = money(shown.overdue, shown.currency) if shown.overdue else "nothing"
    return Reply(
        text=f"Customers owe us {money(shown.total, shown.currency)}, {overdue} of it overdue.",
        lines=Table(
            head=("Customer", "Owes", "Overdue", "Since", "Reminded"), rows=rows, numeric=(1, 2, 3)
        ),
        notes=(f"{shown.more} more customers are not shown.",) if shown.more else (),
    )


@handles(CreateReminders)
def reminders_created(command: CreateReminders, work: Work) -> Reply:
    made = create_reminders(command, work)
    rows = tuple(
        (
            f"{one.customer_name} ({one.customer_no})",
            str(one.level),
            ", ".join(one.document_nos),
            money(one.total, one.currency),
        )
        for one in made.reminders
    )
    return Reply(
        text=f"{_count(len(rows), 'reminder')} waiting to be sent.",
        lines=Table(head=("Customer", "Level", "For", "Asked"), rows=rows, numeric=(3,)),
        notes=made.notices,
    )


@handles(IssueReminders)
def reminders_issued(command: IssueReminders, work: Work) -> Reply:
    return _reminded(issue_reminders(command, work))


@handles(SendReminders)
def reminders_sent(command: SendReminders, work: Work) -> Reply:
    return _reminded(send_reminders(command, work))


@handles(ChargeInterest)
def interest_charged(command: ChargeInterest, work: Work) -> Reply:
    charged = charge_interest(command, work)
    rows = tuple(
        (one.number, f"{one.customer_name} ({one.customer_no})", money(one.total, one.currency))
        for one in charged.memos
    )
    return Reply(
        text=f"Interest is charged: {_count(len(rows), 'memo')}.",
        lines=Table(head=("Memo", "Customer", "Interest"), rows=rows, numeric=(2,)),
        notes=(*_gone(charged.memos), *charged.notices),
        papers=_papers(charged.memos),
    )


@handles(DisputeInvoice)
def invoice_disputed(command: DisputeInvoice, work: Work) -> Reply:
    told = dispute_invoice(command, work)
    return Reply(
        text=(
            f"{told.document_no} of {told.customer_name} is disputed: nobody is reminded of it "
            "until that is settled."
        ),
        facts=(("Reason", told.reason),) if told.reason != "disputed" else (),
        buttons=(
            Button(label="It is settled", command=SettleDispute(document_no=told.document_no)),
        ),
        document_no=told.document_no,
        customer_no=told.customer_no,
    )


@handles(SettleDispute)
def dispute_settled(command: SettleDispute, work: Work) -> Reply:
    told = settle_dispute(command, work)
    return Reply(
        text=f"{told.document_no} of {told.customer_name} is disputed no more.",
        document_no=told.document_no,
        customer_no=told.customer_no,
    )


def _reminded(issued: RemindersIssued) -> Reply:
    rows = tuple(
        (
            one.number,
            f"{one.customer_name} ({one.customer_no})",
            str(one.level),
            money(one.open, one.currency),
            money(one.fee + one.interest, one.currency) if one.fee + one.interest else "–",
            day(one.due_date),
        )
        for one in issued.reminders
    )
    head = ("Reminder", "Customer", "Level", "Open", "Charges", "Pay by")
    return Reply(
        text=f"{_count(len(rows), 'reminder')} sent." if rows else "No reminder was sent.",
        lines=Table(head=head, rows=rows, numeric=(3, 4)) if rows else None,
        notes=(*_gone(issued.reminders), *issued.notices),
        papers=_papers(issued.reminders),
    )


def _gone(memos: Sequence[IssuedMemo]) -> tuple[str, ...]:
    return tuple(f"{one.number} goes to {one.recipient}." for one in memos if one.recipient)


def _papers(memos: Sequence[IssuedMemo]) -> tuple[Paper, ...]:
    """The papers themselves; a long run is looked at one by one."""
    if len(memos) > _MOST_PAPERS:
        return ()
    return tuple(Paper(kind=_KINDS[one.kind], number=one.number) for one in memos)


def _count(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"
