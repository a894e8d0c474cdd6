"""The story of the demo cooperative, step by step."""

from deploy.demo.chapters import assessments, charter, community, offers, suppliers
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
)
