"""Which columns an export has, and its rows as stored, a thousand at a time."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, Final

from crm_desktop.entity.columns import Column
from crm_desktop.entity.company import Company
from crm_desktop.entity.describe import Entity
from crm_desktop.entity.fields import Birthday, Kind, Percent
from crm_desktop.store.row import quoted
from crm_desktop.values.dates import show_birthday

CHUNK: Final = 1000
_ONE_PER_CENT: Final = 100
"""As it is stored."""
_EXACT_UP_TO: Final = 20_000
"""Rows up to which every column is looked through for a value before it is left out."""


def columns_to_write(
    company: Company, entity: Entity, ids: Sequence[int], names: Sequence[str] | None = None
) -> list[Column]:
    """The columns named, or those of the list and every other that an import can fill and that holds a value."""
    if names is not None:
        return [company.column(entity, name) for name in names]
    every = company.columns(entity)
    chosen = dict.fromkeys(entity.list)
    others = [column for name, column in every.items() if name not in chosen and column.importable]
    filled = _filled(company, entity, others, ids)
    return [every[name] for name in (*chosen, *(column.name for column in others if column.name in filled))]


def rows(company: Company, entity: Entity, ids: Sequence[int], columns: Sequence[Column]) -> Iterator[tuple[Any, ...]]:
    """Id and raw values of each record, in the order of `ids`; every value of a slot, joined with "; "."""
    wanted = "".join(", " + _sql(column) for column in columns)
    sql = f"SELECT t.id{wanted} FROM json_each(?) j JOIN {quoted(entity.name)} t ON t.id = j.value ORDER BY j.key"
    for start in range(0, len(ids), CHUNK):
        yield from company.execute(sql, (json.dumps(list(ids[start : start + CHUNK])),)).fetchall()


def typed(kind: Kind, raw: Any) -> Any:
    """A raw value as text, number, day, moment or None, such as an import reads back to the same raw value."""
    if isinstance(kind, Percent) and raw is not None and 0 < raw < _ONE_PER_CENT:
        return kind.show(raw)  # 0.26 alone could mean 26 %
    if raw is None or not isinstance(kind, Birthday):
        return kind.cell(raw)
    try:
        return date.fromisoformat(raw)
    except ValueError:
        # Lunar days have one writing only that is read in every language.
        return show_birthday(raw, "zh_CN") if raw.startswith("农历") else kind.show(raw)


def _sql(column: Column) -> str:
    return (column.joined or column.sql).replace("{t}", "t")


def _filled(company: Company, entity: Entity, columns: Sequence[Column], ids: Sequence[int]) -> set[str]:
    """The columns in which at least one of the records has a value."""
    columns = [column for column in columns if column.slot is None or _has_any(company, column)]
    if not columns or not ids:
        return set()
    if len(ids) > _EXACT_UP_TO:
        return {column.name for column in columns if column.slot is not None} | _in_table(company, entity, columns)
    counts = ", ".join(f"count({_sql(column)})" for column in columns)
    found = company.execute(
        f"SELECT {counts} FROM {quoted(entity.name)} t WHERE t.id IN (SELECT value FROM json_each(?))",
        (json.dumps(list(ids)),),
    ).fetchone()
    return {column.name for column, count in zip(columns, found, strict=True) if count}


def _in_table(company: Company, entity: Entity, columns: Sequence[Column]) -> set[str]:
    plain = [column for column in columns if column.slot is None]
    return {
        column.name
        for column in plain
        if company.execute(f"SELECT 1 FROM {quoted(entity.name)} t WHERE {_sql(column)} IS NOT NULL LIMIT 1").fetchone()
    }


def _has_any(company: Company, column: Column) -> bool:
    """Whether any record at all has such a child row: one look at the children's table."""
    assert column.children is not None and column.slot is not None
    made = column.children.model._meta.fields[column.slot.field]
    where = "".join(f" AND {quoted(name)} = ?" for name in column.slot.where)
    return (
        company.execute(
            f"SELECT 1 FROM {quoted(column.children.model.table())} WHERE {quoted(column.children.link)} IS NOT NULL"
            f" AND {quoted(made.column_name)} IS NOT NULL{where} LIMIT 1",
            list(column.slot.where.values()),
        ).fetchone()
        is not None
    )
