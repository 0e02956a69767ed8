"""Attached files as a kind of record of their own: listed, searched by name and text, deleted like any other."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from crm_desktop.entity.describe import ChildRows, Dated, Entity, Filter, Section, Values
from crm_desktop.entity.parts import Attachment
from crm_desktop.i18n import N_, _

if TYPE_CHECKING:
    from crm_desktop.entity.company import Company


def _has_content(_company: Company, values: Values, _children: ChildRows) -> Mapping[str, str] | None:
    if not values.get("hash") and not values.get("place"):
        return {"place": _("Say where the file lies; or drop it on the record, and it is kept inside.")}
    return None


ATTACHMENT = Entity(
    model=Attachment,
    one=N_("File"),
    many=N_("Files"),
    icon="attach",
    title="name",
    subtitle=("about", "at", "size"),
    sections=(Section(N_("File"), ("name", "about", "at", "place", "tags")),),
    list=("name", "about", "size", "at"),
    order=("-at",),
    search=("place", "text"),
    about=True,
    dated=Dated("at", "file"),
    filters=(Filter("linked", N_("Linked, not kept inside"), "{t}.hash IS NULL", pinned=True),),
    match_together=("name", "about", "hash", "place"),
    check=_has_content,
    aliases={
        "name": ("file", "file name", "文件", "文件名"),
        "about": ("record", "belongs to", "对象"),
        "place": ("path", "路径"),
    },
)
