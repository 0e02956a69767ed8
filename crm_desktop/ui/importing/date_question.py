"""The one question about dates with two readings: is 03/04 the third of April or the fourth of March?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from crm_desktop.errors import Refused
from crm_desktop.i18n import _, language, listed
from crm_desktop.ui import theme
from crm_desktop.ui.widgets import IconLabel, button, label
from crm_desktop.values.dates import Order, parse_date, show_date


class DateQuestion(QFrame):
    """Hidden where every date tells its own order."""

    answered = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("banner", "warning")
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(12), theme.px(6), theme.px(8), theme.px(6))
        row.setSpacing(theme.px(8))
        row.addWidget(IconLabel("calendar", "warning"))
        self.text = label("", "warning", weight=QFont.Weight.Medium, wrap=True)
        row.addWidget(self.text, 1)
        self.day_first = button("", lambda: self.answered.emit("dmy"))
        self.month_first = button("", lambda: self.answered.emit("mdy"))
        row.addWidget(self.day_first)
        row.addWidget(self.month_first)
        self.hide()

    def put(self, columns: Mapping[str, Sequence[str]], today: date) -> None:
        """Ask about these columns, by the first of their dates."""
        example = next((text for texts in columns.values() for text in texts), "")
        self.setVisible(bool(columns))
        if not columns:
            return
        names = listed(f"“{name}”" for name in columns)
        text = _("{columns}: a date such as {example} can be read in two ways. Which is meant?")
        self.text.setText(text.format(columns=names, example=example))
        self.setAccessibleName(self.text.text())
        self.day_first.setText(_reading(example, "dmy", today) or _("Day first"))
        self.month_first.setText(_reading(example, "mdy", today) or _("Month first"))


def _reading(example: str, order: Order, today: date) -> str:
    try:
        return show_date(parse_date(example, order=order, today=today), language())
    except Refused:
        return ""
