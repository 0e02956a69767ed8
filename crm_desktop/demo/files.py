"""Files that hang on the invented company's customers: price lists and minutes, as small text files."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Any, Final

from crm_desktop.demo.company import House
from crm_desktop.demo.customers import Known
from crm_desktop.demo.rows import insert
from crm_desktop.entity.parts import Attachment
from crm_desktop.store import blobs
from crm_desktop.values.money import format_amount

_SHARE: Final = {"key": 0.7, "customer": 0.12, "lead": 0.06, "dormant": 0.02, "lost": 0.02}
_MOST: Final = 400


def attach_files(house: House, customers: Sequence[Known]) -> None:
    """Attach a file to some customers, most of them key accounts; the price list is one content for all."""
    chance = house.chance("files")
    texts = house.texts["files"]
    currency = house.texts["company"]["currency"]
    prices = "\n".join(
        f"{article.name}\t{format_amount(article.price // 100, currency, house.lang)}"
        for _id, article in house.products
    )
    rows: list[dict[str, Any]] = []
    with house.company.journal.silently() as connection:
        for known in customers:
            if len(rows) == _MOST:
                break
            if not chance.likely(_SHARE[known.status]):
                continue
            name, text = texts["prices"], prices
            if chance.likely(0.5):
                name, text = texts["minutes"], chance.of(texts["said"]).format(customer=known.name)
            content, size = blobs.put(connection, BytesIO(text.encode("utf-8")))
            at = chance.at(chance.workday(known.created, house.today, 2.0))
            rows.append({"name": name, "at": at, "size": size, "hash": content, "text": text[:2000],
                         "kind": "customer", "row": known.id})  # fmt: skip
    rows.sort(key=lambda row: str(row["at"]))
    insert(house.company.journal, Attachment, rows)
