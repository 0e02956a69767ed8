"""The main window of one open company file: its pages, its menus, and what its pages may ask of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final, TypeVar

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QWidget

from crm_desktop.entity.company import Company
from crm_desktop.entity.fields import Money
from crm_desktop.entity.query import ListQuery
from crm_desktop.errors import Cancelled, Told
from crm_desktop.i18n import N_, _
from crm_desktop.store.journal import Changed
from crm_desktop.ui import health, recent, tasks
from crm_desktop.ui.answers import Answer, Answers
from crm_desktop.ui.command_box import CommandBox
from crm_desktop.ui.file_actions import Desk, FileActions
from crm_desktop.ui.home import HomePage, HomeQuestions
from crm_desktop.ui.listing import reading
from crm_desktop.ui.memory import Memory
from crm_desktop.ui.shell import Shell
from crm_desktop.ui.undoing import Undoing
from crm_desktop.ui.widgets import ask, sentence

T = TypeVar("T")
COMPACT: Final = "rows.compact"
A_MINUTE: Final = 60_000


@dataclass(frozen=True)
class Place:
    """One page of lists: its name, title (marked), icon, the kinds on it, and whether it lies under More."""

    name: str
    title: str
    icon: str
    kinds: tuple[str, ...]
    in_more: bool = False


class MainWindow(Shell):
    """A window over one company. It offers its pages what `ui.window.Window` says."""

    changed = Signal(object)
    closed = Signal()
    _committed = Signal(object)

    def __init__(
        self, company: Company, memory: Memory, desk: Desk, places: Sequence[Place], home: HomeQuestions
    ) -> None:
        super().__init__(memory, f"{company.path.name} — CRM Desktop")
        self.company = company
        self.places = list(places)
        self._home = home
        self.undoing = Undoing(self, self)
        self.files = FileActions(self, desk)
        self._box: CommandBox | None = None
        self._committed.connect(self._after_commit)
        company.journal.after_commit.append(self._committed.emit)
        self._add_pages()
        self.registry.add(*self.undoing.actions(), *self.files.actions())
        self.undoing.changed.connect(self._show_undo)
        self.undo_requested.connect(self.undoing.undo)
        self.state_requested.connect(self.files.back_up)
        self.search_requested.connect(self.open_box)
        self.files_dropped.connect(self.files.drop)
        self.page_shown.connect(self._arrived_at)
        self.rebuilt.connect(self._rebuilt)
        self._clock = QTimer(self)
        self._clock.setInterval(A_MINUTE)
        self._clock.timeout.connect(self.show_health)
        self._clock.start()
        self.show_health()
        self._show_undo()

    # What pages may ask (ui.window.Window) ------------------------------------------------------------------------

    def today(self) -> date:
        """The day by the laptop's clock."""
        return date.today()

    def open_record(self, kind: str, row: int) -> None:
        """Go to the page of that kind, select the record and show it."""
        page = self._kind_page(kind)
        if page is None:
            return
        page.list(kind).show_record(row)
        recent.record_opened(self.memory, self.company.path, kind, row)

    def new_record(
        self, kind: str, values: dict[str, Any] | None = None, after: Callable[[int], None] | None = None
    ) -> None:
        """Open the form of a new record; `after` gets its id once it is saved."""
        self._form(kind, None, values, after)

    def edit_record(self, kind: str, row: int) -> None:
        """Open the form of a record."""
        self._form(kind, row, None, None)

    def toast(  # type: ignore[override]
        self, text: str, undo: bool = False
    ) -> None:
        """A short notice; with `undo` its button takes back the change that is the newest now."""
        entry = self.undoing.newest() if undo else None
        if entry is None:
            super().toast(text)
        else:
            super().toast(text, _("Undo"), lambda: self.undoing.undo(entry))

    def notice(self, text: str, action: str, run: Callable[[], object]) -> None:
        """A short notice with a button of its own."""
        super().toast(text, action, run)

    def attempt(self, work: Callable[[], T], parent: QWidget | None = None) -> T | None:
        """Do it; what is refused or in trouble is told in a sentence, and None comes back."""
        try:
            return work()
        except Cancelled:
            return None
        except Told as told:
            sentence(parent or self, _("This could not be done"), told.sentence)
            return None

    def import_into(self, kind: str | None, path: Path | None = None) -> None:
        """Bring in a list; without a path the person is asked for the file."""
        self.files.import_into(kind, path)

    def export(self, kind: str, query: ListQuery, ids: Sequence[int] | None = None) -> None:
        """Write a list to a file: as `query` shows it, the selected `ids`, or everything."""
        self.files.export(kind, query, ids)

    def status(self, text: str) -> None:
        """What is selected, at the right end of the status line."""
        self.status_line.set_selection(text)
