"""The form in which a value of each sort is compared: what stays the same however a person writes it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import chain
from typing import Any, Final

from crm_desktop.alike import evidence
from crm_desktop.values.folding import fold_lines
from crm_desktop.values.inparts import parts
from crm_desktop.values.phones import CHINA, home, is_damaged_number, phone_key, usual_keys
from crm_desktop.values.places import town_before
from crm_desktop.values.tax import tax_key
from crm_desktop.values.text import company_core, fold, has_cjk, pinyin, split_person_name

Form = Callable[[Any], str | None]

_NO_SIGN: Final = re.compile(r"[\W_]+")
_BRACKETED: Final = re.compile(r"\([^()]*\)")
_WORDS: Final = re.compile(r"\d+|[^\W\d_]+")
_DAY: Final = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
_HOST: Final = re.compile(r"(?:[a-z][a-z0-9+.-]*://)?(?:www\.)?([\w-]+(?:\.[\w-]+)+)")
_FREE_HOSTS: Final = (
    "gmail.com googlemail.com outlook.com hotmail.com live.com msn.com yahoo.com icloud.com me.com mac.com aol.com"
    " gmx.de gmx.net gmx.com web.de t-online.de freenet.de mail.ru yandex.ru proton.me protonmail.com qq.com"
    " foxmail.com vip.qq.com 163.com 126.com yeah.net 139.com 189.cn sina.com sina.cn sohu.com tom.com aliyun.com"
    " 21cn.com 263.net wo.cn 188.com yahoo.co.uk hotmail.co.uk orange.fr wanadoo.fr free.fr laposte.net libero.it"
    " yahoo.de yahoo.fr linkedin.com facebook.com weibo.com taobao.com tmall.com 1688.com wixsite.com github.io"
)
_ANYBODY: Final = frozenset(_FREE_HOSTS.split())
"""Hosts at which anybody may have an address: they say nothing of a company."""

SHARED_BOXES: Final = re.compile(
    r"(?:info|sales|office|contact|mail|admin|service|support|hello|kontakt|verkauf|buero|post|team|help|enquir\w+"
    r"|accounts?|accounting|billing|marketing|hr|xiaoshou|kefu|caiwu|lianxi)\d*@"
)
"""Addresses of a whole office."""

_STREET_WORDS: Final = {
    "st": "street", "str": "street", "strasse": "street", "straße": "street", "rd": "road", "ave": "avenue",
    "av": "avenue", "pl": "place", "ct": "court", "cres": "crescent", "cct": "circuit", "dr": "drive", "ln": "lane",
    "hwy": "highway", "pde": "parade", "tce": "terrace", "blvd": "boulevard", "sq": "square", "apt": "unit",
    "flat": "unit", "apartment": "unit", "no": "", "nr": "", "number": "", "room": "unit", "rm": "unit",
}  # fmt: skip
_TOWN_ENDINGS: Final = re.compile("(?<=..)(?:市|省|壮族自治区|回族自治区|维吾尔自治区|自治区|特别行政区|地区)$")


def person(full: str | None, family: str | None, given: str | None) -> tuple[str | None, str | None]:
    """Family and given name as they are compared; worked out from the full name where no part is given."""
    if not family and not given and full:
        family, given, _title = split_person_name(full)
    return _part(family), _part(given)


def _part(text: str | None) -> str | None:
    return (_NO_SIGN.sub("", fold(text)) or None) if text else None


def called(text: str) -> tuple[str | None, str | None]:
    """What a company is called without town and legal form, and the town: 明远贸易 and 上海."""
    core = company_core(text)
    if core.isascii():
        return _squeezed(core) or fold(text) or None, None
    if "(" in core:
        core = _BRACKETED.sub("", core)
    core = rest = _squeezed(core)
    town = ""
    while (before := town_before(rest)) and len(shorter := rest[len(before) :].lstrip("市省")) >= 2:
        town, rest = before, shorter
    return (rest, town) if town else (core or fold(text) or None, None)


def _squeezed(text: str) -> str:
    """The text without blanks and signs."""
    close = text.replace(" ", "")
    return close if close.isalnum() else _NO_SIGN.sub("", close)


def _text(raw: Any) -> str | None:
    return _NO_SIGN.sub("", fold(str(raw))) or None


def _phone(raw: Any) -> str | None:
    text = str(raw)
    if "e" in text.lower() and is_damaged_number(text):
        return None
    return phone_key(text).partition("x")[0] or None


def _mail(raw: Any) -> str | None:
    return _folded_mail(fold(str(raw)))


def _folded_mail(text: str) -> str | None:
    text = text.removeprefix("mailto:")
    return text if "@" in text else None


def _site(raw: Any) -> str | None:
    text = fold(str(raw))
    if "@" in text:
        host = text.rpartition("@")[2]
    else:
        found = _HOST.match(text)
        host = found.group(1) if found else ""
    return host if host and host not in _ANYBODY else None


def _street(raw: Any) -> str | None:
    """The words of an address in one order: “6 Tullaroop St.” is 6 street tullaroop."""
    text = fold(str(raw))
    if has_cjk(text):
        return _NO_SIGN.sub("", text) or None
    words = (_STREET_WORDS.get(word, word) for word in _WORDS.findall(text))
    return " ".join(sorted(word for word in words if word)) or None


def _town(raw: Any) -> str | None:
    text = _text(raw)
    return text if text is None or text.isascii() else _TOWN_ENDINGS.sub("", text)


def _number(raw: Any) -> str | None:
    if isinstance(raw, float) and raw.is_integer():
        raw = int(raw)
    return _NO_SIGN.sub("", tax_key(str(raw))) or None


def _birthday(raw: Any) -> str | None:
    """19900517 for a whole date; --0517 without the year; 农历08-15 as it stands."""
    found = _DAY.fullmatch(str(raw))
    return "".join(found.groups()) if found else str(raw).replace("-", "") and str(raw)


def _link(raw: Any) -> str | None:
    return str(raw)


FORMS: Final[dict[str, Form]] = {
    evidence.PHONE: _phone,
    evidence.MAIL: _mail,
    evidence.SITE: _site,
    evidence.HANDLE: _text,
    evidence.NUMBER: _number,
    evidence.OWN: _number,
    evidence.STREET: _street,
    evidence.POSTCODE: _text,
    evidence.TOWN: _town,
    evidence.REGION: _town,
    evidence.BIRTHDAY: _birthday,
    evidence.LINK: _link,
    evidence.WORD: _text,
}
"""How the values of each sort but names are made comparable."""


def of_all(sort: str, values: Sequence[Any]) -> list[str | None]:
    """The form of each of many values; those that are written as most are, at one go."""
    form = FORMS[sort]
    if set(map(type, values)) != {str}:
        return list(map(form, values))
    if sort == evidence.PHONE and home() == CHINA:
        usual = chain.from_iterable(map(usual_keys, parts(values)))
        return [key or _phone(value) for value, key in zip(values, usual, strict=True)]
    if sort == evidence.MAIL and (folded := fold_lines(values)) is not None:
        return [_folded_mail(text) for text in folded]
    return list(map(form, values))


def spoken(form: str) -> str:
    """How a form sounds, for telling writings of one sound: Chinese by pinyin, Latin letters by their likeness."""
    if has_cjk(form):
        return pinyin(form).replace(" ", "")
    return sounds(form)


def all_spoken(words: Sequence[str]) -> list[str]:
    """`spoken` of many forms, Chinese ones all at once; no form has a bar in it."""
    wide = [place for place, word in enumerate(words) if has_cjk(word)]
    found = [word if has_cjk(word) else sounds(word) for word in words] if len(wide) < len(words) else list(words)
    for place, text in zip(wide, pinyin("|".join(words[place] for place in wide)).split("|"), strict=False):
        found[place] = text
    return found


_SOUNDS: Final = (
    (re.compile("sch|sh|ch|tch"), "x"), (re.compile("ph|v|w"), "f"), (re.compile("ck|q|c|k|g"), "k"),
    (re.compile("[dt]h?"), "t"), (re.compile("[szx]+"), "s"), (re.compile("[bp]"), "p"), (re.compile("[jy]"), "i"),
    (re.compile("[aeiouh]+"), "a"),
)  # fmt: skip
_REPEATED: Final = re.compile(r"(.)\1+")


@lru_cache(maxsize=8192)
def sounds(word: str) -> str:
    """A rough sound of a word in Latin letters: Meyer, Maier and Mayer are one."""
    first, text = word[:1], word
    for pattern, sound in _SOUNDS:
        text = pattern.sub(sound, text)
    text = _REPEATED.sub(r"\1", text)
    return (first if first not in "aeiou" else "a") + text[1:].replace("a", "")


__all__ = ["FORMS", "SHARED_BOXES", "Form", "all_spoken", "called", "person", "sounds", "spoken"]
