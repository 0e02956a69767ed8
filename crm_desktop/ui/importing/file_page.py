"""The first step: which list, and what it is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedLayout, QWidget

from crm_desktop.entity.company import Company
from crm_desktop.errors import Cancelled, Refused, Told
from crm_desktop.exchange.restoring import is_empty, is_whole
from crm_desktop.i18n import _
from crm_desktop.ui.dropping import FileDrops, no_files
from crm_desktop.ui.importing.at_work import Asked, AtWork
from crm_desktop.ui.importing.choosing import ChoosePanel, remember_folder
from crm_desktop.ui.importing.read_panel import ReadPanel
from crm_desktop.ui.importing.session import How, ImportSession, Reading, Sheet
from crm_desktop.ui.memory import Memory
from crm_desktop.ui.widgets import could_not, sentence


class FilePage(QWidget):
    """The drop zone until a list was read, then the list itself."""

    list_read = Signal()
    whole_chosen = Signal(object)
    """A workbook of everything was chosen for an empty company file: its path."""
    template_wanted = Signal()
    changed = Signal()

    def __init__(
        self, session: ImportSession, company: Company, memory: Memory, work: AtWork, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session, self._memory, self._work = session, memory, work
        self._company = company
        self.drops = FileDrops(self, lambda: _("Read this list instead"), self._drop)
        self._locked: How | None = None
        self._place = QStackedLayout(self)
        self.choosing = ChoosePanel(memory)
        self.choosing.chosen.connect(lambda path: self.read(How(path)))
        self.choosing.zone.dropped.connect(self._drop)
        self.choosing.pasted.connect(lambda text: self.read(How(text=text)))
        self.choosing.unlocked.connect(self._unlock)
        self.choosing.template_wanted.connect(self.template_wanted)
        self.panel = ReadPanel(session, company)
        self.panel.other_file.connect(self.choosing.ask)
        self.panel.encoding_chosen.connect(lambda name: self._read_again(encoding=name))
        self.panel.delimiter_chosen.connect(lambda mark: self._read_again(delimiter=mark))
        self.panel.heading_chosen.connect(self._choose_heading)
        self.panel.kind_chosen.connect(self._choose_kind)
        self.panel.included.connect(self._include)
        self.panel.hidden_left_out.connect(self._leave_out_hidden)
        self._place.addWidget(self.choosing)
        self._place.addWidget(self.panel)

    # What the wizard asks -------------------------------------------------------------------------------------------

    def arrive(self) -> None:
        """Called when the step is shown."""
        self.refresh()
        if self._place.currentIndex() == 0:
            self.choosing.choose.setFocus()
        else:
            self.panel.preview.setFocus()

    def refresh(self) -> None:
        """Show what was read."""
        self._place.setCurrentIndex(1 if self._session.reading is not None else 0)
        self.panel.refresh()

    def hindrance(self) -> str:
        """Why the next step cannot be taken; nothing where it can."""
        if not self.has_list():
            return _("Choose a list first.")
        if not any(sheet.rows for sheet in self._session.sheets()):
            return _("There are no rows below the headings. Click another row, or tick that there are no headings.")
        if not self._session.included():
            return _("Every sheet is left out. Tick the one that is to come in.")
        return ""

    def has_list(self) -> bool:
        """Whether a list is shown."""
        return self._session.reading is not None and self._place.currentIndex() == 1

    def fault(self) -> str:
        """What is wrong with the file that was chosen last; nothing where it was read."""
        banner = self.choosing.fault
        return banner.text.text() if banner is not None and self._place.currentIndex() == 0 else ""

    # Reading --------------------------------------------------------------------------------------------------------

    def read(self, how: How) -> None:
        """Read a list; what is wrong with it is said here, with another try."""
        if how.path is not None and is_whole(how.path) and is_empty(self._company):
            self.whole_chosen.emit(how.path)
            return

        def work(tell: Any, cancelled: Asked) -> Reading:
            def progress(done: int, total: int) -> None:
                if cancelled():
                    raise Cancelled
                tell(done, total)

            return self._session.list_read(how, progress)

        def then(reading: Reading) -> None:
            self._session.take(reading)
            if how.path is not None:
                remember_folder(self._memory, Path(how.path))
            self.choosing.clear_fault()
            self.list_read.emit()

        title = _("Reading {name}").format(name=how.name) if how.name else _("Reading the cells")
        self._work.do(work, then, title, lambda error: self._failed(how, error))

    def _failed(self, how: How, error: BaseException) -> None:
        if isinstance(error, Told):
            locked = isinstance(error, Refused) and error.field == "password"
            self._locked = how if locked else None
            text = error.sentence
            if locked and how.password is None:
                text = _("“{name}” is protected by a password. Type it below to open it.").format(name=how.name)
            self.choosing.show_fault(text, ask_password=locked)
            self._place.setCurrentIndex(0)
        else:
            self.panel.refresh()
        self.changed.emit()

    def _read_again(self, encoding: str | None = None, delimiter: str | None = None) -> None:
        how = self._session.how
        self.read(How(how.path, how.text, encoding or how.encoding, delimiter or how.delimiter, how.password))

    def _unlock(self, password: str) -> None:
        if self._locked is not None:
            how = self._locked
            self.read(How(how.path, how.text, how.encoding, how.delimiter, password))

    def _drop(self, names: list[str]) -> None:
        """Read the first list that was let go; what becomes of the others and of folders is said."""
        files = [Path(name) for name in names if Path(name).is_file()]
        if not files:
            self.choosing.show_fault(no_files(names))
            return
        self.read(How(files[0]))
        if len(files) > 1:
            text = _("“{name}” is read now. Drop the others on the window once it is brought in.")
            sentence(self, _("One list after another"), text.format(name=files[0].name), tone="accent")

    # Planning a sheet anew --------------------------------------------------------------------------------------------

    def _choose_heading(self, at: int, row: object) -> None:
        wanted = row if isinstance(row, int) else None
        self._replan(at, lambda sheet: self._session.with_headings(sheet, wanted))

    def _choose_kind(self, at: int, kind: object) -> None:
        wanted = str(kind) if kind else None
        self._replan(at, lambda sheet: self._session.as_kind(sheet, wanted))

    def _include(self, at: int, on: bool) -> None:
        again = self._session.included_again
        self._replan(at, again if on else lambda sheet: self._session.as_kind(sheet, None))

    def _leave_out_hidden(self, at: int, out: bool) -> None:
        self._replan(at, lambda sheet: self._session.without_hidden(sheet, out))

    def _replan(self, at: int, plan: Callable[[Sheet], Sheet]) -> None:
        """Plan one sheet anew on the worker and show it."""
        sheet = self._session.sheets()[at]

        def then(fresh: Sheet) -> None:
            self._session.put(at, fresh)
            self.refresh()
            self.changed.emit()

        def failed(error: BaseException) -> None:
            if isinstance(error, Told):
                could_not(self, error)
            self.refresh()

        self._work.do(lambda _tell, _cancelled: plan(sheet), then, _("Looking at the columns"), failed)
