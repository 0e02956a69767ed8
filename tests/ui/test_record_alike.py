"""The remark below a name while one types: another record is called so, however it is written."""

from __future__ import annotations

import pytest

from crm_desktop.entity.company import Company
from crm_desktop.ui.record.alike import by_field
from tests.alike.lists import save


@pytest.mark.parametrize(
    ("there", "typed", "known"),
    [
        ("上海明远贸易有限公司", "明远贸易", True),
        ("明远贸易", "上海明远贸易（集团）有限公司", True),
        ("上海明远贸易有限公司", "北京明远贸易有限公司", False),
        ("上海明远贸易有限公司", "明达贸易", False),
        ("Granite Lumen GmbH", "granite lumen", True),
        ("Granite Lumen", "Granite Lumen Trading Ltd", False),
        ("Granite Lumen", "Gr", False),
    ],
)
def test_a_customer_of_nearly_that_name_is_told(company: Company, there: str, typed: str, known: bool) -> None:
    row = save(company, "customer", name=there)
    found = by_field(company, company.entity("customer"), "name", {"name": typed}, None)
    assert (found is not None and found.row == row) is known


def test_a_record_is_not_told_of_itself(company: Company) -> None:
    row = save(company, "customer", name="Granite Lumen GmbH")
    assert by_field(company, company.entity("customer"), "name", {"name": "Granite Lumen"}, row) is None


def test_namesakes_among_people_are_not_told(company: Company) -> None:
    save(company, "contact", name="张伟", customer=save(company, "customer", name="明远贸易"))
    assert by_field(company, company.entity("contact"), "name", {"name": "张伟"}, None) is None
