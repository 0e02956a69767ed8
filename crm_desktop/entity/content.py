"""What a company file holds, as one number: two files of the same content have the same hash, whatever their past.

Every stored row of every model counts, by id and by the names of its columns. Left out are the journal, what is worked
out from other columns (sort keys, the search index) and what the program only remembers (how lists were mapped).
Contents of kept files count by the fingerprints in their rows.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from crm_desktop.entity.fields import Derived
from crm_desktop.store.row import Row, quoted

if TYPE_CHECKING:
    from crm_desktop.entity.company import Company


def stored_columns(model: type[Row]) -> list[str]:
    """The columns of a table that hold content, the id first, the others by name."""
    names = [made.column_name for made in model._meta.sorted_fields if not isinstance(made, Derived)]
    return ["id", *sorted(name for name in names if name != "id")]


def stored_rows(company: Company, model: type[Row], columns: Sequence[str]) -> Iterator[tuple[Any, ...]]:
    """Some columns of every row of a table, raw, in the order of ids."""
    listed = ", ".join(map(quoted, columns))
    yield from company.execute(f"SELECT {listed} FROM {quoted(model.table())} ORDER BY id")


def content_hash(company: Company, without: Sequence[str] = ()) -> str:
    """The SHA-256 of all that the company file holds, or of all but the tables `without`, in hexadecimal."""
    found = hashlib.sha256()
    models = {table: model for table, model in company.journal.models.items() if table not in without}
    for table, model in sorted(models.items()):
        columns = stored_columns(model)
        for row in stored_rows(company, model, columns):
            filled = {name: _plain(value) for name, value in zip(columns, row, strict=True) if value is not None}
            found.update(json.dumps([table, filled]).encode())
            found.update(b"\n")
    return found.hexdigest()


def _plain(value: Any) -> Any:
    """A stored value as JSON tells it from every other."""
    return {"hex": value.hex()} if isinstance(value, bytes) else value
