"""Bank statements: lines are imported once, taken for payments, accepted, and posted.

What a line is taken for is reckoned in `pairing`; here it becomes payments, refunds and bank
fees. A line marked for review needs somebody's yes first. The lines of one file stand for
themselves: what cannot be read as ours stays behind and does not hold up the others, except
that nothing of an account is posted while such a line waits (domain.md 9.3).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from sqlalchemy import insert, select

from domain.errors import Command, InvalidField, NotFound, Outcome, Refusal
from domain.ledger.customers import CustomerEntry, CustomerEntryState
from domain.money import ZERO
from domain.naming import folded
from domain.parties.customer_rows import Customer, CustomerBankAccount
from domain.parties.finding import customer_of
from domain.people import Role
from domain.receivables.bank_lines import (
    ACCEPTED,
    POSTED,
    PROPOSED,
    UNRESOLVED,
    BankStatementLine,
    TextMapping,
)
from domain.receivables.movements import BankLine
from domain.receivables.pairing import Book, OpenItem, Pair, Payer, propose
from domain.receivables.payments import BOOKKEEPERS
from domain.receivables.reminder_rows import ISSUED, REMINDER, Reminder, ReminderLine
from domain.work import Work

_MOST_LINES = 5000


@dataclass(frozen=True, kw_only=True)
class ImportStatement(Command):
    """Read a bank's lines of one of our accounts; `currency` is the account's (empty: ours)."""

    may: ClassVar[frozenset[Role]] = BOOKKEEPERS
    doing: ClassVar[str] = "import bank statements"

    lines: tuple[BankLine, ...]
    account: str = ""
    currency: str = ""
    tolerance: Decimal = ZERO


@dataclass(frozen=True, kw_only=True)
class AcceptLine(Command):
    """Take a line as proposed, or as said: for this customer, and for these papers."""

    may: ClassVar[frozenset[Role]] = BOOKKEEPERS
    doing: ClassVar[str] = "import bank statements"

    line_id: int
    customer_no: str = ""
    document_nos: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class LineTold:
    """A line of a statement and what it is taken for. `rule` is how sure that is."""

    line_id: int
    account: str
    on: date
    amount: Decimal
    currency: str
    party_name: str
    text: str
    state: str
    rule: str
    score: int
    review: bool
    customer_no: str
    document_nos: tuple[str, ...]
    gl_account: str = ""
    why: str = ""


@dataclass(frozen=True, kw_only=True)
class StatementImported(Outcome):
    """New lines with their proposals; `repeated` were here before."""

    account: str
    lines: tuple[LineTold, ...]
    repeated: int

    @property
    def to_review(self) -> int:
        return sum(1 for one in self.lines if one.review or one.state == UNRESOLVED)


@dataclass(frozen=True, kw_only=True)
class LineAccepted(Outcome):
    """A line may be posted as it stands now."""

    line: LineTold


@dataclass(kw_only=True, eq=False)
class NothingInStatement(Refusal):
    """A statement without a line that is new."""

    code: ClassVar[str] = "nothing_to_post"
    repeated: int

    def sentence(self) -> str:
        if self.repeated:
            lines = "its line" if self.repeated == 1 else f"all {self.repeated} lines of it"
            return f"I know this statement: I have {lines} already. Hand me a newer one."
        return "There is no line in this statement. Hand me another file."


def import_statement(command: ImportStatement, work: Work) -> StatementImported:
    """Keep the lines that are new, with what each is taken for; nothing is posted.

    A number of statements that does not grow with the lines.

    Raises:
        InvalidField: too many lines, or one of 0.00.
        NothingInStatement: every line was imported before.
    """
    work.permit(command)
    if len(command.lines) > _MOST_LINES:
        why = f"a statement may have {_MOST_LINES:,} lines"
        raise InvalidField(field="Statement", text=f"{len(command.lines):,} lines", why=why)
    currency = command.currency.upper() or work.setup.currency
    prints = _fingerprints(command)
    known = set(
        work.session.scalars(
            select(BankStatementLine.fingerprint).where(
                BankStatementLine.fingerprint.in_(list(prints))
            )
        )
    )
    fresh = [(key, line) for key, line in prints.items() if key not in known]
    repeated = len(command.lines) - len(fresh)
    if not fresh:
        raise NothingInStatement(repeated=repeated)
    ours = [line for _, line in fresh if line.currency == currency]
    book = load_book(work, tolerance=command.tolerance)
    pairs = dict(zip((id(line) for line in ours), propose(ours, book), strict=True))
    rows = [
        _row(work, command.account, key, line, pair=pairs.get(id(line)), account_in=currency)
        for key, line in fresh
    ]
    work.session.execute(insert(BankStatementLine.__table__), rows)  # type: ignore[arg-type]
    kept = work.session.scalars(
        select(BankStatementLine)
        .where(BankStatementLine.fingerprint.in_([key for key, _ in fresh]))
        .order_by(BankStatementLine.id)
    )
    told = tuple(told_of(row) for row in kept)
    return work.happened(StatementImported(account=command.account, lines=told, repeated=repeated))


def accept_line(command: AcceptLine, work: Work) -> LineAccepted:
    """Let a line be posted, as proposed or as said.

    Raises:
        NotFound: no such line or customer, or it was posted.
        InvalidField: nobody said whose money it is; a line in another currency.
    """
    work.permit(command)
    row = work.session.get(BankStatementLine, command.line_id, with_for_update=True)
    if row is None or row.state == POSTED:
        raise NotFound(kind="open line of a bank statement", text=str(command.line_id))
    if row.why == "currency_mismatch":
        why = f"it is in {row.currency}, which is not the account's currency"
        raise InvalidField(field="Line", text=str(row.id), why=why)
    if command.customer_no:
        row.customer_no = customer_of(work.session, command.customer_no, actor=work.actor).no
        row.document_nos, row.gl_account = [], ""
    if command.document_nos:
        row.document_nos = [number.strip().upper() for number in command.document_nos]
    if not row.customer_no and not row.gl_account:
        raise InvalidField(field="Customer", text="", why="I need to know whose money it is")
    row.state = ACCEPTED
    return work.happened(LineAccepted(line=told_of(row)))


def load_book(work: Work, *, tolerance: Decimal = ZERO) -> Book:
    """What lines are compared with: open entries, customers with their accounts, mappings."""
    accounts: dict[str, set[str]] = {}
    for row in work.session.scalars(select(CustomerBankAccount)):
        accounts.setdefault(row.customer_no, set()).add(row.iban.replace(" ", "").upper())
    payers = [
        Payer(
            no=row.no,
            name=row.name,
            city=row.city,
            address=row.address,
            accounts=frozenset(accounts.get(row.no, ())),
        )
        for row in work.session.scalars(select(Customer).where(Customer.merged_into == ""))
    ]
    query = (
        select(CustomerEntry, CustomerEntryState.remaining)
        .join(CustomerEntryState, CustomerEntryState.entry_id == CustomerEntry.id)
        .where(CustomerEntryState.open.is_(True), CustomerEntryState.on_hold == "")
        .order_by(CustomerEntry.due_date, CustomerEntry.id)
    )
    reminded = _reminded_under(work)
    items = [
        OpenItem(
            entry_id=entry.id,
            customer_no=entry.customer_no,
            document_no=entry.document_no,
            numbers=tuple(
                number.upper()
                for number in (
                    entry.document_no,
                    entry.external_no,
                    *reminded.get(entry.id, ()),
                )
                if number
            ),
            posting_date=entry.posting_date,
            due_date=entry.due_date,
            currency=entry.currency,
            remaining=remaining,
            discount=entry.discount,
            discount_until=entry.discount_date,
        )
        for entry, remaining in work.session.execute(query)
    ]
    mappings = {
        folded(row.words): row.gl_account for row in work.session.scalars(select(TextMapping))
    }
    return Book(
        payers=payers,
        items=[item for item in items if item.currency == work.setup.currency],
        mappings=mappings,
        tolerance=tolerance,
    )


def _reminded_under(work: Work) -> dict[int, list[str]]:
    """The reminders a debt stands on: who pays one names its number, not the invoices'."""
    found: dict[int, list[str]] = {}
    query = (
        select(ReminderLine.entry_id, Reminder.number)
        .join(Reminder, Reminder.id == ReminderLine.reminder_id)
        .where(Reminder.state == ISSUED, Reminder.kind == REMINDER)
    )
    for entry_id, number in work.session.execute(query):
        found.setdefault(entry_id, []).append(number)
    return found


def waiting_lines(work: Work, account: str) -> Sequence[BankStatementLine]:
    """The lines of an account that are not posted, in the order in which they came."""
    return work.session.scalars(
        select(BankStatementLine)
        .where(BankStatementLine.account == account, BankStatementLine.state != POSTED)
        .order_by(BankStatementLine.id)
        .with_for_update()
    ).all()


def told_of(row: BankStatementLine) -> LineTold:
    """A row as outcomes tell it."""
    return LineTold(
        line_id=row.id,
        account=row.account,
        on=row.on,
        amount=row.amount,
        currency=row.currency,
        party_name=row.party_name,
        text=row.text,
        state=row.state,
        rule=row.rule,
        score=row.score,
        review=row.review,
        customer_no=row.customer_no,
        document_nos=tuple(row.document_nos),
        gl_account=row.gl_account,
        why=row.why,
    )


def _fingerprints(command: ImportStatement) -> dict[str, BankLine]:
    """Lines by what tells them apart; equal ones of one statement are counted."""
    found: dict[str, BankLine] = {}
    seen: dict[str, int] = {}
    for line in command.lines:
        said = line.fingerprint(command.account)
        seen[said] = seen.get(said, 0) + 1
        found[f"{said}:{seen[said]}"] = line
    return found


def _row(
    work: Work,
    account: str,
    key: str,
    line: BankLine,
    *,
    pair: Pair | None,
    account_in: str,
) -> dict[str, Any]:
    """A line as its row is written, all in one statement."""
    mismatch = line.currency != account_in
    taken = None if mismatch else pair
    items = taken.items if taken else ()
    return {
        "account": account,
        "fingerprint": key,
        "on": line.on,
        "amount": line.amount,
        "currency": line.currency,
        "party_name": line.party_name[:140],
        "party_account": line.party_account[:40],
        "text": line.text[:500],
        "bank_reference": line.bank_reference[:140],
        "imported_at": work.now,
        "state": PROPOSED if taken else UNRESOLVED,
        "party": taken.party if taken else "",
        "document": taken.document if taken else "",
        "sum": taken.amount if taken else "",
        "rule": taken.rule if taken else "",
        "score": taken.score if taken else 0,
        "review": taken.review if taken else True,
        "customer_no": taken.customer_no if taken else "",
        "document_nos": list(dict.fromkeys(item.document_no for item in items)),
        "gl_account": taken.gl_account if taken else "",
        "posted_no": "",
        "why": "currency_mismatch" if mismatch else "",
    }
