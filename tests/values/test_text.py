"""Folding, cleaning, pinyin, order and the text for search."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.values import readings, text
from crm_desktop.values.chinese import syllables

ANY = st.text(alphabet=st.characters(), max_size=40)
# The 6,763 characters of GB 2312.
COMMON = [
    bytes([row, cell]).decode("gb2312")
    for row in range(0xB0, 0xF8)
    for cell in range(0xA1, 0xFF)
    if not (row == 0xD7 and cell > 0xF9)
]


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("  Alfreds\t Futterkiste \n", "alfreds futterkiste"),
        ("Étienne Łódź Straße Søren", "etienne lodz strasse soren"),
        ("e\u0301", "e"),
        ("ＡＢＣ１３８　００", "abc138 00"),
        ("a\u00a0b\u200bc\ufeff", "a bc"),
        ("张\0三", "张三"),
        ("\ud800x", "x"),
        ("ﬁne", "fine"),
        ("İstanbul", "istanbul"),
        ("", ""),
        ("\u3000", ""),
    ],
)
def test_fold_makes_writings_of_one_thing_alike(written: str, folded: str) -> None:
    assert text.fold(written) == folded


@given(ANY)
def test_folding_twice_changes_nothing_more(written: str) -> None:
    once = text.fold(written)
    assert text.fold(once) == once
    assert text.fold(written.upper()) == text.fold(written.upper().lower().upper())


@given(ANY)
def test_folded_text_can_be_stored_and_has_only_single_blanks(written: str) -> None:
    folded = text.fold(written)
    folded.encode()
    assert folded == " ".join(folded.split())


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("\ufeff \u3000张三\u00a0\u200b", "张三"),
        ("one\r\ntwo\rthree\tfour", "one\ntwo\nthree\tfour"),
        ("a\0b\x07c\ud83dd", "abcd"),
        ("👨\u200d👩\u200d👧 שלום", "👨\u200d👩\u200d👧 שלום"),
        ("❤\ufe0f", "❤\ufe0f"),
        ("  plain ", "plain"),
        ("a\u00a0b", "a\u00a0b"),
    ],
)
def test_clean_keeps_what_was_typed(typed: str, kept: str) -> None:
    assert text.clean(typed) == kept


@given(ANY)
def test_cleaning_twice_changes_nothing_more(typed: str) -> None:
    kept = text.clean(typed)
    assert text.clean(kept) == kept
    kept.encode()


@pytest.mark.parametrize(
    ("name", "read"),
    [
        ("张伟", "zhangwei"),
        ("曾国庆", "zengguoqing"),
        ("仇英", "qiuying"),
        ("解小明", "xiexiaoming"),
        ("区文", "ouwen"),
        ("朴志", "piaozhi"),
        ("查文", "zhawen"),
        ("翟明", "zhaiming"),
        ("覃丽", "qinli"),
        ("万俟明", "moqiming"),
        ("单田", "shantian"),
        ("尉迟明", "yuchiming"),
        ("盖文", "gewen"),
        ("乐明", "yueming"),
        ("任明", "renming"),
        ("缪明", "miaoming"),
        ("秘明", "biming"),
        ("折明", "sheming"),
        ("员明", "yunming"),
        ("冼明", "xianming"),
        ("洗明", "xianming"),
        ("种明", "chongming"),
        ("黑明", "heming"),
        ("繁明", "poming"),
        ("晁明", "chaoming"),
        ("隗明", "weiming"),
        ("长孙明", "zhangsunming"),
        ("澹台明", "tantaiming"),
        ("吕明", "lvming"),
        ("张 伟", "zhangwei"),
        ("重庆长江商行", "chongqingchangjiangshanghang"),
        ("解放路", "jiefanglu"),
        ("华为", "huawei"),
        ("黑龙江", "heilongjiang"),
        ("厦门", "xiamen"),
        ("ABC 上海", "abc shanghai"),
        ("Zoë", "zoe"),
    ],
)
def test_pinyin_reads_names_as_they_are_spoken(name: str, read: str) -> None:
    assert text.pinyin(name) == read


@pytest.mark.parametrize(
    ("name", "letters"), [("上海明远", "shmy"), ("ABC上海（集团）", "abcshjt"), ("曾国庆", "zgq"), ("Mary 3", "mary3")]
)
def test_initials(name: str, letters: str) -> None:
    assert text.initials(name) == letters


def test_every_common_character_has_a_reading() -> None:
    assert len(COMMON) == 6763
    assert [character for character in COMMON if not text.pinyin(character).isascii()] == []
    assert all(text.initials(character).isalpha() for character in COMMON)


def test_the_tables_of_readings_hold_known_syllables_one_for_each_character() -> None:
    known = syllables()
    for characters, spoken in {**readings.compound_surnames(), **readings.words()}.items():
        assert len(characters) == len(spoken)
        assert {syllable[:-1] for syllable in spoken} <= known, characters
    for spoken in readings.surnames().values():
        assert {syllable[:-1] for syllable in spoken} <= known


def test_search_text_has_each_part_and_every_reading_once() -> None:
    lines = text.search_text(["曾国庆", "138 0013", "", "曾国庆", "Société"]).split("\n")
    assert lines == ["曾国庆", "cengguoqing", "cgq", "zengguoqing", "zgq", "138 0013", "societe"]


def test_search_text_is_found_without_blanks_and_punctuation_and_without_the_letter_v() -> None:
    lines = text.search_text(["张　伟", "上海（集团）", "吕布"]).split("\n")
    assert {"张伟", "zhangwei", "shanghaijituan", "shjt", "lvbu", "lubu", "lyubu"} <= set(lines)


@given(st.lists(ANY))
def test_search_text_takes_anything(parts: list[str]) -> None:
    lines = text.search_text(parts).split("\n")
    assert len(lines) == len(set(lines))


def test_chinese_sorts_among_latin_by_its_pinyin() -> None:
    names = ["Zoe", "上海", "Émile", "北京", "曾国庆", "安徽", "Tom", "张三", "Shell", "章三", "张一"]
    assert sorted(names, key=text.sort_key) == [
        "安徽",
        "北京",
        "Émile",
        "上海",
        "Shell",
        "Tom",
        "曾国庆",
        "张三",
        "张一",
        "章三",
        "Zoe",
    ]


@pytest.mark.parametrize(
    ("name", "core"),
    [
        ("上海明远贸易有限公司", "上海明远贸易"),
        ("上海明远贸易（集团）股份有限公司", "上海明远贸易"),
        ("明远科技（中国）有限公司", "明远科技"),
        ("某某有限责任公司", "某某"),
        ("南山五金厂", "南山五金厂"),
        ("明远北京分公司", "明远北京分公司"),
        ("集团公司", "集团公司"),
        ("Futterkiste GmbH & Co. KG", "futterkiste"),
        ("Meyer S.p.A.", "meyer"),
        ("Foo Co., Ltd.", "foo"),
        ("Ltd", "ltd"),
        ("Bólido Comidas S.L.", "bolido comidas"),
        ("Kowalski Sp. z o.o.", "kowalski"),
        ("AT&T Inc.", "at&t"),
        ("㈱山田", "山田"),
        ("株式会社山田", "山田"),
        ("Norrland Oy", "norrland"),
        ("上海明远贸易有限公", "上海明远贸易"),
        ("上海明远贸易有限", "上海明远贸易"),
        ("上海明远贸易有", "上海明远贸易"),
        ("上海明远贸易股份有限公", "上海明远贸易"),
        ("上海明远贸易集团有限责任公", "上海明远贸易"),
        ("上海ABC贸易有限公", "上海abc贸易"),
        ("乐有", "乐有"),
        ("有限", "有限"),
        ("明远北京分公", "明远北京分公"),
        ("Meadow Trading Limit", "meadow trading"),
        ("Meadow Trading Co., Lt", "meadow trading co lt"),
        ("Limit", "limit"),
        ("", ""),
    ],
)
def test_the_core_of_a_company_name_has_no_legal_form(name: str, core: str) -> None:
    assert text.company_core(name) == core


@pytest.mark.parametrize(
    ("full", "parts"),
    [
        ("张三", ("张", "三", "")),
        ("欧阳娜娜", ("欧阳", "娜娜", "")),
        ("张　伟", ("张", "伟", "")),
        ("欧阳 娜娜", ("欧阳", "娜娜", "")),
        ("王经理", ("王", "", "经理")),
        ("张伟经理", ("张", "伟", "经理")),
        ("陈先生", ("陈", "", "先生")),
        ("王总", ("王", "", "总")),
        ("张国总", ("张", "国总", "")),
        ("老王", ("", "老王", "")),
        ("采购部", ("", "采购部", "")),
        ("先生", ("", "先生", "")),
        ("Mr Bob Ray (buyer)", ("Ray", "Bob", "Mr")),
        ("王总（老板）", ("王", "", "总")),
        ("Zhang San", ("Zhang", "San", "")),
        ("San Zhang", ("Zhang", "San", "")),
        ("San, Zhang", ("San", "Zhang", "")),
        ("Li Wei", ("Li", "Wei", "")),
        ("Wei Li", ("Li", "Wei", "")),
        ("Wang Li", ("Wang", "Li", "")),
        ("Ouyang Nana", ("Ouyang", "Nana", "")),
        ("Dr. Maria Anders", ("Anders", "Maria", "Dr.")),
        ("Mary Jo van der Berg", ("van der Berg", "Mary Jo", "")),
        ("Jean DUPONT", ("DUPONT", "Jean", "")),
        ("King, Martin, Jr.", ("King Jr.", "Martin", "")),
        ("Prof. Dr. Anna Lang PhD", ("Lang", "Anna", "Prof. Dr. PhD")),
        ("Mr Smith", ("Smith", "", "Mr")),
        ("Maria", ("", "Maria", "")),
        ("玛丽·安德斯女士", ("", "玛丽·安德斯", "女士")),
        ("张伟 David", ("", "张伟 David", "")),
        ("", ("", "", "")),
    ],
)
def test_a_name_in_one_piece_is_split(full: str, parts: tuple[str, str, str]) -> None:
    assert text.split_person_name(full) == parts


@given(ANY)
def test_splitting_a_name_loses_no_letter(full: str) -> None:
    def letters(written: str) -> list[str]:
        return sorted(sign for sign in written if not sign.isspace() and sign not in ",，")

    whole = text.clean(full)
    without_notes = re.sub(r"[(（\[【][^()（）\[\]【】]*[)）\]】]", " ", whole)
    expected = without_notes if without_notes.strip() else whole
    assert letters("".join(text.split_person_name(full))) == letters(expected)


@given(ANY, st.integers(0, 20))
def test_shorten_keeps_to_its_length_on_one_line(written: str, n: int) -> None:
    short = text.shorten(written, n)
    assert len(short) <= n
    assert "\n" not in short


def test_shorten_does_not_cut_an_emoji_into_its_parts() -> None:
    assert text.shorten("ab👨\u200d👩\u200d👧cd", 5) == "ab…"


def test_pypinyin_is_not_imported_even_when_pinyin_is_read() -> None:
    code = (
        "import sys; from crm_desktop.values import text, phones, money, dates, tax;"
        "assert text.pinyin('张') == 'zhang'; assert phones.phone_key('13800138000') == '8613800138000';"
        "print([name for name in sys.modules if name.startswith(('pypinyin', 'phonenumbers'))])"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout == "[]\n"
