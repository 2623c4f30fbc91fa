"""What a page may fetch while it is printed: what it holds itself, and nothing outside."""

import io
from pathlib import PurePosixPath

from PIL import Image
from weasyprint.urls import URLFetcher, URLFetcherResponse

from templates.pages import FOLDER

MOST_BYTES = 2 * 1024 * 1024  # of one picture
MOST_PIXELS = 20_000_000


class PageOnly(URLFetcher):  # type: ignore[misc]  # WeasyPrint is not typed
    """Fetches what the page itself holds in a data: address, in sizes that can be printed."""

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        if not url.lower().startswith("data:"):
            raise ValueError("Papers fetch nothing.")
        if len(url) > MOST_BYTES * 4 // 3 + 100:
            raise ValueError("A picture is too large.")
        found = super().fetch(url, headers)
        content = found.read()
        _refuse_huge(content)
        return URLFetcherResponse(url, content, found.headers)


class BundledFonts(URLFetcher):  # type: ignore[misc]
    """Fetches `house:` names: the font files beside this module. For our own stylesheet only."""

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        name = PurePosixPath(url.removeprefix("house:")).name
        if url != f"house:{name}" or not name.endswith(".ttf"):
            raise ValueError("The stylesheet uses bundled fonts only.")
        return URLFetcherResponse(url, (FOLDER / "fonts" / name).read_bytes())


def _refuse_huge(content: bytes) -> None:
    """Look at a picture's size before anybody unpacks it; what is no such picture passes."""
    try:
        with Image.open(io.BytesIO(content)) as picture:
            width, height = picture.size
    except Image.DecompressionBombError as bomb:
        raise ValueError("A picture is too large.") from bomb
    except (OSError, ValueError, SyntaxError):
        return  # a drawing (SVG), or nothing that could be shown
    if width * height > MOST_PIXELS:
        raise ValueError("A picture is too large.")
