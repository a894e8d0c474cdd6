"""What criteria keep of persons."""

from partage_impact.criteria.models import Criterion
from partage_kit.personal_data import Impersonal, PersonalData
from partage_kit.tables import table_of

DATA = PersonalData(
    (),
    (Impersonal(table_of(Criterion), ("name", "explanation"), "published by the office"),),
)
