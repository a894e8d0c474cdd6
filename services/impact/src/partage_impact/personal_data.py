"""What the nouns of this service keep of persons, together."""

from partage_impact.criteria.personal_data import DATA as CRITERIA
from partage_impact.definitions.personal_data import DATA as DEFINITIONS
from partage_impact.evaluations.personal_data import DATA as EVALUATIONS
from partage_impact.facts.personal_data import DATA as FACTS
from partage_impact.known.personal_data import DATA as KNOWN
from partage_impact.observations.personal_data import DATA as OBSERVATIONS
from partage_impact.questionnaires.personal_data import DATA as QUESTIONNAIRES
from partage_impact.waves.personal_data import DATA as WAVES
from partage_kit.personal_data import PersonalData

DATA: PersonalData = sum((CRITERIA, DEFINITIONS, EVALUATIONS, FACTS, OBSERVATIONS, QUESTIONNAIRES, WAVES), start=KNOWN)
