"""The command box: one field for every record and every command, answered while it is typed into, by keyboard alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import (
    QEvent,
    QObject,
    QPoint,
    QRect,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QFont, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QListView,
    QStyle,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from crm_desktop.i18n import _
from crm_desktop.ui import theme
from crm_desktop.ui.announcing import announce
from crm_desktop.ui.answers import Answer
from crm_desktop.ui.headed import HeadedLines, HeadedPainter, Index, lay_out, paint_texts
from crm_desktop.ui.icons import pixmap
from crm_desktop.ui.painting import key_size, paint_frame, paint_key
from crm_desktop.ui.soon import soon
from crm_desktop.ui.widgets import IconLabel, label, rule
from crm_desktop.ui.widgets.buttons import TextLine

WIDTH: Final = 680
HEAD: Final = 42
ROW: Final = 36
HEADING: Final = 30
PAUSE_MS: Final = 100
ROWS: Final = 11
"""Rows seen without scrolling."""


class _Painter(HeadedPainter):
    row, heading = ROW, HEADING

    def paint_line(self, painter: QPainter, option: QStyleOptionViewItem, line: Answer) -> None:
        rect: QRect = option.rect
        edge = theme.px(10)
        t = theme.tokens()
        if option.state & QStyle.StateFlag.State_Selected:
            paint_frame(painter, rect, t.soft, t.soft_line, theme.BUTTON_RADIUS)
        elif option.state & QStyle.StateFlag.State_MouseOver:
            paint_frame(painter, rect, t.hover, "", theme.BUTTON_RADIUS)
        side, ratio = theme.px(18), painter.device().devicePixelRatio()
        middle = rect.center().y() + 1
        if line.icon:
            drawn = pixmap(line.icon, "secondary", side, ratio)
            painter.drawPixmap(QPoint(rect.left() + edge, middle - side // 2), drawn)
        right = rect.right() - edge
        if line.keys:
            size = key_size(line.keys)
            paint_key(painter, QRect(QPoint(right - size.width(), middle - size.height() // 2), size), line.keys)
            right -= size.width() + edge
        left = rect.left() + edge + side + theme.px(10)
        weight = QFont.Weight.Medium if line.keys or not line.why else QFont.Weight.DemiBold
        paint_texts(painter, QRect(left, rect.top(), right - left, rect.height()), line.text, line.why, weight)


class CommandBox(QWidget):
    """Lies over the window while it is open; Esc, a click beside it, or leaving it by other means closes it.

    It is part of the window, not a popup of its own: input methods work in it as in any field. The field's text
    changes only when a word is committed, so a half-typed pinyin word is never searched for.
    """

    paused = Signal(str)
    """Typing has paused at these words: there is time to look for more (see `add`)."""

    def __init__(self, over: QWidget, find: Callable[[str], list[Answer]]) -> None:
        super().__init__(over)
        self._over, self._find = over, find
        self._before: QWidget | None = None
        self._answered = ""
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._paused)
        self.setAccessibleName(_("Find anyone, or do anything…"))
        self.card = QFrame(self)
        self.card.setProperty("card", True)
        column = QVBoxLayout(self.card)
        column.setContentsMargins(theme.px(8), theme.px(4), theme.px(8), theme.px(8))
        column.setSpacing(theme.px(4))
        top = QWidget()
        top.setFixedHeight(theme.px(HEAD))
        head = QHBoxLayout(top)
        head.setContentsMargins(theme.px(8), 0, theme.px(8), 0)
        head.setSpacing(theme.px(10))
        head.addWidget(IconLabel("search", "secondary", 18))
        self.field = TextLine()
        self.field.setProperty("bare", True)
        self.field.setPlaceholderText(_("Find anyone, or do anything…"))
        self.field.setAccessibleName(_("Find anyone, or do anything…"))
        self.field.setFont(theme.font(15))
        self.field.textChanged.connect(lambda: soon(self, self._answer))
        self.field.installEventFilter(self)
        head.addWidget(self.field, 1)
        column.addWidget(top)
        column.addWidget(rule())
        self.list = QListView()
        lay_out(self.list)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setAccessibleName(_("Answers"))
        self._lines = HeadedLines(self)
        self.list.setModel(self._lines)
        self.list.setItemDelegate(_Painter(self.list))
        self.list.clicked.connect(self._choose)
        column.addWidget(self.list, 1)
        self._nothing = label(_("Nothing has these words."), "secondary")
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._nothing.setMinimumHeight(theme.px(60))
        column.addWidget(self._nothing)
        over.installEventFilter(self)
        self.hide()

    def open(self, words: str = "") -> None:
        """Show the box with these words in its field; open already, it takes the focus again."""
        if not self.isVisible():
            self._before = QApplication.focusWidget()
        self.field.blockSignals(True)
        self.field.setText(words)
        self.field.blockSignals(False)
        self.setGeometry(self._over.rect())
        self.show()
        self.raise_()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self.field.end(False)
        self._answer()

    def close_box(self) -> None:
        """Take the box away and give the focus back."""
        if not self.isVisible():
            return
        inside = self.isAncestorOf(QApplication.focusWidget() or self)
        self.hide()
        if inside and self._before is not None:
            try:
                self._before.setFocus()
            except RuntimeError:  # the widget has gone meanwhile
                self._over.setFocus()
        self._before = None

    def add(self, words: str, answers: list[Answer]) -> None:
        """Show fuller answers to the words that are still there; the line that is chosen stays chosen."""
        if not self.isVisible() or self.field.text() != words:
            return
        now = self.list.currentIndex().row()
        chosen = self._lines.lines[now] if now >= 0 else None
        if [answer.text for answer in answers] != [answer.text for answer in self._lines.lines]:
            same = (row for row, answer in enumerate(answers) if chosen and answer.same_as(chosen))
            self._show(answers, next(same, -1))

    def answers(self) -> list[Answer]:
        """The lines shown now."""
        return list(self._lines.lines)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._over and event.type() == QEvent.Type.Resize:
            self.setGeometry(self._over.rect())
            self._arrange()
        if watched is self.field and self.isVisible():
            if event.type() == QEvent.Type.KeyPress:
                return self._key(event)  # type: ignore[arg-type]
            if event.type() == QEvent.Type.FocusOut:
                soon(self, self._close_if_left)
        return False

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self.card.geometry().contains(event.position().toPoint()):
            self.close_box()

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), theme.colour(theme.tokens().veil))

    def _key(self, event: QKeyEvent) -> bool:
        key = event.key()
        if key == Qt.Key.Key_Escape:
            self.close_box()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._answer_now()
            self._choose(self.list.currentIndex())
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Tab):
            self._step(1)
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Backtab):
            self._step(-1)
        elif key == Qt.Key.Key_PageDown:
            self._step(ROWS - 2)
        elif key == Qt.Key.Key_PageUp:
            self._step(2 - ROWS)
        else:
            return False
        return True

    def _step(self, by: int) -> None:
        places = [row for row, answer in enumerate(self._lines.lines) if answer.run]
        if not places:
            return
        now = self.list.currentIndex().row()
        at = places.index(now) if now in places else -1
        if abs(by) == 1:
            at = (at + by) % len(places)
        else:
            at = min(max(at + by, 0), len(places) - 1)
        self.list.setCurrentIndex(self._lines.index(places[at]))
        if at == 0:
            self.list.scrollToTop()
        self._say()

    def _paused(self) -> None:
        self.paused.emit(self._answered)
        if self._answered:
            self._say()

    def _say(self) -> None:
        """The focus stays in the field, so the line that Enter would take is read out."""
        now = self.list.currentIndex().row()
        if now >= 0:
            announce(self.field, self.list.currentIndex().data(Qt.ItemDataRole.AccessibleTextRole) or "")
        elif not self._nothing.isHidden():
            announce(self.field, self._nothing.text())

    def _answer_now(self) -> None:
        """Enter right after a letter takes the answer to that letter, not to the one before."""
        if self._answered != self.field.text():
            self._answer()

    def _answer(self) -> None:
        if not self.isVisible():
            return
        self._answered = self.field.text()
        answers = self._find(self._answered)
        self._show(answers)
        self.list.scrollToTop()
        self._pause.start()

    def _show(self, answers: list[Answer], chosen: int | None = None) -> None:
        """These lines, with one of them chosen, the first unless it is said."""
        self._lines.put(answers)
        chosen = self._lines.first() if chosen is None else chosen
        self.list.setCurrentIndex(self._lines.index(chosen))
        there = any(answer.run for answer in answers)
        self.list.setVisible(there)
        self._nothing.setVisible(not there)
        self._arrange()

    def _choose(self, index: Index) -> None:
        if not index.isValid():
            return
        run = self._lines.lines[index.row()].run
        if run is not None:
            self.close_box()
            soon(self, run)

    def _close_if_left(self) -> None:
        focus = QApplication.focusWidget()
        if focus is not None and focus is not self.field and not self.isAncestorOf(focus):
            self.close_box()

    def _arrange(self) -> None:
        width = min(theme.px(WIDTH), self.width() - theme.px(32))
        head = theme.px(HEAD) + theme.px(22)
        rows = sum(theme.px(ROW if answer.run else HEADING) for answer in self._lines.lines)
        body = rows + theme.px(4) if self.list.isVisibleTo(self.card) else theme.px(64)
        height = min(head + body, head + theme.px(ROW * ROWS), self.height() - theme.px(24))
        self.card.setGeometry((self.width() - width) // 2, theme.px(8), width, height)
