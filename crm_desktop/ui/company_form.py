"""The fields that say which company it is: its name and its currency; in the first run and in the settings alike."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QAbstractButton, QComboBox, QGridLayout, QLabel, QLineEdit, QWidget

from crm_desktop.i18n import N_, _, language
from crm_desktop.ui import theme
from crm_desktop.ui.widgets import label
from crm_desktop.values.countries import COUNTRIES, country_of
from crm_desktop.values.currencies import CURRENCIES

HOME: Final = N_("Telephone numbers without a country code are its numbers.")


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
        """Add a field; its name is its access label and what a screen reader says, but for a tick with its own text."""
        row = self._grid.rowCount()
        made = label(name, "secondary")
        made.setBuddy(field)
        if not field.accessibleName() and not (isinstance(field, QAbstractButton) and field.text()):
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


def country_field(chosen: str) -> QComboBox:
    """All countries by name and code."""
    made = QComboBox()
    made.setMaxVisibleItems(14)
    for code, name in COUNTRIES.items():
        made.addItem(f"{_(name)} · {code}", code)
    if made.findData(chosen) < 0:
        made.addItem(chosen, chosen)
    made.setCurrentIndex(made.findData(chosen))
    return made


def likely_country(currency: str) -> str:
    """Where a new company is, most likely: by its currency, else as the system has it."""
    system = QLocale.territoryToCode(QLocale.system().territory())
    return country_of(currency) or (system if system in COUNTRIES else next(iter(COUNTRIES)))
