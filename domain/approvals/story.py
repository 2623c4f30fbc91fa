"""What became of a request, for the cards that were shown about it."""

from dataclasses import dataclass
from datetime import datetime

from domain.approvals.rows import RequestState, newest_request
from domain.approvals.telling import RequestFacts, facts
from domain.errors import NotFound
from domain.work import Work


@dataclass(frozen=True, kw_only=True)
class RequestStory:
    """A request and its end; `decided_by` is empty while it waits, `comment` the reason given."""

    request: RequestFacts
    state: str
    decided_by: str
    decided_at: datetime | None
    comment: str
    asker_no: str

    @property
    def waits(self) -> bool:
        return self.state == RequestState.PENDING


def story_of(work: Work, document_no: str) -> RequestStory:
    """The newest request about a document.

    Raises:
        NotFound: nobody ever asked about it.
    """
    row = newest_request(work.session, document_no)
    if row is None:
        raise NotFound(kind="request about", text=document_no)
    return RequestStory(
        request=facts(work, row),
        state=row.state,
        decided_by=row.decided_by,
        decided_at=row.decided_at,
        comment=row.comment,
        asker_no=row.asker_no,
    )
