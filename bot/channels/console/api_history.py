"""Web API: reading back what was said, as a sender does to find out whether it was heard.

Nobody's ephemeral messages are in it, and metadata only when it is asked for.
"""

from bot.channels.console.api_call import ApiCall, ApiError
from bot.channels.console.payloads import file_json, post_json
from bot.channels.console.records import Json, Post

MOST = 1000


def history(call: ApiCall) -> Json:
    """List a channel's own messages, newest first; answers in threads are not among them."""
    posts = [post for post in _lasting(call, "") if post.thread_ts in ("", post.ts)]
    return _page(call, posts[::-1])


def replies(call: ApiCall) -> Json:
    """List a thread, its root first."""
    posts = _lasting(call, call.needed("ts"))
    if not posts:
        raise ApiError("thread_not_found")
    return _page(call, posts)


def _lasting(call: ApiCall, thread: str) -> list[Post]:
    posts = call.workspace.posts(call.channel(), thread or None)
    oldest, latest = _instant(call, "oldest", 0.0), _instant(call, "latest", 1e12)
    kept = [post for post in posts if not post.only_for]
    return [post for post in kept if oldest <= float(post.ts) <= latest]


def _instant(call: ApiCall, name: str, absent: float) -> float:
    try:
        return float(call.text(name) or absent)
    except ValueError:
        raise ApiError(f"invalid_ts_{name}") from None


def _page(call: ApiCall, posts: list[Post]) -> Json:
    limit = call.text("limit")
    most = min(int(limit), MOST) if limit.isdigit() and int(limit) else 100
    shown = [_shown(call, post) for post in posts[:most]]
    return {"messages": shown, "has_more": len(posts) > most}


def _shown(call: ApiCall, post: Post) -> Json:
    message = post_json(post, call.settings)
    if call.text("include_all_metadata").lower() not in ("true", "1"):
        message.pop("metadata", None)
    found = [call.workspace.file(name) for name in post.files]
    files = [file_json(shared, call.settings) for shared in found if shared]
    return message | ({"files": files} if files else {})
