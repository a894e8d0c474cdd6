"""The office names trades that no published list has, and says what they correspond to (R1)."""

from deploy.demo.cast import staff
from deploy.demo.door import Door
from deploy.demo.material import DATA
from deploy.demo.people import OFFICES

OFFICE = OFFICES[0]
IMPORT = "/members/v1/classifications/imports?scheme=local-crafts&version=1&kind=occupations"


async def name_own_trades(door: Door) -> None:
    """Staff brings in a scheme of the office as a file; members may use its codes from then on."""
    await door.bring_in("own-trades", staff(OFFICE), IMPORT, (DATA / "crafts.csv").read_text(encoding="utf-8"))
