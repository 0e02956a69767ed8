"""Where the window was, and putting it back only where a screen still is."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QSplitter, QWidget

from crm_desktop.ui.memory import Memory

USUAL = (1366, 860)
# This much of the upper edge must be on a screen, or the window could not be moved.
HANDLE = (120, 40)
# Room for the system's title bar, where it is not known yet how high it is.
TITLE = 40


def remember(window: QWidget, memory: Memory) -> None:
    """Keep place, size and whether the window fills the screen."""
    place = window.normalGeometry() if window.isMaximized() or window.isFullScreen() else window.geometry()
    memory.set("window.place", [place.x(), place.y(), place.width(), place.height()])
    memory.set("window.maximized", window.isMaximized())
    if not (window.isMaximized() or window.isFullScreen()):
        memory.set("window.title", window.geometry().y() - window.frameGeometry().y())


def put_back(window: QWidget, memory: Memory) -> None:
    """Put the window where it was, or in the middle of the screen where that place is gone.

    Its title bar is always in sight, or it could be neither moved nor closed by it.
    """
    title = max(0, min(memory.get("window.title", TITLE), 2 * TITLE))
    place = _remembered(memory, title)
    if place is None:
        room = QGuiApplication.primaryScreen().availableGeometry().adjusted(0, title, 0, 0)
        place = QRect(0, 0, min(USUAL[0], room.width()), min(USUAL[1], room.height()))
        place.moveCenter(room.center())
    window.setGeometry(place)
    if memory.get("window.maximized", False):
        window.showMaximized()


def allow(window: QWidget, width: int, height: int) -> None:
    """The least size of a window, on a small or much enlarged screen what it has room for below its title bar."""
    rooms = [screen.availableGeometry().adjusted(0, TITLE, 0, 0) for screen in QGuiApplication.screens()]
    least = QSize(min(room.width() for room in rooms), min(room.height() for room in rooms))
    window.setMinimumSize(least.boundedTo(QSize(width, height)))


def keep_split(split: QSplitter, memory: Memory, key: str, usual: Sequence[int]) -> None:
    """Divide as the person left it, or as usual, and remember where the handle is pulled to."""
    kept = memory.get(key, [])
    sound = len(kept) == split.count() and all(isinstance(size, int) and size >= 0 for size in kept) and sum(kept) > 0
    split.setSizes(kept if sound else list(usual))
    split.splitterMoved.connect(lambda *_where: memory.set(key, split.sizes()))


def take_size(dialog: QWidget, width: int, height: int) -> None:
    """As large as wanted, or as the screen has room for; the title bar of the system stands above."""
    room = (dialog.screen() or QGuiApplication.primaryScreen()).availableGeometry()
    dialog.resize(min(width, room.width() - 20), min(height, room.height() - 48))


def _remembered(memory: Memory, title: int) -> QRect | None:
    numbers = memory.get("window.place", [])
    if len(numbers) != 4 or not all(isinstance(n, int) and abs(n) < 100_000 for n in numbers):
        return None
    place = QRect(*numbers)
    handle = QRect(place.left(), place.top(), place.width(), HANDLE[1])
    for screen in QGuiApplication.screens():
        room = screen.availableGeometry()
        seen = room.intersected(handle)
        if seen.width() >= HANDLE[0] and seen.height() >= HANDLE[1] // 2:
            room = room.adjusted(0, title, 0, 0)
            if place.width() > room.width() or place.height() > room.height():
                # The screen is smaller than it was, or enlarged: the window has room on it only as a whole.
                place.setSize(place.size().boundedTo(room.size()))
                place.moveLeft(min(max(place.left(), room.left()), room.right() + 1 - place.width()))
                place.moveTop(min(place.top(), room.bottom() + 1 - place.height()))
            place.moveTop(max(place.top(), room.top()))
            return place
    return None
