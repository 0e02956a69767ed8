"""How wide the columns of a list are: fitted to their content, spread over the room there is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QStyleOptionViewItem

from crm_desktop.ui import theme
from crm_desktop.ui.delegates import PADDING
from crm_desktop.ui.listing.looks import is_relative, look_of
from crm_desktop.ui.listing.model import RecordTable
from crm_desktop.values.dates import relative_day

if TYPE_CHECKING:
    from crm_desktop.ui.delegates import RowDelegate
    from crm_desktop.ui.listing.columned import ColumnedTable

LOOKED_AT: Final = 60
"""Rows whose content decides a column's first width."""
WIDEST: Final = 15
"""So many of the longest texts are measured: how wide a text is drawn is not told by its length alone."""
OUTLIER: Final = 1.4
"""How much wider than nine in ten of a column's texts the longest may be to count."""
FEW_WORDS: Final = 8
"""A column of so few different words is one of states or places: each of them is shown whole."""
STRETCH: Final = 1.5
"""How much wider than its content a column may become where there is room."""


def first_widths(view: ColumnedTable, names: Iterable[str]) -> dict[str, int]:
    """The widths that show heading and content of columns, within the bounds of each look."""
    table, found = view.table, {}
    option = QStyleOptionViewItem()
    rows = range(min(LOOKED_AT, table.rowCount()))
    for name in names:
        place = table.place_of(name)
        if place is None:
            continue
        column = table.columns[place]
        look = look_of(table.entity, column)
        delegate = view.itemDelegateForColumn(place)
        texts = {row: table.text_at(row, place) for row in rows}
        by_length = sorted(rows, key=lambda row, texts=texts: _length(texts[row]))  # type: ignore[misc]
        # Each text once: fifteen times the longest word would hide a shorter one that is drawn wider.
        distinct = sorted({text: row for row, text in texts.items()}.values(), key=by_length.index)
        longest = distinct[-WIDEST:]
        tried = {*longest, by_length[len(rows) * 9 // 10]} if by_length else set()
        needed = {row: delegate.sizeHint(option, table.index(row, place)).width() for row in tried}
        content = max(needed.values(), default=0)
        usual = needed[by_length[len(rows) * 9 // 10]] if by_length else 0
        if content and is_relative(column):
            content = max(content, _older(view.looks[look.delegate]))
        if look.delegate == "plain" and content > OUTLIER * usual and len(distinct) > FEW_WORDS:
            # A few long texts are cut off rather than that they push the columns behind them out of sight.
            content = max(width for width in needed.values() if width <= OUTLIER * usual)
        bounded = min(max(content, theme.px(look.least)), theme.px(look.most))
        found[name] = max(bounded, view.heading.width_needed(column.title))
    return found


def spread(
    table: RecordTable, fitted: Mapping[str, int], chosen: Mapping[str, int], room: int
) -> dict[str, int]:
    """The widths of all columns: those chosen stay, room left over goes to the texts among the others."""
    widths = {name: chosen.get(name, width) for name, width in fitted.items()}
    left = room - sum(widths.values())
    texts = [
        column.name for column in table.columns[:-1] if column.kind.align == "left" and column.name not in chosen
    ]
    total = sum(widths[name] for name in texts)
    if left <= 0 or not total:
        return widths
    for name in texts:
        share = left * widths[name] // total
        widths[name] += min(share, round(widths[name] * (STRETCH - 1)))
    return widths


def _older(delegate: RowDelegate) -> int:
    """What a day of another year needs: among the first rows there may be none."""
    days = (relative_day(date(2000, month, 28), date(2002, 1, 1)) for month in range(1, 13))
    return max(theme.text_width(text, delegate.font) for text in days) + theme.px(2 * PADDING)


def _length(text: str) -> int:
    """About how long a text is; a Chinese character is as wide as two letters."""
    return len(text) if text.isascii() else sum(2 if letter > "\u2e7f" else 1 for letter in text)
