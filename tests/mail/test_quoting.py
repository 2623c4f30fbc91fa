"""Parting what a customer writes today from what the mail carries along."""

import time
from collections.abc import Callable

import pytest

from mail.quoting import Separated, separate

HISTORY = "> Dear Rachel,\n> quote S-QUO1004 for 6 desks\n"
WROTE_LINES = {
    "English": "On Mon, Nov 16, 2026 at 9:12 AM Sales <sales@shop.example> wrote:",
    "English, Apple": "On Nov 16, 2026, at 9:12 AM, Sales <sales@shop.example> wrote:",
    "English, Yahoo": "--- On Mon, 11/16/26, Sales <sales@shop.example> wrote:",
    "German": "Am Mo., 16. Nov. 2026 um 09:12 Uhr schrieb Sales <sales@shop.example>:",
    "German, Thunderbird": "Am 16.11.2026 um 09:12 schrieb Sales:",
    "French": "Le lun. 16 nov. 2026 à 09:12, Sales <sales@shop.example> a écrit :",
    "Spanish": "El lun, 16 nov 2026 a las 9:12, Sales (<sales@shop.example>) escribió:",
    "Italian": "Il giorno lun 16 nov 2026 alle ore 09:12 Sales <sales@shop.example> ha scritto:",
    "Portuguese": "Em seg., 16 de nov. de 2026 às 09:12, Sales <sales@shop.example> escreveu:",
    "Dutch": "Op ma 16 nov 2026 om 09:12 schreef Sales <sales@shop.example>:",
    "Swedish": "Den mån 16 nov. 2026 kl 09:12 skrev Sales <sales@shop.example>:",
    "Danish": "Den man. 16. nov. 2026 kl. 09.12 skrev Sales <sales@shop.example>:",
    "Norwegian": "man. 16. nov. 2026 kl. 09:12 skrev Sales <sales@shop.example>:",
    "Finnish": "ma 16. marrask. 2026 klo 9.12 Sales (sales@shop.example) kirjoitti:",
    "Polish": "pon., 16 lis 2026 o 09:12 Sales <sales@shop.example> napisał(a):",
    "Czech": "po 16. 11. 2026 v 9:12 odesílatel Sales <sales@shop.example> napsal:",
    "Slovak": "po 16. 11. 2026 o 9:12 Sales <sales@shop.example> napísal(a):",
    "Hungarian": "Sales <sales@shop.example> ezt írta (időpont: 2026. nov. 16., H, 9:12):",
    "Romanian": "În lun., 16 nov. 2026 la 09:12, Sales <sales@shop.example> a scris:",
    "Croatian": "pon, 16. stu 2026. u 09:12 Sales <sales@shop.example> napisao je:",
    "Turkish": "Sales <sales@shop.example>, 16 Kas 2026 Pzt, 09:12 tarihinde şunu yazdı:",
    "Greek": "Στις Δευ 16 Νοε 2026 στις 9:12 π.μ., ο χρήστης Sales <s@shop.example> έγραψε:",
    "Russian": "пн, 16 нояб. 2026 г. в 09:12, Sales <sales@shop.example>:",
    "Ukrainian": "пн, 16 лист. 2026 р. о 09:12 Sales <sales@shop.example> пише:",
    "Chinese": "Sales <sales@shop.example> 于2026年11月16日周一 09:12写道：",
    "Japanese": "2026年11月16日(月) 9:12 Sales <sales@shop.example>:",
    "Korean": "2026년 11월 16일 (월) 오전 9:12, Sales <sales@shop.example>님이 작성:",
    "Vietnamese": "Vào Th 2, 16 thg 11, 2026 vào lúc 09:12 Sales <s@shop.example> đã viết:",
    "Indonesian": "Pada tanggal Sen, 16 Nov 2026 pukul 09.12 Sales <s@shop.example> menulis:",
}


@pytest.mark.parametrize("wrote", WROTE_LINES.values(), ids=WROTE_LINES.keys())
def test_the_history_below_a_wrote_line_is_not_new(wrote: str) -> None:
    parted = separate(f"Please go ahead with 20 chairs.\n\n{wrote}\n{HISTORY}")

    assert parted.new == "Please go ahead with 20 chairs."
    assert parted.quoted.endswith("> quote S-QUO1004 for 6 desks")
    assert not parted.inline


@pytest.mark.parametrize("wrote", WROTE_LINES.values(), ids=WROTE_LINES.keys())
def test_history_without_angle_brackets_is_not_new(wrote: str) -> None:
    parted = separate(f"Please go ahead.\n\n{wrote}\n\nDear Rachel,\nquote for 6 desks")

    assert parted.new == "Please go ahead."


def test_a_wrote_line_with_a_date_alone_is_known() -> None:
    parted = separate("Ja, bitte.\n\nAm Dienstag, 2. Januar 2026 schrieb Sales:\n\n6 Tische")

    assert parted.new == "Ja, bitte."


def test_a_wrote_line_broken_by_the_mail_program_is_known() -> None:
    parted = separate(
        "Yes.\n\nOn Mon, Nov 16, 2026 at 9:12 AM Sales Department of Our Shop\n"
        "<sales@ourshop.example>\nwrote:\n\n> 6 desks\n"
    )

    assert parted.new == "Yes."
    assert "Our Shop" in parted.quoted


@pytest.mark.parametrize(
    "block",
    [
        "-----Original Message-----\nFrom: sales\nPlease confirm 12 x EL-3335.",
        "-----Ursprüngliche Nachricht-----\nVon: Sales\nGesendet: Montag\nAn: Wolf\n\n12 Stück",
        "________________________________\nFrom: Sales <s@x.example>\nSent: Mo\nTo: A\n\n12 x 5",
        "*From:* Sales <s@x.example>\n*Sent:* Monday, November 16\n*To:* A\n*Subject:* RE: X\n\n12",
        "De : Sales <s@x.example>\nEnvoyé : lundi 16 novembre 2026 09:12\nÀ : A\nObjet : X\n\n12 x",
        "From: Sales <s@x.example>\nDate: 16 November 2026 at 09:12\nTo: A\nSubject: X\n\n12",
        "-------- Oprindelig besked --------\nFra: Sales <s@x.example>\nDato: 16.11.2026\n\n12 x",
        "---- On Mon, 16 Nov 2026 09:12:50 +0100 s@x.example wrote ----\n\n12 x",
        "Date: Mon, 16 Nov 2026 09:12\nSubject: X\nFrom: s@x.example\nTo: a@x.example\n\n12 x",
        "From: Sales Department \n<a-long-address@x.example>\nSent: Monday\nTo: A\n\n12 x",
        "________________________________\nVon: Sales\nGesendet: Montag\n\n12 x",
        "发件人: Sales <s@x.example>\n发送时间: 2026年11月16日 9:12\n收件人: A\n主题: X\n\n12 x",
    ],
)
def test_outlook_history_is_not_new(block: str) -> None:
    parted = separate(f"Confirmed, thank you!\n\n{block}")

    assert parted.new == "Confirmed, thank you!"
    assert "12" in parted.quoted


def test_answers_between_quoted_lines_are_kept_and_shown_to_a_person() -> None:
    parted = separate("> How many chairs?\n20 please\n> Which colour?\nblack\n")

    assert parted.new == "20 please\nblack"
    assert parted.inline


def test_a_mail_that_holds_only_history_is_shown_to_a_person() -> None:
    parted = separate(f"{WROTE_LINES['English']}\n{HISTORY}")

    assert parted.new == ""
    assert parted.inline


@pytest.mark.parametrize(
    "text",
    [
        "To: Nordic Workspace\nFrom: City of Brookhaven\nPlease supply\n24 EA bin 14.00",
        "On Monday our boss wrote: we need 20 chairs.\nPlease send them.",
        "Please send\n- 20 x chain\n- 10 x cassette\n\nThanks\n1000 office chairs too",
        "Our order:\n----\n1. 20 chairs\n2. 5 desks\n----\nThe dashes are ours.\n====\nSo long",
        "--- Please deliver to ---\nGate 5, Leeds\n20 chairs",
        "Delivery dates:\n2026-11-15 14:30\n15.11.2026 14:30\nall for 20 chairs",
        "Order:\n--\n20 x desk lamp\n4 pcs chairs",
        "Thanks for the quote.\nWe take 5.",
        "On your host you can run:\n20 of these\n\nThis should work in 2026",
        "My colleague wrote: we need 20 chairs in 2026:\n- black\n- red",
        "On 12 Nov 2026 your colleague wrote us these prices:\n- 20 chairs at 200",
        "Am 12.11.2026 schrieb Anna folgende Preise:\n20 Stühle",
        "Best price please for 20 chairs",
        "From: 10 December we need 4 desks\nTo: Bath",
        "Regards to Anna! We need 5 lamps\nBest regards\n\nPS: also add 2 desks",
    ],
)
def test_order_words_are_never_cut(text: str) -> None:
    parted = separate(text)

    assert parted.new == text


@pytest.mark.parametrize(
    "signature",
    [
        "-- \nTom Ashworth\nNorthwind Cycles Ltd | 0113 496 0000",
        "Best regards,\nTom Ashworth\n12 High Street\nLeeds",
        "Mit freundlichen Grüßen\n\nKatrin Wolf\nEinkauf",
        "Cordialement,\nAnne",
        "Thanks,\nTom",
        "Cheers 🎉\nSarah\n\n—————\nSarah Johnson\nProduct Manager\n+1 555-0123",
        "Télécharger Outlook pour Android<https://x.example/y>",
        "Sent from my iPhone",
        "Kind regards\nTom\n\nThis e-mail and any files in it are confidential.\nDelete 3 copies.",
    ],
)
def test_a_signature_is_not_part_of_the_order(signature: str) -> None:
    parted = separate(f"Please send 20 chairs.\n\n{signature}")

    assert parted.new == "Please send 20 chairs."
    assert parted.signature.replace("-- ", "--") == signature.replace("-- ", "--")
    assert parted.own_words.startswith("Please send 20 chairs.")


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        (
            "Quote this please\n\n---------- Forwarded message ---------\n"
            "From: Lena Ortiz <lena@gear.example>\nDate: Mon, 16 Nov 2026\n"
            "Subject: chairs\nTo: <p@x.example>\n\n10 grey chairs?",
            "Fwd: chairs",
        ),
        (
            "Quote this please\n\nBegin forwarded message:\n\n> From: Lena Ortiz "
            "<lena@gear.example>\n> Subject: chairs\n> Date: 16 November 2026\n>\n"
            "> 10 grey chairs?",
            "Fwd: chairs",
        ),
        (
            "Quote this please\n\nFrom: Lena Ortiz <lena@gear.example>\nSent: Monday\n"
            "To: Priya\nSubject: chairs\n\n10 grey chairs?",
            "FW: chairs",
        ),
        (
            "Quote this please\n\n-------- Weitergeleitete Nachricht --------\n"
            "Betreff: chairs\nDatum: Mo\nVon: Lena Ortiz <lena@gear.example>\nAn: p@x.example\n"
            "\n10 grey chairs?",
            "WG: chairs",
        ),
    ],
)
def test_a_forwarded_order_keeps_its_sender(text: str, subject: str) -> None:
    parted = separate(text, subject=subject)

    assert parted.new == "Quote this please"
    assert parted.forwarded == "10 grey chairs?"
    assert parted.forwarded_from_name == "Lena Ortiz"
    assert parted.forwarded_from_address == "lena@gear.example"
    assert not parted.inline


HTML_REPLIES = {
    "Gmail": '<div dir="ltr">Make it 20</div><br><div class="gmail_quote gmail_quote_container">'
    '<div class="gmail_attr">On Monday Sales wrote:<br></div>'
    '<blockquote class="gmail_quote">12 desks</blockquote></div>',
    "Outlook on the web": '<div>Make it 20</div><div id="appendonsend"></div><hr>'
    '<div id="divRplyFwdMsg"><b>From:</b> Sales<br><b>Sent:</b> Monday</div><div>12 desks</div>',
    "Outlook for Windows": "<p>Make it 20</p><div><div style='border:none;border-top:solid "
    "#E1E1E1 1.0pt;padding:3.0pt 0in 0in 0in'><p><b>From:</b> Sales<br><b>Sent:</b> Monday</p>"
    "</div></div><p>12 desks</p>",
    "Apple Mail": '<body>Make it 20<br><blockquote type="cite"><div>On Monday, Sales wrote:</div>'
    "<div>12 desks</div></blockquote></body>",
    "Thunderbird": '<p>Make it 20</p><div class="moz-cite-prefix">On Monday Sales wrote:</div>'
    '<blockquote type="cite">12 desks</blockquote>',
    "Yahoo": '<div>Make it 20</div><div id="x" class="yahoo_quoted"><div>On Monday, Sales wrote:'
    "</div>12 desks</div>",
}


@pytest.mark.parametrize("html", HTML_REPLIES.values(), ids=HTML_REPLIES.keys())
def test_the_wrappers_of_mail_programs_decide(html: str) -> None:
    parted = separate("Make it 20 On Monday Sales wrote: 12 desks", html)

    assert parted.new == "Make it 20"
    assert "12 desks" in parted.quoted
    assert "Make it 20" not in parted.quoted
    assert not parted.inline


def test_an_indented_list_of_a_customer_is_no_quotation() -> None:
    html = '<p>Please send:</p><blockquote style="margin:0 0 0 40px">20 chairs</blockquote>'

    parted = separate("Please send:\n20 chairs", html)

    assert parted.new == "Please send:\n20 chairs"


def test_an_answer_below_an_html_quotation_is_new() -> None:
    html = '<blockquote type="cite">How many?</blockquote><p>Make it 20</p>'

    parted = separate("How many?\nMake it 20", html)

    assert parted.new == "Make it 20"
    assert parted.inline


def test_no_word_of_a_mail_is_thrown_away() -> None:
    text = f"Yes\n\nRegards\nAnn\n\n{WROTE_LINES['German']}\n{HISTORY}"

    parted = separate(text)

    kept = f"{parted.new}\n{parted.signature}\n{parted.quoted}".split()
    assert kept == text.split()


def test_what_follows_the_examined_lines_stays_where_it_belongs() -> None:
    order = "\n".join(f"{number} x chair" for number in range(1, 6_001))

    parted = separate(order)

    assert parted.new == order


HOSTILE: dict[str, Callable[[int], str]] = {
    "On without end": lambda size: "On " * (size // 3),
    "blanks": lambda size: " " * size,
    "dashes": lambda size: "-" * size,
    "lines of On a": lambda size: "On a\n" * (size // 5),
    "quotation marks": lambda size: "> " * (size // 2),
    "nested quotations": lambda size: (">" * 500 + "\n") * (size // 501),
    "headers": lambda size: "From: a\n" * (size // 8),
    "wrote": lambda size: "wrote: @ 2026 9:12\n" * (size // 19),
    "new below quoted": lambda size: "> a\nb\n" * (size // 6),
    "captions": lambda size: "-----Original Message-----" * (size // 26),
    "closings": lambda size: "regards\n" * (size // 8),
}


def _seconds(text: str) -> float:
    started = time.process_time()
    separate(text)
    return time.process_time() - started


@pytest.mark.slow
@pytest.mark.parametrize("make", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_text_takes_time_in_step_with_its_length(make: Callable[[int], str]) -> None:
    _seconds(make(50_000))
    short = min(_seconds(make(500_000)) for _ in range(3))
    twice = min(_seconds(make(1_000_000)) for _ in range(3))

    assert twice < 2.5 * short + 0.05
    assert twice < 2


def test_nested_html_is_read_without_a_crash() -> None:
    parted = separate("x", "<div>" * 3_000 + "20 chairs" + '<blockquote type="cite">old')

    assert isinstance(parted, Separated)
