"""The row of chips above a list: its views at the left, the filters in force and two panels at the right."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLayout, QLayoutItem, QSizePolicy, QWidget

from crm_desktop.entity.views import View
from crm_desktop.i18n import _
from crm_desktop.ui import theme
from crm_desktop.ui.listing.conditions import in_words
from crm_desktop.ui.listing.state import ALL, ListState
from crm_desktop.ui.widgets import Chip, FilterChip

_Sized = tuple[QLayoutItem, QSize]


class _Sides(QLayout):
    """Chips from the left and chips at the right end of one line; where the line is too short, of several."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._items: list[tuple[QLayoutItem, bool]] = []
        self._right = False
        self._gap = theme.px(8)
        self.setContentsMargins(0, 0, 0, 0)

    def add(self, widget: QWidget, *, right: bool) -> None:
        self._right = right
        self.addWidget(widget)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append((item, self._right))

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index][0] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index)[0] if 0 <= index < len(self._items) else None

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._place(QRect(0, 0, width, 0), really=False)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._place(rect, really=True)

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        size = QSize()
        for item, _right in self._items:
            size = size.expandedTo(item.minimumSize())
        return size

    def _place(self, rect: QRect, *, really: bool) -> int:
        left = [(item, item.sizeHint()) for item, right in self._items if not right]
        right = [(item, item.sizeHint()) for item, right in self._items if right]
        lines = self._lines(left, rect.width())
        ends = self._lines(right, rect.width())
        if lines and ends and self._width(lines[-1]) + self._width(ends[0]) + 2 * self._gap > rect.width():
            lines.append([])
        y = rect.y()
        for number in range(max(len(lines), len(lines) - 1 + len(ends))):
            from_left = lines[number] if number < len(lines) else []
            place = number - (len(lines) - 1)
            at_end = ends[place] if 0 <= place < len(ends) else []
            height = max((size.height() for _item, size in (*from_left, *at_end)), default=0)
            if really:
                self._lay(from_left, rect.x(), y, height)
                self._lay(at_end, rect.right() + 1 - self._width(at_end), y, height)
            y += height + self._gap
        return max(0, y - self._gap - rect.y())

    def _lay(self, items: list[_Sized], x: int, y: int, height: int) -> None:
        for item, size in items:
            item.setGeometry(QRect(QPoint(x, y + (height - size.height()) // 2), size))
            x += size.width() + self._gap

    def _lines(self, items: list[_Sized], room: int) -> list[list[_Sized]]:
        lines: list[list[_Sized]] = [[]] if items else []
        for item, size in items:
            if lines[-1] and self._width(lines[-1]) + self._gap + size.width() > room:
                lines.append([])
            lines[-1].append((item, size))
        return lines

    def _width(self, items: list[_Sized]) -> int:
        return sum(size.width() for _item, size in items) + self._gap * max(0, len(items) - 1)


class ViewChip(Chip):
    """One view of the list; the menu of a saved one comes with the right button or the menu key."""

    def __init__(self, key: str, text: str, view: View | None = None) -> None:
        super().__init__(text, None, checkable=True)
        self.key, self.view = key, view


class OnChip(FilterChip):
    """A filter in force; Delete takes it off, and is not a key of the records while it has the focus."""

    def event(self, event: QEvent) -> bool:
        mine = event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent)
        if mine and event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):  # type: ignore[attr-defined]
            event.accept()
            return True
        return super().event(event)


class ChipBar(QWidget):
    """The chips of one list."""

    chosen = Signal(str)
    view_menu = Signal(object, object)
    """The chip of a saved view, and where its menu is wanted."""
    save_wanted = Signal()
    add_wanted = Signal(object)
    columns_wanted = Signal(object)
    edit_wanted = Signal(int, object)

    def __init__(self, state: ListState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = state
        self._sides = _Sides(self)
        self.views: dict[str, ViewChip] = {}
        self.on: list[OnChip] = []
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAccessibleName(_("Views and filters"))
        self.save = Chip(_("Save this view"), icon="add")
        self.add = Chip(_("Filter"), icon="add")
        self.add.setAccessibleName(_("Add a filter"))
        self.columns = Chip(_("Columns"))
        self.save.clicked.connect(lambda: self.save_wanted.emit())
        self.add.clicked.connect(lambda: self.add_wanted.emit(self.add))
        self.columns.clicked.connect(lambda: self.columns_wanted.emit(self.columns))
        self._order: list[QWidget] = []
        self.rebuild()

    def rebuild(self) -> None:
        """Make the chips of the views again."""
        for chip in self.views.values():
            self._drop(chip)
        entity = self._state.entity
        chips = [ViewChip(ALL, _("All"))]
        chips += [ViewChip(f"ready:{ready.name}", _(ready.title)) for ready in entity.filters if ready.pinned]
        chips += [ViewChip(f"view:{view.id}", view.name, view) for view in self._state.views]
        self.views = {chip.key: chip for chip in chips}
        for chip in chips:
            chip.clicked.connect(lambda _on=False, key=chip.key: self._click(key))
            if chip.view is not None:
                chip.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
                chip.customContextMenuRequested.connect(
                    lambda at, chip=chip: self.view_menu.emit(chip, chip.mapToGlobal(at))
                )
                chip.setToolTip(_("Right-click to rename, update or delete this view"))
        self.show_state()

    def show_state(self) -> None:
        """Show which view is chosen, and the filters in force."""
        for key, chip in self.views.items():
            chip.setChecked(key == self._state.chip)
        for gone in self.on:
            self._drop(gone)
        self.on = [self._ready_chip(ready.name, _(ready.title)) for ready in self._state.extra()]
        self.on += [self._condition_chip(place) for place in range(len(self._state.conditions))]
        self._fill()

    def set_count(self, key: str, count: int) -> None:
        """Show how many records a view has."""
        if key in self.views and key != ALL:
            self.views[key].set_count(count)

    def _click(self, key: str) -> None:
        self.views[key].setChecked(key == self._state.chip)
        self.chosen.emit(key)

    def _ready_chip(self, name: str, text: str) -> OnChip:
        chip = OnChip(text)
        chip.setToolTip(_("× takes this filter off"))
        chip.removed.connect(lambda: self._take_off(lambda: self._state.set_ready(name, False)))
        return chip

    def _condition_chip(self, place: int) -> OnChip:
        state = self._state
        chip = OnChip(in_words(state.company, state.entity, state.conditions[place]))
        chip.removed.connect(lambda: self._take_off(lambda: state.take_off(place)))
        chip.clicked.connect(lambda: self.edit_wanted.emit(place, chip))
        return chip

    def _take_off(self, work: Callable[[], object]) -> None:
        self.add.setFocus()  # the chip is about to go
        work()

    def _fill(self) -> None:
        while self._sides.takeAt(0) is not None:
            pass
        left = [*self.views.values(), self.save]
        right = [*self.on, self.add, self.columns]
        for side, chips in ((False, left), (True, right)):
            for chip in chips:
                self._sides.add(chip, right=side)
                chip.show()
        self._order = [*left, *right]
        for before, after in zip(self._order, self._order[1:], strict=False):
            QWidget.setTabOrder(before, after)
        self._sides.invalidate()
        self.updateGeometry()

    def _drop(self, chip: QWidget) -> None:
        chip.hide()
        chip.setParent(None)
        chip.deleteLater()
