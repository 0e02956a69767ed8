"""Building a company file of demo data: one entry of the journal, the same for the same seed and day."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Final

from crm_desktop import i18n
from crm_desktop.areas import new_company
from crm_desktop.demo import care, deals, files, power, sayings, trade
from crm_desktop.demo.company import furnish
from crm_desktop.demo.customers import CustomerMaker
from crm_desktop.entity.company import Company
from crm_desktop.errors import Refused
from crm_desktop.i18n import _
from crm_desktop.store.row import quoted

MOST: Final = 1_000_000
"""Customers at most."""


def build(
    path: Path,
    *,
    customers: int = 300,
    seed: int = 1,
    lang: str = "en",
    today: date | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> dict[str, int]:
    """Make a company file of invented data at `path` and close it; returns how many records each kind has.

    Refused where the file exists or `customers` is not 1 to 1,000,000. Beyond 10,000 customers the history (notes,
    orders, invoices) grows more slowly than they do.
    """
    if not 1 <= customers <= MOST:
        raise Refused(_("Choose between 1 and {most} customers.").format(most=f"{MOST:,}"), "customers")
    if lang not in i18n.LANGUAGES:
        raise Refused(
            _("There is no language “{lang}”. There are: {languages}.").format(
                lang=lang, languages=", ".join(i18n.LANGUAGES)
            ),
            "lang",
        )
    before = i18n.language()
    # The stages and the entry's title are stored in the language of the data.
    i18n.use(lang)
    try:
        return _build(Path(path), customers, seed, lang, today or date.today(), progress)
    finally:
        i18n.use(before)


def _build(
    path: Path, customers: int, seed: int, lang: str, today: date, progress: Callable[[int, int], None] | None
) -> dict[str, int]:
    company = new_company(path)
    try:
        with company.journal.entry(_("Demo data"), kind="start"):
            _fill(company, customers, seed, lang, today, progress)
        counts = {
            entity.name: company.execute(f"SELECT count(*) FROM {quoted(entity.name)}").fetchone()[0]
            for entity in company.entities
        }
    except BaseException:
        company.close()
        for ending in ("", "-wal", "-shm", "-lock"):
            with suppress(OSError):
                path.with_name(path.name + ending).unlink(missing_ok=True)
        raise
    company.close()
    return counts


def _fill(
    company: Company, customers: int, seed: int, lang: str, today: date, progress: Callable[[int, int], None] | None
) -> None:
    house = furnish(company, seed=seed, lang=lang, today=today)
    maker = CustomerMaker(house, customers)
    for done in maker.insert():
        if progress is not None:
            progress(done, customers)
    power.hang(house, maker.known)
    power.take_sides(house, deals.pursue(house, maker.known))
    trade.trade(house, maker.known)
    sayings.plan_steps(house, maker.known)
    care.write_notes(house, maker.known)
    care.fill_diary(house, maker.known)
    care.set_tasks(house, maker.known)
    files.attach_files(house, maker.known)
