"""The answer of a route that starts a job: 202, and where the job is."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request, Response

from partage_kit.types import Shape


class JobStarted(Shape):
    """Long work was accepted; the job tells how far it is."""

    job_id: UUID
    href: str


class Acceptance:
    """Names the job in the Location header (RFC 9110, 15.3.3)."""

    def __init__(self, request: Request, response: Response) -> None:
        self._service: str = request.app.state.service.name
        self._response = response

    def __call__(self, job_id: UUID) -> JobStarted:
        """Answer that a job was queued; the route's `status_code` is 202."""
        href = f"/{self._service}/v1/jobs/{job_id}"
        self._response.headers["Location"] = href
        return JobStarted(job_id=job_id, href=href)


async def _acceptance(request: Request, response: Response) -> Acceptance:
    return Acceptance(request, response)


Accepted = Annotated[Acceptance, Depends(_acceptance)]
