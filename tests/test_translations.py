"""No text without its Chinese, no Chinese without its text, no placeholder lost."""

from __future__ import annotations

import ast
import json
import re
from functools import cache
from pathlib import Path

import pytest

from crm_desktop import i18n

ROOT = Path(__file__).parents[1]
CATALOGUES = sorted((ROOT / "resources" / "translations" / "zh_CN").glob("*.json"))
NAMES = ("“{name}”是{what}，不是名单。请选择 Excel 工作簿、CSV 或文本文件，或者 vCard 名片文件。",)
"""Where {what} is a word."""
MARKS = {"_": 1, "N_": 1, "n_": 2}


@cache
def trees() -> list[tuple[Path, ast.Module]]:
    """Every module of the program."""
    paths = sorted((ROOT / "crm_desktop").rglob("*.py"))
    return [(path, ast.parse(path.read_text(encoding="utf-8"))) for path in paths]


def texts() -> dict[str, list[str]]:
    """Every marked text of the program and where it stands."""
    found: dict[str, list[str]] = {}
    for path, tree in trees():
        for node in ast.walk(tree):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MARKS):
                continue
            for argument in node.args[: MARKS[node.func.id]]:
                assert not isinstance(argument, ast.JoinedStr), f"{path}:{node.lineno}: an f-string"
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                    found.setdefault(argument.value, []).append(f"{path.relative_to(ROOT)}:{node.lineno}")
    return found


def test_every_text_has_its_chinese() -> None:
    chinese = i18n.catalogue("zh_CN")
    lacking = {text: places[0] for text, places in texts().items() if not chinese.get(text)}
    assert lacking == {}


def test_no_chinese_is_left_over() -> None:
    """A translation whose English is nowhere in the program, not even as a plain text of a table."""
    constants = {
        node.value
        for _path, tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    assert constants
    assert sorted(text for text in i18n.catalogue("zh_CN") if text not in constants) == []


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.stem)
def test_placeholders_survive_translation(path: Path) -> None:
    for english, chinese in json.loads(path.read_text(encoding="utf-8")).items():
        assert set(re.findall(r"\{\w*\}", chinese)) == set(re.findall(r"\{\w*\}", english)), english


def test_one_text_has_one_translation() -> None:
    seen: dict[str, tuple[str, str]] = {}
    for path in CATALOGUES:
        for english, chinese in json.loads(path.read_text(encoding="utf-8")).items():
            assert seen.setdefault(english, (chinese, path.stem))[0] == chinese, (english, seen[english][1], path.stem)


def test_names_in_a_row_are_parted_as_the_language_does_it() -> None:
    assert i18n.listed(["A", "B"]) == "A, B"
    with i18n.speaking("zh_CN"):
        assert i18n.listed(iter(["甲", "乙"])) == "甲、乙"


def test_chinese_texts_look_chinese() -> None:
    plain = {"CRM Desktop", "Excel", "vCard", "English", "QQ", "CSV"}
    strange = [
        text
        for text, chinese in i18n.catalogue("zh_CN").items()
        if text not in plain
        and not re.search(r"[\u3400-\u9fff]", chinese)
        and re.search(r"[A-Za-z]{4}", re.sub(r"\{\w*\}", "", text))
    ]
    assert strange == []


def test_a_number_stands_apart_from_the_chinese_before_it() -> None:
    """ "已修改 8 个客户", never "已修改8 个客户": these placeholders begin with a number."""
    close = [
        chinese
        for chinese in i18n.catalogue("zh_CN").values()
        if re.search(r"[\u3400-\u9fff]\{(n|what|total|count)\}", chinese) and chinese not in NAMES
    ]
    assert close == []
