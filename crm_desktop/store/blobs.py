"""Contents of files inside the company file: each stored once, by its SHA-256, in parts of a megabyte.

They are no journaled rows: a content never changes. Whoever refers to it writes its hash into a row of its own, in the
same entry; a content that nothing refers to any more is swept away when the journal is pruned.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO, Final

from crm_desktop.errors import Cancelled, Trouble
from crm_desktop.i18n import _

BLOB_TABLES: Final = (
    "CREATE TABLE IF NOT EXISTS blob (hash TEXT PRIMARY KEY, size INTEGER NOT NULL)",
    """CREATE TABLE IF NOT EXISTS blob_part (
        id INTEGER PRIMARY KEY, hash TEXT NOT NULL REFERENCES blob (hash) ON DELETE CASCADE,
        number INTEGER NOT NULL, data BLOB NOT NULL, UNIQUE (hash, number))""",
)
PART: Final = 1 << 20
"""Bytes in one part."""

Progress = Callable[[int, int], None]
Asked = Callable[[], bool]


def digest(source: BinaryIO, cancelled: Asked | None = None) -> tuple[str, int]:
    """The SHA-256 (in hexadecimal) and the size in bytes of what can be read."""
    found, size = hashlib.sha256(), 0
    while part := source.read(PART):
        if cancelled is not None and cancelled():
            raise Cancelled
        found.update(part)
        size += len(part)
    return found.hexdigest(), size


def put(
    connection: Any, source: BinaryIO, *, progress: Progress | None = None, cancelled: Asked | None = None
) -> tuple[str, int]:
    """Store what can be read, unless it is there already; returns its hash and size. Must be inside an entry.

    The source is read twice; Trouble where it is another one the second time.
    """
    name, size = digest(source, cancelled)
    if has(connection, name):
        return name, size
    source.seek(0)
    connection.execute("INSERT INTO blob (hash, size) VALUES (?, ?)", (name, size))
    again, number = hashlib.sha256(), 0
    while part := source.read(PART):
        if cancelled is not None and cancelled():
            raise Cancelled
        again.update(part)
        connection.execute("INSERT INTO blob_part (hash, number, data) VALUES (?, ?, ?)", (name, number, part))
        number += 1
        if progress is not None:
            progress(min(number * PART, size), size)
    if again.hexdigest() != name:
        raise Trouble(_("The file changed while it was read. Wait until it is written, then try again."))
    return name, size


def has(connection: Any, name: str) -> bool:
    """Whether a content is there."""
    return connection.execute("SELECT 1 FROM blob WHERE hash = ?", (name,)).fetchone() is not None


def parts(connection: Any, name: str) -> Iterator[bytes]:
    """A content, part by part; Trouble where it is not there or damaged."""
    found = connection.execute("SELECT size FROM blob WHERE hash = ?", (name,)).fetchone()
    check, number = hashlib.sha256(), 0
    while found is not None and number * PART < found[0]:
        part = connection.execute("SELECT data FROM blob_part WHERE hash = ? AND number = ?", (name, number)).fetchone()
        if part is None:
            break
        check.update(part[0])
        yield part[0]
        number += 1
    if found is None or check.hexdigest() != name:
        raise Trouble(_("The content of this file is damaged or missing. Open a backup of the company file."))


def missing(connection: Any, names: set[str]) -> set[str]:
    """Those of some contents that are not there whole."""
    sizes = dict(
        connection.execute(
            "SELECT b.hash, b.size - coalesce((SELECT sum(length(p.data)) FROM blob_part p WHERE p.hash = b.hash), 0)"
            " FROM blob b"
        ).fetchall()
    )
    return {name for name in names if sizes.get(name) != 0}


def sweep(connection: Any, wanted: set[str]) -> int:
    """Remove every content that is not among the wanted ones; returns how many. Must be inside a transaction."""
    gone = [(name,) for (name,) in connection.execute("SELECT hash FROM blob") if name not in wanted]
    connection.executemany("DELETE FROM blob WHERE hash = ?", gone)
    return len(gone)
