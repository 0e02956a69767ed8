"""Files let go on the window, on forms and on fields: each goes where it belongs, and what does not go is said."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.entity.company import Company
from crm_desktop.letters.ui.letter_dialog import LetterDialog
from crm_desktop.ui import tasks
from crm_desktop.ui.memory import WindowMemory
from crm_desktop.ui.record.dialog import FormDialog
from crm_desktop.ui.record.lines import GrowingText
from crm_desktop.ui.whose import WhoseDialog
from tests.exchange.test_attaching import MAIL
from tests.ui.app_stage import DayWindow, customer, opened, until


@pytest.fixture
def birch(company: Company) -> int:
    return customer(company)


@pytest.fixture
def window(qtbot: QtBot, company: Company, birch: int, tmp_path: Path) -> Iterator[DayWindow]:
    with opened(qtbot, company, WindowMemory(tmp_path / "window.json"), page="customer") as made:
        yield made


def files(company: Company) -> list[tuple[str, int, str]]:
    return company.execute("SELECT kind, row, name FROM attachment ORDER BY id").fetchall()


def made_files(folder: Path, *names: str) -> list[Path]:
    for name in names:
        (folder / name).write_text(name, encoding="utf-8")
    return [folder / name for name in names]


def hang(over: QWidget, *paths: Path) -> bool:
    """Drag files over a widget; whether it, or what it stands on, takes them."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    data.setText(str(paths[0]))
    both, none = Qt.DropAction.CopyAction | Qt.DropAction.MoveAction, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(9, 9), both, data, Qt.MouseButton.LeftButton, none)
    QApplication.sendEvent(over, enter)
    return enter.isAccepted()


def let_go(over: QWidget, *paths: Path) -> None:
    assert hang(over, *paths)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    both, none = Qt.DropAction.CopyAction | Qt.DropAction.MoveAction, Qt.KeyboardModifier.NoModifier
    drop = QDropEvent(QPointF(9, 9), both, data, Qt.MouseButton.LeftButton, none)
    QApplication.sendEvent(over, drop)
    assert drop.dropAction() == Qt.DropAction.CopyAction


def notices(window: DayWindow) -> list[str]:
    return [toast.text.text() for toast in window.toasts.toasts()]


def undo(qtbot: QtBot, window: DayWindow) -> None:
    """Undo the newest entry, once the window has heard of it."""
    newest = "SELECT max(id) FROM journal_entry"
    until(qtbot, lambda: window.undoing.newest() == window.company.execute(newest).fetchone()[0])
    until(qtbot, lambda: not tasks.running())
    window.undoing.undo()
    until(qtbot, lambda: window.undoing.newest() != window.company.execute(newest).fetchone()[0])


def test_s48_files_on_the_window_that_are_no_list_are_attached_to_whom_one_says(
    qtbot: QtBot, window: DayWindow, tmp_path: Path, birch: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[str, object]] = []

    def answered(dialog: WhoseDialog) -> int:
        asked.append((dialog.windowTitle(), dialog.about.raw()))
        dialog._accept()
        return dialog.result()

    monkeypatch.setattr(WhoseDialog, "exec", answered)
    brought_in: list[Path] = []
    monkeypatch.setattr(window.files, "import_into", lambda _kind, path, _text=None: brought_in.append(path))
    pdf, png, csv = made_files(tmp_path, "offer.pdf", "plan.png", "list.csv")
    let_go(window, pdf, csv, png)
    until(qtbot, lambda: files(window.company) == [("customer", birch, "offer.pdf"), ("customer", birch, "plan.png")])
    assert asked == [("Attach 2 files", ("customer", birch))]  # the one in sight
    assert brought_in == [csv]
    undo(qtbot, window)
    assert files(window.company) == []


def test_s48_where_it_is_not_said_whose_files_are_nothing_is_done(
    qtbot: QtBot, window: DayWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(WhoseDialog, "exec", lambda _dialog: QDialog.DialogCode.Rejected)
    window.files.drop([str(path) for path in made_files(tmp_path, "offer.pdf")])
    assert files(window.company) == []


def test_s48_a_folder_is_told_and_the_files_beside_it_are_attached(
    qtbot: QtBot, window: DayWindow, tmp_path: Path, birch: int
) -> None:
    (tmp_path / "Plans").mkdir()
    (pdf,) = made_files(tmp_path, "offer.pdf")
    told = "“Plans” is a folder. Drop the files that lie in it."
    assert hang(window, tmp_path / "Plans")
    assert window.veil.accessibleName() == told
    let_go(window, tmp_path / "Plans")
    until(qtbot, lambda: notices(window) == [told])
    window.toasts.clear()
    shown = window.list_shown()
    assert shown is not None
    until(qtbot, lambda: shown.detail is not None and getattr(shown.detail, "facts", None) is not None)
    assert shown.detail is not None
    let_go(shown.detail, tmp_path / "Plans", pdf)
    until(qtbot, lambda: files(window.company) == [("customer", birch, "offer.pdf")])
    assert told in notices(window)


def test_s48_a_mail_let_go_on_a_record_is_filed_there_and_one_that_is_none_is_a_file(
    qtbot: QtBot, window: DayWindow, tmp_path: Path, birch: int
) -> None:
    (tmp_path / "a.eml").write_text(MAIL, encoding="utf-8")
    (tmp_path / "b.msg").write_bytes(b"no mail")
    shown = window.list_shown()
    assert shown is not None
    until(qtbot, lambda: shown.detail is not None and getattr(shown.detail, "facts", None) is not None)
    assert shown.detail is not None
    let_go(shown.detail, tmp_path / "a.eml", tmp_path / "b.msg")
    until(qtbot, lambda: len(files(window.company)) == 2)
    notes = window.company.execute("SELECT kind, row, type FROM note").fetchall()
    assert notes == [("customer", birch, "mail")]
    undo(qtbot, window)
    assert files(window.company) == []
    assert window.company.execute("SELECT count(*) FROM note").fetchone() == (0,)


def test_s48_files_let_go_on_a_new_form_are_attached_once_it_is_saved(
    qtbot: QtBot, window: DayWindow, tmp_path: Path, birch: int
) -> None:
    (pdf,) = made_files(tmp_path, "offer.pdf")
    dialog = FormDialog(window, window.company.entity("contact"), None, {"name": "Ann Alder"}, window)
    qtbot.addWidget(dialog)
    let_go(dialog, pdf)
    until(qtbot, lambda: "1 file is attached when it is saved" in dialog.state.text())
    assert files(window.company) == []
    row = dialog.save()
    assert row is not None
    until(qtbot, lambda: files(window.company) == [("contact", row, "offer.pdf")])
    assert "attached when" not in dialog.state.text()
    (plan,) = made_files(tmp_path, "plan.png")
    let_go(dialog, plan)
    until(qtbot, lambda: files(window.company)[1:] == [("contact", row, "plan.png")])


def test_files_let_go_on_a_field_of_several_lines_are_taken_by_what_it_stands_on(
    qtbot: QtBot, window: DayWindow, tmp_path: Path, birch: int
) -> None:
    (pdf,) = made_files(tmp_path, "offer.pdf")
    dialog = FormDialog(window, window.company.entity("customer"), birch, None, window)
    qtbot.addWidget(dialog)
    dialog.show()
    boxes = dialog.form.findChildren(GrowingText)
    assert boxes
    for box in boxes:
        assert hang(box.viewport(), pdf)
        assert dialog.drops.veil is not None and dialog.drops.veil.accessibleName() == "Attach to Birch Lane Stores"


def test_s62_files_let_go_on_a_letter_go_along_with_the_mail(
    qtbot: QtBot, window: DayWindow, tmp_path: Path, birch: int
) -> None:
    (pdf,) = made_files(tmp_path, "offer.pdf")
    letter = LetterDialog(window, "customer", birch, "message")
    qtbot.addWidget(letter)
    assert not hang(letter, pdf)
    letter._go("mail")
    let_go(letter, pdf)
    until(qtbot, lambda: letter.files.files == [pdf])
