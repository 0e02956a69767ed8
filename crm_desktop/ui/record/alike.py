"""Other records with the same name, number or address: asked through indexes only, so quick in any table."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from crm_desktop.entity.company import Company
from crm_desktop.entity.describe import Children, Entity, Values
from crm_desktop.entity.fields import Derived
from crm_desktop.entity.kind import is_indexed
from crm_desktop.store.row import Row, quoted
from crm_desktop.values.text import company_core, fold, has_cjk

_FEWEST: Final = 3
"""Signs of a name below which it is too short to be looked for among others."""
_LOOKED_AT: Final = 20


@dataclass(frozen=True)
class Alike:
    """A record that has the same value."""

    row: int
    title: str
    value: str


def watched(entity: Entity) -> set[str]:
    """The fields and child lists by whose values another record may be recognised."""
    columns = {name for name in (*entity.match, *entity.match_together) if name in entity.fields()}
    slots = {children.name for children in entity.children for slot in children.slots if slot.name in entity.match}
    return columns | slots


def by_field(company: Company, entity: Entity, name: str, values: Values, row: int | None) -> Alike | None:
    """Another record that this field's value points to; fields that only count together must all agree."""
    raw = values.get(name)
    if raw in (None, ""):
        return None
    together = [other for other in entity.match_together if other != name] if name not in entity.match else []
    if name not in entity.match and name not in entity.match_together:
        return None
    found = _same(company, entity.model, name, raw, entity.name)
    for number in found:
        if number == row:
            continue
        other = _values(company, entity, number, [name, *together])
        if fold(str(other[name])) != fold(str(raw)) and not _keyed(entity.model, name):
            continue
        if all(_agree(other[part], values.get(part)) for part in together):
            return Alike(number, company.title(entity, number), _shown(company, entity, name, raw))
    return _by_core(company, entity, str(raw), row) if name == entity.title and not entity.person else None


def _by_core(company: Company, entity: Entity, text: str, row: int | None) -> Alike | None:
    """Another record called so but for its town and words like Ltd or 有限公司; of the newest that have the words."""
    from crm_desktop.alike.forms import called

    core, town = called(text)
    if core is None or len(core) < _FEWEST:
        return None
    words = core if has_cjk(core) else company_core(text)
    found = [number for _kind, number in company.index.find(words, _LOOKED_AT, [entity.name]) if number != row]
    for number, title in company.titles(entity, found).items():
        other, of = called(title)
        if other == core and not (town and of and town != of):
            return Alike(number, title, title)
    return None


def by_children(
    company: Company, entity: Entity, children: Children, rows: Iterable[Values], row: int | None
) -> Alike | None:
    """Another record with one of these child rows' values: the same phone or mail address."""
    slots = [slot for slot in children.slots if slot.name in entity.match]
    for child in list(rows)[:20]:
        slot = next((s for s in slots if all(child.get(name) == value for name, value in s.where.items())), None)
        if slot is None or child.get(slot.field) in (None, ""):
            continue
        raw = child[slot.field]
        for number in _same(company, children.model, slot.field, raw, children.model.table(), children.link):
            if number is not None and number != row:
                shown = children.model._meta.fields[slot.field].show(raw)
                return Alike(number, company.title(entity, number), shown)
    return None


def _same(company: Company, model: type[Row], name: str, raw: Any, table: str, wanted: str = "id") -> list[Any]:
    """Rows with the same value by an index; none where no index serves."""
    made = model._meta.fields[name]
    key = _keyed(model, name)
    if key is not None:
        column, value = key.column_name, key.work_out(raw)
    elif is_indexed(made):
        column, value = made.column_name, raw
    else:
        return []
    if value in (None, ""):
        return []
    return [
        found
        for (found,) in company.execute(
            f"SELECT {quoted(wanted)} FROM {quoted(table)} WHERE {quoted(column)} = ? LIMIT 20", (value,)
        )
    ]


def _keyed(model: type[Row], name: str) -> Derived | None:
    """The indexed column that is worked out from this field to compare it by."""
    for made in model._meta.sorted_fields:
        if isinstance(made, Derived) and made.of == name and is_indexed(made):
            return made
    return None


def _values(company: Company, entity: Entity, row: int, names: list[str]) -> Values:
    columns = ", ".join(quoted(entity.model._meta.fields[name].column_name) for name in names)
    found = company.execute(f"SELECT {columns} FROM {quoted(entity.name)} WHERE id = ?", (row,)).fetchone()
    return dict(zip(names, found, strict=True))


def _agree(one: Any, other: Any) -> bool:
    return one == other or (isinstance(one, str) and isinstance(other, str) and fold(one) == fold(other))


def _shown(company: Company, entity: Entity, name: str, raw: Any) -> str:
    return company.column(entity, name).kind.show(raw)
