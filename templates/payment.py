"""The payment box of a bill, and the codes on papers that banking apps and scanners read.

The code follows the European Payments Council's QR guidelines and stands on bills in euros
only. Nothing is asked where nothing is due; then the box says that the bill is paid.
"""

from dataclasses import dataclass
from decimal import Decimal

import segno
from segno import helpers
from stdnum import iban

from domain.papers import PaperFacts
from templates.fact_words import due_now, shown_money
from templates.letterhead import shortened
from templates.wording import Wording

_LEAST, _MOST = Decimal("0.01"), Decimal("999999999.99")  # what the guidelines allow
_NAME_SIGNS = 70


@dataclass(frozen=True, kw_only=True)
class Payment:
    """The box in words. `code` is the picture as a data address, "" where there is none."""

    title: str
    amount: str
    code: str
    code_text: str
    code_label: str
    link: str = ""  # where it is paid online
    link_label: str = ""


def payment_box(facts: PaperFacts, words: Wording) -> Payment:
    """Word the box of a bill and draw its code."""
    amount = due_now(facts)
    return Payment(
        title=words.say("pay.title" if amount > 0 else "pay.nothing"),
        amount=shown_money(amount, facts) if amount > 0 else "",
        code=giro_code(facts, amount),
        code_text=words.say("pay.code_text", amount=shown_money(amount, facts)),
        code_label=words.say("pay.code"),
        link=facts.pay_link if amount > 0 else "",
        link_label=words.say("mail.pay") if facts.pay_link else "",
    )


def giro_code(facts: PaperFacts, amount: Decimal) -> str:
    """Draw the EPC code as an SVG data address; "" where no code can carry this payment."""
    seller = facts.seller
    if facts.currency != "EUR" or not _LEAST <= amount <= _MOST or not iban.is_valid(seller.iban):
        return ""
    try:
        code = helpers.make_epc_qr(
            name=shortened(seller.name, _NAME_SIGNS),
            iban=iban.compact(seller.iban),
            amount=amount,
            text=facts.number,
            bic=seller.bic.replace(" ", "") or None,
            encoding="utf-8",
        )
    except ValueError:  # a bank code of the wrong form: the box still names the account
        return ""
    return _picture(code)


def number_code(number: str) -> str:
    """Draw a paper's number as a QR code that any hand scanner reads; an SVG data address."""
    return _picture(segno.make_qr(number or "-", error="m"))


def _picture(code: segno.QRCode) -> str:
    # Four white modules around it: the box is tinted, and scanners need the edge.
    return str(code.svg_data_uri(border=4, light="#fff", dark="#17212b"))
