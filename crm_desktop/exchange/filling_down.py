"""Blank cells that take the value above them, in the columns where a person wants that: as corrections of the list."""

from __future__ import annotations

from collections.abc import Iterator

from crm_desktop.exchange.mapping import SheetPlan
from crm_desktop.exchange.tables import Cell


def fill_down(sheet: SheetPlan, column: int) -> int:
    """Fill a column; returns how many cells were blank. Where cells are merged only these are filled."""
    filled = dict(_from_above(sheet, column))
    sheet.corrections.update({(row, column): cell for row, cell in filled.items()})
    sheet.filled_down.add(column)
    return len(filled)


def leave_blank(sheet: SheetPlan, column: int) -> None:
    """Take back what `fill_down` filled in; what was typed there since stays."""
    sheet.filled_down.discard(column)
    held = {where: cell for where, cell in sheet.corrections.items() if where[1] == column}
    above: Cell = None
    for place, row in enumerate(sheet.table.body):
        where = (sheet.table.row_number(place), column)
        if row[column] is None and held.get(where, above) == above:
            sheet.corrections.pop(where, None)
        above = held.get(where, row[column] if row[column] is not None else above)


def merged_columns(sheet: SheetPlan) -> set[int]:
    """The columns with merged cells among the rows."""
    first = sheet.table.row_number(0) if sheet.table.body else 0
    return {merge.first_column for merge in sheet.table.merged if first <= merge.first_row < merge.last_row}


def _from_above(sheet: SheetPlan, column: int) -> Iterator[tuple[int, Cell]]:
    """The blank cells to be filled by their row numbers, and with what."""
    inside = None
    if column in merged_columns(sheet):
        merges = [merge for merge in sheet.table.merged if merge.first_column == column]
        inside = {row for merge in merges for row in range(merge.first_row + 1, merge.last_row + 1)}
    above: Cell = None
    for place in range(len(sheet.table.body)):
        number, cell = sheet.table.row_number(place), sheet.cell(place, column)
        if cell is not None:
            above = cell
        elif above is not None and (inside is None or number in inside):
            yield number, above
