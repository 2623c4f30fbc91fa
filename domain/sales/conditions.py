"""What the figures of one document depend on, loaded once: prices, VAT, discounts, rates.

Loading costs the same few statements for one line and for two hundred. The conditions are
frozen; pricing and settling ask them and no longer the database.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import select

from domain.catalog.exchange import ExchangeRate
from domain.catalog.items import ItemFacts, load_items, sellable_items
from domain.catalog.price_list_rows import InvoiceDiscountRow as DiscountRow
from domain.catalog.price_rows import Buyer, PriceTerms, price_terms
from domain.money import ZERO
from domain.parties.customer_rows import Customer
from domain.sales.documents import SalesDocument
from domain.sales.invoice_discount import InvoiceDiscountRow
from domain.sales.taxes import CalcType, TaxComponent, TaxKind, VatSetup
from domain.vat import MissingPostingSetup, VatComponent, VatPostingSetup, vat_rows
from domain.work import Work


@dataclass(frozen=True, kw_only=True)
class Conditions:
    """Everything one document's figures depend on. `vat` is by article group."""

    prices: PriceTerms
    vat: Mapping[str, VatSetup]
    discounts: tuple[InvoiceDiscountRow, ...]
    local: str
    charge_item: str = ""  # the article of the service charge

    @property
    def items(self) -> Mapping[str, ItemFacts]:
        return self.prices.items

    @property
    def step(self) -> Decimal:
        """The amount precision of the document's currency."""
        return self.prices.currency.amount_precision.normalize()

    @property
    def rate(self) -> ExchangeRate:
        """Between our currency and the document's; our own is worth itself."""
        return self.prices.rate or ExchangeRate(
            currency=self.local,
            day=self.prices.day,
            foreign_amount=Decimal(1),
            lcy_amount=Decimal(1),
        )

    def vat_of(self, item: ItemFacts) -> VatSetup:
        """The tax on an item for this document's customer."""
        return self.vat[item.vat_group]


def conditions(
    work: Work,
    document: SalesDocument,
    *,
    kept: Collection[str],
    wanted: Iterable[tuple[str, str]] = (),
    agreed: bool = False,
) -> Conditions:
    """Load what a document needs. `kept` are items it has already, `wanted` new ones.

    New ones are pairs of item number and variant and must be sellable. With `agreed` all
    prices stand on the lines already, and the price lists are not read.

    Raises:
        NotFound, ItemBlocked, VariantBlocked, Several: something new cannot be sold.
        MissingPostingSetup: nobody said what tax an item bears for this customer.
    """
    items = dict(sellable_items(work.session, wanted))
    discounts = _discounts(work, document)
    charged = any(row.service_charge for row in discounts)
    charge_item = work.setup.service_charge_item if charged else ""
    missing = ({*kept, charge_item} - {""}) - items.keys()
    if missing:
        items |= load_items(work.session, missing)
    return Conditions(
        prices=_prices(work, document, items, listed=not agreed),
        vat=_vat(work, document, items),
        discounts=discounts,
        local=work.setup.currency,
        charge_item=charge_item,
    )


def _prices(
    work: Work, document: SalesDocument, items: Mapping[str, ItemFacts], *, listed: bool
) -> PriceTerms:
    customer = work.session.get_one(Customer, document.bill_to_no)
    buyer = Buyer(
        customer_no=customer.no,
        price_group=customer.price_group,
        discount_group=customer.discount_group,
        campaign=document.campaign,
        allow_line_disc=customer.allow_line_disc,
        prices_include_vat=document.prices_include_vat,
    )
    return price_terms(
        work.session,
        buyer=buyer,
        items=items,
        currency=document.currency,
        local=work.setup.currency,
        on=document.order_date,
        listed=listed,
    )


def _vat(
    work: Work, document: SalesDocument, items: Mapping[str, ItemFacts]
) -> dict[str, VatSetup]:
    if not document.vat_group:
        raise MissingPostingSetup(what=document.sell_to_name)
    groups = {item.vat_group for item in items.values()}
    rows = vat_rows(work.session, document.vat_group, prod_groups=groups)
    for item in items.values():
        if item.vat_group not in rows.setups:
            raise MissingPostingSetup(
                what=item.no,
                bus_group=document.vat_group if item.vat_group else "",
                prod_group=item.vat_group,
            )
    return {
        group: _frozen(setup, rows.components.get(group, ()))
        for group, setup in rows.setups.items()
    }


def _frozen(row: VatPostingSetup, components: tuple[VatComponent, ...]) -> VatSetup:
    return VatSetup(
        identifier=row.identifier,
        pct=row.percent,
        calc_type=CalcType(row.calc_type),
        clause=row.clause,
        sales_vat_account=row.sales_vat_account,
        adjust_for_payment_discount=row.adjust_for_payment_discount,
        components=tuple(
            TaxComponent(
                code=component.code,
                kind=TaxKind(component.kind),
                value=component.value,
                raises_base=component.raises_base,
            )
            for component in components
        ),
    )


def _discounts(work: Work, document: SalesDocument) -> tuple[InvoiceDiscountRow, ...]:
    """The rows of the customer's discount code; none when the setup does not want them."""
    customer = work.session.get_one(Customer, document.bill_to_no)
    if not customer.invoice_disc_code or not work.setup.calc_invoice_discount:
        return ()
    rows = work.session.scalars(
        select(DiscountRow).where(DiscountRow.code == customer.invoice_disc_code)
    )
    return tuple(
        InvoiceDiscountRow(
            code=row.code,
            min_amount=row.min_amount,
            pct=row.pct,
            service_charge=row.service_charge or ZERO,
            currency=row.currency,
        )
        for row in rows
    )
