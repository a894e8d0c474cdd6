"""Every column that can hold something of a person is declared by its noun, with what an erasure does with it."""

from importlib import import_module

import pytest

from partage_kit.erasing import platform_data
from partage_kit.personal_data import Names, Rule, undeclared

SERVICES = ("members", "procurement", "impact")


@pytest.mark.parametrize("service", SERVICES)
def test_every_column_that_can_hold_a_person_is_declared(service: str) -> None:
    import_module(f"partage_{service}.app")
    metadata = import_module(f"partage_{service}.tables").tables.metadata
    declared = import_module(DECLARED[service]).DATA + platform_data(metadata)
    members = metadata.tables.get("profiles")
    assert undeclared(metadata.sorted_tables, declared, person=None if members is None else members.c.id) == []


DECLARED = {
    "members": "partage_members.erasures.preview",
    "procurement": "partage_procurement.personal_data",
    "impact": "partage_impact.personal_data",
}


@pytest.mark.parametrize("service", SERVICES)
def test_each_class_can_be_done(service: str) -> None:
    declared = import_module(DECLARED[service]).DATA
    codes = [one.code for one in declared.classes]
    assert len(set(codes)) == len(codes)
    for one in declared.classes:
        assert all(one.titles.values()) and len({*one.titles.values()}) >= 2, one.code
        keeps_names = one.rule is Rule.PSEUDONYMISE
        referring = [name for name, how in one.names.items() if how is Names.MEMBER and one.table.c[name].foreign_keys]
        assert not (keeps_names and referring), f"{one.code}: no pseudonym is a row of the table it refers to"
        empty = [name for name, value in one.forgotten.items() if value is None and not one.table.c[name].nullable]
        assert not empty, f"{one.code}: {empty} cannot be empty"
