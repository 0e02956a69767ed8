"""The groups of a list as rows among its records: their headings stand for no record and have ids below 0."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections import OrderedDict
from collections.abc import Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt

from crm_desktop.entity.columns import Column
from crm_desktop.entity.describe import Entity
from crm_desktop.entity.groups import Figure, Group, Grouped, has_figure
from crm_desktop.entity.query import ListQuery

Cells = tuple[Sequence[Any], list[str | None]]
"""The raw values of a row, and their texts as far as they were asked for."""


class Heading(NamedTuple):
    """What the row above a group shows."""

    number: int
    group: Group
    closed: bool
    texts: dict[str, str]
    """Its figures by column."""


class GroupRows:
    """The groups, which of them are closed, and the ids of all records in their order."""

    def __init__(self, found: Grouped, closed: set[Any]) -> None:
        self.groups, self._all, self.closed = found.groups, found.ids, closed
        self.figures: dict[Any, dict[str, Figure]] = {}
        self._headings: list[int] = []

    def ids(self) -> array[int]:
        """Every row: below 0 the heading of a group, then its records unless it is closed."""
        rows, at = array("q"), 0
        self._headings = []
        for number, group in enumerate(self.groups):
            self._headings.append(len(rows))
            rows.append(heading_id(number))
            if group.key not in self.closed:
                rows.extend(self._all[at : at + group.rows])
            at += group.rows
        return rows

    def heading(self, record: int, columns: Sequence[Column], figure: str) -> Heading:
        """What is shown of the group whose heading has this id."""
        number = -record - 1
        group = self.groups[number]
        texts = figure_texts(columns, self.figures.get(group.key, {}), figure)
        return Heading(number, group, group.key in self.closed, texts)

    def headings_between(self, first: int, last: int) -> list[int]:
        """The rows among some that are headings."""
        return self._headings[bisect_left(self._headings, first) : bisect_right(self._headings, last)]

    def records(self) -> int:
        """How many records there are, those of closed groups included."""
        return len(self._all)

    def group_of(self, record: int) -> int | None:
        """The number of the group that a record is in."""
        try:
            at = self._all.index(record)
        except ValueError:
            return None
        for number, group in enumerate(self.groups):
            at -= group.rows
            if at < 0:
                return number
        return None


class GroupedTable(QAbstractTableModel):
    """What a table of records knows of its groups."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.query = ListQuery()
        self.columns: tuple[Column, ...] = ()
        self.groups: GroupRows | None = None
        """The groups, where the list is parted into some."""
        self._closed: set[Any] = set()
        self._ids: array[int] = array("q")
        self._complete = True
        self._pages: OrderedDict[int, list[Cells]] = OrderedDict()

    def ids_between(self, first: int, last: int) -> array[int]:
        """The ids of the records in some rows, headings of groups left out."""
        if self.groups is None:
            return self._ids[first : last + 1]
        found = array("q")
        for heading in self.groups.headings_between(first, last):
            found.extend(self._ids[first:heading])
            first = heading + 1
        found.extend(self._ids[first : last + 1])
        return found

    def ids_from(self, row: int, count: int) -> array[int]:
        """The ids of so many records from a row on, headings of groups passed over."""
        found = array("q")
        while len(found) < count and row < len(self._ids):
            if self._ids[row] > 0:
                found.append(self._ids[row])
            row += 1
        return found

    def records_between(self, first: int, last: int) -> int:
        """How many records stand in some rows."""
        headings = len(self.groups.headings_between(first, last)) if self.groups is not None else 0
        return last - first + 1 - headings

    def records(self) -> int:
        """How many records the list has, those of closed groups included."""
        return len(self._ids) if self.groups is None else self.groups.records()

    def whole(self) -> bool:
        """Whether every record that matches has a row: all ids are here, and no group is closed."""
        return self._complete and not (self.groups is not None and self._closed)

    def heading_at(self, row: int) -> Heading | None:
        """The group whose heading a row is; None for the row of a record."""
        if self.groups is None or not 0 <= row < len(self._ids) or self._ids[row] > 0:
            return None
        return self.groups.heading(self._ids[row], self.columns, self.query.figure)

    def record_row(self, row: int, by: int) -> int:
        """The first row from here on, upwards (-1) or downwards (1), that is no heading; it may be out of the list."""
        while by and self.heading_at(row) is not None:
            row += by
        return row

    def set_figures(self, found: dict[Any, dict[str, Figure]]) -> None:
        """What the columns add up to in each group."""
        if self.groups is not None:
            self.groups.figures = found
            self._tell_changed()

    def turn_group(self, row: int) -> None:
        """Close the group whose heading a row is, or open it again."""
        heading = self.heading_at(row)
        if heading is None or self.groups is None:
            return
        first, last = row + 1, row + heading.group.rows
        (self._closed.discard if heading.closed else self._closed.add)(heading.group.key)
        self._pages.clear()
        if heading.closed:
            self.beginInsertRows(QModelIndex(), first, last)
            self._ids = self.groups.ids()
            self.endInsertRows()
        else:
            self.beginRemoveRows(QModelIndex(), first, last)
            self._ids = self.groups.ids()
            self.endRemoveRows()

    def reveal(self, record: int) -> None:
        """Open the group that a record is in."""
        number = self.groups.group_of(record) if self.groups is not None and self._closed else None
        if number is not None and self.groups is not None and self.groups.groups[number].key in self._closed:
            self.turn_group(self._ids.index(heading_id(number)))

    def turn_groups(self, closed: bool) -> None:
        """Close all groups, or open them all."""
        if self.groups is None:
            return
        self.beginResetModel()
        self._closed.clear()
        if closed:
            self._closed.update(group.key for group in self.groups.groups)
        self._pages.clear()
        self._ids = self.groups.ids()
        self.endResetModel()

    def _tell_changed(self) -> None:
        if self._ids and self.columns:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._ids) - 1, len(self.columns) - 1))

    def _told_of_heading(self, entity: Entity, row: int, place: int, role: int) -> Any:
        """A group's heading as a reader of the screen hears it; what is seen of it is painted by the view."""
        heading = self.heading_at(row)
        if heading is None or role != Qt.ItemDataRole.AccessibleTextRole:
            return None
        if place:
            return heading.texts.get(self.columns[place].name)
        return f"{heading.group.title}, {entity.count(heading.group.rows)}"


def heading_id(number: int) -> int:
    """The id of a group's heading."""
    return -number - 1


def figured(columns: Sequence[Column], figure: str) -> list[str]:
    """The columns that have a figure."""
    return [column.name for column in columns if has_figure(column, figure)]


def figure_texts(columns: Sequence[Column], found: dict[str, Figure], figure: str) -> dict[str, str]:
    """Figures as they are shown, by column."""
    texts = {}
    for column in columns:
        one = found.get(column.name)
        raw = None if one is None else one.average if figure == "average" else one.total
        if raw is not None:
            texts[column.name] = column.kind.show(raw)
    return texts
