"""Files that are brought in, and what becomes of them."""

from typing import Any

import httpx

from support.house import House
from support.waiting import eventually

CSV, NDJSON = "text/csv", "application/x-ndjson"


async def sent(
    who: httpx.AsyncClient, path: str, content: str | bytes, media_type: str = CSV, **query: Any
) -> httpx.Response:
    """The answer to a file."""
    body = content.encode() if isinstance(content, str) else content
    return await who.post(path, content=body, params=query, headers={"Content-Type": media_type})


async def until_idle(house: House) -> None:
    """Let the jobs of a house be done."""
    worker = house.service.job_worker()
    while await worker.take_a_turn():
        pass


async def imported(
    house: House, who: httpx.AsyncClient, path: str, content: str | bytes, media_type: str = CSV, **query: Any
) -> dict[str, Any]:
    """The job of a file, once it has ended."""
    answer = await sent(who, path, content, media_type, **query)
    assert answer.status_code == 202, answer.text
    await until_idle(house)

    async def job() -> dict[str, Any]:
        found: dict[str, Any] = (await who.get(answer.headers["location"])).json()
        return found

    # the service's own worker may have been at it
    return await eventually(job, lambda seen: seen["state"] not in ("queued", "running"))


async def reported(who: httpx.AsyncClient, job: dict[str, Any]) -> list[tuple[int, str | None, str]]:
    """The report of a job: row, column, detail."""
    page = (await who.get(job["report"], params={"limit": 200})).json()
    return [(line["row"], line["column"], line["detail"]) for line in page["items"]]
