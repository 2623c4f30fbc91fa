"""The reader of messages: one message in, one `Understanding` out, the same every time.

Built once for a company's names and kept warm. It opens no database and keeps no state between
messages; what a thread remembers comes in with the utterance.
"""

import re
from dataclasses import replace
from functools import cache

from bot.intents import BY_NAME, INTENTS
from bot.intents.catalogue import Catalogue
from bot.intents.clients import Clients
from bot.intents.dating import is_undecided
from bot.intents.dialogue import complete, settle
from bot.intents.documents import DocumentMention, series_of
from bot.intents.fallback import as_purchase, guess
from bot.intents.filling import Filler
from bot.intents.following import ABOUT_BEFORE, Answer, about_before, followed
from bot.intents.hearing import Ear, Heard
from bot.intents.judging import choices_for, intent_choices, missing
from bot.intents.languages import CODES, ENGLISH, language, language_of
from bot.intents.letters import Letter, read_letter
from bot.intents.lexicon import Spelling, everyday
from bot.intents.lines import LineReader
from bot.intents.mood import is_attack, is_automatic, is_unsure
from bot.intents.references import listed_paper
from bot.intents.repairs import has_slip, repaired
from bot.intents.ruling import (
    are_independent,
    doubted,
    is_counter_offer,
    is_foreign_help,
    is_only_polite,
    is_price_unread,
    nothing_asked,
)
from bot.intents.sayings import Sayings
from bot.intents.scene import Knowledge, Scene, look, with_tables, without_denied
from bot.intents.several import for_each_paper
from bot.intents.sharing import is_of_thread, makes_paper, shared
from bot.intents.speech import likely_intent
from bot.intents.tokens import fold, tokenize
from bot.intents.understanding import Proposal, Span, Understanding
from bot.intents.utterance import Context, Utterance
from bot.intents.verdicts import verdict
from bot.intents.world import Article, World

_MONTH_FIRST = frozenset({"US", "CA"})
LONGEST_MESSAGE = 20_000
WHOLE_COMMAND = 0.25  # confidence above which a message is a command, not an answer

__all__ = ["Context", "Reader", "Utterance"]


class Reader:
    """Reads messages against one company's world."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._sayings = _sayings(ENGLISH)
        catalogue = Catalogue(world.articles)
        common = everyday()
        clients = Clients(world.clients, common=common)
        units = {name for article in world.articles for name in (article.base_unit, *article.units)}
        spelling = Spelling(set(catalogue.vocabulary) | clients.words() | _spoken() | units)
        familiar = frozenset(self._sayings.words | _spoken())
        self.knowledge = Knowledge(
            catalogue=catalogue,
            clients=clients,
            spelling=spelling,
            line_reader=LineReader(catalogue, familiar=familiar),
        )
        self._ear = Ear({code: _sayings(code) for code in (ENGLISH, *CODES)})
        people = [*world.staff, *(name for client in world.clients for name, _ in client.contacts)]
        self._names = frozenset(fold(name.split()[0]) for name in people if name.split())

    def warm(self) -> None:
        """Load the trained ear now, so that the first unusual wording need not wait for it."""
        likely_intent(())

    def replace_article(self, article: Article) -> None:
        """Take a new or changed article in; the next message knows it."""
        self.knowledge.catalogue.replace(article)
        self.knowledge.spelling.add(fold(article.description).replace(",", " ").split())

    def read(self, utterance: Utterance) -> Understanding:
        """What the message asks for. At most its first 20,000 characters are read."""
        understood = self._understood(utterance)
        spoken = language_of(tokenize(utterance.text[:2_000]))
        return understood if spoken == ENGLISH else replace(understood, language=spoken)

    def _understood(self, utterance: Utterance) -> Understanding:
        utterance = replace(
            utterance, text=utterance.text[:LONGEST_MESSAGE], subject=utterance.subject[:500]
        )
        letter = Letter(text=utterance.text)
        if utterance.channel == "mail":
            if is_automatic(utterance.text, utterance.subject, address=utterance.sender_address):
                return Understanding(expect="ignore", reason="automatic")
            letter = read_letter(utterance)
        letter = replace(letter, text=repaired(letter.text))
        if is_attack(letter.text) or is_attack(letter.said):
            return Understanding(expect="refuse", reason="attack")
        scene = self._look(letter.text, utterance)
        if utterance.tables:
            scene = with_tables(scene, utterance.tables, catalogue=self.knowledge.catalogue)
        subject = (
            self._look(_subject_text(utterance.subject), utterance) if utterance.subject else None
        )
        scene = _with_listed(scene, utterance)
        judged = verdict(letter.text, utterance)
        if judged is not None:
            return Understanding(expect="act", proposals=(judged,), reason="verdict")
        settled = settle(scene, utterance)
        if settled is not None:
            return self._answered(settled, scene, utterance=utterance)
        before = about_before(letter.text, utterance)
        if before is not None:
            return Understanding(expect="act", proposals=(before,), reason=before.intent)
        understood = self._read(letter, scene, subject=subject, utterance=utterance)
        if understood.expect != "act" or understood.confidence < WHOLE_COMMAND:
            answer = complete(
                scene, utterance, knowledge=self.knowledge, heard=understood.proposals
            )
            if answer is None and understood.expect != "act":
                answer = followed(scene, utterance, knowledge=self.knowledge)
            if answer is not None:
                return self._answered(answer, scene, utterance=utterance)
        return replace(understood, text=letter.text)

    def _answered(self, answer: Answer, scene: Scene, *, utterance: Utterance) -> Understanding:
        if not answer.proposals:
            return Understanding(expect="ignore", reason=answer.reason)
        if any(proposal.intent in ABOUT_BEFORE for proposal in answer.proposals):
            return Understanding(expect="act", proposals=answer.proposals, reason=answer.reason)
        understood = self._judged(
            answer.proposals, scene, utterance=utterance, heard=Heard(), subject=None
        )
        return replace(understood, reason=answer.reason)

    def _look(self, text: str, utterance: Utterance) -> Scene:
        client = self.knowledge.clients.get(utterance.sender_customer or "")
        return look(
            text,
            knowledge=self.knowledge,
            today=utterance.today,
            month_first=bool(client and client.country in _MONTH_FIRST),
            staff=utterance.staff,
        )

    def _read(
        self, letter: Letter, scene: Scene, *, subject: Scene | None, utterance: Utterance
    ) -> Understanding:
        utterance = _with_subject(utterance, scene, subject=subject)
        heard = self._ear.hear(scene, utterance)
        if letter.forwarded_from:
            heard = _as_forwarded(
                heard, self._ear.hear(self._look(letter.said, utterance), utterance)
            )
        customer = self._customer(letter, utterance)
        if is_only_polite(heard, scene):
            heard = replace(heard, requests=())  # "something nice for Brandt" is no small talk
        heard = as_purchase(heard, scene, utterance=utterance)
        if all(request.intent == "smalltalk" for request in heard.requests):
            heard = guess(heard, scene, subject=subject, utterance=utterance)
        filler = Filler(
            utterance=utterance,
            scene=without_denied(scene, heard.denied),
            subject=subject,
            catalogue=self.knowledge.catalogue,
            clients=self.knowledge.clients,
            names=self._names,
            customer=customer,
            today=utterance.today,
            alone=len(heard.requests) == 1,
        )
        proposals = tuple(
            each
            for request in heard.requests
            for each in for_each_paper(filler.fill(request), request, filler=filler)
        )
        return self._judged(
            shared(proposals), scene, utterance=utterance, heard=heard, subject=subject
        )

    def _customer(self, letter: Letter, utterance: Utterance) -> str | None:
        clients = self.knowledge.clients
        if letter.forwarded_from:
            return clients.of_address(letter.forwarded_from) or clients.of_contact(
                letter.forwarded_from
            )
        return utterance.sender_customer

    def _judged(
        self,
        proposals: tuple[Proposal, ...],
        scene: Scene,
        *,
        utterance: Utterance,
        heard: Heard,
        subject: Scene | None,
    ) -> Understanding:
        if not proposals:
            return nothing_asked(heard, scene, utterance=utterance)
        if all(p.intent == "smalltalk" for p in proposals):
            return Understanding(expect="ignore", proposals=proposals, reason="smalltalk")
        proposals = tuple(p for p in proposals if p.intent != "smalltalk")
        if is_foreign_help(proposals, scene, utterance=utterance):
            out = Proposal(intent="out_of_scope", rule="foreign-help", confidence=0.5)
            return Understanding(expect="refuse", proposals=(out,), reason="out-of-scope")
        refused = self._refused(proposals, scene, utterance=utterance, heard=heard)
        if refused:
            return Understanding(expect="refuse", reason=refused)
        targets = self._targets(proposals, utterance)
        clear = tuple(p for p, asked in zip(proposals, targets, strict=True) if not asked)
        counter = is_counter_offer(clear, scene, staff=utterance.staff)
        doubts = heard.doubts or counter or is_unsure(scene.text)
        unread = is_price_unread(clear, scene)
        if (
            clear
            and not doubts
            and not unread
            and (len(clear) == len(proposals) or are_independent(clear, proposals))
        ):
            if is_undecided(scene) and any("dates" in p.values() for p in clear):
                return Understanding(
                    expect="clarify", proposals=proposals, clarify=("date",), reason="two-dates"
                )
            unclear = any(w.uncertain for w in scene.wordings) or has_slip(scene.text)
            if unclear and _change(clear):
                return Understanding(
                    expect="clarify", proposals=proposals, clarify=("quantity",), reason="a-range"
                )
            return Understanding(expect="act", proposals=clear)
        return self._question(
            proposals,
            [target for each in targets for target in each],
            scene=scene,
            utterance=utterance,
            heard=heard,
            price=unread,
            doubts=bool(doubts),
        )

    def _targets(
        self, proposals: tuple[Proposal, ...], utterance: Utterance
    ) -> list[tuple[str, ...]]:
        """What each proposal still misses."""
        targets = []
        for at, proposal in enumerate(proposals):
            asked = missing(proposal, utterance, catalogue=self.knowledge.catalogue)
            if utterance.sender_role == "unknown" and not BY_NAME[proposal.intent].reads_only:
                asked = ("customer", *asked)
            if makes_paper(proposals[:at]) and is_of_thread(proposal):
                asked = tuple(one for one in asked if one != "document")
            targets.append(asked)
        return targets

    def _question(
        self,
        proposals: tuple[Proposal, ...],
        targets: list[str],
        *,
        scene: Scene,
        utterance: Utterance,
        heard: Heard,
        price: bool,
        doubts: bool,
    ) -> Understanding:
        """Ask for the targets, and for what is doubtful beside them."""
        asked = [*targets, *(["price"] if price else [])]
        asked += doubted(heard, proposals) if doubts else []
        if utterance.sender_role == "unknown" and "customer" not in asked:
            asked.append("customer")
        asked = list(dict.fromkeys(asked))
        knowledge = self.knowledge
        return Understanding(
            expect="clarify",
            proposals=proposals,
            clarify=tuple(asked),
            reason="incomplete",
            choices=(
                *choices_for(
                    proposals,
                    asked,
                    scene=scene,
                    catalogue=knowledge.catalogue,
                    clients=knowledge.clients,
                ),
                *intent_choices(heard.doubts),
            ),
        )

    def _refused(
        self, proposals: tuple[Proposal, ...], scene: Scene, *, utterance: Utterance, heard: Heard
    ) -> str:
        """Why the sender may not have this, or an empty string."""
        decides = {"approve", "reject"} & set(heard.forbidden) and "approv" in fold(scene.text)
        if utterance.sender_role == "customer" and decides:
            return "not-permitted"
        for proposal in proposals:
            if utterance.sender_role not in BY_NAME[proposal.intent].roles:
                return "not-permitted"
        if utterance.sender_role == "customer":
            named = {no for mention in scene.clients for no in mention.numbers}
            reads = {"send_document", "check_status", "price_inquiry", "record_payment"}
            others = named - {utterance.sender_customer}
            if (
                others
                and utterance.sender_customer not in named
                and any(p.intent in reads for p in proposals)
            ):
                return "another-customer"
        return ""


def _change(proposals: tuple[Proposal, ...]) -> bool:
    return any(not BY_NAME[p.intent].reads_only for p in proposals)


def _with_listed(scene: Scene, utterance: Utterance) -> Scene:
    """ "The second one" names a paper of the list shown last, as if its number stood there."""
    if scene.documents or not utterance.context.listed:
        return scene
    found = listed_paper(scene.text, utterance.context)
    if found is None:
        return scene
    number, start, end = found
    series = series_of(number)
    mention = DocumentMention(
        series=series,
        digits=number.removeprefix(series),
        span=Span(start=start, end=end),
        rule="listed",
    )
    return replace(scene, documents=(mention,))


def _with_subject(utterance: Utterance, scene: Scene, *, subject: Scene | None) -> Utterance:
    """A paper named only in the subject is what the mail is about."""
    named = [d.number for d in subject.documents if d.series] if subject else []
    if not named or utterance.context.document or any(d.series for d in scene.documents):
        return utterance
    return replace(utterance, context=replace(utterance.context, document=named[0]))


@cache
def _sayings(code: str) -> Sayings:
    """What is said in a language, the same for every company."""
    return Sayings(INTENTS if code == ENGLISH else language(code).sayings(INTENTS))


@cache
def _spoken() -> frozenset[str]:
    """Words of the sayings as people spell them, for the spelling of messages."""
    return frozenset(
        word
        for intent in INTENTS
        for sentence in (*intent.sentences, *intent.weak)
        for word in re.findall(r"[a-z]{2,}", re.sub(r"\{\w+\}", " ", sentence))
    )


def _subject_text(subject: str) -> str:
    return re.sub(
        r"^(?:\s*(?:re|fwd?|aw|wg|tr|rv|sv|antw)\s*:)+\s*", "", subject, flags=re.IGNORECASE
    )


def _as_forwarded(inner: Heard, said: Heard) -> Heard:
    """The forwarder's own words decide what is wanted; the forwarded mail says of what."""
    wanted = [r for r in said.requests if r.intent not in {"smalltalk", "help"}]
    if not wanted:
        return inner
    intent = wanted[0]
    if not inner.requests:
        return replace(inner, requests=(replace(intent, scopes=()),))
    scopes = tuple(scope for request in inner.requests for scope in request.scopes)
    return Heard(requests=(replace(intent, scopes=scopes),))
