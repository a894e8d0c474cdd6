"""Versions of a scheme: what has changed from one to another, through any number of versions between."""

from collections.abc import Mapping, Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from members.concepts import published
from partage_members.classifications.changes import Change, changes_between, succession
from partage_members.classifications.layout import ConceptRow, circle_in, edition_of
from partage_members.classifications.lookup import Concept
from partage_members.classifications.models import EVERY_OFFICE, Kind
from support.house import House

CHANGES = "/members/v1/classifications/jobs/changes"
VERSIONS: Mapping[str, Sequence[ConceptRow]] = {
    "1": [ConceptRow(code=code, label_fr=code) for code in ("bake", "cut", "dig", "sew", "weave", "same")],
    "2": [
        ConceptRow(code="bread", label_fr="pain", replaces=["bake"]),
        ConceptRow(code="hair", label_fr="x", replaces=["cut"]),
        ConceptRow(code="wood", label_fr="x", replaces=["cut"]),
        ConceptRow(code="cloth", label_fr="x", replaces=["sew", "weave"]),
        ConceptRow(code="same", label_fr="pareil"),
    ],
    "3": [
        ConceptRow(code="loaf", label_fr="miche", replaces=["bread"]),
        *(ConceptRow(code=code, label_fr="x") for code in ("hair", "wood", "cloth")),
        ConceptRow(code="same", label_fr="pareil"),
    ],
}


async def told(house: House, **query: str) -> dict[str, tuple[str, list[str]]]:
    """What became of each code."""
    items: dict[str, tuple[str, list[str]]] = {}
    cursor: dict[str, str] = {}
    while True:
        page = await house.client().get(CHANGES, params={"limit": "3", **query, **cursor})
        assert page.status_code == 200, page.text
        items |= {one["code"]: (one["change"], one["successors"]) for one in page.json()["items"]}
        if page.json()["next"] is None:
            return items
        cursor = {"cursor": page.json()["next"]}


async def test_versions_are_compared_over_those_between(house: House) -> None:
    for version, rows in VERSIONS.items():
        await published(house, edition_of("jobs", version, Kind.OCCUPATIONS, "", rows, EVERY_OFFICE))
    assert await told(house, since="1") == {
        "bake": ("replaced", ["loaf"]),
        "cloth": ("added", []),
        "cut": ("split", ["hair", "wood"]),
        "dig": ("removed", []),
        "hair": ("added", []),
        "loaf": ("added", []),
        "same": ("relabelled", []),
        "sew": ("merged", ["cloth"]),
        "weave": ("merged", ["cloth"]),
        "wood": ("added", []),
    }
    assert await told(house) == {"bread": ("replaced", ["loaf"]), "loaf": ("added", [])}
    assert await told(house, since="3", until="3") == {}
    for query in ({"since": "9"}, {"until": "9"}):
        missing = await house.client().get(CHANGES, params=query)
        assert (missing.status_code, missing.json()["type"]) == (404, "/problems/scheme-version-not-found")


_codes = st.sampled_from("abcdef")
_schemes = st.dictionaries(_codes, st.sampled_from(["x", "y"]), max_size=6)
_steps = st.lists(st.dictionaries(_codes, st.dictionaries(_codes, st.booleans(), min_size=1, max_size=2)), max_size=3)


@settings(max_examples=60)
@given(_schemes, _schemes, _steps)
def test_each_code_in_which_versions_differ_is_told_once(
    before: dict[str, str], after: dict[str, str], steps: list[dict[str, dict[str, bool]]]
) -> None:
    old, new = ({code: Concept(code, {"fr": label}, {}) for code, label in some.items()} for some in (before, after))
    found = changes_between(old, new, steps)
    assert [one.code for one in found] == sorted(code for code in {*old, *new} if before.get(code) != after.get(code))
    for one in found:
        assert (one.change is Change.ADDED) == (one.code not in before)
        assert (one.change is Change.RELABELLED) == (one.code in before and one.code in after)
        assert set(one.successors) <= set(after) - {one.code}
        if one.before is not None and one.after is None:
            paths = [[one.code]]
            for step in steps:  # by hand: all ways from the code through the versions
                paths = [[*path, then] for path in paths for then in step.get(path[-1], {path[-1]: True})]
            assert set(one.successors) == {path[-1] for path in paths} & (set(after) - {one.code})
            assert (one.change is Change.REPLACED) == succession(one.code, steps, new).is_exact


@given(st.dictionaries(st.sampled_from("abcdef"), st.none() | st.sampled_from("abcdefg")))
def test_a_circle_is_found_where_following_what_is_above_never_ends(broader: Mapping[str, str | None]) -> None:
    def ends(code: str | None) -> bool:
        for _ in range(len(broader) + 1):
            code = None if code is None else broader.get(code)
        return code is None

    found = circle_in(broader)
    assert bool(found) != all(map(ends, broader))
    assert [broader[code] for code in found] == [*found[1:], *found[:1]]
