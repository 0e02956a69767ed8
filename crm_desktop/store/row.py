"""The base of every stored kind of record, bound to whichever company file is open."""

from __future__ import annotations

from typing import Any

from peewee import DatabaseProxy, Model
from playhouse.sqlite_ext import AutoIncrementField

db = DatabaseProxy()


class Row(Model):
    """A stored record. Ids are never used twice, so the journal can name a row for ever."""

    id = AutoIncrementField()

    class Meta:
        database = db
        legacy_table_names = False
        only_save_dirty = True

    @classmethod
    def table(cls) -> str:
        return cls._meta.table_name

    @classmethod
    def column_names(cls) -> list[str]:
        """The table's columns in their stored order, the id first."""
        return [field.column_name for field in cls._meta.sorted_fields]

    @classmethod
    def derive(cls, values: dict[str, Any]) -> None:
        """Fill the columns worked out from others (sort keys, normalised phones) that `values` touches."""
        for field in cls._meta.sorted_fields:
            source = getattr(field, "of", None)
            if source is not None and source in values:
                values[field.column_name] = field.work_out(values[source])


def quoted(name: str) -> str:
    """A table's or column's name as SQL."""
    return '"' + name.replace('"', '""') + '"'
