"""A tiny Web API on loopback that says what a test wants Slack to say."""

import json
import threading
import time
import urllib.parse
from collections import defaultdict
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

Json = dict[str, Any]
Answer = tuple[int, Json | str, dict[str, str]]


class FakeSlack:
    """Answers every method with "ok" unless `answers` holds something else for it, in turn."""

    def __init__(self) -> None:
        self.answers: dict[str, list[Answer]] = defaultdict(list)
        self.calls: list[tuple[str, Json]] = []
        self.tokens: list[str] = []  # what came along with requests for files
        self.delay = 0.0
        fake = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                fake.tokens.append(self.headers.get("Authorization", ""))
                self.do_POST()

            def do_POST(self) -> None:
                raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                status, body, headers = fake._answer(
                    self.path, raw, self.headers.get("Content-Type", "")
                )
                text = body if isinstance(body, str) else json.dumps(body)
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(text.encode())

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.base = f"http://127.0.0.1:{self._server.server_address[1]}"
        self.url = f"{self.base}/api/"

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def of(self, method: str) -> list[Json]:
        return [call for name, call in self.calls if name == method]

    def wait_for(self, method: str, seconds: float = 5.0) -> list[Json]:
        end = time.monotonic() + seconds
        while not self.of(method) and time.monotonic() < end:
            time.sleep(0.01)
        return self.of(method)

    def _answer(self, path: str, raw: bytes, content_type: str) -> Answer:
        method = path.removeprefix("/api/").strip("/")
        read = {"raw": raw} if method == "upload" else _fields(raw, content_type)
        self.calls.append((method, read))
        time.sleep(self.delay)
        if self.answers[method]:
            return self.answers[method].pop(0)
        return 200, self._good(method), {"Content-Type": "application/json"}

    def _good(self, method: str) -> Json:
        return {
            "ok": True,
            "channel": {"id": "D0ALICE"} if method == "conversations.open" else "C0SALES",
            "ts": "1790000099.000100",
            "message_ts": "1790000099.000200",
            "messages": [],
            "files": [{"id": "F1", "title": "t"}],
            "file_id": "F1",
            "upload_url": f"{self.base}/upload",
            "view": {"id": "V1"},
        }


def _fields(raw: bytes, content_type: str) -> Json:
    if "json" in content_type:
        return dict(json.loads(raw or b"{}"))
    if "urlencoded" in content_type:
        return dict(urllib.parse.parse_qsl(raw.decode()))
    return {"raw": raw}
