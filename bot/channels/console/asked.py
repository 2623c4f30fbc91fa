"""Reading what the page or the driver asks, and answering with files safely."""

from collections.abc import Iterable
from urllib.parse import quote

from flask import Request, Response

from bot.channels.console.gestures import Upload

# only these open in the browser; anything else is offered for download
SHOWN = ("application/pdf", "image/png", "image/jpeg", "image/gif", "text/plain")


class Asked:
    """The fields of one request, from a JSON body or a form with files."""

    def __init__(self, request: Request) -> None:
        self._body: dict[str, object] = {}
        if request.is_json:
            body = request.get_json(silent=True)
            self._body.update(body if isinstance(body, dict) else {})
        else:
            self._body.update(request.form)

    def text(self, name: str) -> str:
        value = self._body.get(name)
        return "" if value is None else str(value)

    def flag(self, name: str) -> bool:
        return self.text(name).lower() in ("true", "1", "on")

    def number(self, name: str) -> int:
        """Read a small whole number; anything else is 1."""
        text = self.text(name)
        return int(text) if text.isdigit() and len(text) < 4 else 1

    def texts(self, name: str) -> dict[str, str]:
        """Read an object of texts."""
        value = self._body.get(name)
        if not isinstance(value, dict):
            return {}
        return {str(key): "" if each is None else str(each) for key, each in value.items()}


def given_uploads(request: Request) -> tuple[Upload, ...]:
    """Read the files that came with a form."""
    files: Iterable[tuple[str | None, bytes]] = (
        (each.filename, each.read()) for each in request.files.getlist("files")
    )
    return tuple(Upload(name=name, content=content) for name, content in files if name)


def file_answer(name: str, mime: str, *, content: bytes) -> Response:
    """Answer with a file. Strangers' files never run as pages: most are only downloaded."""
    kind = mime if mime in SHOWN else "application/octet-stream"
    place = "inline" if mime in SHOWN else "attachment"
    response = Response(content, mimetype=kind)
    # a sandbox would keep the browser's own PDF reader from starting
    rules = "frame-ancestors 'none'" if kind == "application/pdf" else "sandbox; default-src 'none'"
    response.headers["Content-Security-Policy"] = rules
    response.headers["Content-Disposition"] = f"{place}; filename*=UTF-8''{quote(name)}"
    return response
