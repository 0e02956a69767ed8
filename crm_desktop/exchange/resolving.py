"""Links in lists: the record that a cell names by its code, its title or its company's name, or a new one."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

from crm_desktop.entity.columns import title_sql
from crm_desktop.entity.company import Company
from crm_desktop.entity.describe import Entity
from crm_desktop.entity.fields import Choice, Link, Text, Tick
from crm_desktop.exchange.columnreading import fold_all
from crm_desktop.exchange.tables import Cell, as_text
from crm_desktop.store.row import quoted
from crm_desktop.values.text import clean, company_core, fold

_NUMBER: Final = re.compile(r"[\d\s.,/#_-]+|[A-Za-z]{0,4}[-_#]?\d[\w-]*")
_CAPITALS: Final = re.compile(r"[A-Z]{1,6}")
_ID_HEADING: Final = re.compile(
    r"(?:\b|_|(?<=[a-z]))(?:id|no|nr|number|code|key)\W*$|编号|代码|编码|号码?$", re.IGNORECASE
)


@dataclass(frozen=True)
class RowRef:
    """A record that the list itself brings in: its place in the list."""

    row: int


@dataclass
class NewRecords:
    """Records that the list names and that are not there yet; their ids are -1, -2 … until they are written."""

    entity: Entity
    titles: list[str] = field(default_factory=list)
    _by_fold: dict[str, int] = field(default_factory=dict)

    def id_of(self, title: str) -> int:
        """The number under which a new record of that title goes."""
        folded = fold(title)
        known = self._by_fold.get(folded)
        if known is None:
            self.titles.append(title)
            known = self._by_fold[folded] = -len(self.titles)
        return known


class Directory:
    """The records of one kind by code, title and company name; read when first asked."""

    def __init__(self, company: Company, entity: Entity) -> None:
        self.company = company
        self.entity = entity
        self.ambiguous: dict[str, int] = {}
        """Names that several records have, and how many."""

    @cached_property
    def _codes(self) -> dict[str, int]:
        found: dict[str, int] = {}
        fields = self.entity.fields()
        names = [name for name in self.entity.match if name in fields and isinstance(fields[name], Text)]
        for name in reversed(names):
            column = quoted(fields[name].column_name)
            rows = self.company.execute(
                f"SELECT {column}, id FROM {quoted(self.entity.name)} WHERE {column} IS NOT NULL ORDER BY id DESC"
            )
            found.update((fold(code), row) for code, row in rows)
        return found

    @cached_property
    def _titles(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = defaultdict(list)
        named = title_sql(self.entity, "t", self.company.entity_of)
        rows = self.company.execute(f"SELECT {named}, t.id FROM {quoted(self.entity.name)} t ORDER BY t.id")
        named_rows = [(str(title), row) for title, row in rows if title is not None]
        for title, (_title, row) in zip(fold_all([title for title, _row in named_rows]), named_rows, strict=True):
            if title:
                found[title].append(row)
        return found

    @cached_property
    def _cores(self) -> dict[str, set[int]]:
        found: dict[str, set[int]] = defaultdict(set)
        for title, rows in self._titles.items():
            found[company_core(title)].update(rows)
        return found

    def find(self, text: str) -> int | None:
        """The record with that code, else that title, else (if only one has it) that company name."""
        folded = fold(text)
        row = self._codes.get(folded)
        if row is not None:
            return row
        rows = self._titles.get(folded)
        if rows:
            if len(rows) > 1:
                self.ambiguous[text] = len(rows)
            return rows[0]
        alike = self._cores.get(company_core(text), set())
        return next(iter(alike)) if len(alike) == 1 else None


@dataclass
class Resolved:
    """A column of links: ids (negative for new records, RowRef for rows of the list), and cells that named nobody."""

    values: list[Any]
    unknown: dict[int, str] = field(default_factory=dict)


def resolve(
    made: Link,
    cells: Sequence[Cell],
    directory: Directory,
    new: NewRecords,
    heading: str,
    within: dict[str, int] | None = None,
) -> Resolved:
    """The ids of the records that cells name; `within` are the list's own rows by folded code and title.

    A mere code (digits, or a few capitals in a column of codes) that is not found makes no new record.
    """
    known: dict[str, Any] = {}
    found = Resolved([])
    creatable = may_create(directory.entity)
    coded = are_codes(heading, cells)
    for at, cell in enumerate(cells):
        text = clean(as_text(cell))
        if not text:
            found.values.append(None)
            continue
        if text not in known:
            known[text] = _find(text, directory, new, within, creatable and not is_code(text, coded))
        if known[text] is None:
            found.unknown[at] = text
        found.values.append(known[text])
    return found


def _find(
    text: str, directory: Directory, new: NewRecords, within: dict[str, int] | None, creatable: bool
) -> int | RowRef | None:
    row = directory.find(text)
    if row is not None:
        return row
    if within is not None and fold(text) in within:
        return RowRef(within[fold(text)])
    if creatable and len(text) <= 200:
        return new.id_of(text)
    return None


def are_codes(heading: str, cells: Sequence[Cell]) -> bool:
    """Whether a column holds codes rather than names: by its heading, or as all its values are a few capitals."""
    if _ID_HEADING.search(heading):
        return True
    values = {cell for cell in cells[:2000] if isinstance(cell, str)}
    return len(values) > 2 and all(map(_CAPITALS.fullmatch, values))


def is_code(text: str, coded: bool) -> bool:
    """Whether a text is a mere code, of which no record is to be made."""
    return _NUMBER.fullmatch(text) is not None or (coded and _CAPITALS.fullmatch(text) is not None)


def may_create(entity: Entity) -> bool:
    """Whether a record of a kind can stand with nothing but its title."""
    fields = entity.fields()
    made = fields.get(entity.title)
    if not isinstance(made, Text) or isinstance(made, Choice | Link) or entity.about:
        return False
    if not made.required:
        return False
    return all(
        name == entity.title or not other.required or other.default is not None or isinstance(other, Tick)
        for name, other in fields.items()
    )


class AboutDirectory:
    """The records that notes, events and tasks may be about, by title and code, over all kinds."""

    def __init__(self, company: Company) -> None:
        self.directories = [
            Directory(company, entity) for entity in company.entities if not entity.about and not entity.hidden
        ]

    def find(self, text: str) -> tuple[str, int] | None:
        """Kind and id of the first record called so, in the order of the kinds."""
        for directory in self.directories:
            row = directory.find(text)
            if row is not None:
                return directory.entity.name, row
        return None
