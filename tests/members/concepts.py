"""Schemes for the tests of classifications: two concepts in the layout of ESCO, and how files are brought in."""

import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from partage_kit.auth import Role
from partage_members.classifications.commands import import_scheme
from partage_members.classifications.editions import Edition
from partage_members.classifications.esco import read_esco
from partage_members.profiles.reindexing import reindexing
from partage_members.settings import MembersSettings
from support.command_line import run_beside
from support.house import House
from support.intake import until_idle
from support.purchasing import made
from support.waiting import eventually

HEADER = "conceptType,conceptUri,iscoGroup,preferredLabel,altLabels\n"
BAKER, MIXER = "http://data.europa.eu/esco/occupation/aaaa-1", "http://data.europa.eu/esco/occupation/bbbb-2"
FILES: Mapping[str, str] = {
    "fr": HEADER + f'Occupation,{BAKER},7512,boulanger/boulangère,"artisan boulanger\nmaître boulanger"\n'
    f"Occupation,{MIXER},3521,mixeur son/mixeuse son,\n",
    "nl": HEADER + f"Occupation,{BAKER},7512,bakker,broodbakker\nOccupation,{MIXER},3521,geluidsmixer,\n",
}


async def imported(
    house: House, folder: Path, files: Mapping[str, str | bytes], version: str = "1.2.0"
) -> tuple[int, str]:
    """Import files into the database of the house by command: the exit code, and what was said."""
    assert isinstance(house.settings, MembersSettings)
    paths = []
    for language, content in files.items():
        path = folder / f"occupations_{language}.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        paths.append(str(path))
    settings = {"HOME": str(folder), "MEMBERS_DATABASE_URL": house.settings.database()}
    done = await run_beside("members", "import-esco", *paths, "--version", version, **settings)
    return done.returncode, done.stdout + done.stderr


async def brought_in(house: House, files: Mapping[str, str] = FILES, version: str = "1.2.0") -> None:
    """The same without a process of its own."""
    await published(house, read_esco(version, {name: (name, io.StringIO(text)) for name, text in files.items()}))


async def published(house: House, edition: Edition) -> None:
    """Bring an edition in."""
    async for _ in import_scheme(house.service.database, edition):
        pass


async def renamed(house: House) -> None:
    """Let the directory learn the words of versions that became current."""
    for worker in reindexing(60):
        await worker.do_what_is_due(house.service.database)


async def drafted(house: House) -> dict[str, str]:
    """A scheme of an office with two published versions and a draft, and what its upgrade proposes to member 1."""
    staff, path = house.as_role(Role.STAFF), "/members/v1/classifications"
    crafts, mine, own = f"{path}/local-crafts", "/members/v1/profiles/mine", "local-crafts:{}".format
    await made(await staff.post(path, json={"code": "local-crafts", "kind": "occupations"}))
    baker = {"code": "baker", "labels": {"fr": "mitron"}, "exact": ["baker"], "close": ["pastry-cook"]}
    old = [{"code": code, "labels": {"fr": code}, "close": ["baker"]} for code in ("miller", "maltster")]
    await made(await staff.post(f"{crafts}/draft/amend", json={"concepts": [baker, *old]}), 200)
    await made(await staff.post(f"{crafts}/draft/publish"), 200)
    tag = {"If-Match": (await house.as_member(1).get(mine)).headers["etag"]}
    codes = [own("miller"), own("maltster")]
    await made(await house.as_member(1).patch(mine, json={"trades": codes}, headers=tag), 200)
    await made(await staff.post(f"{crafts}/versions", json={"version": "2"}))
    later = {"concepts": [{"code": "glass", "labels": {"fr": "verrier"}}], "removed": ["miller", "maltster"]}
    await made(await staff.post(f"{crafts}/draft/amend", json=later), 200)
    await made(await staff.post(f"{crafts}/draft/publish"), 200)
    await made(await staff.post(f"{crafts}/versions", json={"version": "3"}))
    await made(await staff.post(f"{crafts}/upgrade"), 202)
    await until_idle(house)
    return {"scheme": "local-crafts", "code_proposal_id": (await proposals_to(house, 1))[0]["id"]}


async def proposals_to(house: House, number: int) -> list[dict[str, Any]]:
    """What is proposed to a member, once an upgrade has proposed something."""

    async def seen() -> list[dict[str, Any]]:
        items: list[dict[str, Any]] = (await house.as_member(number).get("/members/v1/code-proposals/mine")).json()[
            "items"
        ]
        return items

    return await eventually(seen)
