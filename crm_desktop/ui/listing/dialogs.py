"""The small dialogs of a list: hang tags on many records, name a view."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from crm_desktop.entity.describe import Entity
from crm_desktop.errors import Refused
from crm_desktop.i18n import _
from crm_desktop.ui.asking_dialog import Asking, NameDialog
from crm_desktop.ui.listing.values import SomeValues
from crm_desktop.ui.record.editors import Editor, make_editor

if TYPE_CHECKING:
    from crm_desktop.ui.window import Window


class TagChange(Asking):
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


class NameView(NameDialog):
    """The name of a view; `taken` refuses one that cannot be had."""

    def __init__(self, parent: QWidget, title: str, text: str, act: str, name: str, taken: Any) -> None:
        super().__init__(parent, title, text, act, name, taken)
        self.line.setAccessibleName(_("Name of the view"))
        self.line.setPlaceholderText(_("Key accounts in the east"))
