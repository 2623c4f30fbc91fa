"""Fetching what somebody attached to a Slack message.

The bot's token goes only where it belongs: to Slack's own hosts, or to the host of the
configured Web API. A redirect is not followed, because without the right to read files Slack
leads to its login page. The addresses in an event are a claim like everything else in it.
"""

import hashlib
import http.client
import urllib.error
import urllib.request
from collections.abc import Sequence
from typing import IO, Protocol
from urllib.parse import urlsplit

from bot.channels.slack_client import SlackSettings
from bot.channels.slack_events import SharedFile
from bot.channels.slack_refusals import BUSY_SECONDS
from bot.delivery import Later
from mail.letter import Attachment

LARGEST = 10_000_000  # bytes of one file; orders are far smaller
MOST = 10  # files of one message
_SLACK = (".slack.com", ".slack-edge.com", ".slack-files.com")


class UnfetchedError(Exception):
    """The file is not to be had; the text is a sentence for who shared it."""


class Files(Protocol):
    """Where the bytes of shared files come from."""

    def fetch(self, shared: SharedFile) -> Attachment: ...


class SlackFiles:
    """Fetches shared files over HTTP with the bot's token."""

    def __init__(self, settings: SlackSettings) -> None:
        self._settings = settings
        api = urlsplit(settings.api_url)
        self._own = (api.scheme, api.netloc)

    def fetch(self, shared: SharedFile) -> Attachment:
        """Return the file's bytes.

        Raises `UnfetchedError` when it is too large, elsewhere than at Slack, or not shown to
        us; `Later` when Slack is busy or away.
        """
        if shared.size > LARGEST:
            raise UnfetchedError(f"{shared.name} is larger than {LARGEST // 1_000_000} MB.")
        if not self._ours(shared.url):
            raise UnfetchedError(f"{shared.name} is not kept at Slack; attach the file itself.")
        content = self._content(shared)
        return Attachment(
            name=shared.name,
            mime_type=shared.mime,
            content=content,
            sha256=hashlib.sha256(content).hexdigest(),
        )

    def _ours(self, url: str) -> bool:
        place = urlsplit(url)
        if (place.scheme, place.netloc) == self._own:
            return True
        return place.scheme == "https" and f".{place.hostname or ''}".endswith(_SLACK)

    def _content(self, shared: SharedFile) -> bytes:
        request = urllib.request.Request(  # noqa: S310 - `_ours` let only http(s) of Slack pass
            shared.url, headers={"Authorization": f"Bearer {self._settings.bot_token}"}
        )
        try:
            with _OPENER.open(request, timeout=self._settings.timeout) as answer:
                page = answer.headers.get_content_type() == "text/html"
                content: bytes = answer.read(LARGEST + 1)
        except urllib.error.HTTPError as error:
            with error:
                raise _meaning(error, shared.name) from error
        except (OSError, http.client.HTTPException) as error:
            raise Later(BUSY_SECONDS, "Slack does not hand a file out yet") from error
        if page and not shared.name.lower().endswith((".html", ".htm")):
            raise UnfetchedError(_not_shown(shared.name))
        if len(content) > LARGEST:
            raise UnfetchedError(f"{shared.name} is larger than {LARGEST // 1_000_000} MB.")
        return content


def fetched(
    shared: Sequence[SharedFile], source: Files
) -> tuple[tuple[Attachment, ...], tuple[str, ...]]:
    """Fetch the files of a message: those that came, and sentences about those that did not."""
    files: list[Attachment] = []
    notes: list[str] = []
    for one in shared[:MOST]:
        try:
            files.append(source.fetch(one))
        except UnfetchedError as why:
            notes.append(str(why))
    if len(shared) > MOST:
        notes.append(f"I read {MOST} files of one message; share the others in another one.")
    return tuple(files), tuple(notes)


class _Stay(urllib.request.HTTPRedirectHandler):
    """Follows nothing: the token must not travel on."""

    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: http.client.HTTPMessage,
        newurl: str,
    ) -> None:
        return None


def _meaning(error: urllib.error.HTTPError, name: str) -> Exception:
    if error.code == 429 or error.code >= 500:
        return Later(BUSY_SECONDS, f"Slack answers {error.code} for a file")
    return UnfetchedError(_not_shown(name))


def _not_shown(name: str) -> str:
    return (
        f"Slack does not show me {name}. An administrator can give me the right “files:read”; "
        "until then paste its lines here."
    )


_OPENER = urllib.request.build_opener(_Stay)
