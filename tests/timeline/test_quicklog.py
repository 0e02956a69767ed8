"""One typed line: what happened, how long it took, and what comes next."""

from __future__ import annotations

from datetime import date, datetime, time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.agenda import rules
from crm_desktop.entity import records
from crm_desktop.entity.company import Company
from crm_desktop.errors import Refused
from crm_desktop.store.undo import undo
from crm_desktop.timeline.quicklog import plain, read_log
from tests.fresh import fresh_company

NOW = datetime(2026, 11, 26, 14, 30)  # a Thursday
TUESDAY = date(2026, 12, 1)


@pytest.mark.parametrize(
    ("line", "type", "minutes", "text", "next_text", "on", "at"),
    [
        ("call 5min price ok next tue 10", "call", 5, "price ok", "", TUESDAY, time(10)),
        ("电话 5分钟 价格可以 下周二10点", "call", 5, "价格可以", "", TUESDAY, time(10)),
        ("电话5分钟价格可以下周二10点", "call", 5, "价格可以", "", TUESDAY, time(10)),
        ("电话 ５分钟 价格可以", "call", 5, "价格可以", "", None, None),
        ("visit 1.5h met the boss → send contract", "visit", 90, "met the boss", "send contract", None, None),
        ("mail sent it, next: call them on friday at 3", "mail", None, "sent it", "call them", date(2026, 11, 27),
         time(15)),
        ("微信 喜欢新样品 明天上午9点半寄样", "message", None, "喜欢新样品", "寄样", date(2026, 11, 27), time(9, 30)),
        ("电话 半小时 谈合同 下次带样品", "call", 30, "谈合同", "带样品", None, None),
        ("来电 50个杯子 周五发货", "call", None, "50个杯子", "发货", date(2026, 11, 27), None),
        ("电话 要降价10% 月底再谈", "call", None, "要降价10%", "再谈", date(2026, 11, 30), None),
        ("call we agreed on 3.5 per 10 kg", "call", None, "we agreed on 3.5 per 10 kg", "", None, None),
        ("call they sat down and want 20 pieces", "call", None, "they sat down and want 20 pieces", "", None, None),
        ("we met then left", "note", None, "we met then left", "", None, None),
        ("call 13800138000 no answer", "call", None, "13800138000 no answer", "", None, None),
        ("likes green tea", "note", None, "likes green tea", "", None, None),
        ("call 2 Feb", "call", None, "", "", date(2027, 2, 2), None),
    ],
)  # fmt: skip
def test_a_line_is_read(
    line: str, type: str, minutes: int | None, text: str, next_text: str, on: date | None, at: time | None
) -> None:
    found = read_log(line, NOW)
    assert (found.type, found.minutes, found.text) == (type, minutes, text)
    assert (found.next_text, found.next_on, found.next_at) == (next_text, on, at)
    assert found.at == NOW


@pytest.mark.parametrize("line", ["yesterday called, will order", "昨天电话 会下单", "last wed visit all fine", "电话"])
def test_what_happened_may_lie_in_the_past(line: str) -> None:
    found = read_log(line, NOW)
    assert found.happened
    assert found.next_on is None
    assert found.at.date() == (date(2026, 11, 25) if not line.startswith(("last", "电")) else found.at.date())
    if line.startswith("last"):
        assert found.at.date() == date(2026, 11, 18)


@pytest.mark.parametrize("line", ["call back 5 Dec 11am with quote", "再联系 下周一", "12月3日送样", "今晚8点再打"])
def test_a_line_that_only_plans_notes_nothing(line: str) -> None:
    found = read_log(line, NOW)
    assert not found.happened
    assert found.has_next
    assert found.next_on is not None and found.next_on >= NOW.date()


def test_full_width_digits_are_read_and_chinese_punctuation_is_kept_as_it_was_typed() -> None:
    found = read_log("电话５分钟，价格可以！（要发票），下次：送报价 下周二１０：３０", NOW)
    assert (found.type, found.minutes) == ("call", 5)
    assert found.text == "价格可以！（要发票）"
    assert (found.next_text, found.next_on, found.next_at) == ("送报价", date(2026, 12, 1), time(10, 30))
    assert read_log("收到，很满意。", NOW).text == "收到，很满意"


@given(st.text(max_size=60))
def test_any_text_is_read_and_no_word_of_what_was_said_is_made_up(line: str) -> None:
    found = read_log(line, NOW)
    for word in (*found.text.split(), *found.next_text.split()):
        assert word in plain(line)
    assert found.next_on is None or found.next_on >= NOW.date()
    assert found.at <= NOW


@pytest.fixture
def company(tmp_path: Path) -> Company:
    made = fresh_company(tmp_path / "a.crm")
    yield made  # type: ignore[misc]
    made.close()


def saved(company: Company, kind: str, **values: object) -> int:
    return records.save(company, company.entity(kind), values)


def test_a_line_becomes_a_note_an_event_and_the_next_step_and_one_undo_takes_it_back(company: Company) -> None:
    birch = saved(company, "customer", name="Birch Lane Stores", next_step="Send catalogue", next_on="2026-11-20")
    rules.log(company, company.entity("customer"), birch, "call 5min price ok next tue 10", NOW)
    note = company.execute("SELECT type, text, minutes, at, kind, row FROM note").fetchall()
    assert note == [("call", "price ok", 5, "2026-11-26T14:30:00", "customer", birch)]
    event = company.execute("SELECT title, type, start, kind, row FROM event").fetchall()
    assert event == [("Call again", "call", "2026-12-01T10:00:00", "customer", birch)]
    values = records.read(company, company.entity("customer"), birch)
    assert (values["next_step"], values["next_on"]) == ("Call again", "2026-12-01")
    entry = company.execute("SELECT title FROM journal_entry ORDER BY id DESC LIMIT 1").fetchone()[0]
    assert entry == "Call: Birch Lane Stores"
    undo(company.journal)
    assert company.execute("SELECT count(*) FROM note").fetchone()[0] == 0
    assert company.execute("SELECT count(*) FROM event").fetchone()[0] == 0
    values = records.read(company, company.entity("customer"), birch)
    assert (values["next_step"], values["next_on"]) == ("Send catalogue", "2026-11-20")


def test_a_day_without_a_time_becomes_a_task_and_a_contacts_customer_gets_the_next_step(company: Company) -> None:
    birch = saved(company, "customer", name="Birch Lane Stores")
    ann = saved(company, "contact", name="Ann Alder", customer=birch)
    rules.log(company, company.entity("contact"), ann, "微信 喜欢新样品 明天寄样", NOW)
    tasks = company.execute("SELECT title, due, kind, row FROM task").fetchall()
    assert tasks == [("寄样", "2026-11-27", "contact", ann)]
    assert company.execute("SELECT kind, row, type FROM note").fetchall() == [("contact", ann, "message")]
    assert records.read(company, company.entity("customer"), birch)["next_step"] == "寄样"


@pytest.mark.parametrize("line", ["", "   "])
def test_an_empty_line_is_refused(company: Company, line: str) -> None:
    birch = saved(company, "customer", name="Birch Lane Stores")
    with pytest.raises(Refused, match="nothing in this line"):
        rules.log(company, company.entity("customer"), birch, line, NOW)
    assert company.execute("SELECT count(*) FROM note").fetchone()[0] == 0


def test_a_record_that_is_gone_is_refused(company: Company) -> None:
    with pytest.raises(Refused, match="not there any more"):
        rules.log(company, company.entity("customer"), 77, "call", NOW)
