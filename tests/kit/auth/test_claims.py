"""Which claims name a caller."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from partage_kit.auth import Caller, Role
from partage_kit.auth.claims import caller_from
from partage_kit.errors import Unauthenticated

LEAST = {"sub": "ana", "office": "brussels"}


def test_subject_and_office_are_enough() -> None:
    assert caller_from(LEAST) == Caller("ana", "brussels", frozenset())


@pytest.mark.parametrize("role", list(Role))
def test_each_role_is_known(role: Role) -> None:
    assert caller_from(LEAST | {"roles": [role.value]}).roles == {role}


@pytest.mark.parametrize("unknown", ["root", "Member", "member ", "", "office-admin"])
def test_unknown_roles_are_passed_over(unknown: str) -> None:
    assert caller_from(LEAST | {"roles": [unknown, "buyer"]}).roles == {Role.BUYER}


def test_ids_may_be_written_in_capitals() -> None:
    member = uuid4()
    assert caller_from(LEAST | {"member_id": str(member).upper()}).member_id == member


def test_an_empty_member_id_is_none() -> None:
    assert caller_from(LEAST | {"member_id": None}).member_id is None


def test_other_claims_are_left_alone() -> None:
    assert caller_from(LEAST | {"email": "ana@b.example", "scope": 7}) == caller_from(LEAST)


@pytest.mark.parametrize(
    "wrong",
    [
        {"sub": None},
        {"sub": ""},
        {"sub": 7},
        {"sub": "a\nb"},
        {"sub": "a\x00"},
        {"sub": "\u202eana"},
        {"sub": "a" * 256},
        {"office": None},
        {"office": ""},
        {"office": "a"},
        {"office": "Brussels"},
        {"office": "brussels.>"},
        {"office": "brussels\n"},
        {"office": "a" * 32},
        {"office": ["brussels"]},
        {"roles": "buyer"},
        {"roles": {"buyer": True}},
        {"roles": [1]},
        {"roles": None},
        {"member_id": "7"},
        {"member_id": 7},
        {"member_id": [str(UUID(int=7))]},
        {"filieres": str(UUID(int=7))},
        {"filieres": ["7"]},
        {"filieres": None},
        {"territory": ""},
        {"territory": "BE\n100"},
        {"territory": "x" * 65},
        {"territory": 100},
    ],
)
def test_malformed_claims_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(Unauthenticated, match="not accepted"):
        caller_from(LEAST | wrong)


@pytest.mark.parametrize("missing", LEAST)
def test_missing_claims_are_refused(missing: str) -> None:
    with pytest.raises(Unauthenticated):
        caller_from({name: value for name, value in LEAST.items() if name != missing})
