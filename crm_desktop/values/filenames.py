"""Names of files and their sizes, as every system takes them and as people read them."""

from __future__ import annotations

from typing import Final

_FORBIDDEN: Final = str.maketrans({**dict.fromkeys('/\\:*?"<>|', " "), **dict.fromkeys(map(chr, range(32)), " ")})
_DEVICES: Final = frozenset(
    {"con", "prn", "aux", "nul", *(f"com{n}" for n in range(1, 10)), *(f"lpt{n}" for n in range(1, 10))}
)
"""Names that Windows keeps for itself, with any ending."""
_UNITS: Final = ("kB", "MB", "GB", "TB")


_LONGEST: Final = 150
_MOST_BYTES: Final = 200
"""Systems take 255 bytes: 85 Chinese characters; some are left for a number or an ending of the caller's."""


def plain_name(name: str, most_bytes: int = _MOST_BYTES) -> str:
    """The name without what a system forbids in one, and no longer than any takes; its ending stays. May be empty."""
    plain = " ".join(name.translate(_FORBIDDEN).split()).strip(". ")
    stem, dot, ending = plain.rpartition(".")
    if (stem or plain).split(".")[0].lower() in _DEVICES:
        plain, stem = f"_{plain}", f"_{stem}"
    if len(plain) <= _LONGEST and len(plain.encode("utf-8", "replace")) <= most_bytes:
        return plain
    tail = dot + ending if dot and len(ending) < 12 else ""
    room = most_bytes - len(tail.encode("utf-8", "replace"))
    head = (stem if tail else plain)[: _LONGEST - len(tail)].encode("utf-8", "replace")[:room].decode("utf-8", "ignore")
    return head.rstrip(". ") + tail


def shown_size(size: int) -> str:
    """Bytes as 812 B, 4.2 kB, 17 MB."""
    if size < 1000:
        return f"{size} B"
    power = min(len(_UNITS), (len(str(size)) - 1) // 3)
    amount = size / 1000**power
    if amount >= 999.5 and power < len(_UNITS):
        power, amount = power + 1, amount / 1000
    return f"{amount:.1f} {_UNITS[power - 1]}" if amount < 9.95 else f"{amount:,.0f} {_UNITS[power - 1]}"
