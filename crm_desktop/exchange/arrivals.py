"""What an import leaves behind to go on with: a saved view of what came in, for each kind."""

from __future__ import annotations

from typing import Final

from crm_desktop.entity.company import Company
from crm_desktop.entity.describe import Entity
from crm_desktop.entity.parts import SavedView
from crm_desktop.entity.query import FROM_IMPORT, Condition, ListQuery
from crm_desktop.entity.views import View, views_of
from crm_desktop.exchange.report import Report
from crm_desktop.i18n import _
from crm_desktop.values.text import fold

_KEPT: Final = 3
"""So many views of imports a kind keeps; the oldest goes when another comes. A view that was renamed stays."""


def keep_views(company: Company, entry: int, source: str, report: Report) -> None:
    """Inside the import's own entry: for each kind a view of the records it made or changed."""
    counts: dict[str, int] = {}
    for sheet in report.sheets:
        if sheet.kind is not None:
            counts[sheet.kind] = counts.get(sheet.kind, 0) + sheet.created + sheet.updated
    for kind, count in counts.items():
        entity = company.entity(kind)
        if count > 1 and not entity.hidden:
            _keep(company, entity, entry, _("From {file}").format(file=source or _("pasted cells")))


def _keep(company: Company, entity: Entity, entry: int, name: str) -> None:
    there = views_of(company, entity)
    before, _file, after = _("From {file}").partition("{file}")
    mine = [
        view
        for view in there
        if import_of(view.query) is not None and view.name.startswith(before) and view.name.endswith(after)
    ]
    same = [view for view in mine if fold(view.name) == fold(name)]
    gone = same or mine[: max(0, len(mine) - _KEPT + 1)]
    for view in gone:
        company.execute("DELETE FROM saved_view WHERE id = ?", (view.id,))
    names = {fold(view.name) for view in there if view not in gone}
    free, number = name, 1
    while fold(free) in names:
        number += 1
        free = f"{name} ({number})"
    query = ListQuery(conditions=(Condition(FROM_IMPORT, "is", entry),))
    place = company.journal.next_id(SavedView)
    SavedView.create(kind=entity.name, name=free, spec=query.to_json(), position=place)


def import_of(query: ListQuery) -> int | None:
    """The entry of the import whose records a query asks for; None where it asks for others."""
    found = [one.value for one in query.conditions if one.column == FROM_IMPORT]
    return found[0] if found else None


def view_of(company: Company, entity: Entity, entry: int) -> View | None:
    """The view that an import left for a kind, if it is still there."""
    return next((view for view in views_of(company, entity) if import_of(view.query) == entry), None)
