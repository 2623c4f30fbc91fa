"""How the company posts: open dates, what goes to which kind of account, tolerances.

One row; a company without it posts by the defaults. Who may post what and when is a row per
person, because these are rights given to people and not to roles.
"""

from datetime import date
from decimal import Decimal

from sqlalchemy import ForeignKey, bindparam, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from domain.database import Base
from domain.money import Amount, Percent

NOT_SEPARATE, LINE, INVOICE, ALL = "none", "line", "invoice", "all"


class PostingSetup(Base):
    """Switches of posting. Dates are inclusive, an empty one is open.

    `discount_posting` says which discounts get accounts of their own: none, line, invoice,
    all. `ship_quantity` is what is proposed for the next shipment: remainder or blank.
    A payment may be short by `tolerance_pct` of the invoice and at most `tolerance_max`.
    """

    __tablename__ = "posting_setup"

    id: Mapped[int] = mapped_column(primary_key=True, init=False, default=1)
    allow_from: Mapped[date | None] = mapped_column(default=None)
    allow_until: Mapped[date | None] = mapped_column(default=None)
    inventory_from: Mapped[date | None] = mapped_column(default=None)
    vat_from: Mapped[date | None] = mapped_column(default=None)
    discount_posting: Mapped[str] = mapped_column(default=NOT_SEPARATE)
    expected_cost_posting: Mapped[bool] = mapped_column(default=False)
    shipment_on_invoice: Mapped[bool] = mapped_column(default=True)
    check_prepayment: Mapped[bool] = mapped_column(default=True)
    prevent_negative_inventory: Mapped[bool] = mapped_column(default=False)
    ship_quantity: Mapped[str] = mapped_column(default="remainder")
    exact_cost_reversing: Mapped[bool] = mapped_column(default=False)
    tolerance_pct: Mapped[Percent] = mapped_column(default=Decimal(0))
    tolerance_max: Mapped[Amount] = mapped_column(default=Decimal(0))
    warn_tolerance: Mapped[bool] = mapped_column(default=False)
    discount_grace: Mapped[str] = mapped_column(default="")  # date formula


class PostingRights(Base):
    """What one of our people may post beyond his role, and on which dates (inclusive)."""

    __tablename__ = "posting_rights"

    employee_no: Mapped[str] = mapped_column(ForeignKey("employee.no"), primary_key=True)
    may_ship: Mapped[bool] = mapped_column(default=False)
    may_invoice: Mapped[bool] = mapped_column(default=False)
    allow_from: Mapped[date | None] = mapped_column(default=None)
    allow_until: Mapped[date | None] = mapped_column(default=None)
    write_off_limit: Mapped[Amount] = mapped_column(default=Decimal(0))


def posting_setup(session: Session) -> PostingSetup:
    """The company's row, or the defaults."""
    return session.get(PostingSetup, 1) or PostingSetup()


def posting_rights(session: Session, employee_no: str) -> PostingRights:
    """What this person was given; nothing by default."""
    found = session.get(PostingRights, employee_no)
    return found or PostingRights(employee_no=employee_no)


_SETUP = select(PostingSetup, PostingRights).outerjoin(
    PostingRights, PostingRights.employee_no == bindparam("employee")
)


def setup_and_rights(session: Session, employee_no: str) -> tuple[PostingSetup, PostingRights]:
    """The company's row and what this person was given, in one statement."""
    found = session.execute(_SETUP, {"employee": employee_no}).first()
    setup, rights = found if found else (None, None)
    return setup or PostingSetup(), rights or PostingRights(employee_no=employee_no)
