"""Facts and indicators of which the tests of figures begin."""

from typing import Any

from support.evaluating import (
    IMPACT,
    a_fact,
    a_formula,
    by_area,
    counting,
    evaluator,
    made,
)
from support.house import House

SUPPLIERS: dict[str, Any] = {
    "unit": "suppliers",
    "formula": a_formula(
        counting("referenced", "supplier_standing_changed", filter='standing == "referenced"'), numerator="referenced"
    ),
}


def standing(number: int, became: str, on: str = "2026-03-10", **more: object) -> dict[str, object]:
    """A supplier's standing changed."""
    return a_fact(number, None, on, fact_type="supplier_standing_changed", dimensions={"standing": became}, **more)


def joined(
    numbers: range, trade: str = "baker", on: str = "2026-03-10", nuts: str = "BE100"
) -> list[dict[str, object]]:
    """Members who joined."""
    return [a_fact(number, number, on, nuts=nuts, dimensions={"trade": trade}) for number in numbers]


async def complete(house: House, fact_type: str, until: str = "2026-03-31") -> None:
    """All facts of a type are entered."""
    path = f"{IMPACT}/fact-types/{fact_type}/complete"
    made(await evaluator(house).post(path, json={"until": until}), 200)


def whole(run: dict[str, Any]) -> tuple[Any, ...]:
    """The figure of the whole office: status, value, numerator, denominator, n."""
    figure = by_area(run)["all"]
    return tuple(figure[name] for name in ("status", "value", "num", "den", "n"))
