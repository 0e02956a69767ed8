"""Files dropped on the window: which ones, and what is shown while they hang over it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any
from weakref import WeakMethod

from PySide6.QtCore import QEvent, QMimeData, QObject, Qt, QTimer
from PySide6.QtGui import QDropEvent, QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from crm_desktop.i18n import _, n_
from crm_desktop.ui import theme
from crm_desktop.ui.painting import paint_frame


def paths_in(data: QMimeData) -> list[str]:
    """The paths of files and folders in what is dragged; web addresses are neither."""
    paths = [url.toLocalFile() for url in data.urls() if url.isLocalFile()]
    return [path for path in paths if Path(path).exists()]


def files_in(data: QMimeData) -> list[str]:
    """The paths of files in what is dragged."""
    return [path for path in paths_in(data) if Path(path).is_file()]


def take(event: QDropEvent) -> None:
    """Take what is dropped as a copy: a program that is told that its files were moved deletes them."""
    event.setDropAction(Qt.DropAction.CopyAction)
    event.accept()


def no_files(names: Sequence[str]) -> str:
    """The sentence about the folders among what is dropped; empty where there are none."""
    folders = [name for name in names if Path(name).is_dir()]
    if not folders:
        return ""
    if len(folders) == 1:
        return _("“{name}” is a folder. Drop the files that lie in it.").format(name=Path(folders[0]).name)
    return n_("{n} folders were left out. Drop the files that lie in them.",
              "{n} folders were left out. Drop the files that lie in them.", len(folders))  # fmt: skip


class DropVeil(QWidget):
    """Covers the window while files hang over it and says what letting go will do."""

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self._text = ""
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        over.installEventFilter(self)
        self.hide()

    def show_for(self, names: list[str], text: str = "") -> None:
        """Cover what it lies over; `text` says what letting go will do, where that is not to open the files."""
        files = [name for name in names if Path(name).is_file()]
        if not files:
            self._text = no_files(names)
        elif text:
            self._text = text
        elif len(files) == 1:
            self._text = _("Drop to open {file}").format(file=Path(files[0]).name)
        else:
            self._text = n_("Drop to open {n} file", "Drop to open {n} files", len(files))
        self.setAccessibleName(self._text)
        self._cover()
        self.show()
        self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.parentWidget() and event.type() == QEvent.Type.Resize:
            self._cover()
        return False

    def _cover(self) -> None:
        if (over := self.parentWidget()) is not None:
            self.setGeometry(over.rect())

    def paintEvent(self, event: QPaintEvent) -> None:
        t, painter = theme.tokens(), QPainter(self)
        painter.fillRect(self.rect(), theme.colour(t.veil))
        edge = theme.px(16)
        inside = self.rect().adjusted(edge, edge, -edge, -edge)
        paint_frame(painter, inside, "", t.accent, theme.CARD_RADIUS, 3)
        painter.setFont(theme.font(16, QFont.Weight.DemiBold))
        width = min(inside.width() - 2 * edge, painter.fontMetrics().horizontalAdvance(self._text) + theme.px(56))
        box = inside.adjusted(0, 0, 0, 0)
        box.setSize(box.size().scaled(width, theme.px(56), Qt.AspectRatioMode.IgnoreAspectRatio))
        box.moveCenter(inside.center())
        paint_frame(painter, box, t.card, t.soft_line, theme.CARD_RADIUS)
        painter.setPen(theme.colour(t.accent_text))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self._text)


def _weakly(call: Callable[..., Any]) -> Callable[..., Any]:
    """The call, which does not keep alive whose method it is."""
    if not hasattr(call, "__self__"):
        return call
    method = WeakMethod(call)
    return lambda *given: found(*given) if (found := method()) is not None else None


class FileDrops(QObject):
    """Has files taken that are let go on a widget: a veil says what that will do, then `then` gets their paths."""

    def __init__(
        self, on: QWidget, promise: Callable[[], str], then: Callable[[list[str]], object], over: QWidget | None = None
    ) -> None:
        """Without a promise nothing is taken; `over` is what the veil covers, where that is not the whole of `on`."""
        super().__init__(on)
        # What it lies on holds it, and goes at once when nothing else holds that.
        self._promise, self._then, self._over = _weakly(promise), _weakly(then), over
        self.veil: DropVeil | None = None
        on.setAcceptDrops(True)
        on.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.DragEnter and isinstance(event, QDropEvent):
            return self._enter(event)
        if kind == QEvent.Type.DragLeave:
            self._lift()
        elif kind == QEvent.Type.Drop and isinstance(event, QDropEvent):
            self._lift()
            names = paths_in(event.mimeData())
            take(event)
            self._on().window().activateWindow()
            # The program the files come from waits until this returns.
            QTimer.singleShot(0, self, lambda: self._then(names))
            return True
        return False

    def _on(self) -> QWidget:
        on = self.parent()
        assert isinstance(on, QWidget)
        return on

    def _enter(self, event: QDropEvent) -> bool:
        names, text = paths_in(event.mimeData()), self._promise()
        if not names or not text:
            return False
        self.veil = self.veil or DropVeil(self._over or self._on())
        self.veil.show_for(names, text)
        take(event)
        return True

    def _lift(self) -> None:
        if self.veil is not None:
            self.veil.hide()
