"""The web door: signed links from letters.

Opening a link does nothing, because mail programs open links on their own; the page has a
button, and pressing it stores the press in the inbox. The answer comes by mail.
"""

import json
from collections.abc import Callable

from flask import Blueprint, Response, request
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.buttons import Buttons, ButtonUnknown
from bot.clock import Clock
from domain.conversations import Offer
from domain.database import Database
from domain.durable import State
from domain.inbox import InboxRow, receive
from domain.setup import setup
from templates.pages import fill

_LONGEST_TEXT = 500
_SAFE = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"  # nobody puts our button under his own
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


def web_routes(
    database: Database, clock: Clock, *, buttons: Buttons, stored: Callable[[], None]
) -> Blueprint:
    """The pages of one installation; `stored` wakes a worker of this process."""
    routes = Blueprint("web", __name__)

    @routes.get("/act/<token>")
    def look(token: str) -> Response:
        with database.reading() as session:
            try:
                offer = _offered(session, buttons, token)
            except ButtonUnknown as unknown:
                return _page(session, "This link is not valid", unknown.sentence(), status=404)
            if offer.pressed_at is not None:
                return _page(session, "Already done", _used(offer))
            return _page(
                session,
                f"{offer.label}?",
                "Press the button to go ahead. You will get the answer by mail.",
                offer=offer,
            )

    @routes.post("/act/<token>")
    def act(token: str) -> Response:
        said = request.form.get("text", "").strip()[:_LONGEST_TEXT]
        with database.writing() as session:
            try:
                offer = _offered(session, buttons, token)
            except ButtonUnknown as unknown:
                return _page(session, "This link is not valid", unknown.sentence(), status=404)
            if offer.pressed_at is not None:
                return _page(session, "Already done", _used(offer))
            if offer.blank and not said:
                return _page(session, "One thing is missing", f"{_asks(offer)}.", offer=offer)
            receive(
                session,
                channel="mail",
                kind="mail.press",
                key=_key_of(session, offer),
                lane=offer.conversation,
                body=json.dumps({"token": token, "text": said}).encode(),
                now=clock.now(),
            )
            thanks = "I am on it. The answer comes by mail in a moment."
            page = _page(session, "Thank you", thanks)
        stored()
        return page

    return routes


def _offered(session: Session, buttons: Buttons, token: str) -> Offer:
    """The offer behind a link; buttons that were shown elsewhere are not pressed here.

    Raises:
        ButtonUnknown: it is no link of ours.
    """
    offer = buttons.find(session, token)
    if not offer.conversation.startswith("mail:"):
        raise ButtonUnknown
    return offer


def _key_of(session: Session, offer: Offer) -> str:
    """One key while a press waits, so that two clicks are one; a new one once it was dealt with,
    because what was refused may be pressed again. The offer is locked meanwhile."""
    name = f"press:{offer.id}:"
    dealt_with = session.scalar(
        select(func.count())
        .select_from(InboxRow)
        .where(InboxRow.lane == offer.conversation, InboxRow.key.startswith(name))
        .where(InboxRow.state != State.PENDING)
    )
    return f"{name}{dealt_with or 0}"


def _asks(offer: Offer) -> str:
    """What a link wants filled in, empty for nothing."""
    if offer.blank in ("", "reason"):
        return "Please say why" if offer.blank else ""
    return f"Please fill in the {offer.blank.removesuffix('_no').replace('_', ' ')}'s number"


def _used(offer: Offer) -> str:
    when = f"{offer.pressed_at:%d %b %Y, %H:%M} UTC" if offer.pressed_at else ""
    return f"“{offer.label}” was pressed by {offer.pressed_by or 'somebody'} on {when}."


def _page(
    session: Session, heading: str, said: str, *, offer: Offer | None = None, status: int = 200
) -> Response:
    company = setup(session)
    content = fill(
        "web/act.html",
        {
            "heading": heading,
            "text": said,
            "label": offer.label if offer else heading,
            "asks": offer is not None,
            "blank": _asks(offer) if offer else "",
            "company": company.name,
            "accent": company.accent,
        },
    )
    return Response(content, status=status, mimetype="text/html", headers=_SAFE)
