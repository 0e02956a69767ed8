"""A record as it is being edited: what it began with, what others changed meanwhile, what a save must write."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from crm_desktop.entity import records
from crm_desktop.entity.company import Company
from crm_desktop.entity.describe import Children, ChildRows, Entity, Values
from crm_desktop.errors import Refused
from crm_desktop.store.journal import Changed

ABOUT = "about"
TAGS = "tags"


class Draft:
    """One record under edit; `row` is None until it has been saved for the first time.

    Values are raw and by the names that the form uses: "about" stands for the pair of `kind` and `row`.
    """

    def __init__(self, company: Company, entity: Entity, row: int | None, values: Mapping[str, Any] | None) -> None:
        self.company, self.entity, self.row = company, entity, row
        self.gone = False
        self.stored: Values = {}
        self.rows: ChildRows = {}
        self._read()
        given, self.given_rows = self._sorted(values or {})
        self.first: Values = {**self.stored, **given}
        """What the form shows at first: for a new record, what it was given is not a change yet."""

    def start(self, name: str) -> Any:
        """The value that the form began with, or that was saved last."""
        return self.first.get(name)

    def start_rows(self, children: Children) -> list[Values]:
        """The child rows that the form began with."""
        known = self.given_rows if self.row is None else self.rows
        return known.get(children.name, [])

    def concerned(self, changed: Changed) -> bool:
        """Whether an entry may have touched this record or what belongs to it."""
        if self.row is None:
            return False
        mine = {self.entity.name, *(children.model.table() for children in self.entity.children)}
        if self.entity.tags:
            mine.add("tagging")
        return bool(mine & changed.tables)

    def reread(self, under_edit: set[str]) -> tuple[set[str], set[str]]:
        """Read the record again: the names of fields and of child lists that are not what they were.

        Child lists under edit keep what they began with, so that a save knows which rows others added.
        """
        before, rows_before = dict(self.stored), dict(self.rows)
        self._read()
        fields = {name for name, raw in self.stored.items() if raw != before.get(name)}
        lists = {name for name, rows in self.rows.items() if rows != rows_before.get(name)}
        self.rows |= {name: rows for name, rows in rows_before.items() if name in under_edit}
        for name in fields:
            self.first[name] = self.stored[name]
        return fields, lists

    def save(self, values: Values, rows: ChildRows) -> int:
        """Write what differs from the start, as one entry; returns the record's id. Faults as in `records.save`."""
        if self.row is None:
            wanted = _stored_names({**self.first, **values})
            lists = rows
        else:
            wanted = _stored_names({name: raw for name, raw in values.items() if raw != self.start(name)})
            lists = {name: self._merged(name, mine) for name, mine in rows.items()}
        wanted.pop("id", None)
        self.row = records.save(self.company, self.entity, wanted, row=self.row, children=lists)
        self._read()
        self.first = dict(self.stored)
        return self.row

    def faults(self, values: Values, rows: ChildRows) -> dict[str, str]:
        """What would be wrong with the record, by field, before anything is written."""
        whole = _stored_names({**self.first, **values})
        return records.faults_of(self.company, self.entity, whole, rows, self.row)

    def _merged(self, name: str, mine: list[Values]) -> list[Values]:
        """My rows on top of those stored now: what others added stays, what they changed and I did not stays."""
        children = self.entity.child(name)
        start = {row["id"]: row for row in self.rows.get(name, [])}
        now = {row["id"]: row for row in records.read_children(self.company, children, self.row or 0)}
        merged = []
        for row in mine:
            number = row.get("id")
            if number in now and number in start:
                changed = {key: raw for key, raw in row.items() if raw != start[number].get(key)}
                merged.append({**now[number], **changed})
            elif number is None or row != start.get(number):
                merged.append(row)
        return merged + [row for number, row in now.items() if number not in start]

    def _read(self) -> None:
        if self.row is None:
            self.stored = _form_names(self.entity, records.blank(self.entity))
            self.rows = {}
            return
        try:
            self.stored = _form_names(self.entity, records.read(self.company, self.entity, self.row))
        except Refused:
            self.gone = True
            return
        self.gone = False
        self.rows = {
            children.name: records.read_children(self.company, children, self.row) for children in self.entity.children
        }

    def _sorted(self, values: Mapping[str, Any]) -> tuple[Values, ChildRows]:
        """Given values by the form's names; a slot ("mobile") becomes a child row."""
        given: Values = {}
        rows: ChildRows = {}
        columns = self.company.columns(self.entity)
        lists = {children.name for children in self.entity.children}
        for name, raw in _form_names(self.entity, dict(values)).items():
            column = columns.get(name)
            if name in lists:
                rows.setdefault(name, []).extend(raw)
            elif column is not None and column.slot is not None and column.children is not None:
                rows.setdefault(column.children.name, []).append({**column.slot.where, column.slot.field: raw})
            else:
                given[name] = raw
        return given, rows


def _form_names(entity: Entity, values: Values) -> Values:
    if entity.about and ("kind" in values or "row" in values):
        kind, row = values.pop("kind", None), values.pop("row", None)
        values[ABOUT] = (kind, row) if kind and row else None
    return values


def _stored_names(values: Values) -> Values:
    made = dict(values)
    if ABOUT in made:
        made["kind"], made["row"] = made.pop(ABOUT) or (None, None)
    return made
