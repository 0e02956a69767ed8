"""Telephone numbers in every writing that lists bring."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.values.phones import (
    at_home_in,
    home,
    is_damaged_number,
    is_phone,
    lacks_its_zero,
    phone_key,
    phone_type,
    show_phone,
    split_phones,
    usual_keys,
    usual_types,
)

ANY = st.text(max_size=40)
PHONEISH = st.text(alphabet="0123456789+-() /;转x.eE、,\n", max_size=40)


@pytest.mark.parametrize(
    "written",
    [
        "13800138000",
        "138 0013 8000",
        "138-0013-8000",
        "+86 138 0013 8000",
        "0086 13800138000",
        "(+86)13800138000",
        "86-13800138000",
        "8613800138000",
        "13800138000.0",
        "1.38001380E+10",
        "1.3800138E10",
        "１３８００１３８０００",
        "013800138000",
        " 13800138000\u200b",
        "\u202d13800138000\u202c",
    ],
)
def test_one_mobile_has_one_key_however_it_is_written(written: str) -> None:
    assert phone_key(written) == "8613800138000"
    assert phone_type(written) == "mobile"
    assert is_phone(written)


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("020-88889999", "862088889999"),
        ("(020) 8888 9999", "862088889999"),
        ("+86 20 88889999", "862088889999"),
        ("0755-8888888", "867558888888"),
        ("+86-0755-88888888", "8675588888888"),
        ("75588888888", "8675588888888"),
        ("020-88889999转8012", "862088889999x8012"),
        ("020-88889999-8012", "862088889999x8012"),
        ("020-88889999 ext. 12", "862088889999x12"),
        ("020-88889999分机 123", "862088889999x123"),
        ("400-800-1234", "864008001234"),
        ("95588", "95588"),
        ("8888 9999", "88889999"),
        ("12344574512", "8612344574512"),
        ("+49 (0)30 12345678", "493012345678"),
        ("0049 30 12345678", "493012345678"),
        ("+44 171 5557788", "441715557788"),
        ("(171) 555-7788", "1715557788"),
        ("030-0074321", "0300074321"),
        ("(415) 555-2671", "4155552671"),
        ("1.38E+10", ""),
        ("abc", ""),
        ("12", ""),
        ("", ""),
        ("call 110", "110"),
    ],
)
def test_the_key_has_the_country_code_where_the_number_fits_a_plan(written: str, key: str) -> None:
    assert phone_key(written) == key


def test_another_country_reads_its_own_numbers() -> None:
    assert phone_key("030 12345678", "DE") == phone_key("+49 30 12345678") == "493012345678"
    assert phone_key("4155552671", "XX") == "4155552671"


@pytest.mark.parametrize(
    ("country", "written", "key"),
    [
        ("US", "(415) 555-2671", "14155552671"), ("US", "1-415-555-2671", "14155552671"),
        ("US", "14155552671", "14155552671"), ("DE", "0151 23456789", "4915123456789"),
        ("DE", "15123456789", "4915123456789"), ("GB", "020 7946 0018", "442079460018"),
        ("GB", "020 7946 0018 ext 12", "442079460018x12"), ("JP", "03-1234-5678", "81312345678"),
        ("HK", "2345 6789", "85223456789"), ("TW", "0912-345-678", "886912345678"),
        ("DE", "0049 30 1234567", "49301234567"), ("DE", "+49 (0)30 1234567", "49301234567"),
        ("US", "13800138000", "8613800138000"), ("GB", "138 0013 8000", "8613800138000"),
        ("IT", "13800138000", "8613800138000"), ("US", "+86 138 0013 8000", "8613800138000"),
        ("US", "not a number", ""),
    ],
)  # fmt: skip
def test_numbers_without_a_country_code_are_those_of_the_companys_country(country: str, written: str, key: str) -> None:
    with at_home_in(country):
        assert phone_key(written) == key == phone_key(written, country)
    assert home() == "CN"


def test_only_who_is_at_home_in_china_sees_american_numbers_in_threes_and_fours() -> None:
    assert show_phone("13800138000") == "138 0013 8000"
    with at_home_in("US"):
        assert (show_phone("14155552671"), show_phone("13800138000")) == ("14155552671", "138 0013 8000")
        assert phone_type("2025550123") == "other"
    with at_home_in("DE"):
        assert (phone_type("0151 23456789"), phone_type("030 12345678")) == ("mobile", "landline")


def test_a_number_cut_by_a_spreadsheet_is_known_as_damaged() -> None:
    assert is_damaged_number("1.38E+10")
    assert not is_damaged_number("1.38001380E+10")
    assert not is_damaged_number("13800138000")


@pytest.mark.parametrize(
    ("cell", "numbers"),
    [
        ("13800138000/13900139000", ["13800138000", "13900139000"]),
        ("13800138000、020-88889999；+86 139 0013 9000", ["13800138000", "020-88889999", "+86 139 0013 9000"]),
        ("13800138000，13900139000\n13700137000", ["13800138000", "13900139000", "13700137000"]),
        ("13800138000或13900139000", ["13800138000", "13900139000"]),
        ("+1 555 1234567 or +1 555 7654321", ["+1 555 1234567", "+1 555 7654321"]),
        ("13800138000 13900139000", ["13800138000", "13900139000"]),
        ("(171) 555-7788", ["(171) 555-7788"]),
        ("138 0013 8000", ["138 0013 8000"]),
        ("020-88889999转8012/8013", ["020-88889999转8012/8013"]),
        ("13800138000(家,父)", ["13800138000(家,父)"]),
        ("13800138000/", ["13800138000"]),
        ("无", ["无"]),
        ("", []),
    ],
)
def test_a_cell_with_several_numbers_is_split(cell: str, numbers: list[str]) -> None:
    assert split_phones(cell) == numbers


@given(st.lists(st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True), min_size=1, max_size=4), st.sampled_from("/;、，,\n"))
def test_joined_mobiles_come_apart_again(mobiles: list[str], separator: str) -> None:
    assert split_phones(separator.join(mobiles)) == mobiles


@given(ANY | PHONEISH)
def test_no_text_makes_these_functions_fail(text: str) -> None:
    key = phone_key(text)
    assert key == "" or key.replace("x", "").isdigit()
    assert phone_type(text) in ("mobile", "landline", "other")
    show_phone(text)
    is_phone(text)
    assert all(piece.strip() == piece and piece for piece in split_phones(text))


@given(PHONEISH)
def test_splitting_keeps_every_digit(text: str) -> None:
    digits = [sign for sign in text if sign.isdigit()]
    assert [sign for piece in split_phones(text) for sign in piece if sign.isdigit()] == digits


@given(st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True))
def test_a_shown_mobile_is_the_same_number(mobile: str) -> None:
    assert phone_key(show_phone(mobile)) == phone_key(mobile)


def test_only_chinese_mobiles_are_grouped() -> None:
    assert show_phone("13800138000") == "138 0013 8000"
    assert show_phone("+8613800138000") == "+86 138 0013 8000"
    assert show_phone("020-88889999") == "020-88889999"
    assert show_phone("13800138000转12") == "13800138000转12"


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        ("020-88889999", "landline"),
        ("88889999", "landline"),
        ("400-800-1234", "other"),
        ("95588", "other"),
        ("+49 30 12345678", "landline"),
        ("+49 151 12345678", "mobile"),
        ("abc", "other"),
    ],
)
def test_kinds_of_lines(number: str, kind: str) -> None:
    assert phone_type(number) == kind


@pytest.mark.parametrize(
    "text",
    [
        "2024-03-05",
        "20240305",
        "2024年3月5日",
        "310115199003078888",
        "6222021234567890123",
        "1,234.50",
        "1234567.89",
        "12345",
        "91310000MA1K35X88T",
        "张三",
        "1.38E+10",
        "",
    ],
)
def test_dates_amounts_cards_and_accounts_are_no_phones(text: str) -> None:
    assert not is_phone(text)


@pytest.mark.parametrize("written", ["1-415-555-2671", "1 (415) 555-2671", "1.415.555.2671"])
def test_a_number_grouped_as_in_america_is_no_chinese_mobile(written: str) -> None:
    assert (phone_key(written), show_phone(written)) == ("14155552671", written)
    assert phone_type(written) == "other"
    assert phone_type("145-5555-2671") == "mobile"


@pytest.mark.parametrize(
    ("country", "digits", "lacks"),
    [
        ("DE", "3012345678", True), ("DE", "15123456789", True), ("FR", "612345678", True), ("US", "4155552671", False),
        ("IT", "612345678", False), ("DE", "12", False), ("XX", "612345678", False),
    ],
)  # fmt: skip
def test_a_number_that_is_whole_with_a_zero_before_it_lacks_its_zero(country: str, digits: str, lacks: bool) -> None:
    assert lacks_its_zero(digits, country) is lacks


@pytest.mark.parametrize("country", ["US", "DE", "GB", "FR", "JP", "HK", "AU", "CH", "IN", "BR", "IT", "RU"])
def test_the_short_way_to_a_key_is_that_of_the_library(country: str) -> None:
    import phonenumbers

    chance = random.Random(country)
    for _n in range(300):
        sample = str(phonenumbers.example_number(country).national_number)
        digits = chance.choice(["", "0", "1"]) + sample[:3] + "".join(chance.choices("0123456789", k=len(sample) - 3))
        key = phone_key(digits, country)
        if key in (digits, "86" + digits):
            continue
        assert key == phonenumbers.format_number(phonenumbers.parse(digits, country), 0).removeprefix("+")


@given(st.lists(st.one_of(PHONEISH, st.from_regex(r"(0\d{2,3}-)?\d{7,8}|1\d{10}|1\d\d-\d{4}-\d{4}", fullmatch=True))))
def test_the_usual_writings_many_at_one_go_are_what_each_is_alone(texts: list[str]) -> None:
    with at_home_in("CN"):
        for text, key, kind in zip(texts, usual_keys(texts), usual_types(texts), strict=True):
            assert key in ("", phone_key(text))
            assert kind is None or kind == phone_type(text) or phone_type(text) == "other"
        assert usual_keys(["13800138000", "021-55551234", "0755-8123456", "office"]) == [
            "8613800138000", "862155551234", "867558123456", "",
        ]  # fmt: skip
        assert usual_types(["13800138000", "021-55551234", "+86 138 0013 8000"]) == ["mobile", "landline", None]
