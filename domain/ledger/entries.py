"""What all ledger rows share: keys that the posting itself gives out.

A transaction draws one key from the database; its entries are numbered below that. So lists
of rows are written in one statement each, without asking for keys, and nothing is locked.
"""

from datetime import date
from typing import Annotated

from sqlalchemy import BigInteger, ForeignKey, Integer
from sqlalchemy.orm import Mapped, MappedAsDataclass, mapped_column

PER_TRANSACTION = 1_000_000  # keys a transaction may give its entries

_BIG = BigInteger().with_variant(Integer, "sqlite")

EntryKey = Annotated[int, mapped_column(_BIG, primary_key=True, autoincrement=False)]
EntryRef = Annotated[int, mapped_column(_BIG, index=True)]
LooseRef = Annotated[int, mapped_column(_BIG)]  # 0 is none


class Entry(MappedAsDataclass, kw_only=True):
    """Columns of every ledger entry. Posted rows are never changed or deleted."""

    id: Mapped[EntryKey]
    transaction_id: Mapped[int] = mapped_column(
        _BIG, ForeignKey("ledger_transaction.id"), index=True
    )
    posting_date: Mapped[date]
    document_kind: Mapped[str]  # shipment, invoice, credit_memo, payment ...
    document_no: Mapped[str] = mapped_column(index=True)
