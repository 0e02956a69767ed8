"""Every list of other programs that lies beside the project, by the command line: what comes in, or one sentence."""

from __future__ import annotations

import json
import resource
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from crm_desktop import cli
from crm_desktop.areas import new_company, open_company
from crm_desktop.exchange import importing
from tests.exchange.lists import SHARED, TODAY, everything, plans

pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason="the sample lists are not here")

Capture = pytest.CaptureFixture[str]


def import_(capsys: Capture, path: Path, file: Path, *more: str) -> tuple[int, list[dict[str, Any]], str]:
    """Exit code, the sheets of the answer, and the sentence on the error channel."""
    capsys.readouterr()
    code = cli.main(["import", str(path), "--file", str(file), "--json", "--lang", "en", *more])
    said = capsys.readouterr()
    assert "Traceback" not in said.err and len(said.err.strip().splitlines()) == (code != 0), said.err
    return code, json.loads(said.out)["sheets"] if said.out else [], said.err.strip()


def fates(sheet: dict[str, Any]) -> tuple[int, ...]:
    return tuple(sheet[name] for name in ("read", "created", "updated", "unchanged", "skipped", "failed"))


@pytest.mark.parametrize(
    ("folder", "lists"),
    [
        ("sales/northwind", {
            "customers.csv": ("customer", 91), "products.csv": ("product", 77), "employees.csv": ("staff", 9),
            "orders.csv": ("order", 830), "order_details.csv": ("order_line", 2155),
        }),
        ("sales/frappe_books", {"items.csv": ("product", 11), "parties.csv": ("customer", 6)}),
        ("sales/adventureworks", {"DimReseller.csv": ("customer", 701), "Vendor.csv": ("customer", 104)}),
        ("hostile", {"empty_s_attribute.xlsx": ("customer", 4)}),
        ("contacts", {"all.csv": ("contact", 1), "tb_plain.csv": ("contact", 1), "user1.xlsx": ("staff", 1)}),
    ],
)  # fmt: skip
def test_every_row_comes_in_and_the_second_time_nothing_does(
    capsys: Capture, tmp_path: Path, folder: str, lists: dict[str, tuple[str, int]]
) -> None:
    file = tmp_path / "all.crm"
    for name, (kind, count) in lists.items():
        code, sheets, _said = import_(capsys, SHARED / folder / name, file)
        assert (code, sheets[0]["kind"], fates(sheets[0])) == (0, kind, (count, count, 0, 0, 0, 0)), name
    with open_company(file) as company:
        before = everything(company)
    for name, (_kind, count) in lists.items():
        code, sheets, _said = import_(capsys, SHARED / folder / name, file)
        assert (code, fates(sheets[0])) == (0, (count, 0, 0, count, 0, 0)), name
    with open_company(file) as company:
        assert everything(company) == before and company.check() == []


def test_copies_of_the_same_person_in_a_list_are_joined_and_nobody_else(capsys: Capture, tmp_path: Path) -> None:
    path, file = SHARED / "dedupe" / "dataset1.csv", tmp_path / "d.crm"
    _code, (sheet,), _said = import_(capsys, path, file)
    assert fates(sheet) == (1000, 957, 43, 0, 0, 0)
    _code, (sheet,), _said = import_(capsys, path, file)
    assert fates(sheet)[:2] == (1000, 0)
    with open_company(file) as company:
        (plan,) = plans(company, path)
        number = [str(row[0]).split("-")[1] for row in plan.table.body]
    with new_company(tmp_path / "e.crm") as company:
        twins = importing.check(company, plans(company, path)[0], today=TODAY).twins
    place = plan.table.place_of
    assert len(twins) == 43 and all(number[place(one)] == number[place(other)] for one, other in twins)  # type: ignore[index]


def test_northwind_has_the_blanks_and_sums_that_it_should(capsys: Capture, tmp_path: Path) -> None:
    file = tmp_path / "n.crm"
    found = {}
    for name in ("customers", "products", "orders", "order_details"):
        _code, (sheet,), _said = import_(capsys, SHARED / "sales" / "northwind" / f"{name}.csv", file)
        found[name] = sheet["filled"]
    assert (91 - found["customers"]["fax"], 91 - found["customers"]["region"]) == (22, 60)
    assert 830 - found["orders"]["shipped_on"] == 21
    with open_company(file) as company:
        value = lambda sql: company.execute(sql).fetchone()[0]  # noqa: E731
        assert value("SELECT count(*) FROM product WHERE status = 'ended'") == 8
        assert value("SELECT count(*) FROM customer c WHERE NOT EXISTS"
                     " (SELECT 1 FROM \"order\" o WHERE o.customer = c.id)") == 2  # fmt: skip
        total = value("SELECT round(sum(quantity * price / 1e7 * (1 - discount / 1e4)), 4) FROM order_line")
        assert total == 1265793.0395


@pytest.mark.parametrize(
    ("name", "count", "failed"),
    [
        ("alipay_example-alipay-records.csv", 10, 0), ("wechat_example-wechat-records.xlsx", 27, 4),
        ("cmb_debit_example-cmb-records.csv", 5, 1), ("ccb_交易明细_xxxx_2025xxxx_2025xxxx.xls", 6, 0),
        ("icbc_debit-v1_example-icbc-debit-v1-records.csv", 11, 6), ("cmb_credit_example-cmb-records.csv", 6, 6),
        ("hsbchk_debit_example-hsbchk-debit-records.csv", 10, 10), ("td_example-td-records.csv", 9, 9),
        ("bmo_debit_example-bmo-records.csv", 4, 4),
    ],
)  # fmt: skip
def test_a_banks_list_is_no_list_of_customers_and_as_payments_every_row_is_told(
    capsys: Capture, tmp_path: Path, name: str, count: int, failed: int
) -> None:
    path, file = SHARED / "bank" / name, tmp_path / "b.crm"
    code, sheets, said = import_(capsys, path, file)
    assert (code, sheets) == (1, []) and said.endswith("Choose the kind of record.") and not file.exists()
    code, sheets, said = import_(capsys, path, file, "--into", "payment")
    assert (sheets[0]["read"], sheets[0]["failed"], len(sheets[0]["failures"])) == (count, failed, failed)
    assert sum(fates(sheets[0])[1:]) == count
    assert (code, "Not one row" in said) == ((1, True) if failed == count else (0, False))
    if not failed:
        with open_company(file) as company:
            assert company.execute("SELECT count(*) FROM payment").fetchone()[0] == count


def test_alipays_list_is_read_whole_from_under_its_notes(capsys: Capture, tmp_path: Path) -> None:
    path, file = SHARED / "bank" / "alipay_example-alipay-records.csv", tmp_path / "b.crm"
    _code, (sheet,), _said = import_(capsys, path, file, "--into", "payment")
    assert (sheet["header_row"], sheet["encoding"]) == (25, "GB18030")
    with open_company(file) as company:
        column = next(one.name for one in company.columns(company.entity("payment")).values() if one.title == "收/支")
        counts = dict(company.execute(f"SELECT {column}, count(*) FROM payment GROUP BY 1").fetchall())
    assert counts == {"支出": 5, "收入": 1, "不计收支": 4}


def test_purchase_orders_are_counted_and_none_comes_in_as_an_order_of_nobody(capsys: Capture, tmp_path: Path) -> None:
    path, file = SHARED / "sales" / "adventureworks" / "PurchaseOrderHeader.csv", tmp_path / "p.crm"
    code, sheets, said = import_(capsys, path, file)
    assert (code, sheets) == (1, []) and "PurchaseOrderHeader.csv" in said
    code, sheets, _said = import_(capsys, path, file, "--into", "order")
    assert (code, fates(sheets[0])) == (1, (4012, 0, 0, 0, 0, 4012)) and not file.exists()


@pytest.mark.parametrize(
    ("folder", "pattern", "count", "word"),
    [
        ("ical", "**/*.ics", 28, "calendar"), ("einvoice", "*.xml", 16, "XML"), ("einvoice", "*.pdf", 2, "PDF"),
        ("docx", "*.docx", 5, "Word"), ("bank", "*.ofx", 1, "OFX"), ("regions", "*.json", 2, "JSON"),
    ],
)  # fmt: skip
def test_what_is_no_list_is_refused_by_its_name(
    capsys: Capture, tmp_path: Path, folder: str, pattern: str, count: int, word: str
) -> None:
    found = 0
    file = tmp_path / "there.crm"
    cli.main(["new", str(file)])
    for path in sorted((SHARED / folder).glob(pattern)):
        code, sheets, said = import_(capsys, path, file)
        assert (code, sheets) == (1, []) and path.name in said, path
        found += word in said
    assert found >= count


def test_hostile_workbooks_cost_a_sentence_and_little_memory(capsys: Capture, tmp_path: Path) -> None:
    def outcome(name: str, *more: str) -> Sequence[Any]:
        code, sheets, said = import_(capsys, SHARED / "hostile" / name, tmp_path / "h.crm", *more)
        return code, fates(sheets[0]) if sheets else None, said

    assert outcome("empty_s_attribute.xlsx")[:2] == (0, (4, 4, 0, 0, 0, 0))
    code, counted, _said = outcome("minimal_package.xlsx")
    assert code == 0 and counted is not None and counted[0] == 193 and counted[5] == 0
    assert "refused for safety" in outcome("poc-xmlbomb-empty.xlsx")[2]
    fuzzed = "clusterfuzz-testcase-minimized-XLSX2CSVFuzzer-5636439151607808.xlsx"
    assert "damaged or only half there" in outcome(fuzzed)[2]
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss < 1_500_000, "kilobytes"


@pytest.mark.parametrize("path", sorted((SHARED / "spreadsheets").glob("*")), ids=lambda path: path.name)
def test_a_workbook_of_any_sort_is_accounted_for_or_refused_in_a_sentence(
    capsys: Capture, tmp_path: Path, path: Path
) -> None:
    file = tmp_path / "s.crm"
    code, sheets, said = import_(capsys, path, file)
    assert code in (0, 1) and (code == 1) == (not file.exists())
    assert all(fates(sheet)[0] == sum(fates(sheet)[1:]) for sheet in sheets)
    assert code == 0 or said
