"""Accounts: posting asks for roles, the company says which account plays them.

A role is looked up by a key such as "DOMESTIC|RETAIL" (business and product group), then by
each half of it, then without a key. A new company starts with the chart below
(specification, section 7.8).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar, NamedTuple

from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from domain.database import Base, table_of
from domain.errors import Refusal


class Role(StrEnum):
    """What an account is for."""

    RECEIVABLES = "RECEIVABLES"
    BANK = "BANK"
    CASH = "CASH"
    INVENTORY = "INVENTORY"
    INVENTORY_INTERIM = "INVENTORY_INTERIM"
    COGS = "COGS"
    COGS_INTERIM = "COGS_INTERIM"
    INV_ADJUSTMENT = "INV_ADJUSTMENT"
    PURCHASES = "PURCHASES"
    PURCH_VAT = "PURCH_VAT"
    PAYABLES = "PAYABLES"
    SALES_VAT = "SALES_VAT"
    PREPAYMENT = "PREPAYMENT"
    INV_ROUNDING = "INV_ROUNDING"
    SALES = "SALES"
    SALES_CREDIT = "SALES_CREDIT"
    LINE_DISC = "LINE_DISC"
    INV_DISC = "INV_DISC"
    SERVICE_CHARGE = "SERVICE_CHARGE"
    FREIGHT = "FREIGHT"
    REMINDER_FEE = "REMINDER_FEE"
    INTEREST = "INTEREST"
    PMT_DISC = "PMT_DISC"
    TOLERANCE = "TOLERANCE"
    WRITE_OFF = "WRITE_OFF"
    EXCH_GAIN = "EXCH_GAIN"
    EXCH_LOSS = "EXCH_LOSS"
    CURR_ROUNDING = "CURR_ROUNDING"
    BANK_FEES = "BANK_FEES"


DEFAULT_CHART: Mapping[Role, tuple[str, str]] = {
    Role.RECEIVABLES: ("2310", "Receivables"),
    Role.BANK: ("2920", "Bank"),
    Role.CASH: ("2910", "Cash"),
    Role.INVENTORY: ("2110", "Inventory"),
    Role.INVENTORY_INTERIM: ("2111", "Inventory, not yet invoiced"),
    Role.COGS: ("7190", "Cost of goods sold"),
    Role.COGS_INTERIM: ("7191", "Cost of goods sold, not yet invoiced"),
    Role.INV_ADJUSTMENT: ("7170", "Inventory adjustment"),
    Role.PURCHASES: ("7110", "Purchases"),
    Role.PURCH_VAT: ("5630", "VAT on purchases"),
    Role.PAYABLES: ("5410", "Payables"),
    Role.SALES_VAT: ("5610", "VAT on sales"),
    Role.PREPAYMENT: ("5380", "Prepayments of customers"),
    Role.INV_ROUNDING: ("9140", "Invoice rounding"),
    Role.SALES: ("6110", "Sales"),
    Role.LINE_DISC: ("6710", "Line discounts given"),
    Role.INV_DISC: ("6720", "Invoice discounts given"),
    Role.SERVICE_CHARGE: ("6810", "Freight and charges billed"),
    Role.FREIGHT: ("6810", "Freight and charges billed"),
    Role.REMINDER_FEE: ("6820", "Reminder fees"),
    Role.INTEREST: ("6830", "Interest"),
    Role.PMT_DISC: ("9250", "Payment discounts given"),
    Role.TOLERANCE: ("9255", "Payment tolerance"),
    Role.WRITE_OFF: ("9260", "Written off"),
    Role.EXCH_GAIN: ("9310", "Exchange gains"),
    Role.EXCH_LOSS: ("9320", "Exchange losses"),
    Role.CURR_ROUNDING: ("9330", "Currency rounding"),
    Role.BANK_FEES: ("9200", "Bank fees"),
}
_INSTEAD = {Role.SALES_CREDIT: Role.SALES}


class GLAccount(Base):
    """An account of the general ledger. Nothing is posted to a blocked one."""

    __tablename__ = "gl_account"

    no: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(default="")
    blocked: Mapped[bool] = mapped_column(default=False)
    currency: Mapped[str] = mapped_column(default="")  # the only one it takes; empty is any


class RoleAccount(Base):
    """Which account plays a role for a key; an empty key holds where no other fits."""

    __tablename__ = "role_account"

    role: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    account_no: Mapped[str] = mapped_column(ForeignKey("gl_account.no"))


@dataclass(kw_only=True, eq=False)
class MissingAccount(Refusal):
    """No account plays the role for this key, or the one that does is blocked."""

    code: ClassVar[str] = "missing_posting_setup"

    key: str
    role: str
    blocked_account: str = ""

    def sentence(self) -> str:
        where = f" for {self.key.replace('|', ' and ')}" if self.key.strip("|") else ""
        what = self.role.replace("_", " ").lower()
        if self.blocked_account:
            return (
                f"Account {self.blocked_account}, which is used for {what}{where}, is blocked. "
                "An accountant can unblock it or name another."
            )
        return f"No account is named for {what}{where}. An accountant can add one."


@dataclass(kw_only=True, eq=False)
class CurrencyMismatch(Refusal):
    """An account that is kept in one currency would get an amount in another."""

    account_no: str
    kept_in: str
    currency: str

    def sentence(self) -> str:
        return (
            f"Account {self.account_no} is kept in {self.kept_in} and takes no {self.currency}. "
            f"Use {self.kept_in}, or let an accountant name another account for {self.currency}."
        )


class Played(NamedTuple):
    """The account that plays a role."""

    no: str
    blocked: bool
    currency: str


@dataclass(frozen=True, kw_only=True)
class Accounts:
    """The company's role accounts, loaded once for a posting."""

    by_role: Mapping[tuple[str, str], Played]

    def of(self, role: Role, key: str = "") -> str:
        """The number of the account.

        Raises:
            MissingAccount: there is none, or it is blocked.
        """
        found = self._find(role, key)
        if found is None and role in _INSTEAD:
            return self.of(_INSTEAD[role], key)
        if found is None or found.blocked:
            blocked = found.no if found else ""
            raise MissingAccount(key=key, role=role.value, blocked_account=blocked)
        return found.no

    def check_currency(self, role: Role, key: str, currency: str) -> None:
        """Refuse a currency that the account of the role does not take.

        Raises:
            CurrencyMismatch: it is kept in another one.
        """
        found = self._find(role, key)
        if found is not None and found.currency not in ("", currency):
            raise CurrencyMismatch(account_no=found.no, kept_in=found.currency, currency=currency)

    def missing(self, wanted: Iterable[tuple[Role, str]]) -> list[MissingAccount]:
        """What cannot be posted, everything at once."""
        problems = []
        for role, key in dict.fromkeys(wanted):
            try:
                self.of(role, key)
            except MissingAccount as refusal:
                problems.append(refusal)
        return problems

    def _find(self, role: Role, key: str) -> Played | None:
        first, _, second = key.partition("|")
        for candidate in (key, f"{first}|", f"|{second}", ""):
            found = self.by_role.get((role.value, candidate))
            if found is not None:
                return found
        return None


_plays, _account = table_of(RoleAccount), table_of(GLAccount)
_PLAYED = select(
    _plays.c.role, _plays.c.key, _account.c.no, _account.c.blocked, _account.c.currency
).join(_account, _account.c.no == _plays.c.account_no)


def load_accounts(session: Session) -> Accounts:
    """All role accounts, in one statement."""
    rows = session.execute(_PLAYED)
    return Accounts(by_role={(role, key): Played(*found) for role, key, *found in rows})


def add_default_chart(session: Session) -> None:
    """The chart a new company starts with."""
    accounts = dict(DEFAULT_CHART.values())
    session.add_all(GLAccount(no=no, name=name) for no, name in accounts.items())
    session.flush()
    session.add_all(
        RoleAccount(role=role.value, key="", account_no=no)
        for role, (no, _) in DEFAULT_CHART.items()
    )
