"""Editors of links: any record of a large table by a few letters, a new one made on the way."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QToolButton, QWidget
from shiboken6 import isValid

from crm_desktop.entity.columns import Column, Linked
from crm_desktop.entity.describe import Entity
from crm_desktop.errors import Refused
from crm_desktop.i18n import _
from crm_desktop.ui.record import lookup
from crm_desktop.ui.record.editor import Editor
from crm_desktop.ui.record.suggest import SuggestingLine, Suggestion, add_mark

if TYPE_CHECKING:
    from crm_desktop.ui.window import Window

OPEN_KEY = QKeySequence("Alt+Return")


class RecordEditor(Editor):
    """A line that stands for one record: what is typed is looked up, what is chosen is kept."""

    go: Callable[[str, int], object] | None = None
    """How one goes to the record, where that is not simply done: a form may have to be saved first."""

    def __init__(self, window: Window, column: Column, parent: QWidget | None = None) -> None:
        super().__init__(window, column)
        self._given: tuple[str, Any] = ("", None)
        self.line = SuggestingLine(self._offer, parent, eager=True)
        self._adopt(self.line)
        key = OPEN_KEY.toString(QKeySequence.SequenceFormat.NativeText)
        self.open_mark: QToolButton | None = add_mark(
            self.line, "external", _("Go to this record ({key})").format(key=key), self.open_linked
        )
        self.line.textEdited.connect(self._edited)
        self.line.chosen.connect(self._choose)
        self.line.editingFinished.connect(self._finish)
        self.line.installEventFilter(self)
        self._show_mark()

    def raw(self) -> Any:
        text = self.line.text().strip()
        if not text:
            return None
        if self.line.text() == self._given[0]:
            return self._given[1]
        found = self.find(text)
        if found is None:
            raise Refused(
                _("{field}: there is no single “{text}”. Choose one from the list.").format(
                    field=self.column.title, text=text[:80]
                )
            )
        return found

    def set_raw(self, raw: Any) -> None:
        self.line.close_list()
        title = "" if raw is None else self.title_of(raw)
        if title != self.line.text():
            self.line.setText(title)
            self.line.setCursorPosition(0)
        self._given = (self.line.text(), raw)
        self._show_mark()

    def typed(self) -> str:
        return self.line.text()

    def type(self, text: str) -> None:
        self.line.setText(text)
        self._edited()
        self.finished.emit()

    def holds_keys(self) -> bool:
        return self.line.is_open()

    def find(self, text: str) -> Any:
        """The one record that a text names; None where there is none or more."""
        raise NotImplementedError

    def title_of(self, raw: Any) -> str:
        """How the record is called."""
        raise NotImplementedError

    def target_of(self, raw: Any) -> tuple[str, int]:
        """Kind and id of a record."""
        raise NotImplementedError

    def open_linked(self) -> bool:
        """Go to the record; False where there is none yet."""
        if self.line.text() != self._given[0] or self._given[1] is None:
            return False
        (self.go or self.window.open_record)(*self.target_of(self._given[1]))
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress) and isinstance(event, QKeyEvent):
            enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if enter and event.modifiers() == Qt.KeyboardModifier.AltModifier:
                event.accept()
                if event.type() == QEvent.Type.KeyPress:
                    self.open_linked()
                return True
        return False

    def take(self, raw: Any) -> None:
        """Put in a record that was chosen or has just been made."""
        self.set_raw(raw)
        self.changed.emit()
        self.finished.emit()

    def _offer(self, text: str) -> Sequence[Suggestion]:
        raise NotImplementedError

    def _choose(self, suggestion: Suggestion) -> None:
        self.take(suggestion.value)

    def _edited(self) -> None:
        self._show_mark()
        self.changed.emit()

    def _finish(self) -> None:
        # A name typed in full needs no choosing.
        text = self.line.text()
        if text.strip() and text != self._given[0] and not self.line.is_open():
            found = self.find(text.strip())
            if found is not None:
                self.set_raw(found)
                self.changed.emit()
        self.finished.emit()

    def _show_mark(self) -> None:
        if self.open_mark is not None and self.open_mark.defaultAction() is not None:
            chosen = self._given[1] is not None and self.line.text() == self._given[0]
            self.open_mark.defaultAction().setVisible(chosen)


class LinkEditor(RecordEditor):
    """A link to a record of one kind; the raw value is its id."""

    near: lookup.Near | None = None
    """Says by which link the nearest records are known; they are offered first."""
    seed: Callable[[], dict[str, Any]] | None = None
    """Values that a record made from here begins with."""
    keep: Callable[[int], object] | None = None
    """Takes a record made from here where the editor has gone meanwhile, as one in a cell may."""

    @property
    def target(self) -> Entity:
        kind = self.column.kind
        assert isinstance(kind, Linked)
        return self.window.company.entity(kind.to)

    def find(self, text: str) -> int | None:
        return lookup.named(self.window.company, self.target, text, self.window.today())

    def title_of(self, raw: Any) -> str:
        return self.window.company.title(self.target, raw)

    def target_of(self, raw: Any) -> tuple[str, int]:
        return self.target.name, raw

    def create(self, text: str) -> None:
        """Open the form of a new record that begins with the text, and take it once it is saved."""
        values = {**(self.seed() if self.seed is not None else {}), self.target.title: text}
        self.window.new_record(self.target.name, values, self._take_made)

    def _take_made(self, raw: int) -> None:
        if isValid(self.line):
            self.take(raw)
        elif self.keep is not None:
            self.keep(raw)

    def _offer(self, text: str) -> Sequence[Suggestion]:
        near = self.near() if self.near is not None else None
        words = "" if text == self._given[0] and self._given[1] is not None else text
        found = lookup.suggestions(self.window.company, self.target, words, self.window.today(), near)
        if words.strip() and lookup.can_be_made(self.target):
            name = words.strip()
            found.append(Suggestion(_("Create “{text}”").format(text=name), name, icon="add", act=True))
        return found

    def _choose(self, suggestion: Suggestion) -> None:
        if suggestion.act:
            self.create(suggestion.value)
        else:
            self.take(suggestion.value)


class AboutEditor(RecordEditor):
    """The record of any kind that this one is about; the raw value is (kind, id) or None."""

    def kinds(self) -> list[Entity]:
        """Kinds that something can be about."""
        return [one for one in self.window.company.entities if one.search and not one.about and not one.hidden]

    def find(self, text: str) -> tuple[str, int] | None:
        for entity in self.kinds():
            found = lookup.named(self.window.company, entity, text, self.window.today())
            if found is not None:
                return entity.name, found
        return None

    def set_raw(self, raw: Any) -> None:
        super().set_raw(tuple(raw) if raw is not None and raw[0] and raw[1] else None)

    def title_of(self, raw: Any) -> str:
        return self.window.company.title(self.window.company.entity(raw[0]), raw[1])

    def target_of(self, raw: Any) -> tuple[str, int]:
        return raw[0], raw[1]

    def _offer(self, text: str) -> Sequence[Suggestion]:
        words = "" if text == self._given[0] else text
        return lookup.suggestions_of_all(self.window.company, self.kinds(), words)
