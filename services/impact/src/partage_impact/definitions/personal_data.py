"""What definitions of indicators keep of persons."""

from partage_impact.definitions.models import Indicator, IndicatorVersion, appraisal_votes
from partage_kit.personal_data import DataClass, Impersonal, Names, PersonalData, Rule
from partage_kit.tables import table_of

_versions = table_of(IndicatorVersion)

DATA = PersonalData(
    (
        DataClass(
            "indicators_drafted",
            {
                "fr": "Indicateurs que vous avez rédigés",
                "nl": "Indicatoren die u opstelde",
                "en": "Indicators you drafted",
            },
            _versions,
            {"drafted_by": Names.SUBJECT, "drafted_by_member": Names.MEMBER},
            Rule.PSEUDONYMISE,
        ),
        DataClass(
            "indicators_adopted",
            {
                "fr": "Indicateurs que vous avez adoptés",
                "nl": "Indicatoren die u aannam",
                "en": "Indicators you adopted",
            },
            _versions,
            {"adopted_by": Names.SUBJECT},
            Rule.PSEUDONYMISE,
        ),
        DataClass(
            "appraisal_votes",
            {"fr": "Avis sur des indicateurs", "nl": "Oordelen over indicatoren", "en": "Appraisals of indicators"},
            appraisal_votes,
            {"voter": Names.SUBJECT},
            Rule.PSEUDONYMISE,
            exported=("version_id", "check", "verdict"),
        ),
    ),
    (
        Impersonal(table_of(Indicator), ("code",), "a code"),
        Impersonal(
            _versions,
            (
                "name",
                "definition",
                "unit",
                "population",
                "formula",
                "currency",
                "questionnaire",
                "question",
                "collection",
                "baseline",
                "target",
                "continuity_reason",
            ),
            "published by the office",
        ),
    ),
)
