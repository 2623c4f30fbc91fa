"""The demo: a whole installation on this machine alone, with a console that plays Slack and mail.

Nothing in it is pretended but the two outside worlds: the console signs what Slack would
sign and sends what a mail server would send, and the clerk cannot tell the difference.
"""

import secrets
import shutil
import socket
from pathlib import Path

from pydantic import SecretStr

from bot.channels.console.server import ConsoleServer
from bot.channels.console.settings import Channel, ConsoleSettings, Contact, Person
from bot.channels.console.workspace import Workspace
from bot.clock import Clock
from bot.founding import has_company, open_company
from bot.logs import set_up_logs
from bot.migrating import migrate
from bot.serving import Service, wait_for_the_end
from bot.settings import Settings
from domain.database import Database
from domain.parties.customers import clients
from domain.people import slack_people

FOLDER = Path("var/demo")
_EXAMPLES = (
    "quote 20 Nova chairs black for Brandt, 5 % off, valid till Friday",
    "order 4 dual motor desks for Harbor Dental, PO 4711",
    "how many docking stations do we have?",
    "help",
)
_MAIL_EXAMPLES = (
    (
        "Order PO 88-1204",
        "Hello,\n\nplease send us 6 task chairs Nova black and 2 floor lamps by next Friday, "
        "our PO is 88-1204.\n\nThank you",
    ),
    ("Price request", "Good morning,\n\nwhat would 10 USB-C docking stations 90W cost?\n\nThanks"),
)


class Demo:
    """A running demo. `fresh` begins with a new company and empty conversations."""

    def __init__(self, folder: Path, *, console_port: int, fresh: bool, clock: Clock) -> None:
        if fresh and folder.exists():
            shutil.rmtree(folder)
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.settings = _settings(folder, console_port)
        url = self.settings.database
        migrate(url)
        if not has_company(url):
            open_company(url, None, demo=True, today=clock.now().date())
        self.service = Service(self.settings, clock)
        self.console_settings = _console_settings(self.settings, console_port)
        self._workspace = Workspace(
            self.console_settings,
            path=folder / "console.db",
            clock=lambda: clock.now().timestamp(),
        )
        self._console = ConsoleServer(
            self.console_settings, self._workspace, host="127.0.0.1", port=console_port
        )

    def start(self) -> None:
        self._console.start()
        self.service.start()

    def stop(self) -> None:
        self.service.stop()
        self._console.stop()
        self._workspace.close()


def run_demo(*, once: bool, fresh: bool, port: int) -> int:
    """Run the demo until we are told to stop, or play the tour and end."""
    set_up_logs("warning")
    clock = Clock()
    if once:
        from bot.tour import play_tour

        demo = Demo(FOLDER, console_port=free_port(), fresh=True, clock=clock)
        demo.start()
        try:
            return play_tour(demo)
        finally:
            demo.stop()
    if is_taken(port):
        print(f"Port {port} is taken; is a demo running? Choose another with --port.")
        return 1
    demo = Demo(FOLDER, console_port=port, fresh=fresh, clock=clock)
    demo.start()
    print(f"\nSalesclerk is at work. Open  {demo.console_settings.console_url}/")
    print(
        "It plays a Slack workspace and the customers' mailboxes. End it with Ctrl+C.\n",
        flush=True,
    )
    wait_for_the_end()
    demo.stop()
    return 0


def free_port() -> int:
    """A port of the loopback address that nothing listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def is_taken(port: int) -> bool:
    """Whether something listens on this port of the loopback address."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _settings(folder: Path, console_port: int) -> Settings:
    web = free_port()
    return Settings(
        database=f"sqlite:///{folder / 'company.db'}",
        http_listen=f"127.0.0.1:{web}",
        smtp_listen=f"127.0.0.1:{free_port()}",
        lmtp_listen="",
        smtp_relay=SecretStr(f"smtp://127.0.0.1:{free_port()}?starttls=no"),
        mail_address="orders@nordwerk.example",
        mail_trust="address",
        slack_signing_secret=SecretStr(secrets.token_hex(16)),
        slack_bot_token=SecretStr(f"xoxb-{secrets.token_hex(8)}"),
        slack_app_token=SecretStr(""),
        slack_api_url=f"http://127.0.0.1:{console_port}/api/",
        slack_team="T00DEMO",
        public_url=f"http://127.0.0.1:{web}",
        folder=folder,
    )


def _console_settings(settings: Settings, port: int) -> ConsoleSettings:
    smtp_host, _, smtp_port = settings.smtp_listen.rpartition(":")
    sink = settings.smtp_relay.get_secret_value().partition("?")[0].rpartition(":")[2]
    people, contacts = _cast(settings.database)
    return ConsoleSettings(
        signing_secret=settings.slack_signing_secret.get_secret_value(),
        bot_token=settings.slack_bot_token.get_secret_value(),
        door_url=settings.public_url,
        console_url=f"http://127.0.0.1:{port}",
        smtp_host=smtp_host,
        smtp_port=int(smtp_port),
        sink_host="127.0.0.1",
        sink_port=int(sink),
        people=people,
        contacts=contacts,
        clerk_address=settings.mail_addresses[0],
        channels=(
            Channel(id="C01SALES", name="sales", topic="Quotes and orders"),
            Channel(id="C02OFFICE", name="office", topic="Everything else"),
        ),
        workspace_name="Nordwerk",
        examples=_EXAMPLES,
        mail_examples=_MAIL_EXAMPLES,
    )


def _cast(url: str) -> tuple[tuple[Person, ...], tuple[Contact, ...]]:
    """The company's people and its customers' contacts, as the console lets one speak as them."""
    database = Database(url)
    try:
        with database.reading() as session:
            people = tuple(
                Person(
                    id=one.slack_id,
                    name=one.name.split()[0].lower(),
                    real_name=one.name,
                    email=one.email,
                    title=one.title,
                )
                for one in slack_people(session)
            )
            contacts = tuple(
                Contact(name=name, email=address, customer=client.name)
                for client in clients(session)
                for name, address in client.contacts
            )
    finally:
        database.close()
    return people, contacts
