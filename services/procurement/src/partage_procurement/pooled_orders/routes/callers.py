"""Who a caller is in an order."""

from partage_kit.auth import Caller, Role
from partage_procurement.known.queries import Belonging
from partage_procurement.pooled_orders.models.commitments import Party


def party_of(caller: Caller) -> Party:
    """The party a caller stands for: herself as a member, else the structure of the office."""
    if caller.has(Role.MEMBER):
        return Party.member(caller.member, caller.office)
    return Party.structure(caller.office)


def claimed_by(caller: Caller) -> Belonging:
    """What the caller's token says of where a member belongs."""
    return Belonging(caller.filieres, caller.territory)
