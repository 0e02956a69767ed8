"""The columns of one sheet as rows: heading, first values, what they become and why."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QHeaderView, QWidget

from crm_desktop.exchange.assigning import ColumnPlan
from crm_desktop.exchange.tables import as_text, column_letter
from crm_desktop.i18n import N_, _
from crm_desktop.ui import theme
from crm_desktop.ui.delegates import RowDelegate, delegate_for
from crm_desktop.ui.icons import pixmap
from crm_desktop.ui.importing.session import Sheet
from crm_desktop.ui.importing.targets import Choices, twice
from crm_desktop.ui.painting import paint_frame
from crm_desktop.ui.roles import ToneRole
from crm_desktop.ui.rowtable import RowTable

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole

HEADING, VALUES, TARGET, WHY = range(4)
PlanRole: Final = Role.UserRole + 21
WHYS: Final = {
    "heading": N_("by its heading"),
    "content": N_("by its values"),
    "remembered": N_("as last time"),
    "profile": N_("by the profile"),
    "chosen": N_("chosen"),
    "kept": N_("kept whole"),
    "numbers": N_("numbers the rows"),
}
"""Why a column became what it is, as the pill says it."""
_SAMPLES: Final = 3
_LOOKED_AT: Final = 500
"""Rows in which the samples are sought."""
_ROW: Final = 44


class ColumnModel(QAbstractTableModel):
    """One row for each column of the sheet, in the file's order."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.sheet: Sheet | None = None
        self.choices: Choices | None = None
        self._samples: list[str] = []
        self._twice: dict[int, str] = {}

    def put(self, sheet: Sheet, choices: Choices) -> None:
        """Show the columns of a sheet."""
        self.beginResetModel()
        self.sheet, self.choices = sheet, choices
        self._samples = [_samples(sheet, plan.index) for plan in sheet.plan.columns]
        self._look()
        self.endResetModel()

    def changed(self) -> None:
        """The targets were changed."""
        self._look()
        if self.rowCount():
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, WHY))

    def plan(self, row: int) -> ColumnPlan:
        """The plan of one column."""
        assert self.sheet is not None
        return self.sheet.plan.columns[row]

    def twice(self) -> Mapping[int, str]:
        """Columns that share their target with another."""
        return self._twice

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() or self.sheet is None else len(self.sheet.plan.columns)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else 4

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Role.DisplayRole:
            return (_("Column of the list"), _("First values"), _("Becomes"), _("Why"))[section]
        return None

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        if not index.isValid() or self.choices is None:
            return None
        plan = self.plan(index.row())
        if role == PlanRole:
            return plan
        if role in (Role.DisplayRole, Role.AccessibleTextRole):
            return self._text(index.row(), index.column(), plan)
        if role == Role.ToolTipRole:
            return self._tip(index, plan)
        if role == Role.DecorationRole and index.column() == TARGET:
            return self.choices.icon(plan.target)
        if role == ToneRole:
            return self._tone(index.row(), index.column(), plan)
        return None

    def _text(self, row: int, column: int, plan: ColumnPlan) -> str:
        assert self.choices is not None
        if column == HEADING:
            return plan.heading
        if column == VALUES:
            return self._samples[row]
        if column == TARGET:
            return self.choices.title(plan.target)
        if row in self._twice:
            return _("joined") if self._twice[row] == "joined" else _("twice")
        if plan.why == "kept":
            if plan.target is None:
                return "" if self._samples[row] else _("empty")
            return _("new field") if self.choices.is_new(plan.target) else _("your own field")
        return _(WHYS.get(plan.why, plan.why))

    def _tip(self, index: Index, plan: ColumnPlan) -> str | None:
        if index.column() == HEADING:
            return _("Column {letter}").format(letter=column_letter(plan.index))
        if index.column() == VALUES:
            return self._samples[index.row()] or None
        if index.column() == WHY and index.row() in self._twice:
            if self._twice[index.row()] == "joined":
                return _("Another column becomes the same: their texts are joined.")
            return _("Another column becomes the same: the first value counts, the others are kept beside it.")
        return None

    def _tone(self, row: int, column: int, plan: ColumnPlan) -> str | None:
        if column == WHY:
            if row in self._twice:
                return "warning" if self._twice[row] == "first" else "neutral"
            return {"chosen": "accent", "remembered": "good", "profile": "good"}.get(plan.why, "neutral")
        if column == TARGET:
            return "bad" if self._twice.get(row) == "first" else "faint" if plan.target is None else "text"
        return "faint" if column == HEADING and plan.target is None else None

    def _look(self) -> None:
        if self.sheet is not None and self.choices is not None:
            self._twice = twice(self.choices, [plan.target for plan in self.sheet.plan.columns])


def _samples(sheet: Sheet, column: int) -> str:
    """Some different values from the first rows of a column, in one line."""
    seen: dict[str, None] = {}
    for row in sheet.table.body[:_LOOKED_AT]:
        if row[column] is not None:
            seen[" ".join(as_text(row[column])[:60].split())] = None
            if len(seen) == _SAMPLES:
                break
    return "   ·   ".join(seen)


class _HeadingDelegate(RowDelegate):
    """What the column is called in the file."""

    weight = QFont.Weight.DemiBold


class _TargetDelegate(RowDelegate):
    """What the column becomes, drawn as a field that opens, after an arrow that leads there."""

    def paint_content(self, painter: QPainter, room: QRect, index: Index) -> None:
        t, ratio = theme.tokens(), painter.device().devicePixelRatio()
        side = theme.px(16)
        middle = room.center().y()
        arrow = pixmap("chevron-right", "faint", side, ratio)
        painter.drawPixmap(QPoint(room.left() - theme.px(6), middle - side // 2 + 1), arrow)
        box = self.field(room)
        tone = index.data(ToneRole)
        edge = t.bad_fill if tone == "bad" else t.line
        paint_frame(painter, box, t.card, edge, theme.BUTTON_RADIUS)
        inside = box.adjusted(theme.px(10), 0, -theme.px(8), 0)
        painter.drawPixmap(
            QPoint(inside.right() - side, middle - side // 2 + 1), pixmap("chevron-down", "secondary", side, ratio)
        )
        inside.setRight(inside.right() - side - theme.px(4))
        mark = index.data(Role.DecorationRole)
        if mark:
            drawn = pixmap(mark, "accent_text" if mark == "custom-field" else "secondary", side, ratio)
            painter.drawPixmap(QPoint(inside.left(), middle - side // 2 + 1), drawn)
            inside.setLeft(inside.left() + side + theme.px(7))
        colour = theme.tone_text("secondary" if tone == "faint" else "text")
        self.paint_text(painter, inside, self.shown(index), colour)

    @staticmethod
    def field(room: QRect) -> QRect:
        """Where the field is."""
        height = theme.px(30)
        left = room.left() + theme.px(16)
        return QRect(left, room.center().y() - height // 2 + 1, room.right() - left + theme.px(6), height)


class ColumnTable(RowTable):
    """Enter, Space, F2, a click on the field or a letter typed opens the choice of a column's target."""

    asked = Signal(int, str)
    """Row of the table, and the letter that was typed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, name=_("Columns of the list"))
        self.columns = ColumnModel(self)
        self.setModel(self.columns)
        self.rings_cells = False
        self.setSelectionMode(RowTable.SelectionMode.SingleSelection)
        self.verticalHeader().setDefaultSectionSize(theme.px(_ROW))
        self.setItemDelegateForColumn(HEADING, _HeadingDelegate(self))
        self.setItemDelegateForColumn(VALUES, delegate_for("muted", self))
        self.setItemDelegateForColumn(TARGET, _TargetDelegate(self))
        self.setItemDelegateForColumn(WHY, delegate_for("pill", self))
        heading = self.horizontalHeader()
        heading.setSectionsMovable(False)
        heading.setSectionsClickable(False)
        heading.setStretchLastSection(False)
        heading.setSectionResizeMode(VALUES, QHeaderView.ResizeMode.Stretch)
        self.setColumnWidth(HEADING, theme.px(170))
        self.setColumnWidth(TARGET, theme.px(220))
        self.setColumnWidth(WHY, theme.px(112))
        self.opened.connect(lambda index: self.asked.emit(index.row(), ""))

    def fit(self) -> None:
        """Give the headings and the pills the room they need, within reason."""
        widest = max(self.sizeHintForColumn(HEADING), theme.px(130))
        self.setColumnWidth(HEADING, min(widest, theme.px(190)))
        self.setColumnWidth(WHY, max(self.sizeHintForColumn(WHY), theme.px(104)))

    def field_of(self, row: int) -> QRect:
        """Where the field of a row is, in the screen's coordinates."""
        cell = self.visualRect(self.columns.index(row, TARGET))
        box = _TargetDelegate.field(cell.adjusted(theme.px(12), 0, -theme.px(12), 0))
        return QRect(self.viewport().mapToGlobal(box.topLeft()), QSize(box.width(), box.height()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self.currentIndex().row()
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        down = event.key() == Qt.Key.Key_Down and modifiers == Qt.KeyboardModifier.AltModifier
        if row >= 0 and (event.key() in (Qt.Key.Key_Space, Qt.Key.Key_F2) or down):
            self.asked.emit(row, "")
            return
        plain = not modifiers or modifiers == Qt.KeyboardModifier.ShiftModifier
        if row >= 0 and plain and event.text().isprintable() and event.text().strip():
            self.asked.emit(row, event.text())
            return
        super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and index.isValid() and index.column() == TARGET:
            self.asked.emit(index.row(), "")

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self.indexAt(event.position().toPoint()).column() != TARGET:
            super().mouseDoubleClickEvent(event)
