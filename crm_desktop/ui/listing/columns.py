"""The chooser of columns: tick what is shown, drag it into order, go back to the kind's own."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from crm_desktop.entity.columns import Column
from crm_desktop.i18n import _
from crm_desktop.ui import theme
from crm_desktop.ui.icons import pixmap
from crm_desktop.ui.listing.flyout import Flyout
from crm_desktop.ui.painting import paint_frame
from crm_desktop.ui.widgets import SearchBox, button, label
from crm_desktop.values.text import fold

ROW = 32
CHECKED = Qt.CheckState.Checked
NAME = Qt.ItemDataRole.UserRole


class _Row(QStyledItemDelegate):
    """A tick box, a title, and at the right what it is dragged by."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        t, rect = theme.tokens(), option.rect
        here = bool(option.state & QStyle.StateFlag.State_HasFocus)
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        if here or hovered:
            paint_frame(painter, rect.adjusted(0, 1, 0, -1), t.soft if here else t.hover, "", 6)
        side = theme.px(16)
        box = QRect(rect.left() + theme.px(8), rect.center().y() - side // 2 + 1, side, side)
        ticked = Qt.CheckState(index.data(Qt.ItemDataRole.CheckStateRole)) == CHECKED
        paint_frame(painter, box, t.accent if ticked else t.card, t.accent if ticked else t.control, 4)
        ratio = painter.device().devicePixelRatio()
        if ticked:
            mark = pixmap("check", "on_accent", theme.px(12), ratio)
            painter.drawPixmap(box.left() + theme.px(2), box.top() + theme.px(2), mark)
        grip = theme.px(14)
        room = rect.adjusted(theme.px(34), 0, -theme.px(28), 0)
        painter.setFont(theme.font())
        painter.setPen(theme.tone_text("text"))
        title = str(index.data() or "")
        title = painter.fontMetrics().elidedText(title, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter), title)
        if ticked:
            drawn = pixmap("drag", "secondary" if here or hovered else "faint", grip, ratio)
            painter.drawPixmap(rect.right() - theme.px(22), rect.center().y() - grip // 2 + 1, drawn)

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex) -> QSize:
        return QSize(theme.px(200), theme.px(ROW))

    def editorEvent(self, *_what: object) -> bool:
        """A click anywhere on the row ticks it, see `ColumnChooser`."""
        return False


class ColumnList(QListWidget):
    """The columns: Space ticks, Alt+Up and Alt+Down move, the mouse drags."""

    reordered = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Columns"))
        self.setAccessibleDescription(_("Space shows or hides a column, Alt+Up and Alt+Down move it"))
        self.setProperty("bare", True)
        self.setMouseTracking(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setItemDelegate(_Row(self))
        self.model().rowsMoved.connect(lambda *_where: self.reordered.emit())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        by = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
        if by and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.move_current(by)
        elif event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentItem():
            self.turn(self.currentItem())
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def turn(self, item: QListWidgetItem) -> None:
        """Show what is hidden, hide what is shown."""
        on = item.checkState() == CHECKED
        item.setCheckState(Qt.CheckState.Unchecked if on else CHECKED)

    def move_current(self, by: int) -> None:
        """Move the current column up or down."""
        row = self.currentRow()
        if row < 0 or not 0 <= row + by < self.count():
            return
        item = self.takeItem(row)
        self.insertItem(row + by, item)
        self.setCurrentRow(row + by)
        self.reordered.emit()


class ColumnChooser(Flyout):
    """Every column of a kind: those shown first, in their order. What is ticked or moved is shown at once."""

    chosen = Signal(tuple)
    reset = Signal()

    def __init__(self, anchor: QWidget, columns: dict[str, Column], shown: Callable[[], Sequence[str]]) -> None:
        super().__init__(anchor, _("Columns"), 280)
        self._columns, self._shown = columns, shown
        self.head.addWidget(button(_("Reset"), self._reset, "quiet"))
        self.search = SearchBox(_("Find a column"), wait_ms=0)
        self.column.addWidget(self.search)
        self.list = ColumnList()
        self.column.addWidget(self.list, 1)
        self.hint = label(_("Drag to reorder, or Alt+↑ and Alt+↓."), "secondary", 12, wrap=True)
        self.column.addWidget(self.hint)
        self._fill()
        rows = min(12, self.list.count())
        self.list.setFixedHeight(rows * theme.px(ROW) + 4)
        self.search.textChanged.connect(self._narrow)
        self.search.down.connect(self.list.setFocus)
        self.list.itemChanged.connect(lambda _item: self._tell())
        self.list.reordered.connect(self._tell)
        self.list.itemClicked.connect(self.list.turn)

    def open(self) -> None:
        super().open()
        self.list.setFocus()
        self.list.setCurrentRow(0)

    def names(self) -> tuple[str, ...]:
        """The columns that are ticked, in order."""
        items = (self.list.item(row) for row in range(self.list.count()))
        return tuple(item.data(NAME) for item in items if item.checkState() == CHECKED)

    def _fill(self) -> None:
        self.list.blockSignals(True)
        self.list.clear()
        shown = [name for name in self._shown() if name in self._columns]
        rest = sorted((name for name in self._columns if name not in shown), key=self._place)
        for name in [*shown, *rest]:
            item = QListWidgetItem(self._columns[name].title)
            item.setData(NAME, name)
            item.setFlags(
                Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable
                | Qt.ItemFlag.ItemIsDragEnabled
            )
            item.setCheckState(CHECKED if name in shown else Qt.CheckState.Unchecked)
            self.list.addItem(item)
        self.list.blockSignals(False)

    def _place(self, name: str) -> int:
        return list(self._columns).index(name)

    def _narrow(self, words: str) -> None:
        wanted = fold(words)
        for row in range(self.list.count()):
            item = self.list.item(row)
            item.setHidden(wanted not in fold(item.text()))

    def _tell(self) -> None:
        names = self.names()
        if not names:  # a list without a column shows nothing that could be ticked back
            self.list.blockSignals(True)
            self.list.item(max(0, self.list.currentRow())).setCheckState(CHECKED)
            self.list.blockSignals(False)
            return
        self.chosen.emit(names)

    def _reset(self) -> None:
        self.reset.emit()
        self._fill()
        self.list.setCurrentRow(0)
