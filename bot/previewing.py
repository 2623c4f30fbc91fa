"""`salesclerk templates`: own templates begun, looked at and checked before anybody gets them.

They are printed as in earnest, in a worker that may take neither all memory nor all time.
"""

import sys
from pathlib import Path

from bot.founding import is_ready
from bot.settings import read_settings
from domain.database import Database
from domain.papers import KINDS
from domain.sales.paper_facts import seller
from domain.setup import setup
from templates.own import TemplateRefused, own_for, start_of
from templates.rendering import Renderer, RenderingFailed
from templates.specimen import US, specimen
from templates.wording import languages


def run_preview(
    kind: str, *, output: Path, language: str, lines: int, folder: Path | None = None
) -> int:
    """Print a specimen of the kind under the company's letterhead and its own templates; 1 if not.

    `folder` replaces the installation's folder of own templates.
    """
    if kind not in KINDS:
        return _refused(f"There is no paper of the kind {kind}; there are {', '.join(KINDS)}.")
    if language not in languages():
        known = ", ".join(sorted(languages()))
        return _refused(f"There are no words in {language}; there are {known}.")
    settings = read_settings()
    us = US
    if is_ready(settings.database):
        with Database(settings.database).reading() as session:
            us = seller(setup(session))
    facts = specimen(kind, seller=us, language=language, locale=language, count=lines)
    printer = Renderer(1)
    try:
        own = own_for(kind, folder or settings.folder / "templates")
        output.write_bytes(printer.render(facts, own))
    except (TemplateRefused, RenderingFailed) as why:
        return _refused(str(why))
    finally:
        printer.close()
    print(f"{output} ({kind}, {'your own template' if own else 'our template'})")
    return 0


def run_start(kind: str) -> int:
    """Begin an own template of the kind in the installation's folder; one that is there stays."""
    if kind not in KINDS:
        return _refused(f"There is no paper of the kind {kind}; there are {', '.join(KINDS)}.")
    page = read_settings().folder / "templates" / f"{kind}.html"
    if page.exists():
        return _refused(f"{page} is there already.")
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text(start_of(kind), encoding="utf-8")
    print(f"{page}\nChange it, then: salesclerk templates preview {kind} -o {kind}.pdf")
    return 0


def _refused(why: str) -> int:
    print(why, file=sys.stderr)
    return 1
