"""The import wizard over 100,000 rows by 12 columns: the longest time that the window stood still, and the memory."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.bench.importing import write
from tests.bench.measure import Figure, at_most

STALL_MS, MEMORY_MB = 100.0, 400.0
OURS = """
import json, os, re, sys, time
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
app = QApplication([])
from tests.ui.list_window import ListWindow
from crm_desktop.ui.importing import ImportWizard

def status(name):
    text = Path("/proc/self/status").read_text() if Path("/proc/self/status").exists() else ""
    found = re.search(name + r":\\s+(\\d+) kB", text)
    return int(found.group(1)) / 1024 if found else 0.0

window = ListWindow(Path(sys.argv[2]))
start_mb = status("VmRSS")
beats = []
waits = {}
def waited():
    # Seconds that each of our threads stood in the queue for a core: what other programs take is no fault of ours.
    found = {}
    for task in os.listdir("/proc/self/task") if os.path.exists("/proc/self/task") else ():
        try:
            if task not in waits:
                waits[task] = os.open(f"/proc/self/task/{task}/schedstat", os.O_RDONLY)
            found[task] = int(os.pread(waits[task], 99, 0).split()[1]) / 1e9
        except (OSError, IndexError, ValueError):
            pass
    return found

def queued(before, after):
    # A thread that has ended takes its sum along, which is no time that it did not wait.
    return sum(seconds - before.get(task, 0.0) for task, seconds in after.items())

last = [time.perf_counter(), waited()]
def beat():
    now, stood = time.perf_counter(), waited()
    beats.append(max(0.0, now - last[0] - queued(last[1], stood)))
    last[:] = now, stood
clock = QTimer()
clock.timeout.connect(beat)
clock.start(5)
phases = {}
def until(name, ready):
    beats.clear()
    begin = time.perf_counter()
    last[:] = begin, waited()
    while not ready() or wizard.busy():
        app.processEvents()
        time.sleep(0.001)
    for _more in range(20):
        app.processEvents()
        time.sleep(0.005)
    worst = sorted((round(gap * 1000) for gap in beats), reverse=True)[:5]
    phases[name] = {"stall_ms": worst[0], "next": worst[1:], "seconds": round(time.perf_counter() - begin, 1),
                    "rss_mb": round(status("VmRSS"))}

wizard = ImportWizard(window, "customer", Path(sys.argv[1]))
wizard.show()
until("read", lambda: wizard.session.reading is not None)
wizard.next.click()
until("columns", lambda: wizard.step() == 1)
wizard.next.click()
until("check", lambda: wizard.step() == 2)
wizard.check_page.set_filter("created")
wizard.check_page.set_filter("all")
until("shown", lambda: True)
wizard.next.click()
until("run", lambda: wizard.step() == 3)
made = wizard.report.total("created")
print(json.dumps({"phases": phases, "created": made, "start_mb": start_mb, "peak_mb": status("VmHWM")}))
sys.stdout.flush()
os._exit(0)
"""


def measure(folder: Path, size: int | None) -> list[Figure]:
    rows = size or 100_000
    path = folder / "list.xlsx"
    write(path, rows)
    into = folder / "company"
    into.mkdir()
    done = subprocess.run(
        [sys.executable, "-c", OURS, str(path), str(into)],
        capture_output=True, text=True, check=True, env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )  # fmt: skip
    found = json.loads(done.stdout.strip().splitlines()[-1])
    assert found["created"] == rows, found
    phases = found["phases"]
    worst = max(phases, key=lambda name: phases[name]["stall_ms"])
    stalls = {name: phases[name]["stall_ms"] for name in phases}
    seconds = {name: phases[name]["seconds"] for name in phases}
    return [
        at_most("longest stall of the window, ms, over 100", phases[worst]["stall_ms"], STALL_MS, 1.0, rows=rows,
                **stalls),
        at_most("memory at its most, MB, over 400", found["peak_mb"], MEMORY_MB, 1.0, peak_mb=round(found["peak_mb"]),
                start_mb=round(found["start_mb"]), **{f"{name}_s": text for name, text in seconds.items()}),
    ]  # fmt: skip
