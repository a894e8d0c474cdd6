"""`make run`, as a newcomer uses it: the first run loads the demo cooperative, Ctrl-C ends all, the next goes on."""

import json
import os
import re
import signal
import socket
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from deploy.demo.people import members
from deploy.demo.telling import JOURNAL, told
from support.local_house import ROOT, LocalHouseRun, local_house
from support.tour import taken

pytestmark = pytest.mark.local

READY_S, LOADED_S, STOPPED_S = 60, 600, 5
HALF = 700
"""Lines of the journal after which the first run is interrupted: members have registered and begin to join."""


@pytest.fixture
def house(tmp_path: Path) -> Iterator[LocalHouseRun]:
    """A house that has never run."""
    with local_house(tmp_path) as made:
        yield made


def journal(house: LocalHouseRun) -> str:
    """What the demo has noted."""
    file = house.home / JOURNAL
    return file.read_text() if file.exists() else ""


def welcomes(house: LocalHouseRun) -> bool:
    """Whether the house says that everything is there."""
    return "Ctrl-C stops the house" in house.told()


def stops(house: LocalHouseRun) -> None:
    """Ctrl-C ends everything soon."""
    seconds, left = house.interrupt()
    assert seconds < STOPPED_S and left == []
    assert house.process is not None and house.process.returncode == 0
    assert not [words for words in ("bus cannot be reached", "stopped (rc=", "SIGTERM") if words in house.told()]


def as_the_member(house: LocalHouseRun, path: str) -> httpx.Response:
    """A call with the member's token that the welcome prints."""
    found = re.search(r"^  member \(.*\)\n  (\S+)$", house.told(), re.MULTILINE)
    assert found is not None, house.told()
    return httpx.get(f"{house.address}{path}", headers={"Authorization": f"Bearer {found[1]}"}, timeout=30)


def everybody(house: LocalHouseRun) -> list[str]:
    """The ids of all whom the member finds in the directory of her office, over all pages."""
    ids: list[str] = []
    path = "/members/v1/directory?limit=200"
    while path:
        page = as_the_member(house, path).json()
        ids += [profile["id"] for profile in page["items"]]
        path = page["next"] and f"/members/v1/directory?limit=200&cursor={page['next']}"
    return ids


def the_tour_of_the_readme_works(house: LocalHouseRun) -> None:
    """A newcomer takes it word for word: each call shows something, and only the last is refused."""
    shown = taken(house.address, house.environment)
    assert [call["status"] for call in shown if str(call.get("type", "")).startswith("/problems/")] == [428]
    found = [len(call["items"]) for call in shown if "items" in call]
    assert len(found) == 6 and all(found)


def test_first_run_loads_the_next_goes_on_and_the_third_loads_nothing(house: LocalHouseRun) -> None:
    house.start()
    house.until(house.is_ready, READY_S)
    house.until(lambda: journal(house).count("\n") > HALF, LOADED_S)
    stops(house)
    assert not told(house.home)

    house.start()
    house.until(lambda: welcomes(house), LOADED_S)
    assert told(house.home)
    assert re.search(r"^ +\d+ %  ", house.told(), re.MULTILINE), "no bar moves in a file, so lines are printed"
    assert "The house is ready, and the demo cooperative is loaded." in house.told()
    one = members("brussels")[0]
    assert as_the_member(house, "/members/v1/profiles/mine").json()["family_name"] == one.family_name
    assert sorted(everybody(house)) == sorted(
        str(person.id) for person in members("brussels") if person.shows != "to nobody"
    )
    the_tour_of_the_readme_works(house)
    stops(house)

    noted = journal(house)
    house.start()
    house.until(lambda: welcomes(house), READY_S)
    assert "Loading" not in house.told()
    assert journal(house) == noted
    orders = as_the_member(house, "/procurement/v1/pooled-orders?mine=true").json()["items"]
    assert sorted(order["state"] for order in orders) == ["open", "settled"]
    stops(house)


def test_an_empty_house_loads_nothing(house: LocalHouseRun) -> None:
    house.start("--empty")
    house.until(lambda: welcomes(house), READY_S)
    assert journal(house) == "" and "The house is ready." in house.told()
    stops(house)


def test_a_house_whose_bus_breaks_says_so_and_ends(house: LocalHouseRun) -> None:
    house.start("--empty")
    house.until(house.is_ready, READY_S)
    os.kill(house.pid_of("nats-server"), signal.SIGKILL)
    assert house.process is not None and house.process.wait(STOPPED_S * 2) == 1
    assert "nats-server ended with -9; its log is nats.log" in house.told()


def test_a_journal_of_lost_data_is_told_with_its_remedy_and_the_house_stays(house: LocalHouseRun) -> None:
    house.home.mkdir()
    noted = [("step/members register", ""), ("filiere/translation", "01a205c4-1cec-7633-bc05-30842bdad618")]
    (house.home / JOURNAL).write_text("".join(f"{json.dumps(line)}\n" for line in noted))
    house.start()
    house.until(lambda: welcomes(house), LOADED_S)
    assert "The demo cooperative is not whole" in house.told() and f"without the folder {house.home}" in house.told()
    assert house.is_ready() and not told(house.home)
    stops(house)


@pytest.mark.parametrize("room", ["gateway", "members", "nats"])
def test_a_taken_port_is_one_line_that_names_the_setting(house: LocalHouseRun, room: str) -> None:
    with socket.create_server(("127.0.0.1", house.ports[room])):
        ended = ends_at_once(house)
    assert not house.home.exists()
    assert f"port {house.ports[room]} " in ended.stderr and f"PARTAGE_{room.upper()}_PORT" in ended.stderr


def test_a_port_that_is_no_number_is_one_line_that_names_the_setting(house: LocalHouseRun) -> None:
    house.environment["PARTAGE_IMPACT_PORT"] = "impact"
    assert ends_at_once(house).stderr == "PARTAGE_IMPACT_PORT is 'impact': a port is a number from 1 to 65535\n"


def ends_at_once(house: LocalHouseRun) -> subprocess.CompletedProcess[str]:
    """A run that cannot start: nothing is printed but why, in one line."""
    command = [sys.executable, "-m", "deploy.house", "run"]
    ended = subprocess.run(command, cwd=ROOT, env=house.environment, capture_output=True, text=True, timeout=60)
    assert (ended.returncode, ended.stdout, ended.stderr.count("\n")) == (2, "", 1), ended
    return ended


def test_two_rooms_on_one_port_are_named(house: LocalHouseRun) -> None:
    house.environment["PARTAGE_IMPACT_PORT"] = str(house.ports["members"])
    said = f"PARTAGE_MEMBERS_PORT and PARTAGE_IMPACT_PORT are both {house.ports['members']}: "
    assert ends_at_once(house).stderr.startswith(said)
    assert not house.home.exists()


@pytest.mark.parametrize("home", ["/dev/null", "/dev/null/house", "/proc/house"])
def test_a_home_that_cannot_be_is_one_line_that_names_the_setting(house: LocalHouseRun, home: str) -> None:
    house.environment["PARTAGE_HOME"] = home
    assert home in (said := ends_at_once(house).stderr) and "PARTAGE_HOME" in said


def test_a_key_of_the_local_issuer_that_is_none_is_named_with_its_remedy(house: LocalHouseRun) -> None:
    house.home.mkdir()
    (house.home / "issuer.json").write_text('{"keys": [{"kty": "OKP", "crv": "Ed25519", "x": "AAAA", "d": 5}]}')
    assert "issuer.json is no key of the local issuer; remove it" in ends_at_once(house).stderr
    assert [file.name for file in house.home.iterdir()] == ["issuer.json"]


def test_a_house_in_a_folder_of_any_name_keeps_all_in_it_and_for_its_owner(tmp_path: Path) -> None:
    folder = tmp_path / """a?b=c&d "e" 'f' %20 $HOME é"""
    folder.mkdir()
    with local_house(folder) as house:
        house.start("--empty")
        house.until(lambda: welcomes(house), READY_S)
        made = {file.name for file in house.home.iterdir()}
        assert {"members.db", "procurement.db", "impact.db", "nats", "nats.log", "nats.conf", "issuer.json"} <= made
        assert stat.S_IMODE(house.home.stat().st_mode) == 0o700
        stops(house)
    assert {file.name for file in tmp_path.iterdir()} == {folder.name}


def test_a_room_that_is_killed_is_named_and_the_next_run_goes_on(house: LocalHouseRun) -> None:
    house.start("--empty")
    house.until(house.is_ready, READY_S)
    os.kill(house.pid_of("-m partage_impact serve"), signal.SIGKILL)
    assert house.process is not None and house.process.wait(STOPPED_S * 2) == 1
    assert "impact was killed (signal 9), and so the house has stopped: " in house.told()
    assert "stopped (rc=" not in house.told() and "Traceback" not in house.told()
    house.start("--empty")
    house.until(lambda: welcomes(house), READY_S)
    stops(house)


def test_a_damaged_database_is_named_with_its_remedy(house: LocalHouseRun) -> None:
    house.home.mkdir()
    (house.home / "members.db").write_bytes(b"\xa5" * 9_000)
    house.start("--empty")
    assert house.process is not None and house.process.wait(READY_S) == 1
    assert "it is damaged: restore it from a backup" in house.told()
    assert "members ended with status 2, and so the house has stopped" in house.told()
    assert "Traceback" not in house.told()
