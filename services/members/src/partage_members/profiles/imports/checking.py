"""From the rows of a file to profiles as they will be, with what they announce."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from pydantic import ValidationError
from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession

from partage_kit.clock import clock
from partage_kit.imports import CheckedRow, Fault, GivenRow, Ready, faults_in
from partage_kit.imports.announcing import prepared
from partage_kit.imports.columns import stored
from partage_kit.jobs import Job
from partage_kit.types import day_of, new_id
from partage_members.classifications.codes import coded
from partage_members.classifications.known import Accepted, accepted_codes, newly
from partage_members.classifications.models import Kind
from partage_members.horizon import too_far
from partage_members.places.checking import Wrong, wrong_places
from partage_members.places.known import Known, Written
from partage_members.places.queries import known_places
from partage_members.profiles import events
from partage_members.profiles.erased_marks import Secret
from partage_members.profiles.imports.matching import known_to
from partage_members.profiles.imports.rows import ProfileRow, column_of, nested
from partage_members.profiles.models import PlainProfile
from partage_members.profiles.places import region_in, written_territory
from partage_members.profiles.queries import profiles
from partage_members.profiles.schemas import ChangeProfile, RegisterProfile
from partage_members.profiles.views import columns, whole_audiences

_NAMES = tuple(profiles.c.keys())


@dataclass(frozen=True)
class _Writing:
    """In which transaction rows become profiles, when, with which codes, and which places are none."""

    session: AsyncSession
    dialect: str
    office: str
    at: datetime
    accepted: Accepted
    places: Known
    wrong: Mapping[Written, Sequence[Wrong]]


async def check_profiles(
    secret: Secret, session: AsyncSession, job: Job, rows: Sequence[GivenRow[ProfileRow]]
) -> list[CheckedRow]:
    """Match rows with the profiles there are, and prepare what is to be written; `publish_profiles` does so.

    By `secret` those are known who were erased: no list registers them again.
    """
    known = await known_to(session, secret, job.office, rows)
    codes = (code for given in rows for code in (*given.row.trades, *given.row.sectors, *coded(given.row.skills)))
    accepted = await accepted_codes(session, job.office, codes)
    written = [place for given in rows if (place := written_territory(given.row))]
    places = await known_places(session, written)
    wrong = await wrong_places(session, places, written)
    dialect = (await session.connection()).dialect.name
    writing = _Writing(session, dialect, job.office, await clock(session), accepted, places, wrong)
    checked: list[CheckedRow] = []
    for given in rows:
        match = known.match(given.row)
        if isinstance(match, Fault):
            # whose row it is decides what it may say of her; codes, places and days are the same for all
            checked.append([match, *_wrong(writing, given.row, None)])
        else:
            checked.append(_checked(writing, given.row, match))
    return checked


def _checked(writing: _Writing, row: ProfileRow, before: Row[Any] | None) -> CheckedRow:
    fields = nested(row, before)
    wrong = _wrong(writing, row, before)
    try:
        if before is None:
            values = columns(RegisterProfile.model_validate(fields))
        else:
            values = columns(ChangeProfile.model_validate(fields), given_only=True)
    except ValidationError as error:
        return [*faults_in(error, column_of), *wrong]
    if wrong:
        return wrong
    if before is None:
        return _registered(writing, row, values)
    return _changed(writing, row, before, values)


def _wrong(writing: _Writing, row: ProfileRow, before: Row[Any] | None) -> list[Fault]:
    """What is wrong with a row whatever the others say."""
    codes, places = _unknown_codes(writing.accepted, row, before), _wrong_place(writing, row, before)
    return [*codes, *places, *_days_too_far(row, day_of(writing.at))]


def _unknown_codes(accepted: Accepted, row: ProfileRow, before: Row[Any] | None) -> list[Fault]:
    given = ("trades", Kind.OCCUPATIONS), ("sectors", Kind.SECTORS)
    return [
        Fault(name, f"not in the classification: {code}")
        for name, kind in given
        for code in accepted.unknown(kind, newly(getattr(row, name), getattr(before, name, ())))
    ] + [
        Fault("skills", f"not in the classification: {skill}")
        for skill in accepted.unknown(Kind.SKILLS, newly(coded(row.skills), getattr(before, "skills", ())))
    ]


def _wrong_place(writing: _Writing, row: ProfileRow, before: Row[Any] | None) -> list[Fault]:
    place = written_territory(row)
    if place is None or (before is not None and place == written_territory(before)):
        return []
    return [Fault(wrong.part, wrong.why) for wrong in writing.wrong.get(place, ())]


def _days_too_far(row: ProfileRow, today: date) -> list[Fault]:
    days = {"joined_on": row.joined_on, "availability_since": row.availability_since}
    return [Fault(name, why) for name, day in days.items() if (why := too_far(day, today))]


def _registered(writing: _Writing, row: ProfileRow, values: dict[str, Any]) -> CheckedRow:
    own = {
        "id": row.member_id or new_id(),
        "office": writing.office,
        "sort_name": "",
        "region": region_in(values, writing.places),
        "audiences": whole_audiences({}),
        "joined_on": row.joined_on or day_of(writing.at),
        "created_at": writing.at,
        "updated_at": writing.at,
        "version": 1,
    }
    profile: Any = PlainProfile(**{**values, **own})
    profile.touch(writing.at)
    found_by = next(name for name in ("member_id", "reference", "email") if getattr(row, name) is not None)
    key = f"{found_by}:{getattr(row, found_by)}"
    return Ready(key, _ready(writing, "created", row, profile, None))


def _changed(writing: _Writing, row: ProfileRow, before: Row[Any], values: dict[str, Any]) -> CheckedRow:
    old = {name: getattr(before, name) for name in _NAMES}
    if row.joined_on is not None:
        values["joined_on"] = row.joined_on
    differs = any(old[name] != value for name, value in values.items())
    if not differs and row.reference in (None, before.reference):
        return Ready(str(before.id), {"action": "unchanged", "columns": {"id": str(before.id)}})
    if "country" in values:
        values["region"] = region_in(values, writing.places)
    profile: Any = PlainProfile(**{**old, **values, "version": before.version + 1})
    profile.touch(writing.at)
    return Ready(str(before.id), _ready(writing, "updated", row, profile, old))


def _ready(writing: _Writing, action: str, row: ProfileRow, profile: Any, old: dict[str, Any] | None) -> dict[str, Any]:
    new = {name: getattr(profile, name) for name in _NAMES}
    fact = events.registered(profile) if old is None else events.updated(profile)
    return {
        "action": action,
        "columns": stored(new, writing.dialect),
        "facets": [{"kind": kind, "code": code} for kind, code in sorted(profile.facets())],
        "reference": row.reference,
        **prepared(writing.session, writing.dialect, fact, profiles, before=old, after=new, at=writing.at),
    }
