"""Buttons with their part in the page, and fields to search in."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from typing import Literal

from PySide6.QtCore import QPoint, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QInputMethodEvent, QKeyEvent, QKeySequence, QPainter, QPaintEvent, QValidator
from PySide6.QtWidgets import (
    QAbstractButton,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QPushButton,
    QSizePolicy,
    QSpinBox,
    QToolButton,
    QWidget,
)

from crm_desktop.i18n import _
from crm_desktop.ui import theme
from crm_desktop.ui.icons import icon as themed
from crm_desktop.ui.painting import key_size, paint_frame, paint_key
from crm_desktop.ui.widgets.pressing import PushButton, ToolButton

Part = Literal["primary", "plain", "quiet", "danger", "link", "toast"]


def button(
    text: str, run: Callable[[], object] | None = None, part: Part = "plain", icon: str = "", tip: str = ""
) -> QPushButton:
    """A button with a word: `primary` once a page at most, `danger` for what cannot be undone."""
    made = PushButton(text)
    made.setProperty("role", part)
    made.setAutoDefault(False)
    made.setToolTip(tip)
    if icon:
        tone = {"primary": "on_accent", "danger": "on_accent", "quiet": "accent_text"}.get(part, "secondary")
        made.setIcon(themed(icon, tone))
        made.setIconSize(QSize(theme.px(16), theme.px(16)))
    if run is not None:
        made.clicked.connect(lambda: run())
    return made


def icon_button(
    icon: str, name: str, run: Callable[[], object] | None = None, *, tone: str = "secondary", framed: bool = False
) -> QToolButton:
    """A button with an icon only: `name` is its tip and what a screen reader says."""
    made = ToolButton()
    made.setIcon(themed(icon, tone))
    made.setIconSize(QSize(theme.px(16), theme.px(16)))
    made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    made.setAccessibleName(name)
    made.setToolTip(name)
    made.setProperty("framed", framed)
    made.setProperty("square", True)
    if run is not None:
        made.clicked.connect(lambda: run())
    return made


def menu_button(text: str, menu: QMenu, part: Part = "plain", icon: str = "") -> QPushButton:
    """A button that opens a menu, with an arrow that says so."""
    made = button(text, None, part, icon)
    made.setProperty("menu", True)
    made.setMenu(menu)
    return made


class _NumberBox(QSpinBox):
    """Takes the full-width digits of an input method, too."""

    def validate(self, text: str, place: int) -> tuple[QValidator.State, str, int]:
        return super().validate(_narrow(text), place)

    def valueFromText(self, text: str) -> int:
        return super().valueFromText(_narrow(text))


def _narrow(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def number_box(low: int, high: int, name: str) -> QSpinBox:
    """A field for a small number with steps; never for money, which outgrows it."""
    made = _NumberBox()
    made.setRange(low, high)
    made.setAccessibleName(name)
    made.lineEdit().setTextMargins(theme.px(8), 0, 0, 0)  # a style sheet's padding does not reach it
    return made


def has_files(event: QDragEnterEvent) -> bool:
    """Whether files hang over a field, which would put their addresses into its text."""
    return any(url.isLocalFile() for url in event.mimeData().urls())


class TextLine(QLineEdit):
    """A line to type in; files that are dropped on it are left to the page that it stands on."""

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if has_files(event):
            event.ignore()
        else:
            super().dragEnterEvent(event)


class TextBox(QPlainTextEdit):
    """Several lines to type in; files that are dropped on it are left to the page that it stands on."""

    _hint = ""

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if has_files(event):
            event.ignore()
        else:
            super().dragEnterEvent(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        # Qt paints the hint under a pinyin word that is still being composed.
        super().inputMethodEvent(event)
        composing = bool(event.preeditString())
        if composing and self.placeholderText():
            self._hint = self.placeholderText()
            self.setPlaceholderText("")
        elif self._hint and not composing:
            self.setPlaceholderText(self._hint)
            self._hint = ""


class SearchBox(TextLine):
    """A field to search in: tells the words a moment after typing stops, never in the middle of a pinyin word."""

    searched = Signal(str)
    down = Signal()

    def __init__(self, hint: str, parent: QWidget | None = None, *, keys: str = "", wait_ms: int = 120) -> None:
        super().__init__(parent)
        self._keys = keys
        self.setPlaceholderText(hint)
        self.setAccessibleName(hint)
        self.addAction(themed("search"), QLineEdit.ActionPosition.LeadingPosition)
        self._clear = self.addAction(themed("close"), QLineEdit.ActionPosition.TrailingPosition)
        self._clear.setToolTip(_("Clear"))
        self._clear.setVisible(False)
        self._clear.triggered.connect(self.clear)
        for made in self.findChildren(QToolButton):
            made.setAccessibleName(made.defaultAction().toolTip() if made.defaultAction() else "")
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(wait_ms)
        self._wait.timeout.connect(lambda: self.searched.emit(self.text()))
        self.textChanged.connect(self._changed)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
            return
        if event.key() == Qt.Key.Key_Down:
            self.down.emit()
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._wait.isActive():
            self._wait.stop()
            self.searched.emit(self.text())
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._keys and not self.text() and self.shows_keys():
            size = key_size(self._keys)
            at = QPoint(self.width() - size.width() - theme.px(8), (self.height() - size.height()) // 2)
            paint_key(QPainter(self), QRect(at, size), self._keys)

    def shows_keys(self) -> bool:
        """Whether the key stands beside the hint: where both have room."""
        hint = theme.text_width(self.placeholderText(), self.font())
        return theme.px(44) + hint + key_size(self._keys).width() + theme.px(14) <= self.width()

    def _changed(self, text: str) -> None:
        self._clear.setVisible(bool(text))
        self._wait.start()


class SearchButton(QAbstractButton):
    """Looks like a search field and opens the command box: on a click, Enter, or the first letter typed."""

    opened = Signal(str)

    def __init__(self, hint: str, keys: QKeySequence | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keys = keys.toString(QKeySequence.SequenceFormat.NativeText).replace("+", " ") if keys else ""
        self.setText(hint)
        self.setAccessibleName(hint)
        self.setToolTip(hint)
        self.setCursor(Qt.CursorShape.IBeamCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.clicked.connect(lambda: self.opened.emit(""))
        theme.notifier().changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(theme.px(310), theme.px(30))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() or event.modifiers() == Qt.KeyboardModifier.ShiftModifier
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit("")
        elif plain and event.text().isprintable() and event.text().strip():
            self.opened.emit(event.text())
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        t = theme.tokens()
        painter = QPainter(self)
        edge, width = (t.ring, 2.0) if self.hasFocus() else (t.control if self.underMouse() else t.line, 1.0)
        paint_frame(painter, self.rect(), t.well, edge, theme.BUTTON_RADIUS, width)
        cap = key_size(self._keys) if self._keys else QSize()
        room = self.rect().adjusted(theme.px(11), 0, -theme.px(14) - cap.width(), 0)
        painter.setFont(theme.font())
        painter.setPen(theme.colour(t.secondary))
        hint = painter.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter), hint)
        if self._keys:
            at = QPoint(self.width() - cap.width() - theme.px(10), (self.height() - cap.height()) // 2)
            paint_key(painter, QRect(at, cap), self._keys)
