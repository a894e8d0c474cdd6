"""The issuer of a try-out house: one key, made once, whoever comes first."""

import asyncio
import os
import stat
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import jwt
import pytest
from pydantic import ValidationError

from partage_kit.auth import Role, TokenVerifier
from partage_kit.auth.local_issuer import issue, key_file, trial_member
from partage_kit.errors import Unauthenticated
from partage_kit.settings import Environment, Settings, WrongSettings


@pytest.fixture
def local(tmp_path: Path) -> Settings:
    """A try-out house whose folder does not exist yet."""
    return Settings(home=tmp_path / "house")


async def test_an_issued_token_is_accepted_with_all_it_says(local: Settings) -> None:
    member, filiere = uuid4(), uuid4()
    roles = [Role.MEMBER, Role.FACILITATOR]
    token = issue(local, roles, "liege", member, filieres=[filiere], territory="BE332", subject="ana")
    caller = await TokenVerifier.from_settings(local).verify(token)
    assert (caller.subject, caller.office, caller.roles) == ("ana", "liege", frozenset(roles))
    assert (caller.member_id, caller.filieres, caller.territory) == (member, frozenset({filiere}), "BE332")


async def test_a_service_that_started_before_the_key_existed_accepts_its_tokens(local: Settings) -> None:
    verifier = TokenVerifier.from_settings(local)
    with pytest.raises(Unauthenticated):
        await verifier.verify(issue(Settings(home=local.home / "another"), [Role.BUYER], "brussels"))
    assert await verifier.verify(issue(local, [Role.BUYER], "brussels"))


async def test_a_new_key_after_the_folder_was_removed(local: Settings) -> None:
    verifier = TokenVerifier.from_settings(local)
    old = issue(local, [Role.BUYER], "brussels")
    assert await verifier.verify(old)
    key_file(local).unlink()
    assert await verifier.verify(issue(local, [Role.BUYER], "brussels"))
    with pytest.raises(Unauthenticated):
        await verifier.verify(old)


async def test_a_removed_key_accepts_nobody(local: Settings) -> None:
    token = issue(local, [Role.BUYER], "brussels")
    key_file(local).unlink()
    with pytest.raises(Unauthenticated):
        await TokenVerifier.from_settings(local).verify(token)


def test_a_token_is_valid_for_twelve_hours_unless_told(local: Settings) -> None:
    tokens = issue(local, [Role.BUYER], "brussels"), issue(local, [Role.BUYER], "brussels", ttl=timedelta(minutes=5))
    usual, short = (jwt.decode(token, options={"verify_signature": False}) for token in tokens)
    assert (usual["exp"] - usual["iat"], short["exp"] - short["iat"]) == (43_200, 300)
    assert (usual["iss"], usual["aud"]) == ("partage-local", "partage")
    assert "member_id" not in usual


def test_only_the_owner_may_read_the_key(local: Settings) -> None:
    before = os.umask(0)
    try:
        issue(local, [Role.BUYER], "brussels")
    finally:
        os.umask(before)
    assert stat.S_IMODE(key_file(local).stat().st_mode) == 0o600
    assert [entry.name for entry in local.home.iterdir()] == ["issuer.json"]


@pytest.mark.parametrize("office", ["Brussels", "b", "a.b", "*", ""])
def test_a_token_that_would_not_be_accepted_is_not_issued(local: Settings, office: str) -> None:
    with pytest.raises(ValidationError):
        issue(local, [Role.BUYER], office)
    assert not key_file(local).exists()


@pytest.mark.parametrize("environment", list(Environment))
def test_refused_where_an_identity_provider_is_set(local: Settings, environment: Environment) -> None:
    settings = Settings(home=local.home, env=environment, oidc_issuer="https://id.example.org")
    with pytest.raises(WrongSettings, match="PARTAGE_OIDC_ISSUER"):
        issue(settings, [Role.BUYER], "brussels")
    assert not key_file(local).exists()


def test_production_does_not_start_on_the_local_issuer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PARTAGE_ENV", "production")
    with pytest.raises(WrongSettings, match="PARTAGE_OIDC_ISSUER"):
        Settings.load()


@pytest.mark.parametrize("content", ["", "{}", '{"keys": []}', "[1]", '{"keys": 5}'])
def test_a_broken_key_file_is_named(local: Settings, content: str) -> None:
    local.home.mkdir()
    key_file(local).write_text(content)
    with pytest.raises(WrongSettings, match=r"issuer\.json"):
        issue(local, [Role.BUYER], "brussels")


def test_the_trial_member_of_an_office_is_always_the_same() -> None:
    assert trial_member("brussels") == trial_member("brussels") != trial_member("liege")


ROUNDS = 50

_ISSUE_IN_EACH_FOLDER = """
import sys
from pathlib import Path
from partage_kit.auth.local_issuer import issue
from partage_kit.auth.roles import Role
from partage_kit.settings import Settings
houses = [Settings(home=Path(folder)) for folder in sys.argv[1:]]
print("ready", flush=True)
sys.stdin.readline()
for house in houses:
    print(issue(house, [Role.BUYER], "brussels"))
"""


def test_processes_that_start_together_agree_on_one_key(tmp_path: Path) -> None:
    houses = [Settings(home=tmp_path / str(n)) for n in range(ROUNDS)]
    command = [sys.executable, "-c", _ISSUE_IN_EACH_FOLDER, *(str(house.home) for house in houses)]
    starters = [subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    assert [starter.stdout.readline() for starter in starters if starter.stdout] == ["ready\n"] * 3
    for starter in starters:
        assert starter.stdin
        starter.stdin.write("go\n")
        starter.stdin.flush()
    issued = [starter.communicate(timeout=60)[0].split() for starter in starters]
    for house, tokens in zip(houses, zip(*issued, strict=True), strict=True):
        verifier = TokenVerifier.from_settings(house)
        assert [asyncio.run(verifier.verify(token)).office for token in tokens] == ["brussels"] * 3
        assert [entry.name for entry in house.home.iterdir()] == ["issuer.json"]
