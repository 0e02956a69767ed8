"""What a list asks for: words, filters and an order, turned into one SQL question; ids first, then pages of rows."""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from crm_desktop.entity.columns import Column
from crm_desktop.entity.describe import Entity
from crm_desktop.entity.fields import Choice, Choices, Day, Kind, Link, Moment, Text, Tick
from crm_desktop.entity.origins import ranges_of
from crm_desktop.errors import Refused
from crm_desktop.i18n import N_, _
from crm_desktop.store.row import quoted
from crm_desktop.values.text import fold

if TYPE_CHECKING:
    from crm_desktop.entity.company import Company

SLICE: Final = 100_000
"""Characters of a list of ids that are read at a time."""

FROM_IMPORT: Final = "import"
"""The column of a condition that asks for what an import made or changed; its value is the import's entry."""
_MOST_RUNS: Final = 200

OPERATIONS: dict[str, str] = {
    "is": N_("is"),
    "is_not": N_("is not"),
    "contains": N_("contains"),
    "lacks": N_("does not contain"),
    "starts": N_("begins with"),
    "in": N_("is one of"),
    "at_least": N_("is at least"),
    "at_most": N_("is at most"),
    "between": N_("is between"),
    "last_days": N_("in the last days"),
    "next_days": N_("in the next days"),
    "older_days": N_("more days ago than"),
    "empty": N_("is blank"),
    "filled": N_("is filled in"),
}


@dataclass(frozen=True)
class Condition:
    """One filter: a column, one of OPERATIONS, and its value (raw; a pair for "between", a list for "in")."""

    column: str
    operation: str
    value: Any = None


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

    def with_(self, **changes: Any) -> ListQuery:
        return replace(self, **changes)

    def to_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> ListQuery:
        spec = json.loads(text)
        spec["conditions"] = tuple(Condition(**condition) for condition in spec.get("conditions", ()))
        for name in ("ready", "order", "columns"):
            spec[name] = tuple(spec.get(name, ()))
        spec["linked"] = tuple(spec["linked"]) if spec.get("linked") else None
        return cls(**spec)


def operations(kind: Kind) -> tuple[str, ...]:
    """The filters that make sense for a kind of field."""
    if isinstance(kind, Choice):
        return ("is", "is_not", "in", "empty", "filled")
    if isinstance(kind, Tick):
        return ("is",)
    if isinstance(kind, Day | Moment):
        return ("is", "between", "at_least", "at_most", "last_days", "next_days", "older_days", "empty", "filled")
    if kind.numeric:
        return ("is", "is_not", "at_least", "at_most", "between", "empty", "filled")
    return ("contains", "lacks", "is", "is_not", "starts", "in", "empty", "filled")


def ids(company: Company, entity: Entity, query: ListQuery, *, limit: int | None = None, today: date) -> array[int]:
    """The ids of the records that match, in the order asked for."""
    where, parameters = _where(company, entity, query, today)
    sql = f"SELECT t.id FROM {quoted(entity.name)} t{where} ORDER BY {_order(company, entity, query)}"
    if limit is not None:
        sql += f" LIMIT {int(limit)}"
    # One text instead of a million rows: reading row by row waits for the window each time.
    text = company.execute(f"SELECT json_group_array(id) FROM ({sql})", parameters).fetchone()[0]
    found, begin, last = array("q"), 1, len(text) - 1
    while begin < last:
        # By slices, so that neither memory nor Python's lock is taken for all of them at once.
        end = text.find(",", begin + SLICE)
        end = last if end < 0 else end
        found.extend(map(int, text[begin:end].split(",")))
        begin = end + 1
    return found


def count(company: Company, entity: Entity, query: ListQuery, *, today: date) -> int:
    """How many records match."""
    where, parameters = _where(company, entity, query, today)
    return int(company.execute(f"SELECT count(*) FROM {quoted(entity.name)} t{where}", parameters).fetchone()[0])


def sums(company: Company, entity: Entity, query: ListQuery, names: Sequence[str], *, today: date) -> dict[str, int]:
    """The sums of summable columns over all records that match, raw."""
    if not names:
        return {}
    where, parameters = _where(company, entity, query, today)
    wanted = ", ".join(f"coalesce(sum({_sql(company.column(entity, name))}), 0)" for name in names)
    row = company.execute(f"SELECT {wanted} FROM {quoted(entity.name)} t{where}", parameters).fetchone()
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
    where, parameters = _where(company, entity, query, today)
    wanted = [company.column(entity, name) for name in names]
    columns = "".join(
        ", " + (column.joined.replace("{t}", "t") if joined and column.joined else _sql(column)) for column in wanted
    )
    cursor = company.execute(
        f"SELECT t.id{columns} FROM {quoted(entity.name)} t{where} ORDER BY {_order(company, entity, query)}",
        parameters,
    )
    while chunk := cursor.fetchmany(2000):
        yield from chunk


def _sql(column: Column) -> str:
    return column.sql.replace("{t}", "t")


def _order(company: Company, entity: Entity, query: ListQuery) -> str:
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


def _where(company: Company, entity: Entity, query: ListQuery, today: date) -> tuple[str, dict[str, Any]]:
    parameters: dict[str, Any] = {"today": today.isoformat()}
    parts = []
    if query.words.strip():
        parts.append(company.index.matching_sql(entity, query.words, parameters))
    for name in query.ready:
        ready = next((ready for ready in entity.filters if ready.name == name), None)
        if ready is None:
            raise Refused(_("{kind} has no filter “{name}”.").format(kind=entity.plural, name=name))
        parts.append("(" + ready.sql.replace("{t}", "t") + ")")
    for number, condition in enumerate(query.conditions):
        parts.append(_condition(company, entity, condition, f"p{number}", parameters, today))
    if query.linked:
        made = entity.fields()[query.linked[0]]
        parameters["linked"] = query.linked[1]
        parts.append(f"t.{quoted(made.column_name)} = :linked")
    return (" WHERE " + " AND ".join(parts) if parts else ""), parameters


def _condition(
    company: Company, entity: Entity, condition: Condition, key: str, parameters: dict[str, Any], today: date
) -> str:
    if condition.column == FROM_IMPORT:
        return _from_import(company, entity, condition, key, parameters)
    column = company.column(entity, condition.column)
    operation, value = condition.operation, condition.value
    sql = _sql(column)
    if isinstance(column.field, Link) and operation in ("is", "is_not", "in") and _are_ids(value):
        sql = f"t.{quoted(column.field.column_name)}"
    if operation in ("empty", "filled"):
        return f"({sql}) IS {'NOT ' if operation == 'filled' else ''}NULL"
    if isinstance(column.kind, Choices) and operation in ("is", "is_not", "in"):
        return _any_of(sql, value, operation == "is_not", key, parameters)
    if operation == "in":
        values = list(value)
        for number, one in enumerate(values):
            parameters[f"{key}_{number}"] = one
        return f"({sql}) IN ({', '.join(f':{key}_{number}' for number in range(len(values)))})"
    if operation == "between":
        parameters[key + "a"], parameters[key + "b"] = value
        if isinstance(column.kind, Moment):
            sql = f"substr({sql}, 1, 10)"
        return f"({sql}) BETWEEN :{key}a AND :{key}b"
    if operation in ("last_days", "next_days", "older_days"):
        return _days(sql, operation, int(value))
    if operation in ("contains", "lacks", "starts"):
        parameters[key] = fold(str(value))
        place = f"instr(fold({sql}), :{key})"
        if operation == "lacks":
            return f"(({sql}) IS NULL OR {place} = 0)"
        return f"{place} {'= 1' if operation == 'starts' else '> 0'}"
    parameters[key] = value
    if operation in ("is", "is_not"):
        if isinstance(column.kind, Text) and not isinstance(column.kind, Choice) and isinstance(value, str):
            # A filter that a person types: case and width do not matter; the exact text may use an index.
            parameters[key] = fold(value)
            sql = f"fold({sql})"
        elif isinstance(column.kind, Moment):
            sql = f"substr({sql}, 1, 10)"
        return f"({sql}) {'IS NOT' if operation == 'is_not' else '='} :{key}"
    if operation in ("at_least", "at_most"):
        if isinstance(column.kind, Moment):
            sql = f"substr({sql}, 1, 10)"
        return f"({sql}) {'>=' if operation == 'at_least' else '<='} :{key}"
    raise Refused(_("There is no filter “{name}”.").format(name=operation))


def _from_import(
    company: Company, entity: Entity, condition: Condition, key: str, parameters: dict[str, Any]
) -> str:
    """The records of one import by the runs of ids that its entry keeps."""
    runs = ranges_of(company, int(condition.value), entity.name)
    if len(runs) > _MOST_RUNS:
        parameters[key] = json.dumps([row for first, last in runs for row in range(first, last + 1)])
        return f"t.id IN (SELECT value FROM json_each(:{key}))"
    for number, (first, last) in enumerate(runs):
        parameters[f"{key}_{number}a"], parameters[f"{key}_{number}z"] = first, last
    within = " OR ".join(f"t.id BETWEEN :{key}_{number}a AND :{key}_{number}z" for number in range(len(runs)))
    return f"({within or '0'})"


def _any_of(sql: str, value: Any, lacks: bool, key: str, parameters: dict[str, Any]) -> str:
    """Whether several choices in one text have any of those wanted among them."""
    parts = []
    for number, one in enumerate([value] if isinstance(value, str) else list(value)):
        parameters[f"{key}_{number}"] = f" {one} "
        parts.append(f"instr(' ' || coalesce({sql}, '') || ' ', :{key}_{number}) > 0")
    return f"{'NOT ' if lacks else ''}({' OR '.join(parts) or '0'})"


def _are_ids(value: Any) -> bool:
    return isinstance(value, int) or (isinstance(value, list | tuple) and all(isinstance(one, int) for one in value))


def _days(sql: str, operation: str, days: int) -> str:
    day = f"substr({sql}, 1, 10)"
    if operation == "last_days":
        return f"{day} BETWEEN date(:today, '-{days} days') AND :today"
    if operation == "next_days":
        return f"{day} BETWEEN :today AND date(:today, '+{days} days')"
    return f"{day} < date(:today, '-{days} days')"
