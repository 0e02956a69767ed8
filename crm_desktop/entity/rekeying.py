"""What is worked out from telephone numbers follows the company's country, without a line of history.

The journal has no lines of it, so that a number which nobody touched is no change that an undo of something else would
have to spare. What an undo or the trash brings back is worked out anew for the country of now.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

from crm_desktop.entity.fields import Derived
from crm_desktop.store.journal import Changed, Journal
from crm_desktop.store.row import Row, quoted
from crm_desktop.values.inparts import parts

MANY: Final = 2000
"""Numbers that take longer to work out anew than a window may stand still."""
Pulse = Callable[[int, int], None]
"""Told how many numbers of how many are done; it may raise what ends the work."""


def rekey_all(journal: Journal, pulse: Pulse) -> None:
    """Work out anew every derived value that depends on the country in force."""
    total = sum(journal.execute(f"SELECT count(*) {rows}").fetchone()[0] for rows in _rows(journal))
    done = 0

    def passed(count: int) -> None:
        nonlocal done
        done += count
        pulse(done, total)

    for model, made in _at_home(journal):
        _rekey(journal, model, made, "", (), passed)


def are_many(journal: Journal) -> bool:
    """Whether the file has so many numbers that another country takes its time."""
    limited = (f"SELECT count(*) FROM (SELECT 1 {rows} LIMIT {MANY + 1})" for rows in _rows(journal))
    return sum(journal.execute(sql).fetchone()[0] for sql in limited) > MANY


def is_concerned(journal: Journal, lines: Sequence[int]) -> bool:
    """Whether an undo of these lines of the journal (first, last) may bring another country."""
    sql = "SELECT 1 FROM journal_change WHERE id BETWEEN ? AND ? AND tbl = 'setting' LIMIT 1"
    return journal.execute(sql, lines).fetchone() is not None


def rekey_changed(journal: Journal, changed: Changed) -> None:
    """The same for the rows that one entry brought back or changed."""
    turned_back = journal.current().kind in ("undo", "redo")
    for model, made in _at_home(journal):
        table = model.table()
        if rows := changed.rows.get(table):
            _rekey(journal, model, made, " AND id IN (SELECT value FROM json_each(?))", (json.dumps(list(rows)),))
        # What is inserted as a run was worked out just now, unless it is what was there before.
        for run in changed.runs.get(table, ()) if turned_back else ():
            _rekey(journal, model, made, " AND id BETWEEN ? AND ?", run)


def _at_home(journal: Journal) -> Iterator[tuple[type[Row], Derived]]:
    for model in journal.models.values():
        for made in model._meta.sorted_fields:
            if isinstance(made, Derived) and made.at_home:
                yield model, made


def _rows(journal: Journal) -> list[str]:
    """Where the numbers are, as SQL from FROM on."""
    return [
        f"FROM {quoted(model.table())} WHERE {quoted(model._meta.fields[made.of].column_name)} IS NOT NULL"
        for model, made in _at_home(journal)
    ]


def _rekey(
    journal: Journal,
    model: type[Row],
    made: Derived,
    where: str,
    given: Iterable[object],
    passed: Callable[[int], None] = lambda _count: None,
) -> None:
    table, column = quoted(model.table()), quoted(made.column_name)
    of = quoted(model._meta.fields[made.of].column_name)
    found = journal.execute(f"SELECT id, {of}, {column} FROM {table} WHERE {of} IS NOT NULL{where}", list(given))
    new: list[tuple[str | None, int]] = []
    while part := found.fetchmany(MANY):
        keys = made.work_out_all([value for _row, value, _old in part])
        new += [(key, row) for (row, _value, old), key in zip(part, keys, strict=True) if key != old]
        passed(len(part))
    if new:
        with journal.unwatched(model.table(), [made.column_name]) as connection:
            for rows in parts(new):
                connection.executemany(f"UPDATE {table} SET {column} = ? WHERE id = ?", rows)
                passed(0)
