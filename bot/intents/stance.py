"""Who wants what of whom: is the verb of a saying told to the clerk, or only told about?

Works on a sentence in which everything that was found is a mark and the verb of the saying is
`VB`, `VED` or `VING`: "Bea will cancel invoice 103415" is "NAME will VB DOC", whatever the verb
and the paper. So one rule stands for every command. Where `mood` knows words, this knows grammar:
subject, tense, condition, report, question.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.intents.licensing import is_licensed
from bot.intents.mood import Mood
from bot.intents.tokens import word_set

# news of what a customer or our warehouse did, which asks for our part of it
NEWS = word_set("accept_quote cancel_quote record_payment post_shipment create_return")
_CREATING = word_set(
    "create_quote create_order create_blanket_order create_recurring forecast_entry repeat_order"
)
_THING = r"(?:DOC|CUST|ITEM|MONEY|NAME|NUM)"
_SUBJECT = (
    r"(?:i|we|he|she|it|they|that|this|there|one|somebody|someone|anybody|everybody|everyone|"
    rf"nobody|{_THING}|(?:the|my|our|their|his|her|your|a|an|all|these|both) (?:[a-z]+ )?[a-z]+)"
)
_FINITE = (
    r"(?:is|are|was|were|am|has|have|had|does|do|did|will|would|can|could|may|must|should|[a-z]+ed|"
    r"(?:agree|pay|confirm|say|sign|come|arrive|get|call|land|clear|let|want|need|give|approve|"
    r"accept|reply|answer|ship|leave|open|return|decide|finish|start|go|know|see|hear|find|make|"
    r"take|send|write|order|buy|receive|reach|show)(?:e?s)?|paid|said|came|got|went|gave|left|sent|"
    r"wrote|knew|found|made|took|VED)"
)
# what comes behind "when": a past tense would tell of something that has happened
_TO_COME = (
    _FINITE.replace("was|were|", "")
    .replace("had|", "")
    .replace("did|", "")
    .replace("[a-z]+ed|", "")
)
_TO_COME = _TO_COME[: _TO_COME.index("|paid|")] + ")"
_VERB = r"(?:VB|VED|VING)"
_CONDITION = re.compile(
    r"\b(?:if|unless|lest|in case|assuming|supposing|suppose|as long as|so long as|in the event|on "
    r"condition|depending on|given that|subject to)\b"
    rf"|\b(?:provided|providing)(?: that)? {_SUBJECT}"
    rf"|\b(?:once|whenever|as soon as|the moment|the minute|only after) {_SUBJECT} "
    rf"(?:[a-z]+ ){{0,2}}?{_FINITE}\b"
    rf"|\b(?:when|after|by the time|the day) {_SUBJECT} (?:[a-z]+ ){{0,2}}?{_TO_COME}\b"
    rf"|^(?:should|were|had|did) (?!you\b){_SUBJECT} [^?]*$"
)
_POLITE_CONDITION = re.compile(
    r"\bif (?:at all )?(?:possible|you (?:can|could|please|do not mind|have (?:a|any|the|time|them|"
    r"it|some|enough)|need|want|like|prefer)|that works|(?:that|it) is (?:ok|okay|fine|possible|"
    r"alright)|ok|okay|need(?:ed)?|necessary|not|so|available|they have|in stock|any(?:thing)?\b|"
    r"there (?:is|are) any|poss)\b[^,.;]{0,30}|\bwhen (?:ready|possible|convenient|due)\b"
)
_ON_US_ALONE = re.compile(r"\bif you\b[^.?!]*[,;] (?:then )?(?:please|kindly)\b")
_NEGATED = re.compile(
    rf"\b(?:(?P<strong>not|never|nobody|none|nothing|neither|nor|no one|hardly|refuses? to|rather "
    rf"not|avoid|cannot|stop|no)) (?P<between>(?:(?!and\b|but\b|then\b|please\b|just\b|only\b|"
    rf"DOC\b|so\b|because\b)[a-zA-Z]+ ){{0,4}}?){_VERB}\b"
)
_NOT_NEGATED = re.compile(
    r"\b(?:not (?:only|forget to|hesitate to|wait to)|why not|no (?:problem|rush|hurry|worries|"
    r"longer)|not sure why)\b"
)
_SUSPENDED = re.compile(
    r"\b(?:hold|pause|freeze|park|keep) (?:back |off )?(?:on |the |that |this )*(?:DOC|order|"
    r"shipment|delivery|quote|invoice|it|everything)\b(?! to)"
    r"|\bno (?:orders?|shipments?|invoices?|quotes?|changes?|deliver(?:y|ies)|action|need)\b"
    r"|\b(?:not|nothing) (?:yet|until|before)\b(?! DATE)|\bwait(?:ing)? (?:for|until|till|with)\b"
    r"|\b(?:before|until) (?:we|i|they|he|she) (?:decides?|have decided|know|agree)\b"
    r"|\b(?:still|have to|need to|must) (?:decid|discuss|think|talk|consider)(?:e|ing|er)?\b|"
    r"\b(?:come|get|be) back to (?:you|us)\b|\blet me (?:talk|check|ask|think|look|sleep)\b|"
    r"\bdraft only\b|\bonly a draft\b|\bjust a draft\b|\b(?:tbd|tbc|wip)\b|"
    r"\bone (?:sec|moment|minute)\b|\bhang on\b"
)
_IDLE = re.compile(
    r"\b(?:fyi|for your information|for information|for info|just so you know|just to let you "
    r"know|just saying|for the record|note to self|memo to self|thinking (?:out )?loud|just "
    r"(?:thinking|curious|wondering|asking)|out of curiosity|minutes of|zur info|zur kenntnis|"
    r"remember|stop chasing|in theory|theoretically|hypothetically|imagine|rumou?rs?|heard that|"
    r"i heard|word (?:is|has it)|apparently|supposedly|reportedly|gossip|"
    r"let us say|say we|pretend|likely|presumably|potentially|in all likelihood|chances are|"
    r"leaning towards|inclined to|thinking)\b"
    r"|(?<!with )(?<!to )(?<!from )(?<!chose )\b(?:an?|our|the|their|your|another|one) "
    r"competitors?\b"
)
_IRONY = re.compile(
    r"\b(?:yeah,? right|as if|what could (?:possibly )?go wrong|make my day|just what|good luck "
    r"with|over my dead body|in your dreams|dream on|very funny|you wish|the usual circus|oh,? "
    r"(?:great|sure|yes|fantastic|wonderful|joy|brilliant|lovely|perfect)|(?:fantastic|brilliant|"
    r"wonderful|great|super),? (?:let us|lets|another|now)|sure,? (?:just|why not|let us|lets|go)|"
    r"why (?:do not|dont) (?:we|you|i) (?:just|simply|also)|lol|haha+|seriously)\b"
)
_PERSON = (
    r"(?:NAME|he|she|somebody|someone|(?:the|our|my) (?:[a-z]+ )?(?:team|boss|guys|colleague|"
    r"warehouse|department|office))"
)
_ADVERBS = (
    r"(?:(?:already|just|now|also|then|finally|only|have|has|had|all|both|duly|even|since|again|"
    r"recently|yesterday|[a-z]+ly) )*"
)
_WE_DID = re.compile(
    rf"\b(?:i|we) {_ADVERBS}(?:VED\b|(?:put|placed|entered|made|created|booked|wrote|raised|keyed|"
    r"set|sent|did|gave|took care)\b)"
)
_HE_DID = re.compile(rf"\b{_PERSON} {_ADVERBS}VED\b")
_DONE_TO = re.compile(rf"\b(?:was|were|got|been|being) {_ADVERBS}VED\b")
_BEFORE_THAT = re.compile(r"\bhad (?:not |already |also |just )?(?:VED|[a-z]+ed|put|made|sent)\b")
# "Haben wir letztes Jahr 10 Lampen bestellt": the participle stands at the end of the clause.
_FOREIGN_PERFECT = re.compile(r"\b(?:have|had) (?:[^,;.?!]* )?(?:VED|VB)\b")
_LONG_AGO = re.compile(
    r"\b(?:ago|already|back (?:in|then)|last (?:month|year|quarter|spring|summer|autumn|winter|"
    r"time)|previously|in the past|the other day|long since|at the time|at first|originally)\b"
)
_COMPLETED = re.compile(
    r"\b(?:and|was|were|is|are|been|already|got|have|has|i|we) (?:(?:already|been|all|also) )*"
    r"(?:posted|booked|entered|recorded|keyed|processed|handled|sorted|done|dealt with|taken care "
    r"of|in the system)\b|\bVED by (?:NAME|him|her|them|someone|somebody)\b"
)
_WILL = re.compile(
    rf"(?<!ask )(?<!get )(?<!tell )(?<!let )(?<!want )(?<!need )(?<!have )(?<!for )(?<!to )\b"
    rf"{_PERSON} (?:will|is going to|are going to|was going to|were going to|should|is supposed "
    r"to|has to|needs to|is to|to|would|may|might|could|plans? to|intends? to|hopes? to|is (?=VING)"
    r"|was (?=VING))"
    rf" ?(?!like\b|love\b)(?:[a-z]+ )?{_VERB}\b"
    rf"|\b(?:DOC|ITEM|it|they|this|that) will (?:be )?{_VERB}\b"
    rf"|\b(?:they|CUST|the customer|the client) (?:will|would|may|might|could|was|were|are|is)"
    rf"(?: going to| probably| then| also| only| just)* (?!like\b|love\b){_VERB}\b"
)
_I_WILL = re.compile(
    r"\b(?:i|we) (?:will|am going to|are going to|am about to|are about to|would|might|may|"
    r"could|am|are|was|were)(?: going to| also| just| then| probably| now| still)* "
    rf"(?!like\b|love\b|need\b){_VERB}\b"
)
_WRITING = re.compile(
    r"\b(?:i|we) (?:am|are) (?:still |just |busy )?(?:working|writing|preparing|drafting|typing|"
    r"making|doing|finishing|putting|calculating)\b|\bmy (?:own )?(?:draft|notes?|idea|"
    r"plan|list)\b|^(?:still |just |busy |currently )*(?:working|writing|preparing|drafting|busy|"
    r"sitting|calculating) (?:on|up|at|with)?\b|\bso far\b|\bwill (?:finish|do|send|check|call|"
    r"write|let)\b"
)
_REPORTED = re.compile(
    r"\b(?:said|says|told (?:me|us)|tells (?:me|us)|wrote|writes|mentioned|thinks?|claims?|"
    r"promised|hopes|believes?|guess(?:es)?) (?:that )?(?:he|she|they|i|we|it|CUST|NAME) "
    r"(?:will|would|might|could|may|had|should)\b|\bwhether\b|"
    r"\byou (?:asked|told|wanted|requested|reminded|invited) (?:us|me) to\b|"
    r"\b(?:asked|wondered|wants to know|asking) (?:me |us )?(?:if|whether|why|who|what)\b"
)
_ADVICE = re.compile(
    r"\b(?:should (?:i|we|he|she|they|one)|shall (?:i|we)|do (?:you|not you|we not) think|"
    r"what do you think|thoughts|"
    r"your (?:opinion|view|take|advice)|advise|recommend|is it (?:ok|okay|fine|allowed|better|wise|"
    r"safe|legal|normal|true|worth|smart|an? )|would it (?:be (?:ok|okay|wise|better|smart|worth)|"
    r"make|help|cost)|would there|are we allowed|am i allowed|who (?:can|may|is allowed|does)|is "
    r"there (?:a|any) way|would you (?:say|rather|recommend|suggest)|not sure|what happens|what "
    r"would|what if|why (?:would|did|does|do|is|are|on earth)|how (?:would|do|does|did|come|often|"
    r"many times|can (?:i|we|one))|who (?:on earth|ordered|the)|are you able|can one|could one|"
    r"does (?:it|that)|what is the (?:point|use)|margin would)\b"
)
_ALTERNATIVE = re.compile(
    rf"\beither\b[^.?!]* or |\b(?:[a-z]+er|better|more [a-z]+) to {_VERB}\b|"
    r"\b(?:or|and) (?:do |just |else )?(?:ship|cancel|send|keep|leave|hold|"
    r"return|invoice|approve|reject) (?:it|them|that|this)\b[^.?!]* care\b|"
    rf"{_VERB}[^?]* or (?:(?:should|shall) |do |rather |better |just )*(?:i |we )?(?:wait|not|"
    r"leave|keep|stay|hold|stick|write|send|ask|call|let|go|try|do|make|give|split|add|take)\b[^?]*\?"
)
_ABLE = re.compile(
    rf"\b(?:can|could|may|would) (?:you|we|i|one|they) (?:[a-z]+ )?(?:even|still|actually|ever|"
    rf"theoretically|technically|legally|normally|usually|generally|really|always|at all)\b[^?]*"
    rf"{_VERB}|{_VERB}[^?]* (?:at all|in principle|in general|retroactively) ?\?"
)
_OPEN_QUESTION = re.compile(
    r"^(?:[a-zA-Z]+ ?, )?(?:(?:hi|hello|hey|so|and|ok|btw|also|but|morning|NAME)[ ,:]*)*"
    r"(?:when|where|which|who|whom|why|how|what)\b(?! about)"
)
_POSSIBLE = re.compile(r"\b(?:is|was|would) it (?:be )?possible\b|\bpossible to\b|\bable to\b")
_ASKED = re.compile(
    r"\b(?:can|could|would|will|may|might) (?:you|u|ya|i|we|somebody|someone)\b|\b(?:please|kindly|"
    r"thanks|any chance|mind|let us|lets|how about|want|wants|need|needs|like|wonder\w*|grateful|"
    r"appreciate)\b"
)
_GOVERNED = re.compile(
    r"\b(?:please|kindly|(?:can|could|would|will) (?:you|u|ya)|(?:can|could|may) (?:i|we)|(?:would "
    r"like|want|wants|need|needs|wish)(?: you)? to|let us|lets|go ahead and|to be|must be|should "
    r"be) (?:(?!not\b|never\b)[a-z]+ ){0,2}(?:VB|VED)\b"
    r"|\b(?:need|want|like|get|have)s? (?:(?!not\b)[a-z]+ ){1,2}VED\b"
)
_TROUBLE = re.compile(r"\b(?:wrong|by mistake|unload\w*|refused|came back)\b")
_COMMANDED = re.compile(
    r"^(?:(?:hi|hello|hey|ok|okay|so|and|now|then|right|yes|no|well|also|plus|sorry|all|team|"
    r"there|just|actually|quick one|hiya|morning|thanks|great|good|again|NAME|CUST|DOC|DATE|"
    r"NUM)[ ,:;-]*)*"
    r"VB\b"
)
_TO_ANOTHER = re.compile(
    r"^(?:hi |hey |ok |so |and )?(?:@ ?[a-zA-Z]+|NAME) ?[,:-]? ?(?:please|pls|kindly|can|could|"
    r"would|will|VB|you\b)|^@ ?[a-zA-Z]+ "
)
_BOOKED = word_set("posted booked entered recorded keyed processed")
_WOULD = re.compile(r"\b(?:would (?:i|we|he|she|they)|(?:i|we|he|she|they) would)\b")
_TAKES = word_set("take have need want go like get buy")


@dataclass(frozen=True, kw_only=True)
class Saying:
    """A saying where it was heard: its sentence with marks, its intent and its verb as written."""

    sentence: str
    intent: str
    verb: str = ""
    denies: bool = False  # the saying itself is a denial: "we no longer need it"
    quoted: bool = False
    english: bool = True


def stance(saying: Saying, *, role: str, channel: str) -> Mood:
    """How a saying that changes something is meant, as far as grammar tells."""
    said = saying.sentence
    staff = role not in {"customer", "unknown"}
    if saying.intent == "post_shipment" and _TROUBLE.search(said):
        return Mood.QUESTION  # "it got loaded on the wrong truck"
    if saying.quoted or _IRONY.search(said):
        return Mood.IMAGINED
    if _SUSPENDED.search(said) or (not saying.denies and _is_negated(said)):
        return Mood.NEGATED
    if is_conditional(said):
        return Mood.IMAGINED
    if staff and channel == "slack" and _TO_ANOTHER.search(said):
        return Mood.IMAGINED
    if _is_question(said, saying, staff=staff):
        return Mood.QUESTION
    if _is_told(said, saying, role=role, staff=staff):
        return Mood.IMAGINED
    told = (
        saying.english
        and not saying.denies
        and not is_licensed(said, verb=saying.verb, intent=saying.intent)
    )
    return Mood.QUESTION if told else Mood.REQUEST


def is_conditional(said: str) -> bool:
    """Does the sentence hang on something that has not happened?

    "If you make it 6 %, please change the quote" hangs on us alone, and is a request.
    """
    cleared = _POLITE_CONDITION.sub(" ", said)
    return bool(_CONDITION.search(cleared)) and not _ON_US_ALONE.search(cleared)


def is_idle(said: str) -> bool:
    """A sentence that asks for nothing, whatever its verbs: news, irony, thoughts, a pause."""
    idle = (_IDLE, _IRONY, _SUSPENDED, _WRITING, _REPORTED, _BEFORE_THAT)
    return is_conditional(said) or any(pattern.search(said) for pattern in idle)


def _is_negated(said: str) -> bool:
    return bool(_NEGATED.search(_NOT_NEGATED.sub(" ", said)))


def _is_question(said: str, saying: Saying, *, staff: bool) -> bool:
    if _ADVICE.search(said) or _ALTERNATIVE.search(said) or _ABLE.search(said):
        return True
    asks = "?" in said
    if asks and _OPEN_QUESTION.search(said) and saying.intent != "create_quote":
        return True
    if asks and staff and _POSSIBLE.search(said) and saying.intent not in _CREATING:
        return True
    return asks and "VB" in said and not _ASKED.search(said) and saying.intent not in _CREATING


def _is_told(said: str, saying: Saying, *, role: str, staff: bool) -> bool:
    if not saying.english and _WOULD.search(said) and not re.search(r"\b(?:please|like)\b", said):
        return True
    governed = bool(_GOVERNED.search(said) or _COMMANDED.search(said))
    if saying.verb in _BOOKED and "VED" in said and not governed:
        return True
    if (_IDLE.search(said) or _REPORTED.search(said)) and not _GOVERNED.search(said):
        return True
    if governed:
        return False
    returning = saying.intent == "create_return"  # "they are sending back 3" is our business
    if _WILL.search(said) and saying.verb not in _TAKES and not returning:
        return True
    if staff and (_I_WILL.search(said) or _WRITING.search(said)) and saying.verb not in _TAKES:
        return True
    if _BEFORE_THAT.search(said):
        return True
    if saying.intent in NEWS:
        return _is_old_news(said, saying, role=role)
    if _COMPLETED.search(said):
        return True
    foreign = not saying.english and saying.verb.endswith("ed")
    if foreign and _FOREIGN_PERFECT.search(said):
        return True
    if _DONE_TO.search(said) or _HE_DID.search(said):
        return saying.intent not in _CREATING
    return bool(_WE_DID.search(said)) and (staff or saying.intent in _CREATING)


def _is_old_news(said: str, saying: Saying, *, role: str) -> bool:
    """What a customer or the warehouse did, but booked already, or too long ago to be news."""
    if _COMPLETED.search(said):
        return True
    if saying.intent in {"accept_quote", "cancel_quote"}:
        return bool(_LONG_AGO.search(said)) or bool(
            role not in {"customer", "unknown"} and _WE_DID.search(said)
        )
    if saying.intent == "post_shipment":
        told = _DONE_TO.search(said) and role != "warehouse"
        return bool(told or re.search(r"\b(?:and|been) invoiced\b|\ball (?:good|done)\b", said))
    return False


_CLITICS = (
    ("n't", " not"),
    ("'ll", " will"),
    ("'re", " are"),
    ("'ve", " have"),
    ("'d", " would"),
    ("'m", " am"),
)
_RUN_TOGETHER = {
    "wont": "will not",
    "dont": "do not",
    "cant": "can not",
    "cannot": "can not",
    "didnt": "did not",
    "doesnt": "does not",
    "isnt": "is not",
    "arent": "are not",
    "wasnt": "was not",
    "wouldnt": "would not",
    "shouldnt": "should not",
    "couldnt": "could not",
    "havent": "have not",
    "hasnt": "has not",
    "im": "i am",
    "ive": "i have",
    "theyll": "they will",
    "youre": "you are",
    "lets": "let us",
    "pls": "please",
    "plz": "please",
    "u": "you",
}
_PAST_FORMS = word_set(
    "sent withdrew undid took made told paid sold left went gone came gave got drew bought "
    "broke shipped wrote did done given taken sold drawn withdrawn"
)
_BASE_ED = word_set("need proceed feed speed")


def spelled(text: str) -> str:
    """A folded word with its clitics parted: "we'll" is "we will"."""
    if text in _RUN_TOGETHER:
        return _RUN_TOGETHER[text]
    if text == "won't":
        return "will not"
    if text == "can't":
        return "can not"
    if text == "let's":
        return "let us"
    for ending, instead in _CLITICS:
        if text.endswith(ending):
            return text.removesuffix(ending) + instead
    return text.removesuffix("'s")


def verb_mark(word: str) -> str:
    """The mark of a verb by its form: `VB` as in an order, `VED` the past, `VING`."""
    if word in _PAST_FORMS or (word.endswith("ed") and word not in _BASE_ED and len(word) > 3):
        return "VED"
    return "VING" if word.endswith("ing") and len(word) > 4 else "VB"


def quoted_spans(text: str) -> Sequence[tuple[int, int]]:
    """Stretches in quotation marks that hold a sentence, not the name of something or inches."""
    pairs = re.finditer(
        r"(?:(?<=^)|(?<=[\s(:]))([\"“„«'‘])(?=[^\W\d_])([^\"“”„«»\n]{6,400}?)[\"”“»'’](?=[\s,.;:!?)]|$)",
        text,
    )
    return [match.span(2) for match in pairs if " " in match.group(2)]
