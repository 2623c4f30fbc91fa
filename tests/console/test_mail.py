"""The played mailboxes over real SMTP: out to the clerk's listener, in through the sink."""

from email.message import EmailMessage

import pytest

from bot.channels.console.driver import Refused
from bot.channels.console.gestures import Upload
from mail.letter import read_letter
from tests.console.clerk import PAPER
from tests.console.conftest import KELLER, Stage

HOSTILE = (
    '<p onclick="alert(1)">Quote <b>S-QUO1001</b></p><script>alert(2)</script>'
    '<img src="https://evil.example/pixel"><img src="cid:logo"><img src="cid:other">'
)


def answer_of_the_clerk(*, to: str = KELLER.email, in_reply_to: str = "") -> bytes:
    """A letter as the clerk sends it: text, HTML with a logo, a PDF."""
    letter = EmailMessage()
    letter["From"] = "Salesclerk <orders@harbor.example>"
    letter["To"] = to
    letter["Reply-To"] = "orders+TOKEN@harbor.example"
    letter["Subject"] = "Quote S-QUO1001"
    letter["Message-ID"] = "<quote-1@harbor.example>"
    if in_reply_to:
        letter["In-Reply-To"] = f"<{in_reply_to}>"
    letter.set_content("Dear Ms Keller,\nour quote is attached.\n")
    letter.add_alternative(HOSTILE, subtype="html")
    *_, html = letter.iter_parts()
    assert isinstance(html, EmailMessage)
    html.add_related(b"\x89PNG...", "image", "png", cid="<logo>")
    letter.add_attachment(PAPER, maintype="application", subtype="pdf", filename="S-QUO1001.pdf")
    return letter.as_bytes()


def delivered(stage: Stage, raw: bytes, *, to: tuple[str, ...] = (KELLER.email,)) -> None:
    stage.relay_to_console.send(raw, "bounce+1.abc@harbor.example", recipients=to)


def test_a_letter_written_here_reaches_the_clerks_own_mail_server(stage: Stage) -> None:
    order = Upload(name="Bestellung Grün.csv", content=b"item;quantity\n")

    message_id = stage.driver.mail(
        KELLER.email, "Request", "Please quote 20 Nova chairs.", attachments=(order,)
    )

    (raw,) = stage.letters
    letter = read_letter(raw.content)
    assert (raw.envelope_from, raw.recipients) == (KELLER.email, ("orders@harbor.example",))
    assert (letter.from_name, letter.subject) == ("Maria Keller", "Request")
    assert letter.text.strip() == "Please quote 20 Nova chairs."
    assert letter.message_id == message_id
    assert letter.message_id.endswith("@brandt-soehne.example")
    assert [(each.name, each.content) for each in letter.attachments] == [
        ("Bestellung Grün.csv", b"item;quantity\n")
    ]
    assert stage.driver.letters(KELLER.email)[0].sent


def test_the_clerks_letter_lies_in_the_mailbox_of_every_recipient(stage: Stage) -> None:
    delivered(stage, answer_of_the_clerk(), to=(KELLER.email.upper(), "other@x.example"))

    (letter,) = stage.driver.letters(KELLER.email)
    (other,) = stage.driver.letters("other@x.example")
    assert (letter.subject, letter.from_address) == ("Quote S-QUO1001", "orders@harbor.example")
    assert letter.files == (("S-QUO1001.pdf", len(PAPER)),)
    assert stage.driver.letter_file(letter, "S-QUO1001.pdf") == PAPER
    assert other.text == letter.text


def test_a_reply_goes_where_replies_go_and_names_the_letter(stage: Stage) -> None:
    delivered(stage, answer_of_the_clerk())

    with pytest.raises(Refused, match=r"not sent\. 550"):  # only orders@ is known there
        stage.driver.mail(KELLER.email, "Re", "Yes", in_reply_to="<quote-1@harbor.example>")
    stage.driver.mail(
        KELLER.email,
        "Re: Quote S-QUO1001",
        "We accept.",
        in_reply_to="quote-1@harbor.example",
        to="orders@harbor.example",
        quoted=True,
    )

    letter = read_letter(stage.letters[0].content)
    assert letter.in_reply_to == ("quote-1@harbor.example",)
    assert letter.text.startswith("We accept.\n\nOn ")
    assert "> our quote is attached." in letter.text
    assert [each.sent for each in stage.driver.letters(KELLER.email)] == [False, True]


def test_an_empty_letter_and_a_nonsense_address_are_refused(stage: Stage) -> None:
    with pytest.raises(Refused, match="still empty"):
        stage.driver.mail(KELLER.email, "Hello", "  ")
    with pytest.raises(Refused, match="is not an address"):
        stage.driver.mail(KELLER.email, "Hello", "x", to="orders@harbor.example\nBcc: a@b.c")

    assert stage.letters == []


def test_a_subject_cannot_carry_another_header(stage: Stage) -> None:
    stage.driver.mail(KELLER.email, "Hello\r\nBcc: evil@x.example", "x")

    assert b"\nBcc:" not in stage.letters[0].content
    assert read_letter(stage.letters[0].content).subject == "Hello Bcc: evil@x.example"


def test_letters_survive_a_restart(stage: Stage) -> None:
    delivered(stage, answer_of_the_clerk())
    stage.restart_console()

    (letter,) = stage.driver.letters(KELLER.email)

    assert stage.driver.letter_file(letter, "S-QUO1001.pdf") == PAPER


def test_strangers_html_is_shown_where_it_can_do_nothing(stage: Stage) -> None:
    delivered(stage, answer_of_the_clerk())
    (letter,) = stage.driver.letters(KELLER.email)

    page = stage.fetch(f"/console/letter/{letter.id}/body")

    rules = page.headers["Content-Security-Policy"]
    assert "default-src 'none'" in rules
    assert "allow-scripts" not in rules
    assert "https:" not in rules.replace("https://", "")
    text = page.read().decode()
    assert 'src="data:image/png;base64,' in text
    assert "cid:" not in text


def test_a_file_that_is_a_page_is_only_downloaded(stage: Stage) -> None:
    letter = EmailMessage()
    letter["From"], letter["To"] = "a@x.example", KELLER.email
    letter.set_content("see the file")
    letter.add_attachment("<script>alert(1)</script>", subtype="html", filename="bill.html")
    delivered(stage, letter.as_bytes())
    (seen,) = stage.driver.letters(KELLER.email)

    answer = stage.fetch(f"/console/letter/{seen.id}/file/0")

    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_letter_that_cannot_be_read_is_shown_as_such(stage: Stage) -> None:
    delivered(stage, b"Subject: \xff\xfe\r\nContent-Type: multipart/mixed\r\n\r\nx\r\n")

    assert len(stage.driver.letters(KELLER.email)) == 1
