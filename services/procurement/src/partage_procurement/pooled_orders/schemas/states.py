"""Where an order stands: the facts that somebody, or its lock, decided; and the states that follow from its dates."""

from enum import StrEnum


class Decided(StrEnum):
    """The last fact that was decided about an order; only these are stored."""

    DRAFTED = "drafted"
    OPENED = "opened"
    CONFIRMED = "confirmed"
    FAILED_MINIMUM = "failed_minimum"
    FAILED_LOGISTICS = "failed_logistics"
    CANCELLED = "cancelled"
    ORDERED = "ordered"
    PARTLY_RECEIVED = "partly_received"
    RECEIVED = "received"
    SETTLED = "settled"
    CLOSED = "closed"


class State(StrEnum):
    """Where an order stands now. An opened order is a draft until `opens_at`, then open, in top-up, and locked."""

    DRAFT = "draft"
    OPEN = "open"
    TOP_UP = "top_up"
    LOCKED = "locked"
    CONFIRMED = "confirmed"
    FAILED_MINIMUM = "failed_minimum"
    FAILED_LOGISTICS = "failed_logistics"
    CANCELLED = "cancelled"
    ORDERED = "ordered"
    PARTLY_RECEIVED = "partly_received"
    RECEIVED = "received"
    SETTLED = "settled"
    CLOSED = "closed"
