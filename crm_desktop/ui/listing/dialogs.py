"""The small dialogs of a list: hang tags on many records, name a view."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from crm_desktop.entity.describe import Entity
from crm_desktop.errors import Refused
from crm_desktop.i18n import _
from crm_desktop.ui import theme
from crm_desktop.ui.listing.values import SomeValues
from crm_desktop.ui.record.editors import Editor, make_editor
from crm_desktop.ui.widgets import Dialog, button, label

if TYPE_CHECKING:
    from crm_desktop.ui.window import Window


class _Asking(Dialog):
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


class TagChange(_Asking):
    """Tags to hang on records, or to take off them."""

    def __init__(self, parent: QWidget, window: Window, entity: Entity, count: int, have: Sequence[str] | None) -> None:
        """`have`: the tags that the records carry, to be taken off; None to hang tags on."""
        what = entity.count(count)
        if have is None:
            heading, text, act = _("Add tags"), _("The tags are added to {what}."), _("Add")
        else:
            heading, text, act = _("Remove tags"), _("The tags are removed from {what}."), _("Remove")
        super().__init__(parent, heading, text.format(what=what), act)
        self.names: list[str] = []
        column = window.company.columns(entity)["tags"]
        if have is None:
            self._editor: Editor | None = make_editor(window, column)
            self.add_field(column.title, self._editor.widget)
            self._editor.focus()
        else:
            self._editor = None
            self.ticks = SomeValues(column.title, [(name, name, "") for name in have])
            self.form.addWidget(self.ticks)
            self.ticks.done.connect(self._check)
            self.ticks.focus()

    def check(self) -> None:
        self.names = list(self._editor.raw()) if self._editor is not None else self.ticks.value()
        if not self.names:
            raise Refused(_("Type a tag."))


class NameView(_Asking):
    """The name of a view; `taken` refuses one that cannot be had."""

    def __init__(self, parent: QWidget, title: str, text: str, act: str, name: str, taken: Any) -> None:
        super().__init__(parent, title, text, act)
        self._taken = taken
        self.line = QLineEdit(name)
        self.line.setAccessibleName(_("Name of the view"))
        self.line.setPlaceholderText(_("Key accounts in the east"))
        self.line.selectAll()
        self.add_field(_("Name"), self.line)
        self.line.setFocus()

    def check(self) -> None:
        self._taken(self.line.text())
