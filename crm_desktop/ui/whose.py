"""Asks to which record something goes that came without one: a saved mail, files dropped on the window."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QWidget

from crm_desktop.entity.happenings import note_kind
from crm_desktop.errors import Refused
from crm_desktop.i18n import _
from crm_desktop.ui import theme
from crm_desktop.ui.record.links import AboutEditor
from crm_desktop.ui.widgets.buttons import button
from crm_desktop.ui.widgets.dialogs import Dialog
from crm_desktop.ui.widgets.labels import label

if TYPE_CHECKING:
    from crm_desktop.ui.window import Window


class WhoseDialog(Dialog):
    """A heading, what is known (the first line in full colour), the record, and a button that names the act."""

    def __init__(
        self, window: Window, title: str, known: Sequence[str], act: str, likeliest: tuple[str, int] | None
    ) -> None:
        super().__init__(window if isinstance(window, QWidget) else None, title)
        kind = note_kind(window.company)
        assert kind is not None
        self.setMinimumWidth(theme.px(480))
        for number, text in enumerate(known):
            self.body.addWidget(label(text, "secondary" if number else "text", wrap=True))
        self.about = AboutEditor(window, window.company.column(kind, "about"))
        self.about.line.setAccessibleName(_("File it to"))
        self.about.line.setPlaceholderText(_("A customer, a contact, a deal…"))
        self.about.set_raw(likeliest)
        self.body.addWidget(self.about.widget)
        self.fault = label("", "bad", wrap=True)
        self.fault.hide()
        self.body.addWidget(self.fault)
        self.add_button(button(_("Cancel"), self.reject))
        self.add_button(button(act, self._accept, "primary"), default=True)
        self.about.line.setFocus()

    def chosen(self) -> tuple[str, int] | None:
        """Kind and id of the record, once the person has said it; None where the person went back."""
        answer = self.exec()
        about = self.about.raw() if answer == QDialog.DialogCode.Accepted else None
        self.deleteLater()
        return about

    def _accept(self) -> None:
        try:
            if self.about.raw() is None:
                raise Refused(_("Choose whom this is about."))
        except Refused as refused:
            self.fault.setText(refused.sentence)
            self.fault.show()
            return
        self.accept()
