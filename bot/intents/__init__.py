"""Understanding messages: what is said, turned into proposals of commands.

The list of areas is explicit: an intent that no area declares does not exist.
"""

from bot.intents import (
    approvals,
    billing,
    customers,
    fulfilment,
    payments,
    planning,
    receivables,
    sales,
    talk,
)
from bot.intents.intent import Intent

INTENTS: tuple[Intent, ...] = (
    *sales.INTENTS,
    *fulfilment.INTENTS,
    *billing.INTENTS,
    *payments.INTENTS,
    *receivables.INTENTS,
    *customers.INTENTS,
    *approvals.INTENTS,
    *planning.INTENTS,
    *talk.INTENTS,
)
BY_NAME = {intent.name: intent for intent in INTENTS}
