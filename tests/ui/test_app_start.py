"""Starting the program as a person does: by its command, in a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from crm_desktop import areas
from crm_desktop.entity import records

ROOT = Path(__file__).parents[2]
SLOW = ("pyqtgraph", "numpy", "openpyxl", "pypinyin", "typst", "python_calamine", "vobject", "PySide6.QtNetwork")

WATCH = """
import json, sys
from crm_desktop.ui import stage

painted = stage.Stage._was_painted

def first(self, window, file):
    print(json.dumps({"loaded": [name for name in %r if name in sys.modules], "window": type(window).__name__}))
    painted(self, window, file)

stage.Stage._was_painted = first
from crm_desktop.__main__ import main
sys.exit(main(sys.argv[1:]))
""" % (SLOW,)  # noqa: UP031


def start(*arguments: str, code: str = "", **surroundings: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", code] if code else [sys.executable, "-m", "crm_desktop"]
    return subprocess.run(
        [*command, *arguments], cwd=ROOT, capture_output=True, text=True, timeout=120,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", **surroundings},
    )  # fmt: skip


def page(name: str) -> None:
    """Have the window begin with a page."""
    folder = Path(os.environ["XDG_CONFIG_HOME"]) / "CRM Desktop"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "window.json").write_text(json.dumps({"window.page": name}), encoding="utf-8")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "birch 桦.crm"
    with areas.new_company(path) as company, company.journal.entry("Shops"):
        for number in range(300):
            name = f"Shop {number}" if number % 2 else f"桦树{number}商行"
            records.save(company, company.entity("customer"), {"name": name})
    return path


@pytest.mark.parametrize("shown", ["home", "customer", "event+task", "history"])
def test_nothing_slow_is_loaded_before_the_first_paint(file: Path, shown: str) -> None:
    page(shown)
    ended = start(str(file), "--lang", "en", "--quit-after-start", code=WATCH)
    assert ended.returncode == 0, ended.stderr
    assert json.loads(ended.stdout) == {"loaded": [], "window": "MainWindow"}


LATER = (
    "alike", "commands", "demo", "exchange", "reports", "store.history", "store.undo", "ui.answers", "ui.charts",
    "ui.command_box", "ui.crash_window", "ui.dropping", "ui.duplicates", "ui.export_dialog", "ui.file_actions",
    "ui.finder", "ui.history_page", "ui.home", "ui.importing", "ui.kept", "ui.keys", "ui.listing.clipboard",
    "ui.listing.commands", "ui.listing.dialogs", "ui.listing.filters", "ui.page_actions", "ui.record", "ui.single",
    "ui.touched", "ui.trash_page", "ui.welcome", "ui.widgets.dialogs", "ui.widgets.flowing", "ui.widgets.progress",
    "ui.widgets.toast", "ui.window_actions", "values.tax",
)  # fmt: skip
"""What waits for the first paint of a list, or until it is wanted; see ui/firstpaint.py."""

NAMES = ("StandardPixmap", "DockWidgetFeature", "NextProtocolNegotiationStatus")
"""Names of styles, of all widgets there are, of sockets: a thousand that Python makes one by one if one is touched."""

LOADED = """
import builtins, enum, json, sys
from crm_desktop import later
later.install()  # as main does, but that the stage is loaded before
from crm_desktop.ui import stage

def first(self, window, file):
    ours = sorted(name.removeprefix("crm_desktop.") for name in sys.modules if name.startswith("crm_desktop."))
    kinds = enum.Enum, enum.IntEnum, enum.Flag, enum.IntFlag
    made = [one.__name__ for kind in kinds for one in kind.__subclasses__()]
    put_off = [name for name in later.MODULES if type(sys.modules.get(name)) in (type(None), later.Unloaded)]
    print(json.dumps({"ours": ours, "import": str(builtins.__import__), "names": made, "put off": put_off}))
    window.close()
    self.painted.emit(window)

stage.Stage._was_painted = first
from crm_desktop.__main__ import main
sys.exit(main(sys.argv[1:]))
"""


def test_before_the_first_paint_only_that_is_loaded_which_it_needs(file: Path) -> None:
    page("customer")
    ended = start(str(file), "--lang", "en", "--quit-after-start", code=LOADED)
    assert ended.returncode == 0, ended.stderr
    loaded = json.loads(ended.stdout)
    assert [name for name in loaded["ours"] if any(name == one or name.startswith(one + ".") for one in LATER)] == []
    assert "__feature_import__" not in loaded["import"]
    assert "AlignmentFlag" in loaded["names"]
    assert {"hashlib", "socket", "calendar", "ipaddress", "bz2", "lzma", "uuid"} <= set(loaded["put off"])
    assert [name for name in NAMES if name in loaded["names"]] == []


WINDOWS = """
import sys
from crm_desktop.ui import early
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget

class Watch(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            print(type(watched).__name__)
        return False

early.begin()
watch = Watch()
QApplication.instance().installEventFilter(watch)
from crm_desktop.__main__ import main
sys.exit(main(sys.argv[1:]))
"""


@pytest.mark.parametrize("shown", ["home", "customer"])
def test_no_part_of_it_is_seen_as_a_window_of_its_own(file: Path, shown: str) -> None:
    page(shown)
    ended = start(str(file), "--lang", "en", "--quit-after-start", code=WINDOWS)
    assert (ended.returncode, ended.stdout.split()) == (0, ["MainWindow"])


COMPILED = """
import builtins, sys

real, compiled = builtins.compile, []
builtins.compile = lambda source, name, *rest, **named: compiled.append(name) or real(source, name, *rest, **named)
import crm_desktop.ui
print(sum(str(name).startswith("shibokensupport") for name in compiled))
"""


def test_what_qt_brings_along_in_python_is_compiled_once_and_not_at_each_start(tmp_path: Path) -> None:
    kept = {"PYTHONPYCACHEPREFIX": str(tmp_path), "PYTHONDONTWRITEBYTECODE": ""}

    def compiled() -> str:
        return start(code=COMPILED, **kept).stdout.strip()

    assert int(compiled()) > 5
    assert compiled() == "0"
    (place,) = tmp_path.rglob("*.qt")
    place.write_bytes(place.read_bytes()[:1000])
    assert int(compiled()) > 5
    assert compiled() == "0"
    place.write_bytes(b"")
    assert start(code=COMPILED, **{**kept, "PYTHONDONTWRITEBYTECODE": "1"}).stdout.strip() != "0"
    assert place.read_bytes() == b""


def test_qt_still_says_what_a_call_wants() -> None:
    ended = start(code="import crm_desktop.ui; from PySide6.QtCore import QPoint; QPoint('x')")
    assert "(xpos: int, ypos: int" in ended.stderr


def test_it_closes_itself_after_the_first_paint_and_leaves_the_file_well(file: Path) -> None:
    ended = start(str(file), "--quit-after-start")
    assert (ended.returncode, ended.stderr) == (0, "")
    with areas.open_company(file) as company:
        assert company.check() == []
    assert not file.with_name(file.name + "-wal").exists()


def test_the_first_run_is_painted_too() -> None:
    ended = start("--lang", "zh_CN", "--quit-after-start", code=WATCH)
    assert ended.returncode == 0, ended.stderr
    assert json.loads(ended.stdout)["window"] == "FirstRun"


def test_the_demo_is_built_opened_and_cleared_away_again() -> None:
    ended = start("--demo", "--lang", "zh_CN", "--quit-after-start", code=WATCH)
    assert ended.returncode == 0, ended.stderr
    assert json.loads(ended.stdout)["window"] == "MainWindow"
    assert list((Path(os.environ["XDG_DATA_HOME"]) / "CRM Desktop").iterdir()) == []


def test_a_fault_makes_the_exit_code_not_zero(file: Path) -> None:
    last = "    painted(self, window, file)"
    broken = WATCH.replace(last, f"{last}\n    raise ZeroDivisionError")
    ended = start(str(file), "--quit-after-start", code=broken)
    assert ended.returncode == 1
    log = Path(os.environ["XDG_STATE_HOME"]) / "CRM Desktop" / "log" / "crm-desktop.log"
    assert "ZeroDivisionError" in log.read_text(encoding="utf-8")


def test_a_file_that_cannot_be_opened_is_one_sentence_where_nobody_watches(tmp_path: Path) -> None:
    ended = start(str(tmp_path / "missing.crm"), "--lang", "en", "--quit-after-start")
    assert ended.returncode == 1
    assert ended.stderr == f"There is no file {tmp_path / 'missing.crm'}.\n"


@pytest.mark.parametrize("wrong", [["--bogus"], ["--lang", "fr"], ["a.crm", "b.crm"]])
def test_wrong_usage_ends_with_two(wrong: list[str]) -> None:
    ended = start(*wrong)
    assert ended.returncode == 2
    assert "usage: crm-desktop" in ended.stderr


def test_help_names_the_commands_and_the_version_is_told() -> None:
    told = start("--help")
    assert told.returncode == 0
    assert "--demo" in told.stdout
    assert "import" in told.stdout
    assert start("--version").stdout.startswith("CRM Desktop 0.")


def test_a_command_is_handed_over_without_loading_qt(file: Path) -> None:
    code = (
        "import sys; from crm_desktop.__main__ import main; code = main(sys.argv[1:]);"
        " print([name for name in sys.modules if name.startswith('PySide6')]); sys.exit(code)"
    )
    ended = start("entities", "--json", code=code)
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.rstrip().endswith("[]")
