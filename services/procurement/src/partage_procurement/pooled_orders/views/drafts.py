"""From a draft to the columns it is stored in: quantities become quanta, amounts minor units, rates basis points."""

from typing import Any

from partage_procurement.pooled_orders.schemas.articles import DraftArticle, basis_points
from partage_procurement.pooled_orders.schemas.drafts import DraftPooledOrder

_AS_GIVEN = (
    "description",
    "kind",
    "supplier_id",
    "offer_id",
    "currency",
    "basis",
    "sharing",
    "allocation",
    "opens_at",
    "top_up_at",
    "locks_at",
    "extension_days",
    "partner_offices",
    "nuts",
)


def order_columns(draft: DraftPooledOrder) -> dict[str, Any]:
    """The columns of an order."""
    terms, minimum = draft.terms(), draft.minimum
    work = draft.logistics.work
    return {
        **draft.model_dump(include=set(_AS_GIVEN)),
        "title": {str(language): text for language, text in draft.title.items()},
        "filieres": [str(filiere) for filiere in draft.filieres],
        "categories": sorted({article.category for article in draft.articles}),
        "logistics": {
            "steps": [{"bound": step.bound, "amount": step.amount - work} for step in terms.logistics.steps],
            "work": work,
            "vat_rate": terms.logistics.vat_rate,
            "handling_hours": draft.logistics.handling_hours,
            "administration_hours": draft.logistics.administration_hours,
            "hourly_cost": draft.logistics.hourly_cost and draft.logistics.hourly_cost.minor,
        },
        "minimum": minimum
        and {"amount": minimum.amount.minor, "basis": minimum.basis, "with_deposits": minimum.with_deposits},
    }


def article_columns(draft: DraftPooledOrder) -> list[dict[str, Any]]:
    """The columns of the articles of an order, in its own order."""
    return [_article(article, place, draft) for place, article in enumerate(draft.articles, 1)]


def _article(article: DraftArticle, place: int, draft: DraftPooledOrder) -> dict[str, Any]:
    kernel = article.kernel(str(place), draft.basis)
    return {
        "position": place,
        "name": {str(language): text for language, text in article.name.items()},
        "category": article.category,
        "unit": article.unit,
        "quantum": article.quantum,
        "box_size": kernel.box.size,
        "minimum": kernel.box.minimum,
        "tiers": [{"bound": tier.bound, "price": int(tier.price)} for tier in kernel.tiers.tiers],
        "reference": article.reference.unit_price.minor,
        "reference_on": article.reference.noted_on,
        "reference_evidence": article.reference.evidence,
        "reference_link": article.reference.link,
        "vat_rate": kernel.vat_rate,
        "weight": article.weight_grams,
        "deposit": article.deposit and article.deposit.unit_price.minor,
        "deposit_vat_rate": article.deposit and basis_points(article.deposit.vat_rate),
        "most": article.most,
        "cap": article.count(article.cap) if article.cap else None,
        "anchor": article.count(article.anchor) if article.anchor else None,
    }
