"""The main window: its pages, what they may ask of it, undo, and how it ends."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QMenu, QWidget
from pytestqt.qtbot import QtBot

from crm_desktop import areas, i18n
from crm_desktop.entity import custom, records, trash
from crm_desktop.entity.company import Company
from crm_desktop.entity.fields import Money
from crm_desktop.entity.query import ListQuery
from crm_desktop.errors import Cancelled, Refused, Trouble
from crm_desktop.store.journal import Changed
from crm_desktop.ui import recent, tasks, theme
from crm_desktop.ui.accesskeys import key_of
from crm_desktop.ui.kind_page import KindPage
from crm_desktop.ui.memory import WindowMemory
from tests.ui.app_stage import DayWindow, customer, opened, until


@pytest.fixture
def memory(tmp_path: Path) -> WindowMemory:
    return WindowMemory(tmp_path / "window.json")


@pytest.fixture
def window(qtbot: QtBot, company: Company, memory: WindowMemory) -> Iterator[DayWindow]:
    with opened(qtbot, company, memory, page="history") as made:
        yield made


def lists(window: DayWindow, page: str) -> KindPage:
    assert window.show_page(page)
    shown = window.page()
    assert isinstance(shown, KindPage)
    return shown


# Pages ---------------------------------------------------------------------------------------------------------------


def test_the_tabs_are_home_and_those_of_the_areas_and_the_rest_is_under_more(window: DayWindow) -> None:
    tabs = [tab.text for tab in window.top.tabs._tabs]
    assert tabs == ["Home", "Customers", "Contacts", "Calendar", "Pipeline", "Orders", "Invoices", "More"]
    window.top.tabs.menu.aboutToShow.emit()
    more = [entry.text() for entry in window.top.tabs.menu.actions()]
    assert more[-4:] == ["Trash", "History", "Possible duplicates", "Phone book"]
    assert {"Products", "Staff", "Territories", "Notes", "Payments", "Stages", "Tags"} <= set(more)


def test_a_notice_leaves_the_sums_and_the_selection_below_a_list_in_sight(
    qtbot: QtBot, window: DayWindow, company: Company
) -> None:
    at = customer(company)
    for _invoice in range(3):
        records.save(company, company.entity("invoice"), {"customer": at})
    page = lists(window, "invoice").list()
    until(qtbot, lambda: page.totals.isVisible())

    def top(line: QWidget) -> int:
        return line.mapToGlobal(line.rect().topLeft()).y()

    def foot() -> int:
        return window.toasts.mapToGlobal(window.toasts.rect().bottomLeft()).y()

    window.toast("Copied")
    assert foot() < top(page.totals)
    page.view.selectAll()
    until(qtbot, lambda: page.selected.isVisible())
    until(qtbot, lambda: foot() < top(page.selected))


def test_every_kind_that_is_not_hidden_has_one_page(window: DayWindow) -> None:
    kinds = [kind for place in window.places for kind in place.kinds]
    assert sorted(kinds) == sorted(entity.name for entity in areas.ENTITIES if not entity.hidden)


def test_only_the_page_that_is_shown_has_been_built(window: DayWindow) -> None:
    assert [name for name in window.page_names() if window.page(name) is not None] == ["history"]


def test_no_two_actions_share_a_key_and_every_action_has_one(window: DayWindow) -> None:
    assert window.registry.faults() == []
    lists(window, "customer")
    assert window.registry.faults() == []
    for name in ("home", "customer", "trash", "history"):
        window.show_page(name)
        assert all(command.keys for command in window.registry.commands()), name


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_menus_fit_a_small_screen_and_each_access_key_opens_one_entry(window: DayWindow, language: str) -> None:
    window.use_language(language)
    # As a person sees it, whatever look the tests before left.
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    theme.apply(application, "light")
    window.show_page("customer")
    for top in window.menuBar().actions():
        menu = top.menu()
        assert isinstance(menu, QMenu)
        menu.aboutToShow.emit()
        shown = [one for one in menu.actions() if one.isVisible() and not one.isSeparator()]
        letters = [letter for one in shown if (letter := key_of(one.text()))]
        assert sorted(letters) == sorted(set(letters)), top.text()
        assert menu.sizeHint().height() < theme.px(700), top.text()
    window.use_language("en")


def test_a_tab_with_two_kinds_parts_them_by_a_switch_and_remembers_it(
    qtbot: QtBot, window: DayWindow, memory: WindowMemory
) -> None:
    page = lists(window, "event+task")
    assert page.kind() == "event"
    assert page.switch is not None
    assert [segment.text() for segment in page.switch.segments] == ["Events", "Tasks"]
    page.switch.segments[0].setFocus()
    QTest.keyClick(page.switch.segments[0], Qt.Key.Key_Right)
    assert page.kind() == "task"
    assert page.list().entity.name == "task"
    window.rebuild()
    again = window.page("event+task")
    assert isinstance(again, KindPage)
    assert again.kind() == "task"


def test_the_actions_of_lists_belong_to_whichever_list_is_shown(window: DayWindow) -> None:
    lists(window, "customer")
    assert window.registry.qaction("lists.new").text() == "&New customer"
    lists(window, "product")
    assert window.registry.qaction("lists.new").text() == "&New product"
    window.show_page("history")
    assert not window.registry.qaction("lists.new").isVisible()


def test_every_control_that_takes_the_focus_has_a_name(qtbot: QtBot, window: DayWindow, company: Company) -> None:
    customer(company)
    unnamed = []
    for name in ("home", "customer", "event+task", "trash", "history"):
        window.show_page(name)
        qtbot.wait(50)
        for widget in window.findChildren(QWidget):
            if widget.focusPolicy() == Qt.FocusPolicy.NoFocus or not widget.isVisible():
                continue
            if isinstance(widget.parentWidget(), QLineEdit) or widget.objectName().startswith("qt_"):
                continue
            face = QAccessible.queryAccessibleInterface(widget)
            if face is not None and not face.text(QAccessible.Text.Name):
                unnamed.append((name, type(widget).__name__, type(widget.parentWidget()).__name__))
    assert unnamed == []


# What pages may ask --------------------------------------------------------------------------------------------------


def test_a_change_made_on_the_worker_is_told_on_the_window_s_thread(
    qtbot: QtBot, window: DayWindow, company: Company
) -> None:
    told: list[tuple[int, Changed]] = []
    window.changed.connect(lambda changed: told.append((threading.get_ident(), changed)))
    tasks.run(lambda _t, _c: customer(company), title="Saving", parent=window)
    until(qtbot, lambda: bool(told))
    assert told[0][0] == threading.get_ident()
    assert "customer" in told[0][1].tables
    until(qtbot, lambda: window.undoing.can_undo())


def test_a_field_added_on_the_worker_can_be_changed_and_undone_in_the_window(
    qtbot: QtBot, window: DayWindow, company: Company
) -> None:
    row = customer(company)
    entity = company.entity("customer")
    tasks.run(lambda _t, _c: custom.add(company, entity, "Shoe size", "number"), title="Adding", parent=window)
    until(qtbot, lambda: "x_shoe_size" in company.columns(entity) and tasks.running() == 0)
    qtbot.wait(20)
    records.change_field(company, entity, [row], "x_shoe_size", 42000)
    window.undoing.undo()
    assert records.read(company, entity, row)["x_shoe_size"] is None


def test_refusals_become_sentences_and_none_comes_back(window: DayWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    for place in ("widgets", "widgets.dialogs"):
        monkeypatch.setattr(f"crm_desktop.ui.{place}.sentence", lambda _over, _title, text, *_m: told.append(text))

    def refuses() -> int:
        raise Refused("The number is taken.")

    def fails() -> int:
        raise Trouble("The disk is full.")

    def stops() -> int:
        raise Cancelled

    assert window.attempt(lambda: 7) == 7
    assert window.attempt(refuses) is None
    assert window.attempt(fails) is None
    assert window.attempt(stops) is None
    assert told == ["The number is taken.", "The disk is full."]


def test_a_fault_of_the_program_is_not_swallowed(window: DayWindow) -> None:
    with pytest.raises(ZeroDivisionError):
        window.attempt(lambda: 1 // 0)


def test_opening_a_record_goes_to_its_page_and_selects_it(
    qtbot: QtBot, window: DayWindow, company: Company, memory: WindowMemory
) -> None:
    rows = [customer(company, f"Shop {n}") for n in range(5)]
    window.open_record("customer", rows[3])
    page = window.page()
    assert isinstance(page, KindPage)
    until(qtbot, lambda: page.list().view.current_id() == rows[3])
    assert window.current() == "customer"
    assert recent.records(memory, company.path) == [("customer", rows[3])]


def test_a_list_opens_with_the_filter_that_a_figure_stands_for(
    qtbot: QtBot, window: DayWindow, company: Company
) -> None:
    customer(company, "A", status="key")
    customer(company, "B", status="lead")
    window.show_list("customer", ListQuery(ready=("key",)))
    page = window.page()
    assert isinstance(page, KindPage)
    assert page.list().state.query().ready == ("key",)
    until(qtbot, lambda: page.list().table.rowCount() == 1)
    window.show_list("customer", ListQuery())
    assert not page.list().state.filtered()


def test_a_new_record_tells_its_id_once_it_is_saved(
    qtbot: QtBot, window: DayWindow, company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    from crm_desktop.ui.record.dialog import FormDialog

    def fill(dialog: FormDialog) -> int:
        dialog.save_and_close()
        return QDialog.DialogCode.Accepted

    monkeypatch.setattr(FormDialog, "exec", fill)
    made: list[int] = []
    window.new_record("customer", {"name": "Quay Street Foods"}, made.append)
    assert company.titles(company.entity("customer"), made) == {made[0]: "Quay Street Foods"}


def test_the_selection_is_told_in_the_status_line(window: DayWindow) -> None:
    window.status("1 of 1,248 selected")
    assert window.status_line._selection.text() == "1 of 1,248 selected"
    window.show_page("home")
    assert window.status_line._selection.text() == ""


# Undo ----------------------------------------------------------------------------------------------------------------


def test_undo_and_redo_are_named_in_the_menu_and_in_the_status_line(window: DayWindow, company: Company) -> None:
    undo, redo = window.registry.qaction("undo"), window.registry.qaction("redo")
    assert (undo.text(), undo.isEnabled(), redo.isEnabled()) == ("&Undo", False, False)
    assert window.status_line._undo.text() == ""
    rows = [customer(company, f"Shop & Sons {n}") for n in range(3)]
    records.delete(company, company.entity("customer"), rows)
    assert undo.text() == "&Undo: “Delete 3 customers”"
    assert window.status_line._undo.text() == "Undo: “Delete 3 customers” (Ctrl Z)"
    window.registry.run("undo")
    assert len(company.titles(company.entity("customer"), rows)) == 3
    assert undo.text() == "&Undo: “New customer Shop && Sons 2”"
    assert redo.text() == "&Redo: “Delete 3 customers”"
    window.registry.run("redo")
    assert company.titles(company.entity("customer"), rows) == {}


def test_a_new_company_has_nothing_to_undo(window: DayWindow) -> None:
    assert not window.undoing.can_undo()


def test_the_toast_takes_back_the_change_it_speaks_of_and_not_a_newer_one(window: DayWindow, company: Company) -> None:
    row = customer(company)
    records.delete(company, company.entity("customer"), [row])
    window.toast("1 customer deleted", undo=True)
    other = customer(company, "Later")
    toast = window.toasts.toasts()[-1]
    assert toast.action is not None
    toast.action.click()
    assert company.titles(company.entity("customer"), [row, other]) == {row: "Birch Lane Stores", other: "Later"}


def test_a_notice_that_offers_undo_goes_once_the_change_is_undone_in_another_way(
    window: DayWindow, company: Company
) -> None:
    row = customer(company)
    records.delete(company, company.entity("customer"), [row])
    window.toast("1 customer deleted", undo=True)
    customer(company, "Later")
    assert [toast.text.text() for toast in window.toasts.toasts()] == ["1 customer deleted"]
    window.undoing.undo()
    window.undoing.undo()
    told = [toast.text.text() for toast in window.toasts.toasts()]
    assert told == ["Undone: Delete customer Birch Lane Stores"]  # the one before that is no longer the news


def test_a_notice_that_offers_undo_goes_once_all_that_was_deleted_is_back_or_gone_for_good(
    window: DayWindow, company: Company
) -> None:
    entity = company.entity("customer")

    def told() -> list[str]:
        return [toast.text.text() for toast in window.toasts.toasts() if toast.action is not None]

    rows = [customer(company), customer(company, "Later")]
    records.save(company, company.entity("note"), {"text": "Likes tea", "kind": "customer", "row": rows[0]})
    records.delete(company, entity, rows)
    window.toast("2 customers deleted", undo=True)
    later, first = trash.listed(company)
    trash.restore(company, [later])
    assert told() == ["2 customers deleted"]  # the other one can still be brought back by it
    trash.restore(company, [first])
    assert told() == []
    records.delete(company, entity, rows[:1])
    window.toast("1 customer deleted", undo=True)
    trash.remove(company, trash.listed(company))
    assert told() == []


def test_what_was_undone_and_done_again_is_told_once(window: DayWindow, company: Company) -> None:
    customer(company)
    for _round in range(2):
        window.undoing.undo()
        window.undoing.redo()
    assert [toast.text.text() for toast in window.toasts.toasts()] == ["Done again: New customer Birch Lane Stores"]


def test_an_undo_that_had_to_keep_something_says_what(
    qtbot: QtBot, window: DayWindow, company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    from crm_desktop.ui.kept import KeptDialog

    shown: list[list[str]] = []

    def note(dialog: KeptDialog) -> int:
        from PySide6.QtWidgets import QPlainTextEdit

        shown.append(dialog.findChild(QPlainTextEdit).toPlainText().split("\n"))
        return 0

    monkeypatch.setattr(KeptDialog, "exec", note)
    entity = company.entity("customer")
    row = customer(company, city="Leeds")
    records.save(company, entity, {"city": "York", "street": "1 High Road"}, row=row)
    first = window.undoing.newest()
    records.change_field(company, entity, [row], "city", "Hull")
    window.undoing.undo(first)
    assert shown == [["Customer Birch Lane Stores, City: changed since"]]
    assert records.read(company, entity, row)["city"] == "Hull"
    assert records.read(company, entity, row)["street"] is None


def test_a_large_undo_goes_to_the_worker(qtbot: QtBot, window: DayWindow, company: Company) -> None:
    from crm_desktop.customers.model import Customer

    with company.journal.entry("Import of many"):
        company.journal.bulk_insert(
            Customer, ["name", "type", "status"], ((f"Shop {n}", "company", "lead") for n in range(5000))
        )
    window.registry.run("undo")
    assert tasks.running() == 1
    until(qtbot, lambda: tasks.running() == 0)
    assert company.execute("SELECT count(*) FROM customer").fetchone()[0] == 0
    until(qtbot, lambda: window.undoing.can_redo())


def test_undoing_a_change_of_the_currency_changes_it_back_everywhere(window: DayWindow, company: Company) -> None:
    company.set_setting("currency", "EUR")
    assert Money.currency == "EUR"
    window.undoing.undo()
    assert Money.currency == "CNY"


# The whole window ----------------------------------------------------------------------------------------------------


def test_the_language_is_switched_at_once_and_what_was_typed_stays(
    qtbot: QtBot, window: DayWindow, company: Company
) -> None:
    customer(company)
    page = lists(window, "customer")
    page.list().head.search.setText("birch")
    until(qtbot, lambda: page.list().state.words == "birch")
    try:
        assert window.use_language("zh_CN")
        assert [tab.text for tab in window.top.tabs._tabs][:3] == ["首页", "客户", "联系人"]
        assert window.registry.qaction("undo").text().startswith("撤销(&U)")
        assert window.status_line._state.text().endswith("保存 · 尚未备份")
        again = window.page("customer")
        assert isinstance(again, KindPage)
        assert again is not page
        assert again.list().state.words == "birch"
    finally:
        window.use_language("en")


def test_compact_rows_are_set_in_all_lists_and_in_those_built_later(window: DayWindow, company: Company) -> None:
    before = lists(window, "customer").list().view
    window.registry.run("compact")
    later = lists(window, "contact").list().view
    heights = {view.verticalHeader().defaultSectionSize() for view in (before, later)}
    assert heights == {theme.px(theme.COMPACT_ROW_HEIGHT)}
    assert window.registry.qaction("compact").isChecked()


def test_place_page_and_scheme_are_remembered(
    qtbot: QtBot, company: Company, memory: WindowMemory, tmp_path: Path
) -> None:
    with opened(qtbot, company, memory) as window:
        window.show_page("order")
        window.use_scheme("dark")
        window.setGeometry(20, 30, 1000, 640)
        window.close()
    again = WindowMemory(tmp_path / "window.json")
    assert again.get("window.page") == "order"
    assert again.get("scheme") == "dark"
    assert again.get("window.place") == [20, 30, 1000, 640]
    theme.apply(QApplication.instance(), "light")


def test_closing_asks_while_work_is_under_way(qtbot: QtBot, window: DayWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = [False, True]
    monkeypatch.setattr("crm_desktop.ui.widgets.ask", lambda *_a, **_k: answers.pop(0))
    begun = threading.Event()

    def work(_tell: tasks.Tell, cancelled: object) -> None:
        begun.set()
        while not cancelled():  # type: ignore[operator]
            pass
        raise Cancelled

    tasks.run(work, title="Endless", parent=window)
    assert begun.wait(10)
    assert not window.close()
    assert window.isVisible()
    assert window.close()
    assert answers == []


def test_a_company_file_dropped_on_the_window_is_opened_and_a_list_is_brought_in(
    qtbot: QtBot, window: DayWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    brought: list[tuple[str | None, Path]] = []
    monkeypatch.setattr(window.files, "import_into", lambda kind, path: brought.append((kind, path)))
    window.files_dropped.emit([str(tmp_path / "other.crm")])
    window.files_dropped.emit([str(tmp_path / "a.xlsx"), str(tmp_path / "b.vcf")])
    until(qtbot, lambda: window.desk.asked == [tmp_path / "other.crm"])
    assert brought == [(None, tmp_path / "a.xlsx"), (None, tmp_path / "b.vcf")]


def test_all_texts_of_the_menus_are_chinese_in_chinese(window: DayWindow) -> None:
    try:
        window.use_language("zh_CN")
        lists(window, "customer")
        named = [command.text for command in window.registry.commands()]
        plain = {"Switch to English", "切换到 English"}
        assert [text for text in named if text.isascii() and text not in plain] == []
    finally:
        i18n.use("en")
        window.use_language("en")
