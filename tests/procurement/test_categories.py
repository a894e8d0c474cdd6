"""The catalogue of categories, open to everybody."""

from support.house import House

CATEGORIES = "/procurement/v1/categories"


async def test_a_category_is_found_by_words_kind_code_and_place_in_the_tree(house: House) -> None:
    async def found(**filters: str) -> list[str]:
        answer = await house.client().get(CATEGORIES, params=filters)
        assert answer.status_code == 200, answer.text
        return [item["code"] for item in answer.json()["items"]]

    assert await found(query="ecrans") == ["30231300"]
    assert await found(query="beeldsch") == ["30231300"]
    assert await found(query="computer displays") == ["30231300"]
    assert await found(query="30231300") == ["30231300"]
    assert await found(query="ecrans", kind="service") == []
    assert await found(parent="30200000") == ["30213100", "30231300"]
    assert "30000000" in await found(kind="product", limit="200")
    assert await found(query="unicorns") == []


async def test_pages_visit_every_category_once(house: House) -> None:
    seen: list[str] = []
    url = f"{CATEGORIES}?limit=60"
    while url:
        page = await house.client().get(url)
        seen += [item["code"] for item in page.json()["items"]]
        url = page.links["next"]["url"] if page.json()["next"] else ""
    assert len(seen) == len(set(seen)) > 120
    assert seen == sorted(seen)
    assert (await house.client().get(f"{CATEGORIES}?cursor=nonsense")).status_code == 422


async def test_one_category_is_read_by_its_code(house: House) -> None:
    found = (await house.client().get(f"{CATEGORIES}/30213100")).json()
    assert found["kind"] == "investment"
    assert found["parent"] == "30200000"
    assert found["labels"] == {"fr": "Ordinateurs portables", "nl": "Draagbare computers", "en": "Laptops"}
    assert (await house.client().get(f"{CATEGORIES}/99999999")).status_code == 404
