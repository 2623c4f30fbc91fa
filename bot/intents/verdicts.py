"""A customer's bare yes or no to the quote of the thread: "CONFIRM", "Ja bitte", "nein danke".

Only when the quote is all there is to answer: behind a question of ours the words mean something
else, and "ok" or "thanks" alone only say that the mail has come.
"""

import re

from bot.intents.documents import QUOTE, series_of
from bot.intents.tokens import fold
from bot.intents.understanding import Proposal, Slot
from bot.intents.utterance import Utterance

_TAIL = (
    r"(?:[\s,.!-]*(?:please|pls|thanks|thank you|bitte|danke|vielen dank|gerne?|of course|we do|"
    r"i do|go ahead|we (?:accept|agree)(?: it| to it| the (?:quote|offer))?|natuerlich|naturlich|"
    r"(?:das |wir )?(?:passt|nehmen (?:das|ihr) angebot an|nehmen es)))*[\s.!]*\Z"
)
_YES = re.compile(
    r"\W*(?:yes|yep|yes we (?:accept|agree)|confirm(?:ed)?|we confirm|i confirm|accepted|agreed|"
    r"ja(?:wohl)?|einverstanden|angenommen|bestatigt|(?:hiermit )?bestatigen wir|oui|d'accord|"
    r"si|wir nehmen (?:das|ihr) angebot (?:gerne? )?an|das angebot nehmen wir (?:gerne? )?an)\b"
    + _TAIL
)
_NO = re.compile(
    r"\W*(?:no|nope|no thank(?:s| you)|nein|non|decline[d]?|we decline|not interested|kein "
    r"interesse|wir lehnen (?:das angebot |es )?(?:leider )?ab|leider (?:nein|mussen wir "
    r"absagen)|wir mussen (?:leider )?absagen)\b" + _TAIL
)


def verdict(text: str, utterance: Utterance) -> Proposal | None:
    """What a bare yes or no makes of the thread's quote; None when it is no verdict."""
    context = utterance.context
    if utterance.sender_role != "customer" or context.pending is not None:
        return None
    if series_of(context.document or "") != QUOTE or "?" in context.previous_turn:
        return None
    said = fold(text.strip())[:200]
    intent = "accept_quote" if _YES.match(said) else "cancel_quote" if _NO.match(said) else ""
    if not intent:
        return None
    slot = Slot(name="document", value=context.document, rule="thread")
    return Proposal(intent=intent, slots=(slot,), rule="verdict")
