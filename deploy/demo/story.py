"""The story of the demo cooperative, step by step."""

from deploy.demo.chapters import (
    assessments,
    charter,
    community,
    evaluation,
    offers,
    pooled_order,
    suppliers,
    survey,
)
from deploy.demo.door import Door
from deploy.demo.groups import groups
from deploy.demo.material import table
from deploy.demo.people import OFFICES, everybody
from deploy.demo.steps import Act, Step

_PEOPLE, _GROUPS = len(everybody()), len(groups())
_JOINERS = sum(len(group.joiners) for group in groups())

_SUPPLIERS = len(suppliers.known_suppliers())


def _one_after_the_other(*acts: Act) -> Act:
    async def act(door: Door) -> None:
        for one in acts:
            await one(door)

    return act


_referencing = _one_after_the_other(suppliers.suggest_suppliers, suppliers.decide_on_suppliers)
_adopting = _one_after_the_other(charter.draft_charter, charter.discuss_charter, charter.sign_charter)
_assessing = _one_after_the_other(assessments.assess_suppliers, assessments.publish_assessments)
_offering = _one_after_the_other(offers.publish_offers, offers.use_offers)
_structuring = _one_after_the_other(evaluation.define_indicators, evaluation.compute_saving)
_surveying = _one_after_the_other(survey.open_wave, survey.answer_wave, survey.close_wave)
_opening = _one_after_the_other(pooled_order.open_order, pooled_order.join_order)
_buying = _one_after_the_other(pooled_order.decide_order, pooled_order.receive_order, pooled_order.settle_order)

STORY = (
    Step(
        "members register",
        f"The staff of two offices, {' and '.join(OFFICES)}, writes down who the members are (R1).",
        community.register_members,
        calls=_PEOPLE,
        announces={"partage.members.profile.registered.v1": _PEOPLE},
    ),
    Step(
        "filières are proposed",
        "Members propose filières, groups of one trade, of one sector or of one situation; staff studies them (R2).",
        community.propose_filieres,
        calls=2 * _GROUPS,
        announces={
            "partage.members.filiere.proposed.v1": _GROUPS,
            "partage.members.filiere.stage_changed.v1": _GROUPS,
        },
    ),
    Step(
        "members are consulted",
        "Every member may say what she thinks of a filière while its consultation is open (R2).",
        community.consult_members,
        calls=(2 + community.ASKED) * _GROUPS,
    ),
    Step(
        "suppliers are suggested",
        "Members suggest suppliers; the buyer of each office references them, one under conditions (R11, R13).",
        _referencing,
        calls=3 * _SUPPLIERS,
        announces={"partage.procurement.supplier.referenced.v1": _SUPPLIERS - 2},
    ),
    Step(
        "the charter is signed",
        "The buyer drafts the charter, members and the ethics committee comment, the committee signs it (R12).",
        _adopting,
        calls=10,
        announces={"partage.procurement.charter.adopted.v1": 1},
    ),
    Step(
        "filières are launched",
        "When the consultations are over, staff launches the filières and cites the result (R2).",
        community.launch_filieres,
        calls=10 * _GROUPS,
        announces={"partage.members.filiere.stage_changed.v1": _GROUPS},
    ),
    Step(
        "members join",
        "Members join up to three filières by their own choice; some ask first, a few leave again (R2).",
        community.join_filieres,
        calls=_JOINERS,
        announces={"partage.members.membership.joined.v1": _JOINERS // 2, "partage.members.membership.left.v1": 1},
    ),
    Step(
        "facilitators invite",
        "The members who facilitate a filière invite two who hesitate; nobody joins against her will (R5).",
        community.invite_members,
        calls=4 * _GROUPS,
        announces={"partage.members.membership.joined.v1": 1},
    ),
    Step(
        "filières become active",
        "With members and facilitators in place, staff states that the filières are active (R2).",
        community.activate_filieres,
        calls=_GROUPS,
        announces={"partage.members.filiere.stage_changed.v1": _GROUPS},
    ),
    Step(
        "suppliers are assessed",
        "Answers count when their evidence was verified by somebody else and is recent: silence never helps (R12).",
        _assessing,
        calls=60 * len(table("assessments")),
        announces={"partage.procurement.assessment.published.v1": len(table("assessments"))},
    ),
    Step(
        "offers are published",
        "The buyer publishes negotiated offers, with the steps to obtain them, and members use them (R11).",
        _offering,
        calls=2 * len(table("offers")) + len(offers.redemptions()),
        announces={
            "partage.procurement.offer.published.v1": len(table("offers")),
            "partage.procurement.offer.redeemed.v1": len(offers.redemptions()),
        },
    ),
    Step(
        "an evaluation is framed",
        "One question is adopted by the general assembly and published before anything is measured (R18, R20).",
        evaluation.frame_evaluation,
        calls=4,
    ),
    Step(
        "indicators are adopted",
        "Members appraise indicators of three levels; somebody else than their author adopts them (R22, R23).",
        _structuring,
        calls=6 * len(evaluation.indicators()),
        announces={"partage.impact.observation.released.v1": 1},
    ),
    Step(
        "a pooled order opens",
        "The buyer opens an order for one filière in one region; its members join (R14).",
        _opening,
        calls=2 + 2 * len(pooled_order.buyers()),
        announces={
            "partage.procurement.pooled_order.opened.v1": 1,
            "partage.procurement.pooled_order.committed.v1": len(pooled_order.buyers()),
        },
    ),
    Step(
        "a latecomer joins",
        "A member who joins the filière now sees its pooled order at once, and joins that too (R2, R14).",
        pooled_order.join_late,
        calls=5,
        announces={"partage.members.membership.joined.v1": 1, "partage.procurement.pooled_order.committed.v1": 1},
    ),
    Step(
        "members are surveyed",
        "Members answer without a name: a ticket proves that they may, and nothing links it to the answer (R22, R26).",
        _surveying,
        calls=2 * survey.ANSWERING + 6,
        announces={
            "partage.impact.wave.opened.v1": 1,
            "partage.impact.wave.closed.v1": 1,
            "partage.impact.wave.analysed.v1": 1,
        },
    ),
    Step(
        "the pooled order is settled",
        "At its lock the order decides itself; it is ordered, delivered and settled to the cent (R11, R14).",
        _buying,
        calls=15,
        announces={
            f"partage.procurement.pooled_order.{verb}.v1": 1 for verb in ("confirmed", "ordered", "received", "settled")
        },
    ),
    Step(
        "figures are computed",
        "What happened in the other services becomes figures, by period and territory; small groups stay hidden (R23).",
        evaluation.compute_figures,
        calls=15,
        announces={"partage.impact.observation.released.v1": 1},
    ),
)
