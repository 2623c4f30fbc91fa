"""Web API: sharing files in Slack's three steps (ask for an address, send bytes, complete)."""

import mimetypes
from dataclasses import replace

from bot.channels.console.api_call import ApiCall, ApiError, checked_blocks
from bot.channels.console.payloads import file_json
from bot.channels.console.records import Json, Post, SharedFile
from bot.channels.console.workspace import Workspace

LARGEST_FILE = 50_000_000  # bytes


def get_upload_url(call: ApiCall) -> Json:
    name, length = call.needed("filename"), call.needed("length")
    if not length.isdigit() or not 0 < int(length) <= LARGEST_FILE:
        raise ApiError("invalid_arguments")
    file_id = call.workspace.next_id("F")
    call.workspace.put_file(
        new_file(call.workspace, file_id, name=name, size=int(length)),
    )
    seal = call.workspace.seal(file_id)
    return {
        "file_id": file_id,
        "upload_url": f"{call.settings.console_url}/upload/{file_id}/{seal}",
    }


def new_file(
    workspace: Workspace, file_id: str, *, name: str, size: int, user: str = ""
) -> SharedFile:
    """Make the entry of a file that `user` (the bot when empty) is about to share."""
    return SharedFile(
        id=file_id,
        name=name,
        title=name,
        mime=mimetypes.guess_type(name)[0] or "application/octet-stream",
        size=size,
        user=user or workspace.settings.bot_user_id,
        created=int(workspace.clock()),
    )


def take_bytes(workspace: Workspace, file_id: str, *, content: bytes) -> bool:
    """Keep the bytes of a promised file. Only as many as were promised are taken."""
    shared = workspace.file(file_id)
    if shared is None or shared.complete or len(content) != shared.size:
        return False
    workspace.put_file(shared, content)
    return True


def complete_upload(call: ApiCall) -> Json:
    """Share uploaded files: in a channel or thread when one is given, with a comment."""
    done = [_completed(call, item) for item in call.listed("files")]
    if not done:
        raise ApiError("invalid_arguments")
    targets = call.text("channel_id") or call.text("channels")
    for target in filter(None, targets.split(",")):
        _share(call, target, files=done)
    for shared in done:
        call.workspace.put_file(shared)
    return {"files": [file_json(shared, call.settings) for shared in done]}


def _completed(call: ApiCall, item: Json) -> SharedFile:
    shared = call.workspace.file(str(item.get("id")))
    if shared is None or call.workspace.file_bytes(shared.id) is None:
        raise ApiError("file_not_found")
    return replace(shared, title=str(item.get("title") or shared.name), complete=True)


def _share(call: ApiCall, target: str, *, files: list[SharedFile]) -> None:
    channel = call.settings.find_channel(target)
    if channel is None:
        raise ApiError("channel_not_found")
    for shared in files:
        call.workspace.put_file(shared)
    call.workspace.put_post(
        Post(
            channel=channel,
            ts=call.workspace.next_ts(),
            user=call.settings.bot_user_id,
            bot=True,
            text=call.text("initial_comment"),
            blocks=checked_blocks(call.listed("blocks")),
            thread_ts=call.text("thread_ts"),
            files=tuple(shared.id for shared in files),
        )
    )


def info(call: ApiCall) -> Json:
    shared = call.workspace.file(call.needed("file"))
    if shared is None:
        raise ApiError("file_not_found")
    return {"file": file_json(shared, call.settings)}
