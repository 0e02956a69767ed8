"""The pane beside a list: who this is, what is owed, what comes next, what happened."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QContextMenuEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from crm_desktop.entity import attachments
from crm_desktop.entity.describe import Entity
from crm_desktop.entity.fields import Link
from crm_desktop.entity.happenings import pinned_to, tables_behind
from crm_desktop.i18n import _
from crm_desktop.store.journal import Changed
from crm_desktop.ui import theme
from crm_desktop.ui.dropping import FileDrops
from crm_desktop.ui.record import panes
from crm_desktop.ui.record.attached import FilesSection, attach_dropped
from crm_desktop.ui.record.childfacts import children_of
from crm_desktop.ui.record.deeds import Deeds
from crm_desktop.ui.record.facts import Facts, facts_of
from crm_desktop.ui.record.history import HistorySection
from crm_desktop.ui.record.linkedfacts import LinkedGroup, linked_group, linked_groups
from crm_desktop.ui.record.story import Story
from crm_desktop.ui.record.tags import tones_of
from crm_desktop.ui.taborder import focus_again, focus_in, tab_through
from crm_desktop.ui.widgets.cards import Unrolled
from crm_desktop.ui.widgets.labels import label
from crm_desktop.values.text import shorten

if TYPE_CHECKING:
    from crm_desktop.ui.window import Window

BREATH_MS: Final = 70
"""While one goes quickly through a list, the pane follows no oftener than this."""
PART_GAP: Final = 16
MEMOS: Final = 5
ALL: Final = 100
"""As many linked records as "Show all" lists in the pane itself."""


class DetailPane(QFrame):
    """Shows one record and follows its changes."""

    def __init__(
        self, window: Window, entity: Entity, parent: QWidget | None = None, *, beside: Story | None = None
    ) -> None:
        """With a timeline `beside` it, it shows documents in the place of its own."""
        super().__init__(parent)
        self.window_, self.entity = window, entity
        self.row: int | None = None
        self.facts: Facts | None = None
        self.history: HistorySection | None = None
        self.deeds: Deeds | None = None
        self._shown: int | None = None
        self._own = window.parts(entity.name)
        self._stale = False
        self._spread: set[tuple[str, str]] = set()
        self.setProperty("card", True)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setAccessibleName(_("Details of the selected {kind}").format(kind=entity.singular.lower()))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(1, theme.px(4), 1, theme.px(4))
        outer.addWidget(self.area)
        self._beside = beside
        self._build_frame(own_story=beside is None)
        self.drops = FileDrops(self, self._promise, self._take)
        self._breath = QTimer(self)
        self._breath.setSingleShot(True)
        self._breath.setInterval(BREATH_MS)
        self._breath.timeout.connect(self._catch_up)
        window.changed.connect(self._follow)
        self.show_now()

    def show_record(self, row: int | None) -> None:
        """Show a record, or nothing; in quick succession only the last one."""
        if row != self.row:
            self._spread = set()
        self.row = row
        if not self._breath.isActive():
            self._catch_up()
            self._breath.start()

    def show_now(self) -> None:
        """Read the record again and show it at once."""
        row = self.row
        same = row == self._shown
        at = self.area.verticalScrollBar().value() if same else 0
        self._shown, self._stale = row, False
        self.facts = facts_of(self.window_.company, self.entity, row, self.window_.today()) if row is not None else None
        top, bottom = self._parts(row, self.facts)
        focus = focus_in(self.window(), self._parts_shown[::2])
        self._replace(0, top)
        self._replace(2, bottom)
        if self.story is not None:
            self.story.show_record(row if self.facts is not None else None)
            self.story.setVisible(self.facts is not None)
        tab_through(self.area, self._parts_shown)
        if focus is not None:  # what had it is gone with the old parts
            focus_again(focus, (top, bottom), self.area)
        QTimer.singleShot(0, self, lambda: self.area.verticalScrollBar().setValue(at))

    def write_note(self) -> None:
        """Put the cursor where one writes down what happened."""
        story = self.story or self._beside
        assert story is not None
        if story is self.story:
            self.area.ensureWidgetVisible(story.log)
        story.line.setFocus(Qt.FocusReason.ShortcutFocusReason)

    # Building ----------------------------------------------------------------------------------------------------

    def _build_frame(self, *, own_story: bool) -> None:
        """The column that stays, with the timeline: what is typed there outlives a refresh."""
        page = Unrolled()
        self._column = QVBoxLayout(page)
        self._column.setContentsMargins(theme.px(16), theme.px(14), theme.px(16), theme.px(14))
        self._column.setSpacing(theme.px(PART_GAP))
        self.story = Story(self.window_, self.entity) if own_story else None
        without = QWidget()
        without.hide()  # an empty widget that is seen has a gap on either side
        self._parts_shown = [QWidget(), self.story or without, QWidget()]
        for part in self._parts_shown:
            self._column.addWidget(part)
        self._column.addStretch(1)
        self.area.setWidget(page)

    def _replace(self, place: int, part: QWidget) -> None:
        old = self._parts_shown[place]
        self._parts_shown[place] = part
        self._column.replaceWidget(old, part)
        old.hide()
        old.deleteLater()

    def _parts(self, row: int | None, facts: Facts | None) -> tuple[QWidget, QWidget]:
        """What stands above the timeline, and what below it."""
        self.history = self.deeds = None
        if row is None or facts is None:
            return self._nothing(), QWidget()
        upper, top = panes.column(PART_GAP)
        lower, bottom = panes.column(PART_GAP)
        top.addWidget(panes.head(facts))
        if facts.tags:
            top.addWidget(panes.tags(facts.tags, tones_of(self.window_.company, facts.tags)))
        ways = list(facts.ways)
        lists = self._child_lists(row, ways)
        own = {make: made for make in self._own.values() if (made := make(self.window_, row)) is not None}
        lists += own.values()
        told = {name for make in own for name in getattr(make, "tells", ())}
        self.deeds = Deeds(self, facts.title, row, ways)
        top.addWidget(self.deeds)
        if memos := pinned_to(self.window_.company, self.entity, row, MEMOS):
            from crm_desktop.ui.record.memos import cards

            top.addWidget(cards(self.window_, memos))
        if facts.tiles:
            top.addWidget(panes.Tiles(facts.tiles))
        if facts.next_step is not None:
            top.addWidget(panes.next_step(facts.next_step, self.deeds.finish))
        untold = [fact for fact in facts.fields if fact.name not in told]
        fields = panes.details(_("Details"), untold, self.window_.open_record) if untold else None
        # What is reached by phone is about people: its fields are looked at last. Of goods they come first.
        late = any(children.slots for children in self.entity.children)
        for part in (*lists, *([fields] if fields is not None and not late else []), *self._linked(row)):
            top.addWidget(part)
        if fields is not None and late:
            bottom.addWidget(fields)
        bottom.addWidget(FilesSection(self.window_, self.entity, row))
        self.history = HistorySection(self.window_, self.entity, row)
        bottom.addWidget(self.history)
        return upper, lower

    def _nothing(self) -> QWidget:
        made, layout = panes.column(8)
        gone = self.row is not None
        text = _("This {kind} is not there any more.") if gone else _("Select a {kind} to see its details here.")
        said = label(text.format(kind=self.entity.singular.lower()), "secondary", wrap=True)
        said.setAlignment(Qt.AlignmentFlag.AlignCenter)
        layout.addSpacing(theme.px(80))
        layout.addWidget(said)
        return made

    def _child_lists(self, row: int, ways: list[Any]) -> list[QWidget]:
        made = []
        for children in self.entity.children:
            found, count = children_of(self.window_.company, children, row)
            ways += [fact.way for fact in found if fact.way is not None]
            if found and children.name not in self._own:
                made.append(panes.child_rows(_(children.title), found, count, self.window_.open_record))
        return made

    def _linked(self, row: int) -> list[QWidget]:
        company, today = self.window_.company, self.window_.today()
        made = []
        for group in linked_groups(company, self.entity, row, today):
            if group.entity.name in self._own:
                continue  # The kind has a part of its own for it.
            if self.story is not None and group.entity.dated is not None:
                continue  # It stands in the timeline.
            if (group.entity.name, group.field) in self._spread:
                # Beyond ALL the pane is no place to read them; the heading still counts them.
                rows = linked_group(company, group.entity, group.field, row, today, ALL).rows
                made.append(panes.linked(replace(group, rows=rows), self.window_.open_record, None))
            else:
                made.append(panes.linked(group, self.window_.open_record, self._show_all))
        return made

    def _show_all(self, group: LinkedGroup) -> None:
        self._spread.add((group.entity.name, group.field))
        self.show_now()

    # Following ---------------------------------------------------------------------------------------------------

    def _catch_up(self) -> None:
        if self.row != self._shown or self._stale:
            self.show_now()

    def _follow(self, changed: Changed) -> None:
        if self.row is None or not (self._concerned() & changed.tables):
            return
        self._stale = True
        if self.isVisible():
            QTimer.singleShot(0, self, self._catch_up)

    def _concerned(self) -> set[str]:
        """The tables from which the pane reads."""
        company, entity = self.window_.company, self.entity
        tables = {entity.name, "tagging", "tag", "custom_field", attachments.KIND}
        tables |= tables_behind(company, entity)
        words = set(re.findall(r"[a-z_]+", " ".join(worked.sql for worked in entity.worked)))
        tables |= words & set(company.journal.models)
        tables |= {table for make in self._own.values() for table in getattr(make, "reads", ())}
        tables |= {children.model.table() for children in entity.children}
        tables |= {other.name for other, _field in company.referrers(entity)}
        return tables | {made.rel_model.table() for made in entity.fields().values() if isinstance(made, Link)}

    # Files dropped on it -----------------------------------------------------------------------------------------

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """What can be done with the record, wherever nothing on the pane has a menu of its own."""
        if self.deeds is not None:
            self.deeds.rest.popup(event.globalPos())

    def _promise(self) -> str:
        if self.facts is None:
            return ""
        return _("Attach to {title}").format(title=shorten(self.facts.title, 24))

    def _take(self, names: list[str]) -> None:
        if self.row is not None:
            attach_dropped(self.window_, self.entity, self.row, names, self)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._catch_up()
