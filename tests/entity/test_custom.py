"""Fields that the owner adds, several at once as an import does."""

from __future__ import annotations

import pytest

from crm_desktop.entity import custom, records
from crm_desktop.entity.company import Company
from crm_desktop.entity.custom import New
from crm_desktop.errors import Refused
from crm_desktop.store import undo

SIX = [New("鞋码", "number"), New("Shoe size"), New("Shoe-size!"), New("Since", "day"), New("Ok", "tick"), New("Hat")]


def triggers(company: Company) -> set[tuple[str, str]]:
    sql = "SELECT name, sql FROM sqlite_temp_master WHERE type = 'trigger'"
    return set(company.execute(sql).fetchall())


def test_several_fields_are_added_as_one_change_and_what_they_hold_is_noted(company: Company) -> None:
    customer = company.entity("customer")
    names = custom.add_all(company, customer, SIX)
    assert len(set(names)) == 6 and custom.names(customer) == set(names)
    row = records.save(company, customer, {"name": "Ann Ltd"})
    records.save(company, customer, dict.fromkeys((names[1], names[5]), "41"), row=row)
    undo.undo(company.journal)
    assert records.read(company, customer, row)[names[5]] is None
    undo.redo(company.journal)
    assert records.read(company, customer, row)[names[1]] == "41"
    for _change in range(3):
        undo.undo(company.journal)
    assert custom.names(customer) == set()


def test_the_triggers_are_made_once_for_several_fields(company: Company) -> None:
    customer = company.entity("customer")
    custom.add(company, customer, "Coat")
    before, made = triggers(company), []
    company.journal._connection().set_trace_callback(made.append)
    custom.add_all(company, customer, SIX)
    company.journal._connection().set_trace_callback(None)
    after = triggers(company)
    assert sum(sql.startswith("CREATE TEMP TRIGGER") for sql in made) == len(after)
    assert {name for name, _sql in before} <= {name for name, _sql in after}
    assert all(any(name in sql for _name, sql in after) for name in custom.names(customer))


@pytest.mark.parametrize("wrong", [New(" "), New("hat"), New("Name"), New("Colour", "choice", ("", " "))])
def test_where_one_field_cannot_be_none_is_added(company: Company, wrong: New) -> None:
    customer = company.entity("customer")
    with pytest.raises(Refused):
        custom.add_all(company, customer, [*SIX, wrong])
    assert custom.names(customer) == set()
    assert records.save(company, customer, {"name": "Ann Ltd"}) and undo.undo(company.journal)
