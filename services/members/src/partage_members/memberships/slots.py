"""How many filières fit in a member's working life. No session, no clock."""

from collections.abc import Collection


def free_slot(taken: Collection[int], limit: int) -> int | None:
    """The lowest free slot of 1..limit; None when as many slots are taken as the limit allows.

    Slots above the limit stay taken after an office lowered it: they count, and are never given anew.
    """
    if len(taken) >= limit:
        return None
    return min(slot for slot in range(1, limit + 1) if slot not in taken)
