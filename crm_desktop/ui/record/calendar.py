"""A calendar that drops down from a line: one month, today, by mouse or keys."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QDate, QLocale, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QFrame, QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from crm_desktop.i18n import _, language
from crm_desktop.ui import theme
from crm_desktop.ui.icons import icon
from crm_desktop.ui.widgets.buttons import button


class DayPicker(QFrame):
    """One month to choose a day from; arrows move, Page Up and Page Down change the month, Enter chooses."""

    picked = Signal(object)
    """The day chosen, or None for "no day"."""

    def __init__(self, parent: QWidget, day: date, today: date, *, blank: bool) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("card", True)
        self.calendar = QCalendarWidget()
        self.calendar.setLocale(QLocale(language()))
        self.calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        self.calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        self.calendar.setHorizontalHeaderFormat(QCalendarWidget.HorizontalHeaderFormat.ShortDayNames)
        if language() == "zh_CN":
            self.calendar.setHorizontalHeaderFormat(QCalendarWidget.HorizontalHeaderFormat.SingleLetterDayNames)
        self.calendar.setGridVisible(False)
        self.calendar.setAccessibleName(_("Calendar"))
        self.calendar.setSelectedDate(QDate(day.year, day.month, day.day))
        self._paint(today)
        self.calendar.clicked.connect(self._pick)
        self.calendar.activated.connect(self._pick)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(8), theme.px(8), theme.px(8), theme.px(8))
        column.addWidget(self.calendar)
        foot = QHBoxLayout()
        foot.addWidget(button(_("Today"), lambda: self._give(today), "quiet"))
        foot.addStretch(1)
        if blank:
            foot.addWidget(button(_("No date"), lambda: self._give(None), "quiet"))
        column.addLayout(foot)

    def drop_from(self, line: QWidget) -> None:
        """Show it below the line, or above where there is no room."""
        self.adjustSize()
        screen = line.screen().availableGeometry()
        at = line.mapToGlobal(QPoint(0, line.height() + 3))
        if at.y() + self.height() > screen.bottom():
            at = line.mapToGlobal(QPoint(0, -self.height() - 3))
        at.setX(max(screen.left(), min(at.x(), screen.right() - self.width())))
        self.move(at)
        self.show()
        self.calendar.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()
            return
        super().keyPressEvent(event)

    def _paint(self, today: date) -> None:
        """Weekends are no warning: the same colour as other days; today stands out."""
        t = theme.tokens()
        plain = QTextCharFormat()
        plain.setForeground(theme.colour(t.text))
        for day in Qt.DayOfWeek:
            self.calendar.setWeekdayTextFormat(day, plain)
        heading = QTextCharFormat()
        heading.setForeground(theme.colour(t.secondary))
        heading.setBackground(theme.colour(t.card))
        self.calendar.setHeaderTextFormat(heading)
        now = QTextCharFormat()
        now.setForeground(theme.colour(t.accent_text))
        now.setFontWeight(700)
        self.calendar.setDateTextFormat(QDate(today.year, today.month, today.day), now)
        for name, role in (("qt_calendar_prevmonth", "chevron-left"), ("qt_calendar_nextmonth", "chevron-right")):
            step = self.calendar.findChild(QToolButton, name)
            if step is not None:
                step.setIcon(icon(role))
                step.setAccessibleName(_("Month before") if role == "chevron-left" else _("Month after"))

    def _pick(self, day: QDate) -> None:
        self._give(date(day.year(), day.month(), day.day()))

    def _give(self, day: date | None) -> None:
        self.close()
        self.picked.emit(day)
