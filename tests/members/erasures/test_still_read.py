"""After an erasure whatever is left can be read: what was taken out of a record is missed by nobody who lists it."""

import re
from collections.abc import Iterator
from uuid import UUID

import httpx

from partage_kit.auth import Role
from support.erasing import erased
from support.house import House
from support.populated import CODES, populate_members

EVERYBODY = (1, 2, 3)
"""All who wrote something in the populated house."""


def readers(house: House, filiere: UUID) -> Iterator[httpx.AsyncClient]:
    """One who was erased, people of the office with all they may do, one who only looks, and nobody."""
    yield house.as_member(EVERYBODY[0])
    yield house.as_role(*(role for role in Role if role is not Role.MEMBER), filieres=(filiere,))
    yield house.as_member(4, filieres=(filiere,))
    yield house.as_role(Role.PARTNER)
    yield house.client()


async def test_every_address_answers_once_all_who_wrote_are_erased(house: House) -> None:
    known = {**CODES, **await populate_members(house)}
    for number in EVERYBODY:
        await erased(house, number)
    paths = house.app.openapi()["paths"]
    broken, read = [], 0
    for path, operations in sorted(paths.items()):
        if "get" not in operations:
            continue
        asked = {parameter["name"] for parameter in operations["get"].get("parameters", ())}
        query = {"office": "brussels"} if "office" in asked else {}
        url = re.sub(r"{(\w+)}", lambda found: known[found[1]], path)
        for reader in readers(house, UUID(known["filiere_id"])):
            answer = await reader.get(url, params=query)
            read += answer.status_code == 200
            if answer.status_code >= 500:
                broken.append((url, answer.status_code))
    assert not broken and read > 100, (broken, read)
