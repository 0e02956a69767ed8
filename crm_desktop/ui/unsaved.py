"""Keeps what is typed while it is typed, so that a power cut loses none of it: forms and the scratch pad."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QEvent, QObject, QTimer, Signal

from crm_desktop.entity import unsaved
from crm_desktop.entity.unsaved import Unsaved
from crm_desktop.errors import Told
from crm_desktop.ui import tasks

if TYPE_CHECKING:
    from crm_desktop.ui.window import Window

QUIET_MS: Final = 800
"""What is typed is kept once nothing was typed for so long."""


class Keeper(QObject):
    """Writes what stands in each place into the company file, in a pause; while work is under way it waits."""

    kept = Signal(str)
    """In which place something else stands now."""

    def __init__(self, window: Window) -> None:
        super().__init__(window if isinstance(window, QObject) else None)
        self._company = window.company
        self._held: dict[str, Unsaved] | None = None
        self._waiting: set[str] = set()
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.setInterval(QUIET_MS)
        self._quiet.timeout.connect(self._pause)
        if isinstance(window, QObject):
            window.installEventFilter(self)

    def put(self, place: str, held: Any) -> None:
        """Keep this for a place soon; None where nothing is left to keep."""
        all_held = self._all()
        if held is not None:
            all_held[place] = Unsaved(datetime.now(), held)
        elif all_held.pop(place, None) is None:
            return
        self._waiting.add(place)
        self._quiet.start()
        self.kept.emit(place)

    def get(self, place: str) -> Unsaved | None:
        """What a place held last."""
        return self._all().get(place)

    def flush(self) -> None:
        """Write what waits at once."""
        self._quiet.stop()
        waiting, self._waiting = self._waiting, set()
        if waiting:
            held = {place: one.held if (one := self.get(place)) is not None else None for place in waiting}
            unsaved.keep(self._company, held, datetime.now())

    def _all(self) -> dict[str, Unsaved]:
        if self._held is None:
            self._held = unsaved.unsaved(self._company)
        return self._held

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Close:
            self._pause()
        return False

    def _pause(self) -> None:
        if tasks.running():
            self._quiet.start()
            return
        try:
            self.flush()
        except Told:
            # A full disk, say: whoever saves is told. What stands on the screen is there still.
            self._waiting.clear()


def keeper_of(window: Window) -> Keeper:
    """That of a window."""
    owner: Any = window
    found = owner.findChild(Keeper)
    return found if found is not None else Keeper(window)
