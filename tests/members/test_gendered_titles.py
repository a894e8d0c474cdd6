"""Titles written for women and men at once: the kernel, and the look-up of codes that uses it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partage_members.classifications.gendered import without_marks, words_with_forms
from support.house import House

CONCEPTS = "/members/v1/classifications/occupations/concepts"
SAME = {
    "Photographer (h/f/x)": "photographer",
    "cheffe h/f de projet": "cheffe de projet",
    "statisticien·ne": "statisticien",
    "conseiller/conseillère transition": "conseiller transition",
}


@pytest.mark.parametrize(("written", "plain"), SAME.items(), ids=range(len(SAME)))
async def test_a_gendered_title_finds_what_its_plain_form_finds(house: House, written: str, plain: str) -> None:
    async def found(query: str) -> set[str]:
        answer = await house.client().get(CONCEPTS, params={"query": query, "limit": 100})
        return {item["code"] for item in answer.json()["items"]}

    assert await found(written) >= await found(plain) > set()


async def test_signs_alone_find_nothing(house: House) -> None:
    answer = await house.client().get(CONCEPTS, params={"query": "·-()"})
    assert (answer.status_code, answer.json()["items"]) == (200, [])


stems = st.text("abcdefghilmnoprstuv", min_size=3, max_size=12)


@given(stems, st.sampled_from("·•‧"))
def test_both_forms_of_a_title_in_er_are_found(stem: str, point: str) -> None:
    assert list(words_with_forms(f"{stem}er{point}ere")) == [(f"{stem}er", f"{stem}ere")]


@given(stems, st.sampled_from(("h/f/x", "(m/v/x)", "(h/f)", "m/w/d")))
def test_marks_go_and_the_title_stays(stem: str, mark: str) -> None:
    assert without_marks(f"{stem} {mark}").strip() == stem
