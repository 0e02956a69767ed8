"""The body of a form: sections of fields in cards, built from the description of a kind, and the values they hold."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from crm_desktop.entity.describe import ChildRows as RawRows
from crm_desktop.entity.describe import Entity, Values
from crm_desktop.entity.fields import Link
from crm_desktop.errors import Refused
from crm_desktop.i18n import _
from crm_desktop.ui import theme
from crm_desktop.ui.record.children import ChildRows
from crm_desktop.ui.record.custom_fields import OwnFields
from crm_desktop.ui.record.draft import Draft
from crm_desktop.ui.record.editors import LinkEditor, make_editor
from crm_desktop.ui.record.fieldbox import AccessKeys, FieldBox, FieldGrid
from crm_desktop.ui.record.links import RecordEditor
from crm_desktop.ui.widgets.cards import Banner, Card
from crm_desktop.ui.widgets.labels import label

if TYPE_CHECKING:
    from crm_desktop.ui.window import Window

WIDEST = 1180
"""A form does not spread wider than this."""
BUTTON_KEYS = "SCN"
"""Access keys of the buttons below a form; no field takes them."""


class FormBody(QScrollArea):
    """Every field of one draft, each in its box by name."""

    edited = Signal(str)
    left = Signal(str)
    wants_record = Signal(str, object)

    def __init__(self, window: Window, draft: Draft, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.window_, self.draft, self.entity = window, draft, draft.entity
        self.boxes: dict[str, FieldBox] = {}
        self._keys = AccessKeys(BUTTON_KEYS)
        self._banner: Banner | None = None
        # Each part is put in its place before it is filled: Qt styles all that is in a part that finds its place.
        self.page = page = QWidget()
        page.setProperty("clear", True)
        page.setMaximumWidth(theme.px(WIDEST))
        self._column = QVBoxLayout(page)
        self._column.setContentsMargins(theme.px(20), theme.px(16), theme.px(20), theme.px(16))
        self._column.setSpacing(theme.px(12))
        self.setWidget(page)
        for section in self.entity.sections:
            self._add_section(_(section.title), section.fields)
        self.own = OwnFields(self)
        self._column.addWidget(self.own)
        self._column.addStretch(1)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.entity.singular)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAlignment(Qt.AlignmentFlag.AlignHCenter)

    # Building ----------------------------------------------------------------------------------------------------

    def _add_section(self, title: str, names: tuple[str, ...]) -> None:
        card = Card(self.page, padding=16, gap=12)
        self._column.addWidget(card)
        card.add(label(title, size=14, weight=QFont.Weight.DemiBold))
        lists = {children.name for children in self.entity.children}
        alone = len(names) == 1
        boxes = [self._child_box(name, alone) if name in lists else self.field_box(name) for name in names]
        card.add(FieldGrid(boxes, card))

    def field_box(self, name: str) -> FieldBox:
        """The box of one field, filled; also for a field that was added while the form is open."""
        column = self.window_.company.column(self.entity, name)
        editor = make_editor(self.window_, column)
        editor.set_raw(self.draft.start(name))
        title = self._keys.label(column.title, column.marked)
        box = FieldBox(editor, title, column.kind.required, column.kind.help, wide=editor.is_wide())
        self.boxes[name] = box
        editor.changed.connect(lambda: self.edited.emit(name))
        editor.finished.connect(lambda: self.left.emit(name))
        if isinstance(editor, RecordEditor):
            editor.go = self.wants_record.emit
        if isinstance(editor, LinkEditor):
            editor.near = lambda: self.near(editor.target, name)
            editor.seed = lambda: dict([near]) if (near := self.near(editor.target, name)) else {}
        return box

    def _child_box(self, name: str, bare: bool) -> FieldBox:
        children = self.entity.child(name)
        rows = ChildRows(self.window_, children)
        rows.set_raw(self.draft.start_rows(children))
        rows.table.go = self.wants_record.emit
        rows.table.near = lambda target: self.near(target, name)
        title = self._keys.label(_(children.title), children.title) if not bare else _(children.title)
        box = FieldBox(rows, title, False, "", bare=bare, wide=True)
        self.boxes[name] = box
        rows.changed.connect(lambda: self.edited.emit(name))
        return box

    # Values ------------------------------------------------------------------------------------------------------

    def differs(self, name: str) -> bool:
        """Whether a field or list is not as the form began, readable or not."""
        part = self.boxes[name].part
        if isinstance(part, ChildRows):
            return part.is_changed()
        try:
            return bool(part.raw() != self.draft.start(name))
        except Refused:
            return True

    def put(self, name: str) -> None:
        """Show what the draft has."""
        part = self.boxes[name].part
        if isinstance(part, ChildRows):
            part.set_raw(self.draft.start_rows(part.children_))
        else:
            part.set_raw(self.draft.start(name))

    def gather(self, all_rows: bool) -> tuple[Values, RawRows, dict[str, str]]:
        """Every value that can be read, the child rows that were touched (or all), a sentence for each unread one."""
        values: Values = {}
        rows: RawRows = {}
        faults: dict[str, str] = {}
        for name, box in self.boxes.items():
            if isinstance(box.part, ChildRows):
                sentence = box.part.mark_faults()
                if sentence:
                    faults[name] = sentence
                if all_rows or box.part.is_changed():
                    rows[name] = box.part.raw()
                continue
            try:
                values[name] = box.part.raw()
            except Refused as refused:
                faults[name] = refused.sentence
                values[name] = box.part.typed()
        return values, rows, faults

    def readable(self) -> Values:
        """The values that can be read; a text that cannot is left out."""
        values = dict(self.draft.first)
        for name, box in self.boxes.items():
            if isinstance(box.part, ChildRows):
                continue
            try:
                values[name] = box.part.raw()
            except Refused:
                values.pop(name, None)
        return values

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

    # Faults ------------------------------------------------------------------------------------------------------

    def show_faults(self, by_field: Mapping[str, str]) -> None:
        """Show each sentence under its field and go to the first faulty one."""
        for name, box in self.boxes.items():
            box.set_fault(by_field.get(name))
        first = next((name for name in self.boxes if name in by_field), None)
        if first is not None:
            self.boxes[first].focus()
            self.scroll_to(self.boxes[first])

    def say(self, text: str, tone: str = "bad") -> None:
        """A line above the fields; "" takes it away."""
        if self._banner is not None:
            self._column.removeWidget(self._banner)
            self._banner.hide()
            self._banner.deleteLater()
            self._banner = None
        if text:
            self._banner = Banner(text, tone)
            self._column.insertWidget(0, self._banner)

    def said(self) -> str:
        """The line above the fields, or ""."""
        return self._banner.text.text() if self._banner is not None else ""

    def title_of(self, name: str) -> str:
        """How a field or a list of child rows is called."""
        lists = {children.name: children for children in self.entity.children}
        return _(lists[name].title) if name in lists else self.window_.company.column(self.entity, name).title

    def scroll_to(self, box: FieldBox) -> None:
        """Bring a field into view, once the layout has settled."""

        def show() -> None:
            top = box.mapTo(self.page, QPoint(0, 0)).y()
            self.ensureVisible(0, top + box.height(), 0, theme.px(20))
            self.ensureVisible(0, top, 0, theme.px(60))

        QTimer.singleShot(0, box, show)
