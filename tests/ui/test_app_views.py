"""Views that come as files: dropped on the window, shown in their list, what is lacking is said."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from crm_desktop.entity.company import Company
from crm_desktop.entity.query import Condition, ListQuery
from crm_desktop.entity.viewfiles import as_file
from crm_desktop.entity.views import first_view, save_view, views_of
from crm_desktop.ui.listing.dialogs import NameView
from crm_desktop.ui.listing.viewverbs import VERBS
from crm_desktop.ui.memory import WindowMemory
from tests.ui.app_stage import DayWindow, customer, in_dialog, opened, until

ASKED = ListQuery(conditions=(Condition("city", "in", ["Porto"]),), order=("name",), columns=("name", "city"))


@pytest.fixture
def window(qtbot: QtBot, company: Company, tmp_path: Path) -> Iterator[DayWindow]:
    customer(company, "Birch", city="Porto")
    customer(company, "Maple", city="Cork")
    with opened(qtbot, company, WindowMemory(tmp_path / "window.json"), page="home") as made:
        yield made


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    found: list[str] = []
    monkeypatch.setattr("crm_desktop.ui.view_files.sentence", lambda _over, _title, text, **_tone: found.append(text))
    for place in ("widgets", "widgets.dialogs"):
        monkeypatch.setattr(f"crm_desktop.ui.{place}.sentence", lambda _over, _title, text, *_m: found.append(text))
    return found


def test_a_view_dropped_on_the_window_is_kept_and_its_list_shown(
    window: DayWindow, company: Company, tmp_path: Path, told: list[str], qtbot: QtBot
) -> None:
    path = tmp_path / "porto.crmview"
    path.write_text(as_file(company, company.entity("customer"), "In Porto", ASKED), encoding="utf-8")
    window.files_dropped.emit([str(path)])
    shown = window.list_shown()
    assert shown is not None and shown.state.view() is not None
    until(qtbot, shown.table.settled)
    assert shown.state.view().name == "In Porto"  # type: ignore[union-attr]
    assert shown.table.rowCount() == 1
    assert told == []
    window.files_dropped.emit([str(path)])
    assert [view.name for view in views_of(company, company.entity("customer"))] == ["In Porto"]


def test_a_view_that_names_what_this_company_lacks_is_opened_in_part(
    window: DayWindow, company: Company, tmp_path: Path, told: list[str]
) -> None:
    kept = json.loads(as_file(company, company.entity("customer"), "In Porto", ASKED))
    kept["query"]["columns"].append("x_shoe_size")
    kept["titles"] = {"x_shoe_size": "Shoe size"}
    path = tmp_path / "porto.crmview"
    path.write_text(json.dumps(kept), encoding="utf-8")
    window.files_dropped.emit([str(path)])
    assert told == ["The view “In Porto” was opened in part. This company does not have: Shoe size."]
    assert views_of(company, company.entity("customer"))[0].query.columns == ("name", "city")


def test_a_file_that_is_no_view_is_told_in_one_sentence(
    window: DayWindow, company: Company, tmp_path: Path, told: list[str]
) -> None:
    path = tmp_path / "porto.crmview"
    path.write_bytes(b"\xff\xfe\x00nonsense")
    window.files_dropped.emit([str(path)])
    path.write_text("{}", encoding="utf-8")
    window.files_dropped.emit([str(path)])
    assert told == ["“porto.crmview” cannot be read as a view of a list.", "This file holds no view of a list."]
    assert views_of(company, company.entity("customer")) == []


def test_the_menu_bar_does_with_the_view_that_is_shown_what_its_chip_offers(
    window: DayWindow, company: Company, qtbot: QtBot
) -> None:
    kind = company.entity("customer")
    registry = window.registry
    first, second = (save_view(company, kind, name, ASKED.with_(words=name)) for name in ("One", "Two"))
    window.show_view("customer", first)
    shown = window.list_shown()
    assert shown is not None
    until(qtbot, shown.table.settled)
    verbs = [verb for group in VERBS for verb in group]
    assert all(registry.qaction(f"lists.view.{verb.name}").shortcuts() for verb in verbs)
    assert not registry.run("lists.view.update")  # nothing was changed

    def names() -> list[str]:
        return [view.name for view in views_of(company, kind)]

    shown.state.sort_by("city")
    assert registry.run("lists.view.update")
    assert views_of(company, kind)[0].query.order == ("city",)
    shown.state.sort_by("name")
    assert registry.run("lists.view.discard")
    assert shown.state.order() == ("city",)
    assert not registry.run("lists.view.left")
    shown.view.setFocus()
    assert registry.run("lists.view.right")
    assert names() == ["Two", "One"]
    assert shown.view.hasFocus()
    assert registry.run("lists.view.first")
    registry.refresh()
    assert registry.qaction("lists.view.first").isChecked()
    assert first_view(company, kind) == first
    assert registry.run("lists.view.first")
    assert first_view(company, kind) is None
    assert registry.run("lists.view.copy")
    assert names() == ["Two", "One", "One (2)"]
    in_dialog(NameView, _renamed("Three"), lambda: registry.run("lists.view.rename"))
    assert names() == ["Two", "One", "Three"]
    assert registry.run("lists.view.delete")
    assert names() == ["Two", "One"]
    assert shown.state.view() is None
    assert not registry.run("lists.view.delete")
    assert registry.qaction("lists.view.share").isEnabled()
    assert second in [view.id for view in views_of(company, kind)]


def _renamed(name: str) -> Callable[[NameView], None]:
    def act(dialog: NameView) -> None:
        dialog.line.setText(name)
        dialog.accept()

    return act
