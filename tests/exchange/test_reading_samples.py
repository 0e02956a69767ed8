"""Lists that other programs made, where the samples lie beside the project."""

from __future__ import annotations

from datetime import date

import pytest

from crm_desktop.errors import Refused
from crm_desktop.exchange.reading import read
from crm_desktop.exchange.tables import Table
from tests.exchange.lists import SHARED as SAMPLES

pytestmark = pytest.mark.skipif(not SAMPLES.is_dir(), reason="the samples are not here")


def first(path: str) -> Table:
    return read(SAMPLES / path).tables[0]


@pytest.mark.parametrize(
    ("path", "header", "rows"),
    [
        ("contacts/user_import_cn.xlsx", 3, 0),
        ("contacts/user_import_en.xlsx", 3, 0),
        ("contacts/user1.xlsx", 1, 1),
        ("contacts/email.csv", 1, 4),
        ("contacts/all.csv", 1, 1),
        ("contacts/tb_plain.csv", 1, 1),
        ("bank/alipay_example-alipay-records.csv", 25, 10),
        ("bank/wechat_example-wechat-records.xlsx", 18, 27),
        ("bank/icbc_debit-v1_example-icbc-debit-v1-records.csv", 7, 11),
        ("bank/bmo_debit_example-bmo-records.csv", 4, 4),
        ("bank/cmb_credit_example-cmb-records.csv", 2, 6),
        ("bank/td_example-td-records.csv", None, 9),
        ("sales/northwind/customers.csv", 1, 91),
        ("sales/northwind/products.csv", 1, 77),
        ("sales/northwind/orders.csv", 1, 830),
        ("sales/northwind/order_details.csv", 1, 2155),
        ("sales/adventureworks/DimReseller.csv", None, 701),
        ("sales/adventureworks/Vendor.csv", None, 104),
        ("sales/adventureworks/Product.csv", None, 504),
        ("sales/adventureworks/PurchaseOrderHeader.csv", None, 4012),
        ("sales/frappe_books/items.csv", 1, 11),
        ("sales/frappe_books/parties.csv", 1, 6),
        ("sales/frappe_books/sales_invoices.csv", 1, 28),
        ("dedupe/dataset1.csv", 1, 1000),
        ("regions/provinces.csv", 1, 31),
        ("regions/cities.csv", 1, 342),
        ("regions/areas.csv", 1, 2978),
        ("regions/streets.csv", 1, 41352),
        ("hostile/empty_s_attribute.xlsx", 1, 4),
        ("hostile/minimal_package.xlsx", 3, 193),
        ("spreadsheets/no-header.xlsx", None, 2),
        ("spreadsheets/date.xls", None, 3),
    ],
)
def test_the_headings_and_all_rows_are_found(path: str, header: int | None, rows: int) -> None:
    table = first(path)
    assert (table.header_row, len(table.body)) == (header, rows)


def test_i03_alipay_writes_gb18030() -> None:
    table = first("bank/alipay_example-alipay-records.csv")
    assert table.encoding == "GB18030"
    assert [row[5] for row in table.body].count("支出") == 5


def test_i20_the_filled_form_has_its_mobile() -> None:
    table = first("contacts/user1.xlsx")
    assert table.body[0][table.headings.index("手机号")] == 12344574512


def test_northwind_keeps_its_accents_and_blanks() -> None:
    table = first("sales/northwind/customers.csv")
    fax = table.column(table.headings.index("Fax"))
    region = table.column(table.headings.index("Region"))
    assert (fax.count(None), region.count(None)) == (22, 60)
    accented = [row for row in table.body if any(isinstance(cell, str) and not cell.isascii() for cell in row)]
    assert len(accented) == 40


@pytest.mark.parametrize("path", ["spreadsheets/date.xlsx", "spreadsheets/date_1904.xlsx", "spreadsheets/date.xls"])
def test_i26_both_calendars_give_the_same_days(path: str) -> None:
    assert [row[0] for row in first(path).body][:2] == [date(2021, 1, 1), date(2021, 1, 2)]


def test_i72_the_thunderbird_pair_says_the_same() -> None:
    """Every value of the list stands on the card under the same or a like heading."""
    same = {
        "Display Name": "Full Name",
        "Title": "Prefix",
        "Home Mobile": "Mobile Phone",
        "Primary Phone": "Main Phone",
        "Phone Video": "Video Phone",
        "Assistant's Phone": "Assistant Phone",
        "Work City": "Business City",
        "Work State": "Business State",
        "Work Zip": "Business Zip",
        "Work Country": "Business Country",
        "Other Postal Code": "Other Zip",
        "Other Country/Region": "Other Country",
    }
    listed, carded = first("contacts/all.csv"), first("contacts/all.vcf")
    card = dict(zip(carded.headings, carded.body[0], strict=True))
    row = {same.get(heading, heading): cell for heading, cell in zip(listed.headings, listed.body[0], strict=True)}
    assert (card.pop("Birthday"), card.pop("Anniversary")) == (date(1991, 1, 20), date(1992, 2, 20))
    assert (row.pop("Birthday"), row.pop("Anniversary")) == ("20/01/1991", "20/02/1992")
    assert card == row


@pytest.mark.parametrize(
    ("name", "cards"),
    [
        ("John_Doe_ANDROID", 6),
        ("John_Doe_EVOLUTION", 1),
        ("John_Doe_GMAIL", 1),
        ("fullcontact", 1),
        ("gmail-list", 3),
        ("gmail-single", 1),
        ("outlook-2003", 1),
        ("rfc2426-example", 2),
        ("rfc6350-example", 1),
    ],
)
def test_i72_every_card_is_read(name: str, cards: int) -> None:
    assert len(first(f"vcard/{name}.vcf").body) == cards


@pytest.mark.parametrize(
    ("path", "word"),
    [
        ("spreadsheets/pass_protected.xlsx", "password"),
        ("spreadsheets/empty_sheet.xlsx", "no rows"),
        ("hostile/poc-xmlbomb-empty.xlsx", "safety"),
        ("hostile/clusterfuzz-testcase-minimized-XLSX2CSVFuzzer-5636439151607808.xlsx", "damaged"),
        ("docx/sample.docx", "Word"),
        ("einvoice/EN16931_Einfach.pdf", "PDF"),
        ("einvoice/EN16931_Einfach.ubl.xml", "XML"),
        ("bank/bank_medium.ofx", "OFX"),
        ("ical/calendars/example.ics", "calendar"),
        ("regions/pca-code.json", "JSON"),
    ],
)
def test_i15_what_is_no_list_is_refused(path: str, word: str) -> None:
    with pytest.raises(Refused, match=word):
        read(SAMPLES / path)
