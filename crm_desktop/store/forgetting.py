"""Deleted records made gone for good: their lines leave the journal, and with them the trash, history and undo."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, Final

from sqlcipher3 import dbapi2 as sqlite

from crm_desktop.errors import Trouble
from crm_desktop.store.history import Deleted
from crm_desktop.store.journal import Changed, Journal
from crm_desktop.store.row import quoted
from crm_desktop.store.sets import BLOCK

Place = tuple[str, int]
"""A table and a row's id in it."""
_AT_ONCE: Final = 500


def forget(journal: Journal, chosen: Iterable[Deleted]) -> int:
    """Clear away all that is known of deleted records and of what was deleted along with them; returns how many rows.

    A change that deleted nothing else cannot be undone any more; its title stays in the history. This itself is no
    entry and cannot be undone. What is back by now stays.
    """
    gone = _with_family(journal, list(chosen))
    with journal.silently() as connection:
        connection.execute("CREATE TEMP TABLE IF NOT EXISTS forget_now (tbl TEXT, row INTEGER, PRIMARY KEY (tbl, row))")
        connection.execute("DELETE FROM forget_now")
        connection.executemany("INSERT OR IGNORE INTO forget_now VALUES (?, ?)", sorted(gone))
        for table in {table for table, _row in gone}:
            connection.execute(
                f"DELETE FROM forget_now WHERE tbl = ? AND row IN (SELECT id FROM {quoted(table)})", (table,)
            )
        (count,) = connection.execute("SELECT count(*) FROM forget_now").fetchone()
        among = "(tbl, row) IN (SELECT tbl, row FROM forget_now) AND op IN ('I', 'U', 'D')"
        entries = json.dumps(
            [number for (number,) in connection.execute(
                f"SELECT DISTINCT coalesce(e.origin, e.id) FROM journal_change c JOIN journal_entry e ON e.id = c.entry"
                f" WHERE {among} AND c.op = 'D'"
            )]
        )  # fmt: skip
        connection.execute(f"DELETE FROM journal_change WHERE {among}")
        _forget_in_sets(connection)
        connection.execute(
            "UPDATE journal_entry SET first = NULL, last = NULL WHERE id IN (SELECT value FROM json_each(?))"
            " AND NOT EXISTS (SELECT 1 FROM journal_change c WHERE c.op IN ('D', 'I', 'R')"
            "  AND c.id BETWEEN journal_entry.first AND journal_entry.last)",
            (entries,),
        )
    for listener in list(journal.after_commit):
        listener(Changed(0, {}, {}))
    return int(count)


def _forget_in_sets(connection: Any) -> None:
    """Take the rows out of the lines that hold the values of many rows (see store/sets.py)."""
    found = connection.execute(
        "SELECT s.id, group_concat(f.row) FROM journal_change c JOIN journal_set s ON s.id = c.id JOIN forget_now f"
        f" ON f.tbl = c.tbl AND f.row / {BLOCK} = c.row / {BLOCK} WHERE c.op IN ('A', 'B', 'P') GROUP BY s.id"
    ).fetchall()
    for number, rows in found:
        paths = [f'$."{row}"' for row in rows.split(",")]
        for start in range(0, len(paths), _AT_ONCE):
            part = paths[start : start + _AT_ONCE]
            marks = ", ".join("?" * len(part))
            removed = f"UPDATE journal_set SET rows = json_remove(rows, {marks}) WHERE id = ?"
            connection.execute(removed, (*part, number))


def compact(journal: Journal) -> None:
    """Write the file anew, outside any entry: it gives its room back, and no bytes of what is gone are left in it.

    Where the disk has no room for that, or somebody else is writing just now, they stay until they are overwritten.
    """
    journal.execute("PRAGMA query_only = OFF")
    try:
        journal.execute("VACUUM")
        journal.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except (Trouble, sqlite.OperationalError):
        return
    finally:
        journal.execute("PRAGMA query_only = ON")


def _with_family(journal: Journal, chosen: list[Deleted]) -> set[Place]:
    """The records and whatever was deleted in the same entry because it belonged to them, however deep."""
    gone = {(one.table, one.row) for one in chosen}
    lines = journal.execute(
        "SELECT c.tbl, c.row, s.columns, c.before FROM journal_change c JOIN journal_shape s ON s.id = c.field"
        " WHERE c.op = 'D' AND c.entry IN (SELECT value FROM json_each(?))",
        (json.dumps(sorted({one.entry for one in chosen})),),
    ).fetchall()
    left = [((table, row), _owners(journal, table, columns, before)) for table, row, columns, before in lines]
    grown = True
    while grown:
        grown, rest = False, []
        for place, owners in left:
            if place in gone:
                continue
            if owners & gone:
                gone.add(place)
                grown = True
            else:
                rest.append((place, owners))
        left = rest
    return gone


def _owners(journal: Journal, table: str, columns: str, before: str) -> set[Place]:
    """The rows that a deleted row linked to."""
    model = journal.models.get(table)
    if model is None:
        return set()
    values: dict[str, Any] = dict(zip(json.loads(columns), json.loads(before), strict=False))
    found = {
        (made.rel_model._meta.table_name, values[made.column_name])
        for made in model._meta.sorted_fields
        if getattr(made, "rel_model", None) is not None and values.get(made.column_name)
    }
    kind, link = getattr(model, "belongs_to_any", (None, None))
    if kind is not None and link is not None and values.get(kind) and values.get(link):
        found.add((values[kind], values[link]))
    return found
