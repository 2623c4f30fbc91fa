"""The console's web application: the page, its data, live updates, and Slack's Web API.

It is meant for 127.0.0.1 only. Requests under a foreign host name are refused, and changing
requests must carry the page's own header, so that another web page open in the same browser
can neither read nor press anything here.
"""

from collections.abc import Iterator

from flask import Flask, Response, abort, jsonify, render_template, request

from bot.channels.console.door import Door
from bot.channels.console.gesture_routes import gesture_blueprint
from bot.channels.console.gestures import Gestures, Impossible
from bot.channels.console.mail_routes import mail_blueprint
from bot.channels.console.post_office import PostOffice
from bot.channels.console.records import Json
from bot.channels.console.settings import ConsoleSettings
from bot.channels.console.slack_routes import slack_blueprint
from bot.channels.console.web_api import api_blueprint
from bot.channels.console.workspace import Workspace
from mail.sending import Relay

LARGEST_REQUEST = 60_000_000  # bytes
BEAT_SECONDS = 15.0
_PAGE_RULES = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; frame-src 'self'; form-action 'none'; base-uri 'none'; "
    "frame-ancestors 'none'"
)


def relay_of(settings: ConsoleSettings) -> Relay:
    """Name the clerk's mail server as the place where letters written here go."""
    return Relay(f"smtp://{settings.smtp_host}:{settings.smtp_port}?starttls=no")


def console_app(
    settings: ConsoleSettings, state: Workspace, *, office: PostOffice | None = None
) -> Flask:
    """Build the application. `office` is given when the sink files letters through it."""
    app = Flask(__name__, template_folder="static", static_folder="static")
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_REQUEST
    door = Door(
        settings.door_url,
        secret=settings.signing_secret,
        clock=state.clock,
        patience=settings.answer_seconds,
    )
    app.register_blueprint(api_blueprint(state))
    gestures = Gestures(state, door)
    app.register_blueprint(slack_blueprint(state, gestures))
    app.register_blueprint(gesture_blueprint(gestures))
    app.register_blueprint(mail_blueprint(state, office or PostOffice(state, relay_of(settings))))
    _add_page(app, settings)
    _add_news(app, state)
    _add_guards(app, settings)
    return app


def _add_page(app: Flask, settings: ConsoleSettings) -> None:
    @app.get("/")
    def page() -> str:
        return render_template("page.html", settings=settings, cast=_cast(settings))

    @app.get("/healthz")
    def healthy() -> str:
        return "ok"


def _cast(settings: ConsoleSettings) -> Json:
    """Tell the page's script who is who."""
    return {
        "bot": settings.bot_name,
        "command": settings.command,
        "clerk": settings.clerk_address,
        "people": [{"id": person.id, "name": person.real_name} for person in settings.people],
        "mailExamples": settings.mail_examples,
    }


def _add_news(app: Flask, state: Workspace) -> None:
    @app.get("/console/news")
    def news() -> Response:
        return Response(_news(state), mimetype="text/event-stream")


def _news(state: Workspace) -> Iterator[str]:
    """Tell the page whenever something changed; a beat in between finds closed browsers."""
    seen = state.news.count
    yield f"data: {seen}\n\n"
    while not state.news.ended:
        now = state.news.wait(seen, seconds=BEAT_SECONDS)
        yield f"data: {now}\n\n" if now != seen else ": beat\n\n"
        seen = now


def _add_guards(app: Flask, settings: ConsoleSettings) -> None:
    @app.before_request
    def only_this_page() -> None:
        host = request.host.rpartition(":")[0] if ":" in request.host else request.host
        if host.strip("[]") not in settings.allowed_hosts:
            abort(403)
        changing = request.method == "POST" and request.path.startswith("/console/")
        if changing and request.headers.get("X-Console") != "1":
            abort(403)

    @app.after_request
    def with_rules(response: Response) -> Response:
        response.headers.setdefault("Content-Security-Policy", _PAGE_RULES)
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    @app.errorhandler(Impossible)
    def impossible(refused: Impossible) -> tuple[Response, int]:
        return jsonify({"error": str(refused)}), 409
