"""What reports of opportunities keep of persons."""

from partage_kit.personal_data import DataClass, Names, PersonalData, Rule
from partage_kit.tables import table_of
from partage_members.opportunity_moderation.models import OpportunityReport

_reports = table_of(OpportunityReport)
_TITLES = {"fr": "Signalements d'opportunités", "nl": "Meldingen van opdrachten", "en": "Reports of opportunities"}

DATA = PersonalData(
    (
        DataClass(
            "opportunity_reports",
            _TITLES,
            _reports,
            {"reporter": Names.WITHIN},
            Rule.DELETE,
            held=("note",),
            exported=("opportunity_id", "kind", "note", "reported_at"),
        ),
        DataClass(
            "opportunity_reports_by_subject",
            _TITLES,
            _reports,
            {"reporter": Names.SUBJECT},
            Rule.DELETE,
            held=("note",),
        ),
        DataClass(
            "opportunity_reports_closed",
            {
                "fr": "Signalements d'opportunités que vous avez traités",
                "nl": "Meldingen van opdrachten die u behandelde",
                "en": "Reports of opportunities you handled",
            },
            _reports,
            {"closed_by": Names.SUBJECT},
            Rule.PSEUDONYMISE,
        ),
    ),
    (),
)
