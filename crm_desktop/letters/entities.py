"""How templates of letters look and are found."""

from __future__ import annotations

from collections.abc import Mapping

from crm_desktop.entity.company import Company
from crm_desktop.entity.describe import ChildRows, Entity, Filter, Section, Values
from crm_desktop.i18n import N_, _
from crm_desktop.letters.fields import named_in, resolve
from crm_desktop.letters.model import LetterTemplate


def _known_fields_only(company: Company, values: Values, _children: ChildRows) -> Mapping[str, str] | None:
    faults = {}
    for name in ("subject", "text", "message"):
        for asked in named_in(values.get(name) or ""):
            if resolve(company, asked) is None:
                told = _("{field}: there is no field “{name}”. Write it like customer.name or greeting.")
                faults[name] = told.format(field=LetterTemplate._meta.fields[name].title, name=asked)
    return faults


LETTER_TEMPLATE = Entity(
    model=LetterTemplate,
    one=N_("Letter template"),
    many=N_("Letter templates"),
    icon="mail",
    title="name",
    subtitle=("language", "subject"),
    sections=(
        Section(N_("Letter template"), ("name", "language", "role")),
        Section(N_("Text"), ("subject", "text", "message")),
        Section(N_("More"), ("tags",)),
    ),
    list=("name", "language", "role", "subject"),
    order=("language", "name"),
    search=("subject", "text"),
    serves=True,
    check=_known_fields_only,
    filters=(
        Filter("english", N_("In English"), "{t}.language = 'en'", pinned=True),
        Filter("chinese", N_("In Chinese"), "{t}.language = 'zh_CN'", pinned=True),
    ),
    match_together=("name", "language"),
    aliases={
        "name": ("template", "template name", "模板", "模板名称"),
        "language": ("语言",),
        "subject": ("主题", "标题"),
        "text": ("body", "content", "正文", "内容"),
        "message": ("wechat text", "短消息", "微信内容"),
    },
)
