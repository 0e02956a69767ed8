"""Dates, moments, birthdays and words for days."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop import i18n
from crm_desktop.errors import Refused
from crm_desktop.values.dates import (
    from_serial,
    infer_order,
    parse_birthday,
    parse_date,
    parse_moment,
    relative_day,
    show_birthday,
    show_date,
    show_moment,
    show_month,
)
from crm_desktop.values.phones import at_home_in

TODAY = date(2026, 11, 23)  # a Monday
MARCH = date(2024, 3, 5)
DATES = st.dates(date(1, 1, 1), date(9999, 12, 31))


@pytest.mark.parametrize(
    "written",
    [
        "2024年3月5日",
        "2024.3.5",
        "2024/3/5",
        "2024-03-05",
        "20240305",
        "'24-3-5",
        "’24-3-5",
        "24年3月5日",
        "5 Mar 2024",
        "March 5, 2024",
        "5th of March 2024",
        "5-Mar-24",
        "Tue, 5 Mar 2024",
        "2024-Mar-05",
        "2024-03-05T10:00:00Z",
        "2024-03-05 00:00:00",
        "2024/3/5 0:00",
        "20240305T100000Z",
        "2024年3月5日 10时30分",
        "２０２４年３月５日",
        " 2024-3-5 ",
        "2024年3月5日星期二",
        "2024 3 5",
    ],
)
def test_one_day_however_it_is_written(written: str) -> None:
    assert parse_date(written, today=TODAY) == MARCH


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("today", TODAY),
        ("今天", TODAY),
        ("明天", date(2026, 11, 24)),
        ("后天", date(2026, 11, 25)),
        ("昨天", date(2026, 11, 22)),
        ("+3d", date(2026, 11, 26)),
        ("+3", date(2026, 11, 26)),
        ("-2d", date(2026, 11, 21)),
        ("三天后", date(2026, 11, 26)),
        ("十天后", date(2026, 12, 3)),
        ("两周后", date(2026, 12, 7)),
        ("一个月后", date(2026, 12, 23)),
        ("in 3 days", date(2026, 11, 26)),
        ("3 days ago", date(2026, 11, 20)),
        ("tue", date(2026, 11, 24)),
        ("mon", date(2026, 11, 30)),
        ("next tue", date(2026, 12, 1)),
        ("下周二", date(2026, 12, 1)),
        ("周二", date(2026, 11, 24)),
        ("本周五", date(2026, 11, 27)),
        ("上周五", date(2026, 11, 20)),
        ("next week", date(2026, 11, 30)),
        ("下个月", date(2026, 12, 23)),
        ("月底", date(2026, 11, 30)),
        ("下月5号", date(2026, 12, 5)),
        ("3/5", date(2026, 3, 5)),
        ("3月5日", date(2026, 3, 5)),
        ("Mar 5", date(2026, 3, 5)),
    ],
)
def test_days_said_in_words_or_without_year(written: str, day: date) -> None:
    assert parse_date(written, today=TODAY) == day


def test_a_month_on_from_the_31st_is_the_last_day_of_a_shorter_month() -> None:
    assert parse_date("+1m", today=date(2024, 1, 31)) == date(2024, 2, 29)


@pytest.mark.parametrize(
    "written",
    [
        "民國113年3月5日", "中華民國113年3月5日", "民國113/03/05", "民國 113.3.5", "113/03/05", "113.3.5", "1130305",
        "113年3月5日", "民國一百一十三年三月五日", "民國一一三年三月五日", "令和6年3月5日", "令和６年３月５日（火）",
        "㋿6年3月5日", "R6.3.5", "R6/3/5", "r06-03-05", "平成36年3月5日", "二〇二四年三月五日", "2024年3月5日(火曜日)",
        "5. März 2024", "5. Mrz. 2024", "Di., 5. März 2024", "den 5. März 2024", "5 mars 2024", "mardi 5 mars 2024",
        "le 5 mars 2024", "5 de marzo de 2024", "5 de marzo del 2024", "martes, 5 de marzo de 2024", "5 marzo 2024",
        "5 maart 2024", "5 de março de 2024", "5-mrz-24", "2024-03-05 (星期二)", "2024年3月5日 週二",
    ],
)  # fmt: skip
def test_years_of_other_eras_and_months_of_other_languages(written: str) -> None:
    assert parse_date(written, today=TODAY) == MARCH


def test_first_years_and_first_days_and_accents() -> None:
    assert parse_date("令和元年5月1日", today=TODAY) == date(2019, 5, 1)
    assert parse_date("昭和64年1月7日", today=TODAY) == date(1989, 1, 7)
    assert parse_date("S63.12.31", today=TODAY) == date(1988, 12, 31)
    assert parse_date("1er févr. 2024", today=TODAY) == date(2024, 2, 1)
    assert parse_date("1º de agosto de 2024", today=TODAY) == date(2024, 8, 1)
    assert parse_date("15 août 2024", today=TODAY) == date(2024, 8, 15)
    assert parse_moment("31. Dez. 2024 14:30", today=TODAY) == datetime(2024, 12, 31, 14, 30)
    assert parse_date("民國元年10月10日", today=TODAY) == date(1912, 10, 10)
    assert parse_birthday("民國79年5月17日", TODAY) == "1990-05-17"
    assert parse_birthday("17. März", TODAY) == "--03-17"
    assert parse_birthday("S55.4.1", TODAY) == "1980-04-01"


@pytest.mark.parametrize(
    "written", ["113/13/01", "113/02/30", "199/05/01", "1131301", "令和0年13月1日", "R6", "民國113年", "5 Foo 2024"]
)
def test_what_is_no_day_of_an_era_is_refused(written: str) -> None:
    with pytest.raises(Refused):
        parse_date(written, today=TODAY)


def test_in_taiwan_a_short_year_has_two_readings() -> None:
    assert parse_date("88/05/01", today=TODAY) == date(1988, 5, 1)
    with at_home_in("TW"):
        with pytest.raises(Refused, match="1988-05-01 or 1999-05-01"):
            parse_date("88/05/01", today=TODAY)
        assert infer_order(["88/05/01"]) == "ambiguous"
        assert infer_order(["88/05/01", "113/05/01"]) == "roc"
    assert parse_date("88/05/01", order="roc", today=TODAY) == date(1999, 5, 1)
    assert parse_date("2024/05/01", order="roc", today=TODAY) == date(2024, 5, 1)
    assert parse_date("880501", order="roc", today=TODAY) == date(1999, 5, 1)


def test_the_order_of_the_column_decides_and_what_does_not_fit_is_refused() -> None:
    assert parse_date("3/4/2024", order="dmy", today=TODAY) == date(2024, 4, 3)
    assert parse_date("3/4/2024", order="mdy", today=TODAY) == date(2024, 3, 4)
    assert parse_date("2024-03-05", order="dmy", today=TODAY) == MARCH
    assert parse_date("24-3-5", order="ymd", today=TODAY) == MARCH
    assert parse_date("3/5", order="dmy", today=TODAY) == date(2026, 5, 3)
    assert parse_date("1.2.99", order="dmy", today=TODAY) == date(1999, 2, 1)
    assert parse_date("05032024", order="dmy", today=TODAY) == MARCH
    with pytest.raises(Refused, match="07/30/2023"):
        parse_date("07/30/2023", order="dmy", today=TODAY)


def test_a_date_with_two_readings_is_refused_with_both() -> None:
    with pytest.raises(Refused, match="2024-04-03 or 2024-03-04"):
        parse_date("3/4/2024", today=TODAY)
    assert parse_date("13/4/2024", today=TODAY) == date(2024, 4, 13)
    assert parse_date("5/5/2024", today=TODAY) == date(2024, 5, 5)


@pytest.mark.parametrize(
    "junk",
    [
        "",
        " ",
        "x",
        "2024-02-30",
        "0000-00-00",
        "00-00-0000",
        "0000-01-01",
        "12000-01-01",
        "20241305",
        "2024-13-01",
        "2024-03",
        "may",
        "Mar 2024",
        "+9999y",
        "99999999",
        "2024-3/5",
        "\0",
        "1" * 500,
        "2024年2月31日",
        "31 Feb 2024",
        "2024-03-05 25:00",
    ],
)
def test_impossible_dates_are_refused_in_one_sentence(junk: str) -> None:
    with pytest.raises(Refused) as refusal:
        parse_date(junk, today=TODAY)
    assert refusal.value.sentence


@given(st.text(max_size=30))
def test_any_text_is_a_date_or_refused(text: str) -> None:
    for read in (parse_date, parse_moment):
        try:
            read(text, today=TODAY)
        except Refused:
            continue
    try:
        parse_birthday(text, TODAY)
    except Refused:
        return


@given(DATES)
def test_a_shown_date_is_read_back(day: date) -> None:
    assert parse_date(show_date(day, "zh_CN"), today=TODAY) == day
    assert parse_date(f"{day.year:04d}年{day.month}月{day.day}日", today=TODAY) == day
    if day.year >= 1000:
        assert parse_date(show_date(day, "en"), today=TODAY) == day


@given(DATES, st.sampled_from(["dmy", "mdy"]), st.sampled_from("-/."))
def test_numbers_in_a_known_order_are_read_back(day: date, order: str, sign: str) -> None:
    first, second = (day.day, day.month) if order == "dmy" else (day.month, day.day)
    assert parse_date(f"{first}{sign}{second}{sign}{day.year:04d}", order=order, today=TODAY) == day  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("said", "hour", "minute"),
    [("明天下午3点", 15, 0), ("明天下午三点半", 15, 30), ("明晚8点", 20, 0), ("明早9:15", 9, 15), ("明天十点", 10, 0),
     ("明天 9点", 9, 0), ("明天下午十二点一刻", 12, 15), ("11月24日下午2点", 14, 0)],
)  # fmt: skip
def test_a_moment_is_said_in_one_breath(said: str, hour: int, minute: int) -> None:
    assert parse_moment(said, today=TODAY) == datetime(2026, 11, 24, hour, minute)


def test_moments_are_read_with_their_zone_brought_home() -> None:
    china = timezone(timedelta(hours=8))
    assert parse_moment("2024-03-05T10:00:00Z", today=TODAY, zone=china) == datetime(2024, 3, 5, 18)
    assert parse_moment("2024-03-05 22:00 +00:00", today=TODAY, zone=china) == datetime(2024, 3, 6, 6)
    assert parse_moment("2024年3月5日 下午3点", today=TODAY) == datetime(2024, 3, 5, 15)
    assert parse_moment("2024年3月5日 10时30分", today=TODAY) == datetime(2024, 3, 5, 10, 30)
    assert parse_moment("March 5, 2024 3:04 PM", today=TODAY) == datetime(2024, 3, 5, 15, 4)
    assert parse_moment("明天 9:30", today=TODAY) == datetime(2026, 11, 24, 9, 30)
    assert parse_moment("14:05", today=TODAY) == datetime(2026, 11, 23, 14, 5)
    assert parse_moment("2024-03-05", today=TODAY) == datetime(2024, 3, 5)


def test_serials_of_both_systems() -> None:
    assert from_serial(1) == date(1900, 1, 1)
    assert from_serial(59) == date(1900, 2, 28)
    assert from_serial(61) == date(1900, 3, 1)
    assert from_serial(45356) == MARCH
    assert from_serial(45356.75) == datetime(2024, 3, 5, 18)
    assert from_serial(43894, base1904=True) == MARCH
    assert from_serial(0, base1904=True) == date(1904, 1, 1)
    assert from_serial(2958465) == date(9999, 12, 31)
    for wrong in (60, 60.5, 0, 0.5, -1, 2958466, float("nan"), float("inf")):
        with pytest.raises(Refused):
            from_serial(wrong)


@given(st.datetimes(datetime(1900, 3, 1), datetime(9999, 12, 31)).map(lambda moment: moment.replace(microsecond=0)))
def test_a_serial_with_a_fraction_keeps_its_second(moment: datetime) -> None:
    serial = (moment - datetime(1899, 12, 30)) / timedelta(days=1)
    back = from_serial(serial)
    assert back == (moment if moment.time() != datetime.min.time() else moment.date())


@pytest.mark.parametrize(
    ("samples", "order"),
    [
        (["3/4/2024", "13/4/2024"], "dmy"),
        (["3/4/2024", "4/13/2024"], "mdy"),
        (["3/4/2024"], "ambiguous"),
        (["13/4/2024", "4/13/2024"], "ambiguous"),
        (["2024-3-4", "20240305", "2024年3月5日"], "ymd"),
        (["x", "", "5 Mar 2024"], None),
        (["2024-3-4", "3/4/2024"], "ambiguous"),
        (["2024-3-4", "13/1/2024"], "dmy"),
        ([], None),
        (["31/1/2024 10:00"], "dmy"),
    ],
)
def test_the_order_is_inferred_from_the_whole_column(samples: list[str], order: str | None) -> None:
    assert infer_order(samples) == order


@pytest.mark.parametrize(
    ("written", "stored", "chinese", "english"),
    [
        ("1990-05-17", "1990-05-17", "1990-05-17", "17 May 1990"),
        ("1990年5月17日", "1990-05-17", "1990-05-17", "17 May 1990"),
        ("--05-17", "--05-17", "5月17日", "17 May"),
        ("--0517", "--05-17", "5月17日", "17 May"),
        ("5月17日", "--05-17", "5月17日", "17 May"),
        ("05-17", "--05-17", "5月17日", "17 May"),
        ("17/5", "--05-17", "5月17日", "17 May"),
        ("17 May", "--05-17", "5月17日", "17 May"),
        ("2/29", "--02-29", "2月29日", "29 Feb"),
        ("50年5月17日", "1950-05-17", "1950-05-17", "17 May 1950"),
        ("农历八月十五", "农历08-15", "农历八月十五", "lunar 08-15"),
        ("阴历8月15", "农历08-15", "农历八月十五", "lunar 08-15"),
        ("农历闰四月初八", "农历闰04-08", "农历闰四月初八", "lunar leap 04-08"),
        ("农历腊月廿三", "农历12-23", "农历腊月廿三", "lunar 12-23"),
        ("农历08-15", "农历08-15", "农历八月十五", "lunar 08-15"),
    ],
)
def test_birthdays_are_stored_with_or_without_year_and_by_the_lunar_calendar(
    written: str, stored: str, chinese: str, english: str
) -> None:
    assert parse_birthday(written, TODAY) == stored
    assert parse_birthday(stored, TODAY) == stored
    assert show_birthday(stored, "zh_CN") == chinese
    assert show_birthday(stored, "en") == english
    assert parse_birthday(chinese, TODAY) == stored
    assert parse_birthday(english, TODAY) == stored


@given(st.integers(1, 12), st.integers(1, 30), st.booleans())
def test_every_lunar_day_is_shown_and_read_back(month: int, day: int, leap: bool) -> None:
    stored = f"农历{'闰' if leap else ''}{month:02d}-{day:02d}"
    assert parse_birthday(show_birthday(stored, "zh_CN"), TODAY) == stored
    assert parse_birthday(show_birthday(stored, "en"), TODAY) == stored


@pytest.mark.parametrize("wrong", ["2030-01-01", "2/30", "农历十三月初一", "农历三月三十一", "农历二十", "x", ""])
def test_impossible_birthdays_are_refused(wrong: str) -> None:
    with pytest.raises(Refused):
        parse_birthday(wrong, TODAY)


def test_unknown_stored_birthdays_are_shown_as_they_are() -> None:
    assert show_birthday("some time in May") == "some time in May"


@pytest.mark.parametrize(
    ("days", "english", "chinese"),
    [
        (0, "today", "今天"),
        (1, "tomorrow", "明天"),
        (-1, "yesterday", "昨天"),
        (-2, "2 days ago", "2 天前"),
        (3, "in 3 days", "3 天后"),
        (14, "in 14 days", "14 天后"),
        (-15, "8 Nov", "11月8日"),
        (60, "22 Jan 2027", "2027年1月22日"),
    ],
)
def test_days_near_today_are_said_in_words(days: int, english: str, chinese: str) -> None:
    day = TODAY + timedelta(days=days)
    assert relative_day(day, TODAY) == relative_day(day, TODAY, "en") == english
    assert relative_day(day, TODAY, "zh_CN") == chinese
    i18n.use("zh_CN")
    assert relative_day(day, TODAY) == chinese
    assert relative_day(day, TODAY, "en") == english


def test_dates_are_shown_in_either_language() -> None:
    assert (show_date(TODAY, "zh_CN"), show_date(TODAY, "en")) == ("2026-11-23", "23 Nov 2026")
    assert show_moment(datetime(2026, 11, 23, 9, 5), "zh_CN") == "2026-11-23 09:05"
    assert (show_month(TODAY, "zh_CN"), show_month(TODAY, "en")) == ("2026年11月", "Nov 2026")
