"""What it means in our own currency that one entry pays another, and the exchange difference.

Pure arithmetic. An entry keeps its amount in its currency and in ours; a part of it is worth
the part of the local amount it was posted with, rounded cumulatively, so that an entry paid
in pieces reaches zero in both. What the two sides differ by is a gain or a loss.
"""

from dataclasses import dataclass
from decimal import Decimal

from domain.money import ZERO, round_to


@dataclass(frozen=True, kw_only=True)
class Side:
    """One entry as it stands: what it was posted with and what of it is open, both signed."""

    amount: Decimal
    amount_lcy: Decimal
    remaining: Decimal
    remaining_lcy: Decimal

    def lcy_of(self, part: Decimal) -> Decimal:
        """What `part` of the entry (signed as the entry) is worth in our currency.

        The part that closes the entry takes all that is left.
        """
        after = self.remaining - part
        if not after or not self.amount:
            return self.remaining_lcy
        return self.remaining_lcy - round_to(self.amount_lcy * after / self.amount)


@dataclass(frozen=True, kw_only=True)
class Settled:
    """One application in figures. `debt_...` is what leaves the debt, `money_...` what is used.

    Amounts have the sign of the debt. `gain_lcy` is positive where the money was worth more
    than the part of the debt it paid.
    """

    debt: Decimal
    debt_lcy: Decimal
    money: Decimal
    money_lcy: Decimal
    gain_lcy: Decimal


def settled(debt: Side, money: Side, *, debt_part: Decimal, money_part: Decimal) -> Settled:
    """Set `money_part` of one entry against `debt_part` of another, each in its own currency.

    `debt_part` is signed as the debt (a part of an invoice is positive), `money_part` as the
    money (a part of a payment is negative).
    """
    debt_lcy = debt.lcy_of(debt_part)
    money_lcy = -money.lcy_of(money_part)
    return Settled(
        debt=debt_part,
        debt_lcy=debt_lcy,
        money=-money_part,
        money_lcy=money_lcy,
        gain_lcy=money_lcy - debt_lcy,
    )


def forgiven_lcy(debt: Side, *, paid: Decimal, forgiven: Decimal) -> tuple[Decimal, Decimal]:
    """The local amounts of the part that is paid and of the part that is forgiven after it."""
    paid_lcy = debt.lcy_of(paid) if paid else ZERO
    both = debt.lcy_of(paid + forgiven)
    return paid_lcy, both - paid_lcy
