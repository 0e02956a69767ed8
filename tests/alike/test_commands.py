"""The commands duplicates and merge."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from crm_desktop import cli
from tests.alike.lists import save
from tests.fresh import fresh_company


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.setenv(name, "en_GB.UTF-8")
    with fresh_company(tmp_path / "shop.crm") as company:
        save(company, "customer", name="上海明远贸易有限公司", tier="A")
        save(company, "customer", name="华信物流")
        save(company, "customer", name="明远贸易", mobile="13800138000")
    return str(tmp_path / "shop.crm")


def told(capsys: pytest.CaptureFixture[str], *words: str) -> Any:
    assert cli.main([*words, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_duplicates_are_listed_with_reasons_and_merged(file: str, capsys: pytest.CaptureFixture[str]) -> None:
    (group,) = told(capsys, "duplicates", "customer", "--file", file)
    assert [one["id"] for one in group["records"]] == [1, 3]
    assert group["pairs"][0]["reasons"] == ["same name, but for the town and words like Ltd or 有限公司"]
    assert cli.main(["duplicates", "customer", "--file", file]) == 0
    assert "1 group of duplicates." in capsys.readouterr().out
    done = told(capsys, "merge", "customer", "1", "3", "--into", "3", "--file", file)
    assert (done["id"], done["title"]) == (3, "Merge 明远贸易 with 上海明远贸易有限公司")
    assert told(capsys, "duplicates", "customer", "--file", file) == []
    assert told(capsys, "undo", "--entry", str(done["entry"]), "--file", file)["kept"] == []
    assert len(told(capsys, "duplicates", "customer", "--file", file)) == 1


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["merge", "customer", "1", "x"], 2),
        (["merge", "customer", "1", "3", "--into", "2"], 2),
        (["merge", "customer", "1"], 1),
        (["merge", "customer", "1", "99"], 1),
        (["merge", "order", "1", "2"], 1),
    ],
)
def test_what_cannot_be_merged_is_said(
    file: str, capsys: pytest.CaptureFixture[str], words: list[str], code: int
) -> None:
    assert cli.main([*words, "--file", file]) == code
    said = capsys.readouterr().err
    assert said and "Traceback" not in said
