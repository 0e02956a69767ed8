"""Typing in place: F2 opens a cell, Enter goes down, Tab goes on, Esc puts back; what is refused stays and says why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QChildEvent,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QFocusEvent, QFont, QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLineEdit, QWidget

from crm_desktop.entity import records
from crm_desktop.entity.describe import Faults
from crm_desktop.errors import Told
from crm_desktop.ui import theme
from crm_desktop.ui.announcing import announce
from crm_desktop.ui.listing.looks import typed_in_place
from crm_desktop.ui.listing.model import RecordTable
from crm_desktop.ui.widgets import label

if TYPE_CHECKING:
    from crm_desktop.ui.listing.view import RecordView
    from crm_desktop.ui.record.editors import Editor
    from crm_desktop.ui.window import Window

Index = QModelIndex | QPersistentModelIndex
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_ELSEWHERE = (
    Qt.FocusReason.PopupFocusReason,
    Qt.FocusReason.ActiveWindowFocusReason,
    Qt.FocusReason.MenuBarFocusReason,
)


class FaultNote(QFrame):
    """The sentence below a cell that was refused."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._room = parent
        self.setProperty("banner", "bad")
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(10), theme.px(5), theme.px(10), theme.px(5))
        self.text = label("", "bad", weight=QFont.Weight.Medium, wrap=True)
        row.addWidget(self.text)
        self.hide()

    def tell(self, sentence: str, cell: QRect) -> None:
        """Show it below a cell, or above where there is no room."""
        self.text.setText(sentence)
        self.text.setFixedWidth(min(theme.px(320), theme.text_width(sentence, self.text.font()) + 2))
        self.setAccessibleName(sentence)
        self.adjustSize()
        room = self._room.rect()
        x = max(room.left() + 4, min(cell.left(), room.right() - self.width() - 4))
        y = cell.bottom() + 4
        if y + self.height() > room.bottom():
            y = cell.top() - self.height() - 4
        self.move(QPoint(x, y))
        self.show()
        self.raise_()
        announce(self, sentence)


class Inline(QObject):
    """The one cell of a list that is being edited, if any."""

    ended_editing = Signal()
    """No cell is open any more: what waited for it may go on."""

    def __init__(self, window: Window, table: RecordTable, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.window, self.table = window, table
        self.view: RecordView
        self.editor: Editor | None = None
        self._note: FaultNote | None = None
        self._record, self._column, self._before = 0, "", None
        self._closing = False

    def use(self, view: RecordView) -> None:
        """Edit the cells of this view."""
        self.view = view

    def active(self) -> bool:
        """Whether a cell is open."""
        return self.editor is not None

    def fault(self) -> str | None:
        """What is wrong with the value in the open cell."""
        return self.editor.fault() if self.editor is not None else None

    # Begin --------------------------------------------------------------------------------------------------------

    def start(self, index: Index) -> bool:
        """Open a cell; False where it cannot be edited."""
        if not index.isValid() or not typed_in_place(self.table.columns[index.column()]):
            return False
        if self.active() and not self.close():
            return False
        record, name = self.table.id_at(index.row()), self.table.columns[index.column()].name
        values = self.window.attempt(lambda: records.read(self.table.company, self.table.entity, record))
        if values is None:
            return False
        self._record, self._column, self._before = record, name, values[name]
        self.view.scrollTo(self.table.index(index.row(), index.column()))
        self.view.edit(self.table.index(index.row(), index.column()))
        return self.active()

    def begin(self, parent: QWidget, index: Index) -> QWidget:
        """The editor of a cell, as its delegate asks for it."""
        column = self.table.columns[index.column()]
        from crm_desktop.ui.record.editors import make_editor

        self.editor = make_editor(self.window, column, parent)
        self.editor.set_raw(self._before)
        self.editor.changed.connect(self._unmark)
        self.editor.changed.connect(self.view.updateEditorGeometries)
        widget = self.editor.widget
        widget.setAutoFillBackground(True)
        for part in [widget, *widget.findChildren(QWidget)]:
            part.installEventFilter(self)
        QTimer.singleShot(0, self._select_text)
        return widget

    def place(self, editor: QWidget, cell: QRect) -> None:
        """Lay an editor over its cell, wide enough to type in."""
        width = max(cell.width(), theme.px(150))
        height = cell.height() - 3
        if editor.hasHeightForWidth():  # tags take the lines they need
            width = max(width, theme.px(240))
            height = max(height, editor.heightForWidth(width))
        left = min(cell.left(), max(0, self.view.viewport().width() - width))
        top = max(0, min(cell.top() + 1, self.view.viewport().height() - height))
        editor.setGeometry(left, top, width, height)
        if self._note is not None and self._note.isVisible() and self.fault():
            self._note.tell(self.fault() or "", editor.geometry())

    def _select_text(self) -> None:
        part = self.editor.focus_part() if self.editor is not None else None
        if isinstance(part, QLineEdit):
            part.selectAll()

    # End ----------------------------------------------------------------------------------------------------------

    def save(self) -> bool:
        """Save what stands in the open cell; False where it is refused, which is then said below it."""
        editor = self.editor
        if editor is None:
            return True
        try:
            raw = editor.raw()
            if raw != self._before:
                self._write(raw)
        except Faults as faults:
            self._refuse(faults.by_field.get(self._column) or faults.sentence)
            return False
        except Told as told:
            self._refuse(told.sentence)
            return False
        return True

    def close(self, *, revert: bool = False) -> bool:
        """Save and close the open cell, or put back what was there; False where it stays open with its fault."""
        if self.editor is None or self._closing:
            return True
        if not revert and not self.save():
            return False
        self._closing = True
        widget = self.editor.widget
        focus = QApplication.focusWidget()
        had_focus = focus is not None and (focus is widget or widget.isAncestorOf(focus))
        try:
            self.view.close_editor(widget)
        finally:
            self._closing = False
        if had_focus:
            self.view.setFocus()
        return True

    def ended(self, widget: QWidget) -> None:
        """The view has taken an editor away."""
        if self.editor is None or self.editor.widget is not widget:
            return
        self.editor = None
        if self._note is not None:
            self._note.hide()
        # The next cell may be opened at once; only if none is, those who wait go on.
        QTimer.singleShot(0, lambda: None if self.active() else self.ended_editing.emit())

    def _write(self, raw: Any) -> None:
        company, entity = self.table.company, self.table.entity
        company.column(entity, self._column)  # a field of the owner's may have been taken back meanwhile
        records.save(company, entity, {self._column: raw}, row=self._record)
        self._before = raw
        self.table.reread(self._record)

    def _refuse(self, sentence: str) -> None:
        if self.editor is None:
            return
        self.editor.set_fault(sentence)
        if self._note is None:
            self._note = FaultNote(self.view.viewport())
        self._note.tell(sentence, self.editor.widget.geometry())
        self.editor.focus()

    def _unmark(self) -> None:
        if self.editor is not None:
            self.editor.set_fault(None)
        if self._note is not None:
            self._note.hide()

    # Keys ---------------------------------------------------------------------------------------------------------

    def filter(self, _widget: QObject, _event: QEvent) -> bool:
        """The delegate's own handling of keys is switched off: `eventFilter` below does it all."""
        return False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if self.editor is None:
            return False
        if event.type() == QEvent.Type.ChildAdded and isinstance(event, QChildEvent):
            event.child().installEventFilter(self)  # a tag that was just put on
            return False
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()  # no key of the window acts on the records while one of them is being edited
            return False
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._key(event)
        if event.type() == QEvent.Type.FocusOut and isinstance(event, QFocusEvent):
            self._left(event.reason())
        return False

    def _key(self, event: QKeyEvent) -> bool:
        key, shift = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if self.editor is None or event.modifiers() & Qt.KeyboardModifier.AltModifier:
            return False
        if key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            choose = getattr(self.editor.focus_part(), "choose_marked", None)
            if choose is not None:
                choose()
            back = key == Qt.Key.Key_Backtab
            self._go(0, -1 if back else 1)
            return True
        if self.editor.holds_keys():
            return False
        if key == Qt.Key.Key_Escape:
            self.close(revert=True)
            return True
        if key in _ENTER:
            self._go(-1 if shift else 1, 0)
            return True
        return False

    def _left(self, reason: Qt.FocusReason) -> None:
        if reason in _ELSEWHERE or self.editor is None:
            return
        QTimer.singleShot(0, self._save_if_left)

    def _save_if_left(self) -> None:
        """Save once the focus is neither in the editor nor in something it has opened."""
        focus = QApplication.focusWidget()
        if self.editor is None or focus is None or QApplication.activePopupWidget() is not None:
            return
        widget = self.editor.widget
        if focus is not widget and not widget.isAncestorOf(focus):
            self.close()

    def _go(self, down: int, right: int) -> None:
        """Save, and open the next cell below or beside."""
        row, place = self.table.row_of(self._record), self.table.place_of(self._column)
        if not self.close() or row is None or place is None:
            return
        target = self._target(self.table.record_row(row + down, down), place, right)
        if target is None:
            return
        self.view.setCurrentIndex(target)
        self.start(target)

    def _target(self, row: int, place: int, right: int) -> QModelIndex | None:
        if not 0 <= row < self.table.rowCount():
            return None
        if right:
            place += right
            while 0 <= place < len(self.table.columns) and not typed_in_place(self.table.columns[place]):
                place += right
        return self.table.index(row, place) if 0 <= place < len(self.table.columns) else None
