"""The tables of this service: one registry, which also holds the platform's tables."""

from sqlmodel import SQLModel

from partage_kit.tables import Aggregate, Record, service_registry

tables = service_registry()


class ImpactAggregate(Aggregate, registry=tables):
    """Base of the aggregates of this service."""


class ImpactRecord(Record, registry=tables):
    """Base of the plain records of this service."""


class ImpactRow(SQLModel, registry=tables):
    """Base of rows that are known by keys of others."""
