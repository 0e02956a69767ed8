"""Numbers of documents: taken in the transaction that needs them, unique and without holes."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from crm_desktop.entity.company import Company


def take(company: Company, series: str, taken: str, pattern: str = "{number:04d}") -> str:
    """The next number of a series as text, inside an entry; numbers for which `taken` finds a row are passed over.

    `taken` is SQL with one parameter, the number as text: a list brought in from elsewhere may have used some.
    """
    company.journal.current()
    found = company.execute("SELECT next FROM sequence WHERE name = ?", (series,)).fetchone()
    number = found[0] if found else 1
    while company.execute(taken, (pattern.format(number=number),)).fetchone():
        number += 1
    if found:
        company.execute("UPDATE sequence SET next = ? WHERE name = ?", (number + 1, series))
    else:
        company.execute("INSERT INTO sequence (name, next) VALUES (?, ?)", (series, number + 1))
    return pattern.format(number=number)
