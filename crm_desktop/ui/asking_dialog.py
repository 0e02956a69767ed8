"""Dialogs that ask for one thing and say at once what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from crm_desktop.errors import Refused
from crm_desktop.i18n import _
from crm_desktop.ui import theme
from crm_desktop.ui.widgets import Dialog, button, label
from crm_desktop.ui.widgets.buttons import TextLine


class Asking(Dialog):
    """A dialog with a field, a place for its fault, and two buttons."""

    def __init__(self, parent: QWidget, title: str, text: str, act: str) -> None:
        super().__init__(parent, title, text)
        self.form = QVBoxLayout()
        self.form.setSpacing(theme.px(8))
        self.fault = label("", "bad", wrap=True)
        self.fault.hide()
        self.body.addLayout(self.form)
        self.body.addWidget(self.fault)
        self.add_button(button(_("Cancel"), self.reject))
        self.act = self.add_button(button(act, self._check, "primary"), default=True)

    def check(self) -> None:
        """Read what was given; Refused where it cannot be taken."""

    def _check(self) -> None:
        try:
            self.check()
        except Refused as refused:
            self.tell(refused.sentence)
            return
        self.accept()

    def tell(self, sentence: str) -> None:
        """Say what is wrong."""
        self.fault.setText(sentence)
        self.fault.setVisible(bool(sentence))
        layout = self.layout()
        if layout is not None:
            layout.activate()
        self.resize(self.width(), max(self.height(), self.sizeHint().height()))

    def add_field(self, name: str, field: QWidget) -> None:
        """A field under its name."""
        heading = label(name, "secondary", 12)
        heading.setBuddy(field)
        self.form.addWidget(heading)
        self.form.addWidget(field)


class NameDialog(Asking):
    """The name of something; `taken` refuses one that cannot be had."""

    def __init__(
        self, parent: QWidget, title: str, text: str, act: str, name: str, taken: Callable[[str], object]
    ) -> None:
        super().__init__(parent, title, text, act)
        self._taken = taken
        self.line = TextLine(name)
        self.line.setAccessibleName(_("Name"))
        self.line.selectAll()
        self.add_field(_("Name"), self.line)
        self.line.setFocus()

    def check(self) -> None:
        self._taken(self.line.text())
