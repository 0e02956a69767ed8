"""Child rows edited in place on a form: the table, the sums below it, what is wrong with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from crm_desktop.entity.describe import Children, Values
from crm_desktop.i18n import _, labelled
from crm_desktop.ui import theme
from crm_desktop.ui.record.childcells import PAD
from crm_desktop.ui.record.childtable import REMOVE, ChildTable
from crm_desktop.ui.widgets.cards import Card
from crm_desktop.ui.widgets.labels import label, restyle

if TYPE_CHECKING:
    from crm_desktop.ui.window import Window


class ChildRows(QWidget):
    """The table with its buttons, its sums and what is wrong with it; works like an editor on a form."""

    changed = Signal()

    def __init__(self, window: Window, children: Children, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.children_ = children
        self.table = ChildTable(window, children)
        self.setFocusProxy(self.table)
        frame = Card(padding=0, gap=0)
        frame.column.setContentsMargins(1, 1, 1, 1)
        frame.add(self.table)
        self.frame = frame
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(6))
        column.addWidget(frame)
        self.foot = self._foot()
        column.addWidget(self.foot)
        self.table.lines.edited.connect(self._edited)
        self._show_sums()

    def raw(self) -> list[Values]:
        """The rows, raw."""
        self.finish()
        return self.table.lines.held.rows()

    def set_raw(self, rows: list[Values]) -> None:
        """Show these rows; the cursor stays in its cell."""
        here, inside = self.table.currentIndex(), self.table.hasFocus() or self.table.cells.editor is not None
        row, column = here.row(), here.column()
        self.table.lines.load(rows)
        self._show_sums()
        if inside and 0 <= row < self.table.lines.rowCount():
            self.table.setFocus()
            self.table.select(row, column)

    def take(self, rows: list[Values]) -> None:
        """Show these rows as if they had been typed."""
        self.table.lines.take(rows)
        self._show_sums()

    def is_changed(self) -> bool:
        """Whether anything is not as it was put in."""
        self.finish()
        return self.table.lines.held.is_changed()

    def finish(self) -> None:
        """Take over what is typed in the open cell."""
        editor = self.table.cells.editor
        if editor is not None:
            self.table.cells.commitData.emit(editor.widget)

    def faults(self) -> list[tuple[int, int, str]]:
        """Row, column and sentence of what cannot be saved."""
        self.finish()
        return self.table.lines.held.faults()

    def mark_faults(self) -> str | None:
        """Mark the cells that cannot be saved; the sentence for the first of them."""
        found = self.faults()
        self.set_fault(None)
        for row, column, sentence in found:
            line = self.table.lines.lines[row]
            line.unread.setdefault(self.table.lines.columns[column].name, ("", sentence))
        self.table.viewport().update()
        if not found:
            return None
        row, _column, sentence = found[0]
        where = _("Line {number}").format(number=row + 1)
        return labelled(where, sentence)

    def focus_fault(self) -> None:
        """Put the cursor into the first cell that cannot be saved."""
        found = self.table.lines.held.faults()
        self.table.setFocus()
        if found:
            self.table.setCurrentIndex(self.table.lines.index(found[0][0], found[0][1]))

    def set_fault(self, sentence: str | None) -> None:
        """Mark the whole table as faulty."""
        restyle(self.frame, fault=bool(sentence))
        self.table.setAccessibleDescription(sentence or "")

    def _foot(self) -> QWidget:
        """The sums, under the amounts."""
        made = QWidget()
        foot = QHBoxLayout(made)
        foot.setContentsMargins(0, 0, theme.px(REMOVE + PAD), 0)
        foot.setSpacing(theme.px(6))
        foot.addStretch(1)
        self.sums: list[tuple[QLabel, QLabel]] = []
        for _title, _sum in self.table.lines.held.sums():
            pair = (label("", "secondary"), label("", tabular=True))
            self.sums.append(pair)
            foot.addSpacing(theme.px(12))
            foot.addWidget(pair[0])
            foot.addWidget(pair[1])
        if self.sums:
            self.sums[-1][1].setFont(theme.font(14, QFont.Weight.DemiBold, tabular=True))
        if not self.sums:
            made.hide()
        return made

    def _edited(self) -> None:
        self._show_sums()
        self.changed.emit()

    def _show_sums(self) -> None:
        for (name, amount), (title, shown) in zip(self.sums, self.table.lines.held.sums(), strict=True):
            name.setText(title)
            amount.setText(shown)
