"""The company's country: numbers without a country code are numbers of it, now and after an undo."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from crm_desktop.areas import new_company, open_company
from crm_desktop.entity import records, rekeying, settings, trash
from crm_desktop.entity.company import Company
from crm_desktop.errors import Cancelled, Refused
from crm_desktop.store import undo
from crm_desktop.values.phones import home, use_home
from tests.exchange.lists import all_of, bring_rows, counts, numbers_of


@pytest.fixture(autouse=True)
def at_home_again() -> Iterator[None]:
    yield
    use_home("CN")


def keys(company: Company) -> list[str]:
    return [key for (key,) in company.execute("SELECT key FROM reach ORDER BY id").fetchall()]


def in_country(company: Company, country: str) -> None:
    settings.change(company, {"country": country})


def test_a_number_with_and_without_its_country_code_is_one(company: Company, tmp_path: Path) -> None:
    in_country(company, "DE")
    bring_rows(company, tmp_path, [("Company", "Phone"), ("Blauer Morgen GmbH", "030 1234567")])
    again = bring_rows(company, tmp_path, [("Company", "Phone"), ("Blauer Morgen GmbH", "+49 (0)30 / 1234567")])
    assert counts(again) == (0, 0, 1, 0, 0)
    assert numbers_of(all_of(company, "customer")[0]) == [("phone", "030 1234567")], "kept as typed"


def test_another_country_reads_the_numbers_that_are_there_and_an_undo_reads_them_as_before(company: Company) -> None:
    reach = [{"type": "phone", "value": "030 1234567"}, {"type": "mobile", "value": "13800138000"}]
    records.save(company, company.entity("customer"), {"name": "Ann Ltd"}, children={"reach": reach})
    assert keys(company) == ["0301234567", "8613800138000"]
    in_country(company, "DE")
    assert (home(), keys(company)) == ("DE", ["49301234567", "8613800138000"])
    undo.undo(company.journal)
    assert (home(), keys(company)) == ("CN", ["0301234567", "8613800138000"])
    undo.redo(company.journal)
    assert (home(), keys(company)) == ("DE", ["49301234567", "8613800138000"])


def test_an_import_is_undone_as_a_whole_also_after_the_country_was_changed(company: Company, tmp_path: Path) -> None:
    report = bring_rows(company, tmp_path, [("Company", "Phone"), *((f"Ann {n}", f"030 12345{n}") for n in range(100))])
    assert report.created == 100
    number = undo.next_undo(company.journal)
    in_country(company, "DE")
    assert number is not None
    assert undo.undo(company.journal, number[0]).conflicts == ()
    assert all_of(company, "customer") == []
    undo.redo(company.journal, number[0])
    assert keys(company)[0] == "4930123450", "what comes back is read as numbers are read now"


def test_what_comes_back_from_the_trash_is_read_as_numbers_are_read_now(company: Company) -> None:
    entity = company.entity("customer")
    reach = [{"type": "phone", "value": "030 1234567"}]
    row = records.save(company, entity, {"name": "Ann"}, children={"reach": reach})
    records.delete(company, entity, [row])
    in_country(company, "DE")
    trash.restore(company, trash.listed(company))
    assert keys(company) == ["49301234567"]


def test_a_change_that_fails_leaves_the_country_in_force(company: Company) -> None:
    with pytest.raises(RuntimeError), company.journal.entry("broken"):
        company.set_setting("country", "DE")
        raise RuntimeError
    assert (home(), company.country()) == ("CN", "CN")


def test_each_file_has_its_own_country(tmp_path: Path) -> None:
    with new_company(tmp_path / "de.crm") as company:
        in_country(company, "DE")
    with new_company(tmp_path / "cn.crm"):
        assert home() == "CN"
    with open_company(tmp_path / "de.crm") as company:
        assert (home(), company.country()) == ("DE", "DE")


def test_settings_take_what_they_know(company: Company) -> None:
    assert settings.change(company, {"country": "de", "name": " Ann  Ltd "}) == 2
    assert settings.change(company, {"country": "DE"}) == 0
    assert (settings.all_of(company)["country"], settings.all_of(company)["name"]) == ("DE", "Ann Ltd")
    assert settings.change(company, {"country": ""}) == 1 and company.country() == "CN"
    for wrong in ({"country": "Atlantis"}, {"currency": "XYZ"}, {"history.days": "many"}, {"colour": "red"}):
        with pytest.raises(Refused):
            settings.change(company, wrong)


def test_another_country_can_be_stopped_on_the_way_and_nothing_is_changed(
    company: Company, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rekeying, "MANY", 20)
    bring_rows(company, tmp_path, [("Company", "Phone"), *((f"Ann {n}", f"030 12345{n:03}") for n in range(100))])
    before, told = keys(company), []

    def stop(done: int, total: int) -> None:
        told.append((done, total))
        if done >= 40:
            raise Cancelled

    assert settings.takes_long(company, {"country": "DE"}) and not settings.takes_long(company, {"country": "CN"})
    with pytest.raises(Cancelled):
        settings.change(company, {"country": "DE"}, pulse=stop)
    assert told == [(20, 100), (40, 100)]
    assert (home(), company.country(), keys(company)) == ("CN", "CN", before)
    settings.change(company, {"country": "DE"})
    assert (home(), keys(company)[0]) == ("DE", "493012345000")
