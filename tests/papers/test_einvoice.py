"""The e-invoice in a posted bill: the official rules, the same figures, an archive-grade file."""

import io
from dataclasses import replace
from decimal import Decimal

import pikepdf
import pytest
from lxml import etree

from domain.papers import PaperFacts
from templates.cii import PROFILE, cii
from templates.einvoice import einvoice, hindrance
from templates.pdf import render
from tests.papers.bills import bill
from tests.papers.cases import untaxed
from tests.papers.positions import text
from tests.papers.posted import credit_memo, delivery_note, invoice
from tests.papers.samples import BRANDT, SELLER, quote

pytestmark = pytest.mark.slow

_RAM = "urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100"
BILLS = 200


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
    assert root.findtext(".//{*}SpecifiedTradeSettlementPaymentMeans/{*}TypeCode") == "97"
    assert root.find(".//{*}IBANID") is None


def test_why_no_vat_is_charged_stands_in_the_data() -> None:
    for clause, category in (("REVERSE", "AE"), ("EU", "K"), ("EXPORT", "G"), ("EXEMPT", "E")):
        root = etree.fromstring(_xml(untaxed(clause)))

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
    facts = replace(untaxed("REVERSE"), buyer=replace(BRANDT, vat_id=""))

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
