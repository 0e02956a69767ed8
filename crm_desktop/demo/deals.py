"""What the invented company hopes to sell: opportunities over all stages."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Final

from crm_desktop.demo.chance import Chance, on_to_work, spread
from crm_desktop.demo.company import House
from crm_desktop.demo.customers import Known
from crm_desktop.demo.rows import insert
from crm_desktop.pipeline.model import Opportunity

_STAGES: Final = spread(open0=22, open1=18, open2=18, open3=10, won=20, lost=12)

_SHORTEST: Final = 14
"""Days from the beginning of a deal to its end at least."""


def pursue(house: House, customers: Sequence[Known]) -> dict[int, Known]:
    """Insert opportunities over all stages: about one for two customers; returns each with its customer."""
    chance = house.chance("opportunities")
    stages = _stages(house)
    rows = []
    for known in customers:
        if known.status in ("dormant", "lost") and not chance.likely(0.15):
            continue
        for _time in range(2 if known.status == "key" else chance.between(0, 1)):
            rows.append(_opportunity(house, chance, known, stages))
    rows.sort(key=lambda row: row["created"])
    by_id = {known.id: known for known in customers}
    ids = insert(house.company.journal, Opportunity, rows)
    return {deal: by_id[row["customer"]] for deal, row in zip(ids, rows, strict=True)}


def _stages(house: House) -> dict[str, int]:
    """The stages of the new company by their part in `_STAGES`."""
    found: dict[str, int] = {}
    number = 0
    for stage, outcome in house.company.execute("SELECT id, outcome FROM stage ORDER BY position").fetchall():
        if outcome == "open":
            found[f"open{number}"] = stage
            number += 1
        else:
            found[outcome] = stage
    return found


def _opportunity(house: House, chance: Chance, known: Known, stages: dict[str, int]) -> dict[str, Any]:
    texts, today = house.texts, house.today
    stage = chance.of(_STAGES)
    if known.status == "lead" and stage == "won":
        stage = "open2"  # who has bought something is a lead no more
    elif known.status == "lost" and stage.startswith("open"):
        stage = "lost"
    still_open = stage.startswith("open")
    if not still_open and (today - known.created).days < _SHORTEST:
        stage, still_open = "open0", True
    last = today if still_open else today - timedelta(days=_SHORTEST)
    created = chance.workday(max(known.created, today - timedelta(days=120 if still_open else 500)), last)
    closed = None if still_open else min(on_to_work(created + timedelta(days=chance.between(10, 90))), today)
    late = chance.likely(0.14)
    close = (
        chance.workday(today - timedelta(days=20), today - timedelta(days=1))
        if late
        else on_to_work(today + timedelta(days=chance.between(4, 90)))
    )
    article = chance.of(house.spoken_of)
    large = 8 if known.status == "key" else 3
    amount = article.price * article.minimum // 100 * chance.between(4, 40) * chance.between(1, large)
    row: dict[str, Any] = {
        "name": chance.of(texts["opportunities" if known.contacts else "private_opportunities"]).format(
            product=article.name
        ),
        "customer": known.id,
        "contact": chance.of(known.contacts)[0] if known.contacts else None,
        "stage": stages[stage],
        "amount": min(max(20_000, amount // 5000 * 5000), 40_000_000 if known.contacts else 600_000),
        "probability": chance.of((3000, 6000, 8000)) if still_open and chance.likely(0.12) else None,
        "close_on": (closed or close).isoformat(),
        "source": chance.of(texts["sources"]),
        "owner": known.owner,
        "created": min(created, closed or created).isoformat(),
        "closed_on": closed.isoformat() if closed else None,
        "lost_reason": chance.of(texts["lost_reasons"]) if stage == "lost" else None,
    }
    if still_open and chance.likely(0.75):
        row["next_step"] = chance.of(texts["opportunity_steps"])
        row["next_on"] = on_to_work(today + timedelta(days=chance.between(-5, 18))).isoformat()
    return row
