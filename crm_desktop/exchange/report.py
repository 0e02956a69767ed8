"""What an import found and did: by row, by cell, by sheet and as a whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from crm_desktop.entity.origins import runs
from crm_desktop.exchange.tables import Row
from crm_desktop.i18n import _, n_

if TYPE_CHECKING:
    from crm_desktop.exchange.lost_zeros import LostZeros
    from crm_desktop.exchange.matching import Matching

MOST_LISTED: Final = 1000
"""Faults, differences and matches that are listed one by one; beyond that they are counted."""


@dataclass(frozen=True)
class CellFault:
    """One cell that could not be taken as it stands, and what became of it."""

    row_number: int
    column: str
    """The heading of its column."""
    sentence: str
    text: str


@dataclass(frozen=True)
class Failure:
    """One row that was not brought in, and why."""

    row_number: int
    sentence: str
    column: str | None = None


@dataclass(frozen=True)
class Difference:
    """A value in the list that differs from the record's own, which was kept (or, overwriting, replaced)."""

    row_number: int
    row: int
    """The record's id."""
    title: str
    column: str
    """The name of the record's column."""
    kept: str
    offered: str
    taken: str = "kept"
    """kept: the record's value stands. replaced: that of the list. both: that of the list is a remark by now."""


@dataclass(frozen=True)
class Match:
    """A row whose record is there already, and by what it was recognised."""

    row_number: int
    row: int
    title: str
    by: tuple[str, ...]
    """Names of columns."""


@dataclass
class Counts:
    """What became (or would become) of the rows of one sheet."""

    read: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    skipped: int = 0
    failed: int = 0

    @property
    def sum(self) -> int:
        return self.created + self.updated + self.unchanged + self.skipped + self.failed

    def as_dict(self) -> dict[str, int]:
        return dict(vars(self))


@dataclass
class Checked(Counts):
    """What an import of one sheet would do; nothing is written."""

    faults: list[CellFault] = field(default_factory=list)
    fault_count: int = 0
    failures: list[Failure] = field(default_factory=list)
    matches: list[Match] = field(default_factory=list)
    twins: list[tuple[int, int]] = field(default_factory=list)
    """Rows of the list that mean the same record: row number, and that of the first such row."""
    differences: list[Difference] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    new_fields: dict[str, str] = field(default_factory=dict)
    """Custom fields that would be made, by title: their type."""
    new_linked: dict[str, list[str]] = field(default_factory=dict)
    """Titles of the records of other kinds that would be made, by kind."""
    ambiguous_dates: dict[str, list[str]] = field(default_factory=dict)
    """Columns whose dates have two readings, by heading: some of them. `SheetPlan.date_order` settles it."""
    zeros: list[LostZeros] = field(default_factory=list)
    """Columns whose cells may have lost zeros at their beginning. `Decisions.zeros` settles it."""
    filled: dict[str, int] = field(default_factory=dict)
    outcomes: list[str] = field(default_factory=list)
    """For each row of the body: created, updated, unchanged, skipped or failed."""
    matching: Matching | None = None
    """Which rows mean which record or one another; rows are places in the body."""
    clashes: dict[int, tuple[str, str]] = field(default_factory=dict)
    """Rows whose number another record has: the column, and the next number that is free."""
    words: dict[str, dict[str, int]] = field(default_factory=dict)
    """Words that are none of a field's choices and how often each comes, by target."""


@dataclass
class SheetReport(Counts):
    """What became of one sheet."""

    sheet: str = ""
    kind: str | None = None
    encoding: str | None = None
    header_row: int | None = None
    mapping: dict[str, str | None] = field(default_factory=dict)
    filled: dict[str, int] = field(default_factory=dict)
    """How many rows had a value, by target."""
    warnings: list[str] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)
    faults: list[CellFault] = field(default_factory=list)
    fault_count: int = 0
    keeps_faulty: bool = True
    """Whether the texts of these cells are kept beside them."""
    rows: dict[str, str] = field(default_factory=dict)
    """The numbers of the rows that were created, updated …, as runs: 2-5000 5003."""
    headings: list[str] = field(default_factory=list)
    failed_rows: list[Row] = field(default_factory=list)
    """The rows of `failures`, in their order, as they stood in the list."""
    new_linked: dict[str, int] = field(default_factory=dict)
    """How many records of other kinds were made along with them."""
    records: list[int] = field(default_factory=list)
    """The ids of the records that were created."""
    origins: dict[str, dict[str, str]] = field(default_factory=dict)
    """Where every record came from (see `provenance`)."""

    def as_dict(self) -> dict[str, Any]:
        """The report of the command line."""
        return {
            "sheet": self.sheet,
            "kind": self.kind,
            "encoding": self.encoding,
            "header_row": self.header_row,
            **self.as_counts(),
            "mapping": self.mapping,
            "filled": self.filled,
            "warnings": self.warnings,
            "rows": self.rows,
            "failures": [vars(failure) for failure in self.failures[:MOST_LISTED]],
            "faults": [vars(fault) for fault in self.faults],
            "differences": [vars(difference) for difference in self.differences],
            "new_linked": self.new_linked,
        }

    def as_counts(self) -> dict[str, int]:
        return {name: getattr(self, name) for name in Counts().as_dict()}


@dataclass
class Report:
    """What an import did, sheet by sheet."""

    sheets: list[SheetReport]
    entry: int | None = None
    """Its journal entry; None where nothing changed."""
    source: Path | None = None

    @property
    def failed(self) -> int:
        return sum(sheet.failed for sheet in self.sheets)

    def total(self, name: str) -> int:
        """The sum of one count (read, created …) over all sheets."""
        return sum(getattr(sheet, name) for sheet in self.sheets)

    def sentence(self) -> str:
        """One line for a person: what was created, updated and left."""
        parts = [n_("{n} row read", "{n} rows read", self.total("read"))]
        for name, one, many in (
            ("created", "{n} created", "{n} created"),
            ("updated", "{n} updated", "{n} updated"),
            ("unchanged", "{n} unchanged", "{n} unchanged"),
            ("skipped", "{n} skipped", "{n} skipped"),
            ("failed", "{n} not brought in", "{n} not brought in"),
        ):
            if self.total(name):
                parts.append(n_(one, many, self.total(name)))
        return _(", ").join(parts)


def rows_by_fate(outcomes: Sequence[str], numbers: Sequence[int]) -> dict[str, str]:
    """The numbers of the rows of each fate, as runs; a fate that no row has is left out.

    `numbers` may go on behind the last row that has a fate.
    """
    return {
        fate: runs([number for number, one in zip(numbers, outcomes, strict=False) if one == fate])
        for fate in dict.fromkeys(outcomes)
    }


def capped(items: list[Any]) -> list[Any]:
    """At most MOST_LISTED of them."""
    return items[:MOST_LISTED]
