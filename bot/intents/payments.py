"""What people say about money that came in, what is owed, and the state of things."""

from bot.intents.documents import BLANKET, CREDIT, DRAFT, INVOICE, ORDER, QUOTE, RETURN, SHIPMENT
from bot.intents.intent import Intent

INTENTS = (
    Intent(
        name="record_payment",
        sentences=(
            "{money} (came in|arrived|received|in the bank|on the account|landed|come in|paid|"
            "hit the bank|credited) [for|from|against|on] [{invoice}|{customer}]",
            "(received|got|have) [a|payment of|payment] {money} [from|for|against|by]",
            "{customer} (paid|pay|wired|transferred|remitted|sent|settled) [{money}]",
            "(paid|wired|transferred|remitted|settled|sent) [us|you] {money}",
            "(apply|allocate|post|book|record|match|register|enter) [the|a] (payment|{money}|"
            "wire|check|cheque|transfer|it|deposit|receipt) [of|to|against|for|on] [{invoice}|"
            "{money}|their|the]",
            "(payment|wire|check|cheque|transfer|paypal|ach|deposit|cash|remittance) [of] "
            "{money} [for|against|on|from|to]",
            "(payment|paid) (for|of|on|against) {invoice}",
            "{invoice} [is|was|has been] (paid|settled|cleared)",
            "(payment|money) [has] (received|came in|arrived|come in)",
            "{money} (for|against|on|towards|to) {invoice}",
            "(please) apply",
            "(zahlung|zahlungseingang|uberweisung|paiement|virement)",
            "(paid|pay|wired|transferred) {invoice}",
        ),
        needs=("amount", "document|customer"),
        takes=("document", "customer", "amount", "currency", "dates", "payment_method"),
        asks={"amount": "How much was paid?", "document": "For which invoice or customer?"},
        series=(INVOICE, ORDER),
        roles=("salesperson", "manager", "accountant", "customer", "unknown"),
    ),
    Intent(
        name="check_status",
        sentences=(
            "(where|wheres) [is|are] [my|our|the|their] ({order}|order|{shipment}|shipment|"
            "delivery|{return}|{number}|package|parcel|goods)",
            "(status|state|progress|update|news) (of|on|for|about|regarding) ({order}|{quote}|"
            "{invoice}|{shipment}|{return}|{blanket}|{number}|our|my|the|{customer})",
            "(what is|whats|hows|how is|any) [the] (status|state|news|progress|update) [of|on|"
            "with]",
            "(did|has|have|is|was|were|are|isnt|hasnt) ({order}|{invoice}|{shipment}|{number}|"
            "{quote}|{return}|order|the order|our order|it|everything|{customer}|they|we) "
            "[been|already|gone|be|yet|get] (ship|go|gone|left|leave|invoice|paid|pay|deliver|"
            "out|confirm|release|post|bill|accept|approve|dispatch|sent|receive|arrive|process|"
            "open|late)",
            "(did|has|have|is|was|were|are) ({order}|{invoice}|{shipment}|{number}|{quote}|"
            "{return})",
            "when (was|will|is|did|does|are|were|were) [the|it] ({order}|{shipment}|rest|"
            "remainder|order|goods|delivery|it|balance|{number}|missing) [be] (ship|sent|"
            "deliver|arrive|leave|left|go out|come|dispatch|here)",
            "when (was|is|will) ({order}|it|the rest|remainder|the order|everything) (ship|"
            "sent|being|deliver)",
            "(when|whens) the (rest|remainder|missing|balance) [being] (sent|coming|ship|arriving)",
            "what (does|do|is|has) ({customer}|they|he|she) (owe|outstanding|owing|open)",
            "(owe|owes|outstanding|balance) [us|of|for|on|does|from]",
            "(current|account|outstanding|open) (balance|account balance|amount|saldo)",
            "(is|are|which|what|any|who|does) [{customer}|they|invoices|anything|customer] [is|"
            "are] (behind|overdue|late|past due|in arrears)",
            "(overdue|past due) (invoices|items|customers|payments|anything|balance)",
            "(what|whats|anything|which) [is|are|do i|things] (waiting|pending|open|"
            "outstanding) [on|for|my] (me|approval|my approval|sign off)",
            "(what|which|anything) [do i|should i|needs|is there] [need|have] [to] approve",
            "(pending|open|waiting|outstanding) approval",
            "approval [is|are] [still] (pending|open|waiting|outstanding)",
            "(what|anything|something) [is there|do] (i|we) [still] (need|have) [to] "
            "(sign|approve|sign off)",
            "(show|open|display|see) [me] ({order}|{quote}|{invoice}|{shipment}|"
            "{return}|{blanket}|{credit}|{number})",
            "(know|tell|check|see|confirm) (whether|if) ({order}|{shipment}|{invoice}|order|"
            "{number}) [has|is|was|have] "
            "[been] (ship|left|sent|deliver|paid|arrive|dispatch|post|gone|release)",
            "who is (late|behind|overdue) [paying|with]",
            "who (approve|reject|release|sign) ({quote}|{order}|{document}|{number})",
            "(track|tracking) [number|info|of|for|{order}|{shipment}]",
            "(show|list|give|tell|see) [me] [all] [the|our|my] (open|outstanding|overdue|"
            "pending|unpaid) (order|invoice|quote|return|items|shipments)",
            "(which|what|how many) (order|invoice|quote|return) [are|do|is] [still] (open|"
            "outstanding|overdue|unpaid|pending|due)",
            "(is|was|did|has) {invoice} [been|get] (paid|pay|settled|post|overdue)",
            "(has|have) ({customer}|they) paid",
            "(did|has) {customer} (accept|pay|paid|answer|order|confirm)",
            "(where are we|how far are we) (with|on) ({order}|{quote})",
            "(open|unpaid) (invoice|order|quote)",
            "how much (does|do) {customer} owe",
            "{order} (status|state|where|when|yet|progress)",
            "(wo ist|wo bleibt|ou est|donde esta)",
            "(has|have|did) (our|my|the) (order|shipment|delivery|goods) [been] (ship|left|go|"
            "gone|sent|dispatch)",
            "(approval|sign off) (status|state) [{quote}|{order}]",
            "(not|never|havent|hasnt|didnt) [yet] (received|arrive|got|come|seen|ship|get|"
            "turned up|shown up) [{order}|our order|the goods|{shipment}]",
            "{order} [has|is|still] (not|hasnt|isnt) [yet] (arrive|ship|come|here|delivered|"
            "received)",
            "what (happened|about|is up|is going on) (to|with|on) ({order}|{shipment}|{return}|"
            "{invoice}|our order|my order)",
            "(does|do) ({customer}|they) owe",
            "still waiting [for|on] ({order}|our order|delivery|my order)",
        ),
        weak=("(status|tracking|overdue|balance)", "{order} (when|where)"),
        reads_only=True,
        needs=("about",),
        takes=("document", "customer"),
        asks={"about": "What would you like to know about?", "document": "Which document?"},
        series=(ORDER, QUOTE, INVOICE, SHIPMENT, RETURN, BLANKET, CREDIT, DRAFT),
    ),
    Intent(
        name="price_inquiry",
        sentences=(
            "(price|cost|rate|pricing) (of|on|for|per) [the|a|an|your|our] {item}",
            "(what|whats|what is|how much) [is|are|does|do|would|will|did|the] [{customer}|"
            "{item}|it|they|we|cost|price|our|your] [cost|pay|price|be|charge|go for|come to|"
            "run]",
            "how much [is|are|does|do|for|would] {item} [cost|be|run]",
            "(what|how much) (do|would|does|will) ({customer}|we|they|i) pay [for] {item}",
            "(whats|what is|what) [the|our|their|your|my] [unit|list|net|current|best] price "
            "[for|of|on]",
            "(price|prices|pricing) {item}",
            "(inform|tell|give|let us know|advise|need|want|check) [me|us|the|your|of] (price|"
            "prices|pricing)",
            "{item} (price|cost|costs|how much)",
            "(price check|price list|price inquiry|unit price)",
            "(preis|prix|precio|prezzo|was kostet|was kosten)",
            "whats the price",
        ),
        weak=("(price|cost)",),
        reads_only=True,
        needs=("lines",),
        takes=("customer",),
        asks={"lines": "Of which article?"},
    ),
)
