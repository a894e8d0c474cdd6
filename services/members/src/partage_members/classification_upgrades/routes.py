"""The HTTP door of upgrades: the staff sees and starts them, members answer what is proposed to them."""

from typing import Annotated
from uuid import UUID

from fastapi import Path

from partage_kit.auth import Member
from partage_kit.db import ReadSession, WriteSession
from partage_kit.errors import NotPossibleNow
from partage_kit.http.pages import Page, Paging
from partage_kit.http.problems import problems
from partage_kit.http.routes import Router
from partage_kit.http.tags import ETag
from partage_kit.jobs import Accepted, JobStarted
from partage_members.callers import OfficeStaff
from partage_members.classification_upgrades import commands, queries
from partage_members.classification_upgrades.errors import CodeNotProposed, CodeProposalNotFound
from partage_members.classification_upgrades.schemas import ChooseCode, CodeProposalView, GoneCode
from partage_members.classifications.errors import SchemeNotFound, UnknownCode
from partage_members.classifications.views import one_page

upgrades = Router(prefix="/classifications", tags=["classifications"])
proposals = Router(prefix="/code-proposals", tags=["classifications"])

SchemeCode = Annotated[str, Path(pattern=r"^[a-z][a-z0-9-]{1,30}$", description="such as esco")]


@upgrades.get("/{scheme}/gone-codes", responses=problems(SchemeNotFound))
async def list_gone_codes(
    scheme: SchemeCode, caller: OfficeStaff, paging: Paging, session: ReadSession
) -> Page[GoneCode]:
    """The codes that your office uses and the current version does not have, and what an upgrade would do with each."""
    found, following = one_page(await queries.gone_codes(session, caller.office, scheme), paging)
    return Page(items=list(found), next=following)


@upgrades.post("/{scheme}/upgrade", status_code=202, responses=problems(SchemeNotFound))
async def start_upgrade(
    scheme: SchemeCode, caller: OfficeStaff, session: WriteSession, accepted: Accepted
) -> JobStarted:
    """Bring profiles and opportunities of your office to the current version of a scheme.

    A code that another one replaces exactly is changed; whatever else may take its place is proposed to the member, and
    never applied for her. Started again, it changes nothing more.
    """
    return accepted(await commands.start_upgrade(session, caller, scheme))


@proposals.get("/mine")
async def list_my_code_proposals(caller: Member, paging: Paging, session: ReadSession) -> Page[CodeProposalView]:
    """Codes of your profile that have left their scheme, and what you may choose in their place, newest first."""
    rows, following = await queries.proposals_to(session, caller.office, caller.member, paging)
    return Page(items=[CodeProposalView.model_validate(row) for row in rows], next=following)


@proposals.post(
    "/{code_proposal_id}/accept", responses=problems(CodeProposalNotFound, NotPossibleNow, CodeNotProposed, UnknownCode)
)
async def choose_code(
    code_proposal_id: UUID, chosen: ChooseCode, caller: Member, session: WriteSession, tag: ETag
) -> CodeProposalView:
    """Let one of the options take the place of the code in your profile."""
    proposal = await commands.choose_code(session, caller.office, caller.member, code_proposal_id, chosen.code)
    return tag(CodeProposalView.model_validate(proposal))


@proposals.post("/{code_proposal_id}/decline", responses=problems(CodeProposalNotFound, NotPossibleNow))
async def decline_codes(code_proposal_id: UUID, caller: Member, session: WriteSession, tag: ETag) -> CodeProposalView:
    """Keep the code as it is, with the words that it had; you are not asked about it again."""
    proposal = await commands.decline_codes(session, caller.office, caller.member, code_proposal_id)
    return tag(CodeProposalView.model_validate(proposal))
