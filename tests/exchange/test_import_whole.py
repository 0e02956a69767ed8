"""An import is one change: undone and done again whole, stopped without a trace, its failed rows to be had back."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import openpyxl
import pytest

from crm_desktop import i18n
from crm_desktop.areas import open_company
from crm_desktop.entity.company import Company
from crm_desktop.errors import Cancelled
from crm_desktop.exchange import importing
from crm_desktop.exchange.failed import write_failed
from crm_desktop.store import history
from crm_desktop.store.undo import redo, undo
from tests.exchange.lists import TODAY, bring, bring_rows, counts, csv_file, everything, plans, xlsx_file

ROWS = [
    ("客户名称", "客户编号", "联系人", "手机", "标签", "鞋码", "负责人"),
    ("明远贸易有限公司", "C1", "张伟", "13800138000", "VIP", "42", "李四"),
    ("恒达机电有限公司", "C2", "李娜", "13912345678", "老客户", "43", "李四"),
]


def test_an_undo_takes_back_everything_and_a_redo_brings_it_again(company: Company, tmp_path: Path) -> None:
    bring_rows(company, tmp_path, [("客户名称", "客户编号", "城市"), ("明远贸易有限公司", "C1", "上海")])
    before, columns = everything(company), set(company.columns(company.entity("customer")))
    report = bring(company, csv_file(tmp_path, ROWS))
    assert counts(report.sheets[0]) == (1, 1, 0, 0, 0)
    after = everything(company)
    undo(company.journal, report.entry)
    assert everything(company) == before and set(company.columns(company.entity("customer"))) == columns
    redo(company.journal)
    assert everything(company) == after
    assert company.check() == []


def test_all_sheets_are_one_line_of_history_with_where_they_came_from(company: Company, tmp_path: Path) -> None:
    path = xlsx_file(tmp_path, {"客户": ROWS, "产品": [("产品名称", "产品编号"), ("茶", "P1")]})
    report = bring(company, path)
    newest = next(iter(history.entries(company.journal)))
    assert newest.id == report.entry
    assert newest.title == "Import list.xlsx: 2 customers, 1 product"
    assert newest.detail["import"]["source"] == "list.xlsx"
    assert [(sheet["kind"], sheet["created"]) for sheet in newest.detail["import"]["sheets"]] == [
        ("customer", 2), ("product", 1)
    ]  # fmt: skip


def test_the_rows_read_are_all_accounted_for(company: Company, tmp_path: Path) -> None:
    rows = [("Order No", "Customer"), ("1", "Ann Ltd"), ("2", ""), ("1", "Ann Ltd"), ("3", "Bob Ltd")]
    report = bring_rows(company, tmp_path, rows)
    assert (report.read, report.sum, counts(report)) == (4, 4, (2, 0, 1, 0, 1))


@pytest.mark.parametrize("moment", [1, 3, 6, 9])
def test_an_import_that_is_stopped_leaves_the_file_as_it_was(company: Company, tmp_path: Path, moment: int) -> None:
    before = everything(company)
    asked = 0

    def stop() -> bool:
        nonlocal asked
        asked += 1
        return asked >= moment

    with pytest.raises(Cancelled):
        importing.run(company, plans(company, csv_file(tmp_path, ROWS)), today=TODAY, cancelled=stop)
    assert everything(company) == before
    assert not any(column.custom for column in company.columns(company.entity("customer")).values())
    assert bring(company, csv_file(tmp_path, ROWS)).sheets[0].created == 2


def test_a_fault_while_writing_leaves_the_file_as_it_was(company: Company, tmp_path: Path) -> None:
    before = everything(company)

    def broken(_changed: object) -> None:
        raise RuntimeError("the index is on strike")

    company.journal.before_commit.append(broken)
    with pytest.raises(RuntimeError):
        bring(company, csv_file(tmp_path, ROWS))
    company.journal.before_commit.remove(broken)
    assert everything(company) == before and company.check() == []
    assert bring(company, csv_file(tmp_path, ROWS)).sheets[0].created == 2


def test_a_program_that_is_killed_within_an_import_leaves_the_file_as_it_was(company: Company, tmp_path: Path) -> None:
    bring(company, csv_file(tmp_path, ROWS))
    before, path = everything(company), company.path
    company.close()
    more = csv_file(tmp_path, [ROWS[0], *[(f"新客户{n}", f"N{n}", "", "", "", "", "") for n in range(500)]], "more.csv")
    script = f"""
        import os, signal
        from datetime import date
        from pathlib import Path
        from crm_desktop.areas import open_company
        from crm_desktop.exchange import importing, reading
        company = open_company(Path({str(path)!r}))
        company.journal.before_commit.append(lambda changed: os.kill(os.getpid(), signal.SIGKILL))
        source = reading.read(Path({str(more)!r}))
        importing.run(company, importing.plan(company, source, today=date(2026, 11, 23)), today=date(2026, 11, 23))
    """
    root = Path(__file__).resolve().parents[2]
    around = {**os.environ, "PYTHONPATH": str(root)}
    done = subprocess.run([sys.executable, "-c", textwrap.dedent(script)], cwd=root, env=around, check=False)
    assert done.returncode == -signal.SIGKILL
    with open_company(path) as again:
        assert everything(again) == before and again.check() == []


def test_progress_grows_to_the_end(company: Company, tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    sheets = plans(company, csv_file(tmp_path, ROWS))
    importing.run(company, sheets, today=TODAY, progress=lambda done, total: seen.append((done, total)))
    assert seen[-1] == (2, 2)
    assert [done for done, _total in seen] == sorted(done for done, _total in seen)


def test_looking_at_what_would_happen_changes_nothing(company: Company, tmp_path: Path) -> None:
    before = everything(company)
    entries = company.execute("SELECT count(*) FROM journal_entry").fetchone()
    (plan,) = plans(company, csv_file(tmp_path, ROWS))
    checked = importing.check(company, plan, today=TODAY)
    assert (checked.read, checked.created, checked.new_fields) == (2, 2, {"鞋码": "number"})
    assert importing.check(company, plan, today=TODAY, limit=1).read == 1
    assert everything(company) == before
    assert company.execute("SELECT count(*) FROM journal_entry").fetchone() == entries


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_failed_rows_are_a_workbook_that_is_mended_and_imported_again(
    company: Company, tmp_path: Path, language: str
) -> None:
    i18n.use(language)
    rows = [("Order No", "Customer", "Code"), ("1", "Ann Ltd", "007"), ("2", "", "=1+1"), ("3", "17", "x")]
    report = bring(company, csv_file(tmp_path, rows))
    path = tmp_path / "failed.xlsx"
    assert write_failed(report, path) == 2
    page = openpyxl.load_workbook(path)["list.csv"]
    assert [cell.value for cell in page[1]][:3] == ["Order No", "Customer", "Code"]
    assert [[cell.value for cell in row][:3] for row in page.iter_rows(min_row=2)] == [
        ["2", None, "=1+1"], ["3", "17", "x"]
    ]  # fmt: skip
    assert page["D2"].value == report.sheets[0].failures[0].sentence and page["E2"].value == 3
    assert page["D2"].font.color.rgb.endswith("C4321C") and page["B3"].fill.fill_type == "solid"
    assert page["C2"].data_type == "s"
    mended = openpyxl.load_workbook(path)
    mended["list.csv"]["B2"], mended["list.csv"]["B3"] = "Bob Ltd", "Cid Ltd"
    mended.save(path)
    again = bring(company, path).sheets[0]
    assert (counts(again), again.kind) == ((2, 0, 0, 0, 0), "order")
    assert [target for target in again.mapping.values() if target is None] == [None, None]


def test_a_failed_row_says_where_and_what(company: Company, tmp_path: Path) -> None:
    report = bring_rows(company, tmp_path, [("Order No", "Customer"), ("1", "17")])
    (failure,) = report.failures
    assert (failure.row_number, failure.column) == (2, "Customer") and "17" in failure.sentence


def test_the_rest_of_the_book_is_untouched(company: Company, tmp_path: Path) -> None:
    bring(company, csv_file(tmp_path, ROWS))
    before = everything(company)
    bring_rows(company, tmp_path, [("客户名称", "客户编号"), ("新光", "C9")])
    after = everything(company)
    assert after["customer"][:2] == before["customer"]
    assert {kind: rows for kind, rows in after.items() if kind != "customer"} == {
        kind: rows for kind, rows in before.items() if kind != "customer"
    }


def test_ten_thousand_rows_come_in_and_the_second_time_change_nothing(company: Company, tmp_path: Path) -> None:
    rows = [(f"客户{number}号", f"138{number:08}", f"u{number}@example.com", "上海") for number in range(10_000)]
    path = csv_file(tmp_path, [("客户名称", "手机", "邮箱", "城市"), *rows])
    assert counts(bring(company, path).sheets[0]) == (10_000, 0, 0, 0, 0)
    assert counts(bring(company, path).sheets[0]) == (0, 0, 10_000, 0, 0)
    assert company.check() == []
