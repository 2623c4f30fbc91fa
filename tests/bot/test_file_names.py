"""Papers are attached under their own title, in the language of the letter and in plain letters."""

import pytest

from bot.papers import file_name
from bot.reply import Paper


@pytest.mark.parametrize(
    ("kind", "language", "name"),
    [
        ("quote", "en", "Quote_N1.pdf"),
        ("order-confirmation", "en", "Order-Confirmation_N1.pdf"),
        ("order-confirmation", "de", "Auftragsbestaetigung_N1.pdf"),
        ("pro-forma", "de", "Proforma-Rechnung_N1.pdf"),
        ("quote", "xx", "Quote_N1.pdf"),
    ],
)
def test_a_paper_is_called_by_its_title(kind: str, language: str, name: str) -> None:
    assert file_name(Paper(kind=kind, number="N1"), language) == name


def test_a_later_version_says_so() -> None:
    assert file_name(Paper(kind="quote", number="N1", version=2), "de") == "Angebot_N1_v2.pdf"
