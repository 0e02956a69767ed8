"""The cells of child rows: how they are drawn, and the editors that open in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractItemModel, QEvent, QObject, QPoint, QRect, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QAbstractItemDelegate, QComboBox, QStyle, QStyleOptionViewItem, QWidget
from shiboken6 import isValid

from crm_desktop.entity.fields import Tick
from crm_desktop.errors import Refused
from crm_desktop.ui import theme
from crm_desktop.ui.delegates import LEFT, RIGHT, Index, RowDelegate
from crm_desktop.ui.icons import pixmap
from crm_desktop.ui.painting import paint_frame
from crm_desktop.ui.record.childmodel import ChildModel
from crm_desktop.ui.record.editor import Editor
from crm_desktop.ui.record.lines import FigureLine
from crm_desktop.ui.record.suggest import SuggestingLine
from crm_desktop.ui.roles import RawRole

if TYPE_CHECKING:
    from crm_desktop.ui.record.childtable import ChildTable

PAD = 12


class CellDelegate(RowDelegate):
    """Draws a cell as its kind wants it and opens the editor of its column in it."""

    def __init__(self, table: ChildTable) -> None:
        super().__init__(table)
        self.table = table
        self.editor: Editor | None = None
        self._touched = False

    # Drawing -----------------------------------------------------------------------------------------------------

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = self.table.lines
        if model.is_blank_row(index.row()):
            self._paint_blank(painter, option, index)
            return
        self.paint_row(painter, option, index)
        kind = model.kind(index.column())
        if kind is None:
            self._paint_remove(painter, option, index)
            return
        if isinstance(kind, Tick):
            self._paint_tick(painter, option.rect, index)
            return
        self.alignment = RIGHT if kind.align == "right" else LEFT
        room = option.rect.adjusted(theme.px(PAD), 0, -theme.px(PAD), 0)
        self.paint_text(painter, room, self.shown(index), self.colour_of(index))
        if index.data(Qt.ItemDataRole.ToolTipRole):
            paint_frame(painter, option.rect.adjusted(1, 1, -1, -2), "", theme.tokens().bad_fill, 4, 1.5)

    def _paint_blank(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """The row that takes a new line: its invitation may run over all of its cells."""
        if index.column() == 0:
            room = option.rect.adjusted(theme.px(PAD), 0, self.table.width(), 0)
            self.alignment = LEFT
            self.paint_text(painter, room, self.shown(index), self.colour_of(index))
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(self._ring_pen)
            painter.drawRect(option.rect.adjusted(1, 1, -2, -2))

    def _paint_remove(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        here = self.table.hovered_row == index.row() or option.state & QStyle.StateFlag.State_HasFocus
        side = theme.px(14)
        mark = pixmap("close", "text" if here else "faint", side, painter.device().devicePixelRatio())
        middle = option.rect.center()
        painter.drawPixmap(QPoint(middle.x() - side // 2 + 1, middle.y() - side // 2 + 1), mark)

    def _paint_tick(self, painter: QPainter, rect: QRect, index: Index) -> None:
        t, side = theme.tokens(), theme.px(16)
        box = QRect(rect.left() + theme.px(PAD), rect.center().y() - side // 2, side, side)
        on = bool(index.data(RawRole))
        paint_frame(painter, box, t.accent if on else t.card, t.accent if on else t.control, 4)
        if on:
            inner = theme.px(12)
            mark = pixmap("check", "on_accent", inner, painter.device().devicePixelRatio())
            painter.drawPixmap(QPoint(box.center().x() - inner // 2 + 1, box.center().y() - inner // 2 + 1), mark)

    # Editing -----------------------------------------------------------------------------------------------------

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        from crm_desktop.ui.record.editors import make_editor

        column = self.table.lines.columns[index.column()]
        editor = make_editor(self.table.window_, column, parent)
        self.editor, self._touched = editor, False
        editor.changed.connect(self._touch)
        if isinstance(editor.widget, FigureLine):
            editor.widget.drop_sign()
        editor.widget.setAutoFillBackground(True)
        if isinstance(editor.widget, QComboBox) and self.table.clicked_in:
            QTimer.singleShot(0, editor.widget, editor.widget.showPopup)
        self.table.prepare(editor, index.row(), index.column())
        return editor.widget

    def setEditorData(self, widget: QWidget, index: Index) -> None:
        if self.editor is None or self._touched:
            return
        model, column = self.table.lines, self.table.lines.columns[index.column()]
        if model.is_blank_row(index.row()):
            self.editor.set_raw(model.held.defaults().get(column.name) if isinstance(widget, QComboBox) else None)
            return
        unread = model.lines[index.row()].unread.get(column.name)
        if unread is not None and hasattr(widget, "setText"):
            widget.setText(unread[0])
            self.editor.set_fault(unread[1])
        else:
            self.editor.set_raw(index.data(RawRole))
        if hasattr(widget, "selectAll"):
            widget.selectAll()

    def setModelData(self, widget: QWidget, model: QAbstractItemModel, index: Index) -> None:
        editor = self.editor
        if editor is None or not self._touched or not isinstance(model, ChildModel):
            return
        self._touched = False
        try:
            raw = editor.raw()
        except Refused:
            model.put_text(index.row(), index.column(), editor.typed())
            return
        model.put(index.row(), index.column(), raw)

    def updateEditorGeometry(self, widget: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        widget.setGeometry(option.rect.adjusted(0, 0, 0, -1))

    def destroyEditor(self, widget: QWidget, index: Index) -> None:
        if self.editor is not None and self.editor.widget is widget:
            self.editor = None
        super().destroyEditor(widget, index)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self.table.owns(event):
            event.accept()
            return True
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and isinstance(watched, QWidget):
            return self._key(watched, event)
        return super().eventFilter(watched, event)

    def close(self, widget: QWidget, keep: bool = True) -> None:
        """End editing; `keep` puts what was typed into the row."""
        if not isValid(widget):
            return  # it has gone while a record was made from it
        if keep:
            self.commitData.emit(widget)
        self.closeEditor.emit(widget, QAbstractItemDelegate.EndEditHint.NoHint)

    def _key(self, widget: QWidget, event: QKeyEvent) -> bool:
        """Keys in an open cell: they move in the table, unless a list of suggestions wants them."""
        key, plain = event.key(), not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        busy = self.editor is not None and self.editor.holds_keys()
        if key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            if isinstance(widget, SuggestingLine):
                widget.choose_marked()
            self.close(widget)
            self.table.step(-1 if key == Qt.Key.Key_Backtab else 1)
            return True
        if busy and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape, Qt.Key.Key_Up, Qt.Key.Key_Down):
            return False
        if key == Qt.Key.Key_Escape:
            self._touched = False
            self.close(widget, keep=False)
            return True
        if self.table.owns(event):
            self.close(widget, keep=key != Qt.Key.Key_Delete)
            return self.table.act(event)
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain:
            if isinstance(widget, SuggestingLine) and widget.choose_marked():
                return True
            self.close(widget)
            self.table.go_rows(1)
            return True
        free = plain and not isinstance(widget, QComboBox | SuggestingLine) and not hasattr(widget, "stepped")
        if free and key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.close(widget)
            self.table.go_rows(1 if key == Qt.Key.Key_Down else -1)
            return True
        return False

    def _touch(self) -> Any:
        self._touched = True
