"""The panel behind "+ Filter": choose a column (or a ready filter), then what is asked of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from crm_desktop.entity.columns import Column
from crm_desktop.entity.describe import Entity, Filter
from crm_desktop.entity.query import OPERATIONS, Condition
from crm_desktop.errors import Refused
from crm_desktop.i18n import _
from crm_desktop.ui import theme
from crm_desktop.ui.listing.conditions import offered
from crm_desktop.ui.listing.flyout import Flyout
from crm_desktop.ui.listing.panelrows import PanelList
from crm_desktop.ui.listing.values import ValueField, value_field
from crm_desktop.ui.widgets import SearchBox, button, icon_button, label

if TYPE_CHECKING:
    from crm_desktop.ui.window import Window

LINES = 12


class FilterPanel(Flyout):
    """The panel. `condition_made` tells a condition, `ready_chosen` the name of a ready filter."""

    condition_made = Signal(object)
    ready_chosen = Signal(str)

    def __init__(
        self,
        anchor: QWidget,
        window: Window,
        entity: Entity,
        ready: Sequence[Filter] = (),
        condition: Condition | None = None,
    ) -> None:
        super().__init__(anchor, _("Filter"), 320)
        self._owner, self._entity = window, entity
        self._columns = window.company.columns(entity)
        self._ready = list(ready)
        self.back = icon_button("chevron-left", _("Another column"), self.show_columns)
        self.head.insertWidget(0, self.back)
        self.first = self._build_first()
        self.second = self._build_second()
        self.column.addWidget(self.first)
        self.column.addWidget(self.second)
        self._column: Column | None = None
        self.field: ValueField | None = None
        if condition is None:
            self.show_columns()
        else:
            self.show_column(condition.column, condition)

    def open(self) -> None:
        super().open()
        if self._column is None:
            self.search.setFocus()
        elif self.field is not None:
            self.field.focus()

    # First: which column ------------------------------------------------------------------------------------------

    def _build_first(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(8))
        self.search = SearchBox(_("Find a column or filter"), wait_ms=0)
        self.names = PanelList(_("Columns and filters"))
        self.names.chosen.connect(self._choose)
        self.names.set_lines(LINES)
        self.search.textChanged.connect(self.names.narrow)
        self.search.down.connect(self.names.go_in)
        self.search.returnPressed.connect(self._take_first)
        column.addWidget(self.search)
        column.addWidget(self.names)
        if self._ready:
            self.names.add(_("Ready filters"), None, heading=True)
        for ready in self._ready:
            self.names.add(_(ready.title), ready, icon="filter")
        if self._ready:
            self.names.add(_("All columns"), None, heading=True)
        for made in self._columns.values():
            self.names.add(made.title, made, icon=_ICONS.get(made.kind.editor, "text"))
        return page

    def _take_first(self) -> None:
        first = self.names.first()
        if first is not None:
            self.names.act(first)

    def _choose(self, what: Filter | Column) -> None:
        if isinstance(what, Filter):
            self.ready_chosen.emit(what.name)
            self.close_panel()
        else:
            self.show_column(what.name)

    def show_columns(self) -> None:
        """The list of columns."""
        self._column = None
        self.heading.setText(_("Filter"))
        self.back.hide()
        self.second.hide()
        self.first.show()
        self.search.setFocus()
        self.fit_soon()

    # Second: what is asked of it ----------------------------------------------------------------------------------

    def _build_second(self) -> QWidget:
        page = QWidget()
        self._stack = QVBoxLayout(page)
        self._stack.setContentsMargins(0, 0, 0, 0)
        self._stack.setSpacing(theme.px(8))
        self.operation = QComboBox()
        self.operation.setAccessibleName(_("What is asked"))
        self.operation.setMaxVisibleItems(14)
        self.operation.activated.connect(lambda _place: self._change_field())
        self.fault = label("", "bad", 12, wrap=True)
        self.fault.hide()
        row = QHBoxLayout()
        row.addStretch(1)
        self.apply = button(_("Filter"), self._apply, "primary")
        row.addWidget(self.apply)
        self._stack.addWidget(self.operation)
        self._stack.addWidget(self.fault)
        self._stack.addLayout(row)
        return page

    def show_column(self, name: str, condition: Condition | None = None) -> None:
        """What may be asked of one column."""
        self._column = self._columns[name]
        self.heading.setText(self._column.title)
        self.back.show()
        self.first.hide()
        self.second.show()
        self.operation.clear()
        for operation in offered(self._column):
            self.operation.addItem(_(OPERATIONS[operation]), operation)
        if condition is not None and self.operation.findData(condition.operation) < 0:
            self.operation.addItem(_(OPERATIONS[condition.operation]), condition.operation)
        if condition is not None:
            self.operation.setCurrentIndex(self.operation.findData(condition.operation))
        self.operation.setVisible(self.operation.count() > 1)
        self._change_field()
        if condition is not None and self.field is not None and condition.value is not None:
            self.field.set_value(condition.value)

    def _change_field(self) -> None:
        if self._column is None:
            return
        self._tell("")
        if self.field is not None:
            self._stack.removeWidget(self.field)
            self.field.hide()
            self.field.deleteLater()
        self.field = value_field(self._owner, self._entity, self._column, self.operation.currentData())
        self.field.done.connect(self._apply)
        self._stack.insertWidget(1, self.field)
        self.field.focus()
        self.fit_soon()

    def _apply(self) -> None:
        if self._column is None or self.field is None:
            return
        try:
            value = self.field.value()
        except Refused as refused:
            self._tell(refused.sentence)
            self.field.focus()
            return
        self.condition_made.emit(Condition(self._column.name, self.operation.currentData(), value))
        self.close_panel()

    def _tell(self, sentence: str) -> None:
        self.fault.setText(sentence)
        self.fault.setVisible(bool(sentence))
        self.fit_soon()


_ICONS = {
    "choice": "choice", "tick": "check", "number": "number", "money": "currency", "day": "date", "moment": "clock",
    "link": "link", "tags": "tag", "about": "link",
}  # fmt: skip
