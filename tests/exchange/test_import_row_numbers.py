"""Columns that only number the rows of a list are left out, and said to be; any other number stays."""

from __future__ import annotations

from pathlib import Path

import pytest

from crm_desktop.entity.company import Company
from tests.exchange.lists import all_of, bring, bring_rows, csv_file, plans, xlsx_file

NAMES = ("明远贸易", "恒达机电", "某某五金")
PHONES = ("021-50000001", "021-50000002", "021-50000003")


def numbered(heading: str, numbers: tuple[object, ...]) -> list[tuple[object, ...]]:
    return [(heading, "客户名称", "电话"), *zip(numbers, NAMES, PHONES, strict=True)]


@pytest.mark.parametrize("heading", ["序号", "编号", "No.", "#", "S/N", "行号"])
def test_i41_a_running_number_of_the_rows_is_left_out(company: Company, tmp_path: Path, heading: str) -> None:
    report = bring_rows(company, tmp_path, numbered(heading, (1, 2, 3)))
    assert report.mapping == {heading: None, "客户名称": "name", "电话": "phone"}
    assert report.warnings == [f"“{heading}” only numbers the rows and is left out."]
    assert [one.get("code") for one in all_of(company, "customer")] == [None, None, None]


@pytest.mark.parametrize(
    ("heading", "numbers", "target"),
    [
        ("编号", (7, 3, 12), "code"), ("编号", ("001", "002", "003"), "code"), ("客户编号", (1, 2, 3), "code"),
        ("序号", (1, 2, 4), "custom:序号"), ("No.", ("A1", "A2", "A3"), "custom:No."),
        ("楼层", (1, 2, 3), "custom:楼层"),
    ],
)  # fmt: skip
def test_i41_any_other_number_stays(
    company: Company, tmp_path: Path, heading: str, numbers: tuple[object, ...], target: str
) -> None:
    (sheet,) = plans(company, csv_file(tmp_path, numbered(heading, numbers)))
    assert sheet.mapping[heading] == target


def test_i41_the_row_number_can_be_wanted_all_the_same(company: Company, tmp_path: Path) -> None:
    report = bring_rows(company, tmp_path, numbered("序号", (1, 2, 3)), mapping={"序号": "客户编号"})
    assert [one["code"] for one in all_of(company, "customer")] == ["1", "2", "3"] and not report.warnings
    (again,) = plans(company, csv_file(tmp_path, numbered("序号", (1, 2, 3))))
    assert (again.mapping["序号"], again.columns[0].why) == ("code", "remembered")


def test_i41_a_number_that_other_sheets_may_mean_stays(company: Company, tmp_path: Path) -> None:
    path = xlsx_file(
        tmp_path, {"客户": numbered("编号", (1, 2, 3)), "联系人": [("姓名", "客户编号"), ("张伟", 2), ("李娜", 3)]}
    )
    bring(company, path)
    assert [one["code"] for one in all_of(company, "customer")] == ["1", "2", "3"]


def test_i41_the_index_of_a_data_frame_is_left_out(company: Company, tmp_path: Path) -> None:
    (sheet,) = plans(company, csv_file(tmp_path, numbered("", (0, 1, 2))))
    assert (sheet.columns[0].target, sheet.columns[0].why) == (None, "numbers")
