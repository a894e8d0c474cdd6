"""The receipt of a consent: the fields of ISO/IEC TS 27560:2023, as JSON that is JSON-LD by the terms of DPV 2.

https://w3id.org/dpv/guides/consent-27560 says which term stands for which field.
"""

from collections.abc import Sequence
from typing import Any, Literal
from uuid import UUID

from pydantic import Field

from partage_kit.types import Shape, UtcDateTime
from partage_members.consents.schemas import EventKind, Method
from partage_members.notices.canonical import document_hash
from partage_members.notices.schemas import Controller, DataCategory, Purpose, PurposeKind

SCHEMA_VERSION = "ISO/IEC TS 27560:2023"

_DPV, _PD, _EU = "https://w3id.org/dpv#", "https://w3id.org/dpv/pd#", "https://w3id.org/dpv/legal/eu/gdpr#"
_KINDS = {
    PurposeKind.COMMUNICATION: "CommunicationManagement",
    PurposeKind.PUBLICATION: "PublicRelations",
    PurposeKind.RESEARCH: "ResearchAndDevelopment",
    PurposeKind.SERVICE: "ServiceProvision",
}
_DATA = {category: _PD + "".join(part.title() for part in category.split("_")) for category in DataCategory}
_STATES = {
    EventKind.GIVEN: "consent_given",
    EventKind.WITHDRAWN: "consent_withdrawn",
    EventKind.EXPIRED: "consent_expired",
    EventKind.RENEWED: "consent_renewed",
}
_CONTEXT: dict[str, Any] = {
    "dpv": _DPV,
    "dct": "http://purl.org/dc/terms/",
    "schema_version": "dct:conformsTo",
    "record_id": "dct:identifier",
    "pii_principal_id": "dpv:hasDataSubject",
    "pii_processing": "dpv:hasProcess",
    "privacy_notice": {"@id": "dpv:hasNotice", "@type": "@id"},
    "language": "dct:language",
    "purposes": "dpv:hasPurpose",
    "purpose_type": {"@id": "@type"},
    "lawful_basis": {"@id": "dpv:hasLegalBasis", "@type": "@id"},
    "pii_information": "dpv:hasPersonalData",
    "pii_type": {"@id": "@type"},
    "pii_controllers": "dpv:hasDataController",
    "recipient_third_parties": "dpv:hasRecipient",
    "storage_locations": "dpv:hasLocation",
    "retention_period": "dpv:hasDuration",
    "jurisdiction": "dpv:hasJurisdiction",
    "event": "dpv:hasConsentStatus",
    "event_time": "dct:date",
    "entity_id": "dpv:hasEntity",
    "party_identification": "dpv:hasEntity",
    "party_name": "dpv:hasName",
    "party_address": "dpv:hasAddress",
}


class PiiInformation(Shape):
    """One kind of personal data that is processed."""

    pii_type: str = Field(description="the category in the personal data extension of DPV")
    pii_optional: bool = False
    sensitive_pii_category: bool = False


class ReceiptPurpose(Shape):
    """A purpose and how it is pursued."""

    purpose: str
    purpose_type: str = Field(description="the kind of purpose in DPV")
    lawful_basis: str = Field(description="article 6(1) of the GDPR, as DPV names it")
    pii_information: list[PiiInformation]
    pii_controllers: list[str] = Field(description="`party_id` of those responsible")
    collection_method: Method
    storage_locations: list[str] = Field(description="ISO 3166-1")
    retention_period: str = Field(description="ISO 8601 duration")
    recipient_third_parties: list[str]
    withdrawal_method: str
    jurisdiction: str = Field(description="ISO 3166-1")


class PiiProcessing(Shape):
    """What was agreed to."""

    privacy_notice: str = Field(description="where the notice is read, without the host")
    privacy_notice_version: int
    privacy_notice_sha256: str = Field(description="of the text that was shown")
    language: str
    purposes: list[ReceiptPurpose]


class ReceiptEvent(Shape):
    """Something that happened to the consent."""

    event_time: UtcDateTime
    validity_duration: str | None = Field(description="ISO 8601 duration; null until it is withdrawn")
    entity_id: str = Field(description="who said it: the member, or the office for the clock")
    event_type: Literal["explicit", "automatic"]
    event_state: str


class Party(Shape):
    """Somebody whom the receipt names."""

    party_id: str
    party_role: Literal["pii_controller"] = "pii_controller"
    party_name: str
    party_address: str | None
    party_email: str | None
    party_url: str | None


class Receipt(Shape):
    """A consent receipt by ISO/IEC TS 27560:2023."""

    context: dict[str, Any] = Field(alias="@context")
    type: Literal["dpv:ConsentReceipt"] = Field("dpv:ConsentReceipt", alias="@type")
    schema_version: str
    record_id: UUID
    pii_principal_id: UUID
    pii_processing: PiiProcessing
    event: list[ReceiptEvent]
    party_identification: list[Party]
    sha256: str = Field(description="of this document without `sha256`: members sorted, no blanks, UTF-8 (RFC 8785)")


def receipt(record: Any, events: Sequence[Any], notice: Any) -> Receipt:
    """The receipt of a consent, from its record, its events and the notice that was agreed to."""
    office = f"office:{record.office}"
    party = Controller.model_validate(notice.controller)
    document = {
        "@context": _CONTEXT,
        "@type": "dpv:ConsentReceipt",
        "schema_version": SCHEMA_VERSION,
        "record_id": record.id,
        "pii_principal_id": record.member_id,
        "pii_processing": _processing(record, notice, party, office),
        "event": [_event(event, record, notice, office) for event in events],
        "party_identification": [
            Party(
                party_id=office,
                party_name=party.name,
                party_address=party.address,
                party_email=party.email,
                party_url=party.url,
            )
        ],
        "sha256": "",
    }
    whole = Receipt.model_validate(document)
    return whole.model_copy(update={"sha256": document_hash(whole.model_dump(mode="json", by_alias=True))})


def _processing(record: Any, notice: Any, party: Controller, office: str) -> PiiProcessing:
    terms = Purpose.model_validate(notice.terms)
    return PiiProcessing(
        privacy_notice=f"/members/v1/consent-notices/{notice.id}",
        privacy_notice_version=notice.number,
        privacy_notice_sha256=record.sha256,
        language=record.language,
        purposes=[
            ReceiptPurpose(
                purpose=record.purpose,
                purpose_type=_DPV + _KINDS[terms.kind],
                lawful_basis=f"{_EU}A6-1-a",
                pii_information=[PiiInformation(pii_type=_DATA[category]) for category in terms.data_categories],
                pii_controllers=[office],
                collection_method=record.method,
                storage_locations=list(terms.storage_locations),
                retention_period=f"P{terms.storage_months}M",
                recipient_third_parties=list(terms.recipients),
                withdrawal_method=f"POST /members/v1/consents/mine/{record.purpose}/withdraw",
                jurisdiction=party.jurisdiction,
            )
        ],
    )


def _event(event: Any, record: Any, notice: Any, office: str) -> ReceiptEvent:
    kind = EventKind(event.kind)
    months = notice.terms["valid_months"]
    by_clock = kind is EventKind.EXPIRED
    return ReceiptEvent(
        event_time=event.at,
        validity_duration=f"P{months}M" if months and kind is EventKind.GIVEN else None,
        entity_id=office if by_clock else str(record.member_id),
        event_type="automatic" if by_clock else "explicit",
        event_state=_STATES[kind],
    )
