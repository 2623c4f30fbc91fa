"""Payment terms and methods, as the company keeps them.

Rows only: when something is due and how a total is split is arithmetic of sales.
"""

from decimal import Decimal

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from domain.database import Base
from domain.money import Percent, UnitPrice


class PaymentTerms(Base):
    """When a customer pays. Formulas count calendar days from the document date.

    An empty `discount_formula` gives no discount. With `pay_before_delivery` goods leave
    after the money has come.
    """

    __tablename__ = "payment_terms"

    code: Mapped[str] = mapped_column(primary_key=True)
    due_formula: Mapped[str] = mapped_column(default="")
    discount_formula: Mapped[str] = mapped_column(default="")
    discount_pct: Mapped[Percent] = mapped_column(default=Decimal(0))
    discount_on_credit_memos: Mapped[bool] = mapped_column(default=False)
    pay_before_delivery: Mapped[bool] = mapped_column(default=False)


class TermsInstalment(Base):
    """One instalment of payment terms, in order of `position`; the last one takes the rest.

    `portion` is percent, fixed, net, vat or rest; `value` a percentage or an amount.
    """

    __tablename__ = "terms_instalment"

    terms_code: Mapped[str] = mapped_column(ForeignKey("payment_terms.code"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    portion: Mapped[str]
    due_formula: Mapped[str] = mapped_column(default="")
    value: Mapped[UnitPrice] = mapped_column(default=Decimal(0))


class PaymentMethod(Base):
    """How money comes. A balancing account means that posting an invoice also posts the money."""

    __tablename__ = "payment_method"

    code: Mapped[str] = mapped_column(primary_key=True)
    description: Mapped[str] = mapped_column(default="")
    balancing_account: Mapped[str] = mapped_column(default="")
