"""One row of a list beside the record, or the other row, that it may be: field by field."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from crm_desktop.entity import query
from crm_desktop.entity.columns import Column
from crm_desktop.entity.company import Company
from crm_desktop.entity.describe import Companion, Entity
from crm_desktop.errors import Refused
from crm_desktop.exchange import keptcells
from crm_desktop.exchange.fillable import Target, targets
from crm_desktop.exchange.mapping import SheetPlan
from crm_desktop.exchange.merging import same
from crm_desktop.exchange.tables import as_text
from crm_desktop.store.journal import Journal
from crm_desktop.store.row import quoted
from crm_desktop.values.phones import phone_key
from crm_desktop.values.text import fold

_SEVERAL: Final = re.compile(r"[;；、,，\n]+")


@dataclass(frozen=True)
class Beside:
    """One field: what the row says and what stands on the other side."""

    target: str
    listed: str
    there: str
    equal: bool = False
    """Whether both are read as the same value, however they are written."""
    by_field: bool = True
    """Whether one of both can be chosen: numbers, tags and people are added to those that are there."""

    @property
    def differs(self) -> bool:
        """Whether both sides say something, and not the same."""
        if self.equal or not self.listed or not self.there or fold(self.listed) == fold(self.there):
            return False
        key = phone_key(self.listed)
        return not key or key != phone_key(self.there)


def with_record(company: Company, sheet: SheetPlan, place: int, record: int, today: date) -> list[Beside]:
    """A row beside a record that is there, its people and the owner's own fields included."""
    assert sheet.kind is not None
    entity = company.entity(sheet.kind)
    columns = _columns(company, entity, _targets(sheet))
    page = query.page(company, entity, [record], [column.name for column in columns.values()]).get(record)
    raws = dict(zip(columns, page, strict=True)) if page is not None else {}
    there = {target: columns[target].kind.show(raw) for target, raw in raws.items()}
    numbers = _all_values(company, entity, columns, record)
    there.update(numbers)
    listed = _texts(sheet, place, company, entity)
    known = targets(company, entity)
    there.update(_people(company, entity, known, listed, record))
    equal = {
        target
        for target, raw in raws.items()
        if target in listed and _reads_as(columns[target], listed[target], raw, today)
    }
    equal |= {target for target, text in numbers.items() if _all_among(listed.get(target, ""), text)}
    fields = entity.fields()
    own = {target for target, column in columns.items() if target in fields or column.custom}
    return _beside(listed, there, equal, own)


def with_row(sheet: SheetPlan, place: int, other: int) -> list[Beside]:
    """A row beside another row of the list."""
    return _beside(_texts(sheet, place), _texts(sheet, other))


def with_deleted(company: Company, sheet: SheetPlan, place: int, record: int) -> list[Beside]:
    """A row beside a record that lies in the trash, by its own fields."""
    assert sheet.kind is not None
    entity = company.entity(sheet.kind)
    values = deleted_values(company.journal, entity.name, record)
    there = {
        name: made.show(values.get(made.column_name))
        for name, made in entity.fields().items()
        if getattr(made, "rel_model", None) is None
    }
    return _beside(_texts(sheet, place, company, entity), there)


def deleted_values(journal: Journal, table: str, row: int) -> dict[str, Any]:
    """What a deleted record held, by column; {} where the journal does not tell any more."""
    found = journal.execute(
        "SELECT s.columns, c.before FROM journal_change c JOIN journal_shape s ON s.id = c.field"
        " WHERE c.tbl = ? AND c.row = ? AND c.op = 'D' ORDER BY c.id DESC LIMIT 1",
        (table, row),
    ).fetchone()
    return dict(zip(json.loads(found[0]), json.loads(found[1]), strict=False)) if found else {}


def _columns(company: Company, entity: Entity, names: list[str]) -> dict[str, Column]:
    """The columns that the targets of a list fill; a field of the owner's that is yet to be made has none."""
    columns = company.columns(entity)
    found = {}
    for name in names:
        if name.startswith("custom:"):
            title = keptcells.free_title(company, entity, name.removeprefix("custom:").strip())
            column = keptcells.existing(company, entity, title)
        else:
            column = columns.get(name)
        if column is not None:
            found[name] = column
    return found


def _all_values(company: Company, entity: Entity, columns: Mapping[str, Column], record: int) -> dict[str, str]:
    """What the record has of a sort of numbers, all of them and not the first alone."""
    several = {target: column.joined.replace("{t}", "t") for target, column in columns.items() if column.joined}
    if not several:
        return {}
    sql = f"SELECT {', '.join(several.values())} FROM {quoted(entity.name)} t WHERE t.id = ?"
    found = company.execute(sql, (record,)).fetchone()
    return {target: text or "" for target, text in zip(several, found, strict=True)} if found else {}


def _all_among(listed: str, there: str) -> bool:
    """Whether the record has every number that the row names."""
    known = {phone_key(one) or fold(one) for one in there.split("; ")}
    return all((phone_key(one) or fold(one)) in known for one in _SEVERAL.split(listed) if one.strip())


def _people(
    company: Company, entity: Entity, known: Mapping[str, Target], listed: Mapping[str, str], record: int
) -> dict[str, str]:
    """What stands with the people of the record whom the row names too; "" for those it has not yet."""
    found: dict[str, str] = {}
    told = [
        target.companion for target in map(known.get, listed) if target is not None and target.companion is not None
    ]
    for name, companion in {next(iter(one.columns)): one for one in told if not one.through}.items():
        row = _person(company, companion, record, listed.get(name, ""))
        wanted = {target: fills for target, fills in companion.columns.items() if target in listed}
        found.update(dict.fromkeys(wanted, ""))
        if row is None:
            continue
        other = company.entity(companion.kind)
        columns = company.columns(other)
        page = query.page(company, other, [row], list(wanted.values()))[row]
        for (target, fills), raw in zip(wanted.items(), page, strict=True):
            found[target] = columns[fills].kind.show(raw)
    return found


def _person(company: Company, companion: Companion, record: int, name: str) -> int | None:
    """The companion of a record that is called so."""
    other = company.entity(companion.kind)
    fields = other.model._meta.fields
    link, title = fields[companion.link].column_name, fields[other.title].column_name
    rows = company.execute(
        f"SELECT id, {quoted(title)} FROM {quoted(other.name)} WHERE {quoted(link)} = ? ORDER BY id", (record,)
    )
    return next((row for row, called in rows.fetchall() if fold(called or "") == fold(name)), None)


def _reads_as(column: Column, text: str, raw: Any, today: date) -> bool:
    """Whether a text of the list is another writing of a stored value: 1990-3-5 of 1990-03-05."""
    try:
        return raw is not None and same(column.kind.read(text, today), raw)
    except (Refused, ValueError, TypeError, ArithmeticError):
        return False


def _targets(sheet: SheetPlan) -> list[str]:
    return list(dict.fromkeys(plan.target for plan in sheet.columns if plan.target))


def _texts(
    sheet: SheetPlan, place: int, company: Company | None = None, entity: Entity | None = None
) -> dict[str, str]:
    """What a row says, by target; choices by the names that the company file uses."""
    found: dict[str, str] = {}
    fields = entity.fields() if entity is not None and company is not None else {}
    for plan in sheet.columns:
        text = as_text(sheet.cell(place, plan.index)).strip() if plan.target else ""
        if not text or plan.target is None:
            continue
        made = fields.get(plan.target)
        key = made.key_of(text) if made is not None and hasattr(made, "key_of") else None
        shown = made.show(key) if made is not None and key is not None else text
        found[plan.target] = f"{found[plan.target]}; {shown}" if plan.target in found else shown
    return found


def _beside(
    listed: Mapping[str, str], there: Mapping[str, str], equal: set[str] | None = None, own: set[str] | None = None
) -> list[Beside]:
    names = [*listed, *(name for name in there if name not in listed)]
    return [
        Beside(name, listed.get(name, ""), there.get(name, ""), name in (equal or ()), own is None or name in own)
        for name in names
        if listed.get(name) or there.get(name)
    ]
