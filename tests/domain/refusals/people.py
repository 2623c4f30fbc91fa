"""Wrong requests about rights, approvals, customers, names and price lists."""

from datetime import date
from decimal import Decimal

from domain.approvals.requests import (
    AlreadyDecided,
    ApproveRequest,
    CancelRequest,
    NotYourRequest,
    OnlyOpenRequests,
)
from domain.approvals.rules import NoQualifiedApprover, NoSubstitute, UserNotInSetup
from domain.catalog.activating import ActivatePriceList
from domain.catalog.price_list_rows import PriceList, PriceListLine
from domain.catalog.price_lists import PriceConflict
from domain.errors import (
    ChangedMeanwhile,
    Command,
    InvalidField,
    NotFound,
    NotPermitted,
    Outcome,
)
from domain.parties.blocking import CustomerBlocked
from domain.parties.customers import (
    BlockCustomer,
    CreateCustomer,
    PossibleDuplicate,
    ShowCustomer,
    TemplateRequired,
)
from domain.parties.updating import CustomerHasEntries, DeleteCustomer
from domain.people import Employee
from domain.sales.changes import ChangeDocument
from domain.sales.orders import ConfirmOrder, CreateOrder, ReopenOrder
from domain.sales.quote_words import RenewQuote
from tests.domain.desk import Desk, want
from tests.domain.refusals.row import Wrong, entered, setting
from tests.domain.test_approvals import asked

D = Decimal


def _decided(desk: Desk) -> Command:
    number = asked(desk)
    desk.give(ApproveRequest(document_no=number), Outcome, by="mark")
    return ApproveRequest(document_no=number)


def _approved_and_reopened(desk: Desk) -> Command:
    command = _decided(desk)
    assert isinstance(command, ApproveRequest)
    desk.give(ReopenOrder(order_no=command.document_no), Outcome, by="sally")
    return command


def _older_version(desk: Desk) -> Command:
    number = asked(desk)
    desk.give(CancelRequest(document_no=number), Outcome, by="sally")
    change = ChangeDocument(document_no=number, discount_pct=D(1))
    desk.give(change, Outcome, by="sally")
    desk.give(ConfirmOrder(order_no=number), Outcome, by="sally")
    return ApproveRequest(document_no=number, version=1)


def _too_large_for_all(desk: Desk) -> Command:
    setting(desk, Employee, "mark", approver_no=None)
    return ConfirmOrder(order_no=desk.order(want("CHAIR", 120), by="sally").number)


def _all_away(desk: Desk) -> Command:
    for person in ("mark", "nora", "gina", "olga"):
        setting(desk, Employee, person, away_from=desk.today, away_until=date(2026, 3, 31))
    return ConfirmOrder(order_no=desk.order(want("CHAIR", 45), by="sally").number)


def _approver_has_left(desk: Desk) -> Command:
    setting(desk, Employee, "mark", active=False)
    return ConfirmOrder(order_no=desk.order(want("CHAIR", 45), by="sally").number)


def _two_prices_at_once(desk: Desk) -> Command:
    for code, status, price in (("SPRING", "active", 90), ("SALE", "draft", 80)):
        entered(desk, PriceList(code=code, status=status))
        entered(desk, PriceListLine(list_code=code, product="CHAIR", price=D(price)))
    return ActivatePriceList(list_code="SALE")


def _order_of_a_blocked_customer(desk: Desk) -> Command:
    block = BlockCustomer(customer_no="C10000", kind="all", reason="unpaid")
    desk.give(block, Outcome, by="olga")
    return CreateOrder(customer_no="C10000", lines=(want("CHAIR", 1),))


def _delete_a_customer_with_orders(desk: Desk) -> Command:
    desk.order()
    return DeleteCustomer(customer_no="C10000")


ROWS = (
    Wrong(
        refusal=NotPermitted,
        ask=lambda desk: CreateOrder(customer_no="C10000", lines=(want("CHAIR", 1),)),
        by="wes",
        fact="You may not make orders.",
        way_out="Please ask a salesperson or a sales manager.",
    ),
    Wrong(
        refusal=NotFound,
        ask=lambda desk: RenewQuote(quote_no="S-QUO9999"),
        fact="I know no quote S-QUO9999.",
        way_out="Please check it.",
    ),
    Wrong(
        refusal=NotFound,
        ask=lambda desk: ShowCustomer(customer_no="birch"),
        fact="I know no customer birch.",
        way_out="Did you mean C20000 Birch Retail?",
    ),
    Wrong(
        refusal=InvalidField,
        ask=lambda desk: CreateOrder(
            customer_no="C10000", lines=(want("CHAIR", 1, unit="PALLET"),)
        ),
        fact="Unit PALLET:",
        way_out="CHAIR is sold by PCS, BOX.",
    ),
    Wrong(
        refusal=AlreadyDecided,
        ask=_decided,
        by="mark",
        fact="S-ORD1001 was already approved by Mark Mole on 02 Mar 2026 at 12:00 UTC.",
        way_out="Nothing is left to decide.",
    ),
    Wrong(
        refusal=NotYourRequest,
        ask=lambda desk: ApproveRequest(document_no=asked(desk)),
        by="nora",
        fact="S-ORD1001 waits for Mark Mole, not for you.",
        way_out="Please ask there.",
    ),
    Wrong(
        refusal=OnlyOpenRequests,
        ask=_approved_and_reopened,
        by="mark",
        fact="There is nothing to decide about S-ORD1001: the document was reopened after its "
        "approval;",
        way_out="confirm it to ask anew.",
    ),
    Wrong(
        refusal=ChangedMeanwhile,
        ask=_older_version,
        by="mark",
        fact="S-ORD1001 has changed since you saw it (version 1, now 2).",
        way_out="Please look at it again before you decide.",
    ),
    Wrong(
        refusal=NoQualifiedApprover,
        ask=_too_large_for_all,
        by="sally",
        fact="Nobody above Sally Sand may approve 12,000.00.",
        way_out="An administrator must raise a limit or name another approver.",
    ),
    Wrong(
        refusal=NoSubstitute,
        ask=_all_away,
        by="sally",
        fact="Mark Mole is away and has nobody to stand in.",
        way_out="Ask an administrator.",
    ),
    Wrong(
        refusal=UserNotInSetup,
        ask=_approver_has_left,
        by="sally",
        fact="mark is not set up for approvals.",
        way_out="An administrator must enter a sales limit and an approver.",
    ),
    Wrong(
        refusal=PriceConflict,
        ask=_two_prices_at_once,
        fact="SPRING line 1 (90.00) and SALE line 2 (80.00) contradict each other: both price "
        "CHAIR for all customers at the same time;",
        way_out="change or end one of them.",
    ),
    Wrong(
        refusal=CustomerBlocked,
        ask=_order_of_a_blocked_customer,
        fact="Alder & Co (C10000) is blocked (all), so I cannot make an order.",
        way_out="A manager or accountant can lift the block.",
    ),
    Wrong(
        refusal=PossibleDuplicate,
        ask=lambda desk: CreateCustomer(name="Alder and Co.", template="DOMESTIC"),
        fact="Alder and Co. may be a customer already: C10000 Alder & Co, Hamburg (same name).",
        way_out="Is it another firm?",
        remedies=(CreateCustomer,),
    ),
    Wrong(
        refusal=TemplateRequired,
        ask=lambda desk: CreateCustomer(name="Fir Ltd"),
        fact="Which template shall Fir Ltd get: DOMESTIC, EXPORT?",
        way_out="It decides on VAT and payment terms.",
        remedies=(CreateCustomer, CreateCustomer),
    ),
    Wrong(
        refusal=CustomerHasEntries,
        ask=_delete_a_customer_with_orders,
        by="ada",
        fact="Documents or entries name Alder & Co (C10000), so it stays.",
        way_out="It can be blocked instead.",
        remedies=(BlockCustomer,),
    ),
)
