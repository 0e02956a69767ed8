"""The rows of one sheet with what becomes of each; faults are marked in their cells, which can be changed here."""

from __future__ import annotations

from array import array
from typing import Any, Final

from PySide6.QtCore import (
    QAbstractItemModel,
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QAbstractItemView, QLineEdit, QStyle, QStyleOptionViewItem, QWidget

from crm_desktop.exchange.tables import as_text
from crm_desktop.i18n import N_, _
from crm_desktop.ui import theme
from crm_desktop.ui.delegates import RowDelegate, delegate_for
from crm_desktop.ui.importing.findings import FAILED, Findings
from crm_desktop.ui.importing.targets import Choices
from crm_desktop.ui.importing.ways import GROUP_NAMES
from crm_desktop.ui.roles import ToneRole
from crm_desktop.ui.rowtable import RowTable
from crm_desktop.ui.widgets.buttons import TextLine

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole

NUMBER, FATE, KNOWN = range(3)
FIRST: Final = 3
"""The first column of the list itself."""
MarkRole: Final = Role.UserRole + 22
EditedRole: Final = Role.UserRole + 23
FATES: Final = {
    "created": (N_("new"), "good"),
    "updated": (N_("update"), "accent"),
    "unchanged": (N_("unchanged"), "neutral"),
    "skipped": (N_("passed over"), "neutral"),
    FAILED: (N_("stays out"), "bad"),
}
GROUPS: Final = frozenset(group for group, _name in GROUP_NAMES)
_LONGEST: Final = 200
_MEASURED: Final = 40
"""Rows that the width of a column is measured by."""


class CheckModel(QAbstractTableModel):
    """The rows that the filter lets through; nothing is worked out per cell."""

    edited = Signal(int, int, str)
    """Place in the body, column of the file, what was typed."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.found: Findings | None = None
        self._columns: list[int] = []
        self._titles: list[tuple[str, str]] = []
        self._places = array("l")
        self.filter = "all"

    def put(self, found: Findings, choices: Choices) -> None:
        """Show a sheet after a check."""
        self.beginResetModel()
        plans = [plan for plan in found.sheet.plan.columns if plan.target is not None]
        self.found = found
        self._columns = [plan.index for plan in plans]
        self._titles = [(choices.title(plan.target), plan.heading) for plan in plans]
        self._places = self._passing()
        self.endResetModel()

    def renew(self, found: Findings) -> None:
        """The same rows after another check: what is shown stays where it is."""
        self.found = found
        if self.rowCount():
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, self.columnCount() - 1))

    def set_filter(self, name: str) -> None:
        """Let all rows through, those of one fate, or those with faults."""
        self.beginResetModel()
        self.filter = name
        self._places = self._passing()
        self.endResetModel()

    def place(self, row: int) -> int:
        """The place in the body of a row that is shown."""
        return self._places[row]

    def row_of(self, place: int) -> int:
        """The row that shows a place of the body, or -1."""
        try:
            return self._places.index(place)
        except ValueError:
            return -1

    def column(self, section: int) -> int | None:
        """The column of the file that a column of the table shows."""
        return self._columns[section - FIRST] if section >= FIRST else None

    def section_of(self, column: int) -> int:
        """The column of the table that shows a column of the file, or the first one."""
        return self._columns.index(column) + FIRST if column in self._columns else FATE

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._places)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else FIRST + len(self._columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if section < FIRST:
            return (_("Row"), _("What happens"), _("Recognised as"))[section] if role == Role.DisplayRole else None
        title, heading = self._titles[section - FIRST]
        if role == Role.DisplayRole:
            return title
        return _("Column “{heading}” of the list").format(heading=heading) if role == Role.ToolTipRole else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled
        return flags | Qt.ItemFlag.ItemIsEditable if index.column() >= FIRST else flags

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        if not index.isValid() or self.found is None:
            return None
        place, section = self._places[index.row()], index.column()
        if role in (Role.DisplayRole, Role.EditRole):
            return self._text(place, section, role == Role.EditRole)
        if role == ToneRole:
            return FATES[self._fate(place)][1] if section == FATE else None
        if role == MarkRole:
            return self.found.tone(place, self._columns[section - FIRST]) if section >= FIRST else ""
        if role == EditedRole:
            return section >= FIRST and self.found.sheet.corrected(place, self._columns[section - FIRST])
        if role in (Role.ToolTipRole, Role.AccessibleDescriptionRole):
            return self._tip(place, section)
        return None

    def setData(self, index: Index, value: Any, role: int = Role.EditRole) -> bool:
        column = self.column(index.column())
        if role != Role.EditRole or column is None:
            return False
        self.edited.emit(self._places[index.row()], column, str(value or ""))
        return True

    def _text(self, place: int, section: int, whole: bool) -> str:
        assert self.found is not None
        if section == NUMBER:
            return f"{self.found.sheet.table.row_number(place):,}"
        if section == FATE:
            return _(FATES[self._fate(place)][0])
        if section == KNOWN:
            return self.found.known.get(place, "")
        text = as_text(self.found.sheet.plan.cell(place, self._columns[section - FIRST]))
        return text if whole else text[:_LONGEST]

    def _tip(self, place: int, section: int) -> str | None:
        assert self.found is not None
        if section == KNOWN:
            return self.found.known.get(place)
        if section >= FIRST:
            column = self._columns[section - FIRST]
            if self.found.tone(place, column):
                return self.found.sentence(place, column)[1]
            text = as_text(self.found.sheet.plan.cell(place, column))
            return text if len(text) > 24 else None
        return self.found.sentence(place, None)[1] or None

    def _fate(self, place: int) -> str:
        assert self.found is not None
        outcomes = self.found.checked.outcomes
        return outcomes[place] if place < len(outcomes) else FAILED

    def _passing(self) -> array[int]:
        if self.found is None:
            return array("l")
        if self.filter == "faults":
            return array("l", self.found.faulty)
        if self.filter in GROUPS:
            return self.found.groups.get(self.filter, array("l"))
        outcomes = self.found.checked.outcomes
        if self.filter == "all":
            return array("l", range(len(outcomes)))
        return array("l", [at for at, fate in enumerate(outcomes) if fate == self.filter])


class _CellDelegate(RowDelegate):
    """A cell of the list: a fault has a soft ground and a waved line under it; a changed cell a mark in its corner."""

    def paint_row(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        super().paint_row(painter, option, index)
        mark = index.data(MarkRole)
        rect = option.rect
        if mark:
            ink, ground = theme.tone_colours(mark)
            painter.fillRect(rect.adjusted(1, 1, -1, -1), ground)
            if option.widget is not None and getattr(option.widget, "rings_cells", True) and self._focused(option):
                painter.setPen(theme.colour(theme.tokens().ring))
                painter.drawRect(rect.adjusted(1, 1, -2, -2))
            self._wave(painter, rect, self.metrics.horizontalAdvance(self.shown(index)), ink)
        if index.data(EditedRole):
            painter.save()
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour(theme.tokens().accent))
            side, top, right = theme.px(7), rect.top(), rect.right() + 1
            corner = [QPointF(right - side, top), QPointF(right, top), QPointF(right, top + side)]
            painter.drawPolygon(QPolygonF(corner))
            painter.restore()

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        made = TextLine(parent)
        made.setFrame(False)
        made.setAutoFillBackground(True)
        made.setAccessibleName(str(index.model().headerData(index.column(), Qt.Orientation.Horizontal)))
        return made

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        if isinstance(editor, QLineEdit):
            editor.setText(str(index.data(Role.EditRole) or ""))

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        if isinstance(editor, QLineEdit):
            model.setData(index, editor.text())

    @staticmethod
    def _focused(option: QStyleOptionViewItem) -> bool:
        return bool(option.state & QStyle.StateFlag.State_HasFocus)

    @staticmethod
    def _wave(painter: QPainter, rect: QRect, width: int, ink: Any) -> None:
        """Under the text; a blank cell has a short one."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(ink, 1.2))
        step, base = theme.px(3), rect.bottom() - theme.px(6)
        left = rect.left() + theme.px(12)
        right = min(rect.right() - theme.px(12), left + max(width, theme.px(48)))
        points = [QPointF(x, base + (theme.px(2) if n % 2 else 0)) for n, x in enumerate(range(left, right, step))]
        painter.drawPolyline(QPolygonF(points))
        painter.restore()


class CheckTable(RowTable):
    """F2, Enter, a double click or typing changes a cell of the list."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, name=_("What happens to the rows"), compact=True)
        self.rows = CheckModel(self)
        self.setModel(self.rows)
        self.setItemDelegate(_CellDelegate(self))
        self.setItemDelegateForColumn(NUMBER, delegate_for("muted", self))
        self.setItemDelegateForColumn(FATE, delegate_for("pill", self))
        self.setItemDelegateForColumn(KNOWN, delegate_for("muted", self))
        self.setSelectionMode(RowTable.SelectionMode.SingleSelection)
        trigger = QAbstractItemView.EditTrigger
        self.setEditTriggers(trigger.DoubleClicked | trigger.EditKeyPressed | trigger.AnyKeyPressed)
        heading = self.horizontalHeader()
        heading.setResizeContentsPrecision(_MEASURED)
        heading.setSectionsMovable(False)
        heading.setSectionsClickable(False)
        self.opened.connect(self._open)

    def fit(self) -> None:
        """Give each column the room its first rows need, within reason."""
        self.setColumnWidth(NUMBER, theme.px(70))
        header = self.horizontalHeader()
        self.setColumnWidth(FATE, max(header.sectionSizeHint(FATE), self.sizeHintForColumn(FATE)))
        known = self.rows.found is not None and bool(self.rows.found.known)
        self.setColumnHidden(KNOWN, not known)
        if known:
            self.setColumnWidth(KNOWN, max(theme.px(120), min(theme.px(240), self.sizeHintForColumn(KNOWN))))
        for at in range(FIRST, self.rows.columnCount()):
            width = max(self.sizeHintForColumn(at), header.sectionSizeHint(at))
            self.setColumnWidth(at, max(theme.px(80), min(theme.px(220), width)))

    def show_cell(self, place: int, column: int | None) -> bool:
        """Go to a cell of the list; False where the filter keeps its row out."""
        row = self.rows.row_of(place)
        if row < 0:
            return False
        index = self.rows.index(row, self.rows.section_of(column) if column is not None else FATE)
        self.setCurrentIndex(index)
        self.scrollTo(index)
        return True

    def _open(self, index: QModelIndex) -> None:
        if index.column() >= FIRST:
            self.edit(index)
