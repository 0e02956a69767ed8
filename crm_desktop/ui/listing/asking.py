"""What is asked of one column: the operation and its value; of records that belong here also which of them count."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from crm_desktop.entity import paths
from crm_desktop.entity.conditions import OPERATIONS, Condition
from crm_desktop.entity.describe import Entity
from crm_desktop.errors import Refused
from crm_desktop.i18n import _
from crm_desktop.ui import theme
from crm_desktop.ui.listing.conditions import in_words, offered
from crm_desktop.ui.listing.values import ValueField, value_field
from crm_desktop.ui.widgets import FilterChip, button, flow, label

if TYPE_CHECKING:
    from crm_desktop.ui.window import Window


class Asking(QWidget):
    """The fields. `made` tells the condition, its column as it is called from here (without the way to it)."""

    made = Signal(object)
    narrow_wanted = Signal()
    """Which of the records count is to be narrowed: the panel shows their columns."""
    grown = Signal()

    def __init__(self, window: Window, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._owner = window
        self._entity: Entity | None = None
        self._name = ""
        self.of: list[Condition] = []
        self.field: ValueField | None = None
        self._stack = QVBoxLayout(self)
        self._stack.setContentsMargins(0, 0, 0, 0)
        self._stack.setSpacing(theme.px(8))
        self.measure = QComboBox()
        self.measure.setAccessibleName(_("What is counted"))
        self.measure.setMaxVisibleItems(14)
        self.measure.activated.connect(lambda _place: self._offer_operations())
        self.operation = QComboBox()
        self.operation.setAccessibleName(_("What is asked"))
        self.operation.setMaxVisibleItems(14)
        self.operation.activated.connect(lambda _place: self.change_field())
        self.fault = label("", "bad", 12, wrap=True)
        self.fault.hide()
        self._narrowing = QWidget()
        self._narrowed = QVBoxLayout(self._narrowing)
        self._narrowed.setContentsMargins(0, theme.px(4), 0, 0)
        self._narrowed.setSpacing(theme.px(6))
        self._chips: QWidget | None = None
        self.narrow = button(_("Only some of them…"), self.narrow_wanted.emit, "quiet", "filter")
        self._narrowed.addWidget(label(_("Which of them count"), "secondary", 12))
        self._narrowed.addWidget(self.narrow, 0, Qt.AlignmentFlag.AlignLeft)
        row = QHBoxLayout()
        row.addStretch(1)
        self.apply = button(_("Filter"), self.ask, "primary")
        row.addWidget(self.apply)
        for part in (self.measure, self.operation, self.fault, self._narrowing):
            self._stack.addWidget(part)
        self._stack.addLayout(row)

    def show_column(self, entity: Entity, name: str, condition: Condition | None = None) -> None:
        """Ask of a column of a kind; with the condition that is to be changed."""
        self._entity, self._name = entity, name
        self.of = list(condition.of) if condition is not None else []
        company = self._owner.company
        self.measure.clear()
        rows = ":" in name
        if rows:
            relation = paths.measured(company, entity, name).relation
            for column in paths.measures(company, entity, relation):
                text = _("Their number") if column.name == relation.name else column.title.partition(": ")[2]
                self.measure.addItem(text[:1].upper() + text[1:], column.name)
            self.measure.setCurrentIndex(max(0, self.measure.findData(name)))
        self.measure.setVisible(rows)
        self._narrowing.setVisible(rows)
        self._show_narrowed()
        self._offer_operations(condition)

    def change_field(self) -> None:
        """Another operation: another field for its value."""
        assert self._entity is not None
        self.tell("")
        if self.field is not None:
            self._stack.removeWidget(self.field)
            self.field.hide()
            self.field.deleteLater()
        column = self._owner.company.column(self._entity, self._name)
        self.field = value_field(self._owner, self._entity, column, self.operation.currentData())
        self.field.done.connect(self.ask)
        self._stack.insertWidget(2, self.field)
        self.field.focus()
        self.grown.emit()

    def condition(self) -> Condition:
        """What is asked; Refused where the value is none."""
        assert self.field is not None
        return Condition(self._name, self.operation.currentData(), self.field.value(), tuple(self.of))

    def draft(self) -> Condition:
        """What is asked so far, to come back to."""
        try:
            return self.condition()
        except Refused:
            return Condition(self._name, self.operation.currentData(), None, tuple(self.of))

    def ask(self) -> None:
        """Tell what is asked, or what is wrong with it."""
        try:
            made = self.condition()
        except Refused as refused:
            self.tell(refused.sentence)
            if self.field is not None:
                self.field.focus()
            return
        self.made.emit(made)

    def tell(self, sentence: str) -> None:
        """Say what is wrong."""
        self.fault.setText(sentence)
        self.fault.setVisible(bool(sentence))
        self.grown.emit()

    def _offer_operations(self, condition: Condition | None = None) -> None:
        assert self._entity is not None
        if self.measure.count():
            self._name = self.measure.currentData()
        column = self._owner.company.column(self._entity, self._name)
        self.operation.clear()
        for operation in offered(column):
            self.operation.addItem(_(OPERATIONS[operation]), operation)
        if condition is not None and self.operation.findData(condition.operation) < 0:
            self.operation.addItem(_(OPERATIONS[condition.operation]), condition.operation)
        if condition is not None:
            self.operation.setCurrentIndex(self.operation.findData(condition.operation))
        self.operation.setVisible(self.operation.count() > 1)
        self.change_field()
        if condition is not None and self.field is not None and condition.value is not None:
            self.field.set_value(condition.value)

    def _show_narrowed(self) -> None:
        """The conditions on the records that belong here, each to be taken off."""
        assert self._entity is not None
        if self._chips is not None:
            self._narrowed.removeWidget(self._chips)
            self._chips.hide()
            self._chips.deleteLater()
            self._chips = None
        if ":" not in self._name or not self.of:
            return
        other = paths.measured(self._owner.company, self._entity, self._name).relation.other
        chips = []
        for place, one in enumerate(self.of):
            chip = FilterChip(in_words(self._owner.company, other, one))
            chip.removed.connect(lambda place=place: self._take_off(place))
            chips.append(chip)
        self._chips = flow(*chips, gap=6)
        self._narrowed.insertWidget(1, self._chips)

    def _take_off(self, place: int) -> None:
        del self.of[place]
        self.narrow.setFocus()
        self._show_narrowed()
        self.grown.emit()
