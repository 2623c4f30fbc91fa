"""The journal: one posting's entries, gathered first, then balanced or refused, then written.

Amounts of the general ledger are in local currency, debits positive, credits negative. VAT
entries have the sign of the sale. Every table is written in one statement, however many
entries it gets; nothing written is ever changed.
"""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from sqlalchemy import BindParameter, Update, bindparam, update
from sqlalchemy.orm import Mapped, mapped_column

from domain.database import Base, Key, Moment, insert_into, table_of
from domain.ledger.accounts import Accounts, Role, load_accounts
from domain.ledger.entries import PER_TRANSACTION, Entry
from domain.ledger.seals import LedgerSeal, seal, sealed
from domain.money import ZERO, Amount, UnitPrice
from domain.work import Work

HALF_CENT = Decimal("0.005")
Row = dict[str, Any]


class LedgerTransaction(Base):
    """One posting: who posted what because of which document, and the entries below its key."""

    __tablename__ = "ledger_transaction"

    id: Mapped[Key] = mapped_column(init=False)
    kind: Mapped[str]  # ship, invoice, payment ...
    source_no: Mapped[str] = mapped_column(index=True)  # the document that was posted
    posting_date: Mapped[date]
    posted_at: Mapped[Moment]
    actor_id: Mapped[str]
    message_id: Mapped[str]


class GLEntry(Entry, Base):
    """One amount on one account. `key` is what the account was looked up by."""

    __tablename__ = "gl_entry"

    account_no: Mapped[str] = mapped_column(index=True)
    role: Mapped[str]
    key: Mapped[str]
    label: Mapped[str]  # parts amounts of one account: a VAT group
    amount: Mapped[Amount]


class VatEntry(Entry, Base):
    """Tax of one group on one paper. `order_no` is set while it counts for that order's billing.

    Base and amount are in the paper's currency, those ending in `_lcy` in ours; credit memos
    are negative.
    """

    __tablename__ = "vat_entry"

    vat_date: Mapped[date]
    customer_no: Mapped[str]
    order_no: Mapped[str] = mapped_column(index=True)
    code: Mapped[str]
    calc_type: Mapped[str]
    negative: Mapped[bool]
    component: Mapped[str]  # percent or per_unit
    value: Mapped[UnitPrice]
    base: Mapped[Amount]
    amount: Mapped[Amount]
    base_lcy: Mapped[Amount]
    amount_lcy: Mapped[Amount]
    clause: Mapped[str]
    account_no: Mapped[str]


class Unbalanced(ValueError):
    """A posting whose debits and credits differ: a fault of ours, never a business matter."""


class Journal:
    """One transaction under way. Nothing but its key is in the database before `write`."""

    def __init__(
        self,
        work: Work,
        *,
        kind: str,
        source_no: str,
        posting_date: date,
        accounts: Accounts | None = None,
    ) -> None:
        self.work = work
        self.posting_date = posting_date
        self._accounts = accounts
        head = {
            "kind": kind,
            "source_no": source_no,
            "posting_date": posting_date,
            "posted_at": work.now,
            "actor_id": work.actor.id,
            "message_id": work.source.message_id,
        }
        self.id: int = work.session.execute(_BEGIN, head).scalar_one()
        self._head = {"id": self.id, **head}
        self._given = 0
        self._gl: dict[tuple[str, str, str, str], Decimal] = defaultdict(lambda: ZERO)
        self._foreign = 0
        self._rows: dict[type[Base], list[Row]] = {}
        self._kept: dict[tuple[type[Base], int], Row] = {}
        self._changes: dict[type[Base], dict[int, Row]] = {}

    @property
    def accounts(self) -> Accounts:
        """The role accounts, loaded when the first amount is booked."""
        if self._accounts is None:
            self._accounts = load_accounts(self.work.session)
        return self._accounts

    def key(self) -> int:
        """The next entry's key."""
        self._given += 1
        return self.id * PER_TRANSACTION + self._given

    def book(
        self, role: Role, amount: Decimal, *, key: str = "", label: str = "", account: str = ""
    ) -> None:
        """Put an amount in local currency on the account of a role; a debit is positive.

        Amounts of the same account, role, key and label are added up. `account` replaces the
        role's, as a VAT set-up may.

        Raises:
            MissingAccount: no account plays the role.
        """
        number = account or self.accounts.of(role, key)
        self._gl[(number, role.value, key, label)] += amount
        self._foreign += 1

    def add(self, table: type[Base], **values: Any) -> int:
        """Gather an entry and return its key."""
        key = self.key()
        self._rows.setdefault(table, []).append({"id": key, **values})
        return key

    def keep(self, table: type[Base], **values: Any) -> None:
        """Gather a row of a table that has its own key: a state row, a posted line."""
        self._rows.setdefault(table, []).append(values)
        if "entry_id" in values:
            self._kept[(table, values["entry_id"])] = values

    def change(self, table: type[Base], key: int, **values: Any) -> None:
        """Note the new values of a state row, which lies beside a posted one.

        A state row gathered in this journal is written with them at once.
        """
        kept = self._kept.get((table, key))
        if kept is not None:
            kept.update(values)
        else:
            self._changes.setdefault(table, {}).setdefault(key, {}).update(values)

    def totals(self) -> dict[str, Decimal]:
        """What each account gets so far."""
        sums: dict[str, Decimal] = defaultdict(lambda: ZERO)
        for (account, *_), amount in self._gl.items():
            sums[account] += amount
        return dict(sums)

    def round_currency(self, currency: str = "") -> None:
        """Put what is left after each amount was converted on its own on its account.

        Raises:
            Unbalanced: more is left than rounding can explain.
        """
        left = sum(self._gl.values(), ZERO)
        if abs(left) > HALF_CENT * max(self._foreign, 1):
            raise Unbalanced(f"{left} left over in transaction {self.id}")
        if left:
            self.book(Role.CURR_ROUNDING, -left, key=currency)

    def write(self, document_kind: str, document_no: str) -> None:
        """Write every gathered row under the number its paper has got by now.

        Raises:
            Unbalanced: debits and credits differ.
        """
        left = sum(self._gl.values(), ZERO)
        if left:
            raise Unbalanced(f"{document_no}: debits and credits differ by {left}")
        for (account, role, key, label), amount in self._gl.items():
            if amount:
                self.add(
                    GLEntry, account_no=account, role=role, key=key, label=label, amount=amount
                )
        common = {
            "transaction_id": self.id,
            "posting_date": self.posting_date,
            "document_kind": document_kind,
            "document_no": document_no,
        }
        self.work.session.flush()
        parts = [sealed(LedgerTransaction.__tablename__, [self._head])]
        for table, rows in self._rows.items():
            shared = {name: common[name] for name in common if name in table.__table__.columns}
            complete = [{**shared, **row} for row in rows]
            self.work.session.execute(insert_into(table), complete)
            if issubclass(table, Entry):
                parts.append(sealed(table.__tablename__, complete))
        for table, changes in self._changes.items():
            self._update(table, changes)
        self.work.session.execute(
            insert_into(LedgerSeal), {"transaction_id": self.id, "digest": seal(parts)}
        )
        self._rows, self._changes, self._kept = {}, {}, {}
        self._gl.clear()

    def _update(self, table: type[Base], changes: Mapping[int, Row]) -> None:
        """One statement for all rows whose same columns change."""
        alike: dict[tuple[str, ...], list[Row]] = defaultdict(list)
        for key, values in changes.items():
            row = {f"new_{name}": value for name, value in values.items()}
            alike[tuple(values)].append({"row_key": key, **row})
        for columns, rows in alike.items():
            self.work.session.execute(_update(table, columns), rows)


_BEGIN = insert_into(LedgerTransaction).returning(table_of(LedgerTransaction).c.id)


@cache
def _update(table: type[Base], columns: tuple[str, ...]) -> Update:
    """The statement that gives the row with a key new values in these columns."""
    rows = table_of(table)
    (primary,) = rows.primary_key
    changed: dict[str, BindParameter[Any]] = {name: bindparam(f"new_{name}") for name in columns}
    return update(rows).where(primary == bindparam("row_key")).values(changed)
