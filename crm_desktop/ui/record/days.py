"""Editors of days and moments: typed in any usual way, or taken from a calendar."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from crm_desktop.entity.columns import Column
from crm_desktop.errors import Refused
from crm_desktop.i18n import _
from crm_desktop.ui import theme
from crm_desktop.ui.record.calendar import DayPicker
from crm_desktop.ui.record.editor import Editor
from crm_desktop.ui.record.lines import LineEditor
from crm_desktop.ui.record.suggest import add_mark
from crm_desktop.ui.widgets.buttons import TextLine
from crm_desktop.ui.widgets.labels import restyle
from crm_desktop.values.dates import parse_date

if TYPE_CHECKING:
    from crm_desktop.ui.window import Window


class DayLine(TextLine):
    """A line for a day: Alt+Down or F4 drops the calendar, Up and Down go a day on or back."""

    stepped = Signal(int)
    dropped = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFont(theme.font(tabular=True))
        add_mark(self, "date", _("Calendar (Alt+Down)"), self.dropped.emit)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _drops(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if _drops(event):
            self.dropped.emit()
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down) and not event.modifiers():
            self.stepped.emit(1 if event.key() == Qt.Key.Key_Up else -1)
        else:
            super().keyPressEvent(event)


def _drops(event: QKeyEvent) -> bool:
    alt_down = event.key() == Qt.Key.Key_Down and event.modifiers() == Qt.KeyboardModifier.AltModifier
    return alt_down or event.key() == Qt.Key.Key_F4


def open_picker(owner: QWidget, day: date | None, today: date, blank: bool, take: Any) -> DayPicker:
    """Drop a calendar from a line."""
    picker = DayPicker(owner, day or today, today, blank=blank)
    picker.picked.connect(take)
    picker.drop_from(owner)
    return picker


class DayEditor(LineEditor):
    """A day; "next Tuesday", 下周二 and 24-3-5 are read when the line is left."""

    def __init__(self, window: Window, column: Column, parent: QWidget | None = None) -> None:
        super().__init__(window, column, parent)
        self.picker: DayPicker | None = None

    def shown(self, raw: Any) -> str:
        # The one writing that both languages read, and that nobody can take for another day.
        return raw or ""

    def drop(self) -> DayPicker:
        """Open the calendar."""
        self.picker = open_picker(self.line, self._day(), self.window.today(), not self.kind.required, self._take)
        return self.picker

    def _make_line(self, parent: QWidget | None) -> QLineEdit:
        made = DayLine(parent)
        made.setPlaceholderText(_("2026-05-17, tomorrow, next Friday"))
        made.dropped.connect(self.drop)
        made.stepped.connect(self._step)
        return made

    def _day(self) -> date | None:
        try:
            raw = self.raw()
        except Refused:
            return None
        return date.fromisoformat(raw) if raw else None

    def _step(self, by: int) -> None:
        day = self._day()
        self._put(day + timedelta(days=by) if day else self.window.today())

    def _take(self, day: date | None) -> None:
        self._put(day)
        self.line.setFocus()
        self.finished.emit()

    def _put(self, day: date | None) -> None:
        self.set_raw(day.isoformat() if day else None)
        self.changed.emit()

    def _tidy(self) -> None:
        try:
            raw = self.raw()
        except Refused:
            return
        if self.line.text() != self._given[0]:
            self.set_raw(raw)


class MomentEditor(Editor):
    """A day and a time beside it; a time typed along with the day ("tomorrow 3pm") finds its own place."""

    def __init__(self, window: Window, column: Column, parent: QWidget | None = None) -> None:
        super().__init__(window, column)
        self._given: tuple[str, Any] = ("", None)
        self.picker: DayPicker | None = None
        self.day = DayLine()
        self.day.setPlaceholderText(_("Date"))
        self.time = TextLine()
        self.time.setFont(theme.font(tabular=True))
        self.time.setPlaceholderText(_("Time"))
        self.time.setFixedWidth(theme.px(78))
        both = QWidget(parent)
        row = QHBoxLayout(both)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(6))
        row.addWidget(self.day, 1)
        row.addWidget(self.time)
        both.setFocusProxy(self.day)
        self._adopt(both)
        self.time.setAccessibleName(_("{field}: time").format(field=column.title))
        self.day.dropped.connect(self.drop)
        self.day.stepped.connect(self._step)
        for line in (self.day, self.time):
            line.textEdited.connect(lambda _text: self.changed.emit())
            line.editingFinished.connect(self._finish)

    def raw(self) -> Any:
        text = self.typed()
        return self._given[1] if text == self._given[0] else self.kind.read(text, self.window.today())

    def set_raw(self, raw: Any) -> None:
        day, _sign, clock = (raw or "").partition("T")
        self.day.setText(day)
        self.time.setText(clock.removesuffix(":00") if clock.count(":") == 2 else clock)
        self._given = (self.typed(), raw)

    def typed(self) -> str:
        return f"{self.day.text().strip()} {self.time.text().strip()}".strip()

    def type(self, text: str) -> None:
        self.day.setText(text)
        self.time.clear()
        self._tidy()
        self.changed.emit()

    def set_fault(self, sentence: str | None) -> None:
        super().set_fault(sentence)
        restyle(self.time, fault=bool(sentence))

    def focus_part(self) -> QWidget:
        return self.day

    def drop(self) -> DayPicker:
        """Open the calendar."""
        self.picker = open_picker(self.day, self._day(), self.window.today(), not self.kind.required, self._take)
        return self.picker

    def _day(self) -> date | None:
        try:
            return parse_date(self.day.text(), today=self.window.today()) if self.day.text().strip() else None
        except Refused:
            return None

    def _step(self, by: int) -> None:
        day = self._day()
        self._put(day + timedelta(days=by) if day else self.window.today())

    def _take(self, day: date | None) -> None:
        self._put(day)
        self.day.setFocus()
        self.finished.emit()

    def _put(self, day: date | None) -> None:
        self.day.setText(day.isoformat() if day else "")
        if day is None:
            self.time.clear()
        self.changed.emit()

    def _finish(self) -> None:
        self._tidy()
        self.finished.emit()

    def _tidy(self) -> None:
        if self.typed() == self._given[0]:
            return
        try:
            raw = self.raw()
        except Refused:
            return
        # A day alone is a day whose time is still to come, not midnight, as long as the person is about it.
        if raw and not self.time.text().strip() and datetime.fromisoformat(raw).time() == datetime.min.time():
            self.day.setText(raw[:10])
            return
        self.set_raw(raw)
