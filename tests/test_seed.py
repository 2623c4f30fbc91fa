"""Every duty of the sales overview has its transcripts, or is known to have none yet."""

import sys

import pytest

from tests.showcase.overview import ROWS, Shown, coverage, covered_keys, transcripts

PROMISED = [row.key for row in ROWS if row.promised]


def test_the_rows_and_their_transcripts_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    shown = coverage(transcripts())

    with capsys.disabled():  # xdist's workers keep stderr alone
        print("\nTranscripts of the sales overview (Slack/mail):", file=sys.stderr)
        for row in ROWS:
            print(f"  {row.key}: {_told(shown[row.key])}", file=sys.stderr)

    assert len(shown) == len(ROWS), "two rows have the same key"


@pytest.mark.parametrize("name", transcripts())
def test_a_transcript_covers_rows_that_exist(name: str) -> None:
    claimed = covered_keys(transcripts()[name])

    assert claimed, f"{name} has no line “Covers: KEY”"
    assert set(claimed) <= {row.key for row in ROWS}


@pytest.mark.parametrize("key", PROMISED)
def test_a_promised_row_has_transcripts_on_slack_and_on_mail(key: str) -> None:
    shown = coverage(transcripts())[key]

    assert shown.slack, f"no transcript on Slack covers {key}"
    assert shown.mail, f"no transcript on mail covers {key}"


def _told(shown: Shown) -> str:
    if not shown.slack and not shown.mail:
        return "not yet"
    return f"{len(shown.slack)}/{len(shown.mail)}" + ("" if shown.on_both else ", one channel only")
