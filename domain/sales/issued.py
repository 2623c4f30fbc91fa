"""Issued papers: what a document said, frozen the first time somebody was shown it.

The same paper is printed, mailed and shown from these facts for as long as the company
exists. A frozen paper is never written again; a changed document is a new version.
"""

from sqlalchemy import JSON
from sqlalchemy.orm import Mapped, Session, mapped_column

from domain.codec import from_json, to_json
from domain.database import Base, Moment, insert_once
from domain.errors import NotFound
from domain.papers import PaperFacts
from domain.work import Work


class IssuedPaper(Base):
    """One paper in one version: `facts` are `domain.papers.PaperFacts`."""

    __tablename__ = "issued_paper"

    kind: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    issued_at: Mapped[Moment]
    facts: Mapped[dict[str, object]] = mapped_column(JSON)


_KEY = ("kind", "number", "version")


def freeze(work: Work, facts: PaperFacts) -> PaperFacts:
    """Keep a paper for ever and return it; what was frozen first stands."""
    row = {
        "kind": facts.kind,
        "number": facts.number,
        "version": facts.version,
        "issued_at": work.now,
        "facts": to_json(facts),
    }
    if insert_once(work.session, IssuedPaper, row, unique=_KEY, returning="version") is None:
        return paper(work.session, facts.kind, number=facts.number, version=facts.version)
    return facts


def paper(session: Session, kind: str, *, number: str, version: int) -> PaperFacts:
    """The frozen paper.

    Raises:
        NotFound: no such paper was issued.
    """
    kept = session.get(IssuedPaper, (kind, number, version))
    if kept is None:
        raise NotFound(kind=kind.replace("-", " "), text=f"{number} in version {version}")
    return from_json(PaperFacts, kept.facts)
