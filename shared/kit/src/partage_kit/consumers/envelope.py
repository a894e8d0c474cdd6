"""From a CloudEvents envelope (1.0, structured JSON) back to the fact it carries."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Self, TypeVar
from uuid import NAMESPACE_OID, UUID, uuid5

from pydantic import ValidationError

from partage_kit.types import Fact

F = TypeVar("F", bound=Fact)


class Malformed(Exception):
    """The message is not an event we can read; another attempt would not help."""


@dataclass(frozen=True, slots=True)
class Envelope:
    """An event as it came. `fault` says why nothing more can be read, when it cannot."""

    event_id: UUID
    kind: str
    text: str
    content: dict[str, Any]
    fault: str | None = None

    @classmethod
    def parse(cls, text: str | bytes, kind: str) -> Self:
        """Read an envelope that its address announced as this type; an unreadable one gets an id made from its text."""
        try:
            content = json.loads(text)
            if content["type"] != kind:
                raise ValueError(f"announced as {kind}, says {content['type']}")
            return cls(UUID(content["id"]), kind, _readable(text), content)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            shown = _readable(text)
            return cls(uuid5(NAMESPACE_OID, shown), kind, shown, {}, f"no readable envelope: {error!r}")

    @property
    def office(self) -> str:
        """The office that hosts the aggregate."""
        return str(self.content.get("office", "none"))

    @property
    def time(self) -> datetime:
        """When the fact was announced.

        Raises:
            Malformed: the envelope does not say it.
        """
        try:
            return datetime.fromisoformat(self.content["time"]).astimezone(UTC)
        except (KeyError, TypeError, ValueError) as error:
            raise Malformed(f"no readable time: {error}") from error

    @property
    def traceparent(self) -> str | None:
        """The trace the event belongs to (W3C Trace Context)."""
        return self.content.get("traceparent")

    def fact(self, wanted: type[F]) -> F:
        """The fact itself. Fields that this reader does not know yet are passed over.

        Raises:
            Malformed: the envelope or its data do not carry this fact.
        """
        if self.fault:
            raise Malformed(self.fault)
        try:
            data = self.content["data"] | {
                "office": self.content["office"],
                "subject": self.content["subject"],
                "sequence": int(self.content["sequence"]),
            }
            return wanted.model_validate(data, extra="ignore")
        except (ValidationError, KeyError, TypeError, ValueError) as error:
            raise Malformed(f"not a {wanted.__name__}: {error}") from error


def _readable(text: str | bytes) -> str:
    """Text that every database can keep."""
    decoded = text.decode(errors="replace") if isinstance(text, bytes) else text
    return decoded.replace("\x00", "\N{REPLACEMENT CHARACTER}")


def type_of(address: str) -> str:
    """The event type that an address announces: partage.brussels.members.x.y.v1 -> partage.members.x.y.v1."""
    house, _office, *rest = address.split(".")
    return ".".join([house, *rest])
