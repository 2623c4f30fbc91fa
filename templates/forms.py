"""The kinds of paper: which facts, columns and closing rows each one shows.

A kind is a `Form` here and a small template in `templates/papers/`. The form names everything
by key; a fact with nothing to say is left out. So a quote has no place for a due date or a
bank account, and a delivery note none for a price, whatever they are given.
"""

from dataclasses import dataclass


class UnknownPaper(ValueError):
    """There is no form for this kind of paper."""


@dataclass(frozen=True, kw_only=True)
class Form:
    """What one kind shows: facts beside the address, columns, rows of the closing box.

    `priced` papers have totals and carry sums from page to page, `payable` ones ask for money
    in a payment box, `archived` ones are posted and kept as PDF/A with their data inside,
    `coded` ones bear their number as a code to scan.
    """

    facts: tuple[str, ...]
    closing: tuple[str, ...]
    columns: tuple[str, ...]
    priced: bool = True
    payable: bool = False
    archived: bool = False
    coded: bool = False

    @property
    def of_account(self) -> bool:
        """Whether it shows entries of an account instead of lines of goods."""
        return "document" in self.columns


_ACCOUNT_HEAD = ("date", "period", "customer_no", "your_vat_id", "contact")
_GOODS = ("position", "item", "quantity", "price", "vat", "amount")
_RETURNED = ("position", "item", "quantity")

_QUOTE = Form(
    facts=(
        "date",
        "valid_until",
        "requested",
        "customer_no",
        "your_reference",
        "your_vat_id",
        "contact",
    ),
    closing=("valid_until", "delivery", "ship_to", "terms"),
    columns=_GOODS,
)
_ORDER_CONFIRMATION = Form(
    facts=(
        "date",
        "order_no",
        "quote_no",
        "your_order",
        "requested",
        "customer_no",
        "your_vat_id",
        "contact",
    ),
    closing=("delivery_address", "planned", "terms"),
    columns=("position", "item", "delivery", "quantity", "price", "vat", "amount"),
)
_PRO_FORMA = Form(
    facts=("date", "your_order", "customer_no", "your_vat_id", "contact"),
    closing=("delivery_address", "delivery", "terms", "bank", "iban", "bic", "payment_reference"),
    columns=_GOODS,
)
_DELIVERY_NOTE = Form(
    facts=("date", "order_no", "your_order", "requested", "customer_no", "carrier", "contact"),
    closing=("delivery_address",),
    columns=("position", "item", "shipped", "ordered", "outstanding"),
    priced=False,
)
_INVOICE = Form(
    facts=(
        "invoice_date",
        "supplied",
        "order_no",
        "your_order",
        "customer_no",
        "your_vat_id",
        "contact",
    ),
    closing=("due", "discount", "instalments", "bank", "iban", "bic", "payment_reference"),
    columns=_GOODS,
    payable=True,
    archived=True,
)
_PREPAYMENT_INVOICE = Form(
    facts=("invoice_date", "order_no", "your_order", "customer_no", "your_vat_id", "contact"),
    closing=_INVOICE.closing,
    columns=_GOODS,
    payable=True,
    archived=True,
)
_CREDIT_MEMO = Form(
    facts=("date", "corrects", "order_no", "your_order", "customer_no", "your_vat_id", "contact"),
    closing=("corrects_in_full", "reason"),
    columns=_GOODS,
    archived=True,
)
_DRAFT_CREDIT_MEMO = Form(
    facts=("date", "corrects", "your_order", "customer_no", "your_vat_id", "contact"),
    closing=("corrects_in_full", "reason"),
    columns=_GOODS,
)
_RETURN_CONFIRMATION = Form(
    facts=("date", "corrects", "order_no", "your_order", "customer_no", "contact"),
    closing=("return_address", "mark", "reason"),
    columns=_RETURNED,
    priced=False,
    coded=True,
)
_RETURN_RECEIPT = Form(
    facts=("date", "corrects", "order_no", "your_order", "customer_no", "contact"),
    closing=("corrects_in_full", "reason"),
    columns=_RETURNED,
    priced=False,
)
_STATEMENT = Form(
    facts=_ACCOUNT_HEAD,
    closing=("bank", "iban", "bic", "account_reference"),
    columns=("day", "document", "due", "entry", "balance"),
)
_REMINDER = Form(
    facts=_ACCOUNT_HEAD,
    closing=("due", "bank", "iban", "bic", "payment_reference"),
    columns=("document", "day", "due", "overdue", "open"),
    payable=True,
)
_FINANCE_CHARGE = Form(
    facts=_ACCOUNT_HEAD,
    closing=("due", "bank", "iban", "bic", "payment_reference"),
    columns=("document", "due", "overdue", "open", "entry"),
    payable=True,
)
_PICKING_LIST = Form(
    facts=("date", "order_no", "your_order", "requested", "customer_no", "carrier", "contact"),
    closing=("delivery_address",),
    columns=("bin", "item", "quantity", "picked"),
    priced=False,
    coded=True,
)

FORMS = {
    "quote": _QUOTE,
    "order-confirmation": _ORDER_CONFIRMATION,
    "pro-forma": _PRO_FORMA,
    "delivery-note": _DELIVERY_NOTE,
    "invoice": _INVOICE,
    "prepayment-invoice": _PREPAYMENT_INVOICE,
    "credit-memo": _CREDIT_MEMO,
    "prepayment-credit-memo": _CREDIT_MEMO,
    "draft-credit-memo": _DRAFT_CREDIT_MEMO,
    "return-confirmation": _RETURN_CONFIRMATION,
    "return-receipt": _RETURN_RECEIPT,
    "statement": _STATEMENT,
    "reminder": _REMINDER,
    "finance-charge": _FINANCE_CHARGE,
    "picking-list": _PICKING_LIST,
}


def form_of(kind: str) -> Form:
    """Find the form of a kind.

    Raises:
        UnknownPaper: there is none.
    """
    if (form := FORMS.get(kind)) is None:
        raise UnknownPaper(f"There is no paper of the kind {kind!r}.")
    return form
