"""Which counts of an office may be told to members and to everybody, as a kernel on the small-cell kernel of kit.

Members read counts of at least 5, everybody else of at least 10, and what is hidden from members is hidden from all:
so a member who reads both learns nothing from the second. Hidden beside small counts are
- counts that differ from those told last by 1 to k - 1, as the difference would tell of the persons in it, and a rest
  of a sum that does;
- for everybody, counts of groups in which 1 to k - 1 persons do not show everybody what they are counted by: whoever
  knows the others would learn theirs.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from partage_kit.disclosure import Interval
from partage_members.analytics.catalogue import THRESHOLDS, AnalyticsAudience
from partage_members.analytics.layout import Key, Layout

Told = Mapping[Key, int | None]
"""What a snapshot tells: None for a hidden cell."""


@dataclass(frozen=True, slots=True)
class Before:
    """What an audience was told: of each cell the last time that it was shown, and the last snapshot as a whole."""

    last_shown: Mapping[Key, int] = field(default_factory=dict)
    last_snapshot: Told = field(default_factory=dict)


def released(layout: Layout, before: Mapping[AnalyticsAudience, Before]) -> dict[AnalyticsAudience, Told]:
    """Decide every cell for both audiences."""
    members = _told(layout, AnalyticsAudience.MEMBERS, before, set())
    k = THRESHOLDS[AnalyticsAudience.PUBLIC]
    concealed = {key for key, tally in layout.tallies.items() if 0 < tally.unseen < k}
    hidden = concealed | {key for key, count in members.items() if count is None}
    return {
        AnalyticsAudience.MEMBERS: members,
        AnalyticsAudience.PUBLIC: _told(layout, AnalyticsAudience.PUBLIC, before, hidden),
    }


def _told(
    layout: Layout, audience: AnalyticsAudience, before: Mapping[AnalyticsAudience, Before], hidden: set[Key]
) -> Told:
    from partage_kit.disclosure.linked import protect_linked  # numpy and scipy are slow to import

    earlier, k = before.get(audience, Before()), THRESHOLDS[audience]
    hidden = hidden | _changed_little(layout, earlier.last_shown, k)
    cells, ties = list(layout.cells()), list(layout.ties())
    known = {str(key): interval for key, interval in _known(layout, earlier.last_shown, k).items()}
    same = {str(key) for key, tally in layout.tallies.items() if earlier.last_shown.get(key) == tally.persons}
    while True:
        also_hidden = {str(key) for key in hidden}
        decided = protect_linked(cells, ties, k, also_hidden=also_hidden, known=known, told_before=same)
        told = {key: decided[str(key)].count for key in layout.tallies}
        more = little_rests(layout, told, earlier.last_snapshot, k)
        if not more:
            return told
        hidden = hidden | {key for key, count in told.items() if count is None} | more


def _changed_little(layout: Layout, last_shown: Mapping[Key, int], k: int) -> set[Key]:
    return {
        key
        for key, tally in layout.tallies.items()
        if key in last_shown and 0 < abs(tally.persons - last_shown[key]) < k
    }


def _known(layout: Layout, last_shown: Mapping[Key, int], k: int) -> dict[Key, Interval]:
    """What readers know of counts beforehand: the form of the tables, and about what was told of a group before.

    A count that differs by fewer than k from the one told before is within k of it for all that they can know.
    """
    known = dict(layout.known)
    for key, tally in layout.tallies.items():
        last = last_shown.get(key)
        if last is not None and abs(tally.persons - last) < k:
            form = known.get(key, Interval(0, None))
            high = last + k if form.high is None else min(form.high, last + k)
            known[key] = Interval(max(form.low, last - k), high)
    return known


def little_rests(layout: Layout, told: Told, earlier: Told, k: int) -> set[Key]:
    """The totals whose rest, what is not shown below them, differs from that of the last snapshot by 1 to k - 1."""
    found = set()
    for total, parts in layout.sums:
        rests = _rest(total, parts, told, earlier), _rest(total, parts, earlier, told)
        if rests[0] is not None and rests[1] is not None and 0 < abs(rests[0] - rests[1]) < k:
            found.add(total)
    return found


def _rest(total: Key, parts: tuple[Key, ...], told: Told, other: Told) -> int | None:
    """What a total leaves over for the parts that are not shown both times; None when the total is hidden."""
    whole = told.get(total)
    if whole is None:
        return None
    both = (count for part in parts if (count := told.get(part)) is not None and other.get(part) is not None)
    return whole - sum(both)
