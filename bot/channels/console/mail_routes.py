"""The page's data and gestures on the mail side, as JSON."""

from flask import Blueprint, Response, jsonify, request

from bot.channels.console.asked import Asked, file_answer, given_uploads
from bot.channels.console.gestures import Impossible
from bot.channels.console.letters import LetterView
from bot.channels.console.post_office import Draft, PostOffice
from bot.channels.console.records import Json
from bot.channels.console.views_html import hue, initials, size_text
from bot.channels.console.workspace import Workspace
from mail.sending import PermanentFailure, TemporaryFailure

# a letter is a stranger's page: it may look as it likes, but fetch and run nothing
_LETTER_RULES = (
    "default-src 'none'; img-src data:; style-src 'unsafe-inline'; form-action 'none'; "
    "sandbox allow-same-origin allow-popups allow-popups-to-escape-sandbox; "
    "frame-ancestors 'self'"
)


def mail_blueprint(workspace: Workspace, office: PostOffice) -> Blueprint:
    routes = Blueprint("console_mail", __name__)

    @routes.get("/console/mailboxes")
    def mailboxes() -> Response:
        settings = workspace.settings
        own = [contact.email for contact in settings.contacts]
        own += [person.email for person in settings.people]
        found = [_mailbox(box, office, workspace) for box in workspace.mail.addresses(own)]
        return jsonify({"mailboxes": found})

    @routes.get("/console/mailbox/<address>")
    def mailbox(address: str) -> Response:
        return jsonify({"letters": [_letter(letter) for letter in office.mailbox(address)]})

    @routes.get("/console/letter/<letter_id>/body")
    def body(letter_id: str) -> Response:
        letter = _needed(office, letter_id)
        page = Response('<base target="_blank">' + letter.html, mimetype="text/html")
        page.headers["Content-Security-Policy"] = _LETTER_RULES
        return page

    @routes.get("/console/letter/<letter_id>/file/<int:position>")
    def letter_file(letter_id: str, position: int) -> Response:
        files = _needed(office, letter_id).files
        if position >= len(files):
            raise Impossible("There is no such file.")
        found = files[position]
        return file_answer(found.name, found.mime, content=found.content)

    @routes.post("/console/mail")
    def send() -> tuple[Response, int]:
        draft = _draft(Asked(request))
        try:
            letter = office.send(draft)
        except (TemporaryFailure, PermanentFailure) as fault:
            return jsonify({"error": f"The letter was not sent. {fault}"}), 502
        return jsonify(_letter(letter)), 200

    return routes


def _draft(asked: Asked) -> Draft:
    return Draft(
        sender=asked.text("from"),
        subject=asked.text("subject"),
        body=asked.text("body"),
        to=asked.text("to"),
        answers=asked.text("answers"),
        quote=asked.flag("quote"),
        html=asked.text("html"),
        uploads=given_uploads(request),
    )


def _needed(office: PostOffice, letter_id: str) -> LetterView:
    letter = office.letter(letter_id)
    if letter is None:
        raise Impossible("There is no such letter.")
    return letter


def _mailbox(address: str, office: PostOffice, workspace: Workspace) -> Json:
    name = office.name_of(address)
    contacts = workspace.settings.contacts
    of = next((c.customer for c in contacts if c.email.casefold() == address), "")
    received = [letter for letter in workspace.mail.letters(address) if not letter.sent]
    return {
        "address": address,
        "name": name,
        "of": of,
        "initials": initials(name),
        "hue": hue(name),
        "latest": received[-1].id if received else "",
    }


def _letter(letter: LetterView) -> Json:
    files = [
        {
            "name": each.name,
            "mime": each.mime,
            "size": len(each.content),
            "size_text": size_text(len(each.content)),
            "href": f"/console/letter/{letter.id}/file/{position}",
        }
        for position, each in enumerate(letter.files)
    ]
    return {
        "id": letter.id,
        "sent": letter.sent,
        "when": letter.when,
        "from_name": letter.from_name,
        "from_address": letter.from_address,
        "to": letter.to,
        "reply_to": letter.reply_to,
        "subject": letter.subject,
        "message_id": letter.message_id,
        "in_reply_to": letter.in_reply_to,
        "text": letter.text,
        "html": letter.html,
        "initials": initials(letter.from_name),
        "hue": hue(letter.from_name),
        "files": files,
    }
