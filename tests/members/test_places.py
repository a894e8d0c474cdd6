"""Places that ship with the service: by any of their names, in which language those are, and where they are."""

import httpx
import pytest

from partage_members.places.gazetteer import places
from partage_members.places.known import Known, Written
from support.house import House

SHIPPED = Known()


@pytest.mark.parametrize(
    ("written", "postal_code"),
    [
        *(("Liège", None), ("LIEGE", None), ("Luik", None), ("Lüttich", None), (None, "4000")),
        *(("Sclessin", "4000"), ("luik", "9000")),
    ],
)
def test_a_place_is_found_by_each_of_its_names_else_by_its_postal_code(
    written: str | None, postal_code: str | None
) -> None:
    place = SHIPPED.place(Written("BE", None, written, postal_code))
    assert place is not None
    assert {name.language: name.text for name in place.names} == {"fr": "Liège", "nl": "Luik", "de": "Lüttich"}


def test_names_of_one_country_are_not_looked_for_in_another() -> None:
    flemish, french = (SHIPPED.place(Written(country, None, "Lille")) for country in ("BE", "FR"))
    assert flemish is not None and french is not None
    assert (round(flemish.latitude), round(french.latitude)) == (51, 51)
    assert (round(flemish.longitude), round(french.longitude)) == (5, 3)
    assert SHIPPED.place(Written("FR", None, "Luik")) is None
    assert SHIPPED.place(Written("BE", None, "Nowhere")) is None
    assert SHIPPED.place(Written("BE")) is None


@pytest.mark.parametrize(
    ("country", "written", "labels"),
    [
        ("BE", "luik", ("Liège", "Luik", "Liège")),
        ("BE", "Kortrijk", ("Courtrai", "Kortrijk", "Kortrijk")),
        ("BE", "Brussel", ("Bruxelles", "Brussel", "Brussels")),
        ("BE", "La Calamine", ("La Calamine", "Kelmis", "Kelmis")),
        ("DE", "Köln", ("Cologne", "Keulen", "Cologne")),
        ("NL", "La Haye", ("La Haye", "Den Haag", "The Hague")),
    ],
)
def test_readers_read_the_name_in_their_language_else_what_the_place_calls_itself(
    country: str, written: str, labels: tuple[str, str, str]
) -> None:
    found = SHIPPED.labels(Written(country, None, written))
    assert found is not None and tuple(found[language] for language in ("fr", "nl", "en")) == labels


def test_a_village_keeps_its_name_though_its_municipality_is_known() -> None:
    assert SHIPPED.labels(Written("BE", None, "Sclessin", "4000")) is None


def test_texts_are_the_names_of_the_place_and_of_its_regions() -> None:
    assert SHIPPED.texts(Written("BE", "BE332", "Liège")) == (
        *("Liège", "Luik", "Lüttich", "Wallonie", "Wallonië", "Wallonia"),
        *("Province de Liège", "Provincie Luik", "Province of Liège"),
        *("Arrondissement de Liège", "Arrondissement Luik", "Arrondissement of Liège"),
    )
    assert SHIPPED.texts(Written("JP", None, "Kyoto")) == ()


def test_marks_make_no_difference() -> None:
    plain, written = (Written("BE", None, name) for name in ("saint josse ten noode", "Sint-Joost-ten-Node"))
    assert SHIPPED.place(plain) == SHIPPED.place(written) is not None


def test_every_place_lies_where_its_country_does() -> None:
    bounds = {"BE": (49.4, 51.6, 2.5, 6.5), "NL": (50.7, 53.6, 3.3, 7.3), "LU": (49.4, 50.2, 5.7, 6.6)}
    bounds |= {"FR": (41.3, 51.2, -5.2, 9.7), "DE": (47.2, 55.1, 5.8, 15.1)}
    assert {place.country for place in places()} == set(bounds)
    for place in places():
        south, north, west, east = bounds[place.country]
        assert south < place.latitude < north and west < place.longitude < east, place
    belgian = [place for place in places() if place.country == "BE"]
    assert len(belgian) == 565
    assert all(place.postal_codes for place in belgian)


async def looked_up(who: httpx.AsyncClient, **query: str | int) -> list[str]:
    """What places that are looked up call themselves."""
    answer = await who.get("/members/v1/places", params=query)
    assert answer.status_code == 200, answer.text
    return [place["names"][0]["name"] for place in answer.json()["items"]]


async def test_forms_find_places_while_somebody_types(house: House) -> None:
    visitor = house.client()
    assert await looked_up(visitor, query="LUI", country="BE") == ["Liège"]
    assert await looked_up(visitor, query="lieg") == ["Liège"]
    assert (await looked_up(visitor, query="gent"))[0] == "Gent"
    assert "Saint-Josse-ten-Noode" in await looked_up(visitor, query="josse ten")
    assert await looked_up(visitor, postal_code="4000") == ["Liège"]
    assert await looked_up(visitor, postal_code="4000", query="na") == []
    assert len(await looked_up(visitor, limit=3)) == 3
    one = (await visitor.get("/members/v1/places", params={"query": "Luik", "country": "BE"})).json()["items"][0]
    assert one["labels"] == {"fr": "Liège", "nl": "Luik", "en": "Liège"}
    assert {"language": "de", "name": "Lüttich"} in one["names"]
    short = (await visitor.get("/members/v1/places", params={"query": "Luik", "lang": "nl"})).json()["items"][0]
    assert short["labels"] == {"nl": "Luik"}


async def test_regions_are_looked_up_by_code_and_by_words_page_by_page(house: House) -> None:
    visitor, path = house.client(), "/members/v1/places/regions"

    async def codes(**query: str | int) -> list[str]:
        return [one["nuts"] for one in (await visitor.get(path, params=query)).json()["items"]]

    assert await codes(query="walloni") == ["BE3"]
    assert await codes(query="be2", limit=2) == ["BE2", "BE21"]
    assert await codes(query="be2", limit=2, cursor="BE21") == ["BE211", "BE212"]
    assert await codes(query="liège") == ["BE33", "BE332"] and await codes(country="FR") == ["FR"]
    assert (await visitor.get(path, params={"cursor": "?"})).status_code == 422
