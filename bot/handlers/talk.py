"""What the clerk says when there is nothing to do: help, a greeting, and polite refusals."""

import re

from bot.intents.understanding import Understanding
from bot.reply import Reply
from domain.people import Actor

_HELP_STAFF = (
    "I am the sales clerk. Tell me what you would tell a colleague, for example:\n"
    "• quote 20 Nova chairs black for Brandt, 5 % off, valid till Friday\n"
    "• order 4 dual motor desks for Harbor Dental, PO 4711\n"
    "• make that 25 · add 2 floor lamps · they accept S-QUO1001\n"
    "• confirm S-ORD1001 · cancel S-ORD1002, no longer needed\n"
    "• ship S-ORD1001 · invoice it · cancel invoice PS-INV103001 · Brandt returns 2 of it\n"
    "• Brandt paid 500 EUR for PS-INV103001 · what does Brandt owe?\n"
    "• how many docking stations do we have? · what would Lakeside pay for 5 PoE switches?\n"
    "• what is the status of S-ORD1001? · send S-QUO1001 to jonas@brandt-soehne.example"
)
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
_LEFT_ALONE = "All right, I do nothing."
_NOT_UNDERSTOOD = "I did not understand that, so I did nothing. “help” shows what I do."
_THANKS = re.compile(
    r"\b(thank|thanks|thx|cheers|great|perfect|ok|okay|bye|danke|merci|grazie|gracias)\b",
    re.IGNORECASE,
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
    understanding: Understanding, actor: Actor, *, said: str = "", direct: bool = False
) -> Reply:
    """The answer to a message that asks for no command, or for one that is not ours to give.

    `said` is the message itself: thanks need no answer. `direct` says that it was written to
    the clerk alone, where silence would look like a fault.
    """
    intents = [proposal.intent for proposal in understanding.proposals]
    if "help" in intents:
        return Reply(text=_HELP_CONTACT if actor.is_contact else _HELP_STAFF)
    unknown = next((intent for intent in intents if intent in _NOT_YET), None)
    if unknown:
        return Reply(
            text=(
                f"I understand that you want to {_NOT_YET[unknown]}, but that is not part of what "
                "I can do here. Nothing was changed."
            ),
            refused=True,
        )
    if understanding.expect == "refuse" and actor.is_contact:
        return Reply(text=_TO_CUSTOMERS.get(understanding.reason, _OUT_OF_SCOPE_MAIL), refused=True)
    if understanding.expect == "refuse":
        return Reply(text=_REFUSALS.get(understanding.reason, _OUT_OF_SCOPE), refused=True)
    greets = "smalltalk" in intents and not gives_thanks(said)
    if greets and not actor.is_contact:
        return Reply(text="Hello! What can I do for you? “help” shows what I understand.")
    if direct and not actor.is_contact and not gives_thanks(said):
        held_back = understanding.reason == "held-back"
        return Reply(text=_LEFT_ALONE if held_back else _NOT_UNDERSTOOD)
    return Reply(text="", silent=True)


def gives_thanks(said: str) -> bool:
    """Whether this is a thank you or an okay, which nobody waits for an answer to."""
    return bool(_THANKS.search(said))
