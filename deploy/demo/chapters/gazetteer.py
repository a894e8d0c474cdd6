"""The operators of the house bring in what regions are called, so that facets of the directory say it (R1, R3)."""

from deploy.demo.cast import operator
from deploy.demo.door import Door
from deploy.demo.material import DATA, table
from deploy.demo.people import OFFICES

IMPORTS = "/members/v1/places/regions/imports?version=demo&attribution=Eurostat"


def regions() -> int:
    """How many regions the file tells of."""
    return len(table("regions"))


async def import_regions(door: Door) -> None:
    """Regions of three countries come in by file; the service knows its own places beside them."""
    await door.bring_in("regions", operator(OFFICES[0]), IMPORTS, (DATA / "regions.csv").read_text("utf-8"))
