"""Who calls the house, and what comes back: an answer, a refusal, or nothing."""

from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

from partage_kit.auth import Role

PASSING = frozenset({429, 502, 503, 504})
BUSY = "busy"


@dataclass(frozen=True)
class Actor:
    """Somebody who calls: in an office, in some roles, a member or not."""

    office: str
    roles: tuple[Role, ...]
    member_id: UUID | None = None
    filieres: tuple[UUID, ...] = ()
    subject: str | None = None


@dataclass(frozen=True)
class Answer:
    """What came back: a status, and the JSON document if there is one."""

    status: int
    body: Any

    @property
    def problem(self) -> str:
        """The kind of refusal, such as `offer-not-open`; empty when it is none."""
        kind = self.body.get("type", "") if self.status >= 400 and isinstance(self.body, dict) else ""
        return str(kind).removeprefix("/problems/")

    @property
    def passes(self) -> bool:
        """Whether asking again later may get another answer."""
        return self.status in PASSING or self.problem == BUSY


class Refused(Exception):
    """The house said no, which the story did not expect; carries the problem document (RFC 9457)."""

    def __init__(self, method: str, path: str, answer: "Answer") -> None:
        self.kind = answer.problem
        told = answer.body if isinstance(answer.body, dict) else {}
        places = "; ".join(f"{place['pointer']}: {place['detail']}" for place in told.get("errors") or ())
        why = f"{told.get('detail') or told.get('title')} {places}".rstrip()
        super().__init__(f"{method} {path} was refused ({answer.status} {self.kind}): {why}")


class HouseAway(Exception):
    """A service did not come back within the story's patience."""


class Witness(Protocol):
    """Somebody who sees each call."""

    def called(self, actor: Actor | None, method: str, path: str, status: int) -> None:
        """A call was answered."""
