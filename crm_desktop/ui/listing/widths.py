"""How wide the columns of a list are: fitted to their content, spread over the room there is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Final, NamedTuple

from PySide6.QtWidgets import QStyleOptionViewItem

from crm_desktop.entity.columns import Column, Tags
from crm_desktop.entity.fields import Choice, Phone, Text
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
SHORT: Final = 160
"""Half of a column's texts stay whole up to this many pixels where otherwise columns would be out of sight …"""
TIGHT: Final = 130
"""… and longer ones, which are cut off anyway, give way to this."""
RARE: Final = 0.2
"""A column with fewer rows filled than this share gives way to its heading."""
_NUMBERS: Final = ("mobile", "landline")
STRETCH: Final = 1.5
"""How much wider than its content a column may become where there is room."""


class Fit(NamedTuple):
    """The width that shows a column's heading and content, the least it does with, and whether few rows have any."""

    wide: int
    least: int
    rare: bool = False

    def at_least(self, needed: int) -> Fit:
        """The same where something else in the column needs room, too."""
        return self._replace(wide=max(self.wide, needed), least=max(self.least, needed))


def first_widths(view: ColumnedTable, names: Iterable[str]) -> dict[str, Fit]:
    """What columns need, within the bounds of each look."""
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
        filled = [row for row in by_length if texts[row]] if _gives_way(column) else []
        if len(distinct) <= FEW_WORDS < len(filled):
            filled = []
        # Names are what a list is read by: seven in ten stay whole, of other texts half.
        named = column.name == table.entity.title
        enough = filled[len(filled) * (7 if named else 5) // 10] if filled else None
        tried = {*longest, by_length[len(rows) * 9 // 10]} if by_length else set()
        tried |= {enough} if enough is not None else set()
        needed = {row: delegate.sizeHint(option, table.index(row, place)).width() for row in tried}
        content = max(needed.values(), default=0)
        usual = needed[by_length[len(rows) * 9 // 10]] if by_length else 0
        if content and is_relative(column):
            content = max(content, _older(view.looks[look.delegate]))
        if look.delegate == "plain" and content > OUTLIER * usual and len(distinct) > FEW_WORDS:
            # A few long texts are cut off rather than that they push the columns behind them out of sight.
            content = max(width for width in needed.values() if width <= OUTLIER * usual)
        bounded = min(max(content, theme.px(look.least)), theme.px(look.most))
        heading = view.heading.width_needed(column.title)
        wide = max(bounded, heading)
        if enough is None:
            found[name] = Fit(wide, wide)
            continue
        least = needed[enough] if named or needed[enough] <= theme.px(SHORT) else theme.px(TIGHT)
        rare = len(filled) < RARE * len(rows)
        found[name] = Fit(wide, min(wide, max(0 if rare else least, theme.px(look.least), heading)), rare)
    return found


def _gives_way(column: Column) -> bool:
    """Whether a column is still of use cut off: texts are, numbers of any sort are not."""
    number = isinstance(column.kind, Phone) or (column.slot is not None and column.slot.content in _NUMBERS)
    return isinstance(column.kind, Text) and not isinstance(column.kind, Choice | Tags) and not number


def spread(table: RecordTable, fitted: Mapping[str, Fit], chosen: Mapping[str, int], room: int) -> dict[str, int]:
    """The widths of all columns: those chosen stay, room left over goes to the texts among the others.

    Where a little is lacking, the texts give way rather than that the last column is out of sight; where much is,
    it has to be scrolled to anyway and all are as wide as they need.
    """
    widths = {name: chosen.get(name, fit.wide) for name, fit in fitted.items()}
    left = room - sum(widths.values())
    spare = {name: fit.wide - fit.least for name, fit in fitted.items() if name not in chosen}
    if left < 0 <= left + sum(spare.values()):
        widths.update({name: fit.least for name, fit in fitted.items() if fit.rare and name not in chosen})
        return _levelled(widths, {name: fitted[name].least for name, much in spare.items() if much}, room)
    texts = [column.name for column in table.columns[:-1] if column.kind.align == "left" and column.name not in chosen]
    total = sum(widths[name] for name in texts)
    if left <= 0 or not total:
        return widths
    for name in texts:
        share = left * widths[name] // total
        widths[name] += min(share, round(widths[name] * (STRETCH - 1)))
    return widths


def _levelled(widths: Mapping[str, int], least: Mapping[str, int], room: int) -> dict[str, int]:
    """The widest of those that have a least width become as narrow as the next, and so on until there is room."""

    def at(level: int) -> dict[str, int]:
        return {name: max(least[name], min(wide, level)) if name in least else wide for name, wide in widths.items()}

    fits, low, high = at(0), 0, max(widths.values())
    while low <= high:
        level = (low + high) // 2
        tried = at(level)
        if sum(tried.values()) <= room:
            fits, low = tried, level + 1
        else:
            high = level - 1
    return fits


def _older(delegate: RowDelegate) -> int:
    """What a day of another year needs: among the first rows there may be none."""
    days = (relative_day(date(2000, month, 28), date(2002, 1, 1)) for month in range(1, 13))
    return max(theme.text_width(text, delegate.font) for text in days) + theme.px(2 * PADDING)


def _length(text: str) -> int:
    """About how long a text is; a Chinese character is as wide as two letters."""
    return len(text) if text.isascii() else sum(2 if letter > "\u2e7f" else 1 for letter in text)
