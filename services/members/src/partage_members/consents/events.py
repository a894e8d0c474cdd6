"""From a consent to the facts it announces: codes and versions only."""

from typing import Any

from partage_contracts.members import ConsentEnding, ConsentGiven, ConsentWithdrawn
from partage_members.consents.models import ConsentEvent, ConsentRecord


def given(record: ConsentRecord) -> ConsentGiven:
    """A member agrees to a purpose."""
    return ConsentGiven(**_facts(record), sequence=1, at=record.given_at, expires_at=record.expires_at)


def ended(record: Any, event: ConsentEvent) -> ConsentWithdrawn:
    """A member agrees no longer; `record` is a row or an object."""
    return ConsentWithdrawn(**_facts(record), sequence=2, at=event.at, ending=ConsentEnding(event.kind))


def _facts(record: Any) -> dict[str, Any]:
    return {
        "office": record.office,
        "subject": record.id,
        "member_id": record.member_id,
        "purpose": record.purpose,
        "number": record.number,
        "notice_number": record.notice_number,
    }
