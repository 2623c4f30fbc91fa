"""The Slack Web API methods our code calls, played over the console's own state.

Arguments come as a form or as JSON and answers have Slack's shape, errors included, so that
`WebClient(base_url=...)` cannot tell. A method that is not here answers `unknown_method`.
"""

import hmac
import json
from collections.abc import Callable, Mapping
from typing import Any

from flask import Blueprint, Request, Response, jsonify, request

from bot.channels.console import api_chat, api_files, api_history, api_people, api_views
from bot.channels.console.api_call import ApiCall, ApiError
from bot.channels.console.records import Json
from bot.channels.console.workspace import Workspace

METHODS: Mapping[str, Callable[[ApiCall], Json]] = {
    "auth.test": api_people.auth_test,
    "users.info": api_people.users_info,
    "users.list": api_people.users_list,
    "users.lookupByEmail": api_people.users_lookup_by_email,
    "conversations.info": api_people.conversations_info,
    "conversations.list": api_people.conversations_list,
    "conversations.open": api_people.conversations_open,
    "chat.postMessage": api_chat.post_message,
    "chat.postEphemeral": api_chat.post_ephemeral,
    "chat.update": api_chat.update,
    "chat.delete": api_chat.delete,
    "chat.getPermalink": api_chat.get_permalink,
    "conversations.history": api_history.history,
    "conversations.replies": api_history.replies,
    "reactions.add": api_chat.add_reaction,
    "assistant.threads.setStatus": api_chat.set_status,
    "assistant.threads.setTitle": api_chat.set_title,
    "assistant.threads.setSuggestedPrompts": api_chat.set_prompts,
    "files.getUploadURLExternal": api_files.get_upload_url,
    "files.completeUploadExternal": api_files.complete_upload,
    "files.info": api_files.info,
    "views.open": api_views.open_view,
    "views.push": api_views.push_view,
    "views.update": api_views.update_view,
    "views.publish": api_views.publish_view,
}


def api_blueprint(workspace: Workspace) -> Blueprint:
    """Make the routes `/api/METHOD`, the upload address and the response addresses."""
    routes = Blueprint("slack_web_api", __name__)

    @routes.post("/api/<method>")
    def call(method: str) -> Response:
        return jsonify(answer(method, request, workspace))

    @routes.post("/upload/<file_id>/<seal>")
    def upload(file_id: str, seal: str) -> tuple[str, int]:
        taken = hmac.compare_digest(seal, workspace.seal(file_id)) and api_files.take_bytes(
            workspace, file_id, content=request.get_data()
        )
        return (f"OK - {request.content_length}", 200) if taken else ("no such upload", 404)

    @routes.post("/response/<name>/<seal>")
    def respond(name: str, seal: str) -> tuple[str, int]:
        address = workspace.use_response(name, seal)
        body = request.get_json(silent=True)
        if address is None or not isinstance(body, dict):
            return "expired_url", 404
        try:
            api_chat.respond(workspace, address, body=body)
        except ApiError as refused:
            return refused.code, 400
        return "ok", 200

    return routes


def answer(method: str, asked: Request, workspace: Workspace) -> Json:
    """Obey one call, or answer it with Slack's error code."""
    arguments = _arguments(asked)
    try:
        _check_token(asked, arguments, workspace=workspace)
        if method not in METHODS:
            raise ApiError("unknown_method", req_method=method)
        return {"ok": True} | METHODS[method](ApiCall(arguments=arguments, workspace=workspace))
    except ApiError as refused:
        return {"ok": False, "error": refused.code} | refused.more


def _arguments(asked: Request) -> dict[str, Any]:
    """Read a JSON body or a form; lists and objects travel as JSON text in a form."""
    if asked.is_json:
        body = asked.get_json(silent=True)
        return body if isinstance(body, dict) else {}
    return {name: _plain(value) for name, value in asked.values.items()}


def _plain(value: str) -> object:
    if value[:1] in "[{":
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value


def _check_token(asked: Request, arguments: dict[str, Any], *, workspace: Workspace) -> None:
    bearer = asked.headers.get("Authorization", "").removeprefix("Bearer ").strip()
    token = bearer or str(arguments.get("token", ""))
    if not token:
        raise ApiError("not_authed")
    if not hmac.compare_digest(token.encode(), workspace.settings.bot_token.encode()):
        raise ApiError("invalid_auth")
