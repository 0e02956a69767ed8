"""The frame of a list page: head, chips, the card of rows, and the pane of one record beside it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from crm_desktop.entity.describe import Entity
from crm_desktop.ui import theme
from crm_desktop.ui.listing.chips import ChipBar
from crm_desktop.ui.listing.head import Head
from crm_desktop.ui.listing.selection import SelectionBar
from crm_desktop.ui.listing.totals import Totals
from crm_desktop.ui.listing.view import RecordView
from crm_desktop.ui.memory import Memory
from crm_desktop.ui.widgets import Card, TableCard
from crm_desktop.ui.widgets.cards import SPARED

if TYPE_CHECKING:
    from crm_desktop.ui.window import Window

DETAIL: Final = 372
LEAST: Final = 280
SHARE: Final = 0.36
"""How much of the page the pane may take."""
SETTLED_MS: Final = 300
WIDTH_KEY: Final = "list.detail_width"
SHOWN_KEY: Final = "list.detail"
MakeDetail = Callable[["Window", Entity], QWidget]


def load_detail() -> None:
    """Load what the pane is made of."""
    from crm_desktop.ui.record import detail  # noqa: F401


def detail_pane(window: Window, entity: Entity) -> QWidget:
    """The pane that shows one record."""
    from crm_desktop.ui.record.detail import DetailPane

    return DetailPane(window, entity)


class Frame(QWidget):
    """Lays the parts of a page out, and puts something else in place of the rows where there are none."""

    head: Head
    chips: ChipBar
    view: RecordView
    totals: Totals
    selected: SelectionBar

    def __init__(self, memory: Memory, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._memory = memory
        self._to_remember: dict[str, Any] = {}
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(SETTLED_MS)
        self._soon.timeout.connect(self.remember_now)
        self.detail: QWidget | None = None
        self._instead: QWidget | None = None

    def lay_out(self) -> None:
        """Put the parts in their places.

        From the page inwards: a widget that is given to another takes on its style, and all within it do again.
        """
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(18), theme.px(16), theme.px(18), theme.px(16))
        column.setSpacing(theme.px(12))
        column.addWidget(self.head)
        column.addWidget(self.chips)
        self.body = QStackedWidget(self)
        column.addWidget(self.body, 1)
        self.splitter = QSplitter(Qt.Orientation.Horizontal, self.body)
        self.splitter.setHandleWidth(theme.px(12))
        self.body.addWidget(self.splitter)
        self.rows = QStackedWidget(self.splitter)
        self.side = QStackedWidget(self.splitter)
        self.side.setMinimumWidth(theme.px(LEAST))
        self.side.addWidget(Card(self.side))
        for place, part in enumerate((self.rows, self.side)):
            self.splitter.addWidget(part)
            self.splitter.setCollapsible(place, False)
        self.splitter.splitterMoved.connect(lambda _at, _which: self.remember_soon(WIDTH_KEY, self.side.width()))
        self.side.setVisible(self._memory.get(SHOWN_KEY, True))
        card = TableCard(self.view, self.rows)
        for line in (self.selected, self.totals):
            line.setObjectName(SPARED)
            card.column.addWidget(line)
        self.rows.addWidget(card)

    # Memory -------------------------------------------------------------------------------------------------------

    def remember_soon(self, key: str, value: Any) -> None:
        """Remember a width once it is not being pulled any more: the memory is a file."""
        self._to_remember[key] = value
        self._soon.start()

    def remember_now(self) -> None:
        """Remember what is waiting for it."""
        self._soon.stop()
        for key, value in self._to_remember.items():
            self._memory.set(key, value)
        self._to_remember.clear()

    # The pane -----------------------------------------------------------------------------------------------------

    def put_detail(self, pane: QWidget) -> None:
        """Put the pane of one record beside the rows."""
        self.detail = pane
        self.side.addWidget(pane)
        self.side.setCurrentWidget(pane)

    def detail_shown(self) -> bool:
        """Whether the pane beside the rows is shown."""
        return not self.side.isHidden()

    def show_detail(self, on: bool) -> None:
        """Show the pane beside the rows, or hide it; it is remembered for all lists."""
        self.side.setVisible(on)
        self._memory.set(SHOWN_KEY, on)
        self._share_width()

    def tell_detail(self, record: int | None) -> None:
        """Have the pane show a record."""
        show: Any = getattr(self.detail, "show_record", None)
        if show is not None and self.detail_shown():
            show(record)

    def keys_mean_rows(self) -> bool:
        """Whether keys that act on records mean the rows: not while the person is busy in the pane."""
        focus = QApplication.focusWidget()
        return focus is None or not self.side.isAncestorOf(focus)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_width()

    def _share_width(self) -> None:
        """The pane keeps its width, but leaves the rows most of a narrow window."""
        room = self.body.width() - self.splitter.handleWidth()
        kept = self._to_remember.get(WIDTH_KEY) or self._memory.get(WIDTH_KEY, theme.px(DETAIL))
        wanted = min(kept, max(theme.px(LEAST), round(room * SHARE)))
        self.splitter.setSizes([max(1, room - wanted), wanted])

    # Instead of rows ----------------------------------------------------------------------------------------------

    def show_rows(self) -> None:
        """Show the table."""
        self._show_heads(True)
        self.body.setCurrentIndex(0)
        self.rows.setCurrentIndex(0)
        self._instead = None
        self._drop_blanks()

    def show_instead(self, what: QWidget, *, whole: bool) -> None:
        """Show something in place of the table, or of the whole page below its title."""
        focus, goes = self.window().focusWidget(), self.body if whole else self.rows
        # Where the keys went to the rows, they go to the first step of what stands there instead.
        goes_along = focus is None or goes.isAncestorOf(focus)
        self._drop_blanks()
        card = Card()
        card.add(what, 1)
        self._instead = what
        stack = self.body if whole else self.rows
        stack.setCurrentIndex(stack.addWidget(card))
        if not whole:
            self.body.setCurrentIndex(0)
        self._show_heads(not whole)
        if goes_along and self.isVisible():
            self.focus_instead()

    def focus_instead(self) -> None:
        """Put the focus on the first step that is offered where there are no rows."""
        first = next(iter(getattr(self._instead, "buttons", ())), None)
        if first is not None and first.isVisibleTo(self):
            first.setFocus()

    def _show_heads(self, on: bool) -> None:
        self.chips.setVisible(on)
        self.head.search.setVisible(on)
        self.head.write_out.setVisible(on)

    def _drop_blanks(self) -> None:
        for stack in (self.rows, self.body):
            while (gone := stack.widget(1)) is not None:
                stack.removeWidget(gone)
                gone.deleteLater()
