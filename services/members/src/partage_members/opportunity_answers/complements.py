"""Complementarity: which of the wanted trades nobody has answered with yet, and who has them (recommendation 3)."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Text, and_, case, cast, func, select

from partage_kit.auth import Caller
from partage_kit.db import Readable
from partage_members.audiences.policy import Viewer
from partage_members.audiences.viewers import viewer_of
from partage_members.classifications.correspondence import Near, near_trades
from partage_members.directory.people import MemberName
from partage_members.opportunity_answers.queries import answers, own_opportunity
from partage_members.opportunity_answers.schemas import AnswerState, Candidate, Complement, Cover, Match
from partage_members.profiles.fields import ProfileField
from partage_members.profiles.models import profile_facets
from partage_members.profiles.queries import profiles, shows

NAMED = 10
"""How many members are named for a trade, at most."""

_END = 12
"""Hexadecimal digits at the end of an id by which members take turns."""

_STANDING = (AnswerState.OPEN, AnswerState.ACCEPTED)
_facet, _p, _a = profile_facets.c, profiles.c, answers.c


async def complements_of(session: Readable, caller: Caller, opportunity_id: UUID) -> list[Complement]:
    """Each trade that an opportunity of the caller wants: who covers it, or who could, as the caller sees members.

    Raises:
        OpportunityNotFound
    """
    opportunity = await own_opportunity(session, caller, opportunity_id)
    viewer = await viewer_of(session, caller, caller.office)
    near = await near_trades(session, opportunity.office, opportunity.trades)
    covered = _covered(near, await _trades_of_answers(session, viewer, opportunity_id))
    lacking = {trade: one for trade, one in near.items() if trade not in covered}
    found = await _who_has(session, viewer, opportunity, {code for one in lacking.values() for code in one.codes})
    return [
        Complement(trade=trade, covered=covered.get(trade), candidates=_candidates(lacking.get(trade), found))
        for trade in opportunity.trades
    ]


def _covered(near: Mapping[str, Near], answered: Sequence[Row[Any]]) -> dict[str, Cover]:
    """Trades that those who answered have; an accepted answer says more than one that waits."""
    codes = {state: {row.code for row in answered if row.state is state} for state in _STANDING}
    waiting = {trade: Cover.ANSWERED for trade in near if codes[AnswerState.OPEN] & set(near[trade].codes)}
    return waiting | {trade: Cover.ACCEPTED for trade in near if codes[AnswerState.ACCEPTED] & set(near[trade].codes)}


def _candidates(near: Near | None, found: Mapping[str, Sequence[Row[Any]]]) -> list[Candidate]:
    """Those with the very trade first, in whichever scheme, each member once."""
    named: dict[UUID, Candidate] = {}
    for code in near.codes if near else ():
        for row in found.get(code, ()):
            member = MemberName(id=row.id, given_name=row.given_name, family_name=row.family_name)
            match = Match.EXACT if near and code in near.same else Match.CLOSE
            named.setdefault(row.id, Candidate(member=member, trade=code, match=match))
    return list(named.values())[:NAMED]


async def _trades_of_answers(session: Readable, viewer: Viewer, opportunity_id: UUID) -> Sequence[Row[Any]]:
    statement = (
        select(_a.state, _facet.code)
        .distinct()
        .join(profiles, _p.id == _a.member_id)
        .join(profile_facets, (_facet.profile_id == _p.id) & (_facet.kind == "trade"))
        .where(_a.opportunity_id == opportunity_id, _a.state.in_(_STANDING), shows(viewer, ProfileField.TRADES))
    )
    return (await session.execute(statement)).all()


def _in_turn(viewer: Viewer, opportunity: Row[Any]) -> list[ColumnElement[Any]]:
    """Those first who show that they work in the region, then in a wider one; among them, in a circle by their ids.

    Each opportunity begins elsewhere in it, by its own id, so that not always the same ones are named.
    """
    own = _end_of(_p.id)
    circle = [case((own >= opportunity.id.hex[-_END:], 0), else_=1), own, _p.id]
    if opportunity.region is None:
        return circle
    told = shows(viewer, ProfileField.TERRITORY)
    regions = (opportunity.region[:length] for length in range(len(opportunity.region), 1, -1))
    near = [(and_(told, _p.region.startswith(region)), place) for place, region in enumerate(regions)]
    return [case(*near, else_=len(near)), *circle]


def _end_of(id_: ColumnElement[Any]) -> ColumnElement[str]:
    """The last digits of an id, which are random: what comes before tells when it was made."""
    text = cast(id_, Text)
    return func.substr(text, func.length(text) - _END + 1)


async def _who_has(
    session: Readable, viewer: Viewer, opportunity: Row[Any], codes: Iterable[str]
) -> dict[str, list[Row[Any]]]:
    """Some members for each of these trades, the nearest first: neither the poster nor who answered already."""
    answered = select(_a.id).where(
        _a.opportunity_id == opportunity.id, _a.member_id == _p.id, _a.state != AnswerState.WITHDRAWN
    )
    place = func.row_number().over(partition_by=_facet.code, order_by=_in_turn(viewer, opportunity)).label("place")
    ranked = (
        select(_facet.code, _p.id, _p.given_name, _p.family_name, place)
        .join(profiles, _p.id == _facet.profile_id)
        .where(
            _facet.kind == "trade",
            _facet.code.in_(sorted(codes)),
            _p.office == opportunity.office,
            _p.id.is_distinct_from(opportunity.posted_by_member),
            shows(viewer, ProfileField.TRADES),
            ~answered.exists(),
        )
        .subquery()
    )
    statement = select(ranked).where(ranked.c.place <= NAMED).order_by(ranked.c.code, ranked.c.place)
    found: dict[str, list[Row[Any]]] = {}
    for row in (await session.execute(statement)).all():
        found.setdefault(row.code, []).append(row)
    return found
