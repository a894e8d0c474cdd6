"""From commitments and totals to the shapes that go out: what a party wants, and how the order stands."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from partage_kit.types import Money
from partage_procurement.pooled_orders.kernels.increments import CommittedLine
from partage_procurement.pooled_orders.kernels.live import LiveFigures, StepAhead, TierCliff, live_figures, saving
from partage_procurement.pooled_orders.kernels.logistics import estimate_at
from partage_procurement.pooled_orders.kernels.money import half_up
from partage_procurement.pooled_orders.kernels.terms import Article
from partage_procurement.pooled_orders.models.articles import highest_of, kernel_article, quantity_text
from partage_procurement.pooled_orders.models.lifecycle import state_at
from partage_procurement.pooled_orders.models.orders import terms_of
from partage_procurement.pooled_orders.schemas.commitments import (
    ArticleFigures,
    CommitmentView,
    CommittedLineView,
    FiguresView,
    MyCommitmentView,
    PartyView,
    StepAheadView,
    TierCliffView,
    TierNow,
)
from partage_procurement.pooled_orders.schemas.orders import Estimate
from partage_procurement.pooled_orders.views.orders import estimate

Own = Mapping[str, CommittedLine]
"""The caller's own lines by article id."""


def commitment(row: Any, lines: Sequence[CommittedLine], articles: Sequence[Any], currency: str) -> CommitmentView:
    """A party's commitment."""
    return CommitmentView(**_commitment(row, lines, articles, currency))


def own_commitment(order: Any, row: Any, lines: Sequence[CommittedLine], articles: Sequence[Any]) -> MyCommitmentView:
    """The caller's commitment, with how the order stands."""
    return MyCommitmentView(
        **_commitment(row, lines, articles, order.currency), estimate=live_estimate(order, articles)
    )


def party(row: Any) -> PartyView:
    """Who takes part."""
    return PartyView(kind=row.party_kind, office=row.office, member_id=row.member_id)


def figures(order: Any, articles: Sequence[Any], own: Own) -> FiguresView:
    """An order as it stands."""
    return FiguresView(
        order_id=order.id,
        state=state_at(order, order.now),
        members_count=order.members_count,
        structures_count=order.structures_count,
        lines_count=order.lines_count,
        articles=[_article(article, order, own.get(str(article.id))) for article in articles],
        estimate=live_estimate(order, articles),
    )


def live_estimate(order: Any, articles: Sequence[Any]) -> Estimate:
    """Logistics against gains at the volumes that would be bought now, ceilings left aside."""
    terms = terms_of(order, articles)
    volumes = {of.id: of.box.volume(row.firm, row.tolerance) for of, row in zip(terms.articles, articles, strict=True)}
    return estimate(estimate_at(terms, volumes), order.currency)


def _commitment(row: Any, lines: Sequence[CommittedLine], articles: Sequence[Any], currency: str) -> dict[str, Any]:
    by_id = {str(article.id): article for article in articles}
    return {
        "order_id": row.order_id,
        "party": party(row),
        "lines": [_line(line, by_id[line.article], currency) for line in lines],
        "joined_at": row.joined_at,
        "changed_at": row.changed_at,
    }


def _line(line: CommittedLine, article: Any, currency: str) -> CommittedLineView:
    return CommittedLineView(
        article_id=UUID(line.article),
        unit=article.unit,
        firm=quantity_text(article, line.firm),
        tolerance=quantity_text(article, line.tolerance),
        ceiling=None if line.ceiling is None else Money.of_minor(line.ceiling, currency),
        seq=line.seq,
    )


def _article(row: Any, order: Any, own: CommittedLine | None) -> ArticleFigures:
    article = kernel_article(row, order.basis)
    live = live_figures(article, row.firm, row.tolerance)
    return ArticleFigures(
        article_id=row.id,
        unit=row.unit,
        firm=quantity_text(row, row.firm),
        tolerance=quantity_text(row, row.tolerance),
        boxes=live.boxes,
        volume=quantity_text(row, live.volume),
        tier=_tier(row, article, live, order.currency),
        next_tier=live.next_tier and _step(row, article, live.next_tier, own, order.currency),
        next_box=_step(row, article, live.next_box, own, order.currency),
        cliff=live.cliff and _cliff(row, live.cliff, order.currency),
        may_still_add=quantity_text(row, max(0, highest_of(row) - row.firm)),
    )


def _tier(row: Any, article: Article, live: LiveFigures, currency: str) -> TierNow | None:
    if live.tier is None:
        return None
    return TierNow(
        number=1 + article.tiers.tiers.index(live.tier),
        from_quantity=quantity_text(row, live.tier.bound),
        unit_price=Money.of_minor(int(live.tier.price), currency),
    )


def _step(row: Any, article: Article, step: StepAhead, own: CommittedLine | None, currency: str) -> StepAheadView:
    return StepAheadView(
        missing=quantity_text(row, step.missing),
        volume=quantity_text(row, step.volume),
        unit_price=Money.of_minor(int(step.price), currency),
        saving_per_unit=Money.of_minor(int(step.saving), currency),
        saving=Money.of_minor(saving(article, step, row.firm), currency),
        my_saving=own and Money.of_minor(saving(article, step, own.firm), currency),
    )


def _cliff(row: Any, cliff: TierCliff, currency: str) -> TierCliffView:
    return TierCliffView(
        volume=quantity_text(row, cliff.volume),
        cost=Money.of_minor(half_up(cliff.cost), currency),
        cost_now=Money.of_minor(half_up(cliff.cost_now), currency),
    )
