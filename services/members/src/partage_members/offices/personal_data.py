"""What offices keep of persons: nothing."""

from partage_kit.personal_data import Impersonal, PersonalData
from partage_members.offices.queries import settings

DATA = PersonalData(impersonal=(Impersonal(settings, ("names", "website"), "published by the office"),))
