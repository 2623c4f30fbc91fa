"""Who lives in the console's workspace, and where the real doors of the clerk are.

The console plays Slack and the customers' mail programs. It holds no business of its own: what
it knows is the cast (people, customers' contacts, channels), the addresses of the doors it
knocks at and the secrets that a real Slack would share with the clerk.
"""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Person:
    """A colleague in the workspace. `title` is the role shown beside the name."""

    id: str  # as Slack writes it: U01MARIA
    name: str  # short, lower case, as in users.info
    real_name: str
    email: str
    title: str = ""


@dataclass(frozen=True, kw_only=True)
class Contact:
    """Somebody at a customer who reads and writes mail."""

    name: str
    email: str
    customer: str


@dataclass(frozen=True, kw_only=True)
class Channel:
    """A public channel. Every person and the bot are members."""

    id: str
    name: str  # without the hash
    topic: str = ""


@dataclass(frozen=True, kw_only=True)
class ConsoleSettings:
    """One workspace and its doors.

    `door_url` is the clerk's web door without a path (we add `/slack/events`), `console_url`
    this page's own address as the clerk and the browser reach it, without a slash at the end.
    `answer_seconds` is how long Slack waits for an answer before it tries again, and also how
    long a trigger lives.
    """

    signing_secret: str
    bot_token: str
    door_url: str
    console_url: str
    smtp_host: str
    smtp_port: int
    sink_host: str
    sink_port: int
    people: tuple[Person, ...]
    contacts: tuple[Contact, ...]
    clerk_address: str  # where the clerk reads mail
    channels: tuple[Channel, ...] = (Channel(id="C01SALES", name="sales", topic="Quotes, orders"),)
    workspace_name: str = "Demo workspace"
    bot_name: str = "Salesclerk"
    bot_user_id: str = "U00CLERK"
    bot_id: str = "B00CLERK"
    team_id: str = "T00DEMO"
    app_id: str = "A00CLERK"
    command: str = "/clerk"
    examples: tuple[str, ...] = ("quote 20 Nova chairs for Brandt, 5 % off",)
    mail_examples: tuple[tuple[str, str], ...] = ()  # subject and body
    allowed_hosts: tuple[str, ...] = ("127.0.0.1", "localhost", "::1")
    answer_seconds: float = 3.0

    def person(self, key: str) -> Person | None:
        """Find somebody by id, short name, full name or first name, whatever the case."""
        wanted = key.casefold()
        for person in self.people:
            first = person.real_name.split(" ")[0]
            names = (person.id, person.name, person.real_name, first, person.email)
            if wanted in (name.casefold() for name in names):
                return person
        return None

    def name_of(self, slack_id: str) -> str:
        """Name a person, the bot or a channel for display; an unknown id names itself."""
        if slack_id == self.bot_user_id:
            return self.bot_name
        for person in self.people:
            if person.id == slack_id:
                return person.real_name
        for channel in self.channels:
            if channel.id == slack_id:
                return channel.name
        return slack_id

    def direct_channel(self, person_id: str) -> str:
        """Name the direct message channel of one person with the bot."""
        return "D" + person_id.removeprefix("U")

    def direct_partner(self, channel_id: str) -> Person | None:
        """Tell whose direct message channel this is; None for anything else."""
        for person in self.people:
            if self.direct_channel(person.id) == channel_id:
                return person
        return None

    def find_channel(self, key: str) -> str | None:
        """Resolve what the clerk calls a channel: an id, a person's id (their direct
        messages) or a channel's name with or without the hash.
        """
        if any(person.id == key for person in self.people):
            return self.direct_channel(key)
        if self.direct_partner(key) is not None:
            return key
        for channel in self.channels:
            if key in (channel.id, channel.name, "#" + channel.name):
                return channel.id
        return None
