"""Broken, hostile and odd files: each opens or is refused in one sentence, soon and without filling the memory."""

from __future__ import annotations

import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

from crm_desktop.errors import Refused, Told
from crm_desktop.exchange.reading import read
from tests.exchange.lists import SHARED
from tests.exchange.reading_files import CUSTOMERS, HEADINGS, changed_part, workbook, written

BOMB = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
WALK = """
import resource, sys, time
from pathlib import Path
from crm_desktop.errors import Told
from crm_desktop.exchange.reading import read

def main():
    resource.setrlimit(resource.RLIMIT_AS, (1536 << 20, 1536 << 20))
    for name in sys.argv[1:]:
        start = time.process_time()
        try:
            assert sum(len(table.body) for table in read(Path(name)).tables) >= 0
            fate = "read"
        except Told as told:
            assert told.sentence and chr(10) not in told.sentence, (name, told.sentence)
            fate = "refused"
        assert time.process_time() - start < 30, name
        print(fate, Path(name).name, flush=True)

if __name__ == "__main__":
    main()
"""


def refused(path: Path) -> str:
    start = time.process_time()
    with pytest.raises(Refused) as caught:
        read(path)
    assert time.process_time() - start < 30
    assert path.name in caught.value.sentence and "\n" not in caught.value.sentence
    return caught.value.sentence


def odd_files() -> list[Path]:
    return [path for folder in ("spreadsheets", "hostile") for path in sorted((SHARED / folder).glob("*"))]


@pytest.mark.skipif(not SHARED.is_dir(), reason="the sample lists are not here")
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the memory is bounded by the system")
def test_every_odd_file_opens_or_is_refused_in_a_sentence(tmp_path: Path) -> None:
    script = written(tmp_path, "walk.py", WALK)
    done = subprocess.run(
        [sys.executable, str(script), *map(str, odd_files())], capture_output=True, text=True, timeout=110, check=False,
        cwd=Path(__file__).parents[2], env={"PYTHONPATH": str(Path(__file__).parents[2]), "PATH": ""},
    )  # fmt: skip
    assert done.returncode == 0 and not done.stderr, (done.stdout[-100:], done.stderr[-400:])
    found = {name: fate for fate, name in (line.split(" ", 1) for line in done.stdout.splitlines())}
    assert set(found) == {path.name for path in odd_files()}
    assert found["empty_s_attribute.xlsx"] == found["minimal_package.xlsx"] == "read"
    assert {name for name, fate in found.items() if fate == "refused"} == {
        "empty_sheet.xlsx", "errors.xlsx", "pass_protected.xlsx", "poc-xmlbomb-empty.xlsx",
        "clusterfuzz-testcase-minimized-XLSX2CSVFuzzer-5636439151607808.xlsx",
    }  # fmt: skip


@pytest.mark.parametrize("part", [r"workbook\.xml$", r"sheet1\.xml$", r"styles\.xml$", r"\[Content_Types\]\.xml$"])
def test_an_xml_bomb_is_refused(tmp_path: Path, part: str) -> None:
    path = workbook(tmp_path, [HEADINGS, *CUSTOMERS])
    bomb = f'<!DOCTYPE x [<!ENTITY a0 "ha">{BOMB}]>'.encode()

    def laid(content: bytes) -> bytes:
        head, mark, rest = content.partition(b"?>")
        return head + mark + bomb + rest if content.startswith(b"<?xml") else bomb + content

    assert "safety" in refused(changed_part(path, part, laid))


def test_an_external_entity_is_refused_and_its_file_not_read(tmp_path: Path) -> None:
    secret = written(tmp_path, "secret.txt", "the secret")
    path = workbook(tmp_path, [HEADINGS, *CUSTOMERS])
    entity = f'<!DOCTYPE x [<!ENTITY e SYSTEM "{secret.as_uri()}">]>'.encode()
    hostile = changed_part(path, r"sheet1\.xml$", lambda content: entity + content.replace(b"<v>", b"<v>&e;", 1))
    assert "the secret" not in refused(hostile)
    saved_as_xml = f"""<?xml version="1.0"?>{entity.decode()}
    <Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet><Table><Row><Cell>
    <Data>&e;</Data></Cell></Row></Table></Worksheet></Workbook>"""
    assert "the secret" not in refused(written(tmp_path, "old.xls", saved_as_xml))


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = workbook(tmp_path, [HEADINGS, *CUSTOMERS])
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive, archive.open("xl/media/image.bin", "w") as part:
        for _megabyte in range(150):
            part.write(bytes(1 << 20))
    assert path.stat().st_size < 1 << 20
    assert "safety" in refused(path)


def test_path_tricks_in_a_package_write_and_read_nothing_outside(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    path = workbook(home, [HEADINGS, *CUSTOMERS])
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("../../outside.txt", "outside")
        archive.writestr("/etc/outside.txt", "outside")
        archive.writestr("xl/worksheets/../../../outside.xml", "<x/>")
    before = sorted(tmp_path.rglob("*"))
    assert read(path).tables[0].body == [list(row) for row in CUSTOMERS]
    assert sorted(tmp_path.rglob("*")) == before
    trick = changed_part(
        path, r"workbook\.xml\.rels$", lambda content: content.replace(b"/xl/worksheets", b"/../../../etc/worksheets"),
    )  # fmt: skip
    with pytest.raises(Told):
        read(trick)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.999])
@pytest.mark.parametrize("name", ["list.xlsx", "list.xlsm"])
def test_i15_a_workbook_cut_off_anywhere_is_refused(tmp_path: Path, share: float, name: str) -> None:
    whole = workbook(tmp_path, [HEADINGS, *CUSTOMERS]).read_bytes()
    refused(written(tmp_path, name, whole[: int(len(whole) * share)]))


def test_i15_a_workbook_with_flipped_bytes_is_read_or_refused(tmp_path: Path) -> None:
    whole = workbook(tmp_path, [HEADINGS, *CUSTOMERS]).read_bytes()
    for place in range(40, len(whole), max(1, len(whole) // 60)):
        hurt = whole[:place] + bytes([whole[place] ^ 0x5A]) + whole[place + 1 :]
        try:
            assert read(written(tmp_path, "hurt.xlsx", hurt)).tables
        except Told as told:
            assert "\n" not in told.sentence
