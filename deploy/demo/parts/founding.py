"""Offices get to know their members, who found filières; suppliers and a charter are there."""

from deploy.demo.chapters import (
    charter,
    community,
    privacy,
    suppliers,
)
from deploy.demo.effects import impact as impact_effects
from deploy.demo.effects import members as members_effects
from deploy.demo.effects import purchases as purchases_effects
from deploy.demo.groups import groups
from deploy.demo.people import OFFICES, everybody
from deploy.demo.steps import Step, one_after_the_other

_PEOPLE, _GROUPS = len(everybody()), len(groups())
_JOINERS = sum(len(group.joiners) for group in groups())
_SUPPLIERS = len(suppliers.known_suppliers())

FOUNDING = (
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
        effects=(impact_effects.heard_of("member_registered", "registration"),),
    ),
    Step(
        "members consent",
        "Each office publishes what it asks consent for; members agree, and some change their minds again (R1).",
        one_after_the_other(privacy.publish_notices, privacy.give_consents),
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
        one_after_the_other(suppliers.suggest_suppliers, suppliers.decide_on_suppliers),
        calls=3 * _SUPPLIERS,
        announces={"procurement.supplier.referenced": _SUPPLIERS - 1},
        effects=(impact_effects.heard_of("supplier_standing_changed", "supplier's standing"),),
    ),
    Step(
        "the charter is signed",
        "The buyer drafts the charter; members and the ethics committee comment; the committee signs it (R12).",
        one_after_the_other(charter.draft_charter, charter.discuss_charter, charter.sign_charter),
        calls=10,
        announces={"procurement.charter.adopted": 1},
        effects=(purchases_effects.ADOPTED,),
    ),
    Step(
        "filières are launched",
        "When the consultations are over, staff launches the filières and cites their result (R2).",
        community.launch_filieres,
        calls=6 * _GROUPS,
        announces={"members.filiere.stage_changed": _GROUPS},
        effects=(members_effects.CONSULTED,),
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
)
