"""Metrics: how long requests took, by route; nothing that a caller chooses, and nothing of anonymous routes."""

from fastapi import APIRouter

from partage_kit.auth import Anyone
from partage_kit.http.anonymous import ANONYMOUS
from partage_kit.http.routes import Router
from partage_kit.settings import ServiceSettings
from support import notes
from support.house import House, running


def letterbox() -> APIRouter:
    """One anonymous route."""
    router = Router()

    @router.post("/letterbox", openapi_extra=ANONYMOUS)
    async def post_letter(_caller: Anyone) -> dict[str, str]:
        """Drop a letter."""
        return {}

    return router


async def test_anonymous_routes_and_invented_methods_are_not_measured(house: House) -> None:
    assert isinstance(house.settings, ServiceSettings)
    app = notes.create_app(house.settings, letterbox())
    async with running(app, house.settings) as second:
        assert (await second.as_member(1).post("/kit/v1/letterbox")).status_code == 200
        await second.as_member(1).get("/kit/v1/notes")
        await second.as_member(1).request("BREW", "/kit/v1/notes")
        measured = (await second.client().get("/metrics")).text
    assert 'partage_request_seconds_count{method="GET",route="/notes"' in measured
    assert 'method="other"' in measured
    for hidden in ("letterbox", "BREW", "_created"):
        assert hidden not in measured
