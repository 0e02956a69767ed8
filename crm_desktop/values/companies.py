"""Names of companies without their legal forms, for telling two writings of one company from two companies."""

from __future__ import annotations

from typing import Final

from crm_desktop.values.folding import fold, without_han_blanks
from crm_desktop.values.patterns import late

_CHINESE_FORMS: Final = late(
    r"\((?:中国|中國|集团|集團|普通合伙|特殊普通合伙|有限合伙|个体工商户|个人独资|筹)\)"
    r"|(?:集团|集團)?(?:股份)?(?:有限)(?:责任|責任)?(?:公司)|集团公司|集團公司|(?<![分子总總])公司|集团|集團|股份有限|有限合伙|普通合伙"
    r"|个体工商户|株式会社|有限会社|合同会社|주식회사|\((?:株|有|同|주)\)"
)
_CUT_FORMS: Final = late(
    r"\(?(?:(?:集团|集團)?(?:股份)?有限(?:[责責](?:任公?)?|公)?|(?:股份|集团|集團)有|有限合)$|(?<=[\u4e00-\u9fff]{4})有$"
)
"""What is left of a legal form where a list was too narrow for the whole name: 上海明远贸易有限公."""
_CUT_SIGNS: Final = frozenset("有限责責任公合")
_CUT_WORDS: Final = ("limited", "company", "incorporated", "corporation", "gesellschaft")
_HAN_ONLY: Final = late("[\u4e00-\u9fff]+")
_HAN_AND_DIGITS: Final = late("[\u4e00-\u9fff0-9 ]+")
"""Names that have no other forms than Chinese ones, and no signs."""
_DOTTED: Final = late(r"\b(?:[a-z]\.[ ]?){2,}(?:[a-z]\b)?")
_LATIN_FORMS: Final = (
    "ltd limited co company inc incorporated corp corporation llc llp lp plc pllc gmbh mbh ag kg kgaa ohg ug gbr ek ev"
    " sa sas sasu sarl eurl snc sl slu sau srl spa sapa sc scs bv nv vof cv ab as asa aps oy oyj hb kb pty pte bhd sdn"
    " tbk jsc pjsc ojsc cjsc doo dd zao ooo oao kft zrt nyrt sro spzoo spzo lda ltda eirl sac kk gk dba hk holding"
    " holdings group"
)
_LEADING_FORMS: Final = "pt ooo zao oao the"
_AT_END: Final = frozenset(_LATIN_FORMS.split()) | {"and", "&", "+", "und", "et", "y", "e"}
_AT_BEGINNING: Final = frozenset(_LEADING_FORMS.split())
_SPACED: Final = late(r"\bsp\.? ?z ?o\.? ?o\b\.?|\bs\.? ?r\.? ?o\b\.?|\bd\.? ?o\.? ?o\b\.?|\be\.? ?k\b\.?")
_SIGNS: Final = late(r"[^\w&+]+")


def company_core(name: str) -> str:
    """The folded name of a company without its legal form: what stays the same however it is written."""
    folded = without_cut_form(fold(name))
    if not folded.isascii() and _HAN_ONLY.fullmatch(folded):
        return _CHINESE_FORMS.sub("", folded) or folded
    if _HAN_AND_DIGITS.fullmatch(folded):
        return without_han_blanks(" ".join(_CHINESE_FORMS.sub(" ", folded).split())) or folded
    core = _CHINESE_FORMS.sub(" ", folded) if not folded.isascii() else folded
    core = _SPACED.sub(" gmbh ", core)
    core = _DOTTED.sub(lambda match: match.group().replace(".", "").replace(" ", "") + " ", core)
    words = _SIGNS.sub(" ", core).split()
    if len(words) > 1 and is_cut_word(words[-1]):
        words.pop()
    while len(words) > 1 and words[-1] in _AT_END:
        words.pop()
    while len(words) > 1 and words[0] in _AT_BEGINNING:
        words.pop(0)
    return without_han_blanks(" ".join(words)) or folded


def without_cut_form(folded: str) -> str:
    """A folded name without the part of a Chinese legal form that a narrow column has left of it."""
    if folded[-1:] not in _CUT_SIGNS:
        return folded
    return _CUT_FORMS.sub("", folded) or folded


def is_cut_word(word: str) -> bool:
    """Whether a folded word is the beginning of Limited, Company or the like: four letters of it and more."""
    return len(word) >= 4 and any(whole != word and whole.startswith(word) for whole in _CUT_WORDS)


def is_cut_name(name: str) -> bool:
    """Whether a name breaks off within its legal form: 上海明远贸易有限公, Meadow Trading Limit."""
    folded = fold(name)
    if without_cut_form(folded) != folded:
        return True
    words = folded.split()
    return len(words) > 1 and is_cut_word(words[-1])
