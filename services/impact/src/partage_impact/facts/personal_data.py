"""What facts keep of persons."""

from partage_impact.facts.models import Watermark, facts
from partage_kit.personal_data import DataClass, Impersonal, Names, PersonalData, Rule
from partage_kit.tables import table_of

DATA = PersonalData(
    (
        DataClass(
            "facts",
            {"fr": "Faits comptés", "nl": "Getelde feiten", "en": "Facts that are counted"},
            facts,
            {"person": Names.MEMBER_TEXT, "reference": Names.WITHIN},
            Rule.PSEUDONYMISE,
            exported=("fact_type", "occurred_on", "nuts", "dimensions", "measures"),
        ),
    ),
    (
        Impersonal(facts, ("fact_type", "source", "nuts", "dimensions", "measures"), "codes and figures"),
        Impersonal(table_of(Watermark), ("fact_type", "source"), "codes"),
    ),
)
