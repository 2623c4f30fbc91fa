"""Our letters: the same each time, readable by others, and closed to injection."""

from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default

import pytest

from mail.composing import File, OutgoingLetter, Recipient, compose
from mail.letter import read_letter

PDF = b"%PDF-1.7 \x00\xff bytes"
LETTER = OutgoingLetter(
    from_name="Sales, Jürgen's Shop",
    from_address="orders@shop.example",
    to=(Recipient(name="Tom Ashworth", address="tom@northwind.example"),),
    cc=(Recipient(address="buyer@bücher.example"),),
    reply_to="orders+abc@shop.example",
    subject="Quote S-QUO1004 für 20 Stühle – 二十",
    text="Dear Tom,\n.\nyour quote: 3,774.00\n",
    html='<p>Dear Tom</p><img src="cid:logo">',
    attachments=(File(name="S-QUO1004 März.pdf", mime_type="application/pdf", content=PDF),),
    inline_images=(
        File(name="logo.png", mime_type="image/png", content=b"png", content_id="logo"),
    ),
    message_id="s-quo1004.1.abc@shop.example",
    date=datetime(2026, 11, 16, 9, 12, tzinfo=UTC),
    in_reply_to="1@northwind.example",
    references=tuple(f"{number}@northwind.example" for number in range(30)),
    headers=(("X-Salesclerk-Document", "S-QUO1004"),),
)


def test_the_same_letter_gives_the_same_bytes() -> None:
    assert compose(LETTER) == compose(replace(LETTER))


def test_a_letter_is_built_as_other_programs_expect_it() -> None:
    mail = message_from_bytes(compose(LETTER), policy=default)

    kinds = [part.get_content_type() for part in mail.walk()]

    assert kinds == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "multipart/related",
        "text/html",
        "image/png",
        "application/pdf",
    ]
    assert mail["Auto-Submitted"] == "auto-replied"
    assert mail["X-Auto-Response-Suppress"] == "All"
    assert mail["X-Salesclerk"] == "1"
    assert mail["X-Salesclerk-Document"] == "S-QUO1004"
    assert mail["From"].addresses[0].display_name == "Sales, Jürgen's Shop"
    assert mail["Cc"].addresses[0].addr_spec == "buyer@xn--bcher-kva.example"


def test_what_we_write_we_read_again() -> None:
    letter = read_letter(compose(LETTER))

    assert letter.subject == LETTER.subject
    assert letter.text.strip() == LETTER.text.strip()
    assert letter.message_id == LETTER.message_id
    assert letter.date == LETTER.date
    assert [one.name for one in letter.attachments] == ["logo.png", "S-QUO1004 Marz.pdf"]
    assert letter.attachments[1].content == PDF


def test_references_keep_the_first_and_the_last_ten() -> None:
    letter = read_letter(compose(LETTER))

    assert letter.references == (LETTER.references[0], *LETTER.references[-10:])


def test_letters_are_seven_bits_wide_with_short_lines_and_crlf() -> None:
    raw = compose(replace(LETTER, text="x" * 5_000 + "\rü\n", html=""))

    assert raw.isascii()
    assert raw.count(b"\n") == raw.count(b"\r\n") == raw.count(b"\r")
    assert max(len(line) for line in raw.split(b"\r\n")) <= 998


@pytest.mark.parametrize(
    "changes",
    [
        {"subject": "Hi\r\nBcc: all@x.example"},
        {"subject": "Hi\nBcc: all@x.example"},
        {"subject": "Hi\u2028Bcc: all@x.example"},
        {"from_name": "Tom\r\nBcc: all@x.example"},
        {"from_address": "tom@x.example\r\nBcc: all@x.example"},
        {"to": (Recipient(name="a\nb", address="tom@x.example"),)},
        {"to": (Recipient(address="tom@x.example, all@x.example"),)},
        {"to": (Recipient(address="tom"),)},
        {"to": ()},
        {"reply_to": "a@x.example>\r\nBcc: b@x.example"},
        {"message_id": "a@x>\r\nBcc: b@x.example"},
        {"in_reply_to": "a b"},
        {"references": ("a\nb",)},
        {"headers": (("Bcc", "all@x.example"),)},
        {"headers": (("X-A\r\nBcc", "all@x.example"),)},
        {"headers": (("X-A", "b\r\nBcc: all@x.example"),)},
    ],
)
def test_nothing_can_be_put_into_the_headers(changes: dict[str, object]) -> None:
    with pytest.raises(ValueError):
        compose(replace(LETTER, **changes))  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["../x\r\nX: y.pdf", "\u202efdp.exe", "", "二十", 'a"b.pdf'])
def test_file_names_are_plain(name: str) -> None:
    paper = File(name=name, mime_type="application/pdf", content=PDF)

    mail = message_from_bytes(compose(replace(LETTER, attachments=(paper,))), policy=default)

    sent = [part.get_filename() for part in mail.iter_attachments()][-1]
    assert sent
    assert sent.isascii()
    assert not set(sent) & set('/\\\r\n"')
