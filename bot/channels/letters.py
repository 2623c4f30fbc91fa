"""A reply drawn as a mail: HTML, its text twin, and the papers it names.

Buttons become signed links, choices numbers to answer with. What a letter says is fixed
when the reply is queued; its bytes when it is first sent.
"""

from dataclasses import dataclass
from urllib.parse import quote

from bot.papers import file_name
from bot.reply import Button, Reply, Tone
from domain.setup import CompanySetup
from templates.letters import LetterFacts, Link, Written, letter
from templates.wording import wording


@dataclass(frozen=True, kw_only=True)
class Letterhead:
    """Who writes: the company, and where signed links lead."""

    company: str
    accent: str
    signature: tuple[str, ...]
    public_url: str


def letterhead(setup: CompanySetup, public_url: str) -> Letterhead:
    return Letterhead(
        company=setup.name,
        accent=setup.accent,
        signature=(),
        public_url=public_url.rstrip("/"),
    )


def draw(
    reply: Reply, tokens: tuple[str, ...], head: Letterhead, *, to_name: str, language: str = "en"
) -> Written:
    """Write a reply as a mail body. `tokens` stand for its buttons, in order."""
    *paragraphs, last = reply.text.split("\n\n")
    asks = bool(reply.options)
    lines = reply.lines
    return letter(
        LetterFacts(
            language=language,
            company=head.company,
            accent=head.accent,
            greeting_name="" if "@" in to_name else to_name,
            paragraphs=tuple(paragraphs if asks else [*paragraphs, last]),
            facts=reply.facts,
            head=lines.head if lines else (),
            rows=lines.rows if lines else (),
            numeric=lines.numeric if lines else (),
            totals=reply.totals,
            question=last if asks else "",
            options=tuple(option.label for option in reply.options),
            pay=_pay(reply, language),
            links=tuple(
                _link(button, token, head)
                for button, token in zip(reply.buttons, tokens, strict=True)
            ),
            notes=reply.notes,
            attached=tuple(file_name(paper, language) for paper in reply.papers),
            signature=head.signature,
        )
    )


def _pay(reply: Reply, language: str) -> Link | None:
    if not reply.pay_link:
        return None
    return Link(label=wording(language).say("mail.pay"), url=reply.pay_link, primary=True)


def _link(button: Button, token: str, head: Letterhead) -> Link:
    return Link(
        label=button.label,
        url=f"{head.public_url}/act/{quote(token)}",
        primary=button.tone is Tone.PRIMARY,
    )
