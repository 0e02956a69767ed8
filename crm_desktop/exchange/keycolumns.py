"""The keys by which rows of a list and records are recognised as the same: of the list, and of the company file.

A *key column* is one of the kind's `match` columns. A number of a customer or a tax number is a sure key: it alone
decides, for and against. Numbers and addresses (child rows) recognise a record whose name may be the same.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from crm_desktop.entity.describe import Children, Entity
from crm_desktop.entity.fields import Derived, Link, Phone, Text
from crm_desktop.exchange.columnreading import fold_all, fold_titles
from crm_desktop.exchange.details import Details, derived_key
from crm_desktop.exchange.intake import Intake
from crm_desktop.exchange.personnames import TELLING
from crm_desktop.exchange.resolving import RowRef
from crm_desktop.store.row import quoted
from crm_desktop.values.inparts import is_one, rising
from crm_desktop.values.phones import phone_key
from crm_desktop.values.text import fold

Keys = tuple[str, ...]
NONE: Final[Keys] = ()
_CHUNK: Final = 20_000


@dataclass
class KeyColumn:
    """One column by which records are recognised: the keys of each row of the list, and of the records concerned."""

    name: str
    keys: list[Keys]
    sure: bool = False
    tells: bool = False
    """It only tells people of one name apart, and recognises nobody."""
    there: dict[str, list[int]] = field(default_factory=dict)
    """The records that have a key, by key."""
    of_record: dict[int, Keys] = field(default_factory=dict)
    """The keys of records that were loaded."""


def key_columns(intake: Intake) -> list[KeyColumn]:
    """The kind's match columns that the list fills, the surest first, and those that tell namesakes apart."""
    found = []
    fields = intake.entity.fields()
    sorts: dict[tuple[str, tuple[str, ...]], dict[tuple[Any, ...], list[Keys]]] = {}
    for name in intake.entity.match:
        if name in fields:
            if name in intake.fields:
                trusted = _trusted(intake, name)
                keys = field_keys(intake.entity, name, trusted)
                found.append(KeyColumn(name, [(key,) if key else NONE for key in keys], sure=True))
            continue
        column = intake.company.columns(intake.entity)[name]
        if column.children is None or column.slot is None or column.children.name not in intake.details:
            continue
        which = column.children.name, tuple(column.slot.where)
        if which not in sorts:
            sorts[which] = _by_sort(intake.details[which[0]], which[1], intake.count)
        if chosen := sorts[which].get(tuple(column.slot.where.values())):
            found.append(KeyColumn(name, chosen))
    for name in TELLING if intake.entity.person else ():
        if name in fields and name in intake.fields:
            keys = fold_all(intake.fields[name])
            found.append(KeyColumn(name, [(key,) if key else NONE for key in keys], tells=True))
    return found


def _trusted(intake: Intake, name: str) -> Sequence[Any]:
    """A column's values without those of cells that a spreadsheet has damaged: those recognise nobody."""
    suspect = intake.sheet.suspect
    columns = {plan.index for plan in intake.sheet.columns if plan.target == name}
    rows = {row for (row, at) in suspect if at in columns}
    values, cut = intake.fields[name], intake.cut.get(name, ())
    if not rows and not cut:
        return values
    return [None if place in cut or intake.row_number(place) in rows else value for place, value in enumerate(values)]


def _by_sort(details: Details, names: tuple[str, ...], count: int) -> dict[tuple[Any, ...], list[Keys]]:
    """The keys of child rows by row of the list, by what they have in the fields of these names."""
    found: dict[tuple[Any, ...], list[Keys]] = {}
    every = details.keys()
    for run in rising(details.owners):
        owners, keys = details.owners[run], every[run]
        columns = [details.columns[name][run] for name in names]
        sort = tuple(column[0] for column in columns)
        if sort not in found and len(owners) == count and all(map(is_one, columns)):
            # By far most columns of a list: a number of one sort in each row.
            found[sort] = [(key,) if key is not None else NONE for key in keys]
            continue
        for owner, key, sort in zip(owners, keys, zip(*columns, strict=True), strict=True):
            if key is not None:
                had = found.get(sort) or found.setdefault(sort, [NONE] * count)
                had[owner] = (*had[owner], key)
    return found


def field_keys(entity: Entity, name: str, values: Sequence[Any]) -> list[str | None]:
    """The keys of a field's raw values: its derived column, its phone number's digits, or its folded text."""
    made = entity.fields()[name]
    derived = _derived(entity, name)
    if derived is not None:
        return [key or None for key in derived.work_out_all(values)]
    if isinstance(made, Phone):
        return [(phone_key(value) or fold(value)) if value else None for value in values]
    if isinstance(made, Text):
        return fold_all(values)
    return [None if value is None or isinstance(value, RowRef) else str(value) for value in values]


def _derived(entity: Entity, name: str) -> Derived | None:
    """The column that is worked out from a field for comparing, not that for sorting."""
    for made in entity.model._meta.sorted_fields:
        if isinstance(made, Derived) and made.of == name and not made.sorts:
            return made
    return None


# What counts only together --------------------------------------------------------------------------------------------


def together_names(entity: Entity) -> list[str]:
    """The fields that recognise a record only together; what a note is about is two fields."""
    names = [name for name in entity.match_together if name != "about"]
    return [*names, "kind", "row"] if "about" in entity.match_together else names


def together(intake: Intake) -> list[tuple[Any, ...] | None]:
    """For each row what the kind takes for one record only together; None where the first part of it is missing."""
    names = together_names(intake.entity)
    if not names or names[0] not in intake.fields:
        return [None] * intake.count
    columns = [
        _compared(intake.entity, name, intake.fields[name]) if name in intake.fields else [None] * intake.count
        for name in names
    ]
    rows = zip(*columns, strict=True)
    return [row if row[0] is not None else None for row in rows]


def _compared(entity: Entity, name: str, values: Sequence[Any]) -> list[Any]:
    """Texts folded; links, numbers and days as they are; new records and rows of the list stand for themselves."""
    made = entity.fields().get(name)
    return list(fold_all(values)) if isinstance(made, Text) and not isinstance(made, Link) else list(values)


# Records that are there -----------------------------------------------------------------------------------------------


def load_there(intake: Intake, column: KeyColumn) -> None:
    """Find the records that have any of a column's keys."""
    entity, company = intake.entity, intake.company
    wanted = {key for keys in column.keys for key in keys}
    made = entity.fields().get(column.name)
    if made is not None:
        name = quoted(made.column_name)
        rows = company.execute(f"SELECT id, {name} FROM {quoted(entity.name)} WHERE {name} IS NOT NULL").fetchall()
        keys = field_keys(entity, column.name, [row[1] for row in rows])
        column.of_record = {row[0]: (key,) for row, key in zip(rows, keys, strict=True) if key is not None}
        for row, (key,) in column.of_record.items() if not column.tells else ():
            if key in wanted:
                column.there.setdefault(key, []).append(row)
        return
    children, condition = _where(intake, column.name)
    key_name, link = _key_name(children), quoted(children.link)
    for chunk in chunks(sorted(wanted)):
        for key, row in company.execute(
            f"SELECT DISTINCT {key_name}, {link} FROM {quoted(children.model.table())}"
            f" WHERE {key_name} IN (SELECT value FROM json_each(?)) AND {link} IS NOT NULL{condition}",
            (json.dumps(chunk),),
        ):
            column.there.setdefault(key, []).append(row)


def load_keys_of(intake: Intake, columns: Sequence[KeyColumn], rows: Iterable[int]) -> None:
    """Load the keys of records found by name, to tell two of one name apart."""
    wanted = sorted(set(rows))
    for column in columns:
        if column.name in intake.entity.fields():
            continue
        children, condition = _where(intake, column.name)
        found: dict[int, list[str]] = defaultdict(list)
        for chunk in chunks(wanted):
            for key, row in intake.company.execute(
                f"SELECT {_key_name(children)}, {quoted(children.link)} FROM {quoted(children.model.table())}"
                f" WHERE {quoted(children.link)} IN (SELECT value FROM json_each(?)){condition}",
                (json.dumps(chunk),),
            ):
                if key is not None:
                    found[row].append(key)
        column.of_record.update({row: tuple(keys) for row, keys in found.items()})


def _where(intake: Intake, name: str) -> tuple[Children, str]:
    """A slot's children and the condition that picks its rows."""
    column = intake.company.columns(intake.entity)[name]
    assert column.children is not None and column.slot is not None
    return column.children, "".join(f" AND {quoted(part)} = '{value}'" for part, value in column.slot.where.items())


def _key_name(children: Children) -> str:
    made = derived_key(children) or children.model._meta.fields[children.key]
    return quoted(made.column_name)


def load_together(intake: Intake, wanted: set[tuple[Any, ...]]) -> dict[tuple[Any, ...], list[int]]:
    """The records that are alike in all that the kind compares together, by that."""
    names = together_names(intake.entity)
    if not wanted or not names:
        return {}
    fields = intake.entity.model._meta.fields
    columns = ", ".join(quoted(fields[name].column_name) for name in names)
    rows = intake.company.execute(f"SELECT id, {columns} FROM {quoted(intake.entity.name)} ORDER BY id").fetchall()
    if not rows:
        return {}
    ids, *raw = zip(*rows, strict=True)
    keyed = [
        _compared(intake.entity, name, column) if name in intake.fields else [None] * len(ids)
        for name, column in zip(names, raw, strict=True)
    ]
    found: dict[tuple[Any, ...], list[int]] = defaultdict(list)
    for row, key in zip(ids, zip(*keyed, strict=True), strict=True):
        if key in wanted:
            found[key].append(row)
    return dict(found)


def stored_rows(intake: Intake, names: Sequence[str]) -> Iterator[tuple[int, tuple[Any, ...]]]:
    """Id and raw values of every record, in these fields."""
    fields = intake.entity.model._meta.fields
    columns = ", ".join(quoted(fields[name].column_name) for name in names)
    for row, *values in intake.company.execute(f"SELECT id, {columns} FROM {quoted(intake.entity.name)} ORDER BY id"):
        yield row, tuple(values)


def folded_titles(intake: Intake, rows: Iterable[int]) -> dict[int, str]:
    """The folded titles of some records; {} for a kind that is named by a link."""
    entity = intake.entity
    made = entity.fields().get(entity.title)
    if not isinstance(made, Text):
        return {}
    found: dict[int, str] = {}
    for chunk in chunks(sorted(set(rows))):
        found.update(
            intake.company.execute(
                f"SELECT id, {quoted(made.column_name)} FROM {quoted(entity.name)}"
                " WHERE id IN (SELECT value FROM json_each(?))",
                (json.dumps(chunk),),
            ).fetchall()
        )
    return dict(zip(found, (title or "" for title in fold_titles(list(found.values()))), strict=True))


def chunks(items: Sequence[Any]) -> Iterable[Sequence[Any]]:
    """The items in parts that fit into one question."""
    for start in range(0, len(items), _CHUNK):
        yield items[start : start + _CHUNK]
