"""Tags as a kind of record of their own: listed, renamed, coloured and deleted like any other."""

from __future__ import annotations

from crm_desktop.entity.describe import Entity, Section, Worked
from crm_desktop.entity.fields import Whole
from crm_desktop.entity.parts import Tag
from crm_desktop.i18n import N_

TAG = Entity(
    model=Tag,
    one=N_("Tag"),
    many=N_("Tags"),
    icon="tag",
    title="name",
    sections=(Section(N_("Tag"), ("name", "tone")),),
    list=("name", "tone", "uses"),
    order=("name",),
    tags=False,
    worked=(Worked("uses", N_("Used"), Whole(N_("Used")), "(SELECT count(*) FROM tagging x WHERE x.tag = {t}.id)"),),
    match_together=("name",),
    aliases={"name": ("tag", "label", "标签", "标签名称"), "tone": ("colour", "color", "颜色")},
)
