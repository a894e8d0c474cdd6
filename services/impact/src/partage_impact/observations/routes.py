"""The HTTP door of observations."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from partage_impact.callers import EvaluationTeam, is_of_the_team
from partage_impact.definitions import queries as definitions
from partage_impact.definitions.errors import IndicatorNotFound
from partage_impact.facts.queries import watermarks
from partage_impact.observations import commands, queries
from partage_impact.observations.errors import ContributionNotClaimed, IndicatorIsNotComputed, ObservationNotFound
from partage_impact.observations.gathering import formula_of
from partage_impact.observations.longer import parts_in, roll_up_view
from partage_impact.observations.release import awaits_claim
from partage_impact.observations.schemas import (
    Compute,
    ExplanationView,
    ObservationFilter,
    ObservationView,
    RollUpView,
    RollUpWanted,
    RunView,
)
from partage_impact.observations.views import explanation, view
from partage_kit.auth import Anyone
from partage_kit.db import ReadSession, WriteSession
from partage_kit.http.languages import ReaderLanguages
from partage_kit.http.pages import Page, Paging
from partage_kit.http.problems import problems
from partage_kit.http.routes import Router
from partage_kit.http.tags import ETag

router = Router(tags=["observations"])


@router.post(
    "/indicators/{indicator_id}/observations/compute",
    responses=problems(IndicatorNotFound, IndicatorIsNotComputed),
)
async def compute_observations(
    indicator_id: UUID, asked: Compute, caller: EvaluationTeam, session: WriteSession
) -> RunView:
    """Compute an indicator for a period, for the whole office and each of its territories.

    The same facts give the same figures and hashes to the byte; late facts give a new run beside the old one.
    """
    run = await commands.compute(session, caller.office, indicator_id, asked.period, caller.subject)
    rows = await queries.current_figures(session, run.version_id, run.period)
    continuities = await definitions.continuities(session, {indicator_id})
    figures = [view(row, continuities, caller) for row in rows]
    return RunView(indicator_id=indicator_id, period=run.period, held=run.held, observations=figures)


@router.get(
    "/indicators/{indicator_id}/roll-up",
    responses=problems(IndicatorNotFound, IndicatorIsNotComputed, ContributionNotClaimed),
)
async def roll_up_observations(
    indicator_id: UUID, caller: Anyone, wanted: Annotated[RollUpWanted, Query()], session: ReadSession
) -> RollUpView:
    """Tell a longer period from the released figures of its parts: a quarter or a year from months, for example."""
    version = await definitions.row_in_force(session, caller.office, indicator_id)
    if version is None or version.formula is None:
        raise IndicatorIsNotComputed()
    if awaits_claim(version.level) and not is_of_the_team(caller):
        raise ContributionNotClaimed()
    checked = await formula_of(session, caller.office, version.formula)
    parts = parts_in(wanted.period, version.period)
    figures = await queries.parts_of(session, version.id, [one.label for one in parts], wanted.area)
    return roll_up_view(version, checked, wanted, parts, figures, caller)


@router.get("/observations")
async def list_observations(
    caller: Anyone, wanted: Annotated[ObservationFilter, Query()], paging: Paging, session: ReadSession
) -> Page[ObservationView]:
    """The released figures of your office, newest period first; those of too few persons are suppressed.

    Members of the cooperative see figures of at least 5 persons, everybody else of at least 10. Those of the impact
    level are published only with a claim of contribution: until then the evaluation team alone sees them (`withheld`).
    """
    rows, following = await queries.list_observations(session, caller.office, wanted, is_of_the_team(caller), paging)
    continuities = await definitions.continuities(session, {row.indicator_id for row in rows})
    return Page(items=[view(row, continuities, caller) for row in rows], next=following)


@router.get("/observations/{observation_id}", responses=problems(ObservationNotFound, ContributionNotClaimed))
async def read_observation(observation_id: UUID, caller: Anyone, session: ReadSession, tag: ETag) -> ObservationView:
    """A released figure."""
    row = await queries.one_observation(session, caller.office, observation_id, is_of_the_team(caller))
    return tag(view(row, await definitions.continuities(session, {row.indicator_id}), caller))


@router.get(
    "/observations/{observation_id}/explanation",
    responses=problems(ObservationNotFound, ContributionNotClaimed, IndicatorIsNotComputed),
)
async def explain_observation(
    observation_id: UUID, caller: Anyone, languages: ReaderLanguages, session: ReadSession
) -> ExplanationView:
    """Explain this number: its formula in plain words, numerator, denominator, n, version and sources."""
    row = await queries.one_observation(session, caller.office, observation_id, is_of_the_team(caller))
    version = await definitions.one_version(session, caller.office, row.version_id)
    checked = await formula_of(session, caller.office, version.formula)
    marks = await watermarks(session, caller.office)
    continuities = await definitions.continuities(session, {row.indicator_id})
    return explanation(row, version, checked, marks, continuities, caller, languages)
