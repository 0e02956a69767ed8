"""A table whose columns the person arranges: width, order and sorting; first widths are fitted to the content."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QHelpEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QStyleOptionViewItem, QToolTip, QWidget

from crm_desktop.ui import theme
from crm_desktop.ui.delegates import PADDING, RowDelegate
from crm_desktop.ui.listing.heading import Heading
from crm_desktop.ui.listing.looks import look_of
from crm_desktop.ui.listing.model import RecordTable
from crm_desktop.ui.listing.widths import Fit, first_widths, spread
from crm_desktop.ui.rowtable import RowTable

USUAL = 120
"""The width of a column before anything is known of its content."""


class ColumnedTable(RowTable):
    """The columns of a list."""

    sort_wanted = Signal(str)
    moved = Signal(list)
    """The names of the columns in the order they were dragged to."""
    widened = Signal(str, int)

    def __init__(self, table: RecordTable, parent: QWidget | None = None) -> None:
        super().__init__(parent, name=table.entity.plural)
        self.table = table
        self.looks: dict[str, RowDelegate] = {}
        """The delegate of each look."""
        self.set_widths: dict[str, int] = {}
        """The widths that the person gave to columns, by name."""
        self._fitted: dict[str, Fit] = {}
        self._placing = False
        self.heading = Heading(self)
        self.setHorizontalHeader(self.heading)
        self.heading.setAccessibleName(table.entity.plural)
        self.setModel(table)
        self.heading.sectionClicked.connect(lambda place: self.sort_wanted.emit(table.columns[place].name))
        self.heading.sectionMoved.connect(self._moved)
        self.heading.sectionResized.connect(self._resized)

    def set_up_columns(self) -> None:
        """Give every column its delegate and its width."""
        for place, column in enumerate(self.table.columns):
            self.setItemDelegateForColumn(place, self.looks[look_of(self.table.entity, column).delegate])
        self.fit_columns()

    def fit_columns(self) -> None:
        """Put on the widths: those that the person chose, what the content needs for the others."""
        names = [column.name for column in self.table.columns]
        missing = [name for name in names if name not in self._fitted]
        if missing and self.table.rowCount():
            self._fitted.update(first_widths(self, missing))
        unknown = Fit(theme.px(USUAL), theme.px(USUAL))
        fitted = {name: self._fitted.get(name, unknown) for name in names}
        place = self.heading.sorted_place()
        if 0 <= place < len(names):
            needed = self.heading.width_needed(self.table.columns[place].title, arrow=True)
            fitted[names[place]] = fitted[names[place]].at_least(needed)
        self._put_widths(spread(self.table, fitted, self.set_widths, self.heading.width()))

    def show_sort(self, name: str, down: bool) -> None:
        """Show by which column the list is ordered."""
        place = self.table.place_of(name)
        self.heading.set_sorted(-1 if place is None else place, down)
        self.fit_columns()

    def _put_widths(self, widths: Mapping[str, int]) -> None:
        self._placing = True
        for place, column in enumerate(self.table.columns):
            self.heading.resizeSection(place, widths[column.name])
        self._placing = False

    def make_room(self, texts: Mapping[str, int]) -> None:
        """Widen columns for texts below them, given by their width; those that the person set stay."""
        for name, width in texts.items():
            needed = width + theme.px(2 * PADDING)
            self._fitted[name] = self._fitted.get(name, Fit(0, 0)).at_least(needed)
        self.fit_columns()

    def forget_widths(self) -> None:
        """Let the content decide all widths again."""
        self.set_widths.clear()
        self._fitted.clear()
        self.fit_columns()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.fit_columns()

    def _resized(self, place: int, _old: int, new: int) -> None:
        if self._placing or not QApplication.mouseButtons() & Qt.MouseButton.LeftButton:
            return
        if place < len(self.table.columns) - 1:  # the last one takes what is left
            name = self.table.columns[place].name
            self.set_widths[name] = new
            self.widened.emit(name, new)

    def _moved(self, _place: int, _old: int, _new: int) -> None:
        names = [self.table.columns[self.heading.logicalIndex(at)].name for at in range(self.heading.count())]
        # The model's own order follows at once, so a place in the model is a place on the screen.
        QTimer.singleShot(0, self, lambda: self._settle_move(names))

    def _settle_move(self, names: list[str]) -> None:
        self.heading.blockSignals(True)
        for place in range(self.heading.count()):
            self.heading.moveSection(self.heading.visualIndex(place), place)
        self.heading.blockSignals(False)
        self.moved.emit(names)

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self.tip_at(self.indexAt(event.pos())), self)
            return True
        return super().viewportEvent(event)

    def tip_at(self, index: QModelIndex) -> str:
        """A cell's whole text where it does not fit, or what the model adds to it."""
        if not index.isValid():
            return ""
        extra = index.data(Qt.ItemDataRole.ToolTipRole)
        if extra:
            return str(extra)
        needed = self.itemDelegateForIndex(index).sizeHint(QStyleOptionViewItem(), index).width()
        return str(index.data() or "") if needed > self.columnWidth(index.column()) else ""
