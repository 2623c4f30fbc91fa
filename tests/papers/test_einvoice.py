"""The e-invoice in a posted bill: the official rules, the same figures, an archive-grade file."""

import io
from dataclasses import replace
from decimal import Decimal

import pikepdf
import pytest
from lxml import etree

from domain.papers import PaperFacts, VatRow
from templates.cii import PROFILE, cii
from templates.einvoice import einvoice, hindrance
from templates.pdf import render
from tests.papers import official
from tests.papers.bills import bill
from tests.papers.positions import text
from tests.papers.posted import credit_memo, delivery_note, invoice, prepayment_invoice
from tests.papers.samples import BRANDT, SELLER, quote

pytestmark = pytest.mark.slow

_RAM = "urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100"
BILLS = 200
NO_RULES = official.missing()


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """What the official rules say of all bills of this module, asked once: they start slowly."""
    if NO_RULES:
        pytest.skip(NO_RULES)
    folder = tmp_path_factory.mktemp("bills")
    for seed in range(BILLS):
        (folder / f"chance-{seed}.xml").write_bytes(_xml(bill(seed)))
    for name, facts in _cases().items():
        (folder / f"case-{name}.xml").write_bytes(_xml(facts))
    sound = _xml(invoice(4))
    for name, (old, new) in _FAULTS.items():
        broken = sound.replace(old.encode(), new.encode())
        assert broken != sound, name
        (folder / f"fault-{name}.xml").write_bytes(broken)
    return official.failures(folder)


def test_two_hundred_bills_by_chance_meet_the_official_rules(told: dict[str, list[str]]) -> None:
    found = _of("chance", told)

    assert len(found) == BILLS
    assert {name: broken for name, broken in found.items() if broken} == {}


def test_the_samples_of_every_case_meet_the_official_rules(told: dict[str, list[str]]) -> None:
    assert _of("case", told) == {f"case-{name}.xml": [] for name in _cases()}


def test_bills_with_one_fault_are_rejected(told: dict[str, list[str]]) -> None:
    found = _of("fault", told)

    assert len(found) == len(_FAULTS) >= 10
    assert [name for name, broken in found.items() if not broken] == []


def test_the_data_says_what_the_paper_says() -> None:
    for facts in map(bill, range(BILLS)):
        sums = _sums(_xml(facts))

        assert sums["GrandTotalAmount"] == facts.total - facts.rounding
        assert sums["TaxBasisTotalAmount"] == facts.net
        paid = facts.payment_state == "paid"
        assert sums["DuePayableAmount"] == (0 if paid else facts.total)
        less = sums["AllowanceTotalAmount"] - sums["ChargeTotalAmount"]
        assert sums["LineTotalAmount"] - less == sums["TaxBasisTotalAmount"]


def test_the_printed_bill_and_its_data_agree() -> None:
    for seed in (1, 2, 3):
        facts = bill(seed)

        printed = render(facts)

        attached = _attached(printed)
        assert attached == _xml(facts)
        for figure in (*[line.amount for line in facts.lines], facts.net, facts.total):
            assert f"{figure:,.2f}".replace("-", "−") in text(printed)


def test_a_credit_memo_is_positive_and_names_its_invoice() -> None:
    root = etree.fromstring(_xml(credit_memo(2)))

    told = {etree.QName(one).localname: one.text for one in root.iter("{*}*")}
    reference = root.find(f".//{{{_RAM}}}InvoiceReferencedDocument/{{{_RAM}}}IssuerAssignedID")
    assert root.findtext(".//{*}ExchangedDocument/{*}TypeCode") == "381"
    assert reference is not None
    assert reference.text == "PS-INV103001"
    assert Decimal(told["DuePayableAmount"] or "") > 0
    assert root.find(".//{*}SpecifiedTradeSettlementPaymentMeans") is None


def test_why_no_vat_is_charged_stands_in_the_data() -> None:
    for clause, category in (("REVERSE", "AE"), ("EU", "K"), ("EXPORT", "G"), ("EXEMPT", "E")):
        root = etree.fromstring(_xml(_untaxed(clause)))

        tax = root.find(".//{*}ApplicableHeaderTradeSettlement/{*}ApplicableTradeTax")
        assert tax is not None
        assert tax.findtext("{*}CategoryCode") == category
        assert (tax.findtext("{*}ExemptionReason") or "").endswith(".")


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        (quote(1), "only posted bills have an e-invoice"),
        (delivery_note(1), "only posted bills have an e-invoice"),
        (
            invoice(1, seller=replace(SELLER, vat_id="", tax_no="")),
            "the seller has no VAT or tax number",
        ),
        (invoice(1, lines=()), "there are no lines"),
        (invoice(1, total=Decimal("1.00")), "net, VAT and rounding are not the total"),
        (invoice(1, net=Decimal("1.00")), "the VAT bases are not the net total"),
    ],
)
def test_a_bill_that_cannot_be_told_truthfully_has_no_data(facts: PaperFacts, why: str) -> None:
    assert hindrance(facts) == why
    assert einvoice(facts) is None


def test_reverse_charge_without_the_buyers_vat_id_has_no_data() -> None:
    facts = replace(_untaxed("REVERSE"), buyer=replace(BRANDT, vat_id=""))

    assert hindrance(facts) == "the buyer's VAT ID is missing"


def test_a_posted_bill_is_an_archive_file_with_one_block_of_metadata() -> None:
    pdf = pikepdf.open(io.BytesIO(render(invoice(2))))
    metadata = pdf.Root.Metadata.read_bytes().decode()

    assert metadata.count("<rdf:RDF") == 1
    assert 'pdfaid:part="3"' in metadata
    assert 'pdfaid:conformance="A"' in metadata
    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata
    assert "<fx:ConformanceLevel>EN 16931</fx:ConformanceLevel>" in metadata
    assert metadata.count("pdfaSchema:namespaceURI>") == 4  # two schemas, opened and closed
    assert pdf.Root.OutputIntents
    assert str(pdf.Root.AF[0].AFRelationship) == "/Alternative"
    assert PROFILE.encode() in _attached(render(invoice(2)))


def test_a_posted_bill_without_data_is_an_archive_file_all_the_same() -> None:
    pdf = pikepdf.open(io.BytesIO(render(invoice(1, total=Decimal("1.00")))))
    metadata = pdf.Root.Metadata.read_bytes().decode()

    assert 'pdfaid:part="3"' in metadata
    assert "fx:" not in metadata
    assert "/AF" not in pdf.Root


def test_a_reprint_of_an_archive_file_is_the_same_file() -> None:
    assert render(credit_memo(2)) == render(credit_memo(2))


@pytest.mark.parametrize("hostile", ["\x00\x1b[2J\ud800\uffff", "]]><x/>", "", "&#0;&amp;"])
def test_any_text_makes_well_formed_data(hostile: str) -> None:
    facts = invoice(1)
    goods = replace(facts.lines[0], description=hostile, details=hostile, item_no=hostile)
    buyer = replace(BRANDT, name=hostile, contact=hostile, address_lines=(hostile,), email=hostile)

    told = _xml(replace(facts, lines=(goods,), buyer=buyer, notes=(hostile,)))

    assert etree.fromstring(told).findtext(".//{*}BuyerTradeParty/{*}Name")


def _of(group: str, told: dict[str, list[str]]) -> dict[str, list[str]]:
    return {name: broken for name, broken in told.items() if name.startswith(f"{group}-")}


def _cases() -> dict[str, PaperFacts]:
    first = invoice(1)
    comment = replace(first.lines[0], position=0, description="Delivered in two parts")
    return {
        "invoice": invoice(24),
        "gross": invoice(5, gross=True),
        "credit-memo": credit_memo(3),
        "prepayment": prepayment_invoice(),
        "paid": invoice(2, payment_state="paid"),
        "comment": replace(first, lines=(comment, *first.lines)),
        "elsewhere": invoice(2, ship_to=("Lager 3", "Am Hafen 4", "28217 Bremen")),
        **{clause.lower(): _untaxed(clause) for clause in ("REVERSE", "EU", "EXPORT", "EXEMPT")},
    }


def _untaxed(clause: str) -> PaperFacts:
    facts = invoice(1)
    row = VatRow(
        identifier=clause,
        percent=Decimal(0),
        base=facts.net,
        amount=Decimal(0),
        clause=clause,
    )
    lines = tuple(replace(line, vat_pct=Decimal(0)) for line in facts.lines)
    return replace(facts, lines=lines, vat=(row,), total=facts.net)


def _xml(facts: PaperFacts) -> bytes:
    told = einvoice(facts)
    assert told is not None, hindrance(facts)
    return cii(told)


def _sums(xml: bytes) -> dict[str, Decimal]:
    found = etree.fromstring(xml).find(".//{*}SpecifiedTradeSettlementHeaderMonetarySummation")
    assert found is not None
    return {etree.QName(one).localname: Decimal(one.text or "") for one in found}


def _attached(printed: bytes) -> bytes:
    pdf = pikepdf.open(io.BytesIO(printed))
    content: bytes = pdf.attachments["factur-x.xml"].get_file().read_bytes()
    return content


# What is replaced in a sound file, by the rule that must notice.
_FAULTS = {
    "BR-02-no-number": ("<ram:ID>PS-INV103001</ram:ID>", ""),
    "BR-06-no-seller": ("<ram:Name>Fabrik &amp; Söhne Büromöbel GmbH</ram:Name>", ""),
    "BR-07-no-buyer": ("<ram:Name>Brandt &amp; Söhne GmbH</ram:Name>", ""),
    "BR-CO-09-prefix": ("DE811204377", "811204377"),
    "BR-CO-10-lines": ("<ram:LineTotalAmount>1512.00", "<ram:LineTotalAmount>1512.01"),
    "BR-S-08-base": ("<ram:BasisAmount>4709.30", "<ram:BasisAmount>4719.30"),
    "BR-CO-14-tax": ("<ram:CalculatedAmount>894.77", "<ram:CalculatedAmount>894.78"),
    "BR-CO-16-due": ("<ram:DuePayableAmount>", "<ram:DuePayableAmount>1"),
    "BR-CL-01-type": ("<ram:TypeCode>380<", "<ram:TypeCode>999<"),
    "BR-CL-04-currency": ("<ram:InvoiceCurrencyCode>EUR", "<ram:InvoiceCurrencyCode>XQX"),
    "BR-CL-18-category": ("<ram:CategoryCode>S<", "<ram:CategoryCode>Q<"),
    "BR-CL-23-unit": ('unitCode="C62"', 'unitCode="piece"'),
}
