"""The invented company itself: its staff, territories, products, tags and saved views."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from crm_desktop.catalogue.model import Product
from crm_desktop.company.model import Staff, Territory
from crm_desktop.demo.chance import Chance
from crm_desktop.demo.names import Names
from crm_desktop.demo.numbers import Numbers
from crm_desktop.demo.rows import insert
from crm_desktop.demo.words import Article, articles, words
from crm_desktop.entity.company import Company
from crm_desktop.entity.parts import SavedView, Tag
from crm_desktop.entity.query import ListQuery
from crm_desktop.letters.letter import ship_templates


@dataclass
class House:
    """What the rest of the demo data refers to."""

    company: Company
    lang: str
    seed: int
    today: date
    texts: Any
    places: Any
    names: Names
    numbers: Numbers
    products: list[tuple[int, Article]] = field(default_factory=list)
    """Those on sale, with their ids."""
    sellers: list[int] = field(default_factory=list)
    territory_of: dict[str, int] = field(default_factory=dict)
    """The territory of each zone."""
    owner_of: dict[str, int] = field(default_factory=dict)
    tags: list[int] = field(default_factory=list)

    @cached_property
    def spoken_of(self) -> list[Article]:
        """The goods that customers talk about: not packaging, nor services."""
        return [article for _id, article in self.products if article.category in ("tea", "ware", "gift")]

    def chance(self, subject: str) -> Chance:
        """The source of chance for one subject."""
        return Chance(self.seed, subject)


def furnish(company: Company, *, seed: int, lang: str, today: date) -> House:
    """Set up everything of the company that does not depend on its customers."""
    names = Names(Chance(seed, "names"))
    house = House(company, lang, seed, today, words(lang), words("places"), names, Numbers())
    company.set_setting("name", house.texts["company"]["name"])
    company.set_setting("currency", house.texts["company"]["currency"])
    company.set_setting("country", house.texts["company"]["home"])
    for key, value in {"person": house.texts["staff"][0][0], **house.texts["own"]}.items():
        company.set_setting(key, value)
    ship_templates(company)
    staff = _staff(house)
    _territories(house, staff)
    _products(house)
    house.tags = list(
        insert(company.journal, Tag, [{"name": name, "tone": tone} for name, tone in house.texts["tags"]])
    )
    _views(house)
    _tiers(house)
    return house


def _tiers(house: House) -> None:
    """What the usual tiers are given here."""
    for name, given in house.texts["tier_terms"].items():
        columns = ", ".join(f"{column} = ?" for column in given)
        house.company.execute(f"UPDATE tier SET {columns} WHERE name = ?", [*given.values(), name])


def _staff(house: House) -> list[int]:
    texts, domain = house.texts, house.texts["company"]["domain"]
    present = len(texts["staff"])
    chance = house.chance("staff")
    start = house.company.journal.next_id(Staff)
    rows = []
    for number, (name, job, department, _gender) in enumerate([*texts["staff"], *texts["former_staff"]], 1):
        rows.append(
            {
                "name": name,
                "code": f"S{number:02}",
                "job_title": job,
                "department": department,
                "phone": house.numbers.next(texts["staff_phone"], "86", abroad=False).shown,
                "email": f"{house.names.address(name)}@{domain}",
                "boss": None if number == 1 else start if number in (2, 6, 7) else start + 1,
                "active": int(number <= present),
            }
        )
    ids = list(insert(house.company.journal, Staff, rows))
    house.sellers = ids[1:5]
    chance.shuffle(house.sellers)
    return ids


def _territories(house: House, staff: list[int]) -> None:
    rows = [
        {"name": area["name"], "code": area["code"], "owner": staff[area["owner"]], "regions": area["regions"]}
        for area in house.texts["territories"]
    ]
    for number, area in zip(insert(house.company.journal, Territory, rows), house.texts["territories"], strict=True):
        for zone in area["zones"]:
            house.territory_of[zone] = number
            house.owner_of[zone] = staff[area["owner"]]


def _products(house: House) -> None:
    chance = house.chance("products")
    every = articles(house.lang)
    rows = []
    for number, article in enumerate(every):
        service = article.category == "service"
        reorder = None if service else chance.of((10, 20, 30, 50))
        low = chance.likely(0.15)
        rows.append(
            {
                "name": article.name,
                "code": article.code,
                "name_en": article.name_en,
                "specification": article.specification,
                "unit": article.unit,
                "category": house.texts["categories"][article.category],
                "price": article.price,
                "cost": None if service else article.price * chance.between(42, 64) // 100 // 100 * 100,
                "tax_rate": house.texts["company"]["tax_rate"],
                "status": article.status,
                "stock": None if reorder is None else (chance.between(0, reorder) if low else reorder * 4) * 1000,
                "reorder_point": None if reorder is None else reorder * 1000,
                "lead_days": None if service else chance.of((7, 14, 21, 30)),
                "minimum": article.minimum * 1000,
                "supplier": None if service else chance.of(house.texts["suppliers"]),
                # 20 to 29 begin numbers that a shop gives to its own goods.
                "barcode": None if service else _ean(f"29000000{number + 1:04}"),
            }
        )
    ids = insert(house.company.journal, Product, rows)
    house.products = [
        (number, article) for number, article in zip(ids, every, strict=True) if article.status in ("active", "new")
    ]


def _ean(body: str) -> str:
    """Twelve digits with the check digit that makes them an EAN-13."""
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(body))
    return body + str(-total % 10)


def _views(house: House) -> None:
    rows = [
        {
            "kind": "customer",
            "name": name,
            "spec": ListQuery(ready=tuple(ready), order=tuple(order)).to_json(),
            "position": position,
        }
        for position, (name, ready, order) in enumerate(house.texts["views"], 1)
    ]
    insert(house.company.journal, SavedView, rows)
