"""Every way of every group of rows: the import does what the check counts, and its undo leaves the file as it was."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QComboBox
from pytestqt.qtbot import QtBot

from crm_desktop.entity import records
from crm_desktop.exchange.decisions import GROUPS, MATCHES, NEW, NEXT, NUMBERS, RESTORE, TRASH
from crm_desktop.exchange.report import SheetReport
from crm_desktop.ui.importing.ways import THERE, way_name
from tests.exchange.lists import all_of, bring_rows, everything
from tests.ui.importing_stage import Stage
from tests.ui.test_importing_check import tiles

HEADINGS = ("客户名称", "客户编号", "手机", "邮箱", "城市", "地址", "备注")
BEFORE = [
    HEADINGS,
    *(
        (f"苏州第{n}纺织厂", f"K{n:03}", f"138000000{n:02}", f"a{n}@tex.example", "苏州", f"园区路{n}号", "")
        for n in range(20)
    ),
    ("上海明远贸易有限公司", "K100", "13800138000", "", "上海", "长安路18号3楼", ""),
    ("南通海安船务有限公司", "K101", "13800138001", "", "南通", "港口路1号", ""),
    ("杭州云栖文创有限公司", "K102", "13800138002", "wen@yunxi.example", "杭州", "", ""),
    ("杭州云栖文创有限公司", "K103", "13800138003", "", "杭州", "", ""),
    ("宁波东海渔业有限公司", "K104", "13800138004", "", "宁波", "", ""),
]  # fmt: skip
DELETED = ("宁波东海渔业有限公司",)
LIST = [
    HEADINGS,
    # There already: some with something new, some with something else, some as they are.
    *(
        (f"苏州第{n}纺织厂", "", f"138000000{n:02}", f"b{n}@tex.example" if n % 3 else "", "苏州无锡"[n % 2 * 2 :][:2],
         "", "急" if n % 4 else "")
        for n in range(12)
    ),
    # Probably the same.
    ("明远贸易", "", "", "", "上海", "长安路18号3楼", "老客户"),
    ("海安船务", "", "", "", "南通", "港口路1号", ""),
    # Twice in the list.
    ("新光食品有限公司", "", "13722223333", "", "无锡", "", ""),
    ("新光食品有限公司", "", "", "x@xg.example", "", "", ""),
    ("新光食品有限公司", "", "13722223333", "", "常州", "", ""),
    # Fit several.
    ("杭州云栖文创有限公司", "", "13800138003", "wen@yunxi.example", "绍兴", "", ""),
    # Deleted before.
    ("宁波东海渔业有限公司", "", "13800138004", "", "舟山", "", ""),
    # New.
    *((f"镇江第{n}机械厂", f"Z{n:03}", f"137111100{n:02}", "", "镇江", "", "") for n in range(15)),
    # A fault.
    ("扬州工艺", "Z900", "13733330000", "no mail", "扬州", "", ""),
]  # fmt: skip
ORDERS_BEFORE = [("订单编号", "客户", "日期"), *((f"SO-{n:03}", f"苏州第{n}纺织厂", "2026-10-08") for n in range(8))]
ORDERS = [ORDERS_BEFORE[0], *((f"SO-{n:03}", f"苏州第{n % 8}纺织厂", "2026-11-02") for n in range(4, 12))]
EVERY = [(THERE, way) for way in MATCHES] + [
    (group, way) for group, ways in GROUPS.items() if group != NUMBERS for way in ways
]


@pytest.fixture
def stage(qtbot: QtBot, tmp_path: Path) -> Iterator[Stage]:
    made = Stage(qtbot, tmp_path)
    bring_rows(made.company, tmp_path, BEFORE, into="customer")
    entity = made.company.entity("customer")
    gone = [one["id"] for one in all_of(made.company, "customer") if one["name"] in DELETED]
    records.delete(made.company, entity, gone)
    yield made
    made.window.close()


def choose(stage: Stage, group: str, way: str) -> None:
    """Settle all rows of a group, as a person does, and wait for the counts."""
    page = stage.wizard.check_page
    assert page.filters[group].isVisible(), f"the list has rows of the group {group}"
    page.set_filter(group)
    take(stage, page.group.ways, page.group.ways.findText(way_name(group, way)))


def take(stage: Stage, box: QComboBox, at: int) -> None:
    """Choose one of a box and wait for what follows."""
    box.setCurrentIndex(at)
    box.activated.emit(at)
    QApplication.processEvents()
    sheet = stage.wizard.check_page.chips.current()
    assert sheet is not None
    stage.wait(lambda: sheet.checked is not None)


def told_and_done(stage: Stage) -> SheetReport:
    """Bring it in: what came of it is what the check said."""
    told = [int(text.replace(",", "")) for text in tiles(stage)]
    stage.to_done()
    assert stage.wizard.report is not None
    made = stage.wizard.report.sheets[0]
    assert [made.created, made.updated, made.unchanged, made.skipped, made.failed] == told
    assert sum(told) == made.read
    return made


@pytest.mark.parametrize(("group", "way"), EVERY)
def test_a_way_of_a_group_does_what_the_check_counts_and_is_undone(stage: Stage, group: str, way: str) -> None:
    before = everything(stage.company)
    stage.open(stage.workbook(LIST, "客户.xlsx"), "customer")
    stage.to_check()
    choose(stage, group, way)
    made = told_and_done(stage)
    assert made.read == len(LIST) - 1
    restored = (group, way) == (TRASH, RESTORE)
    assert len(all_of(stage.company, "customer")) == len(before["customer"]) + made.created + restored
    stage.wizard.undo_import()
    stage.rest()
    assert everything(stage.company) == before


@pytest.mark.parametrize("way", GROUPS[NUMBERS])
def test_a_way_for_numbers_that_are_taken_does_so_too(stage: Stage, way: str) -> None:
    bring_rows(stage.company, stage.folder, ORDERS_BEFORE, into="order", name="orders.csv")
    before = everything(stage.company)
    stage.open(stage.workbook(ORDERS, "订单.xlsx"), "order")
    stage.to_check()
    choose(stage, THERE, NEW)
    choose(stage, NUMBERS, way)
    made = told_and_done(stage)
    assert made.created == (8 if way == NEXT else 4)
    numbers = sorted(one["number"] for one in all_of(stage.company, "order"))
    assert len(set(numbers)) == len(numbers) == 8 + made.created
    stage.wizard.undo_import()
    stage.rest()
    assert everything(stage.company) == before


@pytest.mark.parametrize("group", [THERE, *(group for group in GROUPS if group != NUMBERS)])
def test_each_way_of_one_row_does_what_the_check_counts_and_is_undone(stage: Stage, group: str) -> None:
    before = everything(stage.company)
    ways, at = 1, 0
    while at < ways:
        stage.open(stage.workbook(LIST, "客户.xlsx"), "customer")
        stage.to_check()
        page = stage.wizard.check_page
        page.set_filter(group)
        page.table.setCurrentIndex(page.table.rows.index(0, 0))
        QApplication.processEvents()
        stage.rest()
        box = page.beside.ways
        ways = box.count()
        assert ways > 1
        take(stage, box, at)
        made = told_and_done(stage)
        assert made.read == len(LIST) - 1
        stage.wizard.undo_import()
        stage.rest()
        assert everything(stage.company) == before, box.itemText(at)
        at += 1
