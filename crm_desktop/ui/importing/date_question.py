"""The one question about dates with two readings: is 03/04 the third of April or the fourth of March?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from typing import Final, get_args

from PySide6.QtCore import Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from crm_desktop.errors import Refused
from crm_desktop.i18n import N_, _, language, listed
from crm_desktop.ui import theme
from crm_desktop.ui.widgets import IconLabel, button, label
from crm_desktop.values.dates import Order, has_two_calendars, parse_date, show_date

_USUAL: Final[dict[Order, str]] = {"dmy": N_("Day first"), "mdy": N_("Month first")}
"""Where there is one calendar, with what each order is called if the example cannot show it."""


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
        self.orders: dict[Order, QPushButton] = {}
        for order in get_args(Order):
            self.orders[order] = button("", partial(self.answered.emit, order))
            row.addWidget(self.orders[order])
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
        readings = _readings(example, today)
        for order, answer in self.orders.items():
            answer.setVisible(order in readings)
            answer.setText(readings.get(order, ""))


def _readings(example: str, today: date) -> dict[Order, str]:
    """The day that a date is in each order that may be meant; the year is first where it has two calendars."""
    found: dict[Order, str] = {}
    for order in get_args(Order) if has_two_calendars(example) else _USUAL:
        try:
            shown = show_date(parse_date(example, order=order, today=today), language())
        except Refused:
            continue
        if shown not in found.values():
            found[order] = shown
    return found if len(found) > 1 else {order: _(said) for order, said in _USUAL.items()}
