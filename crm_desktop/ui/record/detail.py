"""The detail pane beside a list: who they are, what they owe, what is next, what happened; for any kind of record."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QVBoxLayout, QWidget

from crm_desktop.entity import records
from crm_desktop.entity.describe import Entity
from crm_desktop.entity.summary import Summary, note_kind, summary
from crm_desktop.errors import Refused
from crm_desktop.i18n import _
from crm_desktop.store.journal import Changed
from crm_desktop.ui import theme
from crm_desktop.ui.icons import icon
from crm_desktop.ui.record import panes
from crm_desktop.ui.widgets import Card, EmptyState, button, icon_button, menu_button, scrolled

if TYPE_CHECKING:
    from crm_desktop.ui.window import Window

SOON_MS: Final = 40
"""How long a selection must rest before its record is read: arrow keys run through a list unhindered."""


class DetailPane(Card):
    """Shows one record of a kind, or says that none is chosen; kept up to date while it is shown."""

    def __init__(self, window: Window, entity: Entity, parent: QWidget | None = None) -> None:
        super().__init__(parent, padding=0, gap=0)
        self.owner, self.entity = window, entity
        self.row: int | None = None
        self.told: Summary | None = None
        self._shown: QWidget | None = None
        self.note: QLineEdit | None = None
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(SOON_MS)
        self._soon.timeout.connect(self.show_now)
        window.changed.connect(self._changed)
        self.show_now()

    def show_record(self, row: int | None) -> None:
        """Show a record, or none, once the selection rests."""
        if row == self.row and self._shown is not None and not self._soon.isActive():
            return
        self.row = row
        self._soon.start()

    def show_now(self) -> None:
        """Read the record and lay it out."""
        self._soon.stop()
        if self.row is None:
            self._put(self._none())
            return
        try:
            company = self.owner.company
            self.told = summary(company, self.entity, self.row, self.owner.today())
        except Refused:
            self.row = None
            self._put(self._none())
            return
        typed = self.note.text() if self.note is not None else ""
        self._put(self._laid_out(self.told))
        if self.note is not None:
            self.note.setText(typed)

    def _none(self) -> QWidget:
        self.told, self.note = None, None
        return EmptyState(
            self.entity.icon,
            _("Nothing chosen"),
            _("Choose one on the left to see it here."),
        )

    def _put(self, widget: QWidget) -> None:
        if self._shown is not None:
            self.column.removeWidget(self._shown)
            self._shown.hide()
            self._shown.deleteLater()
        self._shown = widget
        self.column.addWidget(widget)

    def _laid_out(self, told: Summary) -> QWidget:
        inside = QWidget()
        column = QVBoxLayout(inside)
        edge = theme.px(16)
        column.setContentsMargins(edge, edge, edge, edge)
        column.setSpacing(theme.px(12))
        column.addWidget(panes.head(told))
        column.addWidget(self._buttons())
        if told.figures:
            column.addWidget(panes.figures(told))
        if told.next_step is not None:
            column.addWidget(panes.next_step(told.next_step))
        if told.ways:
            column.addWidget(panes.ways(told.ways, self.owner))
        for belonging in told.belongings:
            if belonging.total:
                column.addWidget(panes.belonging(belonging, self.owner, partial(self._new, belonging)))
        column.addWidget(self._timeline(told))
        if told.notes:
            column.addWidget(panes.remarks(told.notes))
        if told.facts:
            column.addWidget(panes.facts(told.facts, self.owner))
        if told.changes:
            column.addWidget(panes.changes(told.changes, self._undo))
        column.addStretch()
        return scrolled(inside, told.title)

    def _buttons(self) -> QWidget:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme.px(8))
        line.addWidget(button(_("Edit"), self._edit, "plain", "edit"))
        line.addWidget(button(_("Write a note"), self._log, "plain", "note"))
        menu = QMenu(row)
        for other, name in self.owner.company.referrers(self.entity):
            if not other.hidden:
                action = menu.addAction(icon(other.icon), _("New {kind}").format(kind=other.singular.lower()))
                action.triggered.connect(partial(self._new_linked, other.name, name))
        for other in self.owner.company.entities:
            if other.about:
                action = menu.addAction(icon(other.icon), _("New {kind}").format(kind=other.singular.lower()))
                action.triggered.connect(partial(self._new_about, other.name))
        line.addWidget(menu_button(_("New"), menu, "primary"))
        line.addStretch()
        line.addWidget(icon_button("trash", _("Delete"), self._delete))
        return row

    def _timeline(self, told: Summary) -> QWidget:
        made, self.note = panes.timeline(told.happened, self.owner, note_kind(self.owner.company) is not None)
        if self.note is not None:
            self.note.returnPressed.connect(self._save_note)
        return made

    # What the buttons do ------------------------------------------------------------------------------------------

    def _edit(self) -> None:
        if self.row is not None:
            self.owner.edit_record(self.entity.name, self.row)

    def _log(self) -> None:
        if self.note is not None:
            self.note.setFocus()

    def _new(self, belonging: object) -> None:
        entity, name = belonging.entity, belonging.field  # type: ignore[attr-defined]
        self._new_linked(entity.name, name)

    def _new_linked(self, kind: str, name: str) -> None:
        self.owner.new_record(kind, {name: self.row})

    def _new_about(self, kind: str) -> None:
        self.owner.new_record(kind, {"kind": self.entity.name, "row": self.row})

    def _save_note(self) -> None:
        kind, note, row = note_kind(self.owner.company), self.note, self.row
        if kind is None or note is None or row is None or not note.text().strip():
            return
        company, entity = self.owner.company, self.entity
        values = {kind.title: note.text().strip(), "kind": entity.name, "row": row}
        title = _("Note about {title}").format(title=company.title(entity, row))
        if self.owner.attempt(lambda: records.save(company, kind, values, title=title), self) is not None:
            if self.note is not None:
                self.note.clear()
            self.show_now()
            if self.note is not None:
                self.note.clear()
                self.note.setFocus()

    def _delete(self) -> None:
        row = self.row
        if row is None or self.told is None:
            return
        title = self.told.title
        if self.owner.attempt(lambda: records.delete(self.owner.company, self.entity, [row]), self):
            self.owner.toast(_("{title} is in the trash.").format(title=title), undo=True)

    def _undo(self, entry: int) -> None:
        from crm_desktop.store.undo import undo

        self.owner.attempt(lambda: undo(self.owner.company.journal, entry), self)

    def _changed(self, changed: Changed) -> None:
        if self.row is not None and self.isVisible():
            self._soon.start()
        elif self.row is not None:
            self._shown_is_old = True

    def showEvent(self, event: object) -> None:
        super().showEvent(event)  # type: ignore[arg-type]
        if getattr(self, "_shown_is_old", False):
            self._shown_is_old = False
            self._soon.start()
