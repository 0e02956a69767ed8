"""The search index: exact against a plain scan, in step with every change, best answers first."""

from __future__ import annotations

import re
from datetime import date
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm_desktop.areas import open_company
from crm_desktop.entity import finding, indexfilling, query, records, wording
from crm_desktop.entity.company import Company
from crm_desktop.entity.query import ListQuery
from crm_desktop.store.undo import undo
from crm_desktop.values.text import fold, fold_lines, search_text, sort_key, sort_keys
from tests.fresh import fresh_company


def customer(company: Company, name: str, mobile: str = "", **values: object) -> int:
    children = {"reach": [{"type": "mobile", "value": mobile}]} if mobile else {}
    return records.save(company, company.entity("customer"), {"name": name, **values}, children=children)


@pytest.mark.parametrize(
    "words",
    ["上", "明远", "明远贸", "my", "shmy", "mingyuan", "ming", "138", "8000", "0013", "13800138000", "138 0013 8000",
     "上海 8000", "SHANGHAI", "１３８", "贸易 my", "0013-8000"],
)  # fmt: skip
def test_a_chinese_company_is_found_by_any_piece(company: Company, words: str) -> None:
    row = customer(company, "上海明远贸易有限公司", "138 0013 8000")
    customer(company, "Berglunds snabbköp", "0921-12 34 65")
    assert company.index.find(words, 10) == [("customer", row)]


@pytest.mark.parametrize("words", ["berg", "SNABB", "kop", "köp", "be", "b", "0921", "123465", "snabbkop berglunds"])
def test_accents_and_case_do_not_matter(company: Company, words: str) -> None:
    customer(company, "上海明远贸易有限公司", "138 0013 8000")
    row = customer(company, "Berglunds snabbköp", "0921-12 34 65")
    assert company.index.find(words, 10) == [("customer", row)]


@pytest.mark.parametrize(
    "words",
    ["(415) 555-2671", "(415)", "415 555", "415-555-26", "5-2671", "+1 415", "1-415-555-2671", "4155552671", "2671"],
)
@pytest.mark.parametrize("number", ["1-415-555-2671", "+1 (415) 555-2671", "1.415.555.2671", "(1415) 555 2671"])
def test_a_fragment_of_a_number_is_found_as_it_is_typed(company: Company, number: str, words: str) -> None:
    row = customer(company, "Ann Ltd", number)
    customer(company, "Berglunds snabbköp", "0921-12 34 65")
    assert company.index.find(words, 10) == [("customer", row)]


@pytest.mark.parametrize(
    "words", ["+86 138 0013 8000", "+8613800138000", "0086-138-0013-8000", "+86 8000", "13800138000"]
)
@pytest.mark.parametrize("number", ["138 0013 8000", "+86-138-0013-8000", "8613800138000"])
def test_the_country_code_of_china_may_stand_before_a_number_or_not(company: Company, number: str, words: str) -> None:
    row = customer(company, "明远", number)
    assert company.index.find(words, 10) == [("customer", row)]


@pytest.mark.parametrize("words", ["远明", "京", "myz", "13900", "berg 明远", "\x02", "xyz", "明 远京"])
def test_what_is_not_there_is_not_found(company: Company, words: str) -> None:
    customer(company, "上海明远贸易有限公司", "138 0013 8000")
    customer(company, "Berglunds snabbköp")
    assert company.index.find(words, 10) == []


def test_exact_titles_come_first_then_beginnings_then_the_newest(company: Company) -> None:
    inside = customer(company, "Old Maple House")
    begins = customer(company, "Maple House")
    exact = customer(company, "Maple")
    newest = customer(company, "The Maple")
    assert [row for _kind, row in company.index.find("maple", 10)] == [exact, begins, newest, inside]


def test_the_index_follows_children_links_deletion_and_undo(company: Company) -> None:
    row = customer(company, "Linden GmbH", "13900001111")
    contact = records.save(company, company.entity("contact"), {"name": "Ada Moss", "customer": row})
    assert company.index.find("00001111", 5) == [("customer", row)]
    assert company.index.find("moss linden", 5) == [("contact", contact)]
    entity = company.entity("customer")
    records.save(company, entity, {"name": "Walnut GmbH"}, row=row, children={"reach": []})
    assert company.index.find("00001111", 5) == []
    assert company.index.find("moss walnut", 5) == [("contact", contact)]
    records.delete(company, entity, [row])
    assert company.index.find("walnut", 5) == []
    undo(company.journal)
    undo(company.journal)
    assert company.index.find("00001111", 5) == [("customer", row)]
    assert company.index.find("moss linden", 5) == [("contact", contact)]
    assert company.check() == []


def test_a_list_filtered_by_words_holds_what_the_box_finds(company: Company, today: date) -> None:
    rows = {customer(company, name) for name in ("杭州云栖文创", "云杉建材", "Cloud Works")}
    entity = company.entity("customer")
    for words in ("云", "云杉", "建材", "yun", "c", "cl", "zz", "云 建"):
        listed = set(query.ids(company, entity, ListQuery(words=words), today=today))
        assert listed == {row for _kind, row in company.index.find(words, 10, ["customer"])}
        assert listed <= rows


def test_a_spoiled_index_is_noticed_and_mended(company: Company) -> None:
    customer(company, "Maple")
    with company.journal.silently() as connection:
        connection.execute("DELETE FROM search")
    assert company.check() == ["Customers: 1 records are not in the search index as they should be."]
    company.index.rebuild()
    assert company.check() == []
    customer(company, "明远贸易")
    with company.journal.silently() as connection:
        connection.execute("DELETE FROM search_chars")
    assert company.check() == ["The index of single characters lacks 1 records."]
    company.index.rebuild()
    assert company.check() == []


def test_an_index_that_does_not_find_what_it_holds_is_noticed_and_made_anew(company: Company) -> None:
    rows = [customer(company, f"Maple {number}") for number in range(40)]
    with company.journal.silently() as connection:
        number, page = connection.execute(
            "SELECT id, block FROM search_data WHERE id > 10 ORDER BY length(block) DESC LIMIT 1"
        ).fetchone()
        spoiled = page[: len(page) // 2] + bytes((page[len(page) // 2] ^ 1,)) + page[len(page) // 2 + 1 :]
        connection.execute("UPDATE search_data SET block = ? WHERE id = ?", (spoiled, number))
    assert company.check() == ["The search index is damaged."]
    assert company.mend() == (["The search index is damaged."], [])
    assert company.check() == []
    assert {row for _kind, row in company.index.find("maple", 100)} == set(rows)
    customer(company, "Maple again")
    assert len(company.index.find("maple", 100)) == 41


NAMES = st.text(alphabet="上海明远贸易abcé1３8 -%_\"'*", min_size=1, max_size=9).filter(lambda text: text.strip())


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(NAMES, min_size=1, max_size=12), st.lists(NAMES, min_size=1, max_size=6))
def test_answers_are_those_of_a_plain_scan(
    tmp_path_factory: pytest.TempPathFactory, names: list[str], asked: list[str]
) -> None:
    path: Path = tmp_path_factory.mktemp("scan") / "a.crm"
    with fresh_company(path) as company, pytest.MonkeyPatch.context() as patch:
        patch.setattr(finding, "CANDIDATES", 3)
        patch.setattr(finding, "BOUND", 4)  # so that short words go on to the index's own terms
        for name in names:
            customer(company, name)
        texts = dict(company.execute("SELECT rowid, text FROM search").fetchall())
        pieces = [*asked, *(name[:2] for name in names), *(name[1:4] for name in names)]
        for words in [*pieces, *(f"{one[:1]} {other[:2]}" for one, other in pairwise(pieces))]:
            wanted = wording.words_of(words)
            if not wanted:
                continue
            truth = {number // wording.KINDS for number, text in texts.items() if all(word in text for word in wanted)}
            assert {row for _kind, row in company.index.find(words, 100)} == truth
            assert len(company.index.find(words, 3)) == min(3, len(truth))


def _plainly(record: str) -> tuple[str, set[str]]:
    """The title and the other pieces of a record's text, line by line and number by number."""
    pieces: list[str] = []
    spoken: set[str] = set()
    for line in filter(None, map(fold, record.split("\n"))):
        number_alone = re.fullmatch(r"[0-9][0-9-]{3,}[0-9]", line)
        pieces.append(line.replace("-", "") if number_alone else line)
        if line[-1].isdigit() and not line.isalnum() and "@" not in line and not number_alone:
            numbers = re.findall(r"[+(]?\d[\d\s().\-/]*\d", line)
            pieces += [re.sub(r"\D", "", number) for number in numbers if len(number) > 4 and not number.isdigit()]
        spoken |= set(search_text([line]).split("\n")[1:])
    title = (pieces or [""])[0]
    return title, {*pieces, *spoken} - {title}


def _pieces(text: str) -> tuple[str, set[str]]:
    assert text.startswith("\x02\x02") and text.endswith("\n\n")
    title, _line, rest = text[2:].partition("\x02\n\n")
    return title, set(rest.split("\n\n")) - {"", title}


def test_many_texts_at_one_go_are_those_of_one_at_a_time() -> None:
    random = Random(7)
    signs = [*"abzvVÀéßⅣ０１23456789-_+()./@\t\u3000\u200b|~'ﬁ张伟曾单绿吕女行长重庆欧阳上海（）　于䷀ёе한"]
    signs += ["\x85", "\u2028", "\x00", "\u0301", "有限公司", "021-3145", "+86 138 0013", "~~", "\u401d", "\n", "\n\n"]
    for _turn in range(2000):
        records = ["".join(random.choices(signs, k=random.randrange(12))) for _record in range(3)]
        texts, chars = wording.wordings_of([records])
        assert texts == [wording.text_of((record,)) for record in records]
        assert [set(found.split()) for found in chars] == [set(wording.chars_of(text).split()) for text in texts]
        assert list(map(_pieces, texts)) == list(map(_plainly, records))
        assert _pieces(wording.text_of((records[0], None, 7))) == _plainly(f"{records[0]}\n7")
        columns = [[None, *records], [*records, "上海"], [records[0], records[0], None, records[0]]]
        rows = ["\n".join(filter(None, row)) for row in zip(*columns, strict=True)]
        assert wording.wordings_of(columns) == wording.wordings_of([rows])
        lines = [" ".join(record.split("\n")) for record in records]
        assert fold_lines(lines) == list(map(fold, lines))
        assert sort_keys(lines) == list(map(sort_key, lines))
    plain = [f"上海明远{n}有限公司\n021-5555{n:04d}\nUser{n}@example.com\n吕 布\n重庆 {n}\n曾伟" for n in range(100)]
    assert list(map(_pieces, wording.texts_of(plain))) == list(map(_plainly, plain))
    names = [name for record in plain for name in record.split("\n")]
    assert sort_keys(names) == list(map(sort_key, names))


@pytest.mark.parametrize("most", [10**6, 100_000])
def test_a_long_run_is_in_the_index_as_it_should_be(tmp_path: Path, most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(indexfilling, "MOST", most)
    with fresh_company(tmp_path / "many.crm") as company:
        with company.journal.entry("Many"):
            rows = ((f"北京 {n} 有限公司", "company", "lead") for n in range(7001))
            company.journal.bulk_insert(company.entity("customer").model, ["name", "type", "status"], rows)
        for _turn in range(2):
            assert company.index.problems() == []
            assert len(company.index.find("bj7", 10_000)) == 112
            assert company.index.find("6999", 5) == [("customer", 7000)]
            with company.journal.silently() as connection:
                connection.execute("INSERT INTO search (search, rank) VALUES ('integrity-check', 1)")
            company.index.rebuild()
        customer(company, "北京 7 号")
        assert len(company.index.find("bj7", 10_000)) == 113


def index_data(company: Company) -> list[tuple[int, int]]:
    return [tuple(row) for row in company.execute("SELECT id, length(block) FROM search_data ORDER BY id")]


def test_a_bulk_change_is_followed_where_the_text_has_the_field_and_costs_nothing_where_not(company: Company) -> None:
    entity = company.entity("customer")
    rows = [customer(company, f"Alder {number}", city="Leeds") for number in range(60)]
    before = index_data(company)
    assert records.change_field(company, entity, rows, "tier", "A") == 60
    assert index_data(company) == before
    assert records.change_field(company, entity, rows, "city", "York") == 60
    assert len(company.index.find("york", 100)) == 60
    assert company.index.find("leeds", 100) == []
    undo(company.journal)
    assert len(company.index.find("leeds", 100)) == 60
    assert company.index.problems() == []


@pytest.mark.parametrize("before", ["DROP TABLE search_form", "UPDATE search_form SET number = 1"])
def test_an_index_of_an_earlier_program_is_made_anew(company: Company, before: str) -> None:
    records.save(company, company.entity("customer"), {"name": "Birch Lane Stores"})
    path = company.path
    with company.journal.silently() as connection:
        connection.execute(before)
    company.close()
    with open_company(path) as again:
        assert again.index.find("birch", 5) == [("customer", 1)]
        assert again.check() == []


def test_numbers_that_come_by_the_thousand_are_in_the_texts_of_old_and_new_records(company: Company) -> None:
    old = customer(company, "Alder Works")
    entity = company.entity("customer")
    reach = next(children for children in entity.children if children.name == "reach").model
    with company.journal.entry("Many"):
        names = {"name": [f"Birch {n}" for n in range(50)], "type": ["company"] * 50, "status": ["lead"] * 50}
        made = company.journal.bulk_insert_columns(entity.model, names, 50, lambda: None)
        owners = [old, *made, old]
        numbers = [f"139{n:08d}" for n in range(len(owners))]
        rows = {"customer": owners, "type": ["mobile"] * len(owners), "value": numbers}
        company.journal.bulk_insert_columns(reach, rows, len(owners), lambda: None)
    assert company.index.problems() == []
    assert [company.index.find(number, 3) for number in (numbers[0], numbers[-1], numbers[7])] == [
        [("customer", old)], [("customer", old)], [("customer", made[6])]
    ]  # fmt: skip


def test_patience_gives_what_was_found_by_then(company: Company) -> None:
    with company.journal.entry("Many"):
        rows = ((f"Alder {n:05} Works", "company", "lead") for n in range(6000))
        company.journal.bulk_insert(company.entity("customer").model, ["name", "type", "status"], rows)
    rare, common = "er 00001 w", "alder"
    whole = company.index.find(common, 30)
    assert (list(company.index.find(common, 30, patience=60)), company.index.find(common, 30, patience=60).cut) == (
        list(whole), False,
    )  # fmt: skip
    for words in (rare, common, "al", "a 0", "no such words"):
        cut = company.index.find(words, 30, patience=1e-9)
        assert cut.cut or list(cut) == list(company.index.find(words, 30))
    assert company.index.find("e", 5999, patience=1e-9).cut
    # What comes afterwards has all the time there is.
    assert len(company.index.find(rare, 30)) == 1 and not company.index.find(rare, 30).cut
