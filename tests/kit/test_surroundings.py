"""What an operator got wrong around a service is one line that names the setting and the remedy, never a traceback."""

import json
import sqlite3
import stat
from pathlib import Path

import pytest

from partage_kit.auth import Role
from partage_kit.auth.keys import LocalKeys
from partage_kit.auth.local_issuer import issue, key_file
from partage_kit.settings import Settings, WrongSettings
from support.command_line import run
from support.service_process import serving

pytestmark = pytest.mark.local

NOBODY = "postgresql+asyncpg://members:secret@127.0.0.1:1/members"
COMMANDS = (("serve",), ("migrate",), ("dead-letters", "list"), ("dead-letters", "retry", "--all"))
ADDRESSES = ("garbage", "mysql://x/y", "sqlite:////x.db", "postgresql+asyncpg://u:secret@h:port/x",
             "sqlite+aiosqlite:////dev/null/x.db", "sqlite+aiosqlite:////proc/x/x.db")  # fmt: skip
DAMAGED = (b"\xa5" * 9_000, b"SQLite format 3\x00" + b"\xa5" * 9_000)


def one_line(room: str, *arguments: str, **settings: str) -> str:
    """What a command says that cannot do its work: one line and no traceback."""
    ended = run(room, *arguments, **settings)
    assert ended.returncode not in (0, -9) and ended.stdout == "", ended
    assert ended.stderr.count("\n") == 1 and "Traceback" not in ended.stderr and "secret" not in ended.stderr, (
        ended.stderr
    )
    return ended.stderr


@pytest.mark.parametrize(
    ("url", "command"), [*((url, COMMANDS[0]) for url in ADDRESSES), *((NOBODY, command) for command in COMMANDS)]
)
def test_an_address_that_leads_to_no_database(tmp_path: Path, url: str, command: tuple[str, ...]) -> None:
    assert "PARTAGE_MEMBERS_DATABASE_URL" in one_line("members", *command, HOME=str(tmp_path), MEMBERS_DATABASE_URL=url)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("content", "command"), [*((DAMAGED[0], command) for command in COMMANDS), (DAMAGED[1], COMMANDS[0])]
)
def test_a_damaged_database(tmp_path: Path, content: bytes, command: tuple[str, ...]) -> None:
    (tmp_path / "members.db").write_bytes(content)
    said = one_line("members", *command, HOME=str(tmp_path))
    assert "it is damaged: restore it from a backup" in said and "PARTAGE_HOME" in said
    assert (tmp_path / "members.db").read_bytes() == content


def test_a_database_of_a_newer_version(tmp_path: Path) -> None:
    assert run("members", "migrate", HOME=str(tmp_path)).returncode == 0
    with sqlite3.connect(tmp_path / "members.db") as database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
    assert "newer version" in one_line("members", "serve", HOME=str(tmp_path))


@pytest.mark.parametrize("room", ["members", "gateway"])
@pytest.mark.parametrize("issuer", [{}, {"OIDC_ISSUER": "https://id.example.org"}])
def test_a_file_of_keys_that_is_not_there(tmp_path: Path, room: str, issuer: dict[str, str]) -> None:
    assert "PARTAGE_JWKS_FILE" in one_line(room, "serve", HOME=str(tmp_path), JWKS_FILE="/nonexist", **issuer)


def test_a_home_that_is_a_file(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.write_text("")
    assert "PARTAGE_HOME" in one_line("members", "serve", HOME=str(home))
    assert "PARTAGE_HOME" in one_line("kit.cli", "token", "--role", "buyer", HOME=str(home))


@pytest.mark.parametrize(
    "wrong", [{"x": "AAAA"}, {"x": 5}, {"x": "!!"}, {"d": "AAAA"}, {"d": None}, {"crv": "P-256"}, {"kid": 5}]
)
def test_a_local_key_with_wrong_numbers(tmp_path: Path, wrong: dict[str, object]) -> None:
    settings = Settings(home=tmp_path)
    issue(settings, [Role.BUYER], "brussels")
    key = json.loads(key_file(settings).read_text())["keys"][0]
    key_file(settings).write_text(json.dumps({"keys": [key | wrong]}))
    with pytest.raises(WrongSettings, match=r"issuer\.json is no key of the local issuer; remove it"):
        issue(settings, [Role.BUYER], "brussels")
    assert LocalKeys(key_file(settings)).keys.keys == () or "d" in wrong or "kid" in wrong, "nobody holds its token"


def test_what_holds_names_is_for_its_owner_only(tmp_path: Path) -> None:
    home = tmp_path / "above" / "home?a&b=c%20d"
    with serving("members", tmp_path, {"HOME": str(home)}):
        modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in home.iterdir()}
    assert stat.S_IMODE(home.stat().st_mode) == 0o700
    assert modes == dict.fromkeys(("members.db", "members.db-wal", "members.db-shm"), 0o600)
