"""Query parameters: a name the route does not know is a refusal, as is text that no database holds."""

from support.house import House

NOTES = "/kit/v1/notes"


async def test_unknown_parameters_are_refused_by_name(house: House) -> None:
    me = house.as_member(1)
    for query, pointer in (
        ("colour=red", "/query/colour"),
        ("Limit=5", "/query/Limit"),
        ("limit=5&offset=10", "/query/offset"),
        ("limit%20=5", "/query/limit "),
        ("__proto__=x", "/query/__proto__"),
        ("=5", "/query/"),
    ):
        answer = await me.get(f"{NOTES}?{query}")
        assert (answer.status_code, answer.json()["type"]) == (422, "/problems/invalid"), query
        assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]
    writing = await me.post(f"{NOTES}?dry_run=true", json={"title": "a"})
    assert writing.status_code == 422
    assert (await me.get(NOTES)).json()["items"] == []


async def test_known_parameters_are_typed(house: House) -> None:
    me = house.as_member(1)
    for query in ("limit=0", "limit=201", "limit=ten", "limit=1.5", "count=x", "sort=colour", "limit=5&limit=x"):
        assert (await me.get(f"{NOTES}?{query}")).status_code == 422, query
    assert (await me.get(f"{NOTES}?limit=200&count=3&sort=-due")).status_code == 200


async def test_text_that_no_database_holds_is_refused(house: House) -> None:
    me = house.as_member(1)
    for path, pointer in ((f"{NOTES}?cursor=%00", "/query/cursor"), (f"{NOTES}/%00", "/path/note_id")):
        answer = await me.get(path)
        assert (answer.status_code, answer.json()["type"]) == (422, "/problems/invalid")
        assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]
    assert (await me.get(f"{NOTES}?cursor=%ff")).status_code == 422


async def test_a_number_that_no_database_holds_is_refused(house: House) -> None:
    for number in (2**31, 2**63, 10**30, -(2**31) - 1):
        answer = await house.as_member(1).get(f"{NOTES}?count={number}")
        assert answer.status_code == 422, number
        posted = await house.as_member(1).post(NOTES, json={"title": "a", "count": number})
        assert posted.status_code == 422, number
