"""Import profiles on the sheets of one import: used, taken back, saved."""

from __future__ import annotations

from dataclasses import replace

from crm_desktop.exchange.profile_use import Fit, fitting, use
from crm_desktop.exchange.profiles import Profile, save_profile, spec_of
from crm_desktop.ui.importing.session import ImportSession, InUse, Sheet


def that_fit(session: ImportSession, sheet: Sheet) -> list[tuple[Profile, Fit]]:
    """The profiles that fit a sheet, the best first."""
    assert session.reading is not None
    return fitting(session.company, sheet.table, session.reading.known)


def planned_by(session: ImportSession, sheet: Sheet, profile: Profile) -> Sheet:
    """A sheet as a profile says; Refused where it cannot be. Goes through all rows."""
    assert session.reading is not None
    used = use(session.company, sheet.plan, profile, today=session.today, known=session.reading.known)
    in_use = InUse(profile, spec_of(session.company, used.plan), used.misfit, sheet, session.match)
    return Sheet(used.plan, used.plan.kind, profile=in_use, near_wanted=sheet.near_wanted or used.plan.near)


def take(session: ImportSession, sheet: Sheet, fresh: Sheet) -> None:
    """Put a sheet that was planned by a profile in the place of what it was."""
    _put(session, sheet, fresh)
    session.touched = True
    session.set_match(fresh.plan.match)


def take_back(session: ImportSession, sheet: Sheet) -> Sheet:
    """Put a sheet back to what it was before a profile was used on it."""
    assert sheet.profile is not None and sheet.profile.before is not None
    before = sheet.profile.before
    before.plan.tag, before.plan.match = sheet.plan.tag, sheet.profile.match
    _put(session, sheet, before)
    session.set_match(sheet.profile.match)
    return before


def save_of(session: ImportSession, sheet: Sheet, name: str, over: Profile | None) -> Profile:
    """Keep how a sheet is brought in under a name, or in the place of a profile that is there."""
    made = save_profile(session.company, sheet.plan, name, over)
    had = sheet.profile
    before, match = (had.before, had.match) if had is not None else (None, "")
    sheet.profile = InUse(made, made.spec, None, before, match)
    return made


def say_name(session: ImportSession, name: str, now: str | None) -> None:
    """A profile was renamed, or deleted (None): the sheets that it is in use on know it by its name."""
    for sheet in session.sheets():
        used = sheet.profile
        if used is not None and used.name == name:
            sheet.profile = replace(used, profile=replace(used.profile, name=now)) if now is not None else None


def changed_since(session: ImportSession, sheet: Sheet) -> bool:
    """Whether anything of a sheet differs from the profile in use."""
    if sheet.profile is None or not sheet.included:
        return False
    return spec_of(session.company, sheet.plan) != sheet.profile.spec


def _put(session: ImportSession, sheet: Sheet, other: Sheet) -> None:
    at = next(at for at, one in enumerate(session.sheets()) if one is sheet)
    session.put(at, other)
