"""What surveys of needs keep of persons."""

from partage_kit.personal_data import DataClass, Impersonal, Names, PersonalData, Rule
from partage_kit.tables import table_of
from partage_members.needs_surveys.models import NeedsSurvey

_surveys = table_of(NeedsSurvey)

DATA = PersonalData(
    (
        DataClass(
            "needs_surveys_requested",
            {
                "fr": "Enquêtes de besoins que vous avez demandées",
                "nl": "Behoeftebevragingen die u aanvroeg",
                "en": "Surveys of needs you asked for",
            },
            _surveys,
            {"requested_by": Names.SUBJECT},
            Rule.PSEUDONYMISE,
            exported=("title", "state", "opens_on", "closes_on", "requested_at"),
        ),
    ),
    (
        Impersonal(
            _surveys,
            ("title", "trades", "sectors", "nuts", "filieres", "topics", "languages", "wave_id"),
            "what the office asks, and whom, in groups",
        ),
    ),
)
