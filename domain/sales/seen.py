"""Acting on what was shown: a document that changed meanwhile is not acted on blindly."""

from dataclasses import dataclass
from typing import ClassVar

from domain.errors import ChangedMeanwhile, NotFound
from domain.sales.archive import archived, view
from domain.sales.comparing import differences
from domain.sales.documents import Kind, SalesDocument, find_document
from domain.sales.lines import lines_of
from domain.work import Work


@dataclass(kw_only=True, eq=False)
class DocumentChangedMeanwhile(ChangedMeanwhile):
    """The document's content changed since the asker saw it; `changes` say how."""

    code: ClassVar[str] = "changed_meanwhile"

    changes: tuple[str, ...] = ()

    def sentence(self) -> str:
        if not self.changes:
            return super().sentence()
        return f"{super().sentence()} Since then: {'; '.join(self.changes)}."


def find_as_seen(
    work: Work, number: str, *, kind: Kind | None = None, seen: int | None
) -> SalesDocument:
    """Lock a document; `seen` is the version the asker was shown, None if he was shown none.

    Raises:
        NotFound: none of that kind has the number, or it is another customer's.
        ChangedMeanwhile: its content changed since.
    """
    document = find_document(work, number, kind=kind)
    check_seen(work, document, seen)
    return document


def check_seen(work: Work, document: SalesDocument, seen: int | None) -> None:
    """Refuse to act on a document the asker has seen in another version.

    Raises:
        ChangedMeanwhile: its content changed since; it says what is different.
    """
    if seen is None or seen == document.version:
        return
    now = view(document, lines_of(work.session, document.number))
    try:
        changes = differences(archived(work, document.number, version=seen), now)
    except NotFound:
        changes = ()
    raise DocumentChangedMeanwhile(
        number=document.number, seen=seen, current=document.version, changes=changes
    )
