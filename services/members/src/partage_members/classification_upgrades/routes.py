"""The HTTP door of upgrades: the staff sees and starts them, who is responsible answers what is proposed."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Path

from partage_kit.auth import Allow, Caller, Member, Role
from partage_kit.db import ReadSession, WriteSession
from partage_kit.errors import NotPossibleNow
from partage_kit.http.pages import Page, Paging
from partage_kit.http.problems import problems
from partage_kit.http.routes import Router
from partage_kit.http.tags import ETag
from partage_kit.jobs import Accepted, JobStarted
from partage_members.activity.schemas import ProposalState
from partage_members.callers import OfficeStaff
from partage_members.classification_upgrades import commands, queries
from partage_members.classification_upgrades.errors import CodeNotProposed, CodeProposalNotFound
from partage_members.classification_upgrades.schemas import ChooseCode, CodeProposalView, GoneCode
from partage_members.classification_upgrades.views import proposal_view
from partage_members.classifications.codes import SchemeCode
from partage_members.classifications.errors import SchemeNotFound, UnknownCode
from partage_members.classifications.views import one_page

upgrades = Router(prefix="/classifications", tags=["classifications"])
proposals = Router(prefix="/code-proposals", tags=["classifications"])

Answering = Annotated[
    Caller,
    Depends(Allow(Role.MEMBER, Role.FACILITATOR, Role.STAFF, Role.OFFICE_ADMIN, Role.PARTNER, Role.CLIENT)),
]
"""Whoever may be responsible for something that has codes."""

SchemeInPath = Annotated[SchemeCode, Path(description="such as esco")]


@upgrades.get("/{scheme}/gone-codes", responses=problems(SchemeNotFound))
async def list_gone_codes(
    scheme: SchemeInPath, caller: OfficeStaff, paging: Paging, session: ReadSession
) -> Page[GoneCode]:
    """The codes that your office uses and the current version does not have, and what an upgrade would do with each."""
    found, following = one_page(await queries.gone_codes(session, caller.office, scheme), paging)
    return Page(items=list(found), next=following)


@upgrades.post("/{scheme}/upgrade", status_code=202, responses=problems(SchemeNotFound))
async def start_upgrade(
    scheme: SchemeInPath, caller: OfficeStaff, session: WriteSession, accepted: Accepted
) -> JobStarted:
    """Bring profiles, filières, initiatives and opportunities of your office to the current version of a scheme.

    A code that another one replaces exactly is changed; whatever else may take its place is proposed to who is
    responsible, and never applied for them. Started again, it changes nothing more.
    """
    return accepted(await commands.start_upgrade(session, caller, scheme))


@proposals.get("")
async def list_code_proposals(
    caller: Answering, paging: Paging, session: ReadSession, state: ProposalState | None = None
) -> Page[CodeProposalView]:
    """Codes that have left their scheme, and what you may choose in their place, newest first.

    You choose for your profile, for filières that you facilitate, and for initiatives and opportunities that you
    submitted or posted; staff for all filières, for what staff recorded and for what the structure posted.
    """
    rows, following = await queries.proposals_for(session, caller, state, paging)
    return Page(items=[proposal_view(row) for row in rows], next=following)


@proposals.get("/mine")
async def list_my_code_proposals(caller: Member, paging: Paging, session: ReadSession) -> Page[CodeProposalView]:
    """Codes of your profile that have left their scheme, and what you may choose in their place, newest first."""
    rows, following = await queries.proposals_to(session, caller.office, caller.member, paging)
    return Page(items=[proposal_view(row) for row in rows], next=following)


@proposals.post(
    "/{code_proposal_id}/accept", responses=problems(CodeProposalNotFound, NotPossibleNow, CodeNotProposed, UnknownCode)
)
async def choose_code(
    code_proposal_id: UUID, chosen: ChooseCode, caller: Answering, session: WriteSession, tag: ETag
) -> CodeProposalView:
    """Let one of the options take the place of the code in what you are responsible for."""
    return tag(proposal_view(await commands.choose_code(session, caller, code_proposal_id, chosen.code)))


@proposals.post("/{code_proposal_id}/decline", responses=problems(CodeProposalNotFound, NotPossibleNow))
async def decline_codes(
    code_proposal_id: UUID, caller: Answering, session: WriteSession, tag: ETag
) -> CodeProposalView:
    """Keep the code as it is, with the words that it had; nobody is asked about it again."""
    return tag(proposal_view(await commands.decline_codes(session, caller, code_proposal_id)))
