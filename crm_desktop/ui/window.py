"""What a page may ask of the window it stands in."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from PySide6.QtWidgets import QWidget

from crm_desktop.entity.company import Company
from crm_desktop.entity.query import ListQuery
from crm_desktop.ui.memory import Memory

if TYPE_CHECKING:
    from crm_desktop.ui.logbook import Logbook

T = TypeVar("T")


def moment(window: Window) -> datetime:
    """The moment by the window's day and the computer's clock: what is written down is of the day that is shown."""
    return datetime.combine(window.today(), datetime.now().time())


class Window(Protocol):
    """The window as its pages know it; `ui.main_window.MainWindow` is the real one."""

    company: Company
    memory: Memory
    changed: Any
    """A signal with a `store.journal.Changed`, sent on the window's thread after each commit."""

    def today(self) -> date:
        """The day by the laptop's clock."""

    def open_record(self, kind: str, row: int) -> None:
        """Go to the page of that kind, select the record and show it."""

    def open_page(self, kind: str, row: int) -> None:
        """Show everything about one record on the whole page of its kind."""

    def new_record(
        self, kind: str, values: dict[str, Any] | None = None, after: Callable[[int], None] | None = None
    ) -> None:
        """Open the form of a new record, filled with raw `values`; `after` gets the id once it is saved."""

    def edit_record(self, kind: str, row: int) -> None:
        """Open the form of a record."""

    def toast(self, text: str, undo: bool = False) -> None:
        """A short notice; with `undo` it has a button that takes the newest change back."""

    def notice(self, text: str, action: str, run: Callable[[], object], *, stays: bool = False) -> None:
        """A short notice with a button of its own; one that `stays` is there until it is answered or closed."""

    def attempt(self, work: Callable[[], T], parent: QWidget | None = None) -> T | None:
        """Do it; what is refused or in trouble is told in a sentence, and None comes back."""

    def import_into(self, kind: str | None, path: Path | None = None) -> None:
        """Bring in a list; without a path the person is asked for the file."""

    def paste_into(self, kind: str, text: str) -> None:
        """Bring in cells that were copied elsewhere."""

    def export(self, kind: str, query: ListQuery, ids: Sequence[int] | None = None) -> None:
        """Write a list to a file: as `query` shows it, the selected `ids`, or everything; the person is asked."""

    def logbook(self) -> Logbook:
        """What reads and keeps the lines of the quick log."""

    def parts(self, kind: str) -> Mapping[str, Callable[[Window, int], QWidget | None]]:
        """Parts of a kind's pane that its area makes, by name; one called as a list of the pane replaces that."""

    def status(self, text: str) -> None:
        """What is selected, at the right end of the status line."""
