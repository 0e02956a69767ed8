"""A bulk change of fields: one journal line for many rows instead of one for each.

A line `S` stands for rows that had one value before and have one after; their ids lie beside it in `journal_set`, as a
JSON array. Where values differ from row to row, an object lies there: of `B` {id: before}, of `A` {id: after}, of `P`
{id: [before, after]}. The ids of one line are of one block, so a record's own lines are found without reading others.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from crm_desktop.store.journal import SETS, Journal, listed_rows
from crm_desktop.store.row import Row, quoted
from crm_desktop.store.triggers import kept, unkept

BLOCK: Final = 4096
"""Ids of one line have the same quotient by this."""
FEWEST: Final = 50
"""Rows from which on a set of them is worth a line."""
_SAMPLE: Final = 400
_DIFFERENT: Final = 2
"""Values among the sample from which on they are kept row by row."""

Progress = Callable[[int, int], None]
Stop = Callable[[], None]
"""Raises what ends the work."""

_ROW: Final = "CASE c.op WHEN 'S' THEN j.value ELSE CAST(j.key AS INTEGER) END"
_VALUE: Final = "CASE j.type WHEN 'array' THEN unhex(j.value ->> 0) ELSE j.value END"
_BEFORE: Final = f"CASE c.op WHEN 'B' THEN {_VALUE} WHEN 'P' THEN {unkept('j.value', 0)} ELSE c.before END"
_AFTER: Final = f"CASE c.op WHEN 'A' THEN {_VALUE} WHEN 'P' THEN {unkept('j.value', 1)} ELSE c.after END"
_LINE: Final = f"c.id, c.entry, 'U' AS op, c.tbl, {_ROW} AS row, c.field, {_BEFORE} AS before, {_AFTER} AS after"
"""The line of one row out of that of a set, as if the triggers had written it."""
OF_ROW: Final = (
    f"SELECT {_LINE} FROM journal_change c JOIN journal_set s ON s.id = c.id JOIN json_each(s.rows) j"
    f" WHERE c.op IN {SETS} AND c.tbl = :tbl AND c.row BETWEEN :row / {BLOCK} * {BLOCK} AND :row"
    " AND CASE c.op WHEN 'S' THEN j.value = :row ELSE j.key = CAST(:row AS TEXT) END"
)
"""The lines of sets that one row (:tbl, :row) is in."""
OF_SPAN: Final = (
    f"SELECT {_LINE} FROM journal_set s JOIN journal_change c ON c.id = s.id JOIN json_each(s.rows) j"
    " WHERE s.id BETWEEN :first AND :last"
)
"""The lines of sets with ids from :first to :last, one for each row of theirs."""


def change_all(
    journal: Journal,
    model: type[Row],
    rows: Iterable[int],
    values: Mapping[str, Any],
    *,
    progress: Progress | None = None,
    stop: Stop | None = None,
) -> int:
    """Give columns one raw value each in many rows, inside an entry; returns how many rows were changed."""
    ordered = sorted(set(rows))
    table = model.table()
    differs = "(" + " OR ".join(f"{quoted(name)} IS NOT ?" for name in values) + ")"
    assignments = ", ".join(f"{quoted(name)} = ?" for name in values)
    unwatched = [name for name in values if _worth_lines(model, name, len(ordered))]
    alike = {name for name in unwatched if _few_values(journal, model, name, ordered)}
    changed = done = 0
    with journal.unwatched(table, unwatched) as connection:
        for ids in _blocks(ordered):
            if stop is not None:
                stop()
            among, given = _among(ids)
            for name in unwatched:
                (_note_alike if name in alike else _note_each)(journal, table, name, among, given, values[name])
            changed += connection.execute(
                f"UPDATE {quoted(table)} SET {assignments} WHERE {among} AND {differs}",
                [*values.values(), *given, *values.values()],
            ).rowcount
            done += len(ids)
            if progress is not None:
                progress(done, len(ordered))
    return changed


def change_each(journal: Journal, model: type[Row], columns: Sequence[str], rows: Mapping[int, Sequence[Any]]) -> int:
    """Give each of some rows its own raw values of some columns, inside an entry; returns how many were changed."""
    table, changed = model.table(), 0
    unwatched = [name for name in columns if _worth_lines(model, name, len(rows))]
    values = [f"(SELECT u.c{place} FROM temp.set_new u WHERE u.id = t.id)" for place in range(len(columns))]
    assignments = ", ".join(f"{quoted(name)} = {value}" for name, value in zip(columns, values, strict=True))
    differs = " OR ".join(f"t.{quoted(name)} IS NOT u.c{place}" for place, name in enumerate(columns))
    journal.execute("DROP TABLE IF EXISTS temp.set_new")
    made = ", ".join(f"c{place}" for place in range(len(columns)))
    journal.execute(f"CREATE TEMP TABLE set_new (id INTEGER PRIMARY KEY, {made})")
    marks = ", ".join("?" * (len(columns) + 1))
    with journal.unwatched(table, unwatched) as connection:
        for ids in _blocks(sorted(rows)):
            connection.execute("DELETE FROM temp.set_new")
            connection.executemany(f"INSERT INTO temp.set_new VALUES ({marks})", [(row, *rows[row]) for row in ids])
            for place, name in enumerate(columns):
                if name in unwatched:
                    _note_new(journal, table, name, f"u.c{place}")
            changed += connection.execute(
                f"UPDATE {quoted(table)} AS t SET {assignments} WHERE id IN"
                f" (SELECT t.id FROM temp.set_new u JOIN {quoted(table)} t ON t.id = u.id WHERE {differs})"
            ).rowcount
    return changed


class Set(NamedTuple):
    """One line: a field of some rows before and after."""

    op: str
    field: str
    before: Any
    after: Any
    rows: str
    first: int

    @property
    def place(self) -> tuple[str, int]:
        """The field, and the block that its rows are of."""
        return self.field, self.first // BLOCK


def sets(journal: Journal, table: str, first: int, last: int) -> list[Set]:
    """The sets of a table's rows in a span of lines."""
    found = journal.execute(
        "SELECT c.op, c.field, c.before, c.after, s.rows, c.row FROM journal_set s"
        " JOIN journal_change c ON c.id = s.id WHERE s.id BETWEEN ? AND ? AND c.tbl = ? ORDER BY s.id",
        (first, last, table),
    )
    return [Set(*row) for row in found]


def any_row_twice(lines: Sequence[Set]) -> bool:
    """Whether a row may be in two lines of a field: it went from one value to another and on.

    Then a value is both before and after; where values differ by row, it is enough that the block has another line.
    """
    alike = [line for line in lines if line.op == "S"]
    if {(line.field, line.before) for line in alike} & {(line.field, line.after) for line in alike}:
        return True
    there = Counter(line.place for line in lines)
    return any(there[line.place] > 1 for line in lines if line.op != "S")


def laid_out(journal: Journal, table: str, first: int, last: int) -> str:
    """A table of a table's lines in a span, runs left out, one for each row and field: good until the next call."""
    if not sets(journal, table, first, last):
        return (
            f"(SELECT * FROM journal_change WHERE id BETWEEN {first:d} AND {last:d} AND tbl = '{table}' AND op <> 'R')"
        )
    journal.execute("DROP TABLE IF EXISTS temp.undo_flat")
    journal.execute(
        "CREATE TEMP TABLE undo_flat AS SELECT id, entry, op, tbl, row, field, before, after FROM journal_change"
        " WHERE id BETWEEN :first AND :last AND tbl = :tbl AND op IN ('I', 'U', 'D')"
        f" UNION ALL SELECT * FROM ({OF_SPAN}) WHERE tbl = :tbl",
        {"first": first, "last": last, "tbl": table},
    )
    journal.execute("CREATE INDEX temp.undo_flat_row ON undo_flat (id, row)")
    return "temp.undo_flat"


def put_back(journal: Journal, model: type[Row], lines: Sequence[Set]) -> Iterator[tuple[str, list[int]]]:
    """Give rows their values from before, where they still have the ones after; gives field and rows left as they are.

    No row may be in two lines of a field.
    """
    table = model.table()
    fields = {line.field for line in lines if not _unique(model, line.field)}
    with journal.unwatched(table, fields) as connection:
        for line in lines:
            if line.op != "S":
                yield from _put_each_back(journal, table, line)
                continue
            ids = sorted(json.loads(line.rows))
            column = quoted(line.field)
            among, given = _among(ids)
            where = f"FROM {quoted(table)} WHERE {among} AND {column} IS ?"
            held, listed = connection.execute(f"SELECT count(*) {where}", [*given, line.after]).fetchone()[0], line.rows
            if held < len(ids):
                still = [row for (row,) in connection.execute(f"SELECT id {where}", [*given, line.after])]
                yield line.field, sorted(set(ids).difference(still))
                if not still:
                    continue
                ids, listed = still, json.dumps(still)
                among, given = _among(ids)
            if line.field in fields:
                _note(journal, "S", table, ids[0], line.field, line.after, line.before, listed)
            connection.execute(
                f"UPDATE OR IGNORE {quoted(table)} SET {column} = ? WHERE {among} AND {column} IS ?",
                [line.before, *given, line.after],
            )


def rows_changed_in(journal: Journal, table: str, columns: Iterable[str], first: int, last: int) -> set[int]:
    """The rows of a span of lines that came, went, or changed in one of these columns; runs are left out."""
    span = {"first": first, "last": last, "tbl": table, "columns": json.dumps(list(columns))}
    wanted = "field IN (SELECT value FROM json_each(:columns))"
    found = {
        row
        for (row,) in journal.execute(
            "SELECT row FROM journal_change WHERE id BETWEEN :first AND :last AND tbl = :tbl"
            f" AND (op IN ('I', 'D') OR op = 'U' AND {wanted})",
            span,
        )
    }
    for (listed,) in journal.execute(
        "SELECT s.rows FROM journal_set s JOIN journal_change c ON c.id = s.id"
        f" WHERE s.id BETWEEN :first AND :last AND c.tbl = :tbl AND c.{wanted}",
        span,
    ):
        found.update(listed_rows(journal, listed))
    return found


def _blocks(ordered: Sequence[int]) -> Iterator[Sequence[int]]:
    start = 0
    while start < len(ordered):
        end = bisect_left(ordered, (ordered[start] // BLOCK + 1) * BLOCK, start)
        yield ordered[start:end]
        start = end


def _among(ids: Sequence[int]) -> tuple[str, list[Any]]:
    """A condition for these ids, in order; those without a gap are quicker as a range."""
    if ids[-1] - ids[0] + 1 == len(ids):
        return "id BETWEEN ? AND ?", [ids[0], ids[-1]]
    return "id IN (SELECT value FROM json_each(?))", [json.dumps(ids)]


_TURNED: Final = {
    "A": ("B", kept("after")),
    "B": ("A", kept("before")),
    "P": ("P", f"json_array({kept('after')}, {kept('before')})"),
}
"""The sort of line that takes another back, and what of it each row has."""


def _put_each_back(journal: Journal, table: str, line: Set) -> Iterator[tuple[str, list[int]]]:
    """`put_back` for a line whose rows have a value each."""
    column = quoted(line.field)
    journal.execute("CREATE TEMP TABLE IF NOT EXISTS set_back (id INTEGER PRIMARY KEY, before, after)")
    journal.execute("DELETE FROM temp.set_back")
    journal.execute(
        f"INSERT INTO temp.set_back SELECT CAST(j.key AS INTEGER), {_BEFORE}, {_AFTER}"
        " FROM (SELECT ? AS op, ? AS before, ? AS after) c JOIN json_each(?) j",
        (line.op, line.before, line.after, line.rows),
    )
    other = [
        row
        for (row,) in journal.execute(
            f"SELECT u.id FROM temp.set_back u LEFT JOIN {quoted(table)} t ON t.id = u.id"
            f" WHERE t.id IS NULL OR t.{column} IS NOT u.after"
        )
    ]
    if other:
        yield line.field, sorted(other)
        journal.execute("DELETE FROM set_back WHERE id IN (SELECT value FROM json_each(?))", (json.dumps(other),))
    op, each = _TURNED[line.op]
    first, listed = line.first, line.rows
    if other or op == "P":
        first, listed = journal.execute(
            f"SELECT min(id), json_group_object(CAST(id AS TEXT), {each}) FROM temp.set_back"
        ).fetchone()
    if first is None:
        return
    _note(journal, op, table, first, line.field, line.after, line.before, listed)
    journal.execute(
        f"UPDATE {quoted(table)} SET {column} = (SELECT u.before FROM temp.set_back u WHERE u.id = {quoted(table)}.id)"
        " WHERE id IN (SELECT id FROM temp.set_back)"
    )


def _note_alike(journal: Journal, table: str, name: str, among: str, given: Sequence[Any], after: Any) -> None:
    """One line for the rows of each value from before."""
    column = quoted(name)
    for before, first, listed in journal.execute(
        f"SELECT {column}, min(id), json_group_array(id) FROM {quoted(table)}"
        f" WHERE {among} AND {column} IS NOT ? GROUP BY typeof({column}), {column} COLLATE BINARY",
        [*given, after],
    ).fetchall():
        _note(journal, "S", table, first, name, before, after, listed)


def _note_each(journal: Journal, table: str, name: str, among: str, given: Sequence[Any], after: Any) -> None:
    """One line for all rows, with the value that each had."""
    column = quoted(name)
    first, listed = journal.execute(
        f"SELECT min(id), json_group_object(CAST(id AS TEXT), {kept(column)}) FROM {quoted(table)}"
        f" WHERE {among} AND {column} IS NOT ?",
        [*given, after],
    ).fetchone()
    if first is not None:
        _note(journal, "B", table, first, name, None, after, listed)


def _note_new(journal: Journal, table: str, name: str, new: str) -> None:
    """One line for all rows of `set_new` that get another value, with the one each had and the one it gets."""
    old = f"t.{quoted(name)}"
    first, listed = journal.execute(
        f"SELECT min(t.id), json_group_object(CAST(t.id AS TEXT), json_array({kept(old)}, {kept(new)}))"
        f" FROM temp.set_new u JOIN {quoted(table)} t ON t.id = u.id WHERE {old} IS NOT {new}"
    ).fetchone()
    if first is not None:
        _note(journal, "P", table, first, name, None, None, listed)


def _note(journal: Journal, op: str, table: str, first: int, name: str, before: Any, after: Any, listed: str) -> None:
    number = journal.execute(
        "INSERT INTO journal_change (entry, op, tbl, row, field, before, after) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (journal.current().id, op, table, first, name, before, after),
    ).lastrowid
    journal.execute("INSERT INTO journal_set (id, rows) VALUES (?, ?)", (number, listed))


def _unique(model: type[Row], column: str) -> bool:
    # An index of some of the rows only is none of the tuples, and never unique.
    pairs = (index for index in model._meta.indexes if isinstance(index, tuple))
    together = (name for names, unique in pairs if unique for name in names)
    return column in together or any(made.unique and made.column_name == column for made in model._meta.sorted_fields)


def _worth_lines(model: type[Row], name: str, count: int) -> bool:
    """Whether a change of so many rows is noted in lines of sets; a unique column is left to the triggers."""
    return count >= FEWEST and not _unique(model, name)


def _few_values(journal: Journal, model: type[Row], name: str, ordered: Sequence[int]) -> bool:
    """Whether so many rows have few different values."""
    column = quoted(name)
    found = journal.execute(
        f"SELECT count(DISTINCT {column} COLLATE BINARY) FROM {quoted(model.table())}"
        " WHERE id IN (SELECT value FROM json_each(?))",
        (json.dumps(ordered[:: max(1, len(ordered) // _SAMPLE)]),),
    ).fetchone()
    return int(found[0]) <= _DIFFERENT
