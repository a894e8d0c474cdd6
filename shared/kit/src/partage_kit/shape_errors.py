"""What a shape finds wrong, in the words of whoever sent it; values are never echoed."""

import re
from collections.abc import Mapping
from typing import Any

_MEMBER = re.compile(r"<\w+\.\w+: ('[^']*')>")
"""A choice as Python names it: `<Way.PAPER: 'paper'>`."""


def told(found: Mapping[str, Any]) -> str:
    """One of pydantic's errors; of a choice it names the values as they are sent."""
    return _MEMBER.sub(r"\1", str(found["msg"]).removeprefix("Value error, "))
