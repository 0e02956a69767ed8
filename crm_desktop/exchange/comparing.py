"""One row of a list beside the record, or the other row, that it may be: field by field."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from crm_desktop.entity import query
from crm_desktop.entity.company import Company
from crm_desktop.entity.describe import Entity
from crm_desktop.exchange.mapping import SheetPlan
from crm_desktop.exchange.tables import as_text
from crm_desktop.store.journal import Journal
from crm_desktop.values.phones import phone_key
from crm_desktop.values.text import fold


@dataclass(frozen=True)
class Beside:
    """One field: what the row says and what stands on the other side."""

    target: str
    listed: str
    there: str

    @property
    def differs(self) -> bool:
        """Whether both sides say something, and not the same."""
        if not self.listed or not self.there or fold(self.listed) == fold(self.there):
            return False
        key = phone_key(self.listed)
        return not key or key != phone_key(self.there)


def with_record(company: Company, sheet: SheetPlan, place: int, record: int) -> list[Beside]:
    """A row beside a record that is there."""
    assert sheet.kind is not None
    entity = company.entity(sheet.kind)
    columns = company.columns(entity)
    names = [name for name in _targets(sheet) if name in columns]
    page = query.page(company, entity, [record], names).get(record)
    values = dict(zip(names, page, strict=True)) if page is not None else {}
    there = {name: columns[name].kind.show(raw) for name, raw in values.items()}
    return _beside(_texts(sheet, place, company, entity), there)


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


def _beside(listed: dict[str, str], there: dict[str, str]) -> list[Beside]:
    names = [*listed, *(name for name in there if name not in listed)]
    return [
        Beside(name, listed.get(name, ""), there.get(name, "")) for name in names if listed.get(name) or there.get(name)
    ]
