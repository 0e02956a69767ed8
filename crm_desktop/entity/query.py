"""What a list asks for: words, filters and an order, turned into one SQL question; ids first, then pages of rows."""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from crm_desktop.entity.columns import Column
from crm_desktop.entity.conditions import (
    FROM_IMPORT,
    OPERATIONS,
    READY,
    Clauses,
    Condition,
    condition_from,
    operations,
    ready_sql,
)
from crm_desktop.entity.describe import Entity
from crm_desktop.store.row import quoted

if TYPE_CHECKING:
    from crm_desktop.entity.company import Company

__all__ = [
    "FROM_IMPORT", "OPERATIONS", "READY", "Condition", "ListQuery", "count", "every", "ids", "operations", "page",
    "sums",
]  # fmt: skip

SLICE: Final = 100_000
"""Characters of a list of ids that are read at a time."""


@dataclass(frozen=True)
class ListQuery:
    """What a list shows. `order` names columns ("-name": descending); `ready` names filters of the kind."""

    words: str = ""
    conditions: tuple[Condition, ...] = ()
    ready: tuple[str, ...] = ()
    order: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    """The columns to show, in order; () for the kind's own."""
    linked: tuple[str, int] | None = field(default=None)
    """Only records whose link (named first) is that id."""
    any: bool = False
    """Whether one of the conditions is enough; else all of them must hold."""
    group: str = ""
    """The column whose values part the list into groups ("-name": the last group first)."""
    step: str = "month"
    """How wide the groups of a day are: year, month, day."""
    figure: str = "sum"
    """What groups and the foot show of figures: sum or average."""
    pinned: int = 0
    """So many columns at the left stay in sight."""
    widths: tuple[tuple[str, int], ...] = ()
    """The widths that a person gave to columns."""

    def with_(self, **changes: Any) -> ListQuery:
        return replace(self, **changes)

    def to_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> ListQuery:
        return cls.from_spec(json.loads(text))

    @classmethod
    def from_spec(cls, spec: dict[str, Any]) -> ListQuery:
        """From what `to_json` laid down, already read; TypeError, ValueError where it is none."""
        spec = dict(spec)
        spec["conditions"] = tuple(condition_from(one) for one in spec.get("conditions", ()))
        for name in ("ready", "order", "columns"):
            spec[name] = tuple(spec.get(name, ()))
        spec["linked"] = tuple(spec["linked"]) if spec.get("linked") else None
        spec["widths"] = tuple((str(name), int(width)) for name, width in spec.get("widths", ()))
        return cls(**spec)


def ids(company: Company, entity: Entity, query: ListQuery, *, limit: int | None = None, today: date) -> array[int]:
    """The ids of the records that match, in the order asked for, that of the groups above all."""
    if query.group:
        from crm_desktop.entity.groups import grouped

        return grouped(company, entity, query, today=today).ids[:limit]
    found_by, parameters = where(company, entity, query, today)
    sql = f"SELECT t.id FROM {quoted(entity.name)} t{found_by} ORDER BY {order_sql(company, entity, query)}"
    if limit is not None:
        sql += f" LIMIT {int(limit)}"
    # One text instead of a million rows: reading row by row waits for the window each time.
    text = company.execute(f"SELECT json_group_array(id) FROM ({sql})", parameters).fetchone()[0]
    return whole_numbers(text)


def whole_numbers(text: str) -> array[int]:
    """The numbers of a JSON array, by slices, so that neither memory nor Python's lock is taken for all at once."""
    found, begin, last = array("q"), 1, len(text) - 1
    while begin < last:
        end = text.find(",", begin + SLICE)
        end = last if end < 0 else end
        found.extend(map(int, text[begin:end].split(",")))
        begin = end + 1
    return found


def count(company: Company, entity: Entity, query: ListQuery, *, today: date) -> int:
    """How many records match."""
    found_by, parameters = where(company, entity, query, today)
    return int(company.execute(f"SELECT count(*) FROM {quoted(entity.name)} t{found_by}", parameters).fetchone()[0])


def sums(company: Company, entity: Entity, query: ListQuery, names: Sequence[str], *, today: date) -> dict[str, int]:
    """The sums of summable columns over all records that match, raw."""
    if not names:
        return {}
    found_by, parameters = where(company, entity, query, today)
    wanted = ", ".join(f"coalesce(sum({_sql(company.column(entity, name))}), 0)" for name in names)
    row = company.execute(f"SELECT {wanted} FROM {quoted(entity.name)} t{found_by}", parameters).fetchone()
    return dict(zip(names, row, strict=True))


def page(company: Company, entity: Entity, wanted: Sequence[int], names: Sequence[str]) -> dict[int, tuple[Any, ...]]:
    """The raw values of some columns for some ids, by id; a few hundred ids at a time."""
    columns = ", ".join(_sql(company.column(entity, name)) for name in names)
    marks = ",".join("?" * len(wanted))
    rows = company.execute(
        f"SELECT t.id{', ' if columns else ''}{columns} FROM {quoted(entity.name)} t WHERE t.id IN ({marks})",
        list(wanted),
    )
    return {row[0]: tuple(row[1:]) for row in rows}


def every(
    company: Company, entity: Entity, query: ListQuery, names: Sequence[str], *, today: date, joined: bool = False
) -> Iterator[tuple[Any, ...]]:
    """All matching records row by row: id, then the raw columns; `joined` gives all values of a slot in one text."""
    found_by, parameters = where(company, entity, query, today)
    wanted = [company.column(entity, name) for name in names]
    columns = "".join(
        ", " + (column.joined.replace("{t}", "t") if joined and column.joined else _sql(column)) for column in wanted
    )
    cursor = company.execute(
        f"SELECT t.id{columns} FROM {quoted(entity.name)} t{found_by} ORDER BY {order_sql(company, entity, query)}",
        parameters,
    )
    while chunk := cursor.fetchmany(2000):
        yield from chunk


def _sql(column: Column) -> str:
    return column.sql.replace("{t}", "t")


def order_sql(company: Company, entity: Entity, query: ListQuery) -> str:
    """What a list is sorted by, as SQL over t."""
    parts = []
    for name in query.order or entity.order:
        column = company.column(entity, name.lstrip("-"))
        down = " DESC" if name.startswith("-") else ""
        sort = column.sort.replace("{t}", "t")
        if column.field is None or column.field.null:
            # Blanks last either way; where a column is needed its index gives the order.
            parts.append(f"({sort}) IS NULL")
        parts.append(sort + down)
    return ", ".join([*parts, "t.id"])


def where(company: Company, entity: Entity, query: ListQuery, today: date) -> tuple[str, dict[str, Any]]:
    """What a record must fulfil, as " WHERE …" over the table's alias t, with its parameters."""
    found, parameters = matching(company, entity, query, today)
    return (f" WHERE {found}" if found != "1" else ""), parameters


def matching(company: Company, entity: Entity, query: ListQuery, today: date) -> tuple[str, dict[str, Any]]:
    """The question as an SQL condition over the table's alias t, with its parameters."""
    parameters: dict[str, Any] = {"today": today.isoformat()}
    parts = []
    if query.words.strip():
        parts.append(company.index.matching_sql(entity, query.words, parameters))
    parts += [ready_sql(entity, name, "t") for name in query.ready]
    clauses = Clauses(company, today, parameters)
    wanted = [clauses.clause(entity, condition) for condition in query.conditions]
    if wanted:
        parts.append("(" + (" OR " if query.any else " AND ").join(wanted) + ")")
    if query.linked:
        made = entity.fields()[query.linked[0]]
        parameters["linked"] = query.linked[1]
        parts.append(f"t.{quoted(made.column_name)} = :linked")
    return " AND ".join(parts) or "1", parameters
