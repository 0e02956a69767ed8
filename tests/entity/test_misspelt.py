"""Finding in spite of a slip: one letter, one digit, a name that sounds alike, a company's longer name."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from crm_desktop.cli import main
from crm_desktop.entity.company import Company
from crm_desktop.entity.misspelt import similar
from tests.entity.test_index import customer
from tests.fresh import fresh_company


def names(company: Company, words: str) -> list[str]:
    found = similar(company.index, words, 10)
    return [company.title(company.entity(kind), row) for kind, row in found]


@pytest.mark.parametrize(
    "words",
    ["harbr", "harrbor", "hardor", "hrabor", "arbor", "harbor light", "garnite harbor", "13800183000", "1380113800",
     "138001380001", "gramite"],
)  # fmt: skip
def test_one_letter_or_digit_may_be_too_many_too_few_wrong_or_swapped(company: Company, words: str) -> None:
    customer(company, "Granite Harbor Lights", "138 0013 8000")
    customer(company, "Velvet Meadow", "139 5555 1234")
    expected = [] if words in ("harbor light", "arbor") else ["Granite Harbor Lights"]
    assert names(company, words) == expected


@pytest.mark.parametrize("words", ["hrbr", "hraobr", "xyz", "hab", "12", "1370013900", "meadow harbr"])
def test_two_slips_or_too_few_letters_find_nothing(company: Company, words: str) -> None:
    customer(company, "Granite Harbor Lights", "138 0013 8000")
    customer(company, "Velvet Meadow", "139 5555 1234")
    assert names(company, words) == []


def test_a_short_word_is_meant_to_begin_one(company: Company) -> None:
    customer(company, "Beverley Bakery")
    customer(company, "Lane End Farm")
    assert names(company, "lame") == ["Lane End Farm"]
    assert names(company, "akery") == []


def test_whole_words_come_before_parts_and_titles_before_the_rest(company: Company) -> None:
    customer(company, "Copper Kettle")
    customer(company, "Coppersmith")
    customer(company, "Other", city="Copper")
    assert names(company, "coppre") == ["Copper Kettle", "Other", "Coppersmith"]


def test_pinyin_with_a_slip_and_names_that_sound_alike(company: Company) -> None:
    customer(company, "上海明远贸易有限公司")
    customer(company, "张伟")
    assert names(company, "mingyaun") == ["上海明远贸易有限公司"]
    assert names(company, "张为") == ["张伟"]


def test_a_company_is_found_by_more_than_its_record_has(company: Company) -> None:
    customer(company, "明远贸易")
    assert company.index.find("上海明远贸易有限公司", 10) == []
    assert names(company, "上海明远贸易有限公司") == ["明远贸易"]
    assert names(company, "明远贸易有限公司") == ["明远贸易"]


def test_the_command_line_shows_similar_records_after_the_exact_ones(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.crm"
    with fresh_company(path) as company:
        row = customer(company, "Harbor Lights")
        customer(company, "Hardor Mills")
    assert main(["search", "hardor", "--file", str(path), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [(one["title"], one.get("similar", False)) for one in found] == [
        ("Hardor Mills", False),
        ("Harbor Lights", True),
    ]
    assert found[1]["id"] == row
