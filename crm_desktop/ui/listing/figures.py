"""The figures around a list: how many each view has, what the columns add up to. They come after the rows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from crm_desktop.entity import groups, query
from crm_desktop.entity.query import ListQuery
from crm_desktop.errors import Told
from crm_desktop.ui.listing.reading import LATER, Question, reader_of
from crm_desktop.ui.listing.state import ALL, ListState

AFTER_MS = 30
"""After the rows are asked for: what the person waits for is painted first."""


class Figures(QObject):
    """Counts and sums of one list, asked one after the other beside the window."""

    counted = Signal(str, object)
    """The key of a view, and how many records it has."""
    summed = Signal(object)
    """What the columns add up to in each group, by its key; without groups all of it under None."""

    def __init__(
        self, state: ListState, today: Callable[[], date], columns: Callable[[], list[str]], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._state, self._today, self._columns = state, today, columns
        self._todo: list[tuple[str, Callable[[], Any]]] = []
        self._asked: Question | None = None
        self._stale_counts = True
        self._paused = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(AFTER_MS)
        self._timer.timeout.connect(self._begin)

    def rows_are_other(self) -> None:
        """Other rows are shown: their sums are to be asked."""
        self._timer.start()

    def records_are_other(self) -> None:
        """Records or views have changed: everything is to be asked again."""
        self._stale_counts = True
        self._timer.start()

    def busy(self) -> bool:
        """Whether figures are still to come."""
        return self._timer.isActive() or self._asked is not None

    def pause(self) -> None:
        """Nobody looks at them: what is still to come is asked when the list is shown again."""
        self._paused = self._paused or self.busy()
        self.stop()

    def resume(self) -> None:
        """The list is shown again."""
        if self._paused:
            self._paused = False
            self._timer.start()

    def stop(self) -> None:
        """Ask nothing more."""
        self._timer.stop()
        self._todo.clear()
        if self._asked is not None:
            self._asked.drop()
            self._asked = None

    def _begin(self) -> None:
        self.stop()
        company, entity, today, state = self._state.company, self._state.entity, self._today(), self._state
        names, asked = self._columns(), state.query()
        self._todo.append(("", lambda: groups.figures(company, entity, asked, names, today=today)))
        if self._stale_counts:
            self._todo += [
                (key, lambda one=one: query.count(company, entity, one, today=today))  # type: ignore[misc]
                for key, one in self._views()
            ]
        self._next()

    def _views(self) -> list[tuple[str, ListQuery]]:
        state = self._state
        found = [(ALL, ListQuery())]
        found += [(f"ready:{one.name}", ListQuery(ready=(one.name,))) for one in state.entity.filters if one.pinned]
        found += [(f"view:{view.id}", state.fitting(view.query)) for view in state.views]
        return found

    def _next(self) -> None:
        self._asked = None
        if not self._todo:
            self._stale_counts = False
            return
        key, work = self._todo.pop(0)
        self._asked = reader_of(self._state.company).ask(
            work, lambda answer: self._take(key, answer), self._fail, rank=LATER, owner=self
        )

    def _take(self, key: str, answer: Any) -> None:
        if key:
            self.counted.emit(key, answer)
        else:
            self.summed.emit(answer)
        self._next()

    def _fail(self, _why: Told) -> None:
        # The rows are read the same way and tell the person; a figure is only left out.
        self._next()
