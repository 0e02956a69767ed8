"""What an import leaves: where each record came from, a saved view of what came in, mass edits that can be undone."""

from __future__ import annotations

import random
from pathlib import Path

from crm_desktop.entity import query, records
from crm_desktop.entity.changes import changes_of
from crm_desktop.entity.company import Company
from crm_desktop.entity.origins import Origin, origins, pairs, runs
from crm_desktop.entity.query import ListQuery
from crm_desktop.entity.tags import add_tag, tags_of
from crm_desktop.entity.views import save_view, views_of
from crm_desktop.errors import Cancelled
from crm_desktop.exchange import importing
from crm_desktop.exchange.arrivals import view_of
from crm_desktop.store import history, undo
from tests.exchange.lists import TODAY, all_of, bring, bring_rows, counts, csv_file, everything, plans, xlsx_file

ROWS = [("客户名称", "联系人", "城市"), ("明远贸易", "张伟", "上海"), ("恒达机电", "李娜", "苏州"),
        ("明远贸易", "王芳", "北京")]  # fmt: skip


def shown(company: Company, kind: str, asked: ListQuery) -> list[int]:
    return sorted(query.ids(company, company.entity(kind), asked, today=TODAY))


def test_runs_of_numbers_are_kept_in_little_room_and_come_back_the_same() -> None:
    numbers = [*range(2, 60_000), *range(60_001, 100_003), 7, 7, 3]
    text = runs(numbers)
    assert text == "2-59999 60001-100002 7 7 3"
    assert [number for first, last in pairs(text) for number in range(first, last + 1)] == numbers
    mixed = random.Random(1).sample(range(5000), 1000)
    assert [number for first, last in pairs(runs(mixed)) for number in range(first, last + 1)] == mixed
    assert runs([]) == ""


def test_every_record_knows_its_file_sheet_and_row(company: Company, tmp_path: Path) -> None:
    path = xlsx_file(tmp_path, {"说明": [("请看下一页",)], "名单": [("我们的客户",), (), *ROWS]}, "客户.xlsx")
    bring(company, path)
    (done,) = [one for one in history.entries(company.journal) if "import" in one.detail]
    assert origins(done.detail, "customer", 1) == [Origin("客户.xlsx", "名单", 4), Origin("客户.xlsx", "名单", 6)]
    assert origins(done.detail, "customer", 2) == [Origin("客户.xlsx", "名单", 5)]
    assert [origins(done.detail, "contact", row)[0].row for row in (1, 2, 3)] == [4, 5, 6]
    assert origins(done.detail, "customer", 3) == []
    (change,) = changes_of(company, company.entity("customer"), 2)
    assert change.lines[0] == "from 客户.xlsx, sheet 名单, row 5"


def test_a_record_made_for_a_link_knows_the_row_that_named_it_first(company: Company, tmp_path: Path) -> None:
    report = bring_rows(company, tmp_path, [("姓名", "公司"), ("张伟", ""), ("李娜", "明远"), ("王芳", "明远")])
    assert report.new_linked == {"customer": 1}
    (change,) = changes_of(company, company.entity("customer"), 1)
    assert change.lines[0] == "from list.csv, row 3"


def test_an_update_is_told_with_its_row_too_and_a_text_file_has_no_sheet(company: Company, tmp_path: Path) -> None:
    bring_rows(company, tmp_path, ROWS, name="first.csv", into="customer")
    bring_rows(company, tmp_path, [("客户名称", "邮编"), ("新光", "1"), ("恒达机电", "215000")], name="second.csv")
    newest, oldest = changes_of(company, company.entity("customer"), 2)
    assert (newest.lines[0], oldest.lines[0]) == ("from second.csv, row 3", "from first.csv, row 3")
    undo.undo(company.journal)
    assert "from" not in " ".join(changes_of(company, company.entity("customer"), 2)[0].lines)


def test_100_000_rows_take_one_line_of_the_entry(company: Company, tmp_path: Path) -> None:
    rows = [("客户名称",), *((f"样例{number}厂",) for number in range(3000))]
    report = bring(company, csv_file(tmp_path, rows))
    done = history.entry(company.journal, report.entry or 0)
    assert done is not None
    assert done.detail["import"]["sheets"][0]["from"] == {"customer": {"made": "1-3000", "made_rows": "2-3001"}}


def test_i69_an_import_leaves_a_saved_view_that_can_be_worked_on(company: Company, tmp_path: Path) -> None:
    entity = company.entity("customer")
    records.save(company, entity, {"name": "老客户"})
    records.save(company, entity, {"name": "恒达机电"})
    report = bring(company, csv_file(tmp_path, ROWS, "客户.csv"))
    view = view_of(company, entity, report.entry or 0)
    assert view is not None and view.name == "From 客户.csv"
    came = shown(company, "customer", view.query)
    assert came == [2, 3]
    before = everything(company)
    records.change_field(company, entity, came, "city", "宁波")
    assert [one.get("city") for one in all_of(company, "customer")] == [None, "宁波", "宁波"]
    undo.undo(company.journal)
    add_tag(company, entity, came, "展会")
    assert [tags_of(company, entity, row) for row in (1, *came)] == [[], ["展会"], ["展会"]]
    undo.undo(company.journal)
    records.delete(company, entity, came)
    assert len(all_of(company, "customer")) == 1
    undo.undo(company.journal)
    assert everything(company) == before
    undo.undo(company.journal, report.entry)
    assert views_of(company, entity) == [] and len(all_of(company, "customer")) == 2


def test_the_view_filters_many_runs_and_goes_with_other_filters(company: Company, tmp_path: Path) -> None:
    entity = company.entity("customer")
    bring_rows(company, tmp_path, [("客户名称",), *((f"样例{number}厂",) for number in range(1000))])
    some = [("客户名称", "城市"), *((f"样例{number}厂", "上海") for number in range(0, 1000, 2))]
    report = bring(company, csv_file(tmp_path, some, "some.csv"))
    view = view_of(company, entity, report.entry or 0)
    assert view is not None
    assert shown(company, "customer", view.query) == list(range(1, 1001, 2))
    assert shown(company, "customer", view.query.with_(words="样例10厂")) == [11]


def test_a_kind_keeps_the_views_of_its_last_three_imports(company: Company, tmp_path: Path) -> None:
    entity = company.entity("customer")
    save_view(company, entity, "Mine", ListQuery())
    for number in range(5):
        rows = [("客户名称",), (f"甲{number}厂",), (f"乙{number}厂",)]
        bring_rows(company, tmp_path, rows, name=f"list{number}.csv")
    assert [view.name for view in views_of(company, entity)] == [
        "Mine", "From list2.csv", "From list3.csv", "From list4.csv",
    ]  # fmt: skip
    bring_rows(company, tmp_path, [("客户名称",), ("丙厂",), ("丁厂",)], name="list3.csv")
    assert [view.name for view in views_of(company, entity)][1:] == [
        "From list2.csv", "From list4.csv", "From list3.csv",
    ]  # fmt: skip


def test_one_record_or_none_leaves_no_view(company: Company, tmp_path: Path) -> None:
    bring_rows(company, tmp_path, [("客户名称",), ("甲厂",)])
    bring_rows(company, tmp_path, [("客户名称",), ("甲厂",)])
    assert views_of(company, company.entity("customer")) == []


def test_a_stopped_import_leaves_neither_view_nor_entry(company: Company, tmp_path: Path) -> None:
    (plan,) = plans(company, csv_file(tmp_path, ROWS), into="customer")
    before, done = everything(company), len(history.entries(company.journal))
    for moments in range(200):
        asked = iter([False] * moments)
        try:
            importing.run(company, [plan], today=TODAY, cancelled=lambda asked=asked: next(asked, True))
        except Cancelled:
            assert (everything(company), len(history.entries(company.journal))) == (before, done)
            assert views_of(company, company.entity("customer")) == []
        else:
            break
    assert 5 < moments < 199
    undo.undo(company.journal)
    assert counts(importing.run(company, [plan], today=TODAY).sheets[0]) == (2, 1, 0, 0, 0)
