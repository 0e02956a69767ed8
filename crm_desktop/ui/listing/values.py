"""What the value of a filter is typed or chosen in: one value, a range, a number of days, several of a list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from crm_desktop.entity.columns import Column, Tags
from crm_desktop.entity.company import Company
from crm_desktop.entity.describe import Entity
from crm_desktop.entity.fields import Choice, Day, Link, Moment, Tick, Whole, Word
from crm_desktop.errors import Refused
from crm_desktop.i18n import _
from crm_desktop.store.row import quoted
from crm_desktop.ui import theme
from crm_desktop.ui.listing.conditions import value_text
from crm_desktop.ui.listing.panelrows import CHECKED, WHAT, PanelList
from crm_desktop.ui.listing.reading import reader_of
from crm_desktop.ui.record.editors import make_editor
from crm_desktop.ui.widgets import SearchBox, label
from crm_desktop.ui.widgets.buttons import TextLine
from crm_desktop.values.periods import PERIODS
from crm_desktop.values.text import clean

if TYPE_CHECKING:
    from crm_desktop.ui.window import Window

NEWEST: Final = 50_000
"""Records looked through for the values of a column."""
OFFERED: Final = 300
LINES: Final = 8
USUAL_DAYS: Final = 30
MOST_DAYS: Final = 36_500


class ValueField(QWidget):
    """A field for the value of one operation."""

    done = Signal()
    """Enter: the person wants it put on."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(theme.px(8))

    def value(self) -> Any:
        """The value as a condition takes it; Refused where there is none, or none that can be read."""
        raise NotImplementedError

    def set_value(self, value: Any) -> None:
        """Show a value."""
        raise NotImplementedError

    def focus(self) -> None:
        """Put the cursor where it is needed."""
        self.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.done.emit()
            return
        super().keyPressEvent(event)


class NoValue(ValueField):
    """An operation that needs none."""

    def value(self) -> Any:
        return None

    def set_value(self, value: Any) -> None:
        """There is nothing to show."""


class TextValue(ValueField):
    """Some letters, whatever they are."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.line = TextLine()
        self.line.setAccessibleName(name)
        self.column.addWidget(self.line)

    def value(self) -> Any:
        text = clean(self.line.text())
        if not text:
            raise Refused(_("Type what to look for."))
        return text

    def set_value(self, value: Any) -> None:
        self.line.setText(str(value))

    def focus(self) -> None:
        self.line.setFocus()


class OneValue(ValueField):
    """A value of the column's own kind, in the editor that its form has."""

    def __init__(self, window: Window, column: Column) -> None:
        super().__init__()
        self.editor = make_editor(window, column)
        self.column.addWidget(self.editor.widget)

    def value(self) -> Any:
        raw = self.editor.raw()
        if raw is None:
            raise Refused(_("Type or choose a value."))
        return raw

    def set_value(self, value: Any) -> None:
        self.editor.set_raw(value)

    def focus(self) -> None:
        self.editor.focus()


class RangeValue(ValueField):
    """From one value to another."""

    def __init__(self, window: Window, column: Column) -> None:
        super().__init__()
        self.first, self.last = make_editor(window, column), make_editor(window, column)
        for editor, name in ((self.first, _("{field}, from")), (self.last, _("{field}, to"))):
            editor.focus_part().setAccessibleName(name.format(field=column.title))
        row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        row.addWidget(self.first.widget, 1)
        row.addWidget(label("–", "secondary"))
        row.addWidget(self.last.widget, 1)
        self.column.addLayout(row)

    def value(self) -> Any:
        first, last = self.first.raw(), self.last.raw()
        if first is None or last is None:
            raise Refused(_("Give both ends."))
        return (first, last) if first <= last else (last, first)

    def set_value(self, value: Any) -> None:
        self.first.set_raw(value[0])
        self.last.set_raw(value[1])

    def focus(self) -> None:
        self.first.focus()


class DaysValue(ValueField):
    """A number of days."""

    def __init__(self, window: Window, column: Column) -> None:
        super().__init__()
        self.editor = make_editor(window, column._replace(kind=Whole(column.marked), field=None))
        self.editor.set_raw(USUAL_DAYS)
        self.editor.widget.setFixedWidth(theme.px(90))
        row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        row.addWidget(self.editor.widget)
        row.addWidget(label(_("days"), "secondary"), 1)
        self.column.addLayout(row)

    def value(self) -> Any:
        days = self.editor.raw()
        if days is None or not 1 <= days <= MOST_DAYS:
            raise Refused(_("Type a number of days, from 1 to {most}.").format(most=f"{MOST_DAYS:,}"))
        return days

    def set_value(self, value: Any) -> None:
        self.editor.set_raw(int(value))

    def focus(self) -> None:
        self.editor.focus()


class PickValue(ValueField):
    """One of a few: yes or no, one choice, one tag."""

    def __init__(self, name: str, choices: Sequence[tuple[str, Any]]) -> None:
        super().__init__()
        self.box = QComboBox()
        self.box.setAccessibleName(name)
        self.box.setMaxVisibleItems(14)
        for title, raw in choices:
            self.box.addItem(title, raw)
        self.column.addWidget(self.box)

    def value(self) -> Any:
        if self.box.currentIndex() < 0:
            raise Refused(_("There is nothing to choose yet."))
        return self.box.currentData()

    def set_value(self, value: Any) -> None:
        if self.box.findData(value) < 0:
            self.box.addItem(str(value), value)
        self.box.setCurrentIndex(self.box.findData(value))

    def focus(self) -> None:
        self.box.setFocus()


class SomeValues(ValueField):
    """Several values, ticked in a list: the options of a choice, or what the column holds, the most frequent first."""

    def __init__(self, name: str, choices: Sequence[tuple[str, Any, str]] | None = None) -> None:
        super().__init__()
        self._wanted: list[Any] = []
        self.search = SearchBox(_("Find a value"), wait_ms=0)
        self.search.hide()
        self.list = PanelList(name)
        self.list.entered.connect(self.done)
        self.column.addWidget(self.search)
        self.column.addWidget(self.list)
        self.search.textChanged.connect(self.list.narrow)
        self.search.down.connect(self.list.go_in)
        self.offer(choices or [])

    def offer(self, choices: Sequence[tuple[str, Any, str]]) -> None:
        """Put the values in the list: title, raw value, and what is said beside it."""
        self._wanted = self.list.ticked() or self._wanted
        self.list.clear()
        for title, raw, beside in choices:
            self.list.add(title, raw, ticked=raw in self._wanted, beside=beside)
        self._add_wanted()
        self.search.setVisible(self.list.count() > LINES)
        self.list.set_lines(min(LINES, max(2, self.list.count())))
        if self.hasFocus():
            self.focus()

    def value(self) -> Any:
        chosen = self.list.ticked()
        if not chosen:
            raise Refused(_("Tick at least one value."))
        return chosen

    def set_value(self, value: Any) -> None:
        self._wanted = list(value) if isinstance(value, list | tuple) else [value]
        for item in self.list.rows():
            item.setCheckState(CHECKED if item.data(WHAT) in self._wanted else Qt.CheckState.Unchecked)
        self._add_wanted()

    def focus(self) -> None:
        """Many values are typed for, which an input method does in a line and not in a list."""
        if not self.search.isHidden():
            self.search.setFocus()
            return
        self.list.go_in()
        if not self.list.count():
            self.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if not (enter and self._tick_found()):
            super().keyPressEvent(event)

    def _tick_found(self) -> bool:
        """Tick the first value that was found; False where there is nothing left to tick."""
        first = self.list.first() if self.search.hasFocus() and self.search.text().strip() else None
        if first is None or first.checkState() == CHECKED:
            return False
        first.setCheckState(CHECKED)
        self.search.selectAll()
        return True

    def _add_wanted(self) -> None:
        """Values that are asked for stand in the list although no record has them at present."""
        have = [item.data(WHAT) for item in self.list.rows()]
        for raw in self._wanted:
            if raw not in have:
                self.list.add(str(raw), raw, ticked=True)


def value_field(window: Window, entity: Entity, column: Column, operation: str) -> ValueField:
    """The field that fits a column and an operation."""
    kind = column.kind
    if operation in ("empty", "filled", "some", "none"):
        return NoValue()
    if operation == "period":
        made = PickValue(column.title, [(_(title), name) for name, title in PERIODS.items()])
        made.set_value("this-month")
        return made
    if operation in ("last_days", "next_days", "older_days"):
        return DaysValue(window, column)
    if isinstance(kind, Tick):
        return PickValue(column.title, [(_("Yes"), 1), (_("No"), 0)])
    if isinstance(kind, Tags):
        names = window.company.execute("SELECT name FROM tag ORDER BY name_key").fetchall()
        return PickValue(column.title, [(name, name) for (name,) in names])
    if isinstance(kind, Choice):
        options = [(_(option.title), option.key) for option in kind.options]
        if operation == "in":
            return SomeValues(column.title, [(title, key, "") for title, key in options])
        return PickValue(column.title, options)
    if operation == "in":
        return _values_there(window, entity, column)
    if isinstance(kind, Day | Moment) or kind.numeric:
        typed = _typed_kind(column)
        return RangeValue(window, typed) if operation == "between" else OneValue(window, typed)
    if operation in ("is", "is_not") and (isinstance(column.field, Link) or (isinstance(kind, Word) and column.stored)):
        return OneValue(window, column)
    return TextValue(column.title)


def _typed_kind(column: Column) -> Column:
    """The column as its values are typed in a filter: of a moment, the day."""
    if isinstance(column.kind, Moment):
        return column._replace(kind=Day(column.marked))
    return column


def _values_there(window: Window, entity: Entity, column: Column) -> SomeValues:
    """What a column holds, with how often; looked up beside the window."""
    field = SomeValues(column.title)
    company = window.company

    def take(found: list[tuple[Any, int]]) -> None:
        named = _titles(company, column, [raw for raw, _n in found])
        field.offer([(title, raw, f"{n:,}") for title, (raw, n) in zip(named, found, strict=True)])

    reader_of(company).ask(lambda: _most_frequent(company, entity, column), take, owner=field).wait(0.05)
    return field


def _most_frequent(company: Company, entity: Entity, column: Column) -> list[tuple[Any, int]]:
    sql = column.sql.replace("{t}", "t")
    if isinstance(column.field, Link):
        sql = f"t.{quoted(column.field.column_name)}"
    return company.execute(
        f"SELECT v, count(*) FROM (SELECT {sql} AS v FROM {quoted(entity.name)} t ORDER BY t.id DESC LIMIT {NEWEST})"
        f" WHERE v IS NOT NULL GROUP BY v ORDER BY count(*) DESC, v LIMIT {OFFERED}"
    ).fetchall()


def _titles(company: Company, column: Column, raws: Sequence[Any]) -> list[str]:
    target = company.entity_of(column.field.rel_model) if isinstance(column.field, Link) else None
    if target is None:
        return [value_text(company, column, raw) for raw in raws]
    titles = company.titles(target, raws)
    return [titles.get(raw) or f"#{raw}" for raw in raws]
