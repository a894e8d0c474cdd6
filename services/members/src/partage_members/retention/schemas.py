"""Shapes of retention rules; they are declared by the nouns, not written by offices."""

from pydantic import Field

from partage_kit.personal_data import Rule
from partage_kit.types import Shape, UtcDateTime


class RetentionRule(Shape):
    """What becomes of one class of personal data, without anybody asking and when a member is erased."""

    code: str
    title: dict[str, str]
    on_erasure: Rule = Field(description="what an erasure does with the rows")
    kept_years: int | None = Field(description="how long rows outlive an erasure")
    kept_because: dict[str, str] | None
    kept_since: str | None = Field(description="the date of a row from which these years count")
    goes_after_days: int | None = Field(description="after how many days rows go by themselves; null when they do not")
    goes_since: str | None = Field(description="the date of a row from which these days count")
    due: int | None = Field(description="rows of your office that go at the next look")
    next_at: UtcDateTime | None = Field(description="when the oldest row of your office goes")
