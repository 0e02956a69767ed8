"""New company files for tests: made once in each process and language, then copied, as making one costs far more."""

from __future__ import annotations

import shutil
import tempfile
from functools import lru_cache
from pathlib import Path

from crm_desktop import i18n
from crm_desktop.areas import new_company, open_company
from crm_desktop.entity.company import Company


def fresh_company(path: Path) -> Company:
    """A new company file at `path`, as `new_company` makes it in the language of this moment."""
    shutil.copyfile(_made(i18n.language()), path)
    return open_company(path)


@lru_cache(maxsize=2)
def _made(_language: str) -> Path:
    path = Path(_folder().name) / f"{_language}.crm"
    new_company(path).close()
    return path


@lru_cache(maxsize=1)
def _folder() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory()
