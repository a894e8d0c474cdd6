"""What an office is called where people read of it, as a kernel."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from partage_kit.types import translated


@dataclass(frozen=True, slots=True)
class NamedOffice:
    """An office: its code, what it calls itself by language, and its website; most have a code only."""

    code: str
    names: Mapping[str, str] = field(default_factory=dict)
    website: str | None = None

    def name(self, wanted: tuple[str, ...]) -> str:
        """Its name in the first wanted language that it has one in, else in another; its code when it has none."""
        return translated(self.names, wanted) or self.code
