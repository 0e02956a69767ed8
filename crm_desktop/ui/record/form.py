"""The form of one record of any kind: what is edited, what is wrong with it, saving it as one change."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crm_desktop.entity.describe import Entity, Faults
from crm_desktop.errors import Refused
from crm_desktop.i18n import _, listed, n_
from crm_desktop.store.journal import Changed
from crm_desktop.ui.announcing import announce
from crm_desktop.ui.record.children import ChildRows
from crm_desktop.ui.record.draft import ABOUT, Draft
from crm_desktop.ui.record.editors import Editor
from crm_desktop.ui.record.fieldbox import FieldBox
from crm_desktop.ui.record.formbody import FormBody
from crm_desktop.ui.record.hints import Hints

if TYPE_CHECKING:
    from crm_desktop.ui.window import Window


class RecordForm(QWidget):
    """Edits one record. `saved` tells its id; `dirty` that something was typed, or that nothing is left to save."""

    saved = Signal(object)
    dirty = Signal(bool)
    wants_record = Signal(str, object)
    """The person asked for another record: its kind and id."""

    def __init__(
        self,
        window: Window,
        entity: Entity,
        row: int | None = None,
        values: Mapping[str, Any] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.window_, self.entity = window, entity
        self.draft = Draft(window.company, entity, row, values)
        self.saved_at: datetime | None = None
        self._touched: set[str] = set()
        self._suggested: set[str] = set()
        self.body = FormBody(window, self.draft, self)
        self.boxes: dict[str, FieldBox] = self.body.boxes
        self.hints = Hints(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.body)
        self.body.edited.connect(self._edited)
        self.body.left.connect(self._left)
        self.body.wants_record.connect(self.wants_record)
        window.changed.connect(self._follow)
        self._say_gone()
        self._suggest()

    @property
    def row(self) -> int | None:
        """The record's id; None until it has been saved."""
        return self.draft.row

    def title(self) -> str:
        """How the record is called, or what it will be."""
        if self.row is None:
            return _("New {kind}").format(kind=self.entity.singular.lower())
        return self.window_.company.title(self.entity, self.row)

    def editor(self, name: str) -> Editor:
        """The editor of a field."""
        part = self.boxes[name].part
        assert isinstance(part, Editor)
        return part

    def rows(self, name: str) -> ChildRows:
        """The table of child rows of that name."""
        part = self.boxes[name].part
        assert isinstance(part, ChildRows)
        return part

    def focus_first(self) -> None:
        """Put the cursor where typing begins: a new record's first field that is needed and blank, else its name.

        An order begins with whom it is for; its number comes by itself.
        """
        names = [self.entity.title, *self.boxes]
        first = next((name for name in names if self.row is None and self._lacks(name)), None)
        first = first or next((name for name in names if name in self.boxes), None)
        if first is not None:
            self.boxes[first].focus()

    def _lacks(self, name: str) -> bool:
        made = self.entity.fields().get(name)
        return made is not None and made.required and name in self.boxes and self.editor(name).typed() == ""

    def is_changed(self) -> bool:
        """Whether there is anything that a save would write, readable or not."""
        return any(self.body.differs(name) for name in self._touched & set(self.boxes))

    def touched(self) -> list[str]:
        """The fields that somebody typed in."""
        return [name for name in self.boxes if name in self._touched]

    def take(self, name: str, held: Mapping[str, Any]) -> bool:
        """Take up what was typed into a field and never saved; False where there is no such field."""
        from crm_desktop.ui.record.typed import put_back

        if not put_back(self, name, held):
            return False
        self._edited(name)
        return True

    def begin_again(self) -> None:
        """Put everything back to what the form began with."""
        self._touched.clear()
        self._suggested.clear()
        for name in self.boxes:
            self.body.put(name)
        self.show_faults({})
        self._suggest()
        self.dirty.emit(False)

    # Saving ------------------------------------------------------------------------------------------------------

    def save(self) -> int | None:
        """Save what was changed; None where something is wrong, which is then shown."""
        values, rows, faults = self.body.gather(all_rows=self.row is None)
        if not faults and self.row is not None and not self.is_changed():
            return self._done(self.row)
        for name, sentence in self.draft.faults(values, rows).items():
            faults.setdefault(name, sentence)
        if faults:
            self.show_faults(faults)
            return None
        try:
            row = self.draft.save(values, rows)
        except Faults as refused:
            self.show_faults(refused.by_field)
            return None
        except Refused as refused:
            self.show_faults({refused.field or "": refused.sentence})
            return None
        return self._done(row)

    def show_faults(self, by_field: Mapping[str, str]) -> None:
        """Show each sentence under its field, a summary above, and go to the first faulty field."""
        by_place = {self._place_of(name): sentence for name, sentence in by_field.items()}
        self.body.show_faults(by_place)
        self.body.say(self._summary(by_place))
        announce(self, self._summary(by_place))

    def summary(self) -> str:
        """The line above the form: what is wrong, or what happened to the record."""
        return self.body.said()

    def _place_of(self, name: str) -> str:
        """What a check calls by its stored name is one field here."""
        return ABOUT if self.entity.about and name in ("kind", "row") else name

    def _summary(self, by_field: Mapping[str, str]) -> str:
        elsewhere = [sentence for name, sentence in by_field.items() if name not in self.boxes]
        here = [self.body.title_of(name) for name in self.boxes if name in by_field]
        if here:
            count = n_("{n} field needs mending", "{n} fields need mending", len(here))
            elsewhere.insert(0, _("{count}: {fields}.").format(count=count, fields=listed(here[:5])))
        return " ".join(elsewhere)

    def _done(self, row: int) -> int:
        self.saved_at = datetime.now()
        self.show_faults({})
        self._touched.clear()
        for name in self.boxes:
            self.body.put(name)
        self.dirty.emit(False)
        self.saved.emit(row)
        return row

    # Following ---------------------------------------------------------------------------------------------------

    def _edited(self, name: str) -> None:
        self._touched.add(name)
        if self.boxes[name].fault() is not None:
            self.boxes[name].set_fault(None)
        self.hints.ask(name)
        self._suggest()
        self.dirty.emit(True)

    def _suggest(self) -> None:
        """Fill what most likely belongs to a new record, as long as nobody has typed there."""
        if self.entity.suggest is None or self.row is not None:
            return
        values = self.body.readable()
        for name in self._suggested - self._touched:
            values[name] = None
        found = self.entity.suggest(self.window_.company, values, self.window_.today())
        for name in (found.keys() | self._suggested) - self._touched:
            self.editor(name).set_raw(found.get(name))
        self._suggested = (self._suggested | found.keys()) - self._touched

    def _left(self, name: str) -> None:
        """The field was left: a text that cannot be read is said at once, not only on saving."""
        box = self.boxes.get(name)
        if box is not None and name in self._touched and isinstance(box.part, Editor):
            box.set_fault(box.part.check())

    def _follow(self, changed: Changed) -> None:
        """Others changed the record (an undo, say): what was not touched here shows it."""
        if "custom_field" in changed.tables:
            self.body.own.refresh()
        if not self.draft.concerned(changed):
            return
        was_gone = self.draft.gone
        mine = {name for name in self._touched & set(self.boxes) if self.body.differs(name)}
        fields, lists = self.draft.reread(mine)
        for name in ((fields | lists) & set(self.boxes)) - mine:
            self.body.put(name)
        if self.draft.gone != was_gone:
            self._say_gone()

    def _say_gone(self) -> None:
        gone = _("This {kind} was deleted meanwhile.").format(kind=self.entity.singular.lower())
        self.body.say(gone if self.draft.gone else "", "warning")
