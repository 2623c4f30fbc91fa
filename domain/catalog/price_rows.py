"""Loading what the prices of a document depend on, in a constant number of statements.

The rows become the frozen values of `domain.catalog.prices`, which find the best price.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Row, bindparam, or_, select
from sqlalchemy.orm import Session

from domain.catalog import price_lists
from domain.catalog.currency_rows import currency_of, rate_of
from domain.catalog.exchange import Currency, ExchangeRate
from domain.catalog.items import ItemFacts
from domain.catalog.price_list_rows import PriceList, PriceListLine
from domain.catalog.price_lists import AppliesTo, ListStatus, Product
from domain.catalog.prices import LinePrice, PricedItem, PriceQuestion, best_price
from domain.money import ZERO


@dataclass(frozen=True, kw_only=True)
class Buyer:
    """Who asks for prices: the bill-to customer with his groups, and how his papers state them.

    `campaign` is one named on the document.
    """

    customer_no: str
    price_group: str = ""
    discount_group: str = ""
    campaign: str = ""
    allow_line_disc: bool = True
    prices_include_vat: bool = False


@dataclass(frozen=True, kw_only=True)
class PriceTerms:
    """Everything the prices of one document depend on; asking it costs no statement.

    `rate` is None where the document is in local currency.
    """

    buyer: Buyer
    day: date
    currency: Currency
    rate: ExchangeRate | None
    items: Mapping[str, ItemFacts]
    lines: Mapping[str, tuple[price_lists.PriceListLine, ...]]  # by item number

    def price(
        self,
        item_no: str,
        quantity: Decimal,
        *,
        unit: str,
        variant: str = "",
        vat_pct: Decimal = ZERO,
        vat_per_unit: Decimal = ZERO,
    ) -> LinePrice:
        """The best price for a quantity counted in `unit`, a unit of the item.

        Raises:
            PriceConflict: two lines that apply contradict each other.
        """
        question = self.question(item_no, quantity, unit=unit, variant=variant)
        question = replace(question, vat_pct=vat_pct, vat_per_unit=vat_per_unit)
        return best_price(question, self.lines.get(item_no, ()))

    def question(
        self, item_no: str, quantity: Decimal, *, unit: str, variant: str = ""
    ) -> PriceQuestion:
        item = self.items[item_no]
        return PriceQuestion(
            customer_no=self.buyer.customer_no,
            item=_priced(item, variant),
            day=self.day,
            quantity=quantity,
            uom=unit,
            qty_per_uom=item.units[unit],
            variant=variant,
            price_group=self.buyer.price_group,
            discount_group=self.buyer.discount_group,
            campaign=self.buyer.campaign,
            currency="" if self.rate is None else self.currency.code,
            rate=self.rate,
            prices_include_vat=self.buyer.prices_include_vat,
            allow_line_disc=self.buyer.allow_line_disc,
            price_step=self.currency.unit_price_precision,
        )


def price_terms(
    session: Session,
    *,
    buyer: Buyer,
    items: Mapping[str, ItemFacts],
    currency: str,
    local: str,
    on: date,
    listed: bool = True,
) -> PriceTerms:
    """Load lists, currency and rate for a document: three statements whatever it holds.

    Without `listed` the lists are left out, where prices are agreed and nobody will ask.

    Raises:
        InvalidField: we do not trade in the currency.
        NoExchangeRate: no rate is dated on or before `on`.
    """
    rows = _rows(session, buyer=buyer, items=list(items.values())) if listed else ()
    found = [_frozen(row) for row in rows]
    foreign = currency not in ("", local)
    return PriceTerms(
        buyer=buyer,
        day=on,
        currency=currency_of(session, currency or local),
        rate=rate_of(session, currency, local=local, on=on) if foreign else None,
        items=items,
        lines={no: _lines_for(item, found) for no, item in items.items()},
    )


def active_lines(session: Session) -> list[price_lists.PriceListLine]:
    """Every active line, for checking a list that is to be activated."""
    statement = select(PriceListLine).join(PriceList, PriceList.code == PriceListLine.list_code)
    active = statement.where(PriceList.status == ListStatus.ACTIVE)
    return [_frozen(row) for row in session.scalars(active.order_by(PriceListLine.id))]


def lines_of(session: Session, list_code: str) -> list[price_lists.PriceListLine]:
    """The lines of one list as they will be when it is active."""
    rows = select(PriceListLine).where(PriceListLine.list_code == list_code)
    return [_frozen(row) for row in session.scalars(rows.order_by(PriceListLine.id))]


_line = PriceListLine.__table__.c
_PRODUCTS = (Product.ITEM, Product.DISCOUNT_GROUP, Product.CATEGORY)
_BUYERS = (
    AppliesTo.CUSTOMER,
    AppliesTo.PRICE_GROUP,
    AppliesTo.DISCOUNT_GROUP,
    AppliesTo.CAMPAIGN,
)
_OTHER_LISTS = select(_line.based_on).where(  # two ranges, which an index finds
    or_(
        (_line.based_on > "") & (_line.based_on < price_lists.ITEM_PRICE),
        _line.based_on > price_lists.ITEM_PRICE,
    )
)
_RELEVANT = (
    select(PriceListLine.__table__)
    .join(PriceList.__table__, PriceList.__table__.c.code == _line.list_code)
    .where(
        PriceList.__table__.c.status == ListStatus.ACTIVE,
        or_(
            *(
                (_line.product_kind == kind)
                & _line.product.in_(bindparam(f"products_{kind}", expanding=True))
                for kind in _PRODUCTS
            )
        ),
        or_(
            _line.applies_to_kind == AppliesTo.ALL,
            *(
                (_line.applies_to_kind == kind) & (_line.applies_to == bindparam(f"buyer_{kind}"))
                for kind in _BUYERS
            ),
            _line.list_code.in_(_OTHER_LISTS),
        ),
    )
    .order_by(_line.id)
)


def _rows(session: Session, *, buyer: Buyer, items: Collection[ItemFacts]) -> Iterable[Row[Any]]:
    named = {
        AppliesTo.CUSTOMER: buyer.customer_no,
        AppliesTo.PRICE_GROUP: buyer.price_group,
        AppliesTo.DISCOUNT_GROUP: buyer.discount_group,
        AppliesTo.CAMPAIGN: buyer.campaign,
    }
    sold = {
        Product.ITEM: {item.no for item in items},
        Product.DISCOUNT_GROUP: {item.discount_group for item in items} - {""},
        Product.CATEGORY: {code for item in items for code in item.categories},
    }
    wanted: dict[str, object] = {f"products_{kind}": list(sold[kind]) for kind in _PRODUCTS}
    wanted |= {f"buyer_{kind}": named[kind] or None for kind in _BUYERS}  # nobody is NULL
    return session.execute(_RELEVANT, wanted)


def _lines_for(
    item: ItemFacts, lines: list[price_lists.PriceListLine]
) -> tuple[price_lists.PriceListLine, ...]:
    names = {
        Product.ITEM: {item.no},
        Product.DISCOUNT_GROUP: {item.discount_group},
        Product.CATEGORY: set(item.categories),
    }
    return tuple(line for line in lines if line.product_no in names[line.product])


def _priced(item: ItemFacts, variant: str) -> PricedItem:
    facts = item.variants.get(variant)
    return PricedItem(
        item_no=item.no,
        unit_price=item.unit_price,
        variant_price=facts.price if facts else None,
        discount_group=item.discount_group,
        categories=item.categories,
        price_includes_vat=item.price_includes_vat,
        allow_invoice_disc=item.allow_invoice_disc,
    )


def _frozen(row: PriceListLine | Row[Any]) -> price_lists.PriceListLine:
    return price_lists.PriceListLine(
        list_code=row.list_code,
        line_no=row.id,
        product=Product(row.product_kind),
        product_no=row.product,
        variant=row.variant,
        applies_to=AppliesTo(row.applies_to_kind),
        applies_to_no=row.applies_to,
        currency=row.currency,
        uom=row.unit,
        min_qty=row.min_qty,
        max_qty=row.max_qty,
        start=row.starts,
        end=row.ends,
        price=row.price,
        based_on=row.based_on or None,
        adjust_pct=row.adjust_pct,
        discount_pct=row.line_disc_pct,
        allow_line_disc=row.allow_line_disc,
        allow_invoice_disc=row.allow_invoice_disc,
        price_includes_vat=row.price_includes_vat,
        status=ListStatus.ACTIVE,
    )
