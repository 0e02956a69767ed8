"""Exports into places that do not take them: one sentence, and what was there before stays as it was."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from crm_desktop.entity import records
from crm_desktop.entity.company import Company
from crm_desktop.errors import Cancelled, Told, Trouble
from crm_desktop.exchange.writing import export_list
from crm_desktop.exchange.writing_whole import export_everything
from tests.exchange.lists import TODAY, bring_rows

ROOT = Path(__file__).resolve().parents[2]
TARGETS = ("customer out.xlsx", "customer out.csv", "customer out.vcf", "everything out.xlsx")


@pytest.fixture
def filled(company: Company, tmp_path: Path) -> Iterator[Company]:
    rows = [("客户名称", "手机", "备注"), *((f"客户{n}号", f"138{n:08}", f"备注 {n} " * 40) for n in range(600))]
    bring_rows(company, tmp_path, rows)
    (tmp_path / "list.csv").unlink()
    yield company


def places(folder: Path) -> dict[str, bytes]:
    """Every file of a folder but the company's own, with what it holds."""
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file() and ".crm" not in path.name}


@pytest.mark.skipif(sys.platform == "win32", reason="no limits on the size of files on this system")
@pytest.mark.parametrize("words", TARGETS)
def test_a_disk_that_fills_up_leaves_the_file_that_was_there(filled: Company, tmp_path: Path, words: str) -> None:
    kind, name = words.split()
    out = tmp_path / "out"
    out.mkdir()
    (out / name).write_bytes(b"from before")
    file = filled.path
    filled.close()
    script = f"""
        import resource, signal
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (6000, 6000))
        from crm_desktop import cli
        line = ["export", {kind!r}, {str(out / name)!r}, "--file", {str(file)!r}, "--lang", "en"]
        raise SystemExit(cli.main(line))
    """
    line = [sys.executable, "-c", textwrap.dedent(script)]
    around = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(line, cwd=ROOT, env=around, capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stderr
    assert len(done.stderr.strip().splitlines()) == 1 and "Traceback" not in done.stderr
    assert places(out) == {name: b"from before"}


@pytest.mark.parametrize("name", ["out.xlsx", "out.csv", "out.vcf"])
def test_a_workbook_that_excel_has_open_stays_as_it_was(
    filled: Company, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """A file that another program holds cannot be replaced on Windows; elsewhere it can."""
    path = tmp_path / name
    path.write_bytes(b"open elsewhere")

    def held(*_paths: object) -> None:
        raise PermissionError(13, "The process cannot access the file because it is being used by another process")

    monkeypatch.setattr(os, "replace", held)
    with pytest.raises(Trouble, match="another program has it open"):
        export_list(filled, filled.entity("customer"), path, today=TODAY)
    assert places(tmp_path) == {name: b"open elsewhere"}


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="this user may write everywhere")
def test_a_read_only_file_and_folder_are_said(filled: Company, tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir()
    (closed / "old.xlsx").write_bytes(b"old")
    (closed / "old.xlsx").chmod(0o444)
    for path in (closed / "old.xlsx", closed / "new.csv"):
        closed.chmod(0o555)
        try:
            with pytest.raises(Told):
                export_list(filled, filled.entity("customer"), path, today=TODAY)
        finally:
            closed.chmod(0o755)
    assert places(closed) == {"old.xlsx": b"old"}


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="no folder that nobody can write to")
@pytest.mark.parametrize("name", ["x.xlsx", "x.csv", "x.vcf"])
def test_a_folder_that_nobody_can_write_to_is_said(filled: Company, name: str) -> None:
    with pytest.raises(Trouble) as told:
        export_list(filled, filled.entity("customer"), Path("/proc") / name, today=TODAY)
    assert "\n" not in told.value.sentence


@pytest.mark.parametrize("name", ["out.xlsx", "out.csv", "out.vcf", "whole.xlsx"])
def test_an_export_is_stopped_at_its_next_count_and_leaves_nothing(filled: Company, tmp_path: Path, name: str) -> None:
    told: list[int] = []
    before = places(tmp_path)
    options = {"progress": lambda done, _of: told.append(done), "cancelled": lambda: len(told) > 0}
    with pytest.raises(Cancelled):
        if name == "whole.xlsx":
            export_everything(filled, tmp_path / name, today=TODAY, **options)  # type: ignore[arg-type]
        else:
            export_list(filled, filled.entity("customer"), tmp_path / name, today=TODAY, **options)  # type: ignore[arg-type]
    assert places(tmp_path) == before and len(told) < 600


def test_a_choice_that_is_none_is_refused_by_the_sheet_itself(filled: Company, tmp_path: Path) -> None:
    records.save(filled, filled.entity("customer"), {"name": "Ann Ltd", "status": "key"})
    path = tmp_path / "out.xlsx"
    export_list(filled, filled.entity("customer"), path, today=TODAY)
    page = openpyxl.load_workbook(path).active
    column = next(cell.column_letter for cell in page[1] if cell.value == "Status")
    (rule,) = [one for one in page.data_validations.dataValidation if str(one.sqref).startswith(column)]
    assert rule.type == "list" and "Key account" in rule.formula1
    assert int(str(rule.sqref).rpartition(column)[2]) >= page.max_row, "rows to come are held to it too"
