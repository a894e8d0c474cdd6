"""What analytics keep of persons: nothing; snapshots hold protected counts only, so that an erasure leaves them."""

from partage_kit.personal_data import Impersonal, PersonalData
from partage_kit.tables import table_of
from partage_members.analytics.models import AnalyticsRequest, AnalyticsSnapshot, analytics_cells

DATA = PersonalData(
    (),
    (
        Impersonal(table_of(AnalyticsSnapshot), ("period", "sha256"), "a month or a day, and the hash of counts"),
        Impersonal(table_of(AnalyticsRequest), ("period",), "a day"),
        Impersonal(analytics_cells, ("row_code", "column_code"), "codes of a classification that is fixed beforehand"),
    ),
)
