"""Segments of a trigram index made by sorting: the very answers that FTS5 gives, and as sound in its own eyes."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pytest
from sqlcipher3 import dbapi2

from crm_desktop.store import fulltext, segments

TABLE = (
    "CREATE VIRTUAL TABLE search USING fts5(text, tokenize = 'trigram case_sensitive 1', columnsize = 0, detail = none)"
)
Texts = Sequence[tuple[int, str]]


@pytest.fixture
def connection() -> Iterator[Any]:
    made = dbapi2.connect(":memory:", isolation_level=None)
    made.execute(TABLE)
    yield made
    made.close()


def put(connection: Any, texts: Texts, at_once: int = 10**6) -> None:
    connection.execute("BEGIN")
    with fulltext.laid_beside(connection, "search"):
        for start in range(0, len(texts), at_once):
            rows, words = zip(*texts[start : start + at_once], strict=True)
            segment = segments.trigrams_of(rows, words)
            assert segment is not None
            fulltext.put(connection, "search", rows, words, segment)
    connection.execute("COMMIT")


def insert(connection: Any, texts: Texts) -> None:
    connection.execute("BEGIN")
    connection.executemany("INSERT INTO search (rowid, text) VALUES (?, ?)", texts)
    connection.execute("COMMIT")


def asked(connection: Any, word: str, order: str = "ASC") -> list[int]:
    sql = f"SELECT rowid FROM search WHERE search MATCH ? ORDER BY rowid {order}"
    return [row for (row,) in connection.execute(sql, ('"' + word.replace('"', '""') + '"',))]


def is_sound(connection: Any) -> bool:
    """FTS5 reads every page and compares it with the texts; it raises where anything is amiss."""
    connection.execute("INSERT INTO search (search, rank) VALUES ('integrity-check', 1)")
    return True


def invented(count: int, step: int = 64, signs: str = "abcd0123 \n明远贸易é😀") -> list[tuple[int, str]]:
    chance = random.Random(count)
    return [(1 + place * step, "".join(chance.choices(signs, k=chance.randrange(40)))) for place in range(count)]


def trigrams(texts: Texts) -> list[str]:
    read = [text.replace("\0", "") for _row, text in texts]
    return sorted({text[at : at + 3] for text in read for at in range(len(text) - 2)})


@pytest.mark.parametrize("texts", [
    [(1, "abc")], [(1, "ab"), (65, "")], [(3, "abcabcabc"), (4, "bca"), (9000, "xabc")],
    [(1, "x\0yz"), (2, "xyz\0w"), (3, "yzw")], [(7, "a\ufffe\uffffbc"), (8, "\ufffd\ufffdb")],
    [(1 << 40, "far"), ((1 << 40) + 1, "farther")], invented(3000), invented(400, step=100_000),
    invented(900, signs="".join(map(chr, range(0x4E00, 0x5A00)))),
    [(row, "the same in all") for row in range(1, 30_000)],
])  # fmt: skip
def test_the_answers_are_those_of_fts5(connection: Any, texts: list[tuple[int, str]]) -> None:
    put(connection, texts)
    other = dbapi2.connect(":memory:", isolation_level=None)
    other.execute(TABLE)
    insert(other, texts)
    words = trigrams(texts)
    for word in words[:: len(words) // 300 + 1]:
        assert asked(connection, word) == asked(other, word)
        assert asked(connection, word, "DESC") == asked(other, word, "DESC")
    totals = "SELECT block FROM search_data WHERE id = 1"
    assert connection.execute(totals).fetchall() == other.execute(totals).fetchall()
    assert is_sound(connection)
    other.close()


def test_a_small_segment_is_byte_for_byte_that_of_fts5(connection: Any) -> None:
    texts = [(65, "abcd"), (129, "bcde"), (193, "明远贸易abc")]
    put(connection, texts)
    other = dbapi2.connect(":memory:", isolation_level=None)
    other.execute(TABLE)
    insert(other, texts)
    pages = "SELECT id, hex(block) FROM search_data WHERE id > 10"
    assert connection.execute(pages).fetchall() == other.execute(pages).fetchall()
    other.close()


def test_what_comes_before_and_afterwards_is_kept_and_can_go(connection: Any) -> None:
    before, new = [(2, "typed before"), (4, "and gone before")], invented(2000)
    insert(connection, before)
    connection.execute("BEGIN")
    connection.execute("DELETE FROM search WHERE rowid = 4")
    connection.execute("COMMIT")
    put(connection, new, at_once=150)
    insert(connection, [(10**6, "typed afterwards"), (4, "back again")])
    connection.execute("DELETE FROM search WHERE rowid = 65")
    left = [*before[:1], *(text for text in new if text[0] != 65), (10**6, "typed afterwards"), (4, "back again")]
    for word in ("typ", "aga", "abc", "明远贸", "012"):
        assert asked(connection, word) == sorted(row for row, text in left if word in text)
    assert is_sound(connection)
    connection.execute("INSERT INTO search (search) VALUES ('optimize')")
    assert asked(connection, "typ") == [2, 10**6]
    assert is_sound(connection)


def test_rows_that_were_deleted_in_the_same_transaction_come_again(connection: Any) -> None:
    texts = invented(500)
    put(connection, texts)
    connection.execute("BEGIN")
    connection.execute("DELETE FROM search")
    again = [(row, f"again {text}") for row, text in texts]
    with fulltext.laid_beside(connection, "search"):
        rows, words = zip(*again, strict=True)
        segment = segments.trigrams_of(rows, words)
        assert segment is not None
        fulltext.put(connection, "search", rows, words, segment)
    connection.execute("COMMIT")
    assert asked(connection, "aga") == [row for row, _text in texts]
    assert is_sound(connection)


def test_what_was_put_is_found_in_the_same_transaction_and_rolled_back_with_it(connection: Any) -> None:
    insert(connection, [(1, "kept")])
    assert asked(connection, "kep") == [1]
    connection.execute("BEGIN")
    segment = segments.trigrams_of([2], ["kept as well"])
    assert segment is not None
    with fulltext.laid_beside(connection, "search"):
        fulltext.put(connection, "search", [2], ["kept as well"], segment)
    assert asked(connection, "kep") == [1, 2]
    connection.execute("ROLLBACK")
    assert asked(connection, "kep") == [1]
    insert(connection, [(3, "kept too")])
    assert asked(connection, "kep") == [1, 3]
    assert is_sound(connection)


def test_many_segments_become_few(connection: Any) -> None:
    put(connection, invented(2000), at_once=50)
    segments = connection.execute("SELECT count(DISTINCT segid) FROM search_idx").fetchone()[0]
    assert segments < fulltext.MOST_SEGMENTS
    assert is_sound(connection)


@pytest.mark.parametrize("most", [0, 1 << 21])
@pytest.mark.parametrize("sign_bits", [1, 5, 8, 11, 16, 17])
def test_terms_are_in_order_digit_by_digit(sign_bits: int, most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(segments, "_MOST_BY_DIGITS", most)
    made = np.random.default_rng(sign_bits)
    terms = made.integers(0, 1 << 3 * sign_bits, 5000, dtype=np.int64) % 1000
    places = np.sort(made.integers(0, 1 << 12, 5000)).astype(np.uint16)
    ordered, theirs = segments._in_order([terms.copy(), places.copy()], 3 * sign_bits)
    keys = np.sort(terms << 12 | places)
    assert (ordered == keys >> 12).all() and (theirs == keys & 0xFFF).all() and theirs.dtype == places.dtype


def test_texts_with_too_many_different_characters_are_left_to_fts5() -> None:
    texts = ["".join(map(chr, range(start, start + 500))) for start in range(0x10000, 0x30000, 500)]
    texts += ["a"] * 5000
    assert segments.trigrams_of(range(1, len(texts) + 1), texts) is None
    assert segments.trigrams_of([1 << 56], ["far"]) is None


def test_a_table_of_another_format_is_not_touched(connection: Any) -> None:
    assert fulltext.can_take(connection, "search")
    connection.execute("UPDATE search_config SET v = 5 WHERE k = 'version'")
    assert not fulltext.can_take(connection, "search")
