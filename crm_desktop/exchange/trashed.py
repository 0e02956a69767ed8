"""Rows of a list whose record was deleted before: found in the trash by the same keys as records that are there."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from crm_desktop.entity.fields import Derived
from crm_desktop.exchange.details import derived_key
from crm_desktop.exchange.intake import Intake
from crm_desktop.exchange.keycolumns import KeyColumn, field_keys, key_columns, together, together_names
from crm_desktop.exchange.matching import Matching
from crm_desktop.exchange.personnames import may_be_one
from crm_desktop.store import history
from crm_desktop.store.history import Deleted
from crm_desktop.values.text import fold

_MOST: Final = 100_000
"""Deleted records that are looked at, the newest first."""


def find_trashed(intake: Intake, matching: Matching) -> None:
    """Note for each row without a record the deleted one that it means, the one deleted last."""
    deleted = _deleted(intake)
    if not deleted:
        return
    places = [
        place
        for place, leader in enumerate(matching.leaders)
        if leader == place and place not in matching.records and place not in matching.conflicts
    ]
    titles = intake.titles_folded()
    names = {one.row: fold(str(one.values.get(_title_column(intake)) or "")) for one in deleted}
    for column in key_columns(intake):
        if column.tells:
            continue
        known = _by_key(intake, column, deleted)
        for place in places if known else ():
            for key in column.keys[place]:
                row = known.get(key)
                if row is None or place in matching.trash:
                    continue
                if column.sure or may_be_one(names[row], titles[place] or ""):
                    matching.trash[place] = row
    _find_together(intake, matching, deleted, places)


def _deleted(intake: Intake) -> list[Deleted]:
    journal, table = intake.company.journal, intake.entity.name
    if not journal.execute("SELECT 1 FROM journal_change WHERE tbl = ? AND op = 'D' LIMIT 1", (table,)).fetchone():
        return []
    return history.trash(journal, table, _MOST)


def _title_column(intake: Intake) -> str:
    made = intake.entity.fields().get(intake.entity.title)
    return made.column_name if made is not None else ""


def _by_key(intake: Intake, column: KeyColumn, deleted: list[Deleted]) -> dict[str, int]:
    """The deleted records by a column's key, the one deleted last."""
    found: dict[str, int] = {}
    made = intake.entity.fields().get(column.name)
    if made is not None:
        keys = field_keys(intake.entity, column.name, [one.values.get(made.column_name) for one in deleted])
        for one, key in zip(deleted, keys, strict=True):
            if key is not None:
                found.setdefault(key, one.row)
        return found
    slot = intake.company.columns(intake.entity)[column.name]
    assert slot.children is not None and slot.slot is not None
    children, where = slot.children, slot.slot.where
    derived = derived_key(children) or children.model._meta.fields[children.key]
    rows = {one.row for one in deleted}
    for child in history.trash(intake.company.journal, children.model.table(), _MOST):
        owner, key = child.values.get(children.link), child.values.get(derived.column_name)
        if owner in rows and key and all(child.values.get(name) == value for name, value in where.items()):
            found.setdefault(key, owner)
    return found


def _find_together(intake: Intake, matching: Matching, deleted: list[Deleted], places: Iterable[int]) -> None:
    """Rows that are alike in all that the kind compares together, such as the name of a company."""
    names = [name for name in together_names(intake.entity) if name in intake.fields]
    if not names:
        return
    fields = intake.entity.model._meta.fields
    found: dict[tuple[Any, ...], int] = {}
    for one in deleted:
        key = tuple(_compared(fields[name], one.values.get(fields[name].column_name)) for name in names)
        if key[0] is not None:
            found.setdefault(key, one.row)
    wanted = together_names(intake.entity)
    alike = together(intake)
    for place in places:
        row = alike[place]
        if row is not None and place not in matching.trash:
            key = tuple(part for name, part in zip(wanted, row, strict=True) if name in names)
            if key in found:
                matching.trash[place] = found[key]


def _compared(made: Any, value: Any) -> Any:
    return fold(value) if isinstance(value, str) and not isinstance(made, Derived) else value
