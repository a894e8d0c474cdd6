"""From declarations to the shapes that go out."""

from datetime import datetime

from partage_kit.personal_data import DataClass
from partage_members.retention.schemas import RetentionRule


def rule_view(one: DataClass, goes: tuple[int, datetime | None] | None) -> RetentionRule:
    """A class of data with its rules, and what goes next of it."""
    due, next_at = goes or (None, None)
    return RetentionRule(
        code=one.code,
        title=dict(one.titles),
        on_erasure=one.rule,
        kept_years=one.kept.years if one.kept else None,
        kept_because=dict(one.kept.reason) if one.kept else None,
        kept_since=one.kept.since if one.kept else None,
        goes_after_days=one.retention.days if one.retention else None,
        goes_since=one.retention.since if one.retention else None,
        due=due,
        next_at=next_at,
    )
