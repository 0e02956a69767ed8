"""The bar below the rows that says how many are selected and offers what can be done with all of them."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QFont, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSizePolicy, QWidget

from crm_desktop.i18n import _
from crm_desktop.ui import theme
from crm_desktop.ui.actions import Action, plain
from crm_desktop.ui.widgets import button, icon_button, label

if TYPE_CHECKING:
    from crm_desktop.ui.listing.page import ListPage

FEWEST = 2
"""Selected rows from which on the bar is shown."""


class SelectionBar(QFrame):
    """ "12 customers selected", all that match, and the verbs for many."""

    def __init__(self, page: ListPage, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._page = page
        self.setProperty("bar", "selection")
        self.setFixedHeight(theme.px(46))
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(14), 0, theme.px(8), 0)
        row.setSpacing(theme.px(6))
        self._row = row
        self._more: list[QPushButton] = []
        self._selected = 0
        self.hide()

    @cached_property
    def verbs(self) -> list[QPushButton]:
        """What can be done with many; it and all else in the bar is made when the bar is first shown."""
        row, page = self._row, self._page
        self.count = label("", weight=QFont.Weight.DemiBold, tabular=True)
        self.every = button("", page.select_all, "quiet")
        row.addWidget(self.count)
        row.addWidget(self.every)
        row.addStretch(1)
        work = page.work
        verbs = [
            button(_("Change…"), work.bulk_change, icon="table"),
            button(_("Tags…"), work.add_tags, icon="tag"),
            button(_("Export…"), work.export, icon="export"),
            button(_("Delete"), work.delete, icon="trash"),
        ]
        for made in verbs:
            made.setAccessibleName(made.text())
            row.addWidget(made)
        verbs[1].setVisible(page.entity.tags)
        self.cross = icon_button("close", _("Select only one"), self._only_one)
        row.addWidget(self.cross)
        return verbs

    def show_selection(self, selected: int, shown: int | None) -> None:
        """Tell how many of those shown are selected; `shown` is None while that is not known."""
        entity = self._page.entity
        if selected < FEWEST:
            self.hide()
            return
        if self.verbs and not self._more:
            self._add_verbs_of_areas()
        self.show()
        text = _("{what} selected").format(what=entity.count(selected))
        self.count.setText(text)
        self.setAccessibleName(text)
        self._selected = selected
        self.every.setVisible(shown is not None and shown > selected)
        if shown is not None:
            told = _("Select all {what} that match") if self._page.state.filtered() else _("Select all {what}")
            self.every.setText(told.format(what=entity.count(shown)))
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Where there is no room for all words, the last verbs are icons that say their name as a tip."""
        if self.isHidden():
            return
        verbs = (*self.verbs, *self._more)
        self.count.setText(self.accessibleName())
        for made in verbs:
            made.setText(made.accessibleName())
            made.setToolTip("")
        for made in reversed((*self.verbs, *self._more)):
            if not self.sizeHint().width() > self.width() > 0:
                break
            made.setToolTip(made.accessibleName())
            made.setText("")
            self._row.invalidate()
        else:
            if self.sizeHint().width() > self.width() > 0:
                self.every.hide()
                self._row.invalidate()
            if self.sizeHint().width() > self.width() > 0:
                self.count.setText(f"{self._selected:,}")
        self._row.invalidate()
        self._row.activate()

    def _add_verbs_of_areas(self) -> None:
        """What areas offer for many records stands among the rest."""
        for action in many_actions(self._page):
            made = button(plain(action.shown()) + "…", action.run, icon=action.icon)
            made.setAccessibleName(made.text())
            self._more.append(made)
            self._row.insertWidget(self._row.indexOf(self.verbs[2]), made)
            made.show()

    def _only_one(self) -> None:
        self._page.view.select_current()
        self._page.view.setFocus()


def many_actions(page: ListPage) -> list[Action]:
    """The actions of areas that are done with many records and can be done with these."""
    registry: Any = getattr(page.owner, "registry", None)
    if registry is None:
        return []
    return [action for action in registry.all() if action.many and action.possible()]
