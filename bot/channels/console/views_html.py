"""Messages, modals and the App Home as HTML, for one person who looks at them."""

from collections.abc import Sequence

from markupsafe import Markup

from bot.channels.console.api_views import home_view
from bot.channels.console.blocks_html import Drawing, blocks_html, text_html
from bot.channels.console.inputs import plain
from bot.channels.console.mrkdwn import EMOJI, mrkdwn_html
from bot.channels.console.payloads import file_path
from bot.channels.console.records import Json, OpenView, Post, SharedFile
from bot.channels.console.settings import Person
from bot.channels.console.workspace import Workspace

_NOTHING = Markup()


def seen_by(posts: Sequence[Post], person: Person) -> list[Post]:
    """Leave out what was shown to somebody else only."""
    return [post for post in posts if post.only_for in ("", person.id)]


def message_html(post: Post, workspace: Workspace, *, answers: int | None = None) -> Markup:
    """Draw one message; `answers` is the size of its thread, None inside the thread itself."""
    settings = workspace.settings
    name = settings.name_of(post.user)
    blocks = blocks_html(
        post.blocks, Drawing(name_of=settings.name_of, prefix=f"{post.channel}{post.ts}")
    )
    body = blocks or Markup('<div class="text">{}</div>').format(
        mrkdwn_html(post.text, settings.name_of)
    )
    return Markup(
        '<div class="avatar {hue}" aria-hidden="true">{initials}</div><div class="said">'
        '<p class="who"><strong>{name}</strong>{badge} <time data-at="{ts}"></time>{edited}</p>'
        "{private}{body}{files}{reactions}{fault}{thread}</div>"
    ).format(
        hue="clerk" if post.bot else hue(name),
        initials=initials(name),
        name=name,
        badge=Markup(' <span class="badge">APP</span>') if post.bot else "",
        ts=post.ts,
        edited=Markup(' <span class="edited">(edited)</span>') if post.edited else "",
        private=Markup('<p class="private">Only visible to you</p>') if post.only_for else "",
        body=body if (post.text or post.blocks) else "",
        files=_files(post, workspace),
        reactions=_reactions(post),
        fault=_fault(post),
        thread=_thread_summary(post, answers),
    )


def hue(name: str) -> str:
    """Choose one of eight colours for an avatar, always the same for a name."""
    return f"hue-{sum(name.encode()) % 8}"


def initials(name: str) -> str:
    words = name.split() or ["?"]
    return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper()


def size_text(size: int) -> str:
    """Word a file's size in bytes for people."""
    if size < 1000:
        return f"{size} bytes"
    return f"{size / 1000:.0f} kB" if size < 1_000_000 else f"{size / 1_000_000:.1f} MB"


def modal_html(opened: OpenView, workspace: Workspace) -> Markup:
    """Draw the inside of a modal: title, blocks, and its two buttons."""
    view = opened.view
    drawing = Drawing(name_of=workspace.settings.name_of, prefix=opened.id)
    submit = plain(view.get("submit"))
    button = Markup('<button type="submit" class="act primary">{}</button>').format(submit)
    return Markup(
        '<form class="modal" novalidate><h2>{title}</h2><div class="modal-body">{blocks}</div>'
        '<p class="fault" role="alert" data-fault=""></p><div class="modal-foot">'
        '<button type="button" class="act plain" data-close>{close}</button>{submit}</div></form>'
    ).format(
        title=plain(view.get("title")),
        blocks=blocks_html(view.get("blocks", ()), drawing),
        close=plain(view.get("close")) or "Cancel",
        submit=button if submit else "",
    )


def home_html(person: Person, workspace: Workspace) -> Markup:
    """Draw the App Home that the clerk published for this person."""
    view = workspace.home(person.id)
    if view is None:
        return Markup(
            '<div class="empty"><h2>Nothing here yet</h2>'
            "<p>{} shows your open work here as soon as it has something for you.</p></div>"
        ).format(workspace.settings.bot_name)
    opened = home_view(workspace, person.id, view=view)
    drawing = Drawing(name_of=workspace.settings.name_of, prefix="home")
    return Markup('<div class="said home" data-view="{}">{}</div>').format(
        opened.id, blocks_html(opened.view["blocks"], drawing)
    )


def text_preview(post: Post, workspace: Workspace) -> str:
    """Word a post in one line, for lists: its text without markup."""
    drawn = text_html({"type": "mrkdwn", "text": post.text}, workspace.settings.name_of)
    shared = [workspace.file(name) for name in post.files]
    titles = ", ".join(each.title for each in shared if each)
    return (drawn.striptags() or titles)[:120]


def prompts_for(channel: str, workspace: Workspace) -> list[Json]:
    """List what to try here: the clerk's own suggestions, or else the console's examples."""
    suggested = workspace.prompts(channel)
    if suggested:
        return [
            {"title": str(each.get("title", "")), "message": str(each.get("message", ""))}
            for each in suggested
        ]
    settings = workspace.settings
    direct = settings.direct_partner(channel) is not None
    start = "" if direct else f"@{settings.bot_name} "
    return [{"title": f"Try: {each}", "message": start + each} for each in settings.examples]


def _files(post: Post, workspace: Workspace) -> Markup:
    found = [workspace.file(name) for name in post.files]
    return _NOTHING.join(_chip(shared) for shared in found if shared is not None)


def _chip(shared: SharedFile) -> Markup:
    return Markup(
        '<a class="chip" href="{href}" target="_blank" rel="noopener">'
        '<span class="sort" aria-hidden="true">{sort}</span>'
        '<span class="label">{title}</span> <span class="size">{size}</span></a>'
    ).format(
        href=file_path(shared),
        sort=shared.name.rpartition(".")[2][:4].upper(),
        title=shared.title or shared.name,
        size=size_text(shared.size),
    )


def _reactions(post: Post) -> Markup:
    signs = [EMOJI.get(emoji, f":{emoji}:") for emoji, _ in post.reactions]
    drawn = _NOTHING.join(Markup('<span class="reaction">{}</span>').format(s) for s in signs)
    return Markup('<p class="reactions">{}</p>').format(drawn) if signs else _NOTHING


def _fault(post: Post) -> Markup:
    if not post.undelivered:
        return _NOTHING
    return Markup(
        '<p class="undelivered" role="alert">Not delivered ({}). '
        '<button type="button" class="quiet" data-again="{}">Send again</button></p>'
    ).format(post.undelivered, post.ts)


def _thread_summary(post: Post, answers: int | None) -> Markup:
    """Lead to the thread, or offer to begin one."""
    if answers is None or post.only_for:
        return _NOTHING
    if not answers:
        return Markup(
            '<button type="button" class="reply" data-thread="{}">Reply'
            '<span class="sr"> in a thread</span></button>'
        ).format(post.ts)
    return Markup(
        '<button type="button" class="thread-link" data-thread="{}">{} {}</button>'
    ).format(post.ts, answers, "reply" if answers == 1 else "replies")
