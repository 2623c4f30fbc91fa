"""Payments and accounts: what came in, what it paid, what is open."""

from collections.abc import Iterable

from bot.handlers.handling import handles
from bot.reply import Reply, Table
from bot.retelling import retold, sum_of
from domain.receivables.applications import ApplyPayment, Unapply, apply_payment, unapply
from domain.receivables.applying import AppliedTo
from domain.receivables.balances import ShowBalance, ShowLedger, show_balance, show_ledger
from domain.receivables.payments import RecordPayment, record_payment
from domain.receivables.refunds import Refund, WriteOff, WrittenOff, refund, write_off
from domain.receivables.revaluing import AdjustRates, adjust_rates
from domain.said import said
from domain.work import Work
from templates.pages import day, figure, money


@handles(RecordPayment)
def payment_recorded(command: RecordPayment, work: Work) -> Reply:
    paid = record_payment(command, work)
    facts = [("Balance", money(paid.balance, paid.balance_currency))]
    if paid.on_account:
        facts.insert(0, ("On account", money(paid.on_account, paid.currency)))
    return Reply(
        text=(
            f"Payment {paid.document_no}: {money(paid.amount, paid.currency)} from "
            f"{paid.customer_name}, {day(paid.paid_on)}."
        ),
        would=(
            f"I would book {money(paid.amount, paid.currency)} from {paid.customer_name}, paid on "
            f"{day(paid.paid_on)}, as payment {paid.document_no}."
        ),
        facts=tuple(facts),
        lines=_applied(paid.applied),
        notes=paid.notices,
        document_no=paid.document_no,
        customer_no=paid.customer_no,
    )


@handles(AdjustRates)
def rates_adjusted(command: AdjustRates, work: Work) -> Reply:
    done = adjust_rates(command, work)
    if not done.rows:
        return Reply(text=f"On {day(done.on)} the rates change nothing that is open.")
    rows = tuple(
        (
            row.currency,
            figure(row.open, row.currency),
            figure(row.in_books, done.currency),
            figure(row.at_rate, done.currency),
            figure(row.difference, done.currency),
        )
        for row in done.rows
    )
    head = ("Currency", "Open", "In the books", "At the rate", "Difference")
    return Reply(
        text=f"Exchange rates of {day(done.on)}: {money(done.difference, done.currency)}.",
        lines=Table(head=head, rows=rows, numeric=(1, 2, 3, 4)),
        notes=(f"Booked as {done.document_no}, taken back the day after.",),
    )


@handles(ApplyPayment)
def payment_applied(command: ApplyPayment, work: Work) -> Reply:
    applied = apply_payment(command, work)
    return Reply(
        text=f"{applied.document_no} of {applied.customer_name} is applied.",
        facts=(("Balance", money(applied.balance, applied.balance_currency)),),
        lines=_applied(applied.applied),
        notes=applied.notices,
        customer_no=applied.customer_no,
    )


@handles(Unapply)
def payment_unapplied(command: Unapply, work: Work) -> Reply:
    undone = unapply(command, work)
    return Reply(
        text=f"The application of {undone.document_no} is taken back.",
        facts=(("Balance", money(undone.balance, undone.balance_currency)),),
        customer_no=undone.customer_no,
    )


@handles(Refund)
def credit_refunded(command: Refund, work: Work) -> Reply:
    paid = refund(command, work)
    return Reply(
        text=f"{money(paid.amount, paid.currency)} paid out to {paid.customer_name}.",
        facts=(("Balance", money(paid.balance, paid.balance_currency)),),
        customer_no=paid.customer_no,
    )


@handles(WriteOff)
def rest_written_off(command: WriteOff, work: Work) -> Reply:
    given_up = write_off(command, work)
    if not isinstance(given_up, WrittenOff):
        who = " and ".join(given_up.approvers)
        return Reply(text=f"That is above your limit; it waits for {who}.")
    return Reply(
        text=f"{money(given_up.amount, given_up.currency)} of {given_up.document_no} given up.",
        facts=(("Balance", money(given_up.balance, given_up.balance_currency)),),
        customer_no=given_up.customer_no,
    )


@handles(ShowBalance)
def balance_told(command: ShowBalance, work: Work) -> Reply:
    told = show_balance(command, work)
    if not told.entries:
        nothing = said("{customer} owes nothing.", customer=told.customer_name)
        return Reply(text=nothing, customer_no=told.customer_no)
    language = work.source.language
    rows = tuple(
        (
            entry.document_no,
            retold(entry.kind.replace("_", " "), language),
            day(entry.due_date, language),
            _days(entry.days_overdue, language) if entry.days_overdue else "–",
            money(entry.remaining, entry.currency, language),
        )
        for entry in told.entries
    )
    overdue = money(told.overdue_lcy, told.local_currency, language)
    return Reply(
        text=said(
            "{customer} owes {amount}.",
            customer=told.customer_name,
            amount=sum_of(told.balance_lcy, told.local_currency),
        ),
        facts=(("Overdue", overdue),) if told.overdue_lcy else (),
        lines=Table(head=("Paper", "Kind", "Due", "Overdue", "Open"), rows=rows, numeric=(4,)),
        customer_no=told.customer_no,
    )


@handles(ShowLedger)
def ledger_shown(command: ShowLedger, work: Work) -> Reply:
    shown = show_ledger(command, work)
    rows = tuple(
        (
            day(row.posting_date),
            row.document_no,
            row.kind.replace("_", " "),
            money(row.amount, row.currency),
        )
        for row in shown.rows
    )
    closing = tuple(("Closing balance", money(amount, code)) for code, amount in shown.closing)
    return Reply(
        text=f"Account of {shown.customer_name}, {day(shown.start)} to {day(shown.end)}.",
        lines=Table(head=("Date", "Paper", "Kind", "Amount"), rows=rows, numeric=(3,)),
        totals=closing,
        customer_no=shown.customer_no,
    )


def _days(count: int, language: str) -> str:
    return retold(said("{count} days", count=count), language)


def _applied(papers: Iterable[AppliedTo]) -> Table | None:
    rows = tuple(
        (
            paper.document_no,
            figure(paper.paid, paper.currency),
            figure(paper.discount, paper.currency) if paper.discount else "–",
            money(paper.left, paper.currency) if paper.left else "paid",
        )
        for paper in papers
    )
    if not rows:
        return None
    return Table(head=("Paper", "Paid", "Discount", "Left"), rows=rows, numeric=(1, 2, 3))
