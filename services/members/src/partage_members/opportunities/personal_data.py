"""What opportunities keep of persons."""

from partage_kit.personal_data import FORGOTTEN, DataClass, Impersonal, Names, PersonalData, Rule
from partage_kit.tables import table_of
from partage_members.opportunities.models import Opportunity, opportunity_circles, opportunity_facets
from partage_members.opportunities.schemas import OpportunityState

_opportunities = table_of(Opportunity)
_HERS = {
    "organisation": None,
    "titles": {"en": FORGOTTEN},
    "description": {"en": FORGOTTEN},
    "link": None,
    "municipality": None,
    "postal_code": None,
    "region": None,
    "remuneration": None,
    "hidden_reason": None,
    "contest": None,
    "contested_at": None,
    "contest_answer": None,
    "contest_answered_at": None,
    "state": OpportunityState.WITHDRAWN,
}

DATA = PersonalData(
    (
        DataClass(
            "opportunities",
            {
                "fr": "Opportunités que vous avez publiées",
                "nl": "Opdrachten die u bekendmaakte",
                "en": "Opportunities you posted",
            },
            _opportunities,
            {"posted_by": Names.SUBJECT, "posted_by_member": Names.MEMBER},
            Rule.PSEUDONYMISE,
            forgotten=_HERS,
            exported=("titles", "description", "state", "posted_at"),
        ),
        DataClass(
            "opportunities_hidden",
            {
                "fr": "Opportunités que vous avez masquées",
                "nl": "Opdrachten die u verborg",
                "en": "Opportunities you hid",
            },
            _opportunities,
            {"hidden_by": Names.SUBJECT, "hidden_by_member": Names.MEMBER},
            Rule.PSEUDONYMISE,
        ),
    ),
    (
        Impersonal(_opportunities, ("trades", "sectors", "country", "nuts", "filieres"), "codes"),
        Impersonal(opportunity_facets, ("kind", "code"), "codes of opportunities"),
        Impersonal(opportunity_circles, ("circle_id",), "a filière"),
    ),
)
