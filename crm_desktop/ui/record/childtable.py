"""The table of child rows on a form: every cell opens its field's editor, keys go from cell to cell."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QFont,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QMenu, QSizePolicy

from crm_desktop.entity.columns import Linked
from crm_desktop.entity.describe import Children
from crm_desktop.entity.fields import Choice, Kind, Tick
from crm_desktop.i18n import _
from crm_desktop.ui import theme
from crm_desktop.ui.icons import icon
from crm_desktop.ui.record import clipboard
from crm_desktop.ui.record.childcells import PAD, CellDelegate
from crm_desktop.ui.record.childmodel import ChildModel
from crm_desktop.ui.record.editor import Editor
from crm_desktop.ui.record.links import LinkEditor
from crm_desktop.ui.roles import RawRole
from crm_desktop.ui.rowtable import RowTable

if TYPE_CHECKING:
    from crm_desktop.ui.window import Window

ROW: Final = 32
MOST_ROWS: Final = 12
REMOVE: Final = 34


class ChildTable(RowTable):
    """The table itself. Tab and Enter go through the cells; the blank last row takes a new line."""

    def __init__(self, window: Window, children: Children) -> None:
        super().__init__(name=_(children.title))
        self.window_ = window
        self.clicked_in = False
        self.near: Any = None
        self.go: Any = None
        self.lines = ChildModel(window, children)
        self.cells = CellDelegate(self)
        self.setModel(self.lines)
        self.setItemDelegate(self.cells)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.CurrentChanged
            | QAbstractItemView.EditTrigger.SelectedClicked
            | QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.AnyKeyPressed
        )
        self.verticalHeader().setDefaultSectionSize(theme.px(ROW))
        heading = self.horizontalHeader()
        heading.setSectionsMovable(False)
        heading.setSectionsClickable(False)
        heading.setStretchLastSection(False)
        heading.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        heading.setMinimumSectionSize(theme.px(20))
        heading.setFixedHeight(theme.px(28))
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        for signal in (self.lines.modelReset, self.lines.rowsInserted, self.lines.rowsRemoved):
            signal.connect(self._grow)
        self.clicked.connect(self._clicked)
        self._grow()

    # Going about -------------------------------------------------------------------------------------------------

    def step(self, by: int) -> None:
        """The next cell that can be typed into, or with -1 the one before; out of the table at its ends."""
        here, count = self.currentIndex(), len(self.lines.columns)
        row, column = here.row(), min(here.column(), count)
        leaving_blank = by > 0 and self.lines.is_blank_row(row)
        place = row * count + column + by
        if leaving_blank or place < 0 or place >= self.lines.rowCount() * count:
            self.focusNextPrevChild(by > 0)
            return
        self.setCurrentIndex(self.lines.index(place // count, place % count))

    def go_rows(self, by: int) -> None:
        """The same cell a row further down or up."""
        here = self.currentIndex()
        row = here.row() + by
        if 0 <= row < self.lines.rowCount():
            self.setCurrentIndex(self.lines.index(row, here.column()))
        else:
            self.setFocus()

    def add_line(self) -> None:
        """Go to the blank row at the end, where a new line is typed."""
        self.setFocus()
        self.setCurrentIndex(self.lines.index(self.lines.rowCount() - 1, 0))
        if self.cells.editor is None:
            self.edit(self.currentIndex())

    def remove_line(self) -> None:
        """Take the current row away."""
        here = self.currentIndex()
        if here.isValid() and self.lines.remove(here.row()):
            self.select(min(here.row(), self.lines.rowCount() - 1), here.column())

    def move_line(self, by: int) -> None:
        """Move the current row up or down."""
        here = self.currentIndex()
        if here.isValid() and self.lines.move(here.row(), by):
            self.select(here.row() + by, here.column())

    # Keys --------------------------------------------------------------------------------------------------------

    def owns(self, event: QKeyEvent) -> bool:
        """Whether a key means something to the table itself, also while a cell is open."""
        key, modifiers = event.key(), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if modifiers == Qt.KeyboardModifier.ControlModifier:
            return key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Delete) or clipboard.is_block_paste(event)
        if modifiers == Qt.KeyboardModifier.AltModifier and self.lines.can_move():
            return key in (Qt.Key.Key_Up, Qt.Key.Key_Down)
        return clipboard.is_block_paste(event)

    def act(self, event: QKeyEvent) -> bool:
        """Do what such a key means."""
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.add_line()
        elif key == Qt.Key.Key_Delete:
            self.remove_line()
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.move_line(-1 if key == Qt.Key.Key_Up else 1)
        else:
            clipboard.paste(self)
        return True

    def event(self, event: Any) -> bool:
        if event.type() == event.Type.ShortcutOverride and self.owns(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.owns(event):
            self.act(event)
        elif event.matches(QKeySequence.StandardKey.Copy):
            clipboard.copy(self)
        elif event.matches(QKeySequence.StandardKey.Paste):
            clipboard.paste(self)
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._clear_cells()
        elif event.key() == Qt.Key.Key_Space and self._toggle(self.currentIndex()):
            pass
        elif event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            self.step(-1 if event.key() == Qt.Key.Key_Backtab else 1)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self._enter(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        self.setFocus()
        return super().focusNextPrevChild(forward)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        by_tab = event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.ShortcutFocusReason)
        if event.reason() == Qt.FocusReason.BacktabFocusReason:
            self.select(self.lines.rowCount() - 1, 0)
        elif by_tab:
            self.select(0, 0)

    # Inside ------------------------------------------------------------------------------------------------------

    def prepare(self, editor: Editor, row: int, column: int) -> None:
        """Tell a link's editor which records are near, how one goes to one, and where one made from it belongs."""
        if isinstance(editor, LinkEditor):
            target = editor.target
            editor.go = self.go
            editor.keep = partial(self.lines.put, row, column)
            editor.near = lambda: self.near(target) if self.near is not None else None

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """What keys do to a line, for those who use the mouse."""
        row = self.rowAt(event.pos().y())
        if row >= 0 and not self.lines.is_blank_row(row):
            line_menu(self, row).exec(event.globalPos())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.clicked_in = True
        try:
            super().mousePressEvent(event)
        finally:
            self.clicked_in = False

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.verticalScrollBar().maximum() == 0 or not self.hasFocus():
            event.ignore()
            return
        super().wheelEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._grow()

    def select(self, row: int, column: int) -> None:
        """Go to a cell, open where the table has the focus."""
        self.setCurrentIndex(self.lines.index(row, min(column, len(self.lines.columns) - 1)))
        if self.cells.editor is None and self.hasFocus():
            self.edit(self.currentIndex())

    def _clicked(self, index: QModelIndex) -> None:
        if self.lines.kind(index.column()) is None:
            self.lines.remove(index.row())
        else:
            self._toggle(index)

    def _enter(self, index: QModelIndex) -> None:
        if index.isValid() and self.lines.kind(index.column()) is None:
            self.lines.remove(index.row())
        elif not self._toggle(index):
            self.edit(index)

    def _toggle(self, index: QModelIndex) -> bool:
        if not index.isValid() or not isinstance(self.lines.kind(index.column()), Tick):
            return False
        self.lines.put(index.row(), index.column(), int(not index.data(RawRole)))
        return True

    def _clear_cells(self) -> None:
        for index in self.selectedIndexes():
            if not self.lines.is_blank_row(index.row()) and index.column() < len(self.lines.columns):
                self.lines.put(index.row(), index.column(), None)

    def share_width(self) -> None:
        """Columns take what they hold, then share what is left; what only follows gives way where it is too narrow."""
        room = self.viewport().width() - theme.px(REMOVE)
        needed = needed_widths(self.lines)
        last = len(needed) - 1
        spare = [number for number in range(len(self.lines.columns), last) if sum(needed) > room]
        for number in range(len(needed)):
            self.setColumnHidden(number, number in spare)
        shown = [number for number in range(len(needed)) if number not in spare]
        left = max(0, room - sum(needed[number] for number in shown))
        weights = {number: _weight(self.lines.kind(number)) for number in shown}
        for number in shown:
            self.setColumnWidth(number, needed[number] + int(left * weights[number] / sum(weights.values())))
        if left:
            used = sum(self.columnWidth(number) for number in shown)
            self.setColumnWidth(shown[-1], self.columnWidth(shown[-1]) + room - used)
        self.setColumnWidth(last + 1, theme.px(REMOVE))

    def _grow(self) -> None:
        rows = self.lines.rowCount()
        always, never = Qt.ScrollBarPolicy.ScrollBarAlwaysOn, Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self.setVerticalScrollBarPolicy(always if rows > MOST_ROWS else never)
        self.share_width()
        bar = theme.px(10) if self._is_cramped() else 0
        self.setFixedHeight(min(rows, MOST_ROWS) * theme.px(ROW) + self.horizontalHeader().height() + 2 + bar)

    def _is_cramped(self) -> bool:
        used = sum(self.columnWidth(n) for n in range(self.lines.columnCount()) if not self.isColumnHidden(n))
        return self.viewport().width() > theme.px(120) and used > self.viewport().width()


def line_menu(table: ChildTable, row: int) -> QMenu:
    """What can be done with one line, with the keys that do it."""
    menu, lines = QMenu(table), table.lines
    if lines.can_move():
        up = menu.addAction(icon("chevron-up"), _("Move up") + "\tAlt+Up", lambda: lines.move(row, -1))
        down = menu.addAction(icon("chevron-down"), _("Move down") + "\tAlt+Down", lambda: lines.move(row, 1))
        up.setEnabled(row > 0)
        down.setEnabled(row < len(lines.lines) - 1)
    menu.addAction(icon("trash"), _("Remove this line") + "\tCtrl+Del", lambda: lines.remove(row))
    return menu


def needed_widths(model: ChildModel) -> list[int]:
    """What each column but the last needs for its heading and its first rows."""
    plain, heading = theme.font(tabular=True), theme.font(11.5, QFont.Weight.DemiBold)
    needed = []
    for number in range(model.columnCount() - 1):
        kind = model.kind(number)
        texts = [str(model.index(row, number).data() or "") for row in range(min(len(model.lines), 40))]
        widest = max((theme.text_width(text, plain) for text in texts), default=0)
        named = theme.text_width(kind.title if kind is not None else "", heading)
        needed.append(min(max(widest, named) + 2 * theme.px(PAD) + theme.px(4), theme.px(280)))
    return needed


def _weight(kind: Kind | None) -> float:
    """How much of the room that is left a column takes: words much, figures little."""
    if isinstance(kind, Linked):
        return 2.2
    if kind is None or kind.numeric or isinstance(kind, Tick):
        return 0.3
    if isinstance(kind, Choice):
        return 0.8
    return {"word": 0.8, "day": 0.5}.get(kind.editor, 2.0)
