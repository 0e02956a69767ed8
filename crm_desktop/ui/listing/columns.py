"""The chooser of columns: tick what is shown, drag it into order, go back to the kind's own."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QWidget

from crm_desktop.entity.columns import Column
from crm_desktop.i18n import _
from crm_desktop.ui import theme
from crm_desktop.ui.listing.flyout import Flyout
from crm_desktop.ui.listing.panelrows import BESIDE, CHECKED, PanelList
from crm_desktop.ui.widgets import SearchBox, button, label

LINES = 12


class ColumnList(PanelList):
    """The columns: Space ticks, Alt+Up and Alt+Down move, the mouse drags."""

    reordered = Signal()
    pin_wanted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Columns"), parent, grips=True)
        self.setAccessibleDescription(_("Space shows or hides a column, Alt+Up and Alt+Down move it"))
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.model().rowsMoved.connect(lambda *_where: self.reordered.emit())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        by = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
        if by and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.move_current(by)
        elif event.key() == Qt.Key.Key_P and not event.modifiers():
            self.pin_wanted.emit(self.currentRow())
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentItem() is not None:
            self.act(self.currentItem())
        else:
            super().keyPressEvent(event)

    def move_current(self, by: int) -> None:
        """Move the current column up or down."""
        row = self.currentRow()
        if row < 0 or not 0 <= row + by < self.count():
            return
        self.blockSignals(True)
        item = self.takeItem(row)
        self.insertItem(row + by, item)
        self.setCurrentRow(row + by)
        self.blockSignals(False)
        self.reordered.emit()


class ColumnChooser(Flyout):
    """Every column of a kind: those shown first, in their order. What is ticked or moved is shown at once."""

    chosen = Signal(tuple)
    reset = Signal()

    pin_chosen = Signal(int)
    """The place of the last column that is to be pinned."""

    def __init__(
        self,
        anchor: QWidget,
        columns: dict[str, Column],
        shown: Callable[[], Sequence[str]],
        pinned: Callable[[], int] | None = None,
    ) -> None:
        super().__init__(anchor, _("Columns"), 290)
        self._columns, self._shown, self._pinned = columns, shown, pinned
        self.head.addWidget(button(_("Reset"), self._reset, "quiet"))
        self.search = SearchBox(_("Find a column"), wait_ms=0)
        self.column.addWidget(self.search)
        self.list = ColumnList()
        self.column.addWidget(self.list, 1)
        told = _("Drag to reorder, or Alt+↑ and Alt+↓; P pins the columns up to here.")
        self.hint = label(told, "secondary", 12, wrap=True)
        self.hint.setContentsMargins(theme.px(8), 0, 0, 0)
        self.column.addWidget(self.hint)
        self._fill()
        self.list.set_lines(min(LINES, self.list.count()))
        self.search.textChanged.connect(self.list.narrow)
        self.search.down.connect(self.list.go_in)
        self.list.itemChanged.connect(lambda _item: self._tell())
        self.list.reordered.connect(self._tell)
        self.list.pin_wanted.connect(self._pin)
        self.pin = button(_("Pin up to this column"), lambda: self._pin(self.list.currentRow()), "quiet", "pin")
        self.column.insertWidget(self.column.indexOf(self.hint), self.pin, 0, Qt.AlignmentFlag.AlignLeft)
        self.pin.setVisible(pinned is not None)
        self._show_pinned()

    def open(self) -> None:
        super().open()
        self.list.go_in()

    def names(self) -> tuple[str, ...]:
        """The columns that are ticked, in order."""
        return tuple(str(name) for name in self.list.ticked())

    def _fill(self) -> None:
        self.list.blockSignals(True)
        self.list.clear()
        shown = [name for name in self._shown() if name in self._columns]
        for name in [*shown, *(name for name in self._columns if name not in shown)]:
            far = name not in shown and ("." in name or ":" in name)
            item = self.list.add(self._columns[name].title, name, ticked=name in shown, only_found=far)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsDragEnabled)
        self.list.blockSignals(False)

    def _pin(self, row: int) -> None:
        """Pin the ticked columns up to a row of the list."""
        if row < 0 or self.list.item(row).checkState() != CHECKED:
            return
        place = sum(self.list.item(before).checkState() == CHECKED for before in range(row))
        self.pin_chosen.emit(place)
        self._show_pinned()

    def _show_pinned(self) -> None:
        """Say which columns are pinned."""
        left = self._pinned() if self._pinned is not None else 0
        self.list.blockSignals(True)
        for item in self.list.rows():
            ticked = item.checkState() == CHECKED
            item.setData(BESIDE, _("pinned") if ticked and left > 0 else "")
            left -= ticked
        self.list.blockSignals(False)
        self.list.viewport().update()

    def _tell(self) -> None:
        names = self.names()
        if names:
            self.chosen.emit(names)
            self._show_pinned()
            return
        # A list without a column shows nothing: the last one stays.
        self.list.blockSignals(True)
        self.list.item(max(0, self.list.currentRow())).setCheckState(CHECKED)
        self.list.blockSignals(False)

    def _reset(self) -> None:
        self.reset.emit()
        self._fill()
        self._show_pinned()
        self.list.go_in()
