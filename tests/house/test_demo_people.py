"""Who the demo cooperative is made of: three hundred fictional members, ten filières, the same ones each time."""

import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

from deploy.demo.groups import groups
from deploy.demo.journal import Journal
from deploy.demo.people import FILIERES, OFFICES, everybody, members
from partage_kit.auth.local_issuer import trial_member
from support.translations import LANGUAGES

ROOT = Path(__file__).parents[2]
PRINT_ALL = """
import json
from deploy.demo.groups import groups
from deploy.demo.people import everybody
print(json.dumps([person.profile() for person in everybody()]))
print([(group.code, [str(person.id) for person in group.joiners]) for group in groups()])
"""


def printed(hash_seed: str) -> str:
    """The whole cooperative, as a fresh interpreter makes it up."""
    environment = os.environ | {"PYTHONHASHSEED": hash_seed}
    command = [sys.executable, "-c", PRINT_ALL]
    return subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True, text=True).stdout


def test_the_same_cooperative_each_time() -> None:
    assert printed("1") == printed("2")


def test_about_three_hundred_members_of_two_offices() -> None:
    people = everybody()
    assert 280 <= len(people) <= 320
    assert {person.office for person in people} == set(OFFICES) and len(OFFICES) == 2
    assert len({person.id for person in people}) == len({person.name for person in people}) == len(people)
    assert {person.place["country"] for person in people} == {"BE", "FR", "NL"}
    assert {person.language for person in people} == set(LANGUAGES)


def test_the_first_member_of_each_office_is_the_one_of_make_token() -> None:
    assert [members(office)[0].id for office in OFFICES] == [trial_member(office) for office in OFFICES]


def test_members_present_themselves_in_the_languages_they_work_in() -> None:
    written = Counter(len(person.profile()["presentation"]) for person in everybody())
    assert set(written) == {1, 2, 3} and written[3] > 60
    for person in everybody():
        profile = person.profile()
        assert set(profile["presentation"]) == set(profile["headline"]) == set(profile["languages"])
        assert not any("{" in text for text in (profile["presentation"] | profile["headline"]).values())
        assert profile["email"].endswith("@members.example")  # nobody can own it (RFC 2606)


def test_ten_filieres_with_enough_members_and_two_facilitators() -> None:
    assert {group.code for group in groups()} == {code for codes in FILIERES.values() for code in codes}
    assert len(groups()) == 10
    for group in groups():
        assert len(group.joiners) >= 8, group.code
        assert len(set(group.facilitators)) == 2 and not set(group.facilitators) & set(group.leavers)


def test_nobody_chooses_more_filieres_than_an_office_allows() -> None:
    chosen = Counter(person for group in groups() if group.row["kind"] != "circle" for person in group.joiners)
    assert max(chosen.values()) <= 3


def test_a_journal_goes_on_after_a_line_that_was_cut_short(tmp_path: Path) -> None:
    file = tmp_path / "journal"
    first = Journal(file)
    first.note("one", "1")
    first.note("two", "2")
    file.write_text(file.read_text()[:-4])
    second = Journal(file)
    assert "one" in second and "two" not in second
    second.note("two", "again")
    third = Journal(file)
    assert (third["one"], third["two"], third.finished) == ("1", "again", False)
    assert third.today == Journal(file).today
