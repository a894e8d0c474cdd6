"""Asking to be forgotten, and looking for what is left."""

from functools import partial
from typing import Any

from partage_kit.due_work import DueWork
from partage_members.erasures.commands import erase_member, forget_again
from partage_members.erasures.queries import erased_again, waiting_erasures
from partage_members.settings import MembersSettings
from support.house import BRUSSELS, House

PREVIEW, MINE = "/members/v1/erasures/mine/preview", "/members/v1/erasures/mine"


async def asked_for(house: House, number: int, office: str = BRUSSELS) -> dict[str, Any]:
    """The n-th member has seen what would be done, and asks for it."""
    member = house.as_member(number, office=office)
    shown = (await member.get(PREVIEW)).json()
    asked = await member.post(MINE, json={"confirmation": shown["confirmation"]})
    assert asked.status_code == 202, asked.text
    receipt: dict[str, Any] = asked.json()
    return receipt


async def do_what_is_due(house: House) -> None:
    """Erase who asked for it, and look again at who was."""
    assert isinstance(house.settings, MembersSettings)
    erasing = partial(erase_member, house.settings.erased_secret)
    for find, do in ((waiting_erasures, erasing), (erased_again, forget_again)):
        await DueWork("erase_members", 1, find, do, forgets=True).do_what_is_due(house.service.database)


async def erased(house: House, number: int, office: str = BRUSSELS) -> dict[str, Any]:
    """The n-th member is forgotten."""
    receipt = await asked_for(house, number, office)
    await do_what_is_due(house)
    return receipt
