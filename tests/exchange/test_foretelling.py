"""The search index made while the records of a list are written: it holds what it would have read of them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from crm_desktop.entity import foretold, indexfilling
from crm_desktop.entity.company import Company
from crm_desktop.errors import Cancelled
from crm_desktop.exchange import importing
from crm_desktop.store.undo import redo, undo
from crm_desktop.values.aside import Aside
from tests.exchange.lists import TODAY, bring_rows, csv_file, plans

HEADINGS = ("客户名称", "客户编号", "城市", "手机", "电话", "邮箱", "标签", "上级公司")


@pytest.fixture(autouse=True, params=["by a thread", "by a process"])
def small(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> list[foretold.Foretold]:
    """Few records are many, and pieces small; what was put into the index as it had been foretold."""
    if request.param == "by a process":
        monkeypatch.setattr("crm_desktop.entity.company.MANY", 20)
        monkeypatch.setattr("os.cpu_count", lambda: 2)
    monkeypatch.setattr("crm_desktop.exchange.foretelling.FEWEST", 20)
    monkeypatch.setattr("crm_desktop.entity.laying.AT_ONCE", 7)
    monkeypatch.setattr(indexfilling, "FEWEST", 500)
    monkeypatch.setattr(foretold, "_BYTES", 1000)
    used: list[foretold.Foretold] = []
    put = foretold.Foretold.put

    def noted(self: foretold.Foretold) -> None:
        used.append(self)
        put(self)

    monkeypatch.setattr(foretold.Foretold, "put", noted)
    return used


@pytest.fixture
def begun(monkeypatch: pytest.MonkeyPatch) -> list[foretold.Foretold]:
    """All that was begun with, put into the index or not."""
    found: list[foretold.Foretold] = []
    divide = foretold.Foretold._divide

    def noted(self: foretold.Foretold, told: foretold.Told) -> None:
        found.append(self)
        divide(self, told)

    monkeypatch.setattr(foretold.Foretold, "_divide", noted)
    return found


def rows(count: int) -> list[Sequence[object]]:
    return [
        (
            f"上海第{n}贸易有限公司", f"C{n:05}" if n % 9 else None, ("上海", "宁波", None, "Zürich")[n % 4],
            f"138{n:08}" if n % 3 else f"021-6{n:07}; 139{n:08}", f"021-5{n:07} 转12" if n % 5 else None,
            f"User{n}@Example.com", "老客户" if n % 7 == 0 else None, None,
        )
        for n in range(count)
    ]  # fmt: skip


def test_the_index_holds_what_was_foretold_of_a_list(
    company: Company, tmp_path: Path, small: list[foretold.Foretold]
) -> None:
    report = bring_rows(company, tmp_path, [HEADINGS, *rows(90), *rows(10)])
    assert report.created == 90
    assert [(made.run[1] - made.run[0] + 1) for made in small] == [90]
    assert company.index.problems() == []
    assert company.index.find("shd17my", 5) == [("customer", report.records[17])]
    assert company.index.find("50000017", 5) == [("customer", report.records[17])]
    undo(company.journal)
    assert company.index.problems() == [] and company.index.find("shd17my", 5) == []
    redo(company.journal)
    assert company.index.problems() == [] and len(company.index.find("shd17my", 5)) == 1


def test_people_are_foretold_with_their_customers(
    company: Company, tmp_path: Path, small: list[foretold.Foretold]
) -> None:
    people = [(f"张{n}伟", f"宁波第{n % 8}机械厂", f"137{n:08}", "采购经理") for n in range(60)]
    report = bring_rows(company, tmp_path, [("姓名", "公司", "手机", "职务"), *people], into="contact")
    assert report.created == 60 and [(made.run[1] - made.run[0] + 1) for made in small] == [60]
    assert company.index.problems() == []
    assert len(company.index.find("nbd3jxc", 100)) == 9


def test_what_is_changed_later_in_the_same_entry_counts(
    company: Company, tmp_path: Path, small: list[foretold.Foretold]
) -> None:
    sheets = plans(company, csv_file(tmp_path, [HEADINGS, *rows(40)]))
    with company.journal.entry("Import and more") as _entry:
        made = importing.run(company, sheets, today=TODAY).sheets[0].records
        company.execute("UPDATE customer SET city = 'Leeds' WHERE id = ?", (made[3],))
        company.execute("DELETE FROM reach WHERE customer = ?", (made[5],))
        company.execute("DELETE FROM customer WHERE id = ?", (made[7],))
        reach = company.entity("customer").child("reach").model
        company.journal.bulk_insert(reach, ["customer", "type", "value"], [(made[9], "wechat", "nachtrag")])
    assert small
    assert company.index.problems() == []
    assert company.index.find("leeds", 5) == [("customer", made[3])]
    assert company.index.find("nachtrag", 5) == [("customer", made[9])]


def test_what_was_foretold_of_a_list_that_is_stopped_is_dropped(company: Company, tmp_path: Path) -> None:
    sheets = plans(company, csv_file(tmp_path, [HEADINGS, *rows(60)]))
    seen = 0

    def stopped() -> bool:
        nonlocal seen
        seen += 1
        return bool(company.index._foretold)

    with pytest.raises(Cancelled):
        importing.run(company, sheets, today=TODAY, cancelled=stopped)
    assert seen > 1 and company.index.problems() == []
    assert bring_rows(company, tmp_path, [HEADINGS, *rows(60)], name="again.csv").created == 60
    assert company.index.problems() == []


def test_customers_and_their_people_are_foretold_each(
    company: Company, tmp_path: Path, small: list[foretold.Foretold]
) -> None:
    people = [(f"宁波第{n}机械厂", f"0574-6{n:07}", f"张{n}伟", f"137{n:08}") for n in range(60)]
    report = bring_rows(company, tmp_path, [("客户名称", "电话", "联系人", "联系人手机"), *people])
    assert report.created == 60 and sorted((made.run[1] - made.run[0] + 1) for made in small) == [60, 60]
    assert company.index.problems() == []
    assert {kind for kind, _row in company.index.find("nbd37jxc", 100)} == {"customer", "contact"}


def test_more_numbers_than_are_told_apart(company: Company, tmp_path: Path, small: list[foretold.Foretold]) -> None:
    several = ["; ".join(f"139{n:04}{at:04}" for at in range(n % 14)) or None for n in range(40)]
    numbers = [(f"宁波第{n}机械厂", text, f"021-6{n:07}") for n, text in enumerate(several)]
    bring_rows(company, tmp_path, [("客户名称", "手机", "电话"), *numbers])
    assert [(made.run[1] - made.run[0] + 1) for made in small] == [40] and company.index.problems() == []
    assert len(company.index.find("13900130012", 5)) == 1


def test_a_list_of_new_records_is_foretold_once_as_it_was_read(
    company: Company, tmp_path: Path, small: list[foretold.Foretold], begun: list[foretold.Foretold]
) -> None:
    made = bring_rows(company, tmp_path, [HEADINGS, *rows(60)]).records
    assert begun == small and len(small) == 1 and company.index.problems() == []
    sql = "SELECT name_key, sort_key(name) FROM customer ORDER BY id"
    assert all(kept == key for kept, key in company.execute(sql))
    assert company.index.find("shd17my", 5) == [("customer", made[17])]


def test_what_was_guessed_of_a_list_with_doubles_is_dropped(
    company: Company,
    tmp_path: Path,
    small: list[foretold.Foretold],
    begun: list[foretold.Foretold],
    request: pytest.FixtureRequest,
) -> None:
    bring_rows(company, tmp_path, [HEADINGS, *rows(60), *rows(30)])
    by_process = request.node.callspec.params["small"] == "by a process"
    assert len(begun) == 1 + by_process and small == begun[-1:]
    assert company.index.problems() == []
    assert company.execute("SELECT count(*) FROM search").fetchone()[0] == 60


def test_a_process_that_dies_is_missed_by_nobody(
    company: Company, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin = Aside.begin

    def killed(self: Aside, work: Any, *given: Any) -> Any:
        self._begun.result()[1].kill()
        return begin(self, work, *given)

    monkeypatch.setattr(Aside, "begin", killed)
    report = bring_rows(company, tmp_path, [HEADINGS, *rows(60)])
    assert report.created == 60 and company.index.problems() == []
    assert company.index.find("shd17my", 5) == [("customer", report.records[17])]


def test_without_room_for_a_process_a_thread_does_it(
    company: Company, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_room(*_given: Any) -> None:
        raise OSError

    monkeypatch.setattr("multiprocessing.process.BaseProcess.start", no_room)
    assert bring_rows(company, tmp_path, [HEADINGS, *rows(60)]).created == 60
    assert company.index.problems() == [] and company.aside is None


def test_what_was_guessed_and_never_agreed_to_is_not_put_in(
    company: Company, tmp_path: Path, small: list[foretold.Foretold], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("crm_desktop.exchange.storing.foretell", lambda *_given: None)
    assert bring_rows(company, tmp_path, [HEADINGS, *rows(60)]).created == 60
    assert small == [] and company.index.problems() == []
