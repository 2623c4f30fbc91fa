"""The console listens to its own page and nobody else's."""

import http.client
import json

from tests.console.conftest import Stage, port_of


def asked(stage: Stage, method: str, path: str, *, body: str = "", **headers: str) -> int:
    """Ask the console with headers exactly as given; the status."""
    connection = http.client.HTTPConnection("127.0.0.1", port_of(stage.settings.console_url))
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request(method, path, body=body or None, headers=named)
    status = connection.getresponse().status
    connection.close()
    return status


def test_a_foreign_host_name_is_refused(stage: Stage) -> None:
    assert asked(stage, "GET", "/", Host="127.0.0.1:80") == 200
    assert asked(stage, "GET", "/", Host="localhost") == 200
    assert asked(stage, "GET", "/", Host="evil.example") == 403
    assert asked(stage, "GET", "/console/mailboxes", Host="127.0.0.1.evil.example:80") == 403


def test_another_web_page_cannot_press_anything(stage: Stage) -> None:
    body = json.dumps({"person": "U01MARIA", "text": "quote"})

    for path in ("/console/say", "/console/mail", "/console/click"):
        assert asked(stage, "POST", path, body=body, Content_Type="text/plain") == 403

    assert stage.seen.events == []


def test_made_up_upload_and_response_addresses_are_refused(stage: Stage) -> None:
    made_up = {"Content_Type": "application/json"}

    assert asked(stage, "POST", "/upload/F1/0000", body="x") == 404
    assert asked(stage, "POST", "/response/R1/0000", body="{}", **made_up) == 404


def test_the_page_allows_no_foreign_and_no_inline_scripts(stage: Stage) -> None:
    page = stage.fetch("/")

    rules = page.headers["Content-Security-Policy"]
    assert "default-src 'none'; script-src 'self'; style-src 'self'" in rules
    text = page.read().decode()
    assert "http://" not in text
    assert "https://" not in text
