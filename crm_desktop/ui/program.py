"""The program while it runs: which company file is open, in which window, and how another takes its place."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication, QWidget

from crm_desktop.entity.company import Company
from crm_desktop.entity.unsaved import unsaved
from crm_desktop.errors import Told
from crm_desktop.i18n import _
from crm_desktop.store.lock import Locked
from crm_desktop.ui import recent, tasks
from crm_desktop.ui.crash import Crashes
from crm_desktop.ui.firstpaint import in_turn
from crm_desktop.ui.listing import reading
from crm_desktop.ui.main_window import MainWindow
from crm_desktop.ui.memory import Memory
from crm_desktop.ui.pages import Place
from crm_desktop.ui.places import SUFFIX
from crm_desktop.ui.soon import soon
from crm_desktop.ui.stage import Stage

if TYPE_CHECKING:
    from crm_desktop.ui.home import HomeQuestions
    from crm_desktop.ui.logbook import Logbook


class Business(NamedTuple):
    """What the program is about, given by whoever knows the areas."""

    open: Callable[[Path], Company]
    new: Callable[[Path], Company]
    demo: Callable[[Path, str, Callable[..., None]], None]
    """Build an invented company at a path, in a language, telling how far it is."""
    places: tuple[Place, ...]
    home: Callable[[], HomeQuestions]
    """What the home page asks; called when that page is first shown."""
    logbook: Callable[[], Logbook]
    """What keeps the lines of the quick log; called when one is first typed."""


class Program(QObject):
    """Opens and closes company files; there is at most one open, in one window."""

    def __init__(
        self, app: QApplication, memory: Memory, crashes: Crashes, business: Business, *, hurry: bool = False
    ) -> None:
        """In a `hurry` it closes itself once its first window has been painted."""
        super().__init__()
        self.app, self.memory, self.crashes, self.business = app, memory, crashes, business
        self.window: MainWindow | None = None
        self.stage = Stage()
        self.stage.painted.connect(self._was_painted)
        self.stage.called.connect(self._bring_in)
        self._asker: QWidget | None = None
        self._handed_over = False
        self._hurry = hurry
        self._switching = False
        self._demo: Path | None = None
        self._failed = False

    # Starting -----------------------------------------------------------------------------------------------------

    def begin(self, file: Path | None, demo: bool) -> bool:
        """Open what was asked for, or what was open last; False where another window does that already."""
        last = recent.last_file(self.memory)
        listed = file if file is not None and file.suffix.lower() != SUFFIX else None
        wanted = last if file is None or listed else file
        if demo:
            self.demo()
            return True
        if wanted is not None and (file is not None or wanted.is_file()):
            self._open(wanted, listed=listed)
            return not self._handed_over
        if _call(wanted, None):
            return False
        if wanted is None and not recent.files(self.memory):
            self._first_run()
        else:
            gone = _("{name} is not in {folder} any more.").format(name=last.name, folder=last.parent) if last else ""
            self._welcome(gone)
        return True

    def code(self) -> int:
        """The exit code: 0 where nothing went wrong."""
        return 1 if self.crashes.count or self._failed else 0

    # Company files (ui.file_actions.Desk) -------------------------------------------------------------------------

    def open_file(self, path: Path) -> None:
        """Open a company file in place of the present one; where another window has it, that one comes to the front."""
        path = Path(path).absolute()
        if self.window is not None and self.window.company.path == path:
            self.stage.to_front()
            return
        if _call(path, None):
            return
        before = self.window.company.path if self.window is not None else None
        if self._leave() and not self._open(path) and before is not None:
            self._open(before)

    def new_company(self) -> None:
        """Ask for a further company and make its file."""
        from crm_desktop.ui.first_run import FirstRun

        made = FirstRun(self._remember_language, first=False)
        made.chosen.connect(lambda beginning: self._make(made, beginning))
        made.left.connect(made.deleteLater)
        made.setWindowModality(Qt.WindowModality.ApplicationModal)
        self._asker = made  # held until another takes its place
        made.show()

    def close_company(self) -> None:
        """Close the file and offer another."""
        if self._leave():
            recent.closed(self.memory)
            self._welcome()

    def demo(self) -> None:
        """Build an invented company in a folder of its own and open it."""
        before = self.window.company.path if self.window is not None else None
        if not self._leave():
            return

        def then(path: Path) -> None:
            self._demo = path.parent
            if self._open(path, remember=False) and self.window is not None:
                self.window.show_page("home")

        def failed(error: BaseException) -> None:
            if isinstance(error, Told):
                self._tell(error)
            if before is not None:
                self._open(before)
            else:
                self._welcome()

        from crm_desktop.ui import demo_company

        demo_company.build(self.business.demo, then, failed)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Where the system tells of files to open by an event (macOS), this is installed on the application."""
        if isinstance(event, QFileOpenEvent) and event.file():
            path = Path(event.file())
            if path.suffix.lower() == SUFFIX:
                soon(self, lambda: self.open_file(path))
            else:
                self._bring_in(path)
            return True
        return False

    # Inside -------------------------------------------------------------------------------------------------------

    def _open(self, path: Path, *, remember: bool = True, listed: Path | None = None) -> bool:
        """Open a file; where another window has it, that one is called and takes the list to bring in as well."""
        path = path.absolute()
        try:
            company = self.business.open(path)
        except Told as told:
            if isinstance(told, Locked) and _call(path, listed):
                self._handed_over = True
                return False
            self._tell(told)
            if self.window is None and self.stage.front is None and not self._failed:
                self._welcome()
            return False
        self._show(company, remember)
        self._bring_in(listed)
        return True

    def _show(self, company: Company, remember: bool = True) -> None:
        window = MainWindow(company, self.memory, self, self.business.places, self.business.home, self.business.logbook)
        window.closed.connect(self._closed)
        self.window = window
        if remember:
            recent.opened(self.memory, company.path)
        window.start()
        self.stage.show(window, company.path)

    def _make(self, asker: QWidget, beginning: Any) -> None:
        """Make the company that the first run asked for."""
        if beginning.then == "demo":
            self.stage.end(asker)
            self.demo()
            return
        before = self.window.company.path if self.window is not None else None
        if not self._leave():
            return
        from crm_desktop.entity.settings import COUNTRY

        try:
            company = self.business.new(beginning.path)
            with company.journal.entry(_("New company"), kind="start"):
                company.set_setting("currency", beginning.currency)
                company.set_setting(COUNTRY, beginning.country or None)
                company.set_setting("name", beginning.name or None)
        except Told as told:
            from crm_desktop.ui.widgets import could_not

            could_not(asker, told)
            if before is not None:
                self._open(before)
            asker.raise_()
            return
        self.stage.end(asker)
        self._show(company)
        self._bring_in(beginning.list)

    def _first_run(self) -> None:
        from crm_desktop.ui.first_run import FirstRun

        made = FirstRun(self._remember_language)
        made.chosen.connect(lambda beginning: self._make(made, beginning))
        made.left.connect(self.app.quit)
        self.stage.show(made, None)

    def _welcome(self, note: str = "") -> None:
        from crm_desktop.ui.welcome import Welcome

        made = Welcome(recent.files(self.memory), note)
        made.open_file.connect(self._open_from_welcome)
        made.new_file.connect(self.new_company)
        made.demo.connect(self.demo)
        made.left.connect(self.app.quit)
        self.stage.show(made, None)

    def _open_from_welcome(self, path: Path | None) -> None:
        from crm_desktop.ui.places import ask_open

        chosen = path or ask_open(self.stage.front)
        if chosen is not None:
            self.open_file(chosen)

    def _was_painted(self, window: QWidget) -> None:
        if self._hurry:
            window.close()
            self.app.quit()
        elif window is self.window:
            in_turn(window, self._tell_unsaved)

    def _tell_unsaved(self) -> None:
        """Say what was typed and never saved when the program ended the last time."""
        if self.window is not None and unsaved(self.window.company):
            from crm_desktop.ui.record.typed import tell_left

            tell_left(self.window)

    def _leave(self) -> bool:
        """Close the present window and file; False where the person stays."""
        if self.window is None:
            return True
        self._switching = True
        try:
            gone = self.window.close()
        finally:
            self._switching = False
        if gone:
            self._let_go()
        return gone

    def _closed(self) -> None:
        """The person has closed the window: that ends the program."""
        if not self._switching:
            soon(self, self.app.quit)

    def _let_go(self) -> None:
        """Take the closed window away with all that still wants something of the file, then close the file."""
        window, self.window = self.window, None
        if window is None:
            return
        self.stage.end(window)
        self.stage.stop_listening()
        company = window.company
        reading.stop(company)
        window.deleteLater()
        QCoreApplication.sendPostedEvents(window, QEvent.Type.DeferredDelete)
        company.close()

    def _bring_in(self, listed: Path | None) -> None:
        """Bring a list into the company that is open."""
        window = self.window
        if window is not None and listed is not None:
            soon(window, lambda: window.import_into(None, listed))

    def _remember_language(self, wanted: str) -> None:
        self.memory.set("language", wanted)

    def _tell(self, told: Told) -> None:
        if self._hurry:
            # Nobody is there to read a dialog.
            self._failed = True
            print(told.sentence, file=sys.stderr)
            self.app.exit(1)
            return
        from crm_desktop.ui.widgets import sentence

        sentence(self.window or self.stage.front, _("The file could not be opened"), told.sentence, told.detail)

    def end(self) -> None:
        """The event loop has ended: let go of everything."""
        tasks.stop_all()
        self._let_go()
        if self._hurry and self._demo is not None:
            import shutil

            shutil.rmtree(self._demo, ignore_errors=True)


def _call(file: Path | None, listed: Path | None) -> bool:
    """Call the window that has the file open, and have it bring in a list; False where nobody answers."""
    from crm_desktop.ui import single

    return single.call(file, {"list": str(listed) if listed else None})
