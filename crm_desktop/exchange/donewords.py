"""Columns that only say whether something was done: 已完成 with 是 or 否, Status with Completed or In progress."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from crm_desktop.entity.describe import Entity
from crm_desktop.entity.numbers import NO, YES
from crm_desktop.exchange.tables import Cell, as_text
from crm_desktop.i18n import labelled, n_
from crm_desktop.values.text import fold

if TYPE_CHECKING:
    from crm_desktop.exchange.assigning import ColumnPlan
    from crm_desktop.exchange.intake import Intake

_DONE: Final = frozenset(
    {*YES, "done", "completed", "complete", "finished", "closed", "ok", "100%", "完成", "已完成", "完毕", "已完毕",
     "办结", "已办", "已办结", "已结束", "结束", "已关闭", "关闭"}
)  # fmt: skip
_OPEN: Final = frozenset(
    {*NO, "open", "not done", "undone", "incomplete", "not completed", "to do", "todo", "to-do", "未完成", "没完成",
     "待办", "未办", "未结束", "待完成"}
)  # fmt: skip
_UNDER_WAY: Final = frozenset(
    {"in progress", "in process", "not started", "new", "pending", "planned", "started", "ongoing", "waiting",
     "on hold", "waiting on someone else", "deferred", "postponed", "进行中", "处理中", "执行中", "未开始", "待处理",
     "待执行", "待跟进", "跟进中", "等待", "等待中", "等待他人", "暂停", "延期", "已延期", "推迟", "已推迟", "新建",
     "计划中"}
)  # fmt: skip
"""Open as well, and worth a remark."""
_OFF: Final = frozenset(
    {"cancelled", "canceled", "dropped", "abandoned", "取消", "已取消", "作废", "已作废", "放弃", "已放弃"}
)
"""Nothing to be done any more, though nobody did it."""
_SAYS_MORE: Final = _UNDER_WAY | _OFF


def is_done(cell: Cell) -> bool | None:
    """Whether a cell says that something is done or still open; None where it says neither."""
    if isinstance(cell, bool | int | float):
        return bool(cell) if cell in (0, 1) else None
    if not isinstance(cell, str):
        return None
    word = fold(cell)
    if word in _DONE or word in _OFF:
        return True
    return False if word in _OPEN or word in _UNDER_WAY else None


def are_done_words(cells: Sequence[Cell]) -> bool:
    """Whether nearly all values of a column say whether something is done."""
    told = sum(is_done(cell) is not None for cell in cells)
    return bool(cells) and told >= 0.8 * len(cells)


def is_about_being_done(entity: Entity, target: str) -> bool:
    """Whether a target is the moment at which a record was ticked off."""
    return entity.ticked is not None and entity.ticked.field == target


def speaks_of_being_done(entity: Entity, target: str, cells: Sequence[Cell]) -> bool:
    """Whether a column may fill the moment at which a record was ticked off, though its values are no days."""
    return is_about_being_done(entity, target) and are_done_words(cells)


def take_done_words(intake: Intake, plan: ColumnPlan) -> None:
    """Note the cells that say done or open, and leave the days of the column for reading."""
    cells = intake.cells(plan.index)
    told = {place: done for place, cell in enumerate(cells) if (done := is_done(cell)) is not None}
    for place, done in told.items():
        if done:
            intake.done.setdefault(place, plan.heading)
        if fold(as_text(cells[place])) in _SAYS_MORE:
            intake.keep(place, plan.heading, as_text(cells[place]))
    if told:
        intake.put_cells(plan.index, [None if place in told else cell for place, cell in enumerate(cells)])


def settle_done(intake: Intake) -> None:
    """What is done without a day of its own was done on the day for which it was planned, at the latest today."""
    ticked = intake.entity.ticked
    if ticked is None or not intake.done:
        return
    values = list(intake.fields.get(ticked.field) or [None] * intake.count)
    planned = intake.fields.get(ticked.planned)
    today = intake.today.isoformat()
    headings: dict[str, int] = {}
    for place, heading in intake.done.items():
        if values[place] is not None:
            continue
        day = str(planned[place])[:10] if planned is not None and planned[place] is not None else today
        values[place] = f"{min(day, today)}T00:00:00"
        intake.vague.setdefault(ticked.field, set()).add(place)
        headings[heading] = headings.get(heading, 0) + 1
    intake.fields[ticked.field] = values
    for heading, count in headings.items():
        sentence = n_(
            "{n} row is done without saying when; it counts as done on the day it was planned for, or today.",
            "{n} rows are done without saying when; they count as done on the day they were planned for, or today.",
            count,
        )
        intake.warnings.append(labelled(heading, sentence))
