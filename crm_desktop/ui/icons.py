"""Icons by the part they play: Tabler's outlines, drawn in the colours in force at any device pixel ratio."""

from __future__ import annotations

from functools import cache
from typing import Final

import shiboken6
from PySide6.QtCore import QByteArray, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from crm_desktop.paths import resources
from crm_desktop.ui import theme

# What the program calls it: the file in resources/icons.
# fmt: off
ROLES: Final[dict[str, str]] = {
    "about": "info-square-rounded", "add": "plus", "attach": "paperclip", "backup": "database-export", "bell": "bell",
    "birthday": "cake", "board": "layout-board", "building": "building", "bulb": "bulb", "calendar": "calendar",
    "campaign": "speakerphone", "chart": "chart-bar", "check": "check", "chevron-down": "chevron-down",
    "chevron-left": "chevron-left", "chevron-right": "chevron-right", "chevron-up": "chevron-up",
    "choice": "list-check", "circle": "circle", "clock": "clock", "close": "x", "columns": "columns-3",
    "contacts": "address-book", "contract": "file-certificate", "copy": "copy", "crash": "bug",
    "currency": "currency-yuan", "custom-field": "input-spark", "customers": "building-store", "cut": "scissors",
    "database": "database", "date": "calendar-month", "delivery": "truck-delivery", "detail": "layout-sidebar-right",
    "document": "file-description", "download": "download", "drag": "grip-vertical", "duplicate": "copy-plus",
    "edit": "pencil", "empty": "inbox", "error": "alert-circle", "event": "calendar-event", "export": "file-export",
    "external": "external-link", "eye": "eye", "eye-off": "eye-off", "file": "file", "filter": "filter",
    "first-run": "rocket", "flag": "flag", "folder": "folder", "folder-open": "folder-open", "form": "forms",
    "help": "help-circle", "history": "history", "home": "home", "import": "file-import", "info": "info-circle",
    "invoices": "file-invoice", "key": "key", "keyboard": "keyboard", "language": "language", "license": "license",
    "link": "link", "link-record": "link-plus", "list": "list", "lock": "lock", "log": "message-dots", "mail": "mail",
    "map-pin": "map-pin", "merge": "arrow-merge", "minus": "minus", "mobile": "device-mobile", "moon": "moon",
    "more": "dots", "note": "note", "number": "hash", "opportunity": "target-arrow", "orders": "shopping-cart",
    "partner": "heart-handshake", "paste": "clipboard", "pause": "player-pause", "payment": "cash",
    "pdf": "file-type-pdf", "percent": "percentage", "person": "user", "phone": "phone", "pin": "pin",
    "pipeline": "layout-kanban", "play": "player-play", "print": "printer", "product": "package", "quit": "logout",
    "quote": "file-text", "receipt": "receipt", "redo": "arrow-forward-up", "refresh": "refresh",
    "reports": "report-analytics", "restore": "restore", "rows": "baseline-density-medium",
    "rows-compact": "baseline-density-small", "save": "device-floppy", "search": "search", "send": "send",
    "service": "tool", "settings": "settings", "sheet": "file-spreadsheet", "sort-down": "sort-descending",
    "sort-up": "sort-ascending", "staff": "users-group", "star": "star", "stop": "player-stop",
    "success": "circle-check", "sun": "sun", "table": "table", "tag": "tag", "task": "checkbox", "tax": "receipt-tax",
    "territory": "map-2", "text": "letter-t", "theme": "contrast-2", "trash": "trash", "undo": "arrow-back-up",
    "unlink": "unlink", "unlock": "lock-open", "upload": "upload", "warning": "alert-triangle",
    "wechat": "brand-wechat", "world": "world",
}
# fmt: on

_pixmaps: dict[tuple[str, str, int], QPixmap] = {}
_clones: list[QIconEngine] = []


def icon(role: str, tone: str = "secondary", size: int = 18) -> QIcon:
    """The icon of a role; `tone` is a text colour of the theme or a pill's tone, and follows a change of scheme."""
    return QIcon(_Engine(role, tone, size))


def pixmap(role: str, tone: str = "secondary", size: int = 18, ratio: float = 1.0) -> QPixmap:
    """The icon as a picture of `size` device-independent pixels, sharp on a screen of this pixel ratio."""
    made = QPixmap(_drawn(role, theme.tone_text(tone).name(), round(size * ratio)))
    made.setDevicePixelRatio(ratio)
    return made


def svg(role: str, colour: str) -> bytes:
    """The drawing itself in one colour."""
    return _source(role).replace("currentColor", colour).encode()


@cache
def _source(role: str) -> str:
    if role not in ROLES:
        raise KeyError(f"no icon is called {role!r}")
    return (resources() / "icons" / f"{ROLES[role]}.svg").read_text(encoding="utf-8")


def _drawn(role: str, colour: str, side: int) -> QPixmap:
    known = _pixmaps.get((role, colour, side))
    if known is not None:
        return known
    made = QPixmap(side, side)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    QSvgRenderer(QByteArray(svg(role, colour))).render(painter)
    painter.end()
    _pixmaps[role, colour, side] = made
    return made


class _Engine(QIconEngine):
    """Draws when asked, so one QIcon serves every size, screen and scheme."""

    def __init__(self, role: str, tone: str, size: int) -> None:
        super().__init__()
        if role not in ROLES:  # told here, not first when it is drawn
            raise KeyError(f"no icon is called {role!r}")
        self._role, self._tone, self._size = role, tone, size

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        ratio = painter.device().devicePixelRatio()
        side = min(rect.width(), rect.height())
        drawn = QPixmap(_drawn(self._role, self._colour(mode), round(side * ratio)))
        drawn.setDevicePixelRatio(ratio)
        corner = QPoint(rect.x() + (rect.width() - side) // 2, rect.y() + (rect.height() - side) // 2)
        painter.drawPixmap(corner, drawn)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return QPixmap(_drawn(self._role, self._colour(mode), max(1, min(size.width(), size.height()))))

    def actualSize(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QSize:
        side = min(size.width(), size.height())
        return QSize(side, side)

    def availableSizes(self, mode: QIcon.Mode = QIcon.Mode.Normal, state: QIcon.State = QIcon.State.Off) -> list[QSize]:
        return [QSize(self._size, self._size)]

    def isNull(self) -> bool:
        return False

    def key(self) -> str:
        return "crm-desktop"

    def clone(self) -> QIconEngine:
        made = _Engine(self._role, self._tone, self._size)
        # Qt owns the copy but Python holds it too: without this reference it would be freed on return.
        _clones[:] = [kept for kept in _clones if shiboken6.isValid(kept)]
        _clones.append(made)
        return made

    def _colour(self, mode: QIcon.Mode) -> str:
        return theme.tone_text("faint" if mode == QIcon.Mode.Disabled else self._tone).name()
