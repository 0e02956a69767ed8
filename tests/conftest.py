"""What all tests share: English texts, folders of their own, and a new company file in each test that asks for one."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from crm_desktop import i18n
from crm_desktop.entity.company import Company
from tests.fresh import fresh_company

TODAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def at_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No test reads or writes the person's own settings, and each begins in English."""
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name.lower()))
    i18n.use("en")
    yield
    i18n.use("en")


@pytest.fixture(autouse=True)
def no_question_waits_for_ever(request: pytest.FixtureRequest) -> Iterator[None]:
    """A dialog that a test did not expect is closed in the end: that test fails, the others need not wait for it."""
    if "qtbot" not in request.fixturenames:
        yield
        return
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    def close() -> None:
        if (asking := QApplication.activeModalWidget()) is not None:
            asking.close()

    request.getfixturevalue("qapp")
    timer = QTimer(interval=120_000)
    timer.timeout.connect(close)
    timer.start()
    yield
    timer.stop()


@pytest.fixture
def today() -> date:
    return TODAY


@pytest.fixture
def company(tmp_path: Path) -> Iterator[Company]:
    made = fresh_company(tmp_path / "company.crm")
    yield made
    made.close()
