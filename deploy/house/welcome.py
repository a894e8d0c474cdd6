"""What a newcomer reads when the house is ready: addresses, a token a role, three calls to try."""

import time

import httpx
from rich.console import Console

from deploy.house.rooms import CannotStart, LocalHouse
from partage_kit.auth import Role
from partage_kit.auth.local_issuer import issue, trial_member
from partage_kit.settings import Settings

SHOWN = (
    Role.MEMBER,
    Role.FACILITATOR,
    Role.BUYER,
    Role.ETHICS_COMMITTEE,
    Role.EVALUATOR,
    Role.STAFF,
    Role.OFFICE_ADMIN,
)
READY_WITHIN_S = 60


def wait_until_ready(house: LocalHouse) -> None:
    """Ask the gateway until all services are ready.

    Raises:
        CannotStart: it takes longer than a minute.
    """
    deadline = time.monotonic() + READY_WITHIN_S
    last = "no answer"
    with httpx.Client(timeout=5) as client:  # one for all looks: making one takes as long as a look waits
        while time.monotonic() < deadline:
            try:
                answer = client.get(f"{house.address}/readyz")
                if answer.status_code == 200:
                    return
                last = answer.text
            except httpx.TransportError as error:
                last = str(error)
            time.sleep(0.05)
    raise CannotStart(f"the house was not ready within {READY_WITHIN_S} s: {last}")


def print_welcome(house: LocalHouse, office: str, member: str | None) -> None:
    """Print what to open and what to try; `member` is the name behind the member's token, once the demo is loaded."""
    console = Console(soft_wrap=True, highlight=False)
    settings = Settings(home=house.home)
    loaded = ", and the demo cooperative is loaded" if member else ""
    console.print(f"\n[bold]The house is ready{loaded}.[/bold]  Developer portal: {house.address}/")
    for room, port in house.ports.items():
        console.print(f"  {room:<12} 127.0.0.1:{port}")
    console.print(f"\nA token a role, for the office {office} (more with `make token ROLE=...`):")
    for role in SHOWN:
        is_member = role is Role.MEMBER
        token = issue(settings, [role], office, trial_member(office) if is_member else None)
        console.print(f"  [bold]{role}[/bold]{f' ({member})' if is_member and member else ''}\n  {token}")
    console.print("\nThree calls to try:")
    for call in _calls(house.address):
        console.print(f"  {call}")
    console.print("\nCtrl-C stops the house; `make run` goes on with the same data.\n")


def _calls(address: str) -> tuple[str, ...]:
    bearer = '-H "Authorization: Bearer $(make -s token ROLE=%s)"'
    return (
        f"curl -s '{address}/members/v1/classifications/occupations/concepts?query=graph'",
        f"curl -s {bearer % 'member'} '{address}/members/v1/directory?limit=3'",
        f"curl -s {bearer % 'member'} '{address}/procurement/v1/pooled-orders'",
    )
