"""Routes that leave no trace of who called: here too they have no log line, no measure, no request id and no trace.

The services mark them; `data/anonymous.json` is the list that `make contracts` reads from their code.
"""

import json
import re
from functools import cache
from importlib.resources import files

_PARAMETER = re.compile(r"\{\w+\}")


@cache
def anonymous_paths() -> tuple[str, ...]:
    """The paths of such routes, as the services write them: /impact/v1/waves/{wave_id}/responses."""
    listed = (files("partage_gateway") / "data" / "anonymous.json").read_text(encoding="utf-8")
    return tuple(json.loads(listed))


def anonymous_pattern(prefix: str) -> str | None:
    """A regular expression for the decoded paths of such routes under a service's prefix, if it has any."""
    found = [_PARAMETER.sub("[^/]+", path) for path in anonymous_paths() if path.startswith(prefix)]
    return f"^({'|'.join(found)})$" if found else None
