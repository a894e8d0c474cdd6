"""Top-up: the last days of an order, when changes may only complete the boxes that are started (R14)."""

from dataclasses import dataclass
from enum import StrEnum

from partage_procurement.pooled_orders.kernels.boxes import BoxRule


class TopUpRule(StrEnum):
    """What a change in top-up must not do."""

    FIRM_MAY_NOT_FALL = "firm_may_not_fall"
    TOTAL_MAY_NOT_FALL = "total_may_not_fall"
    BOXES_MAY_NOT_FALL = "boxes_may_not_fall"
    MISSING_MAY_NOT_RISE = "missing_may_not_rise"


@dataclass(frozen=True, slots=True)
class Quantities:
    """Firm and tolerated quanta, of one party or summed over an article."""

    firm: int
    tolerance: int

    @property
    def total(self) -> int:
        """Firm and tolerance together."""
        return self.firm + self.tolerance


@dataclass(frozen=True, slots=True)
class TopUpVerdict:
    """The rules a change breaks (none: it is accepted), and the quanta missing before and after it."""

    broken: tuple[TopUpRule, ...]
    missing_before: int
    missing_after: int

    @property
    def accepted(self) -> bool:
        """Whether the change may be made."""
        return not self.broken


def missing(box: BoxRule, article: Quantities) -> int:
    """Count the quanta that would complete the box or the minimum which unserved firm quanta wait for."""
    if box.unserved(article.firm, article.tolerance) == 0:
        return 0
    return box.holding(max(article.firm, box.minimum)) * box.size - article.total


def judge(
    box: BoxRule, article: Quantities, own_before: Quantities, own_after: Quantities, own_unserved: int
) -> TopUpVerdict:
    """Judge a party's change of its line while an order tops up.

    `article` sums all lines before the change, the party's own included; `own_unserved` counts the party's firm
    quanta that an allocation of the article as it stands leaves unserved: only those may be taken back.
    """
    after = Quantities(
        article.firm - own_before.firm + own_after.firm,
        article.tolerance - own_before.tolerance + own_after.tolerance,
    )
    missing_before, missing_after = missing(box, article), missing(box, after)
    boxes_before, boxes_after = (box.boxes(all_.firm, all_.tolerance) for all_ in (article, after))
    kept = {
        TopUpRule.FIRM_MAY_NOT_FALL: own_after.firm >= own_before.firm - own_unserved,
        TopUpRule.TOTAL_MAY_NOT_FALL: own_after.total >= own_before.total - own_unserved,
        TopUpRule.BOXES_MAY_NOT_FALL: boxes_after >= boxes_before,
        TopUpRule.MISSING_MAY_NOT_RISE: missing_after <= missing_before,
    }
    return TopUpVerdict(tuple(rule for rule, holds in kept.items() if not holds), missing_before, missing_after)
