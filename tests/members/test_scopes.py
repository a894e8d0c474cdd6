"""Audiences and viewers as scopes: those within others are where a viewer looks things up."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partage_members.audiences.policy import (
    MEMBERS,
    PARTNERS,
    PUBLIC,
    Audience,
    Scope,
    innermost,
    looking_as,
    scopes_of,
    sees,
    with_inner,
)

circles = st.frozensets(st.sampled_from([UUID(int=1), UUID(int=2)]))


@given(st.sampled_from(Audience), st.sampled_from(Audience), circles, circles)
def test_what_is_told_in_the_innermost_scopes_is_what_is_seen(
    audience: Audience, viewer: Audience, hers: frozenset[UUID], theirs: frozenset[UUID]
) -> None:
    shown, looking = scopes_of(audience, hers), looking_as(viewer, theirs)
    assert sees(looking, shown) is not innermost(looking.scopes).isdisjoint(with_inner(shown))


@pytest.mark.parametrize("scopes", [{MEMBERS}, {PARTNERS}, {PUBLIC, MEMBERS}, {PARTNERS, MEMBERS}])
def test_nobody_looks_from_an_inner_scope_alone(scopes: set[Scope]) -> None:
    with pytest.raises(ValueError, match="inner scope"):
        innermost(scopes)
