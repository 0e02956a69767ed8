"""Questions to the journal: what was done, what happened to one record, what lies in the trash."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from crm_desktop.store.journal import Journal
from crm_desktop.store.row import quoted
from crm_desktop.store.sets import OF_ROW


@dataclass(frozen=True)
class Line:
    """One field of a record before and after, as stored; `op` is I (made), U (changed) or D (deleted)."""

    op: str
    table: str
    row: int
    field: str | None = None
    before: Any = None
    after: Any = None


@dataclass(frozen=True)
class Done:
    """One entry as history shows it; `at` is UTC."""

    id: int
    at: datetime
    title: str
    kind: str
    undone: bool
    origin: int | None
    detail: dict[str, Any] = field(default_factory=dict)
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True)
class Deleted:
    """A record in the trash with the values it had."""

    table: str
    row: int
    at: datetime
    entry: int
    values: dict[str, Any]


MERGED = "merge"
"""Under this name the detail of an entry says which records it made one: kind, row (which stays), gone, titles."""

_LINES = (
    "(SELECT id, entry, op, tbl, row, field, before, after FROM journal_change"
    f" WHERE tbl = :tbl AND row = :row AND op IN ('I', 'U', 'D') UNION ALL {OF_ROW})"
)
"""A record's lines, runs of inserted rows left out."""
KEEP = "history.days"
"""The company's setting of how many days of history to keep; 0 for all of it."""
KEPT_DAYS = 730
ALWAYS_KEPT = 30
"""Days of history that are never cleared away by themselves."""
_ENTRY = "e.id, e.at, e.title, e.kind, e.undone, e.origin, e.detail"


def entries(journal: Journal, limit: int = 200, before: int | None = None) -> list[Done]:
    """The newest entries first, undo and redo among them; `before` continues a list."""
    rows = journal.execute(
        f"SELECT {_ENTRY} FROM journal_entry e WHERE e.id < ? ORDER BY e.id DESC LIMIT ?",
        (before if before is not None else 1 << 62, limit),
    ).fetchall()
    return [_done(row) for row in rows]


def entry(journal: Journal, number: int) -> Done | None:
    row = journal.execute(f"SELECT {_ENTRY} FROM journal_entry e WHERE e.id = ?", (number,)).fetchone()
    return _done(row) if row else None


def of_record(journal: Journal, table: str, row: int, limit: int = 500) -> list[Done]:
    """What happened to one record, newest first, with the lines of each entry that concern it."""
    found = journal.execute(
        f"SELECT {_ENTRY}, c.op, c.field, c.before, c.after"
        f" FROM {_LINES} c JOIN journal_entry e ON e.id = c.entry ORDER BY c.id DESC LIMIT :most",
        {"tbl": table, "row": row, "most": limit * 20},
    ).fetchall()
    found += journal.execute(
        f"SELECT {_ENTRY}, 'I', NULL, NULL, NULL FROM journal_change c JOIN journal_entry e ON e.id = c.entry"
        " WHERE c.tbl = ? AND c.op = 'R' AND c.row <= ? AND c.after >= ?",
        (table, row, row),
    ).fetchall()
    done: dict[int, tuple[Done, list[Line]]] = {}
    for line in found:
        lines = done.setdefault(line[0], (_done(line[:7]), []))[1]
        op, name, before, after = line[7:]
        lines.insert(0, Line(op, table, row, name if op == "U" else None, before if op == "U" else None, after))
    return [
        Done(d.id, d.at, d.title, d.kind, d.undone, d.origin, d.detail, tuple(lines))
        for d, lines in sorted(done.values(), key=lambda pair: -pair[0].id)
    ][:limit]


def merges_of(journal: Journal, table: str, row: int) -> list[Done]:
    """The entries that made other records part of this one, newest first; they need not have touched its own row."""
    found = journal.execute(
        f"SELECT {_ENTRY} FROM journal_entry e WHERE e.detail LIKE ? AND json_extract(e.detail, ?) = ?"
        " AND json_extract(e.detail, ?) = ? AND e.first IS NOT NULL ORDER BY e.id DESC",
        (f'%"{MERGED}"%', f"$.{MERGED}.kind", table, f"$.{MERGED}.row", row),
    ).fetchall()
    return [_done(one) for one in found]


def trash(
    journal: Journal, table: str | None = None, limit: int = 1000, rows: Iterable[int] | None = None
) -> list[Deleted]:
    """Deleted records that are not back (of these rows, or all), newest first. Rows that went with a parent are among
    them.

    What was made part of another record by a merge is not in the trash: the merge is what can be undone.
    """
    tables = [table] if table else list(journal.models)
    among = "" if rows is None else " AND c.row IN (SELECT value FROM json_each(?))"
    chosen = [] if rows is None else [json.dumps(list(rows))]
    found: list[Deleted] = []
    for name in tables:
        for row, number, at, columns, before in journal.execute(
            f"SELECT c.row, c.entry, e.at, s.columns, c.before FROM journal_change c"
            f" JOIN journal_entry e ON e.id = c.entry JOIN journal_shape s ON s.id = c.field"
            f" WHERE c.op = 'D' AND c.tbl = ?{among} AND e.kind = 'do' AND e.undone = 0"
            f" AND (e.detail IS NULL OR json_extract(e.detail, '$.{MERGED}') IS NULL)"
            f" AND NOT EXISTS (SELECT 1 FROM {quoted(name)} t WHERE t.id = c.row)"
            f" AND NOT EXISTS (SELECT 1 FROM journal_change n JOIN journal_entry m ON m.id = n.entry"
            f"  WHERE n.tbl = c.tbl AND n.row = c.row AND n.op = 'D' AND n.id > c.id AND m.kind = 'do')"
            f" ORDER BY c.id DESC LIMIT ?",
            (name, *chosen, limit),
        ):
            values = dict(zip(json.loads(columns), json.loads(before), strict=False))
            found.append(Deleted(name, row, _moment(at), number, values))
    found.sort(key=lambda deleted: (deleted.at, deleted.entry), reverse=True)
    return found[:limit]


def values_as_of(journal: Journal, table: str, row: int, moment: datetime) -> dict[str, Any] | None:
    """A record's stored values as they stood at `moment` (aware); None where it was not there."""
    since = moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"
    (line,) = journal.execute("SELECT min(first) FROM journal_entry WHERE at > ?", (since,)).fetchone()
    return values_before(journal, table, row, line if line is not None else 1 << 62)


def values_before(journal: Journal, table: str, row: int, line: int) -> dict[str, Any] | None:
    """A record's stored values as they stood before a line of the journal; None where it was not there."""
    cursor = journal.execute(f"SELECT * FROM {quoted(table)} WHERE id = ?", (row,))
    names = [column[0] for column in cursor.description]
    now = cursor.fetchone()
    values: dict[str, Any] | None = dict(zip(names, now, strict=True)) if now else None
    for op, name, before, columns in journal.execute(
        f"SELECT c.op, c.field, c.before, s.columns FROM {_LINES} c"
        " LEFT JOIN journal_shape s ON c.op = 'D' AND s.id = c.field WHERE c.id >= :line ORDER BY c.id DESC",
        {"tbl": table, "row": row, "line": line},
    ):
        if op == "I":
            values = None
        elif op == "D":
            stored = (bytes.fromhex(one[0]) if isinstance(one, list) else one for one in json.loads(before))
            values = {"id": row, **dict(zip(json.loads(columns), stored, strict=False))}
        elif values is not None:
            values[name] = before
    made_later = journal.execute(
        "SELECT 1 FROM journal_change WHERE tbl = ? AND op = 'R' AND row <= ? AND after >= ? AND id >= ?",
        (table, row, row, line),
    ).fetchone()
    return None if made_later else values


def size(journal: Journal) -> tuple[int, int]:
    """How many lines the journal holds, and about how many bytes."""
    lines = journal.execute("SELECT count(*) FROM journal_change").fetchone()[0]
    data = journal.execute(
        "SELECT coalesce(avg(coalesce(length(before), 0) + coalesce(length(after), 0) + 60), 0)"
        " FROM (SELECT before, after FROM journal_change LIMIT 10000)"
    ).fetchone()[0]
    sets = journal.execute("SELECT coalesce(sum(length(rows)), 0) FROM journal_set").fetchone()[0]
    return lines, int(lines * data + sets)


def prune(journal: Journal, *, older_than: timedelta, larger_than: int = 0, now: datetime | None = None) -> int:
    """Clear away the details of old entries once the journal is larger than `larger_than` bytes; returns how many.

    Their titles stay in the history, but they cannot be undone any more, and what they deleted leaves the trash.
    """
    if size(journal)[1] <= larger_than:
        return 0
    limit = ((now or datetime.now(UTC)) - older_than).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"
    with journal.silently() as connection:
        last = connection.execute(
            "SELECT max(last), count(*) FROM journal_entry WHERE at < ? AND first IS NOT NULL", (limit,)
        ).fetchone()
        if last[0] is None:
            return 0
        connection.execute("DELETE FROM journal_change WHERE id <= ?", (last[0],))
        connection.execute("DELETE FROM journal_set WHERE id <= ?", (last[0],))
        connection.execute("UPDATE journal_entry SET first = NULL, last = NULL WHERE at < ?", (limit,))
        return int(last[1])


def tidy(
    journal: Journal, *, keep_days: int = KEPT_DAYS, at_most: int = 500_000_000, now: datetime | None = None
) -> int:
    """Prune what is older than `keep_days` (0: no limit); returns how many entries were cleared.

    While the journal is larger than `at_most` bytes, what is older than a year, half a year, a quarter, a month goes
    too; the last month always stays.
    """
    limits = [(max(keep_days, ALWAYS_KEPT), 0)] if keep_days else []
    limits += [(days, at_most) for days in (365, 182, 91, ALWAYS_KEPT)]
    (oldest,) = journal.execute(
        "SELECT min(at) FROM journal_entry WHERE first IS NOT NULL AND last >= first"
    ).fetchone()
    if oldest is None:
        return 0
    age = (now or datetime.now(UTC)) - _moment(oldest)
    cleared = 0
    for days, larger_than in limits:
        if age > timedelta(days=days):
            cleared += prune(journal, older_than=timedelta(days=days), larger_than=larger_than, now=now)
    return cleared


def _done(row: tuple[Any, ...]) -> Done:
    number, at, title, kind, undone, origin, detail = row
    return Done(number, _moment(at), title, kind, bool(undone), origin, json.loads(detail) if detail else {})


def kept_at(journal: Journal, entry: int) -> datetime | None:
    """When an entry was kept, in UTC; None where it is there no more."""
    found = journal.execute("SELECT at FROM journal_entry WHERE id = ?", (entry,)).fetchone()
    return _moment(found[0]) if found is not None else None


def _moment(at: str) -> datetime:
    return datetime.fromisoformat(at)
