"""Consents through the HTTP door: given, withdrawn in one call, recorded for others, and never changed."""

import hashlib
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from members.consenting import CONSENTS, NEWSLETTER, NOTICES, PURPOSES, agreed, given, published, state
from members.given import announced, profile
from partage_kit.auth import Role
from partage_kit.types import new_id
from partage_kit.unit_of_work import Actor
from partage_members.consents.queries import has_consent
from support.house import BRUSSELS, GHENT, House, at_once, member_number


async def consents(house: House, number: int = 1) -> bool:
    """Whether other parts of the service may rely on the n-th member's consent to the newsletter."""
    async with house.service.database.reading() as session:
        return await has_consent(session, BRUSSELS, member_number(number), NEWSLETTER)


async def on_paper(house: House, notice: dict[str, Any], office: str = BRUSSELS, **more: Any) -> Any:
    """Let the staff record the first member's form."""
    body = {
        "member_id": str(member_number(1)),
        "notice_id": notice["id"],
        "language": "fr",
        "method": "paper",
        "evidence_reference": "2026/forms/0042",
    }
    return await house.as_role(Role.STAFF, office=office).post(CONSENTS, json=body | more)


async def test_consent_is_given_to_the_very_text_and_withdrawn_in_one_call(house: House) -> None:
    notice, consent = await agreed(house)
    assert (consent["sha256"], consent["language"]) == (notice["sha256"]["nl"], "nl")
    assert (consent["method"], consent["recorded_by_staff"], consent["state"]) == ("form", False, "given")
    assert (await consents(house), await state(house)) == (True, "given")

    me = house.as_member(1)
    again = await me.post(f"{CONSENTS}/mine", json={"notice_id": notice["id"], "language": "nl"})
    assert (again.status_code, again.json()["id"]) == (200, consent["id"])
    for _ in range(2):
        done = await me.post(f"{CONSENTS}/mine/{NEWSLETTER}/withdraw")
        assert (done.status_code, done.json()["state"]) == (200, "withdrawn")
    assert (await consents(house), await state(house)) == (False, "withdrawn")
    history = (await me.get(f"{CONSENTS}/mine/events")).json()["items"]
    assert [event["kind"] for event in history] == ["withdrawn", "given"]
    read = await me.get(f"{CONSENTS}/{consent['id']}")
    assert (read.json()["state"], read.headers["etag"]) == ("withdrawn", '"4"')
    assert (await given(house, 1, notice))["id"] != consent["id"], "who agrees again gets a new record"


async def test_what_is_announced_has_codes_and_versions_only(house: House) -> None:
    _, consent = await agreed(house)
    await house.as_member(1).post(f"{CONSENTS}/mine/{NEWSLETTER}/withdraw")
    (fact,), (other,) = await announced(house, "consent.given"), await announced(house, "consent.withdrawn")
    shared = {"member_id": str(member_number(1)), "purpose": NEWSLETTER, "number": 1, "notice_number": 1}
    assert fact["subject"] == other["subject"] == consent["id"]
    assert fact["data"] == shared | {"at": fact["data"]["at"], "expires_at": None}
    assert other["data"] == shared | {"at": other["data"]["at"], "ending": "withdrawn"}


async def test_withdrawing_what_was_never_given_changes_nothing(house: House) -> None:
    await profile(house, 1)
    done = await house.as_member(1).post(f"{CONSENTS}/mine/{NEWSLETTER}/withdraw")
    assert (done.status_code, done.json()["state"]) == (200, "none")
    assert await announced(house, "consent.withdrawn") == []
    assert (await house.as_member(1).post(f"{CONSENTS}/mine/no_such/withdraw")).status_code == 404


async def test_a_material_notice_makes_renewal_due_and_another_does_not(house: House) -> None:
    _, consent = await agreed(house)
    await published(house, material=False)
    assert (await consents(house), await state(house)) == (True, "given")
    third = await published(house)
    assert (await consents(house), await state(house)) == (False, "renewal_due")
    renewed = await given(house, 1, third, "en")
    assert (await consents(house), await state(house)) == (True, "given")
    assert (await house.as_member(1).get(f"{CONSENTS}/{consent['id']}")).json()["state"] == "renewed"
    history = (await house.as_member(1).get(f"{CONSENTS}/mine/events")).json()["items"]
    assert sorted(event["kind"] for event in history) == ["given", "given", "renewed"]
    assert renewed["notice_number"] == 3
    assert [fact["data"]["number"] for fact in await announced(house, "consent.given")] == [1, 2]
    assert await announced(house, "consent.withdrawn") == []


async def test_a_consent_for_two_years_ends_with_them(house: House) -> None:
    await profile(house, 1)
    notice = await published(house, purpose="photo_use")
    consent = await given(house, 1, notice)
    ends = datetime.fromisoformat(consent["expires_at"])
    clock = house.service.database.clock
    clock.advance(ends - datetime.now(UTC) - timedelta(minutes=5))
    assert await state(house, purpose="photo_use") == "given"
    clock.advance(timedelta(minutes=10))
    assert await state(house, purpose="photo_use") == "expired"
    for _ in range(2):
        for worker in house.service.workers:
            await worker.do_what_is_due(house.service.database)
    (fact,) = await announced(house, "consent.withdrawn")
    assert (fact["data"]["ending"], datetime.fromisoformat(fact["data"]["at"])) == ("expired", ends)
    assert (await given(house, 1, notice))["state"] == "given"


async def test_only_the_notice_in_force_in_its_languages_can_be_agreed_to(house: House) -> None:
    await profile(house, 1)
    first = await published(house, title={"fr": "Lettre"}, text={"fr": "Une fois par mois."})
    mine, me = f"{CONSENTS}/mine", house.as_member(1)
    other_language = await me.post(mine, json={"notice_id": first["id"], "language": "nl"})
    assert other_language.json()["errors"] == [{"pointer": "/body/language", "detail": "the notice is written in fr"}]
    await published(house)
    superseded = await me.post(mine, json={"notice_id": first["id"], "language": "fr"})
    assert (superseded.status_code, superseded.json()["type"]) == (409, "/problems/notice-not-in-force")
    assert (await me.post(mine, json={"notice_id": str(new_id()), "language": "fr"})).status_code == 404
    terms = (await house.as_role(Role.STAFF).get(f"{PURPOSES}/photo_use")).json()
    body = {name: value for name, value in terms.items() if name not in ("code", "version")}
    admin = house.as_role(Role.OFFICE_ADMIN)
    by_contract = body | {"lawful_basis": "contract"}
    assert (await admin.put(f"{PURPOSES}/accounts", json=by_contract, headers={"If-Match": '"0"'})).status_code == 200
    notice = await published(house, purpose="accounts")
    refused = await me.post(mine, json={"notice_id": notice["id"], "language": "fr"})
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/no-consent-needed")


async def test_staff_records_paper_to_the_notice_of_its_day(house: House) -> None:
    await profile(house, 1)
    first = await published(house)
    signed = datetime.now(UTC) + timedelta(minutes=1)
    house.service.database.clock.advance(timedelta(days=3))
    second = await published(house)
    too_early = await on_paper(house, second, given_at=signed.isoformat())
    assert (too_early.status_code, too_early.json()["errors"][0]["pointer"]) == (422, "/body/given_at")
    assert "lies before the notice was published" in too_early.json()["detail"]
    outdated = await on_paper(house, first)
    assert (outdated.status_code, outdated.json()["type"]) == (409, "/problems/notice-not-in-force")
    tomorrow = (signed + timedelta(days=4)).isoformat()
    assert (await on_paper(house, second, given_at=tomorrow)).json()["errors"][0]["pointer"] == "/body/given_at"
    kept = await on_paper(house, first, given_at=signed.isoformat())
    assert kept.status_code == 201, kept.text
    assert (kept.json()["method"], kept.json()["recorded_by_staff"]) == ("paper", True)
    assert kept.json()["state"] == "renewal_due"
    await house.as_member(1).post(f"{CONSENTS}/mine/{NEWSLETTER}/withdraw")
    late = await on_paper(house, first, given_at=(signed + timedelta(hours=1)).isoformat())
    assert (late.status_code, late.json()["type"]) == (409, "/problems/later-decision-exists")
    assert (await on_paper(house, second, evidence_reference="the form of Élodie")).status_code == 422
    assert (await on_paper(house, second, method="form")).status_code == 422


async def test_staff_records_a_withdrawal_by_phone(house: House) -> None:
    _, consent = await agreed(house)
    done = await house.as_role(Role.STAFF).post(f"{CONSENTS}/{consent['id']}/withdraw", json={})
    assert (done.json()["state"], await consents(house)) == ("withdrawn", False)
    listed = (await house.as_role(Role.STAFF).get(f"{CONSENTS}?purpose={NEWSLETTER}")).json()["items"]
    assert [line["state"] for line in listed] == ["withdrawn"]


async def test_the_receipt_has_the_fields_of_the_standard_and_its_own_hash(house: House) -> None:
    notice, consent = await agreed(house)
    path = f"{CONSENTS}/{consent['id']}/receipt"
    receipt = (await house.as_member(1).get(path)).json()
    assert (receipt["schema_version"], receipt["@type"]) == ("ISO/IEC TS 27560:2023", "dpv:ConsentReceipt")
    assert (receipt["record_id"], receipt["pii_principal_id"]) == (consent["id"], str(member_number(1)))
    processing = receipt["pii_processing"]
    assert processing["privacy_notice"] == f"{NOTICES}/{notice['id']}"
    assert processing["privacy_notice_sha256"] == notice["sha256"]["nl"]
    (purpose,) = processing["purposes"]
    assert purpose["lawful_basis"].endswith("A6-1-a")
    assert purpose["pii_controllers"] == [receipt["party_identification"][0]["party_id"]]
    assert purpose["pii_information"][1]["pii_type"] == "https://w3id.org/dpv/pd#EmailAddress"
    assert (purpose["retention_period"], purpose["jurisdiction"]) == ("P36M", "BE")
    assert [event["event_state"] for event in receipt["event"]] == ["consent_given"]
    told = receipt.pop("sha256")
    canonical = json.dumps(receipt, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    assert hashlib.sha256(canonical).hexdigest() == told
    await house.as_member(1).post(f"{CONSENTS}/mine/{NEWSLETTER}/withdraw")
    later = (await house.as_role(Role.STAFF).get(path)).json()
    assert [event["event_state"] for event in later["event"]] == ["consent_given", "consent_withdrawn"]
    assert later["sha256"] != told


async def test_others_find_nothing(house: House) -> None:
    notice, consent = await agreed(house)
    for path in (f"{CONSENTS}/{consent['id']}", f"{CONSENTS}/{consent['id']}/receipt"):
        for who in (house.as_member(2), house.as_role(Role.STAFF, office=GHENT), house.as_member(1, office=GHENT)):
            assert (await who.get(path)).status_code == 404
    without_profile = house.as_member(2)
    for answer in (
        await without_profile.get(f"{CONSENTS}/mine"),
        await without_profile.get(f"{CONSENTS}/mine/events"),
        await without_profile.post(f"{CONSENTS}/mine", json={"notice_id": notice["id"], "language": "fr"}),
        await without_profile.post(f"{CONSENTS}/mine/{NEWSLETTER}/withdraw"),
    ):
        assert answer.status_code == 404
    assert (await on_paper(house, notice, office=GHENT)).status_code == 404


async def test_of_ten_consents_and_ten_withdrawals_at_once_one_each_counts(house: House) -> None:
    await profile(house, 1)
    notice = await published(house)
    me, body = house.as_member(1), {"notice_id": notice["id"], "language": "fr"}
    answers = await at_once(10, lambda _: me.post(f"{CONSENTS}/mine", json=body))
    assert sorted(answer.status_code for answer in answers) == [200] * 9 + [201]
    answers = await at_once(10, lambda _: me.post(f"{CONSENTS}/mine/{NEWSLETTER}/withdraw"))
    assert [answer.status_code for answer in answers] == [200] * 10
    assert (len(await announced(house, "consent.given")), len(await announced(house, "consent.withdrawn"))) == (1, 1)


@pytest.mark.parametrize("change", ["consent_records SET sha256 = 'x'", "consent_events SET kind = 'given'"])
async def test_the_database_refuses_to_change_a_consent(house: House, change: str) -> None:
    await agreed(house)
    with pytest.raises(DBAPIError, match="never changed"):
        async with house.service.database.writing(Actor("somebody", BRUSSELS, "tamper")) as session:
            await session.execute(text(f"UPDATE {change}"))
