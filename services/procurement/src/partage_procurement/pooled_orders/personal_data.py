"""What pooled orders keep of persons: what the accounts rest on stays for as long as they do, under a pseudonym."""

from typing import Any

from sqlalchemy import ColumnElement, and_, not_, or_, select, tuple_

from partage_kit.personal_data import DataClass, Impersonal, Names, PersonalData, Rule
from partage_kit.tables import table_of
from partage_procurement.pooled_orders.models.articles import OrderArticle
from partage_procurement.pooled_orders.models.commitments import Commitment, commitment_events
from partage_procurement.pooled_orders.models.decisions import (
    OrderDecision,
    decided_articles,
    decided_lines,
    decided_shares,
)
from partage_procurement.pooled_orders.models.offices import order_facets, order_offices
from partage_procurement.pooled_orders.models.orders import PooledOrder
from partage_procurement.pooled_orders.models.settlements import Receipt, SettlementEntry, received_lines, settled_lines
from partage_procurement.pooled_orders.schemas.states import Decided

_orders, _commitments, _articles = table_of(PooledOrder), table_of(Commitment), table_of(OrderArticle)
_decisions, _receipts, _entries = table_of(OrderDecision), table_of(Receipt), table_of(SettlementEntry)

ENDED = (Decided.FAILED_LOGISTICS, Decided.CANCELLED, Decided.CLOSED)
"""States in which nobody owes or awaits anything any more; so does an order that missed its minimum for good."""

_has_ended = or_(
    _orders.c.decided.in_(ENDED),
    and_(
        _orders.c.decided == Decided.FAILED_MINIMUM,
        or_(_orders.c.extension_days == 0, _orders.c.extended_at.is_not(None)),
    ),
)
_under_way = select(_orders.c.id).where(not_(_has_ended))
_bound = select(_commitments.c.order_id, _commitments.c.party).where(
    _commitments.c.lines > 0, _commitments.c.order_id.in_(_under_way)
)
"""Parties that are bound by what they committed to."""


def _is_bound(order_id: Any, party: Any) -> ColumnElement[bool]:
    return tuple_(order_id, party).in_(_bound)


def _of(parent: Any, key: Any) -> Any:
    return select(parent.c.order_id).where(parent.c.id == key).scalar_subquery()


_RECORDED = {
    "fr": "Commandes groupées que vous avez suivies",
    "nl": "Groepsaankopen die u opvolgde",
    "en": "Pooled orders that you handled",
}
_TITLES = {
    "orders_joined": {
        "fr": "Commandes groupées que vous avez rejointes",
        "nl": "Groepsaankopen waaraan u deelnam",
        "en": "Pooled orders that you joined",
    },
    "orders_quantities": {
        "fr": "Quantités commandées",
        "nl": "Bestelde hoeveelheden",
        "en": "Quantities ordered",
    },
    "orders_decided": {"fr": "Ce qui vous fut attribué", "nl": "Wat u werd toegewezen", "en": "What you were allotted"},
    "orders_shares": {"fr": "Votre part des frais", "nl": "Uw deel van de kosten", "en": "Your share of the costs"},
    "orders_received": {"fr": "Ce que vous avez reçu", "nl": "Wat u ontving", "en": "What you received"},
    "orders_settled": {"fr": "Ce que vous avez payé", "nl": "Wat u betaalde", "en": "What you paid"},
}
_PARTY = {"party": Names.PARTY}


def _joined(code: str, table: Any, names: Any, under_way: Any, exported: tuple[str, ...], **more: Any) -> DataClass:
    return DataClass(
        code, _TITLES[code], table, names, Rule.PSEUDONYMISE, under_way=under_way, exported=exported, **more
    )


DATA = PersonalData(
    (
        _joined(
            "orders_joined",
            _commitments,
            {"party": Names.PARTY, "member_id": Names.MEMBER},
            and_(_commitments.c.lines > 0, _commitments.c.order_id.in_(_under_way)),
            ("order_id", "lines", "joined_at", "changed_at"),
        ),
        _joined(
            "orders_quantities",
            commitment_events,
            _PARTY,
            _is_bound(commitment_events.c.order_id, commitment_events.c.party),
            ("order_id", "article_id", "firm", "tolerance", "ceiling", "at"),
        ),
        _joined(
            "orders_decided",
            decided_lines,
            _PARTY,
            _is_bound(_of(_decisions, decided_lines.c.decision_id), decided_lines.c.party),
            ("article_id", "units", "reason"),
            held=("reason",),
        ),
        _joined(
            "orders_shares",
            decided_shares,
            _PARTY,
            _is_bound(_of(_decisions, decided_shares.c.decision_id), decided_shares.c.party),
            ("share", "gain"),
        ),
        _joined(
            "orders_received",
            received_lines,
            _PARTY,
            _is_bound(_of(_receipts, received_lines.c.receipt_id), received_lines.c.party),
            ("article_id", "units", "reason"),
            held=("reason",),
        ),
        _joined(
            "orders_settled",
            settled_lines,
            _PARTY,
            _is_bound(settled_lines.c.order_id, settled_lines.c.party),
            ("order_id", "article_id", "kind", "net", "vat"),
            held=("invoice", "kind", "reason"),
        ),
        DataClass("orders_received_by", _RECORDED, _receipts, {"recorded_by": Names.SUBJECT}, Rule.PSEUDONYMISE),
        DataClass("orders_settled_by", _RECORDED, _entries, {"made_by": Names.SUBJECT}, Rule.PSEUDONYMISE),
        DataClass("orders_consented", _RECORDED, order_offices, {"consented_by": Names.SUBJECT}, Rule.PSEUDONYMISE),
    ),
    (
        Impersonal(
            _orders,
            (
                *("title", "description", "currency", "logistics", "minimum", "partner_offices", "filieres", "nuts"),
                *("categories", "cancellation_reason", "supplier_reference"),
            ),
            "what the office wrote of the order",
        ),
        Impersonal(
            _articles,
            ("name", "category", "unit", "quantum", "tiers", "reference_evidence", "reference_link"),
            "what is bought",
        ),
        Impersonal(decided_articles, ("dropped_reason",), "a code"),
        Impersonal(order_facets, ("kind", "code"), "codes of orders"),
        Impersonal(_receipts, ("delivered", "invoice", "logistics"), "documents of enterprises"),
        Impersonal(_entries, ("reason",), "the words of the office"),
    ),
)
