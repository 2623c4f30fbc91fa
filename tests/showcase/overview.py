"""The sales overview: what a clerk's system must be able to do, and which transcripts show it.

The keys are those of a transcript's line `Covers: KEY[, KEY…]`. A transcript shows a row on a
channel when it has a block of that channel; whether its answers are right is the business of
playing it.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path

from bot.transcripts import read_turns

CONVERSATIONS = Path(__file__).parents[1] / "conversations"
CHANNELS = ("slack", "mail")
_COVERS = re.compile(r"^Covers:(?P<keys>[^\n]*(?:\n[^\n]+)*)$", re.M)


@dataclass(frozen=True, kw_only=True)
class Row:
    """One duty. `promised` rows must have a transcript on both channels.

    `so_far` says how much of the duty is done where its transcripts show a part of it.
    """

    key: str
    duty: str
    promised: bool = False
    so_far: str = ""


@dataclass(kw_only=True)
class Shown:
    """File names of the transcripts of one row, by channel, in order."""

    slack: list[str] = field(default_factory=list)
    mail: list[str] = field(default_factory=list)

    @property
    def on_both(self) -> bool:
        return bool(self.slack and self.mail)


ROWS = (
    Row(key="sales-how-register-new-customers", duty="Register a customer", promised=True),
    Row(
        key="sales-how-make-offers",
        duty="Quote, negotiate, turn into an order or invoice",
        promised=True,
        so_far="orders, not invoices",
    ),
    Row(key="sales-how-invoice-sales", duty="Invoice a sale"),
    Row(
        key="sales-how-sell-products",
        duty="Take an order through to delivery",
        promised=True,
    ),
    Row(key="ui-post-sales", duty="Post, and see what posting did"),
    Row(key="sales-how-print-picking-list", duty="Prepare picking"),
    Row(key="sales-how-work-standard-lines", duty="Standard lines for orders that repeat"),
    Row(key="sales-how-make-drop-shipments", duty="Let the vendor deliver"),
    Row(key="sales-how-to-create-special-orders", duty="Buy in for one order"),
    Row(key="sales-how-correct-cancel-sales-invoice", duty="Correct or cancel an invoice"),
    Row(key="sales-how-process-sales-returns-cancellations", duty="Take goods back"),
    Row(key="sales-how-to-create-blanket-sales-orders", duty="Deliver a commitment in parts"),
    Row(key="assembly-how-to-sell-items-assembled-to-order", duty="Assemble to order"),
    Row(
        key="sales-how-to-combine-shipments-on-a-single-invoice",
        duty="One invoice for several shipments",
    ),
    Row(key="sales-how-to-calculate-order-promising-dates", duty="Promise delivery dates"),
    Row(key="production-how-to-create-a-forecast", duty="Keep sales forecasts"),
    Row(key="sales-how-merge-duplicate-records", duty="Merge duplicate customers"),
    Row(key="sentence-order-confirmation", duty="Send order confirmations", promised=True),
    Row(
        key="sentence-partial-shipment-needs-order",
        duty="Ship in parts from orders, whole from invoices",
    ),
    Row(
        key="sentence-paid-invoice-needs-credit-memo",
        duty="Reverse a paid invoice by credit memo",
    ),
    Row(key="sentence-relationship-management", duty="Know who was offered what, and said what"),
    Row(key="sentence-crm-integration", duty="Work behind a CRM, from lead to cash"),
    Row(key="sentence-pay-before-delivery", duty="Wait for the money before delivering"),
    Row(key="sentence-apply-payments", duty="Apply payments to open invoices"),
    Row(
        key="sentence-email-pdf-extract-paypal",
        duty="Mail the PDF with an extract and a way to pay",
        promised=True,
    ),
    Row(key="sentence-approval-workflow", duty="Approve large sales", promised=True),
    Row(key="sentence-manage-receivables", duty="Know who owes what, and remind", promised=True),
)


def covered_keys(source: str) -> tuple[str, ...]:
    """The keys a transcript claims, in its order; its line may run over several lines."""
    found = _COVERS.search(source)
    if found is None:
        return ()
    return tuple(key for part in found["keys"].split(",") if (key := part.strip()))


def shown_on(source: str) -> frozenset[str]:
    """The channels that a transcript has blocks of."""
    return frozenset(turn.kind for turn in read_turns(source)) & frozenset(CHANNELS)


def transcripts(folder: Path = CONVERSATIONS) -> dict[str, str]:
    """Every transcript's text by its file name, in order."""
    return {file.name: file.read_text(encoding="utf-8") for file in sorted(folder.glob("*.md"))}


def coverage(told: dict[str, str]) -> dict[str, Shown]:
    """Which transcripts show which row; claimed keys that are no row are left out."""
    shown = {row.key: Shown() for row in ROWS}
    for name, source in told.items():
        channels = shown_on(source)
        for key in covered_keys(source):
            if key not in shown:
                continue
            for channel in channels:
                files: list[str] = getattr(shown[key], channel)
                files.append(name)
    return shown
