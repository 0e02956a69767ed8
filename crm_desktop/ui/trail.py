"""The way back: which records one jumped from, as browsers keep it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from crm_desktop.i18n import N_
from crm_desktop.ui import recent
from crm_desktop.ui.actions import Action
from crm_desktop.ui.kind_page import KindPage

if TYPE_CHECKING:
    from crm_desktop.ui.main_window import MainWindow

MOST: Final = 50


class Stop(NamedTuple):
    """Where one was: the page, the record in sight, and whether it filled the page."""

    page: str
    record: tuple[str, int] | None
    whole: bool


class Trail:
    """Goes to records, and back to where one was before."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._stops: list[Stop] = []

    def go(self, kind: str, row: int, *, whole: bool = False) -> None:
        """Show a record in the list of its kind, or on the whole page."""
        window, here = self._window, self._here()
        if not self._open(kind, row, whole):
            return
        recent.record_opened(window.memory, window.company.path, kind, row)
        if here.page and here != Stop(window.current(), (kind, row), whole):
            self._stops = [*self._stops[1 - MOST :], here]

    def back(self) -> None:
        """Show again what was in sight before the last jump; what was deleted meanwhile is passed over."""
        while self._stops:
            stop = self._stops.pop()
            if stop != self._here() and self._is_there(stop):
                self._show(stop)
                return

    def leads_back(self) -> bool:
        """Whether there is a way back."""
        return bool(self._stops)

    def _here(self) -> Stop:
        page = self._window.page()
        whole = isinstance(page, KindPage) and page.record_page() is not None
        return Stop(self._window.current(), self._window.record_shown(), whole)

    def _is_there(self, stop: Stop) -> bool:
        if stop.record is None:
            return True
        kind, row = stop.record
        company = self._window.company
        return row in company.titles(company.entity(kind), [row])

    def _show(self, stop: Stop) -> None:
        window = self._window
        if stop.record is None:
            window.show_page(stop.page)
            return
        kind, row = stop.record
        shown = window.page(stop.page)
        alone = shown.record_page() if isinstance(shown, KindPage) else None
        if stop.whole and alone is not None and (alone.entity.name, alone.row) == stop.record:
            window.show_page(stop.page)  # it is there still, with what was typed and where it was scrolled to
            return
        self._open(kind, row, stop.whole)

    def _open(self, kind: str, row: int, whole: bool) -> bool:
        """Show a record; False where its kind has no page, or the present page may not be left."""
        page = self._window.kind_page(kind)
        if page is None:
            return False
        if whole:
            page.show_record_page(row)
        else:
            page.list(kind).show_record(row)
        return True


def trail_actions(window: MainWindow) -> list[Action]:
    """Back to where one was, and from the record that fills the page to the next and the previous one of its list."""

    def step(by: int) -> None:
        page = window.page()
        if isinstance(page, KindPage):
            page.step(by)

    def steps(by: int) -> bool:
        page = window.page()
        return isinstance(page, KindPage) and page.neighbour(by) is not None

    from crm_desktop.ui.window_actions import OTHER

    trail = window.trail
    return [
        Action("back", N_("&Back to where you were"), "Alt+Left", "chevron-left", trail.back, "view",
               trail.leads_back, group=1, under=OTHER),
        Action("record.next", N_("Ne&xt record"), "Alt+Down", "chevron-down", lambda: step(1), "view",
               lambda: steps(1), group=1, under=OTHER),
        Action("record.previous", N_("Pre&vious record"), "Alt+Up", "chevron-up", lambda: step(-1), "view",
               lambda: steps(-1), group=1, under=OTHER),
    ]  # fmt: skip
