"""Facts of the procurement service. Ids, codes, counts, amounts and dates only: no name, address or free text."""

from datetime import date
from enum import StrEnum
from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from partage_kit.types import Count, CurrencyCode, Fact

Percent = Annotated[str, StringConstraints(pattern=r"^(100|[0-9]{1,2})\.[0-9]{2}$")]
"""A percentage from 0.00 to 100.00, rounded half up to two decimals."""


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


class PriceBasis(StrEnum):
    """Whether an amount excludes or includes VAT."""

    NET = "net"
    GROSS = "gross"


class _ProcurementFact(Fact):
    service: ClassVar[str] = "procurement"


class _SupplierState(_ProcurementFact):
    """The subject is the supplier's id. `until` is the last day of a suspension or of the conditions."""

    noun: ClassVar[str] = "supplier"

    kind: SupplierKind
    previous: SupplierStanding
    standing: SupplierStanding
    until: date | None
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


class _CharterState(_ProcurementFact):
    """The subject is the id of the charter version; `number` counts the versions of the office."""

    noun: ClassVar[str] = "charter"

    number: Annotated[int, Field(ge=1)]


class CharterAdopted(_CharterState):
    """The ethics committee signed a charter version; suppliers are assessed against it from now on."""

    verb: ClassVar[str] = "adopted"

    adopted_on: date
    themes: tuple[str, ...]
    criteria: tuple[str, ...]


class CharterSuperseded(_CharterState):
    """A newer charter version was adopted in this one's place."""

    verb: ClassVar[str] = "superseded"

    superseded_by: UUID


class ThemeResult(BaseModel):
    """The worst-case score of one theme; null when nothing of it applies to the supplier."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    theme: str
    worst: Percent | None


class AssessmentPublished(_ProcurementFact):
    """A supplier's score against a charter version was published; the subject is the assessment's id.

    Percentages as of `as_of`: `worst` counts all that is not proven as zero, `best` as full, `coverage` is the weight
    proven, `verified` the level of what is proven (null when nothing is).
    """

    noun: ClassVar[str] = "assessment"
    verb: ClassVar[str] = "published"

    supplier_id: UUID
    charter_id: UUID
    charter_number: Annotated[int, Field(ge=1)]
    revision_number: Annotated[int, Field(ge=1)]
    as_of: date
    expires_on: date
    worst: Percent
    best: Percent
    coverage: Percent
    verified: Percent | None
    themes: tuple[ThemeResult, ...]
    label: str | None
    effect: SupplierStanding


class PriceTier(BaseModel):
    """From a quantity on (inclusive), the price of one unit in minor units of the currency."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    from_quantity: Annotated[str, StringConstraints(pattern=r"^[0-9]+(\.[0-9]+)?$")]
    unit_price: Count


class _OfferState(_ProcurementFact):
    """The subject is the offer's id."""

    noun: ClassVar[str] = "offer"

    supplier_id: UUID
    category: str


class OfferPublished(_OfferState):
    """An offer is open to members. Either `discount` (basis points) or `tiers` say what it is worth.

    Territories (NUTS) and filières restrict who may use it; empty ones restrict nobody.
    """

    verb: ClassVar[str] = "published"

    discount: Count | None
    tiers: tuple[PriceTier, ...]
    unit: str | None
    currency: CurrencyCode | None
    basis: PriceBasis | None
    vat_rate: Count | None = Field(description="basis points: 2100 is 21 %")
    territories: tuple[str, ...]
    filieres: tuple[UUID, ...]
    valid_from: date
    valid_until: date
    assessed: bool


class OfferWithdrawn(_OfferState):
    """An offer is closed before its end."""

    verb: ClassVar[str] = "withdrawn"


class OfferRedeemed(_OfferState):
    """A member used an offer; `uses` counts all uses of it so far."""

    verb: ClassVar[str] = "redeemed"

    member_id: UUID
    used_on: date
    uses: Count
