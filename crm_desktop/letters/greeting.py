"""How a letter begins, and in which language it is."""

from __future__ import annotations

import re
from typing import Any, Final

from crm_desktop.values.chinese import pinyin
from crm_desktop.values.people import split_person_name
from crm_desktop.values.text import has_cjk

LANGUAGES: Final = ("en", "zh_CN")
_BY_GENDER: Final = {"en": {"female": "Ms", "male": "Mr"}, "zh_CN": {"female": "女士", "male": "先生"}}


def greeting(person: dict[str, Any] | None, language: str, opening: str | None = None) -> str:
    """ "Dear Ms Alder" or "尊敬的张经理", without the mark after it; of nobody known "Dear Sir or Madam" or "您好".

    `person` has the fields of a contact: name, family_name, salutation, gender, greeting. `opening` is what stands
    before the name instead of "Dear" or "尊敬的", where it is of the letter's language.
    """
    if person is None or not person.get("name"):
        return "您好" if language == "zh_CN" else "Dear Sir or Madam"
    if person.get("greeting"):
        return str(person["greeting"]).rstrip(" ,:，：")
    name = str(person["name"])
    family, given, title = split_person_name(name)
    family = person.get("family_name") or family
    title = person.get("salutation") or title or _BY_GENDER[language].get(person.get("gender") or "", "")
    usual = "尊敬的" if language == "zh_CN" else "Dear"
    begins = opening.strip() if opening and has_cjk(opening) == has_cjk(usual) else usual
    if language == "zh_CN":
        return begins + _chinese(name, family, title)
    return f"{begins} {_english(name, family, given, title)}"


def _chinese(name: str, family: str, title: str) -> str:
    if not title or not has_cjk(title):
        return name
    return (family if family and has_cjk(family) else name) + title


def _english(name: str, family: str, given: str, title: str) -> str:
    """A title goes with the family name; Chinese titles do not go into an English letter, Chinese names as pinyin."""
    if has_cjk(name) and has_cjk(family):
        family = pinyin(family).capitalize()
        name = f"{family} {pinyin(given).capitalize()}".strip()
    if not title or not family or has_cjk(title) or not re.search(r"[A-Za-z]", title):
        return name
    return f"{title} {family}"


def language_of(wanted: str | None, name: str) -> str:
    """The language that was chosen, or the one a name is written in."""
    if wanted in LANGUAGES:
        return str(wanted)
    return "zh_CN" if has_cjk(name) else "en"
