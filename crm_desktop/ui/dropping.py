"""Files dropped on the window: which ones, and what is shown while they hang over it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, Qt
from PySide6.QtGui import QDropEvent, QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from crm_desktop.i18n import _, n_
from crm_desktop.ui import theme
from crm_desktop.ui.painting import paint_frame


def files_in(data: QMimeData) -> list[str]:
    """The paths of files in what is dragged; folders and web addresses are not files."""
    paths = [url.toLocalFile() for url in data.urls() if url.isLocalFile()]
    return [path for path in paths if Path(path).is_file()]


def take(event: QDropEvent) -> None:
    """Take what is dropped as a copy: a program that is told that its files were moved deletes them."""
    event.setDropAction(Qt.DropAction.CopyAction)
    event.accept()


class DropVeil(QWidget):
    """Covers the window while files hang over it and says what letting go will do."""

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self._over, self._text = over, ""
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        over.installEventFilter(self)
        self.hide()

    def show_for(self, names: list[str], text: str = "") -> None:
        """Cover what it lies over; `text` says what letting go will do, where that is not to open the files."""
        if text:
            self._text = text
        elif len(names) == 1:
            self._text = _("Drop to open {file}").format(file=Path(names[0]).name)
        else:
            self._text = n_("Drop to open {n} file", "Drop to open {n} files", len(names))
        self.setAccessibleName(self._text)
        self.setGeometry(self._over.rect())
        self.show()
        self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._over and event.type() == QEvent.Type.Resize:
            self.setGeometry(self._over.rect())
        return False

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
