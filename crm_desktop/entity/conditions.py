"""Filters as SQL: what may be asked of a column, of the records linked to, of those that belong here."""

from __future__ import annotations

import itertools
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from crm_desktop.entity import paths
from crm_desktop.entity.columns import Column, Rows
from crm_desktop.entity.describe import Entity
from crm_desktop.entity.fields import Choice, Choices, Day, Kind, Link, Moment, Text, Tick
from crm_desktop.entity.origins import ranges_of
from crm_desktop.errors import Refused
from crm_desktop.i18n import N_, _
from crm_desktop.store.row import quoted
from crm_desktop.values import periods
from crm_desktop.values.text import fold

if TYPE_CHECKING:
    from crm_desktop.entity.company import Company

FROM_IMPORT: Final = "import"
"""The column of a condition that asks for what an import made or changed; its value is the import's entry."""
READY: Final = "ready"
"""The column of a condition that is a ready filter of the kind; its value is the filter's name."""
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
    "period": N_("is within"),
    "last_days": N_("in the last days"),
    "next_days": N_("in the next days"),
    "older_days": N_("more days ago than"),
    "empty": N_("is blank"),
    "filled": N_("is filled in"),
    "some": N_("there are some"),
    "none": N_("there are none"),
}
_OPPOSITE: Final = {"is_not": "is", "lacks": "contains", "empty": "filled"}
"""Operations that also hold for a record that links to nothing, and what they deny."""


@dataclass(frozen=True)
class Condition:
    """One filter: a column, one of OPERATIONS, and its value (raw; a pair for "between", a list for "in").

    `of` narrows the records that belong here to those that fit: orders that are open.
    """

    column: str
    operation: str
    value: Any = None
    of: tuple[Condition, ...] = ()


def condition_from(spec: Mapping[str, Any]) -> Condition:
    """A condition as it was laid down in JSON; TypeError, ValueError where it is none."""
    of = tuple(condition_from(one) for one in spec.get("of") or ())
    made = Condition(**{**spec, "of": of})
    if made.operation not in OPERATIONS:
        raise ValueError(made.operation)
    return made


def operations(kind: Kind) -> tuple[str, ...]:
    """The filters that make sense for a kind of field."""
    if isinstance(kind, Choice):
        return ("is", "is_not", "in", "empty", "filled")
    if isinstance(kind, Tick):
        return ("is",)
    if isinstance(kind, Day | Moment):
        return (
            "is", "between", "period", "at_least", "at_most", "last_days", "next_days", "older_days", "empty", "filled"
        )  # fmt: skip
    if isinstance(kind, Rows):
        return ("some", "none", "is", "at_least", "at_most", "between")
    if kind.numeric:
        return ("is", "is_not", "at_least", "at_most", "between", "empty", "filled")
    return ("contains", "lacks", "is", "is_not", "starts", "in", "empty", "filled")


def ready_sql(entity: Entity, name: str, t: str) -> str:
    """A ready filter over the rows called `t`; Refused where the kind has none of that name."""
    ready = next((ready for ready in entity.filters if ready.name == name), None)
    if ready is None:
        raise Refused(_("{kind} has no filter “{name}”.").format(kind=entity.plural, name=name))
    return "(" + ready.sql.replace("{t}", t) + ")"


class Clauses:
    """Turns conditions into SQL; the values they ask for go into `parameters`."""

    def __init__(self, company: Company, today: date, parameters: dict[str, Any]) -> None:
        self.company, self.today, self.parameters = company, today, parameters
        self._numbers = itertools.count()

    def clause(self, entity: Entity, condition: Condition, t: str = "t") -> str:
        """One condition over the rows called `t`."""
        key = f"p{next(self._numbers)}"
        if condition.column == FROM_IMPORT:
            return self._from_import(entity, condition, key, t)
        if condition.column == READY:
            negated = "NOT " if condition.operation == "is_not" else ""
            return negated + ready_sql(entity, str(condition.value), t)
        stepped = paths.step(self.company, entity, condition.column)
        if stepped is not None:
            return self._of_linked(entity, condition, t, key, *stepped)
        if ":" in condition.column:
            return self._of_rows(entity, condition, key, t)
        column = self.company.column(entity, condition.column)
        sql = column.sql.replace("{t}", t)
        by_id = condition.operation in ("is", "is_not", "in") and _are_ids(condition.value)
        if by_id and isinstance(column.field, Link):
            sql = f"{t}.{quoted(column.field.column_name)}"
        return self._asked(column, sql, condition, key)

    def _of_linked(
        self, entity: Entity, condition: Condition, t: str, key: str, link: str, target: Entity, rest: str
    ) -> str:
        """A condition on the record that a field links to."""
        operation = _OPPOSITE.get(condition.operation)
        inner = f"k{key}"
        there = Condition(rest, operation or condition.operation, condition.value, condition.of)
        column = f"{t}.{quoted(entity.fields()[link].column_name)}"
        among = (
            f"{column} IN (SELECT {inner}.id FROM {quoted(target.name)} {inner}"
            f" WHERE {self.clause(target, there, inner)})"
        )
        return f"({column} IS NULL OR NOT {among})" if operation else among

    def _of_rows(self, entity: Entity, condition: Condition, key: str, t: str) -> str:
        """A condition on the records that belong to this one: any, none, their number, what they add up to."""
        found = paths.measured(self.company, entity, condition.column)
        alias = f"k{key}"
        other = found.relation.other
        narrowed = " AND ".join(self.clause(other, one, alias) for one in condition.of)
        if condition.operation in ("some", "none") and found.column is None:
            where = found.relation.joined(entity, alias, t) + (f" AND {narrowed}" if narrowed else "")
            there = f"EXISTS (SELECT 1 FROM {quoted(other.name)} {alias} WHERE {where})"
            return f"NOT {there}" if condition.operation == "none" else there
        sql = paths.measure_sql(self.company, entity, found, t, alias, narrowed)
        return self._asked(self.company.column(entity, condition.column), sql, condition, key)

    def _asked(self, column: Column, sql: str, condition: Condition, key: str) -> str:
        """What is asked of a value given as SQL."""
        operation, value, kind = condition.operation, condition.value, column.kind
        if operation in ("empty", "filled"):
            return f"({sql}) IS {'NOT ' if operation == 'filled' else ''}NULL"
        if isinstance(kind, Choices) and operation in ("is", "is_not", "in"):
            return self._any_of(sql, value, operation == "is_not", key)
        if operation in ("contains", "lacks", "starts"):
            self.parameters[key] = fold(str(value))
            place = f"instr(fold({sql}), :{key})"
            if operation == "lacks":
                return f"(({sql}) IS NULL OR {place} = 0)"
            return f"{place} {'= 1' if operation == 'starts' else '> 0'}"
        if operation in ("last_days", "next_days", "older_days"):
            return _days(sql, operation, int(value))
        if isinstance(kind, Moment):
            sql = f"substr({sql}, 1, 10)"
        if operation in ("between", "period"):
            self.parameters[key + "a"], self.parameters[key + "b"] = self._ends(operation, value)
            return f"({sql}) BETWEEN :{key}a AND :{key}b"
        return self._compared(column, sql, operation, value, key)

    def _ends(self, operation: str, value: Any) -> tuple[Any, Any]:
        if operation == "between":
            first, last = value
            return first, last
        try:
            begin, end = periods.span(str(value), self.today)
        except KeyError:
            raise Refused(
                _("“{text}” is no span of days. There are: {spans}.").format(
                    text=value, spans=", ".join(periods.PERIODS)
                )
            ) from None
        return begin.isoformat(), end.isoformat()

    def _compared(self, column: Column, sql: str, operation: str, value: Any, key: str) -> str:
        if operation == "in":
            values = list(value)
            for number, one in enumerate(values):
                self.parameters[f"{key}_{number}"] = one
            return f"({sql}) IN ({', '.join(f':{key}_{number}' for number in range(len(values)))})"
        self.parameters[key] = value
        if operation in ("is", "is_not"):
            if isinstance(column.kind, Text) and not isinstance(column.kind, Choice) and isinstance(value, str):
                # A filter that a person types: case and width do not matter; the exact text may use an index.
                self.parameters[key] = fold(value)
                sql = f"fold({sql})"
            return f"({sql}) {'IS NOT' if operation == 'is_not' else '='} :{key}"
        if operation in ("at_least", "at_most"):
            return f"({sql}) {'>=' if operation == 'at_least' else '<='} :{key}"
        raise Refused(_("There is no filter “{name}”.").format(name=operation))

    def _from_import(self, entity: Entity, condition: Condition, key: str, t: str) -> str:
        """The records of one import by the runs of ids that its entry keeps."""
        runs = ranges_of(self.company, int(condition.value), entity.name)
        if len(runs) > _MOST_RUNS:
            self.parameters[key] = json.dumps([row for first, last in runs for row in range(first, last + 1)])
            return f"{t}.id IN (SELECT value FROM json_each(:{key}))"
        for number, (first, last) in enumerate(runs):
            self.parameters[f"{key}_{number}a"], self.parameters[f"{key}_{number}z"] = first, last
        within = " OR ".join(f"{t}.id BETWEEN :{key}_{number}a AND :{key}_{number}z" for number in range(len(runs)))
        return f"({within or '0'})"

    def _any_of(self, sql: str, value: Any, lacks: bool, key: str) -> str:
        """Whether several choices in one text have any of those wanted among them."""
        parts = []
        for number, one in enumerate([value] if isinstance(value, str) else list(value)):
            self.parameters[f"{key}_{number}"] = f" {one} "
            parts.append(f"instr(' ' || coalesce({sql}, '') || ' ', :{key}_{number}) > 0")
        return f"{'NOT ' if lacks else ''}({' OR '.join(parts) or '0'})"


def every_condition(conditions: Sequence[Condition]) -> list[Condition]:
    """Conditions and those inside them."""
    return [one for each in conditions for one in (each, *every_condition(each.of))]


def _are_ids(value: Any) -> bool:
    return isinstance(value, int) or (isinstance(value, list | tuple) and all(isinstance(one, int) for one in value))


def _days(sql: str, operation: str, days: int) -> str:
    day = f"substr({sql}, 1, 10)"
    if operation == "last_days":
        return f"{day} BETWEEN date(:today, '-{days} days') AND :today"
    if operation == "next_days":
        return f"{day} BETWEEN :today AND date(:today, '+{days} days')"
    return f"{day} < date(:today, '-{days} days')"
