"""The window of a customer's organisation chart: the chart, what can be done with it, and what was done last."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QGuiApplication, QImage, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QMenu, QStackedLayout, QVBoxLayout, QWidget

from crm_desktop.customers.chartpaper import chart_file, chart_paper
from crm_desktop.customers.stances import deals_of
from crm_desktop.customers.ui.chart_view import STEP, ChartView
from crm_desktop.i18n import _
from crm_desktop.store import undo
from crm_desktop.ui import tasks, theme
from crm_desktop.ui.placement import take_size
from crm_desktop.ui.places import ask_where
from crm_desktop.ui.widgets import ElidedLabel, EmptyState, button, icon_button, label, menu_button
from crm_desktop.ui.widgets.dialogs import show
from crm_desktop.writing import write_whole

if TYPE_CHECKING:
    from crm_desktop.documents.papers import Paper
    from crm_desktop.ui.window import Window

Standard = QKeySequence.StandardKey
T = TypeVar("T")
AT_ONCE: Final = 60
"""People of whom a chart is drawn without the window going on meanwhile."""
MOST_DEALS: Final = 200
"""Deals that can be chosen; more with one customer are not looked at one by one."""


class ChartDialog(QDialog):
    """The people of one customer and whom each reports to; how they stand at the customer, or in one deal."""

    def __init__(
        self, window: Window, customer: int, parent: QWidget | None = None, *, deal: tuple[str, int] | None = None
    ) -> None:
        super().__init__(parent)
        self.window_, self.customer = window, customer
        self.company_name = window.company.title(window.company.entity("customer"), customer)
        self.deals = deals_of(window.company, customer)
        self.setWindowTitle(_("Organisation chart"))
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint, True)
        self.setModal(True)
        take_size(self, theme.px(1180), theme.px(740))
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(18), theme.px(14), theme.px(18), theme.px(14))
        column.setSpacing(theme.px(10))
        shown = next((one for one in self.deals if (one.kind, one.row) == deal), None)
        self.view = ChartView(window, customer, deal=shown)
        column.addLayout(self._head())
        inner = QWidget()
        self._place = QStackedLayout(inner)
        self._place.addWidget(self.view)
        self.nobody = self._nobody()
        self._place.addWidget(self.nobody)
        column.addWidget(inner, 1)
        self.said = label("", "secondary", wrap=True)
        column.addWidget(self.said)
        self.view.opened.connect(lambda row: window.edit_record("contact", row))
        self.view.said.connect(self.said.setText)
        window.changed.connect(self._follow)
        self._show_place()
        (self.view if self.view.items_ else self.nobody.buttons[0]).setFocus()

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        name = ElidedLabel(self.company_name)
        name.setFont(theme.font(17, QFont.Weight.DemiBold))
        row.addWidget(name, 1)
        if self.deals:
            row.addWidget(self._choice_of_deal())
        self._with_people = [
            icon_button("minus", _("Smaller"), lambda: self.view.zoom(1 / STEP), framed=True),
            icon_button("add", _("Larger"), lambda: self.view.zoom(STEP), framed=True),
            button(_("Show all"), self.view.fit),
            button(_("Selected person"), self._menu_of_person),
        ]
        for made in self._with_people:
            row.addWidget(made)
        menu = QMenu(self)
        menu.addAction(_("Save as picture…"), self.save)
        menu.addAction(_("Copy as picture"), self.copy)
        menu.addAction(_("Print…"), self.print_)
        export = menu_button(_("Export"), menu)
        self._with_people.append(export)
        row.addWidget(export)
        row.addWidget(button(_("New contact"), self.add, "primary", "add"))
        return row

    @property
    def name(self) -> str:
        """What the chart is called: the customer, and the deal where one is shown."""
        deal = self.view.deal
        return f"{self.company_name} · {deal.title}" if deal is not None else self.company_name

    def _choice_of_deal(self) -> QComboBox:
        """Whose stance is shown: that at the customer, or that in one of the deals."""
        self.deal_box = QComboBox()
        self.deal_box.setAccessibleName(_("Stance in"))
        self.deal_box.setMaximumWidth(theme.px(240))
        self.deal_box.addItem(_("All deals"), None)
        for deal in self.deals[:MOST_DEALS]:
            self.deal_box.addItem(deal.title, deal)
        shown = self.view.deal
        at = next((n for n, deal in enumerate(self.deals[:MOST_DEALS], 1) if deal == shown), 0)
        self.deal_box.setCurrentIndex(at)
        self.deal_box.currentIndexChanged.connect(lambda _at: self.view.show_deal(self.deal_box.currentData()))
        return self.deal_box

    def _nobody(self) -> EmptyState:
        return EmptyState(
            "staff",
            _("Nobody is known here yet"),
            _("Add the people of this customer. Then drag one onto another to say who reports to whom."),
            [(_("New contact"), "add", self.add)],
        )

    def _hint(self) -> None:
        self.said.setText(
            _("Drag a person onto another to re-hang them, with Ctrl to add a second boss. Arrows move, Ctrl with an"
              " arrow re-hangs, Enter opens, Delete takes off all bosses.")
        )  # fmt: skip

    def _follow(self, _changed: object) -> None:
        """What the window tells ends with the dialog where a method of it hears; a lambda would outlive it."""
        self._show_place()

    def _show_place(self) -> None:
        anybody = bool(self.view.items_)
        self._place.setCurrentIndex(0 if anybody else 1)
        if not anybody:
            self.said.clear()  # how to move people is of no use yet
        elif not self.said.text():
            self._hint()
        for made in self._with_people:
            made.setEnabled(anybody)

    def _menu_of_person(self) -> None:
        menu = self.view.menu()
        row = self.view.current()
        if menu is not None and row is not None:
            at = self.view.mapFromScene(self.view.items_[row].sceneBoundingRect().center())
            menu.exec(self.view.viewport().mapToGlobal(at))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        for keys, run in (
            (Standard.Undo, self.undo), (Standard.Redo, self.redo), (Standard.Copy, self.copy),
            (Standard.Print, self.print_), (Standard.Save, self.save), (Standard.New, self.add),
        ):  # fmt: skip
            if event.matches(keys):
                run()
                return
        super().keyPressEvent(event)

    # What can be done --------------------------------------------------------------------------------------------

    def add(self) -> None:
        """A further person at this customer."""
        self.window_.new_record("contact", {"customer": self.customer})
        self.view.reload()
        self._show_place()

    def undo(self) -> None:
        """Take back the newest change."""
        outcome = self.window_.attempt(lambda: undo.undo(self.window_.company.journal), self)
        if outcome is not None:
            self.said.setText(_("Undone: {title}").format(title=outcome.title))

    def redo(self) -> None:
        """Do again what was taken back."""
        outcome = self.window_.attempt(lambda: undo.redo(self.window_.company.journal), self)
        if outcome is not None:
            self.said.setText(_("Done again: {title}").format(title=outcome.title))

    def copy(self) -> None:
        """The chart as a picture on the clipboard."""

        def then(data: bytes) -> None:
            QGuiApplication.clipboard().setImage(QImage.fromData(data))
            self.said.setText(_("The chart was copied as a picture."))

        self._draw(lambda: self.file(".png"), then)

    def save(self) -> None:
        """Write the chart to a file the person names."""
        kinds = {".svg": _("Drawing"), ".png": _("Picture"), ".pdf": "PDF"}
        path = ask_where(self, _("Save as picture"), self.name, kinds)
        if path is not None:
            told = _("{what} written to {name}").format(what=self.name, name=path)
            self._draw(lambda: self.write(path), lambda _done: self.said.setText(told))

    def write(self, path: Path) -> bool:
        """Write the chart as .svg, .png or .pdf; a Trouble where it cannot be written."""
        write_whole(path, self.file(path.suffix.lower()))
        return True

    def file(self, ending: str) -> bytes:
        """The chart as a file with this ending has it."""
        return chart_file(self.view.chart, self.name, ending)

    def print_(self) -> None:
        """Show the chart on one page as it will be printed."""
        from crm_desktop.ui.paper import PaperDialog

        if not self.view.items_:
            self.said.setText(_("Nobody is known yet at {name}.").format(name=self.name))
            return

        def then(paper: Paper) -> None:
            dialog = PaperDialog(self.window_, paper, self)
            show(dialog)

        def set_() -> Paper:
            paper = chart_paper(self.view.chart, self.name)
            _pages = paper.pages
            return paper

        self._draw(set_, then)

    def _draw(self, work: Callable[[], T], then: Callable[[T], object]) -> None:
        """Draw, then go on: a chart of few people at once, one of many beside the window."""
        if len(self.view.items_) > AT_ONCE:
            title = _("Organisation chart")
            tasks.run(lambda _tell, _stopped: work(), then, title=title, cancellable=False, parent=self)
            return
        found: list[T] = []
        self.window_.attempt(lambda: found.append(work()), self)
        for one in found:
            then(one)
