"""The policy, as a kernel: an audience is a set of scopes, so is a viewer, and seeing is having one in common."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import NewType
from uuid import UUID

Scope = NewType("Scope", str)
"""Where something is visible: `public`, `partners`, `members`, or `circle:<id>` for a circle such as a filière."""

_CIRCLE = "circle:"
PUBLIC, PARTNERS, MEMBERS = Scope("public"), Scope("partners"), Scope("members")
_INNER = {PUBLIC: frozenset({PARTNERS, MEMBERS}), PARTNERS: frozenset({MEMBERS})}
"""The scopes within each: who sees one of these sees it, too."""


class Audience(StrEnum):
    """Whom a member shows something to, from nobody to everybody; each audience includes those before it."""

    NOBODY = "nobody"
    FILIERE = "filiere"
    MEMBERS = "members"
    PARTNERS = "partners"
    PUBLIC = "public"


@dataclass(frozen=True, slots=True)
class Viewer:
    """Somebody who looks, and the scopes that they see."""

    scopes: frozenset[Scope]

    @property
    def circles(self) -> frozenset[UUID]:
        """The circles among them."""
        return frozenset(UUID(scope[len(_CIRCLE) :]) for scope in self.scopes if scope.startswith(_CIRCLE))

    @property
    def audiences(self) -> frozenset["Audience"]:
        """The audiences that this viewer is part of whoever shows something to them; `filiere` is never among them."""
        return frozenset(Audience(scope) for scope in self.scopes if not scope.startswith(_CIRCLE))


ANYBODY = Viewer(frozenset({PUBLIC}))
"""Somebody without a token, and everybody of another office."""


def circle(circle_id: UUID) -> Scope:
    """The scope of those who belong to a circle, such as the members of a filière."""
    return Scope(f"{_CIRCLE}{circle_id}")


def partner() -> Viewer:
    """A partner of the office."""
    return Viewer(frozenset({PUBLIC, PARTNERS}))


def member(circles: Iterable[UUID]) -> Viewer:
    """A member of the office, or somebody who works for it, with the circles that they belong to."""
    return Viewer(frozenset({PUBLIC, PARTNERS, MEMBERS, *map(circle, circles)}))


def narrower(one: Audience, other: Audience) -> Audience:
    """The audience of what is shown to both: each audience includes those before it."""
    order = list(Audience)
    return min(one, other, key=order.index)


def looking_as(audience: Audience, circles: Iterable[UUID]) -> Viewer:
    """Somebody whom an audience names, no closer than it says: `filiere` is a member of these circles."""
    match audience:
        case Audience.NOBODY:
            return Viewer(frozenset())
        case Audience.FILIERE:
            return member(circles)
        case Audience.MEMBERS:
            return member(())
        case Audience.PARTNERS:
            return partner()
        case Audience.PUBLIC:
            return ANYBODY


def scopes_of(audience: Audience, circles: Iterable[UUID]) -> frozenset[Scope]:
    """The scopes in which something is visible that its owner, who belongs to these circles, shows to an audience."""
    match audience:
        case Audience.NOBODY:
            return frozenset()
        case Audience.FILIERE:
            return frozenset(map(circle, circles))
        case Audience.MEMBERS:
            return frozenset({MEMBERS})
        case Audience.PARTNERS:
            return frozenset({PARTNERS})
        case Audience.PUBLIC:
            return frozenset({PUBLIC})


def with_inner(scopes: frozenset[Scope]) -> frozenset[Scope]:
    """Some scopes and those within them, so that all that somebody sees is told in their innermost scopes."""
    return scopes.union(*(_INNER.get(scope, ()) for scope in scopes))


def innermost(scopes: Collection[Scope]) -> frozenset[Scope]:
    """Of a viewer's scopes those that have none of the others within them; nobody sees an inner one alone.

    Raises:
        ValueError: there is no such viewer.
    """
    if any(scope not in scopes and not inner.isdisjoint(scopes) for scope, inner in _INNER.items()):
        raise ValueError("who sees an inner scope sees those around it")
    return frozenset(scope for scope in scopes if _INNER.get(scope, frozenset()).isdisjoint(scopes))


def sees(viewer: Viewer, scopes: frozenset[Scope]) -> bool:
    """Whether a viewer sees what is visible in these scopes."""
    return not viewer.scopes.isdisjoint(scopes)
