"""Columns: everything a list can show, sort, filter, search, import and export of one kind, each as SQL."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from crm_desktop.entity.describe import Children, Entity, Slot
from crm_desktop.entity.fields import Choice, Choices, Derived, Kind, Link, Text, Whole
from crm_desktop.i18n import N_, _
from crm_desktop.store.row import Row, quoted


class Tags(Text):
    """Tags of a record as one text, joined with "; "."""

    editor = "tags"


class About(Text):
    """The record that this one is about, by its title."""

    editor = "about"


class Linked(Text):
    """A linked record by its title; `to` is its kind's name."""

    editor = "link"

    def __init__(self, title: str, to: str, **more: Any) -> None:
        super().__init__(title, **more)
        self.to = to


class Rows(Whole):
    """How many records of another kind belong to this one; a filter may ask for any or none of them."""


class Column(NamedTuple):
    """One column of a kind. `sql` and `sort` are expressions in which {t} stands for the table's alias."""

    name: str
    marked: str
    """Its title, marked, not translated."""
    kind: Kind
    sql: str
    sort: str
    field: Any = None
    """The model's own field, where it is one: its raw value is stored under `name`."""
    children: Children | None = None
    slot: Slot | None = None
    custom: bool = False
    joined: str = ""
    """For a slot: the SQL of all its values in one text, joined with "; "."""

    @property
    def title(self) -> str:
        return self.marked if self.custom else _(self.marked)

    @property
    def stored(self) -> bool:
        """Whether a person can change it on the record itself."""
        return self.field is not None

    @property
    def importable(self) -> bool:
        """Whether an import can fill it."""
        return self.stored or self.slot is not None or isinstance(self.kind, Tags | About)


EntityOf = Callable[[type[Row]], Entity | None]


def columns_of(entity: Entity, entity_of: EntityOf, entities: list[Entity], customs: set[str]) -> dict[str, Column]:
    """All columns of one kind by name: fields in stored order, slots, worked-out ones, tags."""
    found: dict[str, Column] = {}
    for name, made in entity.fields().items():
        if entity.about and name in ("kind", "row"):
            continue
        found[name] = _of_field(entity, name, made, entity_of, name in customs)
    for children in entity.children:
        for slot in children.slots:
            found[slot.name] = _of_slot(entity, children, slot, entity_of)
    for worked in entity.worked:
        found[worked.name] = Column(worked.name, worked.title, worked.kind, worked.sql, _sort(worked.kind, worked.sql))
    if entity.about:
        sql = _about_sql(entities, entity_of)
        found["about"] = Column("about", N_("About"), About(N_("About")), sql, f"sort_key({sql})")
    if entity.tags:
        sql = (
            "(SELECT group_concat(name, '; ') FROM (SELECT g.name FROM tagging x JOIN tag g ON g.id = x.tag"
            f" WHERE x.kind = '{entity.name}' AND x.row = {{t}}.id ORDER BY g.name_key))"
        )
        found["tags"] = Column("tags", N_("Tags"), Tags(N_("Tags")), sql, f"sort_key({sql})")
    return found


def title_sql(entity: Entity, alias: str, entity_of: EntityOf) -> str:
    """The SQL that names a record of this kind; a title may itself be a link or worked out."""
    made = entity.fields().get(entity.title)
    if made is None:
        worked = next(worked for worked in entity.worked if worked.name == entity.title)
        return worked.sql.replace("{t}", alias)
    if isinstance(made, Link):
        return _linked_sql(made, alias, entity_of)
    return f"{alias}.{quoted(made.column_name)}"


def _of_field(entity: Entity, name: str, made: Any, entity_of: EntityOf, custom: bool) -> Column:
    sql = f"{{t}}.{quoted(made.column_name)}"
    if isinstance(made, Link):
        sql = _linked_sql(made, "{t}", entity_of)
        kind: Kind = Linked(made.verbose_name, made.rel_model.table(), null=made.null)
        return Column(name, made.verbose_name, kind, sql, f"sort_key({sql})", field=made, custom=custom)
    return Column(name, made.verbose_name, made, sql, _sort_of(entity, name, made, sql), field=made, custom=custom)


def _linked_sql(made: Any, alias: str, entity_of: EntityOf) -> str:
    target = entity_of(made.rel_model)
    inner = f"l_{made.rel_model.table()}"
    named = title_sql(target, inner, entity_of) if target else f"{inner}.id"
    table = quoted(made.rel_model.table())
    return f"(SELECT {named} FROM {table} {inner} WHERE {inner}.id = {alias}.{quoted(made.column_name)})"


def _of_slot(entity: Entity, children: Children, slot: Slot, entity_of: EntityOf) -> Column:
    made = children.model._meta.fields[slot.field]
    where = " AND ".join(
        [f"c.{quoted(children.link)} = {{t}}.id"]
        + [f"c.{quoted(name)} = '{value}'" for name, value in slot.where.items()]
        + [f"c.{quoted(made.column_name)} IS NOT NULL"]
    )
    table = quoted(children.model.table())
    value = _linked_sql(made, "c", entity_of) if isinstance(made, Link) else f"c.{quoted(made.column_name)}"
    kind: Kind = Linked(slot.title, made.rel_model.table()) if isinstance(made, Link) else made
    order = ", ".join(f"c.{quoted(part)}" for part in dict.fromkeys((children.order, "id")))
    rows = f"FROM {table} c WHERE {where} ORDER BY {order}"
    return Column(
        slot.name,
        slot.title,
        kind,
        f"(SELECT {value} {rows} LIMIT 1)",
        _sort(kind, f"(SELECT {value} {rows} LIMIT 1)"),
        children=children,
        slot=slot,
        joined=f"(SELECT group_concat(v, '; ') FROM (SELECT {value} AS v {rows}))",
    )


def _sort_of(entity: Entity, name: str, made: Any, sql: str) -> str:
    for other in entity.model._meta.sorted_fields:
        if isinstance(other, Derived) and other.of == name and other.column_name.endswith("_key"):
            return f"{{t}}.{quoted(other.column_name)}"
    return _sort(made, sql)


def _sort(kind: Kind, sql: str) -> str:
    if isinstance(kind, Choices):
        # By the first of them: the text up to its first space.
        sql = f"substr({sql}, 1, instr({sql} || ' ', ' ') - 1)"
    if isinstance(kind, Choice):
        cases = " ".join(f"WHEN '{option.key}' THEN {index}" for index, option in enumerate(kind.options))
        return f"CASE {sql} {cases} ELSE {len(kind.options)} END"
    return f"sort_key({sql})" if isinstance(kind, Text) else sql


def _about_sql(entities: list[Entity], entity_of: EntityOf) -> str:
    cases = " ".join(
        f"WHEN '{other.name}' THEN (SELECT {title_sql(other, 'a', entity_of)} FROM {quoted(other.name)} a"
        f" WHERE a.id = {{t}}.row)"
        for other in entities
        if not other.about and not other.hidden
    )
    return f"CASE {{t}}.kind {cases} END"
