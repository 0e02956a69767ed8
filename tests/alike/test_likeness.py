"""Who is taken for one, who stays two, and which reasons are given."""

from __future__ import annotations

import pytest

from crm_desktop.alike.asking import likely, pairs
from crm_desktop.entity import custom
from crm_desktop.entity.company import Company
from crm_desktop.errors import Cancelled
from tests.alike.lists import asked, only_pair, probable, said, save


def test_i55_two_of_one_name_with_other_phones_stay_two(company: Company) -> None:
    save(company, "contact", name="张伟", mobile="13800138000")
    save(company, "contact", name="张伟", mobile="13912345678")
    assert probable(company, "contact") == []
    assert asked(company, "contact", name="张伟", mobile="18655501234") == []


def test_i55_a_company_with_and_without_town_and_legal_form_is_probably_one(company: Company) -> None:
    save(company, "customer", name="上海明远贸易有限公司")
    save(company, "customer", name="明远贸易")
    save(company, "customer", name="明达贸易")
    pair = only_pair(company, "customer")
    assert (pair.one, pair.other) == (1, 2)
    assert said(pair) == ["same name, but for the town and words like Ltd or 有限公司"]
    assert [one.row for one in asked(company, "customer", name="明遠貿易公司")] == [1, 2]


def test_a_company_of_one_name_at_one_address_is_probably_one_with_another_mail(company: Company) -> None:
    place = {"city": "厦门", "street": "碧波街128号3幢509室"}
    save(company, "customer", name="厦门拾舟茶业有限公司", email="info@shizhou.example", phone="0592-5550101", **place)
    save(company, "customer", name="厦门市拾舟茶业有限公司", email="a3@shi.example", phone="0571-87000003", **place)
    pair = only_pair(company, "customer")
    assert {"same address", "City: the same"} <= set(said(pair))


def test_a_company_of_the_same_name_in_another_town_is_another(company: Company) -> None:
    save(company, "customer", name="上海明远贸易有限公司")
    save(company, "customer", name="北京明远贸易有限公司")
    assert probable(company, "customer") == []


def test_a_family_at_one_address_with_one_phone_stays_several_people(company: Company) -> None:
    home = {"family_name": "Brackenby", "street": "6 Tullaroop Street", "postcode": "4011", "mobile": "0400 123 456"}
    for given in ("Agnes", "Miles", "Theodora"):
        save(company, "contact", name=f"{given} Brackenby", given_name=given, **home)
    assert probable(company, "contact") == []


def test_one_person_of_that_family_twice_is_found_among_them(company: Company) -> None:
    home = {"family_name": "Brackenby", "street": "6 Tullaroop Street", "postcode": "4011", "mobile": "0400 123 456"}
    for given, born in (("Agnes", "1951-02-03"), ("Miles", "1979-11-30"), ("Milse", "1979-11-30")):
        save(company, "contact", name=f"{given} Brackenby", given_name=given, birthday=born, **home)
    pair = only_pair(company, "contact")
    assert (pair.one, pair.other) == (2, 3)
    assert set(said(pair)) >= {
        "same phone", "same birthday", "same address", "Given name: a letter different", "Family name: the same",
    }  # fmt: skip


def test_two_companies_of_one_owner_at_one_address_stay_two(company: Company) -> None:
    place = {"street": "长安路12号", "city": "上海", "phone": "021-62345678"}
    save(company, "customer", name="上海明远贸易有限公司", **place)
    save(company, "customer", name="上海华信物流有限公司", **place)
    assert probable(company, "customer") == []


def test_colleagues_who_share_the_office_phone_stay_two(company: Company) -> None:
    at = save(company, "customer", name="明远贸易")
    save(company, "contact", name="张伟", customer=at, phone="021-62345678", email="zhangwei@mingyuan.example")
    save(company, "contact", name="王芳", customer=at, phone="021-62345678", email="wangfang@mingyuan.example")
    assert probable(company, "contact") == []


def test_the_same_tax_number_outweighs_another_name_but_not_another_tax_number_the_same_name(company: Company) -> None:
    save(company, "customer", name="上海明远贸易有限公司", tax_number="91310000MA1FL0B41X")
    save(company, "customer", name="明远商行", tax_number="9131 0000 MA1F L0B4 1X", phone="62345678")
    save(company, "customer", name="上海明远贸易有限公司", tax_number="91310115MA1K4T9Q6N")
    pair = only_pair(company, "customer")
    assert (pair.one, pair.other) == (1, 2)
    assert said(pair)[0] == "Tax number: the same"
    assert [reason.text for reason in pair.reasons if reason.against] == ["different name"]


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        ({"name": "李晓明", "mobile": "13800138000"}, {"name": "李小明", "mobile": "+86 138-0013-8000"},
         "Given name: sounds alike"),
        ({"name": "李小明", "wechat": "lixm88"}, {"name": "李小明", "wechat": "LIXM88"}, "WeChat: the same"),
        ({"name": "Jon Meyer", "email": "jon@lake.example"}, {"name": "Jon Maier", "email": "JON@lake.example"},
         "Family name: sounds alike"),
        ({"name": "Maria Anders", "email": "ma@lake.example"}, {"name": "M. Anders", "email": "ma@lake.example"},
         "Given name: one is short for the other"),
        ({"family_name": "Beazley", "given_name": "Anthony", "name": "Anthony Beazley", "birthday": "1973-09-24"},
         {"family_name": "Anthony", "given_name": "Beazley", "name": "Beazley Anthony", "birthday": "1973-09-24"},
         "family and given name exchanged"),
        ({"name": "Isolde Quarrington", "birthday": "1987-05-10", "email": "i@lake.example"},
         {"name": "Isolde Quarrington", "birthday": "1987-10-05", "email": "i@lake.example"},
         "birthday with day and month exchanged"),
        ({"name": "Isolde Quarrington", "birthday": "1987-05-10", "email": "i@lake.example"},
         {"name": "Isolde Quarrington", "birthday": "--05-10", "email": "i@lake.example"},
         "same birthday, once without the year"),
        ({"name": "Isolde Quarrington", "street": "12 Harbour Rd.", "birthday": "1987-05-10"},
         {"name": "Isolde Quarrington", "street": "Harbour Road 12", "birthday": "1987-05-10"}, "same address"),
    ],
)  # fmt: skip
def test_reasons_for_one_person(company: Company, one: dict[str, str], other: dict[str, str], reason: str) -> None:
    save(company, "contact", **one)
    save(company, "contact", **other)
    assert reason in said(only_pair(company, "contact"))


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        ({"name": "上海明远贸易有限公司"}, {"name": "上海鸣远贸易有限公司", "phone": "62345678"}, "name sounds alike"),
        ({"name": "Granitharbor Lumen GmbH"}, {"name": "Graniteharbor Lumen", "phone": "62345678"},
         "name with a letter different"),
        ({"name": "上海明远贸易有限公司"}, {"name": "上海明远贸易有限公", "phone": "62345678"},
         "same name, but cut off within words like Ltd or 有限公司"),
        ({"name": "Velvetfjord Copper Limited"}, {"name": "Velvetfjord Copper Limi", "phone": "62345678"},
         "same name, but cut off within words like Ltd or 有限公司"),
        ({"name": "Velvetfjord Copper Trading Ltd"}, {"name": "Velvetfjord Copper", "phone": "62345678"},
         "one name is the beginning of the other"),
        ({"name": "Velvetfjord Copper Ltd", "website": "https://www.velvetfjord.example/start"},
         {"name": "Velvetfjord Copper", "phone": "62345678", "email": "hello@velvetfjord.example"}, "same domain"),
    ],
)  # fmt: skip
def test_reasons_for_one_company(company: Company, one: dict[str, str], other: dict[str, str], reason: str) -> None:
    save(company, "customer", **{"phone": "021-62345678", **one})
    save(company, "customer", **other)
    pair = only_pair(company, "customer")
    assert reason in said(pair)
    if other.get("phone"):
        assert "same phone, once without the area code" in said(pair)


def test_a_field_of_the_owners_own_tells_too(company: Company) -> None:
    contact = company.entity("contact")
    name = custom.add(company, contact, "Membership")
    for number in range(40):
        save(company, "contact", name=f"Person {chr(65 + number % 26)}{number}", **{name: f"{7100000 + number * 7919}"})
    save(company, "contact", name="Orlando Fitzwarren", **{name: "9004242"}, birthday="1961-04-05")
    save(company, "contact", name="Orlando Fitzwaren", **{name: "9004242"}, birthday="1961-04-05")
    pair = only_pair(company, "contact")
    assert said(pair)[0] == "Membership: the same"


def test_a_rare_name_tells_more_than_a_common_one(company: Company) -> None:
    for name, number in (("欧阳若曦", "a"), ("欧阳若曦", "b"), ("王伟", "c"), ("王伟", "d")):
        save(company, "contact", name=name, city="苏州", department=number)
    assert all(one == (1, 2) for one in probable(company, "contact"))


def test_i51_twins_within_a_list_are_told(company: Company) -> None:
    found = likely(
        company,
        company.entity("customer"),
        {
            "name": ["上海明远贸易有限公司", "华信物流", "明远贸易"],
            "mobile": [None, None, ("13800138000", "13912345678")],
        },
    )
    assert [(twin.one, twin.other) for twin in found.twins] == [(0, 2)]
    assert found.records == {}


def test_i56_a_row_that_has_the_phones_of_two_people_names_both(company: Company) -> None:
    one = save(company, "contact", name="张伟", mobile="13800138000")
    other = save(company, "contact", name="张 伟", mobile="13912345678")
    found = asked(company, "contact", name="张伟", mobile=("13800138000", "13912345678"))
    assert sorted(candidate.row for candidate in found) == [one, other]


def test_a_question_about_some_records_tells_their_pairs_only(company: Company) -> None:
    rows = [save(company, "customer", name=name) for name in ("明远贸易", "华信物流", "明远贸易公司", "华信物流公司")]
    found = pairs(company, company.entity("customer"), among=[rows[3]])
    assert [(pair.one, pair.other) for pair in found] == [(rows[1], rows[3])]
    assert pairs(company, company.entity("customer"), among=[99]) == []


def test_products_of_nearly_one_name_differ_by_their_numbers(company: Company) -> None:
    save(company, "product", name="Copper lamp model 12")
    save(company, "product", name="Copper lamp model 13")
    assert probable(company, "product") == []


def test_an_empty_list_and_an_empty_company_are_no_matter(company: Company) -> None:
    assert probable(company, "contact") == []
    assert likely(company, company.entity("contact"), {}).records == {}
    assert likely(company, company.entity("contact"), {"name": [], "mobile": []}).twins == []


def test_every_kind_may_be_asked(company: Company) -> None:
    for entity in company.entities:
        assert probable(company, entity.name) == []


def test_what_the_pulse_raises_ends_the_work(company: Company) -> None:
    def stop() -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        likely(company, company.entity("contact"), {"name": ["张伟"]}, pulse=stop)
