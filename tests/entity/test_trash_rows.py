"""The trash asked about certain records only."""

from __future__ import annotations

from crm_desktop import i18n
from crm_desktop.entity import records, trash
from crm_desktop.entity.company import Company
from crm_desktop.entity.deleting import counts
from crm_desktop.store import history
from crm_desktop.store.journal import Changed
from crm_desktop.ui.touched import touched


def test_of_certain_rows_only_these_are_told_whatever_lies_before_them(company: Company) -> None:
    entity = company.entity("tag")
    rows = [records.save(company, entity, {"name": f"Tag {n}"}) for n in range(4)]
    records.delete(company, entity, rows[:3])
    found = history.trash(company.journal, "tag", limit=1, rows=[rows[0], rows[3]])
    assert [(one.row, trash.title_of(company, entity, one)) for one in found] == [(rows[0], "Tag 0")]


def test_a_deleted_record_is_called_by_its_name_however_many_were_deleted_since(company: Company) -> None:
    entity = company.entity("tag")
    with company.journal.entry("many"):
        rows = [records.save(company, entity, {"name": f"Tag {n}"}) for n in range(1002)]
    records.delete(company, entity, rows[:1])
    records.delete(company, entity, rows[1:])
    assert [one.text for one in touched(company, Changed(0, {"tag": {rows[0]}}, {}))] == ["Tag 0"]


def test_what_goes_along_is_parted_as_the_language_does_it(company: Company) -> None:
    pairs = [(company.entity("event"), 1), (company.entity("note"), 2)]
    assert counts(pairs) == "1 event, 2 notes"
    i18n.use("zh_CN")
    assert counts(pairs) == "1 个日程、2 条跟进记录"
