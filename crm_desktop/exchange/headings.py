"""Where the headings of a table stand, in one row or two, and which rows at the end are totals and remarks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from statistics import median
from typing import Final, TypeAlias

from crm_desktop.errors import Refused
from crm_desktop.exchange.shapes import DATA_SHAPES, shape
from crm_desktop.exchange.tables import Cell, Row, Table, as_text, cleaned, held
from crm_desktop.exchange.trailing import trailing_rows
from crm_desktop.i18n import _, listed, n_
from crm_desktop.values.text import fold

Known: TypeAlias = Callable[[str], bool]
"""Says of a folded heading whether the program understands it."""

_LAST_HEADER: Final = 60
"""Rows from the top in which headings are looked for."""
_ROWS_BELOW: Final = 60
_LONGEST_HEADING: Final = 60
_COMMON_WORDS: Final = (
    "name|full name|first name|last name|company|company name|customer|client|contact|title|job title|"
    "department|phone|telephone|mobile|mobile phone|cell|fax|email|e-mail|mail|address|street|city|state|"
    "region|province|zip|postcode|postal code|country|website|notes|remarks|comment|description|date|birthday|"
    "gender|sex|amount|price|quantity|unit|total|currency|status|type|category|owner|source|tags|number|no|"
    "no.|code|id|sku|invoice no|order no|created|modified|balance|姓名|名称|客户|客户名称|客户编号|公司|"
    "公司名称|单位|单位名称|联系人|联系方式|职位|职务|部门|电话|手机|手机号|手机号码|联系电话|固定电话|座机|"
    "传真|邮箱|电子邮箱|电子邮件|邮件|微信|微信号|qq|地址|联系地址|详细地址|省|省份|市|城市|区|区县|地区|邮编|"
    "国家|网站|网址|备注|说明|描述|日期|时间|生日|出生日期|性别|年龄|金额|价格|单价|数量|合计|币种|状态|类型|"
    "类别|分类|行业|等级|级别|负责人|业务员|来源|标签|编号|序号|工号|编码|型号|规格|品名|产品名称|商品名称|"
    "税号|纳税人识别号|开户行|银行账号|账号|创建时间|更新时间|交易时间|交易日期|余额|摘要|收/支|交易对方"
)
_COMMON: Final = frozenset(map(fold, _COMMON_WORDS.split("|")))
_GENERIC: Final = re.compile(r"(?:column|field|unnamed:?|列|字段|栏)\s*(?:\d+|[A-Z]{1,3})", re.IGNORECASE)
_KEY: Final = re.compile(r"[A-Za-z_]\w*(?:[.:\-]\w+)*")
_KEY_MARK: Final = re.compile(r"[._:]|[a-z][A-Z]")


@dataclass(frozen=True)
class _Candidate:
    """How much a row speaks for being the headings."""

    at: int
    score: float
    known: int
    is_data: bool


def found(table: Table, known: Known | None = None) -> Table:
    """The table with its headings guessed; rows above them are left out of the body."""
    at = _guess(table.rows, known)
    if at and _filled(table.rows[at - 1]) and _is_upper_of_two(table, at - 1, known):
        at -= 1
    return placed(table, None if at is None else at + table.first_row, known=known)


def placed(table: Table, header_row: int | None, *, known: Known | None = None) -> Table:
    """The table with its headings in the given row of the file (None: it has none), and what follows from that.

    The columns of cards are called by what they are, and stay so.
    """
    if table.of_cards:
        return table
    if header_row is None:
        fresh = replace(table, header_row=None, header_rows=1, keys_row=False, notes=list(table.notes))
        return _with_trailing(fresh, 0)
    at = header_row - table.first_row
    if not 0 <= at < len(table.rows):
        sentence = _("“{table}” has no row {row}; its rows are {first} to {last}.")
        raise Refused(
            sentence.format(
                table=table.name, row=header_row, first=table.first_row, last=table.first_row + len(table.rows) - 1
            ),
            field="header",
        )
    keys = _is_keys_row(table.rows, at)
    two = keys or _is_upper_of_two(table, at, known)
    fresh = replace(table, header_row=header_row, header_rows=1 + two, keys_row=keys, notes=list(table.notes))
    if keys:
        sentence = _("Row {row} holds the field names of another program and is not read as data.")
        fresh.notes.append(sentence.format(row=header_row + 1))
    merged = sum(1 for merge in table.merged if merge.first_row > header_row + two)
    if merged:
        fresh.notes.append(
            n_(
                "{n} merged cell in the rows: only its first cell holds the value, the others are blank.",
                "{n} merged cells in the rows: only the first cell of each holds the value, the others are blank.",
                merged,
            )
        )
    return _with_trailing(fresh, at + 1 + two)


def _with_trailing(table: Table, start: int) -> Table:
    table.trailing = trailing_rows(table.rows, start)
    if table.trailing:
        numbers = listed(str(table.first_row + at) for at in table.trailing[:8])
        more = "…" if len(table.trailing) > 8 else ""
        sentence = _("Totals and remarks are left out of the list: rows {rows}.")
        table.notes.append(sentence.format(rows=numbers + more))
    return table


def _guess(rows: Sequence[Row], known: Known | None) -> int | None:
    """The index of the heading row, or None where the first full row already is data."""
    best: _Candidate | None = None
    widest = max((_filled(row) for row in rows[: _LAST_HEADER + _ROWS_BELOW]), default=0)
    for at in range(min(len(rows), _LAST_HEADER)):
        row = rows[at]
        filled = _filled(row)
        if not any(cleaned(as_text(cell)) for cell in row):
            continue
        below = [other for other in rows[at + 1 : at + 1 + _ROWS_BELOW] if _filled(other)]
        usual = median(map(_filled, below)) if below else widest
        if filled < min(usual, widest) * 0.4 or (filled == 1 and widest > 2):
            continue
        candidate = _candidate(at, row, below, max(usual, 1), known)
        if candidate.is_data:
            break
        if candidate.score > 0 and (best is None or candidate.score > best.score + 0.25):
            best = candidate
    return None if best is None else best.at


def _candidate(at: int, row: Row, below: Sequence[Row], usual: float, known: Known | None) -> _Candidate:
    texts = [cleaned(as_text(cell)) for cell in row]
    filled = [text for text in texts if text]
    understood = sum(1 for text in filled if _is_known(text, known))
    same, different, repeated = _against_below(row, texts, below)
    shaped = sum(1 for cell in row if shape(cell) in DATA_SHAPES and not _is_year(cell))
    alike = sum(1 for text in filled if len(text) <= _LONGEST_HEADING and not _GENERIC.fullmatch(text)) - shaped
    is_data = (same > different or shaped > len(filled) * 0.5) and understood * 2 <= max(same, shaped) + 1
    is_data = is_data or (understood == 0 and repeated > max(1, len(filled) * 0.3) and different == 0)
    score = (
        1.5 * min(len(filled) / usual, 1.2)
        + 2.0 * (alike / len(filled) - 0.5)
        + 2.5 * understood / len(filled)
        + 1.5 * different / max(len(filled), 1)
        + 0.5 * len(set(filled)) / len(filled)
        - 2.0 * same / len(filled)
        - 2.0 * repeated / len(filled)
        - 1.0
    )
    return _Candidate(at, score, understood, is_data)


def _is_known(text: str, known: Known | None) -> bool:
    folded = fold(text)
    return folded in _COMMON or (known is not None and known(folded))


def _is_year(cell: Cell) -> bool:
    return bool(re.fullmatch(r"(?:19|20)\d\d", as_text(cell)))


def _against_below(row: Row, texts: Sequence[str], below: Sequence[Row]) -> tuple[int, int, int]:
    """How many cells look like those under them, look different, or come again under themselves."""
    same = different = repeated = 0
    for at, text in enumerate(texts):
        if not text:
            continue
        under = [other[at] for other in below if at < len(other) and other[at] is not None]
        if not under:
            continue
        shapes = Counter(map(_kind, under))
        usual, times = shapes.most_common(1)[0]
        repeated += any(cleaned(as_text(cell)) == text for cell in under)
        if times < len(under) * 0.6:
            continue
        own = _kind(row[at])
        if _is_year(row[at]) and not all(map(_is_year, under)):
            different += usual in DATA_SHAPES
        elif own == usual and usual != "text":
            same += usual in DATA_SHAPES or (usual in ("person_name", "place") and _han_names(under))
        elif own not in DATA_SHAPES and usual in DATA_SHAPES:
            different += 1
    return same, different, repeated


def _kind(cell: Cell) -> str:
    """The shape of a cell; a province and a city are both places."""
    found = shape(cell)
    return "place" if found in ("province", "city") else found


def _han_names(cells: Sequence[Cell]) -> bool:
    """Latin words with capitals look like names of people even where they are headings."""
    return not any(as_text(cell)[:1].isascii() for cell in cells)


def _filled(row: Row) -> int:
    return len(row) - row.count(None)


def _is_keys_row(rows: Sequence[Row], at: int) -> bool:
    """Whether the row under the headings holds field names such as Item.taxRate."""
    if at + 2 > len(rows) - 1:
        return False
    upper, lower = rows[at], rows[at + 1]
    texts = [cell for cell in lower if isinstance(cell, str)]
    if len(texts) < 3 or len(texts) != _filled(lower) or len(texts) < _filled(upper) * 0.8:
        return False
    if not all(map(_KEY.fullmatch, texts)) or len(set(texts)) < len(texts):
        return False
    return sum(1 for text in texts if _KEY_MARK.search(text)) >= len(texts) * 0.6 and not any(
        shape(text) in DATA_SHAPES - {"url"} for text in texts
    )


def _is_upper_of_two(table: Table, at: int, known: Known | None) -> bool:
    """Whether a row holds group headings, as merged cells or with blanks, over headings in the next row."""
    rows = table.rows
    if at + 1 >= len(rows):
        return False
    upper, lower = rows[at], rows[at + 1]
    width = max(held(upper), held(lower))
    upper, lower = upper + [None] * width, lower + [None] * width
    filled = [cell for cell in lower[:width] if cell is not None]
    if not filled or any(shape(cell) in DATA_SHAPES and not _is_year(cell) for cell in filled):
        return False
    if any(not isinstance(cell, str) or len(cell) > _LONGEST_HEADING for cell in filled):
        return False
    number = at + table.first_row
    groups = [merge for merge in table.merged if merge.first_row == merge.last_row == number]
    groups = [merge for merge in groups if 0 < merge.last_column - merge.first_column < width - 1]
    if groups:
        beneath = [lower[column] for merge in groups for column in range(merge.first_column, merge.last_column + 1)]
        return sum(1 for cell in beneath if cell is not None) > len(beneath) / 2
    if any(merge.first_row == number and merge.last_row > number for merge in table.merged):
        return False
    return _blanks_interlock(upper[:width], lower[:width]) and _lower_is_headings(rows, at, lower[:width], known)


def _blanks_interlock(upper: Row, lower: Row) -> bool:
    """Blank cells over headings beside filled ones over blanks, or twin headings under different groups."""
    over_blank = sum(1 for above, under in zip(upper, lower, strict=True) if above is not None and under is None)
    under_blank = sum(1 for above, under in zip(upper, lower, strict=True) if above is None and under is not None)
    texts = [as_text(cell) for cell in lower if cell is not None]
    twins = len(texts) - len(set(texts))
    return bool(under_blank and (over_blank or twins) and _filled(upper) > 1)


def _lower_is_headings(rows: Sequence[Row], at: int, lower: Row, known: Known | None) -> bool:
    below = [row for row in rows[at + 2 : at + 2 + _ROWS_BELOW] if _filled(row)]
    texts = [cleaned(as_text(cell)) for cell in lower]
    same, different, repeated = _against_below(lower, texts, below)
    understood = sum(1 for text in texts if text and _is_known(text, known))
    return not same and not repeated and (different > 0 or understood >= 2 or not below)
