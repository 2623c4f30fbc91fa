"""What the page and the driver read on the Slack side, as JSON."""

from flask import Blueprint, Response, jsonify, request

from bot.channels.console.asked import file_answer
from bot.channels.console.gestures import Gestures, Impossible
from bot.channels.console.records import Json, Post
from bot.channels.console.settings import Person
from bot.channels.console.views_html import (
    home_html,
    hue,
    initials,
    message_html,
    modal_html,
    prompts_for,
    seen_by,
    text_preview,
)
from bot.channels.console.workspace import Workspace

LATEST = 400  # posts drawn; older ones stay in the store


def slack_blueprint(workspace: Workspace, gestures: Gestures) -> Blueprint:
    routes = Blueprint("console_slack", __name__)
    _add_reading(routes, workspace, gestures=gestures)
    _add_driver_reading(routes, workspace)

    @routes.get("/files/<file_id>/<path:name>")
    def content(file_id: str, name: str) -> Response:
        shared = workspace.file(file_id)
        stored = workspace.file_bytes(file_id)
        if shared is None or stored is None:
            raise Impossible("There is no such file.")
        return file_answer(shared.name, shared.mime, content=stored)

    return routes


def _add_reading(routes: Blueprint, workspace: Workspace, *, gestures: Gestures) -> None:
    @routes.get("/console/overview")
    def overview() -> Response:
        """Everything beside the open conversation: who, which channels, which modal."""
        person = gestures.person(request.args.get("person", ""))
        opened = workspace.top_view(person.id)
        modal = None
        if opened is not None:
            html = str(modal_html(opened, workspace))
            modal = {"id": opened.id, "hash": opened.hash, "html": html}
        channels = [_channel(name, person, workspace) for name in _channels(person, workspace)]
        return jsonify(
            {
                "person": _person(person),
                "channels": channels,
                "modal": modal,
                "home": str(home_html(person, workspace)),
            }
        )

    @routes.get("/console/channel/<channel>")
    def conversation(channel: str) -> Response:
        person = gestures.person(request.args.get("person", ""))
        if channel not in _channels(person, workspace):
            raise Impossible("This conversation belongs to somebody else.")
        thread = request.args.get("thread") or None
        posts = seen_by(workspace.posts(channel, thread), person)[-LATEST:]
        return jsonify(
            {
                "messages": _drawn(posts, workspace, thread=thread),
                "typing": workspace.typing(channel, thread or "") or _any_typing(posts, workspace),
                "prompts": prompts_for(channel, workspace),
            }
        )


def _add_driver_reading(routes: Blueprint, workspace: Workspace) -> None:
    @routes.get("/console/posts/<channel>")
    def posts(channel: str) -> Response:
        """Everything said in a channel, ephemeral posts included, as the driver reads it."""
        where = workspace.settings.find_channel(channel)
        found = workspace.posts(where or channel, request.args.get("thread") or None)
        return jsonify([post.to_json() for post in found])

    @routes.get("/console/modal/<person>")
    def modal(person: str) -> Response:
        opened = workspace.top_view(person)
        return jsonify(opened.to_json() if opened else None)

    @routes.get("/console/home/<person>")
    def home(person: str) -> Response:
        return jsonify(workspace.home(person))


def _person(person: Person) -> Json:
    return {
        "id": person.id,
        "name": person.real_name,
        "title": person.title,
        "initials": initials(person.real_name),
        "hue": hue(person.real_name),
    }


def _channels(person: Person, workspace: Workspace) -> list[str]:
    settings = workspace.settings
    return [settings.direct_channel(person.id), *(channel.id for channel in settings.channels)]


def _channel(channel: str, person: Person, workspace: Workspace) -> Json:
    settings = workspace.settings
    direct = settings.direct_partner(channel) is not None
    posts = seen_by(workspace.posts(channel), person)
    topic = next((known.topic for known in settings.channels if known.id == channel), "")
    others = [post for post in posts if post.user != person.id]
    return {
        "id": channel,
        "name": settings.bot_name if direct else settings.name_of(channel),
        "direct": direct,
        "topic": topic,
        "latest": others[-1].ts if others else "",
        "preview": text_preview(posts[-1], workspace) if posts else "",
    }


def _drawn(posts: list[Post], workspace: Workspace, *, thread: str | None) -> list[Json]:
    """Draw a channel's own messages with their threads' sizes, or one whole thread."""
    answers: dict[str, int] = {}
    for post in posts:
        if post.thread_ts and post.thread_ts != post.ts:
            answers[post.thread_ts] = answers.get(post.thread_ts, 0) + 1
    shown = posts if thread else [p for p in posts if p.thread_ts in ("", p.ts)]
    return [
        {
            "ts": post.ts,
            "channel": post.channel,
            "html": str(
                message_html(post, workspace, answers=None if thread else answers.get(post.ts, 0))
            ),
        }
        for post in shown
    ]


def _any_typing(posts: list[Post], workspace: Workspace) -> str:
    """Say what the clerk is doing in the newest thread of a conversation."""
    for post in reversed(posts[-3:]):
        status = workspace.typing(post.channel, post.ts)
        if status:
            return status
    return ""
