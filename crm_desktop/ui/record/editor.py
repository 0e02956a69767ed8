"""What the editors of all kinds of value have in common: a widget, a raw value, a fault."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QWidget

from crm_desktop.entity.columns import Column
from crm_desktop.entity.fields import Kind
from crm_desktop.errors import Refused
from crm_desktop.i18n import _
from crm_desktop.ui.widgets.labels import restyle

if TYPE_CHECKING:
    from crm_desktop.ui.window import Window


class Editor(QObject):
    """Edits one value. It lives as long as its widget."""

    changed = Signal()
    """The person changed something, letter by letter; not sent by `set_raw`."""
    finished = Signal()
    """The person has done with it: the focus left, or something was chosen."""

    def __init__(self, window: Window, column: Column) -> None:
        super().__init__()
        self.window, self.column = window, column
        self.widget: QWidget
        self._fault: str | None = None
        self._required = False

    @property
    def kind(self) -> Kind:
        return self.column.kind

    def raw(self) -> Any:
        """The value as it is stored; Refused for a text that cannot be read."""
        raise NotImplementedError

    def set_raw(self, raw: Any) -> None:
        """Show a value as it is stored."""
        raise NotImplementedError

    def typed(self) -> str:
        """What stands there as text, readable or not."""
        raise NotImplementedError

    def type(self, text: str) -> None:
        """Put in a text as if a person had typed it."""
        raise NotImplementedError

    def is_wide(self) -> bool:
        """Whether it wants the whole width of a form."""
        return False

    def set_fault(self, sentence: str | None) -> None:
        """Mark it as faulty and say why, or take the mark off; the form shows the sentence below."""
        if sentence == self._fault:
            return
        self._fault = sentence
        part = self.focus_part()
        restyle(part, fault=bool(sentence))
        part.setAccessibleDescription(sentence or self._described())
        part.setToolTip(sentence or "")

    def set_required(self) -> None:
        """It must be filled in: those who hear the form are told too."""
        self._required = True
        self.focus_part().setAccessibleDescription(self._fault or self._described())

    def _described(self) -> str:
        return ". ".join(filter(None, (_("Required") if self._required else "", self.kind.help)))

    def fault(self) -> str | None:
        """The sentence of its fault, if any."""
        return self._fault

    def check(self) -> str | None:
        """What is wrong with the text that stands there; None where it can be read."""
        try:
            self.raw()
        except Refused as refused:
            return refused.sentence
        return None

    def focus_part(self) -> QWidget:
        """The widget that takes the focus and carries the name."""
        return self.widget

    def focus(self) -> None:
        """Put the cursor here."""
        self.focus_part().setFocus()

    def holds_keys(self) -> bool:
        """Whether Enter, Esc and the arrows are its own at the moment (a list is open)."""
        return False

    def _adopt(self, widget: QWidget) -> None:
        """Take the widget, name it, and live as long as it does."""
        self.widget = widget
        part = self.focus_part()
        part.setAccessibleName(self.column.title)
        part.setAccessibleDescription(self._described())
        self.setParent(widget)


class NoWheel(QObject):
    """Lets the wheel scroll the form, not change a value that only lies under the pointer."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Wheel and isinstance(watched, QWidget) and not watched.hasFocus():
            event.ignore()
            return True
        return False
