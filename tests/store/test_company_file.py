"""Opening a company file: what is refused, in which words, and what is left behind."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import peewee
import pytest

from crm_desktop.errors import Refused, Trouble
from crm_desktop.store import migrations
from crm_desktop.store.company_file import CompanyFile
from crm_desktop.store.lock import Locked
from crm_desktop.store.row import Row
from tests.store.conftest import MODELS, Shelf


def filled(path: Path, rows: int = 2000) -> Path:
    with CompanyFile(path, MODELS, create=True) as file, file.journal.entry("Fill"):
        file.journal.bulk_insert(Shelf, ["name"], [("x" * 200,)] * rows)
    return path


def test_a_new_file_is_empty_sound_and_ours(file: CompanyFile) -> None:
    assert file.problems(thorough=True) == []
    assert file.db.execute_sql("PRAGMA journal_mode").fetchone()[0] == "wal"
    assert file.db.execute_sql("PRAGMA synchronous").fetchone()[0] == 2
    assert file.db.execute_sql("PRAGMA foreign_keys").fetchone()[0] == 1


def test_a_missing_file_is_refused_and_not_made(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="no file"):
        CompanyFile(tmp_path / "none.crm", MODELS)
    assert os.listdir(tmp_path) == []


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "list.crm"
    path.write_text("name;phone\n")
    with pytest.raises(Refused, match="no company file"):
        CompanyFile(path, MODELS)
    assert path.read_text() == "name;phone\n"
    assert os.listdir(tmp_path) == ["list.crm"]


def test_an_empty_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    (tmp_path / "empty.crm").touch()
    with pytest.raises(Refused, match="no company file"):
        CompanyFile(tmp_path / "empty.crm", MODELS)
    with pytest.raises(Refused, match="folder"):
        CompanyFile(tmp_path, MODELS)


def test_another_programs_database_is_refused_untouched(tmp_path: Path) -> None:
    path = tmp_path / "other.crm"
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE shelf (id INTEGER)")
    other.commit()
    other.close()
    before = path.read_bytes()
    with pytest.raises(Refused, match="another program"):
        CompanyFile(path, MODELS)
    assert path.read_bytes() == before


def test_a_newer_file_is_refused_in_words(tmp_path: Path) -> None:
    path = filled(tmp_path / "a.crm", 1)
    newer = sqlite3.connect(path)
    newer.execute(f"PRAGMA user_version = {migrations.VERSION + 1}")
    newer.close()
    with pytest.raises(Trouble, match="newer version"):
        CompanyFile(path, MODELS)


def test_a_truncated_file_is_told_as_cut_off(tmp_path: Path) -> None:
    path = filled(tmp_path / "a.crm")
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with pytest.raises(Trouble, match="cut off"):
        CompanyFile(path, MODELS)


def test_a_damaged_file_is_told_as_damaged(tmp_path: Path) -> None:
    path = filled(tmp_path / "a.crm")
    data = bytearray(path.read_bytes())
    data[100:4096] = os.urandom(3996)
    path.write_bytes(bytes(data))
    with pytest.raises(Trouble, match="damaged"):
        CompanyFile(path, MODELS)


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="the administrator may write everywhere")
def test_a_read_only_folder_is_told(tmp_path: Path) -> None:
    path = filled(tmp_path / "a.crm", 1)
    path.with_name("a.crm-lock").unlink()
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(Trouble, match="cannot be written"):
            CompanyFile(path, MODELS)
    finally:
        tmp_path.chmod(0o700)


def test_a_second_opening_is_told_who_holds_the_file(file: CompanyFile) -> None:
    with pytest.raises(Locked, match="open already"):
        CompanyFile(file.path, MODELS)


def test_a_second_process_is_told_who_holds_the_file(file: CompanyFile) -> None:
    code = (
        "import sys; from pathlib import Path\n"
        "from crm_desktop.errors import Trouble\n"
        "from crm_desktop.store.lock import FileLock\n"
        "try:\n    FileLock(Path(sys.argv[1]))\n"
        "except Trouble as trouble:\n    print(trouble.sentence)\n"
    )
    told = subprocess.run(
        [sys.executable, "-c", code, str(file.path)], capture_output=True, text=True, encoding="utf-8", check=True
    )
    assert "is open already" in told.stdout


def test_the_lock_of_a_killed_process_is_no_hindrance(tmp_path: Path) -> None:
    path = filled(tmp_path / "a.crm", 1)
    code = (
        "import sys, time; from pathlib import Path\n"
        "from crm_desktop.store.company_file import CompanyFile\n"
        "from tests.store.conftest import MODELS, Shelf\n"
        "file = CompanyFile(Path(sys.argv[1]), MODELS)\n"
        "with file.journal.entry('Half'):\n"
        "    file.journal.bulk_insert(Shelf, ['name'], [('y',)] * 50000)\n"
        "    print('ready', flush=True); time.sleep(60)\n"
    )
    child = subprocess.Popen([sys.executable, "-c", code, str(path)], stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    assert child.stdout.readline() == "ready\n"
    child.kill()
    child.wait()
    child.stdout.close()
    with CompanyFile(path, MODELS) as file:
        assert Shelf.select().count() == 1
        assert file.problems(thorough=True) == []


def test_a_full_disk_is_told_and_leaves_the_file_as_it_was(file: CompanyFile) -> None:
    with file.journal.entry("One"):
        Shelf.create(name="A")
    pages = file.db.execute_sql("PRAGMA page_count").fetchone()[0]
    file.db.execute_sql(f"PRAGMA max_page_count = {pages + 2}")
    with pytest.raises(Trouble, match="disk is full"), file.journal.entry("Too much"):
        file.journal.bulk_insert(Shelf, ["name"], [("x" * 1000,)] * 1000)
    file.db.execute_sql("PRAGMA max_page_count = 4294967294")
    assert [shelf.name for shelf in Shelf.select()] == ["A"]
    with file.journal.entry("Two"):
        Shelf.create(name="B")
    assert file.problems(thorough=True) == []


def test_what_a_model_has_gained_is_added_after_a_proven_copy(tmp_path: Path) -> None:
    path = filled(tmp_path / "a.crm", 3)

    class Wider(Row):
        name = peewee.TextField()
        width = peewee.IntegerField(null=True)
        picture = peewee.BlobField(null=True)
        colour = peewee.TextField(default="white", index=True)

        class Meta:
            table_name = "shelf"

    class Lamp(Row):
        watts = peewee.IntegerField()

    with CompanyFile(path, [Wider, Lamp], create=False) as file:
        assert {shelf.colour for shelf in Wider.select()} == {"white"}
        with file.journal.entry("Lamp"):
            Lamp.create(watts=5)
        assert file.problems(thorough=True) == []
    copies = [name for name in os.listdir(tmp_path) if "before-update" in name]
    assert len(copies) == 1
    copy = sqlite3.connect(tmp_path / copies[0])
    assert copy.execute("SELECT count(*) FROM shelf").fetchone()[0] == 3
    copy.close()


def test_a_file_made_in_vain_is_taken_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_arguments: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(migrations, "bring_up_to_date", fails)
    with pytest.raises(Trouble, match="disk is full"):
        CompanyFile(tmp_path / "a.crm", MODELS, create=True)
    assert not (tmp_path / "a.crm").exists()


def test_a_copied_file_opens_under_its_new_name(tmp_path: Path) -> None:
    path = filled(tmp_path / "a.crm", 7)
    shutil.copy(path, tmp_path / "副本 2026.crm")
    with CompanyFile(tmp_path / "副本 2026.crm", MODELS):
        assert Shelf.select().count() == 7


def test_what_a_long_piece_of_work_wrote_is_folded_in_beside(tmp_path: Path) -> None:
    path = filled(tmp_path / "much.crm", rows=1)
    with CompanyFile(path, MODELS) as file:
        with file.long_work(), file.journal.entry("Much"):
            file.journal.bulk_insert(Shelf, ["name"], [("x" * 2000,)] * 4000)
        assert file._folding is not None
        file._folding.join()
        alone = shutil.copy(path, tmp_path / "alone.crm")
        with CompanyFile(Path(alone), MODELS) as copy:
            assert copy.db.execute_sql("SELECT count(*) FROM shelf").fetchone()[0] == 4001
            assert copy.problems(thorough=True) == []
        assert file.db.execute_sql("PRAGMA wal_autocheckpoint").fetchone()[0] == 1000
