"""The words of the invented company, from resources/demo: names, places, products and sentences."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import Any

from crm_desktop.paths import resources


@dataclass(frozen=True)
class Article:
    """A product of the invented company; the price is in ten-thousandths of the company's currency."""

    code: str
    name: str
    name_en: str | None
    specification: str
    unit: str
    category: str
    price: int
    minimum: int
    status: str


@cache
def words(name: str) -> Any:
    """One of the lists of words: people, places, products, en or zh_CN."""
    return json.loads((resources() / "demo" / f"{name}.json").read_text(encoding="utf-8"))


def articles(lang: str) -> list[Article]:
    """The catalogue in one language and its company's currency."""
    table = words("products")
    texts = words(lang)
    currency = texts["company"]["currency"]
    found = []
    for values in table["rows"]:
        row = dict(zip(table["columns"], values, strict=True))
        found.append(
            Article(
                row["code"],
                row[lang],
                row["en"] if lang != "en" else None,
                row[f"spec_{lang}"],
                row[f"unit_{lang}"],
                row["category"],
                round(row[currency] * 10_000),
                row["minimum"],
                row["status"],
            )
        )
    return found
