"""What every service's tables share: a registry of its own, column types that behave alike on SQLite and PostgreSQL,
and the platform's tables (outbox, inbox, dead letters, idempotency keys, audit trail, jobs, erased members)."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    DateTime,
    Dialect,
    Enum,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    Uuid,
    inspect,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import declared_attr, registry
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field, SQLModel

from partage_kit.types import new_id

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Utc(TypeDecorator[datetime]):
    """An instant: timestamptz on PostgreSQL, sortable UTC text on SQLite, always aware in Python."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse naive datetimes and store UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive datetime must not reach the database")
        in_utc = value.astimezone(UTC)
        return in_utc.replace(tzinfo=None) if dialect.name == "sqlite" else in_utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """SQLite answers naive datetimes; make them aware."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


Json = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")
"""A JSON document (jsonb on PostgreSQL); None is NULL, not the JSON text null."""

COMPOSITE_KEYS = "entity_id LIKE '%,%'"
"""Which rows of the audit trail are about a record whose key has several parts."""

BigId = BigInteger().with_variant(Integer(), "sqlite")
"""A serial number; SQLite numbers rows by itself only for INTEGER keys."""


def enum_text(choices: type[StrEnum]) -> Enum:
    """A column type that keeps the value of a StrEnum as text, so that a new choice needs no database type."""
    return Enum(
        choices, native_enum=False, create_constraint=False, length=40, values_callable=lambda e: [m.value for m in e]
    )


def service_registry() -> registry:
    """A registry for one service: its own metadata with the house's constraint names, and the platform's tables."""
    from partage_kit.jobs.tables import add_job_tables  # it stands on the column types above

    metadata = MetaData(naming_convention=NAMING)
    _outbox(metadata)
    _inbox(metadata)
    _dead_letters(metadata)
    _idempotency_keys(metadata)
    _audit_trail(metadata)
    add_job_tables(metadata)
    _erased_members(metadata)
    return registry(metadata=metadata)


class Record(SQLModel):
    """A row with an id of its own (UUIDv7) that belongs to an office."""

    id: UUID = Field(default_factory=new_id, primary_key=True)
    office: str = Field(max_length=31)


class Aggregate(Record):
    """A record whose `version` grows by one with each write; two writers of one version cannot both succeed."""

    version: int = Field(default=1)

    @declared_attr.directive
    @classmethod
    def __mapper_args__(cls) -> dict[str, Any]:
        table = getattr(cls, "__table__", None)
        return {} if table is None else {"version_id_col": table.c.version}


def _outbox(metadata: MetaData) -> None:
    table = Table(
        "outbox",
        metadata,
        Column("id", BigId, primary_key=True, autoincrement=True),
        Column("event_id", Uuid, nullable=False, unique=True),
        Column("address", String(200), nullable=False),
        Column("envelope", Text, nullable=False),
        Column("created_at", Utc, nullable=False),
        Column("published_at", Utc),
    )
    unpublished = table.c.published_at.is_(None)
    Index("ix_outbox_unpublished", table.c.id, postgresql_where=unpublished, sqlite_where=unpublished)


def _inbox(metadata: MetaData) -> None:
    Table(
        "inbox",
        metadata,
        Column("consumer", String(120), nullable=False),
        Column("event_id", Uuid, nullable=False),
        Column("received_at", Utc, nullable=False),
        PrimaryKeyConstraint("consumer", "event_id"),
    )


def _dead_letters(metadata: MetaData) -> None:
    table = Table(
        "dead_letters",
        metadata,
        Column("id", Uuid, primary_key=True),
        Column("consumer", String(120), nullable=False),
        Column("event_id", Uuid, nullable=False),
        Column("type", String(120), nullable=False),
        Column("envelope", Text, nullable=False),
        Column("error", Text, nullable=False),
        Column("attempts", Integer, nullable=False),
        Column("failed_at", Utc, nullable=False),
        Column("resolved_at", Utc),
        Index("uq_dead_letters_open", "consumer", "event_id", unique=True),
    )
    waiting = table.c.resolved_at.is_(None)
    Index("ix_dead_letters_waiting", table.c.failed_at, table.c.id, postgresql_where=waiting, sqlite_where=waiting)


def _idempotency_keys(metadata: MetaData) -> None:
    Table(
        "idempotency_keys",
        metadata,
        Column("caller", String(300), nullable=False),
        Column("key", String(200), nullable=False),
        Column("request_hash", String(64), nullable=False),
        Column("status", Integer),
        Column("headers", Json),
        Column("body", LargeBinary),
        Column("created_at", Utc, nullable=False, index=True),
        PrimaryKeyConstraint("caller", "key"),
    )


def _audit_trail(metadata: MetaData) -> None:
    table = Table(
        "audit_trail",
        metadata,
        Column("id", BigId, primary_key=True, autoincrement=True),
        Column("at", Utc, nullable=False),
        Column("office", String(31), nullable=False),
        Column("actor", String(255), nullable=False),
        Column("member_id", Uuid),
        Column("action", String(120), nullable=False),
        Column("entity", String(63), nullable=False),
        Column("entity_id", String(80), nullable=False),
        Column("before_hash", String(64)),
        Column("after_hash", String(64)),
        Column("request_id", String(64)),
    )
    Index("ix_audit_trail_entity_id", table.c.entity_id, table.c.entity)
    # by these an erasure finds what somebody has done and what was done to her, also where the key has several parts
    composite, by_members = text(COMPOSITE_KEYS), table.c.member_id.is_not(None)
    Index("ix_audit_trail_composite", table.c.entity_id, postgresql_where=composite, sqlite_where=composite)
    Index("ix_audit_trail_actor", table.c.actor)
    Index(
        "ix_audit_trail_member_id",
        table.c.member_id,
        table.c.actor,
        postgresql_where=by_members,
        sqlite_where=by_members,
    )
    Index("ix_audit_trail_office_at", table.c.office, table.c.at)


def _erased_members(metadata: MetaData) -> None:
    Table(
        "erased_members",
        metadata,
        Column("member_id", Uuid, primary_key=True),
        Column("office", String(31), nullable=False),
        Column("erasure_id", Uuid, nullable=False),
        Column("erased_at", Utc, nullable=False),
        Column("forgotten_at", Utc),
        Column("again_at", Utc, index=True),
    )


def table_of(model: type[SQLModel]) -> Table:
    """The table behind a model, for statements that need no objects."""
    table = inspect(model).local_table
    assert isinstance(table, Table)  # noqa: S101 - models map to tables, not to joins
    return table


def sort_text(length: int) -> String:
    """A column type for text that is sorted and compared by code point, alike on both databases."""
    return String(length).with_variant(String(length, collation="C"), "postgresql")
