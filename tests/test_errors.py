"""What a person is told of a failure, and what goes to whoever helps."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from crm_desktop import i18n
from crm_desktop.errors import Trouble, reason
from crm_desktop.store import lock
from crm_desktop.store.lock import FileLock
from crm_desktop.ui import tasks
from crm_desktop.ui.widgets import dialogs


@pytest.mark.parametrize("code", [errno.EROFS, errno.EACCES, errno.ENOSPC, errno.EIO])
def test_usual_reasons_are_told_in_the_language_of_the_person(code: int) -> None:
    fault = OSError(code, "Words of the system")
    assert reason(fault) != "Words of the system"
    i18n.use("zh_CN")
    try:
        assert not reason(fault).isascii()
    finally:
        i18n.use("en")
    assert reason(OSError(errno.EXDEV, "Words of the system")) == "Words of the system"


def test_a_trouble_is_told_with_its_cause_to_copy(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read_only(*_given: object) -> int:
        raise OSError(errno.EROFS, "Words of the system")

    monkeypatch.setattr(lock.os, "open", read_only)
    with pytest.raises(Trouble) as found:
        FileLock(tmp_path / "books.crm")
    assert "Words of the system" not in found.value.sentence and "Nothing was changed" in found.value.sentence
    shown: list[dialogs.Dialog] = []
    monkeypatch.setattr(dialogs, "show", lambda dialog: shown.append(dialog) or 0)
    tasks.telling(lambda _text: None, None)(found.value)
    dialog = shown[0]
    qtbot.addWidget(dialog)
    assert "Words of the system" in dialog.findChildren(QPlainTextEdit)[0].toPlainText()
    next(one for one in dialog.findChildren(QPushButton) if one.text() == "Copy details").click()
    assert "Words of the system" in QApplication.clipboard().text()
