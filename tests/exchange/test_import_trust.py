"""Lines I62 to I70 to the letter: nothing half done, failed rows that come back whole, undo whenever, templates."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from crm_desktop import cli, i18n
from crm_desktop.areas import open_company
from crm_desktop.entity import custom, records
from crm_desktop.entity.company import Company
from crm_desktop.entity.content import content_hash
from crm_desktop.entity.tags import tags_of
from crm_desktop.errors import Cancelled
from crm_desktop.exchange import importing
from crm_desktop.exchange.failed import write_failed
from crm_desktop.exchange.writing import export_list, write_template
from crm_desktop.store import history
from crm_desktop.store.undo import undo
from tests.every_entity.filling import full_record
from tests.exchange.lists import TODAY, all_of, bring, bring_rows, counts, csv_file, plans, xlsx_file

LIST = [
    ("客户名称", "客户编号", "手机", "标签", "鞋码", "联系人"),
    ("恒达机电", "A1", "13912345678", "大客户", 42, "王芳"),
    ("明远贸易", "A2", "13700001111", "新", 41, "李娜"),
]
"""Touches a record in every way there is: fields, numbers, tags, a field of the owner's, a person."""


def test_i62_a_cancelled_import_that_changes_everything_leaves_the_file_as_it_was(
    company: Company, tmp_path: Path
) -> None:
    bring_rows(company, tmp_path, [("客户名称", "客户编号", "手机"), ("恒达机电", "A1", "13600002222")])
    before, done = content_hash(company), len(history.entries(company.journal))
    (plan,) = plans(company, csv_file(tmp_path, LIST, "second.csv"), match="overwrite")
    stopped = 0
    for moments in range(200):
        asked = iter([False] * moments)
        try:
            importing.run(company, [plan], today=TODAY, cancelled=lambda asked=asked: next(asked, True))
            break
        except Cancelled:
            stopped += 1
            assert (content_hash(company), len(history.entries(company.journal))) == (before, done)
    assert 5 < stopped < 199 and company.check() == [] and content_hash(company) != before


def test_i62_what_was_committed_is_on_the_disk(company: Company, tmp_path: Path) -> None:
    """A power cut takes what only the system's memory holds: each commit is written through."""
    assert company.execute("PRAGMA synchronous").fetchone() == (2,)
    assert company.execute("PRAGMA journal_mode").fetchone() == ("wal",)


# I63 ------------------------------------------------------------------------------------------------------------------


def test_i63_the_failed_rows_are_the_same_cells_under_the_same_headings(company: Company, tmp_path: Path) -> None:
    """Of each sheet its own, whatever stood above the headings; types, zeros and long numbers as they were."""
    orders = [
        ("Orders of spring", None, None, None), (None, None, None, None),
        ("Order No", "Customer", "Order date", "Code"),
        ("007", "Ann Ltd", date(2024, 3, 5), "001"), ("008", "17", datetime(2024, 3, 6, 10, 30), "0042"),
        ("009", "18", "25.03.2024", "6222020200112233445"),
    ]  # fmt: skip
    goods = [("Product name", "Price", "Product code"), ("Tea", 12.5, "T1"), (None, 3, "+86-1")]
    path = xlsx_file(tmp_path, {"Orders": orders, "Goods": goods})
    report = bring(company, path)
    failed = tmp_path / "failed.xlsx"
    assert write_failed(report, failed) == report.failed == 3
    book = openpyxl.load_workbook(failed)
    assert book.sheetnames == ["Orders", "Goods"]
    assert [cell.value for cell in book["Goods"][2]][:3] == [None, 3, "+86-1"] and book["Goods"]["C2"].data_type == "s"
    assert book["Goods"]["A2"].fill.fgColor.rgb.endswith("FDE8E4")
    page = book["Orders"]
    assert [cell.value for cell in page[1]][:4] == list(orders[2])
    found = [[cell.value for cell in row] for row in page.iter_rows(min_row=2)]
    assert found[0][:4] == list(orders[4]) and found[1][:4] == list(orders[5])
    assert [row[5] for row in found] == [5, 6], "the numbers of the rows in the list"
    for number, failure in enumerate(report.sheets[0].failures, 2):
        red = {cell.column for cell in page[number] if cell.fill.fgColor.rgb.endswith("FDE8E4")}
        assert red == {2, 5} and page.cell(number, 5).value == failure.sentence and failure.column == "Customer"
    page["B2"], page["B3"] = "Bob Ltd", "Cid Ltd"
    book.save(failed)
    again, goods_again = bring(company, failed).sheets
    assert (counts(again), again.warnings, again.faults) == ((2, 0, 0, 0, 0), [], [])
    assert counts(goods_again) == (0, 0, 0, 0, 1), "what was not mended stays out again"
    made = {one["number"]: one for one in all_of(company, "order")}
    assert set(made) == {"007", "008", "009"}
    assert [made[number]["ordered_on"] for number in ("008", "009")] == ["2024-03-06", "2024-03-25"]


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16", "utf-8"])
def test_i63_of_a_text_file_too_and_the_rest_is_not_brought_in_twice(
    company: Company, tmp_path: Path, encoding: str
) -> None:
    path = tmp_path / "订单.csv"
    path.write_bytes("订单号;客户;备注\r\n1;甲公司;好\r\n2;99;“引号”; \r\n3;98;—\r\n".encode(encoding))
    report = bring(company, path)
    failed = tmp_path / "failed.xlsx"
    assert (write_failed(report, failed), report.sheets[0].created) == (2, 1)
    book = openpyxl.load_workbook(failed)
    page = book.active
    assert [cell.value for cell in page[2]][:3] == ["2", "99", "“引号”"]
    page["B2"] = page["B3"] = "乙公司"
    book.save(failed)
    assert counts(bring(company, failed).sheets[0]) == (2, 0, 0, 0, 0)
    assert sorted(one["number"] for one in all_of(company, "order")) == ["1", "2", "3"]
    assert counts(bring(company, path).sheets[0]) == (0, 0, 3, 0, 0), "the first list is known by now"


def test_i63_headings_and_cells_that_a_workbook_takes_otherwise_come_back_as_they_stood(
    company: Company, tmp_path: Path
) -> None:
    rows = [
        ("Order No", "Customer", "=f", "x\x0by", "_x0041_"), ("1", "", "=1+1", "a\x0bb", "_x0042_"),
        ("2", "", "+1", "", "长" * 40_000),
    ]  # fmt: skip
    report = bring(company, csv_file(tmp_path, rows), into="order")
    failed = tmp_path / "failed.xlsx"
    assert write_failed(report, failed) == 2
    page = openpyxl.load_workbook(failed).active
    assert not [cell for line in page.iter_rows() for cell in line if cell.data_type == "f"]
    (plan,) = plans(company, failed)
    assert [column.heading for column in plan.columns][:5] == ["Order No", "Customer", "=f", "x y", "_x0041_"]
    first, second = plan.table.body
    assert first[2:5] == ["=1+1", "ab", "_x0042_"]
    assert second[2] == "+1" and "40,000" in str(second[4])[-60:], "what no cell can hold is said to be cut"


# I66 and I67 ----------------------------------------------------------------------------------------------------------


def test_i66_an_import_is_undone_later_by_its_number_after_the_file_was_closed(
    company: Company, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bring_rows(company, tmp_path, [("客户名称", "客户编号", "手机", "城市"), ("恒达机电", "A1", "13600002222", "苏州")])
    before, path = content_hash(company), company.path
    entry = bring(company, csv_file(tmp_path, LIST, "second.csv"), match="overwrite").entry
    customer = company.entity("customer")
    later = [records.save(company, customer, {"name": f"Later {n} Ltd"}) for n in range(3)]
    company.close()
    words = ["undo", "--entry", str(entry), "--file", str(path), "--lang", "en"]
    assert cli.main(words) == 0 and "Undone: Import second.csv" in capsys.readouterr().out
    with open_company(path) as again:
        records.delete(again, customer, later)
        assert content_hash(again) == before and again.check() == []
    assert cli.main(["redo", "--entry", str(entry), "--file", str(path)]) == 0
    with open_company(path) as again:
        assert [one["name"] for one in all_of(again, "customer")] == ["恒达机电", "明远贸易"]
        assert len(all_of(again, "contact")) == 2 and again.check() == []


def test_i67_a_new_record_that_was_edited_since_stays_whole_and_is_told_once(company: Company, tmp_path: Path) -> None:
    customer = company.entity("customer")
    rows = [("Company", "Phone", "Tags", "Contact name"), ("Probe A Ltd", "020 7946 0101", "fair", "Ada Muster"),
            ("Probe B Ltd", "020 7946 0102", "fair", "Otto Muster")]  # fmt: skip
    report = bring(company, csv_file(tmp_path, rows), into="customer")
    (kept,) = (one["id"] for one in all_of(company, "customer") if one["name"] == "Probe A Ltd")
    records.save(company, customer, {"name": "Probe Alpha Ltd"}, row=kept)
    conflicts = undo(company.journal, report.entry).conflicts
    assert [one.field for one in conflicts if one.table == "customer"] == ["name"]
    (left,) = all_of(company, "customer")
    assert (left["name"], [one["value"] for one in left["reach"]], tags_of(company, customer, kept)) == (
        "Probe Alpha Ltd", ["020 7946 0101"], ["fair"],
    )  # fmt: skip
    assert "Otto Muster" not in str(all_of(company, "contact"))
    assert company.check() == []


def test_i67_an_undo_restores_whatever_an_import_updated_and_keeps_what_was_changed_since(
    company: Company, tmp_path: Path
) -> None:
    customer = company.entity("customer")
    first = [("客户名称", "客户编号", "手机", "城市", "备注"), ("恒达机电", "A1", "13600002222", "苏州", "alt")]
    bring_rows(company, tmp_path, first)
    (row,) = (one["id"] for one in all_of(company, "customer"))
    before = all_of(company, "customer")[0]
    second = [(*LIST[0], "城市", "备注"), (*LIST[1], "上海", "neu"), (*LIST[2], "宁波", "")]
    report = bring(company, csv_file(tmp_path, second, "second.csv"), match="overwrite")
    assert counts(report.sheets[0]) == (1, 1, 0, 0, 0)
    changed = all_of(company, "customer")[0]
    assert changed["city"] == "上海" and len(changed["reach"]) == 2 and changed["tags"] == ["大客户"]
    records.save(company, customer, {"city": "杭州", "next_step": "ring up"}, row=row)
    new = next(one["id"] for one in all_of(company, "customer") if one["name"] == "明远贸易")
    records.save(company, customer, {"street": "中山路1号"}, row=new)
    conflicts = undo(company.journal, report.entry).conflicts
    assert ("customer", row, "city") in {(one.table, one.row, one.field) for one in conflicts}
    now = next(one for one in all_of(company, "customer") if one["id"] == row)
    assert (now["city"], now["next_step"], now["notes"]) == ("杭州", "ring up", "alt")
    assert (now["reach"], now.get("tags"), now["name"]) == (before["reach"], None, "恒达机电")
    assert tags_of(company, customer, row) == [] and "王芳" not in str(all_of(company, "contact"))
    kept = [one for one in all_of(company, "customer") if one["id"] == new]
    assert not kept or ("customer", new) in {(one.table, one.row) for one in conflicts}, "gone, or told that it is not"
    assert company.check() == []


# I70 ------------------------------------------------------------------------------------------------------------------

KINDS = (
    "customer", "contact", "event", "task", "opportunity", "order", "invoice", "payment", "product", "note", "staff",
    "territory", "tier", "stage", "tag", "letter_template",
)  # fmt: skip

WAYS = [
    {"type": "mobile", "value": "13912345678"}, {"type": "phone", "value": "021-50000001"},
    {"type": "email", "value": "a@example.com"}, {"type": "url", "value": "https://example.com"},
    {"type": "wechat", "value": "wx_3"}, {"type": "qq", "value": "10001"}, {"type": "fax", "value": "021-50000002"},
]  # fmt: skip


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_i70_the_template_of_every_kind_with_every_column_filled_imports_without_a_warning(
    company: Company, tmp_path: Path, language: str
) -> None:
    i18n.use(language)
    for kind in KINDS:
        entity = company.entity(kind)
        row = full_record(company, entity, 3)
        if any(children.name == "reach" for children in entity.children):
            records.save(company, entity, {}, row=row, children={"reach": WAYS})
        before, template = _listed(company, kind, row, tmp_path), tmp_path / f"{kind}.xlsx"
        records.delete(company, entity, [row])
        write_template(company, entity, template)
        book = openpyxl.load_workbook(template)
        for at, heading in enumerate([cell.value for cell in book.active[1]], 1):
            book.active.cell(2, at).value = before[heading]
        book.save(template)
        (plan,) = plans(company, template)
        kept = [one.heading for one in plan.columns if one.target is None or ":" in one.target]
        assert (plan.kind, kept) == (kind, [])
        (sheet,) = bring(company, template).sheets
        assert (counts(sheet), sheet.warnings, sheet.faults) == ((1, 0, 0, 0, 0), [], []), kind
        assert _listed(company, kind, sheet.records[0], tmp_path) == before


def _listed(company: Company, kind: str, row: int, folder: Path) -> dict[str, Any]:
    """A record as a list of everything that can be imported shows it: heading and cell."""
    entity, path = company.entity(kind), folder / "listed.xlsx"
    every = [name for name, column in company.columns(entity).items() if column.importable]
    export_list(company, entity, path, columns=every, ids=[row], today=TODAY)
    headings, cells = ([cell.value for cell in line] for line in openpyxl.load_workbook(path).active)
    return dict(zip(headings, cells, strict=True))


# I31 and I71: what a workbook cannot hold -----------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_i31_a_text_that_our_workbook_had_to_cut_never_overwrites_the_whole_one(
    company: Company, tmp_path: Path, language: str
) -> None:
    i18n.use(language)
    customer, long = company.entity("customer"), "长" * 40_000 + "END"
    row = records.save(company, customer, {"name": "Ann Ltd", "code": "A1", "notes": long})
    path = tmp_path / "list.xlsx"
    export_list(company, customer, path, columns=["name", "code", "notes"], today=TODAY)
    assert counts(bring(company, path, match="overwrite").sheets[0]) == (0, 0, 1, 0, 0)
    assert records.read(company, customer, row)["notes"] == long
    book = openpyxl.load_workbook(path)
    book.active["C2"].value = "short"
    book.save(path)
    assert counts(bring(company, path, match="overwrite").sheets[0]) == (0, 1, 0, 0, 0), "another text does"


NASTY = (
    "=1+1", "+86 138", "-5", "@SUM(A1)", "007", "123456789012345678", '"q",x', "x" * 200, "_x0041_", "TRUE", "1E5",
    "\N{GRINNING FACE}\N{ZERO WIDTH JOINER}\N{WOMAN}", "\u05d0\u05d1 \u0627\u0628", "e\u0301", "\u00e9",
    "'quoted", "1900-01-01",
)  # fmt: skip


@pytest.mark.parametrize("ending", [".xlsx", ".csv"])
def test_i71_whatever_is_written_comes_back_as_it_was(company: Company, tmp_path: Path, ending: str) -> None:
    customer = company.entity("customer")
    titles = ("Gr\u00f6\u00dfe (cm)", "a" * 60, "=f", "name;x")
    fields = [custom.add(company, customer, title, "text") for title in titles]
    days = ("1900-01-01", "0001-01-01", "9999-12-31", "1900-02-28", "1899-12-31")
    for at, text in enumerate(NASTY):
        values = {"name": text, "code": f"0{at:03d}", "notes": f"{text}\n{text}", "created": days[at % 5],
                  "bank_account": f"622202020011223344{at % 10}", **dict.fromkeys(fields, text)}  # fmt: skip
        records.save(
            company, customer, values, children={"reach": [{"type": "mobile", "value": f"+86 138001380{at:02d}"}]}
        )
    before, path = content_hash(company), tmp_path / f"list{ending}"
    every = [name for name, column in company.columns(customer).items() if column.importable]
    export_list(company, customer, path, columns=every, today=TODAY)
    sheet = bring(company, path, match="overwrite").sheets[0]
    assert (counts(sheet), sheet.warnings, sheet.faults) == ((0, 0, len(NASTY), 0, 0), [], [])
    assert content_hash(company) == before
