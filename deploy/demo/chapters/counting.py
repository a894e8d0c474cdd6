"""Each office has its members counted; everybody may read how many there are of what kind, small groups hidden (R1)."""

from functools import partial

from deploy.demo.answers import Refused
from deploy.demo.cast import staff
from deploy.demo.door import Door, until
from deploy.demo.people import OFFICES

ANALYTICS = "/members/v1/analytics"


async def count_members(door: Door) -> None:
    """Staff asks for a snapshot, and waits until it is there."""
    for office in OFFICES:
        await door.post(f"snapshot/{office}", staff(office), f"{ANALYTICS}/snapshots")
        await until(partial(_snapshots, door, office), bool)


async def told_to_everybody(door: Door) -> object:
    """The number of members that everybody is told of the first office, without a token."""
    if not await _snapshots(door, OFFICES[0]):
        return None
    table = await door.get(None, f"{ANALYTICS}/tables/members", office=OFFICES[0])
    return table["cells"][0]["count"]


async def _snapshots(door: Door, office: str) -> int:
    """How many snapshots an office has; one without any is not found."""
    try:
        return len((await door.get(None, f"{ANALYTICS}/snapshots", office=office))["items"])
    except Refused as refused:
        if refused.kind != "snapshot-not-found":
            raise
        return 0
