"""How stages and opportunities look and are found."""

from __future__ import annotations

from crm_desktop.customers.stances import check_stances
from crm_desktop.entity.describe import Children, Dated, Entity, Filter, Section, Worked
from crm_desktop.entity.fields import Choice, Money, Percent, Whole
from crm_desktop.i18n import N_
from crm_desktop.pipeline.model import DealPerson, Opportunity, Stage

STAGE = Entity(
    model=Stage,
    one=N_("Stage"),
    many=N_("Stages"),
    icon="pipeline",
    title="name",
    sections=(Section(N_("Stage"), ("name", "position", "probability", "outcome")),),
    list=("position", "name", "probability", "outcome"),
    order=("position",),
    tags=False,
    match_together=("name",),
    aliases={"name": ("stage", "阶段", "销售阶段"), "probability": ("概率", "赢率"), "position": ("顺序", "order")},
)

_CHANCE = "coalesce({t}.probability, (SELECT s.probability FROM stage s WHERE s.id = {t}.stage), 0)"

OPPORTUNITY = Entity(
    model=Opportunity,
    one=N_("Opportunity"),
    many=N_("Opportunities"),
    icon="opportunity",
    title="name",
    subtitle=("customer", "stage", "amount"),
    sections=(
        Section(N_("Opportunity"), ("name", "customer", "contact", "stage", "amount", "probability", "close_on")),
        Section(N_("People"), ("people",)),
        Section(N_("Care"), ("owner", "source", "next_step", "next_on")),
        Section(N_("More"), ("created", "closed_on", "lost_reason", "tags", "notes")),
    ),
    list=("name", "customer", "stage", "amount", "chance", "weighted", "close_on", "next_step", "owner"),
    order=("close_on",),
    search=("customer", "next_step"),
    worked=(
        Worked("chance", N_("Chance"), Percent(N_("Chance")), _CHANCE),
        Worked(
            "weighted",
            N_("Weighted amount"),
            Money(N_("Weighted amount")),
            f"({{t}}.amount * {_CHANCE} + 5000) / 10000",
        ),
        Worked(
            "outcome",
            N_("Outcome"),
            Choice(N_("Outcome"), Stage.outcome.options),
            "(SELECT s.outcome FROM stage s WHERE s.id = {t}.stage)",
        ),
    ),
    children=(
        Children(
            name="people",
            title=N_("People in the deal"),
            model=DealPerson,
            link="opportunity",
            fields=("contact", "role", "attitude"),
            key="contact",
            order="position",
        ),
    ),
    check=check_stances,
    filters=(
        Filter("open", N_("In progress"), "{t}.stage IN (SELECT id FROM stage WHERE outcome = 'open')", pinned=True),
        Filter("won", N_("Won"), "{t}.stage IN (SELECT id FROM stage WHERE outcome = 'won')", pinned=True),
        Filter(
            "late",
            N_("Past their close date"),
            "{t}.close_on < :today AND {t}.stage IN (SELECT id FROM stage WHERE outcome = 'open')",
            pinned=True,
        ),
        Filter(
            "no_step",
            N_("No next step"),
            "{t}.next_step IS NULL AND {t}.stage IN (SELECT id FROM stage WHERE outcome = 'open')",
        ),
    ),
    match_together=("name", "customer"),
    dated=Dated("created", "document", ("stage", "amount"), "warning"),
    aliases={
        "name": ("deal", "deal name", "opportunity", "opportunity name", "商机", "商机名称", "项目", "项目名称"),
        "customer": ("company", "account", "客户", "客户名称", "公司"),
        "contact": ("联系人",),
        "stage": ("阶段", "销售阶段", "商机阶段", "sales stage", "status"),
        "amount": ("金额", "预计金额", "商机金额", "value", "deal value", "expected revenue"),
        "probability": ("概率", "赢率", "成功率"),
        "close_on": ("close date", "预计成交日期", "预计成交时间", "预计结束日期"),
        "source": ("来源", "lead source", "商机来源"),
        "owner": ("负责人", "业务员", "salesperson"),
        "next_step": ("下一步", "next action"),
        "created": ("创建时间", "created at", "创建日期"),
        "notes": ("备注", "description", "remarks", "说明"),
    },
)

OPEN_DEALS = Worked(
    "open_deals",
    N_("Open deals"),
    Money(N_("Open deals")),
    "(SELECT sum(o.amount) FROM opportunity o JOIN stage s ON s.id = o.stage"
    " WHERE o.customer = {t}.id AND s.outcome = 'open')",
)

DEAL_COUNT = Worked(
    "deal_count",
    N_("Number of open deals"),
    Whole(N_("Number of open deals")),
    "(SELECT nullif(count(*), 0) FROM opportunity o JOIN stage s ON s.id = o.stage"
    " WHERE o.customer = {t}.id AND s.outcome = 'open')",
)
