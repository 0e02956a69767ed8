"""The editor for every kind of value: one function that knows them all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QWidget

from crm_desktop.entity.columns import Column
from crm_desktop.entity.fields import Birthday
from crm_desktop.ui.record.choices import ChoiceEditor, ChoicesEditor, TickEditor
from crm_desktop.ui.record.days import DayEditor, MomentEditor
from crm_desktop.ui.record.editor import Editor
from crm_desktop.ui.record.lines import BirthdayEditor, FigureEditor, LineEditor, TextEditor, WordEditor
from crm_desktop.ui.record.links import AboutEditor, LinkEditor
from crm_desktop.ui.record.tags import TagsEditor

if TYPE_CHECKING:
    from crm_desktop.ui.window import Window

__all__ = ["Editor", "LinkEditor", "make_editor"]

_EDITORS: Final[dict[str, type[Editor]]] = {
    "line": LineEditor,
    "text": TextEditor,
    "word": WordEditor,
    "choice": ChoiceEditor,
    "choices": ChoicesEditor,
    "tick": TickEditor,
    "number": FigureEditor,
    "money": FigureEditor,
    "day": DayEditor,
    "moment": MomentEditor,
    "link": LinkEditor,
    "about": AboutEditor,
    "tags": TagsEditor,
}


def make_editor(window: Window, column: Column, parent: QWidget | None = None) -> Editor:
    """The editor of one column's values: `widget` to show, `raw` and `set_raw`, `changed`, `set_fault`.

    The raw value of a link is the linked record's id, of "about" (kind, id), of tags a list of names.
    """
    made = BirthdayEditor if isinstance(column.kind, Birthday) else _EDITORS[column.kind.editor]
    return made(window, column, parent)  # type: ignore[call-arg]
