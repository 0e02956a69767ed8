"""Dates, moments and birthdays: the door to how they are read and shown."""

from __future__ import annotations

from crm_desktop.values.birthdays import parse_birthday, show_birthday
from crm_desktop.values.datereading import (
    Order,
    from_serial,
    has_two_calendars,
    infer_order,
    parse_date,
    parse_moment,
)
from crm_desktop.values.showndates import relative_day, show_date, show_moment, show_month

__all__ = [
    "Order", "from_serial", "has_two_calendars", "infer_order", "parse_birthday", "parse_date", "parse_moment",
    "relative_day", "show_birthday", "show_date", "show_moment", "show_month",
]  # fmt: skip
