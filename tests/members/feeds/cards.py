"""Cards for the tests of the formats: one full, one bare, and any that hypothesis can think of."""

from datetime import UTC, datetime
from uuid import UUID

from hypothesis import strategies as st

from partage_members.feeds.card import Card, Place, Trade
from partage_members.offices.naming import NamedOffice

FULL = Card(
    id=UUID("0b6d3f0e-4c0f-4a53-8f0d-6f1f3f3f9a10"),
    url="https://partage.example/members/v1/directory/members/0b6d3f0e-4c0f-4a53-8f0d-6f1f3f3f9a10",
    office=NamedOffice("brussels", {"fr": "L'Atelier, commun", "nl": "Het Atelier"}, "https://atelier.example/"),
    given_name="Élodie",
    family_name="Vandermolenvert; dite Molen, la",
    changed_at=datetime(2026, 11, 2, 9, 30, tzinfo=UTC),
    headline={"fr": "Graphiste, affichiste", "nl": "Grafisch ontwerpster"},
    presentation={"fr": "Affiches, livres;\net signalétique \\ sur mesure."},
    trades=(
        Trade("graphic-designer", {"fr": "graphiste", "nl": "grafisch ontwerper", "en": "graphic designer"}),
        Trade("2166.1", {"fr": "illustrateur"}, uri="http://data.europa.eu/esco/occupation/x"),
    ),
    skills=("risographie", "typographie"),
    languages=("fr", "nl"),
    place=Place("BE", "BE100", "1050", {"fr": "Ixelles", "nl": "Elsene"}),
    email="elodie@members.example",
    phone="+32 470 00 00 00",
    photo_url="https://members.example/elodie.jpg",
    links=("https://elodie.example/", "https://mastodon.example/@elodie"),
)
BARE = Card(
    id=UUID("0b6d3f0e-4c0f-4a53-8f0d-6f1f3f3f9a11"),
    url="https://partage.example/m/2",
    office=NamedOffice("lille"),
    given_name="Jo",
    family_name="Ek",
    changed_at=datetime(2026, 1, 1, tzinfo=UTC),
)

_lines = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=120)
_texts = st.dictionaries(
    st.sampled_from(["fr", "nl", "en"]),
    st.text(st.characters(exclude_categories=("Cs", "Cc"), include_characters="\n")),
)
any_card = st.builds(
    Card,
    id=st.uuids(),
    url=st.just("https://partage.example/m/3"),
    office=st.builds(NamedOffice, code=st.just("brussels"), names=_texts),
    given_name=_lines,
    family_name=_lines,
    changed_at=st.datetimes(timezones=st.just(UTC), min_value=datetime(1970, 1, 1)),  # noqa: DTZ001 - the zone is given apart
    headline=st.none() | _texts,
    presentation=st.none() | _texts,
    trades=st.lists(st.builds(Trade, code=_lines, labels=_texts), max_size=3),
    skills=st.lists(_lines, max_size=4),
    languages=st.lists(st.sampled_from(["fr", "nl", "en", "de"]), unique=True),
    place=st.none() | st.builds(Place, country=st.just("BE"), names=_texts),
)
