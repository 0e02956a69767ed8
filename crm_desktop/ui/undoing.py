"""Undo and redo of one window: what they are called now, doing them, and telling what an undo had to keep."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence

from crm_desktop.entity import rekeying
from crm_desktop.i18n import _
from crm_desktop.ui import tasks
from crm_desktop.ui.actions import Action

if TYPE_CHECKING:
    from crm_desktop.store.undo import Outcome
    from crm_desktop.ui.widgets import Toast
    from crm_desktop.ui.window import Window

HEAVY: Final = 4000
"""Lines of the journal from which an undo goes to the worker."""
Standard = QKeySequence.StandardKey
LONGEST: Final = 60
"""Characters of an entry's title in a menu."""
Undo = Callable[[], "Outcome"]


class Undoing(QObject):
    """The newest entry that can be undone and the one that can be done again."""

    changed = Signal()

    def __init__(self, window: Window, show: Callable[..., Toast], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._window, self._show = window, show
        self._undo: tuple[int, str] | None = None
        self._redo: tuple[int, str] | None = None
        self._offered: dict[int, Toast] = {}
        self._told: Toast | None = None

    def look(self) -> None:
        """Ask the journal; called once the window is painted, and after each commit."""
        from crm_desktop.store import undo as journal_undo

        journal = self._window.company.journal
        self._undo, self._redo = journal_undo.next_undo(journal), journal_undo.next_redo(journal)
        for entry, notice in list(self._offered.items()):
            if not journal_undo.would_change(journal, entry):
                notice.close_now()
        self.changed.emit()

    def offer(self, text: str) -> None:
        """Show a notice whose button takes back the newest change; it goes once that is undone in another way."""
        entry = self.newest()
        if entry is None:
            self._show(text)
            return
        notice = self._show(text, _("Undo"), lambda: self.undo(entry))
        self._offered[entry] = notice
        notice.gone.connect(lambda: self._offered.pop(entry, None))

    def actions(self) -> list[Action]:
        """The two entries of the Edit menu, named after what they take back."""
        return [
            Action("undo", self.undo_text, [Standard.Undo, "Ctrl+Z"], "undo", self.undo, "edit", self.can_undo),
            Action("redo", self.redo_text, ["Ctrl+Y", Standard.Redo], "redo", self.redo, "edit", self.can_redo),
        ]

    def can_undo(self) -> bool:
        """Whether there is anything to undo."""
        return self._undo is not None

    def can_redo(self) -> bool:
        """Whether there is anything to do again."""
        return self._redo is not None

    def undo_text(self) -> str:
        """The menu's text: what the next undo takes back."""
        if self._undo is None:
            return _("&Undo")
        return _("&Undo: “{title}”").format(title=shortened(self._undo[1]))

    def redo_text(self) -> str:
        """The menu's text: what the next redo does again."""
        if self._redo is None:
            return _("&Redo")
        return _("&Redo: “{title}”").format(title=shortened(self._redo[1]))

    def line(self) -> str:
        """What the status line says; nothing where there is nothing to undo."""
        if self._undo is None:
            return ""
        key = QKeySequence(QKeySequence.StandardKey.Undo).toString(QKeySequence.SequenceFormat.NativeText)
        return _("Undo: “{title}” ({key})").format(title=shortened(self._undo[1], False), key=key.replace("+", " "))

    def newest(self) -> int | None:
        """The entry that the next undo takes back."""
        return self._undo[0] if self._undo else None

    def undo(self, entry: int | None = None) -> None:
        """Undo the newest entry, or one named."""
        from crm_desktop.store import undo as journal_undo

        wanted = entry if entry is not None else self.newest()
        if wanted is not None:
            journal = self._window.company.journal
            self._run(wanted, lambda: journal_undo.undo(journal, wanted), _("Undo"), True)

    def redo(self) -> None:
        """Do again what was undone last."""
        if self._redo is not None:
            self.redo_entry(self._redo[0])

    def redo_entry(self, entry: int) -> None:
        """Do an entry again that was undone."""
        from crm_desktop.store import undo as journal_undo

        journal = self._window.company.journal
        self._run(entry, lambda: journal_undo.redo(journal, entry), _("Redo"), False)

    def _run(self, entry: int, work: Undo, title: str, back: bool) -> None:
        def then(outcome: Outcome) -> None:
            self._tell(outcome, back)

        if _weight(self._window, entry) > HEAVY:
            tasks.run(lambda _tell, _cancelled: work(), then, title=title, cancellable=False)
            return
        QGuiApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        try:
            outcome = self._window.attempt(work)
        finally:
            QGuiApplication.restoreOverrideCursor()
        if outcome is not None:
            then(outcome)

    def _tell(self, outcome: Outcome, back: bool) -> None:
        if not outcome.conflicts:
            said = _("Undone: {title}") if back else _("Done again: {title}")
            self._say(said.format(title=shortened(outcome.title, False)))
            return
        from crm_desktop.ui.kept import KeptDialog
        from crm_desktop.ui.touched import kept_lines
        from crm_desktop.ui.widgets.dialogs import show

        kept = kept_lines(self._window.company, outcome.conflicts)
        show(KeptDialog(shortened(outcome.title, False), kept, back, self._window))

    def _say(self, text: str) -> None:
        """What was undone or done again, in place of what was told so before: that is no longer how things are."""
        if self._told is not None:
            self._told.close_now()
        self._told = told = self._show(text)
        told.gone.connect(self._forget)

    def _forget(self) -> None:
        self._told = None


def shortened(title: str, in_menu: bool = True) -> str:
    """An entry's title as menus, status line and notices have room for it."""
    short = title if len(title) <= LONGEST else title[: LONGEST - 1].rstrip() + "…"
    return short.replace("&", "&&") if in_menu else short


def _weight(window: Window, entry: int) -> int:
    """About how many rows an undo of this entry has to touch."""
    journal = window.company.journal
    found = journal.execute(
        "SELECT first, last FROM journal_entry WHERE id = ? OR origin = ? ORDER BY id DESC LIMIT 1", (entry, entry)
    ).fetchone()
    if found is None or found[0] is None:
        return 0
    runs = journal.execute(
        "SELECT coalesce(sum(after - row + 1), 0) FROM journal_change WHERE id BETWEEN ? AND ? AND op = 'R'", found
    ).fetchone()[0]
    if rekeying.is_concerned(journal, found) and rekeying.are_many(journal):
        return HEAVY + 1
    # Sets of rows lie as JSON; about eight characters of it are a row.
    sets = journal.execute(
        "SELECT coalesce(sum(length(rows)) / 8, 0) FROM journal_set WHERE id BETWEEN ? AND ?", found
    ).fetchone()[0]
    return int(found[1] - found[0] + 1 + runs + sets)
