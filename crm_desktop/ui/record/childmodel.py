"""Child rows as a Qt table: one blank row after them, amounts beside them, a last column that takes rows away."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from crm_desktop.entity.describe import Children, Values
from crm_desktop.entity.fields import Kind, Tick
from crm_desktop.i18n import _
from crm_desktop.ui.record.childlines import POSITION, Line, Lines
from crm_desktop.ui.roles import RawRole, ToneRole

if TYPE_CHECKING:
    from crm_desktop.ui.window import Window

Index = QModelIndex | QPersistentModelIndex


class ChildModel(QAbstractTableModel):
    """The rows and one blank row after them, which becomes a row once something is typed into it."""

    edited = Signal()

    def __init__(self, window: Window, children: Children) -> None:
        super().__init__()
        self.spec = children
        self.held = Lines(window, children)
        self.columns, self.worked = self.held.columns, self.held.worked
        self._blank_rows = 1

    @property
    def lines(self) -> list[Line]:
        return self.held.all

    def load(self, rows: Sequence[Values]) -> None:
        """Show these rows, raw."""
        self.beginResetModel()
        self.held.load(rows)
        self.endResetModel()

    def take(self, rows: Sequence[Values]) -> None:
        """Show these rows as if they had been typed."""
        self.beginResetModel()
        self.held.take(rows)
        self.endResetModel()

    # What the table asks -----------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.lines) + self._blank_rows

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.columns) + len(self.worked) + 1

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Vertical:
            return str(section + 1) if role == Qt.ItemDataRole.DisplayRole else None
        kind = self.kind(section)
        if role == Qt.ItemDataRole.DisplayRole:
            return kind.title if kind is not None else ""
        if role == Qt.ItemDataRole.TextAlignmentRole and kind is not None and kind.align == "right":
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if role == Qt.ItemDataRole.ToolTipRole and kind is not None:
            return kind.help or None
        return None

    def kind(self, section: int) -> Kind | None:
        """The kind of value in a column; None for the last, which takes rows away."""
        if section < len(self.columns):
            return self.columns[section].kind
        made = section - len(self.columns)
        return self.worked[made] if made < len(self.worked) else None

    def is_blank_row(self, row: int) -> bool:
        return row >= len(self.lines)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        plain = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if index.column() >= len(self.columns):
            return plain if not self.is_blank_row(index.row()) else Qt.ItemFlag.ItemIsEnabled
        return plain if isinstance(self.kind(index.column()), Tick) else plain | Qt.ItemFlag.ItemIsEditable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if self.is_blank_row(index.row()):
            return self._blank_data(index.column(), role)
        line = self.lines[index.row()]
        if index.column() >= len(self.columns):
            return self._worked_data(line, index.column() - len(self.columns), role)
        column = self.columns[index.column()]
        unread = line.unread.get(column.name)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return unread[0] if unread else self.held.shown(column, line.values.get(column.name))
        if role == RawRole:
            return line.values.get(column.name)
        if role == ToneRole:
            return "bad" if unread else None
        if role == Qt.ItemDataRole.ToolTipRole:
            return unread[1] if unread else None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            text = unread[0] if unread else self.held.shown(column, line.values.get(column.name))
            return f"{column.title}: {text}" + (f". {unread[1]}" if unread else "")
        return None

    # Changing ----------------------------------------------------------------------------------------------------

    def put(self, row: int, column: int, raw: Any) -> None:
        """Put a raw value into a cell; in the blank row it makes a new row."""
        line = self._line(row)
        self.held.put(line, self.columns[column], raw)
        self._tell(line)

    def put_text(self, row: int, column: int, text: str) -> None:
        """Put in what a text says; one that cannot be read stays there as a fault."""
        line = self._line(row)
        self.held.put_text(line, self.columns[column], text)
        self._tell(line)

    def add(self) -> int:
        """Make the blank row a row with what a new one begins with; another blank one follows. Returns where."""
        place = len(self.lines)
        # First one more blank row comes, then the former blank one changes: a view never sees both at once.
        self.beginInsertRows(QModelIndex(), place + 1, place + 1)
        self._blank_rows = 2
        self.endInsertRows()
        self._blank_rows = 1
        self.lines.append(Line(self.held.defaults()))
        self.held.follow(self.lines[place])
        return place

    def remove(self, row: int) -> bool:
        """Take a row away; False for the blank one."""
        if self.is_blank_row(row):
            return False
        self.beginRemoveRows(QModelIndex(), row, row)
        del self.lines[row]
        self.endRemoveRows()
        self.edited.emit()
        return True

    def can_move(self) -> bool:
        return POSITION in self.spec.model._meta.fields

    def move(self, row: int, by: int) -> bool:
        """Move a row up or down; False at the ends."""
        to = row + by
        if not self.can_move() or not (0 <= row < len(self.lines) and 0 <= to < len(self.lines)):
            return False
        self.beginMoveRows(QModelIndex(), row, row, QModelIndex(), to + 1 if by > 0 else to)
        self.lines.insert(to, self.lines.pop(row))
        self.endMoveRows()
        self.edited.emit()
        return True

    # Inside ------------------------------------------------------------------------------------------------------

    def _line(self, row: int) -> Line:
        return self.lines[self.add() if self.is_blank_row(row) else row]

    def _tell(self, line: Line) -> None:
        row = self.lines.index(line)
        self.dataChanged.emit(self.index(row, 0), self.index(row, self.columnCount() - 1))
        self.edited.emit()

    def _blank_data(self, section: int, role: int) -> Any:
        if role == Qt.ItemDataRole.DisplayRole and section == 0:
            return _("Add a line…")
        if role == Qt.ItemDataRole.AccessibleTextRole:
            kind = self.kind(section)
            return _("New line: {field}").format(field=kind.title) if kind is not None else ""
        return "faint" if role == ToneRole else None

    def _worked_data(self, line: Line, number: int, role: int) -> Any:
        if number >= len(self.worked):
            return _("Remove this line") if role == Qt.ItemDataRole.AccessibleTextRole else None
        made = self.worked[number]
        if role == Qt.ItemDataRole.DisplayRole:
            return made.show(line.values.get(made.name))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{made.title}: {made.show(line.values.get(made.name))}"
        return "secondary" if role == ToneRole and number < len(self.worked) - 1 else None
