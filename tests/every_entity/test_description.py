"""Every kind's description: its names exist, its form is complete, its headings are plain."""

from __future__ import annotations

from datetime import date

from crm_desktop import i18n
from crm_desktop.entity import query
from crm_desktop.entity.company import Company
from crm_desktop.entity.describe import Entity
from crm_desktop.entity.query import Condition, ListQuery
from crm_desktop.ui.icons import ROLES
from crm_desktop.values.text import fold
from tests.every_entity.filling import full_record, value_for


def test_every_name_is_a_column(company: Company, entity: Entity) -> None:
    columns = company.columns(entity)
    parts = {children.name for children in entity.children}
    assert set(entity.list) <= set(columns)
    assert {name.lstrip("-") for name in entity.order} <= set(columns)
    assert set(entity.subtitle) <= set(columns)
    assert set(entity.search) <= set(columns) | parts
    assert set(entity.aliases) <= set(columns)
    assert set(entity.match) <= set(columns)
    assert set(entity.match_together) <= set(columns)
    assert entity.title in columns


def test_the_form_has_every_field_once(company: Company, entity: Entity) -> None:
    shown = [name for section in entity.sections for name in section.fields]
    assert len(shown) == len(set(shown))
    parts = {children.name for children in entity.children}
    columns = {name for name, column in company.columns(entity).items() if column.stored or name in ("tags", "about")}
    assert set(shown) <= columns | parts
    hidden = columns - set(shown)
    needed = {name for name in hidden if company.column(entity, name).kind.required}
    assert needed == set()
    # What a person may fill is on the form; what follows from other fields is not.
    assert hidden <= {"net", "tax", "gross", "position", "hash", "size", "text"}


def test_every_kind_can_be_listed_found_and_recognised(entity: Entity) -> None:
    assert entity.list
    assert entity.order
    assert entity.match or entity.match_together
    assert entity.one != entity.many or entity.one in ("Staff",)
    assert entity.icon in ROLES


def test_no_heading_means_two_columns(company: Company, entity: Entity) -> None:
    for language in i18n.LANGUAGES:
        i18n.use(language)
        seen: dict[str, str] = {}
        for name, column in company.columns(entity).items():
            heading = fold(column.title)
            assert heading not in seen, f"{column.title}: {seen[heading]} and {name}"
            seen[heading] = name
    meant: dict[str, str] = {}
    for name, words in entity.aliases.items():
        for word in words:
            assert meant.setdefault(fold(word), name) == name, word


def test_every_column_sorts_and_filters_in_sql(company: Company, entity: Entity, today: date) -> None:
    row = full_record(company, entity, 3)
    for name, column in company.columns(entity).items():
        for order in (name, "-" + name):
            assert row in query.ids(company, entity, ListQuery(order=(order,)), today=today)
        for operation in query.operations(column.kind):
            raw = value_for(company, name, column.field, 3) if column.field is not None else "x"
            pairs = {"in": [raw], "between": (raw, raw), "last_days": 5, "next_days": 5, "older_days": 5}
            pairs["period"] = "this-month"
            value = pairs.get(operation, raw)
            query.count(company, entity, ListQuery(conditions=(Condition(name, operation, value),)), today=today)
    for ready in entity.filters:
        query.count(company, entity, ListQuery(ready=(ready.name,)), today=today)
    query.sums(
        company,
        entity,
        ListQuery(),
        [name for name, column in company.columns(entity).items() if column.kind.summable],
        today=today,
    )


def test_every_kind_is_counted_by_its_own_word(company: Company, entity: Entity) -> None:
    """People and companies are counted by 个, papers by 张: 条 belongs to lines and notes alone."""
    assert entity.count(1) == f"1 {entity.singular.lower()}"
    assert entity.count(1200) == f"1,200 {entity.plural.lower()}"
    i18n.use("zh_CN")
    try:
        lines = dict.fromkeys(("note", "order_line", "invoice_line"), "条")
        words = {"invoice": "张", "payment": "笔", "staff": "名", **lines}
        assert entity.count(8) == f"8 {words.get(entity.name, '个')}{entity.plural.lower()}"
    finally:
        i18n.use("en")
