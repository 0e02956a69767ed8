"""Precision and recall on invented lists with known copies, imported as any list is; `tests.bench dedupe` has more."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bench import corrupting, dedupe
from tests.bench.corrupting import Profile


@pytest.mark.parametrize(
    "profile",
    [Profile("few slips", 300, 300, 1, 1, 2), Profile("many slips", 200, 200, 4, 2, 6, skewed=True)],
    ids=lambda profile: profile.name,
)
def test_copies_of_people_are_found_and_no_others(tmp_path: Path, profile: Profile) -> None:
    corrupting.write_people(tmp_path / "people.csv", profile, seed=5)
    precision, recall = dedupe.measure_list(tmp_path, tmp_path / "people.csv", "contact", profile.name)
    assert precision.ratio >= 0.99 and recall.ratio >= 0.95, (precision.detail, recall.detail)


def test_companies_typed_again_in_chinese_are_found_and_no_others(tmp_path: Path) -> None:
    corrupting.write_chinese_companies(tmp_path / "companies.csv", 300, seed=5)
    precision, recall = dedupe.measure_list(tmp_path, tmp_path / "companies.csv", "customer", "companies")
    assert precision.ratio >= 0.99 and recall.ratio >= 0.95, (precision.detail, recall.detail)
