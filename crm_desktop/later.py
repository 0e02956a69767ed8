"""Modules of Python's own that libraries ask for as they are loaded and hardly ever use: each is loaded when it is.

PySide looks into a zip file of its own, peewee knows databases over the network: what they want of Python for that is
a tenth of all that a start would load. Python's own `importlib.util.LazyLoader` would load each as soon as a second
module imports it.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.machinery import ModuleSpec
from threading import RLock
from types import ModuleType
from typing import Any, Final

MODULES: Final = frozenset({
    "bz2", "calendar", "fractions", "hashlib", "ipaddress", "locale", "lzma", "platform", "random", "shutil", "socket",
    "tempfile", "textwrap", "tokenize", "uuid",
})  # fmt: skip


def install() -> None:
    """Put off from now on what is not loaded yet."""
    if not any(isinstance(finder, Finder) for finder in sys.meta_path):
        sys.meta_path.insert(0, Finder())


class Finder:
    """Finds what the finders after it would find, to be loaded later."""

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if name not in MODULES:
            return None
        others = (finder for finder in sys.meta_path if finder is not self)
        spec = next((found for finder in others if (found := finder.find_spec(name, path, target)) is not None), None)
        if spec is not None and spec.loader is not None:
            spec.loader = _Loader(spec.loader)  # type: ignore[assignment]
        return spec


class _Loader:
    def __init__(self, loader: Any) -> None:
        self.loader = loader

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        return self.loader.create_module(spec)

    def exec_module(self, module: ModuleType) -> None:
        vars(module).update(__loader__=self.loader, _guard=RLock())
        assert module.__spec__ is not None
        module.__spec__.loader = self.loader
        module.__class__ = Unloaded


class Unloaded(ModuleType):
    """Loads itself when it is first asked for a name of its own, or given one."""

    def __getattr__(self, name: str) -> Any:
        _load(self)
        return ModuleType.__getattribute__(self, name)

    def __setattr__(self, name: str, value: Any) -> None:
        if name != "__class__":
            _load(self)
        ModuleType.__setattr__(self, name, value)


def _load(module: ModuleType) -> None:
    with vars(module)["_guard"]:
        # Asked again by what it loads itself, it has only what it came to so far, as any module.
        loading = "_loading" in vars(module)
        if type(module) is not Unloaded or loading:
            return
        assert module.__spec__ is not None and module.__spec__.loader is not None
        vars(module)["_loading"] = True
        try:
            module.__spec__.loader.exec_module(module)
        except BaseException:
            del vars(module)["_loading"]
            raise
        ModuleType.__setattr__(module, "__class__", ModuleType)
