"""What follows from a column of a list (the key by which names sort) worked out while the rest is read."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future
from typing import TYPE_CHECKING, Any, Final

from crm_desktop.entity.fields import Derived
from crm_desktop.values.aside import AsideError
from crm_desktop.values.inparts import each_once, parts
from crm_desktop.values.text import sort_keys

if TYPE_CHECKING:
    from crm_desktop.exchange.intake import Intake

Ahead = dict[str, tuple[Sequence[Any], list[Future[list[Any]]]]]
"""By the name of a derived column: of which values it is worked out, and what it will be, piece by piece."""
_AT_ONCE: Final = 10_000


def begin(intake: Intake, name: str) -> None:
    """Have the process begin with the columns that sort by a field that was read, where there is one."""
    aside = intake.company.aside
    if aside is None:
        return
    for made in intake.entity.model._meta.sorted_fields:
        if isinstance(made, Derived) and made.of == name and made.sorts:
            values = list(intake.fields[name])
            pieces = parts(values, _AT_ONCE)
            intake.ahead[made.name] = values, [aside.begin(each_once, sort_keys, piece) for piece in pieces]


def taken(ahead: Ahead, name: str, values: Sequence[Any]) -> list[Any] | None:
    """A derived column, if it was worked out of just these values; it is given once."""
    known = ahead.pop(name, None)
    if known is None or known[0] != values:
        return None
    try:
        return [value for piece in known[1] for value in piece.result()]
    except AsideError:
        return None
