"""A bulk change of fields to one value: one journal line (`S`) for the rows that had the same value before.

The line's ids lie beside it in `journal_set`, as a JSON array, those of one line within one block of ids: so a record's
own lines are found without reading the others. A column of many different values is left to the triggers.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from crm_desktop.store.journal import Journal
from crm_desktop.store.row import Row, quoted

BLOCK: Final = 4096
"""Ids of one line have the same quotient by this."""
FEWEST: Final = 50
"""Rows from which on a set of them is worth a line."""
_SAMPLE: Final = 400
_DIFFERENT: Final = 40
"""Values among the sample from which on each row gets its own line."""

OF_ROW: Final = (
    "SELECT c.id, c.entry, 'U' AS op, c.tbl, :row AS row, c.field, c.before, c.after FROM journal_change c"
    " JOIN journal_set s ON s.id = c.id WHERE c.op = 'S' AND c.tbl = :tbl"
    f" AND c.row BETWEEN :row / {BLOCK} * {BLOCK} AND :row"
    " AND EXISTS (SELECT 1 FROM json_each(s.rows) j WHERE j.value = :row)"
)
"""The lines of sets that one row (:tbl, :row) is in, as if the triggers had written them."""
OF_SPAN: Final = (
    "SELECT c.id, c.entry, 'U' AS op, c.tbl, j.value AS row, c.field, c.before, c.after FROM journal_set s"
    " JOIN journal_change c ON c.id = s.id JOIN json_each(s.rows) j WHERE s.id BETWEEN :first AND :last"
)
"""The lines of sets with ids from :first to :last, one for each row of theirs."""


def change_all(journal: Journal, model: type[Row], rows: Iterable[int], values: Mapping[str, Any]) -> int:
    """Give columns one raw value each in many rows, inside an entry; returns how many rows were changed."""
    ordered = sorted(set(rows))
    table = model.table()
    differs = "(" + " OR ".join(f"{quoted(name)} IS NOT ?" for name in values) + ")"
    assignments = ", ".join(f"{quoted(name)} = ?" for name in values)
    unwatched = [name for name in values if _worth_it(journal, model, name, ordered)]
    changed = 0
    with journal.unwatched(table, unwatched) as connection:
        for ids in _blocks(ordered):
            among, given = _among(ids)
            for name in unwatched:
                column, after = quoted(name), values[name]
                for before, first, listed in connection.execute(
                    f"SELECT {column}, min(id), json_group_array(id) FROM {quoted(table)}"
                    f" WHERE {among} AND {column} IS NOT ? GROUP BY typeof({column}), {column} COLLATE BINARY",
                    [*given, after],
                ).fetchall():
                    _note(journal, table, first, name, before, after, listed)
            changed += connection.execute(
                f"UPDATE {quoted(table)} SET {assignments} WHERE {among} AND {differs}",
                [*values.values(), *given, *values.values()],
            ).rowcount
    return changed


@dataclass(frozen=True)
class Set:
    """One line: a field of some rows before and after."""

    field: str
    before: Any
    after: Any
    rows: str


def sets(journal: Journal, table: str, first: int, last: int) -> list[Set]:
    """The sets of a table's rows in a span of lines."""
    found = journal.execute(
        "SELECT c.field, c.before, c.after, s.rows FROM journal_set s JOIN journal_change c ON c.id = s.id"
        " WHERE s.id BETWEEN ? AND ? AND c.tbl = ? ORDER BY s.id",
        (first, last, table),
    )
    return [Set(*row) for row in found]


def laid_out(journal: Journal, table: str, first: int, last: int) -> str:
    """A table of a table's lines in a span, runs left out, one for each row and field: good until the next call."""
    if not sets(journal, table, first, last):
        return (
            f"(SELECT * FROM journal_change WHERE id BETWEEN {first:d} AND {last:d} AND tbl = '{table}' AND op <> 'R')"
        )
    journal.execute("DROP TABLE IF EXISTS temp.undo_flat")
    journal.execute(
        "CREATE TEMP TABLE undo_flat AS SELECT id, entry, op, tbl, row, field, before, after FROM journal_change"
        " WHERE id BETWEEN :first AND :last AND tbl = :tbl AND op NOT IN ('R', 'S')"
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
                _note(journal, table, ids[0], line.field, line.after, line.before, listed)
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
        found.update(json.loads(listed))
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


def _note(journal: Journal, table: str, first: int, name: str, before: Any, after: Any, listed: str) -> None:
    number = journal.execute(
        "INSERT INTO journal_change (entry, op, tbl, row, field, before, after) VALUES (?, 'S', ?, ?, ?, ?, ?)",
        (journal.current().id, table, first, name, before, after),
    ).lastrowid
    journal.execute("INSERT INTO journal_set (id, rows) VALUES (?, ?)", (number, listed))


def _unique(model: type[Row], column: str) -> bool:
    together = (name for names, unique in model._meta.indexes if unique for name in names)
    return column in together or any(made.unique and made.column_name == column for made in model._meta.sorted_fields)


def _worth_it(journal: Journal, model: type[Row], name: str, ordered: Sequence[int]) -> bool:
    """Whether so many rows have so few different values that sets of them are worth lines."""
    if len(ordered) < FEWEST or _unique(model, name):
        return False
    column = quoted(name)
    found = journal.execute(
        f"SELECT count(DISTINCT {column} COLLATE BINARY) FROM {quoted(model.table())}"
        " WHERE id IN (SELECT value FROM json_each(?))",
        (json.dumps(ordered[:: max(1, len(ordered) // _SAMPLE)]),),
    ).fetchone()
    return int(found[0]) <= _DIFFERENT
