"""What people say about invoices, credit memos, returns and sending papers."""

from bot.intents.documents import BLANKET, CREDIT, DRAFT, INVOICE, ORDER, QUOTE, RETURN, SHIPMENT
from bot.intents.intent import STAFF, Intent

_PAPER = (
    "(quote|invoice|order confirmation|confirmation|delivery note|statement|credit memo|"
    "credit note|pdf|copy|packing slip|account statement|offer|document|proof of delivery)"
)

INTENTS = (
    Intent(
        name="post_invoice",
        sentences=(
            "(invoice|bill|charge) ({order}|{shipment}|it|them|the order|{customer} for "
            "{order}|{number}|that|this)",
            "(post|issue|raise|create|make|book|generate|cut|finalize|finalise|do) [the|an|a|"
            "draft] (invoice|{draft}|bill) [for|of|on] [{order}|{shipment}|{draft}|it]",
            "post {draft}",
            "{draft} [can be|is] (post|ready to post|good to post|ok to post)",
            "(and|then) (invoice|bill) [it|them|{order}]",
            "{order} (invoice|bill|can be invoiced|to be invoiced|needs an invoice)",
            "post ({invoice}|invoice)",
            "invoice {order} now",
            "(fakturier|fakturieren|rechnung stellen|rechnung schreiben)",
        ),
        weak=("(invoice|bill)",),
        needs=("document",),
        asks={"document": "Which order or draft invoice shall I post?"},
        series=(ORDER, DRAFT, SHIPMENT),
        roles=STAFF,
    ),
    Intent(
        name="combine_shipments",
        sentences=(
            "(combine|combined|collective|single|one|joint|consolidate|consolidated|bundle|"
            "group|summary|collect) [the|all] (invoice|bill|shipment) [for|of]",
            "(one|single|same) invoice (for|covering) (all|{shipment}|{order}|several|the)",
            "(put|combine|bundle|bill|invoice|merge|collect) {shipment} [on|into|in|to|"
            "together|as] [a|one|single] [invoice]",
            "(all|november|{date}) (shipment|delivery) [on|in|into|to|for] (one|a single) invoice",
            "(put|bill|invoice) [all] (shipment|delivery|everything|orders) [of|for] "
            "({customer}|{date})",
            "(put|bill|invoice|combine) {order} (together|on one|on a single|into one|in one)",
            "(sammelrechnung|facture groupee)",
            "(combine|consolidate) [the] (shipment|delivery|invoice)",
        ),
        needs=("documents|customer",),
        takes=("dates", "customer", "documents"),
        asks={"customer": "For which customer, or which shipments?"},
        series=(SHIPMENT, ORDER),
        roles=STAFF,
    ),
    Intent(
        name="cancel_invoice",
        sentences=(
            "(cancel|void|reverse|storno|stornier|annul|revoke|scrap|kill|delete|undo|withdraw|"
            "reversal of) [the|this|that|your] ({invoice}|invoice|it)",
            "{invoice} [is|must be|should be|can be|to be|needs to be|has to be|must] (cancel|"
            "void|reverse|storno|storniert|annul|wrong customer)",
            "{invoice} is [a] duplicate [cancel]",
            "credit [in full|back] {invoice} [in full]",
            "(cancellation|reversal|storno) (of|for) {invoice}",
        ),
        needs=("document",),
        takes=("reason",),
        asks={"document": "Which invoice shall I cancel?"},
        series=(INVOICE,),
    ),
    Intent(
        name="correct_invoice",
        sentences=(
            "(correct|fix|redo|amend|rectify|remake|rebill|reissue|revise|change|adjust|"
            "re-issue|re-invoice) [the|your|it] ({invoice}|invoice|it)",
            "{invoice} (should have|should be|should say|shouldve|ought to|was supposed to|"
            "must be|needs)",
            "{invoice} [is|was|has|show] (wrong|incorrect|mistake|error|not correct|not right|"
            "should)",
            "(correct|corrected|revised|new|right|proper) (invoice|one|copy)",
            "(wrong|incorrect|mistake|error) (on|in|with) ({invoice}|invoice|the invoice)",
            "(send|issue|need|want) [us|me|a|an] (correct|corrected|revised|amended) invoice",
            "{invoice} {item} (should be|instead of|not|at|was|is|show)",
            "{invoice} (list|show|say|charge|state|mention) {item}",
            "{invoice} [is] missing {po}",
            "{po} is missing [on] [{invoice}]",
            "(rechnungskorrektur|korrigier)",
            "(billed|charged|invoiced) (us|me|them) {item} [on] {invoice}",
            "please correct [it|this|that|the invoice]",
        ),
        needs=("document",),
        takes=("lines", "reason", "ship_to", "po_number", "discount_pct", "payment_terms"),
        asks={"document": "Which invoice shall I correct?"},
        series=(INVOICE,),
    ),
    Intent(
        name="create_return",
        sentences=(
            "(return|retour|send back|bring back|take back|give back|ship back) [{item}|them|"
            "it|these|those|one|of] [from|of|on|for] [{invoice}|{order}|{shipment}]",
            "(like|want|need|wish) to (return|send back|give back|send it back|send them back)",
            "(send|sent|sending|ship|give|bring) (them|it|these|those|{item}) back",
            "(create|make|register|open|book|set up|issue|raise) [a|an|new] (return|rma|return "
            "order)",
            "return (for|of|against|from|order)",
            "(rma|returns) (number|no|for|label)",
            "(credit memo|credit note|credit|gutschrift) (against|for|on|of) ({invoice}|{item}|"
            "{order})",
            "(issue|give|create|need|want|post) [us|me|them|a|an|as] (credit memo|credit note|"
            "credit|refund)",
            "(replace|exchange|swap) (it|them|this|these|the broken|the damaged|faulty|"
            "defective) [please]",
            "(want|need|send|get|like|request) [a|an|us|me] (replacement|replacements|refund|"
            "exchange)",
            "{item} [is|are|was|were|arrive|came|got|from] [with|{invoice}] (broken|damaged|"
            "defective|faulty|dead on arrival|doa|cracked|torn|scratched|dented|bent|leaking|"
            "not working|smashed|spoiled|expired|stale|mouldy|contaminated|dead|ripped|chipped)",
            "(damage|damaged|defective|faulty|broken|scratched|cracked|torn) {item}",
            "{item} (doesnt|does not|dont|do not|wont|will not|stopped) (work|focus|turn on|"
            "start|fit|close|open|charge|switch on|function|hold|seal|boot|power|print|connect)",
            "(wrong|not the) (item|items|article|product|size|colour|color|ones) (was|were|"
            "delivered|sent|received|came|arrived)",
            "(sent|delivered|received|got|shipped) [us|me] [the] wrong",
            "(sent|delivered|received|got|shipped|have sent) [us|me] {item} (but|instead of)",
            "refund {item}",
            "(want|need|get|like) [their|our|my|the] money back",
            "(ruckgabe|rucksendung|retoure|reklamation)",
            "(accept|take) [a|the] return",
        ),
        weak=("(broken|damaged|defective|faulty)", "(return|retour|replacement|refund)"),
        needs=("document|lines", "document|customer"),
        takes=("document", "customer", "lines", "reason", "kind"),
        asks={"document": "From which invoice do the goods come?"},
        series=(INVOICE, ORDER, SHIPMENT, RETURN),
    ),
    Intent(
        name="send_document",
        sentences=(
            f"(send|resend|email|mail|forward|fax|e-mail|re-send|share|shoot|get|give|let|"
            f"provide) [me|us|them|him|her|over|again|a|the|our|their|your|copy|{{customer}}] "
            f"[another|copy|up to date|current|latest|new|pdf] [of|the|our] {_PAPER}",
            "(send|resend|email|mail|forward|re-send|share|shoot|mailing) ({invoice}|{quote}|"
            "{credit}|{shipment}|{order}) [again] [to]",
            "(need|want|like|get|have|receive) [a|an|another|the|our|one more|me] [duplicate] "
            "(copy|pdf|printout|duplicate) [of] [{invoice}|{quote}|{order}|the]",
            "(copy|pdf|duplicate) of ({invoice}|{quote}|{order}|{shipment}|{credit}|the "
            "invoice|my invoice)",
            "(get|have|need|see) [the|a|our|an] (delivery note|order confirmation|statement|"
            "packing slip|account statement|proof of delivery) [for|of] [{shipment}|{order}]",
            "(order confirmation|confirmation) (for|of) [our|my] [order] {order}",
            "(statement|statement of account|account statement) [for|of|please|to]",
            "(never|not|didnt|did not) (got|get|received|receive) [the|an|our|it|a] (invoice|"
            "confirmation|order confirmation|quote|copy|delivery note|one)",
            "(print|download) ({invoice}|{quote}|{shipment}|delivery note)",
            "(delivery note|order confirmation|statement of account|packing slip|lieferschein|"
            "kontoauszug|auftragsbestatigung)",
            "send them the confirmation",
            "(send|mail|email|forward|resend) (it|this|that|one|{quote}|{order}|{invoice}|"
            "{document}) [over|again] to ({mail}|{person}|{customer})",
        ),
        weak=("(pdf|copy|statement)", "(send|email|mail) (it|them) (to|over|again)"),
        needs=("doc_type", "document|customer"),
        takes=("recipient", "document", "customer"),
        asks={"doc_type": "Which paper shall I send?", "document": "Of which document?"},
        series=(INVOICE, QUOTE, ORDER, SHIPMENT, CREDIT, DRAFT, BLANKET, RETURN),
    ),
)
