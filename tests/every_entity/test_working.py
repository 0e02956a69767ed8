"""What holds for every kind of record: save, read, search, undo, trash, history, change of many."""

from __future__ import annotations

from datetime import date

from crm_desktop.entity import query, records
from crm_desktop.entity.company import Company
from crm_desktop.entity.describe import Entity
from crm_desktop.entity.query import ListQuery
from crm_desktop.store import history
from crm_desktop.store.undo import redo, restore, undo
from tests.every_entity.filling import full_children, full_record, full_values, snapshot


def test_a_record_reads_as_it_was_saved(company: Company, entity: Entity) -> None:
    values, children = full_values(company, entity, 5), full_children(company, entity, 5)
    row = records.save(company, entity, values, children=children)
    read = records.read(company, entity, row)
    assert {name: read[name] for name in values} == values
    for one in entity.children:
        kept = records.read_children(company, one, row)
        assert [{name: child[name] for name in one.fields} for child in kept] == children[one.name]


def test_saving_again_changes_nothing(company: Company, entity: Entity) -> None:
    row = full_record(company, entity, 5)
    before, lines = snapshot(company), history.size(company.journal)
    children = {one.name: records.read_children(company, one, row) for one in entity.children}
    records.save(company, entity, records.read(company, entity, row), row=row, children=children)
    assert snapshot(company) == before
    assert history.size(company.journal) == lines


def test_undo_and_redo_restore_exactly(company: Company, entity: Entity) -> None:
    full_record(company, entity, 1)
    first = snapshot(company)
    row = full_record(company, entity, 2)
    second = snapshot(company)
    records.save(company, entity, full_values(company, entity, 4), row=row, children=full_children(company, entity, 4))
    third = snapshot(company)
    records.delete(company, entity, [row])
    fourth = snapshot(company)
    for state in (third, second, first):
        assert undo(company.journal).conflicts == ()
        assert snapshot(company) == state
        assert company.check() == []
    for state in (second, third, fourth):
        assert redo(company.journal).conflicts == ()
        assert snapshot(company) == state
        assert company.check() == []


def test_a_deleted_record_comes_back_whole_from_the_trash(company: Company, entity: Entity) -> None:
    row = full_record(company, entity, 2)
    before = snapshot(company)
    records.delete(company, entity, [row])
    assert (entity.name, row) in {(deleted.table, deleted.row) for deleted in history.trash(company.journal)}
    restore(company.journal, entity.name, row, "Restore")
    assert snapshot(company) == before
    assert company.check() == []
    assert entity.name not in {deleted.table for deleted in history.trash(company.journal)}


def test_what_stays_without_a_deleted_record_links_to_it_again_once_it_is_restored(
    company: Company, entity: Entity
) -> None:
    row = full_record(company, entity, 2)
    linked = [
        records.save(company, other, {**full_values(company, other, number), name: row})
        for number, (other, name) in enumerate(company.referrers(entity), 3)
        if other.fields()[name].on_delete == "SET NULL"
    ]
    before = snapshot(company)
    if not linked:
        return
    records.delete(company, entity, [row])
    assert snapshot(company) != before
    restore(company.journal, entity.name, row, "Restore")
    assert snapshot(company) == before
    assert company.check() == []


def test_search_finds_it_and_a_percent_sign_does_not_match_all(company: Company, entity: Entity, today: date) -> None:
    row = full_record(company, entity, 2)
    if not entity.search:
        return
    named = company.title(entity, row)
    assert (entity.name, row) in company.index.find(named, 20, [entity.name])
    assert row in query.ids(company, entity, ListQuery(words=named[:4]), today=today)
    for sign in ("%", "_", '"', "*", "'", "%%", "a%", "NEAR(", "AND", "-"):
        found = company.index.find(sign + "zq", 20)
        assert found == []
        assert len(query.ids(company, entity, ListQuery(words=sign + "zq"), today=today)) == 0


def test_history_tells_what_was_changed(company: Company, entity: Entity) -> None:
    row = full_record(company, entity, 2)
    name = next(
        name for name, column in company.columns(entity).items()
        if column.stored and column.kind.editor in ("line", "word", "text", "money", "number")
    )  # fmt: skip
    before = records.read(company, entity, row)[name]
    after = before + 1 if isinstance(before, int) else before + " new"
    records.change_field(company, entity, [row], name, after)
    newest = history.of_record(company.journal, entity.name, row)[0]
    line = next(line for line in newest.lines if line.field == name)
    assert (line.before, line.after) == (before, after)


def test_many_are_changed_and_deleted_at_once(company: Company, entity: Entity) -> None:
    rows = [full_record(company, entity, number) for number in range(3, 7)]
    name = next((
        name for name, column in company.columns(entity).items()
        if column.stored and column.kind.editor in ("line", "word", "text", "money", "number")
        and name not in {unique.name for unique in records.unique_fields(entity)}
    ), None)  # fmt: skip
    if name is None:
        return
    raw = records.read(company, entity, rows[0])[name]
    before = snapshot(company)
    assert records.change_field(company, entity, rows, name, raw) == 3
    assert {records.read(company, entity, row)[name] for row in rows} == {raw}
    assert company.check() == []
    undo(company.journal)
    assert snapshot(company) == before
    assert records.delete(company, entity, rows) == 4
    undo(company.journal)
    assert snapshot(company) == before


def test_a_copy_of_the_list_is_the_list(company: Company, entity: Entity, today: date) -> None:
    rows = [full_record(company, entity, number) for number in range(6)]
    found = query.ids(company, entity, ListQuery(), today=today)
    assert set(rows) <= set(found)
    assert query.count(company, entity, ListQuery(), today=today) == len(found)
    names = list(company.columns(entity))
    page = query.page(company, entity, found, names)
    streamed = {row[0]: row[1:] for row in query.every(company, entity, ListQuery(), names, today=today)}
    assert page == streamed
