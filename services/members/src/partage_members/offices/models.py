"""The settings of an office, kept once they differ from the defaults."""

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field

from partage_kit.errors import Stale
from partage_kit.tables import Json
from partage_members.offices.schemas import DEFAULT_MEMBERSHIP_LIMIT, HIGHEST_MEMBERSHIP_LIMIT
from partage_members.tables import MembersAggregate


class OfficeSettings(MembersAggregate, table=True):
    """What an office decides for all its members."""

    __tablename__ = "office_settings"
    __table_args__ = (
        # two administrators who write the first version at once: the second wrote from one that is no more
        UniqueConstraint("office", info={"refusal": Stale}),
        CheckConstraint(f"membership_limit BETWEEN 1 AND {HIGHEST_MEMBERSHIP_LIMIT}", name="membership_limit"),
    )

    membership_limit: int = Field(default=DEFAULT_MEMBERSHIP_LIMIT)
    names: dict[str, str] | None = Field(default=None, sa_type=Json)
    website: str | None = Field(default=None, max_length=500)
