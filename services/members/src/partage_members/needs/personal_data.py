"""What needs keep of persons."""

from partage_kit.personal_data import DataClass, Impersonal, Names, PersonalData, Rule
from partage_kit.tables import table_of
from partage_members.needs.models import Need, need_facets

_needs = table_of(Need)

DATA = PersonalData(
    (
        DataClass(
            "needs_recorded",
            {
                "fr": "Besoins que vous avez notés",
                "nl": "Behoeften die u noteerde",
                "en": "Needs you wrote down",
            },
            _needs,
            {"recorded_by": Names.SUBJECT, "recorded_by_member": Names.MEMBER},
            Rule.PSEUDONYMISE,
            exported=("code", "title", "state", "rank", "starts_on", "ends_on", "recorded_at"),
        ),
        DataClass(
            "needs_published",
            {
                "fr": "Besoins que vous avez publiés",
                "nl": "Behoeften die u publiceerde",
                "en": "Needs you published",
            },
            _needs,
            {"published_by": Names.SUBJECT},
            Rule.PSEUDONYMISE,
            exported=("id", "published_at"),
        ),
    ),
    (
        Impersonal(
            _needs,
            ("code", "title", "trades", "sectors", "nuts", "filieres", "survey_id", "reference", "withdrawal_reason"),
            "what many members need, in the words of the office",
        ),
        Impersonal(need_facets, ("kind", "code"), "codes of needs"),
    ),
)
