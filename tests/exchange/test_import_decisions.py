"""What a person settles of an import: by group, row, field and word; named by the lines of the acceptance list."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from crm_desktop.entity import custom, records
from crm_desktop.entity.company import Company
from crm_desktop.errors import Refused
from crm_desktop.exchange import importing
from crm_desktop.exchange.decisions import CREATE, LEAVE, Decisions, RowChoice
from crm_desktop.exchange.report import Checked, SheetReport
from crm_desktop.store import history, undo
from crm_desktop.values.phones import phone_key
from tests.exchange.lists import TODAY, all_of, bring_rows, counts, csv_file, everything, numbers_of, plans

CUSTOMERS = [
    ("客户名称", "客户编号", "手机", "邮箱", "城市"),
    ("明远贸易有限公司", "C1", "13800138000", "a@example.com", "上海"),
    ("恒达机电有限公司", "C2", "13912345678", "b@example.com", "苏州"),
]
PEOPLE = ("姓名", "手机", "邮箱", "职位")


def decided(
    company: Company, folder: Path, rows: Sequence[Sequence[Any]], settle: dict[str, Any], **options: Any
) -> tuple[Checked, SheetReport]:
    """Check and then import rows with these decisions; what the check promised must come true."""
    (plan,) = plans(company, csv_file(folder, rows, "list.csv"), **options)
    plan.decisions = Decisions(**settle)
    before = everything(company)
    checked = importing.check(company, plan, today=TODAY)
    assert everything(company) == before, "a check writes nothing"
    report = importing.run(company, [plan], today=TODAY).sheets[0]
    assert report.read == report.sum
    return checked, report


def promised(checked: Checked, report: SheetReport) -> bool:
    """Whether the check had told what the import did."""
    return counts(checked) == counts(report)  # type: ignore[arg-type]


def test_i23_any_writing_of_a_number_is_kept_as_typed_and_matched_by_its_digits(
    company: Company, tmp_path: Path
) -> None:
    writings = ["13800138000", "+86 139-1234-5678", "(021) 5000 0001", "021-50000002 转 8012", "0086 13700001111"]
    rows = [("客户名称", "电话"), *((f"样例{at}厂", writing) for at, writing in enumerate(writings))]
    assert counts(bring_rows(company, tmp_path, rows)) == (5, 0, 0, 0, 0)
    kept = [numbers_of(one)[0][1] for one in all_of(company, "customer")]
    assert [phone_key(one) for one in kept] == [phone_key(one) for one in writings]
    assert "转" in kept[3] and "8012" in kept[3]
    assert kept[1] == writings[1]
    others = ["+86 138 0013 8000", "13912345678", "021-50000001", "02150000002转8012", "137-0000-1111"]
    again = [rows[0], *((f"样例{at}厂", writing) for at, writing in enumerate(others))]
    assert counts(bring_rows(company, tmp_path, again)) == (0, 0, 5, 0, 0)


@pytest.mark.parametrize("way", ["fill", "overwrite", "merge"])
def test_i24_adding_never_drops_a_number(company: Company, tmp_path: Path, way: str) -> None:
    first = [("客户名称", "手机", "电话"), ("明远贸易", "13800138000 / 13912345678", "021-50000001")]
    bring_rows(company, tmp_path, first)
    second = [("客户名称", "手机", "传真"), ("明远贸易", "13700001111；13800138000", "021-50000009")]
    assert counts(bring_rows(company, tmp_path, second, match=way)) == (0, 1, 0, 0, 0)
    assert numbers_of(all_of(company, "customer")[0]) == [
        ("mobile", "13800138000"), ("mobile", "13912345678"), ("phone", "021-50000001"),
        ("mobile", "13700001111"), ("fax", "021-50000009"),
    ]  # fmt: skip


def test_i25_rows_with_a_phone_alone_come_in_and_each_field_is_counted(company: Company, tmp_path: Path) -> None:
    rows = [PEOPLE, ("张伟", "13800138000", "", ""), ("", "13912345678", "", ""), ("李娜", "13700001111", "bad", ""),
            ("王芳", "", "w@example.com", "经理"), ("", "", "", "会计")]  # fmt: skip
    report = bring_rows(company, tmp_path, rows, into="contact")
    assert counts(report) == (4, 0, 0, 0, 1)
    assert [one["name"] for one in all_of(company, "contact")] == ["张伟", "13912345678", "李娜", "王芳"]
    assert report.filled == {"name": 3, "mobile": 3, "email": 1, "job_title": 1}
    stored = [number for one in all_of(company, "contact") for number in numbers_of(one)]
    assert [type for type, _value in stored].count("mobile") == report.filled["mobile"]
    assert [type for type, _value in stored].count("email") == report.filled["email"]


@pytest.mark.parametrize("keep", [True, False])
def test_i32_a_bad_mail_is_a_warning_and_kept_in_the_remarks_if_wanted(
    company: Company, tmp_path: Path, keep: bool
) -> None:
    rows = [PEOPLE, ("张伟", "13800138000", "zhang#example", "经理"), ("李娜", "", "li@example.com", "")]
    checked, report = decided(company, tmp_path, rows, {"keep_faulty": keep}, into="contact")
    assert promised(checked, report) and counts(report) == (2, 0, 0, 0, 0)
    (fault,) = checked.faults
    assert (fault.row_number, fault.column, fault.text) == (2, "邮箱", "zhang#example")
    first, second = all_of(company, "contact")
    assert first.get("notes") == ("邮箱: zhang#example" if keep else None)
    assert numbers_of(first) == [("mobile", "13800138000")]
    assert numbers_of(second) == [("email", "li@example.com")]


def test_i33_an_unknown_word_is_asked_about_once_and_meant_made_or_left_out(company: Company, tmp_path: Path) -> None:
    entity = company.entity("customer")
    flavour = custom.add(company, entity, "口味", "choice", ["清淡", "浓郁"])
    known = [("客户名称", "口味", "客户状态"), ("甲厂", "清淡", "客户"), ("乙厂", "浓郁", "客户")]
    bring_rows(company, tmp_path, known)
    status = all_of(company, "customer")[0]["status"]
    rows = [("客户名称", "口味", "客户状态"), ("甲厂", "特辣", "合作中"), ("乙厂", "", ""), ("丙厂", "特辣", "合作中"),
            ("丁厂", "淡", "谈过")]  # fmt: skip
    (plan,) = plans(company, csv_file(tmp_path, rows))
    checked = importing.check(company, plan, today=TODAY)
    assert checked.words == {flavour: {"特辣": 2, "淡": 1}, "status": {"合作中": 2, "谈过": 1}}
    words = {
        (flavour, "特辣"): CREATE, (flavour, "淡"): "清淡", ("status", "合作中"): status, ("status", "谈过"): LEAVE,
    }  # fmt: skip
    checked, report = decided(company, tmp_path, rows, {"words": words}, match="overwrite")
    assert promised(checked, report) and counts(report) == (2, 1, 1, 0, 0)
    found = {one["name"]: one for one in all_of(company, "customer")}
    assert [found[name].get(flavour) for name in ("甲厂", "乙厂", "丙厂", "丁厂")] == ["特辣", "浓郁", "特辣", "清淡"]
    assert (found["丙厂"]["status"], found["乙厂"]["status"]) == (status, status)
    assert not any("谈过" in str(value) for value in found["丁厂"].values())
    assert "特辣" in company.entity("customer").fields()[flavour].by_key
    assert checked.fault_count == 0 and checked.words[flavour] == {"特辣": 2, "淡": 1}


def test_i33_a_word_nobody_settled_overwrites_nothing_and_is_kept(company: Company, tmp_path: Path) -> None:
    bring_rows(company, tmp_path, [("客户名称", "客户状态"), ("甲厂", "客户")])
    before = all_of(company, "customer")[0]["status"]
    bring_rows(company, tmp_path, [("客户名称", "客户状态"), ("甲厂", "没见过")], match="overwrite")
    (after,) = all_of(company, "customer")
    assert after["status"] == before and "没见过" in after.values()


@pytest.mark.parametrize("way", ["fill", "overwrite", "merge", "skip"])
def test_i50_the_same_file_again_changes_nothing_and_says_so(company: Company, tmp_path: Path, way: str) -> None:
    rows = [*CUSTOMERS, ("明远贸易有限公司", "C1", "13700001111", "", "北京")]
    bring_rows(company, tmp_path, rows)
    bring_rows(company, tmp_path, rows, match=way)
    before, done = everything(company), history.entries(company.journal)
    report = importing.run(company, plans(company, csv_file(tmp_path, rows), match=way), today=TODAY)
    assert report.entry is None
    assert report.sentence() == ("3 rows read, 3 skipped" if way == "skip" else "3 rows read, 3 unchanged")
    assert (everything(company), len(history.entries(company.journal))) == (before, len(done))


@pytest.mark.parametrize(
    ("way", "expected", "names"),
    [("fill", (2, 1, 0, 0, 0), 2), ("new", (3, 0, 0, 0, 0), 3), ("skip", (2, 0, 0, 1, 0), 2)],
)
def test_i51_twins_of_a_list_are_shown_and_settled_together(
    company: Company, tmp_path: Path, way: str, expected: tuple[int, ...], names: int
) -> None:
    rows = [*CUSTOMERS, ("明远贸易有限公司", "C1", "13700001111", "", "北京")]
    checked, report = decided(company, tmp_path, rows, {"groups": {"twins": way}})
    assert promised(checked, report) and counts(report) == expected
    if way == "fill":
        assert checked.twins == [(4, 2)]
        assert len(numbers_of(all_of(company, "customer")[0])) == 3
    assert len(all_of(company, "customer")) == names


def test_i51_one_twin_is_settled_by_itself(company: Company, tmp_path: Path) -> None:
    rows = [*CUSTOMERS, ("明远贸易有限公司", "C1", "", "", "北京"), ("恒达机电有限公司", "C2", "", "", "无锡")]
    choices = {4: RowChoice("new"), 3: RowChoice("skip")}
    checked, report = decided(company, tmp_path, rows, {"rows": choices})
    assert promised(checked, report) and counts(report) == (3, 0, 0, 1, 0)
    assert [(one["name"][:2], one["city"]) for one in all_of(company, "customer")] == [
        ("明远", "上海"), ("明远", "北京"), ("恒达", "无锡"),
    ]  # fmt: skip


def test_i52_counts_are_the_changes_that_the_file_holds(company: Company, tmp_path: Path) -> None:
    bring_rows(company, tmp_path, CUSTOMERS)
    revised = [
        CUSTOMERS[0], ("明远贸易有限公司", "C1", "13800138000", "a@example.com", "北京"),
        ("恒达机电有限公司", "C2", "13912345678", "b2@example.com", "苏州"), ("新光食品厂", "C3", "", "", "无锡"),
        ("恒达机电有限公司", "C2", "", "", "苏州"),
    ]  # fmt: skip
    before = {one["id"]: one for one in all_of(company, "customer")}
    report = bring_rows(company, tmp_path, revised, match="overwrite")
    after = {one["id"]: one for one in all_of(company, "customer")}
    changed = [row for row, one in after.items() if row in before and one != before[row]]
    assert counts(report) == (len(after) - len(before), len(changed), 1, 0, 0)
    done = history.entries(company.journal)[0]
    touched = company.journal.changed_by(done.id)
    assert sorted(touched.rows["customer"]) == [1]
    assert touched.runs["customer"] == [(3, 3)]


def test_i52_a_value_that_is_written_as_it_was_is_no_update(company: Company, tmp_path: Path) -> None:
    bring_rows(company, tmp_path, CUSTOMERS)
    checked, report = decided(company, tmp_path, CUSTOMERS, {"fields": {"city": "overwrite"}}, match="overwrite")
    assert counts(report) == (0, 0, 2, 0, 0) and promised(checked, report)


def test_i53_by_its_tax_number_and_a_person_by_name_and_company(company: Company, tmp_path: Path) -> None:
    bring_rows(company, tmp_path, [("客户名称", "税号"), ("明远", "91310000MA1K3YJ12X")])
    people = [("姓名", "公司", "手机"), ("张伟", "明远", "13800138000"), ("张伟", "恒达", "")]
    bring_rows(company, tmp_path, people, into="contact")
    renamed = [("客户名称", "税号", "城市"), ("明远新名", "91310000ma1k3yj12x", "宁波")]
    assert counts(bring_rows(company, tmp_path, renamed, match="overwrite")) == (0, 1, 0, 0, 0)
    assert [(one["name"], one.get("city")) for one in all_of(company, "customer")] == [
        ("明远新名", "宁波"),
        ("恒达", None),
    ]
    job = [("姓名", "公司", "职位"), ("张伟", "恒达", "经理")]
    assert counts(bring_rows(company, tmp_path, job, into="contact")) == (0, 1, 0, 0, 0)
    assert [one.get("job_title") for one in all_of(company, "contact")] == [None, "经理"]
    alone = bring_rows(company, tmp_path, [("姓名", "职位"), ("张伟", "店长")], into="contact", match="overwrite")
    assert counts(alone) == (0, 0, 0, 0, 1), "which of the two is not said"


def test_i53_an_update_keeps_the_record_itself(company: Company, tmp_path: Path) -> None:
    bring_rows(company, tmp_path, CUSTOMERS)
    customer = company.entity("customer")
    records.save(company, company.entity("note"), {"text": "喜欢上午联系", "kind": "customer", "row": 1})
    records.save(company, company.entity("task"), {"title": "回电", "kind": "customer", "row": 1})
    named = "明远贸易有限公司"
    for row in (("明远", "C1", "", "", "宁波"), ("明远贸易", "", "138-0013-8000", "", "宁波"),
                (named, "", "", "A@example.com", "宁波"), (named, "", "", "", "宁波")):  # fmt: skip
        report = bring_rows(company, tmp_path, [CUSTOMERS[0], row], match="overwrite")
        assert (report.created, report.failed) == (0, 0), row
        assert records.read(company, customer, 1)["city"] == "宁波"
        records.change_field(company, customer, [1], "city", "上海")
    assert [(one["kind"], one["row"]) for one in (*all_of(company, "note"), *all_of(company, "task"))] == [
        ("customer", 1), ("customer", 1),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("way", "expected", "first"),
    [
        ("skip", (0, 0, 0, 2, 0), {"city": "上海", "mails": 1}),
        ("fill", (0, 2, 0, 0, 0), {"city": "上海", "postcode": "200000", "mails": 2}),
        ("overwrite", (0, 2, 0, 0, 0), {"city": "北京", "postcode": "200000", "mails": 2}),
        ("merge", (0, 2, 0, 0, 0), {"city": "上海", "postcode": "200000", "mails": 2, "notes": "城市: 北京"}),
        ("new", (2, 0, 0, 0, 0), {"city": "上海", "mails": 1}),
    ],
)
def test_i54_the_five_ways_for_all_rows(
    company: Company, tmp_path: Path, way: str, expected: tuple[int, ...], first: dict[str, Any]
) -> None:
    bring_rows(company, tmp_path, CUSTOMERS)
    checked, report = decided(company, tmp_path, REVISED, {}, match=way)
    assert promised(checked, report) and counts(report) == expected
    assert _told(all_of(company, "customer")[0]) == first


REVISED = [
    (*CUSTOMERS[0], "邮编"), ("明远贸易有限公司", "C1", "13800138000", "new@example.com", "北京", "200000"),
    ("恒达机电有限公司", "C2", "", "", "无锡", "214000"),
]  # fmt: skip


def _told(record: dict[str, Any]) -> dict[str, Any]:
    mails = sum(type == "email" for type, _value in numbers_of(record))
    return {**{name: record[name] for name in ("city", "postcode", "notes") if name in record}, "mails": mails}


def test_i54_one_row_goes_another_way_than_the_rest(company: Company, tmp_path: Path) -> None:
    bring_rows(company, tmp_path, CUSTOMERS)
    checked, report = decided(company, tmp_path, REVISED, {"rows": {3: RowChoice("skip")}}, match="overwrite")
    assert promised(checked, report) and counts(report) == (0, 1, 0, 1, 0)
    assert [one["city"] for one in all_of(company, "customer")] == ["北京", "苏州"]
    checked, report = decided(company, tmp_path, REVISED, {"rows": {3: RowChoice("new")}})
    assert promised(checked, report) and counts(report) == (1, 0, 1, 0, 0)
    assert [one["city"] for one in all_of(company, "customer")] == ["北京", "苏州", "无锡"]


def test_i54_one_field_goes_another_way_than_the_rest(company: Company, tmp_path: Path) -> None:
    bring_rows(company, tmp_path, [REVISED[0], *((*row, "100000") for row in CUSTOMERS[1:])])
    decided(company, tmp_path, REVISED, {"fields": {"city": "overwrite"}})
    assert [(one["city"], one["postcode"]) for one in all_of(company, "customer")] == [
        ("北京", "100000"), ("无锡", "100000"),
    ]  # fmt: skip
    back = [REVISED[0], *((*row[:4], "西安", "710000") for row in REVISED[1:])]
    settle = {"fields": {"city": "skip"}, "rows": {3: RowChoice(fields={"city": "merge", "postcode": "fill"})}}
    decided(company, tmp_path, back, settle, match="overwrite")
    first, second = all_of(company, "customer")
    assert (first["city"], first["postcode"]) == ("北京", "710000")
    assert (second["city"], second["postcode"], second["notes"]) == ("无锡", "100000", "城市: 西安")


def test_i54_merging_keeps_both_values_where_a_kind_has_no_remarks(company: Company, tmp_path: Path) -> None:
    bring_rows(company, tmp_path, [("Territory", "Code"), ("North", "N")], into="territory")
    checked, report = decided(
        company, tmp_path, [("Territory", "Code"), ("Northern", "N")], {}, into="territory", match="merge"
    )
    assert promised(checked, report) and counts(report) == (0, 1, 0, 0, 0)
    (territory,) = all_of(company, "territory")
    assert "North" in territory.values() and any("Northern" in str(value) for value in territory.values())


def test_i55_namesakes_with_other_numbers_stay_two(company: Company, tmp_path: Path) -> None:
    bring_rows(company, tmp_path, [PEOPLE, ("张伟", "13800138000", "", "")], into="contact")
    checked, report = decided(company, tmp_path, [PEOPLE, ("张伟", "13912345678", "", "")], {}, into="contact")
    assert promised(checked, report) and counts(report) == (1, 0, 0, 0, 0)
    assert [numbers_of(one) for one in all_of(company, "contact")] == [
        [("mobile", "13800138000")], [("mobile", "13912345678")],
    ]  # fmt: skip


NEAR = [("客户名称", "手机", "地址"), ("上海明远贸易有限公司", "13800138000", "长安路18号3楼"),
        ("恒达机电有限公司", "13912345678", "解放路2号")]  # fmt: skip
NEARLY = [NEAR[0], ("明远贸易", "", "长安路18号3楼"), ("上海新光食品有限公司", "13700001111", "人民路11号"),
          ("新光食品", "", "人民路11号")]  # fmt: skip


@pytest.mark.parametrize(
    ("way", "expected"),
    [("new", (3, 0, 0, 0, 0)), ("fill", (1, 1, 1, 0, 0)), ("merge", (1, 2, 0, 0, 0)), ("skip", (1, 0, 0, 2, 0))],
)
def test_i55_a_name_without_its_trimmings_is_offered_as_probably_the_same(
    company: Company, tmp_path: Path, way: str, expected: tuple[int, ...]
) -> None:
    bring_rows(company, tmp_path, NEAR)
    (plan,) = plans(company, csv_file(tmp_path, NEARLY))
    plan.near, plan.decisions = True, Decisions({"likely": way})
    checked = importing.check(company, plan, today=TODAY)
    assert checked.matching is not None
    likely = checked.matching.likely
    assert (likely[0].record, likely[2].row) == (1, 1)
    assert all(one.reasons and 0.85 <= one.score <= 1 for one in likely.values())
    report = importing.run(company, [plan], today=TODAY).sheets[0]
    assert promised(checked, report) and counts(report) == expected
    assert len(all_of(company, "customer")) == 2 + expected[0]


def test_i55_one_probable_pair_is_settled_by_itself(company: Company, tmp_path: Path) -> None:
    bring_rows(company, tmp_path, NEAR)
    (plan,) = plans(company, csv_file(tmp_path, NEARLY))
    plan.near, plan.decisions = True, Decisions(rows={2: RowChoice("merge", 1), 4: RowChoice("fill")})
    checked = importing.check(company, plan, today=TODAY)
    report = importing.run(company, [plan], today=TODAY).sheets[0]
    assert promised(checked, report) and (report.created, report.updated) == (1, 2)
    assert all_of(company, "customer")[0]["notes"] == "客户名称: 明远贸易"


def three_ways(company: Company, folder: Path) -> list[tuple[str, ...]]:
    """Two people of whom one row has the mobile of the one and the mail of the other."""
    bring_rows(company, folder, [PEOPLE, ("张伟", "13800138000", "", "")], into="contact")
    records.save(
        company, company.entity("contact"), {"name": "张伟"},
        children={"reach": [{"type": "email", "value": "b@example.com"}]},
    )  # fmt: skip
    return [PEOPLE, ("张伟", "13800138000", "b@example.com", "经理")]


def test_i56_a_row_of_two_people_is_shown_and_never_merged_by_itself(company: Company, tmp_path: Path) -> None:
    rows = three_ways(company, tmp_path)
    before = all_of(company, "contact")
    checked, report = decided(company, tmp_path, rows, {}, into="contact")
    assert promised(checked, report) and counts(report) == (0, 0, 0, 0, 1)
    assert checked.matching is not None and checked.matching.several == {0: (1, 2)}
    assert "several records" in report.failures[0].sentence
    assert all_of(company, "contact") == before


@pytest.mark.parametrize(
    ("choice", "expected", "jobs"),
    [
        (RowChoice("fill", 2), (0, 1, 0, 0, 0), [None, "经理"]),
        (RowChoice("merge", 1), (0, 1, 0, 0, 0), ["经理", None]),
        (RowChoice("new"), (1, 0, 0, 0, 0), [None, None, "经理"]),
        (RowChoice("skip"), (0, 0, 0, 1, 0), [None, None]),
    ],
)
def test_i56_the_person_says_which_of_them_is_meant(
    company: Company, tmp_path: Path, choice: RowChoice, expected: tuple[int, ...], jobs: list[str | None]
) -> None:
    rows = three_ways(company, tmp_path)
    checked, report = decided(company, tmp_path, rows, {"rows": {2: choice}}, into="contact")
    assert promised(checked, report) and counts(report) == expected
    assert [one.get("job_title") for one in all_of(company, "contact")] == jobs


@pytest.mark.parametrize("row", [("明远贸易有限公司", "C1", "", "", ""), ("明远", "", "138 0013 8000", "", "北京"),
                                 ("明远贸易有限公司", "", "", "", "北京")])  # fmt: skip
def test_i57_a_deleted_record_is_offered_and_blocks_nothing(
    company: Company, tmp_path: Path, row: tuple[str, ...]
) -> None:
    bring_rows(company, tmp_path, CUSTOMERS)
    records.delete(company, company.entity("customer"), [1])
    rows = [CUSTOMERS[0], row]
    (plan,) = plans(company, csv_file(tmp_path, rows))
    checked = importing.check(company, plan, today=TODAY)
    assert checked.matching is not None and checked.matching.trash == {0: 1}
    assert counts(checked) == (1, 0, 0, 0, 0)  # type: ignore[arg-type]
    checked, report = decided(company, tmp_path, rows, {"groups": {"trash": "restore"}})
    assert promised(checked, report) and counts(report) == (0, 1, 0, 0, 0)
    first = next(one for one in all_of(company, "customer") if one["id"] == 1)
    assert first["code"] == "C1" and len(numbers_of(first)) == 2
    undo.undo(company.journal)
    assert [one["id"] for one in all_of(company, "customer")] == [2]
    assert [one.row for one in history.trash(company.journal, "customer")] == [1]


def test_i57_a_new_record_beside_the_deleted_one(company: Company, tmp_path: Path) -> None:
    bring_rows(company, tmp_path, CUSTOMERS)
    records.delete(company, company.entity("customer"), [1])
    settle = {"groups": {"trash": "restore"}, "rows": {2: RowChoice("new")}}
    checked, report = decided(company, tmp_path, CUSTOMERS, settle)
    assert promised(checked, report) and counts(report) == (1, 0, 1, 0, 0)
    assert [one["id"] for one in all_of(company, "customer")] == [2, 3]


@pytest.mark.parametrize("way", ["fill", "overwrite", "merge"])
def test_i58_a_blank_overwrites_nothing_unless_it_was_ticked(company: Company, tmp_path: Path, way: str) -> None:
    bring_rows(company, tmp_path, CUSTOMERS)
    rows = [CUSTOMERS[0], ("明远贸易有限公司", "C1", "", "", ""), ("恒达机电有限公司", "C2", "", "", "无锡")]
    checked, _report = decided(company, tmp_path, rows, {}, match=way)
    assert all_of(company, "customer")[0]["city"] == "上海"
    checked, report = decided(company, tmp_path, rows, {"clearing": {"city", "name"}}, match="overwrite")
    assert promised(checked, report) and report.updated >= 1
    first, second = all_of(company, "customer")
    assert "city" not in first and second["city"] == "无锡"
    assert first["name"] == "明远贸易有限公司" and len(numbers_of(first)) == 2


@pytest.mark.parametrize(
    ("way", "expected", "numbers"),
    [("fail", (1, 0, 0, 0, 2), ["SO-007", "SO-009", "SO-012"]),
     ("next", (3, 0, 0, 0, 0), ["SO-007", "SO-009", "SO-012", "SO-013", "SO-014"]),
     ("skip", (1, 0, 0, 2, 0), ["SO-007", "SO-009", "SO-012"])],
)  # fmt: skip
def test_i59_for_a_number_that_is_taken_the_next_free_one_is_proposed(
    company: Company, tmp_path: Path, way: str, expected: tuple[int, ...], numbers: list[str]
) -> None:
    rows = [("Order No", "Customer"), ("SO-007", "Ann Ltd"), ("SO-009", "Ann Ltd")]
    bring_rows(company, tmp_path, rows)
    more = [rows[0], ("SO-007", "Ann Ltd"), ("SO-012", "Ann Ltd"), ("SO-012", "Bob Ltd")]
    checked, report = decided(company, tmp_path, more, {"groups": {"numbers": way}}, match="new")
    assert promised(checked, report) and counts(report) == expected
    assert {place: free for place, (_column, free) in checked.clashes.items()} == {0: "SO-013", 2: "SO-014"}
    assert sorted(one["number"] for one in all_of(company, "order")) == numbers
    if way == "fail":
        assert "SO-013" in report.failures[0].sentence and report.failures[0].column == "Order No"


def test_i59_an_update_to_a_number_that_is_taken_fails_its_row_alone(company: Company, tmp_path: Path) -> None:
    rows = [("Invoice No", "Tax invoice", "Customer", "Invoice Date"), ("R1", "T1", "Ann Ltd", "2026-03-10"),
            ("R2", "T2", "Ann Ltd", "2026-03-10")]  # fmt: skip
    bring_rows(company, tmp_path, rows, into="invoice")
    settle = {"rows": {2: RowChoice("overwrite", 1)}}
    checked, report = decided(company, tmp_path, [rows[0], rows[2]], settle, into="invoice")
    assert promised(checked, report) and counts(report) == (0, 0, 0, 0, 1)
    assert report.failures[0].column == "Invoice No"
    assert sorted(one["number"] for one in all_of(company, "invoice")) == ["R1", "R2"]


def test_a_corrected_cell_is_brought_in_and_the_list_stays_as_it_was(company: Company, tmp_path: Path) -> None:
    rows = [PEOPLE, ("张伟", "13800138000", "zhang#example", ""), ("李娜", "", "", "会计")]
    (plan,) = plans(company, csv_file(tmp_path, rows), into="contact")
    plan.corrections = {(2, 2): "zhang@example.com", (3, 3): None}
    assert importing.check(company, plan, today=TODAY).fault_count == 0
    report = importing.run(company, [plan], today=TODAY).sheets[0]
    first, second = all_of(company, "contact")
    assert numbers_of(first) == [("mobile", "13800138000"), ("email", "zhang@example.com")]
    assert "job_title" not in second and report.created == 2
    assert plan.table.body[0][2] == "zhang#example" and plan.cell(0, 2) == "zhang@example.com"


def test_a_way_that_does_not_exist_is_refused(company: Company, tmp_path: Path) -> None:
    (plan,) = plans(company, csv_file(tmp_path, CUSTOMERS))
    for settle in ({"groups": {"trash": "burn"}}, {"groups": {"others": "new"}}, {"fields": {"city": "new"}}):
        plan.decisions = Decisions(**settle)  # type: ignore[arg-type]
        with pytest.raises(Refused):
            importing.run(company, [plan], today=TODAY)


def test_i51_a_blank_within_a_chinese_name_makes_no_other_person(company: Company, tmp_path: Path) -> None:
    rows = [("姓名", "手机"), ("张伟", "13800138000"), ("张 伟", "138-0013-8000"), ("张　伟", "+86 13800138000")]
    report = bring_rows(company, tmp_path, rows, into="contact")
    assert counts(report) == (1, 0, 2, 0, 0)
    again = bring_rows(company, tmp_path, [("姓名", "手机"), ("张 伟", "13800138000")], into="contact")
    assert counts(again) == (0, 0, 1, 0, 0)
    assert [one["name"] for one in all_of(company, "contact")] == ["张伟"]


def test_i51_a_link_that_differs_between_twins_is_told_by_its_name_and_kept(company: Company, tmp_path: Path) -> None:
    rows = [("订单号", "客户", "日期"), ("O1", "甲厂", "2026-01-01"), ("O1", "乙厂", "2026-01-01")]
    report = bring_rows(company, tmp_path, rows)
    assert [(one.column, one.kept, one.offered) for one in report.differences] == [("customer", "甲厂", "乙厂")]
    assert all_of(company, "order")[0]["notes"] == "客户: 乙厂"
