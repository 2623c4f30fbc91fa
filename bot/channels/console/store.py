"""The console's own small SQLite file, so that conversations outlive a restart.

It is not the company's database: throwing the file away forgets what was said, never what was
posted. Without a path everything stays in memory.
"""

import json
import sqlite3
import threading
from pathlib import Path

from bot.channels.console.records import Json

_TABLES = """
create table if not exists thing (
    kind text not null, id text not null, body text not null, primary key (kind, id));
create table if not exists content (id text primary key, bytes blob not null);
"""


class Store:
    """Named JSON values by kind, and bytes by id. Safe to use from several threads."""

    def __init__(self, path: Path | None) -> None:
        if path is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
        self._lock = threading.Lock()
        self._db = sqlite3.connect(path or ":memory:", check_same_thread=False)
        self._db.execute("pragma journal_mode = wal")
        self._db.execute("pragma synchronous = normal")
        self._db.executescript(_TABLES)

    def put(self, kind: str, key: str, *, body: Json) -> None:
        with self._lock, self._db:
            self._db.execute(
                "insert into thing values (?, ?, ?)"
                " on conflict (kind, id) do update set body = excluded.body",
                (kind, key, json.dumps(body)),
            )

    def drop(self, kind: str, key: str) -> None:
        with self._lock, self._db:
            self._db.execute("delete from thing where kind = ? and id = ?", (kind, key))

    def every(self, kind: str) -> list[tuple[str, Json]]:
        """List the values of one kind in the order in which they were first put."""
        with self._lock:
            rows = self._db.execute(
                "select id, body from thing where kind = ? order by rowid", (kind,)
            ).fetchall()
        return [(key, json.loads(body)) for key, body in rows]

    def put_bytes(self, key: str, content: bytes) -> None:
        with self._lock, self._db:
            self._db.execute("insert or replace into content values (?, ?)", (key, content))

    def read_bytes(self, key: str) -> bytes | None:
        with self._lock:
            row = self._db.execute("select bytes from content where id = ?", (key,)).fetchone()
        return bytes(row[0]) if row else None

    def close(self) -> None:
        with self._lock:
            self._db.close()
