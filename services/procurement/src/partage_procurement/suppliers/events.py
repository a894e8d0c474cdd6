"""From a supplier to the facts it announces."""

from datetime import date

from partage_contracts.procurement import (
    SupplierDelisted,
    SupplierReferenced,
    SupplierStanding,
    SupplierStandingChanged,
)
from partage_procurement.suppliers.models import Supplier

_OUTSIDE = {SupplierStanding.SUGGESTED, SupplierStanding.REFUSED, SupplierStanding.DELISTED}
_INSIDE = {SupplierStanding.REFERENCED, SupplierStanding.CONDITIONAL}


def standing_changed(
    supplier: Supplier, previous: SupplierStanding, day: date
) -> SupplierReferenced | SupplierStandingChanged | SupplierDelisted:
    """The one fact that a change of standing is: referenced anew, delisted, or changed in another way."""
    standing = supplier.standing_on(day)
    fact: type[SupplierReferenced] | type[SupplierStandingChanged] | type[SupplierDelisted] = SupplierStandingChanged
    if standing is SupplierStanding.DELISTED:
        fact = SupplierDelisted
    elif previous in _OUTSIDE and standing in _INSIDE:
        fact = SupplierReferenced
    return fact(
        office=supplier.office,
        subject=supplier.id,
        sequence=supplier.version,
        kind=supplier.kind,
        previous=previous,
        standing=standing,
        until=supplier.until_on(day),
        proven_until=supplier.proven_until,
        label=supplier.label,
        territories=tuple(supplier.territories),
        categories=tuple(supplier.categories),
    )
