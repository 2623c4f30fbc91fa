"""Creating a company."""

from datetime import date
from pathlib import Path

from sqlalchemy.orm import Session

from domain import conversations, inbox, outbox
from domain.company_defaults import add_number_series

_ROWS = (conversations.Conversation, inbox.InboxRow, outbox.OutboxRow)


def create_company(session: Session, folder: Path, *, demo: bool, today: date) -> None:
    add_number_series(session)
