"""A house that runs for real believes a real identity provider only: services and gateway alike."""

import json
from pathlib import Path

import pytest

from partage_kit.auth import Role, TokenVerifier
from partage_kit.auth.local_issuer import issue, key_file
from partage_kit.settings import Environment, Settings
from support.command_line import run
from support.signer import Signer, key_set

ISSUER = "https://id.example.org"


@pytest.mark.parametrize("room", ["members", "gateway"])
@pytest.mark.parametrize(
    ("issuer", "said"),
    [
        ("partage-local", "the local issuer is for trying out only"),
        ("http://id.example.org", "PARTAGE_OIDC_ISSUER is 'http://id.example.org'"),
        ("id.example.org", "PARTAGE_OIDC_ISSUER is 'id.example.org'"),
        (ISSUER, "holds a private key"),
    ],
)
def test_neither_the_local_issuer_nor_its_key_nor_plain_http(tmp_path: Path, room: str, issuer: str, said: str) -> None:
    local = Settings(home=tmp_path)
    issue(local, [Role.BUYER], "brussels")
    given = {"ENV": "production", "OIDC_ISSUER": issuer, "JWKS_FILE": str(key_file(local)), "HOME": str(tmp_path)}
    given |= {"MEMBERS_PUBLIC_URL": "https://partage.example", "MEMBERS_ERASED_KEY": "k" * 32}
    ended = run(room, "serve", **given)
    assert (ended.returncode, ended.stderr.count("\n")) == (2, 1), ended.stderr
    assert said in ended.stderr and "PARTAGE_ENV=production" in ended.stderr


def test_members_in_production_says_where_it_is_and_believes_no_host_header(tmp_path: Path) -> None:
    key = {"MEMBERS_ERASED_KEY": "k" * 32}
    ended = run("members", "serve", ENV="production", OIDC_ISSUER=ISSUER, HOME=str(tmp_path), **key)
    assert (ended.returncode, ended.stderr.count("\n")) == (2, 1), ended.stderr
    assert "needs PARTAGE_MEMBERS_PUBLIC_URL" in ended.stderr


def test_members_in_production_is_given_the_key_that_tells_who_was_erased(tmp_path: Path) -> None:
    given = {"MEMBERS_PUBLIC_URL": "https://partage.example", "ENV": "production", "OIDC_ISSUER": ISSUER}
    for wrong, said in (({}, "needs PARTAGE_MEMBERS_ERASED_KEY"), ({"MEMBERS_ERASED_KEY": "short-one"}, "ERASED_KEY")):
        ended = run("members", "serve", HOME=str(tmp_path), **given, **wrong)
        assert (ended.returncode, ended.stderr.count("\n")) == (2, 1), ended.stderr
        assert said in ended.stderr and "short-one" not in ended.stderr
    assert list(tmp_path.iterdir()) == [], "no key is made in its place"


def test_a_file_of_public_keys_is_taken(tmp_path: Path) -> None:
    file = tmp_path / "keys.json"
    file.write_text(key_set(Signer("EdDSA", "one").jwk()))
    assert "d" not in json.loads(file.read_text())["keys"][0]
    assert TokenVerifier.from_settings(Settings(env=Environment.PRODUCTION, oidc_issuer=ISSUER, jwks_file=file))


def test_plain_http_is_taken_where_the_network_is_said_to_be_private() -> None:
    settings = Settings(env=Environment.PRODUCTION, oidc_issuer="http://identity:8080", oidc_plain_http=True)
    assert TokenVerifier.from_settings(settings)
