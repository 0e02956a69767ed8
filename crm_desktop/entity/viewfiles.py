"""Saved views as small files, to give to somebody with another company: what is meant goes by title, not by number."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from typing import Any, Final, NamedTuple

from crm_desktop.entity import paths
from crm_desktop.entity.columns import title_sql
from crm_desktop.entity.company import Company
from crm_desktop.entity.conditions import FROM_IMPORT, READY, Condition, condition_from
from crm_desktop.entity.describe import Entity
from crm_desktop.entity.fields import Link
from crm_desktop.entity.fitting import fit, fits
from crm_desktop.entity.query import ListQuery
from crm_desktop.errors import Refused
from crm_desktop.i18n import _
from crm_desktop.store.row import quoted
from crm_desktop.values.text import clean, fold

SUFFIX: Final = ".crmview"
MARK: Final = "crm-desktop view"
VERSION: Final = 1
LONGEST: Final = 1_000_000
"""Characters of a file beyond which it is no view."""


class ReadView(NamedTuple):
    """A view as this company can show it, and what it lacks of it, by title."""

    entity: Entity
    name: str
    query: ListQuery
    lacking: list[str]


def as_file(company: Company, entity: Entity, name: str, query: ListQuery) -> str:
    """The text of a view's file. A filter on one import is left out: no other company has that import."""
    query, _lacking = fit(company, entity, query.with_(linked=None))
    told = tuple(_told(company, entity, condition) for condition in query.conditions if condition.column != FROM_IMPORT)
    spec = asdict(query.with_(conditions=told))
    titles = {column.name: column.title for column in company.columns(entity).values() if column.custom}
    return json.dumps(
        {MARK: VERSION, "kind": entity.name, "name": name, "titles": titles, "query": spec},
        ensure_ascii=False, indent=1,
    )  # fmt: skip


def read_file(company: Company, text: str) -> ReadView:
    """What a file shows in this company; Refused where it is no view, or of a kind that is not there."""
    try:
        kept = json.loads(text) if len(text) <= LONGEST else None
        if not isinstance(kept, dict) or MARK not in kept:
            raise ValueError
        if not isinstance(kept[MARK], int) or kept[MARK] > VERSION:
            raise Refused(_("This view was written by a newer version of the program. Update to open it."))
        kind, name, spec = str(kept["kind"]), clean(str(kept["name"]))[:80], kept["query"]
        if not isinstance(spec, dict):
            raise TypeError
        titles = {str(key): str(title) for key, title in dict(kept.get("titles", {})).items()}
        if kind not in {entity.name for entity in company.entities}:
            raise Refused(_("The view “{name}” is of a kind that this company does not have.").format(name=name))
        entity = company.entity(kind)
        query = ListQuery.from_spec(_renamed(company, entity, spec, titles))
    except (KeyError, TypeError, ValueError):
        raise Refused(_("This file holds no view of a list.")) from None
    return _fitted(company, entity, name or _("View"), query, titles)


def _fitted(company: Company, entity: Entity, name: str, query: ListQuery, titles: dict[str, str]) -> ReadView:
    lacking: dict[str, None] = {}
    conditions = []
    for one in query.conditions:
        if not fits(company, entity, one):
            missing = str(one.value) if one.column == READY else one.column
            lacking[titles.get(missing, missing)] = None
            continue
        found, unknown = _found(company, entity, one)
        lacking.update(dict.fromkeys(unknown))
        if found is not None:
            conditions.append(found)
    fitting, gone = fit(company, entity, query.with_(conditions=tuple(conditions), linked=None))
    lacking.update(dict.fromkeys(titles.get(one, one) for one in gone))
    return ReadView(entity, name, fitting, list(lacking))


def _told(company: Company, entity: Entity, condition: Condition) -> Condition:
    """A condition whose linked records are given by their titles."""
    if condition.of:
        return replace(condition, of=tuple(_told(company, _other(company, entity, condition), one)
                                           for one in condition.of))  # fmt: skip
    target = _target(company, entity, condition)
    if target is None:
        return condition
    ids = condition.value if isinstance(condition.value, list | tuple) else [condition.value]
    titles = company.titles(target, ids)
    told = [{"title": titles[row]} for row in ids if row in titles]
    return replace(condition, operation="in" if condition.operation == "is" else condition.operation, value=told)


def _found(company: Company, entity: Entity, condition: Condition) -> tuple[Condition | None, list[str]]:
    """A condition with the ids of this company; what it names and this company lacks."""
    if condition.of:
        other = _other(company, entity, condition)
        pairs = [_found(company, other, one) for one in condition.of]
        unknown = [text for _one, texts in pairs for text in texts]
        if any(one is None for one, _texts in pairs):
            return None, unknown
        return replace(condition, of=tuple(one for one, _texts in pairs if one is not None)), unknown
    target = _linked_to(company, entity, condition)
    values = condition.value if isinstance(condition.value, list) else []
    if target is None or not any(isinstance(value, dict) for value in values):
        return condition, []
    named = [str(value.get("title", "")) for value in values if isinstance(value, dict)]
    known = {title: row for title in named if (row := _row_called(company, target, title)) is not None}
    column = company.column(entity, condition.column).title
    unknown = [f"{column}: {title}" for title in named if title not in known]
    if not known:
        return None, unknown
    ids = list(known.values())
    return replace(condition, value=ids[0] if condition.operation == "is_not" else ids), unknown


def _target(company: Company, entity: Entity, condition: Condition) -> Entity | None:
    """The kind whose records a condition asks for by their ids."""
    values = condition.value if isinstance(condition.value, list | tuple) else [condition.value]
    if condition.operation not in ("is", "is_not", "in") or not all(isinstance(value, int) for value in values):
        return None
    return _linked_to(company, entity, condition)


def _linked_to(company: Company, entity: Entity, condition: Condition) -> Entity | None:
    if condition.column in (READY, FROM_IMPORT):
        return None
    _kind, column = paths.leaf(company, entity, condition.column)
    return company.entity_of(column.field.rel_model) if isinstance(column.field, Link) else None


def _other(company: Company, entity: Entity, condition: Condition) -> Entity:
    kind, column = paths.leaf(company, entity, condition.column)
    return paths.measured(company, kind, column.name).relation.other


def _row_called(company: Company, entity: Entity, title: str) -> int | None:
    named = title_sql(entity, "t", company.entity_of)
    found = company.execute(
        f"SELECT t.id FROM {quoted(entity.name)} t WHERE {named} = ? ORDER BY t.id LIMIT 1", (title,)
    ).fetchone()
    return int(found[0]) if found else None


def _renamed(company: Company, entity: Entity, spec: dict[str, Any], titles: dict[str, str]) -> dict[str, Any]:
    """The owner's own fields have other column names in another company: they are known again by their titles."""
    ours = {fold(column.title): column.name for column in company.columns(entity).values() if column.custom}
    names = {theirs: ours.get(fold(title), f"{theirs}?") for theirs, title in titles.items()}
    for theirs, title in list(titles.items()):
        titles[names[theirs]] = title

    def name(old: str) -> str:
        down = "-" if old.startswith("-") else ""
        return down + names.get(old.lstrip("-"), old.lstrip("-"))

    renamed = dict(spec)
    for part in ("order", "columns"):
        renamed[part] = [name(str(one)) for one in spec.get(part, ())]
    renamed["group"] = name(str(spec.get("group", "")))
    renamed["widths"] = [(name(str(one)), width) for one, width in spec.get("widths", ())]
    conditions = [condition_from(one) for one in spec.get("conditions", ())]
    renamed["conditions"] = [asdict(replace(one, column=name(one.column))) for one in conditions]
    return renamed
