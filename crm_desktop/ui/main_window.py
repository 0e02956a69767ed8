"""The main window of one open company file: its pages, its menus, and what its pages may ask of it."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication, QWidget

from crm_desktop.entity.company import Company
from crm_desktop.entity.fields import Money
from crm_desktop.entity.query import ListQuery
from crm_desktop.errors import Cancelled, Told
from crm_desktop.i18n import _
from crm_desktop.store.journal import Changed
from crm_desktop.ui import health, recent, tasks
from crm_desktop.ui.actions import Command
from crm_desktop.ui.kind_page import COMPACT, KindPage
from crm_desktop.ui.listing.page import ListPage
from crm_desktop.ui.listing.reading import LATER, reader_of
from crm_desktop.ui.memory import Memory
from crm_desktop.ui.pages import LISTS, Place, add_pages
from crm_desktop.ui.rowtable import RowTable
from crm_desktop.ui.shell import Shell
from crm_desktop.ui.soon import soon
from crm_desktop.ui.trail import Trail
from crm_desktop.ui.undoing import Undoing

if TYPE_CHECKING:
    from crm_desktop.ui.file_actions import Desk, FileActions
    from crm_desktop.ui.finder import Finder
    from crm_desktop.ui.home import HomeQuestions
    from crm_desktop.ui.logbook import Logbook
    from crm_desktop.ui.window import Window

T = TypeVar("T")
A_MINUTE: Final = 60_000


class MainWindow(Shell):
    """A window over one company. It offers its pages what `ui.window.Window` says."""

    changed = Signal(object)
    closed = Signal()
    _committed = Signal(object)

    def __init__(
        self,
        company: Company,
        memory: Memory,
        desk: Desk,
        places: Sequence[Place],
        home: Callable[[], HomeQuestions],
        logbook: Callable[[], Logbook],
    ) -> None:
        super().__init__(memory, f"{company.path.name} — CRM Desktop")
        self.company = company
        self.places = list(places)
        self.logbook = logbook
        self.undoing = Undoing(self, super().toast, self)
        self.trail = Trail(self)
        self._desk = desk
        kinds = [kind for place in places if not place.in_more for kind in place.kinds]
        self._found_kinds = kinds
        self._day = self.today()
        self._saved: datetime | None = None
        self._currency = Money.currency
        self._committed.connect(self._after_commit)
        company.journal.after_commit.append(self._committed.emit)
        self.registry.later(lambda: [*self.files.actions(), *self.undoing.actions()])
        add_pages(self, places, home)
        self.undoing.changed.connect(self._show_undo)
        self.undo_requested.connect(self.undoing.undo)
        self.state_requested.connect(lambda: self.files.back_up())
        self.search_requested.connect(lambda words: self.finder.open(words))
        self.files_dropped.connect(lambda names: self.files.drop(names))
        self.page_shown.connect(self._arrived_at)
        self.rebuilt.connect(self._rebuilt)
        self._clock = QTimer(self)
        self._clock.setInterval(A_MINUTE)
        self._clock.timeout.connect(self._tick)
        self._clock.start()
        self.show_health()

    # Its parts, each made when it is first wanted --------------------------------------------------------------------

    @cached_property
    def files(self) -> FileActions:
        """What the menus do with files."""
        from crm_desktop.ui.file_actions import FileActions

        return FileActions(self, self._desk)

    @cached_property
    def finder(self) -> Finder:
        """The search box over everything."""
        from crm_desktop.ui.finder import Finder

        return Finder(self, self._found_kinds, self._commands)

    def after_paint(self) -> None:
        """The window has been painted for the first time: now it says what can be undone."""
        super().after_paint()
        self.undoing.look()
        from crm_desktop.store import history

        company = self.company
        keep = int(company.setting(history.KEEP) or history.KEPT_DAYS)

        def tidy() -> int:
            from crm_desktop.entity import attachments

            entries = history.tidy(company.journal, keep_days=keep)
            if entries:
                attachments.sweep(company)
            return entries

        def cleared(entries: int) -> None:
            if entries:
                self.undoing.look()

        # Where the file is busy just now, the next start does it.
        reader_of(company).ask(tidy, cleared, lambda _why: None, rank=LATER, owner=self)

    # What pages may ask (ui.window.Window) ------------------------------------------------------------------------

    def today(self) -> date:
        """The day by the laptop's clock."""
        return date.today()

    def open_record(self, kind: str, row: int) -> None:
        """Go to the page of that kind, select the record and show it."""
        self.trail.go(kind, row)

    def open_page(self, kind: str, row: int) -> None:
        """Show everything about one record on the whole page of its kind."""
        self.trail.go(kind, row, whole=True)

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
        if undo:
            self.undoing.offer(text)
        else:
            super().toast(text)

    def notice(self, text: str, action: str, run: Callable[[], object], *, stays: bool = False) -> None:
        """A short notice with a button of its own; one that `stays` is there until it is answered or closed."""
        super().toast(text, action, run, seconds=math.inf if stays else None)

    def attempt(self, work: Callable[[], T], parent: QWidget | None = None) -> T | None:
        """Do it; what is refused or in trouble is told in a sentence, and None comes back."""
        try:
            return work()
        except Cancelled:
            return None
        except Told as told:
            from crm_desktop.ui.widgets import could_not

            could_not(parent or self, told)
            return None

    def import_into(self, kind: str | None, path: Path | None = None) -> None:
        """Bring in a list; without a path the person is asked for the file."""
        self.files.import_into(kind, path)

    def paste_into(self, kind: str, text: str) -> None:
        """Bring in cells that were copied elsewhere."""
        self.files.import_into(kind, None, text)

    def export(self, kind: str, query: ListQuery, ids: Sequence[int] | None = None) -> None:
        """Write a list to a file: as `query` shows it, the selected `ids`, or everything."""
        self.files.export(kind, query, ids)

    def parts(self, kind: str) -> dict[str, Callable[[Window, int], QWidget | None]]:
        """Parts of a kind's pane that its area makes."""
        found: dict[str, Callable[[Window, int], QWidget | None]] = {}
        for place in self.places:
            if place.parts is not None:
                found.update(place.parts(kind))
        return found

    def load_sample(self) -> None:
        """Open the invented company, in a file of its own: what empty lists offer for a look."""
        self.registry.run("file.demo")

    def status(self, text: str) -> None:
        """What is selected, at the right end of the status line."""
        self.status_line.set_selection(text)

    # What its own parts ask ---------------------------------------------------------------------------------------

    def show_list(self, kind: str, query: ListQuery) -> None:
        """Go to the list of a kind and show what `query` asks."""
        page = self.kind_page(kind)
        if page is None:
            return
        state = page.list(kind).state
        state.clear()
        state.reload_views()
        if (saved := state.view_like(query)) is not None:
            state.choose(f"view:{saved.id}")
            return
        pinned = {ready.name for ready in page.list(kind).entity.filters if ready.pinned}
        for place, name in enumerate(query.ready):
            if place == 0 and name in pinned:
                state.choose(f"ready:{name}")
            else:
                state.set_ready(name, True)
        for condition in query.conditions:
            state.set_condition(condition)
        if query.words:
            state.set_words(query.words)

    def show_view(self, kind: str, view: int) -> None:
        """Go to the list of a kind and show one of its saved views."""
        page = self.kind_page(kind)
        if page is not None:
            page.list(kind).state.reload_views()
            page.list(kind).state.choose(f"view:{view}")

    def page_changed(self) -> None:
        """A page shows something else: a list, or one record in its place; other actions are possible."""
        if self.current():
            self.registry.show_page(self.current())
            self._arrived_at(self.current())

    def quick_log(self) -> None:
        """Ask for a line of what happened, about the record that is shown or was opened last."""
        from crm_desktop.ui.quick_log import QuickLog
        from crm_desktop.ui.widgets.dialogs import show

        show(QuickLog(self, self.logbook(), self.record_shown(), self))

    def scratch_pad(self) -> None:
        """Open the scratch pad."""
        from crm_desktop.ui.scratch_pad import ScratchPad
        from crm_desktop.ui.widgets.dialogs import show

        show(ScratchPad(self, self))

    def record_shown(self) -> tuple[str, int] | None:
        """Kind and id of the record that fills the page, or is selected in the list in sight."""
        page = self.page()
        if isinstance(page, KindPage) and (alone := page.record_page()) is not None:
            return alone.entity.name, alone.row
        shown = self.list_shown()
        row = shown.view.current_id() if shown is not None else None
        return (shown.entity.name, row) if shown is not None and row is not None else None

    def list_shown(self) -> ListPage | None:
        """The list that is shown; None on other pages."""
        page = self.page()
        return page.list() if isinstance(page, KindPage) and page.record_page() is None else None

    def export_first(self) -> None:
        """Export from a page that shows no list: the first kind is offered, and the whole file."""
        self.export(self.places[0].kinds[0], ListQuery())

    def compact_rows(self) -> bool:
        """Whether lists have low rows."""
        return bool(self.memory.get(COMPACT, False))

    def use_compact_rows(self, on: bool) -> None:
        """Low or usual rows, in all lists at once."""
        self.memory.set(COMPACT, on)
        for table in self.findChildren(RowTable):
            table.set_compact(on)
        self.registry.refresh()

    def show_health(self) -> None:
        """Say how the file is."""
        about = (self.memory, self.company.path, datetime.now())
        self.status_line.set_state(*health.state(*about, self._saved), health.place(*about))

    # Qt's own -----------------------------------------------------------------------------------------------------

    def closeEvent(self, event: QCloseEvent) -> None:
        if tasks.running() and not self._stop_tasks():
            event.ignore()
            return
        super().closeEvent(event)
        if event.isAccepted():
            self._clock.stop()
            self._forget_answers()
            self.closed.emit()

    # Inside -------------------------------------------------------------------------------------------------------

    def kind_page(self, kind: str) -> KindPage | None:
        """Go to the page of a kind; None where it has none, or the present page may not be left."""
        place = next((place for place in self.places if kind in place.kinds), None)
        if place is None or not self.show_page(place.name):
            return None
        page = self.page()
        if not isinstance(page, KindPage) or not page.show_kind(kind):
            return None
        return page

    def _form(
        self, kind: str, row: int | None, values: dict[str, Any] | None, after: Callable[[int], None] | None
    ) -> None:
        from crm_desktop.ui.record.dialog import FormDialog
        from crm_desktop.ui.widgets.dialogs import show

        over = QApplication.activeModalWidget() or self
        dialog = FormDialog(self, self.company.entity(kind), row, values, over)
        saved: list[int] = []
        dialog.saved.connect(saved.append)
        show(dialog)
        if saved:
            recent.record_opened(self.memory, self.company.path, kind, saved[0])
            if after is not None:
                after(saved[0])

    def _commands(self) -> list[Command]:
        found = [command for command in self.registry.commands() if command.name != "find"]
        # What can be done with the list in sight is the likeliest.
        return sorted(found, key=lambda command: not command.name.startswith(LISTS))

    def _after_commit(self, changed: Changed) -> None:
        """On this thread now, wherever the change was made."""
        self._saved = health.kept(self.company.journal, changed.entry) or self._saved
        self.show_health()
        if "custom_field" in changed.tables:
            # Made or taken back on the worker, this thread's connection does not know the column yet.
            with self.company.journal.silently():
                self.company.journal.rearm()
        if "setting" in changed.tables:
            self._follow_currency()
        self.undoing.look()
        self.changed.emit(changed)

    def _tick(self) -> None:
        """Once a minute: the age of the last backup, and perhaps another day."""
        self.show_health()
        page = self.page()
        if self._day != self.today() and self.current() == "home" and page is not None:
            page.arrived()  # type: ignore[attr-defined]
        self._day = self.today()

    def _follow_currency(self) -> None:
        """Another currency, set or taken back by an undo, is shown on every page."""
        if Money.currency != self._currency:
            self._currency = Money.currency
            soon(self, self.rebuild)

    def _show_undo(self) -> None:
        self.status_line.set_undo(self.undoing.line())
        self.registry.refresh()

    def _arrived_at(self, name: str) -> None:
        if self.list_shown() is None:
            self.status("")
        else:
            # All lists share one set of actions.
            self.registry.show_page(LISTS)

    def _rebuilt(self) -> None:
        self._forget_answers()
        self.show_health()
        self._show_undo()

    def _forget_answers(self) -> None:
        if "finder" in vars(self):
            self.finder.forget()

    def _stop_tasks(self) -> bool:
        """Whether the window may close although work is under way: it is stopped, and leaves the file as it was."""
        text = _("A longer piece of work is under way. Stopped now, it leaves the file as it was before.")
        from crm_desktop.ui.widgets import ask

        if not ask(self, _("Stop the work and close?"), text, _("Stop and close"), danger=True):
            return False
        tasks.stop_all()
        return True
