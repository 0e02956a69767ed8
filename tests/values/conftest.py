"""Every test begins and ends in English."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from crm_desktop import i18n


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    i18n.use("en")
    yield
    i18n.use("en")
