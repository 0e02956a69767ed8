"""Filters, columns and saved views: in words, in their panels, and as they are kept."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QWidget

from crm_desktop import i18n
from crm_desktop.entity import custom, query, records
from crm_desktop.entity.query import Condition, ListQuery
from crm_desktop.entity.views import save_view, views_of
from crm_desktop.errors import Refused
from crm_desktop.store.undo import undo
from crm_desktop.ui.listing.conditions import in_words, offered
from crm_desktop.ui.listing.page import ListPage
from crm_desktop.ui.listing.panelrows import WHAT
from crm_desktop.ui.listing.values import value_field
from tests.ui.list_window import TODAY, ListWindow, add_customers, settle


@pytest.fixture
def window(tmp_path: Path, qtbot: Any) -> Iterator[ListWindow]:
    made = ListWindow(tmp_path)
    add_customers(made, 20)
    yield made
    made.close()


@pytest.fixture
def page(window: ListWindow, qtbot: Any) -> ListPage:
    return window.show_list(qtbot)


# Words -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        (Condition("city", "is", "上海"), "City: 上海"),
        (Condition("city", "in", ["上海", "Luleå"]), "City: 上海, Luleå"),
        (Condition("status", "in", ["key", "lead", "lost", "customer"]), "Status: Key account, Lead, +2"),
        (Condition("status", "is_not", "lost"), "Status is not Lost"),
        (Condition("owes", "at_least", 100_000), "Owes ≥ ¥1,000.00"),
        (Condition("owes", "between", (0, 100_000)), "Owes: ¥0.00 – ¥1,000.00"),
        (Condition("next_on", "at_most", "2026-12-24"), "Next step on ≤ 24 Dec 2026"),
        (Condition("touched", "is", "2026-11-23"), "Last touched: 23 Nov 2026"),
        (Condition("created", "last_days", 30), "Customer since: last 30 days"),
        (Condition("created", "older_days", 1), "Customer since: over a day ago"),
        (Condition("name", "contains", "tea"), "Name contains “tea”"),
        (Condition("tags", "contains", "VIP"), "Tags: VIP"),
        (Condition("next_step", "empty"), "Next step is blank"),
    ],
)
def test_a_filter_says_what_it_does(window: ListWindow, condition: Condition, words: str) -> None:
    assert in_words(window.company, window.company.entity("customer"), condition) == words


def test_a_filter_on_a_link_names_the_record(window: ListWindow) -> None:
    staff = records.save(window.company, window.company.entity("staff"), {"name": "Lin Zimo"})
    condition = Condition("owner", "in", [staff])
    assert in_words(window.company, window.company.entity("customer"), condition) == "Owner: Lin Zimo"


def test_every_column_of_every_kind_has_a_field_for_every_operation(window: ListWindow, qtbot: Any) -> None:
    company = window.company
    for entity in company.entities:
        for column in company.columns(entity).values():
            for operation in offered(column):
                field = value_field(window, entity, column, operation)  # type: ignore[arg-type]
                qtbot.addWidget(field)
                assert field.column is not None


# The panel ---------------------------------------------------------------------------------------------------------


def test_the_panel_offers_what_a_column_holds_with_its_counts(window: ListWindow, page: ListPage, qtbot: Any) -> None:
    panel = page.panels.add_filter()
    panel.show_column("city")
    assert panel.operation.currentData() == "in"
    rows = panel.field.list.rows()  # type: ignore[union-attr]
    assert len(rows) == 10
    first = next(item for item in rows if item.data(WHAT) == "Luleå")
    panel.field.list.act(first)  # type: ignore[union-attr]
    panel.apply.click()
    settle(page, qtbot)
    assert page.state.conditions == (Condition("city", "in", ["Luleå"]),)
    assert page.table.rowCount() == 2
    assert page.panels.open is None


def test_by_keys_alone_a_filter_is_found_chosen_and_put_on(window: ListWindow, page: ListPage, qtbot: Any) -> None:
    panel = page.panels.add_filter()
    qtbot.keyClicks(panel.search, "status")
    qtbot.keyClick(panel.search, Qt.Key.Key_Return)
    ticks = panel.field.list  # type: ignore[union-attr]
    qtbot.keyClick(ticks, Qt.Key.Key_Space)
    qtbot.keyClick(ticks, Qt.Key.Key_Down)
    qtbot.keyClick(ticks, Qt.Key.Key_Space)
    qtbot.keyClick(ticks, Qt.Key.Key_Return)
    settle(page, qtbot)
    assert page.state.conditions == (Condition("status", "in", ["lead", "customer"]),)


def test_a_filter_is_found_and_its_words_typed_with_an_input_method(
    window: ListWindow, page: ListPage, qtbot: Any
) -> None:
    def composed(editor: QWidget, pinyin: str, words: str) -> None:
        held = editor.text()  # type: ignore[attr-defined]
        QApplication.sendEvent(editor, QInputMethodEvent(pinyin, []))
        assert editor.text() == held  # type: ignore[attr-defined]
        chosen = QInputMethodEvent()
        chosen.setCommitString(words)
        QApplication.sendEvent(editor, chosen)

    i18n.use("zh_CN")
    panel = page.panels.add_filter()
    rows = panel.names.rows()
    QApplication.sendEvent(panel.search, QInputMethodEvent("cheng", []))
    assert panel.names.rows() == rows, "nothing is narrowed while it is composed"
    composed(panel.search, "mingcheng", "名称")
    qtbot.keyClick(panel.search, Qt.Key.Key_Return)
    panel.operation.setCurrentIndex(panel.operation.findData("contains"))
    line = panel.field.line  # type: ignore[union-attr]
    composed(line, "shanghai", "上海")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    settle(page, qtbot)
    assert page.state.conditions == (Condition("name", "contains", "上海"),)


def test_a_ready_filter_that_has_no_chip_can_be_put_on(window: ListWindow, page: ListPage, qtbot: Any) -> None:
    panel = page.panels.add_filter()
    qtbot.keyClicks(panel.search, "no next")
    qtbot.keyClick(panel.search, Qt.Key.Key_Return)
    settle(page, qtbot)
    assert page.state.query().ready == ("no_step",)
    assert [chip.text() for chip in page.chips.on] == ["No next step"]


def test_a_filter_without_its_value_says_what_is_missing(window: ListWindow, page: ListPage, qtbot: Any) -> None:
    panel = page.panels.add_filter()
    panel.show_column("owes")
    panel.apply.click()
    assert panel.fault.text() == "Type or choose a value."
    panel.field.editor.type("one hundred")  # type: ignore[union-attr]
    panel.apply.click()
    assert "one hundred" in panel.fault.text()
    assert page.state.conditions == ()


def test_a_filter_in_force_is_changed_in_its_place(window: ListWindow, page: ListPage, qtbot: Any) -> None:
    page.state.set_condition(Condition("city", "in", ["Luleå"]))
    page.state.set_condition(Condition("name", "contains", "a"))
    panel = page.panels.edit_filter(0, page.chips.on[0])
    assert panel.field.value() == ["Luleå"]  # type: ignore[union-attr]
    panel.field.set_value(["Madrid"])  # type: ignore[union-attr]
    panel.apply.click()
    assert page.state.conditions == (Condition("city", "in", ["Madrid"]), Condition("name", "contains", "a"))


def test_escape_closes_the_panel_and_gives_the_focus_back(window: ListWindow, page: ListPage, qtbot: Any) -> None:
    panel = page.panels.add_filter()
    qtbot.keyClick(panel.search, Qt.Key.Key_Escape)
    assert page.panels.open is None
    assert page.chips.add.hasFocus()


# Columns -----------------------------------------------------------------------------------------------------------


def test_a_panel_says_where_no_column_has_the_words(window: ListWindow, page: ListPage, qtbot: Any) -> None:
    panel = page.panels.choose_columns()
    assert panel.list.told_instead() == ""
    panel.search.setText("zzz")
    assert panel.list.told_instead() == "Nothing has these words."
    panel.search.setText("")
    assert panel.list.told_instead() == ""


def test_columns_are_ticked_moved_and_reset(window: ListWindow, page: ListPage, qtbot: Any) -> None:
    panel = page.panels.choose_columns()
    assert panel.names() == page.entity.list
    qtbot.keyClick(panel.list, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert page.state.columns()[:2] == (page.entity.list[1], page.entity.list[0])
    qtbot.keyClick(panel.list, Qt.Key.Key_Space)
    assert page.entity.list[0] not in page.state.columns()
    qtbot.keyClicks(panel.search, "tags")
    panel.list.go_in()
    qtbot.keyClick(panel.list, Qt.Key.Key_Space)
    assert page.state.columns()[-1] == "tags"
    assert [column.name for column in page.table.columns] == list(page.state.columns())
    panel._reset()
    assert page.state.columns() == page.entity.list


def test_the_last_column_stays(window: ListWindow, page: ListPage, qtbot: Any) -> None:
    page.state.set_columns(("name",))
    panel = page.panels.choose_columns()
    qtbot.keyClick(panel.list, Qt.Key.Key_Space)
    assert page.state.columns() == ("name",)
    assert panel.names() == ("name",)


def test_columns_dragged_in_the_heading_stay_so(window: ListWindow, page: ListPage, qtbot: Any) -> None:
    first, second, *rest = page.entity.list
    page.view.heading.moveSection(0, 1)
    qtbot.waitUntil(lambda: page.state.columns() == (second, first, *rest))
    assert [column.name for column in page.table.columns][:2] == [second, first]
    assert page.view.heading.visualIndex(0) == 0


# Saved views -------------------------------------------------------------------------------------------------------


def test_a_view_is_saved_shown_with_its_count_and_taken_up_again(
    window: ListWindow, page: ListPage, qtbot: Any
) -> None:
    state = page.state
    state.set_condition(Condition("city", "in", ["Luleå"]))
    page.panels.keep("Up north")
    state.set_columns(("name", "city"))
    state.sort_by("city")
    page.panels.update_view(state.view())  # type: ignore[arg-type]
    settle(page, qtbot)
    view = state.view()
    assert view is not None
    assert page.chips.views[state.chip].accessibleName() == "Up north, 2"
    state.choose("all")
    settle(page, qtbot)
    assert (page.table.rowCount(), state.conditions, len(page.table.columns)) == (20, (), len(page.entity.list))
    state.choose(f"view:{view.id}")
    settle(page, qtbot)
    assert page.table.rowCount() == 2
    assert state.columns() == ("name", "city")
    assert state.order() == ("city",)


def test_a_changed_view_is_updated_only_when_asked(window: ListWindow, page: ListPage, qtbot: Any) -> None:
    state = page.state
    state.set_words("berg")
    page.panels.keep("Bergs")
    assert not state.differs()
    state.set_condition(Condition("status", "in", ["key"]))
    assert state.differs()
    assert views_of(window.company, page.entity)[0].query.conditions == ()
    page.panels.update_view(state.view())  # type: ignore[arg-type]
    assert not state.differs()
    assert views_of(window.company, page.entity)[0].query.conditions == (Condition("status", "in", ["key"]),)


def test_a_deleted_view_comes_back_by_undo(window: ListWindow, page: ListPage, qtbot: Any) -> None:
    page.state.set_words("berg")
    page.panels.keep("Bergs")
    page.panels.delete_view(page.state.views[0])
    settle(page, qtbot)
    assert page.state.views == []
    assert page.state.chip == "all"
    assert window.toasts[-1] == ("View “Bergs” deleted", True)
    undo(window.company.journal)
    settle(page, qtbot)
    assert [view.name for view in page.state.views] == ["Bergs"]
    assert any(chip.text() == "Bergs" for chip in page.chips.views.values())


def test_two_views_of_one_kind_cannot_have_one_name(window: ListWindow) -> None:
    entity = window.company.entity("customer")
    save_view(window.company, entity, "North", ListQuery())
    with pytest.raises(Refused, match="North"):
        save_view(window.company, entity, " north ", ListQuery())
    with pytest.raises(Refused):
        save_view(window.company, entity, "  ", ListQuery())
    save_view(window.company, window.company.entity("contact"), "North", ListQuery())


def test_a_view_outlives_the_field_it_filters_by(window: ListWindow, page: ListPage, qtbot: Any) -> None:
    name = custom.add(window.company, page.entity, "Shoe size", "number")
    page.state.set_columns(("name", name))
    page.state.set_condition(Condition(name, "filled"))
    page.panels.keep("Shoes")
    settle(page, qtbot)
    assert page.table.rowCount() == 0
    undo(window.company.journal)  # the view
    undo(window.company.journal)  # the field
    settle(page, qtbot)
    assert page.state.conditions == ()
    assert [column.name for column in page.table.columns] == ["name"]
    assert page.table.rowCount() == query.count(window.company, page.entity, ListQuery(), today=TODAY)


def test_a_view_that_cannot_be_read_is_left_out(window: ListWindow) -> None:
    with window.company.journal.entry("broken"):
        window.company.execute("INSERT INTO saved_view (kind, name, spec) VALUES ('customer', 'Broken', '{')")
    assert views_of(window.company, window.company.entity("customer")) == []
