"""Web API: messages the clerk posts, changes, takes back and shows to one person only."""

from dataclasses import replace

from bot.channels.console.api_call import ApiCall, ApiError, checked_blocks
from bot.channels.console.payloads import post_json
from bot.channels.console.records import Json, Post
from bot.channels.console.workspace import ResponseAddress, Workspace

LONGEST_TEXT = 40_000


def post_message(call: ApiCall) -> Json:
    post = _new_post(call)
    call.workspace.put_post(post)
    call.workspace.set_typing(post.channel, post.thread_ts, status="")
    return {"channel": post.channel, "ts": post.ts, "message": post_json(post, call.settings)}


def post_ephemeral(call: ApiCall) -> Json:
    person = call.needed("user")
    if all(known.id != person for known in call.settings.people):
        raise ApiError("user_not_in_channel")
    post = call.workspace.put_post(replace(_new_post(call), only_for=person))
    return {"message_ts": post.ts}


def update(call: ApiCall) -> Json:
    """Change one of the clerk's own posts; blocks stay unless others, or none, are given."""
    post = _own_post(call, refusal="cant_update_message")
    text = call.text("text")
    blocks = call.blocks() if "blocks" in call.arguments else post.blocks
    if not text and not blocks:
        raise ApiError("no_text")
    edited = call.workspace.next_ts()
    changed = replace(post, text=text or post.text, blocks=blocks, edited=edited)
    call.workspace.put_post(changed)
    return {
        "channel": post.channel,
        "ts": post.ts,
        "text": changed.text,
        "message": post_json(changed, call.settings),
    }


def delete(call: ApiCall) -> Json:
    post = _own_post(call, refusal="cant_delete_message")
    call.workspace.drop_post(post)
    return {"channel": post.channel, "ts": post.ts}


def get_permalink(call: ApiCall) -> Json:
    post = _post(call, call.needed("message_ts"))
    thread = f"/{post.thread_ts}" if post.thread_ts else ""
    link = f"{call.settings.console_url}/#/slack/{post.channel}{thread}"
    return {"channel": post.channel, "permalink": link}


def add_reaction(call: ApiCall) -> Json:
    post = _post(call, call.needed("timestamp"))
    reaction = (call.needed("name").strip(":"), call.settings.bot_user_id)
    if reaction in post.reactions:
        raise ApiError("already_reacted")
    call.workspace.put_post(replace(post, reactions=(*post.reactions, reaction)))
    return {}


def set_status(call: ApiCall) -> Json:
    channel = call.channel("channel_id")
    call.workspace.set_typing(channel, call.text("thread_ts"), status=call.text("status"))
    return {}


def set_title(call: ApiCall) -> Json:
    call.channel("channel_id")
    return {}


def set_prompts(call: ApiCall) -> Json:
    prompts = call.listed("prompts")
    if not 1 <= len(prompts) <= 4:
        raise ApiError("invalid_arguments")
    call.workspace.set_prompts(call.channel("channel_id"), prompts)
    return {}


def respond(workspace: Workspace, address: ResponseAddress, *, body: Json) -> None:
    """Obey an answer sent to a response address: replace, delete or add a message."""
    clicked = workspace.post(address.channel, address.ts) if address.ts else None
    if body.get("delete_original") and clicked is not None:
        workspace.drop_post(clicked)
        return
    text, blocks = str(body.get("text") or ""), checked_blocks(list(body.get("blocks") or []))
    if not text and not blocks:
        raise ApiError("no_text")
    if body.get("replace_original") and clicked is not None:
        edited = workspace.next_ts()
        workspace.put_post(replace(clicked, text=text, blocks=blocks, edited=edited))
        return
    for_all = body.get("response_type") == "in_channel"
    workspace.put_post(
        Post(
            channel=address.channel,
            ts=workspace.next_ts(),
            user=workspace.settings.bot_user_id,
            bot=True,
            text=text,
            blocks=blocks,
            thread_ts=str(body.get("thread_ts") or address.thread_ts),
            only_for="" if for_all else address.person,
        )
    )


def _new_post(call: ApiCall) -> Post:
    channel = call.channel()
    text, blocks = call.text("text"), call.blocks()
    if not text and not blocks:
        raise ApiError("no_text")
    if len(text) > LONGEST_TEXT:
        raise ApiError("msg_too_long")
    thread = call.text("thread_ts")
    return Post(
        channel=channel,
        ts=call.workspace.next_ts(),
        user=call.settings.bot_user_id,
        bot=True,
        text=text,
        blocks=blocks,
        thread_ts=_root_of(call.workspace, channel, thread=thread),
        metadata=call.object("metadata") or None,
    )


def _root_of(workspace: Workspace, channel: str, *, thread: str) -> str:
    """Find the root of the thread; an answer to an answer lands in the same thread."""
    post = workspace.post(channel, thread)
    return post.thread_ts or thread if post else thread


def _post(call: ApiCall, ts: str) -> Post:
    post = call.workspace.post(call.channel(), ts)
    if post is None:
        raise ApiError("message_not_found")
    return post


def _own_post(call: ApiCall, *, refusal: str) -> Post:
    post = _post(call, call.needed("ts"))
    if post.only_for:
        raise ApiError("message_not_found")
    if not post.bot:
        raise ApiError(refusal)
    return post
