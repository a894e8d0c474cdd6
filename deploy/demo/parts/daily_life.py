"""Members find and tell each other, suppliers are assessed, and what is bought together is open."""

from deploy.demo.chapters import (
    assessments,
    connecting,
    evaluation,
    gazetteer,
    initiatives,
    intake,
    offers,
    own_trades,
    pooled_order,
)
from deploy.demo.effects import impact as impact_effects
from deploy.demo.effects import members as members_effects
from deploy.demo.effects import purchases as purchases_effects
from deploy.demo.material import table
from deploy.demo.steps import Step, one_after_the_other

DAILY_LIFE = (
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
        one_after_the_other(connecting.discuss, connecting.write_to_each_other),
        calls=sum(len(topic["posts"]) for topic in connecting.topics())
        + len(connecting.spaces())
        + connecting.WRITING
        + connecting.WRITING // 2,
    ),
    Step(
        "members propose initiatives",
        "Members submit what they would begin, and what they learnt; the staff publishes, others support it (R1).",
        initiatives.propose_and_support,
        calls=len(initiatives.initiatives()) + sum(1 + one["supporters"] for one in initiatives.published()),
        announces={"members.initiative.submitted": len(initiatives.initiatives())},
        effects=(members_effects.SUPPORTED,),
    ),
    Step(
        "files come in",
        "The office brings in its own numbers of members, and payroll what they were paid for, by file; each row is "
        "checked before one is kept, and of an amount only its band is (R1).",
        intake.bring_in_files,
        calls=2,
        announces={"members.profile.updated": len(intake.paid()), "members.activity.recorded": intake.invoices()},
        effects=(members_effects.SHOWN,),
    ),
    Step(
        "regions get names",
        f"The operators bring in what {gazetteer.regions()} regions of NUTS are called in three languages (R3).",
        gazetteer.import_regions,
        calls=2,
        effects=(members_effects.NAMED,),
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
        one_after_the_other(assessments.assess_suppliers, assessments.publish_assessments),
        calls=48 * len(table("assessments")),
        announces={"procurement.assessment.published": len(table("assessments"))},
        effects=(purchases_effects.LABELS,),
    ),
    Step(
        "offers are used",
        "The buyer publishes negotiated offers, each with the steps to obtain it; members use them (R11).",
        one_after_the_other(offers.publish_offers, offers.use_offers),
        calls=2 * len(table("offers")) + len(offers.redemptions()),
        announces={
            "procurement.offer.published": len(table("offers")),
            "procurement.offer.redeemed": len(offers.redemptions()),
        },
        effects=(purchases_effects.USED,),
    ),
    Step(
        "an evaluation is framed",
        "One question is adopted by the general assembly, and published before anything is measured (R18, R20).",
        evaluation.frame_evaluation,
        calls=4,
        effects=(impact_effects.PUBLISHED,),
    ),
    Step(
        "indicators are adopted",
        "Members appraise indicators of three levels; somebody else than their author adopts them (R22, R23).",
        one_after_the_other(evaluation.define_indicators, evaluation.compute_saving),
        calls=5 * len(evaluation.indicators()) + 5,
        announces={"impact.observation.released": 1},
        effects=(impact_effects.OBSERVING,),
    ),
    Step(
        "a pooled order opens",
        "The buyer opens an order for one filière in one region, and its members join (R14).",
        one_after_the_other(pooled_order.open_order, pooled_order.join_order),
        calls=4 + 2 * len(pooled_order.buyers()),
        announces={
            "procurement.pooled_order.opened": 1,
            "procurement.pooled_order.committed": len(pooled_order.buyers()),
        },
        effects=(purchases_effects.SEEN_BY_ITS_OWN, purchases_effects.UNSEEN_ELSEWHERE, purchases_effects.SECOND_TIER),
    ),
    Step(
        "a latecomer joins",
        "A member who joins the filière only now sees its pooled order at once, and joins that too (R2, R14).",
        pooled_order.join_late,
        calls=4,
        announces={"members.membership.joined": 1, "procurement.pooled_order.committed": 1},
        effects=(purchases_effects.SEEN_AT_ONCE,),
    ),
)
