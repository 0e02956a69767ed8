"""Mails as Outlook saves them, made for the tests: a compound file with the properties of a mail."""

from __future__ import annotations

import itertools
import struct
from datetime import UTC, datetime

_SECTOR, _END, _NONE, _FAT = 512, 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
_LEAST = 4096
"""A shorter stream would go into a stream of small ones, so each is filled up with zeros."""


def outlook_mail(
    subject: str, sender: str, receivers: list[str], at: datetime | None, text: str, *, eight_bit: bool = False
) -> bytes:
    """The bytes of a .msg file; `at` is by UTC. Old mails have texts of eight bits a letter."""
    kind, encoding = ("001E", "gb18030") if eight_bit else ("001F", "utf-16-le")
    streams = {
        f"__substg1.0_{number}{kind}": words.encode(encoding)
        for number, words in (("0037", subject), ("5D01", sender), ("1000", text))
        if words
    }
    moment = b""
    if at is not None:
        ticks = int((at.replace(tzinfo=UTC) - datetime(1601, 1, 1, tzinfo=UTC)).total_seconds()) * 10_000_000
        moment = struct.pack("<HHIQ", 0x0040, 0x0039, 6, ticks)
    streams["__properties_version1.0"] = bytes(32) + moment
    inside = {
        f"__recip_version1.0_#{number:08X}": {f"__substg1.0_39FE{kind}": address.encode(encoding)}
        for number, address in enumerate(receivers)
    }
    return _compound(streams, inside)


def _compound(streams: dict[str, bytes], folders: dict[str, dict[str, bytes]]) -> bytes:
    """A compound file with streams at its top and in folders, each stream in sectors of its own."""
    entries: list[list[object]] = [["Root Entry", 5, _NONE, _NONE, b""]]

    def add(items: list[tuple[str, int, bytes]]) -> list[int]:
        places = []
        for name, kind, data in items:
            entries.append([name, kind, _NONE, _NONE, data])
            places.append(len(entries) - 1)
        for place, after in itertools.pairwise(places):
            entries[place][2] = after  # beside it
        return places

    top = add([*((name, 2, data) for name, data in streams.items()), *((name, 1, b"") for name in folders)])
    entries[0][3] = top[0]
    for place, held in zip(top[len(streams) :], folders.values(), strict=True):
        entries[place][3] = add([(name, 2, data) for name, data in held.items()])[0]
    directory = -(-len(entries) * 128 // _SECTOR)
    sectors: list[bytes] = []
    starts: list[tuple[int, int]] = []
    chains: list[int] = []
    for _name, kind, _beside, _child, data in entries:
        assert isinstance(data, bytes)
        if kind != 2:
            starts.append((_END if kind == 5 else 0, 0))
            continue
        whole = data.ljust(-(-max(len(data), _LEAST) // _SECTOR) * _SECTOR, b"\0")
        first, count = 1 + directory + len(sectors), len(whole) // _SECTOR
        starts.append((first, len(whole)))
        sectors += [whole[at : at + _SECTOR] for at in range(0, len(whole), _SECTOR)]
        chains += [*range(first + 1, first + count), _END]
    fat = [_FAT, *range(2, 1 + directory), _END, *chains]
    assert len(fat) <= _SECTOR // 4, "one sector of the table is enough for a test"
    table = struct.pack(f"<{_SECTOR // 4}I", *fat, *[_NONE] * (_SECTOR // 4 - len(fat)))
    packed = b"".join(
        name.encode("utf-16-le").ljust(64, b"\0")  # type: ignore[attr-defined]
        + struct.pack("<HBBIII", 2 * len(str(name)) + 2, kind, 1, _NONE, beside, child)
        + bytes(36)
        + struct.pack("<IQ", *start)
        for (name, kind, beside, child, _data), start in zip(entries, starts, strict=True)
    ).ljust(directory * _SECTOR, b"\0")
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    head += struct.pack("<HHHHH6xIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, _LEAST, _END, 0, _END, 0)
    head += struct.pack("<109I", 0, *[_NONE] * 108)
    return head + table + packed + b"".join(sectors)
