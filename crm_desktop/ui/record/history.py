"""The history of a record in the pane: folded at first, each change in words with a way back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crm_desktop.entity.changes import SHOWN, Change, changes_of
from crm_desktop.entity.describe import Entity
from crm_desktop.i18n import _, n_
from crm_desktop.store.undo import Outcome, undo
from crm_desktop.ui import theme
from crm_desktop.ui.record.clicktext import ClickText
from crm_desktop.ui.record.panes import column, more
from crm_desktop.ui.widgets.cards import IconLabel
from crm_desktop.ui.widgets.labels import label
from crm_desktop.values.dates import relative_day

if TYPE_CHECKING:
    from crm_desktop.ui.window import Window

OPEN_KEY = "detail.history"


class HistorySection(QWidget):
    """What was done to one record; read only once it is unfolded."""

    undone = Signal(object)

    def __init__(self, window: Window, entity: Entity, row: int) -> None:
        super().__init__()
        self._window, self._entity, self._row = window, entity, row
        self._limit = SHOWN
        self.changes: list[Change] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.px(8))
        self.fold = ClickText(_("History"), self.turn, "secondary", size=12, weight=QFont.Weight.DemiBold)
        self.fold.setAccessibleDescription(_("Shows what was changed, with a way back"))
        self.marks = {True: IconLabel("chevron-down", size=14), False: IconLabel("chevron-right", size=14)}
        top = QHBoxLayout()
        top.setSpacing(theme.px(4))
        for mark in self.marks.values():
            top.addWidget(mark)
        top.addWidget(self.fold)
        top.addStretch(1)
        self._column.addLayout(top)
        self._body: QWidget | None = None
        self._show(bool(window.memory.get(OPEN_KEY, False)))

    def is_open(self) -> bool:
        """Whether the changes are shown."""
        return self._body is not None

    def turn(self) -> None:
        """Fold or unfold; remembered for every record."""
        wanted = not self.is_open()
        self._window.memory.set(OPEN_KEY, wanted)
        self._show(wanted)

    def undo_change(self, change: Change) -> Outcome | None:
        """Take one change back; what was changed since is kept, and said."""
        outcome = self._window.attempt(lambda: undo(self._window.company.journal, change.entry), self)
        if outcome is not None:
            text = _("Undone: {title}").format(title=change.title)
            if outcome.conflicts:
                kept = n_("{n} value was changed since and kept", "{n} values were changed since and kept",
                          len(outcome.conflicts))  # fmt: skip
                text = f"{text} · {kept}"
            self._window.toast(text)
        return outcome

    def _show(self, opened: bool) -> None:
        if self._body is not None:
            self._column.removeWidget(self._body)
            self._body.hide()
            self._body.deleteLater()
            self._body = None
        for state, mark in self.marks.items():
            mark.setVisible(state == opened)
        if opened:
            self.changes = changes_of(self._window.company, self._entity, self._row, self._limit)
            self._body = self._list()
            self._column.addWidget(self._body)

    def _list(self) -> QWidget:
        made, layout = column(10)
        for change in self.changes:
            layout.addWidget(self._entry(change))
        if not self.changes:
            layout.addWidget(label(_("Nothing is written down about it."), "secondary"))
        if len(self.changes) == self._limit:
            layout.addWidget(more(_("Show older changes"), self._show_older))
        return made

    def _show_older(self) -> None:
        self._limit *= 5
        self._show(True)

    def _entry(self, change: Change) -> QWidget:
        made, layout = column(2)
        title = label(change.title, "faint" if change.undone else "text", weight=QFont.Weight.Medium, wrap=True)
        layout.addWidget(title)
        for line in change.lines[:6]:
            layout.addWidget(label(line, "secondary", 12, wrap=True))
        if len(change.lines) > 6:
            layout.addWidget(label(_("and {n} more").format(n=len(change.lines) - 6), "secondary", 12))
        foot = QHBoxLayout()
        foot.setSpacing(theme.px(6))
        day = relative_day(change.at.date(), self._window.today())
        when = label(f"{day}, {change.at:%H:%M}", "secondary", 12)
        when.setToolTip(f"{change.at:%Y-%m-%d %H:%M:%S}")
        foot.addWidget(when)
        if change.undone:
            foot.addWidget(label(_("was undone"), "secondary", 12))
        if change.undoable:
            back = ClickText(_("Undo this change"), lambda: self.undo_change(change), "accent_text", size=12)
            back.setAccessibleName(_("Undo this change: {title}").format(title=change.title))
            foot.addWidget(back)
        foot.addStretch(1)
        layout.addLayout(foot)
        return made
