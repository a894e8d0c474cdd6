"""Entity tags: a change names the version it was made from, and of two made from one, one wins."""

from collections import Counter
from uuid import uuid4

import httpx

from support.house import House, at_once

NOTES = "/kit/v1/notes"


async def a_note(house: House) -> str:
    """The address of a note in its first version."""
    made = await house.as_member(1).post(NOTES, json={"title": "first"})
    assert made.headers["etag"] == '"1"'
    return f"{NOTES}/{made.json()['id']}"


async def change(house: House, path: str, tag: str | None, title: str = "second") -> httpx.Response:
    """Change the title."""
    headers = {} if tag is None else {"If-Match": tag}
    return await house.as_member(1).patch(path, json={"title": title}, headers=headers)


async def test_a_reader_gets_the_tag_that_a_change_needs(house: House) -> None:
    path = await a_note(house)
    tag = (await house.as_member(1).get(path)).headers["etag"]
    changed = await change(house, path, tag)
    assert (changed.status_code, changed.headers["etag"]) == (200, '"2"')
    assert (await house.as_member(1).get(path)).headers["etag"] == '"2"'
    stale = await change(house, path, tag, "third")
    assert (stale.status_code, stale.json()["type"]) == (412, "/problems/stale")
    assert (await house.as_member(1).get(path)).json()["title"] == "second"


async def test_a_change_or_deletion_without_a_tag_is_refused(house: House) -> None:
    path = await a_note(house)
    for answer in (await change(house, path, None), await house.as_member(1).delete(path)):
        assert (answer.status_code, answer.json()["type"]) == (428, "/problems/precondition-required")


async def test_what_is_no_tag_is_refused(house: House) -> None:
    path = await a_note(house)
    for tag in ("", "1", '"one"', '"1", "2"', "*", '"-1"', '"' + "9" * 30 + '"', "W/1"):
        assert (await change(house, path, tag)).status_code == 422, tag
    for tag in ('"0"', '"2"', '"999999999999999999"'):
        assert (await change(house, path, tag)).status_code == 412, tag
    assert (await change(house, path, 'W/"1"')).status_code == 200


async def test_of_fifty_changes_made_from_one_version_one_wins(house: House) -> None:
    path = await a_note(house)
    answers = await at_once(50, lambda number: change(house, path, '"1"', f"t{number}"))
    assert Counter(a.status_code for a in answers) == {200: 1, 412: 49}
    (won,) = [a for a in answers if a.status_code == 200]
    assert (await house.as_member(1).get(path)).json() == won.json()


async def test_of_a_change_and_a_deletion_one_wins(house: House) -> None:
    path = await a_note(house)

    async def act(number: int) -> httpx.Response:
        if number % 2:
            return await change(house, path, '"1"')
        return await house.as_member(1).delete(path, headers={"If-Match": '"1"'})

    seen = Counter(a.status_code for a in await at_once(20, act))
    assert seen in ({200: 1, 412: 19}, {204: 1, 404: 19}), seen


async def test_what_is_not_there_has_no_version(house: House) -> None:
    assert (await change(house, f"{NOTES}/{uuid4()}", '"1"')).status_code == 404
