""" "The last order": the newest document of a kind, of a customer or of whoever asks."""

from sqlalchemy import select

from domain.sales.documents import SalesDocument
from domain.work import Work


def last_document(work: Work, kind: str, *, customer_no: str = "") -> str:
    """The number of the newest quote or order; empty when there is none the actor may see.

    A contact sees its own customer's documents only, whatever `customer_no` says.
    """
    query = select(SalesDocument.number).where(SalesDocument.kind == kind)
    own = work.actor.customer_no if work.actor.is_contact else customer_no
    if own:
        query = query.where(SalesDocument.customer_no == own)
    query = query.order_by(SalesDocument.created_at.desc(), SalesDocument.number.desc()).limit(1)
    return work.session.scalar(query) or ""
