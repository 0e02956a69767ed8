"""Rows that belong to the paper and not to the list: totals, signatures, remarks under it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from statistics import median
from typing import Final

from crm_desktop.exchange.shapes import shape
from crm_desktop.exchange.tables import Cell, Row
from crm_desktop.values.patterns import late

_TOTAL: Final = re.compile(
    r"(?:人民币|本页|本月|本期|累计|全部|总)?\s*(?:合\s*计|总\s*计|小\s*计|共\s*计|汇\s*总|总\s*额)(?:\s*[（(].{0,20}[)）])?\s*[:：]?"
    r"|(?:grand\s+|sub-?\s*|running\s+)?totals?(?:\s*\(.{0,20}\))?\s*:?|sum\s*:?"
    r"|(?:gesamt|zwischen|end)?summe\s*:?|gesamt(?:betrag)?\s*:?|totaux?(?: général)?\s*:?|somme\s*:?"
    r"|suma(?: total)?\s*:?",
    re.IGNORECASE,
)
_TOTAL_AMONG: Final = late(rf"^(?:{_TOTAL.pattern})$", re.IGNORECASE | re.MULTILINE)
_REMARK: Final = re.compile(
    r"[#＃*=_—–-]{3,}.*|(?:#\s*[-—]{2,}).*"
    r"|(?:注|备注|说明|注意|附注|制表人?|制单人?|审核人?|审批人?|填表人?|经办人?|打印时间|打印日期|导出时间|导出人|制表日期|数据来源|来源|单位盖章|盖章|签字)\s*[:：].*"
    r"|(?:以上|上述)(?:数据|信息|内容|资料|价格|报价|明细|均?为|均是|所有|全部).*|.{0,20}以下空白[。.]?|(?=.{4,60}$).*(?:仅供参考|以.{1,12}为准).*"
    r"|共\s*[\d,]+\s*(?:条|笔|行|项|个|家|人|户).*|第\s*\d+\s*页.*"
    r"|(?:notes?|remarks?|source|prepared by|printed|exported|generated|report generated|page)\b\s*[:\d].*"
    r"|\d[\d,]* (?:rows?|records?|entries)\.?"
    r"|page \d+ of \d+|(?:\(c\)|©|copyright).*",
    re.IGNORECASE | re.DOTALL,
)
_OF_A_TOTAL: Final = re.compile("[计总]|total|sum|gesamt|somme|totaux")
"""What every word for a total has in it."""
_ROWS_AT_ONCE: Final = 2000
_COUNTED: Final = re.compile(
    r"(?:共\s*)?[\d,.]+\s*(?:家|个|条|笔|行|项|人|户|件|台|箱|单|次|张|元|customers?|contacts?|rows?|records?|items?)(?:客户)?"
    r"|[-—–/]+",
    re.IGNORECASE,
)
"""What stands beside a word for a total and is no bare figure: 66 家."""
_LONG: Final = 60
_MOST_TRAILING: Final = 40


def trailing_rows(rows: Sequence[Row], start: int) -> list[int]:
    """The indexes of totals anywhere under `start`, and of remarks at the end."""
    usual = _usual_width(rows, start)
    found = _at_the_end(rows, start, usual)
    for first in range(start, len(rows), _ROWS_AT_ONCE):
        part = rows[first : first + _ROWS_AT_ONCE]
        beginnings = [row[0] or _first_filled(row) if row else None for row in part]
        text = "\n".join([cell for cell in beginnings if isinstance(cell, str)])
        if _OF_A_TOTAL.search(text.lower()) and _TOTAL_AMONG.search(text):
            found |= {
                at
                for at, (cell, row) in enumerate(zip(beginnings, part, strict=True), first)
                if isinstance(cell, str) and len(row) > 1 and _names_total(cell) and _is_total(row)
            }
    return sorted(found)


def _first_filled(row: Row) -> Cell:
    """The first cell of a row that holds anything."""
    return next((cell for cell in row if cell is not None), None)


def _usual_width(rows: Sequence[Row], start: int) -> float:
    widths = [len(row) - row.count(None) for row in rows[start : start + 200]]
    return median([width for width in widths if width] or [0])


def _at_the_end(rows: Sequence[Row], start: int, usual: float) -> set[int]:
    """Remarks and totals, going up from the last row to the first row of data."""
    found: set[int] = set()
    for at in range(len(rows) - 1, max(start, len(rows) - _MOST_TRAILING) - 1, -1):
        row = rows[at]
        filled = [cell for cell in row if cell is not None]
        if not filled:
            continue
        text = filled[0] if isinstance(filled[0], str) else ""
        narrow = len(filled) <= max(2, usual / 3) and usual >= 2
        after_blank = at > start and rows[at - 1].count(None) == len(rows[at - 1])
        remark = bool(text) and bool(_REMARK.fullmatch(text)) and narrow
        long = len(filled) == 1 and len(text) > _LONG and usual >= 3 and (after_blank or row[0] is not None)
        lone_total = len(filled) <= max(1, usual / 2) and usual >= 3 and _begins_with_total(row)
        if not (remark or long or lone_total or _is_total(row)):
            break
        found.add(at)
    return found


def _begins_with_total(row: Row) -> bool:
    """A quick look before the thorough one."""
    cell = _first_filled(row)
    return isinstance(cell, str) and _names_total(cell)


def _names_total(text: str) -> bool:
    return len(text) < 40 and _TOTAL.fullmatch(text) is not None


def _is_total(row: Row) -> bool:
    """A word for a total first, and after it nothing but figures and counts."""
    filled = [cell for cell in row if cell is not None]
    if not filled or not isinstance(filled[0], str) or not _TOTAL.fullmatch(filled[0].strip()):
        return False
    rest = filled[1:]
    return bool(rest) and all(
        shape(cell) in ("number", "amount", "percent") or (isinstance(cell, str) and _COUNTED.fullmatch(cell.strip()))
        for cell in rest
    )
