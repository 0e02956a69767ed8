"""Child rows as a table that is typed into: raw values, unread texts, sums that follow while one types."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from crm_desktop.entity.columns import Column, Linked
from crm_desktop.entity.company import Company
from crm_desktop.entity.describe import Children, Values
from crm_desktop.entity.fields import Choice, Derived, Kind, Link, Money, Tick
from crm_desktop.errors import Refused
from crm_desktop.i18n import _
from crm_desktop.store.row import quoted
from crm_desktop.ui.record import lookup
from crm_desktop.ui.roles import RawRole, ToneRole

if TYPE_CHECKING:
    from crm_desktop.ui.window import Window

Index = QModelIndex | QPersistentModelIndex
POSITION = "position"


@dataclass
class ChildRow:
    """One row under edit: its raw values and, by field, texts that cannot be read (with the sentence why)."""

    values: Values = field(default_factory=dict)
    unread: dict[str, tuple[str, str]] = field(default_factory=dict)


def child_column(company: Company, children: Children, name: str) -> Column:
    """A field of a child row as a column, as `make_editor` wants it."""
    made = children.model._meta.fields[name]
    kind: Kind = made
    if isinstance(made, Link):
        kind = Linked(made.verbose_name, made.rel_model.table(), null=made.null)
    sql = f"{{t}}.{quoted(made.column_name)}"
    return Column(name, made.verbose_name, kind, sql, sql, field=made)


def worked_fields(children: Children) -> list[Any]:
    """Amounts that follow from what is typed in a row: net, tax, gross."""
    return [
        made
        for made in children.model._meta.sorted_fields
        if isinstance(made, Kind)
        and not isinstance(made, Link | Derived)
        and made.numeric
        and made.verbose_name
        and made.name not in (*children.fields, POSITION)
    ]


class ChildModel(QAbstractTableModel):
    """The rows and one blank row after them, which becomes a row once something is typed into it."""

    edited = Signal()

    def __init__(self, window: Window, children: Children) -> None:
        super().__init__()
        self.window, self.children = window, children
        self.columns = [child_column(window.company, children, name) for name in children.fields]
        self.worked = worked_fields(children)
        self.lines: list[ChildRow] = []
        self._titles: dict[tuple[str, int], str] = {}
        self._loaded: list[Values] = []

    # What a form asks --------------------------------------------------------------------------------------------

    def load(self, rows: Sequence[Values]) -> None:
        """Show these rows, raw."""
        self.beginResetModel()
        self._loaded = [dict(row) for row in rows]
        self.lines = [ChildRow(dict(row)) for row in rows]
        self._read_titles()
        self.endResetModel()

    def rows(self) -> list[Values]:
        """The rows as they stand, raw; those with nothing typed are left out."""
        return [dict(line.values) for line in self.lines if self._has_something(line)]

    def is_changed(self) -> bool:
        """Whether anything is not as it was loaded."""
        return any(line.unread for line in self.lines) or self._typed(self.rows()) != self._typed(self._loaded)

    def faults(self) -> list[tuple[int, int, str]]:
        """Row, column and sentence of each cell that cannot be saved."""
        found = []
        for place, line in enumerate(self.lines):
            if not self._has_something(line):
                continue
            for number, column in enumerate(self.columns):
                sentence = self._fault(line, column)
                if sentence:
                    found.append((place, number, sentence))
        return found

    def sums(self) -> list[tuple[str, str]]:
        """Title and sum of each amount that follows from the rows."""
        return [
            (made.title, made.show(sum(line.values.get(made.name) or 0 for line in self.lines)))
            for made in self.worked
            if isinstance(made, Money)
        ]

    # What the table asks -----------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.lines) + 1

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
            return unread[0] if unread else self.shown(column, line.values.get(column.name))
        if role == RawRole:
            return line.values.get(column.name)
        if role == ToneRole:
            return "bad" if unread else None
        if role == Qt.ItemDataRole.ToolTipRole:
            return unread[1] if unread else None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            text = unread[0] if unread else self.shown(column, line.values.get(column.name))
            return f"{column.title}: {text}" + (f". {unread[1]}" if unread else "")
        return None

    def shown(self, column: Column, raw: Any) -> str:
        """A raw value as text; a link by its record's title."""
        if isinstance(column.kind, Linked):
            return "" if raw is None else self._title(column.kind.to, raw)
        return column.kind.show(raw)

    # Changing ----------------------------------------------------------------------------------------------------

    def put(self, row: int, column: int, raw: Any) -> None:
        """Put a raw value into a cell; in the blank row it makes a new row."""
        line, name = self._line(row), self.columns[column].name
        line.unread.pop(name, None)
        before = line.values.get(name)
        line.values[name] = raw
        if isinstance(self.columns[column].field, Link) and raw != before:
            self._take_from_link(line, self.columns[column].field, before, raw)
        self._follow(line)

    def put_text(self, row: int, column: int, text: str) -> None:
        """Put in what a text says; one that cannot be read stays there as a fault."""
        made = self.columns[column]
        try:
            raw = self._read(made, text)
        except Refused as refused:
            line = self._line(row)
            line.unread[made.name] = (text, refused.sentence)
            line.values[made.name] = None
            self._follow(line)
            return
        self.put(row, column, raw)

    def add(self, at: int | None = None) -> int:
        """Add a row with what a new one begins with; returns where."""
        place = len(self.lines) if at is None else at
        self.beginInsertRows(QModelIndex(), place, place)
        self.lines.insert(place, ChildRow(self._defaults()))
        self.endInsertRows()
        self._follow(self.lines[place])
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
        return POSITION in self.children.model._meta.fields

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

    def defaults(self) -> Values:
        """What a new row begins with, to show in the blank one."""
        return self._defaults()

    # Inside ------------------------------------------------------------------------------------------------------

    def _line(self, row: int) -> ChildRow:
        if self.is_blank_row(row):
            return self.lines[self.add()]
        return self.lines[row]

    def _defaults(self) -> Values:
        made: Values = {}
        for name, one in self.children.model._meta.fields.items():
            if one.default is not None and name in self.children.fields:
                default = one.default() if callable(one.default) else one.default
                made[name] = one.db_value(default)
        return {**dict.fromkeys(self.children.fields), **made, **self.children.defaults}

    def _has_something(self, line: ChildRow) -> bool:
        """Whether there is a row at all: something typed, or one that was stored and still has its key.

        A choice alone says nothing: each new row has one. So a stored row whose words are deleted is taken away.
        """
        if any(text for text, _sentence in line.unread.values()):
            return True
        if line.values.get("id") is not None and line.values.get(self.children.key) not in (None, ""):
            return True
        defaults = self._defaults()
        return any(
            line.values.get(column.name) not in (None, "", defaults.get(column.name))
            for column in self.columns
            if not isinstance(column.kind, Choice | Tick)
        )

    def _typed(self, rows: Sequence[Values]) -> list[tuple[Any, ...]]:
        return [(row.get("id"), *(row.get(name) for name in self.children.fields)) for row in rows]

    def _fault(self, line: ChildRow, column: Column) -> str | None:
        if column.name in line.unread:
            return line.unread[column.name][1]
        needed = column.kind.required or column.name == self.children.key
        if needed and line.values.get(column.name) in (None, ""):
            return _("{field} is needed.").format(field=column.title)
        return None

    def _follow(self, line: ChildRow) -> None:
        """Work out what follows, and have the row drawn again."""
        if self.worked:
            self.children.model.derive(line.values)
        if line in self.lines:
            row = self.lines.index(line)
            self.dataChanged.emit(self.index(row, 0), self.index(row, self.columnCount() - 1))
        self.edited.emit()

    def _take_from_link(self, line: ChildRow, made: Any, before: Any, raw: Any) -> None:
        """A row takes from the record it links to what both have (unit, price), where nothing else was typed."""
        entity = self.window.company.entity_of(made.rel_model)
        if entity is None:
            return
        fields = entity.fields()
        shared = [name for name in self.children.fields if name in fields and not isinstance(fields[name], Link)]
        if not shared or raw is None:
            return
        old, new = self._values_of(entity.name, before, shared), self._values_of(entity.name, raw, shared)
        defaults = self._defaults()
        for name in shared:
            now = line.values.get(name)
            if now in (None, "", defaults.get(name)) or (before is not None and now == old.get(name)):
                line.values[name] = new.get(name) if new.get(name) is not None else defaults.get(name)

    def _values_of(self, table: str, row: Any, names: Sequence[str]) -> Values:
        if row is None:
            return {}
        columns = ", ".join(map(quoted, names))
        found = self.window.company.execute(f"SELECT {columns} FROM {quoted(table)} WHERE id = ?", (row,)).fetchone()
        return dict(zip(names, found, strict=True)) if found else {}

    def _read(self, column: Column, text: str) -> Any:
        if isinstance(column.kind, Linked):
            if not text.strip():
                return None
            entity = self.window.company.entity(column.kind.to)
            found = lookup.named(self.window.company, entity, text.strip(), self.window.today())
            if found is None:
                raise Refused(_("{field}: “{text}” was not found.").format(field=column.title, text=text.strip()[:80]))
            return found
        return column.kind.read(text, self.window.today())

    def _blank_data(self, section: int, role: int) -> Any:
        if role == Qt.ItemDataRole.DisplayRole and section == 0:
            return _("Add a line…")
        if role == Qt.ItemDataRole.AccessibleTextRole:
            kind = self.kind(section)
            return _("New line: {field}").format(field=kind.title) if kind is not None else ""
        return "faint" if role == ToneRole else None

    def _worked_data(self, line: ChildRow, number: int, role: int) -> Any:
        if number >= len(self.worked):
            return _("Remove this line") if role == Qt.ItemDataRole.AccessibleTextRole else None
        made = self.worked[number]
        if role == Qt.ItemDataRole.DisplayRole:
            return made.show(line.values.get(made.name))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{made.title}: {made.show(line.values.get(made.name))}"
        return "secondary" if role == ToneRole and number < len(self.worked) - 1 else None

    def _title(self, kind: str, row: int) -> str:
        known = self._titles.get((kind, row))
        if known is None:
            known = self._titles[kind, row] = self.window.company.title(self.window.company.entity(kind), row)
        return known

    def _read_titles(self) -> None:
        """The titles of all linked records, one question a column."""
        self._titles.clear()
        for column in self.columns:
            if isinstance(column.kind, Linked):
                ids = {line.values[column.name] for line in self.lines if line.values.get(column.name) is not None}
                entity = self.window.company.entity(column.kind.to)
                found = self.window.company.titles(entity, list(ids)[:20000])
                self._titles |= {(column.kind.to, row): title for row, title in found.items()}
