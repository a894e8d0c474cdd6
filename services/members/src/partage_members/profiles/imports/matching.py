"""Which profiles the rows of a file are about."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import Row, or_, select, union_all
from sqlalchemy.ext.asyncio import AsyncSession

from partage_kit.imports import Fault, GivenRow
from partage_members.profiles.erased_marks import Named, Secret, marked_among
from partage_members.profiles.imports.models import profile_references
from partage_members.profiles.imports.rows import ProfileRow
from partage_members.profiles.queries import profiles
from partage_members.tables import tables


@dataclass
class Known:
    """The profiles that some rows may be about, by what they are found by."""

    by_id: dict[UUID, Row[Any]] = field(default_factory=dict)
    by_reference: dict[str, Row[Any]] = field(default_factory=dict)
    by_email: dict[str, list[Row[Any]]] = field(default_factory=dict)
    erased: frozenset[Named] = frozenset()
    """References and addresses of members who were erased; a row that is about nobody else is not taken in."""
    unusable: frozenset[UUID] = frozenset()
    """Ids of members of other offices, and of those who were erased: nobody registers them, or learns which it is."""

    def match(self, row: ProfileRow) -> Row[Any] | Fault | None:
        """The profile that a row is about; None for a new one."""
        if row.member_id is None and row.reference is None and row.email is None:
            return Fault(None, "a row needs a member_id, a reference or an email, by which it is found again")
        if row.member_id in self.unusable:
            return Fault("member_id", "no profile can be made under this id: leave it out")
        found = self._found(row)
        return self._erased(row) if found is None else found

    def _found(self, row: ProfileRow) -> Row[Any] | Fault | None:
        named = self.by_reference.get(row.reference) if row.reference else None
        if row.member_id is not None:
            found = self.by_id.get(row.member_id)
            if named is not None and named.id != row.member_id:
                return Fault("reference", "it is the reference of another member")
            return found
        if named is not None:
            return named
        addressed = self.by_email.get(row.email, []) if row.email else []
        if len(addressed) > 1:
            return Fault("email", "several members have this address: name the member_id or the reference")
        if addressed and row.reference and addressed[0].reference is not None:
            who = f"the member with the reference {addressed[0].reference} has this address"
            return Fault("email", f"{who}: if it is she, name her member_id, too; else leave the address out")
        return addressed[0] if addressed else None

    def _erased(self, row: ProfileRow) -> Fault | None:
        """Why a row registers nobody, as whom it names was erased; None when it names somebody new."""
        named = [column for column, value in names_in(row) if (column, value) in self.erased]
        if not named:
            return None
        return Fault(named[0], f"{ERASED_BEFORE} who had this {' and this '.join(named)} {_BY_HER_OWN_WISH}")


ERASED_BEFORE = "erased-before:"
_BY_HER_OWN_WISH = (
    "was erased on request: take the row out of the list, or, if she herself wishes to come back, record that"
    " with POST /members/v1/erasures/returns and all of this first; if she has registered herself anew, name the"
    " `member_id` of her profile there, or in this row"
)


def names_in(row: ProfileRow) -> list[Named]:
    """By what a row names a member, beside her id."""
    return [(name, value) for name in ("reference", "email") if (value := getattr(row, name)) is not None]


async def known_to(session: AsyncSession, secret: Secret, office: str, rows: Sequence[GivenRow[ProfileRow]]) -> Known:
    """The profiles that some rows may be about, by three statements."""
    ids = {given.row.member_id for given in rows if given.row.member_id}
    references = {given.row.reference for given in rows if given.row.reference}
    emails = {given.row.email for given in rows if given.row.email}
    links = profile_references.c
    referred = select(links.profile_id).where(links.office == office, links.reference.in_(references))
    mine = or_(profiles.c.id.in_(ids), profiles.c.email.in_(emails), profiles.c.id.in_(referred))
    joined = profiles.outerjoin(profile_references, links.profile_id == profiles.c.id)
    wanted = select(*profiles.c, links.reference).select_from(joined).where(profiles.c.office == office, mine)
    known = Known()
    row: Any
    for row in await session.execute(wanted):
        known.by_id[row.id] = row
        if row.reference is not None:
            known.by_reference[row.reference] = row
        if row.email is not None:
            known.by_email.setdefault(row.email, []).append(row)
    named = frozenset(one for given in rows for one in names_in(given.row))
    known.erased = await marked_among(session, secret, office, named)
    abroad = select(profiles.c.id).where(profiles.c.id.in_(ids), profiles.c.office != office)
    erased = tables.metadata.tables["erased_members"].c.member_id
    unusable = union_all(abroad, select(erased).where(erased.in_(ids)))
    known.unusable = frozenset((await session.execute(unusable)).scalars())
    return known
