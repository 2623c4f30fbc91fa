"""Bytes of uncertain spelling to text: first what the sender declared, then what fits.

A wrong guess turns `5 Stühle` into something else, so whoever guesses says so: the
second value is true where the text is doubtful and must not be obeyed unasked.
"""

import codecs
import unicodedata
from email.errors import HeaderParseError
from email.header import decode_header

import chardet

# Declared by many programs that in truth write the wider set.
_MEANT = {
    "iso8859-1": "cp1252",
    "latin-1": "cp1252",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc_kr": "cp949",
    "shift_jis": "cp932",
    "iso8859-9": "cp1254",
}
_GUESS_FROM = 20_000  # bytes that the guess is made from
_SURE_ENOUGH = 0.5
_BIDI = frozenset("\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")


def decoded(content: bytes, declared: str | None) -> tuple[str, bool]:
    """(text, doubtful). Never raises; NUL is dropped."""
    codec = _codec(declared)
    is_utf8 = _as(content, "utf-8")
    if is_utf8 is not None and (codec in (None, "utf-8") or _is_one_byte(codec)):
        # Text that happens to be valid UTF-8 is UTF-8, whatever a Latin label says.
        return is_utf8, False
    if codec is not None:
        for name in (codec, _MEANT.get(codec, codec)):
            text = _as(content, name)
            if text is not None and not (name == codec and _MEANT.get(codec) == "cp1252"):
                return text, False
    if is_utf8 is not None:
        return is_utf8, False
    guess = chardet.detect(content[:_GUESS_FROM])
    if guess["encoding"] and (guess["confidence"] or 0) >= _SURE_ENOUGH:
        text = _as(content, str(guess["encoding"]))
        if text is not None:
            return text, True
    return content.decode("cp1252", "replace").replace("\x00", ""), True


def _codec(declared: str | None) -> str | None:
    try:
        name = codecs.lookup((declared or "").strip(" '\"")[:40]).name
    except (LookupError, ValueError):
        return None
    return name if _is_text_codec(name) else None


def _is_text_codec(name: str) -> bool:
    try:
        return isinstance(b"".decode(name), str)
    except (LookupError, UnicodeError, ValueError, TypeError):
        return False  # `base64`, `zlib` and the like are codecs too


def _is_one_byte(codec: str | None) -> bool:
    return bool(codec) and str(codec).startswith(("iso8859", "cp125", "ascii", "latin"))


def _as(content: bytes, codec: str) -> str | None:
    try:
        return content.decode(codec).replace("\x00", "")
    except (UnicodeError, LookupError, ValueError):
        return None


def header_text(value: str) -> str:
    """A header value as a person reads it, on one line, without control or bidi signs.

    `value` is as the parser leaves it: RFC 2047 words, raw bytes as surrogates.
    """
    plain = "\n" in value or "\r" in value
    if plain:
        value = value.replace("\r", "").replace("\n", " ").replace("\t", " ")
    try:
        words = decode_header(value) if "=?" in value else [(value, None)]
    except (HeaderParseError, ValueError, LookupError):
        words = [(value, None)]
    return visible("".join(_word(word, charset) for word, charset in words))


def _word(word: bytes | str, charset: str | None) -> str:
    if isinstance(word, str):
        if word.isascii():
            return word
        word = word.encode("utf-8", "surrogateescape")
    return decoded(word, charset)[0]


def visible(text: str) -> str:
    """One line without control characters and signs that reorder what is shown."""
    kept = "".join(
        " " if sign in "\t\r\n" else sign
        for sign in text
        if sign not in _BIDI
        and (sign in "\t\r\n" or unicodedata.category(sign) not in ("Cc", "Cs"))
    )
    return " ".join(kept.split())
