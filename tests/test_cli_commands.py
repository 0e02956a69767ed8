"""Every command over real files: what it answers, with --json and without, and with which exit code."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from sqlcipher3 import dbapi2 as sqlite

from crm_desktop import areas, cli, i18n
from crm_desktop.entity import records
from crm_desktop.entity.query import Condition, ListQuery
from crm_desktop.entity.views import save_view

CUSTOMERS = (
    "Company,Contact,Mobile,E-mail,City,Tax number\n"
    "上海明远贸易有限公司,张伟,154 0013 8000,zhang@mingyuan.example,上海,91990000MA00000012\n"
    "Berglunds snabbköp,Britta Dalvinge,+46 70 174 06 11,britta@berglunds.example,Luleå,\n"
    "Blauer Morgen GmbH,Hanna Lindenquell,+49 171 39200 12,hanna@morgen.example,Mannheim,\n"
)


class Program:
    """Runs commands on one company file and keeps what they say."""

    def __init__(self, folder: Path, capture: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self.file = str(folder / "shop.crm")
        self._capture = capture
        self.code = 0
        self.out = self.err = ""

    def run(self, *words: str | Path) -> str:
        self.code = cli.main([str(word) for word in words])
        captured = self._capture.readouterr()
        self.out, self.err = captured.out, captured.err
        return self.out

    def on(self, command: str, *words: str | Path) -> str:
        return self.run(command, *words, "--file", self.file)

    def json(self, command: str, *words: str | Path) -> Any:
        answer = self.on(command, *words, "--json")
        assert (self.code, self.err) == (0, "")
        return json.loads(answer)

    def list_of(self, name: str, text: str = CUSTOMERS) -> Path:
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return path


@pytest.fixture
def program(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Program:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.setenv(name, "en_GB.UTF-8")
    return Program(tmp_path, capsys)


@pytest.fixture
def filled(program: Program) -> Program:
    program.on("import", program.list_of("customers.csv"))
    assert program.code == 0
    return program


def test_new_makes_a_file_once(program: Program) -> None:
    assert json.loads(program.run("new", program.file, "--json")) == {"file": program.file}
    program.run("new", program.file)
    assert program.code == 1
    assert program.err.count("\n") == 1
    assert "exists already" in program.err


def test_demo_makes_a_company(program: Program) -> None:
    answer = json.loads(program.run("demo", program.file, "--customers", "12", "--seed", "3", "--json"))
    assert answer["records"]["customer"] == 12
    assert len(program.json("list", "customer")) == 12
    program.run("demo", program.folder / "zh.crm", "--customers", "12", "--lang", "zh_CN")
    assert "客户" in program.out


def test_import_makes_the_file_and_reports_in_json(program: Program) -> None:
    answer = program.json("import", program.list_of("customers.csv"))
    (sheet,) = answer["sheets"]
    assert {name: sheet[name] for name in ("kind", "read", "created", "failed", "header_row")} == {
        "kind": "customer", "read": 3, "created": 3, "failed": 0, "header_row": 1,
    }  # fmt: skip
    assert sheet["mapping"]["Company"] == "name"
    assert sheet["read"] == sum(sheet[name] for name in ("created", "updated", "unchanged", "skipped", "failed"))
    assert isinstance(answer["entry"], int) and answer["failed_file"] is None
    assert {"sheet", "encoding", "warnings"} <= sheet.keys()


def test_the_same_list_a_second_time_changes_nothing(filled: Program) -> None:
    before = filled.json("list", "customer")
    answer = filled.json("import", filled.folder / "customers.csv")
    assert answer["entry"] is None
    assert answer["sheets"][0]["unchanged"] == 3
    assert filled.json("list", "customer") == before


def test_fields_and_groups_of_rows_go_their_own_way(filled: Program) -> None:
    _heading, first = CUSTOMERS.splitlines()[:2]
    name = first.split(",")[0]
    revised = filled.list_of("revised.csv", f"Company,City,Remarks\n{name},Elsewhere,\n")
    filled.json("import", revised, "--field-match", "city=overwrite")
    assert filled.json("list", "customer", "--where", f"name={name}")[0]["city"] == "Elsewhere"
    again = filled.list_of("again.csv", f"Company,City\n{name},Third\n")
    differences = filled.json("import", again, "--match", "merge")["sheets"][0]["differences"]
    assert [(one["kept"], one["offered"], one["taken"]) for one in differences] == [("Elsewhere", "Third", "both")]
    blank = filled.list_of("blank.csv", f"Company,City,Phone\n{name},,1\n")
    filled.json("import", blank, "--match", "overwrite", "--clear", "city")
    assert filled.json("list", "customer", "--where", f"name={name}")[0]["city"] is None
    filled.on("import", blank, "--field-match", "city")
    assert filled.code == 2 and "FIELD=WAY" in filled.err
    filled.on("import", blank, "--field-match", "city=burn")
    assert (filled.code, filled.err.count("\n")) == (1, 1)
    orders = filled.list_of("orders.csv", f"Order No,Customer\nA1,{name}\n")
    filled.json("import", orders)
    answer = filled.json("import", orders, "--match", "new", "--numbers", "next")
    assert answer["sheets"][0]["created"] == 1
    assert [one["number"] for one in filled.json("list", "order")] == ["A2", "A1"]


def test_lost_zeros_are_told_and_put_back_on_request(program: Program) -> None:
    rows = "Company,Phone,Postcode\nNorth Ltd,1088889999,10010\nSouth Ltd,021-5555 0123,210000\n"
    path = program.list_of("zeros.csv", rows)
    assert program.json("import", path, "--dry-run")["sheets"][0]["zeros"] == {"Phone": 1, "Postcode": 1}
    program.on("import", path, "--dry-run")
    assert "Phone: 1 cell may have lost a zero at the beginning (1088889999 → 01088889999)." in program.out
    program.json("import", path, "--zeros")
    found = {one["name"]: (one["phone"], one["postcode"]) for one in program.json("list", "customer")}
    assert found == {"North Ltd": ("01088889999", "010010"), "South Ltd": ("021-5555 0123", "210000")}


def test_blanks_are_filled_down_and_what_comes_in_is_tagged_on_request(program: Program) -> None:
    path = program.list_of("people.csv", "Name,Company,Mobile\nAnn Lee,North Ltd,1\nBo Poe,,2\n")
    program.json("import", path, "--into", "contact", "--fill-down", "company", "--tag", "Fair 2026")
    people = program.json("list", "contact")
    assert {(one["name"], one["customer"], one["tags"]) for one in people} == {
        ("Ann Lee", "North Ltd", "Fair 2026"), ("Bo Poe", "North Ltd", "Fair 2026"),
    }  # fmt: skip
    program.on("import", path, "--fill-down", "Shoe size")
    assert program.code == 1 and "no column “Shoe size”" in program.err


def test_a_trial_changes_nothing_and_makes_no_file(program: Program) -> None:
    answer = program.json("import", program.list_of("customers.csv"), "--dry-run")
    assert (answer["sheets"][0]["created"], answer["entry"]) == (3, None)
    assert not Path(program.file).exists()


def test_a_trial_says_that_probable_twins_were_not_looked_for_unless_they_were(program: Program) -> None:
    path, told = program.list_of("customers.csv"), "were not looked for: --near new"
    assert told in program.on("import", path, "--dry-run")
    assert told not in program.on("import", path, "--dry-run", "--near", "new")
    assert told not in program.on("import", path)


def test_a_list_that_cannot_be_read_leaves_no_file_behind(program: Program) -> None:
    program.on("import", program.folder / "missing.xlsx")
    assert program.code == 1 and program.err.count("\n") == 1
    program.list_of("broken.xlsx", "PK\x03\x04 half a workbook")
    program.on("import", program.folder / "broken.xlsx")
    assert program.code == 1 and "Traceback" not in program.err
    assert list(program.folder.glob("shop.crm*")) == []


def test_columns_sheets_and_headings_can_be_named(program: Program) -> None:
    book = Workbook()
    book.active.title = "Notes"
    book.active.append(["nothing here"])
    sheet = book.create_sheet("People")
    for row in (["Our people"], [], ["Who", "Reach", "Shoe"], ["Anna Kelm", "154 0000 1111", 42]):
        sheet.append(row)
    path = program.folder / "people.xlsx"
    book.save(path)
    answer = program.json(
        "import", path, "--into", "contact", "--sheet", "People", "--header", "3",
        "--map", "Who=name", "--map", "Reach=mobile", "--map", "Shoe=custom:Shoe size",
    )  # fmt: skip
    assert answer["sheets"][0]["mapping"] == {"Who": "name", "Reach": "mobile", "Shoe": "custom:Shoe size"}
    (contact,) = program.json("list", "contact")
    assert (contact["name"], contact["mobile"]) == ("Anna Kelm", "154 0000 1111")
    assert 42 in contact.values()


def test_rows_that_stay_out_go_into_a_workbook_that_can_be_mended(program: Program) -> None:
    path = program.list_of("orders.csv", "Order No,Customer,Order date\nA-1,Some GmbH,2026-01-05\nA-2,,2026-01-06\n")
    out = program.folder / "stayed out.xlsx"
    answer = program.json("import", path, "--into", "order", "--failed", out)
    (sheet,) = answer["sheets"]
    assert (sheet["created"], sheet["failed"], answer["failed_file"]) == (1, 1, str(out))
    book = load_workbook(out)
    page = book.active
    assert page["A2"].value == "A-2"
    page["B2"].value = "Other GmbH"
    book.save(out)
    again = program.json("import", out, "--into", "order")
    assert (again["sheets"][0]["created"], again["sheets"][0]["failed"]) == (1, 0)
    assert {one["number"] for one in program.json("list", "order")} == {"A-1", "A-2"}


def test_no_workbook_is_made_where_every_row_came_in(filled: Program) -> None:
    out = filled.folder / "stayed out.xlsx"
    assert filled.json("import", filled.folder / "customers.csv", "--failed", out)["failed_file"] is None
    assert not out.exists()


def test_an_import_stands_though_its_failed_rows_cannot_be_written(program: Program) -> None:
    path = program.list_of("orders.csv", "Order No,Customer\nA-1,Some GmbH\nA-2,\n")
    program.on("import", path, "--into", "order", "--failed", program.folder / "nowhere" / "out.xlsx")
    assert program.code == 1 and program.err.count("\n") == 1
    assert "undo" in program.err
    assert len(program.json("list", "order")) == 1


def test_matching_rows_are_overwritten_only_when_asked(filled: Program) -> None:
    path = filled.list_of("revised.csv", CUSTOMERS.replace("Luleå", "Umeå"))
    answer = filled.json("import", path)
    assert answer["sheets"][0]["updated"] == 0
    assert [(one["kept"], one["offered"]) for one in answer["sheets"][0]["differences"]] == [("Luleå", "Umeå")]
    assert filled.json("import", path, "--match", "overwrite")["sheets"][0]["updated"] == 1
    assert filled.json("list", "customer", "--where", "city=Umeå")[0]["name"] == "Berglunds snabbköp"


def test_list_gives_every_column_by_name(filled: Program) -> None:
    found = {one["name"]: one for one in filled.json("list", "customer")}
    one = found["上海明远贸易有限公司"]
    assert one["tax_number"] == "91990000MA00000012"
    assert one["fax"] is None
    assert one["main_contact"] == "张伟"
    contact = next(one for one in filled.json("list", "contact") if one["name"] == "张伟")
    assert contact["customer"] == "上海明远贸易有限公司"


def test_list_filters_by_name_title_link_blank_and_limit(filled: Program) -> None:
    def names(*words: str) -> list[str]:
        return [one["name"] for one in filled.json("list", *words)]

    assert names("customer", "--where", "city=LULEÅ") == ["Berglunds snabbköp"]
    assert names("customer", "--where", "City=Mannheim") == ["Blauer Morgen GmbH"]
    assert names("contact", "--where", "customer=Blauer Morgen GmbH") == ["Hanna Lindenquell"]
    assert names("customer", "--where", "tax_number=", "--where", "city=Mannheim") == ["Blauer Morgen GmbH"]
    assert names("customer", "--where", "status=Lead", "--limit", "1") == ["Berglunds snabbköp"]
    assert names("customer", "--where", "city=Atlantis") == []


def test_list_for_a_person_is_aligned_though_chinese_is_wide(filled: Program) -> None:
    lines = filled.on("list", "customer").splitlines()
    assert lines[0].split()[:2] == ["id", "Name"]
    assert lines[-1] == "3 customers"
    from crm_desktop.commands.printing import width

    places = {width(line.partition("Lead")[0]) for line in lines[2:-1]}
    assert len(places) == 1


def test_search_says_where_the_words_stand(filled: Program) -> None:
    (customer,) = [one for one in filled.json("search", "mingyuan", "9199") if one["kind"] == "customer"]
    assert customer["title"] == "上海明远贸易有限公司"
    assert customer["why"] == "Name: 上海明远贸易有限公司 · Tax number: 91990000MA00000012"
    assert any(one["why"].endswith("Mobile: 154 0013 8000") for one in filled.json("search", "8000"))
    assert filled.json("search", "%") == []
    filled.on("search", "hanna")
    assert "Hanna Lindenquell" in filled.out


@pytest.mark.parametrize("suffix", [".xlsx", ".csv", ".vcf"])
def test_export_writes_what_was_asked_for(filled: Program, suffix: str) -> None:
    path = filled.folder / f"out{suffix}"
    assert filled.json("export", "customer", path, "--where", "city=Mannheim")["rows"] == 1
    assert path.stat().st_size > 0
    filled.on("export", "customer", path)
    assert filled.out.startswith("3 rows written to")


def test_export_of_everything_is_a_workbook(filled: Program) -> None:
    path = filled.folder / "all.xlsx"
    assert filled.json("export", "everything", path)["rows"] >= 6
    assert load_workbook(path).sheetnames[:3] == ["Read me", "Customers", "Contacts"]


def test_entities_need_no_file(program: Program) -> None:
    found = {one["kind"]: one for one in json.loads(program.run("entities", "--json"))}
    assert list(found) == [entity.name for entity in areas.ENTITIES]
    columns = {one["name"]: one for one in found["customer"]["columns"]}
    assert columns["name"]["required"] and columns["status"]["choices"]["lead"] == "Lead"
    assert not columns["owes"]["importable"]
    program.run("entities")
    assert program.code == 0 and "customer" in program.out


def test_entities_of_a_file_know_its_own_fields(program: Program) -> None:
    program.on("import", program.list_of("p.csv", "Name,Shoe size\nAnna Kelm,42\n"), "--into", "contact",
               "--map", "Shoe size=custom:Shoe size")  # fmt: skip
    contact = next(one for one in program.json("entities") if one["kind"] == "contact")
    assert [one["title"] for one in contact["columns"] if one["custom"]] == ["Shoe size"]


def test_undo_and_redo_across_runs_of_the_program(filled: Program) -> None:
    kinds = [entity.name for entity in areas.ENTITIES]
    after = {kind: filled.json("list", kind) for kind in kinds}
    undone = filled.json("undo")
    assert undone["kept"] == [] and isinstance(undone["entry"], int)
    assert filled.json("list", "customer") == filled.json("list", "contact") == []
    filled.json("redo")
    assert {kind: filled.json("list", kind) for kind in kinds} == after
    filled.on("redo")
    assert (filled.code, filled.err) == (1, "There is nothing to redo.\n")


def test_the_trash_is_listed_restored_from_and_emptied(filled: Program) -> None:
    with areas.open_company(Path(filled.file)) as company:
        records.delete(company, company.entity("customer"), [1, 2])
    found = filled.json("trash")
    assert [one["id"] for one in found if one["kind"] == "customer"] == [2, 1]
    assert filled.json("trash", "--restore", "customer", "1") == {"restored": 1}
    assert sorted(one["id"] for one in filled.json("list", "customer")) == [1, 3]
    assert filled.json("trash", "--empty")["removed"] == len(found) - 1
    assert filled.json("trash") == []
    filled.on("trash", "--restore", "customer", "2")
    assert (filled.code, filled.err) == (1, "customer 2 is not in the trash.\n")


def test_undo_and_redo_of_an_import_that_made_fields(program: Program) -> None:
    path = program.list_of("p.csv", "Name,Mobile,Shoe size\nAnna Kelm,154 0000 1111,42\nUlf Nyman,154 0000 1112,44\n")
    program.on("import", path, "--into", "contact", "--map", "Shoe size=custom:Shoe size")
    before = program.json("list", "contact")
    program.json("undo")
    assert not any(one["custom"] for kind in program.json("entities") for one in kind["columns"])
    program.json("redo")
    assert program.json("list", "contact") == before
    assert program.json("import", path)["entry"] is None
    assert program.on("check") and program.code == 0


def test_undo_of_an_old_entry_keeps_and_lists_what_changed_since(filled: Program) -> None:
    entry = next(one["id"] for one in filled.json("history") if one["title"].startswith("Import"))
    revised = filled.list_of("revised.csv", CUSTOMERS.replace("Luleå", "Umeå"))
    filled.json("import", revised, "--match", "overwrite")
    undone = filled.json("undo", "--entry", str(entry))
    assert {(one["kind"], one["field"]) for one in undone["kept"]} >= {("customer", "city")}
    assert [one["city"] for one in filled.json("list", "customer")] == ["Umeå"]
    filled.on("undo", "--entry", "999")
    assert filled.code == 1


def test_history_of_the_file_and_of_one_record(filled: Program) -> None:
    entries = filled.json("history")
    assert [one["kind"] for one in entries] == ["do", "start"]
    filled.json("import", filled.list_of("r.csv", CUSTOMERS.replace("Luleå", "Umeå")), "--match", "overwrite")
    row = str(next(one["id"] for one in filled.json("list", "customer") if one["city"] == "Umeå"))
    found = filled.json("history", "--of", "customer", row)
    assert found[0]["changes"] == [{"op": "changed", "field": "city", "before": "Luleå", "after": "Umeå"}]
    assert found[-1]["changes"][0]["op"] == "made"
    filled.on("history", "--of", "customer", row)
    assert "city: Luleå → Umeå" in filled.out


def test_check_finds_a_sound_file_sound(filled: Program) -> None:
    assert filled.json("check") == {"file": filled.file, "ok": True, "problems": [], "mended": []}


def test_check_makes_a_spoiled_index_anew(filled: Program) -> None:
    with areas.open_company(Path(filled.file)) as company, company.journal.silently() as connection:
        connection.execute("DELETE FROM search WHERE rowid IN (SELECT rowid FROM search LIMIT 1)")
    answer = filled.json("check")
    assert answer["ok"] and answer["problems"] == [] and len(answer["mended"]) == 1
    filled.on("check")
    assert filled.out == f"{filled.file} is sound.\n"


def test_check_ends_with_one_where_records_are_damaged(filled: Program) -> None:
    with closing(sqlite.connect(filled.file)) as connection:
        connection.execute("UPDATE contact SET customer = 987654")
        connection.commit()
    answer = json.loads(filled.on("check", "--json"))
    assert filled.code == 1 and not answer["ok"] and answer["problems"] and answer["mended"] == []
    assert filled.err.count("\n") == 1


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["list"],
        ["lizt", "customer"],
        ["list", "customer"],
        ["list", "customer", "--file"],
        ["list", "customer", "--file", "x.crm", "--limit", "many"],
        ["list", "customer", "--file", "x.crm", "--colour"],
        ["demo", "x.crm", "--customers", "0"],
        ["demo", "x.crm", "--customers", "1000001"],
        ["demo", "x.crm", "--lang", "klingon"],
        ["import", "x.csv", "--file", "x.crm", "--map", "nothing"],
        ["import", "x.csv", "--file", "x.crm", "--match", "guess"],
        ["import", "x.csv", "--file", "x.crm", "--failed", "out.csv"],
        ["history", "--file", "x.crm", "--of", "customer"],
    ],
)
def test_wrong_usage_ends_with_two(program: Program, words: list[str]) -> None:
    program.run(*words)
    assert program.code == 2
    assert program.err.startswith("Usage: ") and "Traceback" not in program.err
    assert not (Path.cwd() / "x.crm").exists()


@pytest.mark.parametrize(
    "words", [["list", "customer", "--where", "city"], ["history", "--of", "customer", "first"],
              ["export", "everything", "a.xlsx", "--where", "city=x"]],
)  # fmt: skip
def test_wrong_usage_that_needs_the_file_ends_with_two_as_well(filled: Program, words: list[str]) -> None:
    filled.on(*words)
    assert filled.code == 2


@pytest.mark.parametrize(
    "words",
    [
        ["list", "unicorn"],
        ["list", "customer", "--where", "colour=red"],
        ["list", "customer", "--where", "next_on=never"],
        ["export", "customer", "out.docx"],
        ["export", "product", "out.vcf"],
        ["undo", "--entry", "77"],
        ["import", "nowhere.csv"],
    ],
)
def test_a_refusal_is_one_sentence_and_ends_with_one(filled: Program, words: list[str]) -> None:
    filled.on(*words)
    assert filled.code == 1
    assert filled.err.strip() and filled.err.count("\n") == 1
    assert "Traceback" not in filled.err


def test_a_line_is_logged_and_answered_as_data(filled: Program) -> None:
    filled.on("list", "customer", "--limit", "1", "--json")
    row = json.loads(filled.out)[0]["id"]
    filled.on("log", "customer", str(row), "call", "5min", "price", "ok", "next", "tue", "10", "--json")
    assert filled.code == 0
    said = json.loads(filled.out)
    assert (said["type"], said["text"], said["minutes"]) == ("call", "price ok", 5)
    assert (said["next_step"], said["next_at"]) == ("Call again", "10:00")
    filled.on("timeline", "customer", str(row), "--sort", "call", "--json")
    assert [(one["sort"], one["text"]) for one in json.loads(filled.out)][:1] == [("call", "price ok")]
    filled.on("timeline", "customer", str(row), "--out", str(filled.folder / "line.csv"))
    text = (filled.folder / "line.csv").read_text(encoding="utf-8-sig")
    assert filled.code == 0 and "price ok" in text
    filled.on("timeline", "customer", str(row), "--out", str(filled.folder / "line.docx"))
    assert filled.code == 1 and "must end in" in filled.err
    filled.on("log", "customer", "99999", "call")
    assert filled.code == 1 and filled.err.count("\n") == 1


def test_a_next_step_is_ticked_off_and_answered_as_data(filled: Program) -> None:
    filled.on("list", "customer", "--limit", "1", "--json")
    row = json.loads(filled.out)[0]["id"]
    filled.on("log", "customer", str(row), "call", "tomorrow", "send", "samples")
    filled.on("done", "customer", str(row), "arrived", "well", "next", "tue", "10", "--json")
    assert filled.code == 0
    said = json.loads(filled.out)
    assert (said["done"], said["text"], said["next_at"]) == ("send samples", "arrived well", "10:00")
    filled.on("timeline", "customer", str(row), "--sort", "note", "--json")
    assert json.loads(filled.out)[0]["text"] == "send samples: arrived well"
    filled.on("done", "event", "1")
    filled.on("done", "event", "1")
    assert filled.code == 1 and "nothing here to tick off" in filled.err


@pytest.mark.parametrize("command", [command for command in cli.COMMANDS if command not in ("new", "demo", "import")])
def test_a_missing_file_is_said(program: Program, command: str) -> None:
    words = {
        "list": ["customer"],
        "export": ["customer", "a.csv"],
        "search": ["x"],
        "log": ["customer", "1", "call"],
        "done": ["task", "1"],
        "timeline": ["customer", "1"],
        "attach": ["customer", "1", __file__],
        "extract": ["1", "out.bin"],
        "duplicates": ["customer"],
        "merge": ["customer", "1", "2"],
        "phonebook": ["book.pdf"],
        "orgchart": ["1", "chart.svg"],
        "template": ["customer", "empty.xlsx"],
        "letter": ["--template", "x", "--to", "customer", "1"],
        "fax": ["--template", "x", "--to", "customer", "1", "--out", "x.pdf"],
        "visit-sheet": ["1", "--out", "x.pdf"],
        "hand-over": ["--from", "x", "--to", "y"],
    }.get(command, [])
    program.run(command, *words, "--file", str(program.folder / "missing.crm"))
    assert (program.code, program.err.count("\n")) == (1, 1)
    assert "missing.crm" in program.err


def test_what_is_no_company_file_is_said(program: Program) -> None:
    Path(program.file).write_text("just text", encoding="utf-8")
    program.on("list", "customer")
    assert program.code == 1 and program.err.count("\n") == 1


@pytest.mark.parametrize("command", cli.COMMANDS)
def test_every_command_has_help_in_both_languages(program: Program, command: str) -> None:
    english = program.run(command, "--help")
    assert program.code == 0 and english.startswith(f"Usage: crm-desktop {command}")
    chinese = program.run(command, "--help", "--lang", "zh_CN")
    assert chinese.startswith(f"用法：crm-desktop {command}")
    assert "--json" in english and "--json" in chinese


def test_answers_are_in_the_language_asked_for(filled: Program) -> None:
    assert "潜在客户" in filled.on("list", "customer", "--lang", "zh_CN")
    filled.on("list", "unicorn", "--lang=zh_CN")
    assert "unicorn" in filled.err and "There is no" not in filled.err
    assert i18n.language() == "zh_CN"


def test_a_fault_of_the_program_is_one_sentence_and_its_traceback_is_in_the_log(filled: Program) -> None:
    import sqlite3

    from crm_desktop.paths import log_folder

    # A table taken out from under the program: nothing that it knows to name.
    with areas.open_company(Path(filled.file)) as company:
        database = company.file.db.connection()
        database.execute("PRAGMA query_only = OFF")
        database.execute("DROP TABLE journal_entry")
    filled.on("history")
    assert filled.code == 1
    assert filled.err.count("\n") == 1 and "Traceback" not in filled.err
    assert "Traceback" in (log_folder() / "command-line.log").read_text(encoding="utf-8")
    assert sqlite3


def test_an_export_imported_again_changes_nothing(program: Program) -> None:
    program.run("demo", program.file, "--customers", "30")
    for kind in ("customer", "contact", "event", "task", "order", "order_line", "product", "note", "staff", "tag"):
        for suffix in (".xlsx", ".csv"):
            path = program.folder / f"{kind}{suffix}"
            program.json("export", kind, path)
            answer = program.json("import", path, "--into", kind)
            (sheet,) = answer["sheets"]
            assert (answer["entry"], sheet["read"]) == (None, sheet["unchanged"]), (kind, suffix, sheet)
            assert sheet["differences"] == []
            assert not [target for target in sheet["mapping"].values() if str(target).startswith("custom:")]


def test_a_chinese_export_imported_again_changes_nothing(program: Program) -> None:
    program.run("demo", program.file, "--customers", "30", "--lang", "zh_CN")
    for kind in ("customer", "contact", "product", "order"):
        path = program.folder / f"{kind}.xlsx"
        program.json("export", kind, path, "--lang", "zh_CN")
        answer = program.json("import", path, "--into", kind, "--lang", "zh_CN")
        assert answer["entry"] is None, (kind, answer)


@pytest.mark.parametrize(
    ("words", "names"),
    [
        (["city=Luleå|Mannheim"], ["Berglunds snabbköp", "Blauer Morgen GmbH"]),
        (["city!=Luleå", "city!="], ["Blauer Morgen GmbH", "上海明远贸易有限公司"]),
        (["tax_number="], ["Berglunds snabbköp", "Blauer Morgen GmbH"]),
        (["name~GMBH"], ["Blauer Morgen GmbH"]),
        (["name!~gmbh", "name^=Berg"], ["Berglunds snabbköp"]),
        (["created=today", "City=Luleå"], ["Berglunds snabbköp"]),
        (["created=last-year"], []),
        (["created=over-30-days"], []),
        (["contact[name~Hanna]>=1"], ["Blauer Morgen GmbH"]),
        (["contact[name~Hanna]=0"], ["Berglunds snabbköp", "上海明远贸易有限公司"]),
        (["contact=1", "order=0", "note[at=last-30-days;type=call]="],
         ["Berglunds snabbköp", "Blauer Morgen GmbH", "上海明远贸易有限公司"]),
        (["order[open].gross>=1"], []),
        (["ready=leads", "name^=Blau"], ["Blauer Morgen GmbH"]),
        (["--any", "city=Luleå", "name^=Blau"], ["Berglunds snabbköp", "Blauer Morgen GmbH"]),
    ],
    ids=str,
)  # fmt: skip
def test_where_asks_all_that_the_window_asks(filled: Program, words: list[str], names: list[str]) -> None:
    asked = [part for word in words for part in ([word] if word == "--any" else ["--where", word])]
    assert sorted(one["name"] for one in filled.json("list", "customer", *asked)) == names


def test_where_asks_for_fields_of_the_linked_record(filled: Program) -> None:
    assert [one["name"] for one in filled.json("list", "contact", "--where", "customer.city=Luleå")] == [
        "Britta Dalvinge"
    ]
    out = filled.folder / "north.csv"
    assert filled.json("export", "contact", out, "--where", "Customer.City=Luleå")["rows"] == 1


@pytest.mark.parametrize(
    "word", ["city", "=x", "city[open]=1", "contact[nonsense]=1", "contact>=", "created~", "status>=key", "ready=x"]
)
def test_a_filter_that_cannot_be_is_a_wrong_use(filled: Program, word: str) -> None:
    filled.on("list", "customer", "--where", word)
    assert filled.code == 2, (filled.out, filled.err)
    assert filled.err.strip()


def test_the_help_says_how_a_filter_is_written(program: Program) -> None:
    for command in ("list", "export"):
        assert "customer.region=Jiangsu" in program.run(command, "--help")


def test_views_are_shown_used_and_given_away(filled: Program) -> None:
    north = filled.folder / "north.crmview"
    with areas.open_company(Path(filled.file)) as company:
        asked = ListQuery(
            conditions=(Condition("city", "in", ["Luleå", "Mannheim"]),), order=("-name",), columns=("name", "city"),
            group="city",
        )  # fmt: skip
        save_view(company, company.entity("customer"), "North", asked)
    view = filled.json("views")[-1]
    assert {name: view[name] for name in ("kind", "name", "records", "opens_first", "lacking")} == {
        "kind": "customer", "name": "North", "records": 2, "opens_first": False, "lacking": [],
    }  # fmt: skip
    assert "North" in filled.on("views")
    assert [one["city"] for one in filled.json("list", "customer", "--view", "north")] == ["Luleå", "Mannheim"]
    assert len(filled.json("list", "customer", "--view", "North", "--where", "city=Luleå")) == 1
    out = filled.folder / "north.csv"
    filled.json("export", "customer", out, "--view", "North", "--groups")
    assert out.read_text(encoding="utf-8-sig").splitlines()[:2] == ["Name,City", "Luleå (1),"]
    filled.json("views", "--kind", "customer", "--write", "North", north)
    assert filled.json("views", "--read", north)["name"] == "North (2)"
    assert [one["name"] for one in filled.json("views", "--kind", "customers")][-2:] == ["North", "North (2)"]
    assert filled.json("views", "--kind", "order") == []


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["list", "customer", "--view", "Nowhere"], 1), (["views", "--write", "x", "y.crmview"], 2),
        (["views", "--read", "nothing.crmview"], 1), (["views", "--kind", "customer", "--write", "x", "y.txt"], 1),
        (["views", "--read", "a", "--write", "x", "y"], 2), (["export", "everything", "x.xlsx", "--view", "x"], 2),
    ],
)  # fmt: skip
def test_a_view_that_is_not_there_is_told(filled: Program, words: list[str], code: int) -> None:
    filled.on(words[0], *words[1:])
    assert filled.code == code
    assert filled.err.strip()


def test_settings_are_shown_and_changed(program: Program) -> None:
    program.run("new", program.file)
    assert program.json("settings")["country"] == "CN"
    assert "2 settings were changed." in program.on("settings", "country=de", "name=Ann Ltd")
    assert (program.json("settings")["country"], program.json("settings")["name"]) == ("DE", "Ann Ltd")
    program.on("undo")
    assert program.json("settings")["country"] == "CN"
    program.on("settings", "country=Atlantis")
    assert program.code == 1 and program.err.startswith("Country: “ATLANTIS” is none of CN, HK")
    program.on("settings", "country")
    assert program.code == 2
    program.on("settings", "country=")
    assert program.code == 0
