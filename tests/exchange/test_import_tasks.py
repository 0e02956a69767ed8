"""Lists of tasks whose columns say, in words, what is done."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from crm_desktop.entity.company import Company
from crm_desktop.exchange import importing
from tests.exchange.lists import TODAY, all_of, bring_rows, counts, csv_file, plans


@pytest.mark.parametrize(
    ("heading", "done", "open_"),
    [("已完成", "是", "否"), ("完成", "√", ""), ("状态", "已完成", "未完成"), ("Status", "done", "open"),
     ("是否完成", "1", "0"), ("Completed", "yes", "no")],
)  # fmt: skip
def test_i45_tasks_that_are_only_said_to_be_done_come_in_as_done(
    company: Company, tmp_path: Path, heading: str, done: str, open_: str
) -> None:
    rows = [("任务", "截止日期", heading), ("回电", "2024-05-01", done), ("寄样品", "2024-05-02", open_),
            ("报价", "2030-05-02", done), ("回访", "", done)]  # fmt: skip
    report = bring_rows(company, tmp_path, rows, "tasks.csv")
    assert (report.kind, counts(report)) == ("task", (4, 0, 0, 0, 0))
    today = f"{TODAY.isoformat()}T00:00:00"
    assert {one["title"]: one.get("done_at") for one in all_of(company, "task")} == {
        "回电": "2024-05-01T00:00:00", "寄样品": None, "报价": today, "回访": today,
    }  # fmt: skip
    assert [warning for warning in report.warnings if "3 rows are done without saying when" in warning]
    again = plans(company, csv_file(tmp_path, rows, "tasks.csv"), match="overwrite")
    later = importing.run(company, again, today=TODAY + timedelta(days=9)).sheets[0]
    assert (counts(later), later.differences) == ((0, 0, 4, 0, 0), [])


def test_i45_a_status_beside_the_day_of_completion_says_what_that_does_not(company: Company, tmp_path: Path) -> None:
    rows = [("任务", "状态", "截止日期", "完成日期"), ("回电", "已完成", "2024-05-01", "2024-05-03"),
            ("寄样品", "进行中", "2024-05-02", ""), ("报价", "已取消", "2024-05-04", ""),
            ("回访", "", "2024-05-06", "2024-05-05")]  # fmt: skip
    report = bring_rows(company, tmp_path, rows, "tasks.csv")
    assert counts(report) == (4, 0, 0, 0, 0) and not report.faults
    called, sent, offered, asked = all_of(company, "task")
    assert called["done_at"] == "2024-05-03T00:00:00" and not called.get("notes")
    assert (sent.get("done_at"), sent["notes"]) == (None, "状态: 进行中")
    assert (offered["done_at"], offered["notes"]) == ("2024-05-04T00:00:00", "状态: 已取消")
    assert asked["done_at"] == "2024-05-05T00:00:00"


def test_i45_a_status_in_words_of_its_own_stays_a_field_of_its_own(company: Company, tmp_path: Path) -> None:
    rows = [("任务", "截止日期", "状态"), ("回电", "2024-05-01", "甲类"), ("寄样品", "2024-05-02", "乙类")]
    (sheet,) = plans(company, csv_file(tmp_path, rows, "tasks.csv"))
    assert sheet.mapping["状态"] == "custom:状态"
