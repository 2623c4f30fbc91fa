"""A Slack workspace that this project did not write: vercel-labs' `emulate` from npm.

It keeps messages, threads, files, modals and Homes, checks tokens, scopes and triggers, and
delivers signed events. It has no clicks, forms or commands; `Workspace` plays those: it reads
what is stored there, refuses a button that is not there (any more), and sends what Slack would
send. The version is pinned: the package's `latest` tag is another project.
"""

import json
import shutil
import socket
import subprocess
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from slack_sdk import WebClient

from tests.slack.requests import interaction, signed

Json = dict[str, Any]

PACKAGE = "emulate@0.12.2"
CACHE = Path(__file__).parents[2] / "var" / "emulate"
TEAM, BOT_USER, BOT_TOKEN = "T000000001", "U00000BOT", "xoxb-interop"
SCOPES = [
    "app_mentions:read",
    "chat:write",
    "channels:read",
    "channels:history",
    "channels:join",
    "im:read",
    "im:history",
    "im:write",
    "users:read",
    "users:read.email",
    "files:read",
    "files:write",
]

# Registers our address for events, which the package has no switch for, and lets us look inside.
LAUNCHER = """
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
const wanted = JSON.parse(process.argv[2]);
const dist = join(wanted.dir, 'node_modules', 'emulate', 'dist');
const holdsSlack = (name) => /^dist-.*[.]js$/.test(name)
  && /export \\{[^}]*\\bslackPlugin\\b/.test(readFileSync(join(dist, name), 'utf8'));
const slack = await import(pathToFileURL(join(dist, readdirSync(dist).find(holdsSlack))));
const register = slack.slackPlugin.register;
slack.slackPlugin.register = function (app, store, webhooks, ...rest) {
  webhooks.register({ url: wanted.door, events: ['*'], active: true, owner: 'slack' });
  app.get('/_inside', (context) => {
    const kept = slack.getSlackStore(store);
    const names = ['users', 'channels', 'messages', 'views', 'files'];
    const shown = Object.fromEntries(names.map((name) => [name, kept[name]?.all() ?? []]));
    return context.json({ ...shown, deliveries: webhooks.getDeliveries() });
  });
  return register.call(this, app, store, webhooks, ...rest);
};
const { createEmulator } = await import(pathToFileURL(join(dist, 'api.js')));
const address = `http://127.0.0.1:${wanted.port}`;
await createEmulator({ service: 'slack', port: wanted.port, seed: wanted.seed, baseUrl: address });
console.log('ready');
"""


def why_not() -> str:
    """Say why the emulator cannot be had here; empty when it can."""
    missing = [tool for tool in ("node", "npm") if shutil.which(tool) is None]
    if missing:
        return f"{' and '.join(missing)} not installed"
    return "" if _installed() else f"npm could not install {PACKAGE}"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Workspace:
    """The running emulator and the people in it. `door` is the address of our events."""

    def __init__(self, *, port: int, door: str, secret: str) -> None:
        self.address = f"http://127.0.0.1:{port}"
        self._door = door
        self._secret = secret
        launcher = CACHE / "launch.mjs"
        launcher.write_text(LAUNCHER)
        wanted = {"dir": str(CACHE), "port": port, "door": door, "seed": _seed(secret)}
        self._node = subprocess.Popen(
            ["node", str(launcher), json.dumps(wanted)],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        assert self._node.stdout is not None
        said = self._node.stdout.readline()
        if not said.startswith("ready"):
            raise RuntimeError(f"the emulator did not start: {said}{self._node.stdout.read()}")
        threading.Thread(target=self._node.stdout.read, daemon=True).start()
        inside = self.inside()
        self.people = {user["name"]: user["user_id"] for user in inside["users"]}
        self.channel = next(c["channel_id"] for c in inside["channels"] if c["name"] == "sales")

    def close(self) -> None:
        self._node.terminate()
        self._node.wait(5)

    def client(self, token: str) -> WebClient:
        return WebClient(token=token, base_url=f"{self.address}/api/")

    def inside(self) -> Json:
        with urllib.request.urlopen(f"{self.address}/_inside", timeout=5) as answer:
            return dict(json.loads(answer.read()))

    def bytes_of(self, address: str) -> bytes:
        request = urllib.request.Request(address, headers={"Authorization": f"Bearer {BOT_TOKEN}"})
        with urllib.request.urlopen(request, timeout=5) as answer:
            return bytes(answer.read())

    def message(self, ts: str) -> Json:
        return next(dict(m) for m in self.inside()["messages"] if m["ts"] == ts)

    def last_event(self) -> Json:
        """The body of the newest event, as it was delivered."""
        return dict(self.inside()["deliveries"][-1]["payload"])

    def click(self, person: str, ts: str, label: str) -> int:
        """Press the button with this label on a message; LookupError when it has none."""
        message = self.message(ts)
        for block in message.get("blocks") or []:
            for element in block.get("elements", []):
                if block["type"] == "actions" and element["text"]["text"] == label:
                    return self._interact(self._press(person, message, block, element))
        raise LookupError(f"no button {label} on {ts}")

    def submit(self, person: str, view: Json, text: str) -> tuple[int, str]:
        """Fill the one field of an open modal and send it."""
        block = view["blocks"][0]
        values = {block["block_id"]: {block["element"]["action_id"]: {"value": text}}}
        payload = {
            **self._by(person, "view_submission"),
            "view": {**view, "id": view["view_id"], "state": {"values": values}},
            "response_urls": [],
        }
        return self.knock(interaction(payload))

    def command(self, person: str, text: str) -> tuple[int, str]:
        fields = {
            "command": "/clerk",
            "text": text,
            "user_id": self.people[person],
            "team_id": TEAM,
            "channel_id": self.channel,
            "trigger_id": self._trigger(),
            "api_app_id": "A000000001",
            "response_url": f"{self.address}/unused",
        }
        return self.knock(urlencode(fields))

    def knock(self, body: str, *, age: float = 0, secret: str | None = None) -> tuple[int, str]:
        """Send one signed request to the door; return its status and answer."""
        headers = signed(body, age=age, secret=secret or self._secret)
        request = urllib.request.Request(self._door, body.encode(), headers)
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as refused:
            return refused.code, refused.read().decode()

    def _interact(self, payload: Json) -> int:
        return self.knock(interaction(payload))[0]

    def _press(self, person: str, message: Json, block: Json, element: Json) -> Json:
        channel = message.get("channel_id", self.channel)
        return {
            **self._by(person, "block_actions"),
            "channel": {"id": channel, "name": "sales"},
            "container": {
                "type": "message",
                "message_ts": message["ts"],
                "channel_id": channel,
                "is_ephemeral": False,
            },
            "message": {name: message.get(name) for name in ("ts", "thread_ts", "text", "blocks")},
            "response_url": f"{self.address}/unused",
            "actions": [
                {
                    **{name: element.get(name) for name in ("type", "action_id", "text", "value")},
                    "block_id": block["block_id"],
                    "action_ts": f"{time.time():.6f}",
                }
            ],
        }

    def _by(self, person: str, kind: str) -> Json:
        return {
            "type": kind,
            "user": {"id": self.people[person], "username": person, "team_id": TEAM},
            "team": {"id": TEAM, "domain": "interop"},
            "api_app_id": "A000000001",
            "trigger_id": self._trigger(),
        }

    def _trigger(self) -> str:
        request = urllib.request.Request(
            f"{self.address}/api/views.generateTriggerId",
            b"{}",
            {"Authorization": f"Bearer {BOT_TOKEN}", "Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=5) as answer:
            return str(json.loads(answer.read())["trigger_id"])


def until(found: Callable[[], Any], seconds: float = 5.0) -> Any:
    """Wait for something to be there; return it, or whatever there was at the end."""
    end = time.monotonic() + seconds
    while not (thing := found()) and time.monotonic() < end:
        time.sleep(0.02)
    return thing


def _installed() -> bool:
    if (CACHE / "node_modules" / "emulate" / "dist" / "api.js").exists():
        return True
    CACHE.mkdir(parents=True, exist_ok=True)
    (CACHE / "package.json").write_text('{"name": "emulator-cache", "private": true}\n')
    command = ["npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", PACKAGE]
    try:
        done = subprocess.run(command, cwd=CACHE, capture_output=True, timeout=120, check=False)
    except subprocess.TimeoutExpired:
        return False
    return done.returncode == 0


def _seed(secret: str) -> Json:
    bot = {"app_id": "A000000001", "bot_id": "B00000BOT", "bot_user_id": BOT_USER}
    app = {
        **bot,
        "client_id": "1.1",
        "client_secret": "s",
        "name": "Salesclerk",
        "redirect_uris": ["http://127.0.0.1/back"],
        "scopes": SCOPES,
        "bot_name": "salesclerk",
    }
    people = [
        {"name": name, "real_name": real_name, "email": f"{name}@example.com"}
        for name, real_name in (("alice", "Alice Sales"), ("maria", "Maria Manager"))
    ]
    tokens = [
        {"token": BOT_TOKEN, "type": "bot", "user_id": BOT_USER, "scopes": SCOPES, **bot},
        *(
            {"token": f"xoxp-{p['name']}", "type": "user", "user": p["name"], "scopes": SCOPES}
            for p in people
        ),
    ]
    slack = {
        "team": {"name": "Interop", "domain": "interop"},
        "signing_secret": secret,
        "strict_scopes": True,
        "users": people,
        "channels": [{"name": "sales"}],
        "oauth_apps": [app],
        "tokens": tokens,
    }
    return {"slack": slack}
