"""Who acts, whichever token is shown."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Person:
    """Who acts: the subject of a token, and the member it names, when it names one."""

    subject: str
    member_id: UUID | None = None

    def is_among(self, subjects: Iterable[str | None], member_ids: Iterable[UUID | str | None]) -> bool:
        """Whether one of these is the same person: the same subject, or the same member where both are known.

        Nobody approves their own submission, whichever of their tokens they submit and approve with.
        """
        same_member = self.member_id is not None and str(self.member_id) in map(str, member_ids)
        return same_member or self.subject in subjects

    def added_to(self, subjects: Sequence[str], member_ids: Sequence[str]) -> tuple[list[str], list[str]]:
        """Both lists of those who took part, with this person among them, each once."""
        known = [] if self.member_id is None else [str(self.member_id)]
        return list(dict.fromkeys([*subjects, self.subject])), list(dict.fromkeys([*member_ids, *known]))
