"""The part of a mail that is read: without history, greeting and signature, or the forward in it.

`mail.quoting` parts new words from history; this goes further and drops what is no request at
all: the greeting, the sign-off, the sender's name below.
"""

import re
from dataclasses import dataclass

from bot.intents.tokens import fold
from bot.intents.utterance import Utterance
from mail.quoting import separate

_CLOSING = re.compile(
    r"^\W{0,3}(?:(?:with )?(?:best|kind|kindest|warm|warmest|many|friendly)? ?(?:regards|"
    r"wishes|greetings)|best|cheers|sincerely|yours\b.{0,20}|thanks(?: a (?:million|lot|"
    r"bunch))?|thank you(?: (?:very|so) much| in advance)?|many thanks|thx|"
    r"mit (?:freundlichen|besten|lieben).{0,30}|(?:freundliche|beste|liebe|viele|herzliche|"
    r"schone) gr.{2,8}|mfg|lg|vg|cordialement.{0,20}|bien a vous.{0,10}|salutations.{0,20}|"
    r"saludos.{0,20}|atentamente|cordiali saluti|grazie.{0,15}|danke.{0,15}|merci.{0,15}|"
    r"hilsen.{0,10}|med venlig hilsen|vennlig hilsen|groet.{0,12}|met vriendelijke groet.{0,6}|"
    r"pozdrawiam|sent from my.{0,40}|-- ?|—)\W{0,4}$",
    re.IGNORECASE,
)
_GREETING = re.compile(
    r"^\W{0,2}(?:hi|hello|hey|dear|good (?:morning|afternoon|evening|day)|hallo|guten (?:tag|"
    r"morgen)|sehr geehrte.{0,30}|gruezi.{0,12}|bonjour|buongiorno|hola|hoi|moin|hej|to whom "
    r"it may concern)\b[^\n.?!,\d]{0,40}(?:, ?[\w.’'-]+)?[,!.:]?$",
    re.IGNORECASE,
)
_GREETING_INLINE = re.compile(
    r"^\W{0,2}(?:hi|hello|hey|dear|good (?:morning|afternoon|evening)|bonjour|buongiorno|hola|"
    r"hoi|hiya|hallo)\b(?:[ ][\w.'’-]+){0,3}?[,!.][ ]+",
    re.IGNORECASE,
)
_AFTERTHOUGHT = re.compile(r"\s*P\.? ?S\b", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Letter:
    """What counts in a mail. `forwarded_from` is an address when `text` is somebody else's mail.

    `said` are the own words of the one who forwarded it.
    """

    text: str
    said: str = ""
    forwarded_from: str = ""


def read_letter(utterance: Utterance) -> Letter:
    """Cut a mail down to what the sender asks now.

    A mail that one of our own people passes on is the customer's: its text is the request. A
    customer who passes something on without a word of his own asks for what is in it.
    """
    text, forwarded, sender = utterance.text, utterance.forwarded, utterance.forwarded_from
    if not utterance.parted:
        parts = separate(utterance.text, subject=utterance.subject)
        text = parts.new
        forwarded = forwarded or parts.forwarded
        sender = sender or parts.forwarded_from_address or _address(parts.forwarded_from_name)
    said = _body(text, utterance.sender_name)
    if not forwarded or (not utterance.staff and said):
        return Letter(text=said)
    inner = _body(separate(forwarded).new, "")
    return Letter(text=inner, said=said, forwarded_from=sender if utterance.staff else "")


def _address(sender: str) -> str:
    """ "Joe Whitty [mailto:joe@lanternstreet.example]", as Outlook writes it; else the name."""
    found = re.search(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}", sender[:400])
    return found.group().lower() if found else sender


def _body(text: str, sender: str) -> str:
    lines = text.strip("\n").split("\n")
    while lines and (not lines[0].strip() or _GREETING.match(fold(lines[0].strip()))):
        lines.pop(0)
    if lines:
        lines[0] = _GREETING_INLINE.sub("", lines[0], count=1) or lines[0]
    names = {word for word in re.findall(r"\w+", fold(sender)) if len(word) > 1}
    for at, line in enumerate(lines):
        if at and (_CLOSING.match(fold(line.strip())) or _is_signature(line, names)):
            behind = next((i for i in range(at, len(lines)) if _AFTERTHOUGHT.match(lines[i])), None)
            lines = lines[:at] + (lines[behind:] if behind is not None else [])
            break
    text = "\n".join(lines).rstrip()
    return _without_name(text, names)


def _is_signature(line: str, names: set[str]) -> bool:
    """A line of nothing but the sender's name, or a name and a telephone number."""
    words = re.findall(r"[^\W\d_]+", fold(line))
    if not words or len(words) > 6:
        return False
    own = [word for word in words if word in names]
    return len(own) >= 1 and (
        len(own) == len([w for w in words if len(w) > 1]) or (len(own) >= 2 and "," in line)
    )


def _without_name(text: str, names: set[str]) -> str:
    """ "… thank you. Wei": the name behind the last sentence."""
    match = re.search(
        r"(?:[.!?]|\s[-/–]|\bregards,?|"
        r"\bthanks,?)\s{0,3}[-/]?\s?((?:[^\W\d_]+[.']?\s?){1,3})\W{0,3}$",
        text,
    )
    if match and names:
        words = [w for w in re.findall(r"[^\W\d_]+", fold(match[1])) if len(w) > 1]
        if words and all(word in names for word in words):
            return text[: match.start(1)].rstrip(" -/")
    return text
