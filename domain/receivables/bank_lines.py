"""Lines of bank statements as rows, and words that stand for accounts."""

from datetime import date

from sqlalchemy import JSON
from sqlalchemy.orm import Mapped, mapped_column

from domain.database import Base, Key, Moment
from domain.money import Amount

PROPOSED, ACCEPTED, POSTED, UNRESOLVED = "proposed", "accepted", "posted", "unresolved"


class BankStatementLine(Base):
    """A line that was imported, with what it was taken for. `number` orders them as they came.

    `party`, `document` and `sum` are the facts that were found, `rule` names the row of the
    table that fitted ("high 3"); `review` says that somebody must accept it before it is
    posted.
    """

    __tablename__ = "bank_statement_line"

    id: Mapped[Key] = mapped_column(init=False)
    account: Mapped[str] = mapped_column(index=True)
    fingerprint: Mapped[str] = mapped_column(unique=True)
    on: Mapped[date]
    amount: Mapped[Amount]
    currency: Mapped[str]
    party_name: Mapped[str]
    party_account: Mapped[str]
    text: Mapped[str]
    bank_reference: Mapped[str]
    imported_at: Mapped[Moment]
    state: Mapped[str] = mapped_column(default=UNRESOLVED)
    party: Mapped[str] = mapped_column(default="")
    document: Mapped[str] = mapped_column(default="")
    sum: Mapped[str] = mapped_column(default="")
    rule: Mapped[str] = mapped_column(default="")
    score: Mapped[int] = mapped_column(default=0)
    review: Mapped[bool] = mapped_column(default=True)
    customer_no: Mapped[str] = mapped_column(default="")
    document_nos: Mapped[list[str]] = mapped_column(JSON, default_factory=list)
    gl_account: Mapped[str] = mapped_column(default="")
    posted_no: Mapped[str] = mapped_column(default="")
    why: Mapped[str] = mapped_column(default="")


class TextMapping(Base):
    """Words of a bank's line that stand for an account of ours ("ACCOUNT FEE" is 9200)."""

    __tablename__ = "text_mapping"

    words: Mapped[str] = mapped_column(primary_key=True)  # as `domain.naming.folded`
    gl_account: Mapped[str]
