"""What the window remembers between two starts: place, columns, last page. Never business data."""

from __future__ import annotations

import contextlib
import json
import os
from pathlib import Path
from typing import Any, Protocol

from crm_desktop.paths import settings_folder


class Memory(Protocol):
    """A small store of plain values (text, numbers, lists, dicts) by key."""

    def get(self, key: str, default: Any = None) -> Any:
        """The value kept under a key."""

    def set(self, key: str, value: Any) -> None:
        """Keep a value; None forgets it."""


class WindowMemory:
    """A memory in one JSON file; a damaged or missing file is an empty memory, an unwritable one forgets at the end."""

    def __init__(self, file: Path | None = None) -> None:
        self._file = file or settings_folder() / "window.json"
        self._kept = _read(self._file)

    def get(self, key: str, default: Any = None) -> Any:
        """The value kept under a key, where it is of the same type as `default`."""
        value = self._kept.get(key)
        if value is None:
            return default
        if default is not None and not isinstance(value, type(default)):
            return default
        return value

    def set(self, key: str, value: Any) -> None:
        """Keep a value and write the file at once; None forgets it."""
        if self._kept.get(key) == value:
            return
        if value is None:
            del self._kept[key]
        else:
            self._kept[key] = value
        self._write()

    def _write(self) -> None:
        beside = self._file.with_name(f"{self._file.name}.{os.getpid()}")
        with contextlib.suppress(OSError):
            beside.write_text(json.dumps(self._kept, ensure_ascii=False, indent=1), encoding="utf-8")
            os.replace(beside, self._file)


def _read(file: Path) -> dict[str, Any]:
    try:
        kept = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return kept if isinstance(kept, dict) else {}
