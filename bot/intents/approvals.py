"""What people say about approvals."""

from bot.intents.documents import CREDIT, DRAFT, INVOICE, ORDER, QUOTE, RETURN
from bot.intents.intent import STAFF, Intent

_PAPERS = (QUOTE, ORDER, INVOICE, DRAFT, CREDIT, RETURN)

INTENTS = (
    Intent(
        name="request_approval",
        sentences=(
            "(need|request|require|want|get|ask|seek|submit|obtain) [an|for|the] (approval|"
            "signoff|sign off|approving|sign-off|ok|blessing) [on|for|of|from]",
            "(send|submit|route|forward|put|pass|give|push) ({quote}|{order}|{document}|it|"
            "this) [to|through|up] [for] (approval|signoff|sign off|approve|sign-off)",
            "(submit|route) ({quote}|{order}|{document}|it) to {person} [for]",
            "(send|forward|pass) ({quote}|{order}|{document}|it) to {person} (for|to) "
            "(approval|approve|sign off|signoff|signing|decide|check|ok|okay)",
            "for (approval|signoff|sign off|sign-off)",
            "(get|have|ask) {person} to (approve|sign off|sign|ok|okay) ({quote}|{order}|"
            "{document}|it|this)",
            "({quote}|{order}|{document}|it) needs (approval|to be approved|a sign off|signoff|"
            "signing off)",
            "({quote}|{order}|{document}|it) needs [a|an|the] (nod|ok|okay|blessing|go ahead) from "
            "{person}",
            "(freigabe anfordern|zur freigabe)",
        ),
        needs=("document",),
        takes=("recipient",),
        asks={"document": "Which document shall be approved?"},
        series=_PAPERS,
        roles=STAFF,
    ),
    Intent(
        name="approve",
        sentences=(
            "(approve|approved|okay|ok|sign off|signed off|greenlight|green light|authorise|"
            "authorize|clear) [on|the|it|this|that] ({quote}|{order}|{document}|{number}|it|"
            "this|that|them|request)",
            "({quote}|{order}|{document}|{number}) [is] (approve|ok|okay|fine|good|go ahead)",
            "(approved|approve)",
            "(go ahead|fine by me|good to go|ok from me|looks good to me|im ok with|i agree|"
            "fine with me|you have my ok|lgtm)",
            "you can approve",
        ),
        weak=("(yes|ok|okay|fine|good|sure|yep|agreed)",),
        needs=("document",),
        asks={"document": "Which document do you approve?"},
        series=_PAPERS,
        roles=("manager", "accountant"),
    ),
    Intent(
        name="reject",
        sentences=(
            "(reject|rejected|decline|deny|refuse|disapprove|turn down|send back|veto|denied|"
            "declined|block) [the|it|this|that] ({quote}|{order}|{document}|{number}|it|this|"
            "that|request)",
            "(not approve|not approved|not ok|dont approve|not going to approve|no way)",
            "({quote}|{order}|{document}|{number}) [is] (reject|not approve|decline|too much|no)",
            "(reject|rejected|declined|denied)",
            "(nope|no) {percent} [is] too (much|high|deep)",
            "(too thin|too low|too high|too much|too deep)",
        ),
        weak=("(nope|no)",),
        needs=("document",),
        takes=("reason",),
        asks={"document": "Which document do you reject?"},
        series=_PAPERS,
        roles=("manager", "accountant"),
    ),
    Intent(
        name="delegate",
        sentences=(
            "(hand|pass|delegate|give|forward|transfer|reassign|move|assign|redirect|route|"
            "turn) [the|this|that|my|over|approval|on] ({quote}|{order}|{document}|{number}|it|"
            "this|that|approval) [on|over|off] to {person}",
            "(delegate|reassign) [{document}|{quote}|{order}|{number}|it] [to]",
            "(let|have) {person} (decide|approve|handle|look at|take|deal with|sign|"
            "sign off|review) [on|it|this|"
            "{document}]",
            "{person} (should|can|shall|will|to) (decide|approve|handle|take|sign|look at) "
            "[on] ({document}|{quote}|{order}|it|this|instead)",
            "{person} (decides|approves|takes over|stands in|covers) ",
        ),
        needs=("document", "delegate_to"),
        takes=(),
        asks={"document": "Which approval?", "delegate_to": "To whom?"},
        series=_PAPERS,
        roles=("manager", "accountant"),
    ),
)
