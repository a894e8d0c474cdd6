"""The seven checks of a good indicator, and how votes decide them; pure (recommendation 22)."""

from collections.abc import Mapping
from enum import StrEnum


class Check(StrEnum):
    """What a good indicator is."""

    SIGNIFICANT = "significant"
    LINKED = "linked"
    UNDERSTOOD = "understood"
    ACCESSIBLE = "accessible"
    SIMPLE = "simple"
    PRECISE = "precise"
    RELIABLE = "reliable"


class Verdict(StrEnum):
    """What a voter thinks of one check, from best to worst."""

    YES = "yes"
    DOUBTFUL = "doubtful"
    NO = "no"


class Light(StrEnum):
    """What the votes on one check came to."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"
    OPEN = "open"


_LIGHTS = {Verdict.YES: Light.GREEN, Verdict.DOUBTFUL: Light.AMBER, Verdict.NO: Light.RED}


def light(votes: Mapping[Verdict, int]) -> Light:
    """The most frequent verdict; of equally frequent ones the worse. Without a vote the check is open."""
    most = max((votes.get(verdict, 0) for verdict in Verdict), default=0)
    if most == 0:
        return Light.OPEN
    return _LIGHTS[[verdict for verdict in Verdict if votes.get(verdict, 0) == most][-1]]


def obstacles(lights: Mapping[Check, Light]) -> list[Check]:
    """The checks that stand in the way of adoption: open or red."""
    return [check for check in Check if lights.get(check, Light.OPEN) in (Light.OPEN, Light.RED)]
