"""An office that nobody has heard of is probably mistyped: a file would begin it, beside the one that is meant."""

from collections.abc import Awaitable, Callable, Collection
from difflib import get_close_matches

from partage_kit.db import Database, Readable
from partage_kit.serving import fail

KnownOffices = Callable[[Readable], Awaitable[Collection[str]]]
"""The codes of all offices of which a database holds something; for its operator, who may see all of it."""

_FEW = 5


async def require_known(database: Database, known: KnownOffices, office: str) -> None:
    """End the process with a line that names the offices that may be meant, unless this one is known."""
    async with database.reading() as session:
        codes = await known(session)
    if office not in codes:
        remedy = "correct --office, or say --new-office if it is to begin with this file"
        fail(f"nobody has heard of the office {office!r}; {_those(sorted(codes), office)}: {remedy}")


def _those(codes: list[str], office: str) -> str:
    if not codes:
        return "none is known here yet"
    if len(codes) <= _FEW:
        return f"known here: {', '.join(codes)}"
    return f"the nearest of {len(codes)} that are known: {', '.join(get_close_matches(office, codes, _FEW, 0.0))}"
