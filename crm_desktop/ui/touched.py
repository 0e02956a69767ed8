"""What an entry of the journal touched, in the words of the kinds: for history and for what an undo kept."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from crm_desktop.entity import trash
from crm_desktop.entity.company import Company
from crm_desktop.entity.describe import Children, Entity
from crm_desktop.i18n import N_, _, n_
from crm_desktop.store import history
from crm_desktop.store.journal import Changed
from crm_desktop.store.reversal import Conflict

SHOWN: Final = 200
"""Records named one by one; more are only counted."""
_PARTS: Final = {
    "tagging": N_("Tags"),
    "custom_field": N_("Fields of your own"),
    "saved_view": N_("Saved views"),
    "import_profile": N_("Import profiles"),
    "setting": N_("Settings"),
    "sequence": N_("Numbers"),
}


@dataclass(frozen=True)
class Touched:
    """One record, or some that are only counted; `kind` and `row` where it can be opened."""

    text: str
    detail: str
    icon: str = "file"
    kind: str = ""
    row: int = 0


def touched(company: Company, changed: Changed) -> list[Touched]:
    """The records that an entry touched, by kind; what belongs to a record comes after and is only counted."""
    found: list[Touched] = []
    parts: list[Touched] = []
    for table in company.journal.models:
        if table not in changed.tables:
            continue
        entity = _entity(company, table)
        rows = sorted(changed.rows.get(table, ()))
        many = sum(last - first + 1 for first, last in changed.runs.get(table, ()))
        if entity is None or entity.hidden:
            parts.append(Touched(name_of(company, table), n_("{n} line", "{n} lines", len(rows) + many), "list"))
            continue
        titles = company.titles(entity, rows[:SHOWN])
        gone = _gone(company, entity, [row for row in rows[:SHOWN] if row not in titles])
        for row in rows[:SHOWN]:
            there = row in titles
            detail = entity.singular if there else _("{kind}, deleted").format(kind=entity.singular)
            text = titles.get(row) or gone.get(row) or f"#{row}"
            found.append(Touched(text, detail, entity.icon, entity.name if there else "", row))
        rest = many + len(rows[SHOWN:])
        if rest:
            found.append(Touched(entity.count(rest), entity.plural, entity.icon))
    return found + parts


def _gone(company: Company, entity: Entity, rows: list[int]) -> dict[int, str]:
    """How those of these records that lie in the trash were called."""
    deleted = history.trash(company.journal, entity.name, rows=rows) if rows else []
    return {one.row: trash.title_of(company, entity, one) for one in deleted}


def name_of(company: Company, table: str) -> str:
    """What the rows of a table are called: a kind's plural, the title of a part."""
    entity = _entity(company, table)
    if entity is not None:
        return entity.plural
    children = _children(company, table)
    if children is not None:
        return _(children.title)
    return _(_PARTS.get(table, table))


def kept_lines(company: Company, conflicts: Iterable[Conflict]) -> list[str]:
    """A sentence for each thing that an undo or redo left as it is."""
    lines: dict[str, None] = {}
    for conflict in conflicts:
        entity = _entity(company, conflict.table)
        what = name_of(company, conflict.table) if entity is None else entity.singular
        named = company.title(entity, conflict.row) if entity is not None else f"#{conflict.row}"
        field = _field_title(company, conflict.table, conflict.field)
        if field:
            line = _("{kind} {title}, {field}: {why}").format(kind=what, title=named, field=field, why=_(conflict.why))
        else:
            line = _("{kind} {title}: {why}").format(kind=what, title=named, why=_(conflict.why))
        lines[line] = None
    return list(lines)


def _field_title(company: Company, table: str, column: str | None) -> str:
    if column is None:
        return ""
    model = company.journal.models.get(table)
    fields: list[Any] = model._meta.sorted_fields if model is not None else []
    for made in fields:
        if made.column_name == column and getattr(made, "verbose_name", ""):
            return str(getattr(made, "title", column))
    return column


def _entity(company: Company, table: str) -> Entity | None:
    return next((entity for entity in company.entities if entity.name == table), None)


def _children(company: Company, table: str) -> Children | None:
    return next((one for entity in company.entities for one in entity.children if one.model.table() == table), None)
