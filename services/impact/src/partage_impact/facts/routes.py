"""The HTTP door of facts. Single facts are never read back: they leave as figures, past disclosure control."""

from partage_impact.callers import EvaluationTeam, Insider
from partage_impact.facts import commands, queries
from partage_impact.facts.catalogue import FACT_TYPES
from partage_impact.facts.errors import UnknownFactType
from partage_impact.facts.schemas import Complete, EnterFacts, FactsTaken, FactTypeList, FactTypeView
from partage_impact.facts.views import view
from partage_impact.values import Code
from partage_kit.db import ReadSession, WriteSession
from partage_kit.http.languages import ReaderLanguages
from partage_kit.http.problems import problems
from partage_kit.http.routes import Router

router = Router(tags=["facts"])


@router.post("/facts", status_code=201)
async def enter_facts(given: EnterFacts, caller: EvaluationTeam, session: WriteSession) -> FactsTaken:
    """Write down up to 500 facts; what the source gave before under the same reference is passed over."""
    taken = await commands.enter_facts(session, caller.office, given.source, given.facts)
    return FactsTaken(taken=taken, known=len(given.facts) - taken)


@router.get("/fact-types")
async def list_fact_types(caller: Insider, languages: ReaderLanguages, session: ReadSession) -> FactTypeList:
    """The types of facts that formulas may draw on, and until which day each is complete in your office."""
    marks = await queries.watermarks(session, caller.office)
    return FactTypeList(items=[view(one, marks.get(code), languages) for code, one in FACT_TYPES.items()])


@router.post("/fact-types/{fact_type}/complete", responses=problems(UnknownFactType))
async def complete_fact_type(
    fact_type: Code, said: Complete, caller: EvaluationTeam, languages: ReaderLanguages, session: WriteSession
) -> FactTypeView:
    """Say until which day all facts of a type are entered: from then on, no fact means 0 and not missing."""
    await commands.declare_complete(session, caller.office, fact_type, said.until)
    marks = await queries.watermarks(session, caller.office)
    return view(FACT_TYPES[fact_type], marks.get(fact_type), languages)
