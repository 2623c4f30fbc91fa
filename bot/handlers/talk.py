"""What the clerk says when there is nothing to do: help, a greeting, and polite refusals."""

import re

from bot.examples import examples
from bot.intents.understanding import Understanding
from bot.reply import Reply
from domain.people import Actor
from domain.work import Work

_HELP_CONTACT = (
    "You can write to me as you would to a colleague in sales: ask for a quote, order, accept "
    "or change a quote, ask for prices, stock or the state of an order. A list or a table of "
    "articles and quantities in the mail is enough, and our quote and order numbers help."
)
_NOT_YET = {
    "combine_shipments": "combine shipments on one invoice",
    "merge_customers": "merge customers",
    "create_blanket_order": "make blanket orders",
    "release_blanket": "call off from a blanket order",
    "create_recurring": "set up recurring orders",
    "drop_shipment": "arrange drop shipments",
    "forecast_entry": "enter forecasts",
    "pick_list": "print picking lists",
    "assemble_order": "assemble to order",
    "delegate": "pass an approval on to somebody else",
}
_REBUFFED = ("attack", "another-customer")  # nobody has to read these
_LONGEST_THANKS = 20  # words; whoever writes more has something to say
_FEW = 6  # words, from which nobody can tell that they are about something else
_LEFT_ALONE = "All right, I do nothing."
_NOT_UNDERSTOOD = "I did not understand that, so I did nothing. “help” shows what I do."
_THANKS = re.compile(
    r"\b(thank|thanks|thx|cheers|great|perfect|ok|okay|bye|danke|merci|grazie|gracias)\b",
    re.IGNORECASE,
)
_NEVER_MIND = re.compile(
    r"\b(?:never ?mind|forget (?:it|that|about)|scratch that|vergiss es|egal)\b", re.IGNORECASE
)
_REFUSALS = {
    "not-for-customers": "I cannot do that for you by mail.",
    "not-permitted": (
        "Your role does not allow that, so I did nothing. Please ask a sales manager or somebody "
        "whose job it is."
    ),
    "another-customer": "I can only tell you about your own documents and prices.",
    "attack": "I only take quotes, orders and questions about them. Nothing was changed.",
}
_TO_CUSTOMERS = {
    **_REFUSALS,
    "not-permitted": "I cannot do that for you by mail.",
}
_OUT_OF_SCOPE_MAIL = (
    "I take quotes and orders and answer questions about them; I cannot help with this."
)
_OUT_OF_SCOPE = (
    "That is outside my job: I make quotes and orders and answer questions about them. "
    "“help” lists what I can do."
)


def talk(
    understanding: Understanding,
    actor: Actor,
    work: Work,
    *,
    said: str = "",
    direct: bool = False,
) -> Reply:
    """The answer to a message that asks for no command, or for one that is not ours to give.

    `said` is the message itself: thanks need no answer. `direct` says that it was written to
    the clerk alone, where silence would look like a fault.
    """
    intents = [proposal.intent for proposal in understanding.proposals]
    if "help" in intents:
        return Reply(text=_HELP_CONTACT if actor.is_contact else _help(work))
    unknown = next((intent for intent in intents if intent in _NOT_YET), None)
    if unknown:
        return Reply(
            text=(
                f"I understand that you want to {_NOT_YET[unknown]}, but that is not part of what "
                "I can do here. Nothing was changed."
            ),
            refused=True,
            needs_person=True,
        )
    if actor.is_contact:
        return _to_customer(understanding, said)
    if understanding.expect == "refuse" and understanding.reason == "out-of-scope":
        few = len(said.split()) <= _FEW
        return Reply(text=_NOT_UNDERSTOOD if few else _OUT_OF_SCOPE, refused=True)
    if understanding.expect == "refuse":
        return Reply(text=_REFUSALS.get(understanding.reason, _OUT_OF_SCOPE), refused=True)
    greets = "smalltalk" in intents and not gives_thanks(said)
    if greets:
        return Reply(text="Hello! What can I do for you? “help” shows what I understand.")
    if direct and not gives_thanks(said):
        held_back = understanding.reason == "held-back"
        return Reply(text=_LEFT_ALONE if held_back else _NOT_UNDERSTOOD)
    return Reply(text="", silent=True)


def _to_customer(understanding: Understanding, said: str) -> Reply:
    """A customer's letter is answered, and read by a person, unless it only says thanks."""
    reason = understanding.reason
    if understanding.expect == "refuse":
        text = _TO_CUSTOMERS.get(reason, _OUT_OF_SCOPE_MAIL)
        return Reply(text=text, refused=True, needs_person=reason not in _REBUFFED)
    greets = any(proposal.intent == "smalltalk" for proposal in understanding.proposals)
    if reason == "automatic" or gives_thanks(said) or (greets and _is_short(said)):
        return Reply(text="", silent=True)
    text = "Thank you for your message."
    if reason == "held-back":
        text = "Thank you for your message. I have changed nothing."
    return Reply(text=text, needs_person=True)


def _help(work: Work) -> str:
    """What can be said, with articles and customers of the company."""
    known = examples(work)
    (first, second), (buyer, other) = known.items, known.customers
    return (
        "I am the sales clerk. Tell me what you would tell a colleague, for example:\n"
        f"• {known.quote}, valid till Friday\n"
        f"• order 4 x {second} for {other}, PO 4711\n"
        f"• make that 25 · add 2 x {second} · undo that · they accept S-QUO1001\n"
        "• confirm S-ORD1001 · cancel S-ORD1002, no longer needed\n"
        "• ship S-ORD1001 · invoice it · cancel invoice PS-INV103001\n"
        f"• {buyer} paid 500 EUR for PS-INV103001 · what does {buyer} owe?\n"
        f"• is {first} in stock? · what would {other} pay for 5 x {first}?\n"
        f"• what about S-ORD1001? · send S-QUO1001 to {known.address} · why?"
    )


def gives_thanks(said: str) -> bool:
    """Whether this is a thank you or an okay, which nobody waits for an answer to."""
    return bool(_THANKS.search(said)) and _is_short(said)


def gives_up(said: str) -> bool:
    """Whether what was asked before is dropped: "never mind, what does Brandt owe us?"."""
    return bool(_NEVER_MIND.search(said))


def _is_short(said: str) -> bool:
    return len(said.split()) <= _LONGEST_THANKS and "?" not in said
