"""The dialog that hands over: whose, to whom, what that is, and the sheet to go with it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QCheckBox, QFileDialog, QGridLayout, QRadioButton, QVBoxLayout, QWidget

from crm_desktop.entity.chosen import Chosen
from crm_desktop.entity.fields import Money
from crm_desktop.errors import Refused
from crm_desktop.handover import rules
from crm_desktop.handover.rules import Plan
from crm_desktop.i18n import _
from crm_desktop.ui import tasks, theme
from crm_desktop.ui.listing.reading import Question, reader_of
from crm_desktop.ui.places import usual_folder
from crm_desktop.ui.record.editors import make_editor
from crm_desktop.ui.widgets import Card, Dialog, button, label

if TYPE_CHECKING:
    from crm_desktop.ui.main_window import MainWindow

FOLDER: Final = "handover.folder"


class HandOver(Dialog):
    """Shows what would go over before it does; the sheet is written along if it is wanted."""

    def __init__(
        self, window: MainWindow, customers: Chosen, leaver: int | None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent, _("Hand over"))
        self.setMinimumWidth(theme.px(520))
        self._owner, self._customers = window, customers
        self.plan: Plan | None = None
        self.path: Path | None = None
        self._question: Question | None = None
        company = window.company
        self._whose(company.entity("customer").count(customers.count), leaver)
        self.body.addWidget(label(_("Who takes over"), "secondary", 12))
        column = company.column(company.entity("customer"), "owner")
        self.to = make_editor(window, column)
        self.to.focus_part().setAccessibleName(_("Who takes over"))
        self.body.addWidget(self.to.widget)
        self.fault = label("", "bad", wrap=True)
        self.fault.hide()
        self.body.addWidget(self.fault)
        self._card = Card()
        self._rows = QGridLayout()
        self._rows.setHorizontalSpacing(theme.px(16))
        self._rows.setVerticalSpacing(theme.px(5))
        self._rows.setColumnStretch(2, 1)
        self._card.column.addLayout(self._rows)
        self.body.addSpacing(theme.px(4))
        self.body.addWidget(self._card)
        self._ticks()
        self.add_button(button(_("Cancel"), self.reject))
        self.act = self.add_button(button(_("Hand over"), self._accept, "primary"), default=True)
        for editor in (self.leaver, self.to):
            editor.changed.connect(self.look)
            editor.finished.connect(self.look)
        self.everything.toggled.connect(lambda _on: self.look())
        (self.leaver if self.everything.isChecked() and leaver is None else self.to).focus()
        self.look()

    def _whose(self, selected: str, leaver: int | None) -> None:
        company = self._owner.company
        self.selected = QRadioButton(_("The selected: {what}, with what is open there").format(what=selected))
        self.everything = QRadioButton(_("Everything that is open of"))
        self.selected.setVisible(bool(self._customers.count))
        (self.selected if self._customers.count and leaver is None else self.everything).setChecked(True)
        self.leaver = make_editor(self._owner, company.column(company.entity("customer"), "owner"))
        self.leaver.focus_part().setAccessibleName(_("Everything that is open of"))
        self.leaver.set_raw(leaver)
        self.leaver.changed.connect(lambda: self.everything.setChecked(True))
        self.body.addWidget(self.selected)
        self.body.addWidget(self.everything)
        self.body.addWidget(self.leaver.widget)
        self.leaver.widget.setVisible(self.everything.isChecked())
        self.everything.toggled.connect(self.leaver.widget.setVisible)

    def _ticks(self) -> None:
        self.left = QCheckBox(_("Who hands over does not work here any more"))
        self.sheet = QCheckBox(_("Write a hand-over sheet"))
        self.sheet.setChecked(True)
        self.files = QCheckBox(_("Put the attached files into a folder beside the sheet"))
        self.sheet.toggled.connect(self.files.setEnabled)
        below = QVBoxLayout()
        below.setSpacing(theme.px(6))
        for tick in (self.left, self.sheet, self.files):
            below.addWidget(tick)
        self.body.addLayout(below)

    # What goes over -----------------------------------------------------------------------------------------------

    def look(self) -> None:
        """Count anew what would go over."""
        self.left.setEnabled(self.everything.isChecked())
        self.plan = None
        if self._question is not None:
            self._question.drop()
        company, today, customers = self._owner.company, self._owner.today(), self._customers
        try:
            to = self.to.raw()
            leaver = self.leaver.raw() if self.everything.isChecked() else None
        except Refused as refused:
            self._show(None, refused.sentence)
            return
        if to is not None and to == leaver:
            self._show(None, _("Choose somebody else as the receiver: nobody hands over to themselves."))
        elif self.everything.isChecked() and leaver is None:
            self._show(None, "")
        else:
            self._question = reader_of(company).ask(
                lambda: rules.plan(
                    company,
                    today,
                    leaver=leaver,
                    to=to,
                    customers=customers.rows(company, company.entity("customer"), today) if leaver is None else (),
                ),
                lambda found: self._show(found, ""),
                owner=self,
            )
            self._question.wait(0.1)

    def _show(self, found: Plan | None, sentence: str) -> None:
        self.plan = found
        self._tell(sentence)
        self._show_plan()
        self.act.setEnabled(bool(found and found.count and self.to.raw() is not None))

    def _tell(self, sentence: str) -> None:
        self.fault.setText(sentence)
        self.fault.setVisible(bool(sentence))

    def _show_plan(self) -> None:
        while (item := self._rows.takeAt(0)) is not None:
            if (gone := item.widget()) is not None:
                gone.hide()
                gone.deleteLater()
        company, found = self._owner.company, self.plan
        if found is None or not found.count:
            text = _("There is nothing to hand over.") if found else _("Choose who hands over, and to whom.")
            self._rows.addWidget(label(text, "secondary"), 0, 0)
        else:
            lines = [(company.entity(kind).plural, f"{len(rows):,}", "") for kind, rows in found.parts.items()]
            if told := rules.already_theirs(company, found, self.to.raw()):
                title = company.entity("customer").plural
                if lines[0][0] == title:
                    lines[0] = (title, lines[0][1], told)
                else:
                    lines.insert(0, (title, "0", told))
            if found.unpaid:
                amount = Money().show(found.unpaid_amount)
                told = _("{sum}, at these customers").format(sum=amount)
                lines.append((_("Unpaid invoices"), f"{found.unpaid:,}", told))
            for place, (name, count, more) in enumerate(lines):
                self._rows.addWidget(label(name, "secondary"), place, 0)
                number = label(count, weight=QFont.Weight.DemiBold, tabular=True)
                self._rows.addWidget(number, place, 1, Qt.AlignmentFlag.AlignRight)
                self._rows.addWidget(label(more, "secondary"), place, 2)
        self._name_act()
        self.take_least_height()

    def _name_act(self) -> None:
        found = self.plan
        if found is None or not found.count:
            self.act.setText(_("Hand over"))
            return
        kind = next(iter(found.parts))
        what = self._owner.company.entity(kind).count(len(found.parts[kind]))
        self.act.setText(_("Hand over {what}").format(what=what))

    # Doing it -----------------------------------------------------------------------------------------------------

    def _accept(self) -> None:
        if self.sheet.isChecked() and not self._ask_place():
            return
        self.accept()

    def _ask_place(self) -> bool:
        memory = self._owner.memory
        folder = Path(memory.get(FOLDER, "") or usual_folder())
        day = self._owner.today().isoformat()
        offered = folder / _("Hand-over {day}.xlsx").format(day=day)
        types = f"{_('Workbook')} (*.xlsx);;PDF (*.pdf)"
        name, chosen = QFileDialog.getSaveFileName(self, _("Hand-over sheet"), str(offered), types)
        if not name:
            return False
        path = Path(name)
        if path.suffix.lower() not in (".xlsx", ".pdf"):
            path = path.with_name(path.name + (".pdf" if "pdf" in chosen else ".xlsx"))
        memory.set(FOLDER, str(path.parent))
        self.path = path
        return True

    def carry_out(self) -> None:
        """Write the sheet and hand over, beside the window; the toast takes the hand-over back."""
        window, planned, to, path = self._owner, self.plan, self.to.raw(), self.path
        assert planned is not None
        company, today = window.company, window.today()
        left, files = self.left.isEnabled() and self.left.isChecked(), self.files.isChecked()

        def work(tell: Any, stopped: Callable[[], bool]) -> Any:
            from crm_desktop.handover import sheet

            written = None
            if path is not None:
                written = sheet.write(company, planned, to, path, today, files=files, progress=tell, stopped=stopped)
            rules.hand_over(company, planned, to, left=left, progress=tell, stopped=stopped)
            return written

        tasks.run(
            work,
            lambda written: _done(window, planned, to, written),
            tasks.telling(window.toast, window),
            title=rules.title_of(company, planned, to),
            parent=window,
        )


def _done(window: MainWindow, planned: Plan, to: int, written: Any) -> None:
    from crm_desktop.ui.widgets import sentence

    staff = window.company.entity("staff")
    kind = next(iter(planned.parts))
    what = window.company.entity(kind).count(len(planned.parts[kind]))
    told = _("{what} handed over to {to}").format(what=what, to=window.company.title(staff, to))
    if written is not None:
        told = _("{told}. The sheet is {name}.").format(told=told, name=written.path.name)
    window.toast(told, undo=True)
    if written is not None and written.missing:
        text = _("These files are linked, and are not where they were. All others were copied.")
        sentence(window, _("Some files were not there"), text, "\n".join(written.missing))
