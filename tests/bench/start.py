"""From the start of the process to a painted list of 100,000 customers, against a bare window of Qt's."""

from __future__ import annotations

import json
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
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow
class Window(QMainWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        QTimer.singleShot(0, QApplication.quit)
application = QApplication([])
window = Window()
window.resize(1200, 800)
window.show()
application.exec()
"""
OURS = """
import sys
from crm_desktop.__main__ import main
code = main([sys.argv[1], "--quit-after-start"])
print([name for name in {slow} if name in sys.modules])
sys.exit(code)
"""


def measure(folder: Path, size: int | None) -> list[Figure]:
    rows = size or 100_000
    path = folder / "start.crm"
    large_company(path, rows).close()
    home = {f"XDG_{name}_HOME": str(folder / name.lower()) for name in ("CONFIG", "DATA", "STATE", "CACHE")}
    surroundings = {**os.environ, **home, "QT_QPA_PLATFORM": "offscreen", "LANG": "en_US.UTF-8"}
    _remember_customers(surroundings, path)
    ours, bare, loaded = [], [], ""
    for _round in range(ROUNDS):
        bare.append(_timed([sys.executable, "-c", BARE], surroundings)[0])
        seconds, loaded = _timed([sys.executable, "-c", OURS.format(slow=SLOW), str(path)], surroundings)
        ours.append(seconds)
    return [
        at_most("start to a painted list, against a bare window", min(ours), min(bare), 2.0,
                ours_ms=round(min(ours) * 1000), bare_ms=round(min(bare) * 1000), rows=rows),
        Figure("slow libraries loaded by then", len(json.loads(loaded.replace("'", '"'))), "0",
               loaded.strip() == "[]", 0, 0, {"which": loaded.strip()}),
    ]  # fmt: skip


def _timed(command: list[str], surroundings: dict[str, str]) -> tuple[float, str]:
    start = time.perf_counter()
    done = subprocess.run(command, env=surroundings, capture_output=True, text=True, check=False)
    seconds = time.perf_counter() - start
    if done.returncode:
        raise RuntimeError(done.stderr)
    return seconds, (done.stdout.splitlines() or ["[]"])[-1]


def _remember_customers(surroundings: dict[str, str], path: Path) -> None:
    """Start once, so that what is compiled is compiled, and leave the window on the list of customers."""
    _timed([sys.executable, "-c", OURS.format(slow=SLOW), str(path)], surroundings)
    code = (
        "from crm_desktop.ui.memory import WindowMemory\n"
        "memory = WindowMemory()\n"
        "memory.set('window.page', 'customer')\n"
    )
    _timed([sys.executable, "-c", code], surroundings)
