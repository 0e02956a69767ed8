"""The journal: every change a person makes is one entry, noted by triggers as fields before and after.

TEMP triggers, made from the models for each connection, write a line for each changed field (`U`), each inserted row
(`I`) and each deleted row (`D`, with its values as a JSON array in the column order of a *shape*); a bulk insert
writes one line for a run of ids (`R`), and a bulk change of a field one for many rows (`S`, `A`, `B`, `P`: see
store/sets.py). Lines of one entry lie together, so an entry names only its first and last.
Outside an entry the connection refuses every write.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final, NamedTuple

from crm_desktop.store import troubles
from crm_desktop.store.bulk import indexed_afterwards, insert_columns, insert_many
from crm_desktop.store.row import Row, quoted
from crm_desktop.store.triggers import (
    drop_triggers,
    groups_of,
    insert_trigger,
    make_triggers,
    noted_shape,
    shape,
    watch,
)

SETS: Final = "('S', 'A', 'B', 'P')"
"""The sorts of lines that stand for a set of rows, as SQL."""

JOURNAL_TABLES: Final = (
    """CREATE TABLE IF NOT EXISTS journal_entry (
        id INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, title TEXT NOT NULL,
        kind TEXT NOT NULL DEFAULT 'do', origin INTEGER, undone INTEGER NOT NULL DEFAULT 0,
        first INTEGER, last INTEGER, detail TEXT)""",
    """CREATE TABLE IF NOT EXISTS journal_change (
        id INTEGER PRIMARY KEY, entry INTEGER NOT NULL, op TEXT NOT NULL, tbl TEXT NOT NULL,
        row INTEGER NOT NULL, field TEXT, before, after)""",
    "CREATE INDEX IF NOT EXISTS journal_change_of_row ON journal_change (tbl, row)",
    "CREATE INDEX IF NOT EXISTS journal_change_runs ON journal_change (tbl, row) WHERE op = 'R'",
    f"CREATE INDEX IF NOT EXISTS journal_change_sets ON journal_change (tbl, row) WHERE op IN {SETS}",
    "CREATE TABLE IF NOT EXISTS journal_set (id INTEGER PRIMARY KEY, rows TEXT NOT NULL)",
    "CREATE INDEX IF NOT EXISTS journal_entry_origin ON journal_entry (origin)",
    "CREATE TABLE IF NOT EXISTS journal_shape (id INTEGER PRIMARY KEY, columns TEXT NOT NULL)",
)


@dataclass
class Entry:
    """One thing a person did; `detail` is kept with it (an import's report, say)."""

    id: int
    title: str
    kind: str = "do"
    origin: int | None = None
    detail: dict[str, Any] = field(default_factory=dict)
    closing: ExitStack = field(default_factory=ExitStack, repr=False, compare=False)
    """What ends with the entry, however it ends."""


class Changed(NamedTuple):
    """What an entry touched: by table, single rows and runs of inserted rows (first, last)."""

    entry: int
    rows: dict[str, set[int]]
    runs: dict[str, list[tuple[int, int]]]

    @property
    def tables(self) -> set[str]:
        return set(self.rows) | set(self.runs)


Listener = Callable[[Changed], None]
_FEW_SHAPES: Final = 2
_NO_SHAPE: Final = -1
"""Stands for a table whose triggers are gone."""


class Journal:
    """Entries of one company file; `before_commit` listeners write within the entry, `after_commit` ones look on."""

    def __init__(self, database: Any, models: Sequence[type[Row]]) -> None:
        self.db = database
        self.models: dict[str, type[Row]] = {model.table(): model for model in models}
        self.before_commit: list[Listener] = []
        self.after_commit: list[Listener] = []
        self._local = threading.local()

    # Writing -------------------------------------------------------------------------------------------------------

    @contextmanager
    def entry(
        self, title: str, *, kind: str = "do", origin: int | None = None, detail: dict[str, Any] | None = None
    ) -> Iterator[Entry]:
        """One transaction and one line of history; an inner entry joins the outer one, an empty one leaves no line."""
        outer = getattr(self._local, "entry", None)
        if outer is not None:
            yield outer
            return
        with troubles.told():
            connection = self._armed()
            try:
                connection.execute("BEGIN IMMEDIATE")
                entry = self._begin(connection, title, kind, origin, detail or {})
                self._local.entry = entry
                try:
                    with entry.closing:
                        yield entry
                        changed = self._end(connection, entry)
                finally:
                    self._local.entry = None
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise
            finally:
                connection.execute("PRAGMA query_only = ON")
        if changed is not None:
            for listener in list(self.after_commit):
                listener(changed)

    @contextmanager
    def silently(self) -> Iterator[Any]:
        """A transaction that leaves no history: for what can be worked out again (the search index) or thrown away.

        Triggers stay on, so a journaled table cannot be changed here. Joins an open entry.
        """
        if getattr(self._local, "entry", None) is not None:
            yield self._connection()
            return
        with troubles.told():
            connection = self._armed()
            try:
                connection.execute("BEGIN IMMEDIATE")
                connection.execute("DELETE FROM journal_now")
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise
            finally:
                connection.execute("PRAGMA query_only = ON")

    def bulk_insert(self, model: type[Row], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> range:
        """Insert many rows inside an entry, noted as one run; returns their ids.

        Values are as stored (raw), derived columns included. `rows` may be a generator.
        """
        with self._as_a_run(model) as (connection, start):
            names = ", ".join(quoted(name) for name in ("id", *columns))
            numbered = ((number, *row) for number, row in enumerate(rows, start))
            into = f"INSERT INTO {quoted(model.table())} ({names}) VALUES"
            insert_many(connection, into, len(columns) + 1, numbered)
        return range(start, self.next_id(model))

    def bulk_insert_columns(
        self, model: type[Row], columns: Mapping[str, Sequence[Any]], count: int, between: Callable[[], None]
    ) -> range:
        """The same for rows given by whole columns (one at least), far faster; `between` is called now and then."""
        if not count:
            return range(0)
        with (
            self._as_a_run(model) as (connection, start),
            indexed_afterwards(connection, model.table(), start - 1, count, columns),
        ):
            insert_columns(connection, model.table(), columns, count, between)
        return range(start, start + count)

    @contextmanager
    def _as_a_run(self, model: type[Row]) -> Iterator[tuple[Any, int]]:
        """This thread's connection and the next id, while the rows that are inserted are noted as one run."""
        connection, entry, table = self._connection(), self.current(), model.table()
        start = self.next_id(model)
        connection.execute(f"DROP TRIGGER temp.{quoted('journal_insert_' + table)}")
        try:
            yield connection, start
        finally:
            connection.execute(insert_trigger(table))
        if (end := self.next_id(model)) > start:
            connection.execute(
                "INSERT INTO journal_change (entry, op, tbl, row, after) VALUES (?, 'R', ?, ?, ?)",
                (entry.id, table, start, end - 1),
            )

    @contextmanager
    def unwatched(self, table: str, columns: Iterable[str]) -> Iterator[Any]:
        """This thread's connection while its triggers note no change of these columns: the caller writes the lines."""
        connection, unwatched = self._connection(), set(columns)
        groups = [group for group in groups_of(self.models[table]) if unwatched & set(group)]
        for group in groups:
            watch(connection, table, group, [name for name in group if name not in unwatched])
        try:
            yield connection
        finally:
            for group in groups:
                watch(connection, table, group, group)

    def next_id(self, model: type[Row]) -> int:
        """The id that the table's next row gets."""
        sql = "SELECT seq FROM sqlite_sequence WHERE name = ?"
        found = self._connection().execute(sql, (model.table(),)).fetchone()
        return (found[0] if found else 0) + 1

    def execute(self, sql: str, parameters: Sequence[Any] | Mapping[str, Any] = ()) -> Any:
        """Run one statement on this thread's connection; a write needs an open entry."""
        with troubles.told():
            return self._connection().execute(sql, parameters)

    def current(self) -> Entry:
        """The entry that is open on this thread; there must be one."""
        entry: Entry | None = getattr(self._local, "entry", None)
        if entry is None:
            raise RuntimeError("a change outside of a journal entry")
        return entry

    # The machinery -------------------------------------------------------------------------------------------------

    def reshape(self, statements: Sequence[str]) -> None:
        """Alter tables; `rearm` must follow. Of several, the triggers go first: SQLite reads all anew each time."""
        connection = self._connection()
        if len(statements) > _FEW_SHAPES and self._local.armed:
            for model in self.models.values():
                drop_triggers(connection, model)
            self._local.armed = (_NO_SHAPE,) * len(self.models)
        for statement in statements:
            self.execute(statement)

    def rearm(self) -> None:
        """Make this thread's triggers anew: a table has got or lost a column."""
        connection = self._connection()
        if not self._local.armed:
            return
        shapes = self._shapes()
        for model, old, new in zip(self.models.values(), self._local.armed, shapes, strict=True):
            if old != new:
                drop_triggers(connection, model)
                make_triggers(connection, model)
        self._local.armed = shapes
        if getattr(self._local, "entry", None) is not None:
            self._note_shapes(connection)

    def _connection(self) -> Any:
        """This thread's connection, closed to writes unless an entry is open on it."""
        connection = self.db.connection()
        if getattr(self._local, "connection", None) is not connection:
            self._local.connection = connection
            self._local.armed = ()
            connection.execute("PRAGMA query_only = ON")
        return connection

    def _armed(self) -> Any:
        """This thread's connection, open to writes that the triggers note; made on the first write."""
        connection = self._connection()
        connection.execute("PRAGMA query_only = OFF")
        if not self._local.armed:
            # A thread that only reads a long list needs no room for what it has passed; one that writes does.
            connection.execute("PRAGMA cache_size = -49152")
            connection.execute("CREATE TEMP TABLE IF NOT EXISTS journal_now (entry INTEGER)")
            # One by one they would each be a transaction.
            connection.execute("BEGIN")
            try:
                for model in self.models.values():
                    make_triggers(connection, model)
            except BaseException:
                connection.execute("ROLLBACK")
                raise
            connection.execute("COMMIT")
            self._local.armed = self._shapes()
        elif self._local.armed != self._shapes():
            # A custom field came or went since this thread's triggers were made, perhaps on another thread.
            self.rearm()
        return connection

    def _shapes(self) -> tuple[int, ...]:
        """What the triggers of this moment are made for."""
        return tuple(map(shape, self.models.values()))

    def _note_shapes(self, connection: Any) -> None:
        connection.executemany(
            "INSERT OR IGNORE INTO journal_shape (id, columns) VALUES (?, ?)",
            list(map(noted_shape, self.models.values())),
        )

    def _begin(self, connection: Any, title: str, kind: str, origin: int | None, detail: dict[str, Any]) -> Entry:
        at = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"
        first = connection.execute("SELECT coalesce(max(id), 0) + 1 FROM journal_change").fetchone()[0]
        number = connection.execute(
            "INSERT INTO journal_entry (at, title, kind, origin, first) VALUES (?, ?, ?, ?, ?)",
            (at, title, kind, origin, first),
        ).lastrowid
        self._note_shapes(connection)
        connection.execute("DELETE FROM journal_now")
        connection.execute("INSERT INTO journal_now VALUES (?)", (number,))
        return Entry(number, title, kind, origin, detail)

    def _end(self, connection: Any, entry: Entry) -> Changed | None:
        changed = self.changed_by(entry.id)
        if not changed.tables and not entry.detail:
            connection.execute("DELETE FROM journal_entry WHERE id = ?", (entry.id,))
            return None
        for listener in self.before_commit:
            listener(changed)
        connection.execute(
            "UPDATE journal_entry SET title = ?, detail = ?,"
            " last = (SELECT coalesce(max(id), 0) FROM journal_change) WHERE id = ?",
            (entry.title, json.dumps(entry.detail, ensure_ascii=False) if entry.detail else None, entry.id),
        )
        return changed

    def span(self, entry: int) -> tuple[int, int]:
        """The first and the last line of an entry; it may be open still."""
        first, last = self.execute(
            "SELECT first, coalesce(last, 9223372036854775807) FROM journal_entry WHERE id = ?", (entry,)
        ).fetchone()
        return first, last

    def changed_by(self, entry: int) -> Changed:
        """The rows that one entry touched."""
        connection = self._connection()
        first, last = self.span(entry)
        rows: dict[str, set[int]] = {}
        runs: dict[str, list[tuple[int, int]]] = {}
        for op, table, row, after in connection.execute(
            "SELECT op, tbl, row, CASE op WHEN 'R' THEN after END FROM journal_change WHERE id BETWEEN ? AND ?"
            f" AND op NOT IN {SETS} GROUP BY op = 'R', tbl, row",
            (first, last),
        ):
            if op == "R":
                runs.setdefault(table, []).append((row, after))
            else:
                rows.setdefault(table, set()).add(row)
        for table, listed in connection.execute(
            "SELECT c.tbl, s.rows FROM journal_set s JOIN journal_change c ON c.id = s.id WHERE s.id BETWEEN ? AND ?",
            (first, last),
        ):
            rows.setdefault(table, set()).update(listed_rows(self, listed))
        return Changed(entry, rows, runs)


def listed_rows(journal: Journal, listed: str) -> list[int]:
    """The ids of the rows of one set (see store/sets.py)."""
    if listed.startswith("{"):
        # By SQLite, as Python would make an object of every pair only to forget it.
        sql = "SELECT json_group_array(CAST(key AS INTEGER)) FROM json_each(?)"
        listed = journal.execute(sql, (listed,)).fetchone()[0]
    found: list[int] = json.loads(listed)
    return found
