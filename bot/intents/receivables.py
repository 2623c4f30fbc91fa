"""What people say to get money in: reminders and interest on late payment."""

from bot.intents.intent import STAFF, Intent

_LATE = (
    "(everybody|everyone|all|anybody|{customer}|customer|whoever|late|overdue|them|him|her|the|"
    "those|our|debtor)"
)

INTENTS = (
    Intent(
        name="send_reminders",
        sentences=(
            f"(remind|dun|chase) [up] {_LATE} [who|that] [is|are|was|of|about|to pay|pay|"
            "overdue|late|money|payment|invoice|debts]",
            "(send|issue|mail|write|post|run|create|make|do) [out] [the|a|an|all|our|me|first|"
            "second|final|{customer}] [payment|overdue|friendly] (reminder|reminders|dunning "
            "letter|dunning letters|dunning|dunning run) [to|for|out] [everybody|everyone|all|"
            "{customer}|overdue|late|customers]",
            "(payment|dunning|overdue) (reminder|reminders|run|letters) [for|to] [{customer}|"
            "everybody|all]",
            "(mahnung|mahnen|mahnlauf|zahlungserinnerung)",
        ),
        takes=("customer",),
        roles=STAFF,
    ),
    Intent(
        name="charge_interest",
        sentences=(
            "(charge|bill|invoice|add|calculate|send) [{customer}|everybody|everyone|all|them|"
            "the|for|late|overdue|customer] [payment|late] (interest|finance charge|finance "
            "charges|late fee|late fees) [to|for|on] [{customer}|everybody|late payment]",
            "(finance charge|finance charges|interest) [memo|memos|run] (for|to) ({customer}|"
            "everybody|everyone|all)",
            "(verzugszinsen)",
        ),
        takes=("customer",),
        roles=STAFF,
    ),
)
