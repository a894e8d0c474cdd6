"""From a survey of needs to the facts it announces: codes and dates only."""

from datetime import datetime
from uuid import UUID

from partage_contracts.members import NeedsSurveyRequested, NeedsSurveyWithdrawn
from partage_kit.types import Language
from partage_members.needs_surveys.catalogue import needs_of
from partage_members.needs_surveys.models import NeedsSurvey


def requested(survey: NeedsSurvey) -> NeedsSurveyRequested:
    """An office asks for a survey."""
    return NeedsSurveyRequested(
        office=survey.office,
        subject=survey.id,
        sequence=survey.version,
        trades=tuple(survey.trades),
        sectors=tuple(survey.sectors),
        nuts=tuple(survey.nuts),
        filieres=tuple(map(UUID, survey.filieres)),
        topics=tuple(survey.topics),
        needs=needs_of(survey.topics),
        languages=tuple(map(Language, survey.languages)),
        opens_on=survey.opens_on,
        closes_on=survey.closes_on,
        at=survey.requested_at,
    )


def withdrawn(survey: NeedsSurvey, at: datetime) -> NeedsSurveyWithdrawn:
    """An office asks for it no longer."""
    return NeedsSurveyWithdrawn(office=survey.office, subject=survey.id, sequence=survey.version, at=at)
