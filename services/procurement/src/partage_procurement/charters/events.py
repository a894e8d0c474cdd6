"""From a charter version to the facts it announces."""

from datetime import date
from uuid import UUID

from partage_contracts.procurement import CharterAdopted, CharterSuperseded
from partage_procurement.charters.models import Charter


def adopted(charter: Charter, grace_until: date | None) -> CharterAdopted:
    """The ethics committee signed a version; labels under earlier ones count until the grace ends."""
    assert charter.adopted_on is not None  # noqa: S101 - adopting sets it
    return CharterAdopted(
        office=charter.office,
        subject=charter.id,
        sequence=charter.version,
        number=charter.number,
        adopted_on=charter.adopted_on,
        themes=tuple(theme["code"] for theme in charter.themes),
        criteria=tuple(criterion["code"] for criterion in charter.criteria),
        grace_until=grace_until,
    )


def superseded(charter: Charter, successor: UUID) -> CharterSuperseded:
    """A version gave way to a newer one."""
    return CharterSuperseded(
        office=charter.office,
        subject=charter.id,
        sequence=charter.version,
        number=charter.number,
        superseded_by=successor,
        grace_until=charter.grace_until,
    )
