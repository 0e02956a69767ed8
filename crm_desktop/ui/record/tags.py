"""The editor of tags: pills that can be taken off, and a line that adds to them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QSizePolicy, QWidget

from crm_desktop.entity.columns import Column
from crm_desktop.entity.tags import split_tags
from crm_desktop.i18n import _
from crm_desktop.ui import theme
from crm_desktop.ui.icons import pixmap
from crm_desktop.ui.painting import paint_frame, paint_pill, pill_size
from crm_desktop.ui.record.editor import Editor
from crm_desktop.ui.record.suggest import SuggestingLine, Suggestion
from crm_desktop.ui.widgets.flowing import FlowLayout
from crm_desktop.values.text import fold

if TYPE_CHECKING:
    from crm_desktop.entity.company import Company
    from crm_desktop.ui.window import Window


def tones_of(company: Company, names: Sequence[str]) -> dict[str, str]:
    """The tones of tags by folded name; a tag that is not there yet is left out."""
    keys = json.dumps([fold(name) for name in names])
    return dict(
        company.execute("SELECT name_key, tone FROM tag WHERE name_key IN (SELECT value FROM json_each(?))", (keys,))
    )


class TagPill(QAbstractButton):
    """One tag with a × to take it off; by keys with Left, then Delete."""

    removed = Signal()

    def __init__(self, name: str, tone: str) -> None:
        super().__init__()
        self._tone = tone
        self.setText(name)
        self.setAccessibleName(_("Tag {name}").format(name=name))
        self.setAccessibleDescription(_("Press Delete to take this tag off"))
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)
        theme.notifier().changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(pill_size(self.text()).width() + theme.px(14), theme.px(22))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        _ink, ground = theme.tone_colours(self._tone)
        edge = theme.tokens().ring if self.hasFocus() else ""
        paint_frame(painter, self.rect(), ground.name(), edge, self.height() / 2, 2)
        size = pill_size(self.text())
        paint_pill(painter, QPoint(1, (self.height() - size.height()) // 2), self.text(), self._tone, self.width())
        side = theme.px(12)
        over = self.underMouse() and self.cross().contains(self.mapFromGlobal(self.cursor().pos()))
        mark = pixmap("close", "text" if over else "secondary", side, self.devicePixelRatioF())
        painter.drawPixmap(QPoint(self.width() - side - theme.px(5), (self.height() - side) // 2), mark)

    def cross(self) -> QRect:
        """Where the × is."""
        return QRect(self.width() - theme.px(20), 0, theme.px(20), self.height())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.update()
        super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if self.cross().contains(event.position().toPoint()):
            self.removed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removed.emit()
            return
        super().keyPressEvent(event)


class _Frame(QFrame):
    """Looks like a field, and grows with its pills."""

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.fault = False
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setMinimumHeight(theme.px(30))

    def paintEvent(self, event: QPaintEvent) -> None:
        t = theme.tokens()
        edge, width = (t.control if self.underMouse() else t.line), 1.0
        focus = self.focusWidget()
        if focus is not None and focus.hasFocus():
            edge, width = t.ring, 2.0
        if self.fault:
            edge, width = t.bad_fill, 2.0
        paint_frame(QPainter(self), self.rect(), t.card, edge, theme.BUTTON_RADIUS, width)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus()


class TagsEditor(Editor):
    """The tags of a record, by name."""

    def __init__(self, window: Window, column: Column, parent: QWidget | None = None) -> None:
        super().__init__(window, column)
        self._known: list[tuple[str, str]] | None = None
        self.pills: list[TagPill] = []
        self.line = SuggestingLine(self._offer)
        self.line.setProperty("bare", True)
        self.line.setMinimumWidth(theme.px(110))
        self.line.setFixedHeight(theme.px(22))
        self.line.setPlaceholderText(_("Add a tag"))
        self.frame = _Frame(parent)
        self.line.frame = self.frame
        self.flow = FlowLayout(self.frame, gap=5)
        self.flow.setContentsMargins(theme.px(9), theme.px(4), theme.px(7), theme.px(4))
        self.flow.addWidget(self.line)
        self.frame.setFocusProxy(self.line)
        self._adopt(self.frame)
        self.line.textEdited.connect(self._typed_on)
        self.line.chosen.connect(lambda suggestion: self.add(suggestion.value))
        self.line.editingFinished.connect(self._finish)
        self.line.installEventFilter(self)

    def raw(self) -> list[str]:
        names = [pill.text() for pill in self.pills]
        names += [name for name in split_tags(self.line.text()) if fold(name) not in map(fold, names)]
        return names

    def set_raw(self, raw: Any) -> None:
        for pill in list(self.pills):
            self._drop(pill)
        self.line.clear()
        names = list(raw or [])
        tones = tones_of(self.window.company, names) if names else {}
        for name in names:
            self._put(name, tones.get(fold(name), "neutral"))

    def typed(self) -> str:
        return "; ".join(self.raw())

    def type(self, text: str) -> None:
        self.set_raw(split_tags(text))
        self.changed.emit()

    def is_wide(self) -> bool:
        return True

    def add(self, text: str) -> None:
        """Add the tags that a text names, and empty the line."""
        self.line.clear()
        for name in split_tags(text):
            if fold(name) not in {fold(pill.text()) for pill in self.pills}:
                self._put(name, {fold(n): tone for n, tone in self.known()}.get(fold(name), "neutral"))
        self.changed.emit()

    def remove(self, pill: TagPill) -> None:
        """Take a tag off; the cursor is in the line again."""
        self._drop(pill)
        self.line.setFocus()
        self.changed.emit()

    def known(self) -> list[tuple[str, str]]:
        """Every tag with its tone, in the order of names; read when first needed."""
        if self._known is None:
            self._known = list(self.window.company.execute("SELECT name, tone FROM tag ORDER BY name_key LIMIT 2000"))
        return self._known

    def focus_part(self) -> QWidget:
        return self.line

    def holds_keys(self) -> bool:
        return self.line.is_open()

    def set_fault(self, sentence: str | None) -> None:
        super().set_fault(sentence)
        self.frame.fault = bool(sentence)
        self.frame.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.frame.update()
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if isinstance(watched, TagPill):
                return self._pill_key(watched, event)
            return self._line_key(event)
        return False

    def _line_key(self, event: QKeyEvent) -> bool:
        at_start = self.line.cursorPosition() == 0 and not self.line.hasSelectedText()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() and self.line.text().strip():
            if not self.line.choose_marked():
                self.line.close_list()
                self.add(self.line.text())
            return True
        if event.key() == Qt.Key.Key_Backspace and not self.line.text() and self.pills:
            self.remove(self.pills[-1])
            return True
        if event.key() == Qt.Key.Key_Left and at_start and self.pills:
            self.pills[-1].setFocus()
            return True
        return False

    def _pill_key(self, pill: TagPill, event: QKeyEvent) -> bool:
        if event.key() not in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            return False
        place = self.pills.index(pill) + (-1 if event.key() == Qt.Key.Key_Left else 1)
        if place >= len(self.pills):
            self.line.setFocus()
        elif place >= 0:
            self.pills[place].setFocus()
        return True

    def _offer(self, text: str) -> Sequence[Suggestion]:
        wanted, have = fold(text), {fold(pill.text()) for pill in self.pills}
        found = [(n, tone) for n, tone in self.known() if wanted in fold(n) and fold(n) not in have]
        found.sort(key=lambda pair: not fold(pair[0]).startswith(wanted))
        return [Suggestion(name, name, icon="tag") for name, _tone in found[:20]]

    def _typed_on(self, text: str) -> None:
        if text and text[-1] in ",;，；、":
            self.line.close_list()
            self.add(text)
        else:
            self.changed.emit()

    def _finish(self) -> None:
        if self.line.text().strip() and not self.line.is_open():
            self.add(self.line.text())
        self.finished.emit()

    def _put(self, name: str, tone: str) -> None:
        pill = TagPill(name, tone)
        pill.removed.connect(lambda: self.remove(pill))
        pill.installEventFilter(self)
        self.flow.insertWidget(len(self.pills), pill)
        self.pills.append(pill)
        self.line.setPlaceholderText("")
        self._grow()

    def _drop(self, pill: TagPill) -> None:
        self.pills.remove(pill)
        self.flow.removeWidget(pill)
        pill.hide()
        pill.deleteLater()
        if not self.pills:
            self.line.setPlaceholderText(_("Add a tag"))
        self._grow()

    def _grow(self) -> None:
        self.flow.invalidate()
        self.frame.updateGeometry()
