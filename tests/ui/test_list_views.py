"""Saved views in the window: unsaved changes, order, the one that opens first, widths, files given and taken."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QFileDialog

from crm_desktop.entity import views
from crm_desktop.entity.query import Condition, ListQuery
from crm_desktop.entity.viewfiles import as_file
from crm_desktop.store.undo import undo
from crm_desktop.ui.listing.page import ListPage
from tests.ui.list_window import ListWindow, add_customers, settle


@pytest.fixture
def window(tmp_path: Path, qtbot: Any) -> Iterator[ListWindow]:
    made = ListWindow(tmp_path)
    add_customers(made, 20)
    yield made
    made.close()


@pytest.fixture
def page(window: ListWindow, qtbot: Any) -> ListPage:
    return anew(window, qtbot)


def anew(window: ListWindow, qtbot: Any) -> ListPage:
    """The list as it is opened anew."""
    return window.show_list(qtbot, size=(1600, 700))


def three(page: ListPage, qtbot: Any) -> list[int]:
    """Three views; their ids."""
    for name, city in (("North", "Luleå"), ("South", "Madrid"), ("Home", "London")):
        page.state.choose("all")
        page.state.set_condition(Condition("city", "in", [city]))
        page.panels.keep(name)
    settle(page, qtbot)
    return [view.id for view in page.state.views]


def names(page: ListPage) -> list[str]:
    return [view.name for view in views.views_of(page.owner.company, page.entity)]


def chosen(page: ListPage) -> Any:
    return page.chips.views[page.state.chip]


def test_changes_that_are_not_saved_are_shown_and_can_be_discarded(page: ListPage, qtbot: Any) -> None:
    three(page, qtbot)
    assert (chosen(page).text(), page.chips.save.text()) == ("Home", "Save this view")
    page.state.sort_by("city")
    settle(page, qtbot)
    assert (chosen(page).text(), page.chips.save.text()) == ("Home •", "Save the changes")
    assert chosen(page).accessibleDescription() == "Changed, not saved"
    page.state.discard()
    settle(page, qtbot)
    assert (chosen(page).text(), page.chips.save.text()) == ("Home", "Save this view")
    assert page.state.order() == ("name",)


def test_what_was_just_saved_is_not_called_changed(page: ListPage, qtbot: Any) -> None:
    page.state.set_columns(("name", "city", "status"))
    page.state.set_pinned(1)
    page.state.sort_by("city")
    page.panels.keep("Visits")
    settle(page, qtbot)
    assert (chosen(page).text(), page.chips.save.text()) == ("Visits", "Save this view")
    assert (page.state.columns(), page.state.pinned()) == (("name", "city", "status"), 1)
    page.state.choose("all")
    page.state.choose(f"view:{page.state.views[0].id}")
    assert [column.name for column in page.table.columns] == ["name", "city", "status"]


def test_columns_and_groups_count_as_changes_too(page: ListPage, qtbot: Any) -> None:
    three(page, qtbot)
    page.state.set_columns(("name", "city"))
    assert chosen(page).text() == "Home •"
    page.state.discard()
    page.state.set_group("status")
    assert chosen(page).text() == "Home •"
    page.panels.update_view(page.state.view())  # type: ignore[arg-type]
    assert chosen(page).text() == "Home"
    assert views.views_of(page.owner.company, page.entity)[2].query.group == "status"


def test_alt_and_an_arrow_move_the_chip_and_an_undo_moves_it_back(
    page: ListPage, window: ListWindow, qtbot: Any
) -> None:
    ids = three(page, qtbot)
    chip = page.chips.views[f"view:{ids[0]}"]
    chip.setFocus()
    qtbot.keyClick(chip, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert names(page) == ["South", "North", "Home"]
    assert page.chips.views[f"view:{ids[0]}"].hasFocus()
    undo(window.company.journal)
    settle(page, qtbot)
    assert names(page) == ["North", "South", "Home"]
    assert [chip.text() for chip in page.chips._saved()] == names(page)


def test_a_chip_is_dragged_to_another_place(page: ListPage, qtbot: Any) -> None:
    ids = three(page, qtbot)
    chip, last = page.chips.views[f"view:{ids[0]}"], page.chips.views[f"view:{ids[2]}"]
    middle = QPoint(chip.width() // 2, chip.height() // 2)
    qtbot.mousePress(chip, Qt.MouseButton.LeftButton, pos=middle)
    far = chip.mapFrom(page.chips, last.geometry().center()) + QPoint(40, 0)
    for part in (1, 2, 3, 4):
        at = chip.mapFrom(page.chips, chip.mapTo(page.chips, middle) + (far - middle) * part / 4)
        qtbot.mouseMove(chip, at)
        drag(chip, at)
    qtbot.mouseRelease(chip, Qt.MouseButton.LeftButton, pos=middle)
    assert names(page) == ["South", "Home", "North"]
    assert page.state.chip == f"view:{ids[2]}"


def drag(chip: Any, at: QPoint) -> None:
    """A move with the button held, which qtbot cannot send."""
    from PySide6.QtCore import QEvent, QPointF
    from PySide6.QtGui import QMouseEvent

    left = Qt.MouseButton.LeftButton
    where = QPointF(at)
    event = QMouseEvent(
        QEvent.Type.MouseMove, where, chip.mapToGlobal(where), Qt.MouseButton.NoButton, left,
        Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    QApplication.sendEvent(chip, event)


def test_the_menu_of_a_chip_duplicates_and_opens_first(page: ListPage, window: ListWindow, qtbot: Any) -> None:
    ids = three(page, qtbot)
    page.panels.duplicate_view(page.state.views[0])
    settle(page, qtbot)
    assert names(page) == ["North", "North (2)", "South", "Home"]
    assert page.state.view().name == "North (2)"  # type: ignore[union-attr]
    menu = page.panels.menu_of(page.state.views[2])
    first = next(act for act in menu.actions() if act.text() == "&Open the list with this view")
    first.trigger()
    page.state.choose("all")
    again = anew(window, qtbot)
    assert again.state.chip == f"view:{ids[1]}"
    assert again.table.rowCount() == 2
    page.panels.open_first(None)
    assert anew(window, qtbot).state.chip == "all"


def test_the_keys_of_the_menu_bar_are_told_in_the_menu_of_the_chip_that_is_shown(page: ListPage, qtbot: Any) -> None:
    three(page, qtbot)
    shown, other = page.state.views[2], page.state.views[0]
    assert "&Rename this view…\tCtrl+Alt+R" in [act.text() for act in page.panels.menu_of(shown).actions()]
    assert "&Rename this view…" in [act.text() for act in page.panels.menu_of(other).actions()]


def test_each_view_has_its_own_widths(page: ListPage, qtbot: Any) -> None:
    ids = three(page, qtbot)
    page.view.set_widths["name"] = 333
    page.view.fit_columns()
    page._keep_widths()
    page.state.choose("all")
    assert "name" not in page.view.set_widths
    page.state.choose(f"view:{ids[2]}")
    assert page.view.columnWidth(0) == 333
    assert not page.state.differs()


def test_a_view_is_written_as_a_file_with_its_widths(
    page: ListPage, window: ListWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: Any
) -> None:
    three(page, qtbot)
    page.view.set_widths["name"] = 333
    place = tmp_path / "home view"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_asked: (str(place), ""))
    page.panels.share(page.state.view())
    text = (tmp_path / "home view.crmview").read_text(encoding="utf-8")
    view = page.state.view()
    assert view is not None
    shown = view.query.with_(widths=(("name", 333),))
    assert text == as_file(window.company, page.entity, "Home", shown)
    assert window.toasts[-1] == ("View written to home view.crmview", False)


def test_a_list_without_a_view_can_be_shared_as_it_is_shown(
    page: ListPage, window: ListWindow, tmp_path: Path, qtbot: Any
) -> None:
    page.state.set_group("city")
    page.panels.write(None, tmp_path / "x.crmview")
    text = (tmp_path / "x.crmview").read_text(encoding="utf-8")
    assert '"group": "city"' in text and '"name": "Customers"' in text


def test_an_old_view_without_groups_is_still_read(window: ListWindow) -> None:
    with window.company.journal.entry("old"):
        window.company.execute(
            "INSERT INTO saved_view (kind, name, spec) VALUES ('customer', 'Old', ?)",
            ('{"words": "", "conditions": [{"column": "city", "operation": "is", "value": "Porto"}], "ready": [],'
             ' "order": [], "columns": [], "linked": null}',),
        )  # fmt: skip
    (view,) = views.views_of(window.company, window.company.entity("customer"))
    assert view.query == ListQuery(conditions=(Condition("city", "is", "Porto"),))
