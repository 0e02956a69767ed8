"""The one window in front: its first paint, its ear for second starts, and its end."""

from __future__ import annotations

import gc
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from crm_desktop.ui.firstpaint import after_first_paint, in_turn
from crm_desktop.ui.front import FrontWindow, to_front

if TYPE_CHECKING:
    from crm_desktop.ui.single import Doorbell


class Stage(QObject):
    """Shows one window at a time. `painted` tells the window once it has been painted for the first time."""

    painted = Signal(object)
    called = Signal(object)
    """A second start of the program reached the window: the list it was given, or None."""

    def __init__(self) -> None:
        super().__init__()
        self.front: QWidget | None = None
        self.bell: Doorbell | None = None

    def show(self, window: QWidget, file: Path | None) -> None:
        """Show a window in place of the one before; second starts with `file` are told to it."""
        old, self.front = self.front, window
        after_first_paint(window, lambda: self._was_painted(window, file))
        window.show()
        if old is not None:
            self.end(old)

    def end(self, window: QWidget) -> None:
        """A window has done its work. One over a company file is taken away by whoever closes the file."""
        if window is self.front:
            self.front = None
        if isinstance(window, FrontWindow):
            window.end()

    def to_front(self) -> None:
        """Bring the window before all others."""
        if self.front is not None:
            to_front(self.front)

    def stop_listening(self) -> None:
        """Second starts are on their own from now on."""
        if self.bell is not None:
            self.bell.close()
            self.bell.deleteLater()
            self.bell = None

    def _was_painted(self, window: QWidget, file: Path | None) -> None:
        # What is there now stays: it need not be looked through again (see __main__).
        gc.freeze()
        gc.enable()
        in_turn(window, lambda: self._listen(window, file))
        self.painted.emit(window)

    def _listen(self, window: QWidget, file: Path | None) -> None:
        if window is not self.front:
            return
        # Loaded after the first paint: nobody starts the program twice within a blink.
        from crm_desktop.ui.single import Doorbell

        self.stop_listening()
        self.bell = Doorbell(file, self)
        self.bell.rung.connect(self._rung)

    def _rung(self, message: dict[str, Any]) -> None:
        self.to_front()
        listed = message.get("list")
        self.called.emit(Path(listed) if isinstance(listed, str) else None)
