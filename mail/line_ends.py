"""Line ends of mail: CRLF and nothing else, or the next server may see another letter."""


def has_bare_line_ends(content: bytes) -> bool:
    """Whether a carriage return or line feed stands alone somewhere."""
    pairs = content.count(b"\r\n")
    return content.count(b"\r") != pairs or content.count(b"\n") != pairs


def with_crlf(content: bytes) -> bytes:
    """The same lines, each ending in CRLF."""
    return content.replace(b"\r\n", b"\n").replace(b"\r", b"\n").replace(b"\n", b"\r\n")
