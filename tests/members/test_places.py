"""Places by any of their names, and where they are."""

import pytest

from partage_members.places.gazetteer import find_place, place_texts, places


@pytest.mark.parametrize(
    ("written", "postal_code"),
    [("Liège", None), ("LIEGE", None), ("Luik", None), (None, "4000"), ("Sclessin", "4000"), ("luik", "9000")],
)
def test_a_place_is_found_by_each_of_its_names_else_by_its_postal_code(
    written: str | None, postal_code: str | None
) -> None:
    place = find_place("BE", written, postal_code)
    assert place is not None
    assert set(place.names) == {"Liège", "Luik"}


def test_names_of_one_country_are_not_looked_for_in_another() -> None:
    flemish, french = find_place("BE", "Lille"), find_place("FR", "Lille")
    assert flemish is not None and french is not None
    assert (round(flemish.latitude), round(french.latitude)) == (51, 51)
    assert (round(flemish.longitude), round(french.longitude)) == (5, 3)
    assert find_place("FR", "Luik") is None
    assert find_place("BE", "Nowhere") is None
    assert find_place("BE", None) is None


def test_texts_are_the_names_of_the_place_and_of_its_regions() -> None:
    assert place_texts("BE", "BE332", "Liège") == (
        *("Luik", "Liège", "Wallonie", "Wallonië", "Wallonia"),
        *("Province de Liège", "Provincie Luik", "Province of Liège"),
    )
    assert place_texts("JP", None, "Kyoto") == ()


def test_marks_make_no_difference() -> None:
    assert find_place("BE", "saint josse ten noode") == find_place("BE", "Sint-Joost-ten-Node")


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
