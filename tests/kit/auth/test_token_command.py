"""`python -m partage_kit.cli token`, as `make token` runs it."""

from pathlib import Path
from uuid import uuid4

import pytest
from typer.testing import CliRunner

from partage_kit.auth import Caller, Role, TokenVerifier
from partage_kit.auth.local_issuer import key_file, trial_member
from partage_kit.cli import app
from partage_kit.settings import Settings
from support.command_line import run


def _environment(home: Path, **more: str) -> dict[str, str]:
    return {"PARTAGE_HOME": str(home)} | more


async def _caller(home: Path, *arguments: str) -> Caller:
    ended = run("kit.cli", "token", *arguments, "--new-key", HOME=str(home))
    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout.count("\n") == 1
    return await TokenVerifier.from_settings(Settings(home=home)).verify(ended.stdout.strip())


async def test_the_token_alone_is_printed(tmp_path: Path) -> None:
    caller = await _caller(tmp_path, "--role", "buyer")
    assert (caller.office, caller.roles, caller.member_id) == ("brussels", frozenset({Role.BUYER}), None)


def test_a_folder_without_a_key_is_told_as_nothing_would_accept_its_tokens(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    told = CliRunner().invoke(app, ["token", "--role", "buyer"], env=_environment(elsewhere))
    assert (told.exit_code, told.stdout, told.stderr.count("\n")) == (2, "", 1)
    assert f"no key signs tokens in {elsewhere}" in told.stderr
    assert "PARTAGE_HOME" in told.stderr and "--new-key" in told.stderr and not elsewhere.exists()


async def test_a_key_is_made_once_and_then_kept(tmp_path: Path) -> None:
    await _caller(tmp_path, "--role", "buyer")
    key = key_file(Settings(home=tmp_path)).read_bytes()
    await _caller(tmp_path, "--role", "buyer")
    assert key_file(Settings(home=tmp_path)).read_bytes() == key
    told = CliRunner().invoke(app, ["token", "--role", "buyer"], env=_environment(tmp_path))
    assert (told.exit_code, told.stderr) == (0, "")


async def test_everything_can_be_said(tmp_path: Path) -> None:
    member, filiere = uuid4(), uuid4()
    who = [
        "--role",
        "member",
        "--role",
        "facilitator",
        "--office",
        "liege",
        "--member",
        str(member),
        "--subject",
        "ana",
    ]
    assert await _caller(tmp_path, *who, "--filiere", str(filiere), "--territory", "BE332", "--ttl", "90s") == Caller(
        "ana", "liege", frozenset({Role.MEMBER, Role.FACILITATOR}), member, frozenset({filiere}), "BE332"
    )


async def test_a_member_works_without_a_member_id_given(tmp_path: Path) -> None:
    assert (await _caller(tmp_path, "--role", "member")).member == trial_member("brussels")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--role", "king"], "unknown role 'king'; the roles are member, facilitator, buyer"),
        (["--role", ""], "unknown role ''; the roles are member"),
        ([], "no role given; the roles are member"),
        (["--role", "buyer", "--office", "Brussels"], "--office: "),
        (["--role", "buyer", "--subject", "a\nb"], "--subject: "),
        (["--role", "member", "--member", "7"], "--member: '7' is no UUID"),
        (["--role", "facilitator", "--filiere", "7"], "--filiere: '7' is no UUID"),
        (["--role", "buyer", "--territory", "{}"], "--territory: "),
        (["--role", "buyer", "--ttl", "soon"], "--ttl: 'soon' is no duration; say 90s, 30m, 12h or 7d"),
    ],
)
def test_what_is_wrong_is_one_line_on_stderr(tmp_path: Path, arguments: list[str], says: str) -> None:
    told = CliRunner().invoke(app, ["token", *arguments], env=_environment(tmp_path))
    assert (told.exit_code, told.stdout) == (2, "")
    assert told.stderr.startswith(says)
    assert told.stderr.count("\n") == 1


def test_the_help_tells_true_defaults(tmp_path: Path) -> None:
    told = CliRunner().invoke(app, ["token", "--help"], env=_environment(tmp_path) | {"COLUMNS": "200"})
    assert told.exit_code == 0 and "--role" in told.stdout and "[default: 12h]" in told.stdout
    assert "class" not in told.stdout


@pytest.mark.parametrize(
    "environment",
    [
        {"PARTAGE_OIDC_ISSUER": "https://id.example.org"},
        {"PARTAGE_ENV": "production"},
        {"PARTAGE_ENV": "production", "PARTAGE_OIDC_ISSUER": "https://id.example.org"},
    ],
)
def test_no_local_tokens_where_there_is_an_identity_provider(tmp_path: Path, environment: dict[str, str]) -> None:
    told = CliRunner().invoke(app, ["token", "--role", "platform_admin"], env=_environment(tmp_path, **environment))
    assert (told.exit_code, told.stdout) == (2, "")
    assert "PARTAGE_OIDC_ISSUER" in told.stderr
    assert list(tmp_path.iterdir()) == []
