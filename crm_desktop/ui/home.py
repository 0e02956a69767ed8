"""The home page: how the business stands, what is due, and two charts once the window has been painted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import QDate, QLocale, Qt, QTimer, Signal
from PySide6.QtGui import QFont, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QStackedLayout, QVBoxLayout, QWidget
from shiboken6 import isValid

from crm_desktop.entity.company import Company
from crm_desktop.entity.query import Condition, ListQuery
from crm_desktop.i18n import _, language
from crm_desktop.store.journal import Changed
from crm_desktop.ui import theme
from crm_desktop.ui.charts import Chart, ChartCard
from crm_desktop.ui.duelist import Agenda, DueList
from crm_desktop.ui.listing.blank import sample_step
from crm_desktop.ui.listing.reading import LATER, Question, reader_of
from crm_desktop.ui.painting import paint_frame
from crm_desktop.ui.soon import soon
from crm_desktop.ui.widgets import Card, ElidedLabel, EmptyState, IconLabel, button, label, restyle, title
from crm_desktop.ui.window import Window

if TYPE_CHECKING:
    from crm_desktop.entity.happenings import Happening

MEMOS = 4
"""Memos that stand side by side; of more, the list tells."""
REST_MS = 400
"""After a change, how long the page waits for the next before it asks anew."""


class Figure(Protocol):
    """One number with the list behind it."""

    @property
    def title(self) -> str: ...
    @property
    def value(self) -> str: ...
    @property
    def note(self) -> str: ...
    @property
    def tone(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def list(self) -> ListQuery: ...


@dataclass(frozen=True)
class HomeQuestions:
    """What the home page asks, answered by whoever knows the areas."""

    is_new: Callable[[Company], bool]
    figures: Callable[[Company, date], Sequence[Figure]]
    due: Callable[[Company, date], Agenda]
    charts: tuple[Callable[[Company, date], Chart], ...]


@dataclass(frozen=True)
class _Answers:
    new: bool
    figures: Sequence[Figure]
    due: Agenda
    charts: tuple[Chart, ...]
    memos: Sequence[Happening]


class Tile(Card):
    """One figure; it opens its list."""

    opened = Signal()

    def __init__(self, icon: str, parent: QWidget | None = None) -> None:
        super().__init__(parent, padding=16, gap=4)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        head = QHBoxLayout()
        head.setSpacing(theme.px(8))
        head.addWidget(IconLabel(icon, "secondary", 16))
        self._title = label("", "secondary")
        head.addWidget(self._title, 1)
        self.column.addLayout(head)
        self._value = label(" ", size=22, weight=QFont.Weight.DemiBold, tabular=True)
        self._note = label(" ", "secondary", 12)
        self.add(self._value)
        self.add(self._note)

    def show_figure(self, figure: Figure) -> None:
        """Show a figure; its note is in its tone."""
        self._title.setText(figure.title)
        self._value.setText(figure.value)
        self._note.setText(figure.note)
        restyle(self._note, tone="secondary" if figure.tone == "neutral" else figure.tone)
        self.setAccessibleName(f"{figure.title}: {figure.value}. {figure.note}")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.opened.emit()
            return
        super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.opened.emit()

    def enterEvent(self, event: Any) -> None:
        self.update()

    def leaveEvent(self, event: Any) -> None:
        self.update()

    def focusInEvent(self, event: Any) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: Any) -> None:
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        t = theme.tokens()
        if self.hasFocus():
            paint_frame(QPainter(self), self.rect(), "", t.ring, theme.CARD_RADIUS, 2)
        elif self.underMouse():
            paint_frame(QPainter(self), self.rect(), "", t.control, theme.CARD_RADIUS)


class HomePage(QScrollArea):
    """The first page. `show_list(kind, query)` opens the list behind a figure."""

    filled = Signal()
    """The figures and the charts are there."""

    def __init__(
        self,
        window: Window,
        questions: HomeQuestions,
        show_list: Callable[[str, ListQuery], object],
        first_kind: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._window, self._questions, self._show_list = window, questions, show_list
        self._first = window.company.entity(first_kind)
        self._asked: Question | None = None
        self._day: date | None = None
        self._stale = True
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        page = QWidget()
        page.setProperty("clear", True)
        # In its place before anything is put on it: what is given to another takes on its style anew.
        self.setWidget(page)
        self._column = QVBoxLayout(page)
        edge = theme.px(18)
        self._column.setContentsMargins(edge, theme.px(16), edge, theme.px(16))
        self._column.setSpacing(theme.px(12))
        self._column.addLayout(self._head())
        self._tiles: list[Tile] = []
        self._tile_grid = QGridLayout()
        self._tile_grid.setSpacing(theme.px(12))
        self._column.addLayout(self._tile_grid)
        self._memos = QWidget()
        self._memos.hide()
        self._column.addWidget(self._memos)
        self._below = QStackedLayout()
        # On the page before it is filled: what it shows first would be a window of its own.
        self._column.addLayout(self._below, 1)
        self._below.addWidget(self._body())
        self._below.addWidget(self._beginning())
        # The focus is passed on to what is in the page, and is seen there.
        self.setProperty("passing", True)
        self.setFocusProxy(self.due)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self.refresh)
        window.changed.connect(self._changed)

    def arrived(self) -> None:
        """Called when the page is shown: the day may be another, the company too."""
        self._greet()
        if self._stale or self._day != self._window.today():
            soon(self, self.refresh)

    def refresh(self) -> None:
        """Ask everything anew, away from the window; what is shown stays until the answers are there."""
        if self._asked is not None:
            self._asked.drop()
        company, today, ask = self._window.company, self._window.today(), self._questions
        self._stale, self._day = False, today

        def work() -> _Answers:
            from crm_desktop.entity.happenings import pinned_to_nothing

            charts = tuple(chart(company, today) for chart in ask.charts)
            memos = pinned_to_nothing(company, MEMOS + 1)
            return _Answers(ask.is_new(company), ask.figures(company, today), ask.due(company, today), charts, memos)

        self._asked = reader_of(company).ask(work, self._fill, rank=LATER)

    def keep(self) -> None:
        """Called before the page is built anew: what was asked for this one is not wanted any more."""
        if self._asked is not None:
            self._asked.drop()

    # Building

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        self._greeting = title("")
        self._place = ElidedLabel("", "secondary")
        row.addWidget(self._greeting)
        row.addSpacing(theme.px(4))
        row.addWidget(self._place, 1, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(button(_("New memo…"), self._new_memo, icon="pin"))
        row.addWidget(button(_("Import…"), lambda: self._window.import_into(None)))
        text = _("New {kind}").format(kind=self._first.singular.lower())
        row.addWidget(button(text, lambda: self._window.new_record(self._first.name), "primary", "add"))
        return row

    def _body(self) -> QWidget:
        body = QWidget()
        row = QHBoxLayout(body)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(12))
        due = Card(padding=8, gap=0)
        heading = QHBoxLayout()
        heading.setContentsMargins(theme.px(10), theme.px(8), theme.px(10), theme.px(2))
        heading.addWidget(label(_("What is due"), weight=QFont.Weight.DemiBold))
        due.column.addLayout(heading)
        place = QWidget()
        self._due_place = QStackedLayout(place)
        kinds = self._window.company.entities
        ticks = {one.name for one in kinds if one.ticked is not None or one.has_next_step}
        self.due = DueList({entity.name: entity.icon for entity in kinds}, ticks)
        self.due.opened.connect(self._window.open_record)
        self.due.ticked.connect(self._finish)
        self.due.setMinimumHeight(theme.px(200))
        nothing = _("Tasks, next steps, events and invoices that fall due within a week are listed here.")
        self._due_place.addWidget(self.due)
        self._due_place.addWidget(EmptyState("check", _("Nothing is due"), nothing))
        due.add(place, 1)
        row.addWidget(due, 11)
        charts = QVBoxLayout()
        charts.setSpacing(theme.px(12))
        self.charts = [ChartCard() for _chart in self._questions.charts]
        for card in self.charts:
            charts.addWidget(card, 1)
        row.addLayout(charts, 9)
        return body

    def _beginning(self) -> QWidget:
        card = Card()
        text = _(
            "Lists from Excel, WPS, an address book or another program can be brought in as they are. What you see"
            " here then fills by itself."
        )
        new = _("New {kind}").format(kind=self._first.singular.lower())
        self.beginning = EmptyState(
            "first-run",
            _("Bring in the lists you have"),
            text,
            (
                (_("Import a list…"), "import", lambda: self._window.import_into(None)),
                (new, "add", lambda: self._window.new_record(self._first.name)),
                *sample_step(self._window),
            ),
        )
        card.add(self.beginning)
        return card

    # Filling

    def _greet(self) -> None:
        hour, today = datetime.now().hour, self._window.today()
        hello = _("Good morning") if 4 <= hour < 12 else _("Good afternoon") if hour < 18 else _("Good evening")
        self._greeting.setText(hello)
        # In English as everywhere in the program: the day before the month.
        locale = QLocale("en_GB") if language() == "en" else QLocale()
        day = locale.toString(QDate(today.year, today.month, today.day), QLocale.FormatType.LongFormat)
        name = self._window.company.setting("name") or self._window.company.path.stem
        self._place.setText(f"{name} · {day}")

    def _fill(self, answers: _Answers) -> None:
        if not isValid(self):
            return  # closed while the answer was on its way
        self._asked = None
        self._fill_tiles(answers.figures)
        self._fill_memos(answers.memos)
        before = self.focusProxy()
        held = self.hasFocus() or (before is not None and before.hasFocus())
        self._below.setCurrentIndex(1 if answers.new else 0)
        self.due.show_due(answers.due, self._window.today())
        self._due_place.setCurrentIndex(0 if self.due.count() else 1)
        # The keyboard arrives here; where it was in what may be hidden now, it goes along.
        first = self.beginning.buttons[0] if answers.new else self.due if self.due.count() else self._tiles[0]
        self.setFocusProxy(first)
        if held:
            first.setFocus(Qt.FocusReason.OtherFocusReason)
        if not answers.new:
            # Loading the charts' library takes a moment: the figures are painted before.
            soon(self, lambda: self._fill_charts(answers.charts))
        else:
            self.filled.emit()

    def _fill_memos(self, memos: Sequence[Happening]) -> None:
        """The newest memos in a row; all others are in the list of notes."""
        from crm_desktop.ui.record.memos import MemoRow
        from crm_desktop.ui.record.panes import more

        rest = [more(_("All memos"), self._all_memos)] if len(memos) > MEMOS else []
        made = MemoRow(self._window, memos[:MEMOS], *rest)
        self._column.replaceWidget(self._memos, made)
        self._memos.hide()
        self._memos.deleteLater()
        self._memos = made
        made.setVisible(bool(memos))

    def _all_memos(self) -> None:
        from crm_desktop.entity.happenings import note_kind

        if (kind := note_kind(self._window.company)) is not None:
            about = Condition("about", "empty")
            self._show_list(kind.name, ListQuery(conditions=(Condition("pinned", "is", 1), about)))

    def _fill_tiles(self, figures: Sequence[Figure]) -> None:
        while len(self._tiles) < len(figures):
            figure = figures[len(self._tiles)]
            tile = Tile(self._window.company.entity(figure.kind).icon)
            self._tile_grid.addWidget(tile, 0, len(self._tiles))
            self._tile_grid.setColumnStretch(len(self._tiles), 1)
            self._tiles.append(tile)
            place = len(self._tiles) - 1
            tile.opened.connect(lambda n=place: self._open_tile(n))
        self._figures = list(figures)
        for tile, figure in zip(self._tiles, figures, strict=False):
            tile.show_figure(figure)

    def _fill_charts(self, charts: Sequence[Chart]) -> None:
        for card, chart in zip(self.charts, charts, strict=True):
            card.show_chart(chart)
        self.filled.emit()

    def _new_memo(self) -> None:
        from crm_desktop.ui.record.memos import ask_memo

        ask_memo(self._window, None, None, self)

    def _finish(self, kind: str, row: int) -> None:
        from crm_desktop.ui.finishing import finish

        finish(self._window, kind, row, self)

    def _open_tile(self, place: int) -> None:
        figure = self._figures[place]
        self._show_list(figure.kind, figure.list)

    def _changed(self, _what: Changed) -> None:
        self._stale = True
        if self.isVisible():
            self._rest.start()
