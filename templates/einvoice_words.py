"""What an e-invoice says in sentences: notes, and how to pay."""

from collections.abc import Iterator

from templates.einvoice import EInvoice
from templates.fact_words import FACTS, corrected
from templates.wording import Wording


def notes(bill: EInvoice, words: Wording) -> Iterator[str]:
    """Who we are by law, why a credit was given, comment lines, the document's own notes."""
    facts = bill.facts
    seller = facts.seller
    yield ", ".join(part for part in (seller.name, seller.register, seller.directors) if part)
    if facts.reason:
        yield f"{corrected(facts, words)}: {facts.reason}".removeprefix(": ")
    yield from (line.description for line in facts.lines if not line.position and line.description)
    yield from (note for note in facts.notes if note.strip())


def terms(bill: EInvoice, words: Wording, *, coded: bool = False) -> str:
    """How to pay. With `coded` a discount for early payment stands in the form XRechnung reads
    (user's guide 3.0, BT-20): a line of its own, above the words."""
    if bill.is_credit:
        return words.say("credit-memo.ask")
    facts = bill.facts
    keys = ("terms", "discount", "instalments", "due")
    parts = [FACTS[key](facts, words).replace("\n", "; ") for key in keys]
    # A sign that begins a coded line must not stand in our words.
    said = "; ".join(part for part in parts if part).replace("#", "") or words.say("terms.at-once")
    if not (coded and facts.discount_date and facts.discount_amount):
        return said
    days = (facts.discount_date - facts.issued).days
    return f"#SKONTO#TAGE={days}#PROZENT={facts.discount_pct:.2f}#\n{said}"
