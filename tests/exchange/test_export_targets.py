"""Exports into places that do not take them: one sentence, and what was there before stays as it was."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from crm_desktop import writing
from crm_desktop.entity import attachments, records
from crm_desktop.entity.attachments import attach_bytes
from crm_desktop.entity.company import Company
from crm_desktop.errors import Cancelled, Told, Trouble
from crm_desktop.exchange import failed, writing_timeline, writing_whole
from crm_desktop.exchange import writing as writing_lists
from crm_desktop.exchange.failed import write_failed
from crm_desktop.exchange.writing import export_list, write_template
from crm_desktop.exchange.writing_timeline import export_timeline
from crm_desktop.exchange.writing_whole import export_everything, folder_of
from crm_desktop.handover import rules
from crm_desktop.handover import sheet as hand_over
from tests.exchange.lists import TODAY, bring, bring_rows, csv_file

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


@pytest.fixture
def no_room(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], AbstractContextManager[None]]]:
    """Within it no file can become longer than 3,000 bytes, as on a disk that fills up."""
    resource = pytest.importorskip("resource", reason="no limits on the size of files on this system")
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)

    @contextmanager
    def limited() -> Iterator[None]:
        resource.setrlimit(resource.RLIMIT_FSIZE, (3000, hard))
        try:
            yield
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))

    yield limited
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def with_files(company: Company) -> int:
    """One attachment of 20,000 bytes at the first customer; its number."""
    return attach_bytes(company, company.entity("customer"), 1, "big.bin", bytes(20_000), now=datetime(2026, 11, 23))


def write_hand_over(company: Company, path: Path) -> None:
    ann, bo = (records.save(company, company.entity("staff"), {"name": name}) for name in ("Ann Ash", "Bo Beech"))
    records.save(company, company.entity("customer"), {"owner": ann}, row=1)
    hand_over.write(company, rules.plan(company, TODAY, leaver=ann, to=bo), bo, path, TODAY, files=True)


WRITERS: dict[str, Callable[[Company, Path], object]] = {
    "template.xlsx": lambda company, path: write_template(company, company.entity("customer"), path),
    "failed.xlsx": lambda company, path: write_failed(
        bring(company, csv_file(path.parent.parent, [("Order No", "Customer"), *((n, "") for n in range(300))])), path
    ),
    "timeline.xlsx": lambda company, path: export_timeline(company, company.entity("customer"), 1, path),
    "big.bin": lambda company, path: attachments.write(company, with_files(company), path),
    "all.xlsx": lambda company, path: (with_files(company), export_everything(company, path, today=TODAY)),
    "hand.xlsx": lambda company, path: (with_files(company), write_hand_over(company, path)),
}


@pytest.mark.parametrize("old", [True, False])
@pytest.mark.parametrize("name", WRITERS)
def test_whatever_is_written_is_there_whole_or_not_at_all(
    filled: Company, tmp_path: Path, no_room: Callable[[], AbstractContextManager[None]], capfd: Any,
    monkeypatch: pytest.MonkeyPatch, name: str, old: bool,
) -> None:  # fmt: skip
    out = tmp_path / "out"
    out.mkdir()
    if old:
        (out / name).write_bytes(b"from before")
    begun: list[Path] = []
    real = writing.replacing

    @contextmanager
    def limited(path: Path) -> Iterator[Path]:
        begun.append(path)
        with real(path) as part, no_room():
            yield part

    for module in (attachments, failed, writing, writing_lists, writing_timeline, writing_whole, hand_over):
        if hasattr(module, "replacing"):
            monkeypatch.setattr(module, "replacing", limited)
    with pytest.raises(Trouble) as told:
        WRITERS[name](filled, out / name)
    assert begun and "\n" not in told.value.sentence
    gc.collect()
    assert capfd.readouterr().err == "", "nothing is said besides"
    assert {path.name: path.read_bytes() for path in out.iterdir()} == ({name: b"from before"} if old else {})


@pytest.mark.parametrize("again", [True, False])
def test_the_files_of_everything_stay_with_the_workbook_that_stays(
    filled: Company, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, again: bool
) -> None:
    """The workbook is open in Excel: the folder of files beside it must not be a newer one."""
    path = tmp_path / "all.xlsx"
    kept = with_files(filled)
    if again:
        export_everything(filled, path, today=TODAY)
    before = {file: file.read_bytes() for file in tmp_path.rglob("*") if file.is_file() and ".crm" not in file.name}
    records.delete(filled, filled.entity("attachment"), [kept])
    attach_bytes(filled, filled.entity("customer"), 2, "other.txt", b"other", now=datetime(2026, 11, 24))
    real = os.replace

    def held(source: Path, target: Path) -> None:
        if Path(target) == path:
            raise PermissionError(13, "being used by another process")
        real(source, target)

    monkeypatch.setattr(os, "replace", held)
    with pytest.raises(Trouble, match="another program has it open"):
        export_everything(filled, path, today=TODAY)
    after = {file: file.read_bytes() for file in tmp_path.rglob("*") if file.is_file() and ".crm" not in file.name}
    assert after == before
    if not again:
        assert not folder_of(path).exists()


def test_a_sheet_for_who_takes_over_runs_nothing_and_takes_any_text(filled: Company, tmp_path: Path) -> None:
    filled.set_setting("name", "=1+1\x0b")
    records.save(filled, filled.entity("customer"), {"name": "=2+2", "next_step": "_x0041_"}, row=1)
    write_hand_over(filled, tmp_path / "hand.xlsx")
    book = openpyxl.load_workbook(tmp_path / "hand.xlsx")
    cells = [cell for page in book for line in page.iter_rows() for cell in line if cell.value is not None]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert {"=1+1", "=2+2"} <= {cell.value for cell in cells}
