"""The HTTP door of office settings."""

from partage_kit.auth import OfficeAdmin
from partage_kit.db import ReadSession, WriteSession
from partage_kit.errors import PreconditionRequired, Stale
from partage_kit.http.problems import problems
from partage_kit.http.routes import Router
from partage_kit.http.tags import ETag, IfMatch
from partage_members.callers import Insider
from partage_members.offices import commands, queries
from partage_members.offices.schemas import ChangeOffice, OfficeView
from partage_members.offices.views import defaults

router = Router(prefix="/offices", tags=["offices"])


@router.get("/mine")
async def read_my_office(caller: Insider, session: ReadSession, tag: ETag) -> OfficeView:
    """The settings of your office."""
    row = await queries.office_settings(session, caller.office)
    return tag(OfficeView.model_validate(row) if row is not None else defaults(caller.office))


@router.patch("/mine", responses=problems(Stale, PreconditionRequired))
async def change_my_office(
    changes: ChangeOffice, caller: OfficeAdmin, expected: IfMatch, session: WriteSession, tag: ETag
) -> OfficeView:
    """Change the settings of your office and what it is called; a lower membership limit removes nobody."""
    settings = await commands.change_office(session, caller.office, expected, changes.given())
    return tag(OfficeView.model_validate(settings))
