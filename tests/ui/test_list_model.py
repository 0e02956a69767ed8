"""The rows of a list: what Qt expects of a model, order, words, pages, changes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from crm_desktop.areas import open_company
from crm_desktop.customers.model import Customer
from crm_desktop.entity import query, records
from crm_desktop.entity.query import Condition, ListQuery
from crm_desktop.ui.listing.model import FIRST, PAGE, RecordTable, TagsRole
from crm_desktop.ui.roles import IdRole, RawRole, ToneRole
from crm_desktop.values.text import sort_key
from tests.fresh import fresh_company
from tests.ui.list_window import ListWindow, add_customers

MANY = 100_000


@pytest.fixture
def window(tmp_path: Path, qtbot: Any) -> Iterator[ListWindow]:
    made = ListWindow(tmp_path)
    yield made
    made.close()


def shown(
    window: ListWindow, names: tuple[str, ...], asked: ListQuery, qtbot: Any, kind: str = "customer"
) -> RecordTable:
    entity = window.company.entity(kind)
    table = RecordTable(window.company, entity, window.today)
    table.set_columns([window.company.column(entity, name) for name in names])
    table.show(asked)
    qtbot.waitUntil(table.settled)
    return table


def texts(table: RecordTable, place: int = 0) -> list[str]:
    return [table.index(row, place).data() for row in range(table.rowCount())]


def test_qt_finds_no_fault_with_the_model(window: ListWindow, qtbot: Any) -> None:
    add_customers(window, 7)
    entity = window.company.entity("customer")
    table = RecordTable(window.company, entity, window.today)
    QAbstractItemModelTester(table, QAbstractItemModelTester.FailureReportingMode.Fatal, table)
    table.set_columns([window.company.column(entity, name) for name in entity.list])
    table.show(ListQuery())
    qtbot.waitUntil(table.settled)
    table.show(ListQuery(words="berg"))
    qtbot.waitUntil(table.settled)
    table.show(ListQuery())
    qtbot.waitUntil(table.settled)
    records.delete(window.company, entity, [table.id_at(0)])
    table.refresh()
    qtbot.waitUntil(table.settled)
    assert table.rowCount() == 6


def test_rows_come_in_the_order_of_the_kind_or_of_the_query(window: ListWindow, qtbot: Any) -> None:
    add_customers(window, 12)
    by_name = texts(shown(window, ("name",), ListQuery(), qtbot))
    assert by_name == sorted(by_name, key=sort_key)
    down = texts(shown(window, ("name",), ListQuery(order=("-name",)), qtbot))
    assert down == by_name[::-1]
    days = shown(window, ("next_on",), ListQuery(order=("next_on",)), qtbot)
    raws = [days.index(row, 0).data(RawRole) for row in range(days.rowCount())]
    assert raws == sorted((raw for raw in raws if raw), key=str) + [None] * raws.count(None)


def test_words_and_filters_keep_records_out(window: ListWindow, qtbot: Any) -> None:
    add_customers(window, 20)
    assert texts(shown(window, ("name",), ListQuery(words="shmy"), qtbot)) == ["上海明远贸易有限公司"]
    assert texts(shown(window, ("name",), ListQuery(words="snabbkop"), qtbot)) == ["Berglunds snabbköp"]
    lulea = ListQuery(conditions=(Condition("city", "in", ["Luleå"]),))
    assert set(texts(shown(window, ("city",), lulea, qtbot))) == {"Luleå"}
    assert set(texts(shown(window, ("status",), ListQuery(ready=("key",)), qtbot))) == {"Key account"}


def test_a_cell_tells_its_text_its_raw_value_its_tone_and_its_record(window: ListWindow, qtbot: Any) -> None:
    company, entity = window.company, window.company.entity("customer")
    record = records.save(
        company, entity, {"name": "Bon app’", "status": "key", "tags": ["VIP"]},
        children={"reach": [{"type": "mobile", "value": "13800138000"}]},
    )  # fmt: skip
    note = {"kind": "customer", "row": record, "text": "called", "at": "2026-11-22T09:30:00"}
    records.save(company, company.entity("note"), note)
    table = shown(window, ("name", "status", "any_phone", "touched", "tags", "owes"), ListQuery(), qtbot)
    row = [table.index(0, place) for place in range(6)]
    assert [index.data() for index in row] == ["Bon app’", "Key account", "138 0013 8000", "yesterday", "VIP", ""]
    assert row[0].data(IdRole) == record
    assert row[1].data(RawRole) == "key"
    assert row[1].data(ToneRole) == "violet"
    assert row[3].data(Qt.ItemDataRole.ToolTipRole) == "22 Nov 2026 09:30"
    assert row[4].data(TagsRole) == [("VIP", "neutral")]
    assert Qt.AlignmentFlag(row[5].data(Qt.ItemDataRole.TextAlignmentRole)) & Qt.AlignmentFlag.AlignRight


def test_a_record_without_a_title_shows_a_dash(window: ListWindow, qtbot: Any) -> None:
    company = window.company
    customer = records.save(company, company.entity("customer"), {"name": "Bon app’"})
    records.save(company, company.entity("invoice"), {"customer": customer, "status": "draft"})
    table = shown(window, ("number", "customer"), ListQuery(), qtbot, "invoice")
    assert [table.index(0, place).data() for place in (0, 1)] == ["—", "Bon app’"]


def test_only_stored_columns_can_be_edited(window: ListWindow, qtbot: Any) -> None:
    add_customers(window, 1)
    table = shown(window, ("name", "owes", "any_phone"), ListQuery(), qtbot)
    editable = [bool(table.flags(table.index(0, place)) & Qt.ItemFlag.ItemIsEditable) for place in range(3)]
    assert editable == [True, False, False]


def test_a_record_deleted_meanwhile_leaves_a_blank_row_until_the_list_is_read_again(
    window: ListWindow, qtbot: Any
) -> None:
    made = add_customers(window, 3)
    table = shown(window, ("name",), ListQuery(), qtbot)
    records.delete(window.company, window.company.entity("customer"), made[:1])
    assert "" in texts(table)
    table.refresh()
    qtbot.waitUntil(table.settled)
    assert table.rowCount() == 2
    assert "" not in texts(table)


def test_a_query_that_cannot_be_asked_is_told(window: ListWindow, qtbot: Any) -> None:
    entity = window.company.entity("customer")
    table = RecordTable(window.company, entity, window.today)
    told: list[str] = []
    table.failed.connect(told.append)
    table.show(ListQuery(ready=("nowhere",)))
    qtbot.waitUntil(lambda: bool(told))
    assert "nowhere" in told[0]
    assert table.settled()


@pytest.fixture(scope="module")
def crowd(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with 100,000 customers, their names in the order of their ids."""
    folder = tmp_path_factory.mktemp("crowd")
    columns = ("name", "name_key", "type", "status")
    rows = ((f"C{n:06d}", sort_key(f"C{n:06d}"), "company", "lead") for n in range(MANY))
    with fresh_company(folder / "crowd.crm") as company, company.journal.entry("many"):
        company.journal.bulk_insert(Customer, columns, rows)
    return folder / "crowd.crm"


@pytest.fixture
def crowded(tmp_path: Path, crowd: Path, qtbot: Any) -> Iterator[ListWindow]:
    made = ListWindow(tmp_path, open_company(crowd))
    yield made
    made.close()


def test_of_many_rows_the_first_page_comes_first_and_all_of_them_after(crowded: ListWindow, qtbot: Any) -> None:
    window = crowded
    entity = window.company.entity("customer")
    table = RecordTable(window.company, entity, window.today)
    table.set_columns([window.company.column(entity, "name")])
    seen: list[tuple[int, bool]] = []
    table.read.connect(lambda: seen.append((table.rowCount(), table.complete())))
    resets: list[int] = []
    table.modelReset.connect(lambda: resets.append(table.rowCount()))
    table.show(ListQuery())
    qtbot.waitUntil(table.settled, timeout=20_000)
    assert seen[-1] == (MANY, True)
    assert all(step == (FIRST, False) for step in seen[:-1])
    assert len(resets) == 1
    assert table.index(MANY - 1, 0).data() == f"C{MANY - 1:06d}"


def test_a_page_of_rows_costs_one_question(crowded: ListWindow, qtbot: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    table = shown(crowded, ("name", "status", "city", "owes", "any_phone"), ListQuery(), qtbot)
    asked: list[int] = []
    real = query.page

    def counted(company: Any, entity: Any, wanted: Any, names: Any) -> Any:
        asked.append(len(wanted))
        return real(company, entity, wanted, names)

    monkeypatch.setattr(query, "page", counted)
    table.refresh()
    qtbot.waitUntil(table.settled, timeout=20_000)
    asked.clear()
    for _twice in range(2):
        for row in range(780 * PAGE, 781 * PAGE):
            for place in range(5):
                table.index(row, place).data()
                table.index(row, place).data(ToneRole)
    assert asked == [PAGE]
