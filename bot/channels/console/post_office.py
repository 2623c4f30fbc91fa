"""The mail side of the console: writes letters for contacts and takes in what the clerk sends.

Letters leave over real SMTP to the clerk's listener, and the clerk's letters come in over real
SMTP through the sink; each is filed in the mailbox it is addressed to.
"""

import mimetypes
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import format_datetime, formataddr

from bot.channels.console.gestures import Impossible, Upload
from bot.channels.console.letters import LetterView, view_letter
from bot.channels.console.records import StoredLetter
from bot.channels.console.workspace import Workspace
from mail.sending import Relay

KEPT_READ = 500  # letters kept ready to be shown


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A letter somebody at a customer writes. `answers` is the id of a letter or a Message-ID.

    With `quote`, the answered letter is quoted below, as most mail programs do.
    """

    sender: str
    subject: str
    body: str
    to: str = ""  # the clerk, when empty
    answers: str = ""
    quote: bool = False
    html: str = ""
    uploads: tuple[Upload, ...] = ()


class PostOffice:
    """Sends drafts, files letters and shows mailboxes."""

    def __init__(self, workspace: Workspace, relay: Relay) -> None:
        self._workspace = workspace
        self._relay = relay
        self._read: dict[str, LetterView] = {}  # letters never change once they are filed

    def send(self, draft: Draft) -> LetterView:
        """Send a letter over SMTP and keep it in the sender's mailbox.

        Raises:
            Impossible: nothing is written yet, or an address makes no sense.
            TemporaryFailure, PermanentFailure: the clerk's mail server did not take the
                letter, and it is not kept.
        """
        if not draft.body.strip() and not draft.uploads:
            raise Impossible("The letter is still empty.")
        answered = self._answered(draft)
        to = draft.to.strip() or (answered.reply_to if answered else "")
        to = to or self._workspace.settings.clerk_address
        for address in (draft.sender, to):
            if address.count("@") != 1 or any(sign.isspace() for sign in address):
                raise Impossible(f"{address or 'Nothing'} is not an address.")
        letter_id = self._workspace.next_id("L")
        raw = self._compose(draft, letter_id=letter_id, to=to, answered=answered)
        self._relay.send(raw, draft.sender, recipients=(to,))
        return self._file(letter_id, draft.sender, raw=raw, sent=True, recipients=(to,))

    def receive(self, content: bytes, envelope_from: str, recipients: Sequence[str]) -> None:
        """File a letter that came over the sink into the mailbox of every recipient."""
        letter_id = self._workspace.next_id("L")
        for position, recipient in enumerate(recipients):
            self._workspace.mail.file(
                StoredLetter(
                    id=f"{letter_id}-{position}",
                    mailbox=recipient.casefold(),
                    sent=False,
                    when=self._workspace.clock(),
                    envelope_from=envelope_from,
                    recipients=tuple(recipients),
                ),
                content,
            )

    def mailbox(self, address: str) -> list[LetterView]:
        """Show a mailbox, oldest letter first."""
        return [self._view(stored) for stored in self._workspace.mail.letters(address)]

    def letter(self, letter_id: str) -> LetterView | None:
        stored = self._workspace.mail.letter(letter_id)
        return self._view(stored) if stored else None

    def name_of(self, address: str) -> str:
        """Name the owner of an address; an unknown address names itself."""
        wanted = address.casefold()
        for contact in self._workspace.settings.contacts:
            if contact.email.casefold() == wanted:
                return contact.name
        for person in self._workspace.settings.people:
            if person.email.casefold() == wanted:
                return person.real_name
        return address

    def _view(self, stored: StoredLetter) -> LetterView:
        found = self._read.get(stored.id)
        if found is None:
            found = view_letter(stored, self._workspace.mail.raw(stored))
            self._read[stored.id] = found
            if len(self._read) > KEPT_READ:
                self._read.pop(next(iter(self._read)), None)
        return found

    def _answered(self, draft: Draft) -> LetterView | None:
        if not draft.answers:
            return None
        wanted = draft.answers.strip("<>")
        for letter in self.mailbox(draft.sender):
            if wanted in (letter.id, letter.message_id):
                return letter
        raise Impossible("The letter you answer is not in this mailbox.")

    def _compose(
        self, draft: Draft, *, letter_id: str, to: str, answered: LetterView | None
    ) -> bytes:
        message = EmailMessage()
        message["From"] = formataddr((self.name_of(draft.sender), draft.sender))
        message["To"] = to
        message["Subject"] = " ".join(draft.subject.split())
        now = datetime.fromtimestamp(self._workspace.clock(), UTC)
        message["Date"] = format_datetime(now)
        domain = draft.sender.rpartition("@")[2]
        message["Message-ID"] = f"<{letter_id.lower()}@{domain}>"
        body = draft.body
        if answered is not None:
            message["In-Reply-To"] = f"<{answered.message_id}>"
            known = [*answered.references, answered.message_id]
            message["References"] = " ".join(f"<{each}>" for each in known)
            body += _quoted(answered) if draft.quote else ""
        message.set_content(body)
        if draft.html:
            message.add_alternative(draft.html, subtype="html")
        for upload in draft.uploads:
            mime = mimetypes.guess_type(upload.name)[0] or "application/octet-stream"
            main, _, sub = mime.partition("/")
            message.add_attachment(upload.content, maintype=main, subtype=sub, filename=upload.name)
        return message.as_bytes()

    def _file(
        self, letter_id: str, mailbox: str, *, raw: bytes, sent: bool, recipients: tuple[str, ...]
    ) -> LetterView:
        stored = StoredLetter(
            id=letter_id,
            mailbox=mailbox.casefold(),
            sent=sent,
            when=self._workspace.clock(),
            envelope_from=mailbox,
            recipients=recipients,
        )
        self._workspace.mail.file(stored, raw)
        return view_letter(stored, raw)


def _quoted(letter: LetterView) -> str:
    day = datetime.fromtimestamp(letter.when, UTC).strftime("%d %b %Y at %H:%M")
    lines = [f"> {line}" for line in letter.text.rstrip().split("\n")]
    head = f"\n\nOn {day}, {letter.from_name} <{letter.from_address}> wrote:\n"
    return head + "\n".join(lines) + "\n"
