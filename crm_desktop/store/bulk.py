"""Many rows at one go: by statements of many rows each, from whole columns, with a table's indexes made afterwards."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import chain, islice
from typing import Any, Final

from crm_desktop.store.row import quoted
from crm_desktop.values.inparts import is_one

_VALUES_AT_ONCE: Final = 10_000
"""Values bound to one statement; the library's own limit is 250,000."""
_WORTH_IT: Final = 2000
"""Rows from which on indexes are made afterwards."""
_ROWS_BETWEEN: Final = 25_000


def insert_many(connection: Any, into: str, width: int, rows: Iterable[Sequence[Any]], at_once: int = 100) -> None:
    """Insert rows by statements of `at_once` rows: a third faster than one a row, and Python is free meanwhile."""
    one = f"({', '.join('?' * width)})"
    several = f"{into} {', '.join([one] * at_once)}"
    remaining = iter(rows)
    while len(part := list(islice(remaining, at_once))) == at_once:
        connection.execute(several, list(chain.from_iterable(part)))
    connection.executemany(f"{into} {one}", part)


def insert_columns(
    connection: Any,
    table: str,
    columns: Mapping[str, Sequence[Any]],
    count: int,
    between: Callable[[], None] = lambda: None,
) -> None:
    """Insert `count` rows given by columns; what is the same in all rows of a statement is bound once.

    `between` is called now and then, and may raise.
    """
    fixed = {name: values[0] for name, values in columns.items() if is_one(values)}
    varying = {name: values for name, values in columns.items() if name not in fixed}
    at_once = max(1, _VALUES_AT_ONCE // max(1, len(varying)))
    statements: dict[tuple[str, ...], str] = {}
    start, told = 0, 0
    while start < count:
        rows = min(at_once, count - start)
        parts = {name: column[start : start + rows] for name, column in varying.items()}
        once = {**fixed, **{name: part[0] for name, part in parts.items() if is_one(part)}}
        several = [part for name, part in parts.items() if name not in once]
        values = [*once.values(), *[None] * (rows * len(several))]
        for at, part in enumerate(several, len(once)):
            values[at :: len(several)] = part
        names = (*once, *(name for name in parts if name not in once))
        if rows < at_once or names not in statements:
            statements[names] = _statement(table, names, len(once), rows)
        connection.execute(statements[names], values)
        start += rows
        if start - told >= _ROWS_BETWEEN:
            told = start
            between()


def _statement(table: str, names: Sequence[str], fixed: int, rows: int) -> str:
    width = len(names) - fixed
    first = [f"?{at}" for at in range(1, fixed + 1)]
    values = (
        ", ".join([*first, *(f"?{fixed + row * width + at}" for at in range(1, width + 1))]) for row in range(rows)
    )
    return f"INSERT INTO {quoted(table)} ({', '.join(map(quoted, names))}) VALUES ({'), ('.join(values)})"


@contextmanager
def indexed_afterwards(
    connection: Any, table: str, there: int, coming: int, columns: Mapping[str, Sequence[Any]]
) -> Iterator[None]:
    """Where more rows come than are `there`, make the table's indexes when all have come: sorted, in half the time.

    Those for which all rows are the same stay, as these lie beside each other there. It is part of the transaction,
    which whatever goes wrong must end.
    """
    indexes: list[tuple[str, str]] = []
    if coming >= max(there, _WORTH_IT):
        indexes = connection.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = ? AND sql NOT LIKE '%UNIQUE%'",
            (table,),
        ).fetchall()
        indexes = [(name, sql) for name, sql in indexes if _tells_apart(connection, name, columns)]
    for name, _sql in indexes:
        connection.execute(f"DROP INDEX {quoted(name)}")
    yield
    for _name, sql in indexes:
        connection.execute(sql)


def _tells_apart(connection: Any, index: str, columns: Mapping[str, Sequence[Any]]) -> bool:
    """Whether any column of an index has different values in these rows."""
    names = [row[2] for row in connection.execute(f"PRAGMA index_info({quoted(index)})")]
    return any(name == "id" or (columns.get(name) and not is_one(columns[name])) for name in names)
