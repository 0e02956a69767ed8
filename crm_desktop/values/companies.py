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
    folded = fold(name)
    if not folded.isascii() and _HAN_ONLY.fullmatch(folded):
        return _CHINESE_FORMS.sub("", folded) or folded
    if _HAN_AND_DIGITS.fullmatch(folded):
        return without_han_blanks(" ".join(_CHINESE_FORMS.sub(" ", folded).split())) or folded
    core = _CHINESE_FORMS.sub(" ", folded) if not folded.isascii() else folded
    core = _SPACED.sub(" gmbh ", core)
    core = _DOTTED.sub(lambda match: match.group().replace(".", "").replace(" ", "") + " ", core)
    words = _SIGNS.sub(" ", core).split()
    while len(words) > 1 and words[-1] in _AT_END:
        words.pop()
    while len(words) > 1 and words[0] in _AT_BEGINNING:
        words.pop(0)
    return without_han_blanks(" ".join(words)) or folded
