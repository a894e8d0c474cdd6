"""Which places and regions are none. That is asked of countries that are known whole; elsewhere nobody could tell."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from partage_kit.db import Readable
from partage_members.places import gazetteer
from partage_members.places.errors import UnknownPlace
from partage_members.places.known import Known, Written
from partage_members.places.models import EditionKind, Publication, editions, regions
from partage_members.places.naming import country_of
from partage_members.places.queries import known_places

_CURRENT = editions.c.state == Publication.CURRENT

Branch = tuple[str, int]
"""A country, and how many characters the codes of one of its levels of NUTS have."""


@dataclass(frozen=True, slots=True)
class Wrong:
    """Which part of a place is wrong, and why."""

    part: str
    why: str


async def wrong_places(
    session: Readable, known: Known, written: Iterable[Written]
) -> Mapping[Written, Sequence[Wrong]]:
    """Those of some places whose municipality or region is none, or whose region is not where the municipality lies."""
    given = set(written)
    lost = {one for one in given if one.municipality is not None and known.place(one) is None}
    strange = {one for one in given if _is_strange(known, one)}
    whole = await _whole_countries(session, {one.country for one in lost})
    levels = await _whole_levels(session, {one.country for one in strange})
    found: dict[Written, list[Wrong]] = {}
    for one in lost:
        if one.country in whole:
            why = f"no municipality of {one.country} is called so or has this postal code"
            found.setdefault(one, []).append(Wrong("municipality", why))
    for one in given:
        if one.nuts and (amiss := _wrong_region(known, one, one.nuts, strange=one in strange, levels=levels)):
            found.setdefault(one, []).append(Wrong("nuts", amiss))
    return found


async def wrong_regions(session: Readable, codes: Iterable[str]) -> Mapping[str, str]:
    """Those of some codes that are no regions, each with why."""
    written = [Written(country_of(code), code) for code in codes]
    wrong = await wrong_places(session, await known_places(session, written), written)
    return {one.nuts: because.why for one, (because, *_) in wrong.items() if one.nuts}


async def require_places(session: Readable, pointed: Mapping[str, Written], before: Collection[Written] = ()) -> Known:
    """Refuse places that are none, each by where it stands in a body; those that were written before are kept.

    What is known of all is answered.

    Raises:
        UnknownPlace: it names each place.
    """
    known = await known_places(session, pointed.values())
    wrong = await wrong_places(session, known, (place for place in pointed.values() if place not in before))
    _refuse(
        {
            f"{pointer}/{one.part}": one.why
            for pointer, place in pointed.items()
            if place not in before
            for one in wrong.get(place, ())
        }
    )
    return known


async def require_regions(session: Readable, codes: Sequence[str] | None, before: Collection[str] = ()) -> None:
    """Refuse codes in the `nuts` of a body that are no regions; those that were written before are kept.

    Raises:
        UnknownPlace: it names each code.
    """
    given = codes or ()
    wrong = await wrong_regions(session, (code for code in given if code not in before))
    _refuse({f"/body/nuts/{nth}": wrong[code] for nth, code in enumerate(given) if code in wrong})


def _refuse(wrong: Mapping[str, str]) -> None:
    if wrong:
        errors = [{"pointer": pointer, "detail": why} for pointer, why in wrong.items()]
        raise UnknownPlace("; ".join(dict.fromkeys(wrong.values())), errors=errors)


def _is_strange(known: Known, written: Written) -> bool:
    """Whether nobody knows the region; that it is of another country is for the shape of the place to say."""
    nuts = written.nuts
    return nuts is not None and country_of(nuts) == written.country and known.region(nuts) is None


def _wrong_region(
    known: Known, written: Written, nuts: str, *, strange: bool, levels: Collection[Branch]
) -> str | None:
    lies_in = known.lies_in(written)
    if strange:
        if (written.country, len(nuts)) not in levels:
            return None
        here = f"; the municipality lies in {lies_in}" if lies_in else ""
        return f"{nuts} is no region of {written.country}{here}"
    if lies_in is None or lies_in.startswith(nuts) or nuts.startswith(lies_in):
        return None
    return f"the municipality lies in {lies_in}, not in {nuts}"


async def _whole_countries(session: Readable, asked: Collection[str]) -> Collection[str]:
    """Countries of which all municipalities are known: those that ship whole, and those that were imported."""
    abroad = set(asked) - gazetteer.WHOLE
    if not abroad:
        return gazetteer.WHOLE
    imported = editions.c.kind == EditionKind.POSTAL_CODES, editions.c.extent.in_(sorted(abroad))
    extents = await session.execute(select(editions.c.extent).where(_CURRENT, *imported))
    return {*gazetteer.WHOLE, *extents.scalars()}


async def _whole_levels(session: Readable, asked: Collection[str]) -> Collection[Branch]:
    """Levels of NUTS of which all regions are known: a file that has one code of a level has all of them."""
    if not asked:
        return ()
    length = func.length(regions.c.nuts)
    joined = regions.join(editions, editions.c.id == regions.c.edition_id)
    beginning = func.substr(regions.c.nuts, 1, 2)
    rows = await session.execute(select(beginning, length).select_from(joined).where(_CURRENT).distinct())
    imported = {(country_of(letters), characters) for letters, characters in rows}
    return {*gazetteer.branches(), *imported}
