"""What is due, in three groups: today, overdue, the days ahead.

Enter or a click opens the record, the space bar or a click on its icon ticks it off.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
    SignalInstance,
)
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from crm_desktop.i18n import _, n_
from crm_desktop.ui import theme
from crm_desktop.ui.icons import pixmap
from crm_desktop.ui.painting import paint_frame, paint_pill, pill_size
from crm_desktop.values.dates import relative_day

Index = QModelIndex | QPersistentModelIndex
RowRole = Qt.ItemDataRole.UserRole + 1
ROW: int = 40
HEADING: int = 34
EDGE: int = 10
ICON: int = 18


class Due(Protocol):
    """One thing that is due, as the list is given it."""

    @property
    def kind(self) -> str: ...
    @property
    def row(self) -> int: ...
    @property
    def title(self) -> str: ...
    @property
    def detail(self) -> str: ...
    @property
    def on(self) -> date: ...
    @property
    def clock(self) -> str: ...


class Agenda(Protocol):
    """All that is due, as the list is given it."""

    @property
    def today(self) -> Sequence[Due]: ...
    @property
    def overdue(self) -> Sequence[Due]: ...
    @property
    def ahead(self) -> Sequence[Due]: ...
    @property
    def more_overdue(self) -> bool: ...


@dataclass(frozen=True)
class _Line:
    """A line of the list: a heading, or a record with its icon and when it is due."""

    text: str
    detail: str = ""
    when: str = ""
    tone: str = "neutral"
    icon: str = ""
    record: tuple[str, int] | None = None
    ticks: bool = False
    """Whether it can be ticked off."""


def when(one: Due, today: date) -> tuple[str, str]:
    """How far off it is and the tone of that: "3 days late" is bad, "today 14:30" stands out, the rest is quiet."""
    if one.on < today:
        return n_("{n} day late", "{n} days late", (today - one.on).days), "bad"
    day = relative_day(one.on, today)
    return f"{day} {one.clock}".strip(), "accent" if one.on == today else "neutral"


class _Lines(QAbstractListModel):
    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.lines: list[_Line] = []

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        line = self.lines[index.row()]
        if role == RowRole:
            return line
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return ", ".join(part for part in (line.text, line.detail, line.when) if part)
        if role == Qt.ItemDataRole.ToolTipRole and line.record:
            also = _("Space, or a click on the icon: done") if line.ticks else ""
            return "\n".join(filter(None, (line.text, line.detail, also)))
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if self.lines[index.row()].record is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def put(self, lines: list[_Line]) -> None:
        self.beginResetModel()
        self.lines = lines
        self.endResetModel()


class _Painter(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        line: _Line = index.data(RowRole)
        return QSize(0, theme.px(ROW if line.record else HEADING))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line: _Line = index.data(RowRole)
        rect: QRect = option.rect
        if line.record is None:
            _paint_heading(painter, rect, line)
            return
        t = theme.tokens()
        hovered, selected = QStyle.StateFlag.State_MouseOver, QStyle.StateFlag.State_Selected
        if option.state & selected and option.state & QStyle.StateFlag.State_HasFocus:
            paint_frame(painter, rect, t.soft, t.ring, theme.BUTTON_RADIUS)
        elif option.state & hovered:
            paint_frame(painter, rect, t.hover, "", theme.BUTTON_RADIUS)
        edge, side = theme.px(EDGE), theme.px(ICON)
        ratio = painter.device().devicePixelRatio()
        middle = rect.center().y() + 1
        tone = "bad" if line.tone == "bad" else "secondary"
        over = option.state & hovered and line.ticks
        mark = pixmap("check" if over else line.icon, "accent_text" if over else tone, side, ratio)
        painter.drawPixmap(QPoint(rect.left() + edge, middle - side // 2), mark)
        size = pill_size(line.when)
        at = QPoint(rect.right() - edge - size.width(), middle - size.height() // 2)
        paint_pill(painter, at, line.when, line.tone)
        left = rect.left() + edge + side + theme.px(10)
        room = QRect(left, rect.top(), at.x() - left - theme.px(10), rect.height())
        _paint_texts(painter, room, line)


def _paint_heading(painter: QPainter, rect: QRect, line: _Line) -> None:
    painter.setFont(theme.font(theme.SMALL_PX, QFont.Weight.DemiBold))
    painter.setPen(theme.tone_text("bad" if line.tone == "bad" else "secondary"))
    place = rect.adjusted(theme.px(10), theme.px(8), 0, 0)
    painter.drawText(place, int(Qt.AlignmentFlag.AlignVCenter), f"{line.text} · {line.detail}")


def _paint_texts(painter: QPainter, room: QRect, line: _Line) -> None:
    """The title, and what it is about beside it, both elided where they must be."""
    strong = theme.font(weight=QFont.Weight.DemiBold)
    metrics = QFontMetrics(strong)
    detail_wants = QFontMetrics(theme.font()).horizontalAdvance(line.detail) + theme.px(8) if line.detail else 0
    most = max(room.width() - detail_wants, room.width() * 3 // 5)
    title = metrics.elidedText(line.text, Qt.TextElideMode.ElideRight, most)
    vertical = int(Qt.AlignmentFlag.AlignVCenter)
    painter.setFont(strong)
    painter.setPen(theme.tone_text("text"))
    painter.drawText(room, vertical, title)
    rest = room.adjusted(metrics.horizontalAdvance(title) + theme.px(8), 0, 0, 0)
    if line.detail and rest.width() > theme.px(24):
        painter.setFont(theme.font())
        painter.setPen(theme.tone_text("secondary"))
        shown = painter.fontMetrics().elidedText(line.detail, Qt.TextElideMode.ElideRight, rest.width())
        painter.drawText(rest, vertical, shown)


class DueList(QListView):
    """The list itself; `opened` names the record."""

    opened = Signal(str, object)
    ticked = Signal(str, object)
    """Somebody says that it is done: by the space bar, or a click on its icon."""

    def __init__(self, icons: dict[str, str], ticks: Collection[str] = (), parent: QWidget | None = None) -> None:
        """`icons` gives each kind's icon; `ticks` are the kinds that can be ticked off."""
        super().__init__(parent)
        self._icons, self._ticks = icons, ticks
        self._model = _Lines(self)
        self.setModel(self._model)
        self.setItemDelegate(_Painter(self))
        self.setProperty("bare", True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.viewport().setMouseTracking(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(_("What is due"))
        theme.notifier().changed.connect(self.viewport().update)

    def show_due(self, due: Agenda, today: date) -> None:
        """Show what is due: today's things first, as they cannot wait."""
        lines: list[_Line] = []
        for title, members, tone, more in (
            (_("Today"), due.today, "neutral", False),
            (_("Overdue"), due.overdue, "bad", due.more_overdue),
            (_("The next 7 days"), due.ahead, "neutral", False),
        ):
            if members:
                lines.append(_Line(title, f"{len(members):,}" + ("+" if more else ""), tone=tone))
                lines += [self._line(one, today) for one in members]
        self._model.put(lines)
        first = next((row for row, line in enumerate(lines) if line.record), -1)
        if first >= 0:
            self.setCurrentIndex(self._model.index(first))

    def count(self) -> int:
        """How many records are listed."""
        return sum(line.record is not None for line in self._model.lines)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._tell(self.opened, self.currentIndex())
            return
        if event.key() == Qt.Key.Key_Space:
            self._tell(self.ticked, self.currentIndex())
            return
        super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if event.button() == Qt.MouseButton.LeftButton:
            at = event.position().toPoint()
            on_icon = at.x() < theme.px(EDGE + ICON + EDGE)
            self._tell(self.ticked if on_icon else self.opened, self.indexAt(at))

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.HoverMove:
            at = self.indexAt(event.position().toPoint())  # type: ignore[attr-defined]
            over = at.isValid() and self._model.lines[at.row()].record is not None
            self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)
        return super().viewportEvent(event)

    def _line(self, one: Due, today: date) -> _Line:
        text, tone = when(one, today)
        icon, ticks = self._icons.get(one.kind, "circle"), one.kind in self._ticks
        return _Line(one.title, one.detail, text, tone, icon, (one.kind, one.row), ticks)

    def _tell(self, signal: SignalInstance, index: Index) -> None:
        if index.isValid() and (record := self._model.lines[index.row()].record):
            signal.emit(*record)
