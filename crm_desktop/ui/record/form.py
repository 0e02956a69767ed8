"""The form of one record of any kind: sections of fields, faults below them, explicit saving."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from crm_desktop.entity.describe import ChildRows as RawRows
from crm_desktop.entity.describe import Entity, Faults, Values
from crm_desktop.entity.fields import Link
from crm_desktop.errors import Refused
from crm_desktop.i18n import _, n_
from crm_desktop.store.journal import Changed
from crm_desktop.ui import theme
from crm_desktop.ui.record.children import ChildRows
from crm_desktop.ui.record.custom_fields import OwnFields
from crm_desktop.ui.record.draft import ABOUT, Draft
from crm_desktop.ui.record.editors import Editor, LinkEditor, make_editor
from crm_desktop.ui.record.fieldbox import AccessKeys, FieldBox, FieldGrid
from crm_desktop.ui.record.hints import Hints
from crm_desktop.ui.widgets.cards import Banner, Card
from crm_desktop.ui.widgets.labels import label

if TYPE_CHECKING:
    from crm_desktop.ui.window import Window

WIDEST = 1180
"""A form does not spread wider than this."""


class RecordForm(QWidget):
    """Edits one record. `saved` tells its id; `dirty` whether there is something to save."""

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
        self.boxes: dict[str, FieldBox] = {}
        self._touched: set[str] = set()
        self._is_dirty = False
        self._keys = AccessKeys("SCND")
        self._banner: Banner | None = None
        self._outer = QVBoxLayout(self)
        self._outer.setContentsMargins(0, 0, 0, 0)
        self._outer.setSpacing(0)
        self._build()
        self.hints = Hints(self)
        window.changed.connect(self._follow)

    # Building ----------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        page = QWidget()
        page.setProperty("clear", True)
        middle = QVBoxLayout(page)
        middle.setContentsMargins(theme.px(20), theme.px(16), theme.px(20), theme.px(16))
        middle.setSpacing(theme.px(12))
        self._note_place = middle
        for section in self.entity.sections:
            middle.addWidget(self._section(_(section.title), section.fields))
        self.own = OwnFields(self)
        middle.addWidget(self.own)
        middle.addStretch(1)
        page.setMaximumWidth(theme.px(WIDEST))
        self.scroll = QScrollArea()
        self.scroll.setWidgetResizable(True)
        self.scroll.setFrameShape(QFrame.Shape.NoFrame)
        self.scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.scroll.setAccessibleName(self.entity.singular)
        self.scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.scroll.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.scroll.setWidget(page)
        self._outer.addWidget(self.scroll, 1)

    def _section(self, title: str, names: tuple[str, ...]) -> Card:
        card = Card(padding=16, gap=12)
        card.add(label(title, size=14, weight=QFont.Weight.DemiBold))
        lists = {children.name for children in self.entity.children}
        alone = len(names) == 1
        boxes = [self._child_box(name, alone) if name in lists else self.field_box(name) for name in names]
        card.add(FieldGrid(boxes))
        return card

    def field_box(self, name: str) -> FieldBox:
        """The box of one field, filled; also for a field that was added while the form is open."""
        column = self.window_.company.column(self.entity, name)
        editor = make_editor(self.window_, column)
        editor.set_raw(self.draft.start(name))
        title = self._keys.label(column.title, column.marked)
        wide = editor.is_wide()
        box = FieldBox(editor, title, column.kind.required, column.kind.help, wide=wide)
        self.boxes[name] = box
        editor.changed.connect(lambda: self._edited(name))
        editor.finished.connect(lambda: self._left(name))
        if isinstance(editor, LinkEditor):
            editor.near = lambda: self.near(editor.target, name)
            editor.seed = lambda: dict([near]) if (near := self.near(editor.target, name)) else {}
        return box

    def _child_box(self, name: str, bare: bool) -> FieldBox:
        children = self.entity.child(name)
        rows = ChildRows(self.window_, children)
        rows.set_raw(self.draft.start_rows(children))
        rows.table.near = lambda target: self.near(target, name)
        title = self._keys.label(_(children.title), children.title)
        box = FieldBox(rows, title, False, "", bare=bare, wide=True)
        self.boxes[name] = box
        rows.changed.connect(lambda: self._edited(name))
        return box

    # What it holds -----------------------------------------------------------------------------------------------

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

    def is_changed(self) -> bool:
        """Whether there is anything that a save would write, readable or not."""
        for name in sorted(self._touched & set(self.boxes)):
            part = self.boxes[name].part
            if isinstance(part, ChildRows):
                if part.is_changed():
                    return True
                continue
            try:
                if part.raw() != self.draft.start(name):
                    return True
            except Refused:
                return True
        return False

    def near(self, target: Entity, name: str) -> tuple[str, int] | None:
        """By which of its links the records of `target` nearest to this one are known: the customer's contacts."""
        links = {made.rel_model: field for field, made in target.fields().items() if isinstance(made, Link)}
        for other, box in self.boxes.items():
            if other == name or not isinstance(box.part, LinkEditor):
                continue
            field = links.get(box.part.target.model)
            try:
                row = box.part.raw() if field is not None else None
            except Refused:
                row = None
            if field is not None and row is not None:
                return field, row
        return None

    # Saving ------------------------------------------------------------------------------------------------------

    def save(self) -> int | None:
        """Save what was changed; None where something is wrong, which is then shown."""
        values, rows, faults = self._gather()
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

    def _gather(self) -> tuple[Values, RawRows, dict[str, str]]:
        """Every value that can be read, child rows that were touched, and a sentence for each that cannot be read."""
        values: Values = {}
        rows: RawRows = {}
        faults: dict[str, str] = {}
        for name, box in self.boxes.items():
            if isinstance(box.part, ChildRows):
                sentence = box.part.mark_faults()
                if sentence:
                    faults[name] = sentence
                if self.row is None or box.part.is_changed():
                    rows[name] = box.part.raw()
                continue
            try:
                values[name] = box.part.raw()
            except Refused as refused:
                faults[name] = refused.sentence
                values[name] = box.part.typed()
        return values, rows, faults

    def _done(self, row: int) -> int:
        self.saved_at = datetime.now()
        self.show_faults({})
        self._touched.clear()
        self._put_all()
        self._set_dirty(False)
        self.saved.emit(row)
        return row

    def _put_all(self) -> None:
        for name, box in self.boxes.items():
            if isinstance(box.part, ChildRows):
                box.part.set_raw(self.draft.start_rows(box.part.children_))
            else:
                box.part.set_raw(self.draft.start(name))

    # Faults and hints --------------------------------------------------------------------------------------------

    def show_faults(self, by_field: Mapping[str, str]) -> None:
        """Show each sentence under its field, a summary above, and go to the first faulty field."""
        by_field = {self._place_of(name): sentence for name, sentence in by_field.items()}
        for name, box in self.boxes.items():
            box.set_fault(by_field.get(name))
        first = next((name for name in self.boxes if name in by_field), None)
        self._say(self._summary(by_field))
        if first is not None:
            self.boxes[first].focus()
            self._scroll_to(self.boxes[first])

    def _place_of(self, name: str) -> str:
        """What `check` calls by its stored name is one field here."""
        return ABOUT if self.entity.about and name in ("kind", "row") else name

    def _summary(self, by_field: Mapping[str, str]) -> str:
        if not by_field:
            return ""
        elsewhere = [sentence for name, sentence in by_field.items() if name not in self.boxes]
        here = [name for name in self.boxes if name in by_field]
        parts = list(elsewhere)
        if here:
            titles = ", ".join(self._title_of(name) for name in here[:5])
            parts.insert(0, n_("{n} field needs mending", "{n} fields need mending", len(here)) + f": {titles}")
        return " ".join(parts)

    def _title_of(self, name: str) -> str:
        lists = {children.name: children for children in self.entity.children}
        if name in lists:
            return _(lists[name].title)
        return self.window_.company.column(self.entity, name).title

    def _say(self, text: str, tone: str = "bad") -> None:
        if self._banner is not None:
            self._note_place.removeWidget(self._banner)
            self._banner.hide()
            self._banner.deleteLater()
            self._banner = None
        if text:
            self._banner = Banner(text, tone)
            self._note_place.insertWidget(0, self._banner)

    def summary(self) -> str:
        """The line above the form: what is wrong, or what happened to the record."""
        return self._banner.text.text() if self._banner is not None else ""

    def readable(self) -> Values:
        """The values that can be read; a text that cannot is left out."""
        values = dict(self.draft.first)
        for name, box in self.boxes.items():
            if isinstance(box.part, Editor):
                try:
                    values[name] = box.part.raw()
                except Refused:
                    values.pop(name, None)
        return values

    # Following ---------------------------------------------------------------------------------------------------

    def focus_first(self) -> None:
        """Put the cursor where typing begins: the record's name, else the first field."""
        first = self.entity.title if self.entity.title in self.boxes else next(iter(self.boxes), None)
        if first is not None:
            self.boxes[first].focus()

    def _edited(self, name: str) -> None:
        self._touched.add(name)
        box = self.boxes[name]
        if box.fault() is not None:
            box.set_fault(None)
        self.hints.ask(name)
        self._set_dirty(True)

    def _left(self, name: str) -> None:
        """The field was left: a text that cannot be read is said at once, not only on saving."""
        box = self.boxes.get(name)
        if box is None or name not in self._touched or not isinstance(box.part, Editor):
            return
        box.set_fault(box.part.check())

    def _set_dirty(self, dirty: bool) -> None:
        if dirty != self._is_dirty:
            self._is_dirty = dirty
            self.dirty.emit(dirty)

    def _follow(self, changed: Changed) -> None:
        """Others changed the record (an undo, say): what was not touched here shows it."""
        if "custom_field" in changed.tables:
            self.own.refresh()
        if not self.draft.concerned(changed):
            return
        was_gone = self.draft.gone
        untouched = {name for name in self.boxes if not self._is_touched(name)}
        fields, lists = self.draft.reread()
        for name in (fields | lists) & untouched:
            part = self.boxes[name].part
            if isinstance(part, ChildRows):
                part.set_raw(self.draft.start_rows(part.children_))
            else:
                part.set_raw(self.draft.start(name))
        if self.draft.gone != was_gone:
            gone = _("This {kind} was deleted meanwhile.").format(kind=self.entity.singular.lower())
            self._say(gone if self.draft.gone else "", "warning")

    def _is_touched(self, name: str) -> bool:
        if name not in self._touched:
            return False
        part = self.boxes[name].part
        if isinstance(part, ChildRows):
            return part.is_changed()
        try:
            return part.raw() != self.draft.start(name)
        except Refused:
            return True

    def _scroll_to(self, box: FieldBox) -> None:
        def show() -> None:
            top = box.mapTo(self.scroll.widget(), QPoint(0, 0)).y()
            self.scroll.ensureVisible(0, top, 0, theme.px(60))

        QTimer.singleShot(0, box, show)

