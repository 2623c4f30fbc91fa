"""VAT set-up: which tax a kind of customer pays on a kind of article, and the words it needs.

Rows only. How tax is computed is arithmetic of sales; which accounts it goes to is posting.
"""

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import ForeignKeyConstraint, bindparam, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from domain.database import Base
from domain.errors import Refusal
from domain.money import Percent, UnitPrice

NORMAL, REVERSE_CHARGE, FULL, NONE = "normal", "reverse_charge", "full", "none"


class VatPostingSetup(Base):
    """Customers of a group buying articles of a group: one rate, or the components of it.

    `percent` holds unless the pair has components (several taxes on one line). `clause` is a
    text code that papers word in the customer's language.
    """

    __tablename__ = "vat_posting_setup"

    bus_group: Mapped[str] = mapped_column(primary_key=True)
    prod_group: Mapped[str] = mapped_column(primary_key=True)
    identifier: Mapped[str]
    percent: Mapped[Percent] = mapped_column(default=Decimal(0))
    calc_type: Mapped[str] = mapped_column(default=NORMAL)
    clause: Mapped[str] = mapped_column(default="")
    sales_vat_account: Mapped[str] = mapped_column(default="")
    adjust_for_payment_discount: Mapped[bool] = mapped_column(default=False)


class VatComponent(Base):
    """One of several taxes on a line, in order of `position`.

    `kind` is percent or per_unit; `value` a percentage or an amount per unit. One that
    `raises_base` is itself taxed by those after it.
    """

    __tablename__ = "vat_component"
    __table_args__ = (
        ForeignKeyConstraint(
            ["bus_group", "prod_group"],
            ["vat_posting_setup.bus_group", "vat_posting_setup.prod_group"],
        ),
    )

    bus_group: Mapped[str] = mapped_column(primary_key=True)
    prod_group: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str]
    kind: Mapped[str] = mapped_column(default="percent")
    value: Mapped[UnitPrice] = mapped_column(default=Decimal(0))
    raises_base: Mapped[bool] = mapped_column(default=False)
    account: Mapped[str] = mapped_column(default="")


class VatClause(Base):
    """The company's own wording of a clause in one language; papers know the usual ones."""

    __tablename__ = "vat_clause"

    code: Mapped[str] = mapped_column(primary_key=True)
    language: Mapped[str] = mapped_column(primary_key=True)
    text: Mapped[str]


@dataclass(kw_only=True, eq=False)
class MissingPostingSetup(Refusal):
    """A customer or article has no posting group, or nobody said what tax the pair bears."""

    what: str
    bus_group: str = ""
    prod_group: str = ""

    def sentence(self) -> str:
        if not self.bus_group and not self.prod_group:
            return f"{self.what} has no VAT posting group. Please enter one."
        return (
            f"For {self.what} I do not know the VAT: there is no set-up for the groups "
            f"{self.bus_group} and {self.prod_group}. An accountant can add it."
        )


@dataclass(frozen=True, kw_only=True)
class VatRows:
    """The set-up of one customer group: rows by article group, with components in order."""

    bus_group: str
    setups: dict[str, VatPostingSetup]
    components: dict[str, tuple[VatComponent, ...]]


_OF_GROUPS = (
    select(VatPostingSetup, VatComponent)
    .outerjoin(
        VatComponent,
        (VatComponent.bus_group == VatPostingSetup.bus_group)
        & (VatComponent.prod_group == VatPostingSetup.prod_group),
    )
    .where(
        VatPostingSetup.bus_group == bindparam("bus_group"),
        VatPostingSetup.prod_group.in_(bindparam("prod_groups", expanding=True)),
    )
    .order_by(VatPostingSetup.prod_group, VatComponent.position)
)


def vat_rows(session: Session, bus_group: str, *, prod_groups: Collection[str]) -> VatRows:
    """Load what is set up for a customer group, in one statement whatever is asked."""
    wanted = {"bus_group": bus_group, "prod_groups": list(set(prod_groups))}
    setups: dict[str, VatPostingSetup] = {}
    grouped: dict[str, tuple[VatComponent, ...]] = {}
    for setup, component in session.execute(_OF_GROUPS, wanted):
        setups[setup.prod_group] = setup
        if component is not None:
            grouped[setup.prod_group] = (*grouped.get(setup.prod_group, ()), component)
    return VatRows(
        bus_group=bus_group,
        setups=setups,
        components=grouped,
    )
