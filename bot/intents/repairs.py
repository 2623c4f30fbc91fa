"""People correct themselves while they write: "4 lamps, no wait, 6". What was said last counts.

The text is mended before it is read, so that nothing behind has to know of the slip. Where it is
not clear what the correction is about, the text stays as it is.
"""

import re

_CUE = (
    r"(?:[\s,;:.!()–—-]|\.{2,3})+(?:p\.?s\.?:? *)?(?:(?:no,? wait|wait,? no|wait|no|nope|oh|oops|"
    r"ups|uh|er+m?|hm+|sorry|correction|scratch that|strike that|my mistake|i (?:mean|meant)|"
    r"actually|or rather|rather|make (?:that|it)|better make it|nein|quatsch|ich meine|"
    r"korrektur|entschuldigung)\b[\s,;:.!–—-]*)+"
)
_COUNT = r"(?<![\w.,-])\d{1,7}(?![\w%€$£-]|[.,]\d| ?(?:%|percent|eur\b|usd\b|gbp\b|euros?\b))"
_ONLY_COUNT = re.compile(
    rf"{_CUE}(?:only |just )?(?P<count>{_COUNT})(?: ?(?:of (?:them|those)|pcs|pieces|instead|"
    r"please|st(?:ue|ü)ck))*(?=[\s]*(?:[.!,;)\n]|\Z))",
    re.IGNORECASE,
)
_COUNTED_AGAIN = re.compile(
    rf"{_CUE}(?:only |just )?(?P<count>{_COUNT}) (?P<noun>[^\W\d_]{{3,}}(?: [^\W\d_]{{3,}})?)",
    re.IGNORECASE,
)
_NOT_BUT = re.compile(
    rf"(?:[\s,;:.!()–—-])*(?:p\.?s\.?:? *)?(?:sorry[\s,]*)?\bnot (?P<wrong>{_COUNT})[\s,;–—-]*"
    rf"(?:but |rather )?(?P<count>{_COUNT})(?: of (?:them|those))?(?=[\s]*(?:[.!,;)\n]|\Z))",
    re.IGNORECASE,
)
_OTHER_NAME = re.compile(
    rf"(?P<wrong>\b(?P<prep>for|to|für)\b (?:(?!\b(?:for|to|für)\b)[^,;.!?\n]){{2,60}}?){_CUE}"
    r"(?P<right>(?P=prep) )",
    re.IGNORECASE,
)
_LONGEST = 4_000  # characters in which slips are looked for
_FIRMLY = re.compile(
    r"\b(?:no|wait|sorry|oops|ups|uh|er+m?|correction|scratch|strike|mistake|mean|meant|rather|"
    r"nein|quatsch|meine|korrektur|entschuldigung|not)\b",
    re.IGNORECASE,
)


def repaired(text: str) -> str:
    """The text as its writer meant it."""
    if len(text) > _LONGEST or not _FIRMLY.search(text):
        return text
    for mend in (_renamed, _recounted, _swapped, _recounted_alone):
        text = mend(text)
    return text


def has_slip(text: str) -> bool:
    """Whether somebody corrects a number and does not say which: "5 desks, 3 lamps, sorry, 6"."""
    match = _ONLY_COUNT.search(text[:_LONGEST])
    if match is None or not _FIRMLY.search(text, match.start(), match.start("count")):
        return False
    return len(re.findall(rf"{_COUNT}(?= [^\W\d_]{{3,}})", text[: match.start()])) > 1


def _renamed(text: str) -> str:
    """ "for Kestrel, sorry I mean for Harbor Dental"."""
    match = _OTHER_NAME.search(text)
    if match is None or not _FIRMLY.search(text, match.end("wrong"), match.start("right")):
        return text
    return text[: match.start("wrong")] + text[match.start("right") :]


def _recounted(text: str) -> str:
    """ "4 floor pumps. Correction: make that 6 floor pumps"."""
    match = _COUNTED_AGAIN.search(text)
    if match is None or not _FIRMLY.search(text, match.start(), match.start("count")):
        return text
    noun = re.escape(match["noun"].split()[0])
    before = list(re.finditer(rf"{_COUNT}(?= (?:[^\W\d_]+ ){{0,3}}?{noun})", text[: match.start()]))
    if not before:
        return text
    slip, tail = before[-1], text[match.end("noun") :]
    rest = re.match(r"[^.!?\n]*", tail)
    return (
        _with_count(text[: match.start()], slip, match["count"]) + tail[rest.end() if rest else 0 :]
    )


def _swapped(text: str) -> str:
    """ "Sorry, not 12 - 15 of them"."""
    match = _NOT_BUT.search(text)
    if match is None:
        return text
    wrong = re.escape(match["wrong"])
    before = list(re.finditer(rf"(?<![\w.,-]){wrong}(?![\w%.,-])", text[: match.start()]))
    if not before:
        return text
    return _with_count(text[: match.start()], before[-1], match["count"]) + text[match.end() :]


def _recounted_alone(text: str) -> str:
    """ "4 floor lamps for Kestrel, no wait, 6"."""
    match = _ONLY_COUNT.search(text)
    if match is None or not _FIRMLY.search(text, match.start(), match.start("count")):
        return text
    before = list(re.finditer(rf"{_COUNT}(?= [^\W\d_]{{3,}})", text[: match.start()]))
    if len(before) != 1:  # which of them is wrong is not clear
        return text
    return _with_count(text[: match.start()], before[0], match["count"]) + text[match.end() :]


def _with_count(text: str, slip: re.Match[str], count: str) -> str:
    return text[: slip.start()] + count + text[slip.end() :]
