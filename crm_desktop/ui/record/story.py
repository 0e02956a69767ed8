"""The timeline of one record with the line that adds to it: what is planned, what was, narrowed to one sort or not."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QVBoxLayout, QWidget

from crm_desktop.entity.describe import Entity
from crm_desktop.entity.happenings import SORTS, STORY, Happening, happenings, note_kind, sorts_of, still_open
from crm_desktop.i18n import _
from crm_desktop.ui import theme
from crm_desktop.ui.icons import icon
from crm_desktop.ui.logbook import LogLine, line_place, told_about
from crm_desktop.ui.record import panes
from crm_desktop.ui.record.facts import stands_as_next_step
from crm_desktop.ui.record.trashing import to_trash
from crm_desktop.ui.taborder import tab_through
from crm_desktop.ui.unsaved import keeper_of
from crm_desktop.ui.widgets.buttons import icon_button
from crm_desktop.ui.widgets.chips import Chip
from crm_desktop.ui.widgets.flowing import flow
from crm_desktop.ui.widgets.labels import SectionTitle, label
from crm_desktop.ui.window import moment

if TYPE_CHECKING:
    from crm_desktop.ui.window import Window

NARROW_SHOWN: Final = 8
WIDE_SHOWN: Final = 20
OPEN_SHOWN: Final = 5


class Story(QWidget):
    """Stays while records come and go, so that what is typed outlives a refresh."""

    def __init__(self, window: Window, entity: Entity, *, wide: bool = False) -> None:
        """`wide` shows the sorts as chips, otherwise they stand in a menu."""
        super().__init__()
        self._window, self._entity, self._wide = window, entity, wide
        self.row: int | None = None
        self.sort = ""
        """The sort that is shown; "" for everything but changes."""
        self._limit, self._open_limit = self._first, OPEN_SHOWN
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.px(8))
        self.log = LogLine(self._told, self.save_line)
        self.line = self.log.line
        self.line.textChanged.connect(self._keep_typed)
        keeper_of(window).kept.connect(self._typed_elsewhere)
        self._plans, self._past = QWidget(), QWidget()
        self._head = self._heading()
        for part in (self._plans, self._head, self.log, self._past):
            self._column.addWidget(part)
        self.log.setVisible(note_kind(window.company) is not None)

    def show_record(self, row: int | None) -> None:
        """Show the timeline of another record, or read that of the same one again."""
        another = row != self.row
        if another:
            self._limit, self._open_limit = self._first, OPEN_SHOWN
        self.row = row
        if another or not self.line.hasFocus():
            self._show_typed()
        self.refresh()

    def refresh(self) -> None:
        """Read it again."""
        plans, past = QWidget(), QWidget()
        if self.row is not None:
            plans, past = self._read(self.row)
        for old, new in ((self._plans, plans), (self._past, past)):
            self._column.replaceWidget(old, new)
            old.hide()
            old.deleteLater()
            new.show()
        plans.setVisible(plans.layout() is not None)
        self._plans, self._past = plans, past
        # What was made anew would come last of all.
        tab_through(self, (self._plans, self._head, self.log, self._past))

    def show_sort(self, sort: str) -> None:
        """Narrow it to one sort; "" shows everything but changes."""
        self.sort = sort
        self._limit = self._first
        for name, mark in self._marks.items():
            mark.setChecked(name == sort)
        self.refresh()

    def save_line(self) -> None:
        """Save the line about the record: what happened, and what comes next."""
        text, row = self.line.text().strip(), self.row
        if not text or row is None:
            return
        company, logbook, now = self._window.company, self._window.logbook(), moment(self._window)
        self.line.clear()
        if self._window.attempt(lambda: logbook.log(company, self._entity, row, text, now), self) is None:
            self.line.setText(text)

    # Inside -------------------------------------------------------------------------------------------------------

    def _show_typed(self) -> None:
        """Show what was typed about this record and never saved."""
        kept = keeper_of(self._window).get(self._place()) if self.row is not None else None
        with QSignalBlocker(self.line):
            self.line.setText(str(kept.held) if kept is not None else "")
        self.log.refresh()

    def _typed_elsewhere(self, place: str) -> None:
        """The record is shown in two places, beside the list and on its page: both show what is typed."""
        if not self.line.hasFocus() and place == self._place():
            self._show_typed()

    def _keep_typed(self, text: str) -> None:
        """What is typed and not saved yet stays with its record, whichever is looked at meanwhile."""
        if self.row is not None:
            keeper_of(self._window).put(self._place(), text if text.strip() else None)

    def _place(self) -> str:
        return line_place((self._entity.name, self.row) if self.row is not None else None)

    def _told(self, line: str) -> list[tuple[str, str]]:
        window = self._window
        about = (self._entity, self.row) if self.row is not None else None
        return told_about(window.logbook(), window.company, about, line, moment(window))

    @property
    def _first(self) -> int:
        return WIDE_SHOWN if self._wide else NARROW_SHOWN

    def _read(self, row: int) -> tuple[QWidget, QWidget]:
        sorts = {self.sort} if self.sort else STORY
        today = self._window.today()
        found, more = happenings(self._window.company, self._entity, row, self._limit, sorts, beside=today)
        plans = self._open_things(row, today) if "plan" in sorts else QWidget()
        below, layout = panes.column(8)
        if found:
            layout.addWidget(panes.timeline(found, today, self._window.open_record, self._offer))
        elif plans.layout() is None:
            nothing = _("Nothing of this sort.") if self.sort else _("Nothing yet. What happens is written down above.")
            layout.addWidget(label(nothing, "secondary", wrap=True))
        if more:
            layout.addWidget(panes.more(_("Show more"), self._show_more))
        return plans, below

    def _offer(self, one: Happening, menu: QMenu) -> None:
        """To open it, and to delete what was only written down here; documents are deleted where they are."""
        window = self._window
        first = menu.actions()[0]
        made = QAction(icon("edit"), _("Open"), menu)
        made.triggered.connect(lambda: window.open_record(one.kind, one.row))
        menu.insertAction(first, made)
        entity = window.company.entity(one.kind)
        if entity.about:
            menu.addSeparator()
            name = _("Delete {kind}").format(kind=entity.singular.lower())
            menu.addAction(icon("trash"), name, lambda: to_trash(window, entity, one.row, self))

    def _open_things(self, row: int, today: date) -> QWidget:
        """What is still to be done, with a box before each to tick it off."""
        company = self._window.company
        found, more = still_open(company, self._entity, row, today, self._open_limit)
        step = stands_as_next_step(company, self._entity, row)
        # What the quick log planned for the record's next step stands in its own box already.
        found = [one for one in found if one.with_ or (one.text, one.when[:10]) != step]
        if not found:
            return QWidget()
        made, layout = panes.section(_("To do"))
        layout.addWidget(panes.open_things(found, today, self._window.open_record, self._finish))
        if more:
            layout.addWidget(panes.more(_("Show more"), self._show_more_open))
        layout.addSpacing(theme.px(8))
        return made

    def _finish(self, kind: str, row: int) -> None:
        from crm_desktop.ui.finishing import finish

        finish(self._window, kind, row, self)

    def _show_more_open(self) -> None:
        self._open_limit *= 4
        self.refresh()

    def _show_more(self) -> None:
        self._limit *= 4
        self.refresh()

    def _heading(self) -> QWidget:
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(8))
        heading = SectionTitle(_("Timeline"))
        row.addWidget(heading, 0, Qt.AlignmentFlag.AlignTop if self._wide else Qt.AlignmentFlag(0))
        names = ["", *sorts_of(self._window.company, self._entity)]
        titles = {name: _(SORTS[name]) if name else _("All") for name in names}
        self._marks: dict[str, Chip | QAction] = {}
        if self._wide:
            for name in names:
                chip = Chip(titles[name], checkable=True)
                chip.clicked.connect(partial(self._chosen, name))
                self._marks[name] = chip
                heading.setMinimumHeight(chip.sizeHint().height())  # beside the first line of them
            row.addWidget(flow(*(mark for mark in self._marks.values() if isinstance(mark, Chip)), gap=6), 1)
        else:
            row.addStretch(1)
            row.addWidget(self._menu_button(titles))
        self._marks[""].setChecked(True)
        return made

    def _menu_button(self, titles: dict[str, str]) -> QToolButton:
        menu = QMenu(self)
        group = QActionGroup(menu)
        for name, title in titles.items():
            action = menu.addAction(title)
            action.setCheckable(True)
            group.addAction(action)
            action.triggered.connect(partial(self._chosen, name))
            self._marks[name] = action
        made = icon_button("filter", _("Narrow the timeline"), None)
        made.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        made.setMenu(menu)
        made.setFixedSize(theme.px(26), theme.px(22))
        return made

    def _chosen(self, name: str, _on: bool = True) -> None:
        self.show_sort(name)
