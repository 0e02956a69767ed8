"""What a list says while it has nothing to show: no records yet, or none that match."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from crm_desktop.i18n import _
from crm_desktop.store.row import quoted
from crm_desktop.ui.widgets import EmptyState

if TYPE_CHECKING:
    from crm_desktop.ui.listing.page import ListPage
    from crm_desktop.ui.window import Window


def instead_of_rows(page: ListPage) -> tuple[EmptyState, bool]:
    """What stands in place of the rows where there are none, and whether in place of the whole page."""
    found = page.owner.company.execute(f"SELECT EXISTS (SELECT 1 FROM {quoted(page.entity.name)})").fetchone()
    return (no_match(page), False) if found[0] else (nothing_yet(page), True)


def nothing_yet(page: ListPage) -> EmptyState:
    """The kind has no records: what belongs here, and the first steps."""
    entity = page.entity
    steps: list[tuple[str, str, Callable[[], object]]] = [
        (_("New {kind}").format(kind=entity.singular.lower()), "add", page.work.new),
        (_("Import…"), "import", page.work.import_file),
    ]
    steps += sample_step(page.owner)
    many = entity.plural.lower()
    told = _("Your {kind} will be listed here. Add the first one, or bring in a list from Excel, WPS or your phone.")
    return EmptyState(entity.icon, _("No {kind} yet").format(kind=many), told.format(kind=many), steps)


def sample_step(window: Window) -> list[tuple[str, str, Callable[[], object]]]:
    """The offer to look at an invented company first, where the window can open it."""
    sample = getattr(window, "load_sample", None)
    return [(_("Look at the demo company"), "first-run", sample)] if sample is not None else []


def no_match(page: ListPage) -> EmptyState:
    """Records are there, but filters keep all of them out."""
    many = page.entity.plural.lower()
    return EmptyState(
        "search",
        _("No {kind} match").format(kind=many),
        _("No {kind} fit these words and filters together. Take some of them off.").format(kind=many),
        [(_("Clear filters"), "close", page.state.clear)],
    )


def not_readable(page: ListPage, sentence: str) -> EmptyState:
    """The rows could not be read: why, and another try."""
    return EmptyState("error", _("This list cannot be read"), sentence, [(_("Try again"), "refresh", page.refresh)])
