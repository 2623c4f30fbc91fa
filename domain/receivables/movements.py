"""A line of a bank statement: what the bank says about one movement of money."""

import hashlib
from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, kw_only=True)
class BankLine:
    """One movement as the bank told it; money out is below zero. Texts are strangers' words."""

    on: date
    amount: Decimal
    currency: str
    party_name: str = ""
    party_address: str = ""
    party_city: str = ""
    party_account: str = ""
    text: str = ""
    payment_reference: str = ""
    bank_reference: str = ""

    def fingerprint(self, account: str) -> str:
        """The same for the same movement of an account, however often it is imported."""
        said = (
            account,
            self.on.isoformat(),
            f"{self.amount:f}",
            self.currency,
            self.bank_reference,
            self.payment_reference,
            self.party_account,
            self.party_name,
            self.text,
        )
        return hashlib.sha256("\x1f".join(said).encode()).hexdigest()
