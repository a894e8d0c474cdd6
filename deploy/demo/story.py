"""The story of the demo cooperative, step by step."""

from deploy.demo.chapters import community
from deploy.demo.groups import groups
from deploy.demo.people import OFFICES, everybody
from deploy.demo.steps import Step

_PEOPLE, _GROUPS = len(everybody()), len(groups())
_JOINERS = sum(len(group.joiners) for group in groups())

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
)
