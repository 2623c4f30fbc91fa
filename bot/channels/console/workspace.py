"""The state of the played workspace: posts, files, views, triggers and mailboxes.

It keeps what Slack and a mail server would keep and nothing that the clerk keeps. Everything
people can see is in the store and survives a restart; triggers, response addresses and typing
notes live for seconds or minutes and stay in memory. Everyone who waits for news is woken by
`wait_for_news`.
"""

import hmac
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from bot.channels.console.mailboxes import Mailboxes
from bot.channels.console.news import News
from bot.channels.console.records import Json, OpenView, Post, SharedFile, post_from_json
from bot.channels.console.settings import ConsoleSettings
from bot.channels.console.store import Store

RESPONSE_SECONDS = 30 * 60
RESPONSE_USES = 5


@dataclass(kw_only=True)
class Trigger:
    """The right to open one modal in front of `person`, once, until `ends`."""

    person: str
    ends: float
    used: bool = False


@dataclass(kw_only=True)
class ResponseAddress:
    """Where the clerk may answer a click or a command without a token, five times."""

    channel: str
    person: str
    ends: float
    ts: str = ""  # the post that was clicked
    thread_ts: str = ""
    uses: int = 0


class TriggerRefused(Exception):
    """A trigger that opens nothing."""


class Workspace:
    """One played workspace. `clock` gives seconds since 1970, as `time.time` does."""

    def __init__(
        self, settings: ConsoleSettings, *, path: Path | None, clock: Callable[[], float]
    ) -> None:
        self.settings = settings
        self.clock = clock
        self.news = News()
        self._lock = threading.RLock()
        self._store = Store(path)
        self.mail = Mailboxes(self._store, self.news)
        self._posts: dict[str, Post] = {}
        self._files: dict[str, SharedFile] = {}
        self._views: dict[str, OpenView] = {}
        self._homes: dict[str, Json] = {}
        self._triggers: dict[str, Trigger] = {}
        self._responses: dict[str, ResponseAddress] = {}
        self._typing: dict[tuple[str, str], str] = {}
        self._prompts: dict[str, list[Json]] = {}
        self._last_ts = 0
        self._counter = 0
        self._load()

    def _load(self) -> None:
        for _, body in self._store.every("post"):
            post = post_from_json(body)
            self._posts[post.key] = post
            self._last_ts = max(self._last_ts, int(post.ts.replace(".", "")))
        self._files = {key: SharedFile(**body) for key, body in self._store.every("file")}
        self._views = {key: OpenView(**body) for key, body in self._store.every("view")}
        self._homes = dict(self._store.every("home"))

    def close(self) -> None:
        """Wake everybody who waits for news, then let go of the file."""
        self.news.end()
        self._store.close()

    # names and instants

    def next_ts(self) -> str:
        """Name the next message: the instant in microseconds, never the same twice."""
        with self._lock:
            self._last_ts = max(self._last_ts + 1, int(self.clock() * 1_000_000))
            return f"{self._last_ts // 1_000_000}.{self._last_ts % 1_000_000:06d}"

    def next_id(self, prefix: str) -> str:
        """Make a Slack-like id. It holds the instant, so a fresh console repeats none."""
        with self._lock:
            self._counter += 1
            number = int(self.clock() * 1000) * 1000 + self._counter % 1000
        return prefix + _base36(number)

    def seal(self, text: str) -> str:
        """Sign an address we hand out, so that nobody can make one up."""
        secret = self.settings.signing_secret.encode()
        return hmac.new(secret, b"console:" + text.encode(), "sha256").hexdigest()[:24]

    # posts

    def put_post(self, post: Post) -> Post:
        """Add a post or put a newer state in its place."""
        with self._lock:
            self._posts[post.key] = post
            self._store.put("post", post.key, body=post.to_json())
        self.news.ring()
        return post

    def drop_post(self, post: Post) -> None:
        with self._lock:
            self._posts.pop(post.key, None)
            self._store.drop("post", post.key)
        self.news.ring()

    def post(self, channel: str, ts: str) -> Post | None:
        with self._lock:
            return self._posts.get(f"{channel}:{ts}")

    def posts(self, channel: str, thread: str | None = None) -> list[Post]:
        """List a channel's posts, oldest first; with `thread`, its root and its answers."""
        with self._lock:
            found = [post for post in self._posts.values() if post.channel == channel]
        if thread is not None:
            found = [post for post in found if thread in (post.ts, post.thread_ts)]
        return sorted(found, key=lambda post: post.ts)

    # files

    def put_file(self, shared: SharedFile, content: bytes | None = None) -> None:
        with self._lock:
            self._files[shared.id] = shared
            self._store.put("file", shared.id, body=shared.to_json())
            if content is not None:
                self._store.put_bytes(shared.id, content)

    def file(self, file_id: str) -> SharedFile | None:
        with self._lock:
            return self._files.get(file_id)

    def file_bytes(self, file_id: str) -> bytes | None:
        return self._store.read_bytes(file_id)

    # modals and App Home

    def put_view(self, opened: OpenView) -> OpenView:
        with self._lock:
            self._views[opened.id] = opened
            self._store.put("view", opened.id, body=opened.to_json())
        self.news.ring()
        return opened

    def close_view(self, opened: OpenView, *, all_below: bool = False) -> None:
        """Take a modal away; `all_below` clears the stack it stands on as well."""
        with self._lock:
            for view in list(self._views.values()):
                if view.id == opened.id or (all_below and view.root == opened.root):
                    del self._views[view.id]
                    self._store.drop("view", view.id)
        self.news.ring()

    def view(self, view_id: str) -> OpenView | None:
        with self._lock:
            return self._views.get(view_id)

    def top_view(self, person: str) -> OpenView | None:
        """Find the modal that stands in front of a person."""
        with self._lock:
            mine = [view for view in self._views.values() if view.person == person]
        return mine[-1] if mine else None

    def views(self) -> list[OpenView]:
        with self._lock:
            return list(self._views.values())

    def put_home(self, person: str, view: Json) -> None:
        with self._lock:
            self._homes[person] = view
            self._store.put("home", person, body=view)
        self.news.ring()

    def home(self, person: str) -> Json | None:
        with self._lock:
            return self._homes.get(person)

    # things that live for a short time

    def new_trigger(self, person: str) -> str:
        with self._lock:
            name = self.next_id("1")
            trigger_id = f"{name}.{self.settings.team_id}.{self.seal(name)}"
            ends = self.clock() + self.settings.answer_seconds
            self._triggers[trigger_id] = Trigger(person=person, ends=ends)
        return trigger_id

    def use_trigger(self, trigger_id: str) -> str:
        """Spend a trigger and tell whose it was.

        Raises:
            TriggerRefused: made up, already used or too old; its text is Slack's code.
        """
        with self._lock:
            trigger = self._triggers.get(trigger_id)
            if trigger is None:
                raise TriggerRefused("invalid_trigger_id")
            if trigger.used:
                raise TriggerRefused("exchanged_trigger_id")
            if self.clock() > trigger.ends:
                raise TriggerRefused("expired_trigger_id")
            trigger.used = True
            return trigger.person

    def new_response_url(self, address: ResponseAddress) -> str:
        with self._lock:
            name = self.next_id("R")
            self._responses[name] = replace(address, ends=self.clock() + RESPONSE_SECONDS)
        return f"{self.settings.console_url}/response/{name}/{self.seal(name)}"

    def use_response(self, name: str, seal: str) -> ResponseAddress | None:
        """Take one of an address's uses; None when it is unknown, used up or too old."""
        with self._lock:
            address = self._responses.get(name)
            if address is None or not hmac.compare_digest(seal, self.seal(name)):
                return None
            address.uses += 1
            if address.uses > RESPONSE_USES or self.clock() > address.ends:
                return None
            return address

    def set_typing(self, channel: str, thread: str, *, status: str) -> None:
        """Show what the clerk says it is doing; an empty status takes the note away."""
        with self._lock:
            self._typing[(channel, thread)] = status
        self.news.ring()

    def typing(self, channel: str, thread: str) -> str:
        with self._lock:
            return self._typing.get((channel, thread), "")

    def set_prompts(self, channel: str, prompts: list[Json]) -> None:
        with self._lock:
            self._prompts[channel] = prompts
        self.news.ring()

    def prompts(self, channel: str) -> list[Json]:
        with self._lock:
            return list(self._prompts.get(channel, ()))


def _base36(number: int) -> str:
    digits = ""
    while number:
        number, rest = divmod(number, 36)
        digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"[rest] + digits
    return digits or "0"
