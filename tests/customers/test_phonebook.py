"""The phone book: its order, its letters, its search, its booklet and its cards."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from random import Random

import pytest
from pypdf import PdfReader

from crm_desktop import i18n
from crm_desktop.customers import phonebook
from crm_desktop.customers.model import reach_key, reach_keys
from crm_desktop.entity import records
from crm_desktop.entity.company import Company
from crm_desktop.errors import Refused
from crm_desktop.exchange.writing_vcf import write_all_cards
from tests.conftest import TODAY


@pytest.fixture
def book(company: Company) -> Company:
    first = records.save(
        company, company.entity("customer"), {"name": "恒达机电"},
        children={"reach": [{"type": "phone", "value": "021-55501234"}]},
    )  # fmt: skip
    for name, type, value in (
        ("张伟", "mobile", "13800138000"), ("Ann Lee", "wechat", "ann_lee"), ("王芳", "email", "wang@example.com"),
        ("7 Stars", "phone", "010-55509876"), ("Ярослав", "mobile", "13700137009"),
    ):  # fmt: skip
        records.save(
            company, company.entity("contact"), {"name": name, "customer": first},
            children={"reach": [{"type": type, "value": value}]},
        )  # fmt: skip
    return company


def names(company: Company, words: str = "") -> list[tuple[str, str]]:
    return [(letter, entry.name) for letter, entry in phonebook.everybody(company, words)]


def test_everybody_with_a_number_stands_in_it_by_name(book: Company) -> None:
    assert sorted(names(book)) == [
        ("#", "7 Stars"), ("#", "Ярослав"), ("A", "Ann Lee"), ("H", "恒达机电"), ("Z", "张伟")
    ]  # fmt: skip
    index = phonebook.index(book)
    assert [index.starts[letter] for letter in "AHZ"] == sorted(index.starts[letter] for letter in "AHZ")


@pytest.mark.parametrize("words", ["zw", "zhangwei", "8001", "张"])
def test_it_is_searched_by_initials_pinyin_and_digits(book: Company, words: str) -> None:
    assert [name for _letter, name in names(book, words)] == ["张伟"]


def test_the_text_of_the_booklet_copies_right(book: Company, tmp_path: Path) -> None:
    i18n.use("zh_CN")
    assert phonebook.write_booklet(book, tmp_path / "book.pdf", TODAY) == 5
    text = PdfReader(BytesIO((tmp_path / "book.pdf").read_bytes())).pages[0].extract_text()
    for piece in ("电话簿", "张伟", "恒达机电", "138 0013 8000", "微信", "2026"):
        assert piece in text


def test_an_empty_book_is_refused_in_a_sentence(company: Company, tmp_path: Path) -> None:
    with pytest.raises(Refused):
        phonebook.write_booklet(company, tmp_path / "book.pdf", TODAY)
    assert list(tmp_path.glob("*.pdf")) == []


def test_a_card_for_a_telephone_is_short_and_escaped(book: Company) -> None:
    row = book.execute("SELECT id FROM contact WHERE name = '张伟'").fetchone()[0]
    card = phonebook.card_of(book, "contact", row)
    assert card.splitlines()[:2] == ["BEGIN:VCARD", "VERSION:3.0"]
    assert {"FN:张伟", "ORG:恒达机电", "TEL;TYPE=CELL:13800138000"} <= set(card.splitlines())


def test_all_cards_go_into_one_file(book: Company, tmp_path: Path) -> None:
    out = tmp_path / "book.vcf"
    assert write_all_cards(book, out, ("contact", "customer"), today=TODAY) == 6
    assert out.read_text(encoding="utf-8").count("BEGIN:VCARD") == 6
    assert [path.name for path in tmp_path.iterdir() if path.suffix in (".part", ".vcf", ".contact")] == ["book.vcf"]


def test_keys_of_many_numbers_are_those_of_one_at_a_time() -> None:
    random = Random(5)
    signs = [*"0123456789-+() @.aE", "138001380", "021-", "＠", "１", "\u200b", "é", "\n"]
    values = ["".join(random.choices(signs, k=random.randrange(1, 9))) for _value in range(3000)]
    values += ["13800138000", "021-31451369", "Lin@Example.com", "+86 138 0013 8000", "1380013800０"]
    assert reach_keys(values) == list(map(reach_key, values))
    assert reach_keys([value for value in values if "\n" not in value])[-5] == "8613800138000"
