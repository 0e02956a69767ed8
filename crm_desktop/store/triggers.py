"""The TEMP triggers that note changes for the journal (store/journal.py), made from the models for one connection."""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Final

from crm_desktop.store.row import Row, quoted

_TOGETHER: Final = 4
"""Columns that one trigger notes: each trigger takes time to make, each column in it a little on a change."""


def insert_trigger(table: str) -> str:
    return (
        f"CREATE TEMP TRIGGER IF NOT EXISTS {quoted('journal_insert_' + table)}"
        f" AFTER INSERT ON main.{quoted(table)} BEGIN INSERT INTO journal_change (entry, op, tbl, row)"
        f" VALUES ((SELECT entry FROM journal_now), 'I', '{table}', NEW.id); END"
    )


def groups_of(model: type[Row]) -> list[list[str]]:
    """The columns that one trigger notes together."""
    names = columns_of(model)
    return [names[place : place + _TOGETHER] for place in range(0, len(names), _TOGETHER)]


def watch(connection: Any, table: str, group: Sequence[str], names: Sequence[str]) -> None:
    """Let changes of these columns of a group be noted from now on, and of its others not."""
    connection.execute(f"DROP TRIGGER IF EXISTS temp.{_update_trigger(table, group)}")
    if names:
        _note_updates(connection, table, group, names)


def _note_updates(connection: Any, table: str, group: Sequence[str], names: Sequence[str]) -> None:
    lines = "".join(
        f" INSERT INTO journal_change (entry, op, tbl, row, field, before, after)"
        f" SELECT (SELECT entry FROM journal_now), 'U', '{table}', NEW.id, '{name}', OLD.{column}, NEW.{column}"
        f" WHERE OLD.{column} IS NOT NEW.{column};"
        for name, column in zip(names, map(quoted, names), strict=True)
    )
    connection.execute(
        f"CREATE TEMP TRIGGER {_update_trigger(table, group)} AFTER UPDATE OF {', '.join(map(quoted, names))}"
        f" ON main.{quoted(table)} BEGIN{lines} END"
    )


def _update_trigger(table: str, group: Sequence[str]) -> str:
    return quoted(f"journal_update_{table}_{group[0]}")


def columns_of(model: type[Row]) -> list[str]:
    return [name for name in model.column_names() if name != "id"]


def shape(model: type[Row]) -> int:
    """The number under which a deleted row's columns are remembered: the same columns, the same number."""
    return noted_shape(model)[0]


def noted_shape(model: type[Row]) -> tuple[int, str]:
    """That number and the columns as they are remembered."""
    return _noted(tuple(columns_of(model)))


@lru_cache(maxsize=512)
def _noted(columns: tuple[str, ...]) -> tuple[int, str]:
    noted = json.dumps(columns)
    return zlib.crc32(noted.encode()), noted


def make_triggers(connection: Any, model: type[Row]) -> None:
    """Make the triggers of a table that has none."""
    table = model.table()
    connection.execute(insert_trigger(table))
    for group in groups_of(model):
        _note_updates(connection, table, group, group)
    values = ", ".join(kept(f"OLD.{quoted(name)}") for name in columns_of(model))
    connection.execute(
        f"CREATE TEMP TRIGGER {quoted('journal_delete_' + table)} AFTER DELETE ON main.{quoted(table)} BEGIN"
        f" INSERT INTO journal_change (entry, op, tbl, row, field, before)"
        f" VALUES ((SELECT entry FROM journal_now), 'D', '{table}', OLD.id, {shape(model)}, json_array({values})); END"
    )


def drop_triggers(connection: Any, model: type[Row]) -> None:
    prefix = model.table()
    for (name,) in connection.execute(
        "SELECT name FROM sqlite_temp_master WHERE type = 'trigger' AND tbl_name = ?", (prefix,)
    ).fetchall():
        connection.execute(f"DROP TRIGGER temp.{quoted(name)}")


def kept(column: str) -> str:
    """SQL that lays one value into a JSON array so that `unkept` gives back the very same, bytes and all."""
    return f"CASE typeof({column}) WHEN 'blob' THEN json_array(hex({column})) ELSE {column} END"


def unkept(array: str, index: int) -> str:
    """SQL that takes value `index` out of an array made of `kept` values."""
    place = f"'$[{index}]'"
    return (
        f"CASE json_type({array}, {place}) WHEN 'array' THEN unhex(json_extract({array}, '$[{index}][0]'))"
        f" ELSE json_extract({array}, {place}) END"
    )
