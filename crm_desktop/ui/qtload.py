"""Loading PySide without what it does in vain at each start, a fifth of the whole.

PySide carries a hundred kilobytes of Python inside its library and compiles them whenever it is loaded; what was
compiled is kept beside our own compiled modules, as Python keeps those, and given back while the sources are the same.
Some of it is regular expressions for writing type stubs: they are compiled if ever they are used.
"""

from __future__ import annotations

import builtins
import marshal
import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import CodeType
from typing import Any
from zlib import crc32

Kept = dict[tuple[str, int, int], CodeType]
ITS_OWN = "shibokensupport"


@contextmanager
def spared(compiled: str | None) -> Iterator[None]:
    """Load PySide within it; `compiled` is where Python keeps the module that does so (None: nowhere)."""
    place = f"{compiled}.qt"
    kept = _read(place) if compiled else {}
    known = len(kept)
    compile_it, pattern_of = builtins.compile, re.compile

    def from_kept(source: Any, name: Any, mode: Any, *rest: Any, **named: Any) -> Any:
        if rest or named or not isinstance(source, bytes):
            return compile_it(source, name, mode, *rest, **named)
        key = (name, len(source), crc32(source))
        if key not in kept:
            kept[key] = compile_it(source, name, mode)
        return kept[key]

    def pattern_later(pattern: Any, flags: Any = 0) -> Any:
        asks = sys._getframe(1).f_globals.get("__name__", "")
        return _Later(pattern, flags) if asks.startswith(ITS_OWN) else pattern_of(pattern, flags)

    builtins.compile = from_kept  # type: ignore[assignment]
    re.compile = pattern_later
    try:
        yield
    finally:
        builtins.compile, re.compile = compile_it, pattern_of
    if compiled and len(kept) != known and not sys.dont_write_bytecode:
        _write(place, kept)


class _Later:
    """A regular expression of which even a method may be taken without compiling it."""

    def __init__(self, pattern: str, flags: int) -> None:
        self._wanted = (pattern, flags)

    def finditer(self, text: str) -> Any:
        return re.compile(*self._wanted).finditer(text)

    def __getattr__(self, name: str) -> Any:
        return getattr(re.compile(*self._wanted), name)


def _read(place: str) -> Kept:
    try:
        with open(place, "rb") as file:
            version, kept = marshal.loads(file.read())
    except (OSError, EOFError, ValueError, TypeError):
        return {}
    return kept if version == sys.version else {}


def _write(place: str, kept: Kept) -> None:
    making = f"{place}.{os.getpid()}"
    try:
        os.makedirs(os.path.dirname(place), exist_ok=True)
        with open(making, "wb") as file:
            file.write(marshal.dumps((sys.version, kept)))
        os.replace(making, place)
    except OSError:
        pass  # a folder that is read only: the next start compiles again
