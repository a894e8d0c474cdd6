"""What files of evidence keep of persons."""

from partage_kit.personal_data import Impersonal, PersonalData
from partage_procurement.evidence_files.models import evidence_parts

DATA = PersonalData(
    (),
    (Impersonal(evidence_parts, ("content",), "documents about an enterprise"),),
)
