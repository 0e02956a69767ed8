"""The rows of lists inside panels: a tick or an icon, a text, something quiet beside it, a grip to drag by."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from crm_desktop.i18n import _
from crm_desktop.ui import theme
from crm_desktop.ui.icons import pixmap
from crm_desktop.ui.painting import paint_frame
from crm_desktop.values.text import fold

Index = QModelIndex | QPersistentModelIndex
ROW: Final = 30
CHECKED: Final = Qt.CheckState.Checked
WHAT: Final = Qt.ItemDataRole.UserRole
"""What a row stands for."""
BESIDE: Final = Qt.ItemDataRole.UserRole + 1
"""A quiet text at its right end."""
ICON: Final = Qt.ItemDataRole.UserRole + 2
"""The role of its icon."""
HEADING: Final = Qt.ItemDataRole.UserRole + 3
"""Whether it only names the rows below it."""
ONLY_FOUND: Final = Qt.ItemDataRole.UserRole + 4
"""Whether it is shown only where words find it."""
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class PanelRow(QStyledItemDelegate):
    """Draws one row."""

    def __init__(self, parent: QWidget, *, grips: bool = False) -> None:
        super().__init__(parent)
        self._grips = grips

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        t, rect = theme.tokens(), option.rect
        if index.data(HEADING):
            painter.setFont(theme.font(theme.SMALL_PX, QFont.Weight.DemiBold))
            painter.setPen(theme.colour(t.secondary))
            room = rect.adjusted(theme.px(8), theme.px(6), 0, 0)
            painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter), str(index.data()))
            return
        here = bool(option.state & QStyle.StateFlag.State_HasFocus)
        over = bool(option.state & QStyle.StateFlag.State_MouseOver)
        if here or over:
            paint_frame(painter, rect.adjusted(0, 1, 0, -1), t.soft if here else t.hover, t.ring if here else "", 6)
        checked = index.data(Qt.ItemDataRole.CheckStateRole)
        ticked = checked is not None and Qt.CheckState(checked) == CHECKED
        left = theme.px(10)
        if checked is not None:
            _paint_tick(painter, rect, ticked)
            left = theme.px(34)
        elif index.data(ICON):
            _paint_icon(painter, index.data(ICON), rect.left() + theme.px(8), rect, "secondary")
            left = theme.px(34)
        right = theme.px(10)
        if self._grips and ticked:
            _paint_icon(painter, "drag", rect.right() - theme.px(22), rect, "secondary" if here or over else "faint")
            right = theme.px(28)
        self._paint_texts(painter, rect.adjusted(left, 0, -right, 0), index)

    def _paint_texts(self, painter: QPainter, room: QRect, index: Index) -> None:
        beside = str(index.data(BESIDE) or "")
        painter.setFont(theme.font(12, tabular=True))
        painter.setPen(theme.tone_text("secondary"))
        painter.drawText(room, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), beside)
        taken = painter.fontMetrics().horizontalAdvance(beside) + theme.px(8) if beside else 0
        painter.setFont(theme.font())
        painter.setPen(theme.tone_text("text"))
        room = room.adjusted(0, 0, -taken, 0)
        text = painter.fontMetrics().elidedText(str(index.data() or ""), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter), text)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(theme.px(120), theme.px(ROW))

    def editorEvent(self, *_what: object) -> bool:
        """Nothing happens in the box alone: a click anywhere on the row ticks it."""
        return False


def _paint_tick(painter: QPainter, rect: QRect, ticked: bool) -> None:
    t, side = theme.tokens(), theme.px(16)
    box = QRect(rect.left() + theme.px(8), rect.center().y() - side // 2 + 1, side, side)
    paint_frame(painter, box, t.accent if ticked else t.card, t.accent if ticked else t.control, 4)
    if ticked:
        inside = theme.px(12)
        mark = pixmap("check", "on_accent", inside, painter.device().devicePixelRatio())
        at = (side - inside) // 2
        painter.drawPixmap(box.left() + at, box.top() + at, mark)


def _paint_icon(painter: QPainter, role: str, x: int, rect: QRect, tone: str) -> None:
    side = theme.px(16)
    drawn = pixmap(role, tone, side, painter.device().devicePixelRatio())
    painter.drawPixmap(x, rect.center().y() - side // 2 + 1, drawn)


class PanelList(QListWidget):
    """A list inside a panel: a click or Space ticks a row (or chooses it), Enter is done with it."""

    chosen = Signal(object)
    """What a row without a tick stands for."""
    entered = Signal()

    def __init__(self, name: str, parent: QWidget | None = None, *, grips: bool = False) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setProperty("bare", True)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(self.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setItemDelegate(PanelRow(self, grips=grips))
        self.itemClicked.connect(self.act)
        self._sought = False

    def add(
        self, text: str, what: object, *, ticked: bool | None = None, beside: str = "", icon: str = "",
        heading: bool = False, only_found: bool = False,
    ) -> QListWidgetItem:  # fmt: skip
        """Add a row; `ticked` None: it is chosen, not ticked; `only_found`: it is shown where words find it."""
        item = QListWidgetItem(text)
        item.setData(WHAT, what)
        item.setData(BESIDE, beside)
        item.setData(ICON, icon)
        item.setData(HEADING, heading)
        item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
        if heading:
            item.setFlags(Qt.ItemFlag.NoItemFlags)
        if ticked is not None:
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(CHECKED if ticked else Qt.CheckState.Unchecked)
        item.setData(ONLY_FOUND, only_found)
        self.addItem(item)
        item.setHidden(only_found)
        return item

    def rows(self) -> Sequence[QListWidgetItem]:
        """Every row."""
        return [self.item(row) for row in range(self.count())]

    def ticked(self) -> list[object]:
        """What the ticked rows stand for, in order."""
        return [item.data(WHAT) for item in self.rows() if item.checkState() == CHECKED]

    def act(self, item: QListWidgetItem) -> None:
        """Tick a row, or take its tick off; choose it where it has none."""
        if item.flags() & Qt.ItemFlag.ItemIsUserCheckable:
            item.setCheckState(Qt.CheckState.Unchecked if item.checkState() == CHECKED else CHECKED)
        elif item.flags() & Qt.ItemFlag.ItemIsSelectable:
            self.chosen.emit(item.data(WHAT))

    def narrow(self, words: str) -> None:
        """Show only rows that hold these words."""
        self._sought = bool(words.strip())
        for item in self.rows():
            if words:
                item.setHidden(bool(item.data(HEADING)) or fold(words) not in fold(item.text()))
            else:
                item.setHidden(bool(item.data(ONLY_FOUND)))

    def first(self) -> QListWidgetItem | None:
        """The first row that is shown and can be chosen."""
        return next((item for item in self.rows() if not item.isHidden() and not item.data(HEADING)), None)

    def told_instead(self) -> str:
        """What stands in the place of the rows where no words are found in any."""
        return _("Nothing has these words.") if self._sought and self.first() is None else ""

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if told := self.told_instead():
            painter = QPainter(self.viewport())
            painter.setFont(theme.font())
            painter.setPen(theme.tone_text("secondary"))
            room = self.viewport().rect().adjusted(theme.px(8), 0, -theme.px(8), 0)
            room.setHeight(min(room.height(), theme.px(2 * ROW)))
            painter.drawText(room, int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap), told)

    def go_in(self) -> None:
        """Put the focus on the first row."""
        first = self.first()
        if first is not None:
            self.setCurrentItem(first)
            self.setFocus()

    def set_lines(self, lines: int) -> None:
        """As high as so many rows."""
        self.setFixedHeight(lines * theme.px(ROW) + 2)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        item = self.currentItem()
        if item is not None and event.key() == Qt.Key.Key_Space:
            self.act(item)
        elif event.key() in _ENTER:
            if item is not None and not item.flags() & Qt.ItemFlag.ItemIsUserCheckable:
                self.act(item)
            self.entered.emit()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)
