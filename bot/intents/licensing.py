"""Does the verb of a saying stand where the verb of a request stands?

The other way round from `stance`: not what forbids a request, but what makes one. In front of an
imperative stand courtesies, things that were found, the people of a request and the modals of one
("could you please", "we'd like to", "on order 1210"), and nothing else. Whoever "tried to ship" it,
or is "on the fence about adding" lamps, tells a story, and is asked what he wants. Sentences are
those of `sentences`, in English.
"""

import re

from bot.intents.tokens import word_set

_MARKS = word_set("NAME CUST DOC DATE NUM ITEM TERM MONEY")
_COURTESY = word_set(
    "hi hello hey ok okay so and now then right yes yep no nope well also plus sorry all team "
    "there just only actually hiya morning good again thanks thank great next first second third "
    "finally kindly please alright cool sure but hence therefore quick one day afternoon evening "
    "dear sir sirs madam colleagues colleague uh um yeah welcome as discussed agreed attached "
    "below above enclosed following asap immediately urgently quickly soon possible still too very "
    "much"
)
_PLACE = word_set(
    "on for in from to of with regarding re against under at by out up off over per via into "
    "the a an both each our my your their his her its this these those it them us me"
)
_PEOPLE = word_set(
    "i we they he she you u ya customer customers client clients somebody someone everyone vendor "
    "supplier manufacturer carrier driver truck"
)
_WILLING = word_set(
    "can could would will may might must should shall need needs want wants wanted like likes wish "
    "wishes love have has is are be being do does did am was were been get got not ready happy "
    "pleased glad free ask asks asked asking decided go going time request requests require prefer "
    "grateful instructed let make tell give hereby gladly because since invite invites confirmed "
    "mark set put register log"
)
_TRADE = word_set(
    "item items line lines order orders quote invoice invoices shipment offer position number no "
    "nr quotation delivery deliveries payment money goods everything rest purchase price today "
    "tomorrow"
)
_BEFORE = _COURTESY | _PLACE | _PEOPLE | _WILLING | _TRADE
_ANY_NOUN = re.compile(r"\b(?:our|the|their|my|your|this|his|her) [a-z]+(?= )")
_PARTS = re.compile(r"[,;:()!\-–/&+>*•#]|\b(?:and|but|then|so|plus|also|because|or)\b")
_SUBORDINATE = re.compile(
    r"\b(?:when|after|before|since|while|who|whoever|why|how|where|until|till|that|than) "
    r"(?:(?:i|we|they|he|she|you|CUST|anyone|anybody|someone|somebody|nobody|it|NAME|DOC|(?:the |"
    r"our |a )?(?:customer|client)s?) )?"
    r"(?:(?:have|has|had|already|just|now|to|actually|finally|ever|will|would) )*(?:VB|VED)\b"
)
_TO_BE_DONE = re.compile(r"\b(?:be|get|have) (?:[a-z]+ )?VED\b|^(?:please )?VED\b")
# words that are things as often as deeds: "blanket order", "by bank transfer"
_ALSO_NOUNS = word_set(
    "order orders quote invoice transfer contract offer wire credit bill forecast"
)
# told in the past these are news that ask for our part, or decisions as managers word them
_PAST_COUNTS = word_set(
    "accept_quote cancel_quote record_payment post_shipment create_return create_order "
    "create_quote approve reject confirm_order combine_shipments correct_invoice"
)


def is_licensed(sentence: str, *, verb: str, intent: str) -> bool:
    """False when the verb stands where only a story has one; True when there is no verb."""
    mark = next((m for m in ("VB", "VED", "VING") if re.search(rf"\b{m}\b", sentence)), "")
    if not mark:
        return True
    returned = intent == "create_return"  # "those that arrived broken" shall go back
    if not returned and _SUBORDINATE.search(sentence):
        return False
    if verb in _ALSO_NOUNS and f"to {mark}" not in sentence:
        return True
    if mark == "VED" and intent not in _PAST_COUNTS and not _TO_BE_DONE.search(sentence):
        return False
    return any(
        _is_request(sentence[: found.start()]) for found in re.finditer(rf"\b{mark}\b", sentence)
    )


def _is_request(before: str) -> bool:
    """Nothing in front of the verb but what requests have there."""
    part = _PARTS.split(before)[-1]
    words = re.findall(r"[A-Za-z']+", _ANY_NOUN.sub(" ", part))
    if words[-1:] == ["to"] and not _WILLING.intersection(words):
        return False  # "the last one to reject a quote"
    return all(word in _MARKS or word in _BEFORE for word in words)
