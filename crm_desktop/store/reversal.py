"""Turns the journal's lines of one span back, in sets: 100,000 rows take one statement a field.

Only what still is as the span left it is put back. What was changed since, is in use, or cannot stand any more is kept
and listed as a `Conflict`.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from crm_desktop.i18n import N_
from crm_desktop.store import history
from crm_desktop.store.journal import SETS, Journal
from crm_desktop.store.links import field_of, links, parts_of
from crm_desktop.store.row import quoted
from crm_desktop.store.sets import any_row_twice, laid_out, put_back, sets
from crm_desktop.store.triggers import unkept

CHANGED: Final = N_("changed since")
IN_USE: Final = N_("in use by newer records")
GONE: Final = N_("deleted since")
HOMELESS: Final = N_("what it belonged to is gone")
TAKEN: Final = N_("its place is taken")
_END: Final = (1 << 63) - 1
_REMADE: Final = "EXISTS (SELECT 1 FROM undo_remade m WHERE m.tbl = c.tbl AND m.row = c.row)"
"""Whether the row of line `c` was deleted and inserted again in the span."""


@dataclass(frozen=True)
class Conflict:
    """One row (or one field of it) that an undo left as it is, and why (a marked text)."""

    table: str
    row: int
    field: str | None
    why: str


@dataclass(frozen=True)
class Span:
    """Lines of the journal, the last one included."""

    first: int
    last: int


class Reversal:
    """Turns the lines of one span back, table by table, inside an open entry."""

    def __init__(self, journal: Journal, span: Span) -> None:
        self.journal = journal
        self.models = journal.models
        self.span = span
        self.conflicts: list[Conflict] = []
        self.run_sql = journal.execute
        self.run_sql("CREATE TEMP TABLE IF NOT EXISTS undo_new (tbl TEXT, row INTEGER, PRIMARY KEY (tbl, row))")
        self.run_sql("CREATE TEMP TABLE IF NOT EXISTS undo_line (tbl TEXT, row INTEGER, field TEXT, before, after)")
        self.run_sql("CREATE TEMP TABLE IF NOT EXISTS undo_kept (tbl TEXT, row INTEGER, PRIMARY KEY (tbl, row))")
        self.run_sql("CREATE TEMP TABLE IF NOT EXISTS undo_remade (tbl TEXT, row, line, PRIMARY KEY (tbl, row))")
        for table in ("undo_new", "undo_line", "undo_kept", "undo_remade"):
            self.run_sql(f"DELETE FROM {table}")

    def run(self) -> list[Conflict]:
        tables = [
            row[0]
            for row in self.run_sql(
                "SELECT DISTINCT tbl FROM journal_change WHERE id BETWEEN ? AND ?", (self.span.first, self.span.last)
            )
            if row[0] in self.models
        ]
        for table in tables:
            self._collect_remade(table)
            self._collect_inserted(table)
        for table in tables:
            self._reinsert(table)
            self._put_back_remade(table)
        for table in tables:
            self._put_back_fields(table)
        for table in tables:
            self._spare_changed(table)
        while self._spare_used() or self._spare_parts():
            pass
        for table in tables:
            self._delete_inserted(table)
        self._drop_homeless(tables)
        return self.conflicts

    # What the entry had inserted ----------------------------------------------------------------------------------

    def _collect_inserted(self, table: str) -> None:
        self.run_sql(
            "INSERT OR IGNORE INTO undo_new SELECT tbl, row FROM journal_change c"
            f" WHERE id BETWEEN ? AND ? AND tbl = ? AND op = 'I' AND NOT {_REMADE}",
            (self.span.first, self.span.last, table),
        )
        for low, high in self.run_sql(
            "SELECT row, after FROM journal_change WHERE id BETWEEN ? AND ? AND tbl = ? AND op = 'R'",
            (self.span.first, self.span.last, table),
        ).fetchall():
            self.run_sql(
                f"INSERT OR IGNORE INTO undo_new SELECT ?, id FROM {quoted(table)} WHERE id BETWEEN ? AND ?",
                (table, low, high),
            )

    def _spare_changed(self, table: str) -> None:
        """Inserted rows stay where a later entry gave a field another value that still stands."""
        if not self.run_sql("SELECT 1 FROM undo_new WHERE tbl = ? LIMIT 1", (table,)).fetchone():
            return
        known = self._columns(table) - self._derived(table)
        lines = laid_out(self.journal, table, self.span.last + 1, _END)
        remade = {
            row
            for (row,) in self.run_sql(
                f"SELECT DISTINCT c.row FROM {lines} c JOIN undo_new n ON n.tbl = c.tbl AND n.row = c.row"
                f" JOIN {quoted(table)} t ON t.id = c.row WHERE c.op = 'D'"
            ).fetchall()
        }
        for row in sorted(remade):
            if self._changed_since(table, row):
                self._keep(table, row, None, CHANGED)
        for (field,) in self.run_sql(f"SELECT DISTINCT c.field FROM {lines} c WHERE c.op = 'U'").fetchall():
            if field not in known:
                continue
            found = self.run_sql(
                f"SELECT c.row, min(c.id), c.before FROM {lines} c JOIN undo_new n ON n.tbl = c.tbl"
                f" AND n.row = c.row WHERE c.op = 'U' AND c.field = ? GROUP BY c.row"
                f" HAVING c.before IS NOT (SELECT t.{quoted(field)} FROM {quoted(table)} t WHERE t.id = c.row)"
                f" AND EXISTS (SELECT 1 FROM {quoted(table)} t WHERE t.id = c.row)",
                (field,),
            ).fetchall()
            for row, _line, _before in found:
                if row not in remade:
                    self._keep(table, row, field, CHANGED)

    def _spare_used(self) -> bool:
        """Inserted rows stay where a row that stays links to them; whether any did, as that may bind another."""
        spared = False
        for child, column, parent in links(self.models):
            found = self.run_sql(
                f"SELECT DISTINCT n.row FROM undo_new n JOIN {quoted(child)} k ON k.{quoted(column)} = n.row"
                f" WHERE n.tbl = ? AND NOT EXISTS (SELECT 1 FROM undo_kept s WHERE s.tbl = n.tbl AND s.row = n.row)"
                f" AND (NOT EXISTS (SELECT 1 FROM undo_new m WHERE m.tbl = ? AND m.row = k.id)"
                f" OR EXISTS (SELECT 1 FROM undo_kept s WHERE s.tbl = ? AND s.row = k.id))",
                (parent, child, child),
            ).fetchall()
            for (row,) in found:
                self._keep(parent, row, None, IN_USE)
                spared = True
        return spared

    def _spare_parts(self) -> bool:
        """An inserted row that stays is not half a record: its numbers, lines and tags stay too; whether any did."""
        spared = False
        for (parent,) in self.run_sql("SELECT DISTINCT tbl FROM undo_kept").fetchall():
            for model in self.models.values():
                for part in parts_of(model, parent):
                    done = self.run_sql(
                        "INSERT OR IGNORE INTO undo_kept SELECT n.tbl, n.row FROM undo_kept s"
                        f" JOIN {quoted(model.table())} k ON {part} JOIN undo_new n ON n.tbl = ? AND n.row = k.id"
                        " WHERE s.tbl = ?",
                        (model.table(), parent),
                    )
                    spared = spared or done.rowcount > 0
        return spared

    def _delete_inserted(self, table: str) -> None:
        self.run_sql(
            f"DELETE FROM {quoted(table)} WHERE id IN (SELECT row FROM undo_new WHERE tbl = ?)"
            " AND id NOT IN (SELECT row FROM undo_kept WHERE tbl = ?)",
            (table, table),
        )

    def _columns(self, table: str) -> set[str]:
        """The columns that a table has in the file; its model may lack those of custom fields just taken back."""
        return {row[1] for row in self.run_sql(f"PRAGMA table_info({quoted(table)})").fetchall()}

    def _keep(self, table: str, row: int, field: str | None, why: str) -> None:
        self.run_sql("INSERT OR IGNORE INTO undo_kept VALUES (?, ?)", (table, row))
        self.conflicts.append(Conflict(table, row, field, why))

    # What the entry had deleted -----------------------------------------------------------------------------------

    def _reinsert(self, table: str, rows: Sequence[int] | None = None) -> None:
        where = "c.id BETWEEN ? AND ? AND c.tbl = ? AND c.op = 'D'"
        where += f" AND NOT EXISTS (SELECT 1 FROM undo_new n WHERE n.tbl = c.tbl AND n.row = c.row) AND NOT {_REMADE}"
        parameters: list[Any] = [self.span.first, self.span.last, table]
        if rows is not None:
            where += " AND c.row IN (SELECT value FROM json_each(?))"
            parameters.append(json.dumps(list(rows)))
        for (row,) in self.run_sql(
            f"SELECT c.row FROM journal_change c JOIN {quoted(table)} t ON t.id = c.row WHERE {where}", parameters
        ).fetchall():
            self.conflicts.append(Conflict(table, row, None, TAKEN))
        have = self._columns(table)
        for shape, columns in self.run_sql(
            f"SELECT id, columns FROM journal_shape WHERE id IN (SELECT c.field FROM journal_change c WHERE {where})",
            parameters,
        ).fetchall():
            named = [(index, name) for index, name in enumerate(json.loads(columns)) if name in have]
            names = ", ".join(quoted(name) for _index, name in named)
            values = ", ".join(unkept("c.before", index) for index, _name in named)
            self.run_sql(
                f"INSERT OR IGNORE INTO {quoted(table)} (id, {names}) SELECT c.row, {values} FROM journal_change c"
                f" WHERE {where} AND c.field = ?",
                (*parameters, shape),
            )

    def reinsert_with_family(self, table: str, row: int) -> None:
        """Reinsert one row, then whatever was deleted in the same entry and belongs to it, however deep."""
        todo, seen = [(table, row)], {(table, row)}
        while todo:
            parent, number = todo.pop(0)
            self._reinsert(parent, [number])
            for child, column, over in links(self.models):
                if over == parent:
                    todo += self._deleted_where(child, {column: number}, seen)
            for model in self.models.values():
                kind, link = getattr(model, "belongs_to_any", (None, None))
                if kind is not None and link is not None:
                    todo += self._deleted_where(model.table(), {kind: parent, link: number}, seen)
        self._relink(seen)
        self._drop_homeless([table for table, _row in seen])

    def _relink(self, back: set[tuple[str, int]]) -> None:
        """Let rows that lost their link when these went link to them again, where they have no other by now."""
        for child, column, parent in links(self.models):
            if not field_of(self.models[child], column).null:
                continue
            parents = [row for table, row in back if table == parent]
            mine = [row for table, row in back if table == child]
            if not parents and not mine:
                continue
            lines = laid_out(self.journal, child, self.span.first, self.span.last)
            self.run_sql(
                f"UPDATE OR IGNORE {quoted(child)} SET {quoted(column)} = c.before FROM {lines} c"
                f" WHERE c.op = 'U' AND c.field = ? AND c.after IS NULL AND c.row = {quoted(child)}.id"
                f" AND {quoted(child)}.{quoted(column)} IS NULL AND (c.before IN (SELECT value FROM json_each(?))"
                f" OR c.row IN (SELECT value FROM json_each(?))"
                f" AND EXISTS (SELECT 1 FROM {quoted(parent)} p WHERE p.id = c.before))",
                (column, json.dumps(parents), json.dumps(mine)),
            )

    def _deleted_where(self, table: str, values: dict[str, Any], seen: set[tuple[str, int]]) -> list[tuple[str, int]]:
        found = []
        for row, columns, before in self.run_sql(
            "SELECT c.row, s.columns, c.before FROM journal_change c JOIN journal_shape s ON s.id = c.field"
            " WHERE c.id BETWEEN ? AND ? AND c.tbl = ? AND c.op = 'D'",
            (self.span.first, self.span.last, table),
        ).fetchall():
            named = dict(zip(json.loads(columns), json.loads(before), strict=False))
            if (table, row) not in seen and all(named.get(name) == value for name, value in values.items()):
                seen.add((table, row))
                found.append((table, row))
        return found

    def _drop_homeless(self, tables: Sequence[str]) -> None:
        """A row whose parent is gone cannot come back: it is left out (its link, where it may be blank, is cleared)."""
        for table in dict.fromkeys(tables):
            for _table, row, parent, _number in self.run_sql(f"PRAGMA foreign_key_check({quoted(table)})").fetchall():
                for child, column, over in links(self.models):
                    if child != table or over != parent:
                        continue
                    gone = (
                        f"id = ? AND {quoted(column)} IS NOT NULL"
                        f" AND NOT EXISTS (SELECT 1 FROM {quoted(over)} p WHERE p.id = {quoted(column)})"
                    )
                    if field_of(self.models[child], column).null:
                        self.run_sql(f"UPDATE {quoted(child)} SET {quoted(column)} = NULL WHERE {gone}", (row,))
                    else:
                        self.run_sql(f"DELETE FROM {quoted(child)} WHERE {gone}", (row,))
                    self.conflicts.append(Conflict(child, row, column, HOMELESS))

    # What the entry had deleted and inserted again under the same id ------------------------------------------------

    def _collect_remade(self, table: str) -> None:
        self.run_sql(
            "INSERT INTO undo_remade SELECT c.tbl, c.row, c.id FROM journal_change c JOIN"
            " (SELECT min(id) AS line FROM journal_change WHERE id BETWEEN ? AND ? AND tbl = ? AND op IN ('I', 'D')"
            "  GROUP BY row HAVING count(*) > 1) f ON f.line = c.id WHERE c.op = 'D'",
            (self.span.first, self.span.last, table),
        )

    def _put_back_remade(self, table: str) -> None:
        """Give such rows the values they had when they were deleted first."""
        remade = self.run_sql("SELECT row, line FROM undo_remade WHERE tbl = ?", (table,)).fetchall()
        have = self._columns(table)
        for row, line in remade:
            shape, before = self.run_sql(
                "SELECT s.columns, c.before FROM journal_change c JOIN journal_shape s ON s.id = c.field"
                " WHERE c.id = ?",
                (line,),
            ).fetchone()
            named = [(index, quoted(name)) for index, name in enumerate(json.loads(shape)) if name in have]
            values = [unkept("d.before", index) for index, _name in named]
            if why := self._why_not_as_left(table, row):
                self.conflicts.append(Conflict(table, row, None, why))
            elif self._there(table, row):
                settings = ", ".join(f"{name} = {value}" for (_at, name), value in zip(named, values, strict=True))
                self.run_sql(
                    f"UPDATE OR IGNORE {quoted(table)} SET {settings} FROM (SELECT ? AS before) d"
                    f" WHERE {quoted(table)}.id = ?",
                    (before, row),
                )
            else:
                self.run_sql(
                    f"INSERT OR IGNORE INTO {quoted(table)} (id, {', '.join(name for _at, name in named)})"
                    f" SELECT ?, {', '.join(values)} FROM (SELECT ? AS before) d",
                    (row, before),
                )

    def _why_not_as_left(self, table: str, row: int) -> str | None:
        """What keeps a row from being put back: it is not any more as the span left it."""
        (last,) = self.run_sql(
            "SELECT op FROM journal_change WHERE id BETWEEN ? AND ? AND tbl = ? AND row = ? AND op IN ('I', 'D')"
            " ORDER BY id DESC LIMIT 1",
            (self.span.first, self.span.last, table, row),
        ).fetchone()
        if (last == "I") != self._there(table, row):
            return GONE if last == "I" else TAKEN
        return CHANGED if self._changed_since(table, row) else None

    def _changed_since(self, table: str, row: int) -> bool:
        """Whether a row that is there has other values than the span left it with."""
        then = history.values_before(self.journal, table, row, self.span.last + 1) or {}
        now = history.values_before(self.journal, table, row, _END) or {}
        return any(now[name] != value for name, value in then.items() if name in now)

    def _there(self, table: str, row: int) -> bool:
        return self.run_sql(f"SELECT 1 FROM {quoted(table)} WHERE id = ?", (row,)).fetchone() is not None

    # What the entry had changed -----------------------------------------------------------------------------------

    def _put_back_sets(self, table: str) -> bool:
        """Put sets of rows back as sets, where the span holds nothing else of this table, no row twice for a field."""
        lines = sets(self.journal, table, self.span.first, self.span.last)
        others = self.run_sql(
            f"SELECT 1 FROM journal_change WHERE id BETWEEN ? AND ? AND tbl = ? AND op NOT IN {SETS} LIMIT 1",
            (self.span.first, self.span.last, table),
        ).fetchone()
        known, derived = self._columns(table), self._derived(table)
        if not lines or others or any_row_twice(lines) or any(line.field not in known for line in lines):
            return False
        for field, rows in put_back(self.journal, self.models[table], lines):
            if field in derived:
                continue
            for row, there in self.run_sql(
                f"SELECT j.value, t.id FROM json_each(?) j LEFT JOIN {quoted(table)} t ON t.id = j.value",
                (json.dumps(rows),),
            ).fetchall():
                self.conflicts.append(Conflict(table, row, field, CHANGED if there else GONE))
        return True

    def _derived(self, table: str) -> set[str]:
        return {f.column_name for f in self.models[table]._meta.sorted_fields if getattr(f, "of", None)}

    def _put_back_fields(self, table: str) -> None:
        """Give each field its value from before the entry, where it still has the one from its end."""
        if self._put_back_sets(table):
            return
        lines = laid_out(self.journal, table, self.span.first, self.span.last)
        self.run_sql("DELETE FROM undo_line")
        self.run_sql(
            "INSERT INTO undo_line SELECT f.tbl, f.row, f.field, f.before, l.after FROM"
            f" (SELECT tbl, row, field, min(id) AS a, max(id) AS z FROM {lines} c WHERE op = 'U'"
            "  AND NOT EXISTS (SELECT 1 FROM undo_new n WHERE n.tbl = c.tbl AND n.row = c.row)"
            "  AND NOT EXISTS (SELECT 1 FROM undo_remade m WHERE m.tbl = c.tbl AND m.row = c.row AND m.line < c.id)"
            "  GROUP BY row, field) g"
            f" JOIN {lines} f ON f.id = g.a AND f.row = g.row JOIN {lines} l ON l.id = g.z AND l.row = g.row"
            " WHERE f.before IS NOT l.after"
        )
        known = self._columns(table)
        derived = self._derived(table)
        self.run_sql("CREATE INDEX IF NOT EXISTS temp.undo_line_row ON undo_line (field, row)")
        for (field,) in self.run_sql("SELECT DISTINCT field FROM undo_line").fetchall():
            if field not in known:
                continue
            column = quoted(field)
            for row, there in self.run_sql(
                f"SELECT u.row, t.id FROM undo_line u LEFT JOIN {quoted(table)} t ON t.id = u.row"
                f" WHERE u.field = ? AND (t.id IS NULL OR t.{column} IS NOT u.after)",
                (field,),
            ).fetchall():
                if field not in derived:
                    self.conflicts.append(Conflict(table, row, field, CHANGED if there else GONE))
            self.run_sql(
                f"UPDATE OR IGNORE {quoted(table)} SET {column} = u.before FROM undo_line u"
                f" WHERE u.field = ? AND u.row = {quoted(table)}.id AND {quoted(table)}.{column} IS u.after",
                (field,),
            )
