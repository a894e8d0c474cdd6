"""Members who were forgotten."""

from typing import ClassVar

from partage_contracts.procurement.base import _ProcurementFact
from partage_kit.types import Count


class ErasureAcknowledged(_ProcurementFact):
    """This service has forgotten a member; the subject is the erasure's id, so that nothing names her any more.

    `rows` are those that concerned her; `under_way` says that some follow when what they belong to has ended.
    """

    noun: ClassVar[str] = "erasure"
    verb: ClassVar[str] = "acknowledged"

    rows: Count
    under_way: bool
