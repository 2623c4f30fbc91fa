"""Only the finding of our own upstream counts, wherever else one is written."""

import base64
import shutil
import subprocess

import dkim
import pytest

from mail.letter import read_letter
from mail.trust import Policy, Verdict, forgery_survived, probe, signed_by_sender, verdict

POLICY = Policy(
    authserv_id="mx.shop.example",
    upstreams=("10.0.0.5", "fd00::/64"),
    our_hosts=("mx.shop.example",),
)
OUR_HOP = "Received: from a.example by mx.shop.example; Mon, 16 Nov 2026 09:12:00 +0000"
THEIR_HOP = "Received: from b.example by a.example; Mon, 16 Nov 2026 09:11:00 +0000"
PASS = "Authentication-Results: mx.shop.example; dmarc=pass header.from=northwind.example"
FAIL = "Authentication-Results: mx.shop.example; dmarc=fail header.from=northwind.example"


def judged(*headers: str, peer: str = "10.0.0.5", sender: str = "tom@northwind.example") -> Verdict:
    raw = "\r\n".join((*headers, f"From: Tom <{sender}>", "Subject: Order", "", "20 chairs"))
    return verdict(read_letter(raw.encode()), peer, policy=POLICY)


@pytest.mark.parametrize(
    "headers",
    [
        (PASS, OUR_HOP, THEIR_HOP),
        (OUR_HOP, PASS, THEIR_HOP),
        (OUR_HOP, PASS.replace(";", ";\r\n\tspf=pass smtp.mailfrom=x@other.example;"), THEIR_HOP),
        (OUR_HOP, "Authentication-Results: mx.shop.example; dkim=pass header.d=northwind.example"),
        (OUR_HOP, "Authentication-Results: mx.shop.example;"
                  " spf=pass smtp.mailfrom=tom@northwind.example"),
    ],
)  # fmt: skip
def test_the_finding_of_our_upstream_counts(headers: tuple[str, ...]) -> None:
    assert judged(*headers).result == "passed"


def test_an_upstream_network_is_known() -> None:
    assert judged(PASS, peer="fd00::7").result == "passed"


FORGED = {
    "below a foreign hop": (OUR_HOP, THEIR_HOP, PASS),
    "below a hop of ours that is invented": (OUR_HOP, OUR_HOP, PASS),
    "below our failing one": (OUR_HOP, FAIL, PASS),
    "above nothing of ours but a foreign hop": (THEIR_HOP, PASS),
    "another name": (PASS.replace("mx.shop", "mx.evil"),),
    "our name as the beginning": (PASS.replace("mx.shop.example;", "mx.shop.example.evil;"),),
    "our name in a comment": (PASS.replace("mx.shop.example;", "evil.example (mx.shop.example);"),),
    "our name in quotes and more": (PASS.replace("mx.shop.example;", '"mx.shop.example "x;'),),
    "our name with invisible signs": (PASS.replace("mx.shop", "mx.\u200eshop"),),
    "our name encoded": (PASS.replace("mx.shop.example", "=?utf-8?q?mx.shop.example?="),),
    "about another sender": (PASS.replace("from=northwind", "from=evil"),),
    "two answers in one": (PASS + "; dmarc=fail header.from=northwind.example",),
    "pass in a comment": (FAIL.replace("dmarc=fail", "dmarc=fail (dmarc=pass)"),),
    "pass of a subdomain signer": (PASS.replace(
        "dmarc=pass header.from=northwind.example", "dkim=pass header.d=a.northwind.example"),),
    "pass of a public suffix": (PASS.replace(
        "dmarc=pass header.from=northwind.example", "dkim=pass header.d=example"),),
    "two signers in one finding": (PASS.replace(
        "dmarc=pass header.from=northwind.example",
        "dkim=pass header.d=evil.example header.d=northwind.example"),),
    "another header's name": (PASS.replace("Authentication", "X-Authentication"),),
    "ARC's copy": (PASS.replace("Authentication-Results: ", "ARC-Authentication-Results: i=1; "),),
    "without end": (PASS + "(" * 5_000,),
    "our hop named by a stranger": (THEIR_HOP.replace("by a", "(by mx.shop.example) by a"), PASS),
}  # fmt: skip


@pytest.mark.parametrize("headers", FORGED.values(), ids=FORGED.keys())
def test_a_forged_finding_never_counts(headers: tuple[str, ...]) -> None:
    assert not judged(*headers).passed


@pytest.mark.parametrize("peer", ["", "10.0.0.6", "127.0.0.1", "mx.shop.example", "fd01::1"])
def test_a_finding_from_elsewhere_never_counts(peer: str) -> None:
    assert judged(PASS, peer=peer).result == "none"


def test_no_policy_means_nothing_is_proved() -> None:
    letter = read_letter(f"{PASS}\r\nFrom: tom@northwind.example\r\n\r\nx".encode())

    assert verdict(letter, "10.0.0.5", policy=Policy()).result == "none"


def test_a_failed_check_is_said() -> None:
    assert judged(OUR_HOP, FAIL).result == "failed"


def test_two_senders_fail() -> None:
    assert judged(PASS, "From: evil@evil.example").result == "failed"


def test_the_probe_tells_whether_forgeries_are_stripped() -> None:
    raw = probe(POLICY, "n1", to="orders@shop.example")
    stripped = raw.partition(b"\r\n")[2]

    assert forgery_survived(read_letter(raw), "n1", policy=POLICY) is True
    assert forgery_survived(read_letter(stripped), "n1", policy=POLICY) is False
    assert forgery_survived(read_letter(raw), "n2", policy=POLICY) is None


class Zone:
    """A key pair, and the DNS record that publishes it."""

    def __init__(self) -> None:
        openssl = shutil.which("openssl")
        if openssl is None:
            pytest.skip("openssl is not installed, so no key can be made to sign with")
        self.key = _output(openssl, "genrsa", "-traditional", "2048")
        self.public = _output(openssl, "rsa", "-pubout", "-outform", "DER", given=self.key)

    def signed(self, raw: bytes, *, domain: str) -> bytes:
        signature: bytes = dkim.sign(raw, b"s1", domain.encode(), self.key)
        return signature + raw

    def record(self, name: bytes, timeout: int = 5) -> bytes:
        return b"v=DKIM1; k=rsa; p=" + base64.b64encode(self.public)


def _output(*command: str, given: bytes = b"") -> bytes:
    return subprocess.run(command, input=given, capture_output=True, check=True).stdout


def test_our_own_look_at_a_signature() -> None:
    zone = Zone()
    raw = b"From: tom@northwind.example\r\nSubject: Order\r\n\r\n20 chairs\r\n"
    good = zone.signed(raw, domain="northwind.example")

    def result(content: bytes) -> str:
        return signed_by_sender(read_letter(content), dns=zone.record).result

    assert result(good) == "passed"
    assert result(good.replace(b"20 chairs", b"99 chairs")) == "none"
    assert result(zone.signed(raw, domain="evil.example")) == "none"
    assert result(raw) == "none"
