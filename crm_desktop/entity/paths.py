"""Columns beyond a kind's own: those of a record it links to, and figures of the records that link to it.

A name tells the way. "customer.region" is the region of the linked customer. "order:customer" are the orders whose
`customer` is this record, as a column their number; "order:customer:sum:gross" adds up what they hold, "…:max:…" and
"…:min:…" tell the latest and the first. Records that hang on any other (notes, tasks) are "note:about".
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final, NamedTuple

from crm_desktop.entity.columns import Column, Rows
from crm_desktop.entity.describe import Entity
from crm_desktop.entity.fields import Day, Link, Moment, Whole
from crm_desktop.errors import Refused
from crm_desktop.i18n import N_, _
from crm_desktop.store.row import quoted

if TYPE_CHECKING:
    from crm_desktop.entity.company import Company

ABOUT: Final = "about"
DEEPEST: Final = 3
"""So many links one after the other at the most."""
_MEASURES: Final = {
    "sum": N_("{rows}: sum of {column}"),
    "max": N_("{rows}: latest {column}"),
    "min": N_("{rows}: first {column}"),
}


class Relation(NamedTuple):
    """Records of another kind that belong to one of ours: their kind, and the field that says so."""

    other: Entity
    link: str

    @property
    def name(self) -> str:
        return f"{self.other.name}:{self.link}"

    def joined(self, entity: Entity, other: str, record: str) -> str:
        """The SQL by which a row of the other kind, called `other`, belongs to `record`."""
        if self.link == ABOUT:
            return f"{other}.kind = '{entity.name}' AND {other}.row = {record}.id"
        column = self.other.fields()[self.link].column_name
        return f"{other}.{quoted(column)} = {record}.id"


class Measured(NamedTuple):
    """What a name with a colon stands for: a relation, and what is made of its rows ("", sum, max, min)."""

    relation: Relation
    measure: str
    column: Column | None


def links(company: Company, entity: Entity) -> list[tuple[str, Entity]]:
    """The fields of a kind that link to a record of a kind of its own, and that kind."""
    found = []
    for name, made in entity.fields().items():
        target = company.entity_of(made.rel_model) if isinstance(made, Link) else None
        if target is not None:
            found.append((name, target))
    return found


def relations(company: Company, entity: Entity) -> list[Relation]:
    """Everything that can belong to a record of a kind, the kinds shown beside it first."""
    found = [
        Relation(other, name)
        for other in company.entities
        for name, made in other.fields().items()
        if isinstance(made, Link) and made.rel_model is entity.model
    ]
    found += [Relation(other, ABOUT) for other in company.entities if other.about and not entity.about]
    return sorted(found, key=lambda one: one.other.name not in entity.linked)


def title_of(company: Company, entity: Entity, relation: Relation) -> str:
    """How the records that belong here are called; by their field too where several fields link them."""
    alike = [one for one in relations(company, entity) if one.other is relation.other]
    if len(alike) < 2 or relation.link == ABOUT:
        return relation.other.plural
    field = relation.other.fields()[relation.link].title
    return _("{rows} ({field})").format(rows=relation.other.plural, field=field)


def measures(company: Company, entity: Entity, relation: Relation) -> Iterator[Column]:
    """What can be made of the records that belong here: their number, sums, latest and first days."""
    yield company.column(entity, relation.name)
    for column in company.columns(relation.other).values():
        if _can("sum", column):
            yield company.column(entity, f"{relation.name}:sum:{column.name}")
    for column in company.columns(relation.other).values():
        if _can("max", column):
            yield company.column(entity, f"{relation.name}:max:{column.name}")
            yield company.column(entity, f"{relation.name}:min:{column.name}")


def beyond(company: Company, entity: Entity) -> dict[str, Column]:
    """The columns one step away, by name: those of linked records, and the figures of what belongs here."""
    found = {}
    for link, target in links(company, entity):
        for name in company.columns(target):
            found[f"{link}.{name}"] = company.column(entity, f"{link}.{name}")
    for relation in relations(company, entity):
        for column in measures(company, entity, relation):
            found[column.name] = column
    return found


def _can(measure: str, column: Column) -> bool:
    """Whether a column can be added up (a place in an order cannot), or has a latest and a first value."""
    if measure == "sum":
        return column.kind.summable and not (column.stored and isinstance(column.kind, Whole))
    return isinstance(column.kind, Day | Moment)


def step(company: Company, entity: Entity, name: str) -> tuple[str, Entity, str] | None:
    """The first link of a name that leads elsewhere: the field, the kind it leads to, and the rest of the name."""
    link, dot, rest = name.partition(".")
    if not dot or ":" in link:
        return None
    target = dict(links(company, entity)).get(link)
    if target is None or rest.count(".") >= DEEPEST:
        raise unknown(company, entity, name)
    return link, target, rest


def leaf(company: Company, entity: Entity, name: str) -> tuple[Entity, Column]:
    """The kind at the end of the way, and its own column there."""
    stepped = step(company, entity, name)
    if stepped is not None:
        return leaf(company, stepped[1], stepped[2])
    return entity, company.column(entity, name)


def measured(company: Company, entity: Entity, name: str) -> Measured:
    """What a name with a colon stands for; Refused where there is no such thing."""
    parts = name.split(":")
    relation = next((one for one in relations(company, entity) if [one.other.name, one.link] == parts[:2]), None)
    if relation is not None and len(parts) == 2:
        return Measured(relation, "", None)
    if relation is not None and len(parts) == 4 and parts[2] in _MEASURES:
        column = company.columns(relation.other).get(parts[3])
        if column is not None and _can(parts[2], column):
            return Measured(relation, parts[2], column)
    raise unknown(company, entity, name)


def resolve(company: Company, entity: Entity, name: str, depth: int = 0) -> Column:
    """The column of a name that leads beyond the kind; Refused where there is none."""
    stepped = step(company, entity, name)
    if stepped is not None:
        link, target, rest = stepped
        inner = company.columns(target).get(rest) or resolve(company, target, rest, depth + 1)
        made = entity.fields()[link]
        alias = f"j{depth}_{target.name}"
        tail = f" FROM {quoted(target.name)} {alias} WHERE {alias}.id = {{t}}.{quoted(made.column_name)})"
        sql = f"(SELECT {inner.sql.replace('{t}', alias)}{tail}"
        sort = f"(SELECT {inner.sort.replace('{t}', alias)}{tail}"
        title = f"{made.title} › {inner.title}"
        return Column(name, title, inner.kind, sql, sort, custom=True)
    if ":" not in name:
        raise unknown(company, entity, name)
    found = measured(company, entity, name)
    title = title_of(company, entity, found.relation)
    if found.column is not None:
        title = _(_MEASURES[found.measure]).format(rows=title, column=found.column.title)
    kind = Rows(title) if found.column is None else found.column.kind
    sql = measure_sql(company, entity, found, "{t}", f"r{depth}_{found.relation.other.name}")
    return Column(name, title, kind, sql, sql, custom=True)


def measure_sql(company: Company, entity: Entity, found: Measured, record: str, alias: str, narrowed: str = "") -> str:
    """The figure as SQL over the rows that belong to `record`, only those that `narrowed` (over `alias`) lets in."""
    what = "count(*)"
    if found.column is not None:
        value = found.column.sql.replace("{t}", alias)
        what = f"coalesce(sum({value}), 0)" if found.measure == "sum" else f"{found.measure}({value})"
    where = found.relation.joined(entity, alias, record) + (f" AND {narrowed}" if narrowed else "")
    return f"(SELECT {what} FROM {quoted(found.relation.other.name)} {alias} WHERE {where})"


def unknown(company: Company, entity: Entity, name: str) -> Refused:
    """There is no such column: which there are."""
    return Refused(
        _("{kind} has no column “{name}”. It has: {names}.").format(
            kind=entity.plural, name=name, names=", ".join(company.columns(entity))
        )
    )
