"""A small company file of two linked kinds, for the store's own tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import peewee
import pytest

from crm_desktop.store.company_file import CompanyFile
from crm_desktop.store.row import Row


class Shelf(Row):
    name = peewee.TextField()
    width = peewee.IntegerField(null=True)
    picture = peewee.BlobField(null=True)


class Book(Row):
    title = peewee.TextField()
    shelf = peewee.ForeignKeyField(Shelf, column_name="shelf", on_delete="CASCADE")
    lender = peewee.ForeignKeyField("self", column_name="lender", null=True, on_delete="SET NULL")


MODELS = [Shelf, Book]


@pytest.fixture
def file(tmp_path: Path) -> Iterator[CompanyFile]:
    made = CompanyFile(tmp_path / "shelves.crm", MODELS, create=True)
    yield made
    made.close()
