"""The one place that knows all parts and puts them together for one installation."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import Flask

from bot.apologies import Apologies
from bot.buttons import Buttons
from bot.channels.email_work import EmailWork
from bot.channels.health import health_routes
from bot.channels.pay import PayDoor
from bot.channels.pay_work import PayWork
from bot.channels.posting import MailEnd, MailRoom, MailSender
from bot.channels.slack import App, SlackSettings, build_app, slack_routes, web_client
from bot.channels.slack_files import Files, SlackFiles
from bot.channels.slack_sending import SlackSender
from bot.channels.slack_work import SlackWork
from bot.channels.storing import LetterBox
from bot.channels.web import web_routes
from bot.clock import Clock
from bot.conversation import Clerk
from bot.deliveries import Deliveries, SlackEnd
from bot.papers import PaperStore, Rendering
from bot.pay_provider import provider_of
from bot.paylinks import PayLinks
from bot.readers import Readers
from bot.settings import Settings, secret_of
from bot.telling import Teller
from bot.workers import Attempts, Job
from domain.commands import Commands
from domain.database import Database
from mail.sending import Relay
from mail.trust import Policy


@dataclass(frozen=True, kw_only=True)
class Outside:
    """The far ends: where deliveries go and shared files come from, if not as the settings say."""

    slack: SlackEnd
    relay: MailEnd | None
    files: Files


class House:
    """All parts of one installation, wired and not yet started.

    `renderer` prints papers; it is given, because its processes take a while to warm up.
    `outside` stands for Slack and the relay where transcripts are played.
    """

    def __init__(
        self,
        settings: Settings,
        clock: Clock,
        *,
        renderer: Rendering,
        outside: Outside | None = None,
    ) -> None:
        self.settings = settings
        self.clock = clock
        self.database = Database(settings.database)
        self.database.commands = Commands()
        if not self.database.is_sqlite:
            from bot.engine_postgres import use_procrastinate

            use_procrastinate(self.database, clock)
        secret = secret_of(settings)
        self.buttons = Buttons(secret)
        self.pay_links = PayLinks(secret, settings.public_url)
        self.database.pay_link = self.pay_links.url
        self.room = MailRoom(
            secret=secret, addresses=settings.mail_addresses, public_url=settings.public_url
        )
        self.papers = PaperStore(
            self.database,
            renderer,
            settings.folder / "papers",
            own=settings.folder / "templates",
        )
        self.clerk = Clerk(self.database, clock, readers=Readers(), buttons=self.buttons)
        self.slack = slack_settings(settings)
        self._far = outside or _outside(settings, self.slack)
        self.attempts = Attempts(
            self.database,
            clock,
            read=self._reading(),
            deliver=self._delivering(),
            on_parked=Apologies(self.database, clock, room=self.room),
        )

    def letter_box(self, stored: Callable[[], None]) -> LetterBox:
        """Where the mail doors put letters; `stored` wakes a worker of this process."""
        return LetterBox(
            self.database, self.clock, addresses=self.settings.mail_addresses, stored=stored
        )

    def slack_app(self, stored: Callable[[], None]) -> App:
        return build_app(self.slack, self.database, self.clock, stored=stored)

    def web_app(self, stored: Callable[[], None]) -> Flask:
        """Everything that is reached over HTTP."""
        app = Flask("salesclerk", static_folder=None)
        app.config["MAX_CONTENT_LENGTH"] = 2_000_000
        app.register_blueprint(
            web_routes(self.database, self.clock, buttons=self.buttons, stored=stored)
        )
        app.register_blueprint(self._pay_door(stored).routes())
        app.register_blueprint(health_routes(self.database, self.clock))
        if self.slack.signing_secret:
            app.register_blueprint(slack_routes(self.slack_app(stored)))
        return app

    def close(self) -> None:
        self.database.close()

    def _pay_door(self, stored: Callable[[], None]) -> PayDoor:
        return PayDoor(
            database=self.database,
            clock=self.clock,
            links=self.pay_links,
            provider=provider_of(self.settings),
            stored=stored,
        )

    def _reading(self) -> Callable[[Job], None]:
        slack = SlackWork(
            self.clerk,
            self.database,
            self.clock,
            client=web_client(self.slack),
            files=self._far.files,
            buttons=self.buttons,
        )
        mail = EmailWork(
            self.clerk,
            self.database,
            self.clock,
            room=self.room,
            policy=_policy(self.settings),
            trusting=self.settings.mail_trust == "address",
        )

        money = PayWork(self.database, self.clock)
        readers: dict[str, Callable[[Job], None]] = {"mail": mail.read, "pay": money.read}

        def read(job: Job) -> None:
            readers.get(job.row.kind.partition(".")[0], slack.read)(job)

        return read

    def _delivering(self) -> Callable[[Job], Callable[..., None] | None]:
        connected = self.settings.speaks_slack
        teller = Teller(buttons=self.buttons, room=self.room, slack=connected, clock=self.clock)
        return Deliveries(
            papers=self.papers,
            slack=self._far.slack if connected else None,
            mail=MailSender(
                self.database,
                self.papers,
                relay=self._far.relay,
                room=self.room,
            ),
            teller=teller,
        ).deliver


def _outside(settings: Settings, slack: SlackSettings) -> Outside:
    relay = settings.smtp_relay.get_secret_value()
    return Outside(
        slack=SlackSender(lambda: web_client(slack)),
        relay=Relay(relay) if relay else None,
        files=SlackFiles(slack),
    )


def slack_settings(settings: Settings) -> SlackSettings:
    return SlackSettings(
        signing_secret=settings.slack_signing_secret.get_secret_value(),
        bot_token=settings.slack_bot_token.get_secret_value(),
        api_url=settings.slack_api_url,
        team_id=settings.slack_team,
    )


def _policy(settings: Settings) -> Policy:
    upstreams = tuple(one.strip() for one in settings.mail_upstreams.split(",") if one.strip())
    return Policy(authserv_id=settings.mail_authserv_id, upstreams=upstreams)
