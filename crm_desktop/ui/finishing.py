"""Ticking something off: one line on how it went, and what comes next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from crm_desktop.entity.describe import Entity
from crm_desktop.i18n import _
from crm_desktop.ui import theme
from crm_desktop.ui.logbook import LogLine
from crm_desktop.ui.widgets.buttons import TextLine, button
from crm_desktop.ui.widgets.dialogs import Dialog, show
from crm_desktop.ui.widgets.labels import label
from crm_desktop.ui.window import moment

if TYPE_CHECKING:
    from crm_desktop.ui.window import Window


class FinishDialog(Dialog):
    """Asks how it went; Enter in either line ticks it off, also where both are left blank."""

    def __init__(self, window: Window, entity: Entity, row: int, what: str, parent: QWidget | None = None) -> None:
        super().__init__(parent, _("Done: {what}").format(what=what))
        self.window_, self.entity, self.at, self.what = window, entity, row, what
        logbook = window.logbook()
        self.next = TextLine()
        self.next.setPlaceholderText(_("Such as: next tue 10 send the quote"))
        self.log = LogLine(lambda _line: logbook.told(self.line(), moment(window)), self.save)
        self.log.line.setPlaceholderText(_("Such as: call price ok"))
        self.log.line.setAccessibleName(_("How it went"))
        self.next.setAccessibleName(_("Next step"))
        self.next.textChanged.connect(self.log.refresh)
        self.next.returnPressed.connect(self.save)
        self.setMinimumWidth(theme.px(520))
        went, after = label(_("How it went"), "secondary"), label(_("Next step"), "secondary")
        went.setBuddy(self.log.line)
        after.setBuddy(self.next)
        for part in (went, self.log, after, self.next):
            self.body.addWidget(part)
        self.add_button(button(_("Cancel"), self.reject))
        self.add_button(button(_("Done"), self.save, "primary", "check"))
        self.log.line.setFocus()

    def line(self) -> str:
        """Both fields as one line of the quick log."""
        said, after = self.log.line.text().strip(), self.next.text().strip()
        return f"{said} → {after}" if after else said

    def save(self) -> None:
        """Tick it off."""
        company, logbook = self.window_.company, self.window_.logbook()
        done = self.window_.attempt(
            lambda: logbook.finish(company, self.entity, self.at, self.line(), moment(self.window_)), self
        )
        if done is None:
            return
        self.accept()
        self.window_.toast(_("Done: {what}").format(what=self.what), undo=True)


def to_finish(window: Window, kind: str, row: int) -> str:
    """What of a record could be ticked off; "" where there is nothing."""
    company = window.company
    return window.logbook().to_finish(company, company.entity(kind), row)


def finish(window: Window, kind: str, row: int, parent: QWidget | None = None) -> None:
    """Ask how it went, and tick it off; nothing is asked where nothing is open."""
    what = to_finish(window, kind, row)
    if not what:
        return
    dialog = FinishDialog(window, window.company.entity(kind), row, what, parent)
    show(dialog)
