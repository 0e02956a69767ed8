"""Qt's enumerations made at one go are those that Python would have made itself."""

from __future__ import annotations

import copy
from enum import Enum, EnumType, Flag, FlagBoundary, IntEnum, IntFlag
from typing import Any

import pytest

from crm_desktop.ui import qtnames

LONG = [("Left", 1), ("Right", 2), ("Both", 3), ("Beside", 2), ("Under", -5), ("Top", 40), ("Nothing", 0), ("Low", 41)]
"""As PySide gives them: in the order of the header, with second names for some."""
BITS = [("Nothing", 0), ("Right", 2), ("Beside", 2), ("Left", 1), ("Top", 64), ("All", 0xFF), ("Both", 3)]


class Status(Enum):
    """A base of its own."""


def made(cls: Any, names: list[tuple[str, int]], *, here: bool) -> Any:
    way = qtnames.at_one_go if here else qtnames._as_python_does
    one = way(cls, "Side", names, boundary=FlagBoundary.KEEP)
    one.__module__ = __name__
    return one


def told(one: Any, names: list[tuple[str, int]]) -> dict[str, Any]:
    """All that can be seen of an enumeration."""
    members = [
        (
            name,
            repr(member),
            str(member),
            f"{member}",
            member.name,
            member.value,
            type(member.value),
            vars(member).keys(),
        )
        for name, member in one.__members__.items()
    ]
    found = {
        "members": members,
        "order": [member.name for member in one],
        "length": len(one),
        "own": {name: type(getattr(one, name)).__name__ for name in vars(one) if name != "__reduce_ex__"},
        "by value": {value: one(value).name for _name, value in names},
        "second names": [one[name] is getattr(one, name) is one(value) for name, value in names],
        "values": list(one._value2member_map_),
        "copied": [copy.deepcopy(member) is member for member in one],
        "place": [member._sort_order_ for member in one.__members__.values()],
        "of it": all(isinstance(member, one) and member.__objclass__ is one for member in one),
        "known": sorted(vars(one).get("_hashable_values_", [])),
    }
    if issubclass(one, Flag):
        low, high = one.Left | one.Right, one.Top | one.Left
        found["flags"] = [one._flag_mask_, one._singles_mask_, one._all_bits_, one._boundary_]
        found["together"] = [low is one.Both, high.name, str(list(high)), bool(one.Nothing), (high & low).name]
        found["without"] = [(~one.Left).value, (one.All ^ one.Top).name, one(0x1004).value, one.Left in high]
    return found


@pytest.mark.skipif(not qtnames.KNOWN, reason="this Python makes them in its own way")
@pytest.mark.parametrize(("cls", "names"), [
    (Enum, LONG), (IntEnum, LONG), (Enum, []), (Flag, BITS), (IntFlag, BITS),
    (Flag, sorted(BITS, key=lambda one: one[1])),
])  # fmt: skip
def test_made_at_one_go_they_are_as_python_makes_them(cls: Any, names: list[tuple[str, int]]) -> None:
    assert qtnames._is_plain(cls, names)
    assert told(made(cls, names, here=True), names) == told(made(cls, names, here=False), names)


def test_what_is_none_of_it_is_refused_as_ever() -> None:
    one = made(Enum, LONG, here=qtnames.KNOWN)
    with pytest.raises(ValueError, match="99 is not a valid Side"):
        one(99)
    with pytest.raises(AttributeError):
        one.Middle  # noqa: B018
    with pytest.raises(AttributeError, match="cannot reassign member"):
        one.Left = 7


@pytest.mark.parametrize(
    ("cls", "names"),
    [(Flag, LONG), (Status, LONG), (Enum, [*LONG, ("name", 90)]), (IntEnum, [*LONG, ("real", 90)]),
     (Enum, [*LONG, ("_private", 90)]), (Enum, [*LONG, ("Word", "w")]), (Enum, "A B C D E F G H")],
)  # fmt: skip
def test_all_else_goes_its_own_way(cls: Any, names: Any) -> None:
    assert not qtnames._is_plain(cls, names)


def test_qt_gets_its_own_from_here() -> None:
    if qtnames.KNOWN:
        assert vars(EnumType)["_create_"] is qtnames.at_one_go
    from PySide6.QtCore import Qt

    assert Qt.Key.Key_Escape is Qt.Key(0x01000000) is Qt.Key["Key_Escape"]
    assert isinstance(Qt.Key.Key_Escape, int)
    assert Qt.Key.Key_Any is Qt.Key.Key_Space
    assert Qt.Key.__qualname__ == "Qt.Key" or Qt.Key.__qualname__ == "Key"
