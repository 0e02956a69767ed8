"""The unified social credit code."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.errors import Refused
from crm_desktop.values.tax import check_credit_code, is_credit_code, tax_key

SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
BODY = st.from_regex(r"91[0-9]{6}[0-9A-HJ-NPQRTUWXY]{9}", fullmatch=True)


def _with_check_sign(body: str) -> str:
    return next(body + sign for sign in SIGNS if is_credit_code(body + sign))


def test_the_standards_example_has_the_check_digit_3() -> None:
    assert is_credit_code("91350100M000100Y43")
    assert is_credit_code(" 9135 0100 m000 100y 43 ")
    with pytest.raises(Refused, match="“Z” at place 18"):
        check_credit_code("91350100M000100Y4Z")


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("91350100M000100Y44", "would be 3, not 4"),
        ("913501O0M000100Y43", "“O” at place 7"),
        ("91350100M000100Y4", "17 signs"),
        ("91350100M000100Y433", "19 signs"),
        ("9135010AM000100Y43", "six digits"),
    ],
)
def test_a_slip_is_named(code: str, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        check_credit_code(code)
    assert not is_credit_code(code)


@pytest.mark.parametrize(
    "other",
    ["", "123456789012345", "DE123456789", "NL123456789B01", "CHE-123.456.789", "11010519491231002X", "无"],
)
def test_old_and_foreign_numbers_pass(other: str) -> None:
    check_credit_code(other)
    assert not is_credit_code(other)


@given(BODY, st.integers(8, 16), st.sampled_from(SIGNS))
def test_one_wrong_sign_is_always_found(body: str, place: int, sign: str) -> None:
    code = _with_check_sign(body)
    check_credit_code(code)
    wrong = code[:place] + sign + code[place + 1 :]
    assert is_credit_code(wrong) == (wrong == code)


@given(st.text(max_size=30))
def test_any_text_passes_or_is_refused(text: str) -> None:
    try:
        check_credit_code(text)
    except Refused:
        assert not is_credit_code(text)


def test_keys_are_alike_however_a_number_is_written() -> None:
    assert tax_key(" de 123.456-789") == tax_key("ＤＥ123456789") == "DE123456789"
