"""What would be done, in words, and the hash by which it is confirmed."""

import hashlib
import json
from collections.abc import Sequence
from datetime import date
from uuid import UUID

from partage_kit.clock import clock
from partage_kit.db import Readable
from partage_kit.erasing import Effect, Person, effects, person_of, platform_data
from partage_kit.types import day_of
from partage_members.erasures.personal_data import DATA as ERASURES
from partage_members.erasures.personal_data import MARKS
from partage_members.erasures.schemas import ErasurePreview, PreviewItem
from partage_members.periods import months_later, within
from partage_members.personal_data import DATA as NOUNS
from partage_members.profiles.imports.forgetting import named_in_files
from partage_members.profiles.queries import one_profile
from partage_members.tables import tables

DATA = NOUNS + ERASURES
EVERYTHING = DATA + platform_data(tables.metadata)


async def preview_of(
    session: Readable, office: str, member_id: UUID, subjects: Sequence[str], services: Sequence[str]
) -> ErasurePreview:
    """What an erasure of this member would do now.

    Raises:
        ProfileNotFound
    """
    await one_profile(session, office, member_id)
    person = await person_of(session, EVERYTHING, office, member_id, subjects)
    found = [effect for effect in await effects(session, EVERYTHING, person) if effect.rows]
    today = day_of(await clock(session))
    due_on = within(1, today)
    marks = await _marks_to_be(session, member_id, today)
    return ErasurePreview(
        member_id=member_id,
        confirmation=_confirmation(person, [*found, *marks], services),
        due_on=due_on,
        items=[_item(effect) for effect in (*found, *marks)],
        services=list(services),
    )


async def _marks_to_be(session: Readable, member_id: UUID, today: date) -> list[Effect]:
    """The marks that the erasure itself will make, of what the office's lists name her by."""
    names, kept = await named_in_files(session, member_id), MARKS.kept
    assert kept is not None  # noqa: S101 - as declared
    until = months_later(today, 12 * kept.years)
    return [Effect(MARKS, len(names), until)] if names else []


def _item(effect: Effect) -> PreviewItem:
    one = effect.of
    return PreviewItem(
        code=one.code,
        title=dict(one.titles),
        rule=one.rule,
        rows=effect.rows,
        until=effect.until,
        reason=dict(one.kept.reason) if one.kept else None,
    )


def _confirmation(person: Person, found: Sequence[Effect], services: Sequence[str]) -> str:
    # a request that confirms with an Idempotency-Key is kept for its repetition, and must not change what it confirms
    lasting = [effect for effect in found if effect.of.table.name != "idempotency_keys"]
    # what is yet to be made is kept from the day of the erasure on, which may be another one than that of the preview
    until = {effect.of.code: str(effect.until) for effect in lasting if effect.of is not MARKS}
    shown = [[effect.of.code, effect.of.rule, effect.rows, until.get(effect.of.code)] for effect in lasting]
    return hashlib.sha256(json.dumps([str(person.member_id), shown, list(services)]).encode()).hexdigest()
