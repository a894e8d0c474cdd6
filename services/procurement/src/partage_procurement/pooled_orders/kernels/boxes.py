"""Boxes: how many full boxes an article's firm and tolerated quanta fill, and what fills the next one."""

from dataclasses import dataclass


class InvalidBox(ValueError):
    """A box that holds nothing, or a minimum below zero."""


@dataclass(frozen=True, slots=True)
class BoxRule:
    """How a supplier sells an article: boxes of `size` quanta, and at least `minimum` quanta (not boxes)."""

    size: int = 1
    minimum: int = 0

    def __post_init__(self) -> None:
        if self.size < 1 or self.minimum < 0:
            raise InvalidBox("a box holds at least one quantum and a minimum is zero or more")

    @property
    def least(self) -> int:
        """The fewest boxes that reach the minimum."""
        return self.holding(self.minimum)

    def holding(self, quanta: int) -> int:
        """Count the boxes that hold at least this many quanta."""
        return -(-quanta // self.size)

    def boxes(self, firm: int, tolerance: int) -> int:
        """Count the boxes to buy for the summed firm and tolerated quanta; 0 when it is not bought.

        Tolerance completes a box but never starts one, unless the minimum needs it (R14).
        """
        full = min(self.holding(firm), (firm + tolerance) // self.size)
        if full * self.size >= self.minimum:
            return full
        return self.least if firm > 0 and firm + tolerance >= self.least * self.size else 0

    def volume(self, firm: int, tolerance: int) -> int:
        """Count the quanta in the boxes to buy."""
        return self.boxes(firm, tolerance) * self.size

    def unserved(self, firm: int, tolerance: int) -> int:
        """Count the firm quanta that the boxes to buy do not hold."""
        return max(0, firm - self.volume(firm, tolerance))

    def firm_needed(self, boxes: int, tolerance: int) -> int:
        """Find the fewest firm quanta that, with this tolerance, buy at least so many boxes (one or more)."""
        wanted = max(boxes, self.least)
        # A box needs its first quantum to be firm; the boxes of the minimum need only one firm quantum between them.
        started = 1 if wanted == self.least else (wanted - 1) * self.size + 1
        return max(started, wanted * self.size - tolerance)
