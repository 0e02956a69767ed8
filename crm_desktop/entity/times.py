"""Kinds of time: days and moments."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

import peewee

from crm_desktop.entity.kind import Kind, arguments, as_text
from crm_desktop.i18n import language
from crm_desktop.values import dates


class Day(Kind, peewee.TextField):
    """A day, stored as YYYY-MM-DD."""

    editor = "day"

    def __init__(self, title: str = "", *, required: bool = False, help: str | None = None, **more: Any) -> None:
        super().__init__(**arguments(more, title, required, help))

    def db_value(self, value: Any) -> Any:
        return value.isoformat() if isinstance(value, date) else value

    def python_value(self, value: Any) -> Any:
        return date.fromisoformat(value) if value else None

    def read(self, value: Any, today: date) -> str | None:
        if isinstance(value, datetime):
            return value.date().isoformat()
        if isinstance(value, date):
            return value.isoformat()
        text = as_text(value)
        return None if text is None else dates.parse_date(text, today=today).isoformat()

    def show(self, raw: Any) -> str:
        return dates.show_date(date.fromisoformat(raw), language()) if raw else ""

    def cell(self, raw: Any) -> Any:
        return date.fromisoformat(raw) if raw else None


class Moment(Kind, peewee.TextField):
    """A day and a time by the laptop's clock, stored as YYYY-MM-DDTHH:MM:SS."""

    editor = "moment"

    def __init__(self, title: str = "", *, required: bool = False, help: str | None = None, **more: Any) -> None:
        super().__init__(**arguments(more, title, required, help))

    def db_value(self, value: Any) -> Any:
        return value.isoformat(timespec="seconds") if isinstance(value, datetime) else value

    def python_value(self, value: Any) -> Any:
        return datetime.fromisoformat(value) if value else None

    def read(self, value: Any, today: date) -> str | None:
        if isinstance(value, datetime):
            return value.replace(tzinfo=None).isoformat(timespec="seconds")
        if isinstance(value, date):
            return datetime.combine(value, time()).isoformat(timespec="seconds")
        text = as_text(value)
        return None if text is None else dates.parse_moment(text, today=today).isoformat(timespec="seconds")

    def show(self, raw: Any) -> str:
        return dates.show_moment(datetime.fromisoformat(raw), language()) if raw else ""

    def cell(self, raw: Any) -> Any:
        return datetime.fromisoformat(raw) if raw else None
