"""Trees of XML in a standard's own namespaces; text from strangers loses what XML cannot hold."""

import unicodedata
from collections.abc import Mapping
from decimal import Decimal

from lxml import etree

_CENT = Decimal("0.01")
_LONGEST = 3000  # signs of any one text


class Vocabulary:
    """Makes elements of one standard. `branch` and `leaf` are the prefixes of names that bear none:
    of elements that hold others, and of those that hold a text."""

    def __init__(self, spaces: Mapping[str, str], *, branch: str, leaf: str) -> None:
        self._spaces = dict(spaces)
        self._branch = branch
        self._leaf = leaf

    def root(self, space: str, local: str) -> etree._Element:
        """Begin a document; its own namespace is the default one where it has no prefix of ours."""
        ours = space in self._spaces.values()
        spaces = self._spaces if ours else {None: space} | self._spaces  # None: the default one
        return etree.Element(f"{{{space}}}{local}", nsmap=spaces)  # type: ignore[arg-type]

    def add(
        self, parent: etree._Element, path: str, text: str | None = None, **attributes: str
    ) -> etree._Element:
        """Append elements named by a path ("PostalTradeAddress/CityName") and give the innermost.

        With a text that is empty nothing is appended: the schemas know no empty values.
        """
        kept = None if text is None else _clean(text)
        if kept == "":
            return parent
        steps = path.split("/")
        for step in steps[:-1]:
            parent = etree.SubElement(parent, self.name(step, self._branch))
        last = self._branch if kept is None else self._leaf
        parent = etree.SubElement(parent, self.name(steps[-1], last))
        parent.text = kept
        for name, value in attributes.items():
            parent.set(name, value)
        return parent

    def name(self, step: str, home: str) -> str:
        """The full name of "prefix:Local", or of "Local" at home."""
        prefix, _, local = step.rpartition(":")
        return f"{{{self._spaces[prefix or home]}}}{local}"


def written(root: etree._Element) -> bytes:
    """The file: indented, in UTF-8."""
    etree.indent(root)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)


def plain_amount(amount: Decimal) -> str:
    """Write an amount with two decimals, and with more only if it has them."""
    exact = amount.quantize(_CENT) if amount == amount.quantize(_CENT) else amount
    return f"{exact:f}"


def plain_figure(value: Decimal) -> str:
    """Write a figure without idle zeros and never as a power of ten."""
    return f"{value:f}".rstrip("0").rstrip(".") if "." in f"{value:f}" else f"{value:f}"


def _clean(text: str) -> str:
    """Take out what XML cannot hold, and empty ends."""
    held = "".join(sign for sign in text if sign in "\n\t" or _held(sign))
    return held.strip()[:_LONGEST].rstrip()


def _held(sign: str) -> bool:
    return unicodedata.category(sign) not in ("Cc", "Cs", "Cn")
