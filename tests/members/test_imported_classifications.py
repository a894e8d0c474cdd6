"""Classifications that are imported by command: the official ESCO layout, published whole or not at all."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from members.concepts import BAKER, FILES, HEADER, imported
from support.house import House


async def codes(house: House, **query: str | int) -> list[str]:
    """What is found in ESCO."""
    answer = await house.client().get("/members/v1/classifications/esco/concepts", params=query)
    assert answer.status_code == 200, answer.text
    return [item["code"] for item in answer.json()["items"]]


async def test_esco_is_looked_up_in_each_language_and_by_both_forms(house: House, tmp_path: Path) -> None:
    code, said = await imported(house, tmp_path, FILES)
    assert code == 0 and "ESCO classification of the European Commission" in said, said
    assert await codes(house) == ["aaaa-1", "bbbb-2"]
    for words in ("boulang", "BOULANGÈRE", "maitre boul", "broodb", "Bakker (m/v/x)"):
        assert await codes(house, query=words) == ["aaaa-1"], words
    assert await codes(house, query="mixeuse") == ["bbbb-2"]
    one = await house.client().get("/members/v1/classifications/esco/concepts/aaaa-1")
    assert (one.json()["uri"], one.json()["isco08"]) == (BAKER, "7512")
    assert one.json()["alternatives"] == {"fr": ["artisan boulanger", "maître boulanger"], "nl": ["broodbakker"]}
    listed = (await house.client().get("/members/v1/classifications")).json()["items"]
    assert [(scheme["code"], scheme["version"]) for scheme in listed][-1:] == [("esco", "1.2.0")]
    assert "European Commission" in listed[-1]["attribution"]


async def test_a_new_version_takes_the_place_of_the_one_before(house: House, tmp_path: Path) -> None:
    assert (await imported(house, tmp_path, FILES))[0] == 0
    assert len(await codes(house)) == 2
    later = {"fr": HEADER + f"Occupation,{BAKER},7512,boulanger,\n"}
    assert (await imported(house, tmp_path, later, version="1.3.0"))[0] == 0
    assert await codes(house) == ["aaaa-1"]
    code, said = await imported(house, tmp_path, FILES, version="1.3.0")
    assert code != 0 and "already imported" in said
    assert await codes(house) == ["aaaa-1"]


WRONG: Mapping[str, tuple[Mapping[str, str | bytes], str]] = {
    "other columns": ({"fr": "code,label\n1,x\n"}, "occupations_fr.csv:1: the columns conceptUri"),
    "no address": ({"fr": HEADER + "Occupation,ftp://x,1,x,\n"}, "occupations_fr.csv:2:conceptUri"),
    "no label": ({"fr": HEADER + f"Occupation,{BAKER},1, ,\n"}, "occupations_fr.csv:2:preferredLabel"),
    "twice": ({"fr": HEADER + f"Occupation,{BAKER},1,x,\n" * 2}, "stands there twice"),
    "not in all languages": (
        {"fr": FILES["fr"], "nl": HEADER + f"Occupation,{BAKER},1,bakker,\n"},
        "has no label in nl",
    ),
    "another encoding": ({"fr": FILES["fr"].encode("latin-1")}, "is no CSV in UTF-8"),
    "UTF-16": ({"fr": FILES["fr"].encode("utf-16")}, "is no CSV in UTF-8"),
    "an open quote": ({"fr": HEADER + f'Occupation,{BAKER},1,"x\n'}, "is no CSV"),
    "few columns": ({"fr": HEADER + f"Occupation,{BAKER}\n"}, "occupations_fr.csv:2: has too few columns"),
    "an endless field": ({"fr": HEADER + f"Occupation,{BAKER},1,{'x' * 200_000},\n"}, "is no CSV"),
    "no known language": ({"xx": FILES["fr"]}, "name each file by its language"),
}


@pytest.mark.parametrize("what", WRONG)
async def test_wrong_files_are_told_by_row_and_column_and_change_nothing(
    house: House, tmp_path: Path, what: str
) -> None:
    files, told = WRONG[what]
    code, said = await imported(house, tmp_path, files)
    assert code != 0 and told in said and "Traceback" not in said, said
    assert (await house.client().get("/members/v1/classifications/esco/concepts")).status_code == 404
