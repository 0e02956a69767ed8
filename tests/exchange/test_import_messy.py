"""Lists as owners have them, brought in without one choice made, and what a person would expect to find then."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from crm_desktop.entity.company import Company
from crm_desktop.exchange.report import SheetReport
from tests.exchange import messy_lists
from tests.exchange.lists import all_of, bring, bring_rows, counts, everything, numbers_of


def bring_list(company: Company, folder: Path, make: Callable[[Path], Path]) -> SheetReport:
    (sheet,) = bring(company, make(folder)).sheets
    return sheet


def numbers(record: dict[str, Any]) -> list[str]:
    return [value for _type, value in numbers_of(record)]


def own(company: Company, kind: str, record: dict[str, Any]) -> dict[str, Any]:
    """The fields of the owner's own of a record, by title."""
    columns = company.columns(company.entity(kind))
    return {columns[name].title: value for name, value in record.items() if name in columns and columns[name].custom}


@pytest.mark.parametrize("make", messy_lists.ALL)
def test_a_messy_list_comes_in_whole_and_the_second_time_changes_nothing(
    company: Company, tmp_path: Path, make: Callable[[Path], Path]
) -> None:
    sheet = bring_list(company, tmp_path, make)
    assert (sheet.created, sheet.failed, sheet.skipped) == (sheet.read, 0, 0)
    before = everything(company)
    again = bring_list(company, tmp_path, make)
    assert (again.unchanged, everything(company)) == (again.read, before)


def test_people_of_a_messenger_are_called_as_the_owner_calls_them(company: Company, tmp_path: Path) -> None:
    sheet = bring_list(company, tmp_path, messy_lists.wechat)
    assert (sheet.kind, sheet.encoding, sheet.header_row) == ("contact", "GB18030", 2)
    people = all_of(company, "contact")
    assert [one["name"] for one in people] == ["张伟-明远贸易", "李娜", "王芳（采购）", "大海", "Coco"]
    assert numbers(people[1]) == ["13912345678", "13700001111", "wxid_8f3k2"]
    assert people[0]["tags"] == ["客户", "老客户"] and people[0]["nickname"] == "阳光🌞"


def test_a_register_with_two_rows_of_headings_is_a_list_of_customers(company: Company, tmp_path: Path) -> None:
    sheet = bring_list(company, tmp_path, messy_lists.register)
    assert (sheet.kind, sheet.header_row, sheet.read) == ("customer", 3, 3)
    customers = all_of(company, "customer")
    assert [one["name"] for one in customers] == ["上海明远贸易有限公司", "苏州恒达机电有限公司", "宁波海川包装厂"]
    assert [numbers(one) for one in customers] == [
        ["13800138000", "zhang@example.com"], ["0512-62345678转802", "li@example.com", "li2@example.com"],
        ["13700001111", "13600002222"],
    ]  # fmt: skip
    days = [value for one in customers for title, value in own(company, "customer", one).items() if "首次" in title]
    assert days == ["2019-03-05", "2020-06-01", "2021-11-23"]
    assert [(one["family_name"], one.get("salutation")) for one in all_of(company, "contact")] == [
        ("张", "经理"), ("李", "女士"), ("王", "总")
    ]  # fmt: skip
    assert any("8, 9" in warning for warning in sheet.warnings), "the total and the remark are told"


def test_people_with_titles_are_contacts_and_their_numbers_are_whole(company: Company, tmp_path: Path) -> None:
    sheet = bring_list(company, tmp_path, messy_lists.phones)
    people = all_of(company, "contact")
    assert (sheet.kind, len(people)) == ("contact", 6)
    assert [(one.get("family_name"), one.get("given_name"), one.get("salutation")) for one in people[:5]] == [
        ("Lee", "Ann", "Dr."), ("Ray", "Bob", "Mr"), ("Lee", "Cid", None), ("Ott", "Dora", "Frau"), ("张", None, "总")
    ]  # fmt: skip
    assert [numbers(one)[0] for one in people] == [
        "13800138000", "+86 139 1234 5678", "1.38E+10", "0049 30 3456789", "13700001111", "13600001111"
    ]  # fmt: skip
    assert {(fault.row_number, fault.column) for fault in sheet.faults} == {(3, "Mail"), (4, "Phone"), (5, "Mail")}
    assert "bob@example,com" in people[1]["notes"] and numbers(people[2])[1] == "cid@example.com"
    assert [own(company, "contact", one).get("Last spoken to") for one in people] == [
        "2024-03-25", "2024-04-05", "2024-05-06", None, "2023-12-31", None
    ]  # fmt: skip


def test_customers_with_what_they_owe_are_customers_and_keep_it(company: Company, tmp_path: Path) -> None:
    sheet = bring_list(company, tmp_path, messy_lists.addresses)
    customers = all_of(company, "customer")
    assert (sheet.kind, [one["name"] for one in customers]) == (
        "customer", ["好又多超市", "老王五金店", "李记   水果", "好又多 超市"]
    )  # fmt: skip
    assert [own(company, "customer", one)["欠款"] for one in customers] == ["￥1,234.50", "1.2万", "无", "-"]
    assert numbers_of(customers[0]) == [("mobile", "１３８００１３８０００")] and numbers(customers[1]) == [
        "0755-26001234"
    ]
    assert customers[0]["notes"] == "送货前打电话\n走后门" and customers[0]["addresses"][0]["type"] == "ship"


def test_a_german_list_is_understood(company: Company, tmp_path: Path) -> None:
    sheet = bring_list(company, tmp_path, messy_lists.german)
    customers = all_of(company, "customer")
    assert (sheet.kind, sheet.encoding, sheet.header_row) == ("customer", "Windows-1252", 3)
    assert [(one["code"], one["name"], one["postcode"], one["city"]) for one in customers] == [
        ("00012", "Blauer Morgen GmbH", "01067", "Dresden"), ("00013", "Käse & Söhne KG", "8010", "Graz"),
        ("00014", "Weiß; Partner", "80331", "München"),
    ]  # fmt: skip
    assert [own(company, "customer", one).get("Letzter Kontakt") for one in customers] == [
        "2024-03-03", "2023-12-01", None
    ]  # fmt: skip
    assert [one["family_name"] for one in all_of(company, "contact")] == ["Müller", "Özgür", "Groß"]


ADDRESS_BOOKS = {
    "Outlook, German": (
        "Anrede;Vorname;Nachname;Firma;Abteilung;Position;Straße geschäftlich;Ort geschäftlich;"
        "Postleitzahl geschäftlich;Telefon geschäftlich;Mobiltelefon;E-Mail-Adresse;Geburtstag"
    ),
    "Outlook, French": (
        "Civilité;Prénom;Nom;Société;Service;Fonction;Rue (bureau);Ville (bureau);Code postal (bureau);"
        "Téléphone (bureau);Tél. mobile;Adresse de messagerie;Anniversaire"
    ),
    "Outlook, Spanish": (
        "Tratamiento;Nombre;Apellidos;Organización;Departamento;Puesto;Calle del trabajo;Ciudad de trabajo;"
        "Código postal del trabajo;Teléfono del trabajo;Móvil;Dirección de correo electrónico;Cumpleaños"
    ),
    "Outlook, simplified": (
        "称呼;名;姓;公司;部门;职务;商务地址 街道;商务地址 市/县;商务地址 邮政编码;商务电话;移动电话;电子邮件地址;生日"
    ),
    "Outlook, traditional": (
        "稱謂;名字;姓氏;公司;部門;職稱;商務 - 街;商務 - 市/鎮;商務 - 郵遞區號;商務電話;行動電話;電子郵件地址;生日"
    ),
    "Outlook, Japanese": (
        "敬称;名;姓;会社名;部署;役職;番地 (会社);市町村 (会社);郵便番号 (会社);会社電話;携帯電話;"
        "電子メール アドレス;誕生日"
    ),
    "Thunderbird, German": (
        "Anrede;Vorname;Nachname;Organisation;Abteilung;Arbeitstitel;Dienstlich: Adresse;Dienstlich: Ort;"
        "Dienstlich: PLZ;Tel. dienstlich;Mobil-Tel.-Nr.;Primäre E-Mail-Adresse;Geburtsdatum"
    ),
    "Google": (
        "Name Prefix;First Name;Last Name;Organization Name;Organization Department;Organization Title;"
        "Address 1 - Street;Address 1 - City;Address 1 - Postal Code;Phone 1 - Value;Phone 2 - Value;"
        "E-mail 1 - Value;Birthday"
    ),
}


@pytest.mark.parametrize("program", ADDRESS_BOOKS)
def test_i72_an_address_book_in_its_own_language_has_its_columns(
    company: Company, tmp_path: Path, program: str
) -> None:
    row = ("Dr.", "Ann", "Lee", "Blue Ltd", "Sales", "Buyer", "High St 1", "Leeds", "12345", "+44 113 4960000",
           "+44 7700 900123", "ann@example.com", "1990-05-17")  # fmt: skip
    rows = [ADDRESS_BOOKS[program].split(";"), row, ("", "Bob", "Ray", *[""] * 8, "bob@example.com", "")]
    report = bring_rows(company, tmp_path, rows, "contacts.csv")
    assert (report.kind, counts(report)) == ("contact", (2, 0, 0, 0, 0))
    person = all_of(company, "contact")[0]
    assert own(company, "contact", person) == {}
    assert {name: person.get(name) for name in ("salutation", "given_name", "family_name", "department", "job_title",
            "birthday", "city", "postcode")} == {
        "salutation": "Dr.", "given_name": "Ann", "family_name": "Lee", "department": "Sales", "job_title": "Buyer",
        "birthday": "1990-05-17", "city": "Leeds", "postcode": "12345",
    }  # fmt: skip
    assert {"+44 113 4960000", "+44 7700 900123", "ann@example.com"} == set(numbers(person))
    assert [one["name"] for one in all_of(company, "customer")] == ["Blue Ltd"]
