"""Long numbers that a spreadsheet has cut (line I22) make no two customers one; mobiles of a wrong length are told."""

from __future__ import annotations

from pathlib import Path

import pytest

from crm_desktop.entity.company import Company
from crm_desktop.exchange import importing
from tests.exchange.lists import TODAY, all_of, bring, bring_rows, counts, csv_file, numbers_of, plans, xlsx_file


@pytest.mark.parametrize("cut", ["9.13E+17", "9.1310E+17", "913100000000000000", "6.22202E+18"])
@pytest.mark.parametrize("heading", ["税号", "客户编号"])
def test_i22_a_number_cut_in_a_text_file_makes_no_two_customers_one(
    company: Company, tmp_path: Path, heading: str, cut: str
) -> None:
    rows = [("客户名称", heading, "城市"), ("明远贸易", cut, "上海"), ("恒达机电", cut, "苏州")]
    (plan,) = plans(company, csv_file(tmp_path, rows))
    checked = importing.check(company, plan, today=TODAY)
    assert checked.twins == []
    report = importing.run(company, [plan], today=TODAY).sheets[0]
    told = [(one.row_number, one.column, one.text) for one in report.faults]
    assert told == [(2, heading, cut), (3, heading, cut)]
    assert counts(report) == (2, 0, 0, 0, 0)
    field = {"税号": "tax_number", "客户编号": "code"}[heading]
    assert [(one["name"], one[field]) for one in all_of(company, "customer")] == [("明远贸易", cut), ("恒达机电", cut)]
    more = bring_rows(company, tmp_path, [rows[0], ("海川包装", cut, "宁波"), ("新光食品", cut, "无锡")])
    assert (more.created, more.updated) == (2, 0), "nor with one that is there"


def test_i22_of_many_cut_numbers_not_one_is_trusted(company: Company, tmp_path: Path) -> None:
    rows = [("客户名称", "税号"), *((f"样例{at:04d}厂", 910000000000000000 + at // 2 * 1000) for at in range(2400))]
    report = bring(company, xlsx_file(tmp_path, {"S": rows})).sheets[0]
    assert counts(report) == (2400, 0, 0, 0, 0)
    shown = {one["tax_number"] for one in all_of(company, "customer")}
    assert {len(number) for number in shown} == {18} and all(number.endswith("000") for number in shown)


def test_i22_a_link_by_a_cut_number_names_nobody(company: Company, tmp_path: Path) -> None:
    bring_rows(company, tmp_path, [("客户名称", "客户编号"), ("明远贸易", "9.13E+17")])
    rows = [("姓名", "公司", "手机"), ("张伟", "9.13E+17", "13800138000")]
    report = bring_rows(company, tmp_path, rows, into="contact")
    (contact,) = all_of(company, "contact")
    assert "customer" not in contact and "9.13E+17" in contact["notes"]
    assert [(one.column, one.text) for one in report.faults] == [("公司", "9.13E+17")]
    assert len(all_of(company, "customer")) == 1


def test_i22_numbers_that_are_whole_stay_what_they_are(company: Company, tmp_path: Path) -> None:
    whole = [("910000000000000000", "1E5"), ("913100000000000123", "1.5E+03"), ("913100000000000124", "A-1E+10")]
    rows = [("客户名称", "税号", "客户编号"), *((f"样例{at}厂", *one) for at, one in enumerate(whole))]
    report = bring_rows(company, tmp_path, rows)
    assert (counts(report), report.faults) == ((3, 0, 0, 0, 0), [])
    assert [(one["tax_number"], one["code"]) for one in all_of(company, "customer")] == whole
    again = bring_rows(company, tmp_path, [rows[0][:2], ("明远新名", "913100000000000124")])
    assert again.created == 0


def test_i22_a_cut_number_that_is_typed_anew_is_trusted(company: Company, tmp_path: Path) -> None:
    bring_rows(company, tmp_path, [("客户名称", "税号"), ("明远贸易", "91310000MA1K3YJ12X")])
    (plan,) = plans(company, csv_file(tmp_path, [("客户名称", "税号"), ("明远", "9.13E+17")]))
    plan.corrections = {(2, 1): "91310000MA1K3YJ12X"}
    assert importing.check(company, plan, today=TODAY).fault_count == 0
    assert counts(importing.run(company, [plan], today=TODAY).sheets[0]) == (0, 0, 1, 0, 0)


@pytest.mark.parametrize("kind", ["csv", "texts", "numbers"])
def test_i23_a_mobile_with_a_digit_too_few_or_too_many_is_told(company: Company, tmp_path: Path, kind: str) -> None:
    numbers = ("13800138000", "1391234567", "139123456789", "13900001111")
    rows = [("姓名", "手机"), *zip(("张伟", "李娜", "王芳", "赵六"), numbers, strict=True)]
    if kind == "csv":
        path = csv_file(tmp_path, rows)
    else:
        cells = [rows[0], *((name, int(number) if kind == "numbers" else number) for name, number in rows[1:])]
        path = xlsx_file(tmp_path, {"名单": cells})
    report = bring(company, path).sheets[0]
    assert [(fault.row_number, fault.sentence) for fault in report.faults] == [
        (3, "“1391234567” has 10 digits; a mobile number has 11."),
        (4, "“139123456789” has 12 digits; a mobile number has 11."),
    ]
    assert tuple(numbers_of(one)[0][1] for one in all_of(company, "contact")) == numbers


@pytest.mark.parametrize(
    "number",
    ["+86 138-0013-8000", "8613800138000", "013800138000", "010-88889999", "1088889999", "400-800-1234",
     "13800138000.0", "13800138000/13912345678", "+1 391 234 5678", "13800138000转8012", "+49 151 23456789"],
)  # fmt: skip
def test_i23_other_numbers_are_no_mobiles_with_a_fault(company: Company, tmp_path: Path, number: str) -> None:
    rows = [("姓名", "手机"), ("张伟", number), ("李娜", "13912345678")]
    assert not bring(company, csv_file(tmp_path, rows)).sheets[0].faults


def test_i23_american_numbers_are_no_mobiles_cut_short(company: Company, tmp_path: Path) -> None:
    numbers = ("245-555-0173", "170-555-0127", "279-555-0130", "710-555-0173")
    rows = [("Company", "Phone"), *zip(("Ash", "Birch", "Cedar", "Elm"), numbers, strict=True)]
    assert not bring(company, csv_file(tmp_path, rows)).sheets[0].faults


def test_i23_one_of_several_numbers_in_a_cell_is_told_too(company: Company, tmp_path: Path) -> None:
    rows = [("姓名", "电话"), ("张伟", "021-50000001 / 138 0013 800")]
    (fault,) = bring(company, csv_file(tmp_path, rows)).sheets[0].faults
    assert fault.sentence == "“1380013800” has 10 digits; a mobile number has 11."
