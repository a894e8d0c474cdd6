"""The needs that ship with the service, and the topics above them."""

from collections.abc import Iterable
from functools import cache

from partage_members.classifications.catalogue import Scheme, concepts
from partage_members.needs_surveys.errors import UnknownNeed


@cache
def topics() -> tuple[str, ...]:
    """The codes of all topics, in the order of the classification."""
    return tuple(code for code, concept in concepts(Scheme.NEEDS).items() if concept.broader is None)


@cache
def needs() -> tuple[str, ...]:
    """The codes of all needs, in the order of the classification."""
    return tuple(code for code, concept in concepts(Scheme.NEEDS).items() if concept.broader is not None)


def needs_of(chosen: Iterable[str]) -> tuple[str, ...]:
    """The codes of the needs of some topics; of all topics when none is chosen."""
    wanted = frozenset(chosen) or frozenset(topics())
    return tuple(code for code in needs() if concepts(Scheme.NEEDS)[code].broader in wanted)


def label_of(need: str) -> dict[str, str]:
    """What a need is called, by language."""
    return dict(concepts(Scheme.NEEDS)[need].labels)


def require_topics(chosen: Iterable[str]) -> None:
    """Refuse codes that are no topics.

    Raises:
        UnknownNeed: it names them.
    """
    if wrong := [code for code in chosen if code not in topics()]:
        raise UnknownNeed(f"no topics: {', '.join(wrong)}; there are {', '.join(topics())}")


def require_need(code: str) -> None:
    """Refuse a code that is no need; topics are none.

    Raises:
        UnknownNeed: it names it.
    """
    if code not in needs():
        raise UnknownNeed(f"no need: {code}")
