"""The HTTP door of retention rules."""

from partage_kit.db import ReadSession
from partage_kit.http.pages import Page
from partage_kit.http.routes import Router
from partage_members.callers import OfficeStaff
from partage_members.erasures.preview import DATA
from partage_members.retention import queries
from partage_members.retention.schemas import RetentionRule
from partage_members.retention.views import rule_view

router = Router(prefix="/retention-rules", tags=["retention rules"])


@router.get("")
async def list_retention_rules(caller: OfficeStaff, session: ReadSession) -> Page[RetentionRule]:
    """Every class of personal data, how long it is kept, and what of your office goes when; all at once."""
    goes = await queries.what_goes(session, DATA, caller.office)
    return Page(items=[rule_view(one, goes.get(one.code)) for one in DATA.classes], next=None)
