"""Saved views: what a list shows, under a name of the person's own."""

from __future__ import annotations

import json
from typing import NamedTuple

from crm_desktop.entity.company import Company
from crm_desktop.entity.describe import Entity
from crm_desktop.entity.parts import SavedView
from crm_desktop.entity.query import ListQuery
from crm_desktop.errors import Refused
from crm_desktop.i18n import _
from crm_desktop.values.text import clean, fold


class View(NamedTuple):
    """One saved view."""

    id: int
    name: str
    query: ListQuery


def views_of(company: Company, entity: Entity) -> list[View]:
    """The saved views of a kind in their order; one that cannot be read is left out."""
    found = []
    for row, name, spec in company.execute(
        "SELECT id, name, spec FROM saved_view WHERE kind = ? ORDER BY position, id", (entity.name,)
    ).fetchall():
        try:
            found.append(View(row, name, ListQuery.from_json(spec)))
        except (TypeError, ValueError, KeyError, json.JSONDecodeError):
            continue
    return found


def save_view(company: Company, entity: Entity, name: str, query: ListQuery, replace: int | None = None) -> int:
    """Keep a view, or put another query into one that is there; Refused for a blank or taken name."""
    name = named(company, entity, name, replace)
    with company.journal.entry(_("Save view {name}").format(name=name)):
        if replace is not None:
            company.execute("UPDATE saved_view SET name = ?, spec = ? WHERE id = ?", (name, query.to_json(), replace))
            return replace
        made = SavedView.create(
            kind=entity.name, name=name, spec=query.to_json(), position=company.journal.next_id(SavedView)
        )
        return int(made.id)


def rename_view(company: Company, entity: Entity, view: View, name: str) -> None:
    """Give a view another name; Refused for a blank or taken one."""
    name = named(company, entity, name, view.id)
    with company.journal.entry(_("Rename view {name}").format(name=view.name)):
        company.execute("UPDATE saved_view SET name = ? WHERE id = ?", (name, view.id))


def delete_view(company: Company, view: View) -> bool:
    """Delete a view, its records stay; whether it was there."""
    with company.journal.entry(_("Delete view {name}").format(name=view.name)):
        return bool(company.execute("DELETE FROM saved_view WHERE id = ?", (view.id,)).rowcount)


def named(company: Company, entity: Entity, name: str, but: int | None = None) -> str:
    """A name as it is kept; Refused where it is blank or another view of the kind has it."""
    name = clean(name)
    if not name:
        raise Refused(_("A view needs a name."), "name")
    for view in views_of(company, entity):
        if fold(view.name) == fold(name) and view.id != but:
            raise Refused(_("There is a view “{name}” already. Choose another name.").format(name=view.name), "name")
    return name


def duplicate_view(company: Company, entity: Entity, view: View) -> int:
    """Keep the same once more under a name of its own, right behind the first; returns its id."""
    name = free_name(company, entity, view.name)
    with company.journal.entry(_("Duplicate view {name}").format(name=view.name)):
        made = save_view(company, entity, name, view.query)
        order = [one.id for one in views_of(company, entity) if one.id != made]
        order.insert(order.index(view.id) + 1, made)
        _put_in_order(company, order)
        return made


def free_name(company: Company, entity: Entity, name: str) -> str:
    """The name, or with a number behind it where a view of the kind has it already."""
    taken = {fold(view.name) for view in views_of(company, entity)}
    found, number = name, 1
    while fold(found) in taken:
        number += 1
        found = f"{name} ({number})"
    return found


def move_view(company: Company, entity: Entity, view: View, place: int) -> bool:
    """Put a view at another place among those of its kind; whether that changed anything."""
    before = [one.id for one in views_of(company, entity)]
    order = [row for row in before if row != view.id]
    order.insert(max(0, place), view.id)
    if order == before:
        return False
    with company.journal.entry(_("Move view {name}").format(name=view.name)):
        _put_in_order(company, order)
    return True


def _put_in_order(company: Company, ids: list[int]) -> None:
    for position, row in enumerate(ids, 1):
        company.execute(
            "UPDATE saved_view SET position = ? WHERE id = ? AND position IS NOT ?", (position, row, position)
        )


def first_view(company: Company, entity: Entity) -> int | None:
    """The saved view that the list of a kind opens with; None: what was shown last."""
    kept = company.setting(_first_key(entity))
    return int(kept) if kept and kept.isdigit() else None


def open_first(company: Company, entity: Entity, view: View | None) -> None:
    """Have the list of a kind open with a view, or with what was shown last."""
    told = (
        _("Open {kind} with view {name}").format(kind=entity.plural, name=view.name)
        if view
        else _("Open {kind} as they were left").format(kind=entity.plural)
    )
    with company.journal.entry(told):
        company.set_setting(_first_key(entity), str(view.id) if view else None)


def _first_key(entity: Entity) -> str:
    return f"list.first.{entity.name}"


def view_named(company: Company, entity: Entity, name: str) -> View:
    """A saved view by its name; Refused where the kind has none of that name."""
    every = views_of(company, entity)
    found = next((view for view in every if fold(view.name) == fold(clean(name))), None)
    if found is None:
        raise Refused(
            _("{kind} has no view “{name}”. It has: {names}.").format(
                kind=entity.plural, name=name, names=", ".join(view.name for view in every) or "–"
            )
        )
    return found
