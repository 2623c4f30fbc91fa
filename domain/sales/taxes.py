"""VAT of a document: computed per group, then shared out to the lines.

A group is what one rate is charged on: (code, kind of calculation, sign). Lines may bear
several taxes, such as an eco fee per piece that raises the base of the VAT after it. Amounts
given here are after all discounts, in the document's price convention.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from domain.money import CENT, ZERO, round_to
from domain.sales.rounding import share_out

HUNDRED = Decimal(100)


class CalcType(StrEnum):
    """How VAT arises. `FULL`: the amount is all VAT; `NONE`: exempt or outside VAT."""

    NORMAL = "normal"
    REVERSE_CHARGE = "reverse_charge"
    FULL = "full"
    NONE = "none"


class TaxKind(StrEnum):
    """A share of the base, or an amount per base unit."""

    PERCENT = "percent"
    PER_UNIT = "per_unit"


@dataclass(frozen=True, kw_only=True)
class TaxComponent:
    """One of several taxes on a line; with `raises_base` later ones are charged on it too."""

    code: str
    kind: TaxKind
    value: Decimal
    raises_base: bool = False
    account: str = ""


@dataclass(frozen=True, kw_only=True)
class VatSetup:
    """What customer group x product group means for VAT. `clause` is the code of a text.

    `components` replace `pct` where a line bears several taxes; they count for `NORMAL` only.
    """

    identifier: str
    pct: Decimal = ZERO
    calc_type: CalcType = CalcType.NORMAL
    clause: str = ""
    sales_vat_account: str = ""
    adjust_for_payment_discount: bool = False
    components: tuple[TaxComponent, ...] = ()

    @property
    def taxes(self) -> tuple[TaxComponent, ...]:
        """The taxes in order; a plain setup is a list of one."""
        if self.components and self.calc_type is CalcType.NORMAL:
            return self.components
        return (
            TaxComponent(
                code=self.identifier,
                kind=TaxKind.PERCENT,
                value=self.pct,
                account=self.sales_vat_account,
            ),
        )

    @property
    def rule(self) -> tuple[object, ...]:
        """What makes two setups compute alike; accounts and clauses do not part a group."""
        taxes = ((tax.code, tax.kind, tax.value, tax.raises_base) for tax in self.taxes)
        return (self.identifier, self.calc_type, *taxes)

    @property
    def gross_of_one(self) -> tuple[Decimal, Decimal]:
        """(factor, addition): a net unit price n costs n x factor + addition with all taxes."""
        if self.calc_type is not CalcType.NORMAL:
            return Decimal(1), ZERO
        factor, addition = Decimal(1), ZERO
        base, base_addition = Decimal(1), ZERO
        for tax in self.taxes:
            percent = tax.kind is TaxKind.PERCENT
            share = base * tax.value / HUNDRED if percent else ZERO
            extra = base_addition * tax.value / HUNDRED if percent else tax.value
            factor, addition = factor + share, addition + extra
            if tax.raises_base:
                base, base_addition = base + share, base_addition + extra
        return factor, addition


@dataclass(frozen=True, kw_only=True)
class TaxedLine:
    """What VAT needs to know of a line. `quantity` is in base units and counts per-unit taxes."""

    line_no: int
    amount: Decimal
    vat: VatSetup
    quantity: Decimal = ZERO
    negative: bool = False


@dataclass(frozen=True, kw_only=True)
class GroupKey:
    """What makes lines share one rounding. A line of 0.00 counts as positive."""

    code: str
    calc_type: CalcType
    negative: bool
    kind: TaxKind
    value: Decimal


@dataclass(frozen=True, kw_only=True)
class VatGroup:
    """One row of the VAT table. `difference` was typed and is contained in `amount`."""

    key: GroupKey
    base: Decimal
    amount: Decimal
    difference: Decimal = ZERO
    clause: str = ""
    account: str = ""
    line_nos: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True)
class SharedGroup:
    """A group and the weights by which its amount belongs to its lines, in line order."""

    group: VatGroup
    weights: tuple[Decimal, ...]

    def shares(self, step: Decimal) -> list[Decimal]:
        """The amount per line; they sum to the group's amount whatever the weights are."""
        amount = self.group.amount
        if amount and not sum(self.weights, ZERO):
            return [ZERO] * (len(self.weights) - 1) + [amount]
        return share_out(amount, self.weights, step=step)


class ContradictoryTaxes(ValueError):
    """Two VAT setups name the same taxes in opposite order, so neither can be computed first."""


def tax_groups(
    lines: Sequence[TaxedLine], *, prices_include_vat: bool, step: Decimal = CENT
) -> tuple[SharedGroup, ...]:
    """The VAT groups of a document in the order of their first lines."""
    if prices_include_vat:
        return _groups_from_gross(lines, step)
    return _groups_from_net(lines, step)


def shares_by_line(groups: Iterable[SharedGroup], *, step: Decimal = CENT) -> dict[int, Decimal]:
    """VAT per line number, all its taxes together."""
    shares: dict[int, Decimal] = {}
    for shared in groups:
        for line_no, share in zip(shared.group.line_nos, shared.shares(step), strict=True):
            shares[line_no] = shares.get(line_no, ZERO) + share
    return shares


def key_of(line: TaxedLine, tax: TaxComponent) -> GroupKey:
    """The group that this tax of this line belongs to."""
    return GroupKey(
        code=tax.code,
        calc_type=line.vat.calc_type,
        negative=line.negative,
        kind=tax.kind,
        value=tax.value,
    )


def forward_amounts(
    vat: VatSetup, net: Decimal, *, quantity: Decimal, step: Decimal = CENT
) -> list[tuple[Decimal, Decimal]]:
    """(base, amount) per tax of a setup on a net amount, each rounded in turn; not for `FULL`."""
    result = []
    base = net
    for tax in vat.taxes:
        amount = _charge(vat.calc_type, tax, base=base, quantity=quantity, step=step)
        result.append((base, amount))
        if tax.raises_base:
            base += amount
    return result


def without_signs(groups: Iterable[VatGroup]) -> tuple[VatGroup, ...]:
    """The table of an e-invoice: one row per tax and rate, positive and negative added."""
    rows: dict[GroupKey, VatGroup] = {}
    for group in groups:
        key = replace(group.key, negative=False)
        row = rows.get(key)
        rows[key] = replace(group, key=key) if row is None else _added(row, group)
    return tuple(rows.values())


def _added(row: VatGroup, group: VatGroup) -> VatGroup:
    return replace(
        row,
        base=row.base + group.base,
        amount=row.amount + group.amount,
        difference=row.difference + group.difference,
        line_nos=row.line_nos + group.line_nos,
    )


def _charge(
    calc_type: CalcType, tax: TaxComponent, *, base: Decimal, quantity: Decimal, step: Decimal
) -> Decimal:
    if calc_type is CalcType.FULL:
        return base
    if calc_type is not CalcType.NORMAL:
        return ZERO.quantize(step)
    exact = base * tax.value / HUNDRED if tax.kind is TaxKind.PERCENT else quantity * tax.value
    return round_to(exact, step)


def _group(
    key: GroupKey, members: Sequence[TaxedLine], tax: TaxComponent, *, base: Decimal, vat: Decimal
) -> VatGroup:
    return VatGroup(
        key=key,
        base=ZERO if key.calc_type is CalcType.FULL else base,
        amount=vat,
        clause=members[0].vat.clause,
        account=tax.account or members[0].vat.sales_vat_account,
        line_nos=tuple(line.line_no for line in members),
    )


def _groups_from_net(lines: Sequence[TaxedLine], step: Decimal) -> tuple[SharedGroup, ...]:
    """Excl. prices. A tax waits until all that may raise its base on its lines are known."""
    waiting: dict[GroupKey, list[tuple[TaxedLine, int]]] = {}
    for line in lines:
        for position, tax in enumerate(line.vat.taxes):
            waiting.setdefault(key_of(line, tax), []).append((line, position))
    order = list(waiting)
    bases = {line.line_no: line.amount for line in lines}
    charged = {line.line_no: 0 for line in lines}
    done: dict[GroupKey, SharedGroup] = {}
    while waiting:
        key = _first_ready(waiting, charged)
        members = [line for line, _ in waiting[key]]
        positions = [position for _, position in waiting.pop(key)]
        tax = members[0].vat.taxes[positions[0]]
        weights = tuple(
            line.quantity if key.kind is TaxKind.PER_UNIT else bases[line.line_no]
            for line in members
        )
        base = sum((bases[line.line_no] for line in members), ZERO)
        quantity = sum((line.quantity for line in members), ZERO)
        vat = _charge(key.calc_type, tax, base=base, quantity=quantity, step=step)
        shared = SharedGroup(group=_group(key, members, tax, base=base, vat=vat), weights=weights)
        done[key] = shared
        for line, position, share in zip(members, positions, shared.shares(step), strict=True):
            charged[line.line_no] += 1
            if line.vat.taxes[position].raises_base:
                bases[line.line_no] += share
    return tuple(done[key] for key in order)


def _first_ready(
    waiting: dict[GroupKey, list[tuple[TaxedLine, int]]], charged: dict[int, int]
) -> GroupKey:
    for key, members in waiting.items():
        if all(charged[line.line_no] == position for line, position in members):
            return key
    codes = ", ".join(sorted({key.code for key in waiting}))
    raise ContradictoryTaxes(f"taxes in contradictory order: {codes}")


def _groups_from_gross(lines: Sequence[TaxedLine], step: Decimal) -> tuple[SharedGroup, ...]:
    """Incl. prices: the net is rounded, VAT is what is left of the total, never rounded again."""
    setups: dict[tuple[object, ...], list[TaxedLine]] = {}
    for line in lines:
        setups.setdefault((line.vat.rule, line.negative), []).append(line)
    merged: dict[GroupKey, SharedGroup] = {}
    for members in setups.values():
        for shared in _setup_from_gross(members, step):
            known = merged.get(shared.group.key)
            merged[shared.group.key] = _merged(known, shared, step) if known else shared
    return tuple(merged.values())


def _setup_from_gross(members: Sequence[TaxedLine], step: Decimal) -> list[SharedGroup]:
    vat = members[0].vat
    total = sum((line.amount for line in members), ZERO)
    quantity = sum((line.quantity for line in members), ZERO)
    factor, addition = vat.gross_of_one
    net = round_to((total - addition * quantity) / factor, step)
    if vat.calc_type is CalcType.FULL:
        rows = [(ZERO.quantize(step), total)]
    elif vat.calc_type is CalcType.NORMAL:
        rows = _taxes_within(vat, net, vat_sum=total - net, quantity=quantity, step=step)
    else:
        rows = [(total, ZERO.quantize(step))]
    return [
        SharedGroup(
            group=_group(key_of(members[0], tax), members, tax, base=base, vat=amount),
            weights=tuple(line.amount for line in members),
        )
        for tax, (base, amount) in zip(vat.taxes, rows, strict=True)
    ]


def _taxes_within(
    vat: VatSetup, net: Decimal, *, vat_sum: Decimal, quantity: Decimal, step: Decimal
) -> list[tuple[Decimal, Decimal]]:
    """Divide a VAT sum among the taxes: what raises the base and what counts pieces first.

    The other percentages share what is left in proportion, the last takes the rest; without
    any such tax the last of all does.
    """
    rows = forward_amounts(vat, net, quantity=quantity, step=step)
    flexible = [
        index
        for index, tax in enumerate(vat.taxes)
        if tax.kind is TaxKind.PERCENT and not tax.raises_base
    ] or [len(rows) - 1]
    left = vat_sum - sum(
        (amount for index, (_, amount) in enumerate(rows) if index not in flexible), ZERO
    )
    weights = [rows[index][0] * vat.taxes[index].value for index in flexible]
    whole = sum(weights, ZERO)
    rest = left
    for index, weight in zip(flexible[:-1], weights, strict=False):
        part = round_to(left * weight / whole, step) if whole else ZERO
        rows[index] = (rows[index][0], part)
        rest -= part
    rows[flexible[-1]] = (rows[flexible[-1]][0], rest)
    return rows


def _merged(known: SharedGroup, more: SharedGroup, step: Decimal) -> SharedGroup:
    """The same tax in two setups: each keeps what it came to by itself."""
    shares = (*known.shares(step), *more.shares(step))
    return SharedGroup(group=_added(known.group, more.group), weights=shares)
