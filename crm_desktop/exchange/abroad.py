"""Lists of another country: its telephone numbers get the code by which they are still right at home."""

from __future__ import annotations

from collections.abc import Sequence

from crm_desktop.exchange.intake import Intake
from crm_desktop.exchange.lost_zeros import content_of
from crm_desktop.exchange.tables import Cell
from crm_desktop.i18n import _, n_
from crm_desktop.values.countries import COUNTRIES
from crm_desktop.values.phones import at_home_in, home, phone_key, split_phones, with_code


def settle_country(intake: Intake) -> None:
    """Write the country's code before the numbers of a list that is said to come from another country than ours."""
    country = intake.sheet.decisions.country
    if country in ("", home()):
        return
    for plan in intake.sheet.columns:
        if content_of(intake, plan) == "phone":
            intake.put_cells(plan.index, _with_codes(intake, plan.heading, intake.cells(plan.index), country))


def _with_codes(intake: Intake, heading: str, cells: Sequence[Cell], country: str) -> list[Cell]:
    """The cells of one column; numbers that the country does not have are told and left as they are."""
    known: dict[Cell, Cell] = {}
    strange = 0
    with at_home_in(country):
        for cell in cells:
            if cell not in known:
                known[cell] = _with_code(cell, country)
            if cell is not None and known[cell] == cell and not phone_key(str(cell)).startswith("86"):
                strange += "+" not in str(cell) and not str(cell).lstrip().startswith("00")
    if strange:
        cells_told = n_("{n} cell", "{n} cells", strange)
        sentence = _("{column}: no number of {country}, and kept as it stands: {cells}.")
        told = sentence.format(column=heading, country=_(COUNTRIES[country]), cells=cells_told)
        intake.warnings.append(told)
    return [known[cell] for cell in cells]


def _with_code(cell: Cell, country: str) -> Cell:
    """A cell with the country's code before each number that lacks one."""
    if not isinstance(cell, str | int) or isinstance(cell, bool):
        return cell
    text = rest = str(cell)
    found = ""
    for number in split_phones(text):
        before, typed, rest = rest.partition(number)
        found += before + (with_code(typed, country) or typed)
    whole = found + rest
    return whole if whole != text else cell
