"""From the start of the process to a painted list of 100,000 customers, against a bare window of Qt's."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

from tests.bench.measure import Figure, at_most
from tests.bench.people import large_company

ROUNDS = 5
SLOW = ("pyqtgraph", "numpy", "openpyxl", "pypinyin", "typst")
BARE = """
import sys, time
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow
class Window(QMainWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        QTimer.singleShot(0, painted)
def painted():
    print(time.time())
    QApplication.quit()
application = QApplication([])
window = Window()
window.resize(1200, 800)
window.show()
application.exec()
"""
OURS = """
import gc, sys, time
before = gc.freeze
def painted():  # the first that the program does once its window is painted
    print(time.time(), [name for name in {slow} if name in sys.modules])
    before()
gc.freeze = painted
from crm_desktop.__main__ import main
sys.exit(main([sys.argv[1], "--quit-after-start"]))
"""


def measure(folder: Path, size: int | None) -> list[Figure]:
    rows = size or 100_000
    path = folder / "start.crm"
    large_company(path, rows).close()
    home = {f"XDG_{name}_HOME": str(folder / name.lower()) for name in ("CONFIG", "DATA", "STATE", "CACHE")}
    surroundings = {**os.environ, **home, "QT_QPA_PLATFORM": "offscreen", "LANG": "en_US.UTF-8"}
    # An installed program is compiled already.
    surroundings.pop("PYTHONDONTWRITEBYTECODE", None)
    surroundings["PYTHONPYCACHEPREFIX"] = str(folder / "compiled")
    _remember_customers(surroundings, path)
    ours, bare, loaded = [], [], ""
    for _round in range(ROUNDS):
        bare.append(_timed([sys.executable, "-c", BARE], surroundings)[0])
        seconds, loaded = _timed([sys.executable, "-c", OURS.format(slow=SLOW), str(path)], surroundings)
        ours.append(seconds)
    return [
        at_most("start to a painted list, against a bare window", min(ours), min(bare), 2.0,
                ours_ms=round(min(ours) * 1000), bare_ms=round(min(bare) * 1000), rows=rows),
        Figure("slow libraries loaded by then", loaded.count("'") / 2, "0", loaded == "[]", 0, 0, {"which": loaded}),
    ]  # fmt: skip


def _timed(command: list[str], surroundings: dict[str, str]) -> tuple[float, str]:
    """Seconds from the start of a process to what it prints first, and the rest of that line."""
    start = time.time()
    done = subprocess.run(command, env=surroundings, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr)
    moment, _blank, rest = done.stdout.partition(" ") if done.stdout else (str(start), "", "")
    return float(moment) - start, rest.strip()


def _remember_customers(surroundings: dict[str, str], path: Path) -> None:
    """Start once, so that what is compiled is compiled, and leave the window on the list of customers."""
    _timed([sys.executable, "-c", OURS.format(slow=SLOW), str(path)], surroundings)
    code = (
        "from crm_desktop.ui.memory import WindowMemory\n"
        "memory = WindowMemory()\n"
        "memory.set('window.page', 'customer')\n"
    )
    _timed([sys.executable, "-c", code], surroundings)
