"""The invitation of a supplier."""

import hashlib
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from partage_kit.tables import Utc
from partage_procurement.tables import ProcurementRecord


class Invitation(ProcurementRecord, table=True):
    """One a supplier; giving another one replaces it. Of the secret only the hash is kept."""

    __tablename__ = "supplier_invitations"
    __table_args__ = (UniqueConstraint("supplier_id"), UniqueConstraint("secret_hash"))

    supplier_id: UUID = Field(foreign_key="suppliers.id")
    secret_hash: str = Field(max_length=64)
    issued_by: str = Field(max_length=255)
    issued_at: datetime = Field(sa_type=Utc)
    expires_on: date


def hash_of(secret: str) -> str:
    """What is kept of a secret: SHA-256 in hex, as 256 random bits need no slower hash."""
    return hashlib.sha256(secret.encode()).hexdigest()
