"""What one cell looks like: a mail address, a phone, a date, a number, a place, a name, or just text."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, time
from functools import lru_cache
from typing import Final

from crm_desktop.exchange.tables import Cell
from crm_desktop.values.folding import without_accents
from crm_desktop.values.monthnames import MONTH_PATTERN
from crm_desktop.values.phones import is_american
from crm_desktop.values.places import is_city, is_province
from crm_desktop.values.text import is_family_name

_EMAIL: Final = re.compile(r"(?:mailto:)?[^\s@<>,;:]+@[^\s@<>,;]+\.[^\s@<>,;.]{2,}", re.IGNORECASE)
_NAMED_EMAIL: Final = re.compile(r"[^<>@]*<[^\s@<>]+@[^\s@<>]+>")
_URL: Final = re.compile(
    r"(?:https?|ftp)://\S+|www\.\S+\.\S+|[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:com|cn|net|org|io|de|co\.uk)(?:/\S*)?", re.I
)
_MOBILE: Final = re.compile(r"(?:\+?86|0086)?1[3-9]\d{9}")
_LANDLINE: Final = re.compile(
    r"(?:(?:\+?86|0086)?0?(?:10|2\d|[3-9]\d{2})|0(?:10|2\d|[3-9]\d{2}))\d{7,8}(?:(?:转|x|ext|#)\d{1,6})?|(?:400|800)\d{7}"
)
_PHONE_MARKS: Final = re.compile(r"[\s()（）.\-–—/]+")
_PHONE: Final = re.compile(r"\+?\d{6,15}(?:(?:转|x|ext|#)\d{1,6})?", re.IGNORECASE)
_EXTENSION: Final = re.compile(r"(?<=\d)(\d{6,7})[-—*](\d{1,5})$")
_IDENTITY: Final = re.compile(r"[1-6]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dX]")
_SEVERAL: Final = re.compile(r"[、,，;；\n/|]+")
_DATE: Final = re.compile(
    r"(?:(?:19|20)\d{2}|\d{2})\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}\s?[日号]?(?:[ T]\s*\d{1,2}[:：]\d{2}.*)?"
    r"|\d{1,2}[-/.]\d{1,2}[-/.](?:\d{4}|\d{2})(?: +\d{1,2}:\d{2}.*)?"
    r"|(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
    r"|(?:19|20)\d{2}[-/.年]\d{1,2}月?|\d{1,2}月\d{1,2}[日号]"
    rf"|\d{{1,2}}(?:\.|er|th|st|nd|rd)?[- ](?:de )?{MONTH_PATTERN}\.?[- ,]+(?:del? )?\d{{2,4}}"
    rf"|{MONTH_PATTERN}\.? \d{{1,2}},? \d{{2,4}}"
    r"|1[0-4]\d([-/.])\d{1,2}\1\d{1,2}|(?:民[國国]|令和|平成|昭和|大正|明治)(?:\d{1,3}|元)[-/.年]\d{1,2}[-/.月]\d{1,2}日?"
    r"|1[0-4]\d年\d{1,2}月\d{1,2}日|[RHS]\d{1,2}([-/.])\d{1,2}\2\d{1,2}",
    re.IGNORECASE,
)
_CURRENCY: Final = r"(?:[¥￥$€£]|rmb|cny|usd|eur|gbp|hkd|us\$|hk\$)"
_NUMBER: Final = re.compile(
    r"[+-]?(?:\d{1,3}(?:[,，' ]\d{3})+|\d+)(?:\.\d+)?(?:e[+-]?\d+)?|[+-]?\.\d+|[+-]?\d{1,3}(?:\.\d{3})*,\d+",
    re.IGNORECASE,
)
_AMOUNT: Final = re.compile(
    rf"(?:[(（]?[+-]?{_CURRENCY}\s*[+-]?[\d,.，]+[)）]?|[(（][\d,.]+[)）]|[+-]?[\d,.]+\s*(?:{_CURRENCY}|元整?|万元?|千元|亿元?))",
    re.IGNORECASE,
)
_DECIMAL: Final = re.compile(r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)\.\d{2}|[+-]?\d{1,3}(?:\.\d{3})*,\d{2}")
_PERCENT: Final = re.compile(r"[+-]?\d+(?:\.\d+)?\s*[%％]")
_TAX: Final = re.compile(
    r"[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}|\d{15}|(?:ATU|DE|FR|GB|NL|IT|ES|BE|PL)[0-9A-Z]{8,12}"
)
_POSTCODE: Final = re.compile(r"[0-8]\d{5}")
_CODE: Final = re.compile(
    r"(?=[A-Za-z0-9_./#-]*\d)(?:[A-Za-z]{0,8}[-_/.#]?\d[A-Za-z0-9_./#-]*|[A-Za-z0-9]{1,12}(?:[-_/.#][A-Za-z0-9]+)+)|[A-Z]{2,5}"
)
_ADDRESS: Final = re.compile(
    r"\d{1,6}[\w-]*,? [\w.'’ -]*[A-Za-z]{3}[\w.'’ -]*"
    r"|[A-Z][\w.'’ -]*(?:str(?:\.|aße|asse)|street|road|avenue|weg|platz|gasse) \d{1,5}\w?"
    r"|.*[一-鿿].*(?:[路街道巷弄镇乡村]|大道|胡同|园区|大厦|广场|小区)[^，,。]*?\d+[-\d]*(?:号|弄|栋|幢|楼|室|层|座|单元)?.*",
    re.IGNORECASE,
)
_WHOLE_FLOAT: Final = re.compile(r"(?<=\d{10})\.0$")
_FRACTION: Final = re.compile(r"^\d{1,9}\.\d{2,}$")
_UUID: Final = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_COMPANY: Final = re.compile(
    r"公司|集团|工厂|[厂店行社院所馆坊部]$|商行|事务所|合作社|工作室|个体户|经营部|研究院|大学|学校|医院|银行"
    r"|\b(?:ltd|inc|llc|llp|gmbh|co|corp|corporation|company|s\.?a\.?|s\.?r\.?l|b\.?v|ag|plc|pty|kg|oy|ab|group|holdings?|bank|university|trading|enterprises?)\b\.?",
    re.IGNORECASE,
)
_HAN_NAME: Final = re.compile(r"[一-鿿·]{2,10}")
_LATIN_NAME: Final = re.compile(r"[A-Z][\w'’.-]*(?:,? [A-Z][\w'’.-]*){1,3}")
_GENDERS: Final = frozenset(
    ("男", "女", "男性", "女性", "先生", "女士", "m", "f", "male", "female", "mr", "mrs", "ms", "mr.", "mrs.", "ms.")
)
_BOOLEANS: Final = frozenset(
    ("是", "否", "有", "无", "对", "错", "yes", "no", "y", "n", "true", "false", "√", "×", "✓", "✗")
)

DATA_SHAPES: Final = frozenset(
    ("email", "url", "mobile", "landline", "phone", "date", "amount", "number", "percent", "tax_number", "uuid", "time")
)
"""Shapes no heading has."""


def shape(cell: Cell) -> str:
    """The most telling thing a cell looks like; "blank" or "text" where it is nothing in particular."""
    if cell is None:
        return "blank"
    if isinstance(cell, bool):
        return "boolean"
    if isinstance(cell, (datetime, date)):
        return "date"
    if isinstance(cell, time):
        return "time"
    if isinstance(cell, int):
        return "mobile" if _MOBILE.fullmatch(str(cell)) else "number"
    if isinstance(cell, float):
        return "number"
    return _text_shape(cell)


@lru_cache(maxsize=8192)
def _text_shape(cell: str) -> str:
    text = narrowed(cell)
    if len(text) > 120:
        return "text"
    if "@" in text and (is_email(text) or all(map(is_email, _parts(text)))):
        return "email"
    if _UUID.fullmatch(text):
        return "uuid"
    if "." in text and _URL.fullmatch(text) and not _NUMBER.fullmatch(text):
        return "url"
    if any(char.isdigit() for char in text):
        return _figure_shape(text)
    folded = text.casefold()
    if folded in _GENDERS:
        return "gender"
    if folded in _BOOLEANS:
        return "boolean"
    return _word_shape(text)


def _figure_shape(text: str) -> str:
    """The shape of a text with digits."""
    if is_date(text):
        return "date"
    if is_mobile(text):
        return "mobile"
    if _AMOUNT.fullmatch(text):
        return "amount"
    if _PERCENT.fullmatch(text):
        return "percent"
    if is_tax_number(text):
        return "tax_number"
    if is_landline(text) and not text.isdigit():
        return "landline"
    if _NUMBER.fullmatch(text):
        return "number"
    if is_phone(text):
        return "phone"
    parts = _parts(text)
    if len(parts) > 1 and all(map(is_phone, parts)):
        return "mobile" if any(map(is_mobile, parts)) else "phone"
    if re.fullmatch(r"\d{1,2}:\d{2}(?::\d{2})?", text):
        return "time"
    if _COMPANY.search(text):
        return "company_name"
    return "code" if _CODE.fullmatch(text) else "text"


def _word_shape(text: str) -> str:
    """The shape of a text without digits."""
    if is_province(text):
        return "province"
    if is_city(text):
        return "city"
    if _COMPANY.search(text):
        return "company_name"
    return "person_name" if is_person_name(text) else "text"


def narrowed(text: str) -> str:
    """Full-width figures and letters as narrow ones, without blanks around."""
    return text.strip() if text.isascii() else unicodedata.normalize("NFKC", text).strip()


def _parts(text: str) -> list[str]:
    return [part.strip() for part in _SEVERAL.split(text) if part.strip()]


def is_email(text: str) -> bool:
    """Whether a text is one mail address, with or without a name before it."""
    return bool(_EMAIL.fullmatch(text) or _NAMED_EMAIL.fullmatch(text))


def is_mobile(text: str) -> bool:
    """Whether a text is a Chinese mobile number."""
    if _FRACTION.search(text) or is_american(text):
        return False
    return bool(_MOBILE.fullmatch(_PHONE_MARKS.sub("", _WHOLE_FLOAT.sub("", text))))


def is_date(text: str) -> bool:
    """Whether a text is a day, in figures or with the name of its month or its era."""
    return _DATE.fullmatch(without_accents(text)) is not None


def is_landline(text: str) -> bool:
    """Whether a text is a Chinese fixed-line number with its area code."""
    return bool(_LANDLINE.fullmatch(_PHONE_MARKS.sub("", _EXTENSION.sub(r"\1转\2", text))))


def is_phone(text: str) -> bool:
    """Whether a text could be dialled: 6 to 15 digits, with the usual marks and an extension."""
    if len(text) > 40 or not re.match(r"[+(（\d]", text) or _FRACTION.search(text):
        return False
    return bool(_PHONE.fullmatch(_PHONE_MARKS.sub("", text).replace("转接", "转"))) and not is_date(text)


def is_address(text: str) -> bool:
    """Whether a text names a street with a number, as 中山路88号, 2251 Elliot Avenue and Hauptstr. 5 do."""
    return 6 <= len(text) <= 120 and bool(_ADDRESS.fullmatch(text))


def is_postcode(text: str) -> bool:
    """Whether a text is a Chinese postcode."""
    return bool(_POSTCODE.fullmatch(text))


def is_tax_number(text: str) -> bool:
    """Whether a text is a Chinese unified credit code, an old tax number or a European VAT number."""
    return bool(_TAX.fullmatch(text)) and not _IDENTITY.fullmatch(text)


def is_amount(text: str) -> bool:
    """Whether a text is money: a currency, or two decimals."""
    return bool(_AMOUNT.fullmatch(text) or _DECIMAL.fullmatch(text))


def is_person_name(text: str) -> bool:
    """Whether a text is a Chinese name (a known surname first) or two to four capitalised Latin words."""
    if _HAN_NAME.fullmatch(text):
        if "·" in text:
            return True
        return (len(text) in (3, 4) and is_family_name(text[:2])) or (len(text) in (2, 3) and is_family_name(text[0]))
    return bool(_LATIN_NAME.fullmatch(text))
