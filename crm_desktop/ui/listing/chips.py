"""The row of chips above a list: its views at the left, the filters in force and two panels at the right."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QMenu, QWidget

from crm_desktop.entity.views import View
from crm_desktop.i18n import _
from crm_desktop.ui import theme
from crm_desktop.ui.listing.conditions import in_words
from crm_desktop.ui.listing.state import ALL, ListState
from crm_desktop.ui.widgets import Chip, FilterChip


class ViewChip(Chip):
    """One view. A saved one has a menu (right button, menu key) and is moved by Alt and arrows or dragged."""

    moved = Signal(int)
    """By so many places."""
    dropped = Signal(int)
    """Where it was let go, in the bar."""

    def __init__(self, bar: QWidget, key: str, text: str, view: View | None = None) -> None:
        super().__init__(text, None, bar, checkable=True)
        self.key, self.view = key, view
        self._pressed: QPoint | None = None
        self._dragged = False

    def show_changed(self, changed: bool) -> None:
        """Mark it while the list shows something else than was saved."""
        if self.view is not None:
            self.set_text(f"{self.view.name} •" if changed else self.view.name)
            self.setAccessibleDescription(_("Changed, not saved") if changed else "")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        by = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        if by and self.view is not None and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.moved.emit(by)
            return
        super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed, self._dragged = event.position().toPoint(), False
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        far = self._pressed is not None and abs(event.position().x() - self._pressed.x()) > theme.px(12)
        if self.view is not None and event.buttons() & Qt.MouseButton.LeftButton and (far or self._dragged):
            self._dragged = True
            self.raise_()
            self.move(self.mapToParent(event.position().toPoint() - (self._pressed or QPoint())).x(), self.y())
            return
        super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._dragged:
            self._dragged, self._pressed = False, None
            self.setDown(False)
            self.dropped.emit(self.geometry().center().x())
            return
        super().mouseReleaseEvent(event)


class OnChip(FilterChip):
    """A filter in force; Delete takes it off, and is not a key of the records while it has the focus."""

    def event(self, event: QEvent) -> bool:
        mine = event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent)
        if mine and event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):  # type: ignore[attr-defined]
            event.accept()
            return True
        return super().event(event)


class ChipBar(QWidget):
    """The chips of one list. Views that have no room on the line are under More; the chosen one always has."""

    chosen = Signal(str)
    view_menu = Signal(object, object)
    """The chip of a saved view, and where its menu is wanted."""
    view_moved = Signal(object, int)
    """A saved view, and its new place among them."""
    save_wanted = Signal()
    add_wanted = Signal(object)
    columns_wanted = Signal(object)
    group_wanted = Signal(object)
    edit_wanted = Signal(int, object)

    def __init__(self, state: ListState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = state
        self.views: dict[str, ViewChip] = {}
        self.on: list[OnChip] = []
        self.folded: list[ViewChip] = []
        """The views under More."""
        self.setAccessibleName(_("Views and filters"))
        self.more = Chip(_("More"), 0, self)
        self.more.setToolTip(_("Further views"))
        self.save = Chip(_("Save this view"), None, self, icon="add")
        self.match = Chip("", None, self)
        """Whether all filters must hold or one is enough; shown where there are two or more."""
        self.match.clicked.connect(lambda: state.set_any(not state.any))
        self.add = Chip(_("Filter"), None, self, icon="add")
        self.add.setAccessibleName(_("Add a filter"))
        self.group = Chip(_("Group"), None, self)
        self.columns = Chip(_("Columns"), None, self)
        self.more.clicked.connect(self._open_more)
        self.save.clicked.connect(lambda: self.save_wanted.emit())
        self.add.clicked.connect(lambda: self.add_wanted.emit(self.add))
        self.group.clicked.connect(lambda: self.group_wanted.emit(self.group))
        self.columns.clicked.connect(lambda: self.columns_wanted.emit(self.columns))
        self.rebuild()

    def rebuild(self) -> None:
        """Make the chips of the views again."""
        for chip in self.views.values():
            self._drop(chip)
        entity = self._state.entity
        chips = [ViewChip(self, ALL, _("All"))]
        chips += [ViewChip(self, f"ready:{ready.name}", _(ready.title)) for ready in entity.filters if ready.pinned]
        chips += [ViewChip(self, f"view:{view.id}", view.name, view) for view in self._state.views]
        self.views = {chip.key: chip for chip in chips}
        for chip in chips:
            chip.clicked.connect(lambda _on=False, key=chip.key: self._click(key))
            if chip.view is not None:
                chip.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
                chip.customContextMenuRequested.connect(
                    lambda at, chip=chip: self.view_menu.emit(chip, chip.mapToGlobal(at))
                )
                chip.moved.connect(lambda by, chip=chip: self._move(chip, by))
                chip.dropped.connect(lambda x, chip=chip: self._drop_at(chip, x))
                chip.setToolTip(_("Right-click to rename, update, share or delete this view"))
        self.show_state()

    def show_state(self) -> None:
        """Show which view is chosen, and the filters in force."""
        for key, chip in self.views.items():
            chip.setChecked(key == self._state.chip)
            chip.show_changed(key == self._state.chip and self._state.differs())
        self.save.set_text(_("Save the changes") if self._state.differs() else _("Save this view"))
        for gone in self.on:
            self._drop(gone)
        self.on = [self._ready_chip(ready.name, _(ready.title)) for ready in self._state.extra()]
        self.on += [self._condition_chip(place) for place in range(len(self._state.conditions))]
        self._show_match()
        self._show_group()
        self._in_order()
        self.arrange()

    def set_count(self, key: str, count: int) -> None:
        """Show how many records a view has."""
        if key in self.views and key != ALL:
            self.views[key].set_count(count)
            self.arrange()

    def _show_match(self) -> None:
        any_ = self._state.any
        self.match.set_text(_("Any of these") if any_ else _("All of these"))
        self.match.setToolTip(
            _("One of the filters is enough. Click to ask for all of them.")
            if any_
            else _("All filters must hold. Click to let any of them be enough.")
        )
        self.match.setVisible(len(self._state.conditions) > 1)

    def _show_group(self) -> None:
        state, name = self._state, self._state.group().lstrip("-")
        text = _("Group")
        if name:
            text = _("By {field}").format(field=state.company.column(state.entity, name).title)
        self.group.setCheckable(bool(name))
        self.group.setChecked(bool(name))
        self.group.set_text(text)

    def _click(self, key: str) -> None:
        self.views[key].setChecked(key == self._state.chip)
        self.chosen.emit(key)

    def _saved(self) -> list[ViewChip]:
        return [chip for chip in self.views.values() if chip.view is not None]

    def _move(self, chip: ViewChip, by: int) -> None:
        place = self._saved().index(chip) + by
        if 0 <= place < len(self._saved()):
            self.view_moved.emit(chip.view, place)

    def _drop_at(self, chip: ViewChip, x: int) -> None:
        """A chip was dragged: it goes before the first one whose middle lies to the right."""
        others = [one for one in self._saved() if one is not chip]
        before = sum(one in self.folded or one.geometry().center().x() < x for one in others)
        self.arrange()
        self.view_moved.emit(chip.view, before)

    def _ready_chip(self, name: str, text: str) -> OnChip:
        chip = OnChip(text, self)
        chip.setToolTip(_("× takes this filter off"))
        chip.removed.connect(lambda: self._take_off(lambda: self._state.set_ready(name, False)))
        return chip

    def _condition_chip(self, place: int) -> OnChip:
        state = self._state
        chip = OnChip(in_words(state.company, state.entity, state.conditions[place]), self)
        chip.removed.connect(lambda: self._take_off(lambda: state.take_off(place)))
        chip.clicked.connect(lambda: self.edit_wanted.emit(place, chip))
        return chip

    def _take_off(self, work: Callable[[], object]) -> None:
        self.add.setFocus()  # the chip is about to go
        work()

    # Where they stand ---------------------------------------------------------------------------------------------

    def arrange(self) -> None:
        """Views from the left, filters and panels at the right end; on lines below where they leave no room."""
        gap = theme.px(8)
        ends = [*self._at_end(), self.add, self.group, self.columns]
        least = _width([self.views[ALL], self.more, self.save], gap)
        beside = least + 2 * gap + _width(ends, gap) <= self.width()
        self._fold(self.width() - (2 * gap + _width(ends, gap) if beside else 0), gap)
        left = [chip for chip in self.views.values() if chip not in self.folded]
        self._lay([*left, *([self.more] if self.folded else []), self.save], 0, 0, gap)
        lines: list[Sequence[QWidget]] = [ends] if beside else _lines(ends, self.width(), gap)
        below = 0 if beside else 1
        step = self.save.sizeHint().height() + gap
        for number, line in enumerate(lines, below):
            self._lay(line, self.width() - _width(line, gap), number * step, gap)
        self.setFixedHeight((len(lines) + below) * step - gap)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.arrange()

    def _at_end(self) -> list[QWidget]:
        """The filters in force; before them, whether all must hold."""
        several = len(self._state.conditions) > 1
        return [*([self.match] if several else []), *self.on]

    def _fold(self, room: int, gap: int) -> None:
        """Choose the views that have no room."""
        chips = list(self.views.values())
        self.folded = []
        if _width([*chips, self.save], gap) > room:
            self.more.set_count(len(chips))  # as wide as it may become
            first = [chip for chip in chips if chip.key in (ALL, self._state.chip)]
            room -= _width([*first, self.more, self.save], gap)
            for chip in chips:
                if chip in first:
                    continue
                room -= chip.sizeHint().width() + gap
                if room < 0:
                    self.folded.append(chip)
            self.more.set_count(len(self.folded))
        for chip in chips:
            chip.setVisible(chip not in self.folded)
        self.more.setVisible(bool(self.folded))

    def _lay(self, chips: Sequence[QWidget], x: int, y: int, gap: int) -> None:
        for chip in chips:
            size = chip.sizeHint()
            chip.setGeometry(x, y, size.width(), size.height())
            chip.show()
            x += size.width() + gap

    def _open_more(self) -> None:
        """The views that have no room, in a menu."""
        menu = QMenu(self)
        for chip in self.folded:
            entry = menu.addAction(f"{chip.text()}\t{chip.shown_count()}")
            entry.triggered.connect(lambda _on=False, key=chip.key: self.chosen.emit(key))
        menu.popup(self.more.mapToGlobal(QPoint(0, self.more.height() + theme.px(4))))

    def _in_order(self) -> None:
        """The order of the keyboard is that of the line."""
        order = [*self.views.values(), self.more, self.save, *self._at_end(), self.add, self.group, self.columns]
        for before, after in pairwise(order):
            QWidget.setTabOrder(before, after)

    def _drop(self, chip: QWidget) -> None:
        chip.hide()
        chip.setParent(None)
        chip.deleteLater()


def _width(chips: Sequence[QWidget], gap: int) -> int:
    """The room that chips take side by side."""
    return sum(chip.sizeHint().width() for chip in chips) + gap * max(0, len(chips) - 1)


def _lines(chips: Sequence[QWidget], room: int, gap: int) -> list[Sequence[QWidget]]:
    """Chips on as many lines as they need."""
    lines: list[list[QWidget]] = [[]]
    for chip in chips:
        if lines[-1] and _width([*lines[-1], chip], gap) > room:
            lines.append([])
        lines[-1].append(chip)
    return [*lines]
