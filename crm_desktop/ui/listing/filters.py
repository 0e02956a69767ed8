"""The panel behind "+ Filter": choose a column, of this kind or of what is linked, then what is asked of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crm_desktop.entity import paths
from crm_desktop.entity.columns import Column
from crm_desktop.entity.conditions import READY, Condition
from crm_desktop.entity.describe import Entity, Filter
from crm_desktop.i18n import _
from crm_desktop.ui import theme
from crm_desktop.ui.listing.asking import Asking
from crm_desktop.ui.listing.flyout import Flyout
from crm_desktop.ui.listing.panelrows import PanelList
from crm_desktop.ui.listing.values import ValueField
from crm_desktop.ui.widgets import SearchBox, icon_button

if TYPE_CHECKING:
    from PySide6.QtWidgets import QComboBox, QLabel, QPushButton

    from crm_desktop.ui.window import Window

LINES = 12
DEEPEST = 2
"""So many links away are still offered."""


class _Way(NamedTuple):
    """One stop on the way through the linked kinds: the kind, its columns' names so far, and what it is called."""

    entity: Entity
    prefix: str = ""
    title: str = ""


class _Draft(NamedTuple):
    """A condition on records that belong here, put aside while those are narrowed."""

    ways: list[_Way]
    condition: Condition


@dataclass(frozen=True)
class _Column:
    """A row that stands for a column, given by its name from here."""

    name: str


@dataclass(frozen=True)
class _Step:
    """A row that leads to the columns of a linked record."""

    link: str
    target: Entity


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
        super().__init__(anchor, _("Filter"), 340)
        self._owner = window
        self._ready = list(ready)
        self._ways = [_Way(entity)]
        self._draft: _Draft | None = None
        self._asked = ""
        self.back = icon_button("chevron-left", _("Back"), self.go_back)
        self.head.insertWidget(0, self.back)
        self.first = self._build_first()
        self.asking = Asking(window)
        self.asking.made.connect(self._take)
        self.asking.narrow_wanted.connect(self._narrow)
        self.asking.grown.connect(self.fit_soon)
        self.column.addWidget(self.first)
        self.column.addWidget(self.asking)
        if condition is None:
            self.show_columns()
        else:
            self.show_column(condition.column, condition)

    @property
    def operation(self) -> QComboBox:
        return self.asking.operation

    @property
    def field(self) -> ValueField | None:
        return self.asking.field

    @property
    def fault(self) -> QLabel:
        return self.asking.fault

    @property
    def apply(self) -> QPushButton:
        return self.asking.apply

    def open(self) -> None:
        super().open()
        if not self.first.isHidden():
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
        return page

    def _fill(self) -> None:
        """The rows: ready filters, columns, what is linked, what belongs here; linked columns come by searching."""
        company, way = self._owner.company, self._ways[-1]
        self.names.clear()
        ready = way.entity.filters if self._draft is not None else self._ready
        if ready and len(self._ways) == 1:
            self.names.add(_("Ready filters"), None, heading=True)
            for one in ready:
                self.names.add(_(one.title), one, icon="filter")
            self.names.add(_("All columns"), None, heading=True)
        for column in company.columns(way.entity).values():
            self.names.add(column.title, _Column(column.name), icon=icon_of(column))
        links = paths.links(company, way.entity) if len(self._ways) <= DEEPEST else []
        if links:
            self.names.add(_("From what is linked"), None, heading=True)
        for link, target in links:
            self.names.add(way.entity.fields()[link].title, _Step(link, target), icon="link", beside="›")
        relations = paths.relations(company, way.entity) if self._draft is None else []
        if relations:
            self.names.add(_("What belongs here"), None, heading=True)
        for relation in relations:
            title = paths.title_of(company, way.entity, relation)
            self.names.add(title, _Column(relation.name), icon=relation.other.icon)
        for link, target in links:
            for name in company.columns(target):
                column = company.column(way.entity, f"{link}.{name}")
                self.names.add(column.title, _Column(column.name), icon=icon_of(column), only_found=True)

    def _take_first(self) -> None:
        first = self.names.first()
        if first is not None:
            self.names.act(first)

    def _choose(self, what: object) -> None:
        way = self._ways[-1]
        if isinstance(what, Filter):
            if self._draft is not None:
                self._take_up(Condition(READY, "is", what.name))
                return
            self.ready_chosen.emit(what.name)
            self.close_panel()
        elif isinstance(what, _Step):
            title = way.entity.fields()[what.link].title
            self._ways.append(_Way(what.target, f"{way.prefix}{what.link}.", title))
            self.show_columns()
        elif isinstance(what, _Column):
            self.show_column(way.prefix + what.name)

    def show_columns(self) -> None:
        """The list of columns."""
        self._fill()
        self.search.clear()
        self.heading.setText(self._ways[-1].title or _("Filter"))
        self.back.setVisible(len(self._ways) > 1 or self._draft is not None)
        self.asking.hide()
        self.first.show()
        self.search.setFocus()
        self.fit_soon()

    def go_back(self) -> None:
        """From the question to the columns, from a linked kind to ours, from the narrowing to what is narrowed."""
        if self.first.isHidden():
            self.show_columns()
        elif len(self._ways) > 1:
            self._ways.pop()
            self.show_columns()
        elif self._draft is not None:
            self._take_up(None)

    # Second: what is asked of it ----------------------------------------------------------------------------------

    def show_column(self, name: str, condition: Condition | None = None) -> None:
        """What may be asked of one column, named from the kind that the panel began with."""
        company, root = self._owner.company, self._ways[0].entity
        kind, column = paths.leaf(company, root, name)
        self._asked = name
        self.heading.setText(company.column(root, name).title.partition(": ")[0])
        self.back.show()
        self.first.hide()
        self.asking.show()
        there = replace(condition, column=column.name) if condition is not None else None
        self.asking.show_column(kind, column.name, there)
        self.fit_soon()

    def _take(self, made: Condition) -> None:
        """A condition is ready: it narrows what was put aside, or it is the answer."""
        made = self._from_here(made)
        if self._draft is not None:
            self._take_up(made)
            return
        self.condition_made.emit(made)
        self.close_panel()

    def _from_here(self, made: Condition) -> Condition:
        """A condition on a column as it is named from the kind that the panel began with."""
        _kind, column = paths.leaf(self._owner.company, self._ways[0].entity, self._asked)
        return replace(made, column=self._asked.removesuffix(column.name) + made.column)

    def _narrow(self) -> None:
        """Show the columns of the records that belong here."""
        company = self._owner.company
        draft = self._from_here(self.asking.draft())
        kind, column = paths.leaf(company, self._ways[0].entity, draft.column)
        other = paths.measured(company, kind, column.name).relation.other
        self._draft = _Draft(self._ways, draft)
        self._ways = [_Way(other, "", other.plural)]
        self.show_columns()

    def _take_up(self, narrowed: Condition | None) -> None:
        """Go on with what was put aside."""
        assert self._draft is not None
        self._ways, one = self._draft
        self._draft = None
        self.show_column(one.column, one if narrowed is None else replace(one, of=(*one.of, narrowed)))


def icon_of(column: Column) -> str:
    """The icon of a column in lists of columns."""
    return _ICONS.get(column.kind.editor, "text")


_ICONS = {
    "choice": "choice", "tick": "check", "number": "number", "money": "currency", "day": "date", "moment": "clock",
    "link": "link", "tags": "tag", "about": "link",
}  # fmt: skip
