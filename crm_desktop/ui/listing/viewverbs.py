"""What can be done with one saved view: its chip's menu offers it, and the menu bar for the view that is shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, NamedTuple

from crm_desktop.entity import views
from crm_desktop.entity.views import View
from crm_desktop.i18n import N_
from crm_desktop.ui.listing.viewwork import ViewWork

Verb = Callable[[ViewWork, Any], object]
Question = Callable[[ViewWork, View], bool]


class ViewVerb(NamedTuple):
    """One thing that can be done with a view; `keys` do it with the view that is shown."""

    name: str
    text: str
    keys: str
    icon: str
    run: Verb
    when: Question | None = None
    on: Question | None = None
    alone: bool = False
    """Whether the menu bar can do it, with None, where the list shows no saved view."""


def _changed(work: ViewWork, view: View) -> bool:
    return work.state.view() == view and work.state.differs()


def _opens_first(work: ViewWork, view: View) -> bool:
    return views.first_view(work.company, work.entity) == view.id


def _turn_first(work: ViewWork, view: View) -> None:
    work.open_first(None if _opens_first(work, view) else view)


def _move(by: int) -> Verb:
    return lambda work, view: work.move_view(view, work.place_of(view) + by)


def _movable(by: int) -> Question:
    return lambda work, view: 0 <= work.place_of(view) + by < len(work.state.views)


VERBS: Final[tuple[tuple[ViewVerb, ...], ...]] = (
    (
        ViewVerb("update", N_("&Update to what is shown now"), "Ctrl+Alt+U", "save",
                 lambda work, view: work.update_view(view), _changed),
        ViewVerb("discard", N_("Dis&card the changes"), "Ctrl+Alt+Z", "undo",
                 lambda work, _view: work.state.discard(), _changed),
    ),
    (
        ViewVerb("rename", N_("&Rename this view…"), "Ctrl+Alt+R", "edit", lambda work, view: work.rename_view(view)),
        ViewVerb("copy", N_("Du&plicate this view"), "Ctrl+Alt+C", "duplicate",
                 lambda work, view: work.duplicate_view(view)),
        ViewVerb("left", N_("Move this view to the &left"), "Alt+Shift+Left", "chevron-left", _move(-1), _movable(-1)),
        ViewVerb("right", N_("Move this view to the r&ight"), "Alt+Shift+Right", "chevron-right", _move(1),
                 _movable(1)),
        ViewVerb("first", N_("&Open the list with this view"), "Ctrl+Alt+1", "home", _turn_first, on=_opens_first),
        ViewVerb("share", N_("S&hare this view as a file…"), "Ctrl+Alt+S", "send", lambda work, view: work.share(view),
                 alone=True),
    ),
    (
        ViewVerb("delete", N_("&Delete this view"), "Ctrl+Alt+X", "trash", lambda work, view: work.delete_view(view)),
    ),
)  # fmt: skip
"""By groups."""
