"""Which company files were open, and which records: remembered by path and by number, never by name."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from crm_desktop.ui.memory import Memory

FILES: Final = "files.recent"
LAST: Final = "files.last"
MOST_FILES: Final = 9
MOST_RECORDS: Final = 30


def files(memory: Memory) -> list[Path]:
    """The company files opened lately that are still there, the latest first."""
    kept = [Path(name) for name in memory.get(FILES, []) if isinstance(name, str)]
    return [path for path in kept if path.is_file()]


def last_file(memory: Memory) -> Path | None:
    """The file that was open when the program ended; None where it was closed before."""
    name = memory.get(LAST, "")
    return Path(name) if name else None


def opened(memory: Memory, path: Path) -> None:
    """A file was opened."""
    name = str(path)
    kept = [one for one in memory.get(FILES, []) if one != name]
    memory.set(FILES, [name, *kept][:MOST_FILES])
    memory.set(LAST, name)


def closed(memory: Memory) -> None:
    """The file was closed on purpose: the next start does not open it."""
    memory.set(LAST, None)


def records(memory: Memory, path: Path) -> list[tuple[str, int]]:
    """The records of a file that were opened lately, the latest first."""
    kept = memory.get(_key(path), [])
    return [(one[0], one[1]) for one in kept if isinstance(one, list) and len(one) == 2 and isinstance(one[1], int)]


def record_opened(memory: Memory, path: Path, kind: str, row: int) -> None:
    """A record was opened."""
    kept = [one for one in records(memory, path) if one != (kind, row)]
    memory.set(_key(path), [list(one) for one in [(kind, row), *kept]][:MOST_RECORDS])


def _key(path: Path) -> str:
    return f"records.{path}"
