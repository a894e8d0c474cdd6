"""What a later version of a scheme has changed: a kernel, two versions and what took the place of what in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from partage_members.classifications.lookup import Concept


class Change(StrEnum):
    """What became of a code: it came, it went, it is called otherwise, or others took its place."""

    ADDED = "added"
    REMOVED = "removed"
    RELABELLED = "relabelled"
    REPLACED = "replaced"
    SPLIT = "split"
    MERGED = "merged"


Step = Mapping[str, Mapping[str, bool]]
"""What one version says of earlier codes: which take the place of each, and whether exactly."""


@dataclass(frozen=True)
class Succession:
    """The codes of the later version that take the place of an earlier one, and whether it is one, exactly."""

    codes: tuple[str, ...] = ()
    is_exact: bool = False


@dataclass(frozen=True)
class ChangedCode:
    """A code and what became of it; labels before and after by language, None where it was not there."""

    code: str
    change: Change
    before: Mapping[str, str] | None
    after: Mapping[str, str] | None
    successors: tuple[str, ...] = ()


def succession(code: str, steps: Sequence[Step], there: Mapping[str, Concept]) -> Succession:
    """What takes the place of a code after some versions, in their order, as far as the last one has it."""
    found = {code: True}
    for step in steps:
        following: dict[str, bool] = {}
        for one, is_exact in found.items():
            for successor, exactly in step.get(one, {one: True}).items():
                following[successor] = following.get(successor, True) and is_exact and exactly
        found = following
    codes = tuple(sorted(one for one in found if one in there and one != code))
    return Succession(codes, len(codes) == len(found) == 1 and all(found.values()))


def changes_between(
    before: Mapping[str, Concept], after: Mapping[str, Concept], steps: Sequence[Step]
) -> list[ChangedCode]:
    """Each code that two versions differ in, in the order of codes; alternative labels do not count."""
    told = [_gone(code, one, succession(code, steps, after)) for code, one in before.items() if code not in after]
    for code, one in after.items():
        if code not in before:
            told.append(ChangedCode(code, Change.ADDED, None, one.labels))
        elif before[code].labels != one.labels:
            told.append(ChangedCode(code, Change.RELABELLED, before[code].labels, one.labels))
    return sorted(told, key=lambda one: one.code)


def _gone(code: str, concept: Concept, then: Succession) -> ChangedCode:
    if not then.codes:
        change = Change.REMOVED
    elif then.is_exact:
        change = Change.REPLACED
    else:
        change = Change.SPLIT if len(then.codes) > 1 else Change.MERGED
    return ChangedCode(code, change, concept.labels, None, then.codes)
