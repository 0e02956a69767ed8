"""The small widgets: keyboard, names for screen readers, nothing cut."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QFontMetrics, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QDialog,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from crm_desktop.ui import theme
from crm_desktop.ui.importing.steps import Step
from crm_desktop.ui.painting import initial, pill_font, pill_size
from crm_desktop.ui.record.clicktext import ClickText
from crm_desktop.ui.switch import Segment
from crm_desktop.ui.widgets import (
    Avatar,
    Banner,
    Chip,
    ElidedLabel,
    EmptyState,
    FilterChip,
    FlowLayout,
    Pill,
    Progress,
    SearchBox,
    SearchButton,
    SectionTitle,
    Stats,
    button,
    icon_button,
    label,
    number_box,
)
from crm_desktop.ui.widgets.dialogs import WayButton, choice, question, telling


@pytest.fixture(autouse=True)
def light(qapp: QApplication) -> None:
    theme.apply(qapp, "light")


def name_of(widget: QWidget) -> str:
    """What a screen reader says."""
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)


@pytest.mark.parametrize(
    ("name", "letter"),
    [("berglund", "B"), ("“Øst”", "Ø"), ("上海", "上"), ("  (4) ways", "4"), ("", "#"), ("😀", "#"), ("ß", "S")],
)
def test_an_avatar_shows_the_first_letter_that_is_one(name: str, letter: str) -> None:
    assert initial(name) == letter


def test_everything_that_takes_the_focus_has_a_name(qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    made = [
        button("Save"), icon_button("edit", "Edit"), Chip("Owes money", 1234), FilterChip("City: Luleå"),
        SearchBox("Search in this list"), SearchButton("Find anyone"), number_box(0, 9, "Days"),
        EmptyState("customers", "No customers yet", "Import a list.", [("Import", "import", lambda: None)]),
        Banner("The disk is full.", "bad", "Why?", closable=True),
    ]  # fmt: skip
    for widget in made:
        widget.setParent(page)
    focusable = [child for child in page.findChildren(QWidget) if child.focusPolicy() != Qt.FocusPolicy.NoFocus]
    inner = [child for child in focusable if child.objectName() == "qt_spinbox_lineedit"]
    assert [type(child).__name__ for child in focusable if child not in inner and not name_of(child)] == []
    assert name_of(made[2]) == "Owes money, 1,234"
    assert name_of(made[3]) == "Filter: City: Luleå"


def test_pills_avatars_and_figures_say_what_they_show(qtbot: QtBot) -> None:
    pill, stats = Pill("Overdue", "bad"), Stats([("Owes", "¥86,210.50", "bad")])
    for widget in (pill, stats):
        qtbot.addWidget(widget)
    pill.set("Paid", "good")
    assert name_of(pill) == "Paid"
    assert name_of(stats.tiles[0]) == "Owes: ¥86,210.50"
    stats.tiles[0].set("¥0.00")
    assert name_of(stats.tiles[0]) == "Owes: ¥0.00"
    qtbot.addWidget(Avatar("Berglund"))


def test_a_filter_goes_with_delete_and_with_its_cross(qtbot: QtBot) -> None:
    chip = FilterChip("City: Luleå")
    qtbot.addWidget(chip)
    chip.resize(chip.sizeHint())
    chip.show()
    with qtbot.waitSignal(chip.removed):
        qtbot.keyClick(chip, Qt.Key.Key_Delete)
    with qtbot.waitSignal(chip.removed), qtbot.assertNotEmitted(chip.clicked):
        qtbot.mouseClick(chip, Qt.MouseButton.LeftButton, pos=chip.cross().center())
    with qtbot.waitSignal(chip.clicked), qtbot.assertNotEmitted(chip.removed):
        qtbot.mouseClick(chip, Qt.MouseButton.LeftButton, pos=QPoint(12, 10))


def test_a_view_chip_keeps_its_width_when_it_becomes_current(qtbot: QtBot) -> None:
    chip = Chip("Key accounts", 42, checkable=True)
    qtbot.addWidget(chip)
    before = chip.sizeHint()
    qtbot.keyClick(chip, Qt.Key.Key_Space)
    assert chip.isChecked()
    assert chip.sizeHint() == before


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40)
@given(widths=st.lists(st.integers(5, 300), max_size=12), room=st.integers(60, 500))
def test_a_flow_never_overlaps_nor_runs_over_its_edge(qtbot: QtBot, widths: list[int], room: int) -> None:
    page = QWidget()
    layout = FlowLayout(page, gap=8)
    for width in widths:
        child = QWidget()
        child.setMinimumSize(width, 20)
        child.setFixedHeight(20)
        layout.addWidget(child)
        child.show()
    height = layout.heightForWidth(room)
    layout.setGeometry(QRect(0, 0, room, height))
    places = [layout.itemAt(n).geometry() for n in range(layout.count())]
    for n, place in enumerate(places):
        assert place.bottom() <= height
        assert place.right() < room or place.left() == 0
        assert not any(place.intersects(other) for other in places[:n])
    layout.clear()
    assert layout.count() == 0


@pytest.mark.parametrize(("room", "lines"), [(300, [5]), (240, [3, 2]), (180, [3, 2]), (120, [2, 2, 1])])
def test_the_last_part_of_a_flow_is_not_left_alone(qtbot: QtBot, room: int, lines: list[int]) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    layout = FlowLayout(page, gap=8)
    parts = [QWidget() for _part in range(5)]
    for part in parts:
        part.setFixedSize(50, 20)
        layout.addWidget(part)
    layout.setGeometry(QRect(0, 0, room, 200))
    found = [part.y() for part in parts]
    assert [found.count(y) for y in sorted(set(found))] == lines


def test_a_long_line_is_elided_and_whole_in_its_tip(qtbot: QtBot) -> None:
    made = ElidedLabel("A very long line\nof two lines")
    qtbot.addWidget(made)
    made.resize(60, 20)
    assert made.shown().endswith("…")
    made.resize(600, 20)
    assert made.shown() == "A very long line of two lines"


def test_a_pill_has_room_for_its_text(qapp: QApplication) -> None:
    for text in ("Customer", "逾期 26 天", "W" * 30):
        assert pill_size(text).width() > QFontMetrics(pill_font()).horizontalAdvance(text)


def test_texts_are_never_markup(qtbot: QtBot) -> None:
    made = label("<b>Ernst & Söhne</b>")
    qtbot.addWidget(made)
    assert made.textFormat() == Qt.TextFormat.PlainText
    assert SectionTitle("next step").text() == "next step"


def test_search_waits_until_typing_stops(qtbot: QtBot) -> None:
    box = SearchBox("Search", wait_ms=40)
    qtbot.addWidget(box)
    heard: list[str] = []
    box.searched.connect(heard.append)
    qtbot.keyClicks(box, "luleå")
    assert heard == []
    qtbot.waitUntil(lambda: heard == ["luleå"])


def test_search_waits_for_the_end_of_a_pinyin_word(qtbot: QtBot) -> None:
    box = SearchBox("Search", wait_ms=0)
    qtbot.addWidget(box)
    box.show()
    heard: list[str] = []
    box.searched.connect(heard.append)
    QApplication.sendEvent(box, QInputMethodEvent("zhong", []))
    qtbot.wait(20)
    assert heard == []
    done = QInputMethodEvent()
    done.setCommitString("中")
    QApplication.sendEvent(box, done)
    qtbot.waitUntil(lambda: heard == ["中"])


def test_escape_clears_a_search_and_only_then_goes_on(qtbot: QtBot) -> None:
    dialog = QDialog()
    box = SearchBox("Search")
    box.setParent(dialog)
    qtbot.addWidget(dialog)
    dialog.show()
    box.setText("x")
    qtbot.keyClick(box, Qt.Key.Key_Escape)
    assert box.text() == ""
    assert dialog.isVisible()
    qtbot.keyClick(box, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_typing_on_the_search_button_opens_the_box_with_the_letter(qtbot: QtBot) -> None:
    made = SearchButton("Find anyone")
    qtbot.addWidget(made)
    heard: list[str] = []
    made.opened.connect(heard.append)
    qtbot.keyClick(made, Qt.Key.Key_L)
    qtbot.keyClick(made, Qt.Key.Key_Return)
    qtbot.keyClick(made, Qt.Key.Key_Space)
    qtbot.keyClick(made, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert heard == ["l", "", ""]


def test_the_main_step_of_an_empty_page_is_its_first_button(qtbot: QtBot) -> None:
    done: list[str] = []
    made = EmptyState(
        "customers", "No customers yet", "Import a list.",
        [("Import…", "import", lambda: done.append("import")), ("New", "add", lambda: done.append("new"))],
    )  # fmt: skip
    qtbot.addWidget(made)
    made.buttons[0].click()
    assert done == ["import"]
    assert [one.property("role") for one in made.buttons] == ["primary", "plain"]


def test_the_sentence_of_an_empty_page_ends_in_no_lone_word(qtbot: QtBot) -> None:
    for words in ("Lists from Excel, WPS, an address book or another program can be brought in as they are. " * 2,
                  "先添加这个客户的联系人，再把一个人拖到另一个人上，表示谁向谁汇报，一目了然。"):  # fmt: skip
        made = EmptyState("customers", "No customers yet", words.strip())
        qtbot.addWidget(made)
        text = made.sentence
        high = text.heightForWidth(theme.px(420))
        assert high > QFontMetrics(text.font()).height() * 3 // 2, "the sentence takes more than one line"
        assert text.width() < theme.px(420)
        assert text.heightForWidth(text.width()) == high == text.minimumHeight()
        text.setMinimumSize(0, 0)
        assert text.heightForWidth(text.width() - theme.px(12)) > high


def buttons(dialog: QDialog) -> dict[str, QPushButton]:
    return {one.text() or one.accessibleName(): one for one in dialog.findChildren(QPushButton)}


def test_a_dangerous_question_does_nothing_on_enter_or_escape(qtbot: QtBot) -> None:
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Escape):
        dialog = question(None, "Empty the trash?", "This cannot be undone.", "Empty the trash", danger=True)
        qtbot.addWidget(dialog)
        with qtbot.waitActive(dialog):
            dialog.show()
        qtbot.keyClick(dialog, key)
        assert dialog.result() == QDialog.DialogCode.Rejected
        assert not dialog.isVisible()


def test_a_question_is_answered_by_the_button_that_names_the_act(qtbot: QtBot) -> None:
    dialog = question(None, "Save the changes?", "The form was changed.", "Save")
    qtbot.addWidget(dialog)
    dialog.show()
    assert buttons(dialog)["Save"].isDefault()
    buttons(dialog)["Save"].click()
    assert dialog.result() == QDialog.DialogCode.Accepted


def test_choosing_tells_which_way(qtbot: QtBot) -> None:
    dialog = choice(None, "This list was imported before", "What now?", [("Fill blanks", "…"), ("Overwrite", "…")])
    qtbot.addWidget(dialog)
    dialog.show()
    buttons(dialog)["Overwrite"].click()
    assert dialog.result() == 2


def test_details_of_a_failure_can_be_copied(qtbot: QtBot) -> None:
    dialog = telling(None, "Not read", "The file is protected.", "BadZipFile at row 0")
    qtbot.addWidget(dialog)
    dialog.show()
    buttons(dialog)["Copy details"].click()
    assert "BadZipFile at row 0" in QApplication.clipboard().text()
    assert "The file is protected." in QApplication.clipboard().text()
    assert all(name_of(one) for one in dialog.findChildren(QPlainTextEdit))


def test_progress_counts_beyond_32_bits_and_names_the_rest(qtbot: QtBot) -> None:
    made = Progress("Importing", lambda: None, after_ms=0)
    qtbot.addWidget(made)
    qtbot.waitUntil(made.isVisible)
    made.show_count(5_000_000_000, 10_000_000_000, "Sheet 1")
    assert made.bar.value() == 500
    assert made.count.text() == "5,000,000,000 of 10,000,000,000"
    made.show_count(7)
    assert made.bar.maximum() == 0
    made.finish()
    assert not made.isVisible()


def test_escape_asks_long_work_to_stop_once_and_waits_for_it(qtbot: QtBot) -> None:
    asked: list[int] = []
    made = Progress("Importing", lambda: asked.append(1), after_ms=0)
    qtbot.addWidget(made)
    qtbot.waitUntil(made.isVisible)
    qtbot.keyClick(made, Qt.Key.Key_Escape)
    qtbot.keyClick(made, Qt.Key.Key_Escape)
    made.close()
    assert asked == [1]
    assert made.isVisible()
    made.finish()
    assert not made.isVisible()


def test_short_work_shows_no_panel(qtbot: QtBot) -> None:
    made = Progress("Importing", after_ms=30)
    qtbot.addWidget(made)
    made.finish()
    qtbot.wait(60)
    assert asked_never(made)


def asked_never(panel: QWidget) -> bool:
    """The panel was taken away before it was ever seen."""
    import shiboken6

    return not shiboken6.isValid(panel) or not panel.isVisible()


def test_a_focused_field_has_another_edge_than_an_idle_one(qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    one, other = QLineEdit(page), QLineEdit(page)
    one.setGeometry(10, 10, 120, 30)
    other.setGeometry(10, 60, 120, 30)
    with qtbot.waitActive(page):
        page.show()
    other.setFocus()
    edges = [page.grab(field.geometry()).toImage().pixelColor(60, 0).name() for field in (one, other)]
    assert edges[1] == theme.colour(theme.LIGHT.ring).name()
    assert edges[0] != edges[1]


def test_a_field_for_numbers_takes_full_width_digits_of_an_input_method(qtbot: QtBot) -> None:
    box = number_box(0, 99, "Days")
    qtbot.addWidget(box)
    box.show()
    box.setFocus()
    box.selectAll()
    done = QInputMethodEvent()
    done.setCommitString("１２")
    QApplication.sendEvent(box, done)
    box.interpretText()
    assert (box.value(), box.text()) == (12, "12")


def test_the_key_of_a_field_to_search_in_never_lies_over_its_hint(qtbot: QtBot) -> None:
    box = SearchBox("Search in this list", keys="Ctrl F")
    qtbot.addWidget(box)
    box.resize(theme.px(300), box.sizeHint().height())
    assert box.shows_keys()
    box.resize(theme.px(120), box.height())
    assert not box.shows_keys()


def pressed_by_enter(made: QAbstractButton) -> list[bool]:
    """What its click tells once Enter was pressed on it."""
    told: list[bool] = []
    made.clicked.connect(lambda: told.append(True))
    made.show()
    QTest.keyClick(made, Qt.Key.Key_Return)
    QTest.keyClick(made, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    return told


def test_enter_presses_the_button_that_has_the_focus(qtbot: QtBot) -> None:
    for made in (
        button("Save"), icon_button("edit", "Edit"), Chip("Owes money"), FilterChip("City: Luleå"), Segment("Month"),
        WayButton("Merge", "Both become one"), ClickText("Freja"), Step(1, 2, "File"),
    ):  # fmt: skip
        qtbot.addWidget(made)
        made.setEnabled(True)
        assert pressed_by_enter(made) == [True], type(made)


def test_enter_on_cancel_cancels_although_another_button_is_the_default(qtbot: QtBot) -> None:
    dialog = question(None, "Save the changes?", "The form was changed.", "Save")
    qtbot.addWidget(dialog)
    cancel = next(made for made in dialog.findChildren(QPushButton) if made.text() == "Cancel")
    dialog.show()
    cancel.setFocus()
    QTest.keyClick(cancel, Qt.Key.Key_Return)
    assert not dialog.isVisible()
    assert dialog.result() == QDialog.DialogCode.Rejected
