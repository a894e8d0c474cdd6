"""Days are the office's days: what is valid until a day is valid late that evening and not right after midnight."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from support.house import House
from support.purchasing import (
    ASSESSMENTS,
    CHARTERS,
    OFFERS,
    answered,
    attached,
    buyer,
    charter_in,
    committee,
    it_is,
    made,
    published,
    referenced,
    verified,
)

BRUSSELS = ZoneInfo("Europe/Brussels")
SUMMER, WINTER = date(2027, 7, 14), date(2027, 1, 14)


def at_home(day: date, hour: int, minute: int) -> datetime:
    """An hour of the day where the offices are."""
    return datetime.combine(day, time(hour, minute), BRUSSELS)


@pytest.mark.parametrize("last_day", [SUMMER, WINTER])
async def test_an_offer_is_open_until_midnight_where_the_offices_are(house: House, last_day: date) -> None:
    it_is(house, at_home(last_day, 12, 0))
    offer = await published(house, await referenced(house), valid_until=str(last_day))
    path = f"{OFFERS}/{offer['id']}"
    member = house.as_member(1)
    it_is(house, at_home(last_day, 23, 30))
    assert (await member.get(path)).json()["state"] == "published"
    assert (await member.get(OFFERS, params={"state": "published"})).json()["items"] != []
    used = await made(await member.post(f"{path}/redeem"))
    assert used["used_on"] == str(last_day)
    it_is(house, at_home(last_day + timedelta(days=1), 0, 30))
    assert (await member.get(path)).json()["state"] == "expired"
    assert (await member.get(OFFERS, params={"state": "published"})).json()["items"] == []
    late = await member.post(f"{path}/redeem")
    assert (late.status_code, late.json()["type"]) == (409, "/problems/offer-not-open")


@pytest.mark.parametrize("last_day", [SUMMER, WINTER])
async def test_evidence_counts_until_midnight_where_the_offices_are(house: House, last_day: date) -> None:
    it_is(house, at_home(last_day, 12, 0))
    assessment = await answered(house)
    path = f"{ASSESSMENTS}/{assessment['id']}"
    audit = await attached(house, assessment, "audit", "c", valid_until=str(last_day))
    body = {"kind": "evidenced", "level": 4, "evidence": [audit]}
    tag = (await buyer(house).get(path)).headers["etag"]
    await made(await buyer(house).put(f"{path}/answers/no_dumping", json=body, headers={"If-Match": tag}), 200)
    await made(await buyer(house).post(f"{path}/submit"), 200)
    await verified(house, assessment)

    async def proven() -> tuple[str, str]:
        score = (await buyer(house).get(f"{path}/score")).json()
        return score["as_of"], score["explanation"]["contributions"][0]["state"]

    it_is(house, at_home(last_day, 23, 30))
    assert await proven() == (str(last_day), "evidenced")
    it_is(house, at_home(last_day + timedelta(days=1), 0, 30))
    assert await proven() == (str(last_day + timedelta(days=1)), "unproven")


@pytest.mark.parametrize("day", [SUMMER, WINTER])
async def test_what_is_signed_after_midnight_has_that_day(house: House, day: date) -> None:
    it_is(house, at_home(day, 0, 30))
    assert at_home(day, 0, 30).astimezone(UTC).date() < day
    charter = await charter_in(house, "in_ethics_review")
    signed = await made(await committee(house).post(f"{CHARTERS}/{charter['id']}/sign"), 200)
    assert signed["adopted_on"] == str(day)
