"""Import profiles: how one list was brought in, kept under a name and used on the next of the same make."""

from __future__ import annotations

import json
import string
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm_desktop import i18n
from crm_desktop.entity import custom
from crm_desktop.entity.company import Company
from crm_desktop.errors import Refused
from crm_desktop.exchange import importing
from crm_desktop.exchange.decisions import CREATE, LEAVE, RowChoice
from crm_desktop.exchange.filling_down import fill_down
from crm_desktop.exchange.headings import placed
from crm_desktop.exchange.headingwords import known_headings, vocabulary
from crm_desktop.exchange.mapping import SheetPlan, choose
from crm_desktop.exchange.profile_use import fitting, use
from crm_desktop.exchange.profiles import (
    Profile,
    delete_profile,
    profile_named,
    profiles_of,
    rename_profile,
    save_profile,
    spec_of,
)
from crm_desktop.exchange.restoring import restore
from crm_desktop.exchange.writing_whole import export_everything
from crm_desktop.store.undo import undo
from tests.exchange.lists import TODAY, Rows, all_of, bring, csv_file, plans, source_of, xlsx_file
from tests.fresh import fresh_company

SUPPLIER: Rows = [
    ("Lieferant", "Kontakt", "Ruf", "Lager", "Merker"),
    ("Probe Nord GmbH", "Ilse Musterfrau", "0221 5550001", "K1", "7"),
    ("Probe Süd GmbH", "Otto Beispiel", "0221 5550002", None, "9"),
]  # fmt: skip
MEANT = {"Lieferant": "name", "Kontakt": "main_contact", "Ruf": "phone", "Lager": "custom:Lagerplatz", "Merker": ""}


def plan_of(company: Company, folder: Path, rows: Rows = SUPPLIER, name: str = "list.csv") -> SheetPlan:
    return plans(company, csv_file(folder, rows, name))[0]


def meant(company: Company, sheet: SheetPlan, mapping: dict[str, str], kind: str = "customer") -> SheetPlan:
    made = importing.remap(company, sheet, kind, today=TODAY)
    entity = company.entity(kind)
    choose(company, entity, made.columns, mapping, vocabulary(company, entity, told=True))
    return made


def with_headings(company: Company, path: Path, row: int | None) -> SheetPlan:
    """The first sheet with its headings where a person says."""
    source = source_of(company, path)
    source.tables = [placed(source.tables[0], row, known=known_headings(company))]
    return importing.plan(company, source, into="customer", today=TODAY)[0]


def undo_newest(company: Company, title: str) -> None:
    """Undo the newest change of that title."""
    found = "SELECT max(id) FROM journal_entry WHERE title = ?"
    undo(company.journal, company.execute(found, (title,)).fetchone()[0])
    company.reload_custom_fields()


def write(company: Company, sql: str, *values: str) -> None:
    with company.journal.entry("Test"):
        company.execute(sql, values)


def supplier(company: Company, folder: Path, name: str = "Probe suppliers") -> Profile:
    return save_profile(company, meant(company, plan_of(company, folder), MEANT), name)


def test_i42_a_profile_brings_the_next_list_of_a_make_in_like_the_first(company: Company, tmp_path: Path) -> None:
    profile = supplier(company, tmp_path)
    rows = [
        ("ruf ", "LIEFERANT", "Kontakt", "Merker", "Lager"),
        ("0221 5550003", "Probe West GmbH", "Ada Muster", "1", "K3"),
    ]
    used = use(company, plan_of(company, tmp_path, rows, "next.csv"), profile, today=TODAY)
    assert used.plan.kind == "customer"
    assert used.plan.mapping == {
        "ruf": "phone", "LIEFERANT": "name", "Kontakt": "main_contact", "Merker": None, "Lager": "custom:Lagerplatz",
    }  # fmt: skip
    assert {column.why for column in used.plan.columns} == {"profile"}
    assert used.sentence == ""
    importing.run(company, [used.plan], today=TODAY)
    assert [one["name"] for one in all_of(company, "customer")] == ["Probe West GmbH"]


def test_i42_what_profile_and_list_lack_of_each_other_is_told_in_one_sentence(company: Company, tmp_path: Path) -> None:
    profile = supplier(company, tmp_path)
    rows = [("Lieferant", "Ruf", "E-Mail", "Ort"), ("Probe Ost GmbH", "0221 5550004", "ost@example.com", "Köln")]
    sheet = meant(company, plan_of(company, tmp_path, rows), {"Ort": "region"})
    used = use(company, sheet, profile, today=TODAY)
    assert used.plan.mapping == {"Lieferant": "name", "Ruf": "phone", "E-Mail": "email", "Ort": "region"}
    assert used.sentence == (
        "Import profile “Probe suppliers”: not in this list: Kontakt, Lager; not in the profile, so left as"
        " understood: E-Mail, Ort."
    )
    with i18n.speaking("zh_CN"):
        assert used.sentence == (
            "导入方案“Probe suppliers”：名单中没有：Kontakt、Lager；方案中没有、按识别结果处理：E-Mail、Ort。"
        )


def test_i42_a_column_that_was_only_understood_gives_way_to_one_of_the_profile(
    company: Company, tmp_path: Path
) -> None:
    profile = supplier(company, tmp_path)
    rows = [("Company name", "Lieferant", "Ruf"), ("Probe Ost GmbH", "PO", "0221 5550004")]
    used = use(company, plan_of(company, tmp_path, rows), profile, today=TODAY)
    assert used.plan.mapping == {"Company name": "custom:Company name", "Lieferant": "name", "Ruf": "phone"}


def test_i42_a_profile_keeps_what_was_settled_beside_the_columns(company: Company, tmp_path: Path) -> None:
    custom.add(company, company.entity("customer"), "Colour", "choice", ["red", "blue"])
    rows = [("Firma", "Farbe", "Region", "Postcode", "Since"), ("Probe A GmbH", "rot", "North", "1234", "3/4/2026"),
            ("Probe B GmbH", "lila", None, "51234", "5/6/2026")]  # fmt: skip
    sheet = meant(company, plan_of(company, tmp_path, rows), {"Firma": "name", "Farbe": "x_colour", "Region": "region"})
    sheet.match, sheet.date_order, sheet.near = "overwrite", "dmy", True
    settled = sheet.decisions
    settled.groups, settled.fields, settled.clearing = {"likely": "fill"}, {"region": "skip"}, {"city"}
    settled.words = {("x_colour", "rot"): "red", ("x_colour", "lila"): CREATE, ("x_colour", "grau"): LEAVE}
    settled.zeros, settled.country, settled.keep_faulty = {"Postcode"}, "DE", False
    settled.rows = {2: RowChoice("skip")}
    fill_down(sheet, 2)
    profile = save_profile(company, sheet, "Probe")
    again = use(company, plan_of(company, tmp_path, rows, "next.csv"), profile_named(company, "probe "), today=TODAY)
    made = again.plan
    assert (made.match, made.date_order, made.near) == ("overwrite", "dmy", True)
    settled.rows = {}
    assert made.decisions == settled
    assert (made.filled_down, made.cell(1, 2)) == ({2}, "North")
    assert spec_of(company, made) == profile.spec


def test_i42_a_profile_finds_its_headings_in_the_row_where_they_stood(company: Company, tmp_path: Path) -> None:
    rows = [
        ("Probe list", None, None),
        ("a", "b", "c"),
        ("Qux", "Quux", "Corge"),
        ("Probe A GmbH", "x", "0221 5550001"),
    ]
    path = xlsx_file(tmp_path, {"S": rows})
    sheet = meant(company, with_headings(company, path, 3), {"Qux": "name", "Corge": "phone"})
    profile = save_profile(company, sheet, "Probe")
    fresh = with_headings(company, path, None)
    used = use(company, fresh, profile, today=TODAY, known=known_headings(company))
    assert (fresh.table.header_row, used.plan.table.header_row) == (None, 3)
    assert used.plan.mapping == sheet.mapping


def test_i42_lists_without_headings_are_known_by_the_number_of_their_columns(company: Company, tmp_path: Path) -> None:
    rows = [("Probe A GmbH", "0221 5550001", "k"), ("Probe B GmbH", "0221 5550002", "m")]
    sheet = meant(company, plan_of(company, tmp_path, rows), {"Column C": "city"})
    assert sheet.table.header_row is None
    profile = save_profile(company, sheet, "Bare")
    with i18n.speaking("zh_CN"):
        used = use(company, plan_of(company, tmp_path, rows, "next.csv"), profile, today=TODAY)
        assert [one.target for one in used.plan.columns] == [one.target for one in sheet.columns]
        assert used.sentence == ""
    other = plan_of(company, tmp_path, [(*row, "more") for row in rows], "other.csv")
    with pytest.raises(Refused, match="lists without headings and with 3 columns"):
        use(company, other, profile, today=TODAY)
    assert fitting(company, other.table) == []


def test_i42_of_the_profiles_that_fit_the_best_comes_first(company: Company, tmp_path: Path) -> None:
    whole = plan_of(company, tmp_path)
    save_profile(company, meant(company, whole, {**MEANT, "Merker": "notes+"}), "All five")
    supplier(company, tmp_path)
    half = [("Lieferant", "Kontakt", "Haus", "Hof"), ("Probe A GmbH", "Ada", "1", "2")]
    save_profile(company, meant(company, plan_of(company, tmp_path, half), {"Lieferant": "name"}), "Half")
    alien = [("Qux", "Quux"), ("Probe A GmbH", "Ada")]
    save_profile(company, meant(company, plan_of(company, tmp_path, alien), {"Qux": "name"}), "Alien")
    found = [(one.name, tuple(how)) for one, how in fitting(company, whole.table)]
    assert found == [("All five", (5, 5)), ("Probe suppliers", (4, 4)), ("Half", (2, 4))]


def test_i42_a_list_with_no_column_of_the_profile_is_refused_with_its_columns(company: Company, tmp_path: Path) -> None:
    profile = supplier(company, tmp_path)
    sheet = plan_of(company, tmp_path, [("Name", "City"), ("Probe A GmbH", "Bonn")])
    with pytest.raises(Refused) as told:
        use(company, sheet, profile, today=TODAY)
    assert told.value.sentence == (
        "“list.csv” has none of the columns of the import profile “Probe suppliers”: Lieferant, Kontakt, Ruf, Lager,"
        " Merker."
    )


def test_i42_a_field_or_kind_that_is_gone_is_told(company: Company, tmp_path: Path) -> None:
    entity = company.entity("customer")
    custom.add(company, entity, "Lagerplatz")
    sheet = meant(company, plan_of(company, tmp_path), {**MEANT, "Lager": "x_lagerplatz"})
    sheet.decisions.fields = {"x_lagerplatz": "skip"}
    profile = save_profile(company, sheet, "Probe")
    undo_newest(company, "Add field Lagerplatz to Customers")
    used = use(company, plan_of(company, tmp_path), profile, today=TODAY)
    assert used.misfit.gone == ["Lagerplatz"]
    assert used.sentence == "Import profile “Probe”: fields of your own that are gone: Lagerplatz."
    assert used.plan.mapping["Lager"] == "custom:Lager"
    assert used.plan.decisions.fields == {}
    again = custom.add(company, entity, "lagerplatz")
    used = use(company, plan_of(company, tmp_path), profile, today=TODAY)
    assert (used.misfit.gone, used.plan.mapping["Lager"], used.plan.decisions.fields) == ([], again, {again: "skip"})
    write(company, "UPDATE import_profile SET kind = 'boat'")
    assert fitting(company, plan_of(company, tmp_path).table) == []
    with pytest.raises(Refused, match="is for a kind of record that this company does not have"):
        use(company, plan_of(company, tmp_path), profile_named(company, "Probe"), today=TODAY)


def test_i42_names_are_trimmed_unique_and_not_blank(company: Company, tmp_path: Path) -> None:
    profile = supplier(company, tmp_path, "  Probe  suppliers ")
    assert profile.name == profile_named(company, "PROBE suppliers").name == "Probe suppliers"
    sheet = meant(company, plan_of(company, tmp_path), MEANT)
    for name, sentence in ((" ", "needs a name"), ("ｐｒｏｂｅ Suppliers", "already"), ("x" * 81, "at most 80")):
        with pytest.raises(Refused, match=sentence):
            save_profile(company, sheet, name)
    other = save_profile(company, sheet, "Other")
    with pytest.raises(Refused, match="already"):
        rename_profile(company, other, "probe suppliers")
    rename_profile(company, other, "OTHER")
    assert [one.name for one in profiles_of(company)] == ["OTHER", "Probe suppliers"]
    with pytest.raises(Refused, match=r"There are: OTHER, Probe suppliers\."):
        profile_named(company, "Third")
    with pytest.raises(Refused, match="is left out"):
        save_profile(company, importing.remap(company, sheet, None, today=TODAY), "None")


def test_i42_saving_overwriting_and_deleting_a_profile_can_be_undone(company: Company, tmp_path: Path) -> None:
    profile = supplier(company, tmp_path)
    sheet = meant(company, plan_of(company, tmp_path), {**MEANT, "Merker": "notes+"})
    save_profile(company, sheet, "probe suppliers", profile)
    changed = profile_named(company, "Probe suppliers")
    assert (changed.id, changed.name, changed.spec) == (profile.id, "probe suppliers", spec_of(company, sheet))
    assert delete_profile(company, changed)
    assert profiles_of(company) == []
    undo_newest(company, "Delete import profile probe suppliers")
    assert profiles_of(company) == [changed]
    undo_newest(company, "Save import profile probe suppliers")
    assert profiles_of(company) == [profile]
    undo_newest(company, "Save import profile Probe suppliers")
    assert profiles_of(company) == []


def test_i42_an_import_that_is_undone_leaves_the_profile(company: Company, tmp_path: Path) -> None:
    profile = supplier(company, tmp_path)
    report = importing.run(company, [use(company, plan_of(company, tmp_path), profile, today=TODAY).plan], today=TODAY)
    assert report.entry is not None
    undo(company.journal, report.entry)
    assert (all_of(company, "customer"), profiles_of(company)) == ([], [profile])


def test_i42_a_profile_nobody_can_read_is_left_out(company: Company, tmp_path: Path) -> None:
    profile = supplier(company, tmp_path)
    good = json.loads(profile.spec.to_json())
    broken = ["{", "[]", "{}", "1", json.dumps({**good, "match": "eat"}), json.dumps({**good, "date_order": "ymdh"}),
              json.dumps({**good, "columns": [1]}), json.dumps({**good, "words": ["a"]}),
              json.dumps({**good, "groups": {"twins": "eat"}}), json.dumps({**good, "more": 1})]  # fmt: skip
    for spec in broken:
        write(company, "INSERT INTO import_profile (name, kind, spec) VALUES ('Broken', 'customer', ?)", spec)
    assert profiles_of(company) == [profile]


def test_i42_everything_exported_holds_the_profiles(company: Company, tmp_path: Path) -> None:
    profile = supplier(company, tmp_path)
    bring(company, csv_file(tmp_path, [("Customer", "City"), ("Probe A GmbH", "Bonn")]))
    export_everything(company, tmp_path / "all.xlsx", today=TODAY)
    other = fresh_company(tmp_path / "other.crm")
    restore(other, tmp_path / "all.xlsx")
    assert profiles_of(other) == [profile]
    other.close()


HEADINGS = st.text(alphabet=string.ascii_letters + " 名电号（2)", min_size=1, max_size=12).filter(str.strip)
TARGETS = st.sampled_from(["name", "phone", "city", "notes+", "custom:Probe", "", "tags", "main_contact", "street"])
CELLS = st.sampled_from(["a", "1", None, "x@y.example"])
COLUMNS = st.lists(st.tuples(HEADINGS, TARGETS, CELLS), min_size=1, max_size=8)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(columns=COLUMNS)
def test_i42_saving_and_using_a_profile_gives_the_same_mapping(
    company: Company, tmp_path: Path, columns: list[tuple[str, str, str | None]]
) -> None:
    rows = [[heading for heading, _target, _cell in columns], ["b", *[cell for _h, _t, cell in columns[1:]]]]
    sheet = plan_of(company, tmp_path, rows)
    made = meant(company, sheet, {})
    for column, (_heading, target, _cell) in zip(made.columns, columns, strict=False):
        column.target, column.why = target or None, "chosen"
    before = [one.id for one in profiles_of(company)]
    profile = save_profile(company, made, f"Probe {len(before)}")
    used = use(company, plan_of(company, tmp_path, rows), profile, today=TODAY)
    assert used.plan.mapping == made.mapping
    assert (used.misfit.lacking, used.misfit.unknown, used.misfit.gone) == ([], [], [])
    assert profile_named(company, profile.name) == profile
