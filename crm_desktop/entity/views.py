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
            company.execute(
                "UPDATE saved_view SET name = ?, spec = ? WHERE id = ?", (name, query.to_json(), replace)
            )
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
