"""The HTTP door of indicators and their versions."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from partage_impact.callers import EvaluationTeam, Insider
from partage_impact.criteria.errors import CriterionNotFound
from partage_impact.definitions import commands, queries
from partage_impact.definitions.errors import (
    DraftExists,
    ImpactStandsAlone,
    IndicatorCodeTaken,
    IndicatorNotFound,
    IndicatorsInACircle,
    NotAppraised,
    NothingMonetised,
    VersionIsFinal,
)
from partage_impact.definitions.schemas import (
    AppraisalView,
    DefineIndicator,
    DraftVersion,
    IndicatorFilter,
    IndicatorView,
    LinkIndicator,
    VersionView,
    Vote,
    WriteVersion,
)
from partage_impact.definitions.views import appraisal_view, version_view
from partage_kit.db import ReadSession, WriteSession
from partage_kit.errors import NotPossibleNow, OwnSubmission, PreconditionRequired, Stale
from partage_kit.http.pages import Page, Paging
from partage_kit.http.problems import problems
from partage_kit.http.routes import Router
from partage_kit.http.tags import ETag, IfMatch

router = Router(tags=["indicators"])

MAKING_SENSE = (NothingMonetised, IndicatorsInACircle)


@router.get("/indicators")
async def list_indicators(
    caller: Insider, wanted: Annotated[IndicatorFilter, Query()], paging: Paging, session: ReadSession
) -> Page[IndicatorView]:
    """The indicators of your office by code, of one criterion or level if you ask for it."""
    rows, following = await queries.list_indicators(session, caller.office, wanted, paging)
    return Page(items=[_indicator(row) for row in rows], next=following)


@router.post(
    "/indicators",
    status_code=201,
    responses=problems(CriterionNotFound, IndicatorNotFound, IndicatorCodeTaken, *MAKING_SENSE),
)
async def define_indicator(
    new: DefineIndicator, caller: EvaluationTeam, session: WriteSession, tag: ETag
) -> IndicatorView:
    """Define an output, outcome or impact indicator with the draft of its first version (recommendation 23)."""
    indicator = await commands.define_indicator(session, caller.office, caller.person, new)
    return tag(_indicator(await queries.one_indicator(session, caller.office, indicator.id)))


@router.get("/indicators/{indicator_id}", responses=problems(IndicatorNotFound))
async def read_indicator(indicator_id: UUID, caller: Insider, session: ReadSession, tag: ETag) -> IndicatorView:
    """An indicator of your office."""
    return tag(_indicator(await queries.one_indicator(session, caller.office, indicator_id)))


@router.patch(
    "/indicators/{indicator_id}",
    responses=problems(IndicatorNotFound, Stale, PreconditionRequired, NotPossibleNow),
)
async def link_indicator(
    indicator_id: UUID,
    links: LinkIndicator,
    caller: EvaluationTeam,
    expected: IfMatch,
    session: WriteSession,
    tag: ETag,
) -> IndicatorView:
    """Say on which output and outcome an impact indicator rests (recommendation 23)."""
    await commands.link_indicator(session, caller.office, indicator_id, expected, links.output_id, links.outcome_id)
    return tag(_indicator(await queries.one_indicator(session, caller.office, indicator_id)))


@router.post("/indicators/{indicator_id}/retire", responses=problems(IndicatorNotFound, VersionIsFinal))
async def retire_indicator(
    indicator_id: UUID, caller: EvaluationTeam, session: WriteSession, tag: ETag
) -> IndicatorView:
    """Take an indicator out of force; what it has shown stays."""
    await commands.retire_indicator(session, caller.office, indicator_id)
    return tag(_indicator(await queries.one_indicator(session, caller.office, indicator_id)))


@router.get("/indicators/{indicator_id}/versions", responses=problems(IndicatorNotFound))
async def list_versions(indicator_id: UUID, caller: Insider, paging: Paging, session: ReadSession) -> Page[VersionView]:
    """The versions of an indicator, newest first."""
    rows, following = await queries.list_versions(session, caller.office, indicator_id, paging)
    return Page(items=[version_view(row) for row in rows], next=following)


@router.post(
    "/indicators/{indicator_id}/versions",
    status_code=201,
    responses=problems(IndicatorNotFound, DraftExists, *MAKING_SENSE),
)
async def draft_version(
    indicator_id: UUID, new: DraftVersion, caller: EvaluationTeam, session: WriteSession, tag: ETag
) -> VersionView:
    """Prepare the next version; it declares itself equal, bridged or break against the one before."""
    version = await commands.draft_version(session, caller.office, indicator_id, caller.person, new)
    return tag(version_view(version))


@router.get("/indicator-versions/{version_id}", responses=problems(IndicatorNotFound))
async def read_version(version_id: UUID, caller: Insider, session: ReadSession, tag: ETag) -> VersionView:
    """A version of an indicator."""
    return tag(version_view(await queries.one_version(session, caller.office, version_id)))


@router.put(
    "/indicator-versions/{version_id}",
    responses=problems(IndicatorNotFound, Stale, PreconditionRequired, VersionIsFinal, *MAKING_SENSE),
)
async def rewrite_version(
    version_id: UUID,
    new: WriteVersion,
    caller: EvaluationTeam,
    expected: IfMatch,
    session: WriteSession,
    tag: ETag,
) -> VersionView:
    """Write a draft anew; votes on what it said before are gone, if it says anything else now."""
    version = await commands.rewrite_version(session, caller.office, version_id, caller.person, expected, new)
    return tag(version_view(version))


@router.get("/indicator-versions/{version_id}/appraisal", responses=problems(IndicatorNotFound))
async def read_appraisal(version_id: UUID, caller: Insider, session: ReadSession) -> AppraisalView:
    """The seven checks of a version, how people voted on them, and your own votes (recommendation 22)."""
    await queries.one_version(session, caller.office, version_id)
    votes = await queries.votes_on(session, version_id)
    return appraisal_view(votes, await queries.votes_of(session, version_id, caller.subject))


@router.put("/indicator-versions/{version_id}/votes/mine", responses=problems(IndicatorNotFound, VersionIsFinal))
async def vote(version_id: UUID, votes: Vote, caller: Insider, session: WriteSession) -> AppraisalView:
    """Vote on checks of a draft; your last word counts (recommendation 22)."""
    await commands.vote(session, caller.office, version_id, caller.subject, votes.verdicts)
    tally = await queries.votes_on(session, version_id)
    return appraisal_view(tally, await queries.votes_of(session, version_id, caller.subject))


@router.post(
    "/indicator-versions/{version_id}/adopt",
    responses=problems(
        IndicatorNotFound, VersionIsFinal, OwnSubmission, NotAppraised, ImpactStandsAlone, *MAKING_SENSE
    ),
)
async def adopt_version(version_id: UUID, caller: EvaluationTeam, session: WriteSession, tag: ETag) -> VersionView:
    """Put a draft in force that somebody else wrote and whose seven checks are passed; it never changes again."""
    return tag(version_view(await commands.adopt_version(session, caller.office, version_id, caller.person)))


def _indicator(row: object) -> IndicatorView:
    return IndicatorView.model_validate(row)
