"""Filters, order and sums beyond a kind's own columns: of linked records, and of the records that belong here."""

from __future__ import annotations

from datetime import date

from crm_desktop.entity import paths, query
from crm_desktop.entity.columns import Rows
from crm_desktop.entity.company import Company
from crm_desktop.entity.describe import Entity
from crm_desktop.entity.query import READY, Condition, ListQuery
from tests.every_entity.filling import full_record

VALUES = {"in": ["1"], "between": ("1", "2"), "last_days": 5, "next_days": 5, "older_days": 5, "period": "this-month"}


def test_every_linked_column_filters_sorts_and_is_read(company: Company, entity: Entity, today: date) -> None:
    row = full_record(company, entity, 3)
    for link, target in paths.links(company, entity):
        for name in company.columns(target):
            column = company.column(entity, f"{link}.{name}")
            assert row in query.ids(company, entity, ListQuery(order=(column.name,)), today=today)
            assert row in query.page(company, entity, [row], [column.name])
            for operation in query.operations(column.kind):
                asked = Condition(column.name, operation, VALUES.get(operation, "1"))
                query.count(company, entity, ListQuery(conditions=(asked,)), today=today)


def test_a_filter_and_its_opposite_divide_every_list(company: Company, entity: Entity, today: date) -> None:
    full_record(company, entity, 3)
    every = query.count(company, entity, ListQuery(), today=today)

    def count(condition: Condition) -> int:
        return query.count(company, entity, ListQuery(conditions=(condition,)), today=today)

    for link, target in paths.links(company, entity):
        for name in company.columns(target):
            at = f"{link}.{name}"
            assert count(Condition(at, "empty")) + count(Condition(at, "filled")) == every, at
    for relation in paths.relations(company, entity):
        assert count(Condition(relation.name, "none")) + count(Condition(relation.name, "some")) == every


def test_what_belongs_here_is_counted_summed_and_narrowed(company: Company, entity: Entity, today: date) -> None:
    row = full_record(company, entity, 3)
    for relation in paths.relations(company, entity):
        narrowed = tuple(Condition(READY, "is", ready.name) for ready in relation.other.filters)
        for column in paths.measures(company, entity, relation):
            assert row in query.ids(company, entity, ListQuery(order=(f"-{column.name}",)), today=today)
            for operation in query.operations(column.kind):
                asked = Condition(column.name, operation, VALUES.get(operation, "1"), narrowed)
                query.count(company, entity, ListQuery(conditions=(asked,)), today=today)
        assert isinstance(company.column(entity, relation.name).kind, Rows)
