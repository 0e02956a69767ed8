"""Bringing a list in, step by step: file, columns, check, done."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QFont, QGuiApplication, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from crm_desktop.errors import Cancelled, Refused, Told
from crm_desktop.exchange.report import Report
from crm_desktop.i18n import N_, _
from crm_desktop.ui import tasks, theme
from crm_desktop.ui.importing import afterwards
from crm_desktop.ui.importing.check_page import CheckPage, rows_text
from crm_desktop.ui.importing.choosing import remember_folder
from crm_desktop.ui.importing.columns_page import ColumnsPage
from crm_desktop.ui.importing.done_page import DonePage
from crm_desktop.ui.importing.file_page import FilePage
from crm_desktop.ui.importing.session import How, ImportSession, Sheet
from crm_desktop.ui.importing.steps import StepBar
from crm_desktop.ui.importing.veil import Veil
from crm_desktop.ui.widgets import ask, button, label, sentence
from crm_desktop.ui.window import Window

FILE, COLUMNS, CHECK, DONE = range(4)
STEPS: Final = (N_("File"), N_("Columns"), N_("Check"), N_("Done"))
_SIZE: Final = (1080, 720)

Work = Callable[[Callable[..., None], Callable[[], bool]], Any]


class ImportWizard(QDialog):
    """One import. `kind` is what the rows are likely to be; `path` or `text` is read at once."""

    step_shown = Signal(int)

    def __init__(self, window: Window, kind: str | None, path: Path | None, text: str | None = None) -> None:
        over = window if isinstance(window, QWidget) else None
        super().__init__(over)
        self.window_ = window
        self.session = ImportSession(window.company, window.today(), kind)
        self.report: Report | None = None
        self._first = How(path, text) if path is not None or text is not None else None
        self._task: tasks.Task | None = None
        self.setWindowTitle(_("Import"))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setSizeGripEnabled(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._top())
        column.addWidget(self._pages(), 1)
        column.addWidget(self._foot())
        self.veil = Veil(self, self._stop)
        QShortcut(QKeySequence("Alt+Left"), self, self.go_back)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, self.go_on)
        self._take_size()
        self.show_step(FILE)

    # Steps --------------------------------------------------------------------------------------------------------

    def step(self) -> int:
        """The step that is shown."""
        return self.stack.currentIndex()

    def show_step(self, step: int) -> None:
        """Show a step as it stands."""
        self.stack.setCurrentIndex(step)
        self.bar.show_step(step, final=step == DONE)
        self.stack.currentWidget().arrive()  # type: ignore[attr-defined]
        self._offer()
        self.step_shown.emit(step)

    def go_on(self) -> None:
        """Take the next step, if nothing stands against it."""
        if self._task is not None or not self.next.isEnabled():
            return
        if self.step() == FILE:
            self.show_step(COLUMNS)
        elif self.step() == COLUMNS:
            self.check()
        elif self.step() == CHECK:
            self.run_import()
        else:
            self.accept()

    def go_back(self) -> None:
        """Take the step before."""
        if self._task is None and self.step() in (COLUMNS, CHECK):
            self.show_step(self.step() - 1)

    def busy(self) -> bool:
        """Whether it is at work."""
        return self._task is not None

    # What each step does --------------------------------------------------------------------------------------------

    def read(self, how: How) -> None:
        """Read a list; what is wrong with it is said in the first step."""
        name = how.name

        def work(tell: Any, cancelled: Callable[[], bool]) -> Any:
            def progress(done: int, total: int) -> None:
                if cancelled():
                    raise Cancelled
                tell(done, total)

            return self.session.list_read(how, progress)

        def then(reading: Any) -> None:
            self.session.take(reading)
            if how.path is not None:
                remember_folder(self.window_.memory, how.path)
            self.file.choosing.clear_fault()
            self.show_step(FILE)
            self.next.setFocus()

        def failed(error: BaseException) -> None:
            if isinstance(error, Told):
                locked = isinstance(error, Refused) and error.field == "password"
                self._locked = how if locked else None
                self.file.show_fault(error.sentence, ask_password=locked)
                self._offer()

        self._do(work, then, _("Reading {name}").format(name=name) if name else _("Reading the cells"), failed)

    def check(self) -> None:
        """Check every sheet that needs it, then show what will happen."""
        self._check(lambda: self.show_step(CHECK))

    def run_import(self) -> None:
        """Bring everything in; stopped or failed it leaves the file as it was."""

        def then(report: Report) -> None:
            self.report = report
            self.done_page.put(report, self.session.how.name)
            self.show_step(DONE)
            self.next.setFocus()

        title = _("Bringing in {rows}").format(rows=rows_text(self.session.rows()))
        self._do(lambda tell, cancelled: self.session.run(tell, cancelled), then, title)

    def undo_import(self) -> None:
        """Take the whole import back and tell what was kept."""
        report = self.report
        if report is None or report.entry is None:
            return
        entry, company = report.entry, self.window_.company
        work = lambda _tell, _cancelled: afterwards.undo(company, entry)  # noqa: E731
        self._do(work, self.done_page.show_undone, _("Undoing the import"), cancellable=False)

    def save_failed(self) -> None:
        """Save the rows that stayed out as a workbook of their own."""
        if self.report is not None:
            afterwards.save_failed(self, self.window_, self.report, self.session.how.name)

    def show_rows(self) -> None:
        """Close and show what came in."""
        found = self.done_page.main_kind()
        self.accept()
        if found is not None:
            afterwards.show(self.window_, *found)

    # Changes of the first step --------------------------------------------------------------------------------------

    def _read_again(self, encoding: str | None = None, delimiter: str | None = None) -> None:
        how = self.session.how
        self.read(How(how.path, how.text, encoding or how.encoding, delimiter or how.delimiter, how.password))

    def _unlock(self, password: str) -> None:
        if self._locked is not None:
            how = self._locked
            self.read(How(how.path, how.text, how.encoding, how.delimiter, password))

    def _replan(self, at: int, plan: Callable[[Sheet], Sheet]) -> None:
        """Plan one sheet anew on the worker and show it."""
        sheet = self.session.sheets()[at]

        def then(fresh: Sheet) -> None:
            self.session.put(at, fresh)
            self._planned()

        def failed(error: BaseException) -> None:
            if isinstance(error, Told):
                sentence(self, _("This could not be done"), error.sentence)
            self._planned()

        self._do(lambda _tell, _cancelled: plan(sheet), then, _("Looking at the columns"), failed)

    def _planned(self) -> None:
        self.file.refresh()
        self._offer()

    def _choose_heading(self, at: int, row: object) -> None:
        wanted = int(row) if isinstance(row, int) else None
        self._replan(at, lambda sheet: self.session.with_headings(sheet, wanted))

    def _choose_kind(self, at: int, kind: object) -> None:
        wanted = str(kind) if kind else None
        self._replan(at, lambda sheet: self.session.as_kind(sheet, wanted))

    def _include(self, at: int, on: bool) -> None:
        again = self.session.included_again
        self._replan(at, again if on else lambda sheet: self.session.as_kind(sheet, None))

    # Work on the worker ---------------------------------------------------------------------------------------------

    def _check(self, then: Callable[[], None]) -> None:
        sheets = self.check_page.unchecked()
        if not sheets:
            then()
            return

        def work(_tell: Any, cancelled: Callable[[], bool]) -> list[Any]:
            found = []
            for sheet in sheets:
                checked = self.session.check(sheet, cancelled)
                found.append((sheet, checked, self.check_page.findings_of(sheet, checked)))
            return found

        def keep(found: list[Any]) -> None:
            for sheet, checked, laid_out in found:
                self.check_page.take(sheet, checked, laid_out)
            then()

        self._do(work, keep, _("Checking {rows}").format(rows=rows_text(sum(sheet.rows for sheet in sheets))))

    def _check_again(self) -> None:
        self._check(self._checked_again)

    def _checked_again(self) -> None:
        self.check_page.refresh()
        self._offer()

    def _do(
        self, work: Work, then: Callable[[Any], object], title: str,
        failed: Callable[[BaseException], object] | None = None, *, cancellable: bool = True,
    ) -> None:  # fmt: skip
        """Work on the worker with everything covered; a person's error is told in a sentence."""
        if self._task is not None:
            return

        def end(act: Callable[[Any], object], with_: Any) -> None:
            self._task = None
            self.veil.lift()
            act(with_)

        def tell_failure(error: BaseException) -> None:
            if failed is not None:
                failed(error)
            elif isinstance(error, Told):
                sentence(self, _("This could not be done"), error.sentence)

        self.veil.lower_over()
        self._task = tasks.run(
            work, lambda result: end(then, result), lambda error: end(tell_failure, error), title=title,
            cancellable=cancellable, parent=self,
        )  # fmt: skip

    def _stop(self) -> None:
        if self._task is not None:
            self._task.cancel()

    # Qt's own -----------------------------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._first is not None:
            how, self._first = self._first, None
            tasks.soon(self, lambda: self.read(how))

    def reject(self) -> None:
        """Esc, Cancel or the window's cross: asks only where something would be lost."""
        if self._task is not None:
            self._stop()
            return
        if self.step() != DONE and self.session.touched and not self._may_be_lost():
            return
        if self.step() == DONE:
            self.accept()
            return
        super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        event.ignore()
        self.reject()

    def _may_be_lost(self) -> bool:
        text = _("What you settled here by hand is lost. Nothing has been brought in yet.")
        return ask(self, _("Stop this import?"), text, _("Stop the import"), danger=True)

    # Building -----------------------------------------------------------------------------------------------------

    def _top(self) -> QWidget:
        made = QFrame()
        made.setProperty("bar", "top")
        row = QHBoxLayout(made)
        row.setContentsMargins(theme.px(20), theme.px(10), theme.px(20), theme.px(10))
        row.addWidget(label(_("Import"), size=16, weight=QFont.Weight.DemiBold))
        row.addStretch(1)
        self.bar = StepBar([_(name) for name in STEPS])
        self.bar.chosen.connect(self.show_step)
        row.addWidget(self.bar)
        return made

    def _pages(self) -> QWidget:
        window = self.window_
        self._locked: How | None = None
        self.stack = QStackedWidget()
        self.stack.setContentsMargins(theme.px(20), theme.px(16), theme.px(20), theme.px(16))
        self.file = FilePage(self.session, window.company, window.memory)
        self.file.path_chosen.connect(lambda path: self.read(How(path)))
        self.file.pasted.connect(lambda text: self.read(How(text=text)))
        self.file.unlocked.connect(self._unlock)
        panel = self.file.panel
        panel.encoding_chosen.connect(lambda name: self._read_again(encoding=name))
        panel.delimiter_chosen.connect(lambda mark: self._read_again(delimiter=mark))
        panel.heading_chosen.connect(self._choose_heading)
        panel.kind_chosen.connect(self._choose_kind)
        panel.included.connect(self._include)
        self.columns = ColumnsPage(self.session, window.company)
        self.columns.changed.connect(self._offer)
        self.check_page = CheckPage(self.session, window.company)
        self.check_page.wanted.connect(self._check_again)
        self.check_page.changed.connect(self._offer)
        self.done_page = DonePage(window.company)
        self.done_page.undo_wanted.connect(self.undo_import)
        self.done_page.save_wanted.connect(self.save_failed)
        self.done_page.show_wanted.connect(self.show_rows)
        for page in (self.file, self.columns, self.check_page, self.done_page):
            self.stack.addWidget(page)
        return self.stack

    def _foot(self) -> QWidget:
        made = QFrame()
        made.setProperty("bar", "bottom")
        row = QHBoxLayout(made)
        row.setContentsMargins(theme.px(20), theme.px(10), theme.px(20), theme.px(10))
        row.setSpacing(theme.px(8))
        self.hint = label("", "secondary")
        row.addWidget(self.hint, 1)
        self.cancel = button(_("Cancel"), self.reject)
        self.back = button(_("&Back"), self.go_back, icon="chevron-left")
        self.next = button(_("Ne&xt"), self.go_on, "primary")
        for one in (self.cancel, self.back, self.next):
            row.addWidget(one)
        self.next.setDefault(True)
        return made

    def _offer(self) -> None:
        """What the buttons say and whether they can be pressed; why not stands beside them."""
        step = self.step()
        page: Any = self.stack.currentWidget()
        hindrance = page.hindrance() if step != DONE else ""
        self.back.setVisible(step in (COLUMNS, CHECK))
        self.cancel.setVisible(step != DONE)
        self.next.setEnabled(not hindrance)
        self.next.setDefault(True)
        texts = {FILE: _("Ne&xt"), COLUMNS: _("&Check"), DONE: _("Close")}
        self.next.setText(texts.get(step) or self._import_text())
        idle = step == FILE and self.session.reading is None
        self.hint.setText("" if idle else hindrance or self._summary(step))
        self.hint.setToolTip(hindrance)

    def _import_text(self) -> str:
        count = self.check_page.total("created", "updated")
        return _("&Import {rows}").format(rows=rows_text(count)) if count else _("&Import")

    def _summary(self, step: int) -> str:
        if step == DONE:
            return ""
        if step == CHECK:
            return _("One step, which can be undone as a whole.")
        return rows_text(self.session.rows())

    def _take_size(self) -> None:
        room = (self.screen() or QGuiApplication.primaryScreen()).availableGeometry()
        self.setMinimumSize(min(theme.px(860), room.width()), min(theme.px(560), room.height()))
        self.resize(min(theme.px(_SIZE[0]), room.width() - 20), min(theme.px(_SIZE[1]), room.height() - 48))
