"""The part of a mail that is read: without history, greeting and signature, or the forward in it.

`mail.quoting` parts a letter that came in by mail; this is the second pass for what a mail program
left in, and the only one for plain texts.
"""

import re
from dataclasses import dataclass

from bot.intents.tokens import fold
from bot.intents.utterance import Utterance

_WROTE = re.compile(
    r"^[ \t]{0,8}(?:On .{4,200}wrote:|Am .{4,160}schrieb.{0,120}:|Le .{4,160}a [ée]crit ?:|El .{4,160}escribi[óo]:|Il giorno .{4,160}scritto:|"
    r"-{2,}[ ]?(?:Original Message|Original-Nachricht|Urspr.{1,4}ngliche Nachricht|Message d.origine|Mensaje original)[ ]?-{2,}|_{10,}[ ]?$)",
    re.IGNORECASE,
)
_FORWARD = re.compile(r"^[ \t>]{0,8}(?:-{3,}[ ]?Forwarded message[ ]?-{3,}|Begin forwarded message:|-{3,}[ ]?Weitergeleitete Nachricht)", re.I)
_FROM = re.compile(r"^[ \t>*]{0,8}(?:From|Von|De|Da|Fra|Van)\*?:[ *]{0,3}(.{2,200})$", re.I)
_HEAD = re.compile(r"^[ \t>*]{0,8}(?:Sent|Date|To|Cc|Subject|Gesendet|An|Betreff|Datum|Envoy[ée]|Objet|À|Asunto|Para|Enviado|Oggetto|Data|A)\*?:", re.I)
_CLOSING = re.compile(
    r"^\W{0,3}(?:(?:with )?(?:best|kind|kindest|warm|warmest|many|friendly)? ?(?:regards|wishes|greetings)|best|cheers|sincerely|yours\b.{0,20}|thanks(?: a (?:million|lot|bunch))?|thank you(?: (?:very|so) much| in advance)?|many thanks|thx|"
    r"mit (?:freundlichen|besten|lieben).{0,30}|(?:freundliche|beste|liebe|viele|herzliche|schone) gr.{2,8}|mfg|lg|vg|cordialement.{0,20}|bien a vous.{0,10}|salutations.{0,20}|saludos.{0,20}|atentamente|cordiali saluti|grazie.{0,15}|danke.{0,15}|merci.{0,15}|hilsen.{0,10}|med venlig hilsen|vennlig hilsen|groet.{0,12}|met vriendelijke groet.{0,6}|pozdrawiam|sent from my.{0,40}|-- ?|—)\W{0,4}$",
    re.IGNORECASE,
)
_GREETING = re.compile(
    r"^\W{0,2}(?:hi|hello|hey|dear|good (?:morning|afternoon|evening|day)|hallo|guten (?:tag|morgen)|sehr geehrte.{0,30}|gruezi.{0,12}|bonjour|buongiorno|hola|hoi|moin|hej|to whom it may concern)\b[^\n.?!\d]{0,40}[,!.:]?$",
    re.IGNORECASE,
)
_GREETING_INLINE = re.compile(
    r"^\W{0,2}(?:hi|hello|hey|dear|good (?:morning|afternoon|evening)|bonjour|buongiorno|hola|hoi|hiya|hallo)\b(?:[ ][\w.'’-]+){0,3}?[,!.][ ]+", re.IGNORECASE
)
MOST_LINES, LONGEST_LINE = 3_000, 2_000


@dataclass(frozen=True, kw_only=True)
class Letter:
    """What counts in a mail. `forwarded_from` is an address when `text` is somebody else's mail.

    `said` are the own words of the one who forwarded it.
    """

    text: str
    said: str = ""
    forwarded_from: str = ""


def read_letter(utterance: Utterance) -> Letter:
    """Cut a mail down to what the sender asks now."""
    if utterance.forwarded and utterance.staff:
        return Letter(text=_body(utterance.forwarded, ""), said=_body(utterance.text, utterance.sender_name),
                      forwarded_from=utterance.forwarded_from)  # fmt: skip
    lines = [line[:LONGEST_LINE] for line in utterance.text.replace("\r", "").split("\n")[:MOST_LINES]]
    if utterance.staff:
        at = _forward_at(lines, utterance.subject)
        if at is not None:
            return _forwarded(lines, at, utterance)
    return Letter(text=_body("\n".join(_new(lines)), utterance.sender_name))


def _forward_at(lines: list[str], subject: str) -> int | None:
    for at, line in enumerate(lines):
        if _FORWARD.match(line):
            return at
        if re.match(r"(?:fwd?|wg|tr|rv|i):", fold(subject.strip())) and _FROM.match(line):
            return at
    return None


def _forwarded(lines: list[str], at: int, utterance: Utterance) -> Letter:
    sender = ""
    begin = at
    for index in range(at, min(at + 12, len(lines))):
        match = _FROM.match(lines[index])
        if match and not sender:
            address = re.search(r"[\w.+-]+@[\w.-]+", match[1])
            sender = address.group() if address else match[1].strip()
        if match or _HEAD.match(lines[index]) or _FORWARD.match(lines[index]) or not lines[index].strip():
            begin = index + 1
        elif sender:
            break
    inner = [re.sub(r"^> ?", "", line) for line in lines[begin:]]
    return Letter(text=_body("\n".join(_new(inner)), ""), forwarded_from=sender,
                  said=_body("\n".join(lines[:at]), utterance.sender_name))  # fmt: skip


def _new(lines: list[str]) -> list[str]:
    """Everything above the history, without quoted lines."""
    kept = []
    for line in lines:
        if _WROTE.match(line):
            break
        if _FROM.match(line) and kept and not kept[-1].strip():
            break
        if not line.lstrip().startswith(">"):
            kept.append(line)
    return kept


def _body(text: str, sender: str) -> str:
    lines = text.strip("\n").split("\n")
    while lines and (not lines[0].strip() or _GREETING.match(fold(lines[0].strip()))):
        lines.pop(0)
    if lines:
        lines[0] = _GREETING_INLINE.sub("", lines[0], count=1) or lines[0]
    names = {word for word in re.findall(r"\w+", fold(sender)) if len(word) > 1}
    for at, line in enumerate(lines):
        if at and (_CLOSING.match(fold(line.strip())) or _is_signature(line, names)):
            lines = lines[:at]
            break
    text = "\n".join(lines).rstrip()
    return _without_name(text, names)


def _is_signature(line: str, names: set[str]) -> bool:
    """A line of nothing but the sender's name, or a name and a telephone number."""
    words = re.findall(r"[^\W\d_]+", fold(line))
    if not words or len(words) > 6:
        return False
    own = [word for word in words if word in names]
    return len(own) >= 1 and (len(own) == len([w for w in words if len(w) > 1]) or (len(own) >= 2 and "," in line))


def _without_name(text: str, names: set[str]) -> str:
    """"… thank you. Wei": the name behind the last sentence."""
    match = re.search(r"(?:[.!?]|\s[-/–]|\bregards,?|\bthanks,?)\s{0,3}[-/]?\s?((?:[^\W\d_]+[.']?\s?){1,3})\W{0,3}$", text)
    if match and names:
        words = [w for w in re.findall(r"[^\W\d_]+", fold(match[1])) if len(w) > 1]
        if words and all(word in names for word in words):
            return text[: match.start(1)].rstrip(" -/")
    return text
