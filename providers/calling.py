"""Calls to a provider: JSON out, JSON in, bounded in time and size, nothing of it logged."""

import json
from collections.abc import Mapping
from typing import Any

import httpx

from providers.provider import ProviderAway, ProviderRefused

_PATIENCE = httpx.Timeout(10.0, connect=5.0)  # seconds; somebody looks at an empty page meanwhile
_MOST = 1_000_000  # bytes of an answer
_LATER = (408, 425, 429)


class Caller:
    """Talks to one base address, by connections of its own."""

    def __init__(self, base: str) -> None:
        self.base = base.rstrip("/")
        self._client = httpx.Client(timeout=_PATIENCE, follow_redirects=False)

    def call(
        self,
        method: str,
        path: str,
        *,
        headers: Mapping[str, str],
        content: bytes = b"",
        kind: str = "application/json",
        auth: tuple[str, str] | None = None,
    ) -> dict[str, Any]:
        """Send a request and read the JSON object that comes back ({} for an empty answer).

        Raises:
            ProviderAway: no answer, or one that asks for patience.
            ProviderRefused: a clear no.
        """
        try:
            answer = self._client.request(
                method,
                f"{self.base}{path}",
                content=content,
                headers={**headers, "Content-Type": kind, "Accept": "application/json"},
                auth=auth,
            )
        except httpx.HTTPError as error:
            raise ProviderAway(type(error).__name__) from error
        if answer.status_code >= 500 or answer.status_code in _LATER:
            raise ProviderAway(f"HTTP {answer.status_code}")
        if answer.status_code >= 300:
            raise ProviderRefused(f"HTTP {answer.status_code} {_reason(answer)}".strip())
        return _object(answer.content)


def _object(content: bytes) -> dict[str, Any]:
    if not content:
        return {}
    try:
        read = json.loads(content) if len(content) <= _MOST else None
    except ValueError as error:
        raise ProviderAway("an answer that is no JSON") from error
    if not isinstance(read, dict):
        raise ProviderAway("an answer that is no object")
    return read


def _reason(answer: httpx.Response) -> str:
    """The provider's own short code for its no ("DUPLICATE_INVOICE_NUMBER")."""
    try:
        read = _object(answer.content)
    except ProviderAway:
        return ""
    details = read.get("details")
    first = details[0] if isinstance(details, list) and details else {}
    issue = first.get("issue") if isinstance(first, dict) else ""
    return str(issue or read.get("name") or read.get("error") or "")[:80]
