"""Names of people in lists: whole, in parts, with forms of address, or missing."""

from __future__ import annotations

from pathlib import Path

import pytest

from crm_desktop.entity.company import Company
from crm_desktop.exchange.personnames import may_be_one
from tests.exchange.lists import all_of, bring_rows, counts


@pytest.mark.parametrize(
    ("name", "family", "given"),
    [
        ("张三", "张", "三"), ("欧阳娜娜", "欧阳", "娜娜"), ("Zhang San", "Zhang", "San"),
        ("San, Zhang", "San", "Zhang"), ("王经理", "王", None), ("Ludwig van Beethoven", "van Beethoven", "Ludwig"),
    ],
)  # fmt: skip
def test_a_name_in_one_column_is_taken_apart(
    company: Company, tmp_path: Path, name: str, family: str, given: str | None
) -> None:
    bring_rows(company, tmp_path, [("姓名", "手机"), (name, "13800138000")], into="contact")
    (contact,) = all_of(company, "contact")
    assert (contact["name"], contact["family_name"], contact.get("given_name")) == (name, family, given)


def test_a_name_in_parts_is_put_together(company: Company, tmp_path: Path) -> None:
    rows = [("First Name", "Middle Name", "Last Name"), ("Maria", "Luisa", "Anders"), ("伟", "", "张")]
    bring_rows(company, tmp_path, rows)
    assert [(one["name"], one["given_name"]) for one in all_of(company, "contact")] == [
        ("Maria Luisa Anders", "Maria Luisa"), ("张伟", "伟")
    ]  # fmt: skip


def test_staff_come_in_by_parts_of_names_too(company: Company, tmp_path: Path) -> None:
    rows = [("EmployeeID", "LastName", "FirstName", "Title"), ("1", "Davolio", "Nancy", "Sales Representative")]
    report = bring_rows(company, tmp_path, rows, name="employees.csv")
    assert report.kind == "staff"
    (staff,) = all_of(company, "staff")
    assert (staff["name"], staff["code"], staff["job_title"]) == ("Nancy Davolio", "1", "Sales Representative")


@pytest.mark.parametrize(("values", "target"), [(("Mr.", "Dr."), "salutation"), (("Owner", "Clerk"), "job_title")])
def test_a_title_is_a_form_of_address_or_a_job_by_its_values(
    company: Company, tmp_path: Path, values: tuple[str, str], target: str
) -> None:
    rows = [("Full Name", "Title", "Mobile"), ("Ann Lee", values[0], ""), ("Bo Poe", values[1], "")]
    bring_rows(company, tmp_path, rows, into="contact")
    assert [one[target] for one in all_of(company, "contact")] == list(values)


def test_people_without_names_are_called_by_their_mail_or_number(company: Company, tmp_path: Path) -> None:
    report = bring_rows(company, tmp_path, [("Primary Email",), ("a@example.com",), ("b@example.com",)])
    assert (report.kind, counts(report)) == ("contact", (2, 0, 0, 0, 0))
    rows = [("姓名", "手机"), ("", "13800138000"), ("李娜", "")]
    assert counts(bring_rows(company, tmp_path, rows)) == (2, 0, 0, 0, 0)
    assert [one["name"] for one in all_of(company, "contact")] == [
        "a@example.com", "b@example.com", "13800138000", "李娜"
    ]  # fmt: skip


def test_a_row_without_name_or_number_is_left_out_with_a_sentence(company: Company, tmp_path: Path) -> None:
    report = bring_rows(company, tmp_path, [("姓名", "手机", "部门"), ("", "", "财务"), ("李娜", "", "")])
    assert counts(report) == (1, 0, 0, 0, 1)
    assert report.failures[0].row_number == 2 and "needed" in report.failures[0].sentence


@pytest.mark.parametrize(
    ("one", "other", "may_be"),
    [
        ("张伟", "张经理", True), ("张伟", "王芳", False), ("Maria Anders", "Anders, Maria", True),
        ("上海明远贸易有限公司", "明远贸易", True), ("张伟", "Zhang Wei", True), ("13800138000", "张伟", True),
        ("Federal Shipping", "Bigfoot Breweries", False), ("", "张伟", True), ("恒达机电", "海川包装", False),
    ],
)  # fmt: skip
def test_names_that_share_a_number_may_be_one_or_not(one: str, other: str, may_be: bool) -> None:
    assert may_be_one(one, other) is may_be and may_be_one(other, one) is may_be
