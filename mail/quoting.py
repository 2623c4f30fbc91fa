"""What is new in a mail, and what is only carried along.

An order may be read from the customer's own words alone: an old order in the
history must not be delivered again. So the history, a forwarded message and the
signature are parted from what is new, and nothing is thrown away. In doubt a line
stays new: a quoted line too many costs a question, a lost line costs goods.

One pass over at most 5,000 lines, of each at most the first 2,000 characters, with
plain string work: time grows with the text. What comes after those lines stays in
the part that the last examined line belongs to. Nothing here judges who may
forward an order; `forwarded_from_address` is a stranger's claim.
"""

from dataclasses import dataclass, field
from email.utils import parseaddr

from mail.html_text import QUOTE_ENDS, QUOTE_STARTS, REST_QUOTED, text_with_quote_marks
from mail.quote_marks import (
    HeaderBlock,
    Lines,
    header_block_at,
    is_dashed_caption,
    is_forward_caption,
    is_original_caption,
    is_quote_line,
    is_rule,
    quote_depth_stripped,
    wrote_line_at,
)
from mail.signatures import split_signature

_FORWARD_PREFIXES = (
    "fw:", "fwd:", "wg:", "tr:", "rv:", "enc:", "i:", "vb:", "vs:", "pd:", "doorst:", "ynt:",
    "转发:", "轉寄:", "转发：",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Separated:
    """The parts of one mail, each with its line breaks; "" where there is none.

    `inline` says that a person should look: new words stand between or below
    quoted ones, or nothing is new although something is quoted.
    """

    new: str
    quoted: str = ""
    signature: str = ""
    forwarded: str = ""
    forwarded_from_name: str = ""
    forwarded_from_address: str = ""
    inline: bool = False

    @property
    def own_words(self) -> str:
        """What the writer typed, sign-off and signature included."""
        return f"{self.new}\n\n{self.signature}".strip() if self.signature else self.new


@dataclass(kw_only=True)
class _Parts:
    new: list[str] = field(default_factory=list)
    quoted: list[str] = field(default_factory=list)
    forwarded: list[str] = field(default_factory=list)
    sender: str = ""
    below: bool = False  # something new stands under something quoted

    def add_new(self, line: str) -> None:
        self.below = self.below or bool(self.quoted and line.strip())
        self.new.append(line)


def separate(text: str, html: str | None = None, *, subject: str = "") -> Separated:
    """Part the new words of a mail from its history.

    `html` is the mail's HTML body: where it bears the wrappers of a known mail
    program, these decide instead of the words. `subject` tells an Outlook forward
    from an Outlook answer, which look the same otherwise.
    """
    marked = text_with_quote_marks(html) if html else None
    lines = Lines.of(marked if marked is not None else _without_marks(text))
    parts = _Parts()
    _walk(lines, parts, forward=subject.strip().lower().startswith(_FORWARD_PREFIXES))
    new, signature = split_signature(parts.new)
    quoted = _joined(parts.quoted)
    forwarded = _joined(parts.forwarded)
    name, address = parseaddr(parts.sender) if parts.sender else ("", "")
    if "@" not in address:
        name, address = parts.sender, ""
    return Separated(
        new=new,
        quoted=quoted,
        signature=signature,
        forwarded=forwarded,
        forwarded_from_name=name.strip(" '\""),
        forwarded_from_address=address.lower(),
        inline=parts.below or (not new and bool(quoted or forwarded)),
    )


def _walk(lines: Lines, parts: _Parts, *, forward: bool) -> None:
    at, wrapped = 0, False
    while at < lines.examined:
        line = lines.short(at)
        if line in (QUOTE_STARTS, QUOTE_ENDS, REST_QUOTED):
            wrapped = line != QUOTE_ENDS
            ahead = _history_at(lines, lines.next_filled(at + 1), parts, forward=forward)
            if line == REST_QUOTED or (wrapped and ahead and parts.forwarded):
                if not parts.forwarded:
                    parts.quoted.extend(lines.rest(at + 1))
                return
            at += 1
        elif wrapped or (is_quote_line(line) and not _is_quoted_forward(lines, at)):
            parts.quoted.append(lines.whole(at))
            at += 1
        elif used := wrote_line_at(lines, at):
            parts.quoted.extend(lines.whole(n) for n in range(at, at + used))
            at += used
            if not is_quote_line(lines.short(lines.next_filled(at))):
                parts.quoted.extend(lines.rest(at))
                return
        elif _history_at(lines, at, parts, forward=forward):
            if not parts.forwarded:
                parts.quoted.extend(lines.rest(at))
            return
        else:
            parts.add_new(lines.whole(at))
            at += 1
    _keep_unexamined(lines, parts, wrapped=wrapped)


def _keep_unexamined(lines: Lines, parts: _Parts, *, wrapped: bool) -> None:
    beyond = lines.rest(lines.examined)
    last_is_quoted = wrapped or is_quote_line(lines.short(lines.examined - 1))
    (parts.quoted if last_is_quoted else parts.new).extend(beyond)


def _history_at(lines: Lines, at: int, parts: _Parts, *, forward: bool) -> bool:
    """Whether an answered or forwarded message begins here and runs to the end.

    A forwarded one is put into `parts` at once, an answered one is left to the caller.
    """
    line = lines.short(at)
    if is_forward_caption(line):
        _take_forwarded(lines, at + 1, parts)
        return True
    if is_original_caption(line) or is_dashed_caption(line):
        block = header_block_at(lines, lines.next_filled(at + 1), captioned=True)
        if forward and block:
            _take_forwarded(lines, at + 1, parts)
        return block is not None or is_original_caption(line)
    start = lines.next_filled(at + 1) if is_rule(line) else at
    block = header_block_at(lines, start, captioned=False)
    if block is None:
        return False
    if forward or (not _joined(parts.new) and not parts.quoted):
        # Outlook forwards without a caption; with nothing above it, it cannot be an answer.
        _take_forwarded(lines, start, parts)
    return True


def _is_quoted_forward(lines: Lines, at: int) -> bool:
    """Apple Mail quotes what it forwards: the caption stands above "> From:"."""
    return is_forward_caption(quote_depth_stripped(lines.short(at)))


def _take_forwarded(lines: Lines, at: int, parts: _Parts) -> None:
    start = lines.next_filled(at)
    block: HeaderBlock | None = header_block_at(lines, start, captioned=True)
    body_at = block.end if block else start
    parts.sender = block.sender if block else ""
    body = lines.rest(body_at)
    filled = [line for line in body if line.strip()]
    if filled and all(is_quote_line(line) for line in filled):
        body = [quote_depth_stripped(line) for line in body]
    parts.forwarded.extend(line for line in body if line not in (QUOTE_STARTS, QUOTE_ENDS))


def _joined(lines: list[str]) -> str:
    kept = [line.rstrip() for line in lines if line not in (QUOTE_STARTS, QUOTE_ENDS, REST_QUOTED)]
    return "\n".join(kept).strip("\n").rstrip()


def _without_marks(text: str) -> str:
    for mark in (QUOTE_STARTS, QUOTE_ENDS, REST_QUOTED):
        text = text.replace(mark, "")
    return text
