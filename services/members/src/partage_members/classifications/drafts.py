"""Schemes of an office: a version is drafted, published, and never changed again."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, and_, delete, func, insert, literal, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from partage_kit.clock import clock
from partage_kit.statements import into
from partage_kit.types import new_id
from partage_kit.unit_of_work import note_change
from partage_members.classifications.codes import of_scheme
from partage_members.classifications.commands import concept_row, make_current, mapping_row
from partage_members.classifications.editions import Edition, Mapped, digest_of
from partage_members.classifications.errors import (
    SchemeDraftNotFound,
    SchemeIncoherent,
    SchemeKnown,
    SchemeNotFound,
    UnknownCode,
    VersionKnown,
)
from partage_members.classifications.known import accepted_codes, concept_of
from partage_members.classifications.layout import (
    MOST_CONCEPTS,
    ConceptRow,
    circle_in,
    mappings_of_rows,
    replacements,
)
from partage_members.classifications.models import Kind, Publication, concept_mappings, scheme_concepts, schemes

_s, _c, _m = schemes.c, scheme_concepts.c, concept_mappings.c


async def create_scheme(
    session: AsyncSession, office: str, code: str, kind: Kind, version: str, attribution: str
) -> None:
    """Begin the first version of a scheme of an office.

    Raises:
        SchemeKnown, SchemeDraftExists, VersionKnown
    """
    known = select(_s.id).where(_s.office == office, _s.code == code)
    if (await session.execute(known)).first() is not None:
        raise SchemeKnown()
    await _draft(session, Edition(code, version, kind, attribution, (), office=office))


async def begin_version(session: AsyncSession, office: str, code: str, version: str) -> None:
    """Draft another version of a scheme, with all that the current one has.

    Raises:
        SchemeNotFound, SchemeDraftExists, VersionKnown
    """
    mine = _s.office == office, _s.code == code, _s.state == Publication.CURRENT
    current = (await session.execute(select(schemes).where(*mine))).first()
    if current is None:
        raise SchemeNotFound()
    draft = Edition(code, version, current.kind, current.attribution, (), office=office)
    scheme_id = await _draft(session, draft, current.concepts)
    replaced = and_(_within(code, _m.source), _within(code, _m.target))
    for table, more in ((scheme_concepts, ()), (concept_mappings, (~replaced,))):
        names = [column.name for column in table.columns if column.name != "scheme_id"]
        copied = select(literal(scheme_id, _s.id.type), *(table.c[name] for name in names))
        copied = copied.where(table.c.scheme_id == current.id, *more)
        await session.execute(insert(table).from_select(["scheme_id", *names], copied))


async def amend_draft(
    session: AsyncSession, office: str, code: str, written: Sequence[ConceptRow], removed: Sequence[str]
) -> None:
    """Write concepts of a draft, anew or in place of what they were, and take others out.

    Raises:
        SchemeDraftNotFound, UnknownCode, SchemeIncoherent
    """
    draft = await _draft_for_update(session, office, code)
    await require_targets(session, office, code, written)
    codes = {row.code for row in written} | set(removed)
    named = [of_scheme(code, one) for one in codes]
    # what replaces an earlier code is said by the concept that takes its place, not by the one that goes
    says = or_(_m.target.in_(named), and_(_m.source.in_(named), ~_within(code, _m.target)))
    await session.execute(delete(concept_mappings).where(_m.scheme_id == draft.id, says))
    await session.execute(delete(scheme_concepts).where(_c.scheme_id == draft.id, _c.code.in_(codes)))
    await _write(session, draft.id, [row.concept for row in written], mappings_of_rows(code, written))
    count = await _counted(session, draft.id)
    told = {"concepts": count, "written": len(written), "removed": len(removed)}
    note_change(session, schemes, str(draft.id), before={"concepts": draft.concepts}, after=told)


async def publish_draft(session: AsyncSession, office: str, code: str) -> None:
    """Let a draft become the current version, for good.

    Raises:
        SchemeDraftNotFound
        SchemeIncoherent: it has no concept, or one below a concept that is not there.
    """
    draft = await _draft_for_update(session, office, code)
    rows = (await session.execute(select(scheme_concepts).where(_c.scheme_id == draft.id))).all()
    concepts = [concept_of(row) for row in rows]
    require_coherent((one.code, one.broader) for one in concepts)
    told = [Mapped(*row) for row in await session.execute(_MAPPINGS.where(_m.scheme_id == draft.id))]
    mappings = _with_replacements(code, told)
    await session.execute(delete(concept_mappings).where(_m.scheme_id == draft.id))
    await _write(session, draft.id, (), mappings)
    finished = {"digest": digest_of(concepts, mappings), "imported_at": await clock(session)}
    await session.execute(update(schemes).where(_s.id == draft.id).values(finished))
    await make_current(session, office, code, draft.id)


async def discard_draft(session: AsyncSession, office: str, code: str) -> None:
    """Take a draft away; what was published stays.

    Raises:
        SchemeDraftNotFound
    """
    draft = await _draft_for_update(session, office, code)
    await session.execute(delete(schemes).where(_s.id == draft.id))
    note_change(session, schemes, str(draft.id), before={"code": code, "version": draft.version}, after=None)


async def publish_edition(session: AsyncSession, edition: Edition) -> bool:
    """Publish an edition whole; whether it was not there already.

    Raises:
        VersionKnown: this version is there with other content, or as a draft.
        SchemeKnown: the scheme is of another kind.
    """
    mine = _s.office == edition.office, _s.code == edition.code
    known = {row.version: row for row in await session.execute(select(schemes).where(*mine))}
    if edition.version in known:
        if known[edition.version].digest != edition.digest:
            raise VersionKnown(f"version {edition.version} of {edition.code} has other content, or is a draft")
        return False
    if any(row.kind is not edition.kind for row in known.values()):
        raise SchemeKnown("its concepts are of another kind")
    scheme_id = await _draft(session, edition, len(edition.concepts))
    await _write(session, scheme_id, edition.concepts, edition.mappings)
    await make_current(session, edition.office, edition.code, scheme_id)
    return True


async def require_targets(session: AsyncSession, office: str, code: str, rows: Sequence[ConceptRow]) -> None:
    """Refuse concepts of a scheme that correspond to codes which no other scheme has.

    Raises:
        UnknownCode: it names them.
    """
    unknown = await unknown_targets(session, office, code, rows)
    if unknown:
        raise UnknownCode(f"in no other scheme: {', '.join(sorted(unknown))}")


async def unknown_targets(session: AsyncSession, office: str, code: str, rows: Sequence[ConceptRow]) -> set[str]:
    """Those codes to which some rows of a scheme correspond that no other scheme has, by one statement."""
    targets = {target for row in rows for target, _ in row.targets}
    accepted = await accepted_codes(session, office, targets)
    own = of_scheme(code, "")
    return {target for target in targets if target.startswith(own) or not accepted.has(target)}


def require_coherent(codes: Iterable[tuple[str, str | None]]) -> None:
    """Refuse a scheme that is empty, too large, or has a concept below one that is not there, or below itself.

    Raises:
        SchemeIncoherent
    """
    broader = dict(codes)
    lost = sorted({above for above in broader.values() if above is not None and above not in broader})
    if not broader or lost or len(broader) > MOST_CONCEPTS:
        reason = f"missing above others: {', '.join(lost[:20])}" if lost else f"it has {len(broader):,} concepts"
        raise SchemeIncoherent(reason)
    if circle := circle_in(broader):
        raise SchemeIncoherent(f"each above the next in a circle: {', '.join(circle[:20])}")


_MAPPINGS = select(_m.source, _m.target, _m.match)


def _with_replacements(scheme: str, told: Sequence[Mapped]) -> list[Mapped]:
    """How codes were replaced is known once all concepts are written: one may have been written after another."""
    own = of_scheme(scheme, "")
    pairs = [one for one in told if one.source.startswith(own) and one.target.startswith(own)]
    named = [(one.source.removeprefix(own), one.target.removeprefix(own)) for one in pairs]
    return [*(one for one in told if one not in pairs), *replacements(scheme, named)]


def _within(scheme: str, code: ColumnElement[str]) -> ColumnElement[bool]:
    return code.startswith(of_scheme(scheme, ""), autoescape=True)


async def _draft(session: AsyncSession, edition: Edition, count: int = 0) -> UUID:
    scheme_id, at = new_id(), await clock(session)
    row: dict[str, Any] = {
        **{"id": scheme_id, "office": edition.office, "code": edition.code, "version": edition.version},
        **{"kind": edition.kind, "attribution": edition.attribution, "state": Publication.STAGED},
        **{"digest": edition.digest, "concepts": count, "imported_at": at},
    }
    await session.execute(into(schemes), row)
    note_change(session, schemes, str(scheme_id), before=None, after=row)
    return scheme_id


async def _draft_for_update(session: AsyncSession, office: str, code: str) -> Row[Any]:
    mine = _s.office == office, _s.code == code, _s.state == Publication.STAGED
    draft = (await session.execute(select(schemes).where(*mine).with_for_update())).first()
    if draft is None:
        raise SchemeDraftNotFound()
    return draft


async def _write(session: AsyncSession, scheme_id: UUID, concepts: Iterable[Any], mappings: Iterable[Mapped]) -> None:
    connection = await session.connection()
    kept: Mapping[Any, list[dict[str, object]]] = {
        scheme_concepts: [concept_row(scheme_id, one) for one in concepts],
        concept_mappings: [mapping_row(scheme_id, one) for one in dict.fromkeys(mappings)],
    }
    for table, rows in kept.items():
        if rows:
            await connection.execute(into(table), rows)


async def _counted(session: AsyncSession, scheme_id: UUID) -> int:
    counting = select(func.count()).select_from(scheme_concepts).where(_c.scheme_id == scheme_id)
    count = int((await session.execute(counting)).scalar_one())
    if count > MOST_CONCEPTS:
        raise SchemeIncoherent(f"it has {count:,} concepts")
    await session.execute(update(schemes).where(_s.id == scheme_id).values(concepts=count))
    return count
