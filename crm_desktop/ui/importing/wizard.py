"""Bringing a list in, step by step: file, columns, check, done."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from crm_desktop.errors import Cancelled, Told
from crm_desktop.exchange.report import Report
from crm_desktop.exchange.restoring import restore
from crm_desktop.i18n import N_, _, n_
from crm_desktop.ui.importing import afterwards
from crm_desktop.ui.importing.at_work import AtWork
from crm_desktop.ui.importing.check_page import CheckPage, rows_text
from crm_desktop.ui.importing.columns_page import ColumnsPage
from crm_desktop.ui.importing.done_page import DonePage
from crm_desktop.ui.importing.file_page import FilePage
from crm_desktop.ui.importing.frame import WizardFrame
from crm_desktop.ui.importing.session import How, ImportSession
from crm_desktop.ui.soon import soon
from crm_desktop.ui.taborder import tab_through
from crm_desktop.ui.templates import save_template
from crm_desktop.ui.widgets import ask, could_not, restyle
from crm_desktop.ui.window import Window

FILE, COLUMNS, CHECK, DONE = range(4)
STEPS: Final = (N_("File"), N_("Match columns"), N_("Check"), N_("Done"))


class ImportWizard(WizardFrame):
    """One import. `kind` is what the rows are likely to be; `path` or `text` is read at once."""

    step_shown = Signal(int)

    def __init__(self, window: Window, kind: str | None, path: Path | None, text: str | None = None) -> None:
        over = window if isinstance(window, QWidget) else None
        super().__init__(over, _("Import"), [_(name) for name in STEPS])
        self.window_ = window
        self.session = ImportSession(window.company, window.today(), kind)
        self.report: Report | None = None
        self.at_work = AtWork(self)
        self._first = How(path, text) if path is not None or text is not None else None
        self._add_pages()
        self.bar.chosen.connect(self.show_step)
        self.show_step(FILE)

    # Steps --------------------------------------------------------------------------------------------------------

    def step(self) -> int:
        """The step that is shown."""
        return self.stack.currentIndex()

    def show_step(self, step: int) -> None:
        """Show a step as it stands."""
        self.stack.setCurrentIndex(step)
        self.bar.show_step(step, final=step == DONE)
        page: Any = self.stack.currentWidget()
        page.arrive()
        self._offer()
        self.step_shown.emit(step)

    def go_on(self) -> None:
        """Take the next step, if nothing stands against it."""
        if self.at_work.busy() or not self.next.isEnabled():
            return
        if self.step() == FILE:
            self.show_step(COLUMNS)
        elif self.step() == COLUMNS:
            self.check_page.check(lambda: self.show_step(CHECK))
        elif self.step() == CHECK:
            self.run_import()
        else:
            self.accept()

    def go_back(self) -> None:
        """Take the step before."""
        if not self.at_work.busy() and self.step() in (COLUMNS, CHECK):
            self.show_step(self.step() - 1)

    def busy(self) -> bool:
        """Whether it is at work."""
        return self.at_work.busy()

    # What the last steps do -----------------------------------------------------------------------------------------

    def read(self, how: How) -> None:
        """Read a list; what is wrong with it is said in the first step."""
        self.file.read(how)

    def save_template(self) -> None:
        """Save an empty list of the kind that was asked for, or of the first there is."""
        company = self.window_.company
        kind = self.session.kind or next(entity.name for entity in company.entities if not entity.hidden)
        path = save_template(self.window_, self, company.entity(kind))
        if path is not None:
            self.window_.toast(_("Written: {name}").format(name=path.name))

    def restore(self, path: Path) -> None:
        """Make an empty company file the company that a workbook of everything holds, and close."""
        company = self.window_.company

        def then(count: int) -> None:
            self.accept()
            self.window_.toast(n_("The company is restored: {n} row.", "The company is restored: {n} rows.", count))

        work = lambda tell, cancelled: restore(company, path, progress=tell, cancelled=cancelled)  # noqa: E731
        self.at_work.do(work, then, _("Restore everything from {file}").format(file=path.name))

    def run_import(self) -> None:
        """Bring everything in; stopped or failed it leaves the file as it was."""

        def then(report: Report) -> None:
            self.report = report
            self.done_page.put(report, self.session.how.name)
            self.show_step(DONE)
            self.next.setFocus()

        def failed(error: BaseException) -> None:
            if isinstance(error, Cancelled):
                self.hint.setText(_("Stopped: nothing was brought in, everything is as it was before."))
                self.next.setFocus()
            elif isinstance(error, Told):
                could_not(self, error)

        title = _("Bringing in {rows}").format(rows=rows_text(self.session.rows()))
        self.at_work.do(self.session.run, then, title, failed)

    def undo_import(self) -> None:
        """Take the whole import back and tell what was kept."""
        if self.report is None or self.report.entry is None:
            return
        entry, company = self.report.entry, self.window_.company

        def then(kept: list[str]) -> None:
            self.report = None
            self.done_page.show_undone(kept)
            restyle(self.next, role="plain")

        work = lambda _tell, _cancelled: afterwards.undo(company, entry)  # noqa: E731
        self.at_work.do(work, then, _("Undoing the import"), cancellable=False)

    def retry(self) -> None:
        """After an undo: the same list once more, from its columns on."""
        for sheet in self.session.sheets():
            sheet.checked = None
        self.show_step(COLUMNS)

    def save_failed(self) -> None:
        """Save the rows that stayed out as a workbook of their own."""
        if self.report is not None:
            afterwards.save_failed(self, self.window_, self.report, self.session.how.name)

    def show_rows(self) -> None:
        """Close and show what came in."""
        found = self.done_page.main_kind()
        entry = self.report.entry if self.report is not None else None
        self.accept()
        if found is not None:
            afterwards.show(self.window_, *found, entry)

    # Qt's own -----------------------------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._first is not None:
            how, self._first = self._first, None
            soon(self, lambda: self.read(how))

    def reject(self) -> None:
        """Esc, Cancel or the window's cross: asks only where something would be lost."""
        if self.at_work.busy():
            self.at_work.stop()
        elif self.step() == DONE:
            self.accept()
        elif not (self.session.touched or self.step() == CHECK) or self._may_be_lost():
            super().reject()

    def done(self, result: int) -> None:
        self.at_work.end()
        super().done(result)

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.isVisible():
            event.ignore()
            self.reject()

    # Inside -------------------------------------------------------------------------------------------------------

    def _may_be_lost(self) -> bool:
        text = _("What you settled here by hand is lost. Nothing has been brought in yet.")
        if not self.session.touched:
            text = _("The list has been checked, but nothing has been brought in yet.")
        return ask(self, _("Stop this import?"), text, _("Stop the import"), danger=True)

    def _add_pages(self) -> None:
        window = self.window_
        self.file = FilePage(self.session, window.company, window.memory, self.at_work)
        self.file.list_read.connect(self._list_read)
        self.file.whole_chosen.connect(self.restore)
        self.file.template_wanted.connect(self.save_template)
        self.columns = ColumnsPage(self.session, window.company, self.at_work)
        self.check_page = CheckPage(self.session, window.company, self.at_work)
        self.done_page = DonePage(window.company)
        self.done_page.undo_wanted.connect(self.undo_import)
        self.done_page.retry_wanted.connect(self.retry)
        self.done_page.save_wanted.connect(self.save_failed)
        self.done_page.show_wanted.connect(self.show_rows)
        self.file.changed.connect(self._planned_anew)
        for step in (self.columns, self.check_page):
            step.changed.connect(self._offer)
        for page in (self.file, self.columns, self.check_page, self.done_page):
            self.stack.addWidget(page)

    def _list_read(self) -> None:
        self.show_step(FILE)
        self.next.setFocus()

    def _planned_anew(self) -> None:
        """A sheet is read otherwise; a key pressed just before the next step may take effect only there."""
        if self.step() in (COLUMNS, CHECK):
            self.show_step(COLUMNS)
        else:
            self._offer()

    def _offer(self) -> None:
        """What the buttons say and whether they can be pressed; why not stands beside them."""
        step = self.step()
        page: Any = self.stack.currentWidget()
        hindrance = page.hindrance() if step != DONE else ""
        self.back.setVisible(step in (COLUMNS, CHECK))
        self.cancel.setVisible(step != DONE)
        self.next.setEnabled(not hindrance)
        restyle(self.next, role="primary")
        texts = {FILE: _("Ne&xt"), COLUMNS: _("&Check"), DONE: _("Close")}
        self.next.setText(texts.get(step) or self._import_text())
        # An empty first page says for itself what to do.
        self.hint.setText("" if step == FILE and not self.file.has_list() else hindrance or self._summary(step))
        # Its parts come and go: Tab goes through what is there now, and to the buttons below it last.
        tab_through(self.bar.steps[-1], (page, self.cancel, self.back, self.next))

    def _import_text(self) -> str:
        count = self.check_page.total("created", "updated")
        return _("&Import {rows}").format(rows=rows_text(count)) if count else _("&Import")

    def _summary(self, step: int) -> str:
        if step == DONE:
            return ""
        return _("One step, which can be undone as a whole.") if step == CHECK else rows_text(self.session.rows())
