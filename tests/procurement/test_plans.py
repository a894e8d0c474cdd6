"""What a list is filtered by has an index, on both databases."""

import pytest

from support.house import House
from support.purchasing import ASSESSMENTS, NOWHERE, SUPPLIERS, buyer
from support.statements import statements

EXPLAIN = {"sqlite": "EXPLAIN QUERY PLAN ", "postgresql": "EXPLAIN "}


@pytest.mark.parametrize(
    ("path", "filters", "index"),
    [
        (SUPPLIERS, {"label": "good"}, "ix_suppliers_office_label"),
        (ASSESSMENTS, {"label": "good"}, "ix_assessments_office_label"),
        (ASSESSMENTS, {"charter_id": NOWHERE}, "ix_assessments_office_charter"),
    ],
)
async def test_a_filter_has_an_index(house: House, path: str, filters: dict[str, str], index: str) -> None:
    reader = house.service.database.reader
    with statements(reader.sync_engine) as sent:
        assert (await buyer(house).get(path, params=filters)).status_code == 200
    statement, parameters = sent[-1]
    async with reader.connect() as connection:
        if reader.dialect.name == "postgresql":
            # its planner reads a table of a few rows as a whole
            await connection.exec_driver_sql("SET enable_seqscan = off")
        plan = (await connection.exec_driver_sql(EXPLAIN[reader.dialect.name] + statement, parameters)).all()
    assert index in str(plan)
