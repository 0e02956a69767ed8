"""Segments of an index of characters that keeps no texts: the very answers that FTS5 gives, and rows that can go."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlcipher3 import dbapi2

from crm_desktop.store import fulltext, segments

TABLE = (
    "CREATE VIRTUAL TABLE signs USING"
    " fts5(chars, tokenize = 'ascii', content = '', contentless_delete = 1, detail = none)"
)
SIGNS = "明远贸易上海한カ😀\ufffd\uffff"
Texts = Sequence[tuple[int, str]]


def opened() -> Any:
    made = dbapi2.connect(":memory:", isolation_level=None)
    made.execute(TABLE)
    return made


@pytest.fixture
def connection() -> Iterator[Any]:
    made = opened()
    yield made
    made.close()


def put(connection: Any, texts: Texts, at_once: int = 10**6) -> None:
    connection.execute("BEGIN")
    with fulltext.laid_beside(connection, "signs"):
        for start in range(0, len(texts), at_once):
            rows, words = zip(*texts[start : start + at_once], strict=True)
            segment = segments.characters_of(rows, words)
            assert segment is not None
            fulltext.put_characters(connection, "signs", rows, segment)
    connection.execute("COMMIT")


def insert(connection: Any, texts: Texts) -> None:
    connection.execute("BEGIN")
    connection.executemany("INSERT INTO signs (rowid, chars) VALUES (?, ?)", texts)
    connection.execute("COMMIT")


def delete(connection: Any, rows: Sequence[int]) -> None:
    connection.execute("BEGIN")
    connection.executemany("DELETE FROM signs WHERE rowid = ?", [(row,) for row in rows])
    connection.execute("COMMIT")


def asked(connection: Any, sign: str) -> list[int]:
    question = "SELECT rowid FROM signs WHERE signs MATCH ? ORDER BY rowid"
    return [row for (row,) in connection.execute(question, (f'"{sign}"',))]


def answers(connection: Any) -> dict[str, list[int]]:
    connection.execute("INSERT INTO signs (signs, rank) VALUES ('integrity-check', 1)")
    return {sign: asked(connection, sign) for sign in SIGNS}


def truth(texts: Texts) -> dict[str, list[int]]:
    return {sign: sorted(row for row, text in texts if sign in text) for sign in SIGNS}


def invented(count: int, step: int = 64) -> list[tuple[int, str]]:
    chance = random.Random(count)
    return [(1 + at * step, " ".join(chance.choices(SIGNS, k=chance.randrange(1, 14)))) for at in range(count)]


TEXTS = st.lists(st.lists(st.sampled_from(SIGNS), min_size=1, max_size=9).map(" ".join), min_size=1, max_size=30)


@settings(max_examples=60, deadline=None)
@given(before=TEXTS, new=TEXTS, after=TEXTS, at_once=st.integers(1, 12), chance=st.randoms(use_true_random=False))
def test_the_answers_are_those_of_fts5_whatever_goes(
    before: list[str], new: list[str], after: list[str], at_once: int, chance: random.Random
) -> None:
    connection = opened()
    parts = [
        [(start + 3 * at, text) for at, text in enumerate(texts)]
        for start, texts in ((1, before), (1000, new), (2000, after))
    ]
    insert(connection, parts[0])
    put(connection, parts[1], at_once)
    insert(connection, parts[2])
    texts = [text for part in parts for text in part]
    assert answers(connection) == truth(texts)
    gone = chance.sample(texts, k=len(texts) // 2)
    delete(connection, [row for row, _text in gone])
    left = [text for text in texts if text not in gone]
    assert answers(connection) == truth(left)
    again = [(row, "海 上") for row, _text in gone]
    insert(connection, again)
    assert answers(connection) == truth([*left, *again])
    connection.execute("INSERT INTO signs (signs) VALUES ('optimize')")
    assert answers(connection) == truth([*left, *again])
    connection.close()


def test_a_small_segment_is_byte_for_byte_that_of_fts5(connection: Any) -> None:
    texts = [(65, "明 远 明"), (129, "上 海"), (193, "明 海 😀")]
    put(connection, texts)
    other = opened()
    insert(other, texts)
    for table in ("SELECT id, hex(block) FROM signs_data WHERE id > 10 OR id = 1", "SELECT * FROM signs_docsize"):
        assert connection.execute(table).fetchall() == other.execute(table).fetchall()
    # The lot, but for the level on which the segment lies.
    structures = [
        made.execute("SELECT block FROM signs_data WHERE id = 10").fetchone()[0] for made in (connection, other)
    ]
    read = [fulltext._Structure.read(structure) for structure in structures]
    assert [one for _merging, found in read[0].levels for one in found] == read[1].levels[0][1]
    assert read[1].block() == structures[1] and read[0].origin == read[1].origin == 2
    other.close()


def test_a_long_list_of_rows_goes_over_many_pages(connection: Any) -> None:
    texts = invented(9000, step=1000)
    put(connection, texts, at_once=4000)
    assert answers(connection) == truth(texts)
    delete(connection, [row for row, _text in texts[::3]])
    left = [text for at, text in enumerate(texts) if at % 3]
    assert answers(connection) == truth(left)


def test_many_segments_become_few_without_the_rows_that_went(connection: Any) -> None:
    texts = invented(2000)
    put(connection, texts[:1000], at_once=90)
    delete(connection, [row for row, _text in texts[:500]])
    put(connection, texts[1000:], at_once=50)
    assert connection.execute("SELECT count(DISTINCT segid) FROM signs_idx").fetchone()[0] < fulltext.MOST_SEGMENTS
    assert answers(connection) == truth(texts[500:])


def test_what_was_put_is_rolled_back_with_the_transaction(connection: Any) -> None:
    insert(connection, [(1, "明")])
    connection.execute("BEGIN")
    segment = segments.characters_of([2], ["明 远"])
    assert segment is not None
    with fulltext.laid_beside(connection, "signs"):
        fulltext.put_characters(connection, "signs", [2], segment)
    assert asked(connection, "明") == [1, 2]
    connection.execute("ROLLBACK")
    assert asked(connection, "明") == [1] and asked(connection, "远") == []
    insert(connection, [(3, "远")])
    assert answers(connection)["远"] == [3]
