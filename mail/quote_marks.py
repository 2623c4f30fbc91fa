"""Recognising the single marks of quoted history: `>` lines, captions, "… wrote:", headers.

Each question is answered from one line and at most a few after it. No pattern here
can backtrack: lines come from strangers.
"""

from dataclasses import dataclass

from mail.quote_words import (
    FORWARD_CAPTIONS,
    HEADER_LABELS,
    ORIGINAL_CAPTIONS,
    WROTE_STARTS,
    WROTE_VERBS,
)

MAX_LINES = 5_000
MAX_LINE = 2_000
_WRAPPED_OVER = 4  # lines that a "… wrote:" may be broken into
_LONGEST_BLOCK = 60  # lines of a header block, wrapped ones counted
_RULES = "-_=*~–—‐#+ \t>"


@dataclass(frozen=True, kw_only=True)
class HeaderBlock:
    """A copied header block. `end` is the line after it."""

    sender: str
    end: int


class Lines:
    """The lines of a mail: whole to keep, stripped and cut short to examine."""

    def __init__(self, lines: list[str]) -> None:
        self._lines = lines
        self._short = [line[:MAX_LINE].strip() for line in lines[:MAX_LINES]]
        self.examined = len(self._short)
        self._next_filled = list(range(self.examined + 1))
        for at in range(self.examined - 1, -1, -1):
            if not self._short[at]:
                self._next_filled[at] = self._next_filled[at + 1]

    @classmethod
    def of(cls, text: str) -> "Lines":
        return cls(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))

    def short(self, at: int) -> str:
        return self._short[at] if 0 <= at < self.examined else ""

    def whole(self, at: int) -> str:
        return self._lines[at]

    def rest(self, at: int) -> list[str]:
        return self._lines[at:]

    def next_filled(self, at: int) -> int:
        """The first line from `at` on that is not blank; `examined` if none is."""
        return self._next_filled[at] if at < self.examined else self.examined


def is_quote_line(line: str) -> bool:
    return line.lstrip()[:1] == ">" or line.lstrip()[:4] == "&gt;"


def quote_depth_stripped(line: str) -> str:
    """The line without its first `>`."""
    bare = line.lstrip()
    return bare[1:].removeprefix(" ") if bare.startswith(">") else line


def _caption(line: str) -> str:
    return line[:120].strip(_RULES).rstrip(": ：").lower()


def _is_ruled(line: str) -> bool:
    return line.startswith(("--", "__", "==", "**", "––", "- ", "> ", "***"))


def is_original_caption(line: str) -> bool:
    """`-----Original Message-----`; without dashes the words alone are not enough."""
    return _is_ruled(line) and _caption(line) in ORIGINAL_CAPTIONS


def is_dashed_caption(line: str) -> bool:
    """Some words between dashes, in whatever language."""
    return line.startswith("---") and line.endswith("---") and 0 < len(_caption(line)) < 60


def is_rule(line: str) -> bool:
    """A line drawn from side to side, as Outlook does above the header block."""
    return len(line) >= 5 and not line.strip("_-=")


def is_forward_caption(line: str) -> bool:
    caption = _caption(line)
    if caption in FORWARD_CAPTIONS:
        return _is_ruled(line) or line.rstrip().endswith((":", "："))
    return _is_ruled(line) and caption.startswith("forwarded by ")


def _label(line: str) -> tuple[str, str]:
    """(kind, value) of a header line such as `*From:* Ann`, or ("", "")."""
    bare = line.lstrip("*>| \t")
    before, colon, value = bare[:200].replace("：", ":").partition(":")
    if not colon:
        return "", ""
    kind = HEADER_LABELS.get(before.strip("* \t\u200e\u200f").lower(), "")
    return kind, value.strip("* \t\u200e\u200f") if kind else ""


def header_block_at(lines: Lines, at: int, *, captioned: bool) -> HeaderBlock | None:
    """The header block that starts at this line, if one does.

    Without a caption above it only a sender followed by a time of sending, or by a
    date and more, counts, or a full set of four: an order form may well say "From:"
    and "To:".
    """
    first, sender = _label(lines.short(at))
    if not first:
        return None
    kinds, end, foreign = {first}, at + 1, 0
    while end < min(lines.examined, at + _LONGEST_BLOCK) and foreign < 2:
        line = lines.short(end)
        kind, value = _label(line)
        if kind:
            kinds.add(kind)
            sender = sender or value if first == "from" else (value if kind == "from" else sender)
            foreign = 0
        elif not line or _looks_like_text(lines, end):
            break
        else:
            foreign += 1  # a long list of recipients is wrapped
        end += 1
    if captioned or _is_history(first, kinds):
        return HeaderBlock(sender=sender if "from" in kinds else "", end=end - foreign)
    return None


def _is_history(first: str, kinds: set[str]) -> bool:
    if first != "from":
        return {"from", "to", "subject"} <= kinds and bool({"sent", "date"} & kinds)
    return "sent" in kinds or ("date" in kinds and len(kinds) >= 3)


def _looks_like_text(lines: Lines, at: int) -> bool:
    """A wrapped header line is followed by a label; text is not."""
    return not _label(lines.short(at + 1))[0]


def wrote_line_at(lines: Lines, at: int) -> int:
    """How many lines a "… wrote:" takes here; 0 if there is none."""
    line = lines.short(at)
    if not line or len(line) > 600:
        return 0
    joined = ""
    for used in range(1, _WRAPPED_OVER + 1):
        part = lines.short(at + used - 1)
        if not part or (used > 1 and (is_quote_line(part) or not _may_be_wrapped(line))):
            return 0
        joined = f"{joined} {part}".strip()
        if len(joined) > 600:
            return 0
        following = lines.short(lines.next_filled(at + used))
        if _is_wrote(joined, quoted_below=is_quote_line(following)):
            return used
    return 0


def _may_be_wrapped(first: str) -> bool:
    return first.lstrip("- ").lower().startswith(WROTE_STARTS)


def _is_wrote(line: str, *, quoted_below: bool) -> bool:
    lowered = line.lower()
    ruled = lowered.startswith("--") and lowered.endswith("--")
    ends = ruled or lowered.endswith((":", "：", ":*"))
    digits = any(sign.isdigit() for sign in lowered)
    address = "@" in lowered
    verb = any(word in lowered for word in WROTE_VERBS)
    if quoted_below:
        if ends and (verb or address) and (digits or address):
            return True
        return address and digits and (lowered.endswith(">") or verb) and _has_date(lowered)
    # No `>` below: only a line that no customer would type by hand.
    timed = _has_time(lowered)
    dated = lowered.startswith(WROTE_STARTS) and _has_year(lowered) and _names_follow(line)
    return ends and ((verb and (address or timed or dated)) or (address and timed))


def _has_date(line: str) -> bool:
    return sum(sign.isdigit() for sign in line) >= 6


def _names_follow(line: str) -> bool:
    """Nothing but a name after the verb: "wrote us these prices:" is a sentence."""
    lowered = line.lower()
    at, verb = max((lowered.rfind(word), word) for word in WROTE_VERBS)
    names = line[at + len(verb) :].strip(" :：*").split() if at >= 0 else [""]
    return len(names) <= 4 and all(name[:1].isupper() for name in names)


def _has_year(line: str) -> bool:
    words = line.replace(",", " ").replace(".", " ").replace("/", " ").split()
    return any(len(word) == 4 and word.isdigit() and word[:2] in ("19", "20") for word in words)


def _has_time(line: str) -> bool:
    """A clock time together with a year or day: `Nov 16, 2026 at 9:12`."""
    digits = sum(sign.isdigit() for sign in line)
    return digits >= 6 and any(_is_clock(word) for word in line.split())


def _is_clock(word: str) -> bool:
    """`9:12`, `09.12`, `9h12`, `9時12`; but `12.11.2026` is a date."""
    bare = word.strip(",;:()[]<>.")
    hours, sign, minutes = next(
        (parts for sign in ":h時时点." if (parts := bare.partition(sign))[1]), ("", "", "")
    )
    if not sign or not hours[-1:].isdigit() or not minutes[:2].isdigit():
        return False
    return sign != "." or (len(hours) <= 2 and minutes.isdigit() and len(minutes) == 2)
