"""How the hidden sheets of a whole company file keep stored values exactly, whatever they are.

Numbers and ordinary texts stand as they are. What a cell would change or cannot hold (control characters, blank texts,
numbers beyond 2^53, bytes) is written as JSON after a mark; what is longer than a cell is laid in pieces elsewhere.
"""

from __future__ import annotations

import json
import re
from typing import Any, Final

from crm_desktop.values.celltext import cell_length

PREFIX: Final = "crm."
"""How the names of the hidden sheets begin; the name of their table follows."""
ABOUT: Final = "crm.-about"
FILES: Final = "crm.-files"
LONG: Final = "crm.-long"
FORMAT: Final = 1
JSON: Final = "json:"
PIECES: Final = "pieces:"
LONGEST: Final = 32_000
"""Characters of one piece, a little less than a cell can hold."""
_EXACT_UP_TO: Final = 1 << 53
_ODD: Final = re.compile(r"[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]|_x[0-9A-Fa-f]{4}_|^(?:json|pieces):")


def packed(value: Any) -> str | int | None:
    """A stored value as its cell holds it; a text of more than LONGEST characters has to be laid in pieces."""
    if value is None or (type(value) is int and -_EXACT_UP_TO < value < _EXACT_UP_TO):
        return value
    if isinstance(value, str) and value and not _ODD.search(value):
        return value if len(value) <= LONGEST // 2 or cell_length(value) <= LONGEST else _as_json(value)
    return _as_json({"hex": value.hex()} if isinstance(value, bytes) else value)


def _as_json(value: Any) -> str:
    # A sheet takes _x000D_ for a line end.
    return JSON + json.dumps(value).replace("_x", "\\u005fx")


def unpacked(cell: Any) -> Any:
    """The stored value that `packed` laid into a cell."""
    if isinstance(cell, float):
        return int(cell)
    if not isinstance(cell, str):
        return cell
    if not cell.startswith(JSON):
        return cell or None
    value = json.loads(cell.removeprefix(JSON))
    return bytes.fromhex(value["hex"]) if isinstance(value, dict) else value


def pieces(text: str) -> list[str]:
    """A long packed text in pieces that a cell can hold."""
    return [text[start : start + LONGEST] for start in range(0, len(text), LONGEST)]
