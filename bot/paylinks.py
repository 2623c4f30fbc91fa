"""Payment links: the address where one bill is paid, sealed so that nobody can invent another.

The token holds the bill's number and a signature, no amount: what is open is looked up when
the link is opened. It does not expire, because a bill is paid when its reader gets to it.
"""

import base64
import binascii
import hashlib
import hmac

_SEAL = 24  # hexadecimal signs
_LONGEST = 120


class PayLinks:
    """Makes and reads links with the installation's secret."""

    def __init__(self, secret: bytes, public_url: str) -> None:
        self._secret = secret
        self._base = public_url.rstrip("/")

    def url(self, number: str) -> str:
        """The address for one bill."""
        return f"{self._base}/pay/{self.token(number)}"

    def token(self, number: str) -> str:
        """The sealed number."""
        written = base64.urlsafe_b64encode(number.encode()).decode().rstrip("=")
        return f"{written}.{self._seal(number)}"

    def number(self, token: str) -> str:
        """The bill behind a token; empty when it was not made here."""
        written, _, seal = token.partition(".")
        if not token.isascii() or len(token) > _LONGEST:
            return ""  # before anything is decoded: anybody may send anything
        try:
            number = base64.urlsafe_b64decode(f"{written}{'=' * (-len(written) % 4)}").decode()
        except (binascii.Error, ValueError):
            return ""
        return number if hmac.compare_digest(seal, self._seal(number)) else ""

    def _seal(self, number: str) -> str:
        mac = hmac.new(self._secret, f"pay:{number}".encode(), hashlib.sha256)
        return mac.hexdigest()[:_SEAL]
