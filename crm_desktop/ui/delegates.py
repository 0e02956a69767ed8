"""How cells of a list are drawn: names with avatars, pills, money, quiet text, on rows that show hover."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QIcon, QPainter, QPen
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QWidget

from crm_desktop.ui import theme
from crm_desktop.ui.painting import paint_avatar, paint_pill, pill_size
from crm_desktop.ui.roles import ToneRole

Index = QModelIndex | QPersistentModelIndex

LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
PADDING = 12


class RowDelegate(QStyledItemDelegate):
    """A cell of plain text; the base of the others. The row it belongs to shows hover, selection and focus."""

    alignment = LEFT
    tone = "text"
    weight = QFont.Weight.Normal
    tabular = False
    on_selection = False

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._prepare()
        theme.notifier().changed.connect(self._prepare)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        self.paint_row(painter, option, index)
        room = option.rect.adjusted(theme.px(PADDING), 0, -theme.px(PADDING), 0)
        self.paint_content(painter, room, index)

    def paint_row(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Ground, separator and the ring of the current cell."""
        rect: QRect = option.rect
        view: Any = option.widget
        # Asked of the view: the states in `option` would have Python make Qt's 600 names of styles, late in the start.
        self.on_selection = view.selectionModel().isSelected(index)
        if self.on_selection:
            painter.fillRect(rect, self._selected)
        elif getattr(view, "hovered_row", -1) == index.row():
            painter.fillRect(rect, self._hover)
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, self._line)
        if self.on_selection and self._edge is not None:
            painter.fillRect(rect.left(), rect.top(), rect.width(), 1, self._edge)
            painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, self._edge)
        if view.hasFocus() and view.currentIndex().row() == index.row():
            if not getattr(view, "rings_cells", True):
                self._ring_row(painter, rect, view, index)
            elif view.currentIndex() == index:
                painter.setPen(self._ring_pen)
                painter.drawRect(rect.adjusted(1, 1, -2, -2))

    def _ring_row(self, painter: QPainter, rect: QRect, view: Any, index: Index) -> None:
        """This cell's part of the ring around the whole row."""
        painter.fillRect(rect.left(), rect.top(), rect.width(), 1, self._ring)
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, self._ring)
        if view.horizontalHeader().visualIndex(index.column()) == 0:
            painter.fillRect(rect.left(), rect.top(), 1, rect.height(), self._ring)
        if rect.right() >= view.viewport().width() - 1:
            painter.fillRect(rect.right(), rect.top(), 1, rect.height(), self._ring)

    def paint_content(self, painter: QPainter, room: QRect, index: Index) -> None:
        """What the cell itself shows, inside its padding."""
        self.paint_text(painter, room, self.shown(index), self.colour_of(index))

    def paint_text(self, painter: QPainter, room: QRect, text: str, colour: Any) -> None:
        """One line of text, elided where it does not fit."""
        if not text:
            return
        font, metrics = self.font_of(text)
        painter.setFont(font)
        painter.setPen(colour)
        if metrics.horizontalAdvance(text) > room.width():
            text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, int(self.alignment), text)

    def font_of(self, text: str) -> tuple[QFont, QFontMetrics]:
        """The font this text is drawn in, and its measures."""
        return self.font, self.metrics

    def shown(self, index: Index) -> str:
        """The text of a cell on one line."""
        value = index.data(Qt.ItemDataRole.DisplayRole)
        return "" if value is None else str(value).replace("\n", " ")

    def colour_of(self, index: Index) -> Any:
        """The cell's tone where the model gives one, else this delegate's own."""
        return theme.tone_text(index.data(ToneRole) or self.tone)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Wide enough for the whole text; the view decides the height of rows."""
        text = self.shown(index)
        width = self.font_of(text)[1].horizontalAdvance(text) + 1
        return QSize(width + 2 * theme.px(PADDING), theme.px(theme.ROW_HEIGHT))

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """Qt's own editor, opaque over the row."""
        editor = super().createEditor(parent, option, index)
        if editor is not None:
            editor.setAutoFillBackground(True)
        return editor

    def _prepare(self) -> None:
        t = theme.tokens()
        self.font = theme.font(weight=self.weight, tabular=self.tabular)
        self.metrics = QFontMetrics(self.font)
        self._selected, self._hover = theme.colour(t.soft), theme.colour(t.hover)
        self._line, self._ring = theme.colour(t.row_line), theme.colour(t.ring)
        self._ring_pen = QPen(self._ring, t.ring_px() - 1)
        self._edge = theme.colour(t.soft_line) if t.strong else None


def _has_chinese(text: str) -> bool:
    return any("\u2e80" <= letter <= "\u9fff" or letter > "\uf8ff" for letter in text)


class MutedDelegate(RowDelegate):
    """Secondary text: dates, remarks."""

    tone = "secondary"


class MoneyDelegate(RowDelegate):
    """Amounts and figures: on the right, of one width, in the tone the model gives (`bad`: overdue)."""

    alignment = RIGHT
    tabular = True


class NameDelegate(RowDelegate):
    """The name that a row is known by, after its avatar."""

    weight = QFont.Weight.Medium

    def paint_content(self, painter: QPainter, room: QRect, index: Index) -> None:
        name = self.shown(index)
        side = min(theme.px(24), room.height() - theme.px(6))
        disc = QRect(room.left(), room.center().y() - side // 2 + 1, side, side)
        if name:
            paint_avatar(painter, disc, name)
        self.paint_text(painter, room.adjusted(side + theme.px(9), 0, 0, 0), name, self.colour_of(index))

    def font_of(self, text: str) -> tuple[QFont, QFontMetrics]:
        # Chinese fonts have no weight between regular and bold, and regular would not stand out.
        return (self._bold, self._bold_metrics) if _has_chinese(text) else (self.font, self.metrics)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return super().sizeHint(option, index) + QSize(theme.px(33), 0)

    def _prepare(self) -> None:
        super()._prepare()
        self._bold = theme.font(weight=QFont.Weight.Bold)
        self._bold_metrics = QFontMetrics(self._bold)


class PillDelegate(RowDelegate):
    """A state as a soft pill in its tone."""

    tone = "neutral"

    def paint_content(self, painter: QPainter, room: QRect, index: Index) -> None:
        text = self.shown(index)
        if not text:
            return
        height = pill_size(text).height()
        at = QPoint(room.left(), room.center().y() - height // 2 + 1)
        tone = index.data(ToneRole) or self.tone
        # The accent's ground is the colour of a selected row.
        ground = theme.tokens().card if self.on_selection and tone == "accent" else ""
        paint_pill(painter, at, text, tone, room.width(), ground)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(pill_size(self.shown(index)).width() + 2 * theme.px(PADDING), theme.px(theme.ROW_HEIGHT))


class IconDelegate(RowDelegate):
    """A small mark (star, lock, attachment) in the middle of a narrow cell, from the model's decoration."""

    def paint_content(self, painter: QPainter, room: QRect, index: Index) -> None:
        mark = index.data(Qt.ItemDataRole.DecorationRole)
        if isinstance(mark, QIcon):
            side = theme.px(16)
            mark.paint(painter, room.center().x() - side // 2, room.center().y() - side // 2 + 1, side, side)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(theme.px(40), theme.px(theme.ROW_HEIGHT))


def delegate_for(kind: str, parent: QObject | None = None) -> RowDelegate:
    """The delegate of a column: "name", "pill", "money", "number", "muted", "icon", anything else plain text."""
    made = {
        "name": NameDelegate,
        "pill": PillDelegate,
        "money": MoneyDelegate,
        "number": MoneyDelegate,
        "muted": MutedDelegate,
        "icon": IconDelegate,
    }
    return made.get(kind, RowDelegate)(parent)
