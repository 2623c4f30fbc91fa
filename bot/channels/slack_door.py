"""What the Slack door does with a request: store it, commit, and only then say "received"."""

import json
import logging
import time
from collections.abc import Callable
from typing import Any

from slack_bolt import Ack, BoltResponse
from slack_sdk import WebClient
from slack_sdk.errors import SlackClientError
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot.channels import slack_arrivals as arrivals
from bot.channels.modals import ask_modal, missing_text
from bot.channels.mrkdwn import escaped
from bot.channels.slack_client import SlackSettings, web_client
from bot.channels.slack_events import flattened, place_of, typed_into
from bot.clock import Clock
from domain.conversations import Conversation
from domain.database import Database
from domain.inbox import InboxRow, receive
from domain.work import retrying

Json = dict[str, Any]
Acked = dict[str, Any]  # what is said in the acknowledgement, as arguments of Bolt's `ack`

_log = logging.getLogger(__name__)


class Door:
    """Stores what arrives in the inbox of one company's database."""

    def __init__(
        self,
        settings: SlackSettings,
        database: Database,
        clock: Clock,
        stored: Callable[[], None],
    ) -> None:
        self._settings = settings
        self._database = database
        self._clock = clock
        self._stored = stored
        self._us = arrivals.Us(team_id=settings.team_id, bot_user_id=settings.bot_user_id)

    def ours_only(self, body: Json, next: Callable[[], Any]) -> BoltResponse | None:  # noqa: A002
        """Answer people and workspaces that are not ours with silence."""
        if arrivals.is_ours(body, self._us):
            next()
            return None
        return BoltResponse(status=200)

    def taking(self, read: arrivals.Reading) -> Callable[..., BoltResponse | None]:
        """Make the listener that stores what `read` finds in a request."""

        def take(body: Json) -> Acked:
            self._take(read(body, self._us), body)
            return {}

        return answering(take)

    def take_form(self, body: Json) -> Acked:
        """Store a filled form, or say inside it that the text is missing."""
        view = body.get("view") or {}
        if not typed_into(view):
            return {"response_action": "errors", "errors": missing_text(view)}
        self._take(arrivals.form(body, self._us), body)
        return {}

    def take_command(self, body: Json) -> Acked:
        """Store what was typed after the command and repeat it: Slack itself shows nothing."""
        self._take(arrivals.command(body, self._us), body)
        asked = escaped(flattened(body.get("text") or ""), 500)
        repeated = f"You asked: {asked}" if asked else "One moment, please."
        return {"text": repeated, "response_type": "ephemeral"}

    def open_modal(self, body: Json) -> None:
        """Open the form of a button that needs a text; say so when Slack refuses."""
        action = body["actions"][0]
        channel, message_ts, thread_ts = place_of(body)
        about = {
            "token": action.get("value", ""),
            "channel": channel,
            "message_ts": message_ts,
            "thread_ts": thread_ts,
        }
        view = ask_modal(
            button=(action.get("text") or {}).get("text", ""),
            action_id=action["action_id"],
            about=about,
        )
        client = web_client(self._settings)
        try:
            client.views_open(trigger_id=body["trigger_id"], view=view)
        except (SlackClientError, OSError) as fault:
            _log.warning("a form could not be opened: %s", type(fault).__name__)
            _apologise(client, channel, body["user"]["id"], thread_ts)

    def _take(self, arrival: arrivals.Arrival | None, body: Json) -> None:
        if arrival is None:
            return
        if arrival.only_in_our_threads and not self._takes_part(arrival.lane):
            return
        kept = {name: value for name, value in body.items() if name != "token"}
        raw = json.dumps(kept, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
        try:
            retrying(lambda: self._receive(arrival, raw), lambda turn: time.sleep(0.02 * turn))
        except IntegrityError:
            return  # another process stored the same request in this very moment
        self._stored()

    def _receive(self, arrival: arrivals.Arrival, raw: bytes) -> None:
        with self._database.writing() as session:
            receive(
                session,
                channel="slack",
                kind=arrival.kind,
                key=arrival.key,
                lane=arrival.lane,
                body=raw,
                now=self._clock.now(),
                envelope=arrival.envelope,
            )

    def _takes_part(self, lane: str) -> bool:
        with self._database.reading() as session:
            return _is_known(session, lane)


def answering(take: Callable[[Json], Acked]) -> Callable[..., BoltResponse | None]:
    """Make the one kind of listener there is: do it, then acknowledge, and let nothing out.

    `take` never holds the acknowledgement, so it can neither forget it nor fail after it.
    A failure is a 500: Slack sends events again, and shows a warning at buttons.
    """

    def listener(body: Json, ack: Ack) -> BoltResponse | None:
        try:
            said = take(body)
        except Exception as fault:
            # the fault's own text may hold what somebody wrote
            _log.error("a Slack request could not be stored: %s", type(fault).__name__)
            return BoltResponse(status=500)
        ack(**said)
        return None

    return listener


def _is_known(session: Session, lane: str) -> bool:
    """Tell whether we take part in a thread: it is a conversation, or was addressed to us."""
    if session.get(Conversation, lane) is not None:
        return True
    return session.scalar(select(InboxRow.id).where(InboxRow.lane == lane).limit(1)) is not None


def _apologise(client: WebClient, channel: str, user: str, thread_ts: str) -> None:
    text = "I could not open the form in time. Please press the button again."
    try:
        if channel:
            client.chat_postEphemeral(
                channel=channel, user=user, text=text, thread_ts=thread_ts or None
            )
    except (SlackClientError, OSError) as fault:
        _log.warning("nor could this be said: %s", type(fault).__name__)
