"""Everything, written as one workbook with its folder of files, makes an empty company file the same company again."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from crm_desktop import cli, demo, i18n
from crm_desktop.areas import open_company
from crm_desktop.entity import custom, records
from crm_desktop.entity.attachments import attach_bytes
from crm_desktop.entity.company import Company
from crm_desktop.entity.content import content_hash
from crm_desktop.errors import Cancelled, Refused, Told, Trouble
from crm_desktop.exchange.restoring import is_empty, is_whole, restore
from crm_desktop.exchange.wholecells import packed, pieces, unpacked
from crm_desktop.exchange.writing import export_everything
from crm_desktop.exchange.writing_whole import folder_of
from crm_desktop.store import blobs
from crm_desktop.store.undo import redo, undo
from tests.every_entity.filling import snapshot
from tests.exchange.lists import bring
from tests.fresh import fresh_company

TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 9, 30)
ODD = [
    "=1+1", "'=1", "+86 154 0013 8000", "@x", "-", "\tTab", "a\r\nb\rc\nd", "  blanks  ", "_x000D_", "json:1",
    "pieces:1", "007", "1.5e3", "TRUE", "#N/A", "\u200fשלום", "👩‍👩‍👧 𠮷", "e\u0301", "\ufeffmark", "a\x0b\x1f\ufffe",
    "\u2028", "<&>\"'",
    "长" * 33_000, "\x01" * 12_000, "12345678901234567890", "2026-02-30", "",
]  # fmt: skip


@pytest.fixture(scope="module", params=["en", "zh_CN"])
def built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Company]]:
    path = tmp_path_factory.mktemp("whole") / "demo.crm"
    demo.build(path, customers=60, lang=request.param, today=TODAY)
    with open_company(path) as made:
        yield request.param, made


@pytest.fixture
def odd(odd_file: Path, tmp_path: Path) -> Iterator[Company]:
    """A company of odd texts, fields of its own, tags, views, settings, files, gaps between ids."""
    with open_company(shutil.copyfile(odd_file, tmp_path / "company.crm")) as made:
        yield made


@pytest.fixture(scope="module")
def odd_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of the odd company, made once."""
    i18n.use("en")
    path = tmp_path_factory.mktemp("odd") / "odd.crm"
    with fresh_company(path) as company:
        _fill_with_oddities(company)
    return path


def _fill_with_oddities(company: Company) -> None:
    customer, note = company.entity("customer"), company.entity("note")
    size = custom.add(company, customer, "Schuhgröße", "number")
    grade = custom.add(company, customer, "等级", "choice", ["甲", "=乙"])
    gone = records.save(company, customer, {"name": "Gone Ltd"})
    rows = [
        records.save(company, customer, {"name": f"Odd {at}", size: at * 1500, grade: "=乙", "tags": ["VIP", f"t{at}"]},
                     children={"reach": [{"type": "mobile", "value": "+86 154 0013 8000"}]})
        for at in range(len(ODD))
    ]  # fmt: skip
    with company.journal.entry("odd"):
        for row, text in zip(rows, ODD, strict=True):
            company.execute("UPDATE customer SET notes = ?, city = ? WHERE id = ?", (text, text or None, row))
    records.save(company, note, {"text": "About", "kind": "customer", "row": rows[3], "at": "2026-11-20T10:00:00"})
    with company.journal.entry("view"):
        company.execute(
            "INSERT INTO saved_view (kind, name, spec, position) VALUES ('customer', '我的', ?, 1)",
            (json.dumps({"words": "=1"}),),
        )
    company.set_setting("name", "明远 & Söhne")
    records.delete(company, customer, [gone])
    for name in ("合同.txt", "../../evil.txt", "CON"):
        attach_bytes(company, customer, rows[0], name, b"the same\x00 bytes", now=NOW)
    attach_bytes(company, customer, rows[1], "large.bin", bytes(range(256)) * 9000, now=NOW)


def returned(company: Company, path: Path, target: Path) -> Company:
    """The company as it comes back from its workbook."""
    export_everything(company, path, today=TODAY)
    made = fresh_company(target)
    restore(made, path)
    return made


def test_w15_the_demo_company_comes_back_identical(built: tuple[str, Company], tmp_path: Path) -> None:
    language, company = built
    i18n.use(language)
    path = tmp_path / "all.xlsx"
    export_everything(company, path, today=TODAY)
    i18n.use("en" if language == "zh_CN" else "zh_CN")  # read in another language than it was written in
    with fresh_company(tmp_path / "back.crm") as made:
        assert content_hash(made) != content_hash(company) and is_empty(made)
        restore(made, path)
        assert content_hash(made) == content_hash(company)
        assert snapshot(made) == snapshot(company)
        assert made.check() == [] and made.setting("currency") == company.setting("currency")


def test_w15_odd_texts_own_fields_views_tags_and_files_come_back(odd: Company, tmp_path: Path) -> None:
    expected, before = content_hash(odd), snapshot(odd)
    made = returned(odd, tmp_path / "all.xlsx", tmp_path / "back.crm")
    assert content_hash(made) == expected
    assert snapshot(made) == before
    assert made.check() == []
    hashes = {row[0] for row in made.execute("SELECT hash FROM attachment")}
    assert blobs.missing(made.file.db.connection(), hashes) == set()
    made.close()


def test_w15_what_comes_back_can_be_undone_and_done_again(odd: Company, tmp_path: Path) -> None:
    export_everything(odd, tmp_path / "all.xlsx", today=TODAY)
    with fresh_company(tmp_path / "back.crm") as made:
        empty = content_hash(made)
        restore(made, tmp_path / "all.xlsx")
        full = content_hash(made)
        undo(made.journal)
        assert content_hash(made) == empty
        redo(made.journal)
        assert content_hash(made) == full and made.check() == []


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_w15_a_person_can_read_the_workbook(odd: Company, tmp_path: Path, language: str) -> None:
    i18n.use(language)
    path = tmp_path / "all.xlsx"
    export_everything(odd, path, today=TODAY)
    book = load_workbook(path)
    shown = [page.title for page in book.worksheets if page.sheet_state == "visible"]
    assert shown[0] == {"en": "Read me", "zh_CN": "说明"}[language]
    assert odd.entity("customer").plural in shown and not any(name.startswith("crm.") for name in shown)
    told = "\n".join(str(cell.value or "") for cell in book.worksheets[0]["A"])
    assert "明远 & Söhne" in told and folder_of(path).name in told and odd.entity("note").plural in told
    files = sorted(file for file in folder_of(path).rglob("*") if file.is_file())
    assert len(files) == 4 and files[0].read_bytes() == b"the same\x00 bytes"
    assert all(file.resolve().is_relative_to(folder_of(path).resolve()) for file in files)


def test_w15_into_a_filled_file_it_is_matched_like_any_list(built: tuple[str, Company], tmp_path: Path) -> None:
    language, company = built
    i18n.use(language)
    path = tmp_path / "all.xlsx"
    rows = export_everything(company, path, today=TODAY)
    before = content_hash(company)
    assert is_whole(path) and not is_empty(company)
    with pytest.raises(Refused, match=company.path.name):
        restore(company, path)
    report = bring(company, path)
    assert (report.total("read"), report.total("unchanged"), report.entry) == (rows, rows, None)
    assert content_hash(company) == before


def test_w15_stopping_or_a_fault_leaves_no_half_file(odd: Company, tmp_path: Path) -> None:
    path = tmp_path / "all.xlsx"
    for moment in (1, 3, 5):
        asked = iter(range(1000))
        with pytest.raises(Cancelled):
            export_everything(odd, path, today=TODAY, cancelled=lambda: next(asked) >= moment)  # noqa: B023
        assert sorted(file.name for file in tmp_path.iterdir() if "all" in file.name or "part" in file.name) == []
    export_everything(odd, path, today=TODAY)
    with fresh_company(tmp_path / "back.crm") as made:
        before = content_hash(made)
        for moment in (1, 4, 9):
            asked = iter(range(1000))
            with pytest.raises(Cancelled):
                restore(made, path, cancelled=lambda: next(asked) >= moment)  # noqa: B023
            assert content_hash(made) == before and is_empty(made)
            assert not [one for one in made.columns(made.entity("customer")).values() if one.custom]
        restore(made, path)
        assert content_hash(made) == content_hash(odd)


def test_w15_a_missing_a_changed_or_a_stray_file_is_told(odd: Company, tmp_path: Path) -> None:
    path = tmp_path / "all.xlsx"
    export_everything(odd, path, today=TODAY)
    (file,) = folder_of(path).rglob("*large.bin")
    content = file.read_bytes()
    with fresh_company(tmp_path / "back.crm") as made:
        before = content_hash(made)
        file.write_bytes(content[:-1] + b"!")
        with pytest.raises(Trouble, match=r"large\.bin"):
            restore(made, path)
        file.unlink()
        with pytest.raises(Trouble, match=r"large\.bin"):
            restore(made, path)
        changed_cell(path, "crm.-files", 4, 3, "../../../etc/passwd")
        file.write_bytes(content)
        with pytest.raises(Told):
            restore(made, path)
        assert content_hash(made) == before


def changed_cell(path: Path, sheet: str, row: int, column: int, value: object) -> None:
    book = load_workbook(path)
    number = row if row > 0 else book[sheet].max_row
    book[sheet].cell(number + (1 if row > 0 else 0), column).value = value  # type: ignore[union-attr]
    book.save(path)


@pytest.mark.parametrize(
    ("sheet", "row", "column", "value"),
    [
        ("crm.customer", 1, 1, None),
        ("crm.customer", 1, 3, "other"),
        ("crm.customer", 0, 1, "no such column"),
        ("crm.-about", 1, 2, 99),
        ("crm.custom_field", 1, 4, "evil) ; DROP TABLE customer"),
        ("crm.customer", 1, 2, "json:{"),
        ("crm.customer", 1, 2, "pieces:77"),
    ],
)
def test_w15_a_damaged_or_newer_workbook_is_refused(
    odd: Company, tmp_path: Path, sheet: str, row: int, column: int, value: object
) -> None:
    path = tmp_path / "all.xlsx"
    export_everything(odd, path, today=TODAY)
    book = load_workbook(path)
    book[sheet].cell(row + 1, column).value = value
    book.save(path)
    with fresh_company(tmp_path / "back.crm") as made:
        before = content_hash(made)
        with pytest.raises(Told):
            restore(made, path)
        assert content_hash(made) == before and made.check() == []


def test_w15_a_spreadsheet_program_may_have_saved_it(odd: Company, tmp_path: Path) -> None:
    path = tmp_path / "all.xlsx"
    export_everything(odd, path, today=TODAY)
    book = load_workbook(path)
    book.save(path)
    with fresh_company(tmp_path / "back.crm") as made:
        restore(made, path)
        assert content_hash(made) == content_hash(odd)


def test_w15_the_command_line_leaves_and_comes_back(
    odd: Company, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source, back, book = str(odd.path), str(tmp_path / "back.crm"), str(tmp_path / "all.xlsx")
    odd.close()
    assert cli.main(["export", "everything", book, "--file", source]) == 0
    assert cli.main(["import", book, "--file", back]) == 0
    hashes = []
    for file in (source, back):
        capsys.readouterr()
        assert cli.main(["check", "--content-hash", "--json", "--file", file]) == 0
        hashes.append(json.loads(capsys.readouterr().out)["content_hash"])
    assert hashes[0] == hashes[1]


@given(st.one_of(st.none(), st.text(), st.integers(-(2**63), 2**63 - 1), st.floats(allow_nan=False), st.binary()))
def test_w15_any_value_comes_out_of_its_cell_as_it_went_in(value: object) -> None:
    cell = packed(value)
    read = float(cell) if isinstance(cell, int) else cell  # a sheet knows numbers only
    if isinstance(cell, str):
        read = "".join(pieces(cell))
    back = unpacked(read)
    assert back == value and type(back) is type(value)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    texts=st.lists(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60), max_size=5, unique=True)
)
def test_w15_any_text_comes_back_in_a_real_workbook(tmp_path_factory: pytest.TempPathFactory, texts: list[str]) -> None:
    folder = tmp_path_factory.mktemp("any")
    with fresh_company(folder / "from.crm") as company:
        with company.journal.entry("texts"):
            for text in texts:
                company.execute("INSERT INTO setting (key, value) VALUES (?, ?)", (text, text[::-1]))
        expected = content_hash(company)
        export_everything(company, folder / "all.xlsx", today=TODAY)
    with fresh_company(folder / "back.crm") as made:
        restore(made, folder / "all.xlsx")
        assert content_hash(made) == expected


def test_w15_texts_of_emoji_fit_into_the_cells_of_a_spreadsheet(company: Company, tmp_path: Path) -> None:
    """A spreadsheet counts an emoji as two of the 32,767 characters of a cell, and mends what has more."""
    customer = company.entity("customer")
    for text in ("😀" * 17_000, "a" + "😀" * 40_000):
        records.save(company, customer, {"name": "Ann Ltd", "notes": text})
    path = tmp_path / "all.xlsx"
    expected = content_hash(company)
    export_everything(company, path, today=TODAY)
    book = load_workbook(path)
    texts = [cell for page in book for line in page.iter_rows(values_only=True) for cell in line if cell is not None]
    assert max(len(str(text).encode("utf-16-le")) // 2 for text in texts) == 32_767
    company.close()
    with fresh_company(tmp_path / "back.crm") as made:
        restore(made, path)
        assert content_hash(made) == expected
        report = bring(made, path, match="overwrite")
        assert (report.total("updated"), content_hash(made)) == (0, expected), "a cut text overwrites no whole one"


TITLES = ["A" * 60, "[]:*?/\\", "=f", "_x0041_", "😀" * 40, "crm.customer", "a\nb", "长" * 300]


@pytest.mark.parametrize("title", TITLES)
def test_w15_fields_of_any_title_come_back(company: Company, tmp_path: Path, title: str) -> None:
    customer = company.entity("customer")
    name = custom.add(company, customer, title, "choice", ["甲, 乙", "=x", "_x0041_"])
    for at, word in enumerate(("=x", "_x0041_", "甲, 乙")):
        records.save(company, customer, {"name": f"Ann {at}", "code": f"{at}", name: word})
    expected, path = content_hash(company), tmp_path / "all.xlsx"
    export_everything(company, path, today=TODAY)
    assert bring(company, path, match="overwrite").entry is None and content_hash(company) == expected
    company.close()
    with fresh_company(tmp_path / "back.crm") as made:
        restore(made, path)
        assert content_hash(made) == expected
