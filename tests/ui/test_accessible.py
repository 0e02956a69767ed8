"""Whoever hears the window instead of seeing it, and whoever writes by an input method: every page, every dialog."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QAccessibleEvent,
    QInputMethodEvent,
    QInputMethodQueryEvent,
    QScreen,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDialog,
    QLineEdit,
    QPlainTextEdit,
    QScrollBar,
    QWidget,
)
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from crm_desktop import i18n
from crm_desktop.customers.ui.chart_dialog import ChartDialog
from crm_desktop.customers.ui.qr_dialog import QrDialog
from crm_desktop.entity import records
from crm_desktop.entity.chosen import Chosen
from crm_desktop.entity.company import Company
from crm_desktop.entity.query import ListQuery
from crm_desktop.handover.ui.dialog import HandOver
from crm_desktop.letters.ui.letter_dialog import LetterDialog
from crm_desktop.letters.ui.many_dialog import ManyDialog
from crm_desktop.ui import theme
from crm_desktop.ui.about import AboutDialog
from crm_desktop.ui.crash_window import CrashWindow
from crm_desktop.ui.export_dialog import ExportDialog
from crm_desktop.ui.finishing import FinishDialog
from crm_desktop.ui.first_run import FirstRun
from crm_desktop.ui.importing import ImportWizard
from crm_desktop.ui.keys import KeyList
from crm_desktop.ui.kind_page import KindPage
from crm_desktop.ui.listing.bulk import BulkChange
from crm_desktop.ui.memory import WindowMemory
from crm_desktop.ui.own_dialog import OwnDialog
from crm_desktop.ui.quick_log import QuickLog
from crm_desktop.ui.record.dialog import FormDialog
from crm_desktop.ui.record.memos import MemoDialog
from crm_desktop.ui.scratch_pad import ScratchPad
from crm_desktop.ui.settings_dialog import SettingsDialog
from crm_desktop.ui.widgets.dialogs import question, telling
from tests.every_entity.filling import some_record
from tests.ui.app_stage import DayWindow, opened_with_all

INNER = (QScrollBar, QAbstractSpinBox)
"""Parts that their own control speaks for."""


@pytest.fixture
def window(qtbot: QtBot, company: Company, tmp_path: Path) -> Iterator[DayWindow]:
    with opened_with_all(qtbot, company, WindowMemory(tmp_path / "window.json")) as made:
        yield made


def nameless(inside: QWidget) -> list[str]:
    """The controls that take the focus and have no name, each with the way to it."""
    found = []
    for control in [inside, *inside.findChildren(QWidget)]:
        if not control.focusPolicy() & Qt.FocusPolicy.TabFocus or not control.isVisibleTo(inside):
            continue
        if isinstance(control, INNER) or _is_inner(control):
            continue
        face = QAccessible.queryAccessibleInterface(control)
        if face is not None and not face.text(QAccessible.Text.Name).strip():
            found.append(f"{type(control).__name__} in {type(control.parentWidget()).__name__}")
    return found


def _is_inner(control: QWidget) -> bool:
    """The line inside a combo or spin box, the viewport of an area."""
    parent = control.parentWidget()
    return isinstance(parent, QComboBox | QAbstractSpinBox) or control.objectName().startswith("qt_")


def dialogs(window: DayWindow) -> dict[str, Callable[[], QDialog]]:
    """Every dialog that can be opened from the pages, by its name."""
    company = window.company
    customer = some_record(company, company.entity("customer"))
    contact, task = (some_record(company, company.entity(kind)) for kind in ("contact", "task"))
    note = company.entity("note")
    made: dict[str, Callable[[], QDialog]] = {
        "quick log": lambda: QuickLog(window, window.logbook(), ("customer", customer), window),
        "scratch pad": lambda: ScratchPad(window, window),
        "memo": lambda: MemoDialog(window, note, ("customer", customer), None, window),
        "finish": lambda: FinishDialog(window, company.entity("task"), task, "Send it", window),
        "chart": lambda: ChartDialog(window, customer, window),
        "code": lambda: QrDialog(window, "contact", contact, window),
        "settings": lambda: SettingsDialog(window, "", lambda: None, window),  # type: ignore[arg-type]
        "keys": lambda: KeyList(window.registry.commands(), window),
        "about": lambda: AboutDialog(window),
        "export": lambda: ExportDialog(
            company, company.entity("customer"), ListQuery(), None, window.memory, window.today(), window
        ),
        "mail": lambda: LetterDialog(window, "customer", customer, "mail"),
        "fax": lambda: LetterDialog(window, "customer", customer, "fax"),
        "mail to many": lambda: ManyDialog(window, "customer", [customer]),
        "on letters": lambda: OwnDialog(company, window),
        "hand over": lambda: HandOver(window, Chosen.listed([customer]), None, window),
        "change many": lambda: BulkChange(window, window, company.entity("customer"), Chosen.listed([customer])),
        "import": lambda: ImportWizard(window, "customer", None),
        "first run": lambda: FirstRun(lambda _language: None),
        "crash": lambda: CrashWindow("Traceback", window),
        "failure": lambda: telling(window, "It failed", "This is but a test.", "OSError: no room"),
        "question": lambda: question(window, "Delete it?", "It goes to the trash.", "Delete"),
    }
    for entity in company.entities:
        made[f"form of {entity.name}"] = lambda kind=entity: FormDialog(  # type: ignore[misc]
            window, kind, some_record(company, kind)
        )
    return made


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_every_control_of_every_page_has_a_name(qtbot: QtBot, window: DayWindow, language: str) -> None:
    i18n.use(language)
    window.rebuild()
    missing: dict[str, list[str]] = {}
    for name in window._pages:
        window.show_page(name)
        QApplication.processEvents()
        if found := nameless(window):
            missing[name] = found
        page = window.page()
        if isinstance(page, KindPage) and page.list().entity.name in ("customer", "contact", "opportunity", "task"):
            window.open_page(page.list().entity.name, 1)
            QApplication.processEvents()
            if found := nameless(window):
                missing[f"{name}, whole record"] = found
    assert missing == {}


def test_every_control_of_every_dialog_has_a_name(qtbot: QtBot, window: DayWindow) -> None:
    missing: dict[str, list[str]] = {}
    for name, make in dialogs(window).items():
        dialog = make()
        dialog.show()
        QApplication.processEvents()
        if found := nameless(dialog):
            missing[name] = found
        dialog.hide()
        dialog.deleteLater()
    assert missing == {}


def unseen(inside: QWidget) -> list[str]:
    """The controls that look the same with the focus and without it."""
    found = []
    for control in inside.findChildren(QWidget):
        if not isValid(control) or not control.isEnabled() or control.focusProxy() is not None:
            continue
        if not control.focusPolicy() & Qt.FocusPolicy.TabFocus or not control.isVisibleTo(inside):
            continue
        in_sight = control.visibleRegion().boundingRect().size() == control.size()
        if not in_sight or isinstance(control, INNER) or _is_inner(control):
            continue
        inside.activateWindow()
        QApplication.processEvents()
        if (other := QApplication.focusWidget()) is not None:
            other.clearFocus()
        room = QRect(control.mapTo(inside, QPoint(0, 0)), control.size()).adjusted(-3, -3, 3, 3)
        without = inside.grab(room).toImage()
        control.setFocus(Qt.FocusReason.TabFocusReason)
        QApplication.processEvents()
        if isValid(control) and control.hasFocus() and inside.grab(room).toImage() == without:
            found.append(f"{type(control).__name__} {control.accessibleName()}")
    return found


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_focus_is_seen_at_every_control(qtbot: QtBot, window: DayWindow, scheme: theme.Scheme) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme.apply(app, scheme)
    hidden: dict[str, list[str]] = {}
    for name in window._pages:
        window.show_page(name)
        QApplication.processEvents()
        hidden[name] = unseen(window)
    for kind in ("customer", "contact"):
        window.open_page(kind, 1)
        QApplication.processEvents()
        hidden[f"{kind}, whole record"] = unseen(window)
    for name, make in dialogs(window).items():
        if name.startswith("form of") and name not in ("form of contact", "form of order"):
            continue
        dialog = make()
        dialog.show()
        QApplication.processEvents()
        hidden[name] = unseen(dialog)
        dialog.hide()
        dialog.deleteLater()
    assert {name: found for name, found in hidden.items() if found} == {}


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is read out by itself, wherever the focus is."""
    found: list[str] = []
    real = QAccessible.updateAccessibility

    def updated(event: QAccessibleEvent) -> None:
        if isinstance(event, QAccessibleAnnouncementEvent):
            found.append(event.message())
        real(event)

    monkeypatch.setattr(QAccessible, "updateAccessibility", updated)
    return found


def test_the_answer_that_enter_would_take_is_read_out(
    qtbot: QtBot, window: DayWindow, company: Company, said: list[str]
) -> None:
    records.save(company, company.entity("customer"), {"name": "Larch & Lime", "city": "Leeds"})
    window.finder.open()
    box = window.finder.box
    assert box is not None
    QTest.keyClicks(box.field, "larch")
    qtbot.waitUntil(lambda: any(text.startswith("Larch & Lime") for text in said))
    said.clear()
    QTest.keyClick(box.field, Qt.Key.Key_Down)
    assert len(said) == 1 and not said[0].startswith("Larch & Lime")
    box.field.setText("no such words anywhere")
    qtbot.waitUntil(lambda: "New customer “no such words anywhere”" in said)
    box.close_box()


def test_a_form_says_what_must_be_filled_in_and_what_is_wrong(window: DayWindow, said: list[str]) -> None:
    form = FormDialog(window, window.company.entity("customer"))
    part = form.form.editor("name").focus_part()
    assert part.accessibleDescription().startswith("Required. ")
    assert not form.form.editor("short_name").focus_part().accessibleDescription().startswith("Required")
    assert form.save() is None
    assert said == [form.form.summary()]
    face = QAccessible.queryAccessibleInterface(part)
    assert face.text(QAccessible.Text.Description) == form.form.editor("name").fault()
    form.deleteLater()


def test_a_notice_is_read_out(window: DayWindow, said: list[str]) -> None:
    window.toast("Deleted: Larch", undo=False)
    assert said == ["Deleted: Larch"]


def compose(editor: QWidget) -> None:
    """Pinyin while it is typed, then the words that were chosen."""
    QApplication.sendEvent(editor, QInputMethodEvent("zhong'wen", []))
    done = QInputMethodEvent()
    done.setCommitString("中文123")
    QApplication.sendEvent(editor, done)


def written(editor: QWidget) -> str:
    return editor.toPlainText() if isinstance(editor, QPlainTextEdit) else editor.text()  # type: ignore[attr-defined]


def test_an_input_method_writes_into_every_text_editor(qtbot: QtBot, window: DayWindow) -> None:
    tried = 0
    deaf: list[str] = []
    for name, make in dialogs(window).items():
        dialog = make()
        dialog.show()
        for editor in [*dialog.findChildren(QLineEdit), *dialog.findChildren(QPlainTextEdit)]:
            if editor.isReadOnly() or not editor.isEnabled() or not editor.isVisibleTo(dialog):
                continue
            if isinstance(editor.parentWidget(), QAbstractSpinBox):
                continue  # takes digits only
            editor.setFocus()
            before = written(editor)
            QApplication.sendEvent(editor, QInputMethodEvent("zhong", []))
            during = written(editor)
            QApplication.sendEvent(editor, QInputMethodEvent("", []))
            compose(editor)
            tried += 1
            if "中文123" not in written(editor) or during != before:
                deaf.append(f"{name}: {editor.accessibleName() or type(editor).__name__}")
        if isinstance(dialog, FormDialog):
            dialog.form._touched.clear()
        dialog.hide()
        dialog.deleteLater()
    assert tried > 100
    assert deaf == []


def test_nothing_is_found_until_the_pinyin_is_chosen(qtbot: QtBot, window: DayWindow, company: Company) -> None:
    row = records.save(company, company.entity("customer"), {"name": "中文书店"})
    dialog = QuickLog(window, window.logbook(), None, window)
    qtbot.addWidget(dialog)
    dialog.show()
    line = dialog.about.line
    line.setFocus()
    QApplication.sendEvent(line, QInputMethodEvent("zhong", []))
    assert line.text() == "" and dialog.about.raw() is None
    done = QInputMethodEvent()
    done.setCommitString("中文书店")
    QApplication.sendEvent(line, done)
    assert dialog.about.raw() == ("customer", row)


def test_nothing_is_composed_unseen_over_the_rows_of_a_list(window: DayWindow) -> None:
    window.show_page("customer")
    view = window.page("customer").list("customer").view  # type: ignore[union-attr]
    view.setFocus()
    asked = QInputMethodQueryEvent(Qt.InputMethodQuery.ImEnabled)
    QApplication.sendEvent(view, asked)
    assert not asked.value(Qt.InputMethodQuery.ImEnabled)


def test_no_dialog_is_larger_than_a_small_screen_at_150_percent(
    qtbot: QtBot, window: DayWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    small = QRect(0, 0, 1366 * 2 // 3, 768 * 2 // 3)
    monkeypatch.setattr(QScreen, "availableGeometry", lambda _screen: small)
    too_large: dict[str, tuple[int, int]] = {}
    for name, make in dialogs(window).items():
        dialog = make()
        dialog.show()
        QApplication.processEvents()
        if dialog.width() > small.width() or dialog.height() > small.height():
            too_large[name] = (dialog.width(), dialog.height())
        dialog.hide()
        dialog.deleteLater()
    assert too_large == {}
