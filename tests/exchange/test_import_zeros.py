"""I21: zeros at the beginning of numbers, postcodes and codes that a spreadsheet has taken away."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from crm_desktop.entity.company import Company
from crm_desktop.exchange import importing
from crm_desktop.exchange.mapping import SheetPlan
from tests.exchange.lists import TODAY, all_of, csv_file, numbers_of, plans, xlsx_file


def planned(company: Company, folder: Path, heading: str, cells: list[Any], *, text: bool = False) -> SheetPlan:
    rows = [("客户名称", heading), *((f"样例{n}", cell) for n, cell in enumerate(cells))]
    path = csv_file(folder, rows) if text else xlsx_file(folder, {"客户": rows})
    (sheet,) = plans(company, path, into="customer")
    return sheet


def told(company: Company, sheet: SheetPlan) -> dict[int, str]:
    """The cells that may have lost a zero, by their place, as they would be with it."""
    checked = importing.check(company, sheet, today=TODAY)
    return {place: text for one in checked.zeros for place, text in one.mended.items()}


@pytest.mark.parametrize(
    ("currency", "cell", "mended"),
    [
        ("CNY", 1088889999, "01088889999"), ("CNY", 75583345678, "075583345678"), ("CNY", 13800138000, None),
        ("CNY", 4008123456, None), ("GBP", 7700900123, "07700900123"), ("EUR", 301234567, "0301234567"),
        ("JPY", 312345678, "0312345678"), ("USD", 2025550123, None),
    ],
)  # fmt: skip
def test_i21_a_phone_that_may_have_lost_its_zero_is_told_by_the_numbers_of_the_country(
    company: Company, tmp_path: Path, currency: str, cell: int, mended: str | None
) -> None:
    with company.journal.entry("currency"):
        company.set_setting("currency", currency)
    sheet = planned(company, tmp_path, "电话", [cell])
    assert told(company, sheet) == ({0: mended} if mended else {})
    before = {one["id"] for one in all_of(company, "customer")}
    sheet.decisions.zeros = {"电话"}
    report = importing.run(company, [sheet], today=TODAY).sheets[0]
    (made,) = [one for one in all_of(company, "customer") if one["id"] not in before]
    assert [value for _type, value in numbers_of(made)] == [mended or str(cell)]
    assert any("a zero was put before 1 cell" in text for text in report.warnings) == bool(mended)


def test_i21_nothing_is_put_back_unasked_and_the_number_is_kept(company: Company, tmp_path: Path) -> None:
    sheet = planned(company, tmp_path, "电话", [1088889999])
    report = importing.run(company, [sheet], today=TODAY).sheets[0]
    assert numbers_of(all_of(company, "customer")[0]) == [("phone", "1088889999")]
    assert report.filled["phone"] == 1
    assert "电话: 1 cell may have lost a zero at the beginning (1088889999 → 01088889999)." in report.warnings


def test_i21_a_text_in_a_workbook_is_as_it_was_typed_and_one_in_a_text_file_may_not_be(
    company: Company, tmp_path: Path
) -> None:
    assert told(company, planned(company, tmp_path, "电话", ["1088889999"])) == {}
    assert told(company, planned(company, tmp_path, "电话", ["1088889999"], text=True)) == {0: "01088889999"}


@pytest.mark.parametrize(
    ("heading", "cells", "mended"),
    [
        ("邮编", [10010, 210000, 200120], {0: "010010"}),
        ("邮编", [10115, 20095, 1067, 80331], {2: "01067"}),
        ("邮编", [10115, 20095, 80331], {}),
        ("客户编号", [91234, 81245, 5678, 60112, 41277], {2: "05678"}),
        ("客户编号", [98, 99, 100, 101, 102], {}),
        ("客户编号", [9998, 9999, 10000, 10001, 10002, 10003], {}),
        ("客户编号", ["0123", 4567, 89], {2: "0089"}),
        ("会员号", [4006381333931, 6901234567892, 690123456789], {2: "0690123456789"}),
        ("会员号", [4006381333931, 6901234567892, 96385074], {}),
        ("数量", [91234, 81245, 5678, 60112, 41277], {}),
    ],
)
def test_i21_postcodes_and_codes_that_are_shorter_than_the_others(
    company: Company, tmp_path: Path, heading: str, cells: list[Any], mended: dict[int, str]
) -> None:
    assert told(company, planned(company, tmp_path, heading, cells)) == mended


def test_i21_a_zero_put_back_recognises_who_is_there(company: Company, tmp_path: Path) -> None:
    rows = [("客户名称", "电话"), ("样例0", "010-88889999")]
    (first,) = plans(company, csv_file(tmp_path, rows), into="customer")
    importing.run(company, [first], today=TODAY)
    sheet = planned(company, tmp_path, "电话", [1088889999])
    sheet.decisions.zeros = {"电话"}
    report = importing.run(company, [sheet], today=TODAY).sheets[0]
    assert (report.created, report.unchanged) == (0, 1)
    assert numbers_of(all_of(company, "customer")[0]) == [("phone", "010-88889999")]
