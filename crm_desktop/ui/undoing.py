"""Undo and redo of one window: what they are called now, doing them, and telling what an undo had to keep."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from crm_desktop.i18n import _, n_
from crm_desktop.store import undo as journal_undo
from crm_desktop.store.undo import Outcome
from crm_desktop.ui import tasks, theme
from crm_desktop.ui.actions import Action
from crm_desktop.ui.touched import kept_lines
from crm_desktop.ui.widgets import Dialog, button
from crm_desktop.ui.window import Window

HEAVY: Final = 4000
"""Lines of the journal from which an undo goes to the worker."""
Standard = QKeySequence.StandardKey
LONGEST: Final = 60
"""Characters of an entry's title in a menu."""
Undo = Callable[[], Outcome]


class Undoing(QObject):
    """The newest entry that can be undone and the one that can be done again."""

    changed = Signal()

    def __init__(self, window: Window, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._window = window
        self._undo: tuple[int, str] | None = None
        self._redo: tuple[int, str] | None = None
        self.look()

    def look(self) -> None:
        """Ask the journal again; called after each commit."""
        journal = self._window.company.journal
        self._undo, self._redo = journal_undo.next_undo(journal), journal_undo.next_redo(journal)
        self.changed.emit()

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
        return _("&Undo: “{title}”").format(title=_short(self._undo[1]))

    def redo_text(self) -> str:
        """The menu's text: what the next redo does again."""
        if self._redo is None:
            return _("&Redo")
        return _("&Redo: “{title}”").format(title=_short(self._redo[1]))

    def line(self) -> str:
        """What the status line says; nothing where there is nothing to undo."""
        if self._undo is None:
            return ""
        key = QKeySequence(QKeySequence.StandardKey.Undo).toString(QKeySequence.SequenceFormat.NativeText)
        return _("Undo: “{title}” ({key})").format(title=_short(self._undo[1], False), key=key.replace("+", " "))

    def newest(self) -> int | None:
        """The entry that the next undo takes back."""
        return self._undo[0] if self._undo else None

    def undo(self, entry: int | None = None) -> None:
        """Undo the newest entry, or one named."""
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
            self._window.toast(said.format(title=_short(outcome.title, False)))
            return
        kept = kept_lines(self._window.company, outcome.conflicts)
        KeptDialog(outcome.title, kept, back, self._window).exec()


class KeptDialog(Dialog):
    """Lists what an undo left as it is."""

    def __init__(self, title: str, kept: list[str], back: bool, parent: object) -> None:
        heading = _("Undone, but not all of it") if back else _("Done again, but not all of it")
        told = _("“{title}” is taken back. {rest}") if back else _("“{title}” is done again. {rest}")
        rest = n_(
            "{n} thing was left as it is, because it was changed or is needed since:",
            "{n} things were left as they are, because they were changed or are needed since:",
            len(kept),
        )
        text = told.format(title=_short(title, False), rest=rest)
        super().__init__(parent if isinstance(parent, QWidget) else None, heading, text, icon="info", tone="accent")
        lines = QPlainTextEdit("\n".join(kept))
        lines.setReadOnly(True)
        lines.setTabChangesFocus(True)
        lines.setAccessibleName(_("What was kept"))
        self.body.addWidget(lines, 1)
        self.setMinimumSize(theme.px(560), theme.px(320))
        self.add_button(button(_("Close"), self.accept, "primary"), default=True)


def _short(title: str, in_menu: bool = True) -> str:
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
    return int(found[1] - found[0] + 1 + runs)
