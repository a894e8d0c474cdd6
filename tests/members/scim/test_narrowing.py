"""What of a SCIM filter the database decides: never more than what holds for whatever the filter finds."""

from typing import Any

import pytest
from scim2_models import User
from sqlalchemy import ColumnElement, column

from partage_members.scim.filters import narrowed, read_filter

SURNAME = 'name.familyName sw "Du"'


def asked(name: str) -> Any:
    """A condition that tells of which attribute and value it is."""

    def condition(value: str) -> ColumnElement[bool]:
        return column(f"{name}={value}") == value

    return condition


@pytest.mark.parametrize(
    ("text", "conditions"),
    {
        'name.familyName eq "Du"': ["surname=Du"],
        SURNAME: ["surname=Du"],
        f'{SURNAME} and userName eq "7"': ["surname=Du", "id=7"],
        f'{SURNAME} and (active eq true or userName eq "7")': ["surname=Du"],
        f'{SURNAME} or userName eq "7"': [],
        f"not ({SURNAME})": [],
        'name.familyName ew "Du"': [],
        'userName sw "7"': [],
    }.items(),
    ids=str,
)
def test_conditions_of_the_database(text: str, conditions: list[str]) -> None:
    wanted = read_filter(User[Any], text)
    assert wanted is not None
    by = {"name.familyname": asked("surname"), "username": asked("id")}
    found = narrowed(wanted.ast, by, begun=("name.familyname",))
    assert [condition.left.name for condition in found] == conditions
