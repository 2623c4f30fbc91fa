"""What people say about customer cards."""

from bot.intents.intent import STAFF, Intent

INTENTS = (
    Intent(
        name="create_customer",
        sentences=(
            "(new|add|create|set up|register|open|make|onboard|enter) [a|an|the|up] [new] "
            "(customer|client|account|debtor|customer card|card)",
            "(new customer|new client|new account)",
            "(create|add|register|set up|onboard|open|enter) {name} (as|vat|contact|net|email|"
            ",) [a] [new] [customer|client]",
            "(customer|client) card for",
            "(neukunde|neuer kunde|nouveau client|nuevo cliente)",
            "(create|register|set up|onboard) {company}",
        ),
        needs=("name",),
        takes=("email", "contact", "vat_no", "city", "payment_terms", "credit_limit"),
        asks={"name": "What is the company's name?"},
        roles=STAFF,
    ),
    Intent(
        name="merge_customers",
        sentences=(
            "(merge|combine|join|fold|consolidate|unify) {customer} (into|with|and|in) {customer}",
            "(merge|combine|join|fold|unify|dedupe|consolidate) [the|these|those|two|both] "
            "(customer|duplicate|card|account|record|client|them|entry)",
            "{customer} and {customer} [are] [the] (same|duplicate|one company|identical)",
            "{customer} is [a|the] (duplicate|same|dupe) (of|as|company) {customer}",
            "merge {customer}",
            "(merge|fold|combine) {name} (into|with) {name}",
            "(zusammenfuhren|fusionner)",
        ),
        needs=("merge_from", "merge_into"),
        takes=(),
        asks={"merge_from": "Which customer card goes away?", "merge_into": "Which one stays?"},
        roles=STAFF,
    ),
)
