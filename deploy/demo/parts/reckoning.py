"""What members say and what was bought becomes figures; each member decides on what is hers."""

from deploy.demo.chapters import (
    counting,
    evaluation,
    intake,
    left_open,
    needs,
    pooled_order,
    privacy,
    survey,
)
from deploy.demo.effects import impact as impact_effects
from deploy.demo.effects import members as members_effects
from deploy.demo.effects import purchases as purchases_effects
from deploy.demo.people import OFFICES
from deploy.demo.steps import Step, one_after_the_other

RECKONING = (
    Step(
        "members are surveyed",
        "Members answer without a name: a ticket proves that they may, and nothing links it to the answer (R22).",
        one_after_the_other(survey.open_wave, survey.answer_wave, survey.close_wave),
        calls=2 * survey.ANSWERING + 6,
        announces={"impact.wave.opened": 1, "impact.wave.closed": 1, "impact.wave.analysed": 1},
        effects=(impact_effects.SMALL_GROUPS_HIDDEN,),
    ),
    Step(
        "members say what they need",
        "Staff writes down what it knows; a survey asks the others, and what they rank comes back by itself (R1).",
        one_after_the_other(needs.write_needs_down, needs.ask_members),
        calls=2 * len(needs.known()) + 2 * needs.ANSWERING + 7,
        announces={
            "members.needs_survey.requested": 1,
            "impact.wave.opened": 1,
            "impact.wave.closed": 1,
            "impact.wave.analysed": 1,
        },
        effects=(members_effects.NEEDS_TOLD, members_effects.NEEDS_TAKEN),
    ),
    Step(
        "the order is settled",
        "At its lock the order decides itself; it is placed, delivered in two parts, and settled to the cent (R11).",
        one_after_the_other(pooled_order.decide_order, pooled_order.receive_order, pooled_order.settle_order),
        calls=15,
        announces={
            "procurement.pooled_order.confirmed": 1,
            "procurement.pooled_order.ordered": 1,
            "procurement.pooled_order.received": 2,
            "procurement.pooled_order.settled": 1,
        },
        effects=(purchases_effects.BOUGHT, purchases_effects.DUE, purchases_effects.TO_THE_CENT),
    ),
    Step(
        "figures are computed",
        "What happened in the other services becomes figures, by period and territory; small groups hide (R23).",
        evaluation.compute_figures,
        calls=14,
        announces={"impact.observation.released": 9},
        effects=(impact_effects.SAVED, impact_effects.BUYERS, impact_effects.ENTRIES, impact_effects.ANALYSING),
    ),
    Step(
        "a member follows her contracts",
        "What contracts show of a trade that a profile lacks is proposed to the member alone; she takes it up (R1).",
        intake.decide_on_drift,
        calls=2,
        announces={"members.profile.updated": 1},
        effects=(members_effects.DECLARED, members_effects.PROPOSED),
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
        effects=(members_effects.COUNTED,),
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
        effects=(members_effects.FORGOTTEN,),
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
            purchases_effects.ORDER_TO_JOIN,
            purchases_effects.PRICE_TO_REACH,
            members_effects.SURVEY_RUNS,
            impact_effects.SURVEY_TO_ANSWER,
            members_effects.OPINION_TO_GIVE,
        ),
    ),
)
