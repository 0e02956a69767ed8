"""The dialog that changes many records at once: fields, what is done with each, and how many that will change."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from crm_desktop.entity import bulk
from crm_desktop.entity.bulk import Preview, Step
from crm_desktop.entity.chosen import Chosen
from crm_desktop.entity.columns import Column, Tags
from crm_desktop.entity.company import Company
from crm_desktop.entity.describe import Entity, Faults
from crm_desktop.errors import Refused, Told
from crm_desktop.i18n import N_, _
from crm_desktop.ui import theme
from crm_desktop.ui.listing.reading import LATER, Question, reader_of
from crm_desktop.ui.listing.values import SomeValues
from crm_desktop.ui.record.editors import Editor, make_editor
from crm_desktop.ui.widgets import Dialog, button, icon_button, label
from crm_desktop.ui.widgets.buttons import TextLine

if TYPE_CHECKING:
    from crm_desktop.ui.window import Window

WAIT_MS: Final = 150
"""So long after the last letter typed the records are counted."""
MOST_STEPS: Final = 6
ALREADY: Final = N_("{n} change, {already} have it already")
UNCHANGED: Final = {
    bulk.CLEAR: N_("{n} change, {already} are blank already"),
    bulk.REPLACE: N_("{n} change, {already} do not hold this text"),
    bulk.REMOVE: N_("{n} change, {already} do not have it"),
}
"""What is said of the records that a step leaves as they are."""
TOLD: Final = 3
"""Refusals that are told in the dialog."""


class StepLine(QWidget):
    """One field, what is done with it, and the value; below, what that would do."""

    changed = Signal()
    removed = Signal()

    def __init__(self, window: Window, columns: list[Column], have_tags: list[str]) -> None:
        super().__init__()
        self._owner, self._columns, self._have_tags = window, columns, have_tags
        self.editor: Editor | None = None
        self.lines: list[QLineEdit] = []
        self.some: SomeValues | None = None
        self.field = QComboBox()
        self.field.setAccessibleName(_("Field"))
        self.field.setMaxVisibleItems(16)
        self.field.setFixedWidth(theme.px(170))
        for column in columns:
            self.field.addItem(column.title, column.name)
        self.way = QComboBox()
        self.way.setAccessibleName(_("What to do"))
        self.way.setFixedWidth(theme.px(160))
        self.cross = icon_button("close", _("Remove this field"), self.removed.emit)
        self.note = label("", "secondary", 12, wrap=True)
        row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        row.addWidget(self.field, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.way, 0, Qt.AlignmentFlag.AlignTop)
        self._values = QVBoxLayout()
        self._values.setSpacing(theme.px(6))
        row.addLayout(self._values, 1)
        row.addWidget(self.cross, 0, Qt.AlignmentFlag.AlignTop)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(theme.px(4))
        outer.addLayout(row)
        outer.addWidget(self.note)
        self.field.currentIndexChanged.connect(lambda _place: self._other_field())
        self.way.currentIndexChanged.connect(lambda _place: self._other_way())
        self._other_field()

    def column(self) -> Column:
        """The field that is to be changed."""
        return self._columns[self.field.currentIndex()]

    def choose(self, name: str, way: str = "") -> None:
        """Choose a field by name, and what is done with it."""
        self.field.setCurrentIndex(self.field.findData(name))
        if way:
            self.way.setCurrentIndex(self.way.findData(way))

    def offer_removal(self) -> None:
        """The tags that the records carry are known by now."""
        if bulk.REMOVE in bulk.ways(self.column()) and self._have_tags:
            self.way.insertItem(1, _(bulk.WAYS[bulk.REMOVE]), bulk.REMOVE)

    def step(self) -> Step:
        """What is to be done; Refused where the value lacks or cannot be read."""
        way = self.way.currentData()
        return Step(self.column().name, way, self._value(way))

    def tell(self, text: str, tone: str = "secondary") -> None:
        """Say below what this would do, or what is wrong with it."""
        from crm_desktop.ui.widgets import restyle

        self.note.setText(text)
        self.note.setVisible(bool(text))
        restyle(self.note, tone=tone)

    def focus(self) -> None:
        """Put the cursor into the value."""
        part = self.editor.focus_part() if self.editor else self.lines[0] if self.lines else self.way
        part.setFocus()

    def _value(self, way: str) -> Any:
        if way == bulk.CLEAR:
            return None
        if way == bulk.REPLACE:
            return self.lines[0].text(), self.lines[1].text()
        if self.lines:
            return self.lines[0].text()
        if self.some is not None:
            return tuple(self.some.value())
        assert self.editor is not None
        raw = self.editor.raw()
        if raw is None or raw == []:
            raise Refused("")
        return tuple(raw) if isinstance(raw, list) else raw

    def _other_field(self) -> None:
        self.way.blockSignals(True)
        self.way.clear()
        for way in bulk.ways(self.column()):
            if way != bulk.REMOVE or self._have_tags:
                self.way.addItem(_(bulk.WAYS[way]), way)
        self.way.blockSignals(False)
        self._other_way()

    def _other_way(self) -> None:
        while (item := self._values.takeAt(0)) is not None:
            if (gone := item.widget()) is not None:
                gone.hide()
                gone.deleteLater()
        self.editor, self.lines, self.some = None, [], None
        self.tell("")
        column, way = self.column(), self.way.currentData()
        if way in (bulk.SET, bulk.ADD):
            self.editor = make_editor(self._owner, column)
            self.editor.set_raw([] if isinstance(column.kind, Tags) else None)
            self.editor.changed.connect(self.changed)
            self._values.addWidget(self.editor.widget)
        elif way == bulk.REMOVE:
            self.some = SomeValues(column.title, [(name, name, "") for name in self._have_tags])
            self.some.list.itemChanged.connect(lambda _item: self.changed.emit())
            self._values.addWidget(self.some)
        elif way == bulk.REPLACE:
            self._add_line(_("Text to replace"))
            self._add_line(_("Put instead"))
        elif way in (bulk.BEFORE, bulk.BEHIND):
            self._add_line(_("Text"))
        self.changed.emit()

    def _add_line(self, name: str) -> None:
        line = TextLine()
        line.setPlaceholderText(name)
        line.setAccessibleName(f"{self.column().title}: {name}")
        line.textChanged.connect(lambda _text: self.changed.emit())
        self._values.addWidget(line)
        self.lines.append(line)


class BulkChange(Dialog):
    """Choose fields and what they get in all chosen records; what that does is counted while it is chosen."""

    def __init__(self, parent: QWidget, window: Window, entity: Entity, chosen: Chosen, first: str = "") -> None:
        what = entity.count(chosen.count)
        super().__init__(parent, _("Change {what}").format(what=what))
        self.setMinimumWidth(theme.px(640))
        self._owner, self.entity, self.chosen = window, entity, chosen
        self._columns = bulk.changeable(window.company, entity)
        self._have_tags: list[str] = []
        self.lines: list[StepLine] = []
        self.preview: Preview | None = None
        self._question: Question | None = None
        self._form = QVBoxLayout()
        self._form.setSpacing(theme.px(12))
        self.body.addSpacing(theme.px(4))
        self.body.addLayout(self._form)
        self.more = button(_("Another field"), self.add_line, "quiet", "add")
        row = QHBoxLayout()
        row.addWidget(self.more)
        row.addStretch(1)
        self.body.addLayout(row)
        self.told = label("", weight=QFont.Weight.Medium, wrap=True)
        self.told.setMinimumHeight(theme.px(20))
        self.body.addWidget(self.told)
        self.add_button(button(_("Cancel"), self.reject))
        self.act = self.add_button(button("", self._accept, "primary"), default=True)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(WAIT_MS)
        self._soon.timeout.connect(self._count)
        self.add_line(first)
        ask_tags(window, entity, chosen, self._offer_removal, self)

    def _offer_removal(self, names: list[str]) -> None:
        self._have_tags += names
        for line in self.lines:
            line.offer_removal()

    def add_line(self, name: str = "") -> StepLine:
        """One more field to change."""
        taken = {line.column().name for line in self.lines}
        line = StepLine(self._owner, self._columns, self._have_tags)
        self.lines.append(line)
        self._form.addWidget(line)
        line.choose(name or next((c.name for c in self._columns[1:] if c.name not in taken), self._columns[0].name))
        line.changed.connect(self._changed)
        line.removed.connect(lambda: self._remove(line))
        self._changed()
        line.focus() if name else line.field.setFocus()
        return line

    def steps(self) -> list[Step]:
        """What is to be done; Refused where something lacks."""
        return [line.step() for line in self.lines]

    def _remove(self, line: StepLine) -> None:
        self.lines.remove(line)
        self._form.removeWidget(line)
        line.hide()
        line.deleteLater()
        self._changed()
        self.lines[-1].field.setFocus()

    def _changed(self) -> None:
        for line in self.lines:
            line.cross.setVisible(len(self.lines) > 1)
        self.more.setVisible(len(self.lines) < min(MOST_STEPS, len(self._columns)))
        self.preview = None
        if self._question is not None:
            self._question.drop()
        self._tell("…")
        self._soon.start()

    def _count(self) -> None:
        steps = []
        for line in self.lines:
            try:
                steps.append(line.step())
                line.tell("")
            except Refused as refused:
                line.tell(refused.sentence, "bad")
        if len(steps) < len(self.lines):
            self._tell(_("Choose what the fields get."))
            return
        company, entity, chosen, today = self._owner.company, self.entity, self.chosen, self._owner.today()
        self._question = reader_of(company).ask(
            lambda: bulk.preview(company, entity, chosen, steps, today), self._show, self._refused,
            rank=LATER, owner=self,
        )  # fmt: skip
        self._question.wait(0.03)

    def _show(self, found: Preview) -> None:
        self.preview = found
        for line, already in zip(self.lines, found.already, strict=True):
            text = _(UNCHANGED.get(line.way.currentData(), ALREADY)) if already else _("{n} change")
            line.tell(text.format(n=f"{found.count - already:,}", already=f"{already:,}"))
        changed = found.changed - len(found.refused)
        what = self.entity.count(changed)
        self._tell(_("{what} of {total} will change.").format(what=what, total=f"{found.count:,}"))
        if found.refused:
            titles = self._owner.company.titles(self.entity, [one.row for one in found.refused[:TOLD]])
            told = [f"{titles.get(one.row, '')}: {one.why}" for one in found.refused[:TOLD]]
            count = _("{n} stay as they are:").format(n=f"{len(found.refused):,}")
            self.told.setText("\n".join([self.told.text(), count, *told]))
            self._fit()

    def _refused(self, told: Told) -> None:
        by_field = told.by_field if isinstance(told, Faults) else {"": told.sentence}
        for line in self.lines:
            line.tell(by_field.get(line.column().name, ""), "bad")
        self._tell(by_field.get("", _("Choose what the fields get.")))

    def _tell(self, text: str) -> None:
        found = self.preview
        changed = found.changed - len(found.refused) if found is not None else 0
        self.act.setEnabled(changed > 0)
        self.act.setText(_("Change {what}").format(what=self.entity.count(changed if found else self.chosen.count)))
        self.told.setText(text)
        self._fit()

    def _fit(self) -> None:
        layout = self.layout()
        if layout is not None:
            layout.activate()
        self.resize(self.width(), max(self.minimumSizeHint().height(), self.sizeHint().height()))

    def _accept(self) -> None:
        if self.preview is not None:
            self.accept()


def ask_tags(
    window: Window, entity: Entity, chosen: Chosen, then: Callable[[list[str]], object], owner: QWidget
) -> None:
    """Hand over the tags that any of the chosen records carries: at once, or where they are very many in a moment."""
    company, today = window.company, window.today()
    reader_of(company).ask(lambda: tags_on(company, entity, chosen, today), then, owner=owner).wait(0.03)


def tags_on(company: Company, entity: Entity, chosen: Chosen, today: date) -> list[str]:
    """The tags that any of the chosen records carries."""
    if not entity.tags:
        return []
    where, parameters = chosen.condition(company, entity, today)
    rows = company.execute(
        "SELECT g.name FROM tag g WHERE EXISTS (SELECT 1 FROM tagging x JOIN"
        f' "{entity.name}" t ON t.id = x.row WHERE x.kind = :kind_of AND x.tag = g.id AND {where}) ORDER BY g.name_key',
        {**parameters, "kind_of": entity.name},
    )
    return [name for (name,) in rows]
