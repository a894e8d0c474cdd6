"""Loading the demo cooperative into a running house, with a progress bar."""

import asyncio
import signal

from rich.console import Console

from deploy.demo.answers import HouseAway, Refused
from deploy.demo.story import STORY
from deploy.demo.telling import ProgressBar, ProgressLines, Teller, tell, told
from deploy.house.rooms import LocalHouse
from partage_kit.settings import WrongSettings


class LoadingFailed(Exception):
    """The demo cooperative is not whole; the message says why and what to do."""


def load(house: LocalHouse) -> None:
    """Load what is not loaded yet; once all is there, nothing happens any more.

    Raises:
        LoadingFailed
    """
    if told(house.home):
        return
    console = Console(stderr=True)
    console.print(f"The house answers at {house.address}/", highlight=False)
    console.print("Loading the demo cooperative, about 300 fictional members, through the public API:")
    try:
        with (ProgressBar if console.is_terminal else ProgressLines)(STORY, console) as progress:
            asyncio.run(_until_terminated(house, progress))
    except asyncio.CancelledError:
        raise SystemExit(128 + signal.SIGTERM) from None
    except (Refused, HouseAway, WrongSettings) as error:
        raise LoadingFailed(
            f"The demo cooperative is not whole: {error}. `make run` goes on where it stopped; "
            f"without the folder {house.home} it begins anew."
        ) from error


async def _until_terminated(house: LocalHouse, progress: Teller) -> None:
    """Tell the story; SIGTERM ends it in order, so that the terminal gets its cursor back."""
    telling = asyncio.ensure_future(tell(house.home, house.address, STORY, progress))
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, telling.cancel)
    await telling
