"""Child rows written in bulk: numbers, addresses and lines of the records of an import."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from itertools import repeat
from typing import Any

from crm_desktop.entity.company import Company
from crm_desktop.entity.describe import Children
from crm_desktop.entity.fields import Derived
from crm_desktop.exchange.details import Details
from crm_desktop.exchange.intake import Pulse
from crm_desktop.store.row import Row, quoted


def insert_children(
    company: Company,
    details: Details,
    chosen: Sequence[int],
    ids: dict[int, int],
    last: dict[int, int],
    pulse: Pulse,
) -> None:
    """Insert the child rows chosen; those of records that have some already come after them."""
    if not chosen:
        return
    children = details.children
    whole = len(chosen) == len(details.owners)
    owners = details.owners if whole else [details.owners[at] for at in chosen]
    columns: dict[str, Sequence[Any]] = {children.link: [ids[owner] for owner in owners]}
    columns |= columns_of_children(details, chosen)
    if "position" in children.model._meta.fields:
        places = details.positions if whole else [details.positions[at] for at in chosen]
        columns["position"] = (
            [place + last.get(owner, 0) for place, owner in zip(places, owners, strict=True)] if last else places
        )
    columns = _derived_children(children, details, columns, chosen, whole)
    fields = children.model._meta.fields
    stored = {fields[name].column_name: values for name, values in columns.items()}
    company.journal.bulk_insert_columns(children.model, stored, len(owners), pulse)


def columns_of_children(details: Details, chosen: Sequence[int]) -> dict[str, Sequence[Any]]:
    """The raw values of the child rows chosen, defaults where the list has none, by field name; only their own."""
    children = details.children
    whole = len(chosen) == len(details.owners)
    columns: dict[str, Sequence[Any]] = {}
    for name, made in children.model._meta.fields.items():
        if name in ("id", children.link, "position") or isinstance(made, Derived):
            continue
        default = children.defaults.get(name, made.db_value(made.default) if _is_constant(made.default) else None)
        if name in details.columns:
            given = details.columns[name] if whole else [details.columns[name][at] for at in chosen]
            columns[name] = [default if value is None else value for value in given] if default is not None else given
        elif default is not None:
            columns[name] = list(repeat(default, len(chosen)))
    return columns


def _is_constant(default: Any) -> bool:
    return default is not None and not callable(default)


def _derived_children(
    children: Children, details: Details, columns: dict[str, Sequence[Any]], chosen: Sequence[int], whole: bool
) -> dict[str, Sequence[Any]]:
    """The derived key was worked out already, for matching."""
    model = children.model
    if model.derive.__func__ is not Row.derive.__func__:  # type: ignore[attr-defined]
        return derived_row_by_row(model, columns, len(columns[children.link]))
    found = dict(columns)
    keys = details.keys()
    for made in model._meta.sorted_fields:
        if isinstance(made, Derived) and made.of == children.key:
            found[made.name] = keys if whole else [keys[at] for at in chosen]
        elif isinstance(made, Derived) and made.of in columns:
            found[made.name] = made.work_out_all(columns[made.of])
    return found


def derived_row_by_row(model: type[Row], columns: dict[str, Sequence[Any]], count: int) -> dict[str, Sequence[Any]]:
    """The columns and those that a model derives in its own way, one row after the other."""
    rows = []
    for place in range(count):
        values = {name: column[place] for name, column in columns.items()}
        model.derive(values)
        rows.append(values)
    names = list(dict.fromkeys(name for row in rows for name in row))
    return {name: [row.get(name) for row in rows] for name in names}


def last_positions(company: Company, details: Details, there: Iterable[int]) -> dict[int, int]:
    """The positions after which the child rows of records come in."""
    children = details.children
    if "position" not in children.model._meta.fields:
        return {}
    link = quoted(children.model._meta.fields[children.link].column_name)
    sql = f"SELECT {link}, max(position) FROM {quoted(children.model.table())} WHERE {link} IN"
    sql += f" (SELECT value FROM json_each(?)) GROUP BY {link}"
    return dict(company.execute(sql, (json.dumps(sorted(there)),)).fetchall())
