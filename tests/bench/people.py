"""A large invented customer list for measurements, the same each time: Chinese and Latin names, towns, phones."""

from __future__ import annotations

import random
from pathlib import Path

from crm_desktop.areas import new_company
from crm_desktop.customers.model import Customer, Reach, reach_key
from crm_desktop.entity.company import Company
from crm_desktop.values.text import sort_key

TOWNS = ("上海", "北京", "苏州", "杭州", "广州", "深圳", "成都", "宁波", "Lund", "Porto", "Graz", "Cork")
SYLLABLES = (
    "明远华信宏达博纳锦城云栖海曙南粤天成利丰恒泰瑞安金鼎东方新源长青永盛嘉禾百川兴隆凯旋鸿运福临顺德泰和康健祥云"
    "启航卓越万象星辰蓝天绿源红杉白云紫光青山碧水朝阳晨曦晓峰雅居雨田春华秋实冬至夏荷梅兰竹菊松柏桃李杏林"
)
TRADES = ("贸易", "科技", "机械", "食品", "电子", "文创", "茶业", "酒店", "建材", "物流", "服饰", "包装")
LATIN = ("blue", "lake", "stone", "river", "north", "oak", "silver", "maple", "harbor", "summit", "cedar", "amber",
         "fjord", "prairie", "meadow", "copper", "willow", "granite", "velvet", "lumen")  # fmt: skip


def name_of(random_: random.Random) -> str:
    if random_.random() < 0.7:
        core = "".join(random_.choice(SYLLABLES) for _n in range(random_.choice((2, 2, 3))))
        return f"{random_.choice(TOWNS[:8])}{core}{random_.choice(TRADES)}有限公司"
    return f"{random_.choice(LATIN).title()}{random_.choice(LATIN)} {random_.choice(LATIN).title()} Ltd"


def large_company(path: Path, size: int, *, phones: bool = True, index: bool = True) -> Company:
    """A company file of `size` customers, each with a mobile number."""
    random_ = random.Random(1)
    company = new_company(path)
    if not index:
        company.journal.before_commit.clear()
    columns = ("name", "name_key", "code", "type", "status", "city", "street", "created")
    with company.journal.entry("Invented customers"):

        def customers():  # type: ignore[no-untyped-def]
            for number in range(size):
                name = name_of(random_)
                yield (name, sort_key(name), f"K{number:07d}", "company", random_.choice(("lead", "customer", "key")),
                       random_.choice(TOWNS), f"{random_.randrange(999)} Long Road", "2026-01-01")  # fmt: skip

        ids = company.journal.bulk_insert(Customer, columns, customers())
        if phones:
            numbers = (f"1{random_.choice('3578')}{random_.randrange(10**9):09d}" for _id in ids)
            rows = ((row, "mobile", number, reach_key(number), 1) for row, number in zip(ids, numbers, strict=True))
            company.journal.bulk_insert(Reach, ("customer", "type", "value", "key", "position"), rows)
    return company
