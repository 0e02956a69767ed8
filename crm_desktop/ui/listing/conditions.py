"""Filters in words: what a chip says of a condition, and which operations a column offers first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from crm_desktop.entity import paths
from crm_desktop.entity.columns import Column, Linked, Rows, Tags
from crm_desktop.entity.company import Company
from crm_desktop.entity.describe import Entity
from crm_desktop.entity.fields import Choice, Day, Link, Moment, Tick, Word
from crm_desktop.entity.origins import DETAIL
from crm_desktop.entity.query import FROM_IMPORT, READY, Condition, operations
from crm_desktop.i18n import N_, _, language, listed
from crm_desktop.values.dates import show_date
from crm_desktop.values.periods import PERIODS

NAMED: Final = 3
"""Values that a chip names before it counts the rest."""

_SAID: Final = {
    "is": N_("{column}: {value}"),
    "in": N_("{column}: {value}"),
    "is_not": N_("{column} is not {value}"),
    "contains": N_("{column} contains “{value}”"),
    "lacks": N_("{column} without “{value}”"),
    "starts": N_("{column} begins with “{value}”"),
    "at_least": N_("{column} ≥ {value}"),
    "at_most": N_("{column} ≤ {value}"),
    "empty": N_("{column} is blank"),
    "filled": N_("{column} is filled in"),
    "some": N_("Has {column}"),
    "none": N_("No {column}"),
}
_DAYS: Final = {
    "last_days": (N_("{column}: last day"), N_("{column}: last {n} days")),
    "next_days": (N_("{column}: next day"), N_("{column}: next {n} days")),
    "older_days": (N_("{column}: over a day ago"), N_("{column}: over {n} days ago")),
}


def in_words(company: Company, entity: Entity, condition: Condition) -> str:
    """A condition as its chip says it."""
    if condition.column == FROM_IMPORT:
        return _import_in_words(company, condition)
    if condition.column == READY:
        ready = next((_(one.title) for one in entity.filters if one.name == condition.value), str(condition.value))
        return _("Not: {filter}").format(filter=ready) if condition.operation == "is_not" else ready
    kind, column = paths.leaf(company, entity, condition.column)
    title = company.column(entity, condition.column).title
    said = _said_of(company, column, title, condition)
    if condition.of:
        other = paths.measured(company, kind, column.name).relation.other
        inside = listed(in_words(company, other, one) for one in condition.of)
        said = _("{filter} ({only})").format(filter=said, only=inside)
    return said


def _said_of(company: Company, column: Column, title: str, condition: Condition) -> str:
    operation, value = condition.operation, condition.value
    if operation in _DAYS:
        return _(_DAYS[operation][int(value) != 1]).format(column=title, n=f"{int(value):,}")
    if operation == "between":
        first, last = (value_text(company, column, one) for one in value)
        return _("{column}: {first} – {last}").format(column=title, first=first, last=last)
    if operation == "in":
        return _(_SAID["in"]).format(column=title, value=_listed(company, column, value))
    if operation == "period":
        return _(_SAID["is"]).format(column=title, value=_(PERIODS.get(value, str(value))))
    if isinstance(column.kind, Tags) and operation == "contains":
        return _(_SAID["is"]).format(column=title, value=value)
    if operation in ("some", "none"):
        return _(_SAID[operation]).format(column=title.lower())
    shown = "" if operation in ("empty", "filled") else value_text(company, column, value)
    return _(_SAID[operation]).format(column=title, value=shown)


def _import_in_words(company: Company, condition: Condition) -> str:
    from crm_desktop.store import history

    done = history.entry(company.journal, int(condition.value))
    kept = (done.detail.get(DETAIL) or {}) if done is not None else {}
    source = kept.get("source") or _("pasted cells")
    return _("Brought in from {file}").format(file=source)


def value_text(company: Company, column: Column, value: Any) -> str:
    """One value of a condition as text."""
    if isinstance(column.field, Link) and isinstance(value, int):
        target = company.entity_of(column.field.rel_model)
        return company.title(target, value) if target else str(value)
    if isinstance(column.kind, Moment) and isinstance(value, str) and len(value) == 10:
        return show_date(date.fromisoformat(value), language())
    if isinstance(column.kind, Choice | Day | Tick) or column.kind.numeric:
        return column.kind.show(value)
    return str(value)


def offered(column: Column) -> tuple[str, ...]:
    """The operations of a column, the most useful first."""
    kind = column.kind
    found = operations(kind)
    if isinstance(kind, Tags):
        found = ("contains", "lacks", "empty", "filled")
    first = "contains"
    if isinstance(kind, Rows):
        return found
    if isinstance(kind, Choice | Word | Linked):
        first = "in"
    elif isinstance(kind, Day | Moment):
        first = "last_days"
    elif kind.numeric:
        first = "at_least"
    return (first, *(one for one in found if one != first)) if first in found else found


def _listed(company: Company, column: Column, values: Sequence[Any]) -> str:
    texts = [value_text(company, column, value) for value in values]
    if len(texts) > NAMED:
        texts = [*texts[: NAMED - 1], f"+{len(texts) - NAMED + 1}"]
    return listed(texts)
