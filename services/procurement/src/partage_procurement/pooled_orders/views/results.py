"""From what was decided to the shapes that explain it."""

from collections.abc import Sequence
from typing import Any

from partage_kit.types import Money
from partage_procurement.pooled_orders.models.articles import quantity_text
from partage_procurement.pooled_orders.reasons import reason
from partage_procurement.pooled_orders.schemas.results import (
    AllotmentView,
    DecidedArticle,
    DecisionView,
    Dropped,
    MyAllotments,
)
from partage_procurement.pooled_orders.views.commitments import party

Languages = tuple[str, ...]


def decision(row: Any, articles: Sequence[Any], currency: str, languages: Languages) -> DecisionView:
    """What was decided at a lock."""
    return DecisionView(
        number=row.number,
        decided_at=row.decided_at,
        outcome=row.outcome,
        failure=row.failure and reason(row.failure, languages),
        reached=_money(row.reached, currency),
        required=_money(row.required, currency),
        logistics=Money.of_minor(row.logistics, currency),
        gains=Money.of_minor(row.gains, currency),
        rounds=row.rounds,
        articles=[_article(one, currency, languages) for one in articles if one.decision_id == row.id],
    )


def allotment(row: Any, currency: str, languages: Languages) -> AllotmentView:
    """What a line gets and why."""
    return AllotmentView(
        party=party(row),
        article_id=row.article_id,
        unit=row.unit,
        seq=row.seq,
        firm=quantity_text(row, row.firm),
        tolerance=quantity_text(row, row.tolerance),
        ceiling=_money(row.ceiling, currency),
        allotted=_quantity(row, row.units),
        reason=reason(row.reason, languages),
        unit_price=_money(row.price, currency),
        share=_money(row.share, currency),
        round=row.round,
        received=_quantity(row, row.received),
        received_reason=row.received_reason and reason(row.received_reason, languages),
    )


def own_allotments(
    decided: Any, rows: Sequence[Any], share: Any, due: int | None, currency: str, languages: Languages
) -> MyAllotments:
    """What the caller gets and bears."""
    return MyAllotments(
        outcome=decided.outcome,
        lines=[allotment(row, currency, languages) for row in rows],
        share=Money.of_minor(share.share if share else 0, currency),
        gain=Money.of_minor(share.gain if share else 0, currency),
        due=_money(due, currency),
    )


def _article(row: Any, currency: str, languages: Languages) -> DecidedArticle:
    dropped = row.dropped_reason and Dropped(round=row.dropped_round, reason=reason(row.dropped_reason, languages))
    return DecidedArticle(
        article_id=row.article_id,
        unit=row.unit,
        firm=_quantity(row, row.firm),
        tolerance=_quantity(row, row.tolerance),
        boxes=row.boxes,
        volume=_quantity(row, row.volume),
        tier=row.tier,
        unit_price=_money(row.price, currency),
        dropped=dropped,
    )


def _money(minor: int | None, currency: str) -> Money | None:
    return None if minor is None else Money.of_minor(minor, currency)


def _quantity(row: Any, quanta: int | None) -> str | None:
    return None if quanta is None else quantity_text(row, quanta)
