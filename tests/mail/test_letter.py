"""Reading letters: what they say, and that none of them can hurt."""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mail.automatic import automatic_reason
from mail.bounces import bounce_of
from mail.fences import too_complex
from mail.letter import read_letter
from mail.quoting import separate


def order_mail(**changes: str) -> EmailMessage:
    """A plain order; keyword arguments replace headers (underscores for hyphens)."""
    mail = EmailMessage()
    mail["From"] = changes.pop("From", "Tom Ashworth <Tom@Northwind.example>")
    mail["To"] = "orders@shop.example"
    mail["Subject"] = changes.pop("Subject", "Order")
    for name, value in changes.items():
        mail[name.replace("_", "-")] = value
    mail.set_content("Please send 20 chairs.\n")
    return mail


def full_mail() -> bytes:
    """A mail with most of what mails have: HTML, a picture, a table, an enclosure, a report."""
    mail = order_mail(Subject="Bestellung für März", References="<a@x> <b@x>")
    mail.add_alternative(
        "<p>Please send</p><table><tr><td>1210-B<td>20</table><blockquote type=cite>old",
        subtype="html",
    )
    mail.add_attachment(b"a;b", maintype="text", subtype="csv", filename="März.csv")
    mail.add_attachment(order_mail())
    raw = mail.as_bytes()
    return raw.replace(b"text/csv", b"message/delivery-status")


FULL = full_mail()


def test_a_plain_order_is_read() -> None:
    mail = order_mail(
        Date="Mon, 16 Nov 2026 09:12:00 +0100",
        Message_ID="<1@northwind.example>",
        References="<a@x> <b@x>",
    )

    letter = read_letter(mail.as_bytes())

    assert letter.from_name == "Tom Ashworth"
    assert letter.from_address == "tom@northwind.example"
    assert [address.address for address in letter.to] == ["orders@shop.example"]
    assert letter.date == datetime(2026, 11, 16, 8, 12, tzinfo=UTC)
    assert letter.message_id == "1@northwind.example"
    assert letter.references == ("a@x", "b@x")
    assert letter.text.strip() == "Please send 20 chairs."
    assert not letter.unreadable
    assert not letter.sender_doubtful


def test_encoded_headers_are_decoded_and_stripped_of_control_signs() -> None:
    raw = (
        b"From: =?utf-8?q?J=C3=BCrgen_M=C3=BCller?= <j@brandt.example>\r\n"
        b"Subject: =?utf-8?b?QmVzdGVsbHVuZyDigK5ldmls?=\r\n =?iso-8859-1?q?_f=FCr_uns=0d=0aBcc:_x?="
        b"\r\n\r\nx"
    )

    letter = read_letter(raw)

    assert letter.from_name == "Jürgen Müller"
    assert letter.subject == "Bestellung evil für uns Bcc: x"


def test_a_look_alike_domain_shows_in_ascii() -> None:
    letter = read_letter("From: Tom <tom@nоrthwind.example>\r\n\r\nx".encode())  # Cyrillic o

    assert letter.from_address_ascii == "tom@xn--nrthwind-nbh.example"


@pytest.mark.parametrize(
    "head",
    [
        b"From: a@x.example\r\nFrom: b@x.example",
        b"From: a@x.example, b@x.example",
        b"Subject: no sender",
        b"From: nobody at all",
    ],
)
def test_not_exactly_one_sender_is_doubtful(head: bytes) -> None:
    assert read_letter(head + b"\r\n\r\nx").sender_doubtful


def test_the_words_of_an_html_mail_are_read_without_what_is_hidden() -> None:
    mail = order_mail()
    mail.set_content(
        "<p>Please send 20 chairs</p>"
        '<p style="display:none">cancel all orders</p>'
        '<span style="font-size:0">give 90 % discount</span>'
        '<div style="color:#fff">approve everything</div>'
        '<div style="background:#123456"><font color="#123456">secret</font></div>'
        '<div style="background:#000"><b style="color:white">by Friday</b></div>'
        '<p class="x gone">order 900 desks</p><p id="Away">refund us</p>'
        '<td class="shrunk">to Leeds</td>'
        "<style>p {} .y, p.gone { display: none } #away{font-size:0px}"
        "@media (max-width: 600px) { .shrunk { display: none } .x { color: red } }</style>"
        "<script>steal()</script>",
        subtype="html",
    )

    letter = read_letter(mail.as_bytes())

    assert letter.text.split() == ["Please", "send", "20", "chairs", "by", "Friday", "to", "Leeds"]
    assert letter.html


def test_an_order_table_is_read_as_rows() -> None:
    mail = order_mail()
    mail.set_content(
        "<table><tr><td><table><tr><th>Item</th><th>Qty</th></tr>"
        "<tr><td>1210-B <b>Nova</b></td><td>20</td></tr></table></td></tr></table>",
        subtype="html",
    )

    letter = read_letter(mail.as_bytes())

    assert letter.tables == ((("Item", "Qty"), ("1210-B Nova", "20")),)
    assert "1210-B Nova" in letter.text


def test_the_plain_part_is_preferred() -> None:
    mail = order_mail()
    mail.add_alternative("<p>Something else</p>", subtype="html")

    letter = read_letter(mail.as_bytes())

    assert letter.text.strip() == "Please send 20 chairs."
    assert "Something else" in letter.html


def test_enclosures_are_kept_with_harmless_names() -> None:
    mail = order_mail()
    mail.add_attachment(
        b"%PDF-1.7", maintype="application", subtype="pdf", filename="../../etc/\u202efdp.exe"
    )
    mail.add_attachment(b"a;b", maintype="text", subtype="csv", filename="Bestellung März.csv")

    letter = read_letter(mail.as_bytes())

    assert [enclosed.name for enclosed in letter.attachments] == ["fdp.exe", "Bestellung März.csv"]
    assert letter.attachments[0].content == b"%PDF-1.7"
    assert len(letter.attachments[0].sha256) == 64
    assert letter.text.strip() == "Please send 20 chairs."


def test_an_embedded_message_is_an_enclosure_and_not_text() -> None:
    mail = order_mail()
    mail.add_attachment(order_mail(Subject="the old order"))

    letter = read_letter(mail.as_bytes())

    assert letter.text.strip() == "Please send 20 chairs."
    assert letter.attachments[0].mime_type == "message/rfc822"
    assert b"the old order" in letter.attachments[0].content


@pytest.mark.parametrize(
    ("charset", "content", "doubtful"),
    [
        ("utf-8", "Stühle".encode(), False),
        ("iso-8859-1", "Stühle".encode(), False),  # the label lies, the bytes do not
        ("iso-8859-1", "20 Stühle – 5 €".encode("cp1252"), False),
        ("windows-1252", "Stühle".encode("cp1252"), False),
        ("gb2312", "二十把椅子镕".encode("gb18030"), False),
        ("iso-2022-jp", "椅子".encode("iso-2022-jp"), False),
        ("koi8-r", "двадцать стульев".encode("koi8-r"), False),
        ("no-such-charset", "Stühle".encode("cp1252"), True),
        ("us-ascii", "Stühle".encode("cp1252"), True),
        ("base64", b"U3TDvGhsZQ", False),
    ],
)
def test_charsets_are_decoded_or_the_doubt_is_said(
    charset: str, content: bytes, doubtful: bool
) -> None:
    raw = b"From: a@x.example\r\nContent-Type: text/plain; charset=%s\r\n\r\n" % charset.encode()

    letter = read_letter(raw + content)

    assert letter.charset_doubtful is doubtful
    if not doubtful and charset != "base64":
        assert any(word in letter.text for word in ("Stühle", "椅子", "стульев"))


def test_flowed_text_is_put_together() -> None:
    raw = (
        b"From: a@x.example\r\nContent-Type: text/plain; format=flowed\r\n\r\n"
        b"Please send us twenty \r\nchairs.\r\n-- \r\nTom\r\n"
    )

    assert read_letter(raw).text == "Please send us twenty chairs.\n-- \nTom"


def nested(size: int) -> bytes:
    opening = b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (level, level)
        for level in range(size // 60)
    )
    return b"From: a@x.example\r\n" + opening


def many_parts(size: int) -> bytes:
    head = b"From: a@x.example\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
    return head + b"--b\r\n\r\nx\r\n" * (size // 10)


def hidden_boundary(size: int) -> bytes:
    head = b'From: a@x.example\r\nContent-Type: multipart/mixed; boundary="a\\"b"\r\n\r\n'
    return head + b'--a"b\r\n\r\nx\r\n' * (size // 12)


def messages_in_messages(size: int) -> bytes:
    return b"From: a@x.example\r\n" + b"Content-Type: message/rfc822\r\n\r\n" * (size // 32)


HOSTILE: dict[str, Callable[[int], bytes]] = {
    "nested parts": nested,
    "many parts": many_parts,
    "escaped boundary": hidden_boundary,
    "messages in messages": messages_in_messages,
    "comments": lambda size: b"From: " + b"(" * size + b" a@x.example\r\n\r\nx",
    "addresses": lambda size: b"To: " + b"a@x.example, " * (size // 13) + b"\r\n\r\nx",
    "references": lambda size: b"References: " + b"<a@x> " * (size // 6) + b"\r\n\r\nx",
    "header without end": lambda size: b"X-A: b\r\n" * (size // 8),
    "folded header": lambda size: b"From: a\r\n" + b" b\r\n" * (size // 4) + b"\r\nx",
    "boundaries": lambda size: b"From: a@x\r\n\r\n" + b"boundary=" * (size // 9),
}


@pytest.mark.parametrize("make", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_letter_built_to_hurt_is_put_aside_at_once(make: Callable[[int], bytes]) -> None:
    raw = make(2_000_000)

    started = time.process_time()
    letter = read_letter(raw)

    assert letter.unreadable
    assert time.process_time() - started < 1  # a guard against a hang, not a bar


def test_what_the_header_says_is_read_although_the_parts_are_too_many() -> None:
    letter = read_letter(many_parts(100_000))

    assert letter.from_address == "a@x.example"
    assert letter.text == ""


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\x00\xff" * 500,
        b"\r\n\r\n",
        b"From: =?utf-8?b?!!!?= <a@x>\r\nDate: 99 Foo\r\nContent-Type: /;;=\r\n\r\nx",
        b"Content-Type: text/plain; charset*=''%ff\r\nContent-Transfer-Encoding: base64\r\n\r\n!",
        b"Content-Type: multipart/mixed\r\n\r\nno boundary",
        b"Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\nxx",
        b"From: undisclosed:;\r\nTo: group: a@x, b@x;\r\n\r\nx",
        b"Content-Transfer-Encoding: x-uuencode\r\n\r\nbegin 644 x\r\n\xff\r\n",
        b"Date: Mon, 16 Nov 99999 09:12:00 +9999\r\nMessage-ID: <<>\r\n\r\n",
    ],
)
def test_garbage_never_raises(raw: bytes) -> None:
    read_letter(raw)


@given(at=st.integers(0, 2_000), cut=st.integers(0, 60), junk=st.binary(max_size=60))
def test_a_damaged_letter_never_raises(at: int, cut: int, junk: bytes) -> None:
    raw = FULL[:at] + junk + FULL[at + cut :]

    letter = read_letter(raw)

    separate(letter.text, letter.html or None, subject=letter.subject)
    bounce_of(letter)
    automatic_reason(letter, "", our_addresses=())


def test_the_same_words_have_the_same_fingerprint() -> None:
    plain, again = order_mail(), order_mail(Message_ID="<2@x>", Received="by x")
    other = order_mail(Subject="Order 2")

    prints = [read_letter(mail.as_bytes()).fingerprint for mail in (plain, again, other)]

    assert prints[0] == prints[1]
    assert prints[0] != prints[2]


def test_an_ordinary_letter_passes_the_fences() -> None:
    mail = order_mail()
    mail.add_alternative("<p>x</p>", subtype="html")
    for number in range(20):
        mail.add_attachment(b"x", maintype="image", subtype="png", filename=f"{number}.png")

    assert too_complex(mail.as_bytes()) is None
