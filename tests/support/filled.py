"""Which columns a member of a journey should have filled: all that can hold something of a person, as declared.

A column of the declarations (`personal_data.py`) that the journey leaves empty is listed here with the reason, and one
that is filled is not; columns that are declared as nobody's have their reason there. So no new column is forgotten."""

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import JSON, Column, Enum, LargeBinary, String, TypeDecorator

from partage_kit.personal_data import DataClass, PersonalData, Rule

ROOMY = 12
"""So many characters has a word of hers; a shorter column holds a code."""

EVERYWHERE: Mapping[str, str] = {
    "a hash, from which nobody reads anything": "audit_trail.before_hash audit_trail.after_hash"
    " idempotency_keys.request_hash",
    "there while a long work is under way, or of who asked for it": "jobs.asked_by jobs.asked_by_member"
    " jobs.parameters jobs.place jobs.problem jobs.result staged_rows.given staged_rows.key staged_rows.ready"
    " job_file_parts.content job_file_parts.name",
    "there when an announcement cannot be taken in": "dead_letters.envelope dead_letters.error",
    "type and address of an answer": "idempotency_keys.headers",
}
"""Why columns of the platform hold nothing of hers in any service."""

ONCE = "idempotency_keys.body idempotency_keys.caller idempotency_keys.key"
IN_SERVICE: Mapping[str, Mapping[str, str]] = {
    "members": {
        "a hash, from which nobody reads anything": "consent_records.sha256 data_exports.sha256 public_profiles.digest",
        "codes of classifications and of the house": "activity_entries.sector activity_entries.trade"
        " code_proposals.options drift_proposals.code profiles.audiences profiles.languages profiles.sectors",
        "a number, which is looked for by itself": "profiles.phone",
        "there once she has asked to be forgotten": "erased_marks.mark erased_marks.member_id erasures.confirmation"
        " erasures.member_id erasures.recorded_by"
        " erasures.secret_hash erasures.subject",
        "of two members one has the lower id, and the other column names her": "contact_conversations.low_id",
        "where the office files what it handed over, by a code": "data_exports.handover_reference",
        "an act of who works for the office, which she does not do": "consent_events.recorded_by"
        " consent_notices.author_members consent_notices.authors consent_notices.published_by"
        " consent_records.recorded_by contact_message_reports.closed_by data_exports.asked_by"
        " facilitators.appointed_by facilitators.ended_by initiatives.decided_by memberships.decided_by"
        " needs.published_by needs_surveys.requested_by opportunities.hidden_by opportunities.hidden_by_member"
        " opportunity_reports.closed_by post_reports.closed_by posts.hidden_by posts.hidden_by_member"
        " stage_decisions.decided_by",
    },
    "procurement": {
        "one key stands for those of all services": ONCE,
        "codes of classifications": "known_members.sectors",
        "no record is known by her id": "audit_trail.entity_id",
        "no offer is redeemed": "offer_redemptions.member_id",
        "the order that she joined is not decided": "pooled_decided_lines.party pooled_decided_lines.reason"
        " pooled_decided_shares.party pooled_received_lines.party pooled_received_lines.reason"
        " pooled_settled_lines.invoice pooled_settled_lines.kind pooled_settled_lines.party"
        " pooled_settled_lines.reason",
        "an act of who works for the office, which she does not do": "assessment_contests.answered_by"
        " assessment_evidence.provided_by assessment_evidence.verified_by assessment_revisions.published_by"
        " assessments.contributor_members assessments.contributors assessments.reviewed_by"
        " charter_comments.answered_by charters.author_members charters.authors charters.signed_by"
        " pooled_order_offices.consented_by pooled_receipts.recorded_by pooled_settlement_entries.made_by"
        " supplier_invitations.issued_by supplier_log_entries.written_by",
    },
    "impact": {
        "one key stands for those of all services": ONCE,
        "what impact announces is about groups": "outbox.envelope",
        "an identified wave has no tickets": "wave_tickets.member_id",
        "an act of who evaluates, which she does not do": "appraisal_votes.voter evaluation_decisions.recorded_by"
        " evaluations.question_by evaluations.question_by_member indicator_versions.adopted_by"
        " indicator_versions.drafted_by indicator_versions.drafted_by_member observation_runs.computed_by"
        " questionnaires.adopted_by questionnaires.drafted_by questionnaires.drafted_by_member",
    },
}
"""Why columns of a service hold nothing of hers."""

UNFILLED: Mapping[str, str] = {
    f"{service}: {column}": why
    for service, of_service in IN_SERVICE.items()
    for reasons in (EVERYWHERE, of_service)
    for why, columns in reasons.items()
    for column in columns.split()
}
"""Why these columns hold nothing of hers in the journey, by `service: table.column`."""


def fillable(service: str, declared: PersonalData) -> set[str]:
    """The columns that hold words of a person or name her, as `service: table.column`."""
    return {f"{service}: {one.table.name}.{column.name}" for one in declared.classes for column in _columns(one)}


def may_name_her(service: str, declared: PersonalData) -> set[str]:
    """The columns that go on naming who was forgotten: what is kept until a date, and that she was."""
    kept = {f"{one.table.name}.{name}" for one in declared.classes if one.rule is Rule.KEEP_UNTIL for name in one.names}
    return {f"{service}: {place}" for place in (*kept, "erased_members.member_id", "outbox.envelope")}


def _columns(one: DataClass) -> Iterator[Column[Any]]:
    for name in (*one.names, *one.forgotten, *one.held):
        column = one.table.c[name]
        if name in one.names or _holds_words(column):
            yield column


def _holds_words(column: Column[Any]) -> bool:
    kind = column.type.impl if isinstance(column.type, TypeDecorator) else column.type
    if isinstance(kind, Enum) or not isinstance(kind, (String, JSON, LargeBinary)):
        return False
    return (getattr(kind, "length", None) or ROOMY) >= ROOMY
