"""Lists written as workbooks, text files and cards hold what the records hold, and can be read again."""

from __future__ import annotations

import csv
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from crm_desktop import i18n
from crm_desktop.entity import custom, records
from crm_desktop.entity.company import Company
from crm_desktop.entity.query import Condition, ListQuery
from crm_desktop.errors import Cancelled, Refused, Trouble
from crm_desktop.exchange.guard import guarded, without_guard
from crm_desktop.exchange.reading import read
from crm_desktop.exchange.writing import export_everything, export_list
from crm_desktop.exchange.writing_sheets import Sheet, write_workbook
from crm_desktop.writing import replacing

TODAY = date(2026, 11, 23)
LONG_NUMBER = "6222020200112233445"


@pytest.fixture
def filled(company: Company) -> Company:
    customer, contact, product = (company.entity(name) for name in ("customer", "contact", "product"))
    first = records.save(
        company,
        customer,
        {
            "name": "=1+1 & <明远贸易>",
            "code": "007",
            "city": "上海",
            "created": "2024-02-29",
            "bank_account": LONG_NUMBER,
            "notes": "=SUM(A1)\nsecond line, with “quotes” and a_x0041_b",
            "tags": ["VIP", "老客户"],
        },
        children={
            "reach": [
                {"type": "mobile", "value": "+86 154 0013 8000"},
                {"type": "mobile", "value": "15400139000"},
                {"type": "email", "value": "buyer@example.com"},
            ]
        },
    )
    records.save(company, customer, {"name": "Berglunds snabbköp", "city": "@Luleå", "created": "0099-01-01"})
    records.save(
        company,
        contact,
        {"name": "张伟", "customer": first, "birthday": "--05-17", "role": "decides"},
        children={"reach": [{"type": "mobile", "value": "15400139001"}, {"type": "wechat", "value": "zhangwei"}]},
    )
    notes = "a; b, c\\d\ne" + "长" * 60
    records.save(company, contact, {"name": "Anna Kelm", "birthday": "1990-05-17", "notes": notes})
    records.save(company, contact, {"name": "李婷", "birthday": "农历08-15"})
    records.save(company, product, {"name": "茶", "price": 123_450, "tax_rate": 1350, "stock": 1500, "minimum": 2000})
    return company


def export(company: Company, kind: str, path: Path, **more: object) -> int:
    return export_list(company, company.entity(kind), path, today=TODAY, **more)  # type: ignore[arg-type]


def cells(path: Path, sheet: int = 0) -> dict[str, list[object]]:
    """The columns of a sheet by heading."""
    made = load_workbook(path).worksheets[sheet]
    return {str(column[0].value): [cell.value for cell in column[1:]] for column in made.iter_cols()}


def test_a_workbook_holds_typed_cells(filled: Company, tmp_path: Path) -> None:
    path = tmp_path / "customers.xlsx"
    assert export(filled, "customer", path) == 2
    sheet = load_workbook(path).active
    headings = [cell.value for cell in sheet[1]]
    row = next(row for row in sheet.iter_rows(min_row=2) if row[0].value != "Berglunds snabbköp")
    by_heading = dict(zip(headings, row, strict=True))
    assert by_heading["Customer number"].value == "007"
    assert by_heading["Customer number"].number_format == "@"
    assert by_heading["Bank account"].value == LONG_NUMBER
    assert by_heading["Customer since"].value == datetime(2024, 2, 29)
    assert by_heading["Customer since"].number_format == "yyyy-mm-dd"
    assert by_heading["Mobile"].value == "+86 154 0013 8000; 15400139000"
    assert by_heading["Tags"].value == "VIP; 老客户"


def test_no_text_becomes_a_formula(filled: Company, tmp_path: Path) -> None:
    path = tmp_path / "customers.xlsx"
    export(filled, "customer", path)
    sheet = load_workbook(path).active
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None} == {"s", "d"}


def test_numbers_are_numbers_with_their_formats(filled: Company, tmp_path: Path) -> None:
    path = tmp_path / "products.xlsx"
    export(filled, "product", path)
    sheet = load_workbook(path).active
    found = {heading.value: cell for heading, cell in zip(sheet[1], sheet[2], strict=True)}
    assert (found["Price"].value, found["Price"].number_format) == (12.345, "#,##0.00##")
    assert (found["Tax rate"].value, found["Tax rate"].number_format) == (13.5, '0.0#"%"')
    assert (found["On hand"].value, found["Minimum order"].value) == (1.5, 2)


def test_the_header_is_bold_frozen_and_filtered(filled: Company, tmp_path: Path) -> None:
    path = tmp_path / "customers.xlsx"
    export(filled, "customer", path)
    sheet = load_workbook(path).active
    assert all(cell.font.bold for cell in sheet[1])
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == f"A1:{sheet.cell(1, sheet.max_column).column_letter}3"
    assert sheet.column_dimensions["A"].width > len("=1+1 & <明远贸易>")


def test_choices_are_offered_in_the_sheet(filled: Company, tmp_path: Path) -> None:
    path = tmp_path / "customers.xlsx"
    export(filled, "customer", path)
    offered = [rule.formula1 for rule in load_workbook(path).active.data_validations.dataValidation]
    assert '"Lead,Customer,Key account,Dormant,Lost"' in offered


def test_blank_columns_are_left_out_and_those_of_the_list_stay(filled: Company, tmp_path: Path) -> None:
    path = tmp_path / "customers.xlsx"
    export(filled, "customer", path)
    headings = list(cells(path))
    assert "Next step" in headings
    assert "Fax" not in headings and "Tax number" not in headings


def test_only_the_columns_asked_for_in_their_order(filled: Company, tmp_path: Path) -> None:
    path = tmp_path / "customers.csv"
    export(filled, "customer", path, columns=["city", "name"])
    assert path.read_text(encoding="utf-8-sig").splitlines()[0] == "City,Name"


def test_a_query_and_ids_choose_the_records(filled: Company, tmp_path: Path) -> None:
    path = tmp_path / "some.csv"
    query = ListQuery(conditions=(Condition("city", "is", "上海"),))
    assert export(filled, "customer", path, query=query) == 1
    assert export(filled, "contact", path, ids=[3, 1], columns=["name"]) == 2
    assert path.read_text(encoding="utf-8-sig").split() == ["Full", "name", "李婷", "张伟"]


def test_custom_fields_are_exported_like_built_in_ones(filled: Company, tmp_path: Path) -> None:
    customer = filled.entity("customer")
    name = custom.add(filled, customer, "Shoe size", "number")
    records.save(filled, customer, {name: 42_500}, row=1)
    path = tmp_path / "customers.xlsx"
    export(filled, "customer", path)
    assert 42.5 in cells(path)["Shoe size"]


@pytest.mark.parametrize("language", ["en", "zh_CN"])
@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
def test_an_export_read_again_gives_the_same_raw_values(
    filled: Company, tmp_path: Path, suffix: str, language: str
) -> None:
    i18n.use(language)
    for entity in filled.entities:
        path = tmp_path / f"{entity.name}{suffix}"
        columns = [name for name, column in filled.columns(entity).items() if column.stored]
        export_list(filled, entity, path, columns=columns, today=TODAY)
        table = read_table(path)
        if table is None:
            continue
        expected = {row: records.read(filled, entity, row) for row in range(1, len(table) + 1)}
        for line in table:
            kinds = {filled.columns(entity)[name].title: filled.columns(entity)[name].kind for name in columns}
            back = {name: kinds[name].read(cell, TODAY) for name, cell in line.items()}
            assert any(
                all(back[filled.columns(entity)[name].title] == shown(filled, entity, name, raw) for name in columns)
                for raw in expected.values()
            ), line


def read_table(path: Path) -> list[dict[str, object]] | None:
    try:
        table = read(path, header=1).tables[0]
    except Refused:
        return None
    return [dict(zip(table.headings, row, strict=True)) for row in table.body]


def shown(company: Company, entity: object, name: str, raw: dict[str, object]) -> object:
    """A stored value as the list has it: a linked record by its title."""
    column = company.columns(entity)[name]  # type: ignore[index,arg-type]
    value = raw[name]
    if type(column.kind).__name__ == "Linked" and value is not None:
        return company.title(company.entity(column.kind.to), int(str(value)))  # type: ignore[attr-defined]
    return value


def test_csv_is_utf8_with_bom_and_guards_formulas(filled: Company, tmp_path: Path) -> None:
    path = tmp_path / "customers.csv"
    export(filled, "customer", path)
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as file:
        found = {row["Name"]: row for row in csv.DictReader(file)}
    row = found["'=1+1 & <明远贸易>"]
    assert row["Mobile"] == "+86 154 0013 8000; 15400139000"
    assert row["Remarks"].startswith("'=SUM(A1)\nsecond line")
    assert row["Customer since"] == "2024-02-29"


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"),
        ("+1+cmd", "'+1+cmd"),
        ("@SUM(1)", "'@SUM(1)"),
        ("\t=1", "'\t=1"),
        ("'=1", "''=1"),
        ("+86 138 0013 8000", "+86 138 0013 8000"),
        ("+1 206 555 0143 x12", "+1 206 555 0143 x12"),
        ("-5", "-5"),
        ("- a list item", "'- a list item"),
        ("O'Neill", "O'Neill"),
        ("", ""),
    ],
)
def test_what_a_spreadsheet_might_run_gets_an_apostrophe(text: str, written: str) -> None:
    assert guarded(text) == written
    assert without_guard(written) == text


@given(st.text())
def test_the_apostrophe_is_taken_off_again(text: str) -> None:
    assert without_guard(guarded(text)) == text


def test_a_text_longer_than_a_cell_is_cut_and_says_so(filled: Company, tmp_path: Path) -> None:
    customer = filled.entity("customer")
    records.save(filled, customer, {"name": "Long", "notes": "字" * 40_000})
    path = tmp_path / "customers.xlsx"
    export(filled, "customer", path)
    (text,) = [str(note) for note in cells(path)["Remarks"] if note and len(str(note)) > 1000]
    assert len(text) == 32_767
    assert "40,000" in text[-100:]
    told: list[str] = []
    assert export(filled, "customer", path, told=told) == 3
    assert told == ["1 text is longer than a cell can be and was cut; a .csv file holds it whole."]
    export(filled, "customer", tmp_path / "customers.csv", told=(none := []))
    export(filled, "contact", tmp_path / "contacts.xlsx", told=none)
    assert none == []
    export(filled, "customer", tmp_path / "customers.csv")
    assert "字" * 40_000 in (tmp_path / "customers.csv").read_text(encoding="utf-8-sig")


def test_emoji_right_to_left_and_control_characters_survive_or_vanish(filled: Company, tmp_path: Path) -> None:
    customer = filled.entity("customer")
    with filled.journal.entry("hostile"):
        filled.execute("UPDATE customer SET notes = ? WHERE id = 1", ("a\x00\x0b👩‍👩‍👧 שלום \ufffe",))
    path = tmp_path / "customers.xlsx"
    export_list(filled, customer, path, ids=[1], columns=["notes"], today=TODAY)
    assert cells(path)["Remarks"] == ["a👩‍👩‍👧 שלום "]


def test_everything_is_a_sheet_for_each_kind_with_records(filled: Company, tmp_path: Path) -> None:
    i18n.use("zh_CN")
    path = tmp_path / "all.xlsx"
    rows = export_everything(filled, path, today=TODAY)
    book = load_workbook(path)
    lists = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"][1:]
    assert [sheet.title for sheet in lists] == [entity.plural for entity in filled.entities if entity.name in
                                                ("customer", "contact", "product", "tier", "stage", "tag")]  # fmt: skip
    assert rows == sum(sheet.max_row - 1 for sheet in lists)
    with pytest.raises(Refused):
        export_everything(filled, tmp_path / "all.csv", today=TODAY)


def test_a_list_longer_than_a_sheet_goes_on_in_the_next(filled: Company, tmp_path: Path) -> None:
    path = tmp_path / "contacts.xlsx"
    contact = filled.entity("contact")
    sheet = Sheet(contact, [1, 2, 3], [filled.column(contact, "name")])
    assert write_workbook(filled, path, [sheet], most=2) == 3
    assert load_workbook(path).sheetnames == ["Contacts", "Contacts (2)"]
    assert cells(path, 0) == {"Full name": ["张伟", "Anna Kelm"]}
    assert cells(path, 1) == {"Full name": ["李婷"]}


def test_cards_can_be_read_again(filled: Company, tmp_path: Path) -> None:
    path = tmp_path / "contacts.vcf"
    assert export(filled, "contact", path) == 3
    assert max(map(len, path.read_bytes().split(b"\r\n"))) <= 75
    found = {row["Full Name"]: row for row in read_table_of_cards(path)}
    assert found["张伟"]["Mobile Phone"] == "15400139001"
    assert found["张伟"]["WeChat"] == "zhangwei"
    assert found["张伟"]["Company"] == "=1+1 & <明远贸易>"
    assert (found["张伟"]["Last Name"], found["张伟"]["First Name"]) == ("张", "伟")
    assert found["Anna Kelm"]["Notes"] == "a; b, c\\d\ne" + "长" * 60
    assert found["Anna Kelm"]["Birthday"] == date(1990, 5, 17)
    assert found["李婷"]["Birthday"] == "农历08-15"


def read_table_of_cards(path: Path) -> list[dict[str, object]]:
    table = read(path).tables[0]
    return [dict(zip(table.headings, row, strict=True)) for row in table.body]


def test_a_company_is_a_card_with_its_organisation(filled: Company, tmp_path: Path) -> None:
    path = tmp_path / "customers.vcf"
    export(filled, "customer", path)
    found = {row["Full Name"]: row for row in read_table_of_cards(path)}
    assert found["Berglunds snabbköp"]["Company"] == "Berglunds snabbköp"
    assert found["=1+1 & <明远贸易>"]["Mobile Phone 2"] == "15400139000"


def test_kinds_without_numbers_are_no_cards(filled: Company, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="Products"):
        export(filled, "product", tmp_path / "products.vcf")
    assert list(tmp_path.glob("*.vcf")) == []


def test_an_unknown_ending_is_refused(filled: Company, tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"\.xlsx, \.csv or \.vcf"):
        export(filled, "customer", tmp_path / "customers.docx")


def test_a_missing_folder_is_said(filled: Company, tmp_path: Path) -> None:
    with pytest.raises(Trouble, match="is not there"):
        export(filled, "customer", tmp_path / "nowhere" / "customers.csv")


@pytest.mark.parametrize("suffix", [".xlsx", ".csv", ".vcf"])
def test_a_cancelled_export_leaves_the_old_file_and_nothing_else(filled: Company, tmp_path: Path, suffix: str) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    path = folder / f"customers{suffix}"
    path.write_bytes(b"old")
    with pytest.raises(Cancelled):
        export(filled, "customer", path, cancelled=lambda: True)
    assert [file.name for file in folder.iterdir()] == [path.name]
    assert path.read_bytes() == b"old"


def test_a_full_disk_is_said_and_leaves_nothing(filled: Company, tmp_path: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("needs /dev/full")
    path = tmp_path / "out.csv"
    with pytest.raises(Trouble, match="disk is full"), replacing(path), Path("/dev/full").open("wb", 0) as full:
        full.write(b"x")
    assert not path.exists() and list(tmp_path.glob(".*part")) == []


def test_progress_counts_to_the_end(filled: Company, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    export(filled, "customer", tmp_path / "c.xlsx", progress=lambda done, total: told.append((done, total)))
    assert told[0] == (0, 2)
    assert told[-1] == (2, 2)


def test_an_empty_list_is_a_heading_row(company: Company, tmp_path: Path) -> None:
    for suffix in (".xlsx", ".csv"):
        path = tmp_path / f"empty{suffix}"
        assert export(company, "customer", path) == 0
    assert next(iter(cells(tmp_path / "empty.xlsx"))) == "Name"
