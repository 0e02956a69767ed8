"""Each test here runs for every kind of record, and for one that only this test knows."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from crm_desktop.areas import ENTITIES
from crm_desktop.company.model import Staff
from crm_desktop.entity.company import Company
from crm_desktop.entity.describe import Entity, Section
from crm_desktop.entity.fields import Day, Derived, Link, Money, Text
from crm_desktop.pipeline.rules import first_stages
from crm_desktop.store.row import Row
from crm_desktop.values.text import sort_key


class Gizmo(Row):
    """A kind of record that nothing in the program has heard of."""

    name = Text("Gizmo name", required=True)
    name_key = Derived("name", sort_key, index=True)
    worth = Money("Worth")
    bought_on = Day("Bought on")
    keeper = Link("Keeper", Staff)


GIZMO = Entity(
    model=Gizmo,
    one="Gizmo",
    many="Gizmos",
    icon="product",
    title="name",
    sections=(Section("Gizmo", ("name", "worth", "bought_on", "keeper", "tags")),),
    list=("name", "worth", "bought_on", "keeper"),
    order=("name",),
    search=("keeper",),
    match_together=("name",),
)

KINDS = (*ENTITIES, GIZMO)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "entity" in metafunc.fixturenames:
        metafunc.parametrize("entity", KINDS, ids=lambda entity: entity.name)


@pytest.fixture
def company(tmp_path: Path, new_file: Path) -> Iterator[Any]:
    with Company(shutil.copyfile(new_file, tmp_path / "company.crm"), KINDS) as made:
        yield made


@pytest.fixture(scope="session")
def new_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new company file of these kinds, made once."""
    path = tmp_path_factory.mktemp("new") / "company.crm"
    with Company(path, KINDS, create=True) as made:
        first_stages(made)
    return path
