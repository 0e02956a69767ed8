"""Which kind of record a list holds and what its columns fill: by headings, by contents, as remembered, as chosen."""

from __future__ import annotations

from pathlib import Path

import pytest

from crm_desktop import i18n
from crm_desktop.entity.company import Company
from crm_desktop.errors import Refused
from crm_desktop.exchange import importing
from crm_desktop.exchange.headingwords import vocabulary
from crm_desktop.exchange.mapping import remap
from tests.exchange.lists import TODAY, Rows, all_of, bring, bring_rows, csv_file, plans, xlsx_file


def planned(company: Company, folder: Path, rows: Rows, name: str = "list.csv", **options: str) -> importing.SheetPlan:
    return plans(company, csv_file(folder, rows, name), **options)[0]


@pytest.mark.parametrize(
    ("heading", "target"),
    [
        ("客户名称", "name"), ("CompanyName", "name"), ("company_name", "name"), ("Company Name (required)", "name"),
        ("* 客户名称：", "name"), ("Customer Names", "name"), ("CustomerID", "code"), ("客户编号", "code"),
        ("E-Mail", "email"), ("e_mail", "email"), ("邮箱", "email"), ("手机号码", "mobile"), ("Cell Phone", "mobile"),
        ("Phone No.", "phone"), ("电话2", "phone"), ("Fax", "fax"), ("PostalCode", "postcode"), ("邮编", "postcode"),
        ("纳税人识别号", "tax_number"), ("联系人", "main_contact"), ("ContactName", "main_contact"),
        ("ContactTitle", "contact_title"), ("联系人 / 电话", "contact_phone"), ("备注", "notes"), ("Remarks", "notes"),
        ("标签", "tags"), ("CUST_NM", "name"), ("下次跟进时间", "next_on"),
    ],
)  # fmt: skip
def test_a_heading_is_understood_however_it_is_written(company: Company, heading: str, target: str) -> None:
    found = vocabulary(company, company.entity("customer")).candidates(heading)
    assert found and found[0].target == target


def test_no_heading_of_a_kind_is_lost_by_being_written_in_chinese(company: Company) -> None:
    chinese = i18n.catalogue("zh_CN")
    for entity in company.entities:
        words = vocabulary(company, entity)
        for name, target in words.targets.items():
            if target.column is not None and name == target.column.name and target.marked in chinese:
                assert name in {one.target for one in words.candidates(chinese[target.marked])}, (entity.name, name)


def test_a_list_of_companies_with_the_person_to_ask_for_is_a_list_of_customers(
    company: Company, tmp_path: Path
) -> None:
    plan = planned(company, tmp_path, [("客户名称", "联系人", "电话"), ("明远贸易", "张伟", "021-50000001")])
    assert (plan.kind, plan.mapping) == (
        "customer",
        {"客户名称": "name", "联系人": "main_contact", "电话": "phone"},
    )


def test_a_list_of_people_with_their_companies_is_a_list_of_contacts(company: Company, tmp_path: Path) -> None:
    rows = [
        ("姓名", "公司", "职位", "手机"), ("张伟", "明远贸易", "经理", "13800138000"), ("李娜", "明远贸易", "会计", ""),
    ]  # fmt: skip
    plan = planned(company, tmp_path, rows)
    assert plan.kind == "contact"
    assert plan.mapping == {"姓名": "name", "公司": "customer", "职位": "job_title", "手机": "mobile"}


def test_the_name_of_the_file_settles_what_the_headings_leave_open(company: Company, tmp_path: Path) -> None:
    rows = [("Name", "Phone", "Email"), ("Ann Lee", "020 7946 0018", "ann@example.com")]
    assert planned(company, tmp_path, rows, "contacts.csv").kind == "contact"
    assert planned(company, tmp_path, rows, "clients.csv").kind == "customer"
    assert planned(company, tmp_path, rows, "staff.csv").kind == "staff"


def test_rows_of_nothing_the_program_knows_are_left_out_with_a_sentence(company: Company, tmp_path: Path) -> None:
    rows = [("Latitude", "Longitude"), (31.2, 121.5), (39.9, 116.4)]
    plan = planned(company, tmp_path, rows)
    assert plan.kind is None and "kind of record" in plan.why
    report = importing.run(company, [plan], today=TODAY)
    assert (report.entry, report.sheets[0].read, report.sheets[0].skipped) == (None, 2, 2)


def test_columns_without_headings_are_known_by_their_contents(company: Company, tmp_path: Path) -> None:
    rows = [
        ("上海明远贸易有限公司", "13800138000", "a@example.com"),
        ("苏州恒达机电有限公司", "13912345678", "b@example.com"),
        ("宁波海川包装厂", "13700001111", "c@example.com"),
    ]
    plan = planned(company, tmp_path, rows, into="customer")
    assert [column.target for column in plan.columns] == ["name", "mobile", "email"]
    assert {column.why for column in plan.columns} == {"content"}


def test_a_column_of_mobiles_under_an_unknown_heading_is_added_under_that_heading(
    company: Company, tmp_path: Path
) -> None:
    rows = [("客户名称", "紧急呼叫"), *[(f"明远{n}号店", f"138001380{n:02}") for n in range(12)]]
    plan = planned(company, tmp_path, rows)
    assert plan.mapping["紧急呼叫"] == "mobile"


def test_an_unknown_column_is_kept_and_an_empty_one_is_left_out(company: Company, tmp_path: Path) -> None:
    plan = planned(company, tmp_path, [("客户名称", "鞋码", "空列"), ("明远贸易", "42", "")])
    assert plan.mapping == {"客户名称": "name", "鞋码": "custom:鞋码", "空列": None}


def test_a_second_column_of_a_single_field_is_kept_apart(company: Company, tmp_path: Path) -> None:
    plan = planned(company, tmp_path, [("客户名称", "公司名称", "城市"), ("明远", "明远贸易有限公司", "上海")])
    assert sorted(filter(None, plan.mapping.values())) == ["city", "custom:公司名称", "name"]


def test_numbered_columns_add_numbers_and_lines_of_an_address_are_joined(company: Company, tmp_path: Path) -> None:
    rows = [("Customer", "Phone", "Phone 2", "Address 1", "Address 2"), ("Ann Ltd", "1234567", "7654321", "A", "B")]
    plan = planned(company, tmp_path, rows)
    assert plan.mapping == {
        "Customer": "name", "Phone": "phone", "Phone 2": "phone", "Address 1": "street", "Address 2": "street",
    }  # fmt: skip


def test_words_that_are_no_choice_leave_the_column_to_a_field_of_its_own(company: Company, tmp_path: Path) -> None:
    plan = planned(company, tmp_path, [("Customer", "Type"), ("Ann Ltd", "blue"), ("Bob Ltd", "green")])
    assert plan.mapping["Type"] == "custom:Type"


def test_a_person_names_targets_by_name_or_title_and_leaves_columns_out(company: Company, tmp_path: Path) -> None:
    rows = [("Wer", "Wo", "Was"), ("Ann Ltd", "Leeds", "x")]
    plan = planned(company, tmp_path, rows, into="customer", mapping={"Wer": "name", "wo": "City", "Was": ""})  # type: ignore[arg-type]
    assert plan.mapping == {"Wer": "name", "Wo": "city", "Was": None}
    assert {column.why for column in plan.columns} == {"chosen"}


@pytest.mark.parametrize("mapping", [{"Nowhere": "name"}, {"Wer": "no_such_column"}])
def test_an_unknown_heading_or_column_is_refused_in_words(
    company: Company, tmp_path: Path, mapping: dict[str, str]
) -> None:
    with pytest.raises(Refused) as refused:
        planned(company, tmp_path, [("Wer",), ("Ann Ltd",)], into="customer", mapping=mapping)  # type: ignore[arg-type]
    assert "It has:" in refused.value.sentence


def test_an_unknown_kind_or_way_to_match_is_refused(company: Company, tmp_path: Path) -> None:
    for options in ({"into": "planet"}, {"match": "guess"}):
        with pytest.raises(Refused):
            planned(company, tmp_path, [("Name",), ("Ann Ltd",)], **options)


def test_a_mapping_is_remembered_for_the_next_list_with_these_headings(company: Company, tmp_path: Path) -> None:
    rows = [("Kunde", "Ort", "Farbe"), ("Ann Ltd", "Leeds", "red")]
    chosen = {"Kunde": "name", "Ort": "city", "Farbe": "custom:Colour"}
    bring_rows(company, tmp_path, rows, into="customer", mapping=chosen)
    plan = planned(company, tmp_path, [rows[0], ("Bob Ltd", "York", "blue")])
    assert (plan.kind, plan.mapping) == ("customer", chosen)
    assert {column.why for column in plan.columns} == {"remembered"}


def test_what_is_remembered_survives_an_undo_and_a_choice_overrules_it(company: Company, tmp_path: Path) -> None:
    from crm_desktop.store.undo import undo

    rows = [("Kunde", "Ort"), ("Ann Ltd", "Leeds")]
    bring_rows(company, tmp_path, rows, into="customer", mapping={"Kunde": "name", "Ort": "city"})
    undo(company.journal)
    assert planned(company, tmp_path, rows).mapping == {"Kunde": "name", "Ort": "city"}
    assert planned(company, tmp_path, rows, mapping={"Ort": "region"}).mapping["Ort"] == "region"  # type: ignore[arg-type]


def test_every_sheet_of_a_workbook_has_a_plan_of_its_own(company: Company, tmp_path: Path) -> None:
    path = xlsx_file(
        tmp_path,
        {
            "Orders": [("Order No", "Customer", "Order Date"), ("A-1", "Ann Ltd", "2026-03-01")],
            "Clients": [("Client", "City"), ("Ann Ltd", "Leeds")],
        },
    )
    assert [plan.kind for plan in plans(company, path)] == ["order", "customer"]


def test_a_sheet_may_be_planned_anew_as_another_kind(company: Company, tmp_path: Path) -> None:
    plan = planned(company, tmp_path, [("Name", "Mobile"), ("Ann Lee", "07700 900123")])
    as_staff = remap(company, plan, "staff", today=TODAY)
    assert (as_staff.kind, as_staff.mapping) == ("staff", {"Name": "name", "Mobile": "phone"})
    assert remap(company, plan, None, today=TODAY).kind is None


def test_a_template_without_rows_is_mapped_all_the_same(company: Company, tmp_path: Path) -> None:
    plan = planned(company, tmp_path, [("工号", "姓名", "部门", "职位", "手机号")])
    assert (plan.kind, plan.mapping["工号"]) == ("staff", "code")


def test_a_bare_list_is_of_the_kind_that_its_file_is_called_after(company: Company, tmp_path: Path) -> None:
    rows = [
        (n, f"AW{n:08}", name, f"{n}2 Sterling Avenue", "1")
        for n, name in enumerate(("Ann Bikes", "Bob Wheels", "Cleo Cycles", "Dora Gears"), 1)
    ]
    (sheet,) = plans(company, csv_file(tmp_path, rows, "DimReseller.csv"))
    assert (sheet.kind, sheet.table.header_row) == ("customer", None)
    assert [column.target for column in sheet.columns] == [
        "custom:Column A", "code", "name", "street", "custom:Column E"
    ]  # fmt: skip
    (other,) = plans(company, csv_file(tmp_path, rows, "PurchaseOrderHeader.csv"))
    assert other.kind is None


def test_a_bare_list_of_customers_is_known_by_companies_people_towns_and_numbers(
    company: Company, tmp_path: Path
) -> None:
    days = ("2026-03-02", "2026-04-17", "2026-05-05", "2026-06-21")
    rows = [
        (f"常州第{n}电机厂", person, f"1380013800{n}", "常州", day, "ABAC"[n], "老客户", ("急", "", "", "缓")[n])
        for n, (person, day) in enumerate(zip(("张伟", "李娜", "王芳", "赵敏"), days, strict=True))
    ]
    (sheet,) = plans(company, xlsx_file(tmp_path, {"Sheet": rows}))
    assert (sheet.kind, sheet.table.header_row) == ("customer", None)
    assert [column.target for column in sheet.columns] == [
        "name", "main_contact", "mobile", "city", "custom:Date", "custom:Column F", "custom:Column G", "custom:Column H"
    ]  # fmt: skip
    report = bring(company, tmp_path / "list.xlsx")
    assert report.sheets[0].created == 4
    assert [(one["name"], one["city"]) for one in all_of(company, "customer")][3] == ("常州第3电机厂", "常州")
    assert [one["name"] for one in all_of(company, "contact")] == ["张伟", "李娜", "王芳", "赵敏"]


def test_nobody_is_called_by_a_mere_number(company: Company, tmp_path: Path) -> None:
    rows = [("Item", "Type", "Quantity"), (1, "Green pears", 50), (2, "Red plums", 200), (3, "Figs", 60)]
    (sheet,) = plans(company, csv_file(tmp_path, rows, "inventory.csv"), into="product")
    assert sheet.mapping == {"Item": "code", "Type": "name", "Quantity": "stock"}


def test_a_house_number_joins_its_street(company: Company, tmp_path: Path) -> None:
    rows = [("surname", "street_number", "address_1", "suburb"), ("Waller", "6", "Tulip Street", "St James")]
    bring_rows(company, tmp_path, rows, into="contact")
    (one,) = all_of(company, "contact")
    assert (one["street"], one["city"]) == ("6 Tulip Street", "St James")


def test_an_empty_column_takes_no_place_from_a_filled_one(company: Company, tmp_path: Path) -> None:
    rows = [("Order number", "Document number", "Customer"), (None, "D-1", "Ann Ltd"), (None, "D-2", "Bob Ltd")]
    (sheet,) = plans(company, csv_file(tmp_path, rows, "orders.csv"), into="order")
    assert sheet.mapping["Document number"] == "number"


def test_words_of_a_heading_may_stand_the_other_way_round(company: Company, tmp_path: Path) -> None:
    rows = [("Name Product", "Code Article"), ("Green pears", "P-1"), ("Red plums", "P-2")]
    (sheet,) = plans(company, csv_file(tmp_path, rows, "products.csv"))
    assert (sheet.kind, sheet.mapping) == ("product", {"Name Product": "name", "Code Article": "code"})


def test_a_banks_words_mean_a_payment_only_once_somebody_has_said_so(company: Company, tmp_path: Path) -> None:
    headings = ("交易时间", "交易对方", "收/支", "金额(元)", "交易单号")
    rows = [headings, ("2026-01-05 10:00", "某餐厅", "支出", "28.16", "39857")]
    path = csv_file(tmp_path, rows)
    assert plans(company, path)[0].kind is None
    assert list(plans(company, path, into="payment")[0].mapping.values()) == [
        "paid_on", "customer", "custom:收/支", "amount", "reference"
    ]  # fmt: skip


def test_i47_district_and_street_are_joined(company: Company, tmp_path: Path) -> None:
    rows = [("客户名称", "省", "市", "区", "详细地址"), ("甲厂", "浙江省", "杭州市", "西湖区", "文三路1号")]
    bring_rows(company, tmp_path, rows)
    (made,) = all_of(company, "customer")
    assert (made["region"], made["city"], made["street"]) == ("浙江省", "杭州市", "西湖区文三路1号")


def test_i41_a_text_of_several_lines_without_a_field_keeps_its_lines(company: Company, tmp_path: Path) -> None:
    text = "2024-03-05 打了电话\n2024-04-01 拜访"
    bring_rows(company, tmp_path, [("客户名称", "往来情况"), ("甲厂", text), ("乙厂", "无")])
    assert [one.get("notes") for one in all_of(company, "customer")] == [f"往来情况: {text}", "往来情况: 无"]


def test_i46_traditional_headings_are_understood(company: Company, tmp_path: Path) -> None:
    rows = [("客戶名稱", "電話", "電子郵箱", "地址", "備註"),
            ("臺灣機械", "02-2345-6789", "a@example.com", "中山路1號", "老客戶")]  # fmt: skip
    path = tmp_path / "big5.csv"
    path.write_bytes("\n".join(map(",".join, rows)).encode("big5"))
    (plan,) = plans(company, path)
    assert (plan.kind, [column.target for column in plan.columns]) == (
        "customer", ["name", "phone", "email", "street", "notes"]
    )  # fmt: skip


def test_i64_columns_without_end_are_kept_and_cost_no_time(company: Company, tmp_path: Path) -> None:
    many = range(2500)
    rows = [("姓名", "手机", *(f"列{n}" for n in many)), *(("张伟", "13800138000", *(f"x{n}" for n in many)),) * 2]
    report = bring_rows(company, tmp_path, rows, into="contact")
    (made,) = all_of(company, "contact")
    assert (report.created, report.failed) == (1, 0)
    assert "列2499: x2499" in made["notes"] and "x7" in made.values()


@pytest.mark.parametrize("heading", ["地区", "省市", "所在地"])
def test_a_province_with_its_city_fills_both(company: Company, tmp_path: Path, heading: str) -> None:
    rows = [("公司名称", heading, "电话"), ("甲厂", "浙江省杭州市", "0571-88001111"), ("乙厂", "上海市浦东新区", ""),
            ("丙厂", "", "")]  # fmt: skip
    bring_rows(company, tmp_path, rows)
    found = [[one.get(name) for name in ("region", "city", "street")] for one in all_of(company, "customer")]
    assert found == [["浙江省", "杭州市", None], ["上海市", "上海市", "浦东新区"], [None, None, None]]


@pytest.mark.parametrize(
    "rows",
    [
        [("公司名称", "地区"), ("甲厂", "华东"), ("乙厂", "华南")],
        [("公司名称", "地区", "城市"), ("甲厂", "浙江省杭州市", "杭州"), ("乙厂", "江苏省南京市", "南京")],
        [("公司名称", "地区", "地址"), ("甲厂", "上海市浦东新区", "张江路88号"), ("乙厂", "上海市宝山区", "一路1号")],
    ],
)
def test_what_would_be_lost_or_is_said_besides_is_not_taken_apart(company: Company, tmp_path: Path, rows: Rows) -> None:
    assert planned(company, tmp_path, rows).mapping["地区"] == "custom:地区"
