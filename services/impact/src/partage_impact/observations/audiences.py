"""To whom each area of a figure is shown, by itself and beside all that was released before; pure."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from partage_impact.observations.areas import ALL
from partage_impact.observations.joint import Cell, Source, cells_of, stand_apart
from partage_impact.observations.release import Personal, are_safe, shown_areas
from partage_impact.values import MEMBERS_K, PUBLIC_K


@dataclass(frozen=True, slots=True)
class Earlier:
    """What stands released for the same version and period: its areas, and which were shown to whom."""

    areas: Sequence[str]
    for_members: frozenset[str]
    for_public: frozenset[str]


@dataclass(frozen=True, slots=True)
class Released:
    """A cell that was released, and whether everybody saw it or members only."""

    cell: Cell
    for_public: bool


@dataclass(frozen=True, slots=True)
class Told:
    """All that decides who may see a figure. `lent` are the areas in which other indicators it is made of were shown,
    to members and to everybody."""

    areas: Sequence[str]
    personal: Sequence[Personal]
    sources: Sequence[Source]
    lent: Sequence[tuple[frozenset[str], frozenset[str]]]
    earlier: Earlier | None
    released: Sequence[Released]


@dataclass(frozen=True, slots=True)
class Audiences:
    """The areas shown to members, and those of them shown to everybody.

    `waits` says that less could be shown than stands released: then what stands goes on standing.
    """

    members: frozenset[str]
    public: frozenset[str]
    waits: bool


def audiences(told: Told) -> Audiences:
    """Show what is safe by itself, and beside every figure released to the same audience or a wider one."""
    members, public = _by_themselves(told)
    everything = [one.cell for one in told.released]
    seen_by_all = [one.cell for one in told.released if one.for_public]
    joint_members = _beside(told, members, everything, MEMBERS_K)
    joint_public = _beside(told, public & joint_members, seen_by_all, PUBLIC_K)
    earlier = told.earlier
    lost = [
        earlier is not None and bool(earlier.for_members) and joint_members != members,
        earlier is not None and bool(earlier.for_public) and joint_public != public,
    ]
    return Audiences(joint_members, joint_public, any(lost))


def released_by(told: Told, shown: Audiences) -> Iterable[Released]:
    """The cells that readers know once these areas are shown."""
    for areas, for_public in ((shown.public, True), (shown.members, False)):
        yield from (Released(cell, for_public) for cell in cells_of(told.sources, told.areas, areas))


def _beside(told: Told, shown: frozenset[str], released: Sequence[Cell], k: int) -> frozenset[str]:
    """As many of the areas as stand apart from what was released and leave a safe rest; if need be nothing."""
    for choice in _choices(told, shown, released, k):
        is_safe = choice == _still_safe(told, choice, k)
        if is_safe and stand_apart(cells_of(told.sources, told.areas, choice), released, k):
            return choice
    return frozenset()


def _choices(told: Told, shown: frozenset[str], released: Sequence[Cell], k: int) -> Iterator[frozenset[str]]:
    """The areas, then without those that do not stand apart by themselves, then ever fewer, the smallest gone first."""
    yield shown
    left = [
        area
        for area in told.areas
        if area in shown and stand_apart(cells_of(told.sources, told.areas, frozenset({area})), released, k)
    ]
    left.sort(key=lambda area: (-sum(len(one.behind.taken.get(area, ())) for one in told.sources), area))
    for count in range(len(left), -1, -1):
        yield shown & {ALL} | frozenset(left[:count])


def _by_themselves(told: Told) -> tuple[frozenset[str], frozenset[str]]:
    members = shown_areas(told.personal, told.areas, MEMBERS_K)
    public = shown_areas(told.personal, told.areas, PUBLIC_K) & members
    if told.personal and told.earlier is not None:
        members = _not_revealing(members, told.earlier.for_members)
        public = _not_revealing(public, told.earlier.for_public)
    for for_members, for_public in told.lent:
        members, public = members & for_members, public & for_public
    return _still_safe(told, members, MEMBERS_K), _still_safe(told, public, PUBLIC_K)


def _not_revealing(areas: frozenset[str], before: frozenset[str]) -> frozenset[str]:
    """What was hidden beside a shown whole stays hidden: with the others unchanged, subtraction would tell it."""
    return areas & before if ALL in before else areas


def _still_safe(told: Told, areas: frozenset[str], k: int) -> frozenset[str]:
    """Fewer areas than were decided on may leave a rest that is not safe any more."""
    shown = [area for area in told.areas if area in areas]
    return areas if not told.personal or not shown or are_safe(told.personal, told.areas, shown, k) else areas & {ALL}
