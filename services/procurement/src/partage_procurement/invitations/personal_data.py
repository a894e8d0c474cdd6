"""What invitations keep of persons."""

from partage_kit.personal_data import DataClass, Impersonal, Names, PersonalData, Rule
from partage_kit.tables import table_of
from partage_procurement.invitations.models import Invitation

_invitations = table_of(Invitation)

DATA = PersonalData(
    (
        DataClass(
            "invitations_issued",
            {"fr": "Invitations que vous avez données", "nl": "Uitnodigingen die u gaf", "en": "Invitations you gave"},
            _invitations,
            {"issued_by": Names.SUBJECT},
            Rule.PSEUDONYMISE,
        ),
    ),
    (Impersonal(_invitations, ("secret_hash",), "the secret of an enterprise"),),
)
