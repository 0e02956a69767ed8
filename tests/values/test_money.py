"""Numbers and amounts read, shown, shared out, written out; lines and totals."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop import i18n
from crm_desktop.errors import Refused
from crm_desktop.values.money import (
    CURRENCIES,
    CurrencyMismatch,
    Money,
    amount_in_words_zh,
    compact,
    currency_of,
    format_amount,
    format_plain,
    line_total,
    minor_digits,
    parse_amount,
    parse_number,
    parse_percent,
    round_half_up,
    share,
    totals,
)

MINOR = st.integers(-(10**14), 10**14)
CURRENCY = st.sampled_from([*CURRENCIES, "ISK", "TND", "UAH"])


@pytest.mark.parametrize(
    ("written", "minor"),
    [
        ("￥1,234.50", 123450),
        ("1,234.5元", 123450),
        ("$46939.721", 4693972),
        ("1.234,50", 123450),
        ("(500)", -50000),
        ("-500", -50000),
        ("500-", -50000),
        ("−500", -50000),
        ("-¥5.00", -500),
        ("¥-5", -500),
        ("(¥5.00)", -500),
        ("3.5万", 3500000),
        ("2亿", 20000000000),
        ("2亿3000万", 23000000000),
        ("3万5000", 3500000),
        ("1.2万元", 1200000),
        ("30k", 3000000),
        ("1 234,50", 123450),
        ("1’234.50", 123450),
        ("CNY 1.99", 199),
        ("1.99 EUR", 199),
        ("USD5", 500),
        ("1,234", 123400),
        ("1234,567", 123457),
        ("0,125", 13),
        ("1,2", 120),
        ("1,234,567", 123456700),
        ("12,34,567.00", 123456700),
        ("1.234.567", 123456700),
        ("１２３４．５", 123450),
        ("人民币100元整", 10000),
        ("1.5E+3", 150000),
        (".5", 50),
        ("-0", 0),
    ],
)
def test_amounts_are_read_as_people_write_them(written: str, minor: int) -> None:
    assert parse_amount(written) == minor


@pytest.mark.parametrize(
    "junk",
    [
        "",
        " ",
        "abc",
        "元",
        "-",
        "()",
        "1.2.3",
        "1,23,4",
        "12,345,67",
        "3万5",
        "5m",
        "5%",
        "--5",
        "1 2",
        "1_000",
        "NaN",
        "inf",
        "٣",
        "Nov 5",
        "1,2345.6",
        "9" * 30,
        "1e99",
        "1" * 500,
        "\0",
        "2024-03-05",
        "½",
    ],
)
def test_junk_is_refused_and_never_nothing(junk: str) -> None:
    with pytest.raises(Refused) as refusal:
        parse_amount(junk)
    assert refusal.value.sentence


def test_the_refusal_names_the_text_in_the_persons_language() -> None:
    i18n.use("zh_CN")
    with pytest.raises(Refused, match="“abc”不是数字"):
        parse_amount("abc")


@given(st.text(max_size=30))
def test_any_text_is_a_number_or_refused(text: str) -> None:
    try:
        assert abs(parse_amount(text)) < 2**63
    except Refused:
        return


@given(MINOR, CURRENCY, st.booleans())
def test_a_shown_amount_is_read_back_the_same(minor: int, currency: str, symbol: bool) -> None:
    assert parse_amount(format_amount(minor, currency, symbol=symbol), currency) == minor
    assert parse_amount(format_plain(minor, currency), currency) == minor


@pytest.mark.parametrize(
    ("minor", "currency", "shown"),
    [
        (1248000, "CNY", "¥12,480.00"),
        (123450, "EUR", "€1,234.50"),
        (1200, "JPY", "JP¥1,200"),
        (-500, "CNY", "-¥5.00"),
        (1234567, "KWD", "KWD 1,234.567"),
        (5, "USD", "$0.05"),
    ],
)
def test_amounts_are_shown(minor: int, currency: str, shown: str) -> None:
    assert format_amount(minor, currency) == shown


@pytest.mark.parametrize(
    ("minor", "chinese", "english"),
    [
        (12000000, "¥12万", "¥120k"),
        (1250000, "¥1.3万", "¥12.5k"),
        (12345, "¥123", "¥123"),
        (0, "¥0", "¥0"),
        (-12000000, "-¥12万", "-¥120k"),
        (123456789012, "¥12.3亿", "¥1.2B"),
        (99999999, "¥100万", "¥1M"),
    ],
)
def test_amounts_are_shown_short(minor: int, chinese: str, english: str) -> None:
    assert compact(minor, "CNY", "zh_CN") == chinese
    assert compact(minor, "CNY", "en") == compact(minor, "CNY") == english


def test_plain_numbers_and_percents() -> None:
    assert parse_number("5%") == Decimal("0.05")
    assert parse_number("1,234.5678") == Decimal("1234.5678")
    assert parse_number("3.5万") == 35000
    assert parse_percent("13%") == parse_percent("13") == parse_percent("0.13") == Decimal("0.13")
    assert parse_percent("免税") == 0
    with pytest.raises(Refused):
        parse_number("¥5")


@given(st.decimals(-(10**9), 10**9, places=4))
def test_a_plain_number_is_read_exactly(number: Decimal) -> None:
    assert parse_number(f"{number:f}") == parse_number(f"{number:,f}") == number


@pytest.mark.parametrize(
    ("text", "currency"),
    [
        ("¥5", "CNY"),
        ("5元", "CNY"),
        ("$5", "USD"),
        ("HK$5", "HKD"),
        ("€5", "EUR"),
        ("5 gbp", "GBP"),
        ("日元500", "JPY"),
        ("5", None),
    ],
)
def test_the_currency_that_a_text_names(text: str, currency: str | None) -> None:
    assert currency_of(text) == currency


def test_money_is_added_and_ordered_within_one_currency_only() -> None:
    assert Money(150, "CNY") + Money(50, "CNY") - Money(1, "CNY") == Money(199, "CNY")
    assert Money(1, "CNY") < Money(2, "CNY") <= Money(2, "CNY")
    assert max(Money(1, "CNY"), Money(2, "CNY")) == Money(2, "CNY")
    assert Money(1, "CNY") != Money(1, "EUR")
    assert not Money(0, "CNY")
    assert Money(333, "CNY").times(Decimal("0.5")) == Money(167, "CNY")
    assert str(-Money(150, "EUR")) == "-€1.50"
    for mixed in (Money.__add__, Money.__sub__, Money.__lt__, Money.__ge__, Money.__gt__, Money.__le__):
        with pytest.raises(CurrencyMismatch):
            mixed(Money(1, "CNY"), Money(1, "EUR"))


def test_a_half_goes_away_from_zero() -> None:
    assert [round_half_up(Decimal(text)) for text in ("0.5", "1.5", "2.4999", "-0.5", "-1.4")] == [1, 2, 2, -1, -1]


@given(MINOR, st.lists(st.integers(0, 10**6), min_size=1, max_size=12))
def test_shares_sum_to_the_whole_and_are_near_their_weight(total: int, weights: list[int]) -> None:
    parts = share(total, weights)
    assert sum(parts) == total
    whole = sum(weights)
    if whole:
        assert all(abs(part * whole - total * weight) < whole for part, weight in zip(parts, weights, strict=True))


def test_shares_of_nothing_and_by_wrong_weights() -> None:
    assert share(100, [1, 1, 1]) == [34, 33, 33]
    assert share(5, [0, 0]) == [3, 2]
    for wrong in ([], [1, -1]):
        with pytest.raises(ValueError, match="weights"):
            share(1, wrong)


@pytest.mark.parametrize(
    ("minor", "words"),
    [
        (140950, "壹仟肆佰零玖元伍角"),
        (1640902, "壹万陆仟肆佰零玖元零贰分"),
        (32504, "叁佰贰拾伍元零肆分"),
        (10700053, "壹拾万柒仟元零伍角叁分"),
        (0, "零元整"),
        (5, "伍分"),
        (50, "伍角"),
        (53, "伍角叁分"),
        (1000, "壹拾元整"),
        (10000000, "壹拾万元整"),
        (168032, "壹仟陆佰捌拾元零叁角贰分"),
        (10000000100, "壹亿零壹元整"),
        (2000100, "贰万零壹元整"),
        (10000001000000, "壹仟亿零壹万元整"),
        (100010001000, "壹拾亿零壹拾万零壹拾元整"),
        (-500, "负伍元整"),
        (100000000000000, "壹万亿元整"),
        (12345678, "壹拾贰万叁仟肆佰伍拾陆元柒角捌分"),
    ],
)
def test_amounts_in_capital_numerals(minor: int, words: str) -> None:
    assert amount_in_words_zh(minor) == "人民币" + words


def _read_capitals(words: str) -> int:
    """The fen of capital numerals, read by a second way than they were written."""
    values = {digit: value for value, digit in enumerate("零壹贰叁肆伍陆柒捌玖")}
    units = {"拾": 10, "佰": 100, "仟": 1000}

    def whole(text: str) -> int:
        for unit, power in (("亿", 10**8), ("万", 10**4)):
            if unit in text:
                high, _unit, low = text.rpartition(unit)
                return whole(high) * power + whole(low)
        total = digit = 0
        for sign in text:
            if sign in units:
                total, digit = total + digit * units[sign], 0
            else:
                digit = values[sign]
        return total + digit

    words = words.removeprefix("人民币").removesuffix("整")
    sign = -1 if words.startswith("负") else 1
    yuan, _sign, rest = words.removeprefix("负").rpartition("元")
    jiao = values[rest[rest.index("角") - 1]] if "角" in rest else 0
    fen = values[rest[rest.index("分") - 1]] if "分" in rest else 0
    return sign * ((whole(yuan) if yuan else 0) * 100 + jiao * 10 + fen)


@given(MINOR | st.integers(0, 10**6))
def test_capital_numerals_say_the_amount(minor: int) -> None:
    words = amount_in_words_zh(minor)
    assert _read_capitals(words) == minor
    assert "零零" not in words
    assert words.endswith("整") == (minor % 100 == 0)


def test_a_line_with_and_without_tax_in_its_price() -> None:
    assert line_total(Decimal(3), Decimal("9.9999"), tax_rate=Decimal("0.13"))[:3] == (3000, 390, 3390)
    assert line_total(Decimal(3), Decimal("9.99"), Decimal("0.1"), Decimal("0.13"), True)[:3] == (2387, 310, 2697)
    assert line_total(Decimal(1), Decimal("120.5"), tax_rate=Decimal("0.1"), currency="JPY")[:3] == (121, 12, 133)


RATE = st.sampled_from([Decimal(text) for text in ("0", "0.01", "0.03", "0.06", "0.09", "0.13", "0.19", "0.255")])
LINE = st.builds(
    line_total,
    st.decimals(-1000, 10**6, places=3),
    st.decimals(0, 10**7, places=4),
    st.decimals(0, 1, places=2),
    RATE,
    st.booleans(),
    CURRENCY,
)


@given(st.lists(LINE, max_size=12))
def test_totals_are_the_sums_of_the_lines(lines: list) -> None:
    document = totals(lines)
    assert document.net == sum(line.net for line in lines)
    assert document.tax == sum(line.tax for line in lines)
    assert document.gross == document.net + document.tax == sum(line.gross for line in lines)
    assert sum(net + tax for net, tax in document.by_rate.values()) == document.gross


@given(st.decimals(0, 10**5, places=3), st.decimals(0, 10**5, places=4), RATE, st.booleans())
def test_a_credit_note_mirrors_its_invoice(quantity: Decimal, price: Decimal, rate: Decimal, included: bool) -> None:
    line = line_total(quantity, price, Decimal(0), rate, included)
    credit = line_total(-quantity, price, Decimal(0), rate, included)
    assert credit[:3] == (-line.net, -line.tax, -line.gross)


@given(st.integers(0, 10**9), RATE)
def test_tax_taken_out_of_a_price_and_put_on_again_is_within_one_unit(gross: int, rate: Decimal) -> None:
    line = line_total(Decimal(1), Decimal(gross).scaleb(-2), Decimal(0), rate, True)
    assert line.net + line.tax == gross
    assert abs(line.tax - round_half_up(line.net * rate)) <= 1


def test_currencies_have_their_digits() -> None:
    assert [minor_digits(code) for code in ("CNY", "JPY", "KWD", "CLF", "XXX")] == [2, 0, 3, 4, 2]
