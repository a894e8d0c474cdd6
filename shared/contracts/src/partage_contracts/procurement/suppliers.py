"""Facts about suppliers: how an office stands to them."""

from enum import StrEnum
from typing import ClassVar

from partage_contracts.procurement.base import _ProcurementFact
from partage_kit.types import Day


class SupplierKind(StrEnum):
    """Whether a supplier sells, or gives access without a sale (R16)."""

    VENDOR = "vendor"
    SHARING_PARTNER = "sharing_partner"


class SupplierStanding(StrEnum):
    """How an office stands to a supplier."""

    SUGGESTED = "suggested"
    REFERENCED = "referenced"
    CONDITIONAL = "conditional"
    REFUSED = "refused"
    SUSPENDED = "suspended"
    DELISTED = "delisted"


class _SupplierState(_ProcurementFact):
    """The subject is the supplier's id. `until` is the last day of a suspension or of the conditions.

    The day after `proven_until` evidence, or the grace of a superseded charter, has run out: a referenced supplier is
    conditional from then on, without another fact.
    """

    noun: ClassVar[str] = "supplier"

    kind: SupplierKind
    previous: SupplierStanding
    standing: SupplierStanding
    until: Day | None
    proven_until: Day | None = None
    label: str | None
    territories: tuple[str, ...]
    categories: tuple[str, ...]


class SupplierReferenced(_SupplierState):
    """A supplier may make offers from now on, with or without conditions."""

    verb: ClassVar[str] = "referenced"


class SupplierStandingChanged(_SupplierState):
    """The standing of a supplier changed in any other way than by being referenced anew or delisted."""

    verb: ClassVar[str] = "standing_changed"


class SupplierDelisted(_SupplierState):
    """A supplier makes no offers any more."""

    verb: ClassVar[str] = "delisted"
