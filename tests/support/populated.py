"""Each service with something in it, so that every list has more than a line and every kind of record exists."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from typing import Any

from members import counting, exporting, initiating, needing, working
from members.concepts import drafted
from members.consenting import given, published
from members.given import closed_consultation, consultation, filiere_at, path_of, profile, proposed
from partage_kit.auth import Role
from support import erasing, evaluating, pooling, purchasing, surveying
from support.connecting import connected
from support.evaluating import IMPACT, colleague, evaluator
from support.house import House, member_number
from support.intake import imported
from support.purchasing import ASSESSMENTS, CHARTERS, SUPPLIERS, buyer, committee, made, second_buyer

Ids = Mapping[str, str]
"""An id of each kind of record, by the name that it has in paths."""

CODES = {
    "audience": "members",
    "scheme": "occupations",
    "table": "trade",
    "code": "baker",
    "criterion": "no_dumping",
    "fact_type": "member_registered",
    "name": "result",
    "office": "brussels",
    "purpose": "newsletter_email",
}
"""What stands in paths without being the id of a record."""

ENDED = {"body": "board", "decided_on": "2026-06-17", "reason": "The board ends it."}


async def populate_members(house: House) -> Ids:
    """Three members in a filière and its consultations; the first one belongs to three."""
    for number in (1, 2, 3):
        await profile(house, number)
    filiere = await filiere_at(house, "active")
    asked = await consultation(house, filiere, "closing", lasting=timedelta(hours=1))
    for number in (1, 2, 3):
        opinion = {"stance": "neutral", "comment": f"What number {number} thinks"}
        path = f"/members/v1/consultations/{asked}/opinions/mine"
        await made(await house.as_member(number).put(path, json=opinion), 200)
    await closed_consultation(house, filiere, "closing")
    joined = [await made(await house.as_member(number).post(path_of(filiere, "/join"))) for number in (1, 2, 3)]
    for _ in range(2):
        other = await filiere_at(house, "active", openness="on_request", openness_reason={"en": "Papers first"})
        await made(await house.as_member(1).post(path_of(other, "/join")))
    await proposed(house)
    facilitators = [
        await made(
            await house.as_role(Role.STAFF).post(
                path_of(filiere, "/facilitators"), json={"member_id": str(member_number(number))}
            )
        )
        for number in (1, 2)
    ]
    notices = [await published(house), await published(house, purpose="photo_use")]
    consent, _ = [await given(house, 1, notice) for notice in notices]
    initiatives = [await initiating.published(house) for _ in range(2)]
    surveys = [await needing.requested(house) for _ in range(2)]
    needs = [await needing.recorded(house) for _ in range(2)]
    export = await exporting.asked(house)
    await exporting.recorded(house)
    for trade in ("baker", "photographer"):
        await working.worked(house, 1, 3, trade=trade)
    await working.look(house)
    suggested = await working.proposals(house, 1)
    for _ in range(2):
        await counting.snapshot(house)
        house.service.database.clock.advance(timedelta(days=1))
    files = [
        await imported(house, house.as_role(Role.STAFF), "/members/v1/profiles/imports", text)
        for text in ("reference,phone\nR1,none\nR2,none\n", "email,phone\nnobody@members.example,none\n")
    ]
    for number in (21, 22):
        await profile(house, number)
    erasure, _ = [await erasing.erased(house, number) for number in (21, 22)]
    return (
        {
            "erasure_id": erasure["id"],
            "job_id": files[0]["id"],
            "proposal_id": suggested[0]["id"],
            "export_id": export["id"],
            "initiative_id": initiatives[0].rpartition("/")[2],
            "survey_id": surveys[0]["id"],
            "need_id": needs[0]["id"],
            "notice_id": notices[0]["id"],
            "consent_id": consent["id"],
            "profile_id": str(member_number(1)),
            "user_id": str(member_number(1)),
            "filiere_id": str(filiere),
            "group_id": str(filiere),
            "consultation_id": str(asked),
            "membership_id": joined[0]["id"],
            "facilitator_id": facilitators[0]["id"],
        }
        | await drafted(house)
        | await connected(house, filiere)
    )


async def populate_procurement(house: House) -> Ids:
    """A supplier with all that is written about it, charters, offers, and orders of which one is settled."""
    assessment = await purchasing.assessed(house)
    path = f"{ASSESSMENTS}/{assessment['id']}"
    supplier = await made(await buyer(house).get(f"{SUPPLIERS}/{assessment['supplier_id']}"), 200)
    for number in (7, 8):
        await made(await house.as_member(number).post(f"{path}/contest", json={"reason": "They closed a site"}))
        await made(await second_buyer(house).post(f"{path}/publish", json={"answer": "We looked again"}), 200)
    for number, enterprise in ((1, "BE0000010292"), (2, "FR32010001030")):
        other = await purchasing.suggested(
            house, number, name="Same name", **{"vat_number": enterprise, "country": enterprise[:2]}
        )
        await purchasing.assessed(house, other)
    await _written_about(house, supplier)
    for _ in range(3):
        await purchasing.published(house, supplier)
    offer = await purchasing.drafted(house, supplier)
    evidence = await made(await buyer(house).get(f"{path}/evidence"), 200)
    return {
        "supplier_id": supplier["id"],
        "assessment_id": assessment["id"],
        "evidence_id": evidence["items"][0]["id"],
        "offer_id": offer["id"],
        "order_id": await _settled_order(house, supplier),
    } | await _discussed_charter(house)


async def _written_about(house: House, supplier: dict[str, Any]) -> None:
    path = f"{SUPPLIERS}/{supplier['id']}"
    for words in ("They answer", "They deliver"):
        await made(await buyer(house).post(f"{path}/log-entries", json={"kind": "call", "text": words}))
    for who in (buyer(house), second_buyer(house), committee(house)):
        await made(await who.post(f"{path}/interests", json={"nature": "A friend works there"}))


async def _settled_order(house: House, supplier: dict[str, Any]) -> str:
    minimum = {"amount": pooling.euros("150.00"), "basis": "gross"}
    order = await pooling.opened(house, supplier=supplier, minimum=minimum, extension_days=3)
    await pooling.joined(house, 1, order, "20")
    await pooling.decided(house, order, "failed_minimum")
    await pooling.verb(house, order, "extend", locks_at=pooling.in_hours(24 * 6))
    for number, quantity in ((2, "20"), (3, "10")):
        await pooling.joined(house, number, order, quantity)
    await pooling.decided(house, order, "confirmed")
    await pooling.verb(house, order, "order")
    paper = order["articles"][0]["id"]
    first = [{"article_id": paper, "quantity": "20"}]
    await pooling.verb(house, order, "receive", delivered=first, complete=False)
    body: dict[str, Any] = {
        "delivered": [{"article_id": paper, "quantity": "30"}],
        "invoice": {"number": "F-1", "dated_on": "2026-04-20", "total": pooling.euros("232.93")},
        "logistics": {"amount": pooling.euros("2.00")},
    }
    await pooling.verb(house, order, "receive", complete=True, **body)
    await pooling.verb(house, order, "settle")
    whole = body | {"delivered": [{"article_id": paper, "quantity": "50"}]}
    await pooling.verb(house, order, "correct", reason="Counted again", **whole)
    later = pooling.in_hours(500)
    for _ in range(2):
        await pooling.opened(house, supplier=supplier, locks_at=later)
    return str(order["id"])


async def _discussed_charter(house: House) -> dict[str, str]:
    charter = await purchasing.charter_in(house, "consultation")
    path = f"{CHARTERS}/{charter['id']}/comments"
    comments = [await made(await house.as_member(number).post(path, json={"text": "Too vague"})) for number in (1, 2)]
    return {"charter_id": charter["id"], "comment_id": comments[0]["id"]}


async def populate_impact(house: House) -> Ids:
    """An evaluation that was stopped, one that is published, indicators with figures, questionnaires and waves."""
    stopped = f"{IMPACT}/evaluations/{(await _published(house))['id']}"
    await made(await evaluator(house).post(f"{stopped}/stop", json=ENDED), 200)
    evaluation = (await _published(house))["id"]
    criteria = [await evaluating.criterion(house, evaluation) for _ in range(2)]
    indicators = [await evaluating.indicator(house, criteria[0], code) for code in ("joined", "entered", "came")]
    second = evaluating.a_version() | _CONTINUED
    await made(await evaluator(house).post(f"{IMPACT}/indicators/{indicators[0]}/versions", json=second))
    days = ("2026-03-10", "2026-04-10", "2026-05-10")
    facts = [evaluating.a_fact(n, n, days[n % 3], nuts="BE100") for n in range(45)]
    await evaluating.facts_entered(house, facts)
    runs = [
        await evaluating.computed(house, indicator, period)
        for indicator in indicators[:2]
        for period in ("2026-03", "2026-04", "2026-05")
    ]
    asked = [await surveying.questionnaire(house, key=f"work-{number}") for number in range(3)]
    waves = [await made(await evaluator(house).post(surveying.WAVES, json=surveying.a_wave(one))) for one in asked]
    return {
        "evaluation_id": evaluation,
        "criterion_id": criteria[0],
        "indicator_id": indicators[0],
        "version_id": await evaluating.newest_version(house, indicators[0]),
        "observation_id": runs[0]["observations"][0]["id"],
        "questionnaire_id": waves[0]["questionnaire_id"],
        "wave_id": waves[0]["id"],
    }


async def _published(house: House) -> dict[str, Any]:
    opened = await evaluating.evaluation(house)
    path = f"{IMPACT}/evaluations/{opened['id']}"
    await made(await colleague(house).post(f"{path}/adopt-question", json=ENDED), 200)
    return await made(await colleague(house).post(f"{path}/publish"), 200)


POPULATE: Mapping[str, Callable[[House], Awaitable[Ids]]] = {
    "members": populate_members,
    "procurement": populate_procurement,
    "impact": populate_impact,
}

_ARTICLE = "0192f0c4-0000-7000-8000-000000000001"
_INVOICE = {"number": "F-1", "dated_on": "2026-04-20", "total": pooling.euros("232.93")}
_DELIVERY = {"delivered": [], "invoice": _INVOICE, "logistics": {"amount": pooling.euros("2.00")}}
_LINES = {"lines": [{"article_id": _ARTICLE, "firm": "1"}]}
_CONTINUED = {"continuity": "bridged", "continuity_reason": "Persons instead of registrations."}
_QUESTIONS = {name: part for name, part in surveying.a_questionnaire().items() if name != "key"}
_ORDER = "/procurement/v1/pooled-orders/{order_id}"

BODIES: Mapping[str, Mapping[str, object]] = {
    f"PUT {CHARTERS}/{{charter_id}}": purchasing.A_CHARTER,
    f"PUT {ASSESSMENTS}/{{assessment_id}}/answers/{{criterion}}": {"kind": "declared", "level": 3},
    f"POST {ASSESSMENTS}/{{assessment_id}}/evidence": {
        "type": "audit",
        "issuer": "Fictional Auditors",
        "sha256": "a" * 64,
        "issued_on": "2026-03-01",
    },
    f"PUT {purchasing.OFFERS}/{{offer_id}}": purchasing.AN_OFFER,
    f"PUT {_ORDER}": pooling.order({"id": _ARTICLE}),
    f"POST {_ORDER}/receive": _DELIVERY | {"complete": True},
    f"POST {_ORDER}/correct": _DELIVERY | {"reason": "Billed late"},
    f"PUT {_ORDER}/commitments/mine": _LINES,
    f"PUT {_ORDER}/commitments/structure": _LINES,
    f"POST {IMPACT}/indicators/{{indicator_id}}/versions": evaluating.a_version() | _CONTINUED,
    f"PUT {IMPACT}/indicator-versions/{{version_id}}": evaluating.a_version(),
    f"POST {IMPACT}/indicators/{{indicator_id}}/observations/compute": {"period": "2026-03"},
    f"PUT {IMPACT}/questionnaires/{{questionnaire_id}}": _QUESTIONS,
}
"""Bodies of routes that ask for more than a shape tells."""
