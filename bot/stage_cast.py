"""What every stage has alike: its settings, and the people who walk on it."""

from pathlib import Path
from typing import Any

from pydantic import SecretStr

from bot.assembly import House
from bot.channels.console.settings import Channel, ConsoleSettings, Person
from bot.settings import Settings
from domain.people import slack_people

OURS = "orders@nordwerk.example"
SECRET = "signed-on-the-stage"  # noqa: S105 - signs played requests only


def stage_settings(url: str, folder: Path, **more: Any) -> Settings:
    """One installation on a stage; `more` are the settings that differ."""
    return Settings(
        database=url,
        folder=folder,
        mail_address=OURS,
        mail_trust="address",
        slack_signing_secret=SecretStr(SECRET),
        slack_bot_token=SecretStr("xoxb-stage"),
        slack_app_token=SecretStr(""),
        slack_team="T00DEMO",
        secret_key=SecretStr("sealed-on-the-stage"),
        smtp_relay=SecretStr("smtp://127.0.0.1:9"),
        public_url="https://clerk.example",
        **more,
    )


def cast_of(house: House) -> ConsoleSettings:
    """The company's people with a Slack id, under their first names in lower case."""
    with house.database.reading() as session:
        people = tuple(
            Person(
                id=one.slack_id,
                name=one.name.split()[0].lower(),
                real_name=one.name,
                email=one.email,
            )
            for one in slack_people(session)
        )
    return ConsoleSettings(
        signing_secret=SECRET,
        bot_token="",
        door_url="",
        console_url="",
        smtp_host="",
        smtp_port=0,
        sink_host="",
        sink_port=0,
        people=people,
        contacts=(),
        clerk_address=OURS,
        channels=(Channel(id="C01SALES", name="sales"),),
    )
