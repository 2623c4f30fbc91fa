"""Every e-invoice meets the rules of its keepers: EN 16931, Factur-X, XRechnung, Peppol BIS."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from domain.papers import PaperFacts
from templates.einvoice import TaxGroup, einvoice
from templates.einvoice_files import FORMATS, NoEInvoice, einvoice_file, lack
from tests.papers import official
from tests.papers.bills import bill
from tests.papers.cases import AUTHORITY, cases
from tests.papers.posted import invoice
from tests.papers.samples import BRANDT, SELLER

pytestmark = pytest.mark.slow

BILLS = 200
NO_RULES = official.missing()


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """What the official rules say of all bills of this module, asked once: they start slowly."""
    if NO_RULES:
        pytest.skip(NO_RULES)
    folder = tmp_path_factory.mktemp("bills")
    for form in FORMATS:
        (folder / form).mkdir()
        for seed in range(BILLS):
            _write(folder, form, name=f"chance-{seed}", facts=bill(seed))
        for name, facts in cases().items():
            _write(folder, form, name=f"case-{name}", facts=facts)
        sound = einvoice_file(invoice(4), form).content
        for name, (old, new) in _FAULTS[form].items():
            broken = sound.replace(old.encode(), new.encode())
            assert broken != sound, name
            (folder / form / f"fault-{name}.xml").write_bytes(broken)
    return official.failures(folder)


@pytest.mark.parametrize("form", FORMATS)
def test_two_hundred_bills_by_chance_meet_the_official_rules(
    form: str, told: dict[str, list[str]]
) -> None:
    found = _of(form, "chance", told)

    assert len(found) == BILLS
    assert {name: broken for name, broken in found.items() if broken} == {}


@pytest.mark.parametrize("form", FORMATS)
def test_every_special_case_meets_the_official_rules(form: str, told: dict[str, list[str]]) -> None:
    assert _of(form, "case", told) == {f"case-{name}": [] for name in cases()}


@pytest.mark.parametrize("form", FORMATS)
def test_bills_with_one_fault_are_rejected_by_the_rule_that_names_it(
    form: str, told: dict[str, list[str]]
) -> None:
    found = _of(form, "fault", told)

    assert len(found) == len(_FAULTS[form]) >= 10
    for name, broken in found.items():
        rule = name.removeprefix("fault-").partition("--")[0]
        assert any(rule in one for one in broken), (name, broken)


@pytest.mark.parametrize("feature", ["chance", "case"])
def test_no_special_case_is_left_to_luck(feature: str) -> None:
    bills = [bill(seed) for seed in range(BILLS)] if feature == "chance" else [*cases().values()]

    absent = [name for name, has in _FEATURES.items() if not any(map(has, bills))]

    assert absent == []


@pytest.mark.parametrize(
    ("changes", "form", "why"),
    [
        (
            {"your_reference": "", "buyer": replace(BRANDT, contact="")},
            "xrechnung",
            "the buyer's reference (Leitweg-ID or order number) is missing",
        ),
        ({"seller": replace(SELLER, phone="")}, "xrechnung", "our phone number is missing"),
        (
            {"buyer": replace(BRANDT, address_lines=("Marktplatz 19", "Bremen"))},
            "xrechnung",
            "the buyer's post code is missing",
        ),
        (
            {"buyer": replace(BRANDT, email="", vat_id="")},
            "ubl",
            "the buyer's electronic address is missing",
        ),
    ],
)
def test_what_a_guide_asks_for_and_the_bill_lacks_is_named(
    changes: dict[str, object], form: str, why: str
) -> None:
    facts = replace(invoice(1), **changes)  # type: ignore[arg-type]

    assert lack(facts, form) == why
    assert lack(facts, "facturx") == ""
    with pytest.raises(NoEInvoice, match="PS-INV103001"):
        einvoice_file(facts, form)


def test_the_buyers_own_reference_and_address_go_into_the_file() -> None:
    ours = replace(BRANDT, buyer_reference="KST 4711", einvoice_address="0088:4012345000009")

    to_authority = einvoice_file(invoice(1, buyer=AUTHORITY), "xrechnung").content.decode()
    to_firm = einvoice_file(invoice(1, buyer=ours), "ubl").content.decode()

    assert "<ram:BuyerReference>04011000-12345-34</ram:BuyerReference>" in to_authority
    assert '<ram:URIID schemeID="0204">04011000-12345-34</ram:URIID>' in to_authority
    assert "<cbc:BuyerReference>KST 4711</cbc:BuyerReference>" in to_firm
    assert '<cbc:EndpointID schemeID="0088">4012345000009</cbc:EndpointID>' in to_firm


def test_a_discount_for_early_payment_is_readable_for_machines_in_germany() -> None:
    told = einvoice_file(invoice(1), "xrechnung").content.decode()

    assert "<ram:Description>#SKONTO#TAGE=10#PROZENT=2.00#\n30 days net" in told


def _write(folder: Path, form: str, *, name: str, facts: PaperFacts) -> None:
    (folder / form / f"{name}.xml").write_bytes(einvoice_file(facts, form).content)


def _of(form: str, group: str, told: dict[str, list[str]]) -> dict[str, list[str]]:
    start = f"{form}/{group}-"
    return {
        name.removeprefix(f"{form}/").removesuffix(".xml"): broken
        for name, broken in told.items()
        if name.startswith(start)
    }


def _category(letter: str) -> Callable[[PaperFacts], bool]:
    return lambda facts: any(group.category == letter for group in _groups(facts))


def _groups(facts: PaperFacts) -> tuple[TaxGroup, ...]:
    told = einvoice(facts)
    assert told is not None
    return told.groups


_FEATURES: dict[str, Callable[[PaperFacts], bool]] = {
    **{f"category {letter}": _category(letter) for letter in ("S", "Z", "E", "AE", "K", "G")},
    "several rates": lambda facts: len(facts.vat) > 1,
    "allowance on the bill": lambda facts: facts.invoice_discount > 0,
    "prepayments deducted": lambda facts: facts.prepaid > 0,
    "foreign currency": lambda facts: facts.local_currency == "EUR",
    "credit": lambda facts: facts.kind == "credit-memo",
    "prepayment": lambda facts: facts.kind == "prepayment-invoice",
    "credit of a prepayment": lambda facts: facts.kind == "prepayment-credit-memo",
    "rounding": lambda facts: facts.rounding != 0,
    "prices with VAT": lambda facts: facts.prices_include_vat,
    "paid": lambda facts: facts.payment_state == "paid",
    "instalments": lambda facts: len(facts.instalments) > 1,
    "discount on a line": lambda facts: any(line.discount_pct for line in facts.lines),
}

_OTHER_TYPE = ("<ram:TypeCode>380<", "<ram:TypeCode>999<")
_OTHER_CURRENCY = ("<ram:InvoiceCurrencyCode>EUR", "<ram:InvoiceCurrencyCode>XQX")
# What is replaced in a sound file, by the rule that must notice.
_CII_FAULTS = {
    "BR-CO-10--lines": ("<ram:LineTotalAmount>1512.00", "<ram:LineTotalAmount>1512.01"),
    "BR-S-08--base": ("<ram:BasisAmount>4709.30", "<ram:BasisAmount>4719.30"),
    "BR-CO-14--tax": ("<ram:CalculatedAmount>894.77", "<ram:CalculatedAmount>894.78"),
    "BR-CO-16--due": ("<ram:DuePayableAmount>", "<ram:DuePayableAmount>1"),
    "BR-CO-09--prefix": ("DE811204377", "811204377"),
}
_FAULTS = {
    "facturx": {
        "FX-SCH-A-000555--type": _OTHER_TYPE,
        "FX-SCH-A-000595--currency": _OTHER_CURRENCY,
        "BR-02--no-number": ("<ram:ID>PS-INV103001</ram:ID>", ""),
        "BR-06--no-seller": ("<ram:Name>Fabrik &amp; Söhne Büromöbel GmbH</ram:Name>", ""),
        "BR-07--no-buyer": ("<ram:Name>Brandt &amp; Söhne GmbH</ram:Name>", ""),
        "FX-SCH-A-000619--category": ("<ram:CategoryCode>S<", "<ram:CategoryCode>Q<"),
        "FX-SCH-A-000613--unit": ('unitCode="C62"', 'unitCode="piece"'),
        **_CII_FAULTS,
    },
    "xrechnung": {
        "BR-CL-01--type": _OTHER_TYPE,
        "BR-CL-04--currency": _OTHER_CURRENCY,
        "BR-DE-15--no-reference": ("<ram:BuyerReference>PO 77-4410</ram:BuyerReference>", ""),
        "BR-DE-6--no-phone": (
            "<ram:TelephoneUniversalCommunication>\n            "
            "<ram:CompleteNumber>+49 40 555 0199</ram:CompleteNumber>\n          "
            "</ram:TelephoneUniversalCommunication>",
            "",
        ),
        "BR-DE-4--no-post-code": ("<ram:PostcodeCode>20457</ram:PostcodeCode>", ""),
        "BR-DE-18--discount": ("#SKONTO#TAGE=10#", "#SKONTO#TAGE=ten#"),
        "PEPPOL-EN16931-R001--process": (
            "<ram:ID>urn:fdc:peppol.eu:2017:poacc:billing:01:1.0</ram:ID>",
            "",
        ),
        **_CII_FAULTS,
    },
    "ubl": {
        "PEPPOL-EN16931-R004--guide": ("poacc:billing:3.0", "poacc:billing:2.0"),
        "PEPPOL-EN16931-R010--no-mailbox": (
            '<cbc:EndpointID schemeID="9930">DE811204377</cbc:EndpointID>',
            "",
        ),
        "PEPPOL-EN16931-CL008--scheme": ('schemeID="9930"', 'schemeID="9999"'),
        "PEPPOL-EN16931-R120--line": (">189</cbc:PriceAmount>", ">188</cbc:PriceAmount>"),
        "PEPPOL-EN16931-P0100--type": ("TypeCode>380<", "TypeCode>381<"),
        "BR-02--no-number": ("<cbc:ID>PS-INV103001</cbc:ID>", ""),
        "BR-CO-10--lines": (">1512.00</cbc:LineExt", ">1512.01</cbc:LineExt"),
        "BR-S-08--base": (">4709.30</cbc:TaxableAmount>", ">4719.30</cbc:TaxableAmount>"),
        "BR-CO-14--tax": (">894.77</cbc:TaxAmount>", ">894.78</cbc:TaxAmount>"),
        "BR-CO-16--due": ('PayableAmount currencyID="EUR">', 'PayableAmount currencyID="EUR">1'),
        "BR-CL-04--currency": (">EUR</cbc:DocumentCurr", ">XQX</cbc:DocumentCurr"),
        "BR-CO-09--prefix": ("<cbc:CompanyID>DE811204377", "<cbc:CompanyID>811204377"),
    },
}
