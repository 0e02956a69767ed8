"""How notes look and are found."""

from __future__ import annotations

from crm_desktop.entity.describe import Entity, Filter, Section
from crm_desktop.i18n import N_
from crm_desktop.timeline.model import Note

NOTE = Entity(
    model=Note,
    one=N_("Note"),
    many=N_("Notes"),
    counted=(N_("{n} note"), N_("{n} notes")),
    icon="note",
    title="text",
    subtitle=("about", "at"),
    sections=(Section(N_("Note"), ("text", "type", "at", "minutes", "about", "author", "pinned", "mark", "tags")),),
    list=("at", "type", "about", "text", "author"),
    order=("-at",),
    search=("text",),
    about=True,
    filters=(
        Filter("pinned", N_("Memos"), "{t}.pinned = 1", pinned=True),
        Filter("unfiled", N_("Not filed yet"), "{t}.row IS NULL", pinned=True),
        Filter("week", N_("Last 7 days"), "{t}.at >= date(:today, '-7 days')", pinned=True),
    ),
    match_together=("text", "at", "about"),
    aliases={
        "text": ("note", "notes", "content", "备注", "内容", "跟进内容", "跟进记录", "记录", "沟通内容"),
        "type": ("跟进方式", "类型", "kind", "跟进类型"),
        "at": ("date", "time", "when", "日期", "时间", "跟进时间", "跟进日期", "联系时间"),
        "about": ("customer", "contact", "客户", "客户名称", "联系人", "对象", "company"),
        "mark": ("memo colour", "备忘颜色", "便签颜色"),
        "minutes": ("duration", "length", "时长", "通话时长", "用时"),
        "author": ("跟进人", "记录人", "by", "user", "业务员", "创建人"),
    },
)
