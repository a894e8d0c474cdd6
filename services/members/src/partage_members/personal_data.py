"""What the nouns of this service keep of persons, together: the ground of erasures, exports and retention."""

from partage_kit.personal_data import PersonalData
from partage_members.activity.personal_data import DATA as ACTIVITY
from partage_members.analytics.personal_data import DATA as ANALYTICS
from partage_members.classification_upgrades.personal_data import DATA as CLASSIFICATION_UPGRADES
from partage_members.classifications.personal_data import DATA as CLASSIFICATIONS
from partage_members.consents.personal_data import DATA as CONSENTS
from partage_members.consultations.personal_data import DATA as CONSULTATIONS
from partage_members.contact_relay.personal_data import DATA as CONTACT_RELAY
from partage_members.data_exports.personal_data import DATA as DATA_EXPORTS
from partage_members.external_spaces.personal_data import DATA as EXTERNAL_SPACES
from partage_members.facilitators.personal_data import DATA as FACILITATORS
from partage_members.filieres.personal_data import DATA as FILIERES
from partage_members.initiatives.personal_data import DATA as INITIATIVES
from partage_members.memberships.personal_data import DATA as MEMBERSHIPS
from partage_members.needs.personal_data import DATA as NEEDS
from partage_members.needs_surveys.personal_data import DATA as NEEDS_SURVEYS
from partage_members.notices.personal_data import DATA as NOTICES
from partage_members.offices.personal_data import DATA as OFFICES
from partage_members.opportunities.personal_data import DATA as OPPORTUNITIES
from partage_members.opportunity_answers.personal_data import DATA as OPPORTUNITY_ANSWERS
from partage_members.opportunity_moderation.personal_data import DATA as OPPORTUNITY_MODERATION
from partage_members.places.personal_data import DATA as PLACES
from partage_members.post_moderation.personal_data import DATA as POST_MODERATION
from partage_members.profiles.personal_data import DATA as PROFILES
from partage_members.stage_decisions.personal_data import DATA as STAGE_DECISIONS
from partage_members.topics.personal_data import DATA as TOPICS

DATA: PersonalData = sum(
    (
        ACTIVITY,
        ANALYTICS,
        CLASSIFICATIONS,
        CLASSIFICATION_UPGRADES,
        CONSENTS,
        CONSULTATIONS,
        CONTACT_RELAY,
        DATA_EXPORTS,
        EXTERNAL_SPACES,
        FACILITATORS,
        FILIERES,
        INITIATIVES,
        MEMBERSHIPS,
        NEEDS,
        NEEDS_SURVEYS,
        NOTICES,
        OFFICES,
        OPPORTUNITIES,
        OPPORTUNITY_ANSWERS,
        PLACES,
        OPPORTUNITY_MODERATION,
        POST_MODERATION,
        STAGE_DECISIONS,
        TOPICS,
    ),
    start=PROFILES,
)
