"""The fingerprint of a paper: equal facts on equal templates print the same bytes.

Whoever keeps rendered papers files them under it; it changes when a fact, a template, a word,
a font or the print library changes.
"""

import hashlib
import json
from dataclasses import asdict
from functools import cache
from importlib.metadata import version

from domain.papers import PaperFacts
from templates.own import OwnTemplates
from templates.pages import FOLDER

_PARTS = ("*.py", "*.css", "papers/*.html", "words/*.json", "fonts/*.ttf")


def fingerprint(facts: PaperFacts, own: OwnTemplates | None = None) -> str:
    """Compute the SHA-256, in hex, of the facts in canonical JSON and of this edition.

    The company's own templates count where they bear on the paper's kind.
    """
    # Decimals and dates as text: 1.5 and 1.50 print alike but are kept apart, which is harmless.
    told = json.dumps(asdict(facts), sort_keys=True, separators=(",", ":"), default=str)
    theirs = f"{own.pages.get(facts.kind, '')}\0{own.style}\n" if own is not None else ""
    whole = f"{edition()}\n{theirs}{told}"
    return hashlib.sha256(whole.encode(errors="backslashreplace")).hexdigest()


@cache
def edition() -> str:
    """Identify what turns facts into a PDF: our own files here and WeasyPrint's version."""
    digest = hashlib.sha256(version("weasyprint").encode())
    for path in sorted(path for part in _PARTS for path in FOLDER.glob(part)):
        digest.update(path.relative_to(FOLDER).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()
