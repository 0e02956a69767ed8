"""Child rows under edit: raw values, texts that cannot be read, what a new row begins with, what follows from a row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from crm_desktop.entity.columns import Column, Linked
from crm_desktop.entity.company import Company
from crm_desktop.entity.describe import Children, Values
from crm_desktop.entity.fields import Choice, Derived, Kind, Link, Money, Tick
from crm_desktop.errors import Refused
from crm_desktop.i18n import _
from crm_desktop.store.row import quoted
from crm_desktop.ui.record import lookup

if TYPE_CHECKING:
    from crm_desktop.ui.window import Window

POSITION = "position"


@dataclass(eq=False)
class Line:
    """One row: its raw values and, by field, texts that cannot be read (with the sentence why)."""

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


class Lines:
    """The child rows of one record while they are edited."""

    def __init__(self, window: Window, children: Children) -> None:
        self.window, self.children = window, children
        self.columns = [child_column(window.company, children, name) for name in children.fields]
        self.worked = worked_fields(children)
        self.all: list[Line] = []
        self._titles: dict[tuple[str, int], str] = {}
        self._loaded: list[Values] = []

    def load(self, rows: Sequence[Values]) -> None:
        """Begin with these rows, raw."""
        self._loaded = [dict(row) for row in rows]
        self.all = [Line(dict(row)) for row in rows]
        self._read_titles()

    def take(self, rows: Sequence[Values]) -> None:
        """Show these rows as if they had been typed over those that it began with."""
        self.all = [Line(dict(row)) for row in rows]
        self._read_titles()

    def rows(self) -> list[Values]:
        """The rows as they stand, raw; those with nothing typed are left out."""
        return [dict(line.values) for line in self.all if self.is_row(line)]

    def is_changed(self) -> bool:
        """Whether anything is not as it was loaded."""
        return any(line.unread for line in self.all) or self._typed(self.rows()) != self._typed(self._loaded)

    def is_row(self, line: Line) -> bool:
        """Whether there is a row at all: something typed, or one that was stored and still has its key.

        A choice alone says nothing: each new row has one. So a stored row whose words are deleted is taken away.
        """
        if any(text for text, _sentence in line.unread.values()):
            return True
        if line.values.get("id") is not None and line.values.get(self.children.key) not in (None, ""):
            return True
        defaults = self.defaults()
        return any(
            line.values.get(column.name) not in (None, "", defaults.get(column.name))
            for column in self.columns
            if not isinstance(column.kind, Choice | Tick)
        )

    def faults(self) -> list[tuple[int, int, str]]:
        """Row, column and sentence of each cell that cannot be saved."""
        found = []
        for place, line in enumerate(self.all):
            for number, column in enumerate(self.columns):
                sentence = self._fault(line, column) if self.is_row(line) else None
                if sentence:
                    found.append((place, number, sentence))
        return found

    def sums(self) -> list[tuple[str, str]]:
        """Title and sum of each amount that follows from the rows."""
        return [
            (made.title, made.show(sum(line.values.get(made.name) or 0 for line in self.all)))
            for made in self.worked
            if isinstance(made, Money)
        ]

    def defaults(self) -> Values:
        """What a new row begins with."""
        made: Values = {}
        for name, one in self.children.model._meta.fields.items():
            if one.default is not None and name in self.children.fields:
                default = one.default() if callable(one.default) else one.default
                made[name] = one.db_value(default)
        return {**dict.fromkeys(self.children.fields), **made, **self.children.defaults}

    def put(self, line: Line, column: Column, raw: Any) -> None:
        """Put a raw value into a row, and work out what follows."""
        line.unread.pop(column.name, None)
        before = line.values.get(column.name)
        line.values[column.name] = raw
        if isinstance(column.field, Link) and raw != before:
            self._take_from_link(line, column.field, before, raw)
        self.follow(line)

    def put_text(self, line: Line, column: Column, text: str) -> None:
        """Put in what a text says; one that cannot be read stays there as a fault."""
        try:
            raw = self._read(column, text)
        except Refused as refused:
            line.unread[column.name] = (text, refused.sentence)
            line.values[column.name] = None
            self.follow(line)
            return
        self.put(line, column, raw)

    def follow(self, line: Line) -> None:
        """Work out the amounts of a row anew."""
        if self.worked:
            self.children.model.derive(line.values)

    def shown(self, column: Column, raw: Any) -> str:
        """A raw value as text; a link by its record's title."""
        if not isinstance(column.kind, Linked):
            return column.kind.show(raw)
        return "" if raw is None else self._title(column.kind.to, raw)

    # Inside ------------------------------------------------------------------------------------------------------

    def _typed(self, rows: Sequence[Values]) -> list[tuple[Any, ...]]:
        return [(row.get("id"), *(row.get(name) for name in self.children.fields)) for row in rows]

    def _fault(self, line: Line, column: Column) -> str | None:
        if column.name in line.unread:
            return line.unread[column.name][1]
        needed = column.kind.required or column.name == self.children.key
        if needed and line.values.get(column.name) in (None, ""):
            return _("{field} is needed.").format(field=column.title)
        return None

    def _take_from_link(self, line: Line, made: Any, before: Any, raw: Any) -> None:
        """A row takes from the record it links to what both have (unit, price), where nothing else was typed."""
        entity = self.window.company.entity_of(made.rel_model)
        if entity is None:
            return
        fields = entity.fields()
        shared = [name for name in self.children.fields if name in fields and not isinstance(fields[name], Link)]
        if not shared or raw is None:
            return
        old, new = self._values_of(entity.name, before, shared), self._values_of(entity.name, raw, shared)
        defaults = self.defaults()
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
                ids = {line.values[column.name] for line in self.all if line.values.get(column.name) is not None}
                entity = self.window.company.entity(column.kind.to)
                found = self.window.company.titles(entity, list(ids)[:20000])
                self._titles |= {(column.kind.to, row): title for row, title in found.items()}
