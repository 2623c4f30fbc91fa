"""Whether a letter really comes from the domain it names.

We believe the findings of one upstream mail server, and only when the letter came
from its address, bears its name, and the finding stands where that server writes it:
the topmost header of its kind, above every hop that is not ours. Anything below may
have been written by the sender. No finding is never a pass. That the upstream strips
headers forged in its name is tried at start with `probe`.
"""

import ipaddress
import logging
from collections.abc import Callable
from dataclasses import dataclass
from email import message_from_bytes
from typing import Literal

import authres
import dkim

from mail.fences import header_block
from mail.letter import Letter

_log = logging.getLogger(__name__)
_MAX_VALUE = 4_000
_PROBE_HEADER = "X-Salesclerk-Probe"
_AUTH_HEADER = "authentication-results"


@dataclass(frozen=True, kw_only=True)
class Policy:
    """Whom we believe. Without upstreams nothing counts as proved.

    `upstreams` are IP addresses, networks or, for polled mailboxes, the host's name.
    `our_hosts` are the names in `Received: … by NAME` of our own servers.
    """

    authserv_id: str = ""
    upstreams: tuple[str, ...] = ()
    our_hosts: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What is known of the sender; `reason` is a sentence for the log and the queue."""

    result: Literal["passed", "none", "failed"]
    reason: str

    @property
    def passed(self) -> bool:
        return self.result == "passed"


def verdict(letter: Letter, peer: str, *, policy: Policy) -> Verdict:
    """Judge the From address by the upstream's finding."""
    if letter.sender_doubtful or letter.unreadable:
        return Verdict(result="failed", reason="The letter has not exactly one readable sender.")
    if not policy.authserv_id or not _is_upstream(peer, policy.upstreams):
        return _none("It did not come through a mail server that we believe.")
    value = _topmost_finding(letter.raw, policy)
    if value is None:
        return _none("Our mail server says nothing about its sender.")
    try:
        finding = authres.AuthenticationResultsHeader.parse(f"Authentication-Results: {value}")
    except (Exception, RecursionError):  # a malformed finding is no finding
        return _none("The finding of our mail server cannot be read.")
    if finding.authserv_id != policy.authserv_id:
        return _none("The finding is not that of our mail server.")
    return _judge(finding.results, letter.from_address_ascii.rpartition("@")[2])


def _none(reason: str) -> Verdict:
    return Verdict(result="none", reason=reason)


def _judge(results: list[authres.AuthenticationResult], domain: str) -> Verdict:
    dmarc = [one for one in results if one.method.lower() == "dmarc"]
    if len(dmarc) > 1:
        return Verdict(result="failed", reason="The finding contradicts itself.")
    if dmarc and dmarc[0].result.lower() == "fail":
        return Verdict(result="failed", reason=f"It is not from {domain}, as it claims (DMARC).")
    if dmarc and dmarc[0].result.lower() == "pass":
        if _property(dmarc[0], "header", "from") == domain:
            return Verdict(result="passed", reason=f"{domain} vouches for it (DMARC).")
        return Verdict(result="failed", reason="The finding is about another sender.")
    for one in results:
        proved = _proved_domain(one)
        if _aligned(proved, domain):
            return Verdict(result="passed", reason=f"{proved} vouches for it ({one.method}).")
    return _none(f"Nothing proves that it is from {domain}.")


def _proved_domain(one: authres.AuthenticationResult) -> str:
    """The domain that a passed signature or sender check stands for."""
    if one.result.lower() != "pass":
        return ""
    if one.method.lower() == "dkim":
        return _property(one, "header", "d")
    return _property(one, "smtp", "mailfrom") if one.method.lower() == "spf" else ""


def _property(result: authres.AuthenticationResult, kind: str, name: str) -> str:
    found = [
        str(one.value).strip().lower().rstrip(".")
        for one in result.properties
        if one.type.lower() == kind and one.name.lower() == name
    ]
    return found[0].rpartition("@")[2] if len(found) == 1 else ""


def _aligned(proved: str, claimed: str) -> bool:
    """The same domain, or one of its subdomains claimed; a public suffix proves nothing."""
    if proved == claimed:
        return bool(proved)
    labels = proved.split(".")
    if len(labels) < 2 or (len(labels) == 2 and len(labels[1]) == 2 and len(labels[0]) <= 3):
        return False  # `com`, `co.uk`
    return claimed.endswith(f".{proved}")


def _is_upstream(peer: str, upstreams: tuple[str, ...]) -> bool:
    if not peer:
        return False
    if peer in upstreams:
        return True
    return any(_is_within(peer, one) for one in upstreams)


def _is_within(peer: str, network: str) -> bool:
    try:
        return ipaddress.ip_address(peer) in ipaddress.ip_network(network, strict=False)
    except ValueError:
        return False  # the name of a polled mailbox is no network


def _topmost_finding(raw: bytes, policy: Policy) -> str | None:
    """The value of the first such header, if only our own hops stand above it.

    One header alone: whatever stands below it may be the sender's. The upstream's
    last filter, which knows the others' results, writes on top.
    """
    head = message_from_bytes(header_block(raw) + b"\r\n\r\n")
    hops_left = {host.lower() for host in policy.our_hosts}
    for name, value in head.raw_items():
        lowered, text = name.lower(), str(value)
        if lowered == _AUTH_HEADER:
            return text if text.isascii() and len(text) <= _MAX_VALUE else None
        if lowered == "received":
            host = _hop_by(text)
            if host not in hops_left:
                return None
            hops_left.remove(host)  # a second hop of that name is the sender's invention
    return None


def _hop_by(received: str) -> str:
    """The host that wrote this hop: what stands after the first `by`."""
    words = received.lower().replace(";", " ").split()
    return words[words.index("by") + 1] if "by" in words[:-1] else ""


def probe(policy: Policy, nonce: str, *, to: str) -> bytes:
    """A letter with a finding forged in the upstream's name, to be sent through it at start."""
    return (
        f"Authentication-Results: {policy.authserv_id}; dmarc=pass header.from=probe.invalid\r\n"
        f"{_PROBE_HEADER}: {nonce}\r\nFrom: probe@probe.invalid\r\nTo: {to}\r\n"
        "Auto-Submitted: auto-generated\r\nSubject: Probe of the mail server\r\n\r\nProbe\r\n"
    ).encode("ascii")


def forgery_survived(letter: Letter, nonce: str, *, policy: Policy) -> bool | None:
    """Whether the upstream let the forged finding through; None if this is not that probe."""
    if letter.header(_PROBE_HEADER) != nonce:
        return None
    forged = f"{policy.authserv_id}; dmarc=pass header.from=probe.invalid"
    return any(value.lower() == forged.lower() for value in letter.headers_named(_AUTH_HEADER))


def signed_by_sender(letter: Letter, *, dns: Callable[..., bytes | None] | None = None) -> Verdict:
    """Our own look at the DKIM signatures, for houses without an upstream to believe.

    `dns` answers `dns(name, timeout=…)` with the TXT record; without it the network is
    asked.
    """
    if letter.sender_doubtful or letter.unreadable:
        return Verdict(result="failed", reason="The letter has not exactly one readable sender.")
    domain = letter.from_address_ascii.rpartition("@")[2]
    for number in range(min(len(letter.headers_named("dkim-signature")), 5)):
        try:
            message = dkim.DKIM(letter.raw)
            good = message.verify(idx=number, **({"dnsfunc": dns} if dns else {}))
            signer = (message.domain or b"").decode("ascii", "replace").lower()
        except Exception:  # a broken signature is no signature
            _log.info("a DKIM signature could not be checked", exc_info=True)
            continue
        if good and _aligned(signer, domain):
            return Verdict(result="passed", reason=f"{signer} has signed it (DKIM).")
    return _none(f"No valid signature of {domain}.")
