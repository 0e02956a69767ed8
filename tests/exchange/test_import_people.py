"""Several people in one row of a list: each becomes a contact, with the numbers that are that person's."""

from __future__ import annotations

from pathlib import Path

import pytest

from crm_desktop.entity import records
from crm_desktop.entity.company import Company
from crm_desktop.exchange import importing
from crm_desktop.exchange.fillable import targets
from crm_desktop.exchange.personheadings import person_of
from crm_desktop.store.undo import undo
from tests.exchange.lists import (
    TODAY,
    all_of,
    bring_rows,
    counts,
    csv_file,
    everything,
    numbers_of,
    plans,
)

WIDE = [
    ("公司名称", "联系人1", "手机1", "联系人2", "手机2"),
    ("甲厂", "张伟", "13800138000", "李娜", "13912345678"),
    ("乙厂", "王五", "13700001111", None, None),
]


def people(company: Company) -> list[tuple[str, str | None, list[str]]]:
    """Name, company and numbers of every contact, by name."""
    customers = {one["id"]: one["name"] for one in all_of(company, "customer")}
    return sorted(
        (one["name"], customers.get(one.get("customer")), sorted(value for _type, value in numbers_of(one)))
        for one in all_of(company, "contact")
    )


@pytest.mark.parametrize(
    ("heading", "said"),
    [
        ("联系人2", ("联系人", 2)), ("联系人二", ("联系人", 2)), ("第二联系人电话", ("联系人 电话", 2)),
        ("联系人B / 职务", ("联系人 职务", 2)), ("Contact 2 Phone", ("Contact Phone", 2)),
        ("Secondary contact", ("contact", 2)), ("name2", ("name", 2)), ("Phone (2)", ("Phone", 2)),
        ("联系人12 手机", ("联系人 手机", 12)), ("第七联系人", ("联系人", 7)), ("联系人九电话", ("联系人 电话", 9)),
        ("Fifth contact e-mail", ("contact e-mail", 5)), ("Contact 10", ("Contact", 10)),
        ("Contact E-mail", ("Contact E-mail", 1)),
        ("联系人", ("联系人", 1)), ("contact name", ("contact name", 1)), ("Contact Address", ("Contact Address", 1)),
    ],
)  # fmt: skip
def test_of_which_person_a_heading_tells(heading: str, said: tuple[str, int]) -> None:
    assert person_of(heading)[:2] == said


@pytest.mark.parametrize("into", [None, "contact", "customer"])
def test_i44_two_people_of_one_row_are_two_contacts_of_one_company(
    company: Company, tmp_path: Path, into: str | None
) -> None:
    report = bring_rows(company, tmp_path, WIDE, into=into)
    assert (report.read, report.created, report.failed) == (2, 2, 0)
    assert people(company) == [
        ("张伟", "甲厂", ["13800138000"]), ("李娜", "甲厂", ["13912345678"]), ("王五", "乙厂", ["13700001111"])
    ]  # fmt: skip
    assert not any(name.startswith("x_") for one in all_of(company, "contact") for name in one)
    before = everything(company)
    again = bring_rows(company, tmp_path, WIDE, into=into)
    assert (counts(again), everything(company)) == ((0, 0, 2, 0, 0), before)
    undo(company.journal)
    assert not all_of(company, "contact") and not all_of(company, "customer") and company.check() == []


@pytest.mark.parametrize("into", ["contact", "customer"])
def test_i44_as_many_people_as_a_row_names_come_in(company: Company, tmp_path: Path, into: str) -> None:
    numbers = range(1, 13)
    heads = ["公司名称", *(word.format(at) for at in numbers for word in ("联系人{}", "手机{}", "职务{}"))]
    row = ["甲厂", *(text for at in numbers for text in (f"张{at:02}", f"138001380{at:02}", f"职务{at}"))]
    report = bring_rows(company, tmp_path, [heads, row], into=into)
    assert report.failed == 0 and not [name for name in report.mapping.values() if (name or "").startswith("custom:")]
    assert people(company) == [(f"张{at:02}", "甲厂", [f"138001380{at:02}"]) for at in numbers]
    assert sorted(one["job_title"] for one in all_of(company, "contact")) == sorted(f"职务{at}" for at in numbers)


@pytest.mark.parametrize(
    "headings",
    [
        ("name1", "phone1", "name2", "phone2"), ("Name", "Phone", "Name 2", "Phone 2"),
        ("姓名", "电话", "姓名(2)", "电话(2)"), ("联系人一", "联系人一电话", "联系人二", "联系人二电话"),
        ("Contact 1 Name", "Contact 1 Phone", "Contact 2 Name", "Contact 2 Phone"),
        ("联系人A", "联系人A电话", "联系人B", "联系人B电话"), ("联系人", "联系人电话", "第二联系人", "第二联系人电话"),
    ],
)  # fmt: skip
def test_i44_people_without_a_company_are_contacts_too(
    company: Company, tmp_path: Path, headings: tuple[str, ...]
) -> None:
    rows = [headings, ("Ann Lee", "13800138000", "Bob Ray", "13912345678"), ("Cid Ott", "13700001111", "", "")]
    assert bring_rows(company, tmp_path, rows, into="contact").failed == 0
    assert people(company) == [
        ("Ann Lee", None, ["13800138000"]), ("Bob Ray", None, ["13912345678"]), ("Cid Ott", None, ["13700001111"])
    ]  # fmt: skip
    before = everything(company)
    assert counts(bring_rows(company, tmp_path, rows, into="contact")) == (0, 0, 2, 0, 0)
    assert everything(company) == before


def test_i44_the_number_of_the_company_stays_with_it(company: Company, tmp_path: Path) -> None:
    rows = [
        ("客户名称", "电话", "联系人", "联系人手机", "联系人职务", "联系人2", "联系人2手机", "联系人2职务",
         "联系人3", "联系人3微信"),
        ("甲厂", "021-50000001", "张伟", "13800138000", "经理", "李娜", "13912345678", "采购", "赵六", "zhao6"),
    ]  # fmt: skip
    bring_rows(company, tmp_path, rows, into="customer")
    assert numbers_of(all_of(company, "customer")[0]) == [("phone", "021-50000001")]
    assert people(company) == [
        ("张伟", "甲厂", ["13800138000"]), ("李娜", "甲厂", ["13912345678"]), ("赵六", "甲厂", ["zhao6"])
    ]  # fmt: skip
    assert [one.get("job_title") for one in all_of(company, "contact")] == ["经理", "采购", None]


def test_i44_a_person_named_in_several_places_is_one_with_all_numbers(company: Company, tmp_path: Path) -> None:
    rows = [
        *WIDE[:2], ("甲厂", "李娜", "021-60000002", "赵六", "13600001111"),
        ("甲厂", "赵六", "13600001111", "张伟", None),
    ]  # fmt: skip
    bring_rows(company, tmp_path, rows, into="customer")
    assert people(company) == [
        ("张伟", "甲厂", ["13800138000"]), ("李娜", "甲厂", ["021-60000002", "13912345678"]),
        ("赵六", "甲厂", ["13600001111"]),
    ]  # fmt: skip


def test_i24_a_further_number_of_a_person_who_is_there_is_added(company: Company, tmp_path: Path) -> None:
    rows = [("客户名称", "联系人", "联系人手机"), ("甲厂", "张伟", "13800138000")]
    bring_rows(company, tmp_path, rows)
    report = bring_rows(company, tmp_path, [rows[0], ("甲厂", "张伟", "13912345678")])
    assert counts(report) == (0, 1, 0, 0, 0)
    assert people(company) == [("张伟", "甲厂", ["13800138000", "13912345678"])]
    assert counts(bring_rows(company, tmp_path, rows)) == (0, 0, 1, 0, 0)


def test_a_namesake_with_another_number_is_another_person(company: Company, tmp_path: Path) -> None:
    records.save(company, company.entity("contact"), {"name": "Bob Ray"},
                 children={"reach": [{"type": "mobile", "value": "13600009999"}]})  # fmt: skip
    rows = [("name1", "phone1", "name2", "phone2"), ("Ann Lee", "13800138000", "Bob Ray", "13912345678")]
    bring_rows(company, tmp_path, rows)
    bring_rows(company, tmp_path, rows)
    assert [name for name, _company, _numbers in people(company)] == ["Ann Lee", "Bob Ray", "Bob Ray"]


def test_a_check_tells_of_the_people_and_a_choice_maps_them(company: Company, tmp_path: Path) -> None:
    path = csv_file(
        tmp_path,
        [("公司", "老板", "老板手机", "会计", "会计手机"), ("甲厂", "张伟", "13800138000", "李娜", "13912345678")],
    )
    mapping = {
        "老板": "main_contact",
        "老板手机": "contact_mobile",
        "会计": "main_contact_2",
        "会计手机": "contact_mobile_2",
    }
    (plan,) = plans(company, path, into="customer", mapping=mapping)
    assert importing.check(company, plan, today=TODAY).new_linked == {"contact": ["张伟", "李娜"]}
    importing.run(company, [plan], today=TODAY)
    assert people(company) == [("张伟", "甲厂", ["13800138000"]), ("李娜", "甲厂", ["13912345678"])]


def test_an_address_in_two_lines_is_no_second_person(company: Company, tmp_path: Path) -> None:
    rows = [
        ("Company", "Address 1", "Address 2", "Phone", "Phone 2"),
        ("Ann Ltd", "1 High St", "Floor 2", "1234567", "7654321"),
    ]
    report = bring_rows(company, tmp_path, rows)
    assert not any("person" in str(target) or "_2" in str(target) for target in report.mapping.values())
    assert len(numbers_of(all_of(company, "customer")[0])) == 2


def test_nobody_but_the_first_is_called_the_main_contact(company: Company) -> None:
    titles = {name: target.title for name, target in targets(company, company.entity("customer")).items()}
    assert titles["main_contact"] == "Main contact" and titles["contact_mobile"] == "Main contact's mobile"
    assert titles["main_contact_2"] == "Contact 2" and titles["contact_mobile_3"] == "Contact 3: Mobile"
    titles = {name: target.title for name, target in targets(company, company.entity("contact")).items()}
    assert titles["person_2"] == "Contact 2" and titles["person_title_2"] == "Contact 2: Job title"
