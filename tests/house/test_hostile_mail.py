"""Letters that are too much, broken or hostile: refused, answered or put aside, never obeyed."""

import pytest

from tests.house.house import RunningHouse, interpreted
from tests.house.letters import OURS, letter, many_parts, nested

pytestmark = pytest.mark.slow
SCRIPT = "<img src=file:///etc/passwd>"
HOSTILE = f"{SCRIPT} <!channel> \u202egnp.exe\u202c 🤖"


def test_a_letter_of_30_mb_is_refused_before_it_is_sent(house: RunningHouse) -> None:
    with house.smtp() as client:
        client.ehlo("mx.example")
        code, said = client.docmd(f"MAIL FROM:<tom@northwindcycles.example> SIZE={30 * 1024**2}")

    assert code == 552, said


def test_a_letter_of_30_mb_that_hides_its_size_is_refused_and_not_kept(
    house: RunningHouse,
) -> None:
    sender = "tom@northwindcycles.example"
    raw = letter(sender, "Large", "please send 5 Nova chairs black\n")
    raw += (b"x" * 70 + b"\r\n") * (30 * 1024**2 // 72)
    before = house.stored()

    with house.smtp() as client:
        client.ehlo("mx.example")
        taken = (client.mail(sender)[0], client.rcpt(OURS)[0])
        code, said = client.data(raw)
        still_there = client.noop()[0]
    house.settle()

    assert taken == (250, 250)
    assert code == 552, said
    assert still_there == 250
    assert house.stored() == before


@pytest.mark.parametrize("shape", ["nested", "beside"])
def test_a_letter_of_3000_parts_is_put_aside_for_a_person(house: RunningHouse, shape: str) -> None:
    sender = "kwinters@bluepeaksys.example"
    before, known = house.documents(), house.stored()
    make = {"nested": nested, "beside": many_parts}[shape]

    house.post_letter(make(sender, 3000), sender)
    house.settle()

    new = {key: outcome for key, outcome in house.stored().items() if key not in known}
    assert list(new.values()) == ["it has more than 200 parts"]
    assert house.documents() == before
    cards = [post.text for post in house.driver.messages(person="Katrin") if sender in post.text]
    assert cards, "nobody was told"


def test_a_letter_in_html_alone_is_read_like_any_other(house: RunningHouse) -> None:
    sender = "mette@nordlyskontor.example"
    html = (
        "<html><head><style>p{color:red}</style></head><body><p>Please send us</p><table>"
        "<tr><th>Item</th><th>Qty</th></tr><tr><td>1210-B</td><td>3</td></tr></table>"
        "<p>Our PO is 77-1</p><script>alert(1)</script></body></html>"
    )

    house.post_letter(letter(sender, "Order", None, html=html), sender)
    house.settle()

    answer = house.received(sender)[-1]
    assert len(house.documents("C016")) == 1
    assert "3 pcs" in answer.text
    assert "77-1" in answer.text
    assert [name.partition("_")[0] for name, _ in answer.files] == ["Order-Confirmation"]


@pytest.mark.parametrize("text", ["", " \r\n\t\r\n", "\u200b\u00a0"])
def test_an_empty_letter_changes_nothing_and_says_why(house: RunningHouse, text: str) -> None:
    sender = "giles@treypartners.example"
    before, known = house.documents(), house.stored()

    house.post_letter(letter(sender, "", text), sender)
    house.settle()

    ends = [outcome for key, outcome in house.stored().items() if key not in known]
    assert house.documents() == before
    assert all(ends), "every letter ends with a reason"
    assert house.parked() == 0


def test_a_stranger_with_a_hostile_name_waits_in_quarantine(house: RunningHouse) -> None:
    sender = "x@evil.example"
    before = house.documents()

    raw = letter(sender, HOSTILE, f"please send 5 chairs {HOSTILE}", name=HOSTILE)
    house.post_letter(raw, sender)
    house.settle()

    cards = [post for post in house.driver.messages(person="Katrin") if sender in post.text]
    assert len(cards) == 1
    assert "<" not in interpreted(cards[0])
    assert "\u202e" not in cards[0].text + repr(cards[0].blocks)
    assert house.documents() == before
    assert house.received(sender) == []


def test_hostile_words_in_a_customers_letter_stay_words(house: RunningHouse) -> None:
    sender = "helen.ray-smith@treypartners.example"
    text = f"Hello {HOSTILE},\n\nplease send us 2 Nova chairs grey.\n\n{HOSTILE}\n"

    house.post_letter(letter(sender, f"Order {HOSTILE}", text, name=HOSTILE), sender)
    house.settle()

    answer = house.received(sender)[-1]
    assert "<img" not in answer.html
    assert "root:" not in answer.text + answer.html
    for name, _ in answer.files:
        assert b"root:" not in house.driver.letter_file(answer, name)
