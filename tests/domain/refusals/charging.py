"""Wrong requests about charges, about whom a document is for, and about currencies."""

from decimal import Decimal

from domain.catalog.item_rows import Item, ItemUnit
from domain.catalog.price_list_rows import InvoiceDiscountRow
from domain.errors import Command, Outcome
from domain.ledger.accounts import CurrencyMismatch, GLAccount, RoleAccount
from domain.parties.customer_rows import Customer
from domain.posting.assigning import AssignCharge, ChargeNotAssigned
from domain.posting.invoice import ShipAndInvoice
from domain.receivables.payments import RecordPayment
from domain.receivables.revaluing import AdjustRates, RatesAdjustedBefore
from domain.sales.header_changes import ChangeHeader, HeaderLockedByPosting
from domain.sales.orders import CreateOrder
from domain.sales.service_charge import MissingChargeArticle
from tests.domain.books import owe
from tests.domain.desk import Desk, want
from tests.domain.refusals.row import Wrong, entered, setting
from tests.domain.test_shipments import confirmed, ship

D = Decimal


def _freight_of_nothing(desk: Desk) -> Command:
    freight = Item(
        no="CARRIAGE",
        description="Carriage",
        type="charge",
        base_unit="PCS",
        gen_prod_posting_group="SERVICES",
        vat_prod_posting_group="VAT25",
    )
    entered(desk, freight)
    entered(desk, ItemUnit(item_no="CARRIAGE", code="PCS", qty_per=D(1)))
    charge = want("CARRIAGE", 1, unit_price=D(30))
    return ShipAndInvoice(order_no=confirmed(desk, want("CHAIR", 4), charge))


def _charge_without_article(desk: Desk) -> Command:
    entered(desk, InvoiceDiscountRow(code="INV", currency="", min_amount=D(0), service_charge=D(9)))
    setting(desk, Customer, "C10000", invoice_disc_code="INV")
    return CreateOrder(customer_no="C10000", lines=(want("CHAIR", 1),))


def _shipped_for_another(desk: Desk) -> Command:
    number = confirmed(desk)
    ship(desk, number, ("CHAIR", 4))
    return ChangeHeader(document_no=number, for_customer="C20000", reopen=True)


def _euros_for_the_dollar_bank(desk: Desk) -> Command:
    entered(desk, GLAccount(no="2925", currency="USD"))
    entered(desk, RoleAccount(role="BANK", key="DOLLAR", account_no="2925"))
    return RecordPayment(customer_no="C10000", amount=D(5), account="dollar")


def _rates_adjusted_twice(desk: Desk) -> Command:
    owe(desk, "PSI-7", "1250.00", customer="C30000", currency="USD")
    desk.today = desk.today.replace(month=4, day=1)
    desk.give(AdjustRates(), Outcome, by="ada")
    return AdjustRates()


ROWS = (
    Wrong(
        refusal=ChargeNotAssigned,
        ask=_freight_of_nothing,
        fact="30.00 EUR of CARRIAGE on S-ORD1001 are not assigned to delivered goods.",
        way_out="Assign them, by amount for example; goods of its own must have been shipped.",
        remedies=(AssignCharge,),
    ),
    Wrong(
        refusal=MissingChargeArticle,
        ask=_charge_without_article,
        fact="The terms of Alder & Co ask for a service charge, and no article is named for it.",
        way_out="An administrator can name one in the company's set-up.",
    ),
    Wrong(
        refusal=HeaderLockedByPosting,
        ask=_shipped_for_another,
        fact="S-ORD1001 stays as it is for this customer: goods have left.",
        way_out="Write a new document for what is still to come, or take back first what was "
        "posted.",
    ),
    Wrong(
        refusal=CurrencyMismatch,
        ask=_euros_for_the_dollar_bank,
        by="ada",
        fact="Account 2925 is kept in USD and takes no EUR.",
        way_out="Use USD, or let an accountant name another account for EUR.",
    ),
    Wrong(
        refusal=RatesAdjustedBefore,
        ask=_rates_adjusted_twice,
        by="ada",
        fact="Exchange rates were adjusted for 01 Apr 2026 already, and taken back on the day "
        "after.",
        way_out="Choose another day.",
    ),
)
