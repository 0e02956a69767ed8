"""How the company file is: saved always, and when a copy of it was last made and proven."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from crm_desktop.i18n import _, n_
from crm_desktop.store.journal import Journal
from crm_desktop.ui.memory import Memory
from crm_desktop.values.dates import relative_day

KEY: Final = "backups"
OLD: Final = timedelta(days=7)
"""A copy older than this is not called good any more."""


def backed_up(memory: Memory, path: Path, copy: Path, at: datetime) -> None:
    """Remember that a copy was made and proven."""
    made = dict(memory.get(KEY, {}))
    made[str(path)] = {"at": at.isoformat(timespec="seconds"), "copy": str(copy)}
    memory.set(KEY, made)


def last_backup(memory: Memory, path: Path) -> tuple[datetime, Path] | None:
    """When the last copy was made, and where it lies."""
    made = memory.get(KEY, {}).get(str(path))
    try:
        return datetime.fromisoformat(made["at"]), Path(made["copy"])
    except (TypeError, KeyError, ValueError):
        return None


def state(memory: Memory, path: Path, now: datetime, saved: datetime | None = None) -> tuple[str, str]:
    """The words of the status line and the tone of its dot; `saved` is when this session's last change was kept."""
    text, tone = _backup(memory, path, now)
    return f"{_saved(saved, now)} · {text}", tone


def kept(journal: Journal, entry: int) -> datetime | None:
    """When an entry of the journal was kept, by the laptop's clock."""
    from crm_desktop.store.history import kept_at

    at = kept_at(journal, entry)
    return at.astimezone().replace(tzinfo=None) if at is not None else None


def place(memory: Memory, path: Path, now: datetime) -> str:
    """When the last copy was made, and where it lies."""
    made = last_backup(memory, path)
    text = _backup(memory, path, now)[0]
    text = text[:1].upper() + text[1:]
    return text if made is None else f"{text} · {made[1]}"


def _saved(at: datetime | None, now: datetime) -> str:
    if at is None:
        return _("Saved")
    day = "" if at.date() == now.date() else relative_day(at.date(), now.date()) + " "
    return _("Saved {time}").format(time=f"{day}{at:%H:%M}")


def _backup(memory: Memory, path: Path, now: datetime) -> tuple[str, str]:
    made = last_backup(memory, path)
    if made is None:
        return _("not backed up yet"), "warning"
    return _("backed up and proven {ago}").format(ago=_ago(made[0], now)), "warning" if now - made[0] > OLD else "good"


def _ago(then: datetime, now: datetime) -> str:
    seconds = (now - then).total_seconds()
    if seconds < 60:
        return _("just now")
    if seconds < 3600:
        return n_("{n} minute ago", "{n} minutes ago", int(seconds // 60))
    if then.date() == now.date():
        return n_("{n} hour ago", "{n} hours ago", int(seconds // 3600))
    return relative_day(then.date(), now.date())
