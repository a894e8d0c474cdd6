"""What the nouns of this service keep of persons, together: the ground of erasures, exports and retention."""

from partage_kit.personal_data import PersonalData
from partage_members.activity.personal_data import DATA as ACTIVITY
from partage_members.consents.personal_data import DATA as CONSENTS
from partage_members.consultations.personal_data import DATA as CONSULTATIONS
from partage_members.data_exports.personal_data import DATA as DATA_EXPORTS
from partage_members.facilitators.personal_data import DATA as FACILITATORS
from partage_members.filieres.personal_data import DATA as FILIERES
from partage_members.initiatives.personal_data import DATA as INITIATIVES
from partage_members.memberships.personal_data import DATA as MEMBERSHIPS
from partage_members.notices.personal_data import DATA as NOTICES
from partage_members.profiles.personal_data import DATA as PROFILES
from partage_members.stage_decisions.personal_data import DATA as STAGE_DECISIONS

DATA: PersonalData = sum(
    (
        MEMBERSHIPS,
        FACILITATORS,
        FILIERES,
        CONSULTATIONS,
        STAGE_DECISIONS,
        CONSENTS,
        NOTICES,
        DATA_EXPORTS,
        ACTIVITY,
        INITIATIVES,
    ),
    start=PROFILES,
)
