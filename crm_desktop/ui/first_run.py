"""The first start, in three steps that can each be skipped: language, your company, what to begin with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from crm_desktop.i18n import LANGUAGES, _, language
from crm_desktop.ui import language as languages
from crm_desktop.ui import theme
from crm_desktop.ui.company_form import HOME, Rows, country_field, currency_field, likely_country, name_field
from crm_desktop.ui.front import FrontWindow
from crm_desktop.ui.places import ask_new, offered
from crm_desktop.ui.widgets import ElidedLabel, IconLabel, button, label
from crm_desktop.ui.widgets.dialogs import WayButton

Then = Literal["import", "empty", "demo"]
STEPS: Final = 3
OWN_WORDS: Final = {"en": "Menus, dates and amounts in English", "zh_CN": "菜单、日期和金额使用中文"}


@dataclass(frozen=True)
class Beginning:
    """What the person chose; `list` is the first list to bring in, where that was chosen."""

    name: str
    currency: str
    path: Path
    then: Then
    list: Path | None = None
    country: str = ""


class FirstRun(FrontWindow):
    """A window of its own; `chosen` comes with what the person chose, and again where that could not be done."""

    chosen = Signal(object)

    def __init__(self, on_language: Callable[[str], object], *, first: bool = True) -> None:
        """Without `first` the language is not asked: a further company is made."""
        super().__init__()
        self._on_language = on_language
        self._from = 0 if first else 1
        self._step = self._from
        self._name, self._currency, self._country = "", "", ""
        self._follows = True
        self._path: Path | None = None
        self.setFixedSize(theme.px(620), theme.px(450))
        self._outer = QVBoxLayout(self)
        self._outer.setContentsMargins(0, 0, 0, 0)
        self._build()
        self.to_middle()

    def step(self) -> int:
        """The step that is shown, from 0."""
        return self._step

    def next(self) -> None:
        """Go on; after the last step what is chosen there is done."""
        self._take_over()
        if self._step == STEPS - 1:
            self._finish("empty")
            return
        self._show(self._step + 1)

    def back(self) -> None:
        """Go back one step."""
        self._take_over()
        if self._step > self._from:
            self._show(self._step - 1)

    def skip(self) -> None:
        """Leave a step as it is offered."""
        if self._step == 1:
            self._name, self._path = "", None
            self.name.clear()
        if self._step == STEPS - 1:
            self._finish("empty")
        else:
            self._show(self._step + 1)

    def place(self) -> Path:
        """Where the company file will lie."""
        return self._path or offered(self.name.text())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._step == 1:
            self.next()
        else:
            super().keyPressEvent(event)

    # Building

    def _build(self) -> None:
        """All texts in the language in force; called again when it changes."""
        while (item := self._outer.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        page = QWidget()
        column = QVBoxLayout(page)
        edge = theme.px(32)
        column.setContentsMargins(edge, edge, edge, theme.px(20))
        column.setSpacing(theme.px(6))
        self.setWindowTitle(_("Welcome to CRM Desktop") if self._from == 0 else _("New company"))
        head = QHBoxLayout()
        head.setSpacing(theme.px(8))
        head.addWidget(IconLabel("customers", "accent_text", 20))
        head.addWidget(label("CRM Desktop", weight=QFont.Weight.DemiBold), 1)
        self._dots = label("", "secondary", 12, tabular=True)
        head.addWidget(self._dots)
        column.addLayout(head)
        column.addSpacing(theme.px(14))
        self._title = label("", size=theme.TITLE_PX, weight=QFont.Weight.DemiBold, wrap=True)
        self._text = label("", "secondary", wrap=True)
        for part in (self._title, self._text):
            column.addWidget(part)
        column.addSpacing(theme.px(14))
        self._steps = QStackedWidget()
        for made in (self._language_step(), self._company_step(), self._begin_step()):
            self._steps.addWidget(made)
        column.addWidget(self._steps, 1)
        foot = QHBoxLayout()
        foot.setSpacing(theme.px(8))
        self.back_button = button(_("Back"), self.back)
        self.skip_button = button(_("Skip"), self.skip)
        self.next_button = button(_("Next"), self.next, "primary")
        self.next_button.setDefault(True)
        foot.addWidget(self.back_button)
        foot.addStretch(1)
        foot.addWidget(self.skip_button)
        foot.addWidget(self.next_button)
        column.addLayout(foot)
        self._outer.addWidget(page)
        self._show(self._step)

    def _language_step(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(10))
        self.language_buttons: dict[str, QPushButton] = {}
        for code, name in LANGUAGES.items():
            # Each in its own words: whoever can read it wants it.
            made = WayButton(name, OWN_WORDS[code])
            made.clicked.connect(lambda _checked=False, wanted=code: self._use(wanted))
            column.addWidget(made)
            self.language_buttons[code] = made
        column.addStretch(1)
        return page

    def _company_step(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        rows = Rows()
        self.name = name_field(self._name)
        self.currency = currency_field(self._currency)
        self.name.textChanged.connect(lambda: self._show_place())
        rows.add_row(_("Name"), self.name)
        rows.add_row(_("Currency"), self.currency)
        self.country = country_field(self._country or likely_country(self.currency.currentData()))
        self.country.activated.connect(lambda: self._stay())
        self.currency.activated.connect(lambda: self._follow())
        rows.add_row(_("Country"), self.country, _(HOME))
        where = QWidget()
        row = QHBoxLayout(where)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(8))
        self._place = ElidedLabel("")
        row.addWidget(self._place, 1)
        change = button(_("Change…"), self._choose_place)
        row.addWidget(change)
        where.setFocusProxy(change)
        rows.add_row(_("Company file"), where, _("Everything is kept in this one file. Copy it to back it up."))
        column.addWidget(rows)
        column.addStretch(1)
        return page

    def _begin_step(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(10))
        self.ways: dict[Then, QPushButton] = {}
        ways: tuple[tuple[Then, str, str], ...] = (
            ("import", _("Bring in a list…"),
             _("Customers or contacts from Excel, WPS, an address book or another program, as they are.")),
            ("empty", _("Start empty"), _("Write in your first customer yourself. Lists can be brought in any time.")),
            ("demo", _("Look at the demo company"),
             _("An invented company with customers, orders and invoices, in a file of its own, to try everything.")),
        )  # fmt: skip
        for then, name, text in ways:
            made = WayButton(name, text)
            made.clicked.connect(lambda _checked=False, way=then: self._finish(way))
            column.addWidget(made)
            self.ways[then] = made
        column.addStretch(1)
        return page

    def _show(self, step: int) -> None:
        self._step = step
        titles = (
            (_("Welcome"), _("Which language do you work in? It can be switched at any time.")),
            (_("Your company"), _("All of it can be changed later in the settings.")),
            (_("What would you like to begin with?"), ""),
        )
        text, more = titles[step]
        self._dots.setText(_("Step {n} of {all}").format(n=step + 1 - self._from, all=STEPS - self._from))
        self._title.setText(text)
        self._text.setText(more)
        self._text.setVisible(bool(more))
        self._steps.setCurrentIndex(step)
        self.back_button.setVisible(step > self._from)
        self.next_button.setVisible(step == 1)
        if step == 0:
            self.language_buttons[language()].setFocus()
        elif step == 1:
            self._show_place()
            self.name.setFocus()
        else:
            self.ways["import"].setFocus()

    def _use(self, wanted: str) -> None:
        """Work in this language from now on, and go to the next step in it."""
        self._take_over()
        app = QApplication.instance()
        if isinstance(app, QApplication):
            languages.use(app, wanted)
        self._on_language(wanted)
        self._currency, self._country, self._step = "", "", 1
        self._build()

    def _take_over(self) -> None:
        self._name, self._currency = self.name.text().strip(), str(self.currency.currentData())
        self._country = str(self.country.currentData())

    def _stay(self) -> None:
        self._follows = False

    def _follow(self) -> None:
        """The country of the currency, until one was chosen."""
        if self._follows:
            self.country.setCurrentIndex(self.country.findData(likely_country(self.currency.currentData())))

    def _show_place(self) -> None:
        self._place.setText(str(self.place()))

    def _choose_place(self) -> None:
        chosen = ask_new(self, self.place())
        if chosen is not None:
            self._path = chosen
            self._show_place()

    def _finish(self, then: Then) -> None:
        self._take_over()
        first: Path | None = None
        if then == "import":
            name, _kind = QFileDialog.getOpenFileName(self, _("Which list?"))
            if not name:
                return
            first = Path(name)
        self.chosen.emit(Beginning(self._name, self._currency, self.place(), then, first, self._country))
