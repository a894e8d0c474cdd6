"""The HTTP door of impact previews."""

from uuid import UUID

from partage_kit.db import ReadSession
from partage_kit.errors import NotPossibleNow
from partage_kit.http.pages import Page, Paging
from partage_kit.http.problems import problems
from partage_kit.http.routes import Router
from partage_procurement.callers import Insider
from partage_procurement.charters.errors import CharterNotFound
from partage_procurement.charters.views import sees_drafts
from partage_procurement.impact_previews import queries
from partage_procurement.impact_previews.schemas import ImpactPreview
from partage_procurement.impact_previews.views import previews

router = Router(prefix="/charters", tags=["charters"])


@router.get("/{charter_id}/impact-previews", responses=problems(CharterNotFound, NotPossibleNow))
async def preview_impact(
    charter_id: UUID, caller: Insider, paging: Paging, session: ReadSession
) -> Page[ImpactPreview]:
    """What a version that is not adopted yet would do to every assessed supplier, by name: score, label and why."""
    drafts = sees_drafts(caller)
    impact, following = await queries.impact_of(session, caller.office, charter_id, paging, drafts=drafts)
    return Page(items=previews(impact), next=following)
