"""An evaluation with its question, criteria and indicators, and figures that come from the other services (R18-R23)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from deploy.demo.answers import Actor
from deploy.demo.cast import colleague, evaluator, language_of, member
from deploy.demo.door import Door, each, until
from deploy.demo.material import document
from deploy.demo.people import OFFICES, members

OFFICE = OFFICES[0]
IMPACT = "/impact/v1"
SAVING = "shared-saving"

YEARS = 5
"""Of so many years it is told how many persons became members."""

CHECKS = ("significant", "linked", "understood", "accessible", "simple", "precise", "reliable")
VOTERS = (3, 17)
"""Members who appraise the indicators, by number."""

LEVELS = ("output", "outcome", "impact")
"""In this order: an impact rests on an output and an outcome."""


def evaluation_path(door: Door) -> str:
    """Where the evaluation is."""
    return f"{IMPACT}/evaluations/{door.journal['evaluation']}"


def indicators(level: str | None = None) -> Sequence[Mapping[str, Any]]:
    """The indicators of the material, of one level if asked."""
    return [one for one in document("evaluation")["indicators"] if level in (None, one["level"])]


async def frame_evaluation(door: Door) -> None:
    """The evaluator writes the question, a colleague records its adoption; aims and question are published."""
    material = document("evaluation")
    await door.post("evaluation", evaluator(OFFICE), f"{IMPACT}/evaluations", material["evaluation"])
    mandate = material["evaluation"]["mandate"]
    reason = material["adoption"][language_of(OFFICE)]
    adoption = {"body": mandate["body"], "decided_on": mandate["decided_on"], "reason": reason}
    path = evaluation_path(door)
    await door.post("evaluation/adopt", colleague(OFFICE), f"{path}/adopt-question", adoption)
    await door.post("evaluation/publish", evaluator(OFFICE), f"{path}/publish")
    await door.post("evaluation/structure", evaluator(OFFICE), f"{path}/advance")


async def define_indicators(door: Door) -> None:
    """Criteria are stated; indicators of three levels are drafted, appraised by members and adopted by a colleague."""
    for criterion in document("evaluation")["criteria"]:
        stated = {name: part for name, part in criterion.items() if name != "code"}
        stated |= {"evaluation_id": door.journal["evaluation"]}
        await door.post(f"criterion/{criterion['code']}", evaluator(OFFICE), f"{IMPACT}/criteria", stated)
    for level in LEVELS:
        await each(indicators(level), lambda indicator: _adopt(door, indicator))
    await door.post("evaluation/observe", evaluator(OFFICE), f"{evaluation_path(door)}/advance")


async def compute_saving(door: Door) -> None:
    """Compute the saving of pooled orders while none is settled: nothing can be told yet."""
    await _compute(door, SAVING, this_quarter())


async def compute_figures(door: Door) -> None:
    """When the settled order has reached this service, compute what facts tell, by period and territory."""

    async def saving() -> str | None:
        await _compute(door, SAVING, this_quarter())
        return await figure(door, SAVING)

    await until(saving, lambda seen: seen is not None)
    periods = {"quarter": [this_quarter()], "year": [str(_today().year - back) for back in range(YEARS)]}
    for indicator in indicators():
        draft = indicator["draft"]
        for period in periods[draft["period"]] if draft["source"] == "facts" else ():
            await _compute(door, indicator["code"], period)
    await door.post("evaluation/analyse", evaluator(OFFICE), f"{evaluation_path(door)}/advance")


async def figure(door: Door, code: str) -> str | None:
    """The released value of an indicator for this quarter, as a member sees it; None while it cannot be told."""
    return await _seen_by(member(members(OFFICE)[0]), door, code)


async def withheld_figure(door: Door, code: str) -> str | None:
    """The value of an indicator for this quarter, as the evaluation team alone sees it before it is released."""
    return await _seen_by(evaluator(OFFICE), door, code)


async def _seen_by(actor: Actor, door: Door, code: str) -> str | None:
    asked = {"indicator_id": door.journal[f"indicator/{code}"], "period": this_quarter(), "area": "all"}
    page = await door.get(actor, f"{IMPACT}/observations", **asked)
    return page["items"][0]["value"] if page["items"] else None


def this_quarter() -> str:
    """The running quarter where the offices are, such as 2026-Q4."""
    today = _today()
    return f"{today.year}-Q{(today.month + 2) // 3}"


def _today() -> datetime:
    return datetime.now(ZoneInfo("Europe/Brussels"))


async def _compute(door: Door, code: str, period: str) -> None:
    """Compute one indicator for one period; the same facts give the same figures, however often."""
    path = f"{IMPACT}/indicators/{door.journal[f'indicator/{code}']}/observations/compute"
    await door.once(evaluator(OFFICE), path, {"period": period})


async def _adopt(door: Door, indicator: Mapping[str, Any]) -> None:
    """Draft an indicator, let members appraise it, and adopt it."""
    code = indicator["code"]
    rests_on = [door.journal[f"indicator/{one}"] for one in indicator.get("rests_on", ())]
    definition = {
        "criterion_id": door.journal[f"criterion/{indicator['criterion']}"],
        "code": code,
        "level": indicator["level"],
        "output_id": rests_on[0] if rests_on else None,
        "outcome_id": rests_on[1] if rests_on else None,
        "draft": indicator["draft"],
    }
    made = await door.post(f"indicator/{code}", evaluator(OFFICE), f"{IMPACT}/indicators", definition)
    version = (await door.get(evaluator(OFFICE), f"{IMPACT}/indicators/{made}/versions"))["items"][0]["id"]
    path = f"{IMPACT}/indicator-versions/{version}"
    for number in VOTERS:
        voter = member(members(OFFICE)[number])
        votes = {"verdicts": dict.fromkeys(CHECKS, "yes")}
        await door.put(f"vote/{code}/{number}", voter, f"{path}/votes/mine", votes)
    await door.post(f"indicator/{code}/adopt", colleague(OFFICE), f"{path}/adopt")
