"""Loading PySide without what it does in vain at each start, a quarter of the whole.

PySide carries a hundred kilobytes of Python inside its library and compiles them whenever it is loaded; what was
compiled is kept beside our own compiled modules, as Python keeps those, and given back while the sources are the same.
Most of it only words complaints of wrong calls and writes type stubs: it is run when first something of it is asked.
"""

from __future__ import annotations

import builtins
import marshal
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import CodeType
from typing import Any, Final
from zlib import crc32

Kept = dict[tuple[str, int, int], CodeType]

WHEN_ASKED: Final = tuple(
    f"shibokensupport/signature/{name}.py"
    for name in ("parser", "layout", "errorhandler", "lib/enum_sig", "lib/pyi_generator", "lib/tool")
)
"""The sources of PySide that are run when first something is asked of their modules; its C++ asks none of these."""
ASK: Final = b"""
def __getattr__(name):
    from crm_desktop.ui.qtload import asked
    return asked(globals(), name)
"""
"""Run in their place meanwhile."""
_waiting: Final[dict[str, CodeType]] = {}


@contextmanager
def spared(compiled: str | None) -> Iterator[None]:
    """Load PySide within it; `compiled` is where Python keeps the module that does so (None: nowhere)."""
    place = f"{compiled}.qt"
    kept = _read(place) if compiled else {}
    known = len(kept)
    compile_it = builtins.compile

    def code_of(source: bytes, name: str, mode: str) -> CodeType:
        key = (name, len(source), crc32(source))
        if key not in kept:
            kept[key] = compile_it(source, name, mode)
        return kept[key]

    def from_kept(source: Any, name: Any, mode: Any, *rest: Any, **named: Any) -> Any:
        if rest or named or not isinstance(source, bytes):
            return compile_it(source, name, mode, *rest, **named)
        code = code_of(source, name, mode)
        if name not in WHEN_ASKED:
            return code
        _waiting[name] = code
        return code_of(ASK, name, mode)

    builtins.compile = from_kept  # type: ignore[assignment]
    try:
        yield
    finally:
        builtins.compile = compile_it
    if compiled and len(kept) != known and not sys.dont_write_bytecode:
        _write(place, kept)


def asked(module: dict[str, Any], name: str) -> Any:
    """Something that a module of PySide's lacks, given its names: run the module if it was not run yet."""
    code = _waiting.pop(module["__file__"], None) if not name.startswith("__") else None
    if code is not None:
        del module["__getattr__"]
        exec(code, module)
    if name not in module:
        raise AttributeError(f"module {module['__name__']!r} has no attribute {name!r}")
    return module[name]


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
