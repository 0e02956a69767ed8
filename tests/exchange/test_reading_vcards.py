"""Visiting cards of every version and program; one bad card costs no other."""

from __future__ import annotations

import quopri
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm_desktop.exchange.card_lines import split_at
from crm_desktop.exchange.tables import Table
from crm_desktop.exchange.vcards import read_vcards
from tests.exchange.reading_files import only, written


def card(*lines: str, version: str = "3.0") -> str:
    return "\r\n".join(("BEGIN:VCARD", f"VERSION:{version}", *lines, "END:VCARD", ""))


def read(*cards: str) -> Table:
    return read_vcards("".join(cards).encode(), "cards.vcf")[0]


def record(*lines: str, version: str = "3.0") -> dict[str, object]:
    """The cells of a card that hold something."""
    table = read(card(*lines, version=version))
    return dict(zip(table.headings, table.body[0], strict=True))


def test_i72_a_card_of_version_3() -> None:
    assert record(
        "N:Doe;John;Richter\\, James;Mr.;Sr.",
        "FN:Mr. John Doe",
        "ORG:IBM;Accounting;Basement",
        "TITLE:Money Counter",
        "TEL;TYPE=CELL:905-666-1234",
        "TEL;TYPE=WORK,VOICE:905-555-1234",
        "TEL;TYPE=WORK,FAX:905-555-0000",
        "EMAIL;TYPE=WORK:john@example.com",
        "ADR;TYPE=HOME:ASB-123;Flat 2;15 Crescent Drive;Albany;New York;12345;USA",
        "BDAY:1980-03-22",
        "NOTE:one\\ntwo\\, three",
        "URL:http\\://www.example.com",
        "CATEGORIES:VIP,Old",
    ) == {
        "Full Name": "Mr. John Doe",
        "Prefix": "Mr.",
        "First Name": "John",
        "Middle Name": "Richter, James",
        "Last Name": "Doe",
        "Suffix": "Sr.",
        "Company": "IBM",
        "Department": "Accounting / Basement",
        "Job Title": "Money Counter",
        "Email Work": "john@example.com",
        "Mobile Phone": "905-666-1234",
        "Business Phone": "905-555-1234",
        "Business Fax": "905-555-0000",
        "Home Street": "15 Crescent Drive\nFlat 2\nASB-123",
        "Home City": "Albany",
        "Home State": "New York",
        "Home Zip": "12345",
        "Home Country": "USA",
        "Birthday": date(1980, 3, 22),
        "Notes": "one\ntwo, three",
        "Website Other": "http://www.example.com",
        "Categories": "VIP, Old",
    }


def test_i72_quoted_printable_gbk_of_old_phones() -> None:
    def encoded(text: str) -> bytes:
        return quopri.encodestring(text.encode("gbk")).replace(b"\n", b"\r\n")

    data = b"BEGIN:VCARD\r\nVERSION:2.1\r\n"
    data += b"N;CHARSET=GBK;ENCODING=QUOTED-PRINTABLE:" + encoded("欧阳") + b";" + encoded("娜娜") + b";;;\r\n"
    data += b"FN;CHARSET=GBK;ENCODING=QUOTED-PRINTABLE:" + encoded("欧阳娜娜") + b"\r\n"
    data += (
        b"ORG;CHARSET=GBK;ENCODING=QUOTED-PRINTABLE:"
        + encoded("上海明远国际贸易有限公司浦东新区第一分公司办事处")
        + b"\r\n"
    )
    data += b"TEL;CELL;VOICE:13800138000\r\nTEL;WORK;VOICE:021-61234567\r\nEND:VCARD\r\n"
    (table,) = read_vcards(data, "cards.vcf")
    assert dict(zip(table.headings, table.body[0], strict=True)) == {
        "Full Name": "欧阳娜娜",
        "First Name": "娜娜",
        "Last Name": "欧阳",
        "Company": "上海明远国际贸易有限公司浦东新区第一分公司办事处",
        "Mobile Phone": "13800138000",
        "Business Phone": "021-61234567",
    }


def test_i72_a_whole_file_in_gbk(tmp_path: Path) -> None:
    text = card("FN:张三", "ORG:明远贸易", "TEL;CELL:13800138000", version="2.1")
    table = only(written(tmp_path, "cards.vcf", text, "gbk"))
    assert table.encoding == "GB18030"
    assert table.body == [["张三", "明远贸易", "13800138000"]]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-8-sig"])
def test_i72_a_whole_file_in_wide_characters(tmp_path: Path, encoding: str) -> None:
    assert only(written(tmp_path, "cards.vcf", card("FN:张三", "TITLE:经理"), encoding)).body == [["张三", "经理"]]


def test_i72_a_card_of_version_4() -> None:
    assert record(
        "FN:Simon Perreault",
        "BDAY:--0203",
        "GENDER:M",
        'TEL;VALUE=uri;TYPE="work,voice";PREF=1:tel:+1-418-656-9254;ext=102',
        'TEL;VALUE=uri;TYPE="cell,text":tel:+1-418-262-6501',
        "EMAIL;TYPE=work:simon@example.com",
        "IMPP;X-SERVICE-TYPE=GTalk:xmpp:simon",
        version="4.0",
    ) == {
        "Full Name": "Simon Perreault",
        "Email Work": "simon@example.com",
        "Mobile Phone": "+1-418-262-6501",
        "Business Phone": "+1-418-656-9254 ext. 102",
        "Gender": "M",
        "Birthday": "02-03",
        "IM Google": "simon",
    }


def test_i72_apple_and_google_labels_name_the_detail() -> None:
    assert record(
        "FN:Greg",
        "item1.TEL:555 2222",
        "item1.X-ABLabel:Reception",
        "item2.X-ABDATE:1970-06-02",
        "item2.X-ABLabel:_$!<Anniversary>!$_",
        "item3.X-ABRELATEDNAMES:Jenny",
        "item3.X-ABLabel:_$!<Spouse>!$_",
        "item4.URL:http\\://profile.example.com",
        "item4.X-ABLabel:PROFILE",
        "item5.X-ABRELATEDNAMES:Bo",
        "item5.X-ABLabel:Neighbour",
    ) == {
        "Full Name": "Greg",
        "Other Phone": "555 2222",
        "Anniversary": date(1970, 6, 2),
        "Spouse": "Jenny",
        "Website Profile": "http://profile.example.com",
        "Neighbour": "Bo",
        "X-ABLABEL": "Reception: 555 2222",
    }


def test_i72_several_details_of_one_kind_stay_apart() -> None:
    found = record(
        "FN:A", "TEL;CELL:1380", "TEL;CELL:1390", "TEL;CELL:1380", "TEL;TYPE=home:100", "TEL;TYPE=home2:200", "FN:B",
        "ADR;TYPE=home:;;S1;C1;;;", "ADR;TYPE=home:;;S2;;;;", "EMAIL:a@example.com", "EMAIL;INTERNET:b@example.com",
    )  # fmt: skip
    assert found == {
        "Full Name": "A",
        "Full Name 2": "B",
        "Email Other": "a@example.com",
        "Email Other 2": "b@example.com",
        "Mobile Phone": "1380",
        "Mobile Phone 2": "1390",
        "Home Phone": "100",
        "Home Phone 2": "200",
        "Home Street": "S1",
        "Home Street 2": "S2",
        "Home City": "C1",
    }


def test_i72_unknown_properties_keep_their_name_and_pictures_are_told() -> None:
    table = read(
        card("FN:A", "X-COLOUR:blue", "TZ:-0500", "PHOTO;ENCODING=b;TYPE=JPEG:/9j/4AAQ", " SkZJRg==", "KEY:abc")
    )
    assert dict(zip(table.headings, table.body[0], strict=True)) == {
        "Full Name": "A",
        "X-COLOUR": "blue",
        "Time Zone": "-0500",
    }
    assert table.notes == ["1 picture is not taken over.", "Sounds and keys on the cards are not taken over: KEY."]


def test_i72_chinese_messengers_have_their_columns() -> None:
    assert record("FN:张三", "X-QQ:12345", "X-WECHAT:zhangsan", "IMPP:qq:6789") == {
        "Full Name": "张三", "WeChat": "zhangsan", "QQ": "12345", "QQ 2": "6789",
    }  # fmt: skip


@pytest.mark.parametrize(
    "bad",
    [
        "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Broken\r\n",
        "BEGIN:VCARD\r\nEND:VCARD\r\n",
        "BEGIN:VCARD\r\nVERSION:9\r\n;;;:::\r\nBDAY:when\r\nEND:VCARD\r\n",
        "BEGIN:VCARD\r\nFN;ENCODING=QUOTED-PRINTABLE:=ZZ=\r\n=\r\nEND:VCARD\r\n",
        "\x00\x01 junk between\r\n",
    ],
)
def test_i72_a_bad_card_costs_no_other(bad: str) -> None:
    table = read(card("FN:First", "TEL:1"), bad, card("FN:Last", "TEL:2"))
    names = [row[table.headings.index("Full Name")] for row in table.body]
    assert names[0] == "First"
    assert names[-1] == "Last"


def test_i72_broken_cards_are_told() -> None:
    table = read(card("FN:First"), "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Broken\r\n", card("FN:Last"))
    assert [row[0] for row in table.body] == ["First", "Broken", "Last"]
    assert table.notes == ["Cards that are broken or empty (what can be read of them is kept): 2."]


def test_folded_lines_and_lines_that_are_none_belong_together() -> None:
    assert record("FN:Long", " er name", "NOTE:first", "second line without a fold") == {
        "Full Name": "Longer name",
        "Notes": "first\nsecond line without a fold",
    }


def test_a_blank_line_after_a_picture_ends_it() -> None:
    table = read("BEGIN:VCARD\nVERSION:2.1\nPHOTO;ENCODING=BASE64;JPEG:/9j/4AAQ\n SkZJ\n\nTEL;CELL:123\nEND:VCARD\n")
    assert table.body == [["123"]]


def test_several_notes_become_one() -> None:
    assert record("FN:A", "NOTE:one", "NOTE:two", "NOTE:one")["Notes"] == "one\n\ntwo"


def test_the_number_of_a_row_is_the_number_of_its_card() -> None:
    table = read(card("FN:A"), card("FN:B"))
    assert [table.row_number(at) for at in (0, 1)] == [1, 2]


VALUES = (
    st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), min_size=1, max_size=80)
    .map(str.strip)
    .filter(bool)
)


@settings(deadline=None)
@given(st.lists(st.tuples(VALUES, VALUES), min_size=1, max_size=5))
def test_whatever_is_escaped_and_folded_comes_back(people: list[tuple[str, str]]) -> None:
    def escaped(text: str) -> str:
        return text.replace("\\", "\\\\").replace(",", "\\,").replace(";", "\\;")

    def folded(line: str) -> str:
        return "\r\n ".join(line[at : at + 30] for at in range(0, len(line), 30))

    table = read(*(card(folded(f"FN:{escaped(name)}"), folded(f"NOTE:{escaped(note)}")) for name, note in people))
    assert [tuple(row) for row in table.body] == people


@settings(deadline=None)
@given(st.lists(st.text(max_size=60), max_size=8))
def test_any_lines_are_read_without_a_crash(lines: list[str]) -> None:
    table = read(card(*lines), card("FN:Last"))
    assert "Last" in {cell for row in table.body for cell in row}


@pytest.mark.parametrize(
    ("value", "parts"),
    [
        ("a;b", ["a", "b"]), (r"a\;b;c", [r"a\;b", "c"]), ("a\\\\;b", ["a\\\\", "b"]), (r"a\\\;b", [r"a\\\;b"]),
        (";", ["", ""]), ("", [""]), ("a\\", ["a\\"]), ("\\n\n;", ["\\n\n", ""]),
    ],
)  # fmt: skip
def test_i72_a_backslash_at_the_end_of_a_part_keeps_no_parts_together(value: str, parts: list[str]) -> None:
    assert split_at(value, ";") == parts
