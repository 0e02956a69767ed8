"""Columns that only number the rows of a list (序号, No.): 1, 2, 3 … says nothing of anybody and is left out."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from typing import Final

from crm_desktop.entity.describe import Entity
from crm_desktop.exchange.assigning import ColumnPlan
from crm_desktop.exchange.headingwords import squeezed
from crm_desktop.exchange.tables import Cell, Table, as_text, column_name
from crm_desktop.i18n import _

NUMBERS: Final = "numbers"
"""Why such a column is left out, as `ColumnPlan.why` has it."""
_SURELY: Final = frozenset(
    ("序号", "序", "行号", "项次", "rownumber", "rowno", "row", "rownr", "serialno", "serialnumber", "srno", "slno",
     "sn", "lfdnr", "lfd", "lineno", "linenumber")
)  # fmt: skip
"""Squeezed headings of nothing else."""
_MAYBE: Final = frozenset(("编号", "no", "nr", "number", "num", "index", "nummer", "n", ""))
"""Headings that may be the number of a record as well; # is blank once it is squeezed."""
_FEWEST: Final = 3
"""Rows from which numbers under such a heading are no chance."""


def leave_out_row_numbers(entity: Entity, table: Table, planned: Sequence[ColumnPlan], *, alone: bool) -> None:
    """Leave out the column that only numbers the rows, instead of making a field of it.

    A bare 编号 is not taken for the records' own number either, or the first row of the next list would be taken for
    the first of this; unless other sheets of the file (`alone` is False) may mean the rows by it.
    """
    if table.header_row is None or table.of_cards:
        return
    for plan in planned:
        own = alone and plan.target in entity.match and plan.target in entity.fields() and plan.target != entity.title
        fresh = plan.why == "kept" and (plan.target or "").startswith("custom:")
        if (fresh or (own and squeezed(plan.heading) in _MAYBE)) and _numbers(table, plan):
            plan.target, plan.why = None, NUMBERS


def told(planned: Sequence[ColumnPlan]) -> list[str]:
    """A sentence for each column that was left out so."""
    sentence = _("“{column}” only numbers the rows and is left out.")
    return [sentence.format(column=plan.heading) for plan in planned if plan.why == NUMBERS and plan.target is None]


def _numbers(table: Table, plan: ColumnPlan) -> bool:
    """Whether a column holds the running numbers of its rows and is called as such columns are."""
    word = squeezed(plan.heading)
    nameless = plan.index == 0 and plan.heading in (column_name(0), "Unnamed: 0")
    if not (word in _SURELY or word in _MAYBE or nameless):
        return False
    fewest = 1 if word in _SURELY else _FEWEST
    if len(table.body) < fewest or not _runs([row[plan.index] for row in islice(table.body, 20)], nameless):
        return False
    return _runs(table.column(plan.index), nameless)


def _runs(cells: Sequence[Cell], from_zero: bool) -> bool:
    """Whether the cells are 1, 2, 3 … in this order; some may be blank, as under merged cells."""
    wanted: int | None = None
    for cell in cells:
        if cell is None:
            continue
        number = _whole(cell)
        if number is None or number != (wanted if wanted is not None else number):
            return False
        if wanted is None and number != 1 and not (from_zero and number == 0):
            return False
        wanted = number + 1
    return wanted is not None


def _whole(cell: Cell) -> int | None:
    """A number without zeros before it: 0001 is a code."""
    if isinstance(cell, bool):
        return None
    if isinstance(cell, int | float):
        return int(cell) if cell == int(cell) else None
    text = as_text(cell).strip().rstrip(".、")
    return int(text) if text.isascii() and text.isdigit() and (text == "0" or text[0] != "0") else None
