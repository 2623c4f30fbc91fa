"""The web door: signed links from letters.

Opening a link does nothing, because mail programs open links on their own; the page has a
button, and pressing it stores the press in the inbox. The answer comes by mail.
"""

import hashlib
import json
from collections.abc import Callable

from flask import Blueprint, Response, request

from bot.buttons import Buttons, ButtonUnknown
from bot.clock import Clock
from domain.conversations import Offer
from domain.database import Database
from domain.inbox import receive
from domain.setup import setup
from templates.pages import fill

_LONGEST_TEXT = 500
_SAFE = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'",
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
                offer = buttons.find(session, token)
            except ButtonUnknown as unknown:
                return _page(database, "This link is not valid", unknown.sentence(), status=404)
            if offer.pressed_at is not None:
                return _page(database, "Already done", _used(offer))
            return _page(
                database,
                f"{offer.label}?",
                "Press the button to go ahead. You will get the answer by mail.",
                offer=offer,
            )

    @routes.post("/act/<token>")
    def act(token: str) -> Response:
        said = request.form.get("text", "").strip()[:_LONGEST_TEXT]
        with database.writing() as session:
            try:
                offer = buttons.find(session, token)
            except ButtonUnknown as unknown:
                return _page(database, "This link is not valid", unknown.sentence(), status=404)
            if offer.pressed_at is not None:
                return _page(database, "Already done", _used(offer))
            if offer.blank and not said:
                return _page(database, "One thing is missing", "Please say why.", offer=offer)
            receive(
                session,
                channel="mail",
                kind="mail.press",
                key=f"press:{hashlib.sha256(token.encode()).hexdigest()[:32]}",
                lane=offer.conversation,
                body=json.dumps({"token": token, "text": said}).encode(),
                now=clock.now(),
            )
        stored()
        return _page(database, "Thank you", "I am on it. The answer comes by mail in a moment.")

    return routes


def _used(offer: Offer) -> str:
    when = f"{offer.pressed_at:%d %b %Y, %H:%M} UTC" if offer.pressed_at else ""
    return f"“{offer.label}” was pressed by {offer.pressed_by or 'somebody'} on {when}."


def _page(
    database: Database, heading: str, said: str, *, offer: Offer | None = None, status: int = 200
) -> Response:
    with database.reading() as session:
        company = setup(session)
    content = fill(
        "web/act.html",
        {
            "heading": heading,
            "text": said,
            "label": offer.label if offer else heading,
            "asks": offer is not None,
            "blank": bool(offer and offer.blank),
            "company": company.name,
            "accent": company.accent,
        },
    )
    return Response(content, status=status, mimetype="text/html", headers=_SAFE)
