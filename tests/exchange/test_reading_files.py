"""A file is taken for what it holds, not for its name; what is no list is refused in one sentence."""

from __future__ import annotations

import io
import os
import random
import shutil
import time
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm_desktop.errors import Refused, Told, Trouble
from crm_desktop.exchange.reading import read, read_text
from tests.exchange.binary_sheets import xls, xlsb
from tests.exchange.reading_files import CUSTOMERS, HEADINGS, changed_part, csv_text, ods, only, workbook, written


def xml_2003(rows: list[list[str]]) -> str:
    cells = "".join(
        "<Row>" + "".join(f'<Cell><Data ss:Type="String">{cell}</Data></Cell>' for cell in row) + "</Row>"
        for row in rows
    )
    return (
        '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
        '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
        'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="客户"><Table>'
        f"{cells}</Table></Worksheet></Workbook>"
    )


def html(rows: list[list[str]]) -> str:
    cells = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    head = "<head><meta charset='gb2312'><title>客户</title></head>"
    return f"<html>{head}<body><table border=1>{cells}</table></body></html>"


MACROS = b"ms-excel.sheet.macroEnabled.main"


@pytest.mark.parametrize(
    "name",
    ["list.csv", "list.txt", "list.tsv", "list.xls", "list.xlsx", "list.xlsm", "list.xlsb", "list.ods", "list.et",
     "list.vcf", "list", "list.doc"],
)  # fmt: skip
@pytest.mark.parametrize("kind", ["xlsx", "xlsm", "csv", "tsv", "html", "ods", "xml", "xls", "xlsb"])
def test_i01_every_kind_opens_under_every_name(tmp_path: Path, kind: str, name: str) -> None:
    rows = [HEADINGS, *CUSTOMERS]
    if kind == "xlsx":
        path = workbook(tmp_path, rows, "made.xlsx")
    elif kind == "ods":
        path = ods(tmp_path, rows)
    elif kind == "xlsm":
        path = changed_part(
            workbook(tmp_path, rows, "made.xlsx"), "Content_Types",
            lambda part: part.replace(b"openxmlformats-officedocument.spreadsheetml.sheet.main", MACROS),
        )  # fmt: skip
    elif kind in ("xls", "xlsb"):
        path = xls(tmp_path / "made", rows) if kind == "xls" else xlsb(tmp_path / "made", rows)
    else:
        content = {"csv": csv_text(rows), "tsv": csv_text(rows, "\t"), "html": html(rows), "xml": xml_2003(rows)}[kind]
        path = written(tmp_path, "made", content, "gb18030" if kind == "html" else "utf-8")
    path = path.rename(tmp_path / name)
    source = read(path)
    assert source.kind == {"tsv": "csv", "xlsm": "xlsx"}.get(kind, kind)
    assert source.tables[0].headings == HEADINGS
    assert source.tables[0].body == CUSTOMERS
    assert source.tables[0].row_number(0) == 2


def test_i01_cells_pasted_from_a_spreadsheet_open(tmp_path: Path) -> None:
    source = read_text(csv_text([HEADINGS, *CUSTOMERS], "\t"))
    assert (source.path, source.kind) == (None, "csv")
    assert source.tables[0].headings == HEADINGS
    assert source.tables[0].body == CUSTOMERS


def test_pasted_cells_need_text() -> None:
    with pytest.raises(Refused, match="clipboard"):
        read_text("  \n ")


def test_a_pasted_card_is_read_as_a_card() -> None:
    source = read_text("BEGIN:VCARD\nVERSION:3.0\nFN:张三\nTEL;TYPE=cell:13800138000\nEND:VCARD\n")
    assert source.kind == "vcf"
    assert source.tables[0].body == [["张三", "13800138000"]]


def test_i01_cards_open_under_every_name(tmp_path: Path) -> None:
    card = "BEGIN:VCARD\nVERSION:3.0\nFN:张三\nTEL;TYPE=cell:13800138000\nEND:VCARD\n"
    for name in ("cards.vcf", "cards.csv", "cards.txt", "cards.xlsx", "cards.et", "cards"):
        source = read(written(tmp_path, name, card))
        assert (source.kind, source.tables[0].body) == ("vcf", [["张三", "13800138000"]]), name


HELD = {
    "~$list.xlsx": b"\x03Zha".ljust(55, b" ")[:54] + b"\x02\x00" + "张三".encode("utf-16-le") + b" \x00" * 50,
    ".~lock.list.xlsx#": "张三,zhang,laptop,05.03.2024 10:00,file:///home/zhang/.config;".encode(),
}


@pytest.mark.parametrize("mark", HELD)
def test_i02_who_holds_a_file_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mark: str) -> None:
    path = workbook(tmp_path, [HEADINGS, *CUSTOMERS])
    written(tmp_path, mark, HELD[mark])
    assert only(path).body == CUSTOMERS, "a file that another program has open is read as long as it can be"
    given = Path.read_bytes

    def locked(self: Path) -> bytes:
        if self == path:
            raise PermissionError(13, "sharing violation")
        return given(self)

    monkeypatch.setattr(Path, "read_bytes", locked)
    with pytest.raises(Trouble, match=r"“list\.xlsx” cannot be opened: 张三 has it open") as told:
        read(path)
    assert "\n" not in told.value.sentence
    (tmp_path / mark).unlink()
    with pytest.raises(Trouble, match="another program holds it"):
        read(path)


def test_i02_ten_rows_open_at_once(tmp_path: Path) -> None:
    path = workbook(tmp_path, [HEADINGS, *CUSTOMERS, *CUSTOMERS, *CUSTOMERS])
    begun = time.process_time()
    assert [len(table.body) for table in read(path).tables] == [3 * len(CUSTOMERS)]
    assert time.process_time() - begun < 1


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"", "empty"),
        (b"\r\n  \n", "empty"),
        (b"\xef\xbb\xbf\r\n", "no rows"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "PDF"),
        (b"\x89PNG\r\n\x1a\n" + bytes(64), "picture"),
        (b"\xff\xd8\xff\xe0" + bytes(64), "picture"),
        (b"MZ\x90\x00\x03" + bytes(200), "program"),
        (b"SQLite format 3\x00" + bytes(200), "database"),
        (b"{\\rtf1\\ansi hello}", "RTF"),
        (b"\x1f\x8b\x08\x00" + bytes(50), "archive"),
        (b'{"customers": [1, 2]}', "JSON"),
        (b"<?xml version='1.0'?><Invoice xmlns='urn:x'/>", "XML"),
        (b"BEGIN:VCALENDAR\r\nEND:VCALENDAR", "calendar"),
        (
            b"From: A <a@x.example>\r\nTo: b@x.example\r\nSubject: Tea\r\n and more\r\nMIME-Version: 1.0\r\n\r\nHi",
            "e-mail",
        ),
        (b"OFXHEADER:100\r\nDATA:OFXSGML", "OFX"),
        (b"<html><body><p>No list here</p></body></html>", "without a table"),
        (bytes(range(256)) * 20, "no text"),
        (b"PK\x03\x04 and then nothing", "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "WordDocument".encode("utf-16-le"), "Word"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "Workbook".encode("utf-16-le"), "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "password"),
    ],
)
def test_i15_what_is_no_list_is_refused_by_its_name(tmp_path: Path, content: bytes, word: str) -> None:
    path = written(tmp_path, "客户 list.xlsx", content)
    with pytest.raises(Refused, match=word) as refusal:
        read(path)
    assert "客户 list.xlsx" in refusal.value.sentence
    assert "\n" not in refusal.value.sentence


@pytest.mark.parametrize("part", ["word/document.xml", "ppt/presentation.xml", "photos/1.jpg", "Index/Document.iwa"])
def test_i15_another_package_renamed_is_refused(tmp_path: Path, part: str) -> None:
    path = tmp_path / "list.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(part, "x")
    with pytest.raises(Refused, match=r"Word|presentation|archive|Apple"):
        read(path)


@pytest.mark.parametrize("share", [0.05, 0.3, 0.6, 0.9, 0.99])
def test_i15_half_a_workbook_is_refused(tmp_path: Path, share: float) -> None:
    whole = workbook(tmp_path, [HEADINGS, *CUSTOMERS * 50]).read_bytes()
    with pytest.raises(Refused, match="half there"):
        read(written(tmp_path, "half.xlsx", whole[: int(len(whole) * share)]))


def test_i15_a_protected_workbook_asks_for_its_password(tmp_path: Path) -> None:
    msoffcrypto = pytest.importorskip("msoffcrypto.format.ooxml")
    plain = workbook(tmp_path, [HEADINGS, *CUSTOMERS])
    path = tmp_path / "protected.xlsx"
    with plain.open("rb") as content, path.open("wb") as protected:
        msoffcrypto.OOXMLFile(content).encrypt("明远2024", protected)
    with pytest.raises(Refused, match="protected by a password") as refusal:
        read(path)
    assert refusal.value.field == "password"
    with pytest.raises(Refused, match="not right"):
        read(path, password="wrong")
    assert only(path, password="明远2024").body == CUSTOMERS


def test_a_folder_a_missing_file_and_a_lock_mark_are_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="is a folder"):
        read(tmp_path)
    with pytest.raises(Refused, match="is not there"):
        read(tmp_path / "gone.xlsx")
    with pytest.raises(Refused, match=r"Choose “list\.xlsx” itself"):
        read(written(tmp_path, "~$list.xlsx", b"\x05owner"))


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="this user may read everything")
def test_a_file_that_may_not_be_read_is_trouble(tmp_path: Path) -> None:
    path = written(tmp_path, "list.csv", "a,b\n1,2\n")
    path.chmod(0)
    with pytest.raises(Trouble, match="cannot be opened"):
        read(path)


def test_a_name_that_no_system_takes_is_told(tmp_path: Path) -> None:
    with pytest.raises(Told):
        read(tmp_path / ("x" * 5000))


def test_an_empty_workbook_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="holds no rows"):
        read(workbook(tmp_path, []))


def test_a_part_that_unpacks_without_end_is_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path, [HEADINGS])
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet2.xml", b" " * (120 << 20))
    with pytest.raises(Refused, match="unpack"):
        read(path)


def test_declared_entities_are_refused(tmp_path: Path) -> None:
    bomb = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "cccccccc">]>'
    path = changed_part(workbook(tmp_path, [HEADINGS]), "sheet1", lambda part: bomb + part[part.index(b"<worksheet") :])
    with pytest.raises(Refused, match="for safety"):
        read(path)
    with pytest.raises(Refused, match="for safety"):
        read(
            written(
                tmp_path, "old.xls", xml_2003([HEADINGS]).replace("?><?mso", '?><!DOCTYPE x [<!ENTITY a "b">]><?mso')
            )
        )


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(tmp_path: Path, content: bytes) -> None:
    path = written(tmp_path, "any.csv", content)
    try:
        source = read(path)
    except Told:
        return
    for table in source.tables:
        assert all(len(row) == len(table.headings) for row in table.body)


def test_a_damaged_workbook_is_read_or_refused(tmp_path: Path) -> None:
    whole = workbook(tmp_path, [HEADINGS, *CUSTOMERS * 20]).read_bytes()
    chance = random.Random(5)
    for _attempt in range(60):
        content = bytearray(whole)
        for _place in range(chance.choice((1, 5, 40))):
            content[chance.randrange(len(content))] = chance.randrange(256)
        try:
            read(written(tmp_path, "damaged.xlsx", bytes(content)))
        except Told as told:
            assert "damaged.xlsx" in told.sentence


def test_reading_leaves_the_file_alone(tmp_path: Path) -> None:
    path = workbook(tmp_path, [HEADINGS, *CUSTOMERS])
    copy = shutil.copy2(path, tmp_path / "copy.xlsx")
    read(path)
    assert path.read_bytes() == Path(copy).read_bytes()
    assert path.stat().st_mtime_ns == Path(copy).stat().st_mtime_ns


def test_progress_ends_at_its_end(tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    read(workbook(tmp_path, [HEADINGS], more=[HEADINGS]), progress=lambda done, of: seen.append((done, of)))
    assert seen == [(0, 2), (1, 2), (2, 2)]
    seen.clear()
    read(written(tmp_path, "a.csv", io.StringIO("a,b\n1,2").read()), progress=lambda done, of: seen.append((done, of)))
    assert seen[-1] == (1, 1)
