"""A small table of ready texts: for history and trash, whose rows are no records of a kind."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from crm_desktop.ui.icons import icon
from crm_desktop.ui.roles import IdRole, RawRole, ToneRole

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole


class Cell(NamedTuple):
    """One cell: its text, its tone, what it says on hover, its icon."""

    text: str
    tone: str | None = None
    tip: str = ""
    icon: str = ""


class PlainTable(QAbstractTableModel):
    """Rows of cells, each with the object it stands for; `more` fetches further rows while the person scrolls."""

    def __init__(
        self,
        headers: Sequence[str],
        more: Callable[[], Sequence[tuple[Any, Sequence[Cell]]]] | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._headers = list(headers)
        self._rows: list[tuple[Any, Sequence[Cell]]] = []
        self._more = more
        self._complete = more is None

    def put(self, rows: Sequence[tuple[Any, Sequence[Cell]]], complete: bool = True) -> None:
        """Show these rows."""
        self.beginResetModel()
        self._rows = list(rows)
        self._complete = complete or self._more is None
        self.endResetModel()

    def name_columns(self, headers: Sequence[str]) -> None:
        """Call the columns otherwise, as for rows of another sort."""
        self._headers = list(headers)
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self._headers) - 1)

    def at(self, row: int) -> Any:
        """What a row stands for."""
        return self._rows[row][0]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._headers)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Role.DisplayRole and section < len(self._headers):
            return self._headers[section]
        return None

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        found, cells = self._rows[index.row()]
        cell = cells[index.column()]
        if role in (Role.DisplayRole, RawRole):
            return cell.text
        if role == ToneRole:
            return cell.tone
        if role == IdRole:
            return found
        if role == Role.ToolTipRole:
            return cell.tip or None
        if role == Role.DecorationRole and cell.icon:
            return icon(cell.icon)
        return None

    def canFetchMore(self, parent: Index) -> bool:
        return not parent.isValid() and not self._complete

    def fetchMore(self, parent: Index) -> None:
        if self._more is None:
            return
        rows = list(self._more())
        if not rows:
            self._complete = True
            return
        self.beginInsertRows(QModelIndex(), len(self._rows), len(self._rows) + len(rows) - 1)
        self._rows += rows
        self.endInsertRows()
