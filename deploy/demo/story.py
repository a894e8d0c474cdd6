"""The story of the demo cooperative, step by step."""

from deploy.demo import effects
from deploy.demo.chapters import (
    assessments,
    charter,
    community,
    connecting,
    counting,
    evaluation,
    gazetteer,
    intake,
    left_open,
    needs,
    offers,
    own_trades,
    pooled_order,
    privacy,
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


STORY = (
    Step(
        "offices are named",
        "The administrator of each office says what it is called: on its pages, feeds, cards and charts (R3).",
        community.name_offices,
        calls=2 * len(OFFICES),
    ),
    Step(
        "members register",
        f"The staff of two offices, {' and '.join(OFFICES)}, writes down who the members are (R1).",
        community.register_members,
        calls=_PEOPLE,
        announces={"members.profile.registered": _PEOPLE},
        effects=(effects.heard_of("member_registered", "registration"),),
    ),
    Step(
        "members consent",
        "Each office publishes what it asks consent for; members agree, and some change their minds again (R1).",
        _one_after_the_other(privacy.publish_notices, privacy.give_consents),
        calls=4 * len(OFFICES) + privacy.consents() + len(OFFICES),
        announces={
            "members.consent.given": privacy.consents(),
            "members.consent.withdrawn": len(OFFICES),
        },
    ),
    Step(
        "filières are proposed",
        "Members propose filières: groups of one trade, of one sector or of one situation. Staff studies them (R2).",
        community.propose_filieres,
        calls=2 * _GROUPS,
        announces={"members.filiere.proposed": _GROUPS, "members.filiere.stage_changed": _GROUPS},
    ),
    Step(
        "members are consulted",
        "While a consultation is open, here for some seconds, members say what they think of the filière (R2).",
        community.consult_members,
        calls=(2 + community.ASKED) * _GROUPS,
    ),
    Step(
        "suppliers are referenced",
        "Members suggest suppliers; the buyer calls them and references them, one under conditions (R11, R13).",
        _one_after_the_other(suppliers.suggest_suppliers, suppliers.decide_on_suppliers),
        calls=3 * _SUPPLIERS,
        announces={"procurement.supplier.referenced": _SUPPLIERS - 1},
        effects=(effects.heard_of("supplier_standing_changed", "supplier's standing"),),
    ),
    Step(
        "the charter is signed",
        "The buyer drafts the charter; members and the ethics committee comment; the committee signs it (R12).",
        _one_after_the_other(charter.draft_charter, charter.discuss_charter, charter.sign_charter),
        calls=10,
        announces={"procurement.charter.adopted": 1},
        effects=(effects.ADOPTED,),
    ),
    Step(
        "filières are launched",
        "When the consultations are over, staff launches the filières and cites their result (R2).",
        community.launch_filieres,
        calls=6 * _GROUPS,
        announces={"members.filiere.stage_changed": _GROUPS},
        effects=(effects.CONSULTED,),
    ),
    Step(
        "members join",
        "Members join up to three filières by their own choice; some have to ask first, a few leave again (R2).",
        community.join_filieres,
        calls=_JOINERS,
        announces={
            "members.membership.requested": sum(len(group.joiners) for group in groups() if group.refused),
            "members.membership.joined": _JOINERS - sum(len(group.refused) for group in groups()),
            "members.membership.left": sum(len(group.leavers) for group in groups() if not group.refused),
        },
    ),
    Step(
        "facilitators invite",
        "Facilitators invite members who hesitate: one accepts, one refuses, nobody joins against her will (R5).",
        community.invite_members,
        calls=2 * sum(len(group.invited) for group in groups()),
        announces={"members.membership.joined": sum("accept" in group.invited for group in groups())},
    ),
    Step(
        "filières become active",
        "Staff appoints two facilitators for each filière, and states that the filières are active (R2, R6).",
        community.activate_filieres,
        calls=3 * _GROUPS,
        announces={"members.facilitator.appointed": 2 * _GROUPS, "members.filiere.stage_changed": _GROUPS},
    ),
    Step(
        "members look for members",
        "The structure, a member and a client post work without a fee; members answer by relay, or report it (R3).",
        connecting.post_opportunities,
        calls=len(connecting.opportunities()) * (3 + connecting.ANSWERING) + 2,
        announces={"members.opportunity.posted": len(connecting.opportunities())},
    ),
    Step(
        "members talk",
        "Filières and the whole office discuss, list their tools, and members write to each other by relay (R3).",
        _one_after_the_other(connecting.discuss, connecting.write_to_each_other),
        calls=sum(len(topic["posts"]) for topic in connecting.topics())
        + len(connecting.spaces())
        + connecting.WRITING
        + connecting.WRITING // 2,
    ),
    Step(
        "files come in",
        "The office brings in its own numbers of members, and payroll what they were paid for, by file; each row is "
        "checked before one is kept, and of an amount only its band is (R1).",
        intake.bring_in_files,
        calls=2,
        announces={"members.profile.updated": len(intake.paid()), "members.activity.recorded": intake.invoices()},
        effects=(effects.SHOWN,),
    ),
    Step(
        "regions get names",
        f"The operators bring in what {gazetteer.regions()} regions of NUTS are called in three languages (R3).",
        gazetteer.import_regions,
        calls=2,
        effects=(effects.NAMED,),
    ),
    Step(
        "an office names its own trades",
        "Trades that no published list has become a scheme of the office, in three languages, with the nearest (R1).",
        own_trades.name_own_trades,
        calls=1,
    ),
    Step(
        "suppliers are assessed",
        "Only what is proven by recent evidence, verified by somebody else, counts: silence never helps (R12).",
        _one_after_the_other(assessments.assess_suppliers, assessments.publish_assessments),
        calls=48 * len(table("assessments")),
        announces={"procurement.assessment.published": len(table("assessments"))},
        effects=(effects.LABELS,),
    ),
    Step(
        "offers are used",
        "The buyer publishes negotiated offers, each with the steps to obtain it; members use them (R11).",
        _one_after_the_other(offers.publish_offers, offers.use_offers),
        calls=2 * len(table("offers")) + len(offers.redemptions()),
        announces={
            "procurement.offer.published": len(table("offers")),
            "procurement.offer.redeemed": len(offers.redemptions()),
        },
        effects=(effects.USED,),
    ),
    Step(
        "an evaluation is framed",
        "One question is adopted by the general assembly, and published before anything is measured (R18, R20).",
        evaluation.frame_evaluation,
        calls=4,
        effects=(effects.PUBLISHED,),
    ),
    Step(
        "indicators are adopted",
        "Members appraise indicators of three levels; somebody else than their author adopts them (R22, R23).",
        _one_after_the_other(evaluation.define_indicators, evaluation.compute_saving),
        calls=5 * len(evaluation.indicators()) + 5,
        announces={"impact.observation.released": 1},
        effects=(effects.OBSERVING,),
    ),
    Step(
        "a pooled order opens",
        "The buyer opens an order for one filière in one region, and its members join (R14).",
        _one_after_the_other(pooled_order.open_order, pooled_order.join_order),
        calls=4 + 2 * len(pooled_order.buyers()),
        announces={
            "procurement.pooled_order.opened": 1,
            "procurement.pooled_order.committed": len(pooled_order.buyers()),
        },
        effects=(effects.SEEN_BY_ITS_OWN, effects.UNSEEN_ELSEWHERE, effects.SECOND_TIER),
    ),
    Step(
        "a latecomer joins",
        "A member who joins the filière only now sees its pooled order at once, and joins that too (R2, R14).",
        pooled_order.join_late,
        calls=4,
        announces={"members.membership.joined": 1, "procurement.pooled_order.committed": 1},
        effects=(effects.SEEN_AT_ONCE,),
    ),
    Step(
        "members are surveyed",
        "Members answer without a name: a ticket proves that they may, and nothing links it to the answer (R22).",
        _one_after_the_other(survey.open_wave, survey.answer_wave, survey.close_wave),
        calls=2 * survey.ANSWERING + 6,
        announces={"impact.wave.opened": 1, "impact.wave.closed": 1, "impact.wave.analysed": 1},
        effects=(effects.SMALL_GROUPS_HIDDEN,),
    ),
    Step(
        "members say what they need",
        "Staff writes down what it knows; a survey asks the others, and what they rank comes back by itself (R1).",
        _one_after_the_other(needs.write_needs_down, needs.ask_members),
        calls=2 * len(needs.known()) + 2 * needs.ANSWERING + 7,
        announces={
            "members.needs_survey.requested": 1,
            "impact.wave.opened": 1,
            "impact.wave.closed": 1,
            "impact.wave.analysed": 1,
        },
        effects=(effects.NEEDS_TOLD, effects.NEEDS_TAKEN),
    ),
    Step(
        "the order is settled",
        "At its lock the order decides itself; it is placed, delivered in two parts, and settled to the cent (R11).",
        _one_after_the_other(pooled_order.decide_order, pooled_order.receive_order, pooled_order.settle_order),
        calls=15,
        announces={
            "procurement.pooled_order.confirmed": 1,
            "procurement.pooled_order.ordered": 1,
            "procurement.pooled_order.received": 2,
            "procurement.pooled_order.settled": 1,
        },
        effects=(effects.BOUGHT, effects.DUE, effects.TO_THE_CENT),
    ),
    Step(
        "figures are computed",
        "What happened in the other services becomes figures, by period and territory; small groups hide (R23).",
        evaluation.compute_figures,
        calls=14,
        announces={"impact.observation.released": 9},
        effects=(effects.SAVED, effects.BUYERS, effects.ENTRIES, effects.ANALYSING),
    ),
    Step(
        "a member follows her contracts",
        "What contracts show of a trade that a profile lacks is proposed to the member alone; she takes it up (R1).",
        intake.decide_on_drift,
        calls=2,
        announces={"members.profile.updated": 1},
        effects=(effects.DECLARED, effects.PROPOSED),
    ),
    Step(
        "a member asks for her data",
        "All that the members service keeps about her comes as one archive, in seconds, not in the legal month (R1).",
        privacy.ask_for_data,
        calls=3,
    ),
    Step(
        "members are counted",
        "How many members have which trade, sector, place and stage is told to everybody; small groups hide (R1).",
        counting.count_members,
        calls=3 * len(OFFICES),
        effects=(effects.COUNTED,),
    ),
    Step(
        "a member is forgotten",
        "She takes her data along, sees what is deleted, what stays under a pseudonym and what is kept until when; she "
        "confirms just that, and the other services forget her, too, and say so (R1).",
        privacy.be_forgotten,
        calls=5,
        announces={
            "members.profile.erased": 1,
            "procurement.erasure.acknowledged": 1,
            "impact.erasure.acknowledged": 1,
        },
        effects=(effects.FORGOTTEN,),
    ),
    Step(
        "the rest is up to you",
        "An order can still be joined, a needs survey answered, and a filière is proposed on which members may have "
        "their say (R2, R14, R22).",
        left_open.leave_open,
        calls=12 + left_open.JOINED + left_open.ASKED,
        announces={
            "procurement.pooled_order.opened": 1,
            "procurement.pooled_order.committed": left_open.JOINED,
            "members.needs_survey.requested": 1,
            "impact.wave.opened": 1,
            "members.filiere.proposed": 1,
            "members.filiere.stage_changed": 1,
        },
        effects=(
            effects.ORDER_TO_JOIN,
            effects.PRICE_TO_REACH,
            effects.SURVEY_RUNS,
            effects.SURVEY_TO_ANSWER,
            effects.OPINION_TO_GIVE,
        ),
    ),
)
"""All steps, in the order of life; what has to wait for a date waits while other things happen."""
