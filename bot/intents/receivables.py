"""What people say to get money in: reminders and interest on late payment."""

from bot.intents.documents import INVOICE
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
        name="dispute_invoice",
        sentences=(
            "({customer}|they|he|she|customer) [have|has] [now] (dispute|contest|disputed|"
            "contested) ({invoice}|it|the invoice|this invoice)",
            "(mark|set|flag) ({invoice}|it|the invoice) [as] (disputed|in dispute|contested)",
            "{invoice} [is|has been|was] [now] (disputed|contested|in dispute)",
        ),
        needs=("document",),
        takes=("reason",),
        asks={"document": "Which invoice is disputed?"},
        series=(INVOICE,),
        roles=STAFF,
    ),
    Intent(
        name="settle_dispute",
        sentences=(
            "(dispute) [about|on|of|over|for|with] [{invoice}|{customer}|it] [is|was|has been] "
            "(settled|resolved|over|closed|cleared)",
            "{invoice} is (no longer|not) [any more] (disputed|contested|in dispute)",
            "(settle|close|resolve|lift) the dispute [about|on|of|over|for] [{invoice}|it]",
        ),
        needs=("document",),
        asks={"document": "Which invoice was it about?"},
        series=(INVOICE,),
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
