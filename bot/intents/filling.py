"""Slots of one request: who, what, when, which paper, at which terms, each with its place."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from bot.intents import BY_NAME, details
from bot.intents.amending import Scope, lines_of
from bot.intents.cards import card_slots
from bot.intents.catalogue import Catalogue
from bot.intents.citing import cited, with_series
from bot.intents.clients import Clients
from bot.intents.dating import dates_of
from bot.intents.documents import KIND, DocumentMention, series_of
from bot.intents.languages import ENGLISH
from bot.intents.merging import merge_slots
from bot.intents.naming import named_customer, unknown_customer
from bot.intents.references import (
    among_shown,
    changes_beside,
    new_quantity,
    referred,
    spoken_of,
    without_percents,
)
from bot.intents.refining import (
    agreed_price,
    agreed_quantity,
    fitting_reason,
    one_if_singular,
    only_counted,
    other_ones,
    percent_in_brackets,
    percent_on_line,
    without_echo,
    without_purposes,
    without_what_was_meant,
)
from bot.intents.scene import Scene
from bot.intents.tokens import fold
from bot.intents.understanding import Line, Proposal, Slot, Span
from bot.intents.utterance import Utterance

AMENDING = frozenset({"change_document", "correct_invoice"})
SPOKEN_OF = frozenset(
    {"create_quote", "create_order", "price_inquiry", "check_availability", "promise_date"}
)


@dataclass(frozen=True, kw_only=True)
class Request:
    """One command heard in a message: its intent and the stretches of the scene it owns."""

    intent: str
    scopes: tuple[Scope, ...]
    rule: str
    score: float
    mood: str = ""


@dataclass(frozen=True, kw_only=True)
class Filler:
    """Fills the slots of requests from one scene (and the subject's)."""

    utterance: Utterance
    scene: Scene
    subject: Scene | None
    catalogue: Catalogue
    clients: Clients
    names: frozenset[str]
    customer: str | None  # the sender's, or that of a forwarded mail
    today: date
    alone: bool = True  # the only request of the message

    def fill(self, request: Request) -> Proposal:
        """The proposal with every slot that its intent takes and the text tells."""
        intent = BY_NAME[request.intent]
        found: list[Slot] = []
        for name in sorted(intent.slots, key=lambda slot: slot != "document"):
            found += self._slots(name, request, found=found)
        found = with_series(found)
        confidence = min(1.0, request.score / 3)
        return Proposal(
            intent=request.intent,
            slots=tuple(found),
            confidence=round(confidence, 3),
            rule=request.rule,
        )

    def _slots(self, name: str, request: Request, *, found: Sequence[Slot]) -> Iterator[Slot]:
        if any(slot.name == name for slot in found):
            return
        match name:
            case "customer":
                yield from self._customer(request)
            case "document":
                yield from self._document(request)
            case "documents":
                numbers = tuple(d.number for d in self.documents(request) if d.series)
                if numbers:
                    yield Slot(name="documents", value=numbers, rule="numbers")
            case "lines":
                yield from self._lines(request)
            case "dates":
                dates = dates_of(
                    self.scene,
                    request.scopes,
                    intent=request.intent,
                    today=self.today,
                    whole=self.alone,
                )
                if dates:
                    yield Slot(name="dates", value=dates, rule="dates")
            case "po_number" | "discount_pct" | "payment_terms" | "ship_to":
                yield from self._terms(name, request)
            case "amount":
                yield from self._amount(request)
            case "name":
                yield from card_slots(self.text(request), self.scene)
            case "merge_from":
                yield from merge_slots(self.scene)
            case _:
                yield from self._words(name, request, found=found)

    def _words(self, name: str, request: Request, *, found: Sequence[Slot]) -> Iterator[Slot]:
        """Slots that are told by a word or two."""
        text = self.text(request)
        if self.scene.language != ENGLISH:
            text = f"{text}\n{self.scene.said}"
        match name:
            case "reason":
                told = details.reason_in(text)
                yield from _told(
                    "reason",
                    fitting_reason(
                        told, text, intent=request.intent, lines=self._lines_so_far(request)
                    ),
                )
            case "payment_method":
                yield from _told(name, details.payment_method_in(text))
            case "frequency":
                yield from _told(name, details.frequency_in(text))
            case "kind":
                value = (
                    details.return_kind_in(text)
                    if request.intent == "create_return"
                    else _direct(text)
                )
                yield Slot(name="kind", value=value, rule="words")
            case "about":
                yield Slot(
                    name="about", value=details.about_in(text, self._kind(found)), rule="words"
                )
            case "doc_type":
                kind = self._kind(found)
                paper = details.paper_in(text, kind) or details.paper_in(self.scene.text, kind)
                yield from [Slot(name="doc_type", value=paper, rule="words")] if paper else []
            case "delegate_to":
                yield from _told(name, details.decider_in(text, names=self.names))
            case "recipient":
                asked_of = request.intent == "request_approval"
                told = details.recipient_in(text, names=self.names, asked_of=asked_of)
                if told is None or not self.clients.by_name(told.value):
                    yield from _told(name, told)  # "a statement to Kingsley" goes to the customer
            case "vendor":
                yield from _told(name, details.vendor_in(text))
            case "partial":
                if any(line.quantity is not None for line in _lines_in(found)) or re.search(
                    r"\bpartial|\brest (?:to )?follow|\bpart of\b", fold(text)
                ):
                    yield Slot(name="partial", value=True, rule="words")

    def text(self, request: Request) -> str:
        """The words of the request; the whole message when it is the only one."""
        if self.alone:
            return self.scene.text
        tokens = self.scene.tokens
        return " ".join(
            self.scene.text[tokens[s.start].start : tokens[s.end - 1].end] for s in request.scopes
        )

    def holds(self, request: Request, span: Span) -> bool:
        tokens = self.scene.tokens
        return self.alone or any(
            tokens[s.start].start <= span.start < tokens[s.end - 1].end for s in request.scopes
        )

    def documents(self, request: Request) -> tuple[DocumentMention, ...]:
        return tuple(d for d in self.scene.documents if self.holds(request, d.span))

    def _kind(self, found: Sequence[Slot]) -> str:
        number = next((str(slot.value) for slot in found if slot.name == "document"), "")
        if not number:
            number = self.utterance.context.document or ""
            named = [d.number for d in self.scene.documents if d.series]
            number = named[0] if named else number
        return KIND.get(series_of(number), "")

    def _customer(self, request: Request) -> Iterator[Slot]:
        if self.customer is not None:
            yield Slot(name="customer", value=self.customer, rule="sender")
            return
        if not self.utterance.staff:
            return
        mine = [m for m in self.scene.clients if self.holds(request, m.span)] or list(
            self.scene.clients
        )
        subject = list(self.subject.clients) if self.subject else []
        thread = None if self.documents(request) else self.utterance.context.customer
        found = list(named_customer((*mine, *subject)))
        if not found and any("customer" in need for need in BY_NAME[request.intent].needs):
            found = list(unknown_customer(self.scene, self.clients, whole=thread is not None))
        yield from found
        if thread and not found:
            yield Slot(name="customer", value=thread, rule="thread")

    def _document(self, request: Request) -> Iterator[Slot]:
        return cited(
            request.intent,
            self.text(request),
            mine=self.documents(request),
            scene=self.scene,
            subject=self.subject,
            thread=self.utterance.context.document,
        )

    def _lines(self, request: Request) -> Iterator[Slot]:
        whole = (Scope(start=0, end=len(self.scene.tokens)),) if self.scene.tokens else ()
        scopes = whole if self.alone else request.scopes
        amends = request.intent in AMENDING
        lines = (
            lines_of(self.scene, scopes, catalogue=self.catalogue, amends=amends) if scopes else ()
        )
        if (
            not lines
            and not amends
            and not self.alone
            and BY_NAME[request.intent].needs[-1:] == ("lines",)
        ):
            lines = lines_of(self.scene, whole, catalogue=self.catalogue, amends=False)
        if not amends:
            lines = without_purposes(lines, self.scene.text)
        if not lines and request.intent in SPOKEN_OF and not self.scene.wordings:
            lines = self._spoken_of(request)
        if amends and (
            not lines or all(line.item is None and not line.candidates for line in lines)
        ):
            lines = self._referred(request) or lines
        elif amends:
            context, said = self.utterance.context, self.text(request)
            lines = tuple(
                line if line.op == "add" else among_shown(line, context, catalogue=self.catalogue)
                for line in lines
            )
            beside = changes_beside(said, context, catalogue=self.catalogue)
            named = {line.item for line in lines}
            lines = (*(line for line in beside if line.item not in named), *lines)
        if request.intent == "correct_invoice":
            said = self.text(request)
            lines = tuple(agreed_price(line, said) for line in lines)
            lines = (agreed_quantity(lines[0], said),) if len(lines) == 1 else lines
        lines = without_echo(lines)
        if request.intent == "create_return":
            lines = without_what_was_meant(lines, self.scene)
        if request.intent in {"create_return", "drop_shipment"}:
            lines = tuple(one_if_singular(line, self.scene) for line in lines)
        if request.intent in {"create_return", "post_shipment"}:
            lines = only_counted(lines)
        if amends:
            lines = tuple(
                other_ones(percent_on_line(line, self.scene), self.scene, catalogue=self.catalogue)
                for line in lines
            )
        else:
            lines = tuple(percent_in_brackets(line, self.scene) for line in lines)
        if request.intent == "change_document" and lines and self._is_header_change(request, lines):
            return
        if lines:
            yield Slot(name="lines", value=lines, span=lines[0].span, rule="lines")

    def _spoken_of(self, request: Request) -> tuple[Line, ...]:
        """ "Great, quote those": lines that somebody asked about just before."""
        return spoken_of(self.text(request), self.utterance.context, catalogue=self.catalogue)

    def _referred(self, request: Request) -> tuple[Line, ...]:
        """ "Make that 20", "remove the second one": lines shown before."""
        text = self.text(request)
        if self.scene.dates or self.scene.address or self.scene.po_numbers:
            return ()
        before = referred(text, self.utterance.context, catalogue=self.catalogue)
        if re.search(
            r"\b(?:remove|drop|delete|strike|take|leave|cancel|without|scratch)\b",
            without_percents(fold(text)),
        ):
            return tuple(Line(item=line.item, op="remove") for line in before)
        count = new_quantity(text)
        return tuple(
            Line(item=line.item, op="set", quantity=count) for line in before if count is not None
        )

    def _lines_so_far(self, request: Request) -> tuple[Line, ...]:
        return lines_in_scene(self, request) if request.intent == "correct_invoice" else ()

    def _is_header_change(self, request: Request, lines: Sequence[Line]) -> bool:
        return all(line.item is None and not line.candidates for line in lines) and bool(
            self.scene.address or self.scene.po_numbers
        )

    def _terms(self, name: str, request: Request) -> Iterator[Slot]:
        scene = self.scene
        if name == "po_number":
            mine = [s for s in scene.po_numbers if self.holds(request, s.span)]
            subject = self.subject.po_numbers if self.subject else ()
            for said in (
                *mine,
                *(
                    subject
                    if request.intent
                    in {"create_order", "accept_quote", "change_document", "repeat_order"}
                    else ()
                ),
            ):
                yield Slot(
                    name=name, value=said.value, span=said.span if said in mine else None, rule="po"
                )
                return
        elif name == "payment_terms":
            for said in scene.terms:
                if self.holds(request, said.span):
                    yield Slot(name=name, value=said.value, span=said.span, rule="terms")
                    return
        elif (
            name == "ship_to"
            and scene.address
            and (self.holds(request, scene.address.span) or self.alone)
        ):
            yield Slot(
                name=name, value=scene.address.value, span=scene.address.span, rule="address"
            )
        elif name == "discount_pct":
            on_lines = {line.discount_pct for line in lines_in_scene(self, request)} - {None}
            for value, span in scene.percents:
                if self.holds(request, span) and value not in on_lines:
                    yield Slot(name=name, value=value, span=span, rule="percent")
                    return

    def _amount(self, request: Request) -> Iterator[Slot]:
        amounts = [
            m for m in (*self.scene.money, *self.scene.bare_amounts) if self.holds(request, m.span)
        ]
        if not amounts:
            return
        paid = amounts[0]
        yield Slot(name="amount", value=paid.amount, span=paid.span, rule="money")
        if paid.currency:
            yield Slot(name="currency", value=paid.currency, span=paid.span, rule="money")


def lines_in_scene(filler: Filler, request: Request) -> tuple[Line, ...]:
    slots = tuple(filler._lines(request)) if "lines" in BY_NAME[request.intent].slots else ()
    return _lines_in(slots)


def _lines_in(found: Sequence[Slot]) -> tuple[Line, ...]:
    for slot in found:
        if slot.name == "lines" and isinstance(slot.value, tuple):
            return slot.value
    return ()


def _told(name: str, told: "details.Told | None") -> list[Slot]:
    return [Slot(name=name, value=told.value, rule="words")] if told else []


def _direct(text: str) -> str:
    return (
        "special"
        if re.search(
            r"\bspecial|\bthrough (?:our|us)|\bour (?:own )?warehouse|\bvia (?:our|us)", fold(text)
        )
        else "drop"
    )
