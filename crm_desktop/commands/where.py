"""What --where says, as conditions: FIELD=VALUE and its relatives, on linked records and on those that belong here."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from crm_desktop.commands.usage import WrongUsage
from crm_desktop.entity import paths
from crm_desktop.entity.columns import Column, Rows, Tags
from crm_desktop.entity.company import Company
from crm_desktop.entity.describe import Entity
from crm_desktop.entity.fields import Day, Moment
from crm_desktop.entity.query import READY, Condition, operations
from crm_desktop.i18n import N_, _
from crm_desktop.values import periods
from crm_desktop.values.text import fold

HELP: Final = N_(
    "--where FIELD=VALUE finds records with that value; FIELD is a column's name or title, and --where may be given"
    " again. FIELD= finds blanks, FIELD!= what is filled in; FIELD=A|B one of several, FIELD=A..B a range; FIELD!=V"
    " another value; FIELD>=V, FIELD<=V; FIELD~V contains, FIELD!~V does not, FIELD^=V begins with. Days also take"
    " this-month, last-week, next-quarter, today …, last-30-days, next-7-days, over-30-days. Columns of a linked"
    " record follow a dot: customer.region=Jiangsu. Records that belong here are named by their kind: order>=1,"
    " contact=0, order.gross>=1000 (their total); [ ] narrows them by ready filters or conditions with ; between:"
    " invoice[overdue]>=1, note[at=last-30-days]=0. ready=NAME is a ready filter. --any: one of them is enough."
)
"""How to write a filter, for the help of commands that choose records."""

_WORD: Final = re.compile(
    r"(?P<name>[^\[\]=!<>~^]+)(?:\[(?P<of>.*?)\](?P<rest>[^=!<>~^]*))?(?P<sign>!=|>=|<=|!~|\^=|=|~)(?P<value>.*)",
    re.DOTALL,
)
_DAYS: Final = re.compile(r"(last|next|over)-(\d{1,5})-days?")
_DAYS_OPERATION: Final = {"last": "last_days", "next": "next_days", "over": "older_days"}
_SIGNS: Final = {"=": "is", "!=": "is_not", ">=": "at_least", "<=": "at_most", "~": "contains", "!~": "lacks",
                 "^=": "starts"}  # fmt: skip


def conditions(company: Company, entity: Entity, words: Sequence[str], today: date) -> tuple[Condition, ...]:
    """The filters of --where."""
    return tuple(_condition(company, entity, word, today) for word in words)


def _condition(company: Company, entity: Entity, word: str, today: date) -> Condition:
    found = _WORD.fullmatch(word.strip())
    if found is None:
        raise WrongUsage(_("--where needs FIELD=VALUE, not “{text}”.").format(text=word))
    name, sign, value = found["name"].strip() + (found["rest"] or "").strip(), found["sign"], found["value"].strip()
    if fold(name) == READY:
        return _ready(company, entity, value, sign)
    at = column_name(company, entity, name)
    kind, column = paths.leaf(company, entity, at)
    of: tuple[Condition, ...] = ()
    if found["of"] is not None:
        if ":" not in at:
            raise WrongUsage(_("[ ] can only follow a kind of record that belongs here: “{text}”.").format(text=word))
        other = paths.measured(company, kind, column.name).relation.other
        of = tuple(_inside(company, other, part, today) for part in found["of"].split(";") if part.strip())
    operation, raw = _asked(column, sign, value, today)
    if operation not in _possible(column):
        raise WrongUsage(_("“{text}”: {column} cannot be asked that.").format(text=word, column=column.title))
    return Condition(at, operation, raw, of)


def _inside(company: Company, other: Entity, part: str, today: date) -> Condition:
    """What narrows the records that belong here: a ready filter by its name, or a condition."""
    bare = part.strip()
    if _WORD.fullmatch(bare) is None:
        return _ready(company, other, bare, "=")
    return _condition(company, other, bare, today)


def _ready(company: Company, entity: Entity, name: str, sign: str) -> Condition:
    for ready in entity.filters:
        if fold(name) in (fold(ready.name), fold(_(ready.title))):
            return Condition(READY, "is_not" if sign == "!=" else "is", ready.name)
    raise WrongUsage(
        _("{kind} has no filter “{name}”. It has: {names}.").format(
            kind=entity.plural, name=name, names=", ".join(ready.name for ready in entity.filters) or "–"
        )
    )


def _asked(column: Column, sign: str, value: str, today: date) -> tuple[str, Any]:
    """The operation and its raw value."""
    rows = isinstance(column.kind, Rows)
    if not value:
        if sign not in ("=", "!="):
            raise WrongUsage(_("“{sign}” needs a value after it.").format(sign=sign))
        return (("none", "some") if rows else ("empty", "filled"))[sign == "!="], None
    if isinstance(column.kind, Tags):
        return {"=": "contains", "!=": "lacks"}.get(sign, _SIGNS[sign]), value
    if sign in ("~", "!~", "^="):
        return _SIGNS[sign], value
    if isinstance(column.kind, Day | Moment) and sign == "=" and (span := _span(value)) is not None:
        return span
    if rows and sign == "=" and value == "0":
        return "none", None
    if rows and sign == ">=" and value == "1":
        return "some", None
    if sign == "=" and ".." in value:
        first, _dots, last = value.partition("..")
        return "between", (_raw(column, first, today), _raw(column, last, today))
    if sign == "=" and "|" in value:
        return "in", [_raw(column, one, today) for one in value.split("|")]
    return _SIGNS[sign], _raw(column, value, today)


def _span(value: str) -> tuple[str, Any] | None:
    """Days that are told by today."""
    word = value.casefold().replace(" ", "-").replace("_", "-")
    if word in periods.PERIODS:
        return "period", word
    counted = _DAYS.fullmatch(word)
    return (_DAYS_OPERATION[counted[1]], int(counted[2])) if counted else None


def _raw(column: Column, text: str, today: date) -> Any:
    raw = column.kind.read(text.strip(), today)
    return raw[:10] if isinstance(column.kind, Moment) and raw is not None else raw


def _possible(column: Column) -> tuple[str, ...]:
    found = operations(column.kind)
    # A link is asked by its title, tags by their words.
    return (*found, "in") if "is" in found else found


def column_name(company: Company, entity: Entity, name: str) -> str:
    """A column by its name or its title in the language in force, linked ones after a dot, rows by their kind."""
    columns = company.columns(entity)
    if name in columns:
        return name
    titled = [column.name for column in columns.values() if fold(column.title) == fold(name)]
    if titled:
        return titled[0]
    first, dot, rest = name.partition(".")
    if dot and ":" not in first:
        link = column_name(company, entity, first.strip())
        target = dict(paths.links(company, entity)).get(link)
        if target is not None:
            return f"{link}.{column_name(company, target, rest.strip())}"
        if ":" in link:
            return _total(company, entity, link, rest.strip())
    if ":" not in name:
        for relation in paths.relations(company, entity):
            if fold(name) in (fold(relation.other.name), fold(relation.other.singular), fold(relation.other.plural)):
                return relation.name
    return company.column(entity, name).name


def _total(company: Company, entity: Entity, relation: str, name: str) -> str:
    """What the records that belong here add up to in one of their columns; of days, the latest."""
    other = paths.measured(company, entity, relation).relation.other
    column = company.column(other, column_name(company, other, name))
    measure = "max" if isinstance(column.kind, Day | Moment) else "sum"
    return company.column(entity, f"{relation}:{measure}:{column.name}").name
