"""Files shared in Slack are fetched with the bot's token, which goes nowhere else."""

import pytest

from bot.channels.slack_client import SlackSettings
from bot.channels.slack_events import SharedFile
from bot.channels.slack_files import LARGEST, MOST, SlackFiles, UnfetchedError, fetched
from bot.delivery import Later
from tests.slack.fake_slack import FakeSlack

CSV = {"Content-Type": "text/csv"}
HTML = {"Content-Type": "text/html; charset=utf-8"}


@pytest.fixture
def files(slack: FakeSlack) -> SlackFiles:
    return SlackFiles(
        SlackSettings(signing_secret="s", bot_token="xoxb-1", api_url=slack.url, timeout=5)
    )


def shared(url: str, *, name: str = "order.csv", size: int = 10) -> SharedFile:
    return SharedFile(id="F1", name=name, mime="text/csv", size=size, url=url)


def test_a_file_is_fetched_with_our_token(slack: FakeSlack, files: SlackFiles) -> None:
    slack.answers["files/F1"] = [(200, "Item;Qty\nA;2\n", CSV)]

    came = files.fetch(shared(f"{slack.base}/files/F1"))

    assert (came.name, came.content) == ("order.csv", b"Item;Qty\nA;2\n")
    assert slack.tokens == ["Bearer xoxb-1"]


@pytest.mark.parametrize(
    "url",
    [
        "https://evil.example/F1",
        "https://files.slack.com.evil.example/F1",
        "https://evilslack.com/F1",
        "http://files.slack.com/F1",
        "file:///etc/passwd",
        "https://files.slack.com@evil.example/F1",
        "",
    ],
)
def test_the_token_goes_to_slack_only(files: SlackFiles, url: str) -> None:
    with pytest.raises(UnfetchedError, match=r"order\.csv is not kept at Slack"):
        files.fetch(shared(url))


def test_a_redirect_is_not_followed(slack: FakeSlack, files: SlackFiles) -> None:
    slack.answers["files/F1"] = [(302, "", {"Location": f"{slack.base}/elsewhere"})]

    with pytest.raises(UnfetchedError, match="files:read"):
        files.fetch(shared(f"{slack.base}/files/F1"))

    assert len(slack.tokens) == 1


def test_a_login_page_is_no_file(slack: FakeSlack, files: SlackFiles) -> None:
    slack.answers["files/F1"] = [(200, "<html>sign in</html>", HTML)]

    with pytest.raises(UnfetchedError, match="files:read"):
        files.fetch(shared(f"{slack.base}/files/F1"))


@pytest.mark.parametrize("status", [429, 503])
def test_a_busy_slack_is_asked_again_later(
    slack: FakeSlack, files: SlackFiles, status: int
) -> None:
    slack.answers["files/F1"] = [(status, "", {})]

    with pytest.raises(Later):
        files.fetch(shared(f"{slack.base}/files/F1"))


def test_a_slack_that_does_not_answer_is_asked_again_later(files: SlackFiles) -> None:
    nobody = SlackFiles(
        SlackSettings(signing_secret="s", bot_token="x", api_url="http://127.0.0.1:9/api/")
    )

    with pytest.raises(Later):
        nobody.fetch(shared("http://127.0.0.1:9/files/F1"))


def test_too_large_a_file_is_not_fetched(slack: FakeSlack, files: SlackFiles) -> None:
    with pytest.raises(UnfetchedError, match="larger than 10 MB"):
        files.fetch(shared(f"{slack.base}/files/F1", size=LARGEST + 1))

    assert slack.tokens == []


def test_a_file_larger_than_it_says_is_cut_off(slack: FakeSlack, files: SlackFiles) -> None:
    slack.answers["files/F1"] = [(200, "x" * (LARGEST + 1), CSV)]

    with pytest.raises(UnfetchedError, match="larger than 10 MB"):
        files.fetch(shared(f"{slack.base}/files/F1"))


def test_some_files_of_many_are_read_and_the_others_named(
    slack: FakeSlack, files: SlackFiles
) -> None:
    asked = [shared(f"{slack.base}/files/F{number}") for number in range(MOST + 2)]
    asked[1] = shared("https://drive.example/F", name="plan.xlsx")

    came, notes = fetched(asked, files)

    assert len(came) == MOST - 1
    assert notes == (
        "plan.xlsx is not kept at Slack; attach the file itself.",
        "I read 10 files of one message; share the others in another one.",
    )
