"""What reports of posts keep of persons."""

from partage_kit.personal_data import DataClass, Names, PersonalData, Rule
from partage_kit.tables import table_of
from partage_members.post_moderation.models import PostReport

_reports = table_of(PostReport)
_TITLES = {"fr": "Signalements de contributions", "nl": "Meldingen van bijdragen", "en": "Reports of contributions"}

DATA = PersonalData(
    (
        DataClass(
            "post_reports",
            _TITLES,
            _reports,
            {"reporter": Names.WITHIN},
            Rule.DELETE,
            held=("note",),
            exported=("post_id", "kind", "note", "reported_at"),
        ),
        DataClass(
            "post_reports_by_subject", _TITLES, _reports, {"reporter": Names.SUBJECT}, Rule.DELETE, held=("note",)
        ),
        DataClass(
            "post_reports_closed",
            {
                "fr": "Signalements que vous avez traités",
                "nl": "Meldingen die u behandelde",
                "en": "Reports you handled",
            },
            _reports,
            {"closed_by": Names.SUBJECT},
            Rule.PSEUDONYMISE,
        ),
    ),
    (),
)
