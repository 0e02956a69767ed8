"""Which columns are indexed, and for which rows."""

from __future__ import annotations

from crm_desktop.entity.company import Company
from crm_desktop.store.row import quoted


def test_links_of_parts_are_indexed_where_they_are_set(company: Company) -> None:
    """A number belongs to a customer or to a contact: the index of the other link has no line for it."""
    for link in ("customer", "contact"):
        (plan,) = company.execute(f"EXPLAIN QUERY PLAN SELECT id FROM reach WHERE {link} = 5").fetchall()
        assert f"INDEX reach_{link}" in plan[3]
        (sql,) = company.execute("SELECT sql FROM sqlite_master WHERE name = ?", (f"reach_{link}",)).fetchone()
        assert sql.endswith(f'WHERE ("{link}" IS NOT NULL)')


def test_many_rows_leave_an_index_that_has_none_of_them_as_it_is(company: Company) -> None:
    reach = company.entity("customer").child("reach").model
    with company.journal.entry("Numbers"):
        ids = company.journal.bulk_insert_columns(
            reach, {"type": ["mobile"] * 2500, "value": [f"138{n:08}" for n in range(2500)]}, 2500, lambda: None
        )
    assert len(ids) == 2500 and company.file.problems(thorough=True) == []
    for link in ("customer", "contact"):
        found = company.execute(f"SELECT count(*) FROM reach WHERE {quoted(link)} IS NOT NULL").fetchone()
        assert found == (0,)
