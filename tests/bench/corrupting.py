"""Invented people and companies with corrupted copies of them, as CSV lists whose truth is in `rec_id`.

The form is that of the FEBRL sets: rec-12-org and its copies rec-12-dup-0, rec-12-dup-1 …; columns, blanks after the
commas and dates alike. Families (one address and family name, other people) and namesakes are among them.
"""

from __future__ import annotations

import csv
import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

HEADINGS: Final = ("rec_id", "given_name", "surname", "street_number", "address_1", "address_2", "suburb", "postcode",
                   "state", "date_of_birth", "soc_sec_id")  # fmt: skip


def _listed(text: str, between: str = " ") -> list[str]:
    return text.split(between)


_GIVEN: Final = _listed(
    "Agnes Albert Alice Amelia Andrew Anna Anthony Arthur Beatrice Benjamin Bella Caleb Charlotte Chloe Clara "
    "Connor Daniel Daphne Dominic Edith Edmund Eliza Ella Emily Ethan Eva Felix Finn Flora Florence Frances "
    "George Georgia Grace Hamish Hannah Harriet Harry Henry Hugo Imogen Isabel Isla Ivy Jack Jacob James Jasmine "
    "Joel Joshua Julian Kate Katherine Kayla Lachlan Lara Laura Leah Liam Lily Logan Louis Lucas Lucy Luke "
    "Maddison Mark Martha Matilda Max Mia Michael Miles Mitchell Molly Nathan Nicholas Nina Noah Olive Oliver "
    "Oscar Patrick Paul Phoebe Rachel Riley Robert Rosa Ruby Ryan Samuel Sarah Sebastian Sophie Stella Thomas "
    "Toby Victoria William Zachary Zoe"
)
_HEADS: Final = _listed(
    "Ash Bar Beck Ben Black Brad Bram Brook Cal Car Chad Clif Col Cran Dal Den Dun East El Fair Fen Fitz Gar Gold "
    "Green Hal Har Hol Hux Kel Kes Kirk Lang Lin Mar Mel Mor New Nor Oak Pem Pres Rad Ran Red Row San Shel Sher "
    "Stan Thor Tre Wal War Wes Whit Win Wood Wy Yar"
)
_TAILS: Final = _listed(
    "burn by combe cott den don field ford ham hurst ington ison land ley low lock man mere mont more ner ney "
    "ridge row sby sey shaw son stead sted ter thorpe ton vale ville wall ward way well wick win wood worth"
)
_WORDS: Final = _listed(
    "Acacia Albatross Banksia Barton Birch Blacket Boronia Canning Cedar Clarence Coral Cypress Derwent Eldon "
    "Fern Flinders Glebe Grevillea Harbour Hazel Heron Ibis Jarrah Juniper Karri Kestrel Kingsley Larch Linden "
    "Mallee Maple Marlin Mulga Myrtle Narran Nettle Orchard Osprey Pelican Plover Quandong Quarry Raven Rowan "
    "Sable Sorrel Tamar Thistle Umbra Vernon Wattle Willow Yarra Zenith"
)
_WAYS: Final = _listed("street road avenue place crescent circuit court drive close parade terrace")
_EXTRAS: Final = _listed(
    "the gables|rosedale farm|hill top|unit 4|flat 2|brentwood vlge|lakeside|riverbend|box 12|the willows",
    "|",
)
_STATES: Final = ("nsw", "vic", "qld", "wa", "sa", "tas", "act", "nt")
_NEAR_KEYS: Final = {
    "a": "sqz", "b": "vn", "c": "xv", "d": "sf", "e": "wr", "f": "dg", "g": "fh", "h": "gj", "i": "uo", "j": "hk",
    "k": "jl", "l": "k", "m": "n", "n": "bm", "o": "ip", "p": "o", "q": "wa", "r": "et", "s": "ad", "t": "ry",
    "u": "yi", "v": "cb", "w": "qe", "x": "zc", "y": "tu", "z": "x",
}  # fmt: skip
_SOUNDS: Final = (("ph", "f"), ("f", "ph"), ("ck", "k"), ("k", "c"), ("c", "k"), ("y", "i"), ("i", "y"), ("ee", "ea"),
                  ("ll", "l"), ("l", "ll"), ("n", "nn"), ("s", "z"), ("th", "t"), ("wh", "w"))  # fmt: skip
_MISREAD: Final = (("m", "rn"), ("rn", "m"), ("l", "1"), ("o", "0"), ("0", "o"), ("1", "l"), ("5", "s"), ("s", "5"),
                   ("cl", "d"), ("g", "9"), ("b", "6"), ("8", "3"), ("u", "v"))  # fmt: skip
_SHORT: Final = {"street": "st", "road": "rd", "avenue": "ave", "place": "pl", "crescent": "cres", "court": "ct",
                 "drive": "dr", "terrace": "tce", "parade": "pde", "circuit": "cct"}  # fmt: skip
_BLANK: Final = {"given_name": 0.04, "surname": 0.015, "street_number": 0.04, "address_1": 0.02, "address_2": 0.1,
                 "suburb": 0.01, "state": 0.01, "date_of_birth": 0.04}  # fmt: skip
_EXCHANGED: Final = (("given_name", "surname"), ("address_1", "address_2"))


@dataclass(frozen=True)
class Profile:
    """How many originals and copies there are, and how badly the copies fare."""

    name: str
    originals: int
    copies: int
    most_copies: int
    """Copies of one original."""
    per_field: int
    per_record: int
    skewed: bool = False
    """Whether few originals have many copies and most have one."""


PROFILES: Final = (
    Profile("one copy, few slips", 1000, 1000, 1, 1, 2),
    Profile("up to 5 copies, some slips", 1600, 400, 5, 2, 4, skewed=True),
    Profile("up to 5 copies, many slips", 800, 1200, 5, 2, 8, skewed=True),
    Profile("one copy each, several slips", 2000, 2000, 1, 2, 6),
)

Row = dict[str, str]


def write_people(path: Path, profile: Profile, seed: int) -> None:
    """A list of people after the profile, in random order."""
    random_ = random.Random(seed)
    originals = _people(random_, profile.originals)
    rows = [{"rec_id": f"rec-{number}-org", **row} for number, row in enumerate(originals)]
    counts = _copies(random_, profile)
    for number, count in enumerate(counts):
        for copy in range(count):
            rows.append({"rec_id": f"rec-{number}-dup-{copy}", **_corrupted(random_, originals[number], profile)})
    random_.shuffle(rows)
    with path.open("w", newline="", encoding="utf-8") as file:
        file.write(", ".join(HEADINGS) + "\n")
        for row in rows:
            file.write(", ".join(row[name] for name in HEADINGS) + "\n")


def _people(random_: random.Random, count: int) -> list[Row]:
    shares = [1 / (place + 4) for place in range(len(_GIVEN))]
    people: list[Row] = []
    while len(people) < count:
        person = _person(random_, shares)
        people.append(person)
        for _relative in range(random_.choice((0, 0, 0, 0, 0, 0, 0, 1, 1, 2))):
            kept = ("surname", "street_number", "address_1", "address_2", "suburb", "postcode", "state")
            relative = _person(random_, shares)
            if relative["given_name"] != person["given_name"]:
                people.append({**relative, **{name: person[name] for name in kept}})
    people = people[:count]
    for person in people:
        for name, share in _BLANK.items():
            if random_.random() < share:
                person[name] = ""
    return people


def _person(random_: random.Random, shares: list[float]) -> Row:
    return {
        "given_name": random_.choices(_GIVEN, shares)[0].lower(),
        "surname": (random_.choice(_HEADS) + random_.choice(_TAILS)).lower(),
        "street_number": str(int(random_.expovariate(1 / 60)) + 1),
        "address_1": f"{random_.choice(_WORDS)} {random_.choice(_WAYS)}".lower(),
        "address_2": random_.choice(_EXTRAS) if random_.random() < 0.4 else random_.choice(_WORDS).lower() + " park",
        "suburb": (random_.choice(_WORDS) + random_.choice((" hill", " bay", "vale", " north", "", ""))).lower(),
        "postcode": f"{random_.randrange(2000, 7500)}",
        "state": random_.choices(_STATES, (34, 25, 20, 9, 7, 2, 2, 1))[0],
        "date_of_birth": f"{random_.randrange(1900, 2000)}{random_.randrange(1, 13):02d}{random_.randrange(1, 29):02d}",
        "soc_sec_id": f"{random_.randrange(10**6, 10**7)}",
    }


def _copies(random_: random.Random, profile: Profile) -> list[int]:
    counts = [0] * profile.originals
    if not profile.skewed:
        for number in random_.sample(range(profile.originals), profile.copies):
            counts[number] = 1
        return counts
    left = profile.copies
    for number in random_.sample(range(profile.originals), profile.originals):
        count = min(left, random_.choices(range(1, profile.most_copies + 1), (8, 4, 2, 1, 1)[: profile.most_copies])[0])
        counts[number] = count
        left -= count
    return counts


def _corrupted(random_: random.Random, original: Row, profile: Profile) -> Row:
    row = dict(original)
    spent = dict.fromkeys(row, 0)
    left = random_.randint(1, profile.per_record)
    for _turn in range(60):
        if left <= 0:
            break
        if random_.random() < 0.06:
            one, other = random_.choice(_EXCHANGED)
            row[one], row[other] = row[other], row[one]
            left -= 1
            continue
        name = random_.choice(list(row))
        if spent[name] >= profile.per_field or not row[name] or (name == "soc_sec_id" and random_.random() < 0.6):
            continue
        changed = _slip(random_, name, row[name])
        if changed != row[name]:
            row[name], spent[name], left = changed, spent[name] + 1, left - 1
    return row


def _slip(random_: random.Random, name: str, text: str) -> str:
    chance = random_.random()
    if chance < 0.08:
        return "" if name not in ("soc_sec_id", "postcode") else text
    if chance < 0.14:
        return _person(random_, [1.0] * len(_GIVEN))[name]
    if text.isdigit():
        return _typo(random_, text, "0123456789")
    if chance < 0.24:
        return " ".join(_SHORT.get(word, word) for word in text.split())
    if chance < 0.30 and name == "given_name":
        return text[:1]
    if chance < 0.42:
        return _replaced(random_, text, _SOUNDS)
    if chance < 0.52:
        return _replaced(random_, text, _MISREAD)
    if chance < 0.58 and " " in text:
        return text.replace(" ", "", 1)
    if chance < 0.62 and len(text) > 4:
        at = random_.randrange(2, len(text) - 1)
        return f"{text[:at]} {text[at:]}"
    return _typo(random_, text, "abcdefghijklmnopqrstuvwxyz")


def _replaced(random_: random.Random, text: str, pairs: tuple[tuple[str, str], ...]) -> str:
    fitting = [(old, new) for old, new in pairs if old in text[1:]]
    if not fitting:
        return text
    old, new = random_.choice(fitting)
    return text[:1] + text[1:].replace(old, new, 1)


def _typo(random_: random.Random, text: str, signs: str) -> str:
    at = random_.randrange(len(text))
    ways: tuple[Callable[[], str], ...] = (
        lambda: text[:at] + random_.choice(_NEAR_KEYS.get(text[at], signs)) + text[at + 1 :],
        lambda: text[:at] + text[at + 1 : at + 2] + text[at : at + 1] + text[at + 2 :],
        lambda: text[:at] + text[at + 1 :] if len(text) > 2 else text,
        lambda: text[:at] + random_.choice(signs) + text[at:],
    )
    return random_.choice(ways)()


# Chinese companies ----------------------------------------------------------------------------------------------------

CHINESE_HEADINGS: Final = ("rec_id", "客户名称", "手机", "电话", "邮箱", "城市", "地址", "邮编", "税号", "备注")
_CITIES: Final = (
    ("上海", "021", "2000"),
    ("杭州", "0571", "3100"),
    ("苏州", "0512", "2150"),
    ("广州", "020", "5100"),
    ("深圳", "0755", "5180"),
    ("成都", "028", "6100"),
    ("宁波", "0574", "3150"),
    ("武汉", "027", "4300"),
)
_STEMS: Final = (
    "明远华信宏达博纳锦城云栖海曙南粤天成利丰恒泰瑞安金鼎东方新源长青永盛嘉禾百川兴隆凯旋鸿运福临顺德泰和康健祥启航卓越"
    "星辰蓝天绿源红杉白云紫光青山碧水朝阳晨曦晓峰雅居雨田春秋实冬至荷梅兰竹菊松柏桃李杏林"
)
_TRADES: Final = _listed("贸易 科技 机械 食品 电子 文化创意 茶业 酒店管理 建材 物流 服饰 包装")
_FORMS: Final = ("有限公司", "有限责任公司", "股份有限公司", "公司", "（集团）有限公司", "")
_SOUNDALIKE: Final = dict(
    zip(
        "明远华信达成利丰恒安新源盛禾兴鸿福康启航阳晨雅林山",
        "鸣元花鑫大城立峰衡庵欣原胜和星宏富糠起杭洋辰亚临珊",
        strict=True,
    )
)
_TRADITIONAL: Final = dict(
    zip(
        "远华达锦云长东丰鼎兴凯鸿顺启蓝绿红阳晓兰业电创机贸饰酒团限责礼园实",
        "遠華達錦雲長東豐鼎興凱鴻順啟藍綠紅陽曉蘭業電創機貿飾酒團限責禮園實",
        strict=True,
    )
)
_ROADS: Final = _listed("云栖路 枫林巷 荷风大道 听雨街 明月路 竹溪路 望江里 芳草街 晨曦大道 稻香路")


def write_chinese_companies(path: Path, count: int, seed: int) -> None:
    """A list of companies, a third of them a second time as another person would have typed them."""
    random_ = random.Random(seed)
    originals: dict[str, Row] = {}
    while len(originals) < count:
        made = _company(random_)
        originals.setdefault(made["客户名称"], made)
    rows = [{"rec_id": f"rec-{number}-org", **row} for number, row in enumerate(originals.values())]
    for number, row in random_.sample(list(enumerate(originals.values())), count // 3):
        rows.append({"rec_id": f"rec-{number}-dup-0", **_typed_again(random_, row)})
    random_.shuffle(rows)
    with path.open("w", newline="", encoding="utf-8-sig") as file:
        writer = csv.DictWriter(file, CHINESE_HEADINGS)
        writer.writeheader()
        writer.writerows(rows)


def _company(random_: random.Random) -> Row:
    city, area, post = random_.choice(_CITIES)
    stem = "".join(random_.choice(_STEMS) for _n in range(random_.choice((2, 2, 2, 3))))
    number = f"{random_.randrange(60_000_000, 69_000_000)}"
    return {
        "客户名称": f"{city}{stem}{random_.choice(_TRADES)}有限公司",
        "手机": f"1{random_.choice('3578')}{random_.randrange(10**9):09d}",
        "电话": f"{area}-{number}",
        "邮箱": f"office{random_.randrange(10**6)}@{random_.randrange(10**6)}.example",
        "城市": city,
        "地址": f"{random_.choice(_ROADS)}{random_.randrange(1, 900)}号",
        "邮编": f"{post}{random_.randrange(100):02d}",
        "税号": f"9131{random_.randrange(10**8):08d}{random_.randrange(10**6):06d}" if random_.random() < 0.4 else "",
        "备注": "",
    }


def _typed_again(random_: random.Random, row: Row) -> Row:
    made = dict(row)
    name = row["客户名称"].removesuffix("有限公司")
    if random_.random() < 0.5:
        name = name.removeprefix(row["城市"])
    if random_.random() < 0.25:
        fitting = [sign for sign in name if sign in _SOUNDALIKE]
        if fitting:
            wrong = random_.choice(fitting)
            name = name.replace(wrong, _SOUNDALIKE[wrong], 1)
    name += random_.choice(_FORMS)
    if random_.random() < 0.2:
        name = "".join(_TRADITIONAL.get(sign, sign) for sign in name)
    made["客户名称"] = name
    made["手机"] = random_.choice(
        (row["手机"], row["手机"], f"+86 {row['手机'][:3]} {row['手机'][3:7]} {row['手机'][7:]}", "",
         f"1{random_.choice('3578')}{random_.randrange(10**9):09d}")
    )  # fmt: skip
    made["电话"] = random_.choice((row["电话"], row["电话"].partition("-")[2], row["电话"].replace("-", ""), ""))
    made["邮箱"] = random_.choice((row["邮箱"], row["邮箱"].upper(), "", ""))
    if random_.random() < 0.3:
        made["地址"] = f"{random_.choice(_ROADS)}{random_.randrange(1, 900)}号"
    elif random_.random() < 0.3:
        made["地址"] = f"{row['城市']}市{row['地址']}"
    made["税号"] = random_.choice((row["税号"], "", ""))
    made["邮编"] = random_.choice((row["邮编"], ""))
    return made
