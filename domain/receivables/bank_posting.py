"""Posting a bank statement: its lines become payments, refunds and booked charges.

All lines of an account or none: what is doubtful has to be settled first, so that the books
say what the bank says.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from domain.errors import Command, Outcome, Refusal
from domain.ledger.accounts import Role as AccountRole
from domain.money import ZERO
from domain.people import Role
from domain.receivables.bank_lines import ACCEPTED, POSTED, PROPOSED, BankStatementLine
from domain.receivables.bank_statements import waiting_lines
from domain.receivables.debtors import AppliesTo, open_journal
from domain.receivables.payments import BOOKKEEPERS, RecordPayment, record_payment
from domain.receivables.refunds import Refund, WriteOff, WrittenOff, refund, write_off
from domain.work import Work


@dataclass(frozen=True, kw_only=True)
class PostStatement(Command):
    """Post the lines of an account that wait. `accept` says yes to all proposals at once.

    `write_off_up_to` gives up what was paid too much by no more than that (else it stays on
    account).
    """

    may: ClassVar[frozenset[Role]] = BOOKKEEPERS
    doing: ClassVar[str] = "post bank statements"

    account: str = ""
    accept: bool = False
    write_off_up_to: Decimal = ZERO


@dataclass(frozen=True, kw_only=True)
class PostedLine:
    """What became of a line. `on_account` is what of the money pays nothing yet."""

    line_id: int
    number: str
    amount: Decimal
    currency: str
    customer_no: str
    customer_name: str
    document_nos: tuple[str, ...]
    on_account: Decimal


@dataclass(frozen=True, kw_only=True)
class StatementPosted(Outcome):
    """The lines are in the books."""

    account: str
    lines: tuple[PostedLine, ...]


@dataclass(kw_only=True, eq=False)
class UnresolvedLines(Refusal):
    """Lines of the statement are doubtful; nothing of it is posted before they are settled."""

    count: int
    proposed: int
    account: str

    def sentence(self) -> str:
        if not self.count:
            return "No line of a bank statement waits. Hand me the next statement."
        lines = "1 line is" if self.count == 1 else f"{self.count} lines are"
        return f"{lines} not settled yet. Say whose money it is, or accept what I propose."

    def remedies(self) -> tuple[Command, ...]:
        if not self.count or self.proposed < self.count:
            return ()
        return (PostStatement(account=self.account, accept=True),)


def post_statement(command: PostStatement, work: Work) -> StatementPosted:
    """Post every waiting line, or refuse while one is doubtful.

    Raises:
        UnresolvedLines: lines nobody accepted, or that were taken for nothing.
        What payments and refunds refuse; then nothing is posted.
    """
    work.permit(command)
    rows = waiting_lines(work, command.account)
    for row in rows:
        if row.state == PROPOSED and (command.accept or not row.review):
            row.state = ACCEPTED
    doubtful = [row for row in rows if row.state != ACCEPTED]
    if doubtful or not rows:
        raise UnresolvedLines(
            count=len(doubtful),
            proposed=sum(1 for row in doubtful if row.state == PROPOSED),
            account=command.account,
        )
    posted = [_posted(work, row, command) for row in rows]
    return work.happened(StatementPosted(account=command.account, lines=tuple(posted)))


def _posted(work: Work, row: BankStatementLine, command: PostStatement) -> PostedLine:
    if row.gl_account:
        told = _charge(work, row)
    elif row.amount < ZERO:
        told = _paid_out(work, row)
    else:
        told = _paid_in(work, row, command)
    row.state, row.posted_no = POSTED, told.number
    return told


def _paid_in(work: Work, row: BankStatementLine, command: PostStatement) -> PostedLine:
    paid = record_payment(
        RecordPayment(
            amount=row.amount,
            customer_no=row.customer_no,
            currency=row.currency,
            paid_on=row.on,
            applies_to=tuple(AppliesTo(document_no=number) for number in row.document_nos),
            reference=row.bank_reference or row.text,
            account=row.account,
        ),
        work,
    )
    left = paid.on_account
    if ZERO < left <= command.write_off_up_to:
        work.session.flush()
        given = write_off(WriteOff(document_no=paid.document_no, reason="bank difference"), work)
        left = ZERO if isinstance(given, WrittenOff) else left
    return _told(row, paid.document_no, name=paid.customer_name, on_account=left)


def _paid_out(work: Work, row: BankStatementLine) -> PostedLine:
    """Money that went out settles a credit of the customer."""
    credit = row.document_nos[0] if row.document_nos else ""
    back = refund(
        Refund(document_no=credit, amount=-row.amount, paid_on=row.on, account=row.account), work
    )
    return _told(row, back.document_no, name=back.customer_name, on_account=ZERO)


def _charge(work: Work, row: BankStatementLine) -> PostedLine:
    """A line that words stand for: the bank against an account of the general ledger."""
    journal = open_journal(work, kind="bank", source_no=row.account, on=row.on)
    journal.book(AccountRole.BANK, row.amount, key=row.account)
    journal.book(AccountRole.BANK_FEES, -row.amount, account=row.gl_account)
    number = work.next_number("payment")
    journal.write("bank", number)
    return _told(row, number, name="", on_account=ZERO)


def _told(row: BankStatementLine, number: str, *, name: str, on_account: Decimal) -> PostedLine:
    return PostedLine(
        line_id=row.id,
        number=number,
        amount=row.amount,
        currency=row.currency,
        customer_no=row.customer_no,
        customer_name=name,
        document_nos=tuple(row.document_nos),
        on_account=on_account,
    )
