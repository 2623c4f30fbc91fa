"""The conditions of sale a document takes from the company's rows: VAT, terms, discount steps.

Each is loaded once per document and handed to the arithmetic as frozen values.
"""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.calendar import NO_TIME, DateFormula
from domain.catalog import price_list_rows
from domain.catalog.items import ItemFacts
from domain.errors import NotFound, Refusal, Several
from domain.naming import nearest
from domain.parties import terms as terms_rows
from domain.sales.invoice_discount import InvoiceDiscountRow
from domain.sales.taxes import CalcType, TaxComponent, TaxKind, VatSetup
from domain.sales.terms import InstalmentRow, PaymentTerms, Portion
from domain.vat import MissingPostingSetup, VatComponent, VatPostingSetup, vat_rows


def vat_setups(
    session: Session, bus_group: str, *, customer: str, items: Mapping[str, ItemFacts]
) -> dict[str, VatSetup]:
    """The VAT of every item, by item number, in two statements.

    `customer` names the customer in refusals.

    Raises:
        MissingPostingSetup: the customer or an item has no VAT group, or the pair no rate.
    """
    if not bus_group:
        raise MissingPostingSetup(what=customer)
    groups = {item.vat_group for item in items.values() if item.vat_group}
    rows = vat_rows(session, bus_group, prod_groups=groups)
    missing: list[Refusal] = [
        MissingPostingSetup(
            what=f"{item.no} {item.description}",
            bus_group=bus_group if item.vat_group else "",
            prod_group=item.vat_group,
        )
        for item in items.values()
        if item.vat_group not in rows.setups
    ]
    if len(missing) == 1:
        raise missing[0]
    if missing:
        raise Several(refusals=tuple(missing))
    by_group = {
        group: _vat_setup(row, rows.components.get(group, ())) for group, row in rows.setups.items()
    }
    return {no: by_group[item.vat_group] for no, item in items.items()}


def payment_terms(session: Session, code: str) -> PaymentTerms:
    """Terms by their code, written in any case.

    Raises:
        NotFound: no terms have this code.
    """
    wanted = code.replace(" ", "").upper()
    row = session.get(terms_rows.PaymentTerms, wanted)
    if row is None:
        known = session.scalars(select(terms_rows.PaymentTerms.code)).all()
        raise NotFound(kind="payment terms", text=code, near=nearest(code, known))
    instalments = session.scalars(
        select(terms_rows.TermsInstalment)
        .where(terms_rows.TermsInstalment.terms_code == row.code)
        .order_by(terms_rows.TermsInstalment.position)
    )
    return PaymentTerms(
        code=row.code,
        due_formula=DateFormula.parse(row.due_formula),
        discount_formula=_formula_or_none(row.discount_formula),
        discount_pct=row.discount_pct,
        discount_on_credit_memos=row.discount_on_credit_memos,
        pay_before_delivery=row.pay_before_delivery,
        instalments=tuple(_instalment(instalment) for instalment in instalments),
    )


def invoice_discount_rows(session: Session, code: str) -> tuple[InvoiceDiscountRow, ...]:
    """The steps of a customer's invoice-discount code; no code has none."""
    if not code:
        return ()
    rows = session.scalars(
        select(price_list_rows.InvoiceDiscountRow)
        .where(price_list_rows.InvoiceDiscountRow.code == code)
        .order_by(price_list_rows.InvoiceDiscountRow.min_amount)
    )
    return tuple(
        InvoiceDiscountRow(
            code=row.code,
            min_amount=row.min_amount,
            pct=row.pct,
            service_charge=row.service_charge,
            currency=row.currency,
        )
        for row in rows
    )


def _vat_setup(row: VatPostingSetup, components: tuple[VatComponent, ...]) -> VatSetup:
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
                account=component.account,
            )
            for component in components
        ),
    )


def _instalment(row: terms_rows.TermsInstalment) -> InstalmentRow:
    return InstalmentRow(
        portion=Portion(row.portion),
        due_formula=DateFormula.parse(row.due_formula) if row.due_formula else NO_TIME,
        value=row.value,
    )


def _formula_or_none(text: str) -> DateFormula | None:
    return DateFormula.parse(text) if text else None
