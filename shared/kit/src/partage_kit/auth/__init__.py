"""Identity: access tokens become callers, and a handler's signature says which callers it serves.

Nothing here touches a database or the bus: the gateway verifies tokens with the same code.
"""

from partage_kit.auth.caller import (
    Allow,
    Anyone,
    Buyer,
    Caller,
    EthicsCommittee,
    Evaluator,
    Facilitator,
    Integrator,
    Member,
    OfficeAdmin,
    PlatformAdmin,
    Staff,
    Visitor,
    identify,
)
from partage_kit.auth.roles import Role
from partage_kit.auth.verifier import TokenVerifier

__all__ = [
    "Allow",
    "Anyone",
    "Buyer",
    "Caller",
    "EthicsCommittee",
    "Evaluator",
    "Facilitator",
    "Integrator",
    "Member",
    "OfficeAdmin",
    "PlatformAdmin",
    "Role",
    "Staff",
    "TokenVerifier",
    "Visitor",
    "identify",
]
