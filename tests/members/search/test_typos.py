"""Which errors are forgiven, and that every forgiven term is found by its pieces."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from members.search.asking import forgives, forgives_begun
from partage_members.search.beginnings import beginnings_near, beginnings_of, errors_begun
from partage_members.search.typos import errors_among, forgiven, pieces_near, pieces_of

LETTERS = "abcde"
words = st.text(LETTERS, min_size=1, max_size=14)


@pytest.mark.parametrize(("word", "errors"), [("abcd", 0), ("abcde", 1), ("abcdefgh", 1), ("abcdefghi", 2)])
def test_errors_by_length(word: str, errors: int) -> None:
    assert forgiven(word) == errors


@st.composite
def mistyped(draw: st.DrawFn) -> tuple[str, str]:
    """A term, and what somebody may have typed for it with one or two errors."""
    term = draw(words)
    typed = term
    for _ in range(draw(st.integers(1, 2))):
        at = draw(st.integers(0, max(0, len(typed) - 1)))
        letter = draw(st.sampled_from(LETTERS))
        typed = draw(
            st.sampled_from(
                [
                    typed[:at] + letter + typed[at:],
                    typed[:at] + typed[at + 1 :],
                    typed[:at] + letter + typed[at + 1 :],
                    typed[:at] + typed[at : at + 2][::-1] + typed[at + 2 :],
                ]
            )
        )
    return term, typed


@given(mistyped())
def test_a_term_within_the_errors_has_a_piece_near_the_word(pair: tuple[str, str]) -> None:
    term, typed = pair
    if forgives(typed, term) and forgiven(typed):
        assert not pieces_near(typed).isdisjoint(pieces_of(term)), (typed, term)


@given(mistyped(), st.text(LETTERS, max_size=8))
def test_a_term_begun_within_the_errors_has_a_piece_near_what_was_typed(pair: tuple[str, str], end: str) -> None:
    beginning, typed = pair
    term, typed = beginning + end, typed or "a"
    begins = forgives_begun(typed, term)
    assert (term in errors_begun(typed, [term, term + end])) is begins
    if begins and forgiven(typed) and len(term) > 4:
        assert not beginnings_near(typed).isdisjoint(beginnings_of(term)), (typed, term)


@given(words, words)
def test_errors_are_counted_up_to_what_is_forgiven(word: str, term: str) -> None:
    assert (term in errors_among(word, [term, word])) is forgives(word, term)


@given(words)
def test_pieces_are_few(word: str) -> None:
    assert len(list(pieces_of(word))) <= 5
    assert len(pieces_near(word)) <= 400
    assert len(list(beginnings_of(word))) <= 10
    assert len(beginnings_near(word)) <= 20
