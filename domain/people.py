"""Persons who may ask for something: employees with roles and limits, and who they are in Slack.

Roles follow the permission catalogue (specification, section 15). A customer's contact is
an actor too, bound to one customer: everything else "does not exist" for it. Who approves
what is set by limits and approver chains, not by role (section 9.5).
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from domain.database import Base
from domain.money import Amount


class Role(StrEnum):
    """What somebody is to the company."""

    CONTACT = "contact"  # of a customer
    SALESPERSON = "salesperson"
    MANAGER = "manager"
    WAREHOUSE = "warehouse"
    ACCOUNTANT = "accountant"
    ADMINISTRATOR = "administrator"
    CLERK = "clerk"  # the bot itself: expiry runs, reminders; it can never approve


SALES = frozenset({Role.SALESPERSON, Role.MANAGER, Role.ADMINISTRATOR})
MANAGERS = frozenset({Role.MANAGER, Role.ADMINISTRATOR})
BOOKS = frozenset({Role.ACCOUNTANT, Role.MANAGER, Role.ADMINISTRATOR})
STAFF = frozenset(Role) - {Role.CONTACT, Role.CLERK}
SALES_AND_CONTACT = SALES | {Role.CONTACT}
EVERYONE = frozenset(Role)


@dataclass(frozen=True, kw_only=True)
class Actor:
    """On whose behalf a command runs. `customer_no` binds a contact to its customer."""

    id: str
    name: str
    roles: frozenset[Role]
    customer_no: str | None = None
    email: str = ""

    @property
    def is_contact(self) -> bool:
        return Role.CONTACT in self.roles


CLERK = Actor(id="clerk", name="Salesclerk", roles=frozenset({Role.CLERK}))
STRANGER = Actor(id="stranger", name="unknown sender", roles=frozenset())


class Employee(Base):
    """One of our own people. `sales_limit` is net, in local currency; None is unlimited.

    A limit of 0 means none: everything this person asks for needs an approver.
    """

    __tablename__ = "employee"

    no: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    email: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str] = mapped_column(default="")
    roles: Mapped[str] = mapped_column(default="")  # space-separated `Role` values
    slack_id: Mapped[str | None] = mapped_column(default=None, unique=True)
    sales_limit: Mapped[Amount | None] = mapped_column(default=Decimal(0))
    approver_no: Mapped[str | None] = mapped_column(ForeignKey("employee.no"), default=None)
    substitute_no: Mapped[str | None] = mapped_column(ForeignKey("employee.no"), default=None)
    away_from: Mapped[date | None] = mapped_column(default=None)
    away_until: Mapped[date | None] = mapped_column(default=None)  # inclusive
    active: Mapped[bool] = mapped_column(default=True)

    def actor(self) -> Actor:
        return Actor(
            id=self.no,
            name=self.name,
            roles=frozenset(Role(role) for role in self.roles.split()),
            email=self.email,
        )


def employee_of_slack(session: Session, slack_id: str) -> Employee | None:
    """Find the active employee behind a Slack user id; display names never count."""
    return session.scalar(
        select(Employee).where(Employee.slack_id == slack_id, Employee.active.is_(True))
    )


def employee_of_email(session: Session, address: str) -> Employee | None:
    """Find the active employee with this mail address, written in any case."""
    return session.scalar(
        select(Employee).where(Employee.email == address.strip().lower(), Employee.active.is_(True))
    )


def with_role(session: Session, role: Role) -> tuple[str, ...]:
    """Numbers of the active employees who have a role."""
    rows = session.scalars(select(Employee).where(Employee.active.is_(True)).order_by(Employee.no))
    return tuple(row.no for row in rows if role.value in row.roles.split())


def staff_names(session: Session) -> tuple[str, ...]:
    """Names of the active employees, as messages mention them."""
    return tuple(session.scalars(select(Employee.name).where(Employee.active.is_(True))))


@dataclass(frozen=True, kw_only=True)
class SlackPerson:
    """An employee as a workspace shows one."""

    slack_id: str
    name: str
    email: str
    title: str


def slack_people(session: Session) -> tuple[SlackPerson, ...]:
    """The active employees who have a Slack user id, in order of their numbers."""
    rows = session.scalars(
        select(Employee)
        .where(Employee.active.is_(True), Employee.slack_id.is_not(None))
        .order_by(Employee.no)
    )
    return tuple(
        SlackPerson(slack_id=row.slack_id or "", name=row.name, email=row.email, title=row.title)
        for row in rows
    )
