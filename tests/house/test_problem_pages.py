"""The page of a problem explains one refusal, whichever services it stands beside."""

from importlib import import_module

from deploy.reference.http import problems
from partage_kit.errors import every_refusal

ROOMS = ("partage_gateway", "partage_members", "partage_procurement", "partage_impact", "partage_kit")


def test_every_refusal_of_the_house_has_a_page_of_its_own() -> None:
    for service in ("members", "procurement", "impact"):
        import_module(f"partage_{service}.app")
    ours = [refusal for refusal in every_refusal() if refusal.__module__.split(".")[0] in ROOMS]
    pages = {page["code"]: page["description"] for page in problems()}
    assert len({refusal.code() for refusal in ours}) == len(ours)
    assert not [refusal for refusal in ours if pages[refusal.code()].split()[0] not in str(refusal.__doc__)]
