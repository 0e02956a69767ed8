"""How events and tasks look and are found."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from crm_desktop.agenda.model import Event, Task
from crm_desktop.entity.company import Company
from crm_desktop.entity.describe import ChildRows, Entity, Filter, Section, Ticked, Values
from crm_desktop.i18n import N_, _

_DONE: Final = (
    "finished", "done", "is done", "complete", "is complete", "task status", "status", "state", "完成", "已完成",
    "是否完成", "是否已完成", "完成否", "完成情况", "完成状态", "办结", "是否办结", "状态", "任务状态", "当前状态",
)  # fmt: skip
"""Headings of what says whether something is done, with or without the day of it."""


def _ends_after_it_begins(_company: Company, values: Values, _children: ChildRows) -> Mapping[str, str] | None:
    if values.get("end") and values["end"] < values["start"]:
        return {"end": _("It ends before it begins.")}
    return None


EVENT = Entity(
    model=Event,
    one=N_("Event"),
    many=N_("Events"),
    icon="event",
    title="title",
    subtitle=("start", "about"),
    sections=(
        Section(N_("Event"), ("title", "type", "start", "end", "all_day", "place", "done_at")),
        Section(N_("More"), ("about", "owner", "tags", "notes")),
    ),
    list=("start", "end", "type", "title", "about", "place", "owner"),
    order=("-start",),
    search=("place", "notes"),
    about=True,
    ticked=Ticked("done_at", "{t}.done_at IS NULL AND {t}.start >= :today", "start"),
    filters=(
        Filter("today", N_("Today"), "substr({t}.start, 1, 10) = :today", pinned=True),
        Filter(
            "coming",
            N_("Next 7 days"),
            "substr({t}.start, 1, 10) BETWEEN :today AND date(:today, '+7 days')",
            pinned=True,
        ),
    ),
    match_together=("title", "start"),
    check=_ends_after_it_begins,
    aliases={
        "title": ("subject", "summary", "event", "主题", "标题", "事件", "日程"),
        "start": ("start", "start date", "start time", "date", "开始时间", "开始", "日期"),
        "end": ("end", "end date", "end time", "结束时间", "结束"),
        "place": ("location", "where", "地点", "会议地点"),
        "about": ("customer", "contact", "客户", "联系人", "客户名称"),
        "type": ("类型", "kind"),
        "all_day": ("all day", "全天"),
        "done_at": ("completed at", "completed", "完成时间", *_DONE),
        "notes": ("description", "notes", "备注", "说明"),
        "owner": ("负责人", "organizer"),
    },
)

TASK = Entity(
    model=Task,
    one=N_("Task"),
    many=N_("Tasks"),
    icon="task",
    title="title",
    subtitle=("due", "about"),
    sections=(
        Section(N_("Task"), ("title", "due", "priority", "done_at")),
        Section(N_("More"), ("about", "owner", "tags", "notes")),
    ),
    list=("title", "due", "priority", "about", "owner", "done_at"),
    order=("due",),
    search=("notes",),
    about=True,
    ticked=Ticked("done_at", "{t}.done_at IS NULL", "due"),
    filters=(
        Filter("open", N_("To do"), "{t}.done_at IS NULL", pinned=True),
        Filter("overdue", N_("Overdue"), "{t}.done_at IS NULL AND {t}.due < :today", pinned=True),
        Filter("today", N_("Due today"), "{t}.done_at IS NULL AND {t}.due = :today", pinned=True),
    ),
    match_together=("title", "due"),
    aliases={
        "title": ("task", "subject", "todo", "to-do", "任务", "待办", "标题", "任务名称"),
        "due": ("due date", "deadline", "截止日期", "到期日", "完成期限"),
        "done_at": (
            "completed",
            "completed at",
            "date completed",
            "completed on",
            "completion date",
            "完成时间",
            "完成日期",
            "实际完成时间",
            "实际完成日期",
            *_DONE,
        ),
        "priority": ("优先级", "importance"),
        "about": ("customer", "contact", "客户", "联系人", "客户名称"),
        "notes": ("description", "notes", "备注", "说明"),
        "owner": ("负责人", "assignee", "assigned to"),
    },
)
