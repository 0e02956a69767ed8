"""Regular expressions that are compiled when they are first used: the program knows a hundred, a start needs few."""

from __future__ import annotations

import re
from typing import Any, cast


class _Late:
    """Becomes a compiled pattern's equal method by method, so that later uses cost nothing more."""

    def __init__(self, pattern: str, flags: int) -> None:
        self._wanted = (pattern, flags)

    def __getattr__(self, name: str) -> Any:
        found = getattr(re.compile(*self._wanted), name)
        setattr(self, name, found)
        return found


def late(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """What `re.compile` gives, without its cost until then."""
    return cast("re.Pattern[str]", _Late(pattern, flags))
