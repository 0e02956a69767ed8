"""The quick log from anywhere: whom it is about, and one line for what happened and what comes next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from crm_desktop.entity.describe import Entity
from crm_desktop.entity.happenings import note_kind
from crm_desktop.errors import Refused
from crm_desktop.i18n import _
from crm_desktop.ui import theme
from crm_desktop.ui.logbook import Logbook, LogLine, line_place, told_about
from crm_desktop.ui.record.links import AboutEditor
from crm_desktop.ui.unsaved import keeper_of
from crm_desktop.ui.widgets.buttons import button
from crm_desktop.ui.widgets.dialogs import Dialog
from crm_desktop.ui.widgets.labels import label
from crm_desktop.ui.window import moment

if TYPE_CHECKING:
    from crm_desktop.ui.window import Window


class QuickLog(Dialog):
    """Asks for a line about a record; `about` is the one that is shown already."""

    def __init__(
        self, window: Window, logbook: Logbook, about: tuple[str, int] | None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent, _("Quick log"))
        self.window_, self.logbook = window, logbook
        kind = note_kind(window.company)
        assert kind is not None
        self.about = AboutEditor(window, window.company.column(kind, "about"))
        self.about.line.setAccessibleName(_("About whom"))
        self.about.line.setPlaceholderText(_("A customer, a contact, a deal…"))
        self.about.set_raw(about)
        self.fault = label("", "bad", wrap=True)
        self.fault.hide()
        self.log = LogLine(self._told, self.save)
        self.about.changed.connect(self._other_record)
        self._place = line_place(about)
        self._take_up()
        self.log.line.textChanged.connect(self._keep)
        self.setMinimumWidth(theme.px(520))
        who = label(_("About"), "secondary")
        who.setBuddy(self.about.line)
        what = label(_("What happened"), "secondary")
        what.setBuddy(self.log.line)
        for part in (who, self.about.widget, what, self.log, self.fault):
            self.body.addWidget(part)
        self.add_button(button(_("Cancel"), self.reject))
        act = self.add_button(button(_("Save"), self.save, "primary"))
        act.setAutoDefault(False)
        (self.log.line if about is not None else self.about.line).setFocus()

    def save(self) -> None:
        """Save the line, or say what it lacks."""
        try:
            entity, row = self._record()
            self.logbook.log(self.window_.company, entity, row, self.log.line.text(), moment(self.window_))
        except Refused as refused:
            self.fault.setText(refused.sentence)
            self.fault.show()
            return
        title = self.window_.company.title(entity, row)
        keeper_of(self.window_).put(self._place, None)
        self.accept()
        self.window_.toast(_("Logged: {title}").format(title=title), undo=True)

    def _other_record(self) -> None:
        """What is typed goes with the record it is about; without a line of its own, that of the record is shown."""
        self.log.refresh()
        keeper, place, text = keeper_of(self.window_), line_place(self._about()), self.log.line.text()
        if place == self._place:
            return
        if not text.strip():
            self._place = place
            self._take_up()
        elif keeper.get(place) is None:  # of two lines neither takes the other's place
            keeper.put(self._place, None)
            self._place = place
            keeper.put(place, text)

    def _take_up(self) -> None:
        kept = keeper_of(self.window_).get(self._place)
        if kept is not None:
            self.log.line.setText(str(kept.held))

    def _keep(self, text: str) -> None:
        """What is typed and not saved yet stays with its record."""
        keeper_of(self.window_).put(self._place, text if text.strip() else None)

    def _about(self) -> tuple[str, int] | None:
        try:
            about: tuple[str, int] | None = self.about.raw()
        except Refused:  # a name that is not whole yet
            about = None
        return about

    def _told(self, line: str) -> list[tuple[str, str]]:
        company = self.window_.company
        about = self._about()
        record = (company.entity(about[0]), about[1]) if about is not None else None
        return told_about(self.logbook, company, record, line, moment(self.window_))

    def _record(self) -> tuple[Entity, int]:
        about = self.about.raw()
        if about is None:
            self.about.line.setFocus()
            raise Refused(_("Choose whom this is about."))
        return self.window_.company.entity(about[0]), about[1]
