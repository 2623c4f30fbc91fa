"""A form with files as bytes, the way a browser sends it (RFC 7578)."""

import hashlib
from collections.abc import Mapping, Sequence


def multipart(fields: Mapping[str, str], files: Sequence[tuple[str, bytes]]) -> tuple[str, bytes]:
    """Encode a form; `files` are name and content, all under the field "files".

    Returns the content type and the body. The boundary is made from the content itself, so
    it cannot stand inside it by chance and the same form is always the same bytes.
    """
    parts = [(f'name="{name}"', value.encode()) for name, value in fields.items()]
    parts += [(f'name="files"; filename="{_safe(name)}"', content) for name, content in files]
    digest = hashlib.sha256(b"\0".join(content for _, content in parts)).hexdigest()
    boundary = f"console-{digest[:40]}".encode()
    body = b"".join(
        b"--%b\r\nContent-Disposition: form-data; %b\r\n\r\n%b\r\n"
        % (boundary, described.encode(), content)
        for described, content in parts
    )
    return f"multipart/form-data; boundary={boundary.decode()}", body + b"--%b--\r\n" % boundary


def _safe(name: str) -> str:
    return name.replace('"', "%22").replace("\r", " ").replace("\n", " ")
