"""Pages from our own templates, read faster than any HTML could be.

Our templates are well-formed, so the parser for XML reads them, and they use few elements, so
`elements.css` takes the place of the rules that browsers have for all of them. What people write
themselves is read as HTML.
"""

from xml.etree import ElementTree

from cssselect2 import ElementWrapper
from weasyprint import CSS, HTML
from weasyprint.urls import URLFetcher

from templates.pages import FOLDER

_ELEMENTS = [CSS(string=(FOLDER / "elements.css").read_text(encoding="utf-8"), base_url=None)]


class OwnPage(HTML):  # type: ignore[misc]  # WeasyPrint is not typed
    """A page of ours; it fetches with `fetcher` only.

    Raises:
        xml.etree.ElementTree.ParseError: the page is not well-formed.
    """

    def __init__(self, text: str, fetcher: URLFetcher) -> None:
        # Texts of strangers are escaped in it, and it declares no entities.
        root = ElementTree.fromstring(text)  # noqa: S314
        self.base_url = None
        self.url_fetcher = fetcher
        self.media_type = "print"
        self.wrapper_element = ElementWrapper.from_html_root(root, content_language=None)
        self.etree_element = self.wrapper_element.etree_element

    def _ua_stylesheets(self, forms: bool = False) -> list[CSS]:
        return _ELEMENTS
