"""A list in groups: by a choice, a link, a word, a tick or the months of a day, each with its number and figures.

What a person reads of a group is worked out for each group, never for each row.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from crm_desktop.entity import query as questions
from crm_desktop.entity.columns import Column, Tags
from crm_desktop.entity.describe import Entity
from crm_desktop.entity.fields import (
    Birthday,
    Choice,
    Choices,
    Day,
    Email,
    Link,
    LongText,
    Moment,
    Phone,
    Text,
    Tick,
    Whole,
)
from crm_desktop.entity.query import ListQuery
from crm_desktop.errors import Refused
from crm_desktop.i18n import N_, _, language
from crm_desktop.store.row import quoted
from crm_desktop.values.dates import show_date, show_month
from crm_desktop.values.text import sort_key

if TYPE_CHECKING:
    from crm_desktop.entity.company import Company

STEPS: Final = {"month": N_("By month"), "year": N_("By year"), "day": N_("By day")}
"""How wide the groups of a day are."""
MOST: Final = 20_000
"""So many groups at the most."""
_LETTERS: Final = {"year": 4, "month": 7, "day": 10}


class Figure(NamedTuple):
    """What one column adds up to in one group: the sum of its raw values, and how many there are."""

    total: int
    values: int

    @property
    def average(self) -> int | None:
        """The raw average, rounded half up; None where there are no values."""
        return (2 * self.total + self.values) // (2 * self.values) if self.values else None


class Group(NamedTuple):
    """Records that have the same key."""

    key: Any
    title: str
    rows: int


class Grouped(NamedTuple):
    """The groups in the order they are shown, and the ids of all records in that order."""

    groups: list[Group]
    ids: array[int]


def has_figure(column: Column, figure: str) -> bool:
    """Whether a column adds up to something, or is any number where averages are asked for.

    A count that is worked out adds up to something, a place in an order does not.
    """
    if figure == "average":
        return column.kind.numeric
    return column.kind.summable and not (column.stored and isinstance(column.kind, Whole))


def groupable(column: Column) -> bool:
    """Whether a list can be put in groups by a column."""
    kind = column.kind
    if isinstance(kind, Choices | Tags | LongText | Email | Phone | Birthday):
        return False
    return isinstance(kind, Choice | Tick | Day | Moment | Text) or isinstance(column.field, Link)


def dated(column: Column) -> bool:
    """Whether its groups are months or years."""
    return isinstance(column.kind, Day | Moment)


def grouped(company: Company, entity: Entity, query: ListQuery, *, today: date) -> Grouped:
    """The groups of a query that asks for some, and its ids in their order."""
    keys = _keys(company, entity, query, today)
    titles = titles_of(company, entity, query, keys)
    order = _order(company, entity, query)
    shown = sorted((key for key in keys if key is not None), key=lambda key: order(key, titles[key]))
    if query.group.startswith("-"):
        shown.reverse()
    parted = _parted(company, entity, query, [*shown, None], today)
    groups = [Group(key, titles[key], len(ids)) for key, ids in zip([*shown, None], parted, strict=True) if ids]
    in_order = array("q")
    for ids in parted:
        in_order.extend(ids)
    return Grouped(groups, in_order)


def _parted(company: Company, entity: Entity, query: ListQuery, keys: Sequence[Any], today: date) -> list[array[int]]:
    """The ids of each group in the order of the list; the last one is that of blanks.

    The groups are read in the order in which the rows lie in the file, the ids by the index of the list's order, and
    they are brought together here: sorted by group the database would fetch a million rows from all over the file.
    """
    matches, parameters = questions.where(company, entity, query, today)
    parameters["group_keys"] = json.dumps(list(keys[:-1]), ensure_ascii=False)
    ids, numbers = company.execute(
        "WITH g(n, k) AS MATERIALIZED (SELECT key, value FROM json_each(:group_keys))"
        " SELECT json_group_array(id), json_group_array(n) FROM (SELECT t.id AS id, g.n AS n"
        f" FROM {quoted(entity.name)} t JOIN g ON g.k = {_key_sql(company, entity, query)}{matches})",
        parameters,
    ).fetchone()
    blank = len(keys) - 1
    group_of = dict(zip(questions.whole_numbers(ids), questions.whole_numbers(numbers), strict=True))
    parted: list[array[int]] = [array("q") for _key in keys]
    adds = [ids_of_group.append for ids_of_group in parted]
    for record in questions.ids(company, entity, query.with_(group=""), today=today):
        adds[group_of.get(record, blank)](record)
    return parted


def figures(
    company: Company, entity: Entity, query: ListQuery, names: Sequence[str], *, today: date
) -> dict[Any, dict[str, Figure]]:
    """What columns add up to in each group, by its key; for a list without groups all of it under None.

    How many values there are is only counted where the query asks for averages: some are dear to work out.
    """
    if not names:
        return {}
    counted = "count({value})" if query.figure == "average" else "1"
    key = _key_sql(company, entity, query) if query.group else "NULL"
    where, parameters = questions.where(company, entity, query, today)
    values = [company.column(entity, name).sql.replace("{t}", "t") for name in names]
    wanted = "".join(f", coalesce(sum({value}), 0), {counted.format(value=value)}" for value in values)
    found = {}
    for row in company.execute(f"SELECT {key}{wanted} FROM {quoted(entity.name)} t{where} GROUP BY 1", parameters):
        found[row[0]] = {name: Figure(row[2 * at + 1], row[2 * at + 2]) for at, name in enumerate(names)}
    return found


def added_up(found: dict[Any, dict[str, Figure]]) -> dict[str, Figure]:
    """The figures of all groups together."""
    total: dict[str, Figure] = {}
    for group in found.values():
        for name, one in group.items():
            before = total.get(name, Figure(0, 0))
            total[name] = Figure(before.total + one.total, before.values + one.values)
    return total


def titles_of(company: Company, entity: Entity, query: ListQuery, keys: Sequence[Any]) -> dict[Any, str]:
    """How groups are called, by their keys."""
    column = company.column(entity, query.group.lstrip("-"))
    named: dict[Any, str] = {}
    target = company.entity_of(column.field.rel_model) if isinstance(column.field, Link) else None
    if target is not None:
        ids = [key for key in keys if key is not None]
        for start in range(0, len(ids), 500):
            named.update(company.titles(target, ids[start : start + 500]))
        named = {key: named.get(key) or f"#{key}" for key in ids}
    elif dated(column):
        named = {key: _day_title(key, query.step) for key in keys if key is not None}
    else:
        named = {key: column.kind.show(key) for key in keys if key is not None}
    named[None] = _("No {field}").format(field=column.title.lower())
    return named


def _day_title(key: str, step: str) -> str:
    if step == "year" or len(key) < 7:
        return key
    if step == "day" and len(key) == 10:
        return show_date(date.fromisoformat(key), language())
    return show_month(date(int(key[:4]), int(key[5:7]), 1), language())


def _order(company: Company, entity: Entity, query: ListQuery) -> Callable[[Any, str], Any]:
    """What groups are sorted by: choices as they are listed, days by time, the rest by title."""
    column = company.column(entity, query.group.lstrip("-"))
    kind = column.kind
    if isinstance(kind, Choice):
        places = {option.key: place for place, option in enumerate(kind.options)}
        return lambda key, title: (places.get(key, len(places)), title)
    if dated(column) or isinstance(kind, Tick):
        return lambda key, _title: key
    return lambda key, title: (sort_key(title), str(key))


def _keys(company: Company, entity: Entity, query: ListQuery, today: date) -> list[Any]:
    """What the groups are told by; Refused where they are too many. Blank is always among them."""
    matches, parameters = questions.where(company, entity, query, today)
    found = company.execute(
        f"SELECT DISTINCT {_key_sql(company, entity, query)} FROM {quoted(entity.name)} t{matches} LIMIT {MOST + 1}",
        parameters,
    ).fetchall()
    if len(found) > MOST:
        field = company.column(entity, query.group.lstrip("-")).title
        raise Refused(
            _("There are more than {n} groups. Group by another column than {field}.").format(
                n=f"{MOST:,}", field=field
            )
        )
    return [*(key for (key,) in found if key is not None), None]


def _key_sql(company: Company, entity: Entity, query: ListQuery) -> str:
    """What the rows of one group share."""
    column = company.column(entity, query.group.lstrip("-"))
    if isinstance(column.field, Link):
        return f"t.{quoted(column.field.column_name)}"
    sql = column.sql.replace("{t}", "t")
    if dated(column):
        return f"nullif(substr({sql}, 1, {_LETTERS.get(query.step, 7)}), '')"
    if isinstance(column.kind, Tick):
        return f"coalesce({sql}, 0)"
    return f"nullif({sql}, '')"
