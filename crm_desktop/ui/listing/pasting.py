"""A block of cells from a sheet over the cells of a list: what each would change, what is refused, then done as one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final, NamedTuple

from crm_desktop.entity import bulk, query, records
from crm_desktop.entity.columns import Column, Linked, Tags
from crm_desktop.entity.company import Company
from crm_desktop.entity.describe import Entity, Values
from crm_desktop.entity.fields import Link
from crm_desktop.entity.tags import set_tags, split_tags
from crm_desktop.errors import Cancelled, Refused
from crm_desktop.i18n import _
from crm_desktop.ui.listing.clipboard import cell_text
from crm_desktop.ui.record import lookup
from crm_desktop.values.text import clean, fold

MOST: Final = 20_000
"""Records that a block is pasted over; more are for an import."""
_CHUNK: Final = 400
_CELL: Final = re.compile(r'(?:"((?:[^"]|"")*)"|([^\t\r\n]*))(\t|\r\n|\n|\r|$)')
"""A cell in quotes, its own ones doubled, or a plain one; then what ends it."""

Block = list[list[str]]


class Change(NamedTuple):
    """A cell that becomes another: raw values, those of a slot or of tags as text."""

    row: int
    column: Column
    before: Any
    after: Any


class RefusedCell(NamedTuple):
    """A cell whose text does not fit, and why."""

    row: int
    column: Column
    text: str
    why: str


@dataclass
class Pasting:
    """What a block would do to some records."""

    columns: list[Column] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    """Titles of columns that follow from others and cannot be typed."""
    changes: list[Change] = field(default_factory=list)
    refused: list[RefusedCell] = field(default_factory=list)
    alike: int = 0
    """Cells that hold the same already."""
    beyond: int = 0
    """Rows of the block for which there is no record."""

    @property
    def records(self) -> int:
        return len({one.row for one in self.changes})


def block_of(text: str) -> Block:
    """The cells of copied text; as long as its longest row everywhere."""
    rows: Block = [[]]
    place = 0
    while place < len(text):
        found = _CELL.match(text, place)
        if found is None or found.end() == place:
            break
        quoted_text, plain, end = found.groups()
        rows[-1].append(quoted_text.replace('""', '"') if quoted_text is not None else plain)
        place = found.end()
        if end == "\t" and place == len(text):
            rows[-1].append("")
        elif end != "\t" and place < len(text):
            rows.append([])
    width = max(map(len, rows))
    return [row + [""] * (width - len(row)) for row in rows] if width else []


def headings_of(company: Company, entity: Entity, block: Block) -> list[Column] | None:
    """The columns that the first row names, where every cell of it names one and rows follow."""
    if len(block) < 2:
        return None
    known = company.columns(entity)
    by_title = {fold(column.title): column for column in reversed(known.values())} | {
        fold(name): column for name, column in known.items()
    }
    found = [by_title.get(fold(clean(cell))) for cell in block[0]]
    return [column for column in found if column is not None] if all(found) else None


def foreign_headings(company: Company, entity: Entity, block: Block) -> list[str]:
    """What an import takes the first row for, as other programs write headings; [] where it is none.

    A single cell may be a value: Customer is a state too.
    """
    from crm_desktop.exchange.headingwords import squeezed, vocabulary

    if len(block) < 2 or len(block[0]) < 2:
        return []
    words = vocabulary(company, entity).words
    first, second = ([words.get(squeezed(cell)) for cell in row] for row in block[:2])
    targets = [target for target in first if target is not None]
    return targets if len(set(targets)) == len(first) and not any(second) else []


def pasteable(entity: Entity, column: Column) -> bool:
    """Whether a cell of a column can be filled by pasting."""
    if isinstance(column.kind, Tags):
        return True
    if column.slot is not None:
        return not isinstance(column.kind, Linked)
    return bulk.typed(entity, column)


def plan(
    company: Company, entity: Entity, rows: Sequence[int], columns: Sequence[Column], block: Block, today: date
) -> Pasting:
    """What the rows of a block do to these records, one each; a block of one row fills all of them."""
    made = Pasting(beyond=max(0, len(block) - len(rows)))
    for column in columns:
        if pasteable(entity, column):
            made.columns.append(column)
        else:
            made.left_out.append(column.title)
    reader = _Reader(company, entity, today)
    places = [place for place, column in enumerate(columns) if pasteable(entity, column)]
    names = [columns[place].name for place in places]
    lines = block * len(rows) if len(block) == 1 else block
    for start in range(0, min(len(rows), len(lines)), _CHUNK):
        part = rows[start : start + _CHUNK]
        shown = query.page(company, entity, part, names) if names else {}
        raws = {values["id"]: values for values in bulk.raw_records(company, entity, part)}
        for row, line in zip(part, lines[start:], strict=False):
            if row in shown:
                cells = [line[place] for place in places]
                _plan_record(made, reader, raws[row], shown[row], cells)
    return made


def _plan_record(made: Pasting, reader: _Reader, values: Values, shown: Sequence[Any], cells: Sequence[str]) -> None:
    """The cells of one record: read each, then ask whether the record may become so."""
    row, changes = values["id"], []
    for column, before, text in zip(made.columns, shown, cells, strict=True):
        if _says_the_same(column, before, text):
            made.alike += 1
            continue
        raw = values[column.name] if column.stored else before
        try:
            after = reader.read(column, text)
            if after is None and column.kind.required and column.stored:
                raise Refused(_("{field} is needed.").format(field=column.title))
        except Refused as refused:
            made.refused.append(RefusedCell(row, column, text, refused.sentence))
            continue
        if after == raw:
            made.alike += 1
        else:
            changes.append(Change(row, column, raw, after))
    why = reader.fault(values, changes)
    if why:
        made.refused += [RefusedCell(row, one.column, one.column.kind.show(one.after), why) for one in changes]
    else:
        made.changes += changes


def _says_the_same(column: Column, before: Any, text: str) -> bool:
    """Whether a text is what the cell says, as the list shows it or as it is copied."""
    wanted = text.replace("\r\n", "\n").strip()
    return wanted in (column.kind.show(before).strip(), cell_text(column.kind.cell(before)).strip())


class _Reader:
    """Reads the texts of one block; a name is looked up once."""

    def __init__(self, company: Company, entity: Entity, today: date) -> None:
        self.company, self.entity, self.today = company, entity, today
        self._named: dict[tuple[str, str], int | None] = {}
        self._taken: set[tuple[str, Any]] = set()
        self._single = {made.name for made in records.unique_fields(entity)}

    def read(self, column: Column, text: str) -> Any:
        """The value of a cell; Refused where it cannot be taken."""
        if isinstance(column.kind, Tags):
            return "; ".join(sorted(split_tags(text), key=fold)) or None
        if isinstance(column.field, Link) and clean(text):
            return self._record(column, clean(text))
        return column.kind.read(text, self.today)

    def _record(self, column: Column, text: str) -> int:
        target = self.company.entity_of(column.field.rel_model)
        key = (column.name, fold(text))
        if key not in self._named:
            self._named[key] = lookup.named(self.company, target, text, self.today) if target else None
        found = self._named[key]
        if found is None:
            raise Refused(_("{field}: “{text}” was not found.").format(field=column.title, text=text[:80]))
        return found

    def fault(self, values: Values, changes: Sequence[Change]) -> str:
        """Why a record cannot take these changes together; "" where it can."""
        new = {one.column.name: one.after for one in changes if one.column.stored}
        if not new:
            return ""
        if self.entity.check is not None or self._single & set(new):
            whole = {**values, **new}
            faults = records.faults_of(self.company, self.entity, whole, {}, values["id"])
            if faults:
                return " ".join(faults.values())
        for name in self._single & set(new):
            key = (name, fold(str(new[name])))
            if new[name] is not None and key in self._taken:
                told = _("{field}: no two records may have the same.")
                return told.format(field=self.company.column(self.entity, name).title)
            self._taken.add(key)
        return ""


# Doing it -----------------------------------------------------------------------------------------------------------


def carry_out(
    company: Company,
    entity: Entity,
    pasting: Pasting,
    *,
    progress: Callable[[int, int], None] | None = None,
    stopped: Callable[[], bool] | None = None,
) -> int:
    """Make the planned changes as one entry; returns how many cells became another."""
    cells = len(pasting.changes)
    title = _("Paste {n} cells into {what}").format(n=f"{cells:,}", what=entity.count(pasting.records))
    with company.journal.entry(title):
        done = 0
        for part in _parts(pasting.changes):
            if stopped is not None and stopped():
                raise Cancelled
            _write(company, entity, part)
            done += len(part)
            if progress is not None:
                progress(done, cells)
    return cells


def _parts(changes: Sequence[Change]) -> Iterator[Sequence[Change]]:
    for start in range(0, len(changes), 4096):
        yield changes[start : start + 4096]


def _write(company: Company, entity: Entity, changes: Sequence[Change]) -> None:
    stored: dict[int, Values] = {}
    for one in changes:
        if one.column.stored:
            stored.setdefault(one.row, {})[one.column.name] = one.after
        elif isinstance(one.column.kind, Tags):
            set_tags(company, entity, one.row, split_tags(one.after or ""))
        else:
            _write_slot(company, entity, one)
    if stored:
        bulk.write_each(company, entity, stored)


def _write_slot(company: Company, entity: Entity, change: Change) -> None:
    """The first child row of a slot gets the value, is made for it, or goes."""
    children, slot = change.column.children, change.column.slot
    assert children is not None
    assert slot is not None
    rows = records.read_children(company, children, change.row)
    mine = next((row for row in rows if all(row[name] == value for name, value in slot.where.items())), None)
    if change.after is None:
        rows = [row for row in rows if row is not mine]
    elif mine is not None:
        mine[slot.field] = change.after
    else:
        rows.append({**slot.where, slot.field: change.after})
    records.save(company, entity, {}, row=change.row, children={children.name: rows})
