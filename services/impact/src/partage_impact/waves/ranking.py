"""Which needs members named most, as everybody may know it; pure."""

from collections.abc import Mapping
from fractions import Fraction

from partage_contracts.impact import NeedShare, RankedNeed
from partage_impact.questionnaires.questions import SelectOne
from partage_impact.values import PUBLIC_K
from partage_impact.waves.results import one_way

_BANDS = (
    (Fraction(1, 2), NeedShare.HALF_OR_MORE),
    (Fraction(1, 4), NeedShare.QUARTER_OR_MORE),
    (Fraction(1, 10), NeedShare.TENTH_OR_MORE),
    (Fraction(0), NeedShare.BELOW_TENTH),
)


def ranked(question: SelectOne, given: Mapping[str, int], participants: int, threshold: int) -> list[RankedNeed]:
    """The needs that were named most first; equal ones share a place (1, 2, 2, 4), and no number is told.

    Everybody hears the fact, members read the result beside it: a need is told only where it may be told to both.
    Places are counted among the needs told, so that a gap tells nothing of one that is hidden.
    """
    seen = [one_way(question, given, participants, k) for k in (threshold, max(threshold, PUBLIC_K))]
    if any(one.n is None for one in seen):
        return []
    options = [option.code for option in question.options]
    told = {code: given[code] for code in options if all(one.counts[code] for one in seen)}
    return [
        RankedNeed(code=code, rank=1 + sum(more > count for more in told.values()), share=_band(count, participants))
        for code, count in sorted(told.items(), key=lambda need: (-need[1], need[0]))
    ]


def _band(count: int, participants: int) -> NeedShare:
    share = Fraction(count, participants)
    return next(band for least, band in _BANDS if share >= least)
