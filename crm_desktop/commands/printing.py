"""What a command says: one JSON value with --json, else lines and tables for a person."""

from __future__ import annotations

import json
import sys
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, Final, TextIO

from crm_desktop.i18n import _

WIDEST: Final = 48


class Out:
    """Where a command's answer goes."""

    def __init__(self, as_json: bool, stream: TextIO | None = None) -> None:
        self.as_json = as_json
        self._stream = stream if stream is not None else sys.stdout

    def line(self, text: str) -> None:
        """One line for a person; left out with --json."""
        if not self.as_json and self._stream is not None:
            print(text, file=self._stream)

    def value(self, value: Any) -> None:
        """The answer with --json; days and moments as ISO text."""
        if self.as_json and self._stream is not None:
            print(_json(value, indent=1), file=self._stream)

    def array(self, values: Iterable[Any]) -> int:
        """An answer of many values with --json, each on a line, written as they come; returns how many."""
        count = 0
        if self._stream is None:
            return count
        for value in values:
            print("[" if count == 0 else ",", file=self._stream)
            print(_json(value), end="", file=self._stream)
            count += 1
        print("\n]" if count else "[]", file=self._stream)
        return count

    def table(
        self,
        headings: Sequence[str],
        rows: Iterable[Sequence[str]],
        right: Sequence[bool] = (),
        widest: int = WIDEST,
    ) -> int:
        """Aligned columns for a person, a screenful at a time; `right` says which are numbers. Returns the rows."""
        if self.as_json or self._stream is None:
            return 0
        count = 0
        widths: list[int] = []
        for chunk in _chunks(rows, 500):
            shown = [[cut(cell.partition("\n")[0], widest) for cell in row] for row in chunk]
            if not widths:
                widths = [max(map(width, column)) for column in zip(headings, *shown, strict=True)]
                print(_row(headings, widths, right), file=self._stream)
                print("  ".join("─" * size for size in widths).rstrip(), file=self._stream)
            for row in shown:
                print(_row(row, widths, right), file=self._stream)
            count += len(chunk)
        if not count:
            print(_("Nothing found."), file=self._stream)
        return count


class Meter:
    """Shows on a screen how far long work is; says nothing where nobody looks."""

    def __init__(self) -> None:
        self._stream = sys.stderr if sys.stderr is not None and sys.stderr.isatty() else None
        self._last = ""

    def __call__(self, done: int, total: int) -> None:
        if self._stream is None:
            return
        text = f"{done:,} / {total:,}" if total else f"{done:,}"
        if text != self._last:
            self._stream.write("\r" + text.ljust(len(self._last)))
            self._stream.flush()
            self._last = text

    def __enter__(self) -> Meter:
        return self

    def __exit__(self, *_exc: object) -> None:
        if self._stream is not None and self._last:
            self._stream.write("\r" + " " * len(self._last) + "\r")
            self._stream.flush()


def width(text: str) -> int:
    """The places a text takes on the screen: Chinese characters take two, marks none."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(sign) else 2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text
    )


def cut(text: str, most: int) -> str:
    """The text in at most so many places, with … where some is missing."""
    if width(text) <= most:
        return text
    taken = 0
    for at, sign in enumerate(text):
        taken += width(sign)
        if taken > most - 1:
            return text[:at] + "…"
    return text


def _row(cells: Sequence[str], widths: Sequence[int], right: Sequence[bool]) -> str:
    parts = []
    for at, (cell, size) in enumerate(zip(cells, widths, strict=True)):
        gap = " " * max(size - width(cell), 0)
        parts.append(gap + cell if at < len(right) and right[at] else cell + gap)
    return "  ".join(parts).rstrip()


def _chunks(rows: Iterable[Sequence[str]], size: int) -> Iterable[list[Sequence[str]]]:
    chunk: list[Sequence[str]] = []
    for row in rows:
        chunk.append(row)
        if len(chunk) == size:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _json(value: Any, indent: int | None = None) -> str:
    return json.dumps(value, ensure_ascii=False, default=_plain, indent=indent)


def _plain(value: Any) -> str:
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    return value.isoformat() if isinstance(value, date) else str(value)
