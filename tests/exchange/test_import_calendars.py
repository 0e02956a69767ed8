"""Dates of other calendars and languages, and numbers of other countries, as lists from there hold them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from crm_desktop import cli
from crm_desktop.areas import new_company, open_company
from crm_desktop.entity import settings
from crm_desktop.entity.company import Company
from crm_desktop.exchange import importing
from crm_desktop.values.phones import use_home
from tests.exchange.lists import (
    TODAY,
    all_of,
    bring,
    bring_rows,
    csv_file,
    numbers_of,
    plans,
    xlsx_file,
)


@pytest.fixture(autouse=True)
def at_home_again() -> Iterator[None]:
    yield
    use_home("CN")


def birthdays(company: Company) -> list[str | None]:
    return [one.get("birthday") for one in all_of(company, "contact")]


def test_i28_years_of_the_republic_are_read_where_heading_or_column_tells(company: Company, tmp_path: Path) -> None:
    rows = [
        ("姓名", "手機", "生日（民國）", "建立日期"),
        ("王小明", "0912345678", "79/5/17", "113/05/01"),
        ("李美玲", "0912345679", 880301, "99/12/31"),
        ("陳大文", "0912345670", "民國60年1月2日", "113.5.2"),
    ]
    report = bring(company, xlsx_file(tmp_path, {"聯絡人": rows}), into="contact").sheets[0]
    assert (report.created, report.faults) == (3, [])
    people = {one["name"]: one for one in all_of(company, "contact")}
    assert [one["birthday"] for one in people.values()] == ["1990-05-17", "1999-03-01", "1971-01-02"]
    made = [next(v for k, v in one.items() if k.startswith("x_")) for one in people.values()]
    assert made == ["2024-05-01", "2010-12-31", "2024-05-02"]


def test_i28_years_of_japanese_eras_and_months_of_european_languages(company: Company, tmp_path: Path) -> None:
    written = ["令和元年5月1日", "S55.4.1", "H2/12/31", "3. März 1980", "1er févr. 1979", "17 de mayo de 1990"]
    rows = [("姓名", "生日"), *((f"人{at}甲", text) for at, text in enumerate(written))]
    report = bring_rows(company, tmp_path, rows, into="contact")
    assert (report.created, report.faults) == (6, [])
    assert birthdays(company) == [
        "2019-05-01", "1980-04-01", "1990-12-31", "1980-03-03", "1979-02-01", "1990-05-17"
    ]  # fmt: skip


def test_i27_in_taiwan_short_years_are_asked_about_once_and_meant_as_answered(company: Company, tmp_path: Path) -> None:
    settings.change(company, {"country": "TW"})
    path = csv_file(tmp_path, [("姓名", "生日"), ("王小明", "79/5/17"), ("李美玲", "88/3/1")])
    (plan,) = plans(company, path, into="contact")
    assert importing.check(company, plan, today=TODAY).ambiguous_dates == {"生日": ["79/5/17", "88/3/1"]}
    plan.date_order = "roc"
    importing.run(company, [plan], today=TODAY)
    assert birthdays(company) == ["1990-05-17", "1999-03-01"]


def test_unasked_such_years_are_kept_as_they_stand_and_told(company: Company, tmp_path: Path) -> None:
    settings.change(company, {"country": "TW"})
    report = bring_rows(company, tmp_path, [("姓名", "生日"), ("王小明", "79/5/17")], into="contact")
    assert birthdays(company) == [None] and "79/5/17" in all_of(company, "contact")[0]["notes"]
    assert any("生日" in warning and "79/5/17" in warning for warning in report.warnings)


# On the command line --------------------------------------------------------------------------------------------------


def run(*words: object) -> int:
    return cli.main([str(word) for word in words])


def test_numbers_of_a_list_from_abroad_get_their_code(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [
        ("Company", "Phone", "Mobile"),
        ("Blauer Morgen GmbH", "030 / 3456789", "0171 2345678; +43 1 5850000"),
        ("Roter Abend KG", "(040) 345 67 89 ext. 12", "13800138000"),
        ("Grauer Mittag AG", "12", None),
    ]
    path, file = csv_file(tmp_path, rows), tmp_path / "a.crm"
    assert run("import", path, "--file", file, "--country", "de", "--json", "--lang", "en") == 0
    (sheet,) = json.loads(capsys.readouterr().out)["sheets"]
    assert sheet["warnings"] == ["Phone: no number of Germany, and kept as it stands: 1 cell."]
    with open_company(file) as company:
        assert company.country() == "CN", "the settings stay as they are"
        assert [numbers_of(one) for one in all_of(company, "customer")] == [
            [("mobile", "+49 171 2345678"), ("phone", "+43 1 5850000"), ("phone", "+49 30 3456789")],
            [("mobile", "13800138000"), ("phone", "+49 40 3456789 ext. 12")],
            [("phone", "12")],
        ]
        again = bring(company, path, match="fill")
        keys = {key for (key,) in company.execute("SELECT key FROM reach")}
        assert {"49303456789", "491712345678", "49403456789x12", "8613800138000"} <= keys
        assert again.sheets[0].failed == 0
    assert run("import", path, "--file", file, "--country", "DE", "--json") == 0
    capsys.readouterr()


def test_at_home_the_country_changes_nothing_and_an_unknown_one_is_a_wrong_use(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, file = csv_file(tmp_path, [("客户名称", "手机"), ("明远贸易", "138 0013 8000")]), tmp_path / "a.crm"
    assert run("import", path, "--file", file, "--country", "CN") == 0
    with open_company(file) as company:
        assert numbers_of(all_of(company, "customer")[0]) == [("mobile", "138 0013 8000")]
    assert run("import", path, "--file", file, "--country", "XX", "--lang", "en") == 2
    said = capsys.readouterr().err
    assert "“XX” is no country we know by its code" in said and "DE" in said


@pytest.mark.parametrize("trial", [(), ("--dry-run",)])
def test_an_import_of_which_not_one_row_came_in_ends_with_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], trial: tuple[str, ...]
) -> None:
    path = csv_file(tmp_path, [("Order No", "Customer"), ("1", "17"), ("2", "18")])
    file, failed = tmp_path / "a.crm", tmp_path / "failed.xlsx"
    assert run("import", path, "--file", file, "--json", "--lang", "en", "--failed", failed, *trial) == 1
    said = capsys.readouterr()
    (sheet,) = json.loads(said.out)["sheets"]
    assert (sheet["read"], sheet["failed"], len(sheet["failures"])) == (2, 2, 2)
    assert said.err.strip() == "Not one row of the list could be brought in. Row 2: " + sheet["failures"][0]["sentence"]
    assert not file.exists(), "no company was begun with nothing in it"
    assert failed.exists() == (not trial)
    rows = csv_file(tmp_path, [("Order No", "Customer"), ("1", "17"), ("2", "Ann Ltd")], "some.csv")
    assert run("import", rows, "--file", file, "--json", "--lang", "en") == 0


def test_a_list_without_rows_and_one_that_is_known_end_well(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "a.crm"
    path = csv_file(tmp_path, [("Customer", "Phone"), ("Ann Ltd", "1234567")])
    assert run("import", path, "--file", file) == run("import", path, "--file", file) == 0
    assert run("import", path, "--file", file, "--match", "skip") == 0
    new_company(tmp_path / "b.crm").close()
    bare = csv_file(tmp_path, [("Customer", "Phone")], "bare.csv")
    assert run("import", bare, "--into", "customer", "--file", tmp_path / "b.crm") == 0
    capsys.readouterr()


def test_years_of_the_republic_on_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, file = csv_file(tmp_path, [("姓名", "生日"), ("王小明", "79/5/17")]), tmp_path / "a.crm"
    assert run("import", path, "--file", file, "--into", "contact", "--dates", "roc", "--json") == 0
    with open_company(file) as company:
        assert birthdays(company) == ["1990-05-17"]
    capsys.readouterr()
