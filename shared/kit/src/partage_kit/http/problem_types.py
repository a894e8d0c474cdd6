"""Where the type of a problem leads when a service runs without the portal: to the same explanation, as JSON."""

import inspect
from typing import Annotated, Any

from fastapi import APIRouter, Path, Request

from partage_kit.errors import NotFound, every_refusal
from partage_kit.http.languages import reader_languages
from partage_kit.types import translated

router = APIRouter(tags=["problems"], include_in_schema=False)


@router.get("/problems/{code}")
async def problem_type(code: Annotated[str, Path(max_length=100)], request: Request) -> dict[str, Any]:
    """What a type of problem means and what the caller can do, with its title in the reader's language.

    Raises:
        NotFound: no problem is called so.
    """
    refusal = next((one for one in every_refusal() if one.code() == code), None)
    if refusal is None:
        raise NotFound()
    return {
        "type": refusal.type_uri(),
        "title": translated(refusal.titles, reader_languages(request)),
        "status": refusal.status,
        "description": inspect.getdoc(refusal),
        "remedy": refusal.remedy,
    }
