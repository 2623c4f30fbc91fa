"""What people say about quotes, orders, frame contracts and standing orders."""

from bot.intents.documents import BLANKET, ORDER, QUOTE
from bot.intents.intent import Intent

_CUSTOMER = "Which customer is it for?"
_LINES = "Which article, and how many?"

INTENTS = (
    Intent(
        name="create_quote",
        sentences=(
            "(make|send|do|prepare|write|give|create|get|want|need|have|draft|draw up|put "
            "together|work up|issue|email|provide|submit|receive) [a|an|our|your|new|us|me] "
            "(quote|quotation|offer|estimate|proposal|pro forma|proforma|bid)",
            "(make|send|create|prepare|do) (new|another) quote",
            "[price] (quote|offer|quotation|estimate|proposal) for {customer}",
            "quote {customer}",
            "quote (us|me|him|her|them)",
            "quote (it|that|those|these)",
            "(please|can you|could you) quote",
            "quote {lines}",
            "{lines} quote",
            "invite [you] to quote",
            "(request|ask) [for] [a] (quotation|quote|offer|rfq)",
            "rfq",
            "price offer",
            "price up {lines}",
            "(can|could) you do {lines} (for|at)",
            "(what|how much) would {lines} (come to|cost us)",
            "(proper|formal|written) (quote|offer)",
            "(make|do) it [a|as] [a] quote",
            "(angebot|devis|tilbud|presupuesto|preventivo|offerte|oferta|offert)",
            "(your|best) (offer|quotation) (for|on)",
            "best price (on|for) {lines}",
            "(price|pricing|offer) in writing",
            "pro forma [invoice]",
        ),
        weak=(
            "quote",
            "quotation",
            "offer {lines}",
            "estimate",
            "interested in {lines}",
            "price (for|on) {lines}",
        ),
        needs=("customer", "lines"),
        takes=("dates", "discount_pct", "payment_terms", "ship_to"),
        asks={"customer": _CUSTOMER, "lines": "What shall I quote, and how many?"},
    ),
    Intent(
        name="create_order",
        sentences=(
            "(place|enter|create|make|raise|open|book|key|put in|put through|take|write up|log|"
            "submit|process) [a|an|the|this|our|new|as] [sales|following] order",
            "(enter|book|put|key) (it|this|them|that) [in] [as] [an] [order]",
            "(order|book|get) {lines}",
            "{lines} order",
            "{customer} (order|want to order|buy|bought)",
            "(would|i|we) like to (order|buy|purchase|command|have)",
            "(want|wish|need) to (order|buy|purchase)",
            "(i|we) (order|purchase|buy) {lines}",
            "(please|kindly) (send|supply|deliver|ship|enter|book|provide|order) [us|me] {lines}",
            "(please) (send|supply|deliver|ship) [us|me] [the] follow",
            "(send|supply|get|ship|deliver) (us|me) {lines}",
            "(supply|deliver) against {po}",
            "[our|your|my] purchase order",
            "sales order",
            "new order",
            "order for {customer}",
            "order please",
            "order (it|them|these|those)",
            "(we|i) (need|want|take|require) the follow",
            "(can|could|may) (we|i) (get|have|order) {lines}",
            "(we|they|he|she|i) will take {lines}",
            "(confirm) order {po}",
            "(enter|book) (our|my|his|her|their)",
            "{po} {lines}",
            "(bestell|bestellung|bestellen|commande|commander|pedido|ordine|zamowienie|bestellt)",
            "(please|and) book in",
            "put it in",
            "(go ahead with|proceed with) {lines}",
            "(restock|replenish|top up|top us up) [our|with|us|the] {lines}",
            "(send|ship) {lines} to (us|{address})",
            "attached [and|below|is|our|the] [our] (purchase order|order|po)",
            "here is our order",
            "find [attached|below|enclosed] [our|my|the] [purchase] order",
            "{po} {lines}",
            "(we|i) confirm {po}",
            "put {customer} down for",
            "(decided|opted|settled) (for|on) {item}",
        ),
        weak=(
            "(need|want|require|take) {lines}",
            "need the follow",
            "order",
            "(send|supply|get|deliver) {lines}",
            "(could|can) you (send|do|deliver) {lines}",
            "{lines} please",
            "reorder",
        ),
        needs=("customer", "lines"),
        takes=("po_number", "dates", "ship_to", "discount_pct", "payment_terms"),
        asks={"customer": _CUSTOMER, "lines": "What shall I order, and how many?"},
    ),
    Intent(
        name="accept_quote",
        sentences=(
            "(accept|accepted) [the] [quote|offer] {quote}",
            "{quote} [is|was|has been] (accept|approve by customer|agree|fine|good|ok|okay|won|"
            "perfect)",
            "(convert|turn|make|change|transform|flip|promote) [the|this] ({quote}|quote|it|"
            "offer|{number}) [in] [to] [an] order",
            "(go ahead|proceed|go on) with ({quote}|this|it|the quote|your quote|your offer|that)",
            "(they|we|i|customer|he|she|{customer}) (accept|agree|said yes|sign|take it|took "
            "it|go for it|happy with|approve)",
            "(took|taken|take|want|like) [up] [the|our|your] ({quote}|offer {quote}|quote)",
            "(make|create|turn) [it|this|that|them] [into|to] [an] order [of|from|out of] (it|"
            "this|that)",
            "(like|want|happy|wish) to go ahead",
            "(go ahead|proceed) {po}",
            "(they|we|i) (accept|agree|say yes|said yes|sign|take) [to] [the|your] ({quote}|"
            "quote|offer)",
            "(accept|accepted)",
            "{quote} accepted",
            "{quote} [is] a go",
            "(gave|give|got) [us] [the|a] (green light|go ahead|ok|thumbs up) (on|to|for) {quote}",
            "{quote} (came|is|come) back (signed|accepted)",
            "(place|make|book|enter) the order (from|for|against|per|of) {quote}",
            "order (from|against|per|as per|according to) {quote}",
            "(quote|offer) [is] (accept|fine|ok|approve)",
            "{quote} (please proceed|go ahead|looks good|look good|look great|good to go)",
            "(we|i) will (go|go ahead|proceed) with",
            "(happy|pleased) to (proceed|accept|go ahead)",
            "(looks|look) (good|great|fine) [please] (go ahead|proceed)",
        ),
        weak=(
            "(go ahead|proceed|deal|sounds good|look great)",
            "convert {quote}",
            "(yes|ok|okay) please",
        ),
        needs=("document",),
        takes=("po_number", "dates", "ship_to"),
        asks={"document": "Which quote is accepted?"},
        series=(QUOTE,),
    ),
    Intent(
        name="cancel_quote",
        sentences=(
            "(cancel|withdraw|kill|scrap|void|revoke|drop|close|delete|bin|retract|pull|"
            "discard|trash) [the|our|this|that|as lost] ({quote}|quote|offer|it|quotation|this "
            "one)",
            "{quote} [is] (cancel|lost|dead|decline|reject|withdrawn|not accept|off)",
            "(decline|turn down|reject|pass on|say no to|lose|lost) [the|your|on] ({quote}|"
            "quote|offer)",
            "(will not|wont|not) (go on|go ahead|proceed|go forward|continue|move forward|"
            "take) with ({quote}|it|this|your|the)",
            "({quote}|it) is too (much|expensive) [for]",
            "(mark|set) {quote} [as] lost",
            "(customer|they|{customer}) (decline|refuse|reject|pass on) ({quote}|it|[the|our] "
            "(quote|offer))",
            "(customer|they|{customer}) (decline|say no|said no)",
            "(went|gone|going) with [a|another|someone] (competitor|else|supplier|vendor)",
            "{quote} (they|customer) (decline|refuse|went elsewhere|chose)",
            "(decided|chosen|chose|gone) [to] [go] [with] (another|someone else|elsewhere|"
            "competitor|other supplier) [{quote}]",
            "(can|you can) close {quote}",
            "not interested in {quote}",
            "(no longer|dont|do not|doesnt|does not) (need|want) [the|your|this|our] "
            "({quote}|quote|offer|quotation)",
        ),
        needs=("document",),
        takes=("reason",),
        asks={"document": "Which quote shall I cancel?"},
        series=(QUOTE,),
    ),
    Intent(
        name="confirm_order",
        sentences=(
            "(confirm|release|firm up|free up) [the|this|that|our] ({order}|order|it|{number})",
            "{order} [is|can be|may be] (confirm|release|good to go|ready to go)",
            "(confirmed|we confirm|i confirm)",
            "(please) confirm {order}",
            "release {order}",
            "(unblock|take off hold) {order}",
            "take [the|our|this|that] ({order}|order|it) off hold",
        ),
        weak=("(look good|looks good|go ahead|yes) (confirm|release)",),
        needs=("document",),
        asks={"document": "Which order shall I confirm?"},
        series=(ORDER,),
    ),
    Intent(
        name="change_document",
        sentences=(
            "(add|include|put) [another|in] {item} (to|on|in|onto) ({order}|{quote}|{number}|"
            "it|that|the order|our order|the quote|my order)",
            "(add|append) {item}",
            "(lower|raise|reduce|increase|bump|cut|set|change|drop) {item} [on|in|of] [{order}|"
            "{quote}|it] [up|down] to {count}",
            "({order}|{quote}|order|they) needs {lines}",
            "(another|more|extra|additional) {item} (on|to|for|in) ({order}|{quote}|it)",
            "[our|the|their] po [number] (for|of|on) ({order}|{quote}) is {po}",
            "(prepone|expedite|advance|accelerate) [the] (delivery|{order}|it)",
            "delivery [date] (to|for|on|by) {date}",
            "without [the] {item}",
            "(put|throw|stick|include) [another] {item} (on|onto|in|into|to) ({order}|{quote}|"
            "it|the order|our order|the quote|that)",
            "(remove|drop|delete|strike|take off|take out|leave out|leave off|skip|retire|omit|"
            "scratch|without|cut) [the|out|off] {item}",
            "take {item} (off|out|away)",
            "(do not|dont|no longer) (include|need|want|send|ship) {item} (in|on|with) "
            "({order}|{quote})",
            "(dont|do not) include {item}",
            "(swap|replace|exchange|substitute|switch|change) [the] {item} (for|with|by|to|"
            "against) [{item}]",
            "{item} instead of",
            "{item} in place of",
            "(instead of|rather than) {item}",
            "(change|update|amend|modify|edit|adjust|revise|correct|alter|increase|reduce|"
            "raise|lower|decrease|bump|cut) [the] (quantity|qty|number|amount|count) [of]",
            "(make|change|bump|increase|reduce|lower|up|raise|cut) [it|that|them|the|this] "
            "[{item}] [to] {lines}",
            "make (that|it|those|them) {count}",
            "(change|update|amend|modify|edit|adjust|revise|alter) ({order}|{quote}|{number}|"
            "our order|my order|the order|the quote|it)",
            "(change|amend|modif) [of|to] {order}",
            "(move|push|shift|postpone|delay|bring forward|pull forward|reschedule|change|put|"
            "set|push back|pull in|bring) [back|the|out] [delivery|date|delivery date|ship "
            "date|it|{order}|requested date] [on|of|for|to|from|until|by|forward|back] ({date}|"
            "{order})",
            "(deliver|send|ship) [{order}] (not before|not earlier than|later|earlier)",
            "deliver {order} {date}",
            "delivery date [of|for|on] {order}",
            "(delivery|shipment) (for|of|on) {order} (be|to|on|is|needs|must|should|has to be|"
            "moved) {date}",
            "{order} (ships|goes|be shipped|be sent|should go|has to go|must go) to {address}",
            "(need|want|like|have|get) {order} (on|by|for|earlier|later|sooner) [{date}]",
            "(new|change|different|updat) [delivery|ship to|shipping] (address|date) [of|for]",
            "(delivery|shipping|ship to) address [of|for|on|is] [{order}]",
            "address [of|for] {order}",
            "(deliver|ship|send) {order} to {address}",
            "(deliver|ship|send) [it|this|them] to instead {address}",
            "{order} [be] (deliver|ship|sent|go) to {address}",
            "(knock|take|give|apply|put|grant|allow|add) [another|off|a|an] {percent} [off|"
            "discount|on] ({order}|{quote}|{item}|it|that|{number})",
            "[line] discount [of] {percent} (on|for) {item}",
            "{percent} (rebate|reduction|rabatt|remise) (on|for|to|in) ({quote}|{order}|it|"
            "{number})",
            "{percent} (off|discount) (on|for|to) ({quote}|{order}|it|{number})",
            "discount (on|to|in|for) ({quote}|{order})",
            "(change|set|raise|reduce|lower|drop|increase) [the] discount",
            "(update|revise|redo|adjust) the (quote|order|offer)",
            "(put|add|note|write|use|enter) [our|the|their] {po} (on|to|for|in) ({order}|"
            "{quote}|it|{number})",
            "{po} (on|for|to) ({order}|{quote})",
            "(extend|prolong|renew) [the|validity] [of] {quote}",
            "(change|set|update) [the] (payment terms|terms|price|address|date|delivery)",
            "{terms} (on|for) ({order}|{quote})",
            "(change|move|assign) {quote} to {customer}",
            "(remove|drop|delete) the (first|second|third|fourth|last) (one|line|item)",
            "(price|set) {item} [at|to|of] {money}",
            "(sell|offer|give) [them|him|her|it] {item} [on] ({quote}|{order}) [at|for]",
            "{order} (should|must|has to|have to|needs to|shall|can) (go|go out|ship|leave|be "
            "shipped|be delivered|arrive) [on|by|not before] {date}",
            "(do|give) (us|them) {item} (at|for) {money}",
            "valid until {date} {quote}",
            "add to order",
            "(only|just) (send|take|ship|want|need) {lines}",
        ),
        weak=(
            "(change|update|amend|modify|move|push|remove|drop|add|delete) (it|that|them)",
            "make it {lines}",
            "({order}|{quote}) {lines}",
            "(take|leave) (it|them) off",
        ),
        needs=("document",),
        takes=(
            "lines",
            "dates",
            "ship_to",
            "discount_pct",
            "po_number",
            "payment_terms",
            "customer",
        ),
        asks={"document": "Which quote or order shall I change?"},
        series=(ORDER, QUOTE, BLANKET),
    ),
    Intent(
        name="cancel_order",
        sentences=(
            "(cancel|scrap|kill|void|stop|drop|delete|abort|call off|bin|revoke|annul|withdraw|"
            "undo|scratch|stornier|storno|annul) [the|our|this|that|whole|entire|my] ({order}|"
            "order|it|this one|this|that)",
            "{order} [is|can be|should be|must be|to be] (cancel|void|off|scrap|storno|dead|annul)",
            "(no longer|dont|do not|doesnt|does not) (need|want) ({order}|the order|our order|this "
            "order)",
            "(need|want|like|have) to cancel ({order}|the order|our order|my order)",
            "(cancellation|cancelation) (of|for) ({order}|our order)",
            "(cancel|scrap) everything",
            "get rid of ({order}|the order|it|this order)",
        ),
        needs=("document",),
        takes=("reason",),
        asks={"document": "Which order shall I cancel?"},
        series=(ORDER,),
    ),
    Intent(
        name="create_blanket_order",
        sentences=(
            "(blanket|frame|framework|umbrella) [order|contract|agreement|sales order] [for|"
            "with|of] ({customer}|{lines}|{date})",
            "(set up|create|make|open|new|need|want|start|enter) [a|an|new] (blanket|frame|"
            "framework|umbrella) [order|contract|agreement]",
            "(blanket|frame|framework) (order|contract|agreement)",
            "(commit|contract) {lines} (over|during|for) {date}",
            "(rahmenvertrag|rahmenauftrag|contrat cadre)",
            "{lines} (to be drawn|drawn down|call off|called off) (over|during|between|through|"
            "from|as needed)",
        ),
        weak=("blanket",),
        needs=("customer", "lines"),
        takes=("dates",),
        asks={"customer": _CUSTOMER, "lines": _LINES},
    ),
    Intent(
        name="release_blanket",
        sentences=(
            "(call off|release|draw|draw down|pull|deliver|call|take|ship|order) [down] {item} "
            "(from|of|on|off|against|under) [our|the|a] ({blanket}|blanket|frame contract|"
            "frame|framework)",
            "(from|against|under|off|out of|on) [our|the] ({blanket}|blanket|frame contract|"
            "frame order|framework) [please] (deliver|release|send|ship|call|take|draw|order|"
            "need|want)",
            "(call off|call-off|release|draw|draw down) [from|on|of|against] [our|the] {blanket}",
            "(call off|calloff|draw down) {item}",
            "{blanket} {lines}",
            "{lines} (from|against|off|of|on|under) {blanket}",
            "abruf",
        ),
        weak=("call off",),
        needs=("document", "lines"),
        takes=("dates", "customer", "ship_to", "po_number"),
        asks={"document": "From which blanket order?", "lines": "How much shall I release?"},
        series=(BLANKET,),
    ),
    Intent(
        name="create_recurring",
        sentences=(
            "{lines} (each|every|per|a) (week|month|quarter|fortnight|two weeks|other week|"
            "second week|three months)",
            "(every|each) (week|month|quarter|fortnight|two weeks|other week|second week|"
            "monday|friday) {lines}",
            "(weekly|monthly|quarterly|biweekly|fortnightly) {lines}",
            "{lines} (weekly|monthly|quarterly|biweekly|fortnightly)",
            "(standing|recurring|repeating|regular|subscription|recur) (order|delivery|supply|"
            "shipment)",
            "(set up|create|make|start|put) [a|as|this] (standing|recurring|subscription)",
            "(dauerauftrag|dauerbestellung|abonnement|commande recurrente)",
            "(subscribe|subscription) {lines}",
            "(every|each) (week|month|quarter)",
        ),
        weak=("(monthly|weekly|quarterly|biweekly)",),
        needs=("customer", "lines", "frequency"),
        takes=("dates", "discount_pct", "ship_to"),
        asks={"customer": _CUSTOMER, "lines": _LINES, "frequency": "How often?"},
    ),
    Intent(
        name="repeat_order",
        sentences=(
            "same [thing|order|again] as (last time|before|last|previous|{order}|our last|the "
            "last|usual|always)",
            "(same|thing) again",
            "(repeat|duplicate|reorder|copy|redo|re-order|rerun) [the|our|my|their] (last|"
            "previous|{order}|order|{number})",
            "(last|previous) order (again|once more|one more time|repeat)",
            "(repeat|rerun) {order}",
            "same [thing|again] as [our|the|my|their|in] (last|previous) order",
            "{order} again",
            "(our|the|their) usual [order] (please|again|for)",
            "(another|one more) (round of|of) (the same|{order})",
            "like (last time|last month|the last order|before|our last order)",
            "same (items|lines|goods|stuff|quantities) as",
            "(the|our) usual order",
            "exactly (the same|as) (as|last)",
            "order the same",
        ),
        weak=("(again|repeat|reorder|same) ",),
        needs=("customer|document",),
        takes=("document", "customer", "lines", "dates", "po_number"),
        asks={"customer": _CUSTOMER, "document": "Which order shall I repeat?"},
        series=(ORDER,),
    ),
)
