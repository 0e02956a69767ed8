"""One record on the whole page: who they are at the left, the timeline at the right."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QScrollArea, QSplitter, QVBoxLayout, QWidget

from crm_desktop.entity.describe import Entity
from crm_desktop.entity.happenings import tables_behind
from crm_desktop.i18n import _
from crm_desktop.store.journal import Changed
from crm_desktop.ui import theme
from crm_desktop.ui.placement import keep_split
from crm_desktop.ui.record.detail import DetailPane
from crm_desktop.ui.record.story import Story
from crm_desktop.ui.widgets.buttons import button, icon_button
from crm_desktop.ui.widgets.cards import Unrolled
from crm_desktop.ui.widgets.labels import label, title

if TYPE_CHECKING:
    from crm_desktop.ui.window import Window


SPLIT: Final = "record.split"


class RecordPage(QWidget):
    """Everything about one record; Esc and the button lead back to the list."""

    left = Signal()
    stepped = Signal(int)
    """To the next record of the list (1) or the previous one (-1)."""

    def __init__(self, window: Window, entity: Entity, row: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._window, self.entity, self.row = window, entity, row
        self._stale = False
        self.title = title(entity.singular)
        self.back = button(_("Back to the list"), self.left.emit, icon="chevron-left")
        self.export = button(_("Export timeline…"), self.export_timeline)
        top = QHBoxLayout()
        top.setSpacing(theme.px(12))
        self.previous = icon_button("chevron-up", _("Previous record"), partial(self.stepped.emit, -1), framed=True)
        self.next = icon_button("chevron-down", _("Next record"), partial(self.stepped.emit, 1), framed=True)
        self.place = label("", "secondary")
        top.addWidget(self.back)
        top.addWidget(self.title)
        for part in (self.previous, self.next, self.place):
            top.addWidget(part)
        top.addStretch(1)
        top.addWidget(self.export)
        self.story = Story(window, entity, wide=True)
        self.pane = DetailPane(window, entity, beside=self.story)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setHandleWidth(theme.px(12))
        split.addWidget(self.pane)
        split.addWidget(self._card(self.story))
        split.setChildrenCollapsible(False)
        keep_split(split, window.memory, SPLIT, [theme.px(430), theme.px(860)])
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(18), theme.px(16), theme.px(18), theme.px(16))
        column.setSpacing(theme.px(12))
        column.addLayout(top)
        column.addWidget(split, 1)
        window.changed.connect(self._follow)
        self.show_record(row)

    def show_record(self, row: int) -> None:
        """Show another record of the kind; the keys go on from the page, not from some part that has gone."""
        focus = QApplication.focusWidget()
        if focus is not None and self.pane.isAncestorOf(focus):
            self.back.setFocus()
        self.row = row
        self.pane.show_record(row)
        self.story.show_record(row)

    def tell_place(self, place: str, before: bool, after: bool) -> None:
        """Say which of its list the record is ("3 / 442"), and whether there are some before and after it."""
        self.place.setText(place)
        if (self.previous.hasFocus() and not before) or (self.next.hasFocus() and not after):
            # Qt would put it into whatever comes next.
            self.back.setFocus()
        self.previous.setEnabled(before)
        self.next.setEnabled(after)
        for part in (self.previous, self.next):
            part.setVisible(before or after)

    def keep(self) -> tuple[int, str, str]:
        """The record, to what its timeline is narrowed, and what is typed into it, over a rebuild."""
        return self.row, self.story.sort, self.story.line.text()

    def take_back(self, kept: tuple[int, str, str]) -> None:
        """Show that again."""
        _row, sort, typed = kept
        self.story.show_sort(sort)
        self.story.line.setText(typed)

    def export_timeline(self) -> None:
        """Write the whole timeline, as it is narrowed, into a sheet."""
        from crm_desktop.ui.record.writing import export_timeline

        export_timeline(self._window, self.entity, self.row, self.story.sort, self)

    def _card(self, part: QWidget) -> QWidget:
        card = QFrame()
        card.setProperty("card", True)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setAccessibleName(_("Timeline"))
        inside = Unrolled()
        column = QVBoxLayout(inside)
        column.setContentsMargins(theme.px(18), theme.px(16), theme.px(18), theme.px(16))
        column.addWidget(part)
        column.addStretch(1)
        area.setWidget(inside)
        outer = QVBoxLayout(card)
        outer.setContentsMargins(1, theme.px(4), 1, theme.px(4))
        outer.addWidget(area)
        return card

    def _follow(self, changed: Changed) -> None:
        if changed.tables & (tables_behind(self._window.company, self.entity) | {self.entity.name}):
            self._stale = True
            QTimer.singleShot(0, self, self._catch_up)

    def _catch_up(self) -> None:
        if self._stale and self.isVisible():
            self._stale = False
            self.story.refresh()
