"""Lines under headings: what the command box and the list of what is due have in common.

A heading is told by having nothing to choose. Each list draws its own lines; headings and texts are drawn here.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, Protocol

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QFrame, QListView, QStyledItemDelegate, QStyleOptionViewItem

from crm_desktop.ui import theme

Index = QModelIndex | QPersistentModelIndex
LineRole: Final = Qt.ItemDataRole.UserRole + 1


class Line(Protocol):
    """A line or a heading, as the list is given it."""

    @property
    def text(self) -> str: ...
    @property
    def spoken(self) -> str:
        """All that it says, for screen readers."""

    @property
    def tip(self) -> str: ...
    @property
    def choosable(self) -> bool: ...


class HeadedLines(QAbstractListModel):
    """The lines, of one type each list knows; a heading can be neither chosen nor hovered."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.lines: Sequence[Any] = ()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        line: Line = self.lines[index.row()]
        if role == LineRole:
            return line
        if role == Qt.ItemDataRole.DisplayRole:
            return line.text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return line.spoken
        if role == Qt.ItemDataRole.ToolTipRole:
            return line.tip or None
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not self.lines[index.row()].choosable:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def put(self, lines: Sequence[Line]) -> None:
        """Show these from now on."""
        self.beginResetModel()
        self.lines = lines
        self.endResetModel()

    def first(self) -> int:
        """The row of the first line that can be chosen, -1 where there is none."""
        return next((row for row, line in enumerate(self.lines) if line.choosable), -1)


class HeadedPainter(QStyledItemDelegate):
    """Draws headings; a list's own painter draws its lines in `paint_line`."""

    row, heading = 36, 30
    """Heights in design pixels."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        line: Line = index.data(LineRole)
        return QSize(0, theme.px(self.row if line.choosable else self.heading))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line = index.data(LineRole)
        if line.choosable:
            self.paint_line(painter, option, line)
            return
        rect: QRect = option.rect
        painter.setFont(theme.font(theme.SMALL_PX, QFont.Weight.DemiBold))
        painter.setPen(theme.tone_text(self.heading_tone(line)))
        place = rect.adjusted(theme.px(10), theme.px(7), 0, 0)
        painter.drawText(place, int(Qt.AlignmentFlag.AlignVCenter), self.heading_text(line))

    def paint_line(self, painter: QPainter, option: QStyleOptionViewItem, line: Any) -> None:
        """Draw a line that can be chosen."""
        raise NotImplementedError

    def heading_text(self, line: Any) -> str:
        """What a heading says."""
        return line.text

    def heading_tone(self, line: Any) -> str:
        """The tone it says it in."""
        return "secondary"


def lay_out(view: QListView) -> None:
    """The looks that such lists share."""
    view.setProperty("bare", True)
    view.setFrameShape(QFrame.Shape.NoFrame)
    view.setMouseTracking(True)
    view.viewport().setMouseTracking(True)
    view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
    view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)


def paint_texts(painter: QPainter, room: QRect, title: str, detail: str, weight: QFont.Weight, least: int = 0) -> None:
    """A title and its detail beside it, both elided where they must be; `least` pixels are the detail's if it wants."""
    strong = theme.font(weight=weight)
    metrics, gap = QFontMetrics(strong), theme.px(9)
    kept = min(least, QFontMetrics(theme.font()).horizontalAdvance(detail) + gap) if detail else 0
    shown = metrics.elidedText(title, Qt.TextElideMode.ElideRight, room.width() - kept)
    vertical = int(Qt.AlignmentFlag.AlignVCenter)
    painter.setFont(strong)
    painter.setPen(theme.tone_text("text"))
    painter.drawText(room, vertical, shown)
    rest = room.adjusted(metrics.horizontalAdvance(shown) + gap, 0, 0, 0)
    if detail and rest.width() > theme.px(28):
        painter.setFont(theme.font())
        painter.setPen(theme.tone_text("secondary"))
        beside = painter.fontMetrics().elidedText(detail, Qt.TextElideMode.ElideRight, rest.width())
        painter.drawText(rest, vertical, beside)
