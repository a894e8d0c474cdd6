"""compose.yaml and the files it mounts, read: nothing is missing, no secret is written down, nobody gets too much."""

import json
import re
from pathlib import Path

import yaml

from partage_kit.auth import Role

ROOT = Path(__file__).parents[2]
HOUSE = {"gateway", "members", "procurement", "impact", "postgres", "nats", "identity", "mail"}


def test_the_house_is_whole_and_each_service_has_its_own_database_and_account() -> None:
    compose = yaml.safe_load((ROOT / "compose.yaml").read_text())
    assert set(compose["services"]) == HOUSE
    for name in ("members", "procurement", "impact"):
        environment = compose["services"][name]["environment"]
        assert environment["PARTAGE_ENV"] == "production"
        assert environment[f"PARTAGE_{name.upper()}_DATABASE_URL"].endswith(f"@postgres:5432/{name}")
        assert environment[f"PARTAGE_{name.upper()}_NATS_URL"].startswith(f"nats://{name}:")
    # nothing is open beyond this machine: TLS and the world come before it
    opened = [port for service in compose["services"].values() for port in service.get("ports", [])]
    assert sorted(opened) == [f"127.0.0.1:{port}:{port}" for port in (4222, 8000, 8025, 8080)]
    mounted = {
        volume.split(":")[0] for service in compose["services"].values() for volume in service.get("volumes", [])
    }
    assert not [path for path in mounted if path.startswith("./") and not (ROOT / path).is_file()]
    assert "sync_interval: always" in (ROOT / "deploy/nats/nats.conf").read_text()


def test_every_value_that_is_needed_is_listed_and_explained() -> None:
    needed = set(re.findall(r"\$\{(\w+):\?missing in \.env", (ROOT / "compose.yaml").read_text()))
    listed = set(re.findall(r"^(\w+)=", (ROOT / "deploy/example.env").read_text(), re.MULTILINE))
    assert needed == listed
    readme = (ROOT / "deploy/README.md").read_text()
    assert not [name for name in listed if f"`{name}`" not in readme]


def test_the_realm_knows_our_roles_and_lets_nobody_choose_an_office() -> None:
    realm = json.loads((ROOT / "deploy/identity/realm.json").read_text())
    assert {role["name"] for role in realm["roles"]["realm"]} == {role.value for role in Role}
    [client] = realm["clients"]
    claims = {mapper["config"].get("claim.name", mapper["name"]) for mapper in client["protocolMappers"]}
    assert {"office", "roles", "member_id", "filieres", "territory", "audience", "subject"} <= claims
    [profile] = realm["components"]["org.keycloak.userprofile.UserProfileProvider"]
    told = json.loads(profile["config"]["kc.user.profile.config"][0])
    editors = {attribute["name"]: attribute["permissions"]["edit"] for attribute in told["attributes"]}
    assert [editors[name] for name in ("office", "member_id", "filieres", "territory")] == [["admin"]] * 4
    assert "unmanagedAttributePolicy" not in told


def test_images_have_short_names_and_no_secret_is_written_down() -> None:
    text = (ROOT / "compose.yaml").read_text()
    compose = yaml.safe_load(text)
    images = [service["image"] for service in compose["services"].values() if "image" in service]
    assert not [image for image in images if "." in image.split("/")[0].split(":")[0]]
    assert not re.search(r"PASSWORD: (?!\$\{\w+:\?)", text)
    assert all(
        line.endswith("=")
        for line in Path(ROOT / "deploy/example.env").read_text().splitlines()
        if "=" in line and line[0] != "#"
    )
