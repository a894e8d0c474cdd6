"""From what is kept of activity to the fact it announces: codes, months and a band."""

from collections.abc import Mapping
from typing import Any

from partage_contracts.members import ActivityRecorded

_TOLD = ("member_id", "kind", "first_month", "last_month", "trade", "sector", "client_kind", "band", "cancelled")


def recorded(kept: Mapping[str, Any]) -> ActivityRecorded:
    """A piece of activity was written down or corrected."""
    told = {name: kept[name] for name in _TOLD}
    return ActivityRecorded(office=kept["office"], subject=kept["id"], sequence=kept["revision"], **told)
