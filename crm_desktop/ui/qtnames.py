"""Making Qt's enumerations at one go, a tenth of a start.

PySide makes hundreds of classes with thousands of members (`Qt.Key` alone has 471) by Python's own way of making an
Enum from a list, which looks for a dozen special cases with each. A list of plain names and whole numbers has none: the
class is made like an empty one that Python made, then its members are set. What comes out is the same;
tests/ui/test_qt_names.py compares.
"""

from __future__ import annotations

import sys
from enum import Enum, EnumType, Flag, FlagBoundary, IntEnum, IntFlag
from functools import lru_cache
from typing import Any, Final

KNOWN: Final = sys.version_info[:2] == (3, 11)
"""Whether this Python keeps members as those did that this was tried with."""

_as_python_does = EnumType.__dict__["_create_"]


def install() -> None:
    """From now on make what PySide asks for at one go."""
    if KNOWN:
        EnumType._create_ = at_one_go  # type: ignore[attr-defined]


def at_one_go(cls: Any, name: str, names: Any = None, **named: Any) -> Any:
    """In place of `EnumType._create_`; anything but a plain list asked for by PySide goes Python's own way."""
    if named.get("boundary") is not FlagBoundary.KEEP or not _is_plain(cls, names):
        return _as_python_does(cls, name, names, **named)
    body = {key: value.copy() if type(value) in (list, dict) else value for key, value in _empty(cls).items()}
    made = type.__new__(EnumType, name, (cls,), body)
    _set_members(made, names, whole=issubclass(cls, int), flag=issubclass(cls, Flag))
    if issubclass(cls, Flag):
        _set_bits(made, [value for _name, value in names])
    return made


def _set_members(made: Any, names: list[tuple[str, int]], *, whole: bool, flag: bool) -> None:
    by_name, by_value, in_order = made._member_map_, made._value2member_map_, made._member_names_
    values = vars(made).get("_hashable_values_", [])
    set_name = type.__setattr__
    for name, value in names:
        member = by_value.get(value)
        if member is None:
            member = by_value[value] = int.__new__(made, value) if whole else object.__new__(made)
            vars(member).update(_value_=value, _name_=name, __objclass__=made, _sort_order_=len(in_order))
            values.append(value)
            # Of flags only single bits are counted; several together are a name for them.
            if not flag or value.bit_count() == 1:
                in_order.append(name)
        by_name[name] = member
        set_name(made, name, member)


def _set_bits(made: Any, values: list[int]) -> None:
    every = single = 0
    for value in values:
        every |= value
        single |= value if value.bit_count() == 1 else 0
    made._flag_mask_, made._singles_mask_, made._all_bits_ = every, single, 2 ** every.bit_length() - 1
    counted = [made._member_map_[name]._value_ for name in made._member_names_]
    if counted != sorted(counted):
        made._iter_member_ = made._iter_member_by_def_


def _is_plain(cls: Any, names: Any) -> bool:
    if cls not in (Enum, IntEnum, Flag, IntFlag) or type(names) is not list:
        return False
    taken, least = _taken(cls), 0 if issubclass(cls, Flag) else -sys.maxsize
    return all(type(value) is int and value >= least and name[0] != "_" and name not in taken for name, value in names)


@lru_cache
def _taken(cls: Any) -> frozenset[str]:
    """Names that mean something else in every enumeration."""
    return frozenset(name for base in cls.__mro__ for name in vars(base)) | {"mro"}


@lru_cache
def _empty(cls: Any) -> dict[str, Any]:
    """What Python gives an enumeration without members."""
    return dict(vars(_as_python_does(cls, "Empty", [], boundary=FlagBoundary.KEEP)))
