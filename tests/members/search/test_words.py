"""From texts to words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partage_kit.folding import fold
from partage_members.search.tokens import plain
from partage_members.search.words import LONGEST, words_of

CASES = {
    "Œuvre d’Élodie, à l'atelier": [("oeuvre",), ("elodie",), ("a",), ("atelier",)],
    "Photographe (h/f/x)": [("photographe",)],
    "Verpleegkundige m/v/x": [("verpleegkundige",)],
    "Ingénieur H/F": [("ingenieur",)],
    "mixeur/mixeuse": [("mixeur", "mixeuse")],
    "verpleger/verpleegster": [("verpleger", "verpleegster")],
    "directeur·rice": [("directeur", "directrice")],
    "auteur-e": [("auteur", "auteure")],
    "chargé(e) de projet": [("charge", "chargee"), ("de",), ("projet",)],
    "étudiant·e·s": [("etudiant", "etudiante")],
    "boulanger·ère": [("boulanger", "boulangere")],
    "son/lumière": [("son",), ("lumiere",)],
    "rendez-vous": [("rendez",), ("vous",)],
    "Saint-Josse-ten-Noode": [("saint",), ("josse",), ("ten",), ("noode",)],
    "aujourd'hui": [("aujourd",), ("hui",)],
    "C++ / .NET": [("c",), ("net",)],
    "": [],
    "·/'-()": [],
}


@pytest.mark.parametrize(("text", "words"), CASES.items(), ids=range(len(CASES)))
def test_words_and_their_forms(text: str, words: list[tuple[str, ...]]) -> None:
    assert list(words_of(text)) == words


@given(st.text())
def test_any_text_has_bounded_words_that_every_tokenizer_leaves_whole(text: str) -> None:
    for forms in words_of(text):
        assert forms
        assert all(0 < len(form) <= LONGEST for form in forms)
        assert all(plain(form).isascii() and plain(form).isalnum() for form in forms)


@given(st.text("aàeèéiïouüzZÉ-·/()' ’", max_size=40))
def test_accents_and_capitals_make_no_difference(text: str) -> None:
    assert list(words_of(text)) == list(words_of(fold(text))) == list(words_of(text.upper()))


@given(st.text(min_size=1), st.text(min_size=1))
def test_different_words_stay_different(one: str, other: str) -> None:
    q_free = "q" not in one + other
    assert not q_free or (plain(one) == plain(other)) is (one == other)
