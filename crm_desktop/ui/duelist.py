"""What is due, in three groups: today, overdue, the days ahead.

Enter or a click opens the record, the space bar or a click on its icon ticks it off.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from PySide6.QtCore import (
    QEvent,
    QPoint,
    QRect,
    Qt,
    Signal,
    SignalInstance,
)
from PySide6.QtGui import QFont, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyleOptionViewItem, QWidget

from crm_desktop.i18n import _, n_
from crm_desktop.ui import theme
from crm_desktop.ui.headed import HeadedLines, HeadedPainter, Index, lay_out, paint_texts
from crm_desktop.ui.icons import pixmap
from crm_desktop.ui.painting import paint_frame, paint_pill, pill_size
from crm_desktop.values.dates import relative_day

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

    @property
    def choosable(self) -> bool:
        """Whether it is more than a heading."""
        return self.record is not None

    @property
    def spoken(self) -> str:
        """What a screen reader says."""
        return ", ".join(part for part in (self.text, self.detail, self.when) if part)

    @property
    def tip(self) -> str:
        """The whole of what may be elided, and what can be done with it."""
        also = _("Space, or a click on the icon: done") if self.ticks else ""
        return "\n".join(filter(None, (self.text, self.detail, also))) if self.record else ""


def when(one: Due, today: date) -> tuple[str, str]:
    """How far off it is and the tone of that: "3 days late" is bad, "today 14:30" stands out, the rest is quiet."""
    if one.on < today:
        return n_("{n} day late", "{n} days late", (today - one.on).days), "bad"
    day = relative_day(one.on, today)
    return f"{day} {one.clock}".strip(), "accent" if one.on == today else "neutral"


class _Painter(HeadedPainter):
    row, heading = ROW, HEADING

    def heading_text(self, line: _Line) -> str:
        return f"{line.text} · {line.detail}"

    def heading_tone(self, line: _Line) -> str:
        return "bad" if line.tone == "bad" else "secondary"

    def paint_line(self, painter: QPainter, option: QStyleOptionViewItem, line: _Line) -> None:
        rect: QRect = option.rect
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
        paint_texts(painter, room, line.text, line.detail, QFont.Weight.DemiBold, room.width() * 2 // 5)


class DueList(QListView):
    """The list itself; `opened` names the record."""

    opened = Signal(str, object)
    ticked = Signal(str, object)
    """Somebody says that it is done: by the space bar, or a click on its icon."""

    def __init__(self, icons: dict[str, str], ticks: Collection[str] = (), parent: QWidget | None = None) -> None:
        """`icons` gives each kind's icon; `ticks` are the kinds that can be ticked off."""
        super().__init__(parent)
        self._icons, self._ticks = icons, ticks
        self._model = HeadedLines(self)
        self.setModel(self._model)
        self.setItemDelegate(_Painter(self))
        lay_out(self)
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
        if (first := self._model.first()) >= 0:
            self.setCurrentIndex(self._model.index(first))

    def count(self) -> int:
        """How many records are listed."""
        return sum(line.choosable for line in self._model.lines)

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
            over = at.isValid() and self._model.lines[at.row()].choosable
            self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)
        return super().viewportEvent(event)

    def _line(self, one: Due, today: date) -> _Line:
        text, tone = when(one, today)
        icon, ticks = self._icons.get(one.kind, "circle"), one.kind in self._ticks
        return _Line(one.title, one.detail, text, tone, icon, (one.kind, one.row), ticks)

    def _tell(self, signal: SignalInstance, index: Index) -> None:
        if index.isValid() and (record := self._model.lines[index.row()].record):
            signal.emit(*record)
