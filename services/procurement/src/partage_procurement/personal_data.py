"""What the nouns of this service keep of persons, together."""

from partage_kit.personal_data import PersonalData
from partage_procurement.assessments.personal_data import DATA as ASSESSMENTS
from partage_procurement.charters.personal_data import DATA as CHARTERS
from partage_procurement.evidence_files.personal_data import DATA as EVIDENCE_FILES
from partage_procurement.invitations.personal_data import DATA as INVITATIONS
from partage_procurement.known.personal_data import DATA as KNOWN
from partage_procurement.offers.personal_data import DATA as OFFERS
from partage_procurement.pooled_orders.personal_data import DATA as POOLED_ORDERS
from partage_procurement.suppliers.personal_data import DATA as SUPPLIERS

DATA: PersonalData = sum(
    (SUPPLIERS, CHARTERS, ASSESSMENTS, EVIDENCE_FILES, INVITATIONS, OFFERS, POOLED_ORDERS), start=KNOWN
)
