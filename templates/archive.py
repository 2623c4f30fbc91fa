"""What makes a printed bill an archive file: PDF/A-3a, PDF/UA-1, and its data inside (Factur-X).

WeasyPrint can name one standard only. It is told PDF/A-3a; the mark of PDF/UA and the names of
Factur-X are put into the same block of metadata here, each with the description that PDF/A
asks for of names it does not know.
"""

from datetime import UTC, datetime, time

from weasyprint import Attachment, Document

from domain.papers import PaperFacts
from templates.cii import cii
from templates.einvoice import einvoice

VARIANT = "pdf/a-3a"
FILE_NAME = "factur-x.xml"

_FX = "urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#"
_UA = "http://www.aiim.org/pdfua/ns/id/"
_AIIM = "http://www.aiim.org/pdfa/ns"
_PROPERTIES = (
    ("DocumentFileName", FILE_NAME, "name of the embedded file"),
    ("DocumentType", "INVOICE", "kind of the document"),
    ("Version", "1.0", "version of the standard"),
    ("ConformanceLevel", "EN 16931", "profile of the data"),
)


def make_archive(document: Document, facts: PaperFacts) -> None:
    """Mark a laid-out bill for archives and put its e-invoice inside, where it has one.

    Attached files carry the day of the bill, so that a reprint is the same file.
    """
    bill = einvoice(facts)
    added = _described(_UA, "pdfuaid", "PDF/UA identification schema", (_PART,))
    marks = f'<rdf:Description rdf:about="" xmlns:pdfuaid="{_UA}"><pdfuaid:part>1</pdfuaid:part>'
    marks += "</rdf:Description>"
    if bill is not None:
        issued = datetime.combine(facts.issued, time(), UTC)
        document.metadata.attachments = [
            Attachment(
                string=cii(bill).decode(),
                name=FILE_NAME,
                description="Invoice data (CII, EN 16931)",
                relationship="Alternative",
                created=issued,
                modified=issued,
            )
        ]
        named = "".join(f"<fx:{name}>{value}</fx:{name}>" for name, value, _ in _PROPERTIES)
        marks += f'<rdf:Description rdf:about="" xmlns:fx="{_FX}">{named}</rdf:Description>'
        fields = tuple((name, "Text", "external", said) for name, _, said in _PROPERTIES)
        added += _described(_FX, "fx", "Factur-X PDFA Extension Schema", fields)
    _into_metadata(document, f"{marks}{_extension(added)}".encode())


_PART = ("part", "Integer", "internal", "part of ISO 14289 that the file follows")


def _into_metadata(document: Document, more: bytes) -> None:
    """Let the file's one block of metadata end with ours: readers look at the first block only."""
    write = document.metadata.generate_rdf_metadata

    def with_ours(*told: object) -> bytes:
        written: bytes = write(*told)
        return written.replace(b"</rdf:RDF>", more + b"</rdf:RDF>")

    document.metadata.generate_rdf_metadata = with_ours


def _extension(schemas: str) -> str:
    return (
        f'<rdf:Description rdf:about="" xmlns:pdfaExtension="{_AIIM}/extension/"'
        f' xmlns:pdfaSchema="{_AIIM}/schema#" xmlns:pdfaProperty="{_AIIM}/property#">'
        f"<pdfaExtension:schemas><rdf:Bag>{schemas}</rdf:Bag></pdfaExtension:schemas>"
        "</rdf:Description>"
    )


def _described(
    space: str, prefix: str, title: str, fields: tuple[tuple[str, str, str, str], ...]
) -> str:
    """Describe one schema: name, type, category and meaning of each of its properties."""
    items = "".join(
        '<rdf:li rdf:parseType="Resource">'
        f"<pdfaProperty:name>{name}</pdfaProperty:name>"
        f"<pdfaProperty:valueType>{kind}</pdfaProperty:valueType>"
        f"<pdfaProperty:category>{category}</pdfaProperty:category>"
        f"<pdfaProperty:description>{said}</pdfaProperty:description></rdf:li>"
        for name, kind, category, said in fields
    )
    return (
        '<rdf:li rdf:parseType="Resource">'
        f"<pdfaSchema:schema>{title}</pdfaSchema:schema>"
        f"<pdfaSchema:namespaceURI>{space}</pdfaSchema:namespaceURI>"
        f"<pdfaSchema:prefix>{prefix}</pdfaSchema:prefix>"
        f"<pdfaSchema:property><rdf:Seq>{items}</rdf:Seq></pdfaSchema:property></rdf:li>"
    )
