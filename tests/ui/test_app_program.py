"""The program: which file is open, the first run, a second start, faults that nobody caught."""

from __future__ import annotations

import logging
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType

import pytest
from PySide6.QtCore import Qt, qWarning
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from crm_desktop import areas, paths
from crm_desktop.app import BUSINESS
from crm_desktop.entity import records
from crm_desktop.errors import Refused
from crm_desktop.ui import language, recent, single, tasks
from crm_desktop.ui.crash import LOG_NAME, Crashes
from crm_desktop.ui.crash_window import CrashWindow
from crm_desktop.ui.first_run import Beginning, FirstRun
from crm_desktop.ui.main_window import MainWindow
from crm_desktop.ui.memory import WindowMemory
from crm_desktop.ui.program import Program
from crm_desktop.ui.welcome import Welcome
from tests.ui.app_stage import until


@pytest.fixture
def memory(tmp_path: Path) -> WindowMemory:
    return WindowMemory(tmp_path / "window.json")


@pytest.fixture
def program(qtbot: QtBot, memory: WindowMemory, monkeypatch: pytest.MonkeyPatch) -> Iterator[Program]:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    monkeypatch.setattr(app, "quit", lambda: None)
    made = Program(app, memory, Crashes(), BUSINESS)
    yield made
    tasks.stop_all()
    for window in (made.window, made.stage.front, made._asker):
        if isinstance(window, QWidget):
            window.blockSignals(True)
            window.close()
    made.end()
    made.stage.stop_listening()
    language.use(app, "en")


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    found: list[str] = []
    for place in ("widgets", "widgets.dialogs"):
        monkeypatch.setattr(f"crm_desktop.ui.{place}.sentence", lambda _over, _title, text, *_m: found.append(text))
    return found


def new_file(path: Path, name: str = "Birch Lane Stores") -> Path:
    with areas.new_company(path) as made:
        records.save(made, made.entity("customer"), {"name": name})
    return path


def window_of(program: Program) -> MainWindow:
    assert program.window is not None
    return program.window


# Starting ------------------------------------------------------------------------------------------------------------


def test_the_file_asked_for_is_opened_and_remembered(program: Program, memory: WindowMemory, tmp_path: Path) -> None:
    path = new_file(tmp_path / "a.crm")
    assert program.begin(path, False)
    assert window_of(program).company.path == path
    assert window_of(program).windowTitle() == "a.crm — CRM Desktop"
    assert recent.last_file(memory) == path


def test_without_a_file_the_last_one_is_opened(program: Program, memory: WindowMemory, tmp_path: Path) -> None:
    path = new_file(tmp_path / "a.crm")
    recent.opened(memory, path)
    program.begin(None, False)
    assert window_of(program).company.path == path


def test_the_very_first_start_is_the_first_run(program: Program) -> None:
    program.begin(None, False)
    assert isinstance(program.stage.front, FirstRun)


def test_a_last_file_that_is_gone_is_told_among_the_other_ways(
    program: Program, memory: WindowMemory, tmp_path: Path
) -> None:
    other = new_file(tmp_path / "other.crm")
    recent.opened(memory, other)
    recent.opened(memory, tmp_path / "gone.crm")
    program.begin(None, False)
    front = program.stage.front
    assert isinstance(front, Welcome)
    assert [made.accessibleName() for made in front.files] == ["other"]
    front.files[0].click()
    assert window_of(program).company.path == other
    assert program.stage.front is program.window


def test_a_file_that_cannot_be_opened_is_told_and_the_program_goes_on(
    program: Program, tmp_path: Path, told: list[str]
) -> None:
    strange = tmp_path / "strange.crm"
    strange.write_text("no database")
    program.begin(strange, False)
    assert told == [
        "strange.crm is no company file, and was left as it is. Open another one, or import this one as a list."
    ]
    assert isinstance(program.stage.front, Welcome)


def test_a_list_given_at_the_start_is_brought_into_the_last_company(
    qtbot: QtBot, program: Program, memory: WindowMemory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    brought: list[tuple[str | None, Path | None]] = []
    monkeypatch.setattr(MainWindow, "import_into", lambda _w, kind, path=None: brought.append((kind, path)))
    recent.opened(memory, new_file(tmp_path / "a.crm"))
    program.begin(tmp_path / "people.xlsx", False)
    until(qtbot, lambda: brought == [(None, tmp_path / "people.xlsx")])


# Changing files ------------------------------------------------------------------------------------------------------


def test_another_file_takes_the_place_of_the_first_which_is_let_go(program: Program, tmp_path: Path) -> None:
    first, second = new_file(tmp_path / "a.crm"), new_file(tmp_path / "b.crm", "Quay Street")
    program.begin(first, False)
    program.open_file(second)
    assert window_of(program).company.path == second
    with areas.open_company(first) as again:
        assert again.execute("SELECT count(*) FROM customer").fetchone()[0] == 1


def test_a_file_that_fails_to_open_leaves_the_present_one_open(
    program: Program, tmp_path: Path, told: list[str]
) -> None:
    first = new_file(tmp_path / "a.crm")
    program.begin(first, False)
    program.open_file(tmp_path / "missing.crm")
    assert told == [f"There is no file {tmp_path / 'missing.crm'}."]
    assert window_of(program).company.path == first
    customer = window_of(program).company.entity("customer")
    assert records.save(window_of(program).company, customer, {"name": "Still works"}) > 0


@pytest.mark.parametrize("action", ["file.close", "file.demo"])
def test_a_menu_may_take_its_own_window_away(qtbot: QtBot, program: Program, tmp_path: Path, action: str) -> None:
    program.begin(new_file(tmp_path / "a.crm"), False)
    before = window_of(program)
    assert before.registry.run(action)
    until(qtbot, lambda: program.window is not before and program.stage.front is not None and tasks.running() == 0)


def test_closing_the_company_offers_the_ways_on_and_the_next_start_does_too(
    program: Program, memory: WindowMemory, tmp_path: Path
) -> None:
    program.begin(new_file(tmp_path / "a.crm"), False)
    program.close_company()
    assert program.window is None
    assert isinstance(program.stage.front, Welcome)
    assert recent.last_file(memory) is None


def test_a_page_that_may_not_be_left_keeps_its_file_open(
    program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = new_file(tmp_path / "a.crm"), new_file(tmp_path / "b.crm")
    program.begin(first, False)
    monkeypatch.setattr(window_of(program), "_may_leave", lambda _name: False)
    program.open_file(second)
    assert window_of(program).company.path == first
    monkeypatch.undo()


def test_the_demo_company_lies_in_a_folder_of_its_own_and_is_not_remembered(
    qtbot: QtBot, program: Program, memory: WindowMemory, tmp_path: Path
) -> None:
    own = new_file(tmp_path / "a.crm")
    program.begin(own, False)
    program.demo()
    until(qtbot, lambda: program.window is not None and program.window.company.path != own)
    demo = window_of(program).company
    assert paths.data_folder() in demo.path.parents
    assert demo.execute("SELECT count(*) FROM customer").fetchone()[0] == 300
    assert recent.last_file(memory) == own
    kept = demo.path.parent
    program.demo()
    until(qtbot, lambda: program.window is not None)
    assert not kept.exists()


def test_a_file_that_the_system_tells_of_by_an_event_is_opened(qtbot: QtBot, program: Program, tmp_path: Path) -> None:
    first, second = new_file(tmp_path / "a.crm"), new_file(tmp_path / "b.crm")
    program.begin(first, False)
    assert program.eventFilter(program.app, QFileOpenEvent(str(second)))
    until(qtbot, lambda: program.window is not None and program.window.company.path == second)


# The first run -------------------------------------------------------------------------------------------------------


def test_three_steps_by_keyboard_make_a_company(
    qtbot: QtBot, program: Program, memory: WindowMemory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paths, "documents_folder", lambda: tmp_path)
    monkeypatch.setattr("crm_desktop.ui.places.documents_folder", lambda: tmp_path)
    program.begin(None, False)
    first = program.stage.front
    assert isinstance(first, FirstRun)
    with qtbot.waitExposed(first):
        first.show()
    QTest.keyClick(first.language_buttons["zh_CN"], Qt.Key.Key_Return)
    assert (first.step(), first._title.text()) == (1, "您的公司")
    assert memory.get("language") == "zh_CN"
    QTest.keyClicks(first.name, "Birch Lane Trading")
    assert first._place.text() == str(tmp_path / "Birch Lane Trading.crm")
    assert (first.currency.currentData(), first.country.currentData()) == ("CNY", "CN")
    QTest.keyClick(first.name, Qt.Key.Key_Return)
    assert first.step() == 2
    QTest.keyClick(first.ways["empty"], Qt.Key.Key_Return)
    company = window_of(program).company
    assert company.path == tmp_path / "Birch Lane Trading.crm"
    assert company.setting("name") == "Birch Lane Trading"
    assert window_of(program).undoing.can_undo() is False
    assert recent.last_file(memory) == company.path


def test_every_step_can_be_skipped(
    qtbot: QtBot, program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("crm_desktop.ui.places.documents_folder", lambda: tmp_path)
    program.begin(None, False)
    first = program.stage.front
    assert isinstance(first, FirstRun)
    for _step in range(3):
        first.skip_button.click()
    assert window_of(program).company.path == tmp_path / "My company.crm"
    assert window_of(program).company.setting("currency") == "USD"
    assert window_of(program).company.country() == "US"


def test_the_first_list_is_brought_in_right_away(
    qtbot: QtBot, program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    brought: list[Path | None] = []
    monkeypatch.setattr(MainWindow, "import_into", lambda _w, _kind, path=None: brought.append(path))
    monkeypatch.setattr("crm_desktop.ui.places.documents_folder", lambda: tmp_path)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_a: (str(tmp_path / "people.xlsx"), ""))
    program.begin(None, False)
    first = program.stage.front
    assert isinstance(first, FirstRun)
    first.next()
    first.next()
    first.ways["import"].click()
    until(qtbot, lambda: brought == [tmp_path / "people.xlsx"])


def test_a_place_that_cannot_be_written_is_told_and_can_be_changed(
    program: Program, tmp_path: Path, told: list[str]
) -> None:
    program.begin(None, False)
    first = program.stage.front
    assert isinstance(first, FirstRun)
    first.chosen.emit(Beginning("A", "EUR", tmp_path / "missing" / "a.crm", "empty"))
    assert told == [f"The folder {tmp_path / 'missing'} does not exist."]
    assert first.isVisible()
    first.chosen.emit(Beginning("A", "EUR", tmp_path / "a.crm", "empty"))
    assert window_of(program).company.setting("currency") == "EUR"


def test_a_further_company_asks_no_language_and_leaves_the_first_file_well(program: Program, tmp_path: Path) -> None:
    first = new_file(tmp_path / "a.crm")
    program.begin(first, False)
    program.new_company()
    asker = program._asker
    assert isinstance(asker, FirstRun)
    assert asker.step() == 1
    asker.chosen.emit(Beginning("Second", "CNY", tmp_path / "second.crm", "empty"))
    assert window_of(program).company.path == tmp_path / "second.crm"
    with areas.open_company(first) as again:
        assert again.check() == []


# A second start ------------------------------------------------------------------------------------------------------

CALLER = """
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from crm_desktop.ui import single
app = QCoreApplication([])
print(single.call(Path(sys.argv[1]) if sys.argv[1] else None, {"list": sys.argv[2] or None}))
"""


def call(file: Path, listed: str = "") -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", CALLER, str(file), listed], stdout=subprocess.PIPE, text=True,
        cwd=Path(__file__).parents[2],
    )  # fmt: skip


def answer(qtbot: QtBot, process: subprocess.Popen[str]) -> str:
    until(qtbot, lambda: process.poll() is not None)
    assert process.stdout is not None
    with process.stdout:
        return process.stdout.read().strip()


def test_a_second_start_calls_the_first_window_and_hands_over_its_list(
    qtbot: QtBot, program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    brought: list[Path | None] = []
    monkeypatch.setattr(MainWindow, "import_into", lambda _w, _kind, path=None: brought.append(path))
    path = new_file(tmp_path / "a.crm")
    program.begin(path, False)
    until(qtbot, lambda: program.stage.bell is not None and program.stage.bell.listening())
    window_of(program).showMinimized()
    assert answer(qtbot, call(tmp_path / "." / "a.crm", "/lists/people.xlsx")) == "True"
    assert not window_of(program).isMinimized()
    until(qtbot, lambda: brought == [Path("/lists/people.xlsx")])


def test_a_start_with_another_file_is_on_its_own(qtbot: QtBot, program: Program, tmp_path: Path) -> None:
    program.begin(new_file(tmp_path / "a.crm"), False)
    until(qtbot, lambda: program.stage.bell is not None)
    assert answer(qtbot, call(tmp_path / "b.crm")) == "False"


def test_what_a_dead_process_left_behind_does_not_stop_the_next(qtbot: QtBot, tmp_path: Path) -> None:
    first = single.Doorbell(tmp_path / "a.crm")
    assert first.listening()
    again = single.Doorbell(tmp_path / "a.crm")
    assert again.listening()
    again.close()
    first.close()


def test_noise_on_the_line_is_passed_over(qtbot: QtBot, tmp_path: Path) -> None:
    from PySide6.QtNetwork import QLocalSocket

    rung: list[object] = []
    bell = single.Doorbell(tmp_path / "a.crm")
    bell.rung.connect(rung.append)
    for noise in (b"hello\n", b"[1]\n", b"\xff\xfe\n"):
        socket = QLocalSocket()
        socket.connectToServer(single.name_for(tmp_path / "a.crm"))
        assert socket.waitForConnected(2000)
        socket.write(noise)
        socket.flush()
        qtbot.wait(40)
        socket.abort()
    assert rung == []
    bell.close()


# Faults --------------------------------------------------------------------------------------------------------------


@pytest.fixture
def crashes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Crashes]:
    """The real hooks, put back afterwards; the windows are only noted down."""
    hooks = sys.excepthook, threading.excepthook
    handlers = list(logging.getLogger().handlers)
    made = Crashes()
    made.install(tmp_path)
    yield made
    from PySide6.QtCore import qInstallMessageHandler

    qInstallMessageHandler(None)
    sys.excepthook, threading.excepthook = hooks
    for handler in logging.getLogger().handlers[:]:
        if handler not in handlers:
            logging.getLogger().removeHandler(handler)
            handler.close()


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    found: list[str] = []
    monkeypatch.setattr(CrashWindow, "exec", lambda window: found.append(window.detail.toPlainText()))
    for place in ("widgets", "widgets.dialogs"):
        monkeypatch.setattr(f"crm_desktop.ui.{place}.sentence", lambda _over, _title, text, *_m: found.append(text))
    return found


def raised(error: Callable[[], object]) -> tuple[type[BaseException], BaseException, TracebackType | None]:
    try:
        error()
    except BaseException as caught:
        return type(caught), caught, caught.__traceback__
    raise AssertionError


def divide() -> float:
    return 1 / 0


def test_each_fault_is_shown_once_and_logged_each_time(
    qtbot: QtBot, crashes: Crashes, shown: list[str], tmp_path: Path
) -> None:
    for _time in range(3):
        crashes.caught(*raised(divide))
    crashes.caught(*raised(lambda: {}["missing"]))
    until(qtbot, lambda: len(shown) == 2)
    qtbot.wait(20)
    assert [("ZeroDivisionError" in shown[0]), ("KeyError" in shown[1]), len(shown)] == [True, True, 2]
    assert crashes.count == 4
    log = (tmp_path / LOG_NAME).read_text(encoding="utf-8")
    assert log.count("ZeroDivisionError: division by zero") == 3
    assert "CRM Desktop 0" in log


def test_a_fault_of_another_thread_is_shown_on_the_window_s(qtbot: QtBot, crashes: Crashes, shown: list[str]) -> None:
    thread = threading.Thread(target=divide)
    thread.start()
    thread.join()
    assert shown == []
    until(qtbot, lambda: len(shown) == 1)


def test_a_refusal_that_nobody_showed_becomes_its_sentence(qtbot: QtBot, crashes: Crashes, shown: list[str]) -> None:
    def refuse() -> None:
        raise Refused("The number is taken.")

    crashes.caught(*raised(refuse))
    until(qtbot, lambda: shown == ["The number is taken."])
    assert crashes.count == 0


def test_warnings_of_qt_go_to_the_log(crashes: Crashes, tmp_path: Path) -> None:
    qWarning("a warning of Qt")
    assert "WARNING qt: a warning of Qt" in (tmp_path / LOG_NAME).read_text(encoding="utf-8")


def test_no_log_is_made_while_there_is_nothing_to_tell(crashes: Crashes, tmp_path: Path) -> None:
    logging.getLogger("crm_desktop").info("nothing of note")
    assert not (tmp_path / LOG_NAME).exists()


def test_the_country_follows_the_currency_until_it_is_chosen(qtbot: QtBot, program: Program) -> None:
    program.begin(None, False)
    first = program.stage.front
    assert isinstance(first, FirstRun)
    first.next()
    for currency, country in (("GBP", "GB"), ("JPY", "JP")):
        first.currency.setCurrentIndex(first.currency.findData(currency))
        first.currency.activated.emit(first.currency.currentIndex())
        assert first.country.currentData() == country
    first.country.setCurrentIndex(first.country.findData("DE"))
    first.country.activated.emit(first.country.currentIndex())
    first.currency.setCurrentIndex(first.currency.findData("GBP"))
    first.currency.activated.emit(first.currency.currentIndex())
    assert first.country.currentData() == "DE"
