"""Lines I60 to I71 of the acceptance list: what an import does to the company file, and what an undo gives back."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import textwrap
import time
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from crm_desktop import demo, i18n
from crm_desktop.areas import open_company
from crm_desktop.entity import records
from crm_desktop.entity.company import Company
from crm_desktop.entity.content import content_hash
from crm_desktop.errors import Told, Trouble
from crm_desktop.exchange import importing
from crm_desktop.exchange.failed import write_failed
from crm_desktop.exchange.writing import export_list, write_template
from crm_desktop.store.undo import undo
from tests.exchange.lists import TODAY, all_of, bring, bring_rows, counts, csv_file, plans, xlsx_file

ROOT = Path(__file__).resolve().parents[2]
HEADINGS = ("客户名称", "客户编号", "手机", "城市", "鞋码")
MOMENTS = {
    "reading": "from crm_desktop.exchange import csvs; kill(reading, 'read_csv')",
    "mapping": "kill(importing, 'plan')",
    "matching": "kill(importing, 'settle')",
    "writing": "kill(importing, 'store')",
    "indexing": "from crm_desktop.entity.index import SearchIndex; kill(SearchIndex, '_insert')",
    "committing": "company.journal.before_commit.append(lambda changed: end())",
}
CHILD = """
import os, signal, sys
from datetime import date
from pathlib import Path
from crm_desktop.areas import open_company
from crm_desktop.exchange import importing, reading
def end():
    os.kill(os.getpid(), signal.SIGKILL)
def kill(module, name):
    real = getattr(module, name)
    def killed(*given, **named):
        result = real(*given, **named)
        end()
        return result
    setattr(module, name, killed)
company = open_company(Path({path!r}))
today = date(2026, 11, 23)
{moment}
source = reading.read(Path({source!r}))
importing.run(company, importing.plan(company, source, today=today), today=today)
"""


def child(path: Path, source: Path, moment: str) -> int:
    script = textwrap.dedent(CHILD).format(path=str(path), source=str(source), moment=moment)
    around = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, env=around, capture_output=True, check=False)
    return done.returncode


def many(folder: Path, count: int, name: str = "many.csv") -> Path:
    rows = [(f"客户{n}号", f"N{n}", f"138{n:08}", "上海", n % 9) for n in range(count)]
    return csv_file(folder, [HEADINGS, *rows], name)


def test_i60_rows_read_are_created_updated_unchanged_skipped_and_failed(company: Company, tmp_path: Path) -> None:
    bring_rows(company, tmp_path, [("Order No", "Customer", "Note"), ("1", "Ann Ltd", "x"), ("2", "Bob Ltd", "")])
    rows = [("Order No", "Customer", "Note"), ("1", "Ann Ltd", "x"), ("2", "Bob Ltd", "new"), ("3", "Cid Ltd", ""),
            ("4", "", ""), ("5", "17", ""), ("6", "Dan Ltd", "")]  # fmt: skip
    report = bring(company, csv_file(tmp_path, rows, "second.csv"))
    (sheet,) = report.sheets
    assert sheet.read == sheet.sum == len(rows) - 1
    assert (sheet.unchanged, sheet.updated, sheet.created, sheet.failed) == (1, 1, 2, 2)
    assert [failure.row_number for failure in sheet.failures] == [5, 6]
    assert all(failure.sentence for failure in sheet.failures)
    assert len(all_of(company, "order")) == 4
    assert "6" in report.sentence()


def test_i61_the_result_equals_the_database_and_a_second_run_changes_nothing(company: Company, tmp_path: Path) -> None:
    path = many(tmp_path, 300)
    report = bring(company, path)
    stored = company.execute("SELECT count(*) FROM customer").fetchone()[0]
    assert report.sheets[0].created == stored == len(report.sheets[0].records) == 300
    before = content_hash(company)
    again = bring(company, path)
    assert (counts(again.sheets[0]), again.entry) == ((0, 0, 300, 0, 0), None)
    assert content_hash(company) == before


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no kill -9 on this system")
@pytest.mark.parametrize("moment", MOMENTS)
def test_i62_a_kill_at_any_moment_leaves_the_file_as_it_was(company: Company, tmp_path: Path, moment: str) -> None:
    bring_rows(company, tmp_path, [("客户名称", "客户编号", "城市"), ("明远贸易有限公司", "N1", "")])
    before, path = content_hash(company), company.path
    company.close()
    source = many(tmp_path, 400)
    assert child(path, source, MOMENTS[moment]) == -signal.SIGKILL
    with open_company(path) as again:
        assert content_hash(again) == before and again.check() == []
        assert not [column for column in again.columns(again.entity("customer")).values() if column.custom]
        assert bring(again, source).sheets[0].created == 399


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no kill -9 on this system")
def test_i62_a_kill_by_the_clock_leaves_all_or_nothing(company: Company, tmp_path: Path) -> None:
    before, path = content_hash(company), company.path
    company.close()
    source = many(tmp_path, 3000)
    script = textwrap.dedent(CHILD).format(path=str(path), source=str(source), moment="print('begun', flush=True)")
    around = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
    for wait in (0.05, 0.3, 0.6):
        with subprocess.Popen([sys.executable, "-c", script], cwd=ROOT, env=around, stdout=subprocess.PIPE) as running:
            assert running.stdout is not None and running.stdout.readline().strip() == b"begun"
            time.sleep(wait)
            running.kill()
        with open_company(path) as again:
            count = again.execute("SELECT count(*) FROM customer").fetchone()[0]
            assert again.check() == [] and (count == 3000 or content_hash(again) == before)


@pytest.mark.skipif(sys.platform == "win32", reason="no limits on the size of files on this system")
def test_i62_a_full_disk_leaves_the_file_as_it_was_and_is_said(company: Company, tmp_path: Path) -> None:
    before, path = content_hash(company), company.path
    company.close()
    source = many(tmp_path, 20_000)
    limit = path.stat().st_size + 400_000
    script = f"""
        import resource, signal
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, {limit}))
        from crm_desktop import cli
        raise SystemExit(cli.main(["import", {str(source)!r}, "--file", {str(path)!r}, "--lang", "en"]))
    """
    around = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
    line = [sys.executable, "-c", textwrap.dedent(script)]
    done = subprocess.run(line, cwd=ROOT, env=around, capture_output=True, text=True, check=False)
    assert done.returncode == 1 and len(done.stderr.strip().splitlines()) == 1 and "disk" in done.stderr.lower()
    with open_company(path) as again:
        assert content_hash(again) == before and again.check() == []


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_i63_failed_rows_come_back_with_reasons_and_only_these_are_imported(
    company: Company, tmp_path: Path, language: str
) -> None:
    i18n.use(language)
    rows = [("Order No", "Customer", "Code"), ("1", "Ann Ltd", "007"), ("2", "", "=1+1"), ("3", "17", "x")]
    report = bring(company, xlsx_file(tmp_path, {"Orders": rows}))
    path = tmp_path / "failed.xlsx"
    assert write_failed(report, path) == report.failed == 2
    page = openpyxl.load_workbook(path)["Orders"]
    assert [cell.value for cell in page[1]][:3] == list(rows[0])
    for row, failure in zip((2, 3), report.sheets[0].failures, strict=True):
        assert page.cell(row, 4).value == failure.sentence and page.cell(row, 5).value == failure.row_number
        assert page.cell(row, 2).fill.fgColor.rgb.endswith("FDE8E4")
        assert page.cell(row, 4).font.color.rgb.endswith("C4321C")
        assert page.cell(row, 3).data_type != "f"
    mended = openpyxl.load_workbook(path)
    mended["Orders"]["B2"], mended["Orders"]["B3"] = "Bob Ltd", "Cid Ltd"
    mended.save(path)
    again = bring(company, path).sheets[0]
    assert (counts(again), again.read) == ((2, 0, 0, 0, 0), 2)
    assert len(all_of(company, "order")) == 3


def test_i64_a_hundred_thousand_rows_come_in_with_progress(company: Company, tmp_path: Path) -> None:
    rows = [(f"客户{n}号", f"N{n}") for n in range(100_000)]
    told: list[tuple[int, int]] = []
    sheets = plans(company, csv_file(tmp_path, [HEADINGS[:2], *rows]))
    report = importing.run(company, sheets, today=TODAY, progress=lambda done, total: told.append((done, total)))
    assert counts(report.sheets[0]) == (100_000, 0, 0, 0, 0)
    assert company.execute("SELECT count(*) FROM customer").fetchone()[0] == 100_000
    assert told[-1] == (100_000, 100_000) and [done for done, _total in told] == sorted(done for done, _total in told)


def test_i65_ten_thousand_rows_come_in_and_pulse_on_the_way(company: Company, tmp_path: Path) -> None:
    asked: list[int] = []
    told: list[int] = []
    begun = time.process_time()
    report = importing.run(
        company, plans(company, many(tmp_path, 10_000)), today=TODAY,
        progress=lambda done, _total: told.append(done), cancelled=lambda: bool(asked.append(1)),
    )  # fmt: skip
    assert counts(report.sheets[0]) == (10_000, 0, 0, 0, 0)
    assert len(asked) > 10 and len(set(told)) > 5
    assert time.process_time() - begun < 20


def test_i66_an_import_can_always_be_undone_as_a_whole(company: Company, tmp_path: Path) -> None:
    bring_rows(company, tmp_path, [("客户名称", "客户编号"), ("恒达机电", "A1")])
    before = content_hash(company)
    report = bring(company, many(tmp_path, 50))
    later = records.save(company, company.entity("customer"), {"name": "Later Ltd"})
    assert undo(company.journal, report.entry).conflicts == ()
    assert [record["name"] for record in all_of(company, "customer")] == ["恒达机电", "Later Ltd"]
    records.delete(company, company.entity("customer"), [later])
    assert content_hash(company) == before and company.check() == []


def test_i67_an_undo_restores_updates_and_keeps_later_edits(company: Company, tmp_path: Path) -> None:
    customer = company.entity("customer")
    headings = ("客户名称", "客户编号", "城市")
    bring(company, csv_file(tmp_path, [headings, *((f"客{n}", f"U{n}", "苏州") for n in range(10_000))]))
    rows = [headings, *((f"客{n}", f"U{n}", "上海") for n in range(10_000))]
    before = content_hash(company)
    report = bring(company, csv_file(tmp_path, rows, "second.csv"), match="overwrite")
    assert counts(report.sheets[0]) == (0, 10_000, 0, 0, 0)
    records.save(company, customer, {"city": "杭州"}, row=7)
    begun = time.process_time()
    conflicts = undo(company.journal, report.entry).conflicts
    assert time.process_time() - begun < 10
    assert [(conflict.table, conflict.row, conflict.field) for conflict in conflicts] == [("customer", 7, "city")]
    cities = dict(company.execute("SELECT id, city FROM customer"))
    assert cities.pop(7) == "杭州" and set(cities.values()) == {"苏州"}
    records.save(company, customer, {"city": "苏州"}, row=7)
    assert content_hash(company) == before and company.check() == []


def test_i68_nothing_outside_the_list_changes(tmp_path: Path) -> None:
    path = tmp_path / "demo.crm"
    demo.build(path, customers=40, lang="zh_CN", today=TODAY)
    i18n.use("zh_CN")
    with open_company(path) as company:
        rest = content_hash(company, without=("customer", "reach"))
        old = list(company.execute("SELECT * FROM customer ORDER BY id"))
        reach = list(company.execute("SELECT * FROM reach ORDER BY id"))
        report = bring(company, csv_file(tmp_path, [HEADINGS[:3], ("从未见过的公司", "ZZ-901", "13800001111")]))
        assert counts(report.sheets[0]) == (1, 0, 0, 0, 0)
        assert content_hash(company, without=("customer", "reach")) == rest
        assert list(company.execute("SELECT * FROM customer ORDER BY id"))[: len(old)] == old
        assert list(company.execute("SELECT * FROM reach ORDER BY id"))[: len(reach)] == reach


def test_i69_what_came_in_is_changed_and_deleted_at_once_and_undone(company: Company, tmp_path: Path) -> None:
    customer = company.entity("customer")
    report = bring(company, many(tmp_path, 200))
    came, after = report.sheets[0].records, content_hash(company)
    assert len(came) == 200
    assert records.change_field(company, customer, came, "status", "key") == 200
    assert {record["status"] for record in all_of(company, "customer")} == {"key"}
    undo(company.journal)
    assert content_hash(company) == after
    assert records.delete(company, customer, came) == 200 and all_of(company, "customer") == []
    undo(company.journal)
    assert content_hash(company) == after and company.check() == []


DANGEROUS = ["=1+1", "=cmd|' /C calc'!A0", "+SUM(1)", "-2+3+cmd", "@SUM(1)", "'=1", '=HYPERLINK("http://x")']


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_i70_a_template_filled_in_imports_without_a_warning(company: Company, tmp_path: Path, language: str) -> None:
    i18n.use(language)
    rows = {"customer": ("name", "Ann Ltd"), "contact": ("name", "Ann Lee"), "product": ("name", "Tea")}
    for kind, (column, value) in rows.items():
        entity = company.entity(kind)
        path = tmp_path / f"{kind}.xlsx"
        write_template(company, entity, path)
        book = openpyxl.load_workbook(path)
        headings = [cell.value for cell in book.active[1]]
        importable = [column.title for column in company.columns(entity).values() if column.importable]
        assert sorted(map(str, headings)) == sorted(importable)
        book.active.cell(2, headings.index(company.column(entity, column).title) + 1).value = value
        book.save(path)
        (plan,) = plans(company, path)
        assert (plan.kind, [one.heading for one in plan.columns if one.target is None]) == (kind, [])
        (sheet,) = bring(company, path).sheets
        assert (counts(sheet), sheet.warnings, sheet.faults) == ((1, 0, 0, 0, 0), [], [])


@pytest.mark.parametrize("language", ["en", "zh_CN"])
@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
def test_i71_formulas_leave_as_texts_and_come_back_bare(
    company: Company, tmp_path: Path, suffix: str, language: str
) -> None:
    i18n.use(language)
    customer = company.entity("customer")
    for text in DANGEROUS:
        values = {"name": f"{text} Ltd", "city": text, "notes": text}
        phone = {"type": "mobile", "value": "+86 154 0013 8000"}
        records.save(company, customer, values, children={"reach": [phone]} if text == "=1+1" else {})
    path = tmp_path / f"out{suffix}"
    export_list(company, customer, path, today=date(2026, 11, 23))
    if suffix == ".xlsx":
        cells = [cell for row in openpyxl.load_workbook(path).active.iter_rows() for cell in row]
        assert not [cell for cell in cells if cell.data_type == "f"]
        assert "+86 154 0013 8000" in [cell.value for cell in cells]
    else:
        text = path.read_text(encoding="utf-8-sig")
        assert "'=1+1 Ltd" in text and ",=" not in text and ",@" not in text and "'+86" not in text
        assert "+86 154 0013 8000" in text
    before = content_hash(company)
    report = bring(company, path)
    assert (report.total("unchanged"), report.entry) == (len(DANGEROUS), None)
    assert content_hash(company) == before


def test_i06_a_text_file_begins_with_its_mark_and_a_workbook_is_offered_first(company: Company, tmp_path: Path) -> None:
    from crm_desktop.exchange.writing import SUFFIXES

    records.save(company, company.entity("customer"), {"name": "明远贸易", "city": "上海"})
    path = tmp_path / "客户.csv"
    export_list(company, company.entity("customer"), path, today=TODAY)
    assert path.read_bytes().startswith("\ufeff".encode()) and "明远贸易" in path.read_bytes().decode("utf-8-sig")
    assert SUFFIXES[0] == ".xlsx"


def test_i40_own_lists_come_back_in_the_other_language_and_overwriting(tmp_path: Path) -> None:
    path = tmp_path / "demo.crm"
    demo.build(path, customers=25, lang="en", today=TODAY)
    with open_company(path) as company:
        before = content_hash(company)
        for written, read_in in (("en", "zh_CN"), ("zh_CN", "en"), ("en", "en")):
            for suffix in (".xlsx", ".csv"):
                for kind in ("customer", "contact", "product", "opportunity", "task", "note"):
                    i18n.use(written)
                    out = tmp_path / f"{kind}{suffix}"
                    export_list(company, company.entity(kind), out, today=TODAY)
                    i18n.use(read_in)
                    (plan,) = plans(company, out)
                    assert [column.heading for column in plan.columns if column.why == "kept"] == [], (kind, read_in)
                    for match in ("fill", "overwrite"):
                        report = bring(company, out, match=match)
                        (sheet,) = report.sheets
                        seen = (sheet.kind, sheet.unchanged, sheet.differences, report.entry)
                        assert seen == (kind, sheet.read, [], None), (written, read_in, suffix, kind, match)
        assert content_hash(company) == before


HOSTILE = {
    "megabyte.csv": b"Name,City\n" + b"x" * (1 << 20) + b",A\n",
    "nul.csv": b"Name,City\nAnn\x00Ltd,A\n\x00\x00,\x00\n",
    "surrogates.csv": b"Name,City\n\xed\xa0\x80Ann,\xed\xbf\xbf\n",
    "quote.csv": b'Name,City\n"Ann,B\n' + b"x,y\n" * 5000,
    "columns.csv": b",".join(b"c%d" % n for n in range(100_000)) + b"\n" + b"1," * 99_999 + b"1\n",
    "marks.csv": "Name,City\n\u202eAnn\u202c\u200f,\u2066B\u2069\n👩‍👩‍👧 Ltd,😀\n".encode(),
    "cards.vcf": b"BEGIN:VCARD\nVERSION:3.0\nFN:" + b"A" * (1 << 20) + b"\nEND:VCARD\nBEGIN:VCARD\nFN:B\x00\n",
    "endless.vcf": b"BEGIN:VCARD\n" * 20_000,
    "entities.xml": b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
    "bomb.xml": b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><Workbook>&b;</Workbook>',
    "zeros.txt": bytes(100_000),
    "half.xlsx": b"PK\x03\x04" + bytes(300),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_lists_are_read_or_refused_in_one_sentence(
    company: Company, tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    from crm_desktop import cli

    path = tmp_path / name
    path.write_bytes(HOSTILE[name])
    before, file = content_hash(company), company.path
    company.close()
    code = cli.main(["import", str(path), "--file", str(file), "--lang", "en"])
    told = capsys.readouterr()
    assert "Traceback" not in told.err and "A fault of the program" not in told.err
    assert code in (0, 1) and "root:" not in told.out
    assert code == 0 or len(told.err.strip().splitlines()) == 1
    with open_company(file) as again:
        assert again.check() == [] and (code == 0 or content_hash(again) == before)


def test_an_export_where_nothing_can_be_written_is_said_in_a_sentence(company: Company, tmp_path: Path) -> None:
    records.save(company, company.entity("customer"), {"name": "Ann Ltd"})
    for path in (tmp_path / "none" / "x.xlsx", tmp_path):
        with pytest.raises(Told):
            export_list(company, company.entity("customer"), path, today=TODAY)
    with pytest.raises(Trouble, match="none"):
        export_list(company, company.entity("customer"), tmp_path / "none" / "x.csv", today=TODAY)


def test_i60_each_row_is_listed_by_what_became_of_it(
    company: Company, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """By the command line too, with every cell that could not be taken as it stands."""
    from crm_desktop import cli

    bring_rows(company, tmp_path, [("Order No", "Customer", "Note"), ("1", "Ann Ltd", "x"), ("2", "Bob Ltd", "")])
    file = company.path
    company.close()
    rows = [("Order No", "Customer", "Note", "Order Date"), ("1", "Ann Ltd", "x", ""), ("2", "Bob Ltd", "new", ""),
            ("3", "Cid Ltd", "", "31.02.2026"), ("4", "", "", ""), ("5", "Dan Ltd", "", ""), ("3", "Cid Ltd", "", ""),
            ("6", "Eve Ltd", "", "5 May 2026")]  # fmt: skip
    path = csv_file(tmp_path, rows, "second.csv")
    line = ["import", str(path), "--file", str(file), "--twins", "skip", "--lang", "en"]
    told = []
    for more in (["--dry-run", "--json"], ["--json"]):
        capsys.readouterr()
        assert cli.main([*line, *more]) == 0
        (sheet,) = json.loads(capsys.readouterr().out)["sheets"]
        told.append((sheet["rows"], [(one["row_number"], one["column"], one["text"]) for one in sheet["faults"]]))
    fates = {"unchanged": "2", "updated": "3", "created": "4 6 8", "failed": "5", "skipped": "7"}
    assert told == [(fates, [(4, "Order Date", "31.02.2026")])] * 2
    assert cli.main([*line, "--match", "skip"]) == 0
    said = capsys.readouterr().out
    assert "1 cell could not be taken as it stands:" in said and "Row 4, Order Date: “31.02.2026”" in said
