"""Suppliers are assessed against the charter: silence never helps, and every score explains itself (R12)."""

import hashlib
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from deploy.demo.answers import Refused
from deploy.demo.cast import buyer, ethics_committee, language_of, member
from deploy.demo.chapters.charter import OFFICE
from deploy.demo.chapters.suppliers import supplier_id
from deploy.demo.door import Door, each
from deploy.demo.material import Row, document, said, table
from deploy.demo.people import members

ASSESSMENTS = "/procurement/v1/assessments"

RECENT, OLD = timedelta(days=40), timedelta(days=1_900)
"""How long ago a piece of evidence was issued: well within the longest age of every type, or beyond it."""

CONTESTED = "koffie-nergensland"
"""A member contests this outcome; the answer is due."""


async def assess_suppliers(door: Door) -> None:
    """The buyer answers for each supplier and attaches evidence; the committee verifies and reviews."""
    await each(table("assessments"), lambda row: _assess(door, row))


async def publish_assessments(door: Door) -> None:
    """The buyer publishes; each supplier stands as its label says from then on, and commits to something if it must."""

    async def publish(row: Row) -> None:
        code = row["supplier"]
        until = (door.journal.today + timedelta(days=180)).isoformat()
        conditions = {"until": until, "commitments": [said("assessment-commitment")[language_of(OFFICE)]]}
        outcome = await door.get(buyer(OFFICE), f"{_path(door, code)}/score", working="true")
        body = {"conditions": conditions if outcome["effect"] == "conditional" else None}
        await door.post(f"assessment/{code}/publish", buyer(OFFICE), f"{_path(door, code)}/publish", body)

    await each(table("assessments"), publish)
    critic = members(OFFICE)[12]
    reason = {"reason": said("assessment-contest")[critic.language]}
    await door.post("assessment/contest", member(critic), f"{_path(door, CONTESTED)}/contest", reason)


async def _assess(door: Door, row: Row) -> None:
    code = row["supplier"]
    opening = {"supplier_id": supplier_id(door, OFFICE, code), "charter_id": door.journal["charter"]}
    await door.post(f"assessment/{code}", buyer(OFFICE), ASSESSMENTS, opening)
    proofs = await _attach_evidence(door, row)
    await _answer_criteria(door, row, proofs)
    await door.post(f"assessment/{code}/submit", buyer(OFFICE), f"{_path(door, code)}/submit")
    for kind, evidence in proofs.items():
        path = f"{_path(door, code)}/evidence/{evidence}/verify"
        await door.post(f"verification/{code}/{kind}", ethics_committee(OFFICE), path)
    await door.post(f"assessment/{code}/review", ethics_committee(OFFICE), f"{_path(door, code)}/review")


async def _attach_evidence(door: Door, row: Row) -> Mapping[str, str]:
    """Every type of evidence that an answer with proof needs; the id of each by its type."""
    code, proofs = row["supplier"], {}
    for criterion in document("charter")["criteria"]:
        cell = row[criterion["code"]]
        for need in criterion["evidence"] if _is_proven(cell) else ():
            kind = need["type"]
            issued = door.journal.today - (OLD if cell.endswith("!") else RECENT)
            evidence = {
                "type": kind,
                "issuer": f"Registre de l'Exemple / Register van het Voorbeeld ({kind})",
                "sha256": hashlib.sha256(f"{code} {kind}".encode()).hexdigest(),
                "issued_on": issued.isoformat(),
            }
            path = f"{_path(door, code)}/evidence"
            proofs[kind] = await door.post(f"evidence/{code}/{kind}", buyer(OFFICE), path, evidence)
    return proofs


async def _answer_criteria(door: Door, row: Row, proofs: Mapping[str, str]) -> None:
    """Write the answers one after the other: each is a change of the assessment as the one before left it."""
    code, version = row["supplier"], None
    for criterion in document("charter")["criteria"]:
        key = criterion["code"]
        if (deed := f"answer/{code}/{key}") in door.journal:
            continue
        version = version or (await door.get(buyer(OFFICE), _path(door, code)))["version"]
        answer = _answer(row[key], [proofs[need["type"]] for need in criterion["evidence"] if need["type"] in proofs])
        try:
            path = f"{_path(door, code)}/answers/{key}"
            version = (await door.put(deed, buyer(OFFICE), path, answer, version))["version"]
        except Refused as refused:
            found = await door.get(buyer(OFFICE), _path(door, code))
            if refused.kind != "stale" or key not in found["answers"]:
                raise
            version = found["version"]  # it was taken, but its reply got lost
            door.journal.note(deed)


def _answer(cell: str, proofs: list[str]) -> dict[str, Any]:
    """An answer as the material writes it: 3 with proof, 3? declared, 3! with proof that is too old, - none."""
    if cell == "-":
        return {"kind": "not_applicable", "reason": said("not-applicable")[language_of(OFFICE)]}
    is_proven = _is_proven(cell)
    kind = "evidenced" if is_proven else "declared"
    return {"kind": kind, "level": int(cell[0]), "evidence": proofs if is_proven else []}


def _is_proven(cell: str) -> bool:
    """An answer that names evidence, whether it is still recent enough or not."""
    return cell.isdigit() or cell.endswith("!")


def _path(door: Door, code: str) -> str:
    return f"{ASSESSMENTS}/{door.journal[f'assessment/{code}']}"
