"""The clerk's answers in the language of who asked.

What we say is written in English, in the code that says it. Another language is one file of
data, `bot/words/<language>.json`: English templates and what they are there, refusals by their
code (`refusal.CODE`, with the fields of the refusal), labels as they stand. What has no words
there stays English.
"""

import json
from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

from sqlalchemy.orm import Session

from bot.intents.languages import ENGLISH, clear_language
from bot.intents.tokens import tokenize
from bot.message import Message
from bot.reply import Button, Option, Reply, Table
from domain.errors import Refusal, Several
from domain.parties.contacts import language_of
from domain.said import Said, SaidTogether, Sum, together
from templates.pages import day, figure, money, quantity

_WORDS = Path(__file__).parent / "words"


def sum_of(amount: Decimal, currency: str) -> Sum:
    """An amount for a sentence."""
    return Sum(amount=amount, currency=currency, figure=figure(amount, currency))


def language_for(message: Message, before: str, session: Session) -> str:
    """In which language who writes is answered: his own, else as `before`, else his card's.

    Our own people are answered in English.
    """
    if not message.actor.is_contact:
        return ENGLISH
    spoken = clear_language(tokenize(message.text[:2_000]))
    return spoken or before or language_of(session, message.actor)


@cache
def languages() -> frozenset[str]:
    """The languages besides English in which we answer."""
    return frozenset(path.stem for path in _WORDS.glob("*.json"))


def sentence_of(refusal: Refusal) -> str:
    """A refusal's sentence, to be retold by its code and fields."""
    if isinstance(refusal, Several):
        return together(sentence_of(one) for one in refusal.refusals)
    values = {field.name: getattr(refusal, field.name) for field in fields(refusal)}
    return Said.of(f"refusal.{refusal.code}", values, text=refusal.sentence())


def retold(text: str, language: str) -> str:
    """One text in a language; what has no words there is returned as it is."""
    if language not in languages():
        return text
    if isinstance(text, SaidTogether):
        first, *others = (retold(part, language) for part in text.parts)
        return text.separator.join((first, *(_begun(part) for part in others)))
    if not isinstance(text, Said):
        return _words(language).get(text, text)
    template = _template(text, _words(language))
    if template is None:
        return text
    values = {name: _worded(value, language) for name, value in text.values.items()}
    return template.format(**values).replace("..", ".")


def in_language(reply: Reply, language: str) -> Reply:
    """The whole reply in a language: texts, labels, buttons and choices; never a command."""
    if language not in languages():
        return reply

    def told(text: str) -> str:
        return retold(text, language)

    return replace(
        reply,
        text=told(reply.text),
        facts=tuple((told(label), told(value)) for label, value in reply.facts),
        lines=_table(reply.lines, language) if reply.lines else None,
        totals=tuple((told(label), value) for label, value in reply.totals),
        buttons=tuple(_button(button, language) for button in reply.buttons),
        notes=tuple(told(note) for note in reply.notes),
        options=tuple(Option(label=told(one.label), says=one.says) for one in reply.options),
    )


def _begun(sentence: str) -> str:
    """A sentence that does not follow a greeting begins with a capital letter."""
    return sentence[:1].upper() + sentence[1:]


def _template(text: Said, words: Mapping[str, str]) -> str | None:
    """What stands for a sentence; a refusal may have other words where a field is filled.

    "refusal.not_found+near" is for a `NotFound` whose `near` is not empty.
    """
    if text.template.startswith("refusal."):
        filled = (f"{text.template}+{name}" for name, value in text.values.items() if value)
        found = next((words[key] for key in filled if key in words), None)
        if found is not None:
            return found
    return words.get(text.template)


def _table(table: Table, language: str) -> Table:
    return replace(table, head=tuple(retold(name, language) for name in table.head))


def _button(button: Button, language: str) -> Button:
    blank = button.blank
    return replace(
        button,
        label=retold(button.label, language),
        confirm=retold(button.confirm, language) if button.confirm else button.confirm,
        blank=replace(blank, label=retold(blank.label, language)) if blank else None,
    )


def _worded(value: object, language: str) -> object:
    if isinstance(value, Sum):
        return money(value.amount, value.currency, language)
    if isinstance(value, Decimal):
        return quantity(value, language)
    if isinstance(value, date):
        return day(value, language)
    if isinstance(value, tuple):
        return ", ".join(str(_worded(one, language)) for one in value)
    return retold(value, language) if isinstance(value, str) else value


@cache
def _words(language: str) -> Mapping[str, str]:
    words: dict[str, str] = json.loads((_WORDS / f"{language}.json").read_text(encoding="utf-8"))
    return words
