"""The Slack door: it verifies, stores and acknowledges, and does nothing else.

Every listener runs to its commit before Slack gets its answer, so what was acknowledged is
safe and what could not be stored is sent again. The work is done by the workers, from the
inbox. The one exception is a button that needs a text: Slack lets its modal be opened within
three seconds only, so the door opens it.
"""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from flask import Blueprint, Response, request
from slack_bolt import App as App
from slack_bolt.adapter.flask.handler import to_bolt_request, to_flask_response
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient

from bot.channels import slack_arrivals as arrivals
from bot.channels.modals import CALLBACK
from bot.channels.slack_client import SlackSettings as SlackSettings
from bot.channels.slack_client import identified as identified
from bot.channels.slack_client import web_client as web_client
from bot.channels.slack_door import Door, answering
from bot.clock import Clock
from domain.database import Database

_ANYTHING = re.compile(".*")
_LARGEST_REQUEST = 2_000_000


def build_app(
    settings: SlackSettings,
    database: Database,
    clock: Clock,
    *,
    stored: Callable[[], None] = lambda: None,
) -> App:
    """Build the app without asking Slack anything, so that it starts offline.

    `stored` is called after each commit, to wake a worker of this process.
    """
    app = App(
        name="slack_bolt.door",  # of its loggers; without one it reads all files on the stack
        signing_secret=settings.signing_secret,
        authorize=lambda **_: AuthorizeResult(
            enterprise_id=None,
            team_id=settings.team_id or None,
            bot_token=settings.bot_token,
            bot_user_id=settings.bot_user_id or None,
            bot_id=settings.bot_id or None,
        ),
        client=WebClient(base_url=settings.api_url, timeout=settings.timeout),
        process_before_response=True,
        listener_executor=ThreadPoolExecutor(settings.threads, thread_name_prefix="slack"),
        attaching_conversation_kwargs_enabled=False,
    )
    door = Door(settings, database, clock, stored)
    app.middleware(door.ours_only)
    app.event("message")(door.taking(arrivals.message))
    app.event("app_mention")(door.taking(arrivals.message))
    app.event("app_home_opened")(door.taking(arrivals.home))
    app.action(re.compile("^ask:"))(ack=answering(lambda body: {}), lazy=[door.open_modal])
    app.action(_ANYTHING)(door.taking(arrivals.press))
    app.view(CALLBACK)(answering(door.take_form))
    app.command(settings.command)(answering(door.take_command))
    _ignore_the_rest(app)
    return app


def socket_mode(app: App, app_token: str) -> SocketModeHandler:
    """Let Slack reach the same app through a socket of ours; returns the connected handler."""
    handler = SocketModeHandler(app, app_token, web_client=app.client)
    handler.connect()  # type: ignore[no-untyped-call]
    return handler


def slack_routes(app: App) -> Blueprint:
    """The address that Slack calls. What is no Slack request is refused before it is read far."""
    routes = Blueprint("slack", __name__)

    @routes.post("/slack/events")
    def events() -> Response:
        if (request.content_length or 0) > _LARGEST_REQUEST:
            return Response("too large", 413)
        try:
            incoming = to_bolt_request(request)
        except Exception:  # Bolt parses before it verifies; anybody can send nonsense
            return Response("not a Slack request", 400)
        return to_flask_response(app.dispatch(incoming))

    return routes


def _ignore_the_rest(app: App) -> None:
    """Bolt answers 404 to what nobody listens to, and Slack would switch us off for it."""
    ignore = answering(lambda body: {})
    app.event(_ANYTHING)(ignore)
    app.view(_ANYTHING)(ignore)
    app.shortcut(_ANYTHING)(ignore)
    app.command(_ANYTHING)(answering(lambda body: {"text": "I do not know this command."}))
    app.options(_ANYTHING)(answering(lambda body: {"options": []}))
