"""Files of a record in the window: dropped on the pane, from the clipboard, opened, removed; mails find their owner."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import (
    QContextMenuEvent,
    QDesktopServices,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QGuiApplication,
    QImage,
)
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QLabel, QMenu, QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.entity import attachments, records
from crm_desktop.entity.company import Company
from crm_desktop.store.undo import next_undo
from crm_desktop.ui import tasks
from crm_desktop.ui.asking_dialog import NameDialog
from crm_desktop.ui.kind_page import KindPage
from crm_desktop.ui.memory import WindowMemory
from crm_desktop.ui.record.attached import FilesSection, open_file
from crm_desktop.ui.record.clicktext import ClickText
from crm_desktop.ui.record.detail import DetailPane
from crm_desktop.ui.record.opened_files import opened_files
from crm_desktop.ui.whose import WhoseDialog
from tests.exchange.outlook import outlook_mail
from tests.exchange.test_attaching import MAIL
from tests.ui.app_stage import DayWindow, customer, in_dialog, opened, until


@pytest.fixture
def birch(company: Company) -> int:
    return customer(company)


@pytest.fixture
def window(
    qtbot: QtBot, company: Company, birch: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[DayWindow]:
    monkeypatch.setattr("crm_desktop.paths.opened_folder", lambda: tmp_path / "opened")
    with opened(qtbot, company, WindowMemory(tmp_path / "window.json"), page="customer") as made:
        yield made


def pane_of(qtbot: QtBot, window: DayWindow) -> DetailPane:
    page = window.page("customer")
    assert isinstance(page, KindPage)
    until(qtbot, lambda: isinstance(page.list().detail, DetailPane) and page.list().detail.facts is not None)
    pane = page.list().detail
    assert isinstance(pane, DetailPane)
    return pane


def names(company: Company) -> list[str]:
    return [name for (name,) in company.execute("SELECT name FROM attachment ORDER BY id")]


def shown(pane: DetailPane) -> list[str]:
    return [part.text() for section in pane.findChildren(FilesSection) for part in section.findChildren(ClickText)]


def drop(pane: DetailPane, *paths: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    copy, none = Qt.DropAction.CopyAction, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPointF(9, 9).toPoint(), copy, data, Qt.MouseButton.LeftButton, none)
    QApplication.sendEvent(pane, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(pane, QDropEvent(QPointF(9, 9), copy, data, Qt.MouseButton.LeftButton, none))


def test_s48_a_file_dropped_on_the_pane_is_kept_shown_opened_and_removed(
    qtbot: QtBot, window: DayWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pane = pane_of(qtbot, window)
    assert shown(pane) == ["Attach a file…"]
    (tmp_path / "offer.txt").write_text("twelve boxes", encoding="utf-8")
    drop(pane, tmp_path / "offer.txt")
    until(qtbot, lambda: names(window.company) == ["offer.txt"])
    until(qtbot, lambda: shown(pane)[:1] == ["offer.txt"])
    asked: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: bool(asked.append(url.toLocalFile()) or True))
    section = pane.findChildren(FilesSection)[-1]
    next(part for part in section.findChildren(ClickText) if part.text() == "offer.txt").click()
    assert Path(asked[0]).read_text(encoding="utf-8") == "twelve boxes"
    section._remove(window.company.execute("SELECT id FROM attachment").fetchone()[0])
    assert names(window.company) == []
    window.undoing.undo()
    assert names(window.company) == ["offer.txt"]


def test_s48_a_file_is_renamed_by_its_menu_keeps_its_ending_and_comes_back(
    qtbot: QtBot, window: DayWindow, tmp_path: Path
) -> None:
    pane = pane_of(qtbot, window)
    (tmp_path / "scan0001.txt").write_text("twelve boxes", encoding="utf-8")
    drop(pane, tmp_path / "scan0001.txt")
    until(qtbot, lambda: shown(pane)[:1] == ["scan0001.txt"])
    section = pane.findChildren(FilesSection)[-1]
    text = next(part for part in section.findChildren(ClickText) if part.text() == "scan0001.txt")
    assert text.menu is not None, "the right button offers what the three dots do"
    (rename,) = [action for action in text.menu.actions() if action.text() == "Rename…"]

    def answer(dialog: NameDialog) -> None:
        dialog.line.setText("  ")
        dialog.act.click()
        assert dialog.fault.text() == "The name cannot be left blank."
        dialog.line.setText("Offer May")
        dialog.act.click()

    in_dialog(NameDialog, answer, rename.trigger)
    assert names(window.company) == ["Offer May.txt"]
    until(qtbot, lambda: shown(pane)[:1] == ["Offer May.txt"])
    assert window.undoing.undo_text() == "&Undo: “Rename scan0001.txt to Offer May.txt”"
    window.undoing.undo()
    assert names(window.company) == ["scan0001.txt"]


def test_the_right_button_on_the_pane_offers_what_can_be_done_with_the_record(qtbot: QtBot, window: DayWindow) -> None:
    pane = pane_of(qtbot, window)
    assert pane.deeds is not None

    def press(over: QWidget) -> None:
        event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, QPoint(5, 5), over.mapToGlobal(QPoint(5, 5)))
        QApplication.sendEvent(over, event)

    press(pane)
    assert pane.deeds.rest.isVisible()
    pane.deeds.rest.close()
    text = next(part for part in pane.findChildren(ClickText) if part.text() == "Attach a file…")
    press(text)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    menu.actions()[0].trigger()
    assert QGuiApplication.clipboard().text() == "Attach a file…"
    menu.close()


def test_f8_opens_the_page_of_what_is_shown_beside_the_list_from_there_too(qtbot: QtBot, window: DayWindow) -> None:
    pane = pane_of(qtbot, window)
    pane.area.setFocus()
    assert window.registry.run("lists.page")
    page = window.page("customer")
    assert isinstance(page, KindPage) and page.record_page() is not None


def test_a_file_dragged_over_a_line_to_type_in_is_taken_by_what_the_line_stands_on(
    qtbot: QtBot, window: DayWindow, tmp_path: Path
) -> None:
    pane = pane_of(qtbot, window)
    (tmp_path / "list.csv").write_text("Name\nBirch\n", encoding="utf-8")
    shown = window.list_shown()
    assert shown is not None
    over(shown.head.search, tmp_path / "list.csv")
    assert window.veil.isVisible() and window.veil.accessibleName() == "Drop to open list.csv"
    QApplication.sendEvent(window, QDragLeaveEvent())
    assert not window.veil.isVisible()
    over(pane.story.line, tmp_path / "list.csv")
    assert pane.drops.veil is not None and pane.drops.veil.isVisible() and not window.veil.isVisible()
    data = QMimeData()
    data.setText("Birch")
    enter = entering(data)
    shown.head.search.dragEnterEvent(enter)
    assert enter.isAccepted()  # words are still dropped into it


def over(widget: QWidget, path: Path) -> None:
    """Drag a file over a widget, as Qt tells of it: whoever takes it, that or what it is on.

    Programs that show files on Linux offer their paths as a text along with them.
    """
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    data.setText(str(path))
    QApplication.sendEvent(widget, entering(data))


def entering(data: QMimeData) -> QDragEnterEvent:
    none = Qt.KeyboardModifier.NoModifier
    return QDragEnterEvent(QPointF(9, 9).toPoint(), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, none)


def test_s48_a_large_file_is_opened_and_copied_beside_the_window(
    qtbot: QtBot, window: DayWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attachments, "LARGE", 4)
    pane = pane_of(qtbot, window)
    (tmp_path / "film.mp4").write_bytes(b"twelve boxes")
    drop(pane, tmp_path / "film.mp4")
    until(qtbot, lambda: shown(pane)[:1] == ["film.mp4"])
    handed: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: bool(handed.append(url.toLocalFile()) or True))
    section = pane.findChildren(FilesSection)[-1]
    next(part for part in section.findChildren(ClickText) if part.text() == "film.mp4").click()
    assert handed == [] and tasks.running() == 1
    until(qtbot, lambda: len(handed) == 1)
    assert Path(handed[0]).read_bytes() == b"twelve boxes"
    target = tmp_path / "copy.mp4"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_given, **_more: (str(target), ""))
    menu = next(one for one in section.findChildren(QMenu) if [act.text() for act in one.actions()][:1] == ["Open"])
    menu.actions()[1].trigger()
    assert not target.exists() and tasks.running() == 1
    until(qtbot, target.exists)
    assert target.read_bytes() == b"twelve boxes"


def test_s48_what_is_too_large_is_linked_and_that_is_said(
    qtbot: QtBot, window: DayWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attachments, "LARGEST", 4)
    said: list[str] = []
    monkeypatch.setattr(window, "toast", lambda text, undo=False: said.append(text))
    pane = pane_of(qtbot, window)
    (tmp_path / "film.mp4").write_bytes(b"twelve boxes")
    drop(pane, tmp_path / "film.mp4")
    until(qtbot, lambda: said == ["Linked, as it is too large to keep inside: film.mp4"])
    kept = window.company.execute("SELECT name, hash, place FROM attachment").fetchall()
    assert kept == [("film.mp4", None, str(tmp_path / "film.mp4"))]
    assert window.company.execute("SELECT count(*) FROM blob").fetchone() == (0,)


def test_files_are_chosen_for_the_record_in_sight(
    qtbot: QtBot, window: DayWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pane_of(qtbot, window)
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(name, encoding="utf-8")
    paths = [str(tmp_path / name) for name in ("a.txt", "b.txt")]
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_given, **_more: (paths, ""))
    assert window.registry.run("attach")
    until(qtbot, lambda: names(window.company) == ["a.txt", "b.txt"])
    until(qtbot, lambda: window.undoing.line() == "Undo: “Attach 2 files to Birch Lane Stores” (Ctrl Z)")


def test_s48_a_copied_picture_and_a_copied_text_become_files(qtbot: QtBot, window: DayWindow) -> None:
    pane_of(qtbot, window)
    picture = QImage(4, 3, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.red)
    QGuiApplication.clipboard().setImage(picture)
    assert window.registry.run("attach.clipboard")
    QGuiApplication.clipboard().setText("Silvermist")
    assert window.registry.run("attach.clipboard")
    assert [name.rsplit(".")[-1] for name in names(window.company)] == ["png", "txt"]
    assert len(window.company.index.find("silvermist", 5)) == 1


def test_s48_a_mail_dropped_on_the_window_finds_its_owner(
    qtbot: QtBot, window: DayWindow, tmp_path: Path, birch: int
) -> None:
    company = window.company
    reach: Any = {"reach": [{"type": "email", "value": "ann.alder@example.com"}]}
    ann = records.save(company, company.entity("contact"), {"name": "Ann Alder", "customer": birch}, children=reach)
    (tmp_path / "a.eml").write_text(MAIL, encoding="utf-8")
    window.files.drop([str(tmp_path / "a.eml")])
    assert company.execute("SELECT kind, row FROM attachment").fetchall() == [("contact", ann)]
    assert company.execute("SELECT kind, row, type FROM note").fetchall() == [("contact", ann, "mail")]


def test_s62_a_mail_saved_by_outlook_is_filed_by_its_address_as_well(
    qtbot: QtBot, window: DayWindow, tmp_path: Path, birch: int
) -> None:
    company = window.company
    reach: Any = {"reach": [{"type": "email", "value": "ann.alder@example.com"}]}
    ann = records.save(company, company.entity("contact"), {"name": "Ann Alder", "customer": birch}, children=reach)
    sent = datetime(2026, 11, 24, 9, 15)
    mail = outlook_mail("报价", "Ann.Alder@example.com", ["shop@example.org"], sent, "Twelve boxes of Silvermist")
    (tmp_path / "a.msg").write_bytes(mail)
    (tmp_path / "b.msg").write_bytes(mail[:700])
    window.files.drop([str(tmp_path / "a.msg")])
    assert company.execute("SELECT kind, row, name FROM attachment").fetchall() == [("contact", ann, "a.msg")]
    (note,) = company.execute("SELECT kind, row, type, text FROM note").fetchall()
    assert note == ("contact", ann, "mail", "报价\nTwelve boxes of Silvermist")
    assert {kind for kind, _row in company.index.find("silvermist", 5)} == {"attachment", "note"}
    told: list[str] = []
    in_dialog(
        QDialog,
        lambda dialog: (told.extend(one.text() for one in dialog.findChildren(QLabel)), dialog.reject()),
        lambda: window.files.drop([str(tmp_path / "b.msg")]),
    )
    assert "This mail of Outlook is damaged or only half there." in told
    assert names(company) == ["a.msg"]


def test_a_mail_of_nobody_asks_whose_it_is(
    qtbot: QtBot, window: DayWindow, tmp_path: Path, birch: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.eml").write_text(MAIL, encoding="utf-8")
    faults: list[str] = []

    def answered(dialog: WhoseDialog) -> int:
        dialog._accept()
        faults.append(dialog.fault.text())
        dialog.about.set_raw(("customer", birch))
        dialog._accept()
        return dialog.result()

    monkeypatch.setattr(WhoseDialog, "exec", answered)
    window.files.drop([str(tmp_path / "a.eml")])
    assert faults == ["Choose whom this is about."]
    assert window.company.execute("SELECT kind, row FROM attachment").fetchall() == [("customer", birch)]
    monkeypatch.setattr(WhoseDialog, "exec", lambda dialog: QDialog.DialogCode.Rejected)
    window.company.execute("SELECT 1")
    (tmp_path / "b.eml").write_text(MAIL.replace("Twelve", "Ten"), encoding="utf-8")
    window.files.drop([str(tmp_path / "b.eml")])
    assert names(window.company) == ["a.eml"]


@pytest.fixture
def offer(qtbot: QtBot, window: DayWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[int, Path]:
    """An attached offer, opened in another program: its id, and the copy that lies there."""
    (tmp_path / "offer.txt").write_text("twelve boxes", encoding="utf-8")
    drop(pane_of(qtbot, window), tmp_path / "offer.txt")
    until(qtbot, lambda: names(window.company) == ["offer.txt"])
    handed: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: bool(handed.append(url.toLocalFile()) or True))
    monkeypatch.setattr("crm_desktop.ui.record.opened_files.QUIET_MS", 30)
    row = window.company.execute("SELECT id FROM attachment").fetchone()[0]
    open_file(window, row)
    return row, Path(handed[0])


def test_what_another_program_saves_is_taken_back_as_one_change(
    qtbot: QtBot, window: DayWindow, offer: tuple[int, Path]
) -> None:
    row, copy = offer
    company = window.company
    copy.write_text("ten boxes of silvermist", encoding="utf-8")
    until(qtbot, lambda: attachments.content(company, row)[1] == b"ten boxes of silvermist")
    assert company.index.find("silvermist", 5) == [("attachment", row)]
    assert company.execute("SELECT size FROM attachment").fetchone()[0] == 23
    until(qtbot, lambda: window.undoing.line() == "Undo: “New content of offer.txt” (Ctrl Z)")
    # As word processors do it: another file takes the name.
    other = copy.with_name("~new.tmp")
    other.write_text("nine boxes", encoding="utf-8")
    other.replace(copy)
    until(qtbot, lambda: attachments.content(company, row)[1] == b"nine boxes")
    newest, _title = next_undo(company.journal) or (0, "")
    until(qtbot, lambda: window.undoing.newest() == newest)
    window.undoing.undo()
    window.undoing.undo()
    assert attachments.content(company, row)[1] == b"twelve boxes"
    assert copy.read_text(encoding="utf-8") == "nine boxes"
    assert company.check() == []


def test_after_an_undo_the_file_opens_as_it_is_kept(
    qtbot: QtBot, window: DayWindow, offer: tuple[int, Path], tmp_path: Path
) -> None:
    row, copy = offer
    copy.write_text("ten boxes", encoding="utf-8")
    until(qtbot, lambda: attachments.content(window.company, row)[1] == b"ten boxes")
    until(qtbot, lambda: window.undoing.line() == "Undo: “New content of offer.txt” (Ctrl Z)")
    window.undoing.undo()
    again = attachments.opened(window.company, row, tmp_path / "opened")
    assert again != copy
    assert again.read_text(encoding="utf-8") == "twelve boxes"
    assert attachments.changed_copy(window.company, row, tmp_path / "opened") is None


@pytest.mark.parametrize("keep", [True, False])
def test_what_was_changed_while_nobody_watched_is_asked_about(
    qtbot: QtBot, window: DayWindow, offer: tuple[int, Path], monkeypatch: pytest.MonkeyPatch, keep: bool
) -> None:
    row, copy = offer
    opened_files(window).deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    copy.write_text("eight boxes", encoding="utf-8")
    qtbot.wait(100)
    assert attachments.content(window.company, row)[1] == b"twelve boxes"
    asked: list[str] = []
    answer = lambda _parent, title, *_rest: bool(asked.append(title)) or keep  # noqa: E731
    monkeypatch.setattr("crm_desktop.ui.record.opened_files.ask", answer)
    open_file(window, row)
    assert asked == ["Keep the changes?"]
    assert attachments.content(window.company, row)[1] == (b"eight boxes" if keep else b"twelve boxes")
    assert copy.read_text(encoding="utf-8") == "eight boxes"
