"""Names of people split into family name, given name and title, Chinese and Latin."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from crm_desktop.values.chinese import pinyin, syllables
from crm_desktop.values.folding import clean, fold, has_cjk, is_han
from crm_desktop.values.patterns import late
from crm_desktop.values.readings import compound_surnames, family_names

_CHINESE_TITLES: Final = (
    "先生 女士 小姐 太太 夫人 老师 教授 副教授 博士 医生 大夫 律师 会计 经理 总经理 副总经理 副经理 客户经理 "
    "销售经理 采购经理 项目经理 总监 副总监 总裁 副总裁 董事长 副董事长 董事 主任 副主任 主管 部长 科长 处长 "
    "局长 厂长 副厂长 店长 校长 院长 老板 老板娘 师傅 工程师 高工 总工 副总 秘书 助理 书记 站长 队长 会长 "
    "行长 所长 组长 村长 镇长 县长 市长 区长 园长 馆长 台长 班长 同学 同志 警官 护士 设计师 会计师"
)
# These follow a bare surname only: 王总, but 张国总 is a name.
_CHINESE_SHORT_TITLES: Final = frozenset("总工董哥姐叔姨嫂爷伯婶导处局科队所院校厂师")
_NOTE: Final = late(r"[(（\[【][^()（）\[\]【】]*[)）\]】]")
"""What is said of somebody behind the name: (buyer), （采购）."""
_FAMILIAR: Final = frozenset("老小大阿")
_TITLE_AT_END: Final = late("(?:" + "|".join(sorted(_CHINESE_TITLES.split(), key=len, reverse=True)) + ")$")

_LATIN_TITLES: Final = (
    "mr mrs ms miss mx dr prof professor sir madam dame lord lady rev hon capt col gen lt sgt herr frau mme mlle"
    " monsieur madame señor señora señorita sra srta don doña dott ing dipl-ing mag eng"
)
_DEGREES: Final = frozenset({"phd", "md", "mba", "cpa", "esq", "esquire", "msc", "bsc", "dds", "cfa", "llm", "jd"})
_GENERATIONS: Final = frozenset({"jr", "sr", "ii", "iii", "iv"})
_PARTICLES: Final = (
    "van von der den de del della di da do du dos das la le los las zu zur zum ter ten te bin ibn al el st af av"
)
_TITLES_BEFORE: Final = frozenset(_LATIN_TITLES.split())
_PARTS_OF_FAMILY: Final = frozenset(_PARTICLES.split())

_COMMON: Final = "wang li zhang liu chen yang huang zhao wu zhou xu sun ma zhu hu guo he lin gao luo"
_COMMONEST: Final = frozenset(_COMMON.split())
"""The surnames of half of all Chinese people."""

PersonName = tuple[str, str, str]


def split_person_name(full: str) -> PersonName:
    """(family name, given name, title) of a name in one piece; what cannot be told apart is all given name."""
    text = " ".join(_NOTE.sub(" ", clean(full)).split()) or " ".join(clean(full).split())
    if not text:
        return "", "", ""
    if is_han(text.replace(" ", "")):
        return _split_chinese(text)
    if has_cjk(text):
        return _split_mixed(text)
    return _split_latin(text)


def is_family_name(text: str) -> bool:
    """Whether the Chinese text is a surname and nothing else."""
    return text in family_names() or text in compound_surnames()


def _split_chinese(text: str) -> PersonName:
    text, title = _without_chinese_title(text)
    parts = text.split()
    if len(parts) == 2 and is_family_name(parts[0]):
        return parts[0], parts[1], title
    name = "".join(parts)
    if not title and len(name) == 2 and name[0] in _FAMILIAR and name[1] in family_names() and name[0] not in "阿":
        return "", name, ""
    family = _family_part(name)
    return family, name[len(family) :], title


def _without_chinese_title(text: str) -> tuple[str, str]:
    name = text.replace(" ", "")
    match = _TITLE_AT_END.search(name)
    if match and match.start():
        title = match.group()
        return text[: len(text) - _typed_length(text, title)].rstrip(), title
    if len(name) > 1 and name[-1] in _CHINESE_SHORT_TITLES and is_family_name(name[:-1]):
        return name[:-1], name[-1]
    return text, ""


def _typed_length(text: str, ending: str) -> int:
    """How many typed characters at the end make up `ending`, blanks among them."""
    left, length = len(ending), 0
    while left:
        length += 1
        left -= text[-length] != " "
    return length


def _family_part(name: str) -> str:
    """The surname at the beginning of a Chinese name of up to four characters, or nothing."""
    if len(name) > 5:
        return ""
    if name[:2] in compound_surnames() and len(name) >= 2:
        return name[:2]
    return name[0] if len(name) <= 4 and name[0] in family_names() else ""


def _split_mixed(text: str) -> PersonName:
    """Chinese with something else, as 玛丽·安德斯女士 or David 张: which part is the family name is not guessed."""
    match = _TITLE_AT_END.search(text)
    if match and match.start():
        return "", text[: match.start()].rstrip(), match.group()
    return "", text, ""


def _split_latin(text: str) -> PersonName:
    head, comma, tail = (piece.strip() for piece in text.replace("，", ",").partition(","))
    if not comma:
        return _split_words(text.split())
    if _all_endings(tail):
        return _split_words([*head.split(), *tail.replace(",", " ").split()])
    titles, given = _leading_titles(tail.replace(",", " ").split())
    more, family = _leading_titles(head.split())
    given, endings = _endings(given)
    return " ".join([*family, *endings[0]]), " ".join(given), " ".join([*more, *titles, *endings[1]])


def _plain(word: str) -> str:
    return word.casefold().replace(".", "").rstrip(",")


def _all_endings(tail: str) -> bool:
    words = tail.replace(",", " ").split()
    return bool(words) and all(_plain(word) in _DEGREES | _GENERATIONS for word in words)


def _leading_titles(words: list[str]) -> tuple[list[str], list[str]]:
    count = 0
    while count < len(words) - 1 and _plain(words[count]) in _TITLES_BEFORE:
        count += 1
    return words[:count], words[count:]


def _endings(words: list[str]) -> tuple[list[str], tuple[list[str], list[str]]]:
    """The words without what follows a name: generations (Jr.) and degrees (PhD)."""
    generations: list[str] = []
    degrees: list[str] = []
    while len(words) > 1 and _plain(words[-1]) in _DEGREES | _GENERATIONS:
        into = degrees if _plain(words[-1]) in _DEGREES else generations
        into.insert(0, words[-1])
        words = words[:-1]
    return words, (generations, degrees)


def _split_words(words: list[str]) -> PersonName:
    titles, words = _leading_titles(words)
    words, (generations, degrees) = _endings(words)
    title = " ".join([*titles, *degrees])
    if len(words) == 1:
        family, given = (words, []) if titles else ([], words)
    else:
        first = _family_first(words)
        seam = _family_start(words)
        family, given = (words[:1], words[1:]) if first else (words[seam:], words[:seam])
    return " ".join([*family, *generations]), " ".join(given), title


def _family_start(words: list[str]) -> int:
    """Where the family name begins: the last word with the particles before it (van der Berg)."""
    start = len(words) - 1
    while start > 1 and _plain(words[start - 1]) in _PARTS_OF_FAMILY:
        start -= 1
    return start


def _family_first(words: list[str]) -> bool:
    """Whether a name in Latin letters has its family name first: Zhang San, DUPONT Jean, but San Zhang.

    Where both words may be surnames the much commoner one is it (Li Wei and Wei Li are both of the family Li); where
    both are common, the order is the Chinese one.
    """
    shouted = [len(word) >= 3 and word.isalpha() and word.isupper() for word in words]
    if shouted[0] and not any(shouted[1:]):
        return True
    if any(shouted) and not all(shouted):
        return False
    first, rest = fold(words[0]), "".join(map(fold, words[1:]))
    if len(words) == 2 and rest in _COMMONEST and first not in _COMMONEST:
        return False  # Wei Li: both are surnames, and one in twelve people is called Li
    return len(words) <= 3 and first in _pinyin_surnames() and _pinyin_given().fullmatch(rest) is not None


@cache
def _pinyin_surnames() -> frozenset[str]:
    """Every surname as it is written in Latin letters."""
    return frozenset(pinyin(name) for name in (*family_names(), *compound_surnames()))


@cache
def _pinyin_given() -> re.Pattern[str]:
    """One to three syllables, as given names are written in Latin letters."""
    return re.compile(f"(?:(?:{'|'.join(sorted(syllables(), key=len, reverse=True))})['-]?){{1,3}}")
