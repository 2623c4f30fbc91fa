"""Letters that came back: which one, to whom, why, and whether it is worth another try.

Which letter it was is certain only from the address it came back to (our own return
path). The report itself is read as RFC 3464 says; where it is none, flufl.bounce, which
knows the manners of a hundred mail servers, is asked as a second opinion.
"""

import logging
import re
from collections.abc import Iterable
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message

from flufl.bounce import all_failures

from mail.automatic import is_machine
from mail.charsets import header_text
from mail.letter import Letter
from mail.threads import outbox_id_of

_log = logging.getLogger(__name__)
_STATUS = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
_MAX_TEXT = 300


@dataclass(frozen=True, kw_only=True)
class Bounce:
    """One letter that did not arrive; "" where the report does not say.

    `status` is an RFC 3463 code such as "5.1.1". `permanent` is false for a mere delay.
    """

    outbox_id: str = ""
    recipient: str = ""
    status: str = ""
    reason: str = ""
    permanent: bool = True


def bounce_of(
    letter: Letter, recipients: Iterable[str] = (), *, secret: bytes | None = None
) -> Bounce | None:
    """What the report says; None for a letter that is no report of a failed delivery.

    `recipients` are the envelope's; with `secret` our return path is looked for in them.
    """
    outbox_id = ""
    if secret is not None:
        outbox_id = next((one for to in recipients if (one := outbox_id_of(to, secret=secret))), "")
    report = _report(letter) if not letter.unreadable else None
    if report is not None:
        if report.get("action", "").lower() in ("delivered", "relayed", "expanded"):
            return None
        return _from_report(report, outbox_id)
    failed = _second_opinion(letter) if not letter.unreadable and _looks_like_one(letter) else None
    if failed is None and not outbox_id:
        return None
    status = _STATUS.search(letter.text)
    return Bounce(
        outbox_id=outbox_id,
        recipient=failed[0] if failed else "",
        status=status[0] if status else "",
        reason=_shortened(letter.subject),
        permanent=failed[1] if failed else not (status and status[1] == "4"),
    )


def _looks_like_one(letter: Letter) -> bool:
    local = letter.from_address.rpartition("@")[0]
    return letter.content_type == "multipart/report" or is_machine(local)


def _report(letter: Letter) -> dict[str, str] | None:
    """The fields of the first recipient in the delivery status part, names in lower case."""
    for attachment in letter.attachments:
        if attachment.mime_type in ("message/delivery-status", "message/global-delivery-status"):
            break
    else:
        return None
    try:
        message = message_from_bytes(letter.raw)
        for part in message.walk():
            if part.get_content_type() == attachment.mime_type:
                return _recipient_fields(part)
    except Exception:  # strangers' bytes: the second opinion is asked instead
        _log.info("a delivery report could not be read", exc_info=True)
    return None


def _recipient_fields(part: "Message[str, str]") -> dict[str, str] | None:
    blocks = part.get_payload()
    if not isinstance(blocks, list):
        return None
    for block in blocks:
        if isinstance(block, Message) and block.get("final-recipient"):
            return {name.lower(): header_text(value) for name, value in block.raw_items()}
    return None


def _from_report(fields: dict[str, str], outbox_id: str) -> Bounce:
    status = fields.get("status", "").split(" ")[0]
    recipient = fields.get("original-recipient") or fields.get("final-recipient", "")
    _, _, address = recipient.rpartition(";")
    _, _, said = fields.get("diagnostic-code", "").partition(";")
    return Bounce(
        outbox_id=outbox_id,
        recipient=address.strip().strip("<>").lower(),
        status=status if _STATUS.fullmatch(status) else "",
        reason=_shortened(said.strip() or fields.get("diagnostic-code", "")),
        permanent=fields.get("action", "failed").lower() != "delayed" and status[:1] != "4",
    )


def _second_opinion(letter: Letter) -> tuple[str, bool] | None:
    """(address, permanent) as flufl.bounce sees it."""
    try:
        temporary, permanent = all_failures(message_from_bytes(letter.raw))
    except Exception:  # it is known to stumble over odd reports
        _log.info("flufl.bounce could not read a report", exc_info=True)
        return None
    for addresses, for_good in ((permanent, True), (temporary, False)):
        for address in sorted(addresses):
            text = address.decode("ascii", "replace") if isinstance(address, bytes) else address
            return str(text).lower(), for_good
    return None


def _shortened(text: str) -> str:
    return " ".join(text.split())[:_MAX_TEXT]
