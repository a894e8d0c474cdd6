"""What the tests of data exports start from: requests, and archives that the workers have put together."""

import csv
import hashlib
import io
import json
import zipfile
from dataclasses import dataclass
from typing import Any

from partage_kit.auth import Role
from support.house import House, member_number

EXPORTS, REQUESTS, RULES = "/members/v1/data-exports", "/members/v1/data-requests", "/members/v1/retention-rules"
CLERK = "clerk-1"


@dataclass(frozen=True)
class Archive:
    """An archive as the member opens it."""

    files: dict[str, bytes]

    @property
    def manifest(self) -> dict[str, Any]:
        """What the archive says that it holds."""
        told: dict[str, Any] = json.loads(self.files["manifest.json"])
        return told

    def rows(self, code: str) -> list[dict[str, Any]]:
        """The rows of a class."""
        rows: list[dict[str, Any]] = json.loads(self.files[f"data/{code}.json"])
        return rows

    def sheet(self, code: str) -> list[dict[str, str]]:
        """The same as a spreadsheet reads it."""
        text = self.files[f"data/{code}.csv"].decode("utf-8-sig")
        return list(csv.DictReader(io.StringIO(text)))


def opened(content: bytes) -> Archive:
    """An archive whose manifest is true of its files."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        made = Archive({name: archive.read(name) for name in archive.namelist()})
    listed = {one["name"]: one["sha256"] for one in made.manifest["files"]}
    assert listed == {
        name: hashlib.sha256(content).hexdigest() for name, content in made.files.items() if name != "manifest.json"
    }
    return made


async def asked(house: House, number: int = 1, **body: Any) -> dict[str, Any]:
    """The n-th member's request for her data."""
    answer = await house.as_member(number).post(f"{EXPORTS}/mine", json=body)
    assert answer.status_code == 202, answer.text
    assert answer.headers["location"] == f"{EXPORTS}/{answer.json()['id']}"
    export: dict[str, Any] = answer.json()
    return export


async def recorded(house: House, number: int = 1, **body: Any) -> dict[str, Any]:
    """A request by letter that the clerk has recorded."""
    letter = {"member_id": str(member_number(number)), "way": "paper", "evidence_reference": "2026/letters/7"}
    answer = await house.as_person(CLERK, Role.STAFF).post(EXPORTS, json=letter | body)
    assert answer.status_code == 202, answer.text
    export: dict[str, Any] = answer.json()
    return export


async def archive(house: House, number: int = 1, **body: Any) -> Archive:
    """All that is kept about the n-th member, as she gets it."""
    export = await asked(house, number, **body)
    await house.do_what_is_due()
    content = await house.as_member(number).get(f"{EXPORTS}/{export['id']}/archive")
    assert content.status_code == 200, content.text
    return opened(content.content)
