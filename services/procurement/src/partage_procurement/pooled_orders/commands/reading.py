"""Read quantities and amounts that only make sense beside an order: whole quanta of an article, its one currency."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from partage_kit.errors import Invalid
from partage_kit.types import Money
from partage_procurement.pooled_orders.kernels.quanta import InvalidQuantity
from partage_procurement.pooled_orders.models.articles import quantity_text, quantum_of


def quanta_at(pointer: str, article: Any, quantity: str) -> int:
    """A quantity of an article in quanta; `pointer` is its place in the request.

    Raises:
        Invalid
    """
    quantum = quantum_of(article)
    try:
        quanta = quantum.count(Decimal(quantity))
    except InvalidQuantity as error:
        raise _invalid(pointer, str(error)) from error
    require_at_most(pointer, article, quanta)
    return quanta


def require_at_most(pointer: str, article: Any, quanta: int) -> None:
    """Refuse more of an article than an order can hold.

    Raises:
        Invalid
    """
    if quanta > article.most:
        raise _invalid(pointer, f"at most {quantity_text(article, article.most)} {article.unit}")


def minor_at(pointer: str, currency: str, amount: Money) -> int:
    """An amount in minor units of an order's currency; `pointer` is its place in the request.

    Raises:
        Invalid
    """
    require_currency(pointer, currency, [amount])
    return amount.minor


def require_currency(pointer: str, currency: str, amounts: Iterable[Money | None]) -> None:
    """Refuse amounts of another currency than the order's; `pointer` is their place in the request.

    Raises:
        Invalid
    """
    if any(amount is not None and amount.currency != currency for amount in amounts):
        raise _invalid(pointer, f"every amount is in {currency}, the currency of the order")


def _invalid(pointer: str, detail: str) -> Invalid:
    return Invalid(f"{pointer}: {detail}", errors=[{"pointer": pointer, "detail": detail}])
