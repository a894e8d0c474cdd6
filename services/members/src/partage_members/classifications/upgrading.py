"""Named reads of the versions of a scheme: what has changed from one to another, and what takes the place of a code."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select

from partage_kit.db import Readable
from partage_members.classifications.changes import ChangedCode, Step, changes_between, succession
from partage_members.classifications.codes import of_scheme
from partage_members.classifications.errors import SchemeNotFound, SchemeVersionNotFound
from partage_members.classifications.known import accepted_codes
from partage_members.classifications.lookup import Lookup
from partage_members.classifications.models import (
    EVERY_OFFICE,
    Kind,
    Match,
    Publication,
    concept_mappings,
    scheme_concepts,
    schemes,
)
from partage_members.classifications.queries import lookup_of_version

_s, _m = schemes.c, concept_mappings.c


@dataclass(frozen=True)
class Succeeding:
    """What takes the place of codes that have left a scheme: `exact` may be applied, `proposed` only by somebody."""

    exact: Mapping[str, str]
    proposed: Mapping[str, Sequence[str]]


async def changes_of(
    session: Readable, office: str | None, code: str, since: str | None, until: str | None
) -> list[ChangedCode]:
    """What a scheme has changed up to a version, else up to the current one, since another, else since the one before.

    Raises:
        SchemeNotFound, SchemeVersionNotFound
    """
    versions = await _versions(session, office, code)
    named = [row.version for row in versions]
    wrong = [version for version in (since, until) if version is not None and version not in named]
    if wrong:
        raise SchemeVersionNotFound(f"version {wrong[0]} of {code}")
    then = len(named) - 1 if until is None else named.index(until)
    first = max(0, then - 1) if since is None else named.index(since)
    steps = await _steps(session, code, versions[first + 1 : then + 1])
    before = await lookup_of_version(session, versions[first].id)
    after = await lookup_of_version(session, versions[then].id)
    return changes_between(before.concepts, after.concepts, steps)


async def current_version(session: Readable, office: str, code: str) -> tuple[Row[Any], Lookup]:
    """The version of a scheme that an office uses, and its concepts.

    Raises:
        SchemeNotFound
    """
    found = [row for row in await _versions(session, office, code) if row.state is Publication.CURRENT]
    if not found:
        raise SchemeNotFound()
    return found[0], await lookup_of_version(session, found[0].id)


async def successors_of(session: Readable, office: str, scheme: str, gone: Sequence[str]) -> Succeeding:
    """What takes the place of codes of a scheme that its current version does not have; codes as in profiles.

    What replaces a code within the scheme comes first; else what the code corresponded to in other schemes. What was
    said of a code before it was last there, such as that it was replaced before it came back, no longer counts.
    """
    version, lookup = await current_version(session, office, scheme)
    versions = await _versions(session, office, scheme)
    steps = await _steps(session, scheme, versions)
    own = of_scheme(scheme, "")
    last = await _last_there(session, [row.id for row in versions], [code.removeprefix(own) for code in gone])
    then = {
        code: succession(plain, steps[last.get(plain, -1) + 1 :], lookup.concepts)
        for code in gone
        for plain in (code.removeprefix(own),)
    }
    exact = {code: own + one.codes[0] for code, one in then.items() if one.is_exact}
    earlier = [row.id for row in versions if row.id != version.id]
    others = await _others(session, office, version.kind, earlier, gone, own)
    proposed = {
        code: [own + successor for successor in then[code].codes] or others.get(code, [])
        for code in gone
        if code not in exact
    }
    return Succeeding(exact, {code: codes for code, codes in proposed.items() if codes})


async def _versions(session: Readable, office: str | None, code: str) -> Sequence[Row[Any]]:
    mine = _s.code == code, _s.office.in_((EVERY_OFFICE, office)), _s.state != Publication.STAGED
    columns = (_s.id, _s.version, _s.state, _s.kind)
    rows = (await session.execute(select(*columns).where(*mine).order_by(_s.imported_at, _s.id).limit(200))).all()
    if not rows:
        raise SchemeNotFound()
    return rows


async def _last_there(session: Readable, versions: Sequence[UUID], codes: Sequence[str]) -> Mapping[str, int]:
    """The place of the last of some versions that has each code."""
    place = {version: number for number, version in enumerate(versions)}
    c = scheme_concepts.c
    rows = await session.execute(select(c.code, c.scheme_id).where(c.scheme_id.in_(versions), c.code.in_(codes)))
    last: dict[str, int] = {}
    for row in rows:
        last[row.code] = max(last.get(row.code, -1), place[row.scheme_id])
    return last


async def _steps(session: Readable, code: str, versions: Sequence[Row[Any]]) -> list[Step]:
    """What each version says of earlier codes, in their order, by one statement."""
    own = of_scheme(code, "")
    told: dict[UUID, dict[str, dict[str, bool]]] = {row.id: {} for row in versions}
    asked = (
        _m.scheme_id.in_(told),
        _m.source.startswith(own, autoescape=True),
        _m.target.startswith(own, autoescape=True),
    )
    for row in await session.execute(select(concept_mappings).where(*asked)):
        successors = told[row.scheme_id].setdefault(row.source.removeprefix(own), {})
        successors[row.target.removeprefix(own)] = row.match is Match.EXACT
    return list(told.values())


async def _others(
    session: Readable, office: str, kind: Kind, versions: Sequence[UUID], gone: Sequence[str], own: str
) -> Mapping[str, list[str]]:
    """What codes corresponded to in other schemes, the closest first, as far as it may be used."""
    statement = select(_m.source, _m.target, _m.match).where(_m.scheme_id.in_(versions), _m.source.in_(gone))
    rows = (await session.execute(statement.where(~_m.target.startswith(own, autoescape=True)))).all()
    accepted = await accepted_codes(session, office, [row.target for row in rows])
    order = list(Match)
    found: dict[str, list[str]] = {}
    for row in sorted(rows, key=lambda row: (order.index(row.match), row.target)):
        if not accepted.unknown(kind, [row.target]) and row.target not in found.setdefault(row.source, []):
            found[row.source].append(row.target)
    return found
