"""Papers as bytes: rendered once from their frozen facts, kept by the hash of what they say.

The second request for an unchanged paper reads a file. Nothing else in `bot` renders.
"""

import os
import re
import threading
import unicodedata
from pathlib import Path
from typing import Protocol

import structlog

from bot.reply import Paper
from domain.database import Database
from domain.papers import PaperFacts
from domain.sales.issued import paper as issued_paper
from templates.einvoice import TYPE_CODES
from templates.einvoice_files import FORMATS, EInvoiceFile, NoEInvoice, einvoice_file
from templates.fingerprint import fingerprint
from templates.own import OwnTemplates, TemplateRefused, own_for
from templates.rendering import RenderingFailed
from templates.wording import wording

log = structlog.get_logger("salesclerk.papers")

_SPELT = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss"}
)
_FILE_WORDS = {"return-confirmation": "Return-Authorisation", "pro-forma": "Pro-Forma-Invoice"}


class Rendering(Protocol):
    """What prints a paper; `templates.rendering.Renderer` in warm processes."""

    def render(self, facts: PaperFacts, own: OwnTemplates | None = None) -> bytes: ...


class PaperStore:
    """Gives the PDF of an issued paper. Any thread may ask.

    `own` is the folder of the company's own templates; it is read for each paper.
    """

    def __init__(
        self, database: Database, renderer: Rendering, folder: Path, *, own: Path | None = None
    ) -> None:
        self._database = database
        self._renderer = renderer
        self._folder = folder
        self._own = own

    def pdf(self, paper: Paper) -> bytes:
        """The bytes of one paper.

        Raises:
            NotFound: no such paper was issued.
            templates.rendering.RenderingFailed: it cannot be printed.
        """
        facts = self._facts(paper)
        own = self._own_templates(facts)
        kept = self._folder / f"{fingerprint(facts, own)}.pdf"
        if kept.exists():
            return kept.read_bytes()
        content = self._renderer.render(facts, own)
        self._folder.mkdir(parents=True, exist_ok=True)
        unfinished = kept.with_suffix(f".{os.getpid()}-{threading.get_ident()}.part")
        unfinished.write_bytes(content)
        unfinished.replace(kept)  # a reader sees the whole file or none
        return content

    def einvoice(self, paper: Paper) -> EInvoiceFile | None:
        """The file that the customer wants beside the PDF; None for none.

        None too where the bill lacks what the format asks for: the PDF then goes alone.
        """
        facts = self._facts(paper)
        form = facts.buyer.einvoice
        if facts.kind not in TYPE_CODES or form not in FORMATS:
            return None
        try:
            return einvoice_file(facts, form)
        except NoEInvoice as why:
            log.warning("no_einvoice", number=facts.number, why=str(why))
            return None

    def _own_templates(self, facts: PaperFacts) -> OwnTemplates | None:
        try:
            return own_for(facts.kind, self._own) if self._own else None
        except TemplateRefused as why:
            raise RenderingFailed(f"{facts.number} was not printed: {why}") from why

    def _facts(self, paper: Paper) -> PaperFacts:
        with self._database.reading() as session:
            return issued_paper(session, paper.kind, number=paper.number, version=paper.version)


def file_name(paper: Paper, language: str = "en") -> str:
    """The name a paper is attached under: "Quote_S-QUO1001.pdf", with its version from 2 on.

    In another language it is called by its own title there, in plain letters.
    """
    words = wording(language)
    word = _FILE_WORDS.get(paper.kind, paper.kind.title())
    if words.language != "en":
        word = _plain(words.say(f"{paper.kind}.title"))
    tail = f"_v{paper.version}" if paper.version > 1 else ""
    return f"{word}_{paper.number}{tail}.pdf"


def _plain(title: str) -> str:
    """A title as part of a file name: "Auftragsbestätigung" as "Auftragsbestaetigung"."""
    spelt = title.translate(_SPELT)
    letters = unicodedata.normalize("NFKD", spelt).encode("ascii", "ignore").decode()
    return "-".join(re.findall(r"[A-Za-z0-9]+", letters)) or "Document"
