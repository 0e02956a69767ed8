"""The command line as a process of its own: nothing of Qt, UTF-8 out, exit codes, interrupted and piped."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from crm_desktop import cli
from crm_desktop.__main__ import main as start

ROOT = Path(__file__).parents[1]
NORTHWIND = ROOT.parent / "shared" / "data" / "sales" / "northwind"

TELL_QT = """
import json, sys
from crm_desktop.__main__ import main
for words in json.loads(sys.argv[1]):
    code = main(words)
    loaded = sorted(name for name in sys.modules if name.split(".")[0] in ("PySide6", "shiboken6", "pyqtgraph"))
    assert (code, loaded) == (0, []), (words, code, loaded)
"""


def run(*words: str | Path, script: str | None = None, **environment: str) -> subprocess.CompletedProcess[bytes]:
    start = [sys.executable, "-c", script] if script else [sys.executable, "-m", "crm_desktop"]
    settings = {**os.environ, "PYTHONPATH": str(ROOT), "LC_ALL": "C", "PYTHONIOENCODING": "ascii", **environment}
    return subprocess.run([*start, *map(str, words)], capture_output=True, env=settings, timeout=120, check=False)


def test_no_command_imports_qt(tmp_path: Path) -> None:
    file = tmp_path / "shop.crm"
    source = tmp_path / "list.csv"
    source.write_text("Name,Mobile\nAnna Kelm,154 0000 1111\n", encoding="utf-8")
    commands = [
        ["import", str(source), "--into", "contact"],
        ["export", "customer", str(tmp_path / "out.xlsx")],
        ["list", "customer"],
        ["search", "a"],
        ["history"],
        ["undo"],
        ["redo"],
        ["check"],
        ["entities"],
    ]
    demo = ["demo", str(file), "--customers", "5"]
    done = run(json.dumps([demo, *([*words, "--file", str(file)] for words in commands)]), script=TELL_QT)
    assert (done.returncode, done.stderr) == (0, b""), done.stderr.decode()


def test_answers_are_utf8_whatever_the_console_thinks(tmp_path: Path) -> None:
    file = tmp_path / "店铺 shop.crm"
    assert run("demo", file, "--customers", "20", "--lang", "zh_CN").returncode == 0
    found = json.loads(run("list", "customer", "--file", file, "--json").stdout.decode("utf-8"))
    assert len(found) == 20
    assert any("有限公司" in one["name"] for one in found)
    assert "客户" in run("entities", "--lang", "zh_CN").stdout.decode("utf-8")


def test_exit_codes_and_single_sentences(tmp_path: Path) -> None:
    refused = run("list", "customer", "--file", tmp_path / "missing.crm")
    assert refused.returncode == 1
    assert refused.stdout == b"" and refused.stderr.count(b"\n") == 1 and b"Traceback" not in refused.stderr
    assert run("list", "customer").returncode == 2
    assert run("list", "--help").returncode == 0


def test_a_reader_who_has_seen_enough_is_no_fault(tmp_path: Path) -> None:
    file = tmp_path / "shop.crm"
    run("demo", file, "--customers", "500")
    with subprocess.Popen(
        [sys.executable, "-m", "crm_desktop", "list", "customer", "--file", str(file), "--json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    ) as process:
        assert process.stdout is not None and process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert (process.stderr.read(), process.wait()) == (b"", 0)


@pytest.mark.parametrize("command", cli.COMMANDS)
def test_every_command_is_taken_for_one_by_the_start(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert start([command, "--help"]) == 0
    assert capsys.readouterr().out.startswith(f"Usage: crm-desktop {command}")


def test_the_commands_are_those_of_the_program() -> None:
    words = [
        "new",
        "demo",
        "import",
        "export",
        "list",
        "entities",
        "search",
        "history",
        "undo",
        "redo",
        "check",
        "log",
        "timeline",
        "attach",
        "extract",
        "duplicates",
        "merge",
        "template",
        "phonebook",
        "orgchart",
        "letter",
        "trash",
        "visit-sheet",
        "fax",
        "done",
        "views",
        "hand-over",
        "settings",
        "profiles",
    ]
    assert sorted(cli.COMMANDS) == sorted(words)


@pytest.mark.skipif(not NORTHWIND.is_dir(), reason="the sample files are not here")
def test_northwind_comes_in_whole_and_goes_out_and_comes_back(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "northwind.crm"

    def listed(kind: str) -> list[dict[str, object]]:
        # What a change has left is looked at from here: another process for each look proves no more.
        assert cli.main(["list", kind, "--file", str(file), "--json"]) == 0
        return json.loads(capsys.readouterr().out)  # type: ignore[no-any-return]

    for name in ("customers", "products", "orders", "order_details"):
        assert run("import", NORTHWIND / f"{name}.csv", "--file", file).returncode == 0
    kinds = ("customer", "contact", "product", "order", "order_line")
    after = {kind: listed(kind) for kind in kinds}
    assert {kind: len(found) for kind, found in after.items() if kind != "contact"} == {
        "customer": 91, "product": 77, "order": 830, "order_line": 2155,
    }  # fmt: skip
    assert sum(one["fax"] is None for one in after["customer"]) == 22
    assert {"Luleå", "México D.F.", "Münster", "Århus"} <= {one["city"] for one in after["customer"]}
    assert sum(one["status"] == "Discontinued" for one in after["product"]) == 8
    names = {one["name"] for one in after["customer"]}
    assert all(one["customer"] in names for one in after["order"])
    assert all(one["order"] and one["product"] for one in after["order_line"])
    for _name in range(4):
        assert run("undo", "--file", file).returncode == 0
    assert {kind: listed(kind) for kind in kinds} == {kind: [] for kind in kinds}
    for _name in range(4):
        assert run("redo", "--file", file).returncode == 0
    assert {kind: listed(kind) for kind in kinds} == after
