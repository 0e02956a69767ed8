"""The fields that say which company it is: its name and its currency; in the first run and in the settings alike."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QLineEdit, QWidget

from crm_desktop.i18n import _, language
from crm_desktop.ui import theme
from crm_desktop.ui.widgets import label
from crm_desktop.values.currencies import CURRENCIES


class Rows(QWidget):
    """Fields below one another, their names on the left."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.px(14))
        self._grid.setVerticalSpacing(theme.px(10))
        self._grid.setColumnMinimumWidth(0, theme.px(120))
        self._grid.setColumnStretch(1, 1)

    def add_row(self, name: str, field: QWidget, help: str = "") -> QLabel:
        """Add a field; its name is its access label and what a screen reader says."""
        row = self._grid.rowCount()
        made = label(name, "secondary")
        made.setBuddy(field)
        if not field.accessibleName():
            field.setAccessibleName(name)
        self._grid.addWidget(made, row, 0, Qt.AlignmentFlag.AlignVCenter)
        self._grid.addWidget(field, row, 1)
        if help:
            field.setAccessibleDescription(help)
            self._grid.addWidget(label(help, "secondary", 12, wrap=True), row + 1, 1)
        return made


def name_field(name: str = "") -> QLineEdit:
    """The company's name."""
    made = QLineEdit(name)
    made.setMaxLength(200)
    made.setPlaceholderText(_("As it is written on your invoices"))
    return made


def currency_field(chosen: str = "") -> QComboBox:
    """All currencies by code and name; the likely one of the language where none is chosen."""
    made = QComboBox()
    made.setMaxVisibleItems(14)
    for code, currency in CURRENCIES.items():
        made.addItem(f"{code} · {_(currency.name)}", code)
    wanted = chosen or ("CNY" if language().startswith("zh") else "USD")
    if made.findData(wanted) < 0:
        made.addItem(wanted, wanted)
    made.setCurrentIndex(made.findData(wanted))
    return made
