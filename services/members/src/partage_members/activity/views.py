"""From what is kept of activity to what the member is shown."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from partage_members.activity.schemas import Dimension, ShownCode, ShownEvidence


def evidence(profile: Any, since: date, shown: Mapping[Dimension, Mapping[str, int]]) -> ShownEvidence:
    """Weights and declared places side by side: first what is shown most, then what is only declared."""
    codes = [
        ShownCode(dimension=dimension, code=code, months=months, declared=place)
        for dimension, declared in ((Dimension.TRADE, profile.trades), (Dimension.SECTOR, profile.sectors))
        for code, months, place in _side_by_side(declared, shown[dimension])
    ]
    return ShownEvidence(since_month=since, codes=codes)


def _side_by_side(declared: list[str], shown: Mapping[str, int]) -> list[tuple[str, int, int | None]]:
    places = {code: number for number, code in enumerate(declared, 1)}
    lines = [(code, shown.get(code, 0), places.get(code)) for code in {**shown, **places}]
    return sorted(lines, key=lambda line: (-line[1], line[2] or len(places) + 1, line[0]))
