"""Text files: the encoding found on the whole file, the delimiter, quotes, and nothing lost."""

from __future__ import annotations

import codecs
import csv
import io
from pathlib import Path

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from crm_desktop.errors import Refused
from crm_desktop.exchange.csvs import parse
from crm_desktop.exchange.decoding import ENCODINGS, decode
from crm_desktop.exchange.guard import has_guards
from tests.exchange.reading_files import CUSTOMERS, HEADINGS, csv_text, only, written

CHINESE = csv_text([HEADINGS, *CUSTOMERS])
TRADITIONAL = csv_text(
    [
        ["公司名稱", "聯絡人", "電話"],
        ["台北創新國際股份有限公司", "陳怡君", "02-27001234"],
        ["高雄港務運輸行", "林志明", "07-5511234"],
    ]
)
JAPANESE = csv_text(
    [
        ["会社名", "担当者", "電話"],
        ["株式会社さくら商事", "田中ひろし", "03-1234-5678"],
        ["大阪テクノ工業", "スズキ", "06-1234-5678"],
    ]
)
FRENCH = csv_text(
    [
        ["Société", "Contact", "Ville"],
        ["Café de la Gare", "Hélène Lefèvre", "Besançon"],
        ["Garçon & Fils", "André", "Orléans"],
    ]
)
GERMAN = csv_text([["Firma", "Straße"], ["Müller GmbH", "Königsallee 5"], ["Bäckerei Groß", "Über den Höfen 3"]], ";")


@pytest.mark.parametrize(
    ("text", "codec", "name"),
    [
        (CHINESE, "utf-8", "UTF-8"),
        (CHINESE, "utf-8-sig", "UTF-8"),
        (CHINESE, "gbk", "GB18030"),
        (CHINESE, "gb18030", "GB18030"),
        (CHINESE, "utf-16-le", "UTF-16 LE"),
        (CHINESE, "utf-16-be", "UTF-16 BE"),
        (CHINESE, "utf-16", "UTF-16 LE"),
        (TRADITIONAL, "big5", "Big5"),
        (TRADITIONAL, "utf-8", "UTF-8"),
        (JAPANESE, "shift_jis", "Shift-JIS"),
        (FRENCH, "cp1252", "Windows-1252"),
        (FRENCH, "utf-8", "UTF-8"),
        (GERMAN, "cp1252", "Windows-1252"),
        ("name,phone\nSmith,123\n", "ascii", "UTF-8"),
        ("name,phone\nSmith,123\n", "utf-16-le", "UTF-16 LE"),
    ],
)
def test_i03_the_encoding_is_found(tmp_path: Path, text: str, codec: str, name: str) -> None:
    content = codecs.BOM_UTF16_LE + text.encode("utf-16-le") if codec == "utf-16" else text.encode(codec)
    table = only(written(tmp_path, "list.csv", content))
    assert table.encoding == name
    assert [table.headings, *table.body] == parse(text, "").rows


def test_i03_the_whole_file_decides(tmp_path: Path) -> None:
    text = "name,city\n" + "Smith,London\n" * 20_000 + "张三,上海\n李四,北京\n"
    table = only(written(tmp_path, "list.csv", text, "gbk"))
    assert table.encoding == "GB18030"
    assert table.body[-1] == ["李四", "北京"]


@pytest.mark.parametrize(
    "rows",
    [
        [["name", "sex"], ["Zhang", "女"], ["Li", "女"]],
        [["id", "x"], ["1", "预约"], ["2", "药"], ["3", "也要"]],
        [["女", "药"], ["预约", "也要"]],
        [["id", "x"], ["1", "女   "], ["2", "女   "]],
    ],
)
def test_i04_gbk_that_is_valid_utf8_reads_as_chinese(tmp_path: Path, rows: list[list[str]]) -> None:
    content = csv_text(rows).encode("gbk")
    content.decode("utf-8")  # the trap: it is valid
    table = only(written(tmp_path, "list.csv", content), header=0)
    assert table.encoding == "GB18030"
    assert table.body == [[cell.strip() for cell in row] for row in rows]


@pytest.mark.parametrize(
    "text",
    [
        "name,city\nJosé,Málaga\nBjörn,Åre\n",
        "имя,город\nАнна,Москва\nоп,дом\n",
        "όνομα,πόλη\nΆννα,Αθήνα\n",
        "item,price\ntea,£5\nhat,20 €\ncap,¥12.00\n",
        "nom,note\nA,à la carte\nB,où ça\nC,é\n",
        "name,temperature\nroom,20°C\noven,200°\n",
        "isim,şehir\nŞule,Iğdır\nÇağ,Muğla\n",
    ],
)
def test_i04_utf8_of_other_scripts_stays_utf8(text: str) -> None:
    assert decode(text.encode("utf-8")) == (text, "UTF-8", 0)


COMMON = "".join(
    chr_
    for lead in range(0xB0, 0xD8)
    for trail in range(0xA1, 0xFF)
    if len(chr_ := bytes((lead, trail)).decode("gb2312", "ignore")) == 1
)


@settings(deadline=None, max_examples=150)
@given(st.lists(st.lists(st.text(COMMON, min_size=1, max_size=6), min_size=2, max_size=4), min_size=2, max_size=8))
@example(rows=[["丁", "丑"], ["丑", "叭"]])
@example(rows=[["一", "俱"], ["俱", "俱"]])
def test_i04_any_gbk_list_of_common_characters_comes_back(rows: list[list[str]]) -> None:
    text = csv_text(rows)
    assert decode(text.encode("gbk"))[0] == text


def test_i05_the_same_bytes_give_the_same_text_however_often(tmp_path: Path) -> None:
    path = written(tmp_path, "list.csv", CHINESE, "gbk")
    assert only(path).rows == only(path).rows == only(path, encoding="GBK").rows


def test_an_encoding_can_be_asked_for(tmp_path: Path) -> None:
    path = written(tmp_path, "list.csv", CHINESE, "gbk")
    for name in ("GB18030", "gbk", "GB2312", "cp936"):
        assert only(path, encoding=name).body == CUSTOMERS
    wrong = only(path, encoding="UTF-8")
    assert wrong.encoding == "UTF-8"
    assert any("cannot be read as UTF-8" in note for note in wrong.notes)
    with pytest.raises(Refused, match="GB18030"):
        only(path, encoding="klingon")


@pytest.mark.parametrize("name", list(ENCODINGS))
def test_every_encoding_offered_reads_what_it_wrote(tmp_path: Path, name: str) -> None:
    path = written(tmp_path, "list.csv", "id,name\n1,Smith\n2,Lee\n", ENCODINGS[name])
    assert only(path, encoding=name).body == [["1", "Smith"], ["2", "Lee"]]


def test_one_broken_character_does_not_turn_the_encoding(tmp_path: Path) -> None:
    content = (CHINESE * 40).encode("utf-8") + "张".encode()[:2] + b",x\r\n"
    table = only(written(tmp_path, "list.csv", content))
    assert table.encoding == "UTF-8"
    assert any("1 characters" in note for note in table.notes)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_i07_the_delimiter_is_found(tmp_path: Path, delimiter: str) -> None:
    rows = [["name", "amount", "note"], ["Smith", "1.5", "a"], ["Lee", "2.5", "b"]]
    table = only(written(tmp_path, "list.csv", csv_text(rows, delimiter)))
    assert table.delimiter == delimiter
    assert [table.headings, *table.body] == rows


def test_i07_decimal_commas_are_no_delimiters(tmp_path: Path) -> None:
    table = only(written(tmp_path, "list.csv", "Name;Betrag\nMeier;1.234,50\nLang;2,30\n"))
    assert table.body == [["Meier", "1.234,50"], ["Lang", "2,30"]]


def test_i07_commas_in_addresses_are_no_delimiters(tmp_path: Path) -> None:
    text = "Name;Address\nA;Main St 1, Springfield, US\nB;High St 2, Oldtown, UK\n"
    assert only(written(tmp_path, "list.csv", text)).body[0] == ["A", "Main St 1, Springfield, US"]


def test_i07_padded_cells_with_tabs_are_cut_at_commas(tmp_path: Path) -> None:
    text = "明细\n\n日期,摘要,金额\n" + '2024-01-05   \t,"消费   \t","12.00   \t",\n' * 6
    table = only(written(tmp_path, "bank.csv", text))
    assert (table.delimiter, table.header_row) == (",", 3)
    assert table.body[0] == ["2024-01-05", "消费", "12.00"]


def test_i07_quotes_line_breaks_and_delimiters_inside_cells_survive(tmp_path: Path) -> None:
    rows = [
        ["name", "address", "note"],
        ["Smith, John", "Main St 1\nSpringfield", 'said "hello"; left'],
        ["Lee", "a\tb", "|"],
    ]
    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows)
    table = only(written(tmp_path, "list.csv", out.getvalue()))
    assert [table.headings, *table.body] == rows


def test_i07_a_stated_separator_is_honoured(tmp_path: Path) -> None:
    table = only(written(tmp_path, "list.csv", "sep=;\r\nname;phone\r\nSmith, J;123\r\n"))
    assert (table.delimiter, table.headings, table.body) == (";", ["name", "phone"], [["Smith, J", "123"]])


def test_a_delimiter_can_be_asked_for(tmp_path: Path) -> None:
    path = written(tmp_path, "list.csv", "a;b,c\n1;2,3\n")
    assert only(path, delimiter=",").rows == [["a;b", "c"], ["1;2", "3"]]
    assert only(path, delimiter="tab").rows == [["a;b,c"], ["1;2,3"]]
    with pytest.raises(Refused, match="separate columns"):
        only(path, delimiter="abc")


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_every_line_ending_is_read(tmp_path: Path, ending: str) -> None:
    assert only(written(tmp_path, "list.csv", f"a,b{ending}1,2{ending}3,4")).body == [["1", "2"], ["3", "4"]]


def test_one_column_needs_no_delimiter(tmp_path: Path) -> None:
    table = only(written(tmp_path, "list.csv", "Primary Email\na@example.com\nb@example.com\n"))
    assert (table.delimiter, table.headings, len(table.body)) == (None, ["Primary Email"], 2)


def test_rows_longer_than_the_headings_keep_their_cells(tmp_path: Path) -> None:
    table = only(written(tmp_path, "list.csv", "name,phone\nSmith,123,extra,more\nLee\n"))
    assert table.headings == ["name", "phone", "Column C", "Column D"]
    assert table.body == [["Smith", "123", "extra", "more"], ["Lee", None, None, None]]


def test_an_unclosed_quote_does_not_swallow_the_file(tmp_path: Path) -> None:
    text = 'name,size\n"Pipe 5,large\n' + "Smith,small\n" * 1000
    table = only(written(tmp_path, "list.csv", text))
    assert len(table.body) == 1001
    assert table.body[0] == ['"Pipe 5', "large"]
    assert any("Row 2" in note and "quotation mark" in note for note in table.notes)


def test_an_inch_mark_inside_a_cell_is_text(tmp_path: Path) -> None:
    assert only(written(tmp_path, "list.csv", 'name,size\nPipe 5",large\n')).body == [['Pipe 5"', "large"]]


def test_zero_bytes_are_dropped(tmp_path: Path) -> None:
    assert only(written(tmp_path, "list.csv", b"na\x00me,phone\nSmith\x00,123\n")).body == [["Smith", "123"]]


def test_a_very_long_cell_is_kept_whole(tmp_path: Path) -> None:
    long = "长" * 300_000
    assert only(written(tmp_path, "list.csv", f"name,note\nA,{long}\n")).body == [["A", long]]


def test_errors_of_a_spreadsheet_are_blank_and_told(tmp_path: Path) -> None:
    table = only(written(tmp_path, "list.csv", "name,price\nA,#N/A\nB,#REF!\nC,#1\n"))
    assert table.body == [["A", None], ["B", None], ["C", "#1"]]
    assert table.notes == ["2 cells hold an error such as #N/A instead of a value and are read as blank."]


def test_a_hundred_thousand_rows_are_read_whole(tmp_path: Path) -> None:
    text = csv_text([HEADINGS * 3]) + csv_text([CUSTOMERS[0] * 3]) * 100_000
    path = written(tmp_path, "big.csv", text)
    assert len(only(path).body) == 100_000


@settings(deadline=None, max_examples=100)
@given(
    st.lists(
        st.lists(
            st.text(st.characters(codec="utf-8", exclude_characters="\x00\ufeff\u200b"), max_size=12),
            min_size=3,
            max_size=3,
        ),
        min_size=1,
        max_size=8,
    )
)
def test_whatever_a_writer_of_csv_writes_is_read(rows: list[list[str]]) -> None:
    out = io.StringIO(newline="")
    csv.writer(out, quoting=csv.QUOTE_ALL).writerows(rows)
    assume(not any(cell.strip().startswith("#") for row in rows for cell in row))  # #NUM! is no value
    assume(not has_guards(out.getvalue()))  # of '=1 the sign before it was no part
    expected = [[cell.strip() or None for cell in row] for row in rows]
    read_back = parse(out.getvalue(), "list", delimiter=",").rows
    assert [row for row in read_back if any(row)] == [row for row in expected if any(row)]
