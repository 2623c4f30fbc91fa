"""Slack's mrkdwn, and the standard markdown of the markdown block, as safe HTML.

The texts come from strangers: everything is escaped, and only what this module itself writes
is markup. Links open nothing but web pages and mail programs.
"""

import re
from collections.abc import Callable
from html import escape

from markupsafe import Markup

NameOf = Callable[[str], str]

EMOJI = {
    "white_check_mark": "✅", "heavy_check_mark": "✔️", "x": "❌", "warning": "⚠️",
    "hourglass": "⏳", "hourglass_flowing_sand": "⏳", "package": "📦", "truck": "🚚",
    "receipt": "🧾", "memo": "📝", "page_facing_up": "📄", "email": "📧", "envelope": "✉️",
    "bell": "🔔", "moneybag": "💰", "chart_with_upwards_trend": "📈", "calendar": "📅",
    "date": "📅", "mag": "🔍", "bulb": "💡", "wave": "👋", "tada": "🎉", "eyes": "👀",
    "thumbsup": "👍", "+1": "👍", "thumbsdown": "👎", "-1": "👎", "pray": "🙏", "lock": "🔒",
    "information_source": "ℹ️", "question": "❓", "exclamation": "❗", "pencil2": "✏️",
    "no_entry": "⛔", "no_entry_sign": "🚫", "red_circle": "🔴", "large_green_circle": "🟢",
    "large_yellow_circle": "🟡", "inbox_tray": "📥", "outbox_tray": "📤", "robot_face": "🤖",
    "arrow_right": "➡️", "star": "⭐", "fire": "🔥", "key": "🔑", "link": "🔗",
}  # fmt: skip
_OPEN, _CLOSE = "\ue000", "\ue001"  # stand round the number of a finished piece
_PIECES = re.compile(
    r"```(.+?)```|`([^`\n]+)`|<([^<>\n]{1,3000})>|:([a-z0-9_+-]{1,40}):", re.DOTALL
)
_MD_PIECES = re.compile(
    r"```(?:\w*\n)?(.+?)```|`([^`\n]+)`|\[([^\]\n]{1,500})\]\(([^)\s]{1,2000})\)", re.DOTALL
)
_MARKS = (
    (re.compile(r"(?<![\w*])\*(?![\s*])([^*\n]+?)(?<!\s)\*(?![\w*])"), "strong"),
    (re.compile(r"(?<![\w_])_(?![\s_])([^_\n]+?)(?<!\s)_(?![\w_])"), "em"),
    (re.compile(r"(?<![\w~])~(?![\s~])([^~\n]+?)(?<!\s)~(?![\w~])"), "s"),
)
_MD_MARKS = (
    (re.compile(r"\*\*(?!\s)([^*\n]+?)(?<!\s)\*\*"), "strong"),
    (re.compile(r"(?<![\w*])\*(?![\s*])([^*\n]+?)(?<!\s)\*(?![\w*])"), "em"),
    (re.compile(r"(?<![\w_])_(?![\s_])([^_\n]+?)(?<!\s)_(?![\w_])"), "em"),
)


def mrkdwn_html(text: str, name_of: NameOf) -> Markup:
    """Draw mrkdwn. `name_of` names the people and channels that are mentioned by id."""
    finished: list[str] = []

    def piece(found: re.Match[str]) -> str:
        block, code, link, emoji = found.groups()
        if block is not None:
            finished.append(f"<pre>{_literal(block.strip(chr(10)))}</pre>")
        elif code is not None:
            finished.append(f"<code>{_literal(code)}</code>")
        elif link is not None:
            finished.append(_reference(link, name_of))
        else:
            return EMOJI.get(emoji, found[0])
        return f"{_OPEN}{len(finished) - 1}{_CLOSE}"

    bare = text.replace(_OPEN, "").replace(_CLOSE, "")
    drawn = _marked(_literal(_PIECES.sub(piece, bare)), _MARKS)
    return Markup(_restored(_lines(drawn), finished))  # noqa: S704 - escaped above


def markdown_html(text: str) -> Markup:
    """Draw the part of standard markdown that our markdown blocks use."""
    finished: list[str] = []

    def piece(found: re.Match[str]) -> str:
        block, code, label, address = found.groups()
        if block is not None:
            finished.append(f"<pre>{escape(block.strip(chr(10)))}</pre>")
        elif code is not None:
            finished.append(f"<code>{escape(code)}</code>")
        else:
            finished.append(_link(address, label=label))
        return f"{_OPEN}{len(finished) - 1}{_CLOSE}"

    bare = text.replace(_OPEN, "").replace(_CLOSE, "")
    drawn = _marked(escape(_MD_PIECES.sub(piece, bare)), _MD_MARKS)
    return Markup(_restored(_md_lines(drawn), finished))  # noqa: S704 - escaped above


def plain_html(text: str) -> Markup:
    """Draw plain text: emoji names become signs, nothing else is markup."""
    shown = re.sub(r":([a-z0-9_+-]{1,40}):", lambda m: EMOJI.get(m[1], m[0]), text)
    return Markup(escape(shown).replace("\n", "<br>"))  # noqa: S704 - escaped here


def safe_link(address: str) -> str | None:
    """Let web and mail addresses through; anything else (scripts, data) is no link."""
    return address if re.match(r"(?:https?://|mailto:)\S+$", address, re.IGNORECASE) else None


def _literal(text: str) -> str:
    """Escape text that already carries Slack's own three escapes."""
    for escaped, sign in (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")):
        text = text.replace(escaped, sign)
    return escape(text)


def _reference(inside: str, name_of: NameOf) -> str:
    target, _, label = inside.partition("|")
    if target.startswith(("@", "#")):
        sign, name = target[0], name_of(target[1:])
        return f'<span class="mention">{sign}{escape(label or name)}</span>'
    if target.startswith("!date^"):
        return _literal(label)
    if target.startswith("!"):
        return f'<span class="mention">@{escape(label or target[1:])}</span>'
    return _link(target, label=label or target.removeprefix("mailto:"))


def _link(address: str, *, label: str) -> str:
    address = address.replace("&amp;", "&")
    if safe_link(address) is None:
        return _literal(label)
    return f'<a href="{escape(address)}" target="_blank" rel="noopener">{_literal(label)}</a>'


def _marked(text: str, marks: tuple[tuple[re.Pattern[str], str], ...]) -> str:
    for pattern, tag in marks:
        text = pattern.sub(rf"<{tag}>\1</{tag}>", text)
    return text


def _lines(text: str) -> str:
    """Join lines; those that begin with a quotation mark stand together as a quotation."""
    parts: list[str] = []
    quoted: list[str] = []
    for line in text.split("\n"):
        if line.startswith("&gt;"):
            quoted.append(line.removeprefix("&gt;").strip())
            continue
        if quoted:
            parts.append(f"<blockquote>{'<br>'.join(quoted)}</blockquote>")
            quoted = []
        parts.append(f"{line}<br>")
    if quoted:
        parts.append(f"<blockquote>{'<br>'.join(quoted)}</blockquote>")
    return "".join(parts).removesuffix("<br>")


def _md_lines(text: str) -> str:
    parts: list[str] = []
    for line in text.split("\n"):
        heading = re.match(r"(#{1,4}) +(.*)", line)
        item = re.match(r"\s*(?:[-*]|\d+\.) +(.*)", line)
        if heading:
            parts.append(f"<h4>{heading[2]}</h4>")
        elif item:
            parts.append(f"<ul><li>{item[1]}</li></ul>")
        elif line.strip():
            parts.append(f"{line}<br>")
        else:
            parts.append("<br>")
    return "".join(parts).replace("</ul><ul>", "").removesuffix("<br>")


def _restored(text: str, finished: list[str]) -> str:
    return re.sub(f"{_OPEN}(\\d+){_CLOSE}", lambda found: finished[int(found[1])], text)
