"""Find places and regions while somebody types, among shipped and imported ones."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, exists, select

from partage_kit.db import Readable
from partage_members.places import gazetteer
from partage_members.places.gazetteer import Ranked
from partage_members.places.models import EditionKind, Publication, codes, editions, imported, names, regions
from partage_members.places.naming import Place, Region, beginnings, is_same, merged, plain
from partage_members.places.queries import whole_places

_SPARE = 2
"""How many times as many names as places are read, as several names of a place may begin alike."""

_e, _n = editions.c, names.c
_is_current = (_e.kind == EditionKind.POSTAL_CODES) & (_e.state == Publication.CURRENT)


def _begun(of_edition: ColumnElement[bool]) -> Select[Any]:
    """The first names that begin so, in the order of their index, and only then the places that have them."""
    names_first = (
        select(_n.inside, _n.begins, _n.edition_id, _n.place)
        .where(_n.inside == bindparam("inside"), _n.begins >= bindparam("from"), _n.begins < bindparam("to"))
        .where(of_edition)
        .order_by(_n.begins, _n.edition_id, _n.place)
        .limit(bindparam("most"))
        .subquery()
    )
    f = names_first.c
    here = (imported.c.edition_id == f.edition_id) & (imported.c.number == f.place)
    shown = select(*imported.c, f.inside, f.begins).select_from(names_first.join(imported, here))
    return shown.order_by(f.begins, f.edition_id, f.place)


_ANYWHERE = _begun(exists().where(_e.id == _n.edition_id, _is_current))
_IN_COUNTRY = _begun(
    _n.edition_id == select(_e.id).where(_is_current, _e.extent == bindparam("country")).scalar_subquery()
)
_CODED = (
    select(*imported.c)
    .select_from(
        codes.join(imported, (imported.c.edition_id == codes.c.edition_id) & (imported.c.number == codes.c.place))
    )
    .where(codes.c.postal_code == bindparam("code"), exists().where(_e.id == codes.c.edition_id, _is_current))
    .order_by(imported.c.country, imported.c.plain, imported.c.number)
    .limit(200)
)


async def find_places(
    session: Readable, typed: str, country: str | None, postal_code: str | None, most: int
) -> list[Place]:
    """Places of which a name, in whichever language, or a later word of one begins so; those of a postal code.

    Whole names come first, then what begins inside of a name; then by the alphabet.
    """
    if postal_code is not None:
        found = await _with_code(session, postal_code, country)
        return _each_once((place for place in found if _begins(place, plain(typed))), most)
    shipped = gazetteer.begun(typed, country, most * _SPARE)
    listed = [*shipped, *await _imported(session, plain(typed), country, most)]
    listed.sort(key=lambda one: (one[0], one[1], one[2].country))
    return _each_once((place for *_, place in listed), most)


async def _imported(session: Readable, query: str, country: str | None, most: int) -> Sequence[Ranked]:
    rows: list[Any] = []
    statement = _ANYWHERE if country is None else _IN_COUNTRY
    for inside in (False, True):
        values = {"inside": inside, "from": query, "to": query + chr(0x10FFFF), "most": most * _SPARE - len(rows)}
        rows += (await session.execute(statement, values | ({"country": country} if country else {}))).all()
        if len(rows) >= most * _SPARE:
            break
    whole = await whole_places(session, {(row.edition_id, row.number): row for row in rows})
    return [(bool(row.inside), row.begins, whole[row.edition_id, row.number]) for row in rows]


async def _with_code(session: Readable, code: str, country: str | None) -> list[Place]:
    rows = [row for row in await session.execute(_CODED, {"code": code}) if country in (None, row.country)]
    whole = await whole_places(session, {(row.edition_id, row.number): row for row in rows})
    shipped = (place for place in gazetteer.places() if code in place.postal_codes)
    return [*(place for place in shipped if country in (None, place.country)), *whole.values()]


def _begins(place: Place, query: str) -> bool:
    return any(begun.startswith(query) for text in place.texts for begun in beginnings(text))


def _each_once(found: Iterable[Place], most: int) -> list[Place]:
    """The first places in their order; what several sources tell of one is told together."""
    kept: list[Place] = []
    called: dict[tuple[str, str], list[int]] = {}
    for place in found:
        keys = [(place.country, plain(text)) for text in place.texts]
        alike = (nth for key in keys for nth in called.get(key, ()))
        same = next((nth for nth in alike if is_same(kept[nth], place)), None)
        if same is not None:
            kept[same] = merged(kept[same], place)
        elif len(kept) < most:
            for key in keys:
                called.setdefault(key, []).append(len(kept))
            kept.append(place)
    return kept


def _regions_behind(code: str, query: str, country: str | None, most: int) -> Select[Any]:
    joined = regions.join(editions, editions.c.id == regions.c.edition_id)
    alike: ColumnElement[bool] = regions.c.words.contains(f" {plain(query)}", autoescape=True)
    if query.isalnum():
        alike |= (regions.c.nuts >= query.upper()) & (regions.c.nuts < query.upper() + "~")
    statement = select(regions.c.nuts, regions.c.labels).select_from(joined).where(_e.state == Publication.CURRENT)
    statement = statement.where(regions.c.nuts > code, alike).order_by(regions.c.nuts).limit(most)
    return statement if country is None else statement.where(regions.c.country == country)


async def find_regions(session: Readable, query: str, country: str | None, behind: str, most: int) -> list[Region]:
    """Regions behind a code whose own code, or a word of a label, begins so; in the order of their codes."""
    rows = await session.execute(_regions_behind(behind, query, country, most))
    found = {row.nuts: Region(row.nuts, row.labels) for row in rows}
    for nuts, region in gazetteer.regions().items():
        words = [begun for label in region.labels.values() for begun in beginnings(label)]
        is_alike = nuts.startswith(query.upper()) or any(word.startswith(plain(query)) for word in words)
        if nuts > behind and is_alike and country in (None, nuts[:2]):
            found[nuts] = region
    return [found[nuts] for nuts in sorted(found)][:most]
