"""Whether a letter was written by a machine, so that we do not answer it.

Two machines that answer each other fill both mailboxes in a night; so in doubt a
letter counts as automatic: it is kept and shown to a person with the reason given
here, and nobody gets an answer. How often somebody was answered is not known here.
"""

from collections.abc import Collection

from mail.composing import OUR_HEADER
from mail.letter import Letter
from mail.threads import thread_of_message_id, without_plus

_BULK = frozenset({"bulk", "list", "junk", "auto_reply", "auto-reply"})
_LIST_HEADERS = ("list-id", "list-unsubscribe", "list-post", "mailing-list", "feedback-id")
_SUPPRESSED = ("all", "oof", "autoreply")
_RESPONDER_HEADERS = (
    "x-autoreply", "x-autorespond", "x-autoresponder", "x-auto-reply", "x-auto-reply-from",
    "auto-reply", "x-loop", "x-mail-autoreply", "x-failed-recipients", "x-fc-machinegenerated",
    "x-ms-exchange-inbox-rules-loop", "x-ms-exchange-generated-message-source",
)  # fmt: skip
_MACHINES = (
    "mailer-daemon", "mailerdaemon", "mail-daemon", "postmaster", "no-reply", "noreply", "no.reply",
    "no_reply", "donotreply", "do-not-reply", "do_not_reply", "autoreply", "auto-reply",
    "autoresponder", "bounce", "bounces", "mdaemon", "nicht-antworten", "ne-pas-repondre",
)  # fmt: skip
_SUBJECTS = (
    "automatic reply", "auto reply:", "auto-reply:", "autoreply", "auto:", "autoresponse",
    "out of office", "out of the office", "i am out of the office", "undelivered mail",
    "undeliverable", "undeliverable:", "delivery status notification", "delivery failure",
    "delivery notification", "mail delivery failed", "mail delivery system", "failure notice",
    "returned mail", "message delivery", "warning: could not send", "automatische antwort",
    "automatische reactie", "abwesenheit", "abwesend", "unzustellbar", "nicht zustellbar",
    "réponse automatique", "absence du bureau", "non remis", "respuesta automática",
    "fuera de la oficina", "no se puede entregar", "risposta automatica", "fuori sede",
    "resposta automática", "ausência", "autosvar", "automatiskt svar", "automaattinen vastaus",
    "automatická odpověď", "automatyczna odpowiedź", "automatikus válasz", "отбивка",
    "автоответ", "автоматический ответ", "otomatik yanıt", "自动回复", "自動回覆", "自動返信",
    "자동 회신", "read:", "gelesen:", "not read:",
)  # fmt: skip


def automatic_reason(
    letter: Letter,
    envelope_from: str,
    *,
    our_addresses: Collection[str],
    secret: bytes | None = None,
) -> str | None:
    """Why this letter must not be answered, to follow "because"; None if it may be.

    `our_addresses` are all mailboxes that the clerk writes from, without plus parts.
    With `secret`, letters that bear a Message-ID of our own count as ours.
    """
    return (
        _by_envelope(letter, envelope_from)
        or _by_headers(letter)
        or _by_sender(letter, {address.lower() for address in our_addresses})
        or _by_our_marks(letter, secret)
        or _by_subject(letter)
    )


def _by_envelope(letter: Letter, envelope_from: str) -> str | None:
    if envelope_from.strip() in ("", "<>") or letter.header("return-path").strip() == "<>":
        return "it has no sender that an answer could go to, as delivery reports have"
    local = envelope_from.rpartition("@")[0].lower()
    if is_machine(local):
        return f"its envelope names the machine {local}"
    return None


def _by_headers(letter: Letter) -> str | None:
    submitted = letter.header("auto-submitted").partition(";")[0].strip().lower()
    if submitted and submitted != "no":
        return f"it is an automatic message (Auto-Submitted: {submitted[:40]})"
    if letter.content_type == "multipart/report":
        return "it is a report of a mail server"
    precedence = letter.header("precedence").strip().lower()
    if precedence in _BULK:
        return f"it is bulk mail (Precedence: {precedence})"
    for name in _LIST_HEADERS:
        if letter.header(name):
            return f"it comes from a mailing list ({name.title()})"
    suppressed = letter.header("x-auto-response-suppress").lower()
    if any(word in suppressed for word in _SUPPRESSED):
        return "its sender wants no automatic answers (X-Auto-Response-Suppress)"
    for name in _RESPONDER_HEADERS:
        if letter.header(name):
            return f"it is an automatic answer ({name.title()})"
    return None


def _by_sender(letter: Letter, ours: Collection[str]) -> str | None:
    if not letter.from_address:
        return None
    if without_plus(letter.from_address) in ours:
        return "it comes from one of our own mailboxes"
    local = letter.from_address.rpartition("@")[0]
    if is_machine(local):
        return f"its sender is the machine {local}"
    return None


def _by_our_marks(letter: Letter, secret: bytes | None) -> str | None:
    if letter.header(OUR_HEADER):
        return "a sales clerk like this one has written it"
    if secret is not None and thread_of_message_id(letter.message_id, secret=secret):
        return "it is a letter of our own that came back"
    return None


def _by_subject(letter: Letter) -> str | None:
    if letter.subject.lower().startswith(_SUBJECTS):
        return f"its subject is that of an automatic message ({letter.subject[:60]})"
    return None


def is_machine(local: str) -> bool:
    bare = local.partition("+")[0].partition("=")[0]
    return bare in _MACHINES or bare.startswith(
        ("no-reply", "noreply", "bounce-", "bounces-", "mailer-daemon", "donotreply")
    )
