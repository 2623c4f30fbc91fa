"""Is a clause meant as a request at all? Negations, ifs and maybes, questions, attacks, courtesy.

These gates stand in front of every command: nothing that is denied, imagined or only asked about
may change anything.
"""

import re
from enum import StrEnum

from bot.intents.clauses import Clause
from bot.intents.tokens import fold, word_set


class Mood(StrEnum):
    """How a clause is meant."""

    REQUEST = "request"
    NEGATED = "negated"
    IMAGINED = "imagined"
    QUESTION = "question"


NOT = word_set(
    "dont not never cannot cant wont doesnt didnt isnt shouldnt hasnt havent wasnt arent "
    "werent nicht pas ne stop without"
)
DENIALS = NOT - {"stop", "without"}  # "stop the order" is a saying that denies nothing
_HOLD = re.compile(
    r"\b(?:hold off|hold on|no need to|not yet[.! ]*$|wait with|wait before|until i (?:say|"
    r"tell)|leave (?:it|that|this) for now|"
    r"don.?t (?:do|change|touch|book|enter) anything|nothing (?:to do|needed)|no action|ignore "
    r"(?:my|that|the) (?:last|previous)|"
    r"scratch that|never ?mind|forget (?:it|that|about it)|hold (?:the|that|this|it)|on hold|"
    r"not needed any ?more)\b"
)
_IMAGINED = re.compile(
    r"(?:^|[,;.(] ?|\b(?:and|but|so|or) )(?:if|in case|suppose|supposing|assuming|should "
    r"(?:they|we|he|she)|were we|what if|falls)\b"
    r"|\b(?:might|(?:still |just )?think(?:s|ing) (?:of|about|it over)|then (?:we|i)(?:.?ll| "
    r"will)? (?:order|buy|take|place)|no decision yet|considering|"
    r"probably|perhaps|let.?s see|would probably|"
    r"may (?:be )?(?:want|need|order|cancel|take|buy|have)\w*"
    r"|(?<!or )maybe|we.?ll see|not sure (?:yet|if|whether)|toying with|wondering (?:if|"
    r"whether) we|planning to|plan to|one day|some ?day|hypothetically|"
    r"would have|could have|(?:said|says|told me|mentioned|thinks) (?:that )?(?:they|he|she|it|"
    r"we) (?:would|might|could|may)|was going to|were going to|i.?d probably|in theory|"
    r"theoretically|"
    r"not decided|undecided|can.?t decide|(?:was|were|am|are|is) (?:just )?about to|almost|nearly|"
    r"(?:i|we|he|she|they|you).?d have|had (?:wanted|planned|hoped|thought|intended)|used to|"
    r"(?:we|i|they|you) could (?:always|also|just|then|maybe)|"
    r"had [^.?!\n]{1,60}\b(?:would|could|might)|subject to (?:the |our |my |an? )?(?:board|"
    r"approval)|"
    r"(?:colleague|buyer|boss|manager|he|she|they|purchasing|department|somebody|someone) will "
    r"(?:send|place|order|contact|write|call|issue|raise|submit)|"
    r"(?!we\b|i\b)[a-z]+ will (?:place|order|issue|raise|submit)|"
    r"(?:we|i)(?:.?ll| will) (?:send you|place|issue|raise|submit|let you know|be in touch|write)|"
    r"(?<!see )(?<!know )(?<!check )(?<!ask )if (?:they|he|she|the (?:customer|client)|we|i) "
    r"(?!can|could|need|want|may|have any|prefer|like)|"
    r"imagine|wish (?:they|we|he|she|i)|would be (?:nice|great|good|lovely) if)\b"
)
_TOLD = re.compile(
    r"(?:^|[,;:(.]|\b(?:because|but|and|that|so|as|since)) ?(?:(?i:i|we|he|she|they|who|somebody|"
    r"someone|nobody|the (?:customer|client|boss|manager|colleague))|(?P<name>[A-Z][a-z]+))"
    r"(?: (?:have|has|had|already|just|now|only)|['’](?:ve|s|d))* (?P<verb>[a-z]+)\b"
)
_PAST = re.compile(r"(?!need|proceed|feed)[a-z]+ed\Z|(?:sent|withdrew|undid|took|put|made|told)\Z")
_STANDS_DOWN = re.compile(
    r"\bnot (?:yet )?(?:ordering|buying|placing (?:an|the) order|asking you to|requesting|"
    r"committing)\b|\b(?:is|was) (?:that|this|it) (?:right|correct|true)\b[^.\n]*\?|"
    r", (?:right|correct|really)\?|\bplease do not process\b|\bnothing for (?:now|the moment)\b|"
    r"\b(?:just|only) (?:kidding|joking|a joke|testing|a test|an example|practi[cs]e)\b|"
    r"\b(?:practi[cs]e|test|dry|trial) run\b|\b(?:supposed|meant) (?:to be|as) a joke\b|"
    r"\bfor (?:the|our|my) training\b|\bjust kidding\b|\bby mistake, (?:ignore|sorry)\b"
)
_DECIDED = re.compile(
    r"\b(?:good|great|ok|okay|fine|perfect|super|all ?right|excellent|gut)\W+then (?:we|i)\b"
    r"(?:.?ll\b)? ?"
)
_POLITE_IF = re.compile(
    r"\bif (?:possible|you can|you could|that works|that.?s (?:ok|okay|fine|possible|alright)|"
    r"ok|okay|need(?:ed)?|necessary|not|so|available|they have|you have|in stock|it.?s (?:ok|"
    r"possible)|you don.?t mind|you please|any(?:thing)? (?:questions?|problem|issue|else)|"
    r"there (?:is|are|s) any|you have any|you need)\b"
)
_POLITE_MAYBE = re.compile(
    r"\b(?:would like|i.?d like|we.?d like|could you|can you|would you|please|kindly|pls|plz)\b"
)
_QUESTION = re.compile(
    r"^(?:(?:hi|hello|hey|so|and|ok|btw|also|sorry|quick question|question)[ ,:]*)*"
    r"(?:(?:have|had|do|does) (?:you|we|they|i|he|she|it|the|our|my|your|any)\b|did|has|is|are|"
    r"was|were|isn.?t|hasn.?t|didn.?t|wasn.?t|why|who|which|where|wheres|when|whens|what|whats|"
    r"how|am i|should (?:i|we)|wieso|warum|wann|wo)\b"
)
_HOW_TO = re.compile(
    r"^(?:(?:hi|hello|hey|so|and|ok|btw|also|sorry|please|could you tell me|can you tell me|tell "
    r"me|what happens if)[ ,:]*)*(?:how (?:do|can|could|would|should|to)\b|what happens|what if)"
)
_DO_IT = re.compile(
    r"\b(?:please|pls|plz|can you|could you|would you|will you|can we|could we|can i|could i|i "
    r"want|we want|go ahead|cancel it|do it)\b"
)
_ATTACK = re.compile(
    r"\b(?:ignore|disregard|forget|override|bypass) (?:all |any |your |the |my |these |"
    r"previous |prior |above |earlier )*(?:instructions?|rules?|prompts?|polic(?:y|ies)|"
    r"guidelines?|limits?|restrictions?|programming|permissions?|checks?)"
    r"|\b(?:system|admin(?:istrator)?|developer|debug|root|god|maintenance|sudo|superuser|"
    r"unrestricted|dan) (?:mode|message|prompt|override|access|command|instruction|user|rights|"
    r"privileges)\b"
    r"|\b(?:you are|you.?re) now\b|\bact(?:ing)? as (?:if|an? |the |my )|\bpretend\b|\brole "
    r"?play|\bas if (?:you|i) (?:were|was|are)\b"
    r"|\b(?:reveal|show|print|repeat|tell me|output|dump|export|list) (?:me )?(?:your |the |"
    r"all )*(?:system |hidden |secret |internal )*(?:prompt|instructions|api keys?|passwords?|"
    r"credentials|source code|config(?:uration)?|customer (?:list|data)|database|margins?|"
    r"purchase prices?|cost prices?)\b"
    r"|\b(?:without|skip(?:ping)?|bypass(?:ing)?|no need for|avoid(?:ing)?) (?:the |any |an "
    r")?(?:approvals?|authori[sz]ation|permission|verification|confirmation|credit check|"
    r"manager)\b"
    r"|\b(?:ceo|cfo|director|boss|owner|chairman)\b[^.\n]{0,30}\b(?:told|said|ordered|"
    r"instructed|allowed|promised|authori[sz]ed)\b"
    r"|\bsend\b[^.\n]{0,20}\b(?:customer|client|price|employee|password) (?:list|data|file)"
    r"|\bset (?:all|every|the) prices?\b.*\b(?:to|at)\b|\ball (?:prices|discounts) (?:to|at)\b|"
    r"\b(?:every|all) open (?:quotes?|orders?|invoices?)\b.*\bas\b"
    r"|\bapprove\b[^.\n]{0,40}\b(?:yourself|automatically)\b|"
    r"\b(?:drop table|delete from|insert into|<script|select \*|union select|rm -rf)\b|"
    r"\bapprove (?:it |this )?(?:yourself|automatically|anyway|on (?:his|her|their|my) "
    r"behalf)\b"
    r"|\bon behalf of (?:the )?(?:manager|ceo|cfo|boss|accounting)\b|\b(?:i am|i.?m|this is) "
    r"(?:the |your )?(?:ceo|cfo|admin|administrator|developer|boss|owner|system)\b|\bnew "
    r"instructions?\b|\bgrant (?:me|him|her|us)\b|\bgive me (?:admin|manager|full) "
)
_AUTOMATIC = re.compile(
    r"\b(?:automatic reply|auto(?:matic)?[- ]?(?:reply|response|responder|antwort)|out of "
    r"(?:the )?office|abwesenheit|absent du bureau|on (?:annual |parental |maternity |sick "
    r")?leave until|on vacation until|limited access to (?:my )?e-?mail|"
    r"undeliver(?:ed|able)|delivery (?:status notification|has failed|failure)|returned to "
    r"sender|could not be delivered|mail delivery|mailbox (?:is )?full|"
    r"unsubscribe|newsletter|click (?:here )?to (?:order|view|buy|claim)|view (?:this "
    r")?(?:e-?mail )?in (?:your )?browser|you are receiving this|this is an automated|do not "
    r"reply to this|vacation (?:reply|responder)|read receipt|"
    r"your (?:message|mail) (?:was|has been) (?:read|received|delivered)|fuori sede|"
    r"nicht im (?:buro|haus)|bin (?:derzeit |zurzeit )?abwesend|im urlaub|fuera de "
    r"la oficina)\b"
)
_ROBOT = re.compile(
    r"^(?:mailer-?daemon|postmaster|no-?reply|do-?not-?reply|bounce|newsletter|news|marketing|"
    r"notifications?|updates?|promo|offers|info-?mail)[+@.-]",
    re.I,
)


def mood_of(
    clause: Clause,
    text: str,
    *,
    first_piece: int = 99,
    last_piece: int = 99,
    sentence: str = "",
    denied_behind: bool = False,
) -> Mood:
    """How a clause is meant. `first_piece` is where the saying of interest begins.

    `denied_behind` is for languages whose "not" follows the verb, however far behind.
    """
    said = fold(text)
    if denied_behind and NOT & set(clause.words) and not NOT & set(sentence.split()):
        return Mood.NEGATED
    if _HOLD.search(said):
        return Mood.NEGATED
    if _negated(clause, first_piece) or _denied_inside(
        clause, first_piece, last=last_piece, sentence=sentence
    ):
        return Mood.NEGATED
    if is_imagined(said):
        return Mood.IMAGINED
    opening = said.strip(" -*•\n")
    if _HOW_TO.match(opening) or (_QUESTION.match(opening) and not _DO_IT.search(said)):
        return Mood.QUESTION
    return Mood.REQUEST


def is_report(text: str, sentence_start: str, *, of_ours: bool = False) -> bool:
    """ "Marco cancelled it this morning": somebody tells what was done; nothing is asked.

    `sentence_start` is the first word of the saying as it was written: its verb must be the past.
    `of_ours` asks for a name as the one who did it, for what customers do as well.
    """
    if not _PAST.match(sentence_start) or _DO_IT.search(fold(text)):
        return False
    return any(
        match["verb"] == sentence_start and (not of_ours or bool(match["name"]))
        for match in _TOLD.finditer(text)
    )


def is_stood_down(text: str) -> bool:
    """The sender takes all of it back himself, or only wants to know whether it is true."""
    return bool(_STANDS_DOWN.search(fold(text[:8_000])))


def is_imagined(said: str) -> bool:
    """Only thought about, not asked for. Takes folded text."""
    cleared = _POLITE_IF.sub(" ", _DECIDED.sub("we ", said))
    found = _IMAGINED.search(cleared)
    if not found:
        return False
    if not re.search(r"\b(?:if|case|should|falls|suppos\w+|assuming)\b", found.group()):
        return True
    tail = cleared[found.end() :]
    return not re.search(r"[,;:] ?(?:then )?(?:please|pls|kindly)\b", tail)


def _negated(clause: Clause, first_piece: int) -> bool:
    return bool(NOT & set(_words(clause, max(0, first_piece - 4), last=first_piece)))


def _words(clause: Clause, first: int, *, last: int) -> list[str]:
    """The words of some pieces as they were written, for stems blur "note" and "not"."""
    return [
        clause.words[piece.start - clause.start]
        for piece in clause.pieces[first:last]
        if piece.stem and piece.start - clause.start < len(clause.words)
    ]


def is_attack(text: str) -> bool:
    """An attempt to steer the clerk instead of asking it for something."""
    return bool(_ATTACK.search(fold(text[:8_000])))


def is_automatic(text: str, subject: str, *, address: str) -> bool:
    """A machine wrote it: out of office, bounce, newsletter."""
    return bool(
        _ROBOT.match(address)
        or _AUTOMATIC.search(fold(subject))
        or _AUTOMATIC.search(fold(text[:4_000]))
    )


_UNSURE = re.compile(
    r"\b(?:not sure|or maybe|unsure|no idea which|don.?t (?:know|remember) (?:which|what)|i "
    r"forgot which|i think it was|whichever you prefer|up to you)\b"
)


def _denied_inside(clause: Clause, first: int, *, last: int, sentence: str) -> bool:
    """ "The quote isn't accepted": a denial within the saying, unless the saying itself denies."""
    if set(re.findall(r"[a-z]+", sentence)) & (DENIALS | {"longer", "cant"}):
        return False
    return bool(NOT & set(_words(clause, first, last=last + 1)))


def is_unsure(text: str) -> bool:
    """The sender says that he does not know himself what is meant."""
    return bool(_UNSURE.search(fold(text[:8_000])))
