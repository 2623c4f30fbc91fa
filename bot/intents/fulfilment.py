"""What people say about shipping, picking, stock, promising, assembling and direct delivery."""

from bot.intents.documents import ORDER, QUOTE, SHIPMENT
from bot.intents.intent import STAFF, Intent

INTENTS = (
    Intent(
        name="post_shipment",
        sentences=(
            "(ship|dispatch|post shipment|despatch) ({order}|{item}|it|{number}|the order|this|"
            "everything|the rest|all|that)",
            "post [the|a] (shipment|shipping|delivery|dispatch)",
            "{order} [is|has|was|are] (on the truck|left|gone|out the door|picked up|shipped|"
            "collected|loaded|went out|on its way|dispatched|handed over)",
            "(on the truck|loaded|out the door|picked up by|handed to) [the|carrier]",
            "(shipment|shipping) of {order}",
            "(it|goods|all|everything) (left|went out|went|shipped) {date}",
            "(truck|carrier|driver|courier) (took|picked|collected|has) [up] ({order}|it)",
            "(book|record|register) [the] (shipment|shipping|goods issue)",
            "ship {lines}",
            "(ship|send) {lines} [of|on|from] {order}",
            "(partial|part) ship [{order}]",
            "ship and",
            "(rest|remainder|balance) (to follow|later|follow)",
            "mark {order} [as] shipped",
        ),
        weak=("ship", "(post|left)"),
        needs=("document",),
        takes=("lines", "partial", "dates"),
        asks={"document": "Which order has been shipped?"},
        series=(ORDER,),
        roles=STAFF,
    ),
    # Made of the two by `meaning.in_one_step`; no saying finds it.
    Intent(
        name="ship_and_invoice",
        sentences=(),
        needs=("document",),
        takes=("lines",),
        asks={"document": "Which order shall be shipped and invoiced?"},
        series=(ORDER,),
        roles=STAFF,
    ),
    Intent(
        name="pick_list",
        sentences=(
            "(pick|picking) (list|slip|ticket|sheet|note) [for|of] [{order}|{number}]",
            "(picklist|pickliste|kommissionierliste)",
            "(print|show|get|give) [the|me] (pick|picking) [list]",
            "what (to|do i|do we|should i|needs to be) (pick|picked) [for] [{order}]",
            "(start|begin) picking {order}",
        ),
        reads_only=True,
        needs=("document",),
        asks={"document": "For which order?"},
        series=(ORDER,),
        roles=STAFF,
    ),
    Intent(
        name="check_availability",
        sentences=(
            "(how many|how much) {item} (do we have|have we|are there|are left|left|on hand|in "
            "stock|do you have|you got)",
            "(how many|how much) {item}",
            "(do we|do you|have we|have you|did we) (have|got|get|stock|carry) [any] {item}",
            "(got|have) [any] {item} (in stock|on hand|available|left|on stock|right now)",
            "{item} (in stock|on stock|available|on hand|in the warehouse|left)",
            "(stock|availability|inventory|on hand|stock level) (on|of|for) {item}",
            "(is|are) [there] [enough|any] {item} (available|in stock|on stock|left|on hand)",
            "(is|are) there (enough|any|still) {item}",
            "(have|has) you {item} (available|in stock|on hand)",
            "(any|enough) {item} (left|in stock|available|on hand)",
            "(in|on) stock",
            "(can you|do you) have {item}",
            "(check|look up|tell me) [the] (stock|availability|inventory)",
            "(lager|vorratig|verfugbar|auf lager)",
            "got [any] {item}",
            "(hows|how is|whats) [our|the] stock [of|on|for]",
            "(available|availability)",
        ),
        weak=("(do you|have you|got) {item}", "stock {item}"),
        reads_only=True,
        needs=("lines",),
        asks={"lines": "Which article?"},
    ),
    Intent(
        name="promise_date",
        sentences=(
            "(when|how soon|how fast|how quickly) (can|could|would|will|might) (we|you|they|i) "
            "(deliver|ship|get|have|send|expect|receive|supply)",
            "(how soon|how fast|how quickly|when) (can|could|would|will) ({customer}|he|she) "
            "(get|have|expect|receive)",
            "(earliest|soonest|quickest) [date|day|delivery|possible|we|you] [can|could|for] "
            "[deliver|ship|{item}|{order}]",
            "(can|could|will) (we|you) (still|possibly|manage to) [make|deliver|ship|get] {date}",
            "(can|could|will) (we|you|they) (make|meet|deliver|do|manage|ship|get) [it|them|"
            "{order}|{item}] [to|by|before|for|on] {date}",
            "(could|can|will|would) {item} (be|arrive|get) [here|there|delivered|ready|"
            "shipped] [by|before|on] {date}",
            "(lead time|delivery time|liefertermin|lieferzeit|delivery date) (for|on|of) {item}",
            "(can|could|will|would) ({customer}|they|he|she) (get|have|receive) {item} [by|"
            "before|on|until] {date}",
            "(lead time|lieferzeit|delivery time)",
            "when (would|could|can|will) {item} [be] (arrive|here|there|ship|delivered|"
            "available|ready|get)",
            "how long (would|will|does|until|for) [it take] [for] ({item}|{order})",
            "(if we|if i) order {lines} [today|now] when",
            "(when|what date) (can|could|would) [you|we] deliver",
            "(promise|promised) [delivery] date",
            "is {date} (possible|realistic|doable|feasible) (for|with) ({item}|{order})",
        ),
        weak=("when (deliver|arrive)", "earliest"),
        reads_only=True,
        needs=("lines|document",),
        takes=("customer", "dates"),
        asks={"lines": "For which article or order?"},
        series=(ORDER, QUOTE),
    ),
    Intent(
        name="drop_shipment",
        sentences=(
            "(drop ship|dropship|drop-ship|drop shipment|direct delivery|direct ship)",
            "(have|let|ask) {name} (ship|deliver|send) [{order}|{item}|it|them] (direct|"
            "directly|straight) [to]",
            "(ship|deliver|deliver|send|goes|go|supply) (direct|directly|straight) (from|to) "
            "[the] (vendor|supplier|manufacturer|factory|client|customer|{customer})",
            "(vendor|supplier|manufacturer|factory) (ship|deliver|send|supply) [{order}|{item}|"
            "it|them] (direct|directly|straight|to) ",
            "special order [for|of|through|via] [{customer}|{item}]",
            "(special order|special-order|order specially|order in specially)",
            "(direct|directly|straight) from (the)? (vendor|supplier|factory|manufacturer)",
            "(streckengeschaft|streckenlieferung|direktlieferung)",
            "(from|by) the (vendor|supplier) (direct|directly|straight) to",
        ),
        needs=("document|lines",),
        takes=("customer", "lines", "document", "vendor", "kind", "ship_to"),
        asks={"document": "For which order or articles?"},
        series=(ORDER,),
        roles=STAFF,
    ),
    Intent(
        name="assemble_order",
        sentences=(
            "(assemble|build|assembled|configure) [to order] {item}",
            "(assemble to order|build to order|assembly order|made to order|assembled to order)",
            "(assemble|assembly) [for] ({order}|{customer}|{item})",
            "{item} (assembled|built|with) [with] {item} instead [of]",
            "(montage|montieren|zusammenbauen)",
        ),
        needs=("lines|document",),
        takes=("document", "customer", "lines", "dates"),
        asks={"lines": "What shall be assembled, and how many?"},
        series=(ORDER,),
    ),
)
__all__ = ["INTENTS", "SHIPMENT"]
