"""Import profiles from the command line: saved, used, listed, renamed, deleted."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from crm_desktop import cli
from crm_desktop.areas import open_company
from crm_desktop.exchange.profiles import profiles_of
from tests.exchange.lists import Rows, all_of, csv_file, xlsx_file

FIRST: Rows = [("Lieferant", "Ruf", "Merker"), ("Probe Nord GmbH", "0221 5550001", "rot")]
SECOND: Rows = [("MERKER", "Lieferant", "Ort"), ("blau", "Probe Nord GmbH", "Bonn"), ("grün", "Probe Ost GmbH", "Köln")]
MEANT = ("--map", "Lieferant=name", "--map", "Ruf=phone", "--map", "Merker=region")


class Shell:
    """Runs commands on one company file."""

    def __init__(self, folder: Path, capture: pytest.CaptureFixture[str]) -> None:
        self.folder, self._capture = folder, capture
        self.file = folder / "shop.crm"
        self.out = self.err = ""

    def run(self, *words: str | Path) -> int:
        code = cli.main([*map(str, words), "--file", str(self.file), "--lang", "en"])
        self.out, self.err = self._capture.readouterr()
        return code

    def json(self, *words: str | Path) -> Any:
        assert self.run(*words, "--json") == 0, self.err
        return json.loads(self.out)

    def records(self) -> list[dict[str, Any]]:
        with open_company(self.file) as company:
            return all_of(company, "customer")

    def profiles(self) -> list[str]:
        with open_company(self.file) as company:
            return [one.name for one in profiles_of(company)]


@pytest.fixture
def shell(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Shell:
    return Shell(tmp_path, capsys)


@pytest.fixture
def first(shell: Shell) -> Shell:
    """The first list is brought in and its profile saved."""
    path = csv_file(shell.folder, FIRST)
    answer = shell.json("import", path, "--into", "customer", *MEANT, "--match", "overwrite", "--save-profile", "Fair")
    assert answer["saved_profile"] == "Fair"
    return shell


def test_i42_a_profile_is_saved_and_used_from_the_command_line(first: Shell) -> None:
    answer = first.json("import", csv_file(first.folder, SECOND, "second.csv"), "--profile", "fair")
    (sheet,) = answer["sheets"]
    assert sheet["mapping"] == {"MERKER": "region", "Lieferant": "name", "Ort": "city"}
    assert (sheet["created"], sheet["updated"]) == (1, 1)
    assert answer["profile"] == "Fair"
    assert answer["profile_misfits"] == [{"sheet": "second.csv", "lacking": ["Ruf"], "unknown": ["Ort"], "gone": []}]
    assert [one["region"] for one in first.records()] == ["blau", "grün"]


def test_i42_options_count_before_the_profile(first: Shell) -> None:
    path = csv_file(first.folder, SECOND, "second.csv")
    assert first.run("import", path, "--profile", "Fair", "--match", "skip", "--map", "Ort=region", "--dry-run") == 0
    assert "Import profile “Fair”: not in this list: Ruf; not in the profile, so left as understood: Ort." in first.out
    assert "Ort → region" in first.out and "MERKER → custom:MERKER" not in first.out
    assert first.run("import", path, "--profile", "Fair", "--match", "skip") == 0
    assert [one["region"] for one in first.records()] == ["rot", "grün"]


def test_i42_a_profile_takes_the_place_of_one_of_its_name_and_undo_brings_that_back(first: Shell) -> None:
    before = first.json("profiles")
    path = csv_file(first.folder, SECOND, "second.csv")
    assert first.run("import", path, "--profile", "Fair", "--save-profile", "FAIR", "--tag", "2026") == 0
    assert "Import profile “FAIR” replaced" in first.out
    assert [one["heading"] for one in first.json("profiles")[0]["columns"]] == ["MERKER", "Lieferant", "Ort"]
    assert (first.run("undo"), first.run("undo")) == (0, 0)
    assert first.json("profiles") == before
    assert len(first.records()) == 1


def test_i42_profiles_are_listed_renamed_and_deleted(shell: Shell, tmp_path: Path) -> None:
    shell.run("import", csv_file(tmp_path, FIRST), "--into", "customer", *MEANT)
    assert shell.run("profiles") == 0 and "no import profiles yet" in shell.out
    shell.run("import", csv_file(tmp_path, FIRST), "--into", "customer", *MEANT, "--save-profile", " Fair ")
    assert shell.json("profiles") == [
        {
            "name": "Fair", "kind": "customer", "there": True, "match": "fill", "header_row": 1,
            "columns": [{"heading": "Lieferant", "target": "name"}, {"heading": "Ruf", "target": "phone"},
                        {"heading": "Merker", "target": "region"}],
        }
    ]  # fmt: skip
    assert shell.run("profiles") == 0 and "Customers" in shell.out
    assert shell.run("profiles", "--rename", "FAIR", "Nuremberg fair") == 0
    assert shell.profiles() == ["Nuremberg fair"]
    assert shell.run("profiles", "--delete", "Fair") == 1
    assert shell.err == "There is no import profile “Fair”. There are: Nuremberg fair.\n"
    assert shell.json("profiles", "--delete", "nuremberg FAIR") == {"deleted": "Nuremberg fair"}
    assert shell.profiles() == []
    assert shell.run("undo") == 0 and shell.profiles() == ["Nuremberg fair"]


def test_i42_a_profile_that_cannot_be_used_is_refused_in_one_sentence(first: Shell) -> None:
    other = csv_file(first.folder, [("Name", "City"), ("Probe A GmbH", "Bonn")], "other.csv")
    assert first.run("import", other, "--profile", "Fair") == 1
    assert first.err == "“other.csv” has none of the columns of the import profile “Fair”: Lieferant, Ruf, Merker.\n"
    assert first.run("import", other, "--profile", "Fare") == 1
    assert first.err == "There is no import profile “Fare”. There are: Fair.\n"
    assert first.run("import", other, "--save-profile", " ") == 1
    assert first.err == "An import profile needs a name.\n"
    assert len(first.records()) == 1
    for words in (("--profile", "Fair", "--into", "customer"), ("--save-profile", "X", "--dry-run")):
        assert first.run("import", other, *words) == 2
    assert first.run("profiles", "--delete", "Fair", "--rename", "Fair", "X") == 2
    assert first.profiles() == ["Fair"]


def test_i42_of_a_workbook_the_sheets_that_fit_are_brought_in_by_the_profile(first: Shell) -> None:
    people: Rows = [("Contact name", "Mobile"), ("Ada Muster", "154 0013 8000")]
    more: Rows = [FIRST[0], ("Probe West GmbH", "0221 5550009", "gelb")]
    path = xlsx_file(first.folder, {"Notes": people, "Q1": SECOND, "Q2": more})
    answer = first.json("import", path, "--profile", "Fair")
    assert [one["sheet"] for one in answer["profile_misfits"]] == ["Q1", "Q2"]
    assert [one["kind"] for one in answer["sheets"]] == ["contact", "customer", "customer"]
    assert [one["name"] for one in first.records()] == ["Probe Nord GmbH", "Probe Ost GmbH", "Probe West GmbH"]
    assert first.run("import", path, "--profile", "Fair", "--save-profile", "Both") == 1
    assert first.err == "An import profile keeps how one sheet is brought in: say which with --sheet.\n"
