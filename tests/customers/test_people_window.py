"""The organisation chart, the phone book, the QR code and people's parts of the pane, through the window."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QFontMetrics, QGuiApplication, QImage, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QFileDialog, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from crm_desktop import i18n
from crm_desktop.customers import people
from crm_desktop.customers.stances import Deal, take_in
from crm_desktop.customers.ui import additions
from crm_desktop.customers.ui.chart_dialog import ChartDialog
from crm_desktop.customers.ui.phone_page import PhonePage
from crm_desktop.customers.ui.qr_dialog import QrDialog, qr_png
from crm_desktop.entity import records
from crm_desktop.entity.company import Company
from crm_desktop.errors import Refused
from crm_desktop.ui import tasks, theme
from crm_desktop.ui.memory import WindowMemory
from crm_desktop.ui.paper import PaperDialog
from crm_desktop.ui.places import usual_folder
from crm_desktop.ui.record.clicktext import ClickText
from crm_desktop.ui.record.dialog import FormDialog
from crm_desktop.ui.widgets import Pill
from tests.ui.app_stage import DayWindow, customer, opened, until

Key, Ctrl = Qt.Key, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def staff(company: Company) -> dict[str, int]:
    at = customer(company)
    kind = company.entity("contact")
    rows = {"at": at}
    for place, name in enumerate(("Ann", "Bob", "Cem", "Dee"), 1):
        mobile = {"type": "mobile", "value": f"1380013800{place}"}
        rows[name] = records.save(company, kind, {"name": name, "customer": at}, children={"reach": [mobile]})
    return rows


@pytest.fixture
def window(qtbot: QtBot, company: Company, staff: dict[str, int], tmp_path: Path) -> Iterator[DayWindow]:
    with opened(qtbot, company, WindowMemory(tmp_path / "window.json"), page="customer") as made:
        yield made


@pytest.fixture
def chart(qtbot: QtBot, window: DayWindow, staff: dict[str, int]) -> Iterator[ChartDialog]:
    dialog = ChartDialog(window, staff["at"])
    qtbot.addWidget(dialog)
    with qtbot.waitExposed(dialog):
        dialog.show()
    yield dialog


def bosses(company: Company) -> list[tuple[int, int]]:
    return company.execute("SELECT contact, boss FROM reporting ORDER BY contact, position, id").fetchall()


def middle(dialog: ChartDialog, row: int) -> QPoint:
    return dialog.view.mapFromScene(dialog.view.items_[row].sceneBoundingRect().center())


def drag(dialog: ChartDialog, row: int, onto: int, modifier: Any = Qt.KeyboardModifier.NoModifier) -> None:
    port, start, end = dialog.view.viewport(), middle(dialog, row), middle(dialog, onto)
    QTest.mousePress(port, Qt.MouseButton.LeftButton, modifier, start)
    for part in range(1, 6):
        at = QPointF(start) + (QPointF(end) - QPointF(start)) * part / 5
        held = Qt.MouseButton.LeftButton
        global_at = QPointF(port.mapToGlobal(at.toPoint()))
        QApplication.sendEvent(
            port, QMouseEvent(QEvent.Type.MouseMove, at, global_at, Qt.MouseButton.NoButton, held, modifier)
        )
    QTest.mouseRelease(port, Qt.MouseButton.LeftButton, modifier, end)


def test_s49_a_person_is_dragged_below_another_and_undo_takes_it_back(
    qtbot: QtBot, chart: ChartDialog, company: Company, staff: dict[str, int]
) -> None:
    drag(chart, staff["Bob"], staff["Ann"])
    until(qtbot, lambda: bosses(company) == [(staff["Bob"], staff["Ann"])])
    until(qtbot, lambda: chart.view.items_[staff["Bob"]].card.y > 0)
    assert chart.said.text() == "Bob reports to Ann"
    QTest.keyClick(chart, Key.Key_Z, Ctrl)
    until(qtbot, lambda: bosses(company) == [])


def test_s49_ctrl_adds_a_second_boss(qtbot: QtBot, chart: ChartDialog, company: Company, staff: dict[str, int]) -> None:
    people.report_to(company, staff["Cem"], staff["Ann"])
    until(qtbot, lambda: chart.view.items_[staff["Cem"]].card.y > 0)
    chart.view.choose(staff["Cem"])
    chart.view.dropped(chart.view.items_[staff["Cem"]], True)  # not moved: nothing happens
    item = chart.view.items_[staff["Cem"]]
    item.setPos(chart.view.items_[staff["Bob"]].home)
    chart.view.dropped(item, True)
    until(qtbot, lambda: bosses(company) == [(staff["Cem"], staff["Ann"]), (staff["Cem"], staff["Bob"])])


def test_a_circle_is_refused_in_one_sentence(
    qtbot: QtBot, chart: ChartDialog, company: Company, staff: dict[str, int]
) -> None:
    people.report_to(company, staff["Bob"], staff["Ann"])
    until(qtbot, lambda: len(chart.view.chart.links) == 1)
    chart.view.rehang(staff["Ann"], staff["Bob"])
    assert chart.said.text() == "Bob already reports to Ann, directly or through others."
    assert bosses(company) == [(staff["Bob"], staff["Ann"])]


def test_keys_move_rehang_open_and_zoom(
    qtbot: QtBot, chart: ChartDialog, company: Company, staff: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    view = chart.view
    view.choose(staff["Ann"])
    QTest.keyClick(view, Key.Key_Right)
    assert view.current() == staff["Bob"]
    QTest.keyClick(view, Key.Key_Down, Ctrl)
    assert bosses(company) == [(staff["Bob"], staff["Ann"])]
    QTest.keyClick(view, Key.Key_Up)
    assert view.current() == staff["Ann"]
    QTest.keyClick(view, Key.Key_Down)
    assert view.current() == staff["Bob"]
    QTest.keyClick(view, Key.Key_Up, Ctrl)
    assert bosses(company) == []
    edited: list[tuple[str, int]] = []
    monkeypatch.setattr(chart.window_, "edit_record", lambda kind, row: edited.append((kind, row)))
    QTest.keyClick(view, Key.Key_Return)
    assert edited == [("contact", staff["Bob"])]
    before = view.transform().m11()
    QTest.keyClick(view, Key.Key_Plus)
    assert view.transform().m11() > before
    QTest.keyClick(view, Key.Key_0)
    assert view.transform().m11() == before


def test_s49_role_and_attitude_are_set_from_the_menu(
    qtbot: QtBot, chart: ChartDialog, company: Company, staff: dict[str, int]
) -> None:
    chart.view.choose(staff["Ann"])
    menu = chart.view.menu()
    assert menu is not None
    for title, entry in (("Role", "Signs"), ("Attitude", "Against us")):
        below = next(action.menu() for action in menu.actions() if action.text() == title)
        next(action for action in below.actions() if action.text() == entry).trigger()
    row = records.read(company, company.entity("contact"), staff["Ann"])
    assert (row["role"], row["attitude"]) == ("signs", "against")
    until(qtbot, lambda: "Against us" in chart.view.items_[staff["Ann"]].toolTip())


# W14: the map of power of one deal ------------------------------------------------------------------------------------


@pytest.fixture
def deal(company: Company, staff: dict[str, int]) -> int:
    stage = company.execute("SELECT id FROM stage ORDER BY position LIMIT 1").fetchone()[0]
    return records.save(
        company, company.entity("opportunity"), {"name": "春茶礼盒", "customer": staff["at"], "stage": stage},
        children={"people": [{"contact": staff["Ann"], "role": "decides", "attitude": "against"}]},
    )  # fmt: skip


def sides(company: Company) -> list[tuple[Any, ...]]:
    return company.execute("SELECT contact, role, attitude FROM deal_person ORDER BY id").fetchall()


def choose(chart: ChartDialog, title: str, entry: str = "") -> None:
    """Choose in the menu of the person who is chosen."""
    menu = chart.view.menu()
    assert menu is not None
    found = next(action for action in menu.actions() if action.text() == title)
    if entry:
        found = next(action for action in found.menu().actions() if action.text() == entry)
    found.trigger()


def test_w14_a_deal_has_its_own_roles_and_attitudes_in_the_chart(
    qtbot: QtBot, window: DayWindow, company: Company, staff: dict[str, int], deal: int, tmp_path: Path
) -> None:
    records.save(company, company.entity("contact"), {"role": "uses", "attitude": "for"}, row=staff["Ann"])
    for boss in ("Ann", "Bob"):
        people.report_to(company, staff["Cem"], staff[boss], also=True)
    dialog = ChartDialog(window, staff["at"], deal=("opportunity", deal))
    qtbot.addWidget(dialog)
    with qtbot.waitExposed(dialog):
        dialog.show()
    cards = dialog.view.items_
    assert "Decides, Against us" in cards[staff["Ann"]].toolTip()
    assert "not in this deal" in cards[staff["Bob"]].toolTip() and cards[staff["Bob"]].opacity() < 1
    dialog.view.choose(staff["Bob"])
    choose(dialog, "Attitude", "For us")
    assert sides(company)[-1] == (staff["Bob"], None, "for")
    until(qtbot, lambda: not dialog.view.items_[staff["Bob"]].card.person.outside)
    choose(dialog, "Role", "Buys")
    assert sides(company)[-1] == (staff["Bob"], "buys", "for")
    assert dialog.write(tmp_path / "deal.svg") and dialog.write(tmp_path / "deal.png")
    drawn = (tmp_path / "deal.svg").read_text(encoding="utf-8")
    assert "春茶礼盒" in drawn and "Against us" in drawn and drawn.count("<polyline") == 2
    dialog.deal_box.setCurrentIndex(0)
    assert "For us" in dialog.view.items_[staff["Ann"]].toolTip(), "at the customer, not in the deal"
    QTest.keyClick(dialog, Key.Key_Z, Ctrl)
    QTest.keyClick(dialog, Key.Key_Z, Ctrl)
    assert sides(company) == [(staff["Ann"], "decides", "against")]


def test_w14_the_people_of_a_deal_stand_on_its_page_and_its_form(
    qtbot: QtBot, window: DayWindow, company: Company, staff: dict[str, int], deal: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    charts: list[Any] = []
    monkeypatch.setattr(additions, "open_chart", lambda *given: charts.append(given[1:]))
    window.open_record("opportunity", deal)
    assert window.registry.run("people.chart")
    part = additions.deal_part("opportunity", window, deal)
    assert part is not None
    shown = [*texts(part), *(pill.accessibleName() for pill in part.findChildren(Pill))]
    assert {"Ann", "Decides", "Against us"} <= set(shown)
    assert charts == [(staff["at"], ("opportunity", deal))]
    with pytest.raises(Refused, match="given twice"):
        records.save(
            company, company.entity("opportunity"), {}, row=deal,
            children={"people": [{"contact": staff["Ann"]}, {"contact": staff["Ann"]}]},
        )  # fmt: skip


def test_w14_somebody_from_elsewhere_takes_part_and_leaves_again(
    qtbot: QtBot, window: DayWindow, company: Company, staff: dict[str, int], deal: int
) -> None:
    advisor = records.save(company, company.entity("contact"), {"name": "Eve", "customer": customer(company, "Advice")})
    at = Deal("opportunity", deal, "春茶礼盒")
    take_in(company, at, advisor)
    dialog = ChartDialog(window, staff["at"], deal=("opportunity", deal))
    qtbot.addWidget(dialog)
    assert "Advice" in dialog.view.items_[advisor].toolTip()
    dialog.view.choose(advisor)
    choose(dialog, "Takes no part in this deal")
    assert [row[0] for row in sides(company)] == [staff["Ann"]]


def test_s49_the_chart_is_saved_by_key_as_drawing_picture_and_page(
    chart: ChartDialog, company: Company, staff: dict[str, int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    records.save(company, company.entity("contact"), {"name": "曾海棠", "customer": staff["at"], "role": "signs"})
    chart.view.reload()
    offered: list[str] = []
    answers = {".svg": "Drawing (*.svg)", ".png": "Picture (*.png)", ".pdf": "PDF (*.pdf)"}
    for kind in answers.values():

        def named(_over: object, _title: str, start: str, _kinds: str, kind: str = kind) -> tuple[str, str]:
            offered.append(start)
            return str(tmp_path / Path(start).name), kind  # the offered name, whatever kind is chosen

        monkeypatch.setattr(QFileDialog, "getSaveFileName", named)
        QTest.keyClick(chart, Key.Key_S, Ctrl)
    assert {path.suffix for path in tmp_path.glob("Birch Lane Stores.*")} == set(answers)
    assert Path(offered[0]).parent == usual_folder()
    assert ET.parse(tmp_path / "Birch Lane Stores.svg").getroot().tag.endswith("svg")
    page = PdfReader(tmp_path / "Birch Lane Stores.pdf").pages
    assert len(page) == 1
    for text in ("Birch Lane Stores", "Ann", "曾海棠", "Signs"):
        assert text in page[0].extract_text()


def test_s49_the_picture_is_on_white_in_the_dark_too_without_the_frame_of_who_is_chosen(
    qtbot: QtBot, window: DayWindow, chart: ChartDialog
) -> None:
    light = chart.file(".png")
    window.use_scheme("dark")
    chart.view.choose(next(iter(chart.view.items_)))
    chart.copy()
    dark = QGuiApplication.clipboard().image()
    assert dark.pixelColor(2, 2).name() == "#ffffff" and dark.width() > 400
    assert chart.file(".png") == light


def test_s49_a_chart_of_many_is_drawn_beside_the_window(
    qtbot: QtBot, chart: ChartDialog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("crm_desktop.customers.ui.chart_dialog.AT_ONCE", 3)
    named = lambda *_given, **_more: (str(tmp_path / "chart.png"), "Picture (*.png)")  # noqa: E731
    monkeypatch.setattr(QFileDialog, "getSaveFileName", named)
    QTest.keyClick(chart, Key.Key_S, Ctrl)
    assert tasks.running() == 1 and not (tmp_path / "chart.png").exists()
    until(qtbot, lambda: "chart.png" in chart.said.text())
    assert QImage(str(tmp_path / "chart.png")).width() > 400
    QGuiApplication.clipboard().clear()
    QTest.keyClick(chart, Key.Key_C, Ctrl)
    until(qtbot, lambda: QGuiApplication.clipboard().image().width() > 400)


def test_s49_printing_shows_the_page_first(chart: ChartDialog, monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[PaperDialog] = []
    monkeypatch.setattr(PaperDialog, "exec", lambda dialog: shown.append(dialog) or 0)
    QTest.keyClick(chart, Key.Key_P, Ctrl)
    (page,) = shown[0].view.pages
    assert page.points().width() > page.points().height(), "lying, as the chart is wide"


def test_a_customer_without_people_says_what_to_do(qtbot: QtBot, window: DayWindow, company: Company) -> None:
    dialog = ChartDialog(window, customer(company, "Nobody There"))
    qtbot.addWidget(dialog)
    dialog.show()
    shown = [one.text() for one in dialog.findChildren(QLabel) if one.isVisible()]
    assert any("drag one onto another" in text for text in shown)
    assert not any("Arrows move" in text for text in shown)
    focused = dialog.focusWidget()
    assert isinstance(focused, QPushButton) and focused.text() == "New contact"
    idle = [one for one in dialog.findChildren(QAbstractButton) if one.isVisible() and one.isEnabled()]
    assert {one.text() for one in idle} == {"New contact"}


def test_the_menu_opens_the_chart_of_the_customer_that_is_shown(
    window: DayWindow, staff: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    charts: list[int] = []
    codes: list[tuple[str, int]] = []
    monkeypatch.setattr(additions, "open_chart", lambda _window, row, _deal: charts.append(row))
    monkeypatch.setattr(additions, "open_code", lambda _window, kind, row: codes.append((kind, row)))
    window.open_record("customer", staff["at"])
    assert window.registry.run("people.chart")
    window.open_record("contact", staff["Bob"])
    assert window.registry.run("people.chart") and window.registry.run("people.code")
    assert charts == [staff["at"], staff["at"]]
    assert codes == [("contact", staff["Bob"])]


# The phone book -------------------------------------------------------------------------------------------------------


@pytest.fixture
def book(qtbot: QtBot, window: DayWindow) -> PhonePage:
    assert window.registry.run("people.book")
    page = window.page("phonebook")
    assert isinstance(page, PhonePage)
    return page


@pytest.mark.parametrize("size", [(1366, 860), (910, 512), (683, 384)])
def test_the_phone_book_cuts_off_nothing_on_a_small_screen(
    qtbot: QtBot, window: DayWindow, book: PhonePage, size: tuple[int, int]
) -> None:
    window.setMinimumSize(0, 0)
    window.resize(*size)
    QApplication.processEvents()
    letter = book.letters["Q"]
    assert QFontMetrics(letter.font()).tightBoundingRect("Q").height() <= letter.height()
    assert all(book.table.columnWidth(number) >= theme.px(110) for number in range(5))


def names(page: PhonePage) -> list[str]:
    return [page.model.index(row, 0).data() for row in range(page.model.rowCount())]


def test_s81_the_book_is_searched_as_one_types_and_opens_the_record(
    qtbot: QtBot, window: DayWindow, book: PhonePage, staff: dict[str, int]
) -> None:
    assert names(book) == ["Ann", "Bob", "Cem", "Dee"]
    assert book.model.index(1, 2).data() == "138 0013 8002"
    QTest.keyClicks(book.search, "8003")
    until(qtbot, lambda: names(book) == ["Cem"])
    QTest.keyClick(book.table, Key.Key_Return)
    assert window.record_shown() == ("contact", staff["Cem"])


def test_a_letter_goes_to_its_first_line(book: PhonePage) -> None:
    assert [letter for letter, one in book.letters.items() if one.isEnabled()] == ["A", "B", "C", "D"]
    book.letters["C"].click()
    chosen = book.chosen()
    assert chosen is not None and chosen.name == "Cem"


def test_a_new_number_stands_in_the_book_at_once(
    qtbot: QtBot, book: PhonePage, company: Company, staff: dict[str, int]
) -> None:
    records.save(
        company, company.entity("contact"), {"name": "Eve"},
        children={"reach": [{"type": "wechat", "value": "eve_1"}]},
    )  # fmt: skip
    until(qtbot, lambda: names(book)[-1] == "Eve")


def test_the_booklet_is_previewed_before_it_is_printed(
    qtbot: QtBot, book: PhonePage, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[tuple[str, int, float]] = []

    def seen(dialog: PaperDialog) -> int:
        page = dialog.view.pages[0]
        assert page.renderer.isValid()
        shown.append((dialog.windowTitle(), len(dialog.view.pages), round(page.points().width())))
        return 0

    monkeypatch.setattr(PaperDialog, "exec", seen)
    book.preview()
    until(qtbot, lambda: shown == [("Phone book", 1, 420)])


def test_s81_booklet_and_cards_are_written(
    qtbot: QtBot, book: PhonePage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_given, **_more: (str(tmp_path / "book"), ""))
    buttons = {one.text(): one for one in book.findChildren(QAbstractButton) if one.isVisible()}
    buttons["Booklet…"].click()
    until(qtbot, (tmp_path / "book.pdf").exists)
    assert "138 0013 8004" in PdfReader(tmp_path / "book.pdf").pages[0].extract_text()
    buttons["Save as .vcf…"].click()
    until(qtbot, (tmp_path / "book.vcf").exists)
    assert (tmp_path / "book.vcf").read_text(encoding="utf-8").count("BEGIN:VCARD") == 5


def visible(page: QWidget) -> dict[str, QAbstractButton]:
    return {one.text(): one for one in page.findChildren(QAbstractButton) if one.isVisible()}


def test_where_nobody_matches_the_words_can_be_cleared(book: PhonePage, qtbot: QtBot) -> None:
    QTest.keyClicks(book.search, "nobody at all")
    until(qtbot, lambda: names(book) == [])
    shown = visible(book)
    assert "New contact" not in shown
    assert [shown[text].isEnabled() for text in ("QR code", "Save as .vcf…", "Booklet…", "Print")] == [
        False, True, False, False
    ]  # fmt: skip
    shown["Clear filters"].click()
    until(qtbot, lambda: len(names(book)) == 4)
    assert visible(book)["Print"].isEnabled()


def test_a_book_without_numbers_says_what_belongs_there(
    book: PhonePage, qtbot: QtBot, company: Company, staff: dict[str, int]
) -> None:
    records.delete(company, company.entity("contact"), [staff[name] for name in ("Ann", "Bob", "Cem", "Dee")])
    until(qtbot, lambda: names(book) == [])
    assert "New contact" in visible(book) and "Clear filters" not in visible(book)


def test_s81_the_code_holds_the_card_and_is_saved(
    qtbot: QtBot, window: DayWindow, company: Company, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = records.save(company, company.entity("contact"), {"name": "Ann / Alder: 2"})
    dialog = QrDialog(window, "contact", row)
    qtbot.addWidget(dialog)
    asked = lambda _over, _title, start, _kinds: (str(tmp_path / Path(start).name), "PNG (*.png)")  # noqa: E731
    monkeypatch.setattr(QFileDialog, "getSaveFileName", asked)
    dialog.save()
    assert QImage(str(tmp_path / "Ann Alder 2.png")).width() == dialog.picture.width() > 200
    dialog.copy()
    assert not QGuiApplication.clipboard().image().isNull()


def test_a_card_that_is_too_long_for_a_code_is_refused() -> None:
    with pytest.raises(Refused):
        qr_png("x" * 4000)


# The pane -------------------------------------------------------------------------------------------------------------


def texts(widget: QWidget | None) -> list[str]:
    assert widget is not None
    found = [one.text() for one in widget.findChildren(QLabel)]
    return found + [one.text() for one in widget.findChildren(ClickText)]


def test_the_pane_tells_birthday_and_employers(window: DayWindow, company: Company, staff: dict[str, int]) -> None:
    other = customer(company, "Harbour Books")
    records.save(
        company, company.entity("contact"), {"birthday": "1990-11-28"}, row=staff["Ann"],
        children={"employments": [{"customer": other, "job_title": "Clerk", "until": "2022-05-31"}]},
    )  # fmt: skip
    assert "Turns 36: 28 Nov 2026 · in 5 days" in texts(additions.card_part(window, staff["Ann"]))
    shown = texts(additions.employers_part(window, staff["Ann"]))
    assert {"Earlier at", "Harbour Books"} <= set(shown)
    assert any("until 31 May 2022" in text for text in shown)
    former = texts(additions.people_part(window, other))
    assert "Ann" in former and any("until 31 May 2022" in text for text in former)


def test_a_lunar_birthday_is_told_with_its_day(window: DayWindow) -> None:
    assert additions.birthday_text("农历10-18", window) == "Birthday: lunar 10-18 (26 Nov 2026) · in 3 days"
    i18n.use("zh_CN")
    assert "农历十月十八" in additions.birthday_text("农历10-18", window)


def test_s40_the_order_form_fills_in_who_buys_and_receives(
    qtbot: QtBot, window: DayWindow, company: Company, staff: dict[str, int]
) -> None:
    contact = company.entity("contact")
    records.save(company, contact, {"role": "buys signs"}, row=staff["Ann"])
    records.save(company, contact, {"role": "receives"}, row=staff["Bob"])
    dialog = FormDialog(window, company.entity("order"), None, None)
    qtbot.addWidget(dialog, before_close_func=lambda made: made.form._touched.clear())
    form = dialog.form
    form.editor("customer").take(staff["at"])  # type: ignore[attr-defined]
    assert [form.editor(name).raw() for name in ("contact", "receiver", "signer")] == [
        staff["Ann"], staff["Bob"], staff["Ann"]
    ]  # fmt: skip
    form.editor("receiver").take(staff["Cem"])  # type: ignore[attr-defined]
    form.editor("customer").take(customer(company, "Harbour Books"))  # type: ignore[attr-defined]
    assert [form.editor(name).raw() for name in ("contact", "receiver", "signer")] == [None, staff["Cem"], None]


def test_s40_several_roles_are_ticked_on_the_form(
    qtbot: QtBot, window: DayWindow, company: Company, staff: dict[str, int]
) -> None:
    dialog = FormDialog(window, company.entity("contact"), staff["Ann"], None)
    qtbot.addWidget(dialog, before_close_func=lambda made: made.form._touched.clear())
    box: Any = dialog.form.editor("role").widget
    with qtbot.waitExposed(dialog):
        dialog.show()
    box.showPopup()
    view = box.view()
    for row in (1, 4):
        view.setCurrentIndex(box.model().index(row, 0))
        QTest.keyClick(view, Key.Key_Space)
    QTest.keyClick(view, Key.Key_Return)
    assert dialog.form.editor("role").typed() == "Buys, Signs"
    dialog.save()
    assert records.read(company, company.entity("contact"), staff["Ann"])["role"] == "buys signs"
