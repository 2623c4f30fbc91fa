"""Does the verb of a saying stand where the verb of a request stands?

The other way round from `stance`: not what forbids a request, but what makes one. An imperative
stands first, or behind "please", "and" or a comma; a polite one behind "can you" or "I'd like to";
a customer "orders" and "accepts". A verb in a subordinate clause, an infinitive or a relative
clause ("the last one to reject a quote") is told, and whoever tells it is asked what he wants.
Sentences are those of `sentences`, in English.
"""

import re

from bot.intents.tokens import word_set

_OPENER = (
    r"(?:hi|hello|hey|ok|okay|so|and|now|then|right|yes|yep|no|nope|well|also|plus|sorry|all|team|"
    r"there|just|only|actually|hiya|morning|good|again|thanks|great|next|first|finally|kindly|"
    r"please|alright|cool|sure|but|hence|therefore|on|for|in|from|to|of|with|regarding|re|about|"
    r"against|under|quick|one|day|afternoon|evening|dear|sirs?|madam|colleagues?|the|both|"
    r"each|uh|um|yeah)"
)
_MARK = r"(?:NAME|CUST|DOC|DATE|NUM|ITEM|TERM|MONEY)"
_SIGN = r"[^\sa-zA-Z0-9]+"
_PEOPLE = r"(?:i|we|they|he|she|you|CUST|(?:the |our |a )?(?:customer|client)s?)"
_BETWEEN = r"(?:(?:then|also|just|only|please|kindly|now|so|and|but|hereby|gladly) )*"
_AT_ONCE = rf"^(?:(?:{_OPENER}|{_MARK}|{_SIGN}) ?)*"
_JOINED = rf"(?:{_SIGN}|\b(?:and|then|so|but|also|plus|please|kindly|or|just|only|now)) {_BETWEEN}"
_LICENSED = re.compile(
    rf"{_AT_ONCE}VB\b|{_JOINED}VB\b"
    rf"|\b(?:can|could|would|will|may|might) (?:u|ya|{_PEOPLE}|{_MARK}|somebody|someone) "
    rf"(?:[a-z]+ ){{0,3}}?VB\b"
    rf"|\b(?:can|could|may) (?:the |our |this |that )?(?:{_MARK}|order|quote|invoice) (?:[a-z]+ )?"
    rf"be (?:VB|VED)\b"
    rf"|\b(?:want|wants|wanted|need|needs|like|likes|wish|wishes|love|have|has|ready|ok|okay|good|"
    rf"is|are|be|happy|pleased|glad|free|ask|asked|asks|decided|go|going|time|how|request|requests|"
    rf"instructed|agreed|prefer|grateful) (?:(?:you|us|him|her|them|also|now) )?to (?:[a-z]+ )?VB\b"
    rf"|\b{_PEOPLE} (?:(?:hereby|now|also|do|all|both|gladly|would|will|just|have|has) )*VB\b"
    rf"|\b(?:let us|must|should|shall|do|to be|get|have|let|ask|tell|make) (?:the )?"
    rf"(?:(?:[a-z]+|{_MARK}) ){{0,2}}?(?:to )?(?:VB|VED)\b"
)
_SUBORDINATE = re.compile(
    r"\b(?:when|after|before|since|while|who|whoever|why|how|where|until|till|that|than) "
    rf"(?:(?:{_PEOPLE}|anyone|anybody|someone|somebody|nobody|it|NAME|DOC) )?"
    r"(?:(?:have|has|had|already|just|now|to|actually|finally|ever|will|would) )*(?:VB|VED)\b"
)
_LICENSED_PAST = re.compile(
    rf"{_AT_ONCE}VED\b|{_JOINED}(?:(?:have|has|was|were|is|are|been|all|now) )*VED\b"
    rf"|\b(?:{_PEOPLE}|{_MARK}|it|all|everything|goods|rest|one|each|truck|driver|carrier|quote|"
    rf"order|invoice|payment|money|shipment|delivery|parcel|a) (?:(?:have|has|had|is|are|was|were|"
    rf"been|be|all|now|just|already|also|not|finally|today|all gone|gone) )*VED\b"
    rf"|\b(?:to be|be|get|got|getting|have) (?:[a-z]+ )?VED\b"
)
_LICENSED_RUNNING = re.compile(
    rf"^(?:{_SIGN} ?)*VING\b|\b(?:mind|ahead with|start|of|not|about|for|by) (?:[a-z]+ )?VING\b"
    rf"|\b(?:{_PEOPLE}|{_MARK}) (?:(?:is|are|was|were|now) )*VING\b"
)
# words that are things as often as deeds: "blanket order", "by bank transfer"
_ALSO_NOUNS = word_set(
    "order orders quote quotes invoice transfer contract offer wire credit return bill pick sign "
    "approval call ship release report forecast draw load pack copy change changes repeat"
)


def is_licensed(sentence: str, *, verb: str) -> bool:
    """False when the verb stands where only a story has one; True when there is no verb."""
    if _SUBORDINATE.search(sentence):
        return False
    if re.search(r"\bVB\b", sentence):
        return verb in _ALSO_NOUNS or bool(_LICENSED.search(sentence))
    if "VED" in sentence:
        return bool(_LICENSED_PAST.search(sentence) or _LICENSED.search(sentence))
    return "VING" not in sentence or bool(_LICENSED_RUNNING.search(sentence))
